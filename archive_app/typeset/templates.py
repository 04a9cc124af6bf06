"""How a volume looks, as data: a template is a TOML file under ``resources/templates``.

Sizes of paper are millimetres, sizes of type points (1 pt = 1/72 inch), indents ems of the style's own size, heights
whole lines of the grid (占行). A template may name a ``base`` and say only what differs from it; a style that no file
gives is the one in `DEFAULT_STYLES`. A book lays its ``[layout]`` over a template, in the same form and checked in the
same way: the classes here and in `archive_app.typeset.looks` are the form, and their types say what each value may be.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, Any

from archive_app.frozen import dataclass
from archive_app.resources import resource
from archive_app.typeset.looks import (
    ColumnStyle,
    ContentsStyle,
    CountingStyle,
    CoverStyle,
    FigureStyle,
    FolioStyle,
    HeadStyle,
    IndexStyle,
    NoteStyle,
    PlateStyle,
    RubyStyle,
    TableStyle,
    TypeStyle,
    VerticalStyle,
)
from archive_app.typeset.soundness import make_sure
from archive_app.typeset.toml_source import Between, OneOf, Source, SourceError, build, merged, parse, read_text
from archive_app.typeset.type_styles import DEFAULT_STYLES, DEFAULTS, led, ratio_of, scaled

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
        """The same type on the same type area, its lines running the other way. What stands in the middle of level
        lines does so there, wherever in a column it begins."""
        longest, rows = int(self.height / self.body_pt), int((self.width - self.body_pt) / self.leading_pt) + 1
        other = "horizontal" if self.direction == "vertical" else "vertical"
        styles = self.styles
        if other == "horizontal":
            styles = {name: _in_the_middle(name, style) for name, style in styles.items()}
        return replace(self, direction=other, measure=(longest, rows), styles=styles)

    def in_columns(self) -> Template:
        """The same look in columns, too narrow for its indents: those of quotations and verse are half."""
        styles = dict(self.styles)
        for name in ("quote", "verse"):
            style = self.style(name)
            less = min(style.first, style.indent) / 2
            styles[name] = replace(style, first=style.first - less, indent=style.indent - less, right=style.right / 2)
        return replace(self, styles=styles)

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
            below["styles"] = scaled(below.get("styles", {}), wanted / self.body_pt)
        if layout.get("direction", self.direction) != self.direction and not {"measure", "trim", *_SIZES} & set(layout):
            below["measure"] = list(self.turned().measure)  # the same type on the same type area
        whole = merged(below, layout)
        if isinstance(layout.get("styles"), Mapping):
            whole["styles"] = {**whole["styles"], **led(layout["styles"], whole["styles"])}
        return from_mapping(whole, name=self.name, source=source)


_SIZES = ("body_pt", "leading_pt")


def _in_the_middle(name: str, style: TypeStyle) -> TypeStyle:
    """A style of a page of columns as it is on a level one."""
    if style.align == "center" or DEFAULT_STYLES[name].align != "center":
        return style
    return replace(style, align="center", first=0.0, indent=0.0, right=0.0)


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
    ratio = ratio_of(data)
    full = {**scaled(DEFAULTS, ratio)} if ratio != 1 else dict(DEFAULTS)
    own = {style: merged(full[style], _table(styles[style], source, style)) for style in styles}
    table = {**data, "styles": {**own, **led(styles, own)}}
    if ratio != 1:
        table["styles"] = {**full, **table["styles"]}
    template = build(Template, table, source)
    return _fitting(replace(template, name=name, given=dict(data)), source)


def _table(value: Any, source: Source, style: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise source.fail(f"styles.{style}", "要写成一个表", f"例如 [styles.{style}]。")
    return value


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
