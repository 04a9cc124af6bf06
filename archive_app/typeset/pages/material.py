"""Blocks whose lines are set: how high they are, what may be parted from what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive_app.typeset.blocks.model import TextBlock
from archive_app.typeset.layout import Rule
from archive_app.typeset.lines.paragraph import SetLine


@dataclass(frozen=True, slots=True)
class SetNote:
    """A footnote's lines; ``numbered`` ones are counted by the page."""

    id: str
    block: str
    lines: tuple[SetLine, ...]
    leading: float
    size: float
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Inset:
    """A line inside a box, by its baseline's place from the box's upper left corner."""

    line: SetLine
    x: float
    y: float
    size: float
    role: str
    part: str = "text"


@dataclass(frozen=True, slots=True)
class BoxImage:
    """A picture inside a box. Without ``path`` an empty frame stands for it."""

    path: Path | None
    x: float
    y: float
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True)
class SetText:
    """A paragraph on the grid, a line a row."""

    source: TextBlock
    lines: tuple[SetLine, ...]
    notes: tuple[SetNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SetBox:
    """A piece that does not part: a title, a heading, a picture, a stretch of a table.

    It takes ``rows`` lines of the grid, ``rows_top`` at the head of a page, where its content stands ``lift`` points
    higher. ``keep`` boxes (headings, titles) stay with what follows. ``place`` is here, head or foot.
    ``level`` is a heading's, for the bookmarks; 0 for what has none. ``opens`` boxes begin an article.
    """

    block: str
    rows: int
    insets: tuple[Inset, ...]
    images: tuple[BoxImage, ...] = ()
    rules: tuple[Rule, ...] = ()
    notes: tuple[SetNote, ...] = ()
    rows_top: int = 0
    lift: float = 0.0
    keep: bool = False
    place: str = "here"
    floats: bool = False
    level: int = 0
    title: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row (or rows joined by a cell that reaches over them): its height and what it holds, from its own top."""

    height: float
    insets: tuple[Inset, ...]
    rules: tuple[Rule, ...]
    notes: tuple[SetNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table that may part between its rows; ``head`` comes again at each part, ``frame`` is
    the weight of the rules above and below."""

    block: str
    caption: tuple[Inset, ...]
    caption_height: float
    head: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    width: float
    x: float
    frame: float
    notes: tuple[SetNote, ...] = ()

    def height(self, start: int, end: int) -> float:
        """Of the part with the rows [start, end), its head and (on the first part) its caption."""
        above = self.caption_height if start == 0 else 0.0
        return above + sum(r.height for r in self.head) + sum(r.height for r in self.rows[start:end])


@dataclass(frozen=True, slots=True)
class SetBreak:
    """A forced new page."""

    block: str


Material = SetText | SetBox | SetTable | SetBreak
"""What pages are filled with."""
