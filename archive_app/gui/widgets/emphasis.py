"""Words that stand out in a line: where they are as Qt counts, and how they look."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout

from archive_app.gui.theme import theme


def units(text: str) -> int:
    """Length in UTF-16 units, as Qt counts positions."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def emphasis(text: str, start: int, end: int, *, ground: str = "") -> Any:
    """The format of ``text[start:end]`` in a ``QTextLayout``: bold, in the accent, on a ``ground`` if there is one."""
    mark: Any = QTextLayout.FormatRange()
    mark.start = units(text[:start])
    mark.length = units(text[start:end])
    looks = QTextCharFormat()
    looks.setForeground(theme().colour("cinnabar_ink"))
    if ground:
        looks.setBackground(theme().colour(ground))
    looks.setFontWeight(QFont.Weight.Bold)
    mark.format = looks
    return mark
