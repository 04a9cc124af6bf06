"""styles.xml: the template's styles under the names an editor finds in Word.

Word's own styles are named in the file as ECMA-376 names them (heading 1, footnote text) and shown by a Chinese Word
as 标题 1, 脚注文本; styles that Word does not have bear Chinese names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archive_app.domain.manuscript import SpanStyle
from archive_app.frozen import dataclass
from archive_app.typeset.docx.names import MAIN, fonts, holding, twips, w
from archive_app.typeset.looks import TypeStyle
from archive_app.typeset.reflow.columns import CONTENTS_GAP, of_contents
from archive_app.typeset.reflow.markup import DECLARATION, element
from archive_app.typeset.reflow.own import own_families
from archive_app.typeset.templates import Template

MOST_LEVELS = 9
"""Levels of headings that Word knows."""
_SMALL = 0.86
_MARK = 0.5  # of the space a heading has to spare, what stands below it


@dataclass(frozen=True, slots=True)
class _Named:
    """A paragraph style: its id, its name, the template's style it is made from, and what else is so of it."""

    id: str
    name: str
    source: str
    next: str = "Normal"
    keep: bool = False  # with the paragraph that follows
    free: bool = False  # as high as what is in it


_STYLES = (
    _Named("Title", "Title", "book-title"),
    _Named("Subtitle", "Subtitle", "book-subtitle"),
    _Named("BookNumber", "辑次", "book-number"),
    _Named("BookCompiler", "编者", "book-compiler"),
    _Named("ArticleSubtitle", "篇名副题", "subtitle", keep=True),
    _Named("SectionOpening", "栏目名", "section-opening", keep=True),
    _Named("Byline", "作者", "byline", keep=True),
    _Named("Written", "写作时间", "written"),
    _Named("Quote", "引文", "quote"),
    _Named("Verse", "唱词", "verse"),
    _Named("Dialogue", "问答", "body", "Dialogue"),
    _Named("ListItem", "条目", "list", "ListItem"),
    _Named("Picture", "图片", "caption", "FigureCaption", keep=True, free=True),
    _Named("FigureCaption", "图注", "caption"),
    _Named("FigurePeople", "图注人物", "caption"),
    _Named("Caption", "caption", "caption", keep=True),
    _Named("TableText", "表格文字", "table", "TableText"),
    _Named("TableHead", "表头", "table-head", "TableText"),
    _Named("FootnoteText", "footnote text", "note", "FootnoteText"),
    _Named("EndnoteText", "endnote text", "note", "EndnoteText"),
    _Named("NotesTitle", "注释标题", "notes-title", keep=True),
    _Named("ContentsTitle", "目录标题", "contents-title"),
    _Named("IndexHead", "index heading", "index-head", "IndexEntry", keep=True),
    _Named("IndexEntry", "index 1", "index", "IndexEntry"),
    _Named("Board", "名单", "board-name", "Board"),
    _Named("ChronicleYear", "大事记年份", "chronicle-year", "Chronicle", keep=True),
    _Named("Chronicle", "大事记", "chronicle", "Chronicle"),
    _Named("ImprintTitle", "版权页书名", "imprint-title"),
    _Named("Imprint", "版权页", "imprint", "Imprint"),
)

CHARACTER: Mapping[SpanStyle, tuple[str, str]] = {
    SpanStyle.BOLD: ("StrongText", "加粗"),
    SpanStyle.KAI: ("KaiText", "楷体"),
    SpanStyle.DOTS: ("DotsText", "着重号"),
    SpanStyle.NAME: ("NameLine", "专名线"),
    SpanStyle.BOOK: ("BookLine", "书名线"),
    SpanStyle.UNDERLINE: ("UnderlineText", "下划线"),
    SpanStyle.SMALL: ("SmallText", "小字"),
    SpanStyle.SUPERSCRIPT: ("SuperscriptText", "上标"),
    SpanStyle.SUBSCRIPT: ("SubscriptText", "下标"),
}
"""Mark → the id and name of its character style, the weightiest first."""


