"""How a volume looks, as data: a template is a TOML file under ``resources/templates``.

Sizes of paper are millimetres, sizes of type points (1 pt = 1/72 inch), indents ems of the style's own size, heights
whole lines of the grid (占行). A template may name a ``base`` and say only what differs from it; a style that no file
gives is the one in `DEFAULT_STYLES`. A book lays its ``[layout]`` over a template, in the same form and checked in the
same way: the classes here are the form, and their types say what each value may be.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, Any

from archive_app.frozen import dataclass
from archive_app.resources import resource
from archive_app.typeset.soundness import make_sure
from archive_app.typeset.toml_source import Between, OneOf, Source, SourceError, build, merged, parse, read_text

MM = 72 / 25.4
"""Points in a millimetre."""

LEAST_MARGIN = 10.0
"""Millimetres; less would be cut into, or bound into the spine."""

PAPERS: Mapping[tuple[int, int], tuple[str, str]] = {
    (140, 203): ("大32开", "850mm×1168mm　1/32"),
    (148, 210): ("A5", "890mm×1240mm　1/32"),
    (170, 240): ("小16开", "710mm×1000mm　1/16"),
    (185, 260): ("正16开", "787mm×1092mm　1/16"),
    (210, 285): ("大16开", "889mm×1194mm　1/16"),
    (210, 297): ("A4", "890mm×1240mm　1/16"),
}
"""Trimmed size in mm → the name of the format, and the sheet it is cut from, as the 版权页 names it (开本)."""

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


@dataclass(frozen=True, slots=True)
class Template:
    """A whole template; see ``resources/templates``.

    ``measure`` is 字数 × 行数. ``top`` and ``inner`` are the margins to the type area's top and inner edge in mm; what
    is left over goes to the foot and the fore-edge. Left out, they are dealt out of the white there is by
    ``head_share`` and ``gutter_share`` (0.5 centres the type area). ``articles`` says where an article begins (page,
    recto, flow), ``sections`` how a 栏目 does (page: a page of its own, opening: over its first article, none),
    ``matter`` where a piece of 辅文 begins. ``hanging`` lets ，、。 hang outside the measure (标点悬挂).
    ``faces`` puts a font file (its stem) in the place of a role.
    """

    name: str = field(default="16k", metadata={"made": True})
    label: str = ""
    trim: Annotated[tuple[float, float], Between(60, 450, "毫米")] = (170.0, 240.0)
    measure: Annotated[tuple[int, int], Between(4, 100)] = (36, 32)
    body_pt: Annotated[float, Between(5, 40, "磅")] = 10.5
    leading_pt: Annotated[float, Between(5, 80, "磅")] = 17.5
    top: Annotated[float, Between(0, 150, "毫米")] = 0.0
    inner: Annotated[float, Between(0, 150, "毫米")] = 0.0
    head_share: Annotated[float, Between(0.3, 0.7)] = 0.55
    gutter_share: Annotated[float, Between(0.3, 0.7)] = 0.515
    bleed: Annotated[float, Between(0, 10, "毫米")] = 3.0
    direction: Annotated[str, OneOf(("horizontal", "vertical"))] = "horizontal"
    articles: Annotated[str, OneOf(("page", "recto", "flow"))] = "page"
    sections: Annotated[str, OneOf(("page", "opening", "none"))] = "page"
    matter: Annotated[str, OneOf(("page", "recto"))] = "recto"
    front_numbering: Annotated[str, OneOf(("roman", "arabic", "none"))] = "roman"
    contents_authors: bool = True
    hanging: bool = False
    faces: Mapping[str, str] = field(default_factory=dict)
    rare: tuple[str, ...] = ()
    styles: Mapping[str, TypeStyle] = field(default_factory=dict)
    heads: HeadStyle = field(default_factory=HeadStyle)
    folio: FolioStyle = field(default_factory=FolioStyle)
    figures: FigureStyle = field(default_factory=FigureStyle)
    plates: PlateStyle = field(default_factory=PlateStyle)
    notes: NoteStyle = field(default_factory=NoteStyle)
    tables: TableStyle = field(default_factory=TableStyle)
    contents: ContentsStyle = field(default_factory=ContentsStyle)
    index: IndexStyle = field(default_factory=IndexStyle)
    cover: CoverStyle = field(default_factory=CoverStyle)
    ruby: RubyStyle = field(default_factory=RubyStyle)
    vertical: VerticalStyle = field(default_factory=VerticalStyle)
    counting: CountingStyle = field(default_factory=CountingStyle)
    columns: ColumnStyle = field(default_factory=ColumnStyle)
    given: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False, metadata={"made": True})

    @property
    def page_size(self) -> tuple[float, float]:
        """The trimmed page in points."""
        return self.trim[0] * MM, self.trim[1] * MM

    @property
    def width(self) -> float:
        """The measure in points: how long a line is (in vertical setting, how high a column)."""
        return self.measure[0] * self.body_pt

    @property
    def height(self) -> float:
        """The type area across its lines in points, from the top of the first line's characters to the foot of the
        last's."""
        return (self.measure[1] - 1) * self.leading_pt + self.body_pt

    def turned(self) -> Template:
        """The same type on the same type area, its lines running the other way."""
        longest, rows = int(self.height / self.body_pt), int((self.width - self.body_pt) / self.leading_pt) + 1
        other = "horizontal" if self.direction == "vertical" else "vertical"
        return replace(self, direction=other, measure=(longest, rows))

    @property
    def type_area(self) -> tuple[float, float]:
        """版心: its width and height on the page in points, whichever way the lines run."""
        return (self.height, self.width) if self.direction == "vertical" else (self.width, self.height)

    @property
    def format_name(self) -> str:
        """开本: 小16开 and the like; the measures of the page where the format has no name."""
        return self._paper[0] or f"{self.trim[0]:g}mm×{self.trim[1]:g}mm"

    @property
    def sheet(self) -> str:
        """The sheet of paper that the trim is cut from; empty for an unusual trim."""
        return self._paper[1]

    @property
    def _paper(self) -> tuple[str, str]:
        return PAPERS.get((round(self.trim[0]), round(self.trim[1])), ("", ""))

    def style(self, name: str) -> TypeStyle:
        """A style by name; what the template leaves out is the built-in one."""
        return self.styles.get(name) or DEFAULT_STYLES[name]

    def with_layout(self, layout: Mapping[str, Any], source: Source | None = None) -> Template:
        """The template with a book's overrides laid over it; they may say all that a template file may.

        Where ``body_pt`` is overridden, every other style follows in proportion unless it is overridden too.
        ``source`` is where the overrides stand. Raises `SourceError` where a value cannot be right.
        """
        if not layout:
            return self
        source = source or Source("[layout]", code="bad-template")
        below = dict(self.given)
        if {"trim", "measure", "body_pt", "leading_pt", "direction"} & set(layout):
            below = {key: value for key, value in below.items() if key not in ("top", "inner")}
        wanted = layout.get("body_pt")
        if isinstance(wanted, int | float) and not isinstance(wanted, bool) and 0 < wanted < 100:
            below["styles"] = _scaled(below.get("styles", {}), wanted / self.body_pt)
        if layout.get("direction", self.direction) != self.direction and not {"measure", "trim", *_SIZES} & set(layout):
            below["measure"] = list(self.turned().measure)  # the same type on the same type area
        whole = merged(below, layout)
        if isinstance(layout.get("styles"), Mapping):
            whole["styles"] = {**whole["styles"], **_led(layout["styles"], whole["styles"])}
        return from_mapping(whole, name=self.name, source=source)


