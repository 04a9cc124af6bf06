"""A volume's plan and its records become a ``Book``: complete in itself, frozen for as long as it is typeset."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_app.catalogue.catalogue import Catalogue, SectionNode
from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import picture_key
from archive_app.domain.errors import ArchiveError, UnknownRecord, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.typeset import templates
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section, with_articles
from archive_app.typeset.folder import full_title
from archive_app.typeset.fonts.own import own_fonts
from archive_app.typeset.imprint import ImprintTable, imprint_of
from archive_app.typeset.matter.board import arranged, office_line
from archive_app.typeset.matter.files import arranged_matter
from archive_app.typeset.matter.kinds import FORMS, INDEXES
from archive_app.typeset.toml_source import Source, merged
from archive_app.volumes import chronicle
from archive_app.volumes.adjusting import adjusted, of_rows
from archive_app.volumes.format import VOLUME_SOURCE, layout_of
from archive_app.volumes.freezing import frozen_over, over_of
from archive_app.volumes.interviews import interviews
from archive_app.volumes.naming import Naming
from archive_app.volumes.photographs import photograph_text

DEFAULT_TEMPLATE = "16k"


def compile_volume(
    catalogue: Catalogue, volume_id: str, original: Callable[[str], Path], fonts: Path | None = None
) -> Book:
    """The book of a volume.

    ``original`` gives the master of a SHA-256, ``fonts`` is the folder of the archive's own fonts. Raises
    ``UnknownRecord`` for an id that is no volume, ``UsageError`` for a volume without an article, or of scans.
    A picture whose master is missing is left to the engine, which names it.
    """
    return Compiler(catalogue, original, fonts).book(volume_id)


class Compiler:
    """Compiles a volume again and again: texts that are as they were are not read again, and the text of one article
    can be put into a book before it is stored. Threads may share it."""

    def __init__(self, catalogue: Catalogue, original: Callable[[str], Path], fonts: Path | None = None) -> None:
        self._catalogue, self._original, self._fonts = catalogue, original, fonts
        self._texts: dict[tuple[str, str], tuple[int, Manuscript]] = {}
        self._run: _Compiling | None = None
        self._lock = threading.Lock()

    def book(self, volume_id: str) -> Book:
        """As `compile_volume`."""
        with self._lock:
            volume = self._catalogue.record(volume_id)
            if volume.entity != "volume":
                raise UnknownRecord(f"{volume_id} 不是一卷书", "请用书卷的编号；在窗口的“编纂”里可以看到。")
            if volume["scans"]:
                words = f"《{volume.title}》是往辑，书页是扫描件，不再排版"
                raise UsageError(words, "它的书页在“检索”和“编纂”里看；要重排，请另建一卷。", code="earlier-volume")
            nodes = self._catalogue.sections_of(volume_id)
            self._run = _Compiling(self._catalogue, self._original, self._texts)
            self._run.prepare(nodes)
            return self._with_fonts(_compiled(self._run, volume, nodes))

    def _with_fonts(self, book: Book) -> Book:
        found, doubts = own_fonts(self._fonts) if self._fonts is not None else ({}, [])
        if not found and not doubts:
            return book
        return replace(book, layout=merged(found, book.layout), doubts=tuple(doubts))

    def with_text(self, book: Book, article_id: str, text: Manuscript) -> Book:
        """``book`` (the newest that was compiled) with the words of one of its articles as they are being written."""
        with self._lock:
            record = self._catalogue.record(article_id)
            if self._run is None or record.trashed:
                return book
            made = self._run.article(record, text)

        def put(article: Article) -> Article:
            return replace(article, manuscript=made.manuscript) if article.key == article_id else article

        pictures = {**book.pictures, **self._run.pictures}
        return replace(with_articles(book, put), pictures=pictures if pictures != book.pictures else book.pictures)


def _compiled(run: _Compiling, volume: Record, nodes: Sequence[SectionNode]) -> Book:
    body = tuple(run.section(node) for node in nodes if (node.section["matter"] or "body") == "body")
    if not any(True for section in body for _ in section.walk()):
        raise UsageError(f"《{volume.title}》里还没有文章", "请先在“编纂”里加入文章，再排版。", code="empty-volume")
    front = tuple(run.matter(node for node in nodes if node.section["matter"] == "front"))
    back = tuple(run.matter(node for node in nodes if node.section["matter"] == "back"))
    layout = layout_of(volume)
    run.take_cover(layout)
    return Book(
        title=volume["title"],
        number=volume["number"],
        subtitle=volume["subtitle"],
        series=volume["series"],
        compiler=volume["compiler"],
        template=volume["template"] or DEFAULT_TEMPLATE,
        imprint=_imprint(volume),
        layout=layout,
        front=(*_board(volume), *front),
        sections=body,
        back=back,
        pictures=run.pictures,
        names=run.naming.names(),
    )


def _imprint(volume: Record) -> Imprint:
    """The volume's 版权页; a line that no variant knows is printed after the others."""
    imprint, doubts = _imprint_read(volume)
    # a volume whose 版权页 nobody has begun is not nagged about while its articles are gathered
    return replace(imprint, doubts=tuple(doubts) if volume["imprint"] else ())