def look_of(style: SpanStyle, size: float, own: Mapping[str, str]) -> dict[str, str]:
    """The properties of a mark, by element name; ``size`` is that of the text in points, ``own`` the families of the
    editor's fonts."""
    return {
        SpanStyle.BOLD: {"rFonts": fonts("hei", own), "b": w("b"), "bCs": w("bCs")},
        SpanStyle.KAI: {"rFonts": fonts("kai", own)},
        SpanStyle.DOTS: {"em": w("em", "dot")},
        SpanStyle.NAME: {"u": w("u", "single")},
        SpanStyle.BOOK: {"u": w("u", "wave")},
        SpanStyle.UNDERLINE: {"u": w("u", "single")},
        SpanStyle.SMALL: {"sz": w("sz", half(size * _SMALL)), "szCs": w("szCs", half(size * _SMALL))},
        SpanStyle.SUPERSCRIPT: {"vertAlign": w("vertAlign", "superscript")},
        SpanStyle.SUBSCRIPT: {"vertAlign": w("vertAlign", "subscript")},
    }.get(style, {})


def faces_of(template: Template) -> frozenset[str]:
    """The roles that the styles and marks have use for."""
    named = {one.source for one in _STYLES} | {"board-role", "body", "label", "title", "part", "section"}
    named |= {f"heading-{number}" for number in (1, 2, 3)}
    named |= {"contents-section", "contents-part", "contents-entry"}
    return frozenset({template.style(name).face for name in named} | {"hei", "kai"})


def half(points: float) -> int:
    """Half points, in which Word counts sizes."""
    return max(2, round(points * 2))


def article_level(levels: int) -> str:
    """The id of the style of a heading on this level."""
    return f"Heading{min(max(1, levels), MOST_LEVELS)}"


def styles_xml(template: Template, level: int) -> bytes:
    """The part. ``level`` is that of the articles' titles: 栏目 stand above it, the articles' own headings below."""
    body, own = template.style("body"), own_families(template)
    parts = [_defaults(body, own), _paragraph_style("Normal", "Normal", template, body, default=True)]
    for number in range(1, MOST_LEVELS + 1):
        parts.append(_heading(number, level, template))
    for one in _STYLES:
        style = template.style(one.source)
        if (
            one.id == "Verse"
        ):  # a stanza is one paragraph: what is indented for turned-over lines would indent each line
            style = replace(style, indent=style.first)
        if one.id in ("IndexHead", "Board"):  # a line between the groups, and between offices
            style = replace(style, space=style.space or template.leading_pt)
        parts.append(
            _paragraph_style(
                one.id, one.name, template, style, after=one.next, keep=one.keep, free=one.free, rows=style.rows
            )
        )
    parts += _contents(template)
    for name in ("header", "footer"):
        look = template.heads if name == "header" else template.folio
        style = TypeStyle(face=look.face, size=look.size, leading=round(look.size * 1.4, 1), align="left")
        parts.append(_paragraph_style(name.capitalize(), name, template, style))
    for name in ("footnote", "endnote"):
        head = {"w:type": "character", "w:styleId": f"{name.capitalize()}Reference"}
        raised = holding("rPr", w("vertAlign", "superscript"))
        parts.append(element("w:style", head, w("name", f"{name} reference"), raised))
    for span, (identifier, name) in CHARACTER.items():
        inner = "".join(look_of(span, body.size, own).values())
        head = {"w:type": "character", "w:customStyle": "1", "w:styleId": identifier}
        parts.append(element("w:style", head, w("name", name), w("qFormat"), holding("rPr", inner)))
    for identifier, name, source in (("DialogueLabel", "问答称呼", "label"), ("BoardRole", "名单职务", "board-role")):
        face = template.style(source).face
        head = {"w:type": "character", "w:customStyle": "1", "w:styleId": identifier}
        heavy = w("b") + w("bCs") if face == "song-bold" else ""
        parts.append(element("w:style", head, w("name", name), holding("rPr", fonts(face, own), heavy)))
    parts.append(_table_style())
    return (DECLARATION + element("w:styles", {"xmlns:w": MAIN}, *parts)).encode()


