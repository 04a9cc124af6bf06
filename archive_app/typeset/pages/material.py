"""Blocks whose lines are set: how high they are, what may be parted from what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path
from typing import NamedTuple, Protocol

from archive_app.frozen import dataclass
from archive_app.typeset.blocks.model import FigureBlock, HeadingBlock, TextBlock
from archive_app.typeset.layout import Rule
from archive_app.typeset.lines.paragraph import SetLine


class SetNote(NamedTuple):
    """A footnote's lines; ``numbered`` ones are counted by the page."""

    id: str
    block: str
    lines: tuple[SetLine, ...]
    leading: float
    size: float
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Inset:
    """A line inside a box, by its baseline's place from the box's upper left corner. ``block`` is the source's where
    it is not the box's; a ``turned`` line is read from the foot of the page upwards. ``span`` is how many rows and
    columns the table cell reaches over that it stands in."""

    line: SetLine
    x: float
    y: float
    size: float
    role: str
    part: str = "text"
    block: str = ""
    turned: bool = False
    span: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class BoxImage:
    """A picture inside a box. Without ``path`` an empty frame stands for it. ``block`` is the source's where it is not
    the box's; ``crop`` and ``turned`` are as in `archive_app.typeset.layout.PlacedImage`."""

    path: Path | None
    x: float
    y: float
    width: float
    height: float
    alt: str
    block: str = ""
    crop: tuple[float, float, float, float] | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True)
class SetText:
    """A paragraph on the grid, a line a row. ``loose`` is the looseness it is set with; ``shifts`` how far along its
    lines stand (on a recto, on a verso) where some of them are beside a picture."""

    source: TextBlock
    lines: tuple[SetLine, ...]
    notes: tuple[SetNote, ...] = ()
    loose: int = 0
    shifts: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SetBox:
    """A piece that does not part: a title, a heading, a picture, a stretch of a table.

    It takes ``rows`` lines of the grid, ``rows_top`` at the head of a page, where its content stands ``lift`` points
    higher. ``keep`` boxes (headings, titles) stay with what follows. ``place`` is here, head or foot.
    ``level`` is a heading's, for the bookmarks; 0 for what has none. ``opens`` boxes begin an article. ``source`` is a
    heading's block, ``shift`` how far along it stands (on a recto, on a verso) beside a picture.
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
    source: HeadingBlock | None = None
    shift: tuple[float, float] = (0.0, 0.0)


class Reshape(Protocol):
    """Sets what stands beside a picture; see `archive_app.typeset.pages.beside.Shaper`."""

    @property
    def heading(self) -> Callable[[SetBox, float], SetBox]:
        """A heading set again in so many points."""

    def text(self, block: SetText, start: int, count: int, taken: float, shift: tuple[float, float]) -> SetText:
        """A paragraph with ``count`` lines from ``start`` on that are ``taken`` points shorter."""


@dataclass(frozen=True, slots=True)
class SetBeside:
    """A picture that text stands beside: for ``rows`` lines of the grid it takes ``taken`` points of each.

    ``shift`` is how far along the picture stands, ``text`` how far along the text does (on a recto, on a verso).
    ``inline`` is the same picture by itself, for where too little text follows; ``reshape`` sets the text.
    """

    block: str
    rows: int
    taken: float
    shift: tuple[float, float]
    text: tuple[float, float]
    insets: tuple[Inset, ...]
    images: tuple[BoxImage, ...]
    notes: tuple[SetNote, ...]
    inline: SetBox
    reshape: Reshape = field(compare=False, repr=False)


class SetSide(NamedTuple):
    """One side of `SetPage`: what stands on it, from its type area's upper left corner, as if lines ran level; from the
    page's own corner where it is ``bled``. A bled side has neither head nor folio."""

    insets: tuple[Inset, ...]
    images: tuple[BoxImage, ...]
    rules: tuple[Rule, ...] = ()
    bled: bool = False


class SetPage(NamedTuple):
    """A picture with pages of its own, one or (over the gutter, from a verso on) two; text flows on around them.
    ``notes`` stand at the foot of the first."""

    block: str
    sides: tuple[SetSide, ...]
    notes: tuple[SetNote, ...] = ()


class TableRow(NamedTuple):
    """One row (or rows joined by a cell that reaches over them): its height and what it holds, from its own top."""

    height: float
    insets: tuple[Inset, ...]
    rules: tuple[Rule, ...]

    def called(self, notes: Sequence[SetNote]) -> tuple[SetNote, ...]:
        """Those of the table's notes that are called in it."""
        return tuple(notes[n] for inset in self.insets for n in inset.line.notes if n < len(notes))


class SetTable(NamedTuple):
    """A table that may part between its rows; ``head`` comes again at each part (as ``head_again``, where notes are
    called in it), ``frame`` is the weight of the rules above and below. ``notes`` are those of the caption and of all
    cells. ``free`` ones (lists of notes) part wherever a row ends, however short; ``article`` is whose it is, where it
    is not the one it stands in. ``again`` stands over its further parts."""

    block: str
    caption: tuple[Inset, ...]
    caption_height: float
    head: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    width: float
    x: float
    frame: float
    notes: tuple[SetNote, ...] = ()
    free: bool = False
    article: str = ""
    again: tuple[Inset, ...] = ()
    again_height: float = 0.0
    head_again: tuple[TableRow, ...] = ()

    def height(self, start: int, end: int) -> float:
        """Of the part with the rows [start, end), its head and its caption, or 续表 on a further part."""
        above = self.caption_height if start == 0 else self.again_height
        return above + sum(r.height for r in self.heads(start)) + sum(r.height for r in self.rows[start:end])

    def heads(self, start: int) -> tuple[TableRow, ...]:
        """The head over the part that begins with row ``start``."""
        return self.head_again or self.head if start else self.head

    def called(self, start: int, end: int) -> tuple[SetNote, ...]:
        """The notes called on the rows [start, end), and over them where the table begins with them."""
        if not self.notes:
            return ()
        found = [note for row in self.rows[start:end] for note in row.called(self.notes)]
        if start == 0:
            over = [self.notes[n] for inset in self.caption for n in inset.line.notes]
            found = [*over, *(note for row in self.head for note in row.called(self.notes)), *found]
        return tuple(found)


class SetBreak(NamedTuple):
    """A forced new page."""

    block: str


class SetPlate(NamedTuple):
    """A picture that is to stand among the plates (图版): here it is only met."""

    source: FigureBlock
    notes: tuple[SetNote, ...] = ()


Material = SetText | SetBox | SetBeside | SetTable | SetBreak | SetPage | SetPlate
"""What pages are filled with."""
