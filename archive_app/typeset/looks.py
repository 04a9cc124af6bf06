"""The form of a template: what it may say of each part of a book's look, and what each value may be.

The types say it (`archive_app.typeset.toml_source` reads them): a range with its unit, or the words that are allowed.
Sizes of type are points, indents ems of the style's own size, heights whole lines of the grid (占行).
"""

from __future__ import annotations

from typing import Annotated

from archive_app.frozen import dataclass
from archive_app.typeset.toml_source import Between, OneOf

Role = Annotated[str, OneOf(("song", "song-bold", "hei", "hei-bold", "kai", "fangsong"))]
Points = Annotated[float, Between(0, 200, "磅")]
Ems = Annotated[float, Between(0, 40, "字")]
Rows = Annotated[int, Between(0, 40, "行")]
Share = Annotated[float, Between(0, 1)]


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """A style of type. ``face`` is a role (song, song-bold, hei, hei-bold, kai, fangsong); ``rows`` the lines of the
    grid a heading takes; ``leading`` points where the text leaves the grid; ``first`` (the first line), ``indent``
    (every other line) and ``right`` ems; ``space`` points above it."""

    face: Role = "song"
    size: Annotated[float, Between(4, 120, "磅")] = 10.5
    leading: Points = 0.0
    rows: Rows = 1
    align: Annotated[str, OneOf(("justify", "left", "center", "right"))] = "justify"
    first: Ems = 0.0
    indent: Ems = 0.0
    right: Ems = 0.0
    space: Points = 0.0


@dataclass(frozen=True, slots=True)
class HeadStyle:
    """Running heads (书眉): what stands on even and odd pages (``book``, ``section``, ``article``, ``none``).

    ``distance`` is points from the head's baseline to the top of the text, ``rule`` the weight of a rule under it.
    """

    even: Annotated[str, OneOf(("book", "section", "article", "none"))] = "book"
    odd: Annotated[str, OneOf(("book", "section", "article", "none"))] = "article"
    face: Role = "song"
    size: Annotated[float, Between(4, 24, "磅")] = 9.0
    distance: Annotated[float, Between(2, 100, "磅")] = 14.0
    align: Annotated[str, OneOf(("outside", "inside", "center"))] = "outside"
    rule: Annotated[float, Between(0, 4, "磅")] = 0.4


@dataclass(frozen=True, slots=True)
class FolioStyle:
    """Folios: ``place`` is outside or center, at the foot; ``distance`` points from the text to the baseline; ``mark``
    stands on both sides of the number."""

    place: Annotated[str, OneOf(("outside", "center"))] = "outside"
    face: Role = "song"
    size: Annotated[float, Between(4, 24, "磅")] = 9.0
    distance: Annotated[float, Between(2, 100, "磅")] = 24.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FigureStyle:
    """Pictures: their share of the measure (``beside`` where text stands beside them) and place where the manuscript
    gives none, and 图号: whether there are any, and how they count (``counting``: each article from 1, through the
    book, or by chapter: 图3-2).

    ``gap`` is points between picture and caption, ``tallest`` the share of the text's height a picture may take.
    """

    width: Annotated[float, Between(0.05, 1)] = 0.7
    place: Annotated[str, OneOf(("here", "head", "foot", "beside", "plate"))] = "here"
    numbered: bool = False
    counting: Annotated[str, OneOf(("article", "book", "chapter"))] = "article"
    gap: Points = 5.0
    tallest: Annotated[float, Between(0.1, 1)] = 0.75
    beside: Annotated[float, Between(0.1, 0.8)] = 0.4


@dataclass(frozen=True, slots=True)
class PlateStyle:
    """图版: where the pictures of articles that are to stand among them go (``placing``: front, to the plates at the
    front; after-article, to leaves behind their article), how the pages are numbered (plates: 图版一; inserts: 插页1;
    none), how many pictures a page has, and whether 图版 stands over the first."""

    placing: Annotated[str, OneOf(("front", "after-article"))] = "front"
    numbering: Annotated[str, OneOf(("plates", "inserts", "none"))] = "plates"
    per_page: Annotated[int, Between(1, 4, "幅")] = 2
    title: bool = True