def _defaults(body: TypeStyle, own: Mapping[str, str]) -> str:
    run = holding(
        "rPr",
        fonts(body.face, own),
        w("kern", 0),
        w("sz", half(body.size)),
        w("szCs", half(body.size)),
        w("lang", "en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    return holding("docDefaults", holding("rPrDefault", run), holding("pPrDefault"))


def _heading(number: int, level: int, template: Template) -> str:
    """栏目 and what divides them above ``level``, the articles' titles on it, the articles' headings below."""
    if number < level:
        source = template.style("section" if number == 1 else "part")
    elif number == level:
        source = template.style("title")
    else:
        source = template.style(f"heading-{min(3, number - level)}")
    if source.align == "left":  # a heading's indent is all its lines'
        source = replace(source, first=max(source.first, source.indent))
    return _paragraph_style(
        f"Heading{number}", f"heading {number}", template, source, keep=True, outline=number - 1, rows=source.rows
    )


def _contents(template: Template) -> list[str]:
    """目录 1, 目录 2 …: a right tab with leaders at the measure's end."""
    names = ("contents-section", "contents-part", "contents-entry")
    columns, gap = of_contents(template), CONTENTS_GAP * template.body_pt
    width = (template.width - (columns - 1) * gap) / columns
    leader = "dot" if template.contents.leader else "none"
    made, own = [], own_families(template)
    for number in range(1, MOST_LEVELS + 1):
        style = template.style(names[min(number, 3) - 1])
        tab = holding("tabs", w("tab", "right", leader=leader, pos=twips(width)))
        indent = w("ind", left=twips((number - 1) * style.size), right=0, firstLineChars=0, firstLine=0)
        inner = [w("name", f"toc {number}"), w("basedOn", "Normal"), w("next", "Normal"), w("uiPriority", 39)]
        inner.append(holding("pPr", tab, _spacing(template, style, 1, free=False), indent, w("jc", "left")))
        inner.append(holding("rPr", fonts(style.face, own), w("sz", half(style.size)), w("szCs", half(style.size))))
        made.append(element("w:style", {"w:type": "paragraph", "w:styleId": f"TOC{number}"}, *inner))
    return made


def _paragraph_style(
    identifier: str,
    name: str,
    template: Template,
    style: TypeStyle,
    *,
    after: str = "Normal",
    keep: bool = False,
    free: bool = False,
    outline: int | None = None,
    rows: int = 1,
    default: bool = False,
) -> str:
    properties = [w("keepNext") + w("keepLines") if keep else "", w("widowControl")]
    properties += [
        w("kinsoku"),
        w("overflowPunct", 0 if not template.hanging else 1),
        w("autoSpaceDE"),
        w("autoSpaceDN"),
    ]
    properties += [w("snapToGrid", 0 if free else None), _spacing(template, style, rows, free=free), _indent(style)]
    properties.append(w("jc", {"justify": "both"}.get(style.align, style.align)))
    properties.append(w("outlineLvl", outline) if outline is not None else "")
    own = own_families(template)
    heavy = style.face.removesuffix("-bold")
    bold = style.face == "song-bold" and "song-bold" not in own
    bold = bold or (style.face != heavy and style.face in own and own[style.face] == own.get(heavy))
    run = [
        fonts(style.face, own),
        w("b") + w("bCs") if bold else "",
        w("sz", half(style.size)),
        w("szCs", half(style.size)),
    ]
    ours = name.isascii()
    head = {
        "w:type": "paragraph",
        "w:default": 1 if default else None,
        "w:customStyle": None if ours else 1,
        "w:styleId": identifier,
    }
    inner = [w("name", name), "" if default else w("basedOn", "Normal") + w("next", after), w("qFormat")]
    return element("w:style", head, *inner, holding("pPr", *properties), holding("rPr", *run))


def _spacing(template: Template, style: TypeStyle, rows: int, *, free: bool) -> str:
    """Lines on the grid's pitch; what a heading takes of whole lines (占行) is dealt out above and below it."""
    leading = style.leading or template.leading_pt
    spare = max(0.0, rows * template.leading_pt - leading) if rows > 1 else 0.0
    before = style.space + spare * (1 - _MARK)
    rule = {"line": 240, "lineRule": "auto"} if free else {"line": twips(leading), "lineRule": "exact"}
    return w("spacing", before=twips(before), after=twips(spare * _MARK), **rule)


def _indent(style: TypeStyle) -> str:
    left, right = twips(style.indent * style.size), twips(style.right * style.size)
    first = style.first - style.indent
    if style.align in ("center", "right"):
        first = 0.0
    if first >= 0:
        chars = round(first * 100) if first else 0
        return w("ind", left=left, right=right, firstLineChars=chars, firstLine=twips(first * style.size))
    return w("ind", left=left, right=right, hangingChars=round(-first * 100), hanging=twips(-first * style.size))


def _table_style() -> str:
    margins = holding("tblCellMar", *(w(side, w=60, type="dxa") for side in ("left", "right")))
    head = {"w:type": "table", "w:default": 1, "w:styleId": "TableNormal"}
    return element("w:style", head, w("name", "Normal Table"), holding("tblPr", w("tblInd", w=0, type="dxa"), margins))
