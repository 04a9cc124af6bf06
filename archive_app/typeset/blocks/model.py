"""Styled blocks: pure data between the manuscript and the lines."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from archive_app.domain.manuscript import Span
from archive_app.frozen import dataclass
from archive_app.typeset.looks import VerticalStyle

ASCENT = 0.88
"""From the top of a character's em box down to its baseline, in ems: that of every bundled Han face."""

_MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a stretch of text is set.

    ``face`` is a file stem, ``size`` points. ``first``, ``rest`` and ``right`` are indents in ems of that size,
    ``align`` is justify, left, center or right; ``leading`` is points where the text does not stand on the page's
    grid (notes, captions, tables), 0 where it does. ``kai`` is the face of what the text marks as 楷,
    ``ruby`` the face of readings, their size as a share of the text's and their distance from it in ems, ``mark`` the
    size of a note's mark as a share of the text's. ``vertical`` says how columns are set, for text that runs down,
    ``hanging`` whether ，、。 may hang outside the measure at a line's end.
    """

    face: str
    size: float
    role: str = "body"
    align: str = "justify"
    first: float = 0.0
    rest: float = 0.0
    right: float = 0.0
    leading: float = 0.0
    kai: str = "LXGWWenKai-Regular"
    ruby: tuple[str, float, float] = ("NotoSansSC-Regular", 0.5, 0.05)
    mark: float = 0.62
    vertical: VerticalStyle | None = None
    hanging: bool = False

    @property
    def ascent(self) -> float:
        """From the edge of a line's em box to what its place is told by, in ems: its baseline, or a column's middle."""
        return ASCENT if self.vertical is None else _MIDDLE


@dataclass(frozen=True, slots=True)
class StyledText:
    """Text with its style and its marks.

    ``notes`` are the offsets that a note's mark stands before. ``label`` is set before the text in ``label_face``
    (问：, a speaker's name) and is no part of it. ``numbered`` text begins with the note's own mark. ``figures`` are
    (mark, note) of those notes, or of the one it is, where the marks are known before the page is (尾注).
    """

    text: str
    style: TextStyle
    spans: tuple[Span, ...] = ()
    notes: tuple[int, ...] = ()
    label: str = ""
    label_face: str = ""
    numbered: bool = False
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A footnote and the id it is known by in the manuscript."""

    id: str
    content: StyledText


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph of any kind on the page's grid.

    ``tight`` takes a line out (−1) or lets one in (+1). ``before`` is whole lines of space.
    """

    block: str
    content: StyledText
    notes: tuple[NoteBlock, ...] = ()
    tight: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading: it takes ``rows`` whole lines (占行), its text in the middle of them, and never ends a page."""

    block: str
    content: StyledText
    rows: int
    level: int
    leading: float
    notes: tuple[NoteBlock, ...] = ()


class TitleBlock(NamedTuple):
    """What stands over an article: pieces one under another, in ``rows`` whole lines at the least.

    Each piece is (text, points of space above it). ``note`` is a note on the whole article, not numbered.
    """

    pieces: tuple[tuple[StyledText, float], ...]
    rows: int
    section: str = ""
    note: NoteBlock | None = None


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One picture of a group, with what is said of it alone; ``first_note`` is the number of its first note among the
    group's."""

    block: str
    source: str
    path: Path | None
    alt: str
    caption: StyledText | None = None
    notes: tuple[NoteBlock, ...] = ()
    first_note: int = 0


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A picture with its caption, or a group of them (``parts``) with one. ``width`` is a share of the measure;
    ``place`` is here, head, foot, beside (at its ``side``: left, right, outer, inner), page, bleed, spread or plate."""

    block: str
    source: str
    path: Path | None
    caption: tuple[StyledText, ...]
    width: float
    place: str
    alt: str
    notes: tuple[NoteBlock, ...] = ()
    side: str = ""
    parts: tuple[FigurePart, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell in the grid of its table. ``notes`` are the numbers, among the table's, of those that it calls."""

    content: StyledText
    column: int
    columns: int
    rows: int
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table; the first ``head`` rows come again on every page it goes over to."""

    block: str
    rows: tuple[tuple[TableCell, ...], ...]
    columns: int
    head: int
    caption: StyledText | None = None
    notes: tuple[NoteBlock, ...] = ()


class RosterOffice(NamedTuple):
    """An office and its holders: ``names`` are (name, its offset in the block's text); ``aside`` is a small line
    between the two (按姓氏笔画为序)."""

    block: str
    role: StyledText
    names: tuple[tuple[StyledText, int], ...]
    aside: StyledText | None = None


class RosterBlock(NamedTuple):
    """A list of offices and names (编委会名单): offices in a column of their own, names on a raster beside it."""

    offices: tuple[RosterOffice, ...]


class EndnotesBlock(NamedTuple):
    """Notes one under another, each with the block that calls it; ``article`` is whose they are, where it is not the
    one they stand in."""

    notes: tuple[tuple[str, NoteBlock], ...]
    article: str = ""


class BreakBlock(NamedTuple):
    """A forced new page."""

    block: str


FlowBlock = TextBlock | HeadingBlock | TitleBlock | FigureBlock | TableBlock | RosterBlock | EndnotesBlock | BreakBlock
"""Anything that flows down the pages of an article."""
