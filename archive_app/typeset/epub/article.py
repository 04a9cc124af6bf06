"""One article as a content document: its head, its blocks, its notes as asides that readers show as pop-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Picture, spans_within
from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.blocks.endnotes import mark as end_mark
from archive_app.typeset.blocks.figure_numbers import EACH_ITS_OWN, figure_numbers
from archive_app.typeset.blocks.figures import gathered, group_of, row_breaks
from archive_app.typeset.blocks.manuscript import label_of
from archive_app.typeset.blocks.tables import CAPTION, Called, Place, calls_of_table
from archive_app.typeset.book import Article, Book
from archive_app.typeset.epub.images import Images
from archive_app.typeset.epub.xhtml import lines_of, marked, page_break, plain, way
from archive_app.typeset.matter.board import Office, offices
from archive_app.typeset.pages.draft import note_figure
from archive_app.typeset.reflow.folios import PageStart
from archive_app.typeset.reflow.marks import Inline, PageBegins, Words, inline
from archive_app.typeset.reflow.markup import element, tidy
from archive_app.typeset.reflow.plan import UNTITLED
from archive_app.typeset.reflow.table_grid import figure_tails, head_rows, table_grid
from archive_app.typeset.templates import Template

_CLASSES = {BlockKind.QUESTION: "question", BlockKind.ANSWER: "answer"}
_MISSING = "（注文缺）"
_WHOLE = frozenset({"page", "bleed", "spread", "plate"})
"""Places at which a picture is as wide as may be."""
_OWN_PAGE = frozenset({"page", "bleed", "spread"})
"""Places at which it stands alone on the screen, as large as that is."""
_CELL_PADDING = 0.5  # ems, as the style sheet has it
_ROW_HEIGHT = 11.0  # ems: how high a row of pictures is liked to be
_GROUPED = {BlockKind.QUOTE: "blockquote", BlockKind.LIST_ITEM: "ul"}


@dataclass(slots=True)
class ArticleWriter:
    """Writes the inside of one article's file. ``starts`` are the printed pages that begin in it; each is marked at its
    place, or before the block it belongs to where nothing inside that can bear a mark."""

    book: Book
    template: Template
    article: Article
    images: Images
    starts: Sequence[PageStart]
    vertical: bool = False
    columns: int = 1
    listed: list[tuple[str, str]] = field(default_factory=list)  # pages, as (key, folio)
    _asides: list[str] = field(default_factory=list)
    _ends: list[str] = field(default_factory=list)
    _numbered: int = 0
    _depth: int = 1
    _figures: int = 0
    _label: Callable[[int], str] = EACH_ITS_OWN.label
    _pages: dict[tuple[str, str], list[PageStart]] = field(default_factory=dict)
    _tails: Mapping[Place, tuple[float, float] | None] = field(default_factory=dict)
    _board: Mapping[str, Office] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._label = figure_numbers(self.book, self.template).get(self.article.key, EACH_ITS_OWN).label
        if self.article.form == "board":
            self._board = {one.block: one for one in offices(self.article.manuscript) if isinstance(one, Office)}
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
        if self.columns > 1 and inner:
            inner = element("div", {"class": f"columns-{self.columns}"}, inner)
        places = {start.key: number for number, start in enumerate(self.starts)}
        self.listed.sort(key=lambda page: places[page[0]])
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
        made = element("h1", {"id": "title", "dir": way(title)}, self._plain(title), "" if byline else star)
        if article.subtitle.strip():
            subtitle = article.subtitle.strip()
            subtitle = subtitle if subtitle.startswith("——") else f"——{subtitle}"
            made += element("p", {"class": "subtitle", "role": "doc-subtitle"}, self._plain(subtitle))
        for number, line in enumerate(byline):
            made += element("p", {"class": "byline"}, self._plain(line), "" if number else star)
        return element("header", {}, made)

    # pages

    def _breaks(self, block: str) -> str:
        """The breaks of the pages that begin in a block and are not marked yet, as markup between blocks."""
        waiting = [place for place in self._pages if place[0] == block]
        return "".join(self._break(start) for place in waiting for start in self._pages.pop(place))

    def _break(self, start: PageStart) -> str:
        self.listed.append((start.key, start.label))
        return page_break(start.key, start.label)

    def _pieces(self, block: Block, text: str) -> tuple[list[Inline], list[str]]:
        """The text in pieces, and the keys of the pages that begin in it: whoever asks marks them all."""
        starts = sorted(self._pages.pop((block.id, "text"), []), key=lambda start: start.offset)
        self.listed += [(start.key, start.label) for start in starts]
        calls = [note.at for note in block.notes]
        pages = [(start.offset, start.label) for start in starts]
        return inline(text, block.spans, calls, pages), [start.key for start in starts]

    def _caption(self, block: Block) -> str:
        """The words of a caption; a page that begins at them is marked before the picture."""
        pieces = inline(block.text.rstrip(), block.spans, [note.at for note in block.notes])
        return marked(pieces, self._calls(block.notes), vertical=self.vertical)

    # notes

    def _call(self, mark: str, inner: str, key: str, end: bool = False, text: str = "") -> str:
        """A note's link; the note itself is kept for the article's end."""
        back = element("a", {"href": f"#r-{key}", "role": "doc-backlink"}, mark)
        body = element("p", {"dir": way(text)}, back, " ", inner)
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
            made.append(self._call(mark, self._note(note), str(self._numbered), end, note.text))
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
                shown = self._pictures(together[block.id]) if block.id in together else ""
                made.append(self._breaks(block.id) + shown)
                continue
            wanted = _GROUPED.get(block.kind, "")
            if group and wanted != group:
                made.append(self._group(group, members))
                members = ""
            group = wanted
            words = self._block(block)
            left = self._breaks(block.id)  # of pages that begin at what cannot bear a mark
            if group:
                members += words
                made.append(left)
            else:
                made.append(left + words)
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
        if block.id in self._board:
            return self._office(self._board[block.id], "".join(self._calls(block.notes)))
        pieces, keys = self._pieces(block, block.text.rstrip())
        calls = self._calls(block.notes)
        if block.kind is BlockKind.HEADING:
            self._depth = min(self._depth + 1, max(1, block.level) + 1, 6)
            return element(
                f"h{self._depth}", {"dir": way(block.text)}, marked(pieces, calls, keys, vertical=self.vertical)
            )
        if block.kind is BlockKind.VERSE:
            return self._verse(pieces, calls, keys)
        words = marked(pieces, calls, keys, vertical=self.vertical)
        label = label_of(block)
        if block.kind is BlockKind.LIST_ITEM:
            return element("li", {"dir": way(label + block.text)}, self._plain(label), words)
        named = element("b", {"class": "label"}, self._plain(label)) if label else ""
        return element("p", {"class": _CLASSES.get(block.kind), "dir": way(label + block.text)}, named, words)

    def _office(self, one: Office, calls: str) -> str:
        """An office of a 编委会名单; a name of two characters is as wide as one of three, by space and not by a
        blank."""
        names = ""
        for name, _ in one.names:
            short = "name two" if len(name) == 2 and name.isalpha() and not name.isascii() else "name"
            names += element("span", {"class": short}, self._plain(name)) + " "
        aside = element("span", {"class": "aside"}, self._plain(f"（{one.aside}）")) + " " if one.aside else ""
        role = element("b", {"class": "role"}, self._plain(one.role))
        return element("p", {"class": "office"}, role, " ", aside, names.rstrip(), calls)

    def _verse(self, pieces: list[Inline], calls: Sequence[str], keys: Sequence[str]) -> str:
        following = iter(keys)
        made = []
        for line in lines_of(pieces):
            own = [next(following) for piece in line if isinstance(piece, PageBegins)]
            inner = marked(line, calls, own, vertical=self.vertical)
            made.append(element("span", {"class": "line"}, inner))
        text = "".join(piece.text for piece in pieces if isinstance(piece, Words))
        return element("p", {"class": "verse", "dir": way(text)}, "<br/>".join(made))

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
        elif place in _OWN_PAGE:
            values = {"class": "whole"}
            shown = self._image(block, "")
        else:
            # how wide a page is cannot be told in columns by a share of what holds the picture: that grows with it
            most = f"{max(share, 0.5) * 90:.0f}vw" if self.vertical else f"{max(share, 0.5):.0%}"
            shown = self._image(block, f"max-width:{most}")
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
                inner = self._caption(own) + self._plain(words[len(own.text.strip()) :])
                said = element("figcaption", {}, inner)
            shown = self._image(block, "", group.alt(block))
            cells += element("figure", {"style": self._beside_each_other(block)}, shown, said)
        caption = group.caption or replace(group.pictures[0], text="", spans=(), notes=())
        return self._shown(caption, group.placing, element("div", {"class": "pictures"}, cells), {"class": "group-of"})

    def _beside_each_other(self, block: Block) -> str:
        """Pictures of a row share it by their shapes, so that they are equally high, however wide the screen."""
        path = picture_finder(self.book)((block.picture or Picture("")).source)
        aspect = self.images.aspect(path) if path is not None else 1.0
        return f"flex:{aspect:.3f} 1 {aspect * _ROW_HEIGHT:.1f}em"

    def _shown(self, block: Block, picture: Picture, shown: str, values: Mapping[str, str]) -> str:
        """A figure with the caption in ``block`` and what ``picture`` says besides."""
        self._figures += 1
        number = f"{self._label(self._figures)}　" if self.template.figures.numbered else ""
        caption = self._plain(number) + self._caption(block)
        if picture.credit:
            caption += element("span", {"class": "credit"}, self._plain(f"（{picture.credit.strip('（）()')}）"))
        if picture.people:
            caption += ("<br/>" if caption else "") + element("span", {"class": "people"}, self._people(picture.people))
        said = element("figcaption", {"dir": way(block.text)}, caption) if caption else ""
        return element("figure", dict(values), shown, said) if shown or said else ""

    def _people(self, people: str) -> str:
        """Who is on a picture, a row a line."""
        return marked(inline(people, row_breaks(people)), (), vertical=self.vertical)

    def _table(self, block: Block) -> str:
        if not block.notes and not any(cell.text for row in block.rows for cell in row):
            return ""
        called = calls_of_table(block)
        own = [note for _, note in called.get(CAPTION, ())]
        heads, grid = head_rows(block), table_grid(block)
        tails = figure_tails(grid, heads)
        columns = {one.place: one.column for row in grid for one in row if one.place is not None}
        self._tails = {place: tails.get((place[0], column)) for place, column in columns.items()}
        calls = self._calls(own)
        pieces, keys = self._pieces(replace(block, notes=tuple(own)), block.text.rstrip())
        words = marked(pieces, calls, keys, vertical=self.vertical)
        caption = element("caption", {}, words) if words else ""
        rows = [self._row(block, number, number < heads, called) for number in range(len(block.rows))]
        head = element("thead", {}, *rows[:heads]) if heads else ""
        return element("table", {}, caption, head, element("tbody", {}, *rows[heads:]))

    def _row(self, block: Block, number: int, head: bool, called: Mapping[Place, Called]) -> str:
        made = []
        for place, cell in enumerate(block.rows[number]):
            broken = self._row_breaks(block, number) if place == 0 else ""
            made.append(
                self._cell(
                    cell,
                    head,
                    len(block.rows) - number,
                    broken,
                    called.get((number, place), []),
                    self._tails.get((number, place)),
                )
            )
        return element("tr", {}, *made) if made else "<tr><td></td></tr>"

    def _row_breaks(self, block: Block, row: int) -> str:
        """The pages that begin in a row, at whichever of its cells: more than one where it is higher than a page."""
        places = [p for p in self._pages if p[0] == block.id and p[1].startswith(f"cell:{row},")]
        starts = [start for place in places for start in self._pages.pop(place)]
        return "".join(self._break(start) for start in starts)

    def _cell(
        self, cell: Cell, head: bool, most: int, broken: str, called: Called, tail: tuple[float, float] | None
    ) -> str:
        values: Mapping[str, object] = {
            "colspan": cell.columns if cell.columns > 1 else None,
            "rowspan": min(cell.rows, most) if min(cell.rows, most) > 1 else None,
            "scope": "col" if head else "row" if cell.header else None,
            "dir": way(cell.text),
            "class": "figure" if tail is not None else None,
            "style": f"padding-inline-end:{tail[1] + _CELL_PADDING:.2f}em" if tail is not None and tail[1] else None,
        }
        blank = len(cell.text) - len(cell.text.lstrip())
        places = [max(0, at - blank) for at, _ in called]
        words = cell.text.strip()
        pieces = inline(words, spans_within(cell.spans, blank, blank + len(words)), places)
        inner = marked(pieces, self._calls([note for _, note in called]), vertical=self.vertical)
        return element("th" if cell.header else "td", values, broken, inner)
