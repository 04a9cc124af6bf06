"""Running heads and folios: what stands outside the type area, and where."""

from __future__ import annotations

from typing import NamedTuple

from archive_app.typeset.blocks.manuscript import face_of
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.layout import Line, Rule
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.front import chinese_number
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.templates import Template

_LONGEST = 0.72  # of the measure; a longer head is cut
_HEAD_DOWN = 2.0  # of its size: how far under the text's top a head in the outer margin begins
_FOLIO_UP = 1.0


class Heads(NamedTuple):
    """What the heads of a page may say."""

    book: str = ""
    section: str = ""
    article: str = ""

    def text(self, kind: str) -> str:
        """The words for ``book``, ``section`` or ``article``; an empty 栏目 falls back on the book."""
        return {"book": self.book, "section": self.section or self.book, "article": self.article}.get(kind, "")


class HeadSetter:
    """Sets heads and folios for a template; coordinates are the page's."""

    def __init__(self, template: Template, grid: Grid, set_lines: SetLines) -> None:
        self.template, self.grid, self.set_lines = template, grid, set_lines
        self._vertical = template.vertical if grid.vertical else None

    def heads(self, heads: Heads, recto: bool) -> tuple[tuple[Line, ...], tuple[Rule, ...]]:
        """The head of a page and the rule under it; nothing where there are no words for it."""
        look = self.template.heads
        text = heads.text(look.odd if recto else look.even)
        if not text:
            return (), ()
        style = TextStyle(face_of(self.template, look.face), look.size, "head", "left", vertical=self._vertical)
        line = self._fitted(text, style)
        if self.grid.vertical:
            x, y = self._beside(recto, look.distance), self.grid.top + self._along(line.width, look.align)
            return (Line(line.text, x, y, look.size, line.runs, role="head", vertical=True),), ()
        left = self.grid.left(recto)
        y = self.grid.top - look.distance
        x = left + self._shift(line.width, look.align, recto)
        rules: tuple[Rule, ...] = ()
        if look.rule > 0:
            under = y + look.size * 0.42
            rules = (Rule("line", left, under, left + self.grid.width, under, look.rule),)
        return (Line(line.text, x, y, look.size, line.runs, role="head"),), rules

    def folio(self, label: str, recto: bool) -> Line | None:
        """The page's number at its foot."""
        if not label:
            return None
        look = self.template.folio
        label = numeral(self.template, label)
        text = f"{look.mark} {label} {look.mark}" if look.mark else label
        style = TextStyle(face_of(self.template, look.face), look.size, "folio", "left", vertical=self._vertical)
        line = self.set_lines(StyledText(text, style), self.grid.width, 0).lines[0]
        if self.grid.vertical:
            outside = look.place == "outside"
            x = self._beside(recto, look.distance) if outside else self.grid.left(recto) + self.grid.across / 2
            foot = self.grid.top + self.grid.down
            y = foot - line.width - look.size * _FOLIO_UP if outside else foot + look.size * 1.5
            return Line(line.text, x, y, look.size, line.runs, role="folio", vertical=True)
        y = self.grid.top + self.grid.height + look.distance
        x = self.grid.left(recto) + self._shift(line.width, look.place, recto)
        return Line(line.text, x, y, look.size, line.runs, role="folio")

    def _beside(self, recto: bool, distance: float) -> float:
        """The middle of a column in the outer margin (书口), ``distance`` from the text."""
        left = self.grid.left(recto)
        return left - distance if recto is self.grid.right_bound else left + self.grid.across + distance

    def _along(self, width: float, align: str) -> float:
        """How far down that column a head begins."""
        spare = self.grid.down - width
        return spare / 2 if align == "center" else self.template.heads.size * _HEAD_DOWN

    def _shift(self, width: float, align: str, recto: bool) -> float:
        spare = self.grid.width - width
        if align == "center":
            return spare / 2
        return spare if (align == "outside") == recto else 0.0

    def _fitted(self, text: str, style: TextStyle) -> SetLine:
        """The line of a head; what is too long is cut with an ellipsis."""
        width = self.grid.width * _LONGEST
        line = self.set_lines(StyledText(text, style), 100000.0, 0).lines[0]
        while line.width > width and len(text) > 2:
            text = text[: max(1, int(len(text.rstrip("…")) * width / line.width) - 1)].rstrip("，、：；") + "……"
            line = self.set_lines(StyledText(text, style), 100000.0, 0).lines[0]
        return line


def numeral(template: Template, label: str) -> str:
    """A page's number as it is printed: in Chinese figures where the text runs down the page."""
    if template.direction != "vertical" or not label.isdecimal() or template.vertical.numerals == "arabic":
        return label
    if template.vertical.numerals == "digits":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in label)
    return chinese_number(int(label))


def roman(number: int) -> str:
    """A lower-case roman numeral."""
    parts = []
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while number >= value:
            parts.append(letters)
            number -= value
    return "".join(parts)