DEFAULT_STYLES: Mapping[str, TypeStyle] = {
    "body": TypeStyle(first=2.0),
    "section": TypeStyle(face="hei-bold", size=24.0, leading=40.0, align="center"),
    "section-opening": TypeStyle(face="kai", size=12.0, leading=18.0, align="center", space=8.0),
    "part": TypeStyle(face="hei-bold", size=16.0, leading=28.0, align="center"),
    "title": TypeStyle(face="hei-bold", size=18.0, leading=27.0, rows=8, align="center"),
    "subtitle": TypeStyle(face="kai", size=13.0, leading=20.0, align="center", space=6.0),
    "byline": TypeStyle(face="kai", size=11.5, leading=18.0, align="center", space=9.0),
    "written": TypeStyle(face="kai", size=10.5, align="right", right=2.0),
    "heading-1": TypeStyle(face="hei-bold", size=13.0, leading=19.0, rows=3, align="center"),
    "heading-2": TypeStyle(face="hei-bold", size=10.5, leading=17.5, rows=2, align="left", indent=2.0),
    "heading-3": TypeStyle(face="kai", size=10.5, leading=17.5, rows=1, align="left", indent=2.0),
    "quote": TypeStyle(face="kai", first=4.0, indent=2.0, right=2.0),
    "verse": TypeStyle(face="kai", first=4.0, indent=6.0, align="left"),
    "label": TypeStyle(face="hei-bold"),
    "list": TypeStyle(first=2.0, indent=3.0),
    "notes-title": TypeStyle(face="hei-bold", size=10.5, leading=17.5, rows=2, align="center"),
    "note": TypeStyle(size=8.5, leading=13.0, indent=1.25),
    "caption": TypeStyle(face="kai", size=9.0, leading=13.0, align="center"),
    "credit": TypeStyle(face="kai", size=8.0, leading=12.0, align="center"),
    "table": TypeStyle(size=9.0, leading=14.0, align="left"),
    "table-head": TypeStyle(face="hei-bold", size=9.0, leading=14.0, align="center"),
    "board-role": TypeStyle(face="hei-bold", align="left"),
    "board-name": TypeStyle(align="left"),
    "board-aside": TypeStyle(face="kai", size=9.0, align="left"),
    "chronicle-year": TypeStyle(face="hei-bold", size=12.0, leading=17.5, rows=2, align="left"),
    "chronicle": TypeStyle(indent=2.0),
    "index": TypeStyle(size=9.5, align="left", indent=2.0),
    "index-head": TypeStyle(face="hei-bold", align="left"),
    "contents-title": TypeStyle(face="hei-bold", size=18.0, leading=27.0, rows=5, align="center"),
    "contents-section": TypeStyle(face="hei-bold", size=11.5),
    "contents-part": TypeStyle(face="kai", size=10.5, indent=1.0),
    "contents-entry": TypeStyle(indent=1.0),
    "book-title": TypeStyle(face="song-bold", size=30.0, leading=44.0, align="center"),
    "book-number": TypeStyle(face="song", size=16.0, leading=30.0, align="center"),
    "book-subtitle": TypeStyle(face="kai", size=18.0, leading=30.0, align="center"),
    "book-compiler": TypeStyle(face="song", size=12.0, leading=20.0, align="center"),
    "cover-title": TypeStyle(face="song-bold", size=40.0, leading=58.0, align="center"),
    "cover-number": TypeStyle(face="song", size=16.0, leading=26.0, align="center"),
    "cover-subtitle": TypeStyle(face="kai", size=24.0, leading=38.0, align="center"),
    "cover-legal": TypeStyle(size=9.0, leading=14.0, align="center"),
    "imprint-title": TypeStyle(face="song-bold", size=12.0, leading=19.0),
    "imprint": TypeStyle(size=9.0, leading=15.0),
}
"""The styles of a book with a body of 10.5 pt."""

