"""The words of a cell with their marks, broken into lines: in the text, and where the cell is written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.gui.manuscript.document import MARK
from archive_app.gui.manuscript.looks import Looks
from archive_app.gui.theme import theme

_LINE = "\u2028"


def units(text: str, at: int) -> int:
    """Where a code point stands among the UTF-16 units that Qt counts."""
    return at + sum(char > "\uffff" for char in text[:at])


def points(text: str, at: int) -> int:
    """The other way round."""
    return len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))


def format_of(span: Span, looks: Looks) -> QTextCharFormat:
    """How a mark is seen."""
    made = QTextCharFormat()
    made.setProperty(MARK[span.style], True)
    made = looks.marked(made)
    if span.style is SpanStyle.SMALL:
        made.setFontPointSize(theme().small().pointSizeF() * 0.85)
    return made


class MarkedWords:
    """``text`` with its marks, laid out for one width. ``height`` is what it takes."""

    def __init__(self, text: str, spans: Sequence[Span], width: float, font: QFont) -> None:
        looks = Looks.under(theme())
        self._layout = QTextLayout(text.replace("\n", _LINE), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        ranges: list[Any] = []
        for span in spans:
            one: Any = QTextLayout.FormatRange()
            one.start = units(text, span.start)
            one.length = units(text, span.end) - one.start
            one.format = format_of(span, looks)
            ranges.append(one)
        self._layout.setFormats(ranges)
        self._layout.beginLayout()
        self.height = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, self.height))
            self.height += line.height()
        self._layout.endLayout()

    def draw(self, painter: QPainter, left: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        self._layout.draw(painter, QPointF(left, top))
