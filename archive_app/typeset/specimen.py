"""版式样张: a small book that shows what a template does, with the measures of everything named in it.

It is an ordinary book: what it shows is what any book set in the template looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.looks import TypeStyle
from archive_app.typeset.templates import MM, Template
from archive_app.typeset.type_styles import DEFAULT_STYLES

_FACES = {"song": "宋体", "song-bold": "粗宋", "hei": "黑体", "hei-bold": "粗黑", "kai": "楷体", "fangsong": "仿宋"}
_ALIGN = {"justify": "两端齐", "left": "左齐", "center": "居中", "right": "右齐"}
_NUMBERED = {
    42.0: "初号", 36.0: "小初", 26.0: "一号", 24.0: "小一", 22.0: "二号", 18.0: "小二", 16.0: "三号", 15.0: "小三",
    14.0: "四号", 12.0: "小四", 10.5: "五号", 9.0: "小五", 7.5: "六号", 6.5: "小六",
}  # fmt: skip
_STYLES = {
    "body": "正文", "title": "篇题", "subtitle": "副题", "byline": "作者", "written": "写作时间",
    "heading-1": "一级标题", "heading-2": "二级标题", "heading-3": "三级标题",
    "quote": "引文", "verse": "唱词", "label": "问答的问、答",
    "list": "条目", "note": "注", "notes-title": "注释题目", "caption": "图说、表题", "credit": "供图", "table": "表格",
    "table-head": "表头", "section": "栏目", "section-opening": "栏目（排在篇题上）", "part": "分部",
    "contents-title": "目录题", "contents-section": "目录里的栏目", "contents-part": "目录里的分部、作者",
    "contents-entry": "目录里的篇名", "book-title": "扉页书名", "book-number": "扉页辑次", "book-subtitle": "扉页副题",
    "book-compiler": "扉页编者", "imprint": "版权页", "imprint-title": "版权页书名", "board-role": "名单的职务",
    "board-name": "名单的姓名", "board-aside": "名单的说明", "chronicle-year": "大事记的年", "chronicle": "大事记条目",
    "inscription": "题词", "inscription-name": "题词的署名",
    "index": "索引条目", "index-head": "索引标目", "cover-title": "封面书名", "cover-number": "封面辑次",
    "cover-subtitle": "封面副题", "cover-legal": "封面的法定文字",
}  # fmt: skip
_STARTS = {"page": "另起一面", "recto": "单页起", "flow": "接排"}
_SECTIONS = {"page": "单独一面，从单页起", "opening": "排在第一篇的题上", "none": "不排"}
_HEADS = {"book": "书名和辑次", "section": "栏目", "article": "篇名", "none": "不排"}
_PLACES = {"outside": "切口一侧", "inside": "订口一侧", "center": "居中"}
_NOTES = {"foot": "本面末尾，按面编号", "article": "篇末，一篇里从1编起", "book": "全书末、后记前，一篇里从1编起"}
_SENTENCE = (
    "一九五八年秋天，我随父亲从乡下搬到城东的老院子里来住，院门朝南，门口有一棵老槐树，树下是一口水井。"
    "那时候街上有磨坊、油坊、车马店，天不亮就听见碌碡响。"
)
_PICTURE = "版式样张.png"


def specimen(template: Template, folder: Path) -> Book:
    """The book that shows ``template``; its picture is drawn into ``folder``."""
    _draw(folder / _PICTURE)
    label = template.label or template.name
    return Book(
        "版式样张",
        (
            Section(
                "版面", (_article("版面", label, _page_blocks(template)), _article("样式", label, _styles(template)))
            ),
            Section(
                "文字", (_article("正文和标题", label, _texts(template)), _article("图和表", label, _pieces(template)))
            ),
        ),
        subtitle=label,
        compiler="存史",
        template=template.name,
        imprint=Imprint("internal", (("版式", label), ("开本", ""), ("印张", ""), ("字数", ""))),
        front=(Matter("preface", replace(_article("说明", "", _preface(template)), byline=())),),
        back=(Matter("names", None, {"order": "pinyin"}), Matter("places", None, {"order": "strokes"})),
        images=folder,
    )


def size_name(size: float) -> str:
    """10.5磅（五号）."""
    known = _NUMBERED.get(round(size, 2), "")
    return f"{size:g}磅（{known}）" if known else f"{size:g}磅"


def style_words(style: TypeStyle, template: Template) -> str:
    """What a style is, in a few words."""
    said = [f"{_FACES.get(style.face, style.face)}{size_name(style.size)}"]
    if style.leading:
        said.append(f"行距{style.leading:g}磅")
    if style.rows > 1:
        said.append(f"占{style.rows}行")
    said.append(_ALIGN[style.align])
    said += [
        f"{name}{value:g}字"
        for name, value in (("首行缩进", style.first), ("其余缩进", style.indent), ("右缩进", style.right))
        if value
    ]
    if style.space:
        said.append(f"上空{style.space:g}磅")
    return "，".join(said)


def _article(title: str, label: str, blocks: Iterator[Block]) -> Article:
    words = f"本篇各处写明了{label}的尺寸。题注、作者简介用“{_STYLES['note']}”的样式。" if label else ""
    return Article(
        f"{title}.md", title, Manuscript(tuple(blocks)), f"{label}", ("样张　编写",), words, "二〇二六年五月"
    )


def _text(words: str, *notes: Note, kind: BlockKind = BlockKind.PARAGRAPH, **more: object) -> Block:
    return Block(kind, words, notes=notes, **more)  # type: ignore[arg-type]


def _head(words: str, level: int) -> Block:
    return Block(BlockKind.HEADING, words, level=level)


def _table(caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Block:
    cells = [tuple(Cell(words, header=True) for words in head), *(tuple(Cell(w) for w in row) for row in rows)]
    return Block(BlockKind.TABLE, caption, rows=tuple(cells))


def _preface(template: Template) -> Iterator[Block]:
    yield _text(
        f"这是版式“{template.label or template.name}”的样张。书里的每一种文字都用它自己的样式排，并写明尺寸："
        "字体、字号、行距、占行、缩进。要改哪一项，就在书的 book.toml 的 [layout] 里，"
        "或在自己的版式文件里，写上它的名称和新的值。"
    )
    yield _text(f"前辅文的页码用{_front(template)}；{_STARTS[template.matter]}。")


def _front(template: Template) -> str:
    return {"roman": "小写罗马数字", "arabic": "阿拉伯数字", "none": "不排页码"}[template.front_numbering]


def _page_blocks(template: Template) -> Iterator[Block]:
    yield _text(f"正文{style_words(template.style('body'), template)}。{_SENTENCE}")
    yield _table("表一　版面", ("项目", "名称", "尺寸"), list(_measures(template)))
    heads, folio = template.heads, template.folio
    yield _head("书眉和页码", 2)
    yield _text(
        f"书眉{_FACES[heads.face]}{size_name(heads.size)}，双面{_HEADS[heads.even]}，单面{_HEADS[heads.odd]}，"
        f"{_PLACES[heads.align]}，离正文{heads.distance:g}磅，"
        + (f"下有{heads.rule:g}磅的线。" if heads.rule else "没有线。")
        + "篇题所在的面、栏目页、图版和空白面不排书眉。"
    )
    yield _text(
        f"页码{_FACES[folio.face]}{size_name(folio.size)}，{_PLACES[folio.place]}，离正文{folio.distance:g}磅；"
        "空白面和栏目页是暗码：计数，不印出来。"
    )
    yield _head("起面", 2)
    yield _text(
        f"栏目{_SECTIONS[template.sections]}；文章{_STARTS[template.articles]}；辅文{_STARTS[template.matter]}。"
    )


def _measures(template: Template) -> Iterator[tuple[str, ...]]:
    width, height = template.type_area
    columns, rows = template.measure
    vertical = template.direction == "vertical"
    outer = template.trim[0] - width / MM - template.inner
    foot = template.trim[1] - height / MM - template.top
    yield "开本", "trim", f"{template.format_name}，{template.trim[0]:g}×{template.trim[1]:g}毫米"
    yield "用纸", "", template.sheet or "不是通常的开数"
    yield "排向", "direction", "竖排，右侧装订" if vertical else "横排"
    yield "版心", "measure", f"每{'列' if vertical else '行'}{columns}字，每面{rows}{'列' if vertical else '行'}"
    yield "版心大小", "", f"宽{width / MM:.1f}，高{height / MM:.1f}毫米"
    yield "正文字号", "body_pt", size_name(template.body_pt)
    yield ("列距" if vertical else "行距"), "leading_pt", f"{template.leading_pt:g}磅"
    yield "天头、地脚", "top", f"{template.top:.1f}、{foot:.1f}毫米"
    yield "订口、切口", "inner", f"{template.inner:.1f}、{outer:.1f}毫米"
    yield "出血", "bleed", f"{template.bleed:g}毫米"


def _styles(template: Template) -> Iterator[Block]:
    yield _text("下面列出版式里的每一种样式，左边是它在 [layout.styles] 里的名称。")
    rows = [(name, _STYLES.get(name, name), style_words(template.style(name), template)) for name in DEFAULT_STYLES]
    yield _table("表二　样式", ("名称", "用在哪里", "样子"), rows)


def _texts(template: Template) -> Iterator[Block]:
    def words(name: str) -> str:
        return f"{_STYLES[name]}：{style_words(template.style(name), template)}。"

    notes = template.notes
    about = Note(6, f"注{style_words(template.style('note'), template)}，排在{_NOTES[notes.place]}。")
    raised = Note(20, f"注码是正文字号的{notes.mark:.0%}，在字的右上角；两条注可以相连。")
    yield _text(f"正文里叫注，如此处。{words('body')}{_SENTENCE}", about, raised)
    yield _head(words("heading-1").rstrip("。"), 1)
    yield _text(_SENTENCE * 2)
    yield _head(words("heading-2").rstrip("。"), 2)
    yield _text(_SENTENCE)
    yield _head(words("heading-3").rstrip("。"), 3)
    text = "着重号、专名线祁垚、书名线城东志、下划线、小字、注音焜锅、加粗和楷体，各有自己的写法。"
    marks = [
        ("着重号", SpanStyle.DOTS, ""), ("祁垚", SpanStyle.NAME, ""), ("城东志", SpanStyle.BOOK, ""),
        ("下划线", SpanStyle.UNDERLINE, ""), ("小字", SpanStyle.SMALL, ""), ("焜锅", SpanStyle.RUBY, "kūn guō"),
        ("加粗", SpanStyle.BOLD, ""), ("楷体", SpanStyle.KAI, ""),
    ]  # fmt: skip
    spans = tuple(Span(text.index(w), text.index(w) + len(w), style, value) for w, style, value in marks)
    yield Block(BlockKind.PARAGRAPH, text, spans)
    yield _text(f"{words('quote')}{_SENTENCE}", kind=BlockKind.QUOTE)
    yield _text(f"{words('verse')}")
    yield _text("高高山上一树槐，\n手把槐花望郎来，\n娘问女儿望的啥，\n我望槐花几时开。", kind=BlockKind.VERSE)
    yield _text(f"您是哪一年搬来的？（{words('label').rstrip('。')}）", kind=BlockKind.QUESTION)
    yield _text(_SENTENCE, kind=BlockKind.ANSWER)
    for number, item in enumerate((words("list"), "条目的号码自己写。"), 1):
        yield _text(item, kind=BlockKind.LIST_ITEM, label=f"{number}.")
    names = "索引里有祁垚、马䶮、李𠮷庆、卓玛措，也有韵家口、林家崖、大众街。"
    people = [(w, SpanStyle.PERSON) for w in ("祁垚", "马䶮", "李𠮷庆", "卓玛措")]
    places = [(w, SpanStyle.PLACE) for w in ("韵家口", "林家崖", "大众街")]
    marked = tuple(Span(names.index(w), names.index(w) + len(w), style) for w, style in people + places)
    yield Block(BlockKind.PARAGRAPH, f"{names}索引{style_words(template.style('index'), template)}，"
                f"{template.index.columns}栏，栏距{template.index.gap:g}字。", marked)  # fmt: skip
    yield _text(_SENTENCE * 3)


def _pieces(template: Template) -> Iterator[Block]:
    figures, tables = template.figures, template.tables
    yield _text(
        f"图宽占版心的{figures.width:.0%}，最高占{figures.tallest:.0%}，图与图说相距{figures.gap:g}磅；"
        f"文旁的图占{figures.beside:.0%}。{_SENTENCE}"
    )
    said = f"图说：{style_words(template.style('caption'), template)}"
    yield Block(BlockKind.PICTURE, said, picture=Picture(_PICTURE, credit="样张", people="左起：祁垚、马䶮"))
    yield _text(_SENTENCE * 2)
    yield Block(BlockKind.PICTURE, "文旁的图", picture=Picture(_PICTURE, place="beside"))
    yield _text(_SENTENCE * 5)
    yield _text(
        f"表格上下的线{tables.frame:g}磅，中间的线{tables.rule:g}磅，格内留白{tables.padding:g}磅；"
        "排不下时在两行之间断开，表头重排。"
    )
    rows = [(str(year), str(count), f"{share:.1f}") for year, count, share in
            ((1949, 36, 4.5), (1953, 128, 12.25), (1958, 1052, 100.0))]  # fmt: skip
    yield _table("表三　韵家口户数（示例）", ("年份", "户数", "占比（%）"), rows)
    yield _text(_SENTENCE)


def _draw(path: Path) -> None:
    """A picture to show how pictures are placed: hills, and the sun over them."""
    picture = Image.new("L", (1500, 1000), 225)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((1080, 120, 1260, 300), fill=250)
    pen.polygon([(0, 760), (420, 330), (760, 700), (1040, 450), (1500, 820), (1500, 1000), (0, 1000)], fill=140)
    pen.polygon([(0, 900), (520, 640), (1000, 880), (1500, 700), (1500, 1000), (0, 1000)], fill=80)
    picture.save(path)