_DEFAULT_BODY = 10.5
_SIZES = ("body_pt", "leading_pt")


def names() -> tuple[str, ...]:
    """The names of the templates that come with the program."""
    return tuple(sorted(path.stem for path in resource("templates").glob("*.toml")))


def files_stamp() -> tuple[tuple[str, int], ...]:
    """Which files of templates there are and when each was written: the same while what `load` says is."""
    with os.scandir(resource("templates")) as found:
        return tuple(sorted((one.name, one.stat().st_mtime_ns) for one in found))


def load(name: str) -> Template:
    """The template ``name`` that comes with the program.

    Raises `SourceError` where there is none of that name.
    """
    if name not in names():
        raise SourceError(f"没有名为“{name}”的版式", f"可用的有：{'、'.join(names())}。", code="unknown-template")
    return read(resource("templates", f"{name}.toml"))


def read(path: Path, seen: tuple[str, ...] = ()) -> Template:
    """The template in a file; its ``base`` is one that comes with the program.

    Raises `SourceError` where the file says what a template cannot.
    """
    text = read_text(path)
    source = Source(f"版式文件 {path.name}", text, code="bad-template")
    data = parse(text, source.name)
    base = data.pop("base", None)
    if base is None:
        return from_mapping(data, name=path.stem, source=source)
    if not isinstance(base, str) or base in (*seen, path.stem) or base not in names():
        raise source.fail("base", f"不能是「{base}」", f"可用的有：{'、'.join(names())}。")
    below = read(resource("templates", f"{base}.toml"), (*seen, path.stem))
    return replace(below, name=path.stem).with_layout(data, source)


