"""The volume's files: cover, 扉页, 版权页, 辅文, 目录, 栏目 and articles, each a content document of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archive_app.typeset.book import Book
from archive_app.typeset.epub.article import ArticleWriter
from archive_app.typeset.epub.images import Images
from archive_app.typeset.epub.navigation import NAV, Entry
from archive_app.typeset.epub.xhtml import document, page_break, plain
from archive_app.typeset.layout import Layout
from archive_app.typeset.matter.index import IndexEntry, IndexGroup
from archive_app.typeset.pages.front import issue_name, series_name
from archive_app.typeset.problems import Problem
from archive_app.typeset.reflow.folios import (
    PageStart,
    contents_starts,
    index_starts,
    page_starts,
    section_starts,
)
from archive_app.typeset.reflow.index import index_of
from archive_app.typeset.reflow.markup import element
from archive_app.typeset.reflow.plan import Part, Piece
from archive_app.typeset.templates import Template

_TYPES = {
    "preface": ("preface", "doc-preface"),
    "note": ("foreword", "doc-foreword"),
    "inscription": ("epigraph", None),
    "chronicle": ("appendix", "doc-appendix"),
    "interviews": ("appendix", "doc-appendix"),
    "errata": ("errata", "doc-errata"),
    "afterword": ("afterword", "doc-afterword"),
}
"""Kind of a 辅文 → its ``epub:type`` and its role for those who read by ear (DPUB-ARIA 1.1)."""


@dataclass(slots=True)
class Volume:
    """Makes the files. ``spine`` is their order; ``None`` in it is the place of the contents;
    ``cover`` is the cover's file."""

    book: Book
    template: Template
    pieces: Sequence[Piece]
    layout: Layout
    report: Callable[[Problem], None]
    cover: str
    files: dict[str, bytes] = field(default_factory=dict)
    spine: list[str | None] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)  # (folio, href)
    indexes: list[tuple[str, str]] = field(default_factory=list)  # (title, file)
    begun: Sequence[tuple[str, str]] = ()  # printed pages of the contents, as (key, folio)
    images: Images = field(init=False)
    _waiting: list[tuple[Piece, int]] = field(default_factory=list)
    _depth: int = 0

    def __post_init__(self) -> None:
        self.images = Images(self.report)

    def make(self) -> None:
        """Every file but the contents."""
        self._cover()
        starts = page_starts(self.layout)
        sections = section_starts(self.layout)
        number = 0
        indexes: list[tuple[Piece, str, Sequence[IndexGroup]]] = []
        for piece in self.pieces:
            if piece.part is Part.TITLE:
                self._add("title.xhtml", "扉页", "frontmatter", self._title_page())
            elif piece.part is Part.IMPRINT:
                self._add("imprint.xhtml", "版权页", "frontmatter", self._imprint(), "horizontal")
            elif piece.part is Part.CONTENTS:
                self.spine.append(None)
                self.begun = contents_starts(self.layout)
                self.pages += [(label, f"{NAV}#{key}") for key, label in self.begun]
            elif piece.part is Part.SECTION and self.template.sections == "page":
                number += 1
                pages = sections.get(piece.title, [])
                self._section(piece, f"section{number:02d}.xhtml", pages.pop(0) if pages else None)
            elif piece.part in (Part.SECTION, Part.GROUP):
                self._depth = 0 if piece.part is Part.SECTION else piece.level - 1
                self._waiting.append((piece, self._depth))
                self._depth += 1
            elif piece.part is Part.INDEX:
                groups = index_of(piece, self.book, self.layout)
                if groups:
                    indexes.append((piece, self._index_begun(piece), groups))
            elif piece.article is not None:
                own = [start for start in starts if start.article == piece.article.key]
                self._article(piece, own)
        for piece, name, groups in indexes:  # they lead to what stands behind them, too
            self._index(piece, name, groups)

    def _add(self, name: str, title: str, kind: str, body: str, direction: str = "") -> None:
        self.files[name] = document(title, kind, body, direction=direction)
        self.spine.append(name)

    def _cover(self) -> None:
        alt = "　".join(filter(None, (series_name(self.book), self.book.subtitle, self.book.compiler)))
        shown = element("img", {"src": self.cover, "alt": f"封面：{alt}"})
        self._add("cover.xhtml", "封面", "cover", element("div", {"class": "cover"}, shown), "horizontal")

    def _title_page(self) -> str:
        book = self.book
        made = element("p", {"class": "book-series"}, plain(book.series)) if book.series else ""
        made += element("h1", {"class": "book-title"}, plain(book.title))
        for kind, text in (
            ("number", issue_name(book)),
            ("subtitle", book.subtitle),
            ("compiler", book.compiler),
        ):
            made += element("p", {"class": f"book-{kind}"}, plain(text)) if text.strip() else ""
        return element("section", {"epub:type": "titlepage"}, made)

    def _imprint(self) -> str:
        title = "　".join(filter(None, (series_name(self.book), self.book.subtitle)))
        lines = [(label.strip(), value.strip()) for label, value in self.book.imprint.lines if value.strip()]
        rows = "".join(element("dt", {}, plain(k)) + element("dd", {}, plain(v)) for k, v in lines if k)
        free = "".join(element("p", {"class": "free"}, plain(v)) for k, v in lines if not k)
        made = element("h1", {"class": "imprint-title"}, plain(title)) + (element("dl", {}, rows) if rows else "")
        values = {"epub:type": "copyright-page", "class": "imprint", "aria-label": "版权页"}
        return element("section", values, made + free)

    def _section(self, piece: Piece, name: str, page: tuple[str, str] | None) -> None:
        begun = page_break(*page) if page is not None else ""
        if page is not None:
            self.pages.append((page[1], f"{name}#{page[0]}"))
        heading = element("h1", {"id": "title"}, plain(piece.title))
        values = {"epub:type": "part", "role": "doc-part", "class": "section", "aria-labelledby": "title"}
        self._add(name, piece.title, "bodymatter", element("section", values, begun + heading), piece.direction)
        self.entries.append(Entry(piece.title, name, 0))
        self._depth = 1

    def _index_begun(self, piece: Piece) -> str:
        """Give an index its place among the files and the pages: the name of its file."""
        name = f"index-{piece.kind}.xhtml"
        self.spine.append(name)
        self.indexes.append((piece.title, name))
        self.entries.append(Entry(piece.title, name, 0))
        self.pages += [(start.label, f"{name}#{start.key}") for start in index_starts(self.layout, piece.kind)]
        return name

    def _index(self, piece: Piece, name: str, groups: Sequence[IndexGroup]) -> None:
        """An index: its numbers are the printed pages', and lead to where these begin."""
        places = {href.rpartition("#")[2]: href for _, href in self.pages}
        starts = index_starts(self.layout, piece.kind)
        begun: dict[int, str] = {}
        for start in starts:
            begun[start.offset] = begun.get(start.offset, "") + page_break(start.key, start.label)
        made = begun.get(0, "") + element("h1", {"id": "title"}, plain(piece.title))
        made += element("p", {"class": "subtitle"}, plain(piece.note)) if piece.note else ""
        entries, listed = 0, ""
        for group in groups:
            lines = ""
            for entry in group.entries:
                head = begun.get(entries, "") if entries else ""
                lines += element("li", {}, head, self._indexed(entry, places))
                entries += 1
            listed += element("h2", {"class": "index-head"}, plain(group.head)) + element(
                "ul", {"class": "index"}, lines
            )
        made += element("div", {"class": f"columns-{piece.columns} unruled"}, listed) if piece.columns > 1 else listed
        values = {"epub:type": "index", "role": "doc-index", "aria-labelledby": "title"}
        inner = element("section", values, made)
        self.files[name] = document(piece.title, "backmatter", inner, direction="horizontal")

    @staticmethod
    def _indexed(entry: IndexEntry, places: Mapping[str, str]) -> str:
        if entry.see:
            return plain(f"{entry.name}　见　{entry.see}")
        pages = []
        for reference in entry.references:
            href = places.get(f"page{reference.page + 1}")
            pages.append(element("a", {"href": href}, plain(reference.text)) if href else plain(reference.text))
        return plain(f"{entry.name}　") + "、".join(pages)

    def _article(self, piece: Piece, starts: Sequence[PageStart]) -> None:
        article = piece.article
        assert article is not None
        name = f"a{sum(1 for file in self.files if file[0] == 'a' and file[1].isdigit()) + 1:03d}.xhtml"
        over = ""
        for number, (waiting, depth) in enumerate(self._waiting, 1):
            kind = "section-name" if waiting.part is Part.SECTION else "group"
            over += element("p", {"class": kind, "id": f"over{number}"}, plain(waiting.title))
            self.entries.append(Entry(waiting.title, f"{name}#over{number}", depth))
        self._waiting = []
        direction = piece.direction or self.template.direction
        writer = ArticleWriter(
            self.book,
            self.template,
            article,
            self.images,
            starts,
            direction == "vertical",
            piece.columns,
        )
        inner = writer.write()
        self.pages += [(label, f"{name}#{key}") for key, label in writer.listed]
        kind, role = _TYPES.get(piece.kind, ("chapter", "doc-chapter"))
        form = article.form if article.form == "chronicle" else None
        values = {"epub:type": kind, "role": role, "class": form, "aria-labelledby": "title"}
        place = {"front": "frontmatter", "back": "backmatter"}.get(piece.place, "bodymatter")
        self._add(name, piece.title, place, over + element("section", values, inner), piece.direction)
        if article.in_contents:
            depth = self._depth if piece.part is Part.ARTICLE else 0
            target = f"{name}#title" if over else name  # what stands over the title comes before it
            self.entries.append(Entry(piece.title, target, depth))
