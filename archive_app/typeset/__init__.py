"""A book is a function: (plan, manuscripts, images, template) → blocks → lines → pages → PDF.

Knows nothing of the catalogue. One package a stage: ``blocks`` (what each block is), ``lines`` (breaking and
justification), ``pages`` (the grid, notes, pictures, front matter), then ``layout`` (the result, pure data) and
``pdf``. ``composer`` runs them; ``fonts`` serves them.
"""

from __future__ import annotations

from archive_app.typeset.composer import Composer, compose
from archive_app.typeset.layout import Layout

__all__ = ["Composer", "Layout", "compose"]