def from_mapping(data: Mapping[str, Any], *, name: str = "", source: Source | None = None) -> Template:
    """A template from what its file says. Raises `SourceError`, naming the key and what is allowed."""
    source = source or Source(f"版式 {name}", code="bad-template")
    styles = data.get("styles", {})
    if not isinstance(styles, Mapping):
        raise source.fail("styles", "要写成一个表", "例如 [styles.title]。")
    for style in styles:
        if style not in DEFAULT_STYLES:
            raise source.fail(f"styles.{style}", "没有这种样式", f"可用的有：{'、'.join(DEFAULT_STYLES)}。")
    ratio = _ratio(data)
    full = {**_scaled(_DEFAULTS, ratio)} if ratio != 1 else dict(_DEFAULTS)
    own = {style: merged(full[style], _table(styles[style], source, style)) for style in styles}
    table = {**data, "styles": {**own, **_led(styles, own)}}
    if ratio != 1:
        table["styles"] = {**full, **table["styles"]}
    template = build(Template, table, source)
    return _fitting(replace(template, name=name, given=dict(data)), source)


def _table(value: Any, source: Source, style: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise source.fail(f"styles.{style}", "要写成一个表", f"例如 [styles.{style}]。")
    return value


def _as_table(style: TypeStyle) -> dict[str, Any]:
    return {key: getattr(style, key) for key in TypeStyle.__dataclass_fields__}


_DEFAULTS: Mapping[str, dict[str, Any]] = {name: _as_table(style) for name, style in DEFAULT_STYLES.items()}


def _ratio(data: Mapping[str, Any]) -> float:
    """How much larger than the built-in one a body is; 1 where the value is not one to reckon with."""
    wanted = data.get("body_pt", _DEFAULT_BODY)
    if not isinstance(wanted, int | float) or isinstance(wanted, bool) or not 5 <= wanted <= 40:
        return 1.0
    return wanted / _DEFAULT_BODY


def _scaled(styles: Mapping[str, Any], ratio: float) -> dict[str, Any]:
    """The sizes and leadings of styles in proportion, in quarter points."""
    return {
        name: {
            key: round(value * ratio * 4) / 4 if key in ("size", "leading", "space") and _number(value) else value
            for key, value in style.items()
        }
        for name, style in styles.items()
        if isinstance(style, Mapping)
    }


def _led(given: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """Of the styles that are ``given`` a size and no leading, those whose leading is less: with one that fits."""
    found: dict[str, Any] = {}
    for name, style in given.items():
        if not isinstance(style, Mapping) or "leading" in style or not _number(style.get("size")):
            continue
        known = whole[name].get("leading", 0.0)
        if _number(known) and 0 < known < style["size"]:
            found[name] = {**whole[name], "leading": round(style["size"] * 6) / 4}
    return found


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fitting(template: Template, source: Source) -> Template:
    """The template with its margins, if its type area lies on the paper."""
    if template.leading_pt < template.body_pt:
        body, leading = template.body_pt, template.leading_pt
        raise source.fail("leading_pt", f"行距 {leading:g} 磅小于字号 {body:g} 磅，上下行会叠在一起", "请把行距改大。")
    columns, lines = template.measure
    counts = [f"{columns}字×{template.body_pt:g}磅", f"{lines}行×{template.leading_pt:g}磅"]
    if template.direction == "vertical":
        counts.reverse()
    margins = []
    asked = (template.inner, template.top)
    shares = (template.gutter_share, template.head_share)
    for axis, name in enumerate(("宽", "高")):
        text, page = template.type_area[axis] / MM, template.trim[axis]
        if text + 2 * LEAST_MARGIN > page:
            raise source.fail(
                "measure",
                f"版心放不下：{name} {counts[axis]} = {text:.1f} 毫米，"
                f"两边各至少留白 {LEAST_MARGIN:g} 毫米，而纸{name}只有 {page:g} 毫米",
                f"请减少字数、行数或字号，或加大 trim（版心{name}最多 {page - 2 * LEAST_MARGIN:g} 毫米）。",
            )
        if asked[axis] and not LEAST_MARGIN <= asked[axis] <= page - text - LEAST_MARGIN:
            key = ("inner", "top")[axis]
            most = page - text - LEAST_MARGIN
            raise source.fail(key, f"不能是 {asked[axis]:g}", f"可用 {LEAST_MARGIN:g} 到 {most:.1f} 毫米。")
        margins.append(asked[axis] or (page - text) * shares[axis])
    fitting = replace(template, inner=margins[0], top=margins[1])
    make_sure(fitting, source)
    return fitting
