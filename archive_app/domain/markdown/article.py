"""What reading an article's text gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class MarkdownArticle:
    """What an article's text says: ``head`` (text or lists of text), the manuscript, and what was not understood.

    ``warnings`` are Chinese sentences that begin with the line (第12行：…); ``lines`` says on which line each block (by
    its id) begins.
    """

    head: Mapping[str, Any]
    manuscript: Manuscript
    warnings: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
