"""照片说明卡: a card a photograph (一照一卡), the picture over its description, as many on a sheet of A4 as fit.

A card stays together; one whose words are more than a sheet goes on over the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.reports.pages import MM, cell_lines, drawn, missing_glyphs
from archive_app.typeset.blocks.model import TextStyle
from archive_app.typeset.fonts.library import DEFAULT_ROLES
from archive_app.typeset.layout import Layout, Line, Page, PlacedImage, Rule
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pdf import Metadata, write
from archive_app.typeset.storing import Written

_WIDE, _HIGH = 210 * MM, 297 * MM
_LEFT, _RIGHT, _TOP, _FOOT = 20 * MM, 13 * MM, 15 * MM, 16 * MM
_PICTURE = 66 * MM
"""The height of the field for a picture."""
_AIR, _BETWEEN = 3 * MM, 7 * MM
_LABEL = 16 * MM
_SIZE, _LEADING, _PAD = 9.0, 12.5, 2.5
_FRAME, _RULE = 0.9, 0.35
_VALUE = TextStyle(DEFAULT_ROLES["song"], _SIZE, "table", "left")
_NAME = TextStyle(DEFAULT_ROLES["hei-bold"], _SIZE, "table-head", "left")
_FOLIO = TextStyle(DEFAULT_ROLES["song"], _SIZE, "folio", "center")
_NO_PICTURE = "（没有画面）"
_NONE = "没有可列的。"

Progress = Callable[[float, str], None]
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Card:
    """A card: the picture with its pixels (width, height), and rows of facts (name, words) side by side."""

    picture: Path | None
    size: tuple[int, int]
    facts: tuple[tuple[Fact, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """A set of cards; ``rows`` are the cards, as a list has rows."""

    title: str
    rows: Sequence[Card]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facts:
    """A row of facts, set: each with its name's line, and its lines."""

    cells: tuple[tuple[SetLine, tuple[SetLine, ...]], ...]

    @property
    def lines(self) -> int:
        return max(1, *(len(lines) for _name, lines in self.cells))

    @property
    def height(self) -> float:
        return self.lines * _LEADING + 2 * _PAD


def write_cards(cards: Cards, out: Path, progress: Progress = lambda share, words: None) -> tuple[Written, int]:
    """Set the cards and write them to ``out`` (PDF): what was written, and on how many sheets.

    Raises ``StorageFailed`` where the file cannot be written.
    """
    layout = set_cards(cards, lambda share, words: progress(share * 0.5, words))
    progress(0.5, "写文件")
    written = write(layout, out, Metadata(cards.title, subject="；".join(cards.about)))
    return written._replace(problems=(*layout.problems, *written.problems)), len(layout.pages)


def set_cards(cards: Cards, progress: Progress = lambda share, words: None) -> Layout:
    """The sheets of the cards."""
    return _Setter(cards).layout(progress)


