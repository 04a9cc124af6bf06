"""Small words an output puts beside a page: they are no part of the book."""

from __future__ import annotations

from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.fonts.library import DEFAULT_ROLES
from archive_app.typeset.layout import Line
from archive_app.typeset.lines.paragraph import set_paragraph

_UNBROKEN = 100000.0


def small_line(words: str, x: float, y: float, size: float, *, right: bool = False) -> Line:
    """One line of ``words`` in 黑体 from ``x`` on (to ``x``, where ``right``), its baseline at ``y``; page's points."""
    style = TextStyle(DEFAULT_ROLES["hei"], size, "furniture", "left")
    line = set_paragraph(StyledText(words, style), _UNBROKEN, 0).lines[0]
    return Line(line.text, x - line.width if right else x, y, size, line.runs, role="furniture")
