"""A book is a function: (plan, manuscripts, images, template) → blocks → lines → pages → PDF.

Knows nothing of the catalogue. One package a stage: ``blocks`` (what each block is), ``lines`` (breaking and
justification), ``pages`` (the grid, notes, pictures, front matter), then ``layout`` (the result, pure data) and
``pdf``. ``composer`` runs them; ``fonts`` serves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive_app.typeset.composer import Composer, compose
    from archive_app.typeset.layout import Layout

__all__ = ["Composer", "Layout", "compose"]


def __getattr__(name: str) -> Any:
    """The engine, loaded when it is asked for: who only reads a book's folder does not wait for it."""
    if name not in __all__:
        raise AttributeError(name)
    from archive_app.typeset import composer

    return getattr(composer, name)