class _Setter:
    """Puts cards under each other."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self.width = _WIDE - _LEFT - _RIGHT
        self.sheets: list[tuple[list[Line], list[Rule], list[PlacedImage]]] = []
        self.missing: dict[str, int] = {}
        self.y = _HIGH

    def layout(self, progress: Progress) -> Layout:
        """Everything, sheet by sheet."""
        for number, card in enumerate(self.cards.rows):
            progress(number / len(self.cards.rows), f"第 {number + 1}/{len(self.cards.rows)} 张")
            self._card(card)
        if not self.sheets:
            self._sheet()
            style = TextStyle(_VALUE.face, _SIZE, "note", "center")
            for line in cell_lines(_NONE, style, self.width):
                self._place(line, _LEFT, self.y, style)
        count = len(self.sheets)
        pages = tuple(
            Page(
                "body", str(number), _WIDE, _HIGH, lines=tuple(lines), folio=self._folio(number, count),
                images=tuple(images), rules=tuple(rules),
            )
            for number, (lines, rules, images) in enumerate(self.sheets, 1)
        )  # fmt: skip
        return Layout(self.cards.title, pages, problems=tuple(missing_glyphs(self.cards.title, self.missing)))

    def _card(self, card: Card) -> None:
        rows = [self._set(facts) for facts in card.facts]
        height = _PICTURE + 2 * _AIR + sum(row.height for row in rows)
        if self.y + height > _HIGH - _FOOT:
            self._sheet()
        began = self.y
        self._picture(card)
        for row in rows:
            for part in self._fitting(row):
                if part.height > _HIGH - _FOOT - self.y:
                    self._frame(began)
                    self._sheet()
                    began = self.y
                self._facts(part)
        self._frame(began)
        self.y += _BETWEEN

    def _fitting(self, row: _Facts) -> Iterator[_Facts]:
        """The row, in parts where it is more than there is room for on this sheet and then on the next ones."""
        room = int((_HIGH - _FOOT - self.y - 2 * _PAD) / _LEADING)
        whole = int((_HIGH - _FOOT - _TOP - 2 * _PAD) / _LEADING)
        if row.lines <= whole:
            yield row
            return
        start, count = 0, max(room, 1)
        while start < row.lines:
            yield _Facts(tuple((name, lines[start : start + count]) for name, lines in row.cells))
            start, count = start + count, whole

    def _sheet(self) -> None:
        self.sheets.append(([], [], []))
        self.y = _TOP

    def _picture(self, card: Card) -> None:
        wide, high = card.size
        if card.picture is not None and wide and high:
            scale = min((self.width - 2 * _AIR) / wide, _PICTURE / high)
            x = _LEFT + (self.width - wide * scale) / 2
            y = self.y + _AIR + (_PICTURE - high * scale) / 2
            self.sheets[-1][2].append(PlacedImage(card.picture, x, y, wide * scale, high * scale, alt=card.title))
        else:
            style = TextStyle(_VALUE.face, _SIZE, "note", "center")
            (line,) = cell_lines(_NO_PICTURE, style, self.width)
            self._place(line, _LEFT, self.y + _AIR + _PICTURE / 2, style)
        self.y += _PICTURE + 2 * _AIR

    def _set(self, facts: Sequence[Fact]) -> _Facts:
        room = self.width / len(facts) - _LABEL - 2 * _PAD
        return _Facts(
            tuple(
                (next(cell_lines(name, _NAME, _LABEL)), tuple(cell_lines(words, _VALUE, room))) for name, words in facts
            )
        )

    def _facts(self, row: _Facts) -> None:
        rules, share = self.sheets[-1][1], self.width / len(row.cells)
        rules.append(Rule("line", _LEFT, self.y, _LEFT + self.width, self.y, _RULE))
        for number, (name, lines) in enumerate(row.cells):
            x, top = _LEFT + number * share, self.y + _PAD
            self._place(name, x + _PAD, top, _NAME)
            for at, line in enumerate(lines):
                self._place(line, x + _LABEL + _PAD, top + at * _LEADING, _VALUE)
            for edge in (x, x + _LABEL):
                rules.append(Rule("line", edge, self.y, edge, self.y + row.height, _RULE))
        self.y += row.height

    def _frame(self, began: float) -> None:
        left, right = _LEFT, _LEFT + self.width
        self.sheets[-1][1].extend(
            Rule("line", *ends, _FRAME)
            for ends in (
                (left, began, right, began), (left, self.y, right, self.y),
                (left, began, left, self.y), (right, began, right, self.y),
            )
        )  # fmt: skip

    def _place(self, line: SetLine, x: float, top: float, style: TextStyle) -> None:
        self.sheets[-1][0].append(drawn(line, x, top, style, self.missing, len(self.sheets)))

    def _folio(self, number: int, count: int) -> Line:
        words = f"{self.cards.title}　第 {number} 页　共 {count} 页"
        (line,) = cell_lines(words, _FOLIO, self.width)
        return drawn(line, _LEFT, _HIGH - _FOOT + 9.0, _FOLIO, self.missing, number)