@dataclass(frozen=True, slots=True)
class NoteStyle:
    """Notes: where they stand (``place``: foot of the page, end of the article, or book, before its 后记); of footnotes
    the rule over them (its share of the measure, its weight) and points above and below the rule; of the others what
    their marks look like (``numbers``: brackets, plain) and their ``title``; the size of the mark in the text as a
    share of the text's."""

    place: Annotated[str, OneOf(("foot", "article", "book"))] = "foot"
    numbers: Annotated[str, OneOf(("brackets", "plain"))] = "brackets"
    title: str = "注释"

    rule_share: Share = 0.3333
    rule: Annotated[float, Between(0, 4, "磅")] = 0.5
    above: Points = 6.0
    below: Points = 4.0
    mark: Annotated[float, Between(0.3, 1)] = 0.6


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Tables: the weights of the rules above and below and of those within (0 for none), points of blank in a cell."""

    frame: Annotated[float, Between(0, 4, "磅")] = 0.8
    rule: Annotated[float, Between(0, 4, "磅")] = 0.4
    padding: Annotated[float, Between(0, 30, "磅")] = 3.0


@dataclass(frozen=True, slots=True)
class ContentsStyle:
    """目录: what fills the line up to the page number, how many ems from it, and columns."""

    leader: str = "…"
    gap: Ems = 0.5
    columns: Annotated[int, Between(1, 3)] = 1


@dataclass(frozen=True, slots=True)
class IndexStyle:
    """人名索引, 地名索引: columns, the ems between them, and the leader to the page numbers."""

    columns: Annotated[int, Between(1, 4)] = 2
    gap: Ems = 2.0
    leader: str = "…"


@dataclass(frozen=True, slots=True)
class CoverStyle:
    """封面, 封底 and the spine: ``design`` is none, type (words alone) or image (``image`` is a file of the book's
    folder). ``leaf`` is how thick a leaf of the body's paper is, ``card`` one of the cover's, in millimetres: from
    them and the pages comes the width of the spine."""

    design: Annotated[str, OneOf(("none", "type", "image"))] = "none"
    image: str = ""
    leaf: Annotated[float, Between(0.03, 0.5, "毫米")] = 0.1
    card: Annotated[float, Between(0, 3, "毫米")] = 0.25


@dataclass(frozen=True, slots=True)
class RubyStyle:
    """注音: its size as a share of the text's, its face, and points between the two."""

    share: Annotated[float, Between(0.3, 0.8)] = 0.5
    face: Role = "hei"
    gap: Annotated[float, Between(0, 10, "磅")] = 0.5


@dataclass(frozen=True, slots=True)
class VerticalStyle:
    """竖排: ``together`` is the longest number set side by side in one cell (纵中横; 0 for none), ``numbers`` how
    longer ones stand (upright, a digit a cell, or sideways), ``titles`` how 书名号 are set (marks, or a wavy line at
    the left), ``numerals`` the figures of folios and contents (counted: 二十四, digits: 二四, arabic: 24)."""

    together: Annotated[int, Between(0, 3, "位")] = 2
    numbers: Annotated[str, OneOf(("upright", "sideways"))] = "upright"
    titles: Annotated[str, OneOf(("marks", "wave"))] = "marks"
    numerals: Annotated[str, OneOf(("counted", "digits", "arabic"))] = "counted"


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """Text in columns: ems between them, the weight of a rule there (0 for none), and how many columns the articles
    and the pieces of back matter have that do not say so themselves."""

    gap: Ems = 2.0
    rule: Annotated[float, Between(0, 4, "磅")] = 0.0
    articles: Annotated[int, Between(1, 3)] = 1
    chronicle: Annotated[int, Between(1, 3)] = 1
    interviews: Annotated[int, Between(1, 3)] = 1
    call: Annotated[int, Between(1, 3)] = 1
    errata: Annotated[int, Between(1, 3)] = 1


@dataclass(frozen=True, slots=True)
class CountingStyle:
    """计酬字数: how many characters a line of verse counts as (唱词十行作一千字)."""

    verse_line: Annotated[int, Between(0, 1000, "字")] = 100
