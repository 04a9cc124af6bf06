"""One article as a content document: its head, its blocks, its notes as asides that readers show as pop-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Picture
from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.endnotes import mark as end_mark
from archive_app.typeset.blocks.figures import gathered, group_of
from archive_app.typeset.blocks.manuscript import label_of
from archive_app.typeset.book import Article, Book
from archive_app.typeset.epub.images import Images
from archive_app.typeset.epub.xhtml import lines_of, marked, page_break, plain
from archive_app.typeset.pages.draft import note_figure
from archive_app.typeset.reflow.folios import PageStart
from archive_app.typeset.reflow.marks import Inline, PageBegins, inline
from archive_app.typeset.reflow.markup import element, tidy
from archive_app.typeset.reflow.plan import UNTITLED
from archive_app.typeset.templates import Template

_CLASSES = {BlockKind.QUESTION: "question", BlockKind.ANSWER: "answer"}
_MISSING = "（注文缺）"
_WHOLE = frozenset({"page", "bleed", "spread", "plate"})
"""Places at which a picture is as wide as may be."""
_GROUPED = {BlockKind.QUOTE: "blockquote", BlockKind.LIST_ITEM: "ul"}


@dataclass(slots=True)
class ArticleWriter:
    """Writes the inside of one article's file. ``starts`` are the printed pages that begin in it."""

    book: Book
    template: Template
    article: Article
    images: Images
    starts: Sequence[PageStart]
    vertical: bool = False
    listed: list[tuple[str, str]] = field(default_factory=list)  # pages, as (key, folio)
    _asides: list[str] = field(default_factory=list)
    _ends: list[str] = field(default_factory=list)
    _numbered: int = 0
    _depth: int = 1
    _figures: int = 0
    _pages: dict[tuple[str, str], list[PageStart]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        blocks = {block.id for block in self.article.manuscript}
        for start in self.starts:
            place = (start.block, start.part) if start.block in blocks else ("", "text")
            self._pages.setdefault(place, []).append(start)

    def write(self) -> str:
        """Title to last note."""
        head = self._breaks("") + self._head()
        inner = self._blocks()
        if self.article.written.strip():
            text = self.article.written.strip()
            inner += element("p", {"class": "written"}, self._plain(text if text.startswith("（") else f"（{text}）"))
        return head + inner + "".join(self._asides) + self._gathered()

    def _gathered(self) -> str:
        """The notes under their heading, where they do not stand at the foot of a page."""
        if not self._ends:
            return ""
        title = element("h2", {}, self._plain(self.template.notes.title))
        return element("section", {"epub:type": "endnotes", "role": "doc-endnotes"}, title, *self._ends)

    def _plain(self, text: str) -> str:
        return plain(text, vertical=self.vertical)

    # head

    def _head(self) -> str:
        article = self.article
        note = article.note.strip()
        star = self._call("*", self._note_text(note), "star") if note else ""
        byline = [line.strip() for line in article.byline if line.strip()]
        title = tidy(article.title) or UNTITLED
        made = element("h1", {"id": "title"}, self._plain(title), "" if byline else star)
        if article.subtitle.strip():
            subtitle = article.subtitle.strip()
            subtitle = subtitle if subtitle.startswith("——") else f"——{subtitle}"
            made += element("p", {"class": "subtitle", "role": "doc-subtitle"}, self._plain(subtitle))
        for number, line in enumerate(byline):
            made += element("p", {"class": "byline"}, self._plain(line), "" if number else star)
        return element("header", {}, made)

    # pages

    def _breaks(self, block: str, part: str = "text") -> str:
        """The breaks of pages that begin at a block's head, as markup between blocks."""
        starts = self._pages.get((block, part), [])
        self.listed += [(start.key, start.label) for start in starts]
        return "".join(page_break(start.key, start.label) for start in starts)

    def _pieces(self, block: Block, text: str) -> tuple[list[Inline], list[str]]:
        starts = sorted(self._pages.get((block.id, "text"), []), key=lambda start: start.offset)
        apart: dict[int, PageStart] = {}
        for start in starts:
            apart.setdefault(min(start.offset, len(text)), start)
        kept = list(apart.values())
        self.listed += [(start.key, start.label) for start in kept]
        calls = [note.at for note in block.notes]
        pages = [(start.offset, start.label) for start in kept]
        return inline(text, block.spans, calls, pages), [start.key for start in kept]

    # notes

    def _call(self, mark: str, inner: str, key: str, end: bool = False) -> str:
        """A note's link; the note itself is kept for the article's end."""
        back = element("a", {"href": f"#r-{key}", "role": "doc-backlink"}, mark)
        body = element("p", {}, back, " ", inner)
        if end:
            self._ends.append(element("div", {"epub:type": "endnote", "id": f"n-{key}"}, body))
        else:
            about = {"epub:type": "footnote", "role": "doc-footnote", "id": f"n-{key}"}
            self._asides.append(element("aside", about, body))
        values = {"epub:type": "noteref", "role": "doc-noteref", "id": f"r-{key}", "href": f"#n-{key}"}
        return element("a", {**values, "class": "noteref"}, mark)

    def _calls(self, notes: Sequence[Note]) -> list[str]:
        look = self.template.notes
        end = look.place != "foot"
        made = []
        for note in notes:
            self._numbered += 1
            mark = end_mark(self._numbered, look, vertical=False) if end else note_figure(self._numbered)
            made.append(self._call(mark, self._note(note), str(self._numbered), end))
        return made

    def _note(self, note: Note) -> str:
        text = note.text.strip()
        signed = f"（{note.by}）" if note.by and not text.endswith(f"（{note.by}）") else ""
        if not text:
            return self._plain(_MISSING + signed)
        return marked(inline(note.text.rstrip(), note.spans), (), vertical=self.vertical) + self._plain(signed)

    def _note_text(self, text: str) -> str:
        return marked(inline(text), (), vertical=self.vertical)

    # blocks

    def _blocks(self) -> str:
        made: list[str] = []
        group, members = "", ""
        blocks = self.article.manuscript.blocks
        together: dict[str, Sequence[Block]] = {}  # groups of pictures, by their first
        passed: set[str] = set()
        for number, block in enumerate(blocks):
            found = gathered(blocks, number) if block.id not in passed else ()
            together.update({block.id: found} if found else {})
            passed.update(one.id for one in found)
        for block in blocks:
            if block.id in passed:
                if group:
                    made.append(self._group(group, members))
                    group, members = "", ""
                made.append(self._pictures(together[block.id]) if block.id in together else "")
                continue
            wanted = _GROUPED.get(block.kind, "")
            if group and wanted != group:
                made.append(self._group(group, members))
                members = ""
            group = wanted
            if group:
                members += self._block(block)
            else:
                made.append(self._block(block))
        if group:
            made.append(self._group(group, members))
        return "".join(made)

    @staticmethod
    def _group(name: str, members: str) -> str:
        return element(name, {"class": "list" if name == "ul" else None}, members) if members else ""

    def _block(self, block: Block) -> str:
        if block.kind is BlockKind.PICTURE:
            return self._figure(block)
        if block.kind is BlockKind.TABLE:
            return self._table(block)
        if block.kind is BlockKind.PAGE_BREAK or not (block.text.strip() or block.label):
            return ""
        pieces, keys = self._pieces(block, block.text.rstrip())
        calls = self._calls(block.notes)
        if block.kind is BlockKind.HEADING:
            self._depth = min(self._depth + 1, max(1, block.level) + 1, 6)
            return element(f"h{self._depth}", {}, marked(pieces, calls, keys, vertical=self.vertical))
        if block.kind is BlockKind.VERSE:
            return self._verse(pieces, calls, keys)
        words = marked(pieces, calls, keys, vertical=self.vertical)
        label = label_of(block)
        if block.kind is BlockKind.LIST_ITEM:
            return element("li", {}, self._plain(label), words)
        named = element("b", {"class": "label"}, self._plain(label)) if label else ""
        return element("p", {"class": _CLASSES.get(block.kind)}, named, words)

    def _verse(self, pieces: list[Inline], calls: Sequence[str], keys: Sequence[str]) -> str:
        following = iter(keys)
        made = []
        for line in lines_of(pieces):
            own = [next(following) for piece in line if isinstance(piece, PageBegins)]
            inner = marked(line, calls, own, vertical=self.vertical)
            made.append(element("span", {"class": "line"}, inner))
        return element("p", {"class": "verse"}, "<br/>".join(made))

    def _image(self, block: Block, style: str, told: str = "") -> str:
        picture = block.picture or Picture("")
        path = picture_finder(self.book)(picture.source)
        name = self.images.name(path, self.article.title, self.article.key, block.id) if path is not None else ""
        alt = " ".join((told or picture.alt or block.text or picture.people or "图片").split())
        return element("img", {"src": name, "alt": alt, "style": style or None}) if name else ""

    def _figure(self, block: Block) -> str:
        picture = block.picture or Picture("")
        figures = self.template.figures
        place = picture.place or figures.place
        own = figures.beside if place == "beside" else 1.0 if place in _WHOLE else figures.width
        share = picture.width if 0 < picture.width <= 1 else own
        values: dict[str, str] = {}
        if place == "beside" and not self.vertical:  # the text flows around it
            side = "left" if picture.side in ("left", "inner") else "right"
            values = {"class": f"beside {side}", "style": f"width:{min(share, 0.6):.0%}"}
            shown = self._image(block, "")
        else:
            shown = self._image(block, f"max-width:{max(share, 0.5):.0%}")
        return self._shown(block, picture, shown, values)

    def _pictures(self, blocks: Sequence[Block]) -> str:
        """A group: a picture beside the other where there is room, what is said of each under it, one caption."""
        group = group_of(blocks)
        cells = ""
        for block in group.pictures:
            words = group.own_words(block)
            said = ""
            if words:
                own = block if block is not group.caption else replace(block, text="", spans=(), notes=())
                pieces, _ = self._pieces(own, own.text.rstrip())
                pieces = [piece for piece in pieces if not isinstance(piece, PageBegins)]
                credit = words[len(own.text.strip()) :]
                inner = marked(pieces, self._calls(own.notes), vertical=self.vertical) + self._plain(credit)
                said = element("figcaption", {}, inner)
            cells += element("figure", {}, self._image(block, "", group.alt(block)), said)
        caption = group.caption or replace(group.pictures[0], text="", spans=(), notes=())
        return self._shown(caption, group.placing, element("div", {"class": "pictures"}, cells), {"class": "group-of"})

    def _shown(self, block: Block, picture: Picture, shown: str, values: Mapping[str, str]) -> str:
        """A figure with the caption in ``block`` and what ``picture`` says besides."""
        self._figures += 1
        number = f"图{self._figures}　" if self.template.figures.numbered else ""
        pieces, keys = self._pieces(block, block.text.rstrip())
        head = "".join(page_break(key, start.label) for key, start in zip(keys, self._starts(block), strict=False))
        pieces = [piece for piece in pieces if not isinstance(piece, PageBegins)]
        caption = self._plain(number) + marked(pieces, self._calls(block.notes), vertical=self.vertical)
        if picture.credit:
            caption += element("span", {"class": "credit"}, self._plain(f"（{picture.credit.strip('（）()')}）"))
        if picture.people:
            caption += ("<br/>" if caption else "") + element("span", {"class": "people"}, self._plain(picture.people))
        said = element("figcaption", {}, caption) if caption else ""
        return head + element("figure", dict(values), shown, said) if shown or said else head

    def _starts(self, block: Block) -> list[PageStart]:
        return sorted(self._pages.get((block.id, "text"), []), key=lambda start: start.offset)

    def _table(self, block: Block) -> str:
        if not any(cell.text for row in block.rows for cell in row):
            return ""
        heads = 0
        while heads < len(block.rows) - 1 and block.rows[heads] and all(cell.header for cell in block.rows[heads]):
            heads += 1
        calls = self._calls(block.notes)
        pieces, keys = self._pieces(block, block.text.rstrip())
        words = marked(pieces, calls, keys, vertical=self.vertical)
        caption = element("caption", {}, words) if words else ""
        rows = [self._row(block, number, number < heads) for number in range(len(block.rows))]
        head = element("thead", {}, *rows[:heads]) if heads else ""
        return element("table", {}, caption, head, element("tbody", {}, *rows[heads:]))

    def _row(self, block: Block, number: int, head: bool) -> str:
        made = []
        for place, cell in enumerate(block.rows[number]):
            made.append(self._cell(cell, head, len(block.rows) - number, self._cell_break(block, number, place)))
        return element("tr", {}, *made) if made else "<tr><td></td></tr>"

    def _cell_break(self, block: Block, row: int, place: int) -> str:
        if place:
            return ""
        starts = [
            start
            for (key, part), found in self._pages.items()
            if key == block.id and part.startswith(f"cell:{row},")
            for start in found[:1]
        ][:1]
        self.listed += [(start.key, start.label) for start in starts]
        return "".join(page_break(start.key, start.label) for start in starts)

    def _cell(self, cell: Cell, head: bool, most: int, broken: str) -> str:
        values: Mapping[str, object] = {
            "colspan": cell.columns if cell.columns > 1 else None,
            "rowspan": min(cell.rows, most) if min(cell.rows, most) > 1 else None,
            "scope": "col" if head else "row" if cell.header else None,
        }
        inner = marked(inline(cell.text.strip()), (), vertical=self.vertical)
        return element("th" if cell.header else "td", values, broken, inner)