def imprint_doubts(volume: Record) -> list[str]:
    """What is missing from a volume's 版权页 or may not stand on it, one that nobody has begun included."""
    return _imprint_read(volume)[1]


def _imprint_read(volume: Record) -> tuple[Imprint, list[str]]:
    given = {str(row["key"]): str(row.get("value", "")) for row in volume["imprint"]}
    known = {key: given.pop(key) for key in list(given) if key in ImprintTable.__dataclass_fields__ and key != "more"}
    template = templates.load(volume["template"] or DEFAULT_TEMPLATE).with_layout(layout_of(volume), VOLUME_SOURCE)
    title = full_title(volume["title"], volume["number"])
    table = ImprintTable(**known, more=given)
    return imprint_of(table, template, title, volume["compiler"], Source("版权页"))


def _board(volume: Record) -> Iterator[Matter]:
    if volume["board"]:
        blocks = tuple(
            Block(BlockKind.PARAGRAPH, office_line(row.get("role", ""), row.get("names", [])), id=f"board.{number}")
            for number, row in enumerate(volume["board"])
        )
        text = arranged(Manuscript(blocks))
        yield Matter("board", Article(f"{volume.id}/board", "编委会名单", text, form="board"))


class _Compiling:
    """One compilation: what it has looked up so far."""

    def __init__(
        self,
        catalogue: Catalogue,
        original: Callable[[str], Path],
        texts: dict[tuple[str, str], tuple[int, Manuscript]],
    ) -> None:
        self.pictures: dict[str, Path] = {}
        self.naming = Naming(catalogue)
        self.named = False  # whether an index wants the names marked
        self._items: list[str] = []
        self._catalogue = catalogue
        self._original = original
        self._texts = texts
        self._records: dict[str, Record] = {}
        self._sought: set[str] = set()  # files that were looked for

    def prepare(self, nodes: Sequence[SectionNode]) -> None:
        """Load what all articles need in one go."""
        articles = [article for node in nodes for article in _articles(node)]
        self.named = any(article["role"] in INDEXES for article in articles)
        self._records = self._catalogue.load("item", [str(one["item"]) for one in articles if one["item"]])
        if self.named:
            self.naming.prepare(self._records.values())
        texts = [self._text(one, name) for one in articles for name in ("frozen", "manuscript") if one[name]]
        texts += [self._text(item, "manuscript") for item in self._records.values()]
        self._take_files({block.picture.source for text in texts for block in text if block.picture})

    def _item(self, item_id: str) -> Record:
        return self._records.get(item_id) or self._catalogue.record(item_id)

    def _text(self, record: Record, name: str) -> Manuscript:
        """A stored text, read once while its record is as it was."""
        known = self._texts.get((record.id, name))
        if known is None or known[0] != record.version:
            known = self._texts[record.id, name] = (record.version, Manuscript.from_json(record[name]))
        return known[1]

    def section(self, node: SectionNode, columns: int = 0) -> Section:
        """A section; its articles have ``columns`` where it does not say itself how many."""
        columns = int(node.section["columns"] or columns)
        return Section(
            node.section.title,
            tuple(replace(self.article(article), columns=columns) for article in node.articles),
            tuple(self.section(child, columns) for child in node.children),
            node.section["direction"] or "",
        )

    def matter(self, nodes: Iterable[SectionNode]) -> Iterator[Matter]:
        for node in nodes:
            for record in node.articles:
                kind = record["role"] or "note"
                text = self.article(record)
                # an index, or a list, that says of itself that it goes by strokes does
                order = "strokes" if "笔画" in f"{text.title}{text.subtitle}" else ""
                if kind in FORMS:
                    made, _ = arranged_matter(kind, text.manuscript, order)
                    text = replace(text, form=kind, manuscript=made)
                section = node.section
                options = {"order": order, "direction": section["direction"], "columns": int(section["columns"] or 0)}
                yield Matter(kind, text, {name: value for name, value in options.items() if value})

    def article(self, record: Record, written: Manuscript | None = None) -> Article:
        """An article of the volume; ``written`` is its text where it is another than the stored one."""
        if not record["item"]:
            text = written or self._text(record, "frozen" if record["frozen"] else "manuscript")
            if not len(text):
                text = self._made(record["role"])
            text, _ = adjusted(text, of_rows(record["adjustments"]))
            self._find_pictures(text)
            return Article(
                record.id, record["title"], text, record["subtitle"], _lines(record["author"]), record["note"]
            )
        item = self._item(record["item"])
        self._items.append(item.id)
        text = written or (self._text(record, "frozen") if record["frozen"] else self._text(item, "manuscript"))
        if not len(text) and item["kind"] == "photograph":
            text = photograph_text(self._catalogue, item)
        text, _ = adjusted(text, of_rows(record["adjustments"]))
        self._find_pictures(text)
        text = self.naming.marked(item, text) if self.named else text
        over = frozen_over(record) or over_of(item)
        return Article(
            key=record.id,
            title=record["title"] or over["title"],
            manuscript=text,
            subtitle=record["subtitle"],
            byline=_lines(record["author"]) or _lines(over["byline"]),
            note=record["note"] or over["note"],
            written=over["written"],
        )

    def _made(self, role: str) -> Manuscript:
        """A piece of 辅文 that the records give: what the items compiled so far point to."""
        if role == "chronicle":
            return chronicle.manuscript(chronicle.chronicle(chronicle.happenings(self._catalogue, self._items)))
        if role == "interviews":
            items = self._catalogue.load("item", self._items)
            return interviews(items[item] for item in self._items)
        return Manuscript()

    def _find_pictures(self, text: Manuscript) -> None:
        self._take_files({block.picture.source for block in text if block.picture})

    def take_cover(self, layout: Mapping[str, Any]) -> None:
        """The picture on the cover: a file by its id, or the first picture of a material."""
        cover = layout.get("cover")
        source = str(cover.get("image") or "") if isinstance(cover, Mapping) else ""
        if not source:
            return
        self._take_files({source})
        item = self._catalogue.load("item", [source]).get(source) if source not in self.pictures else None
        files = self._catalogue.files_of(item.id) if item is not None else ()
        first = next((file.id for file in files if str(file["mime"]).startswith("image/")), "")
        if first:
            self._take_files({first})
            self.pictures[source] = self.pictures.get(first, Path())

    def _take_files(self, ids: set[str]) -> None:
        for file in self._catalogue.load("file", ids - self._sought).values():
            try:
                self.pictures[file.id] = self._picture(file)
            except ArchiveError:
                continue  # the engine names a picture it cannot find, with article and remedy
        self._sought |= ids

    def _picture(self, file: Record) -> Path:
        """As its record says it is to be seen; the master itself where nobody here can make that."""
        key, sha256 = picture_key(file.values), str(file["sha256"])
        try:
            return self._original(key)
        except ArchiveError:
            if key == sha256:
                raise
            return self._original(sha256)


def _articles(node: SectionNode) -> Iterator[Record]:
    yield from node.articles
    for child in node.children:
        yield from _articles(child)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
