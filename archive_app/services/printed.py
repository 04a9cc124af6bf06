"""What stands on the pages of a volume as it was printed: for the search, and for citing a page.

The pages are those of the newest proof, whose layout is kept in the archive; of a volume without one they are set once
and kept among the derived data, so that what a printed book says does not change with its sources afterwards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field as own
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.access import Access, strictest
from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.search.document import SearchDocument, SearchText
from archive_app.services.undisturbed import undisturbed
from archive_app.vault.durable import replacing
from archive_app.vault.originals import Vault

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.typeset.book import Book
    from archive_app.typeset.layout import Layout

KIND = "volume"
"""The kind of a volume among what is searched."""
FIELD = "printed"
IN_BOOK, DRAFT = "书中", "书中（识别稿）"
"""Where a text stands: what was recognised on a scan says so until somebody has looked it through."""
PRINTED = ("issued", "published")
"""States of a volume from which on it is searched."""

Compose = Callable[["Book"], "Layout"]
"""Sets the pages of a book: here, or in a process of its own."""

LEFT_OUT = ("contents", "cover", "blank")
"""Kinds of pages on which nothing is searched."""
_YEAR = re.compile(r"[12][0-9]{3}")
_Key = tuple[str, str, str, str]
_Laid = tuple[int, int, str, str, int, tuple[tuple[int, str], ...]]
"""A line: its offset, its page's number and label, its words, which of the page's lines it is, the notes it calls."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: its place in the book (from 1), its printed number (may be empty), the articles that stand on it."""

    number: int
    label: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A paragraph as it was printed: ``breaks`` are (offset, page number, label) where it begins and goes on.

    ``gaps`` are the offsets of blanks that no line shows: there a line of verse ends, or a word in Latin letters.
    ``lines`` are (offset, length, page number, which of the page's lines) and ``calls`` (offset, id of the note).
    ``label`` is where it stands, in words: a text that nobody has looked through yet says so.
    """

    article: str
    block: str
    part: str
    role: str
    text: str
    breaks: tuple[tuple[int, int, str], ...]
    gaps: tuple[int, ...] = ()
    lines: tuple[tuple[int, int, int, int], ...] = ()
    calls: tuple[tuple[int, str], ...] = ()
    label: str = IN_BOOK

    def page_at(self, offset: int) -> tuple[int, str]:
        """The page on which a character stands: its place in the book, from 1, and its printed number."""
        _, number, label = next((each for each in reversed(self.breaks) if each[0] <= offset), self.breaks[0])
        return number, label


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed volume. ``titles``, ``items`` and ``authors``: article → its title as printed, the item it is of, who
    wrote it where no item says so. ``drafts``: the pages (from 1) whose words were recognised, and nobody has looked
    them through."""

    pages: tuple[PrintedPage, ...]
    texts: tuple[PrintedText, ...]
    titles: Mapping[str, str]
    items: Mapping[str, str]
    authors: Mapping[str, str] = own(default_factory=dict)
    drafts: frozenset[int] = frozenset()

    def pages_of(self, article: str) -> list[str]:
        """The numbers of the pages on which an article stands."""
        return [page.label for page in self.pages if article and article in page.articles and page.label]


def printed_volume(archive: Archive, volume_id: str, compose: Compose | None = None) -> Printed:
    """The pages of a volume; one that is not printed yet is set as it would be printed now, by ``compose``."""
    volume = archive.catalogue.record(volume_id)
    return _printed(archive.catalogue, archive.root, volume, compose or _compose_here, keep=volume["state"] in PRINTED)


def printed_document(
    archive: Archive, volume_id: str, visible: Collection[str] | None = None
) -> tuple[SearchDocument, Printed]:
    """A volume as it is searched, and its pages: without what ``visible`` levels of access do not show.

    Raises ``ArchiveError`` where it has no pages."""
    catalogue = archive.catalogue
    volume = catalogue.record(volume_id)
    printed = _printed(
        catalogue, archive.root, volume, _compose_here, keep=volume["state"] in PRINTED and not archive.read_only
    )
    document = _document(catalogue, volume, printed)
    if visible is None:
        return document, printed
    told = zip(printed.texts, _told(document), strict=True)
    texts = [text for text, one in told if (one.access or document.access) in visible]
    return document.for_readers(visible), replace(printed, texts=tuple(texts))


def _told(document: SearchDocument) -> list[SearchText]:
    """The texts of its pages, one for each of ``Printed.texts``."""
    return [text for text in document.texts if text.field == FIELD]


def printed_documents(
    catalogue: Catalogue, root: Path, compose: Compose | None = None, ids: Iterable[str] | None = None
) -> Iterator[SearchDocument]:
    """What is searched of the printed volumes, of all or of these; one that cannot be set is left out."""
    records = catalogue.records("volume") if ids is None else catalogue.load("volume", ids).values()
    for volume in records:
        if volume["state"] not in PRINTED or volume.trashed:
            continue
        try:
            printed = _printed(catalogue, root, volume, compose or _compose_here, keep=not catalogue.database.read_only)
        except ArchiveError:  # without an article, or its pictures are gone: said where it is typeset
            continue
        yield _document(catalogue, volume, printed)


def _compose_here(book: Book) -> Layout:
    from archive_app.typeset.composer import compose

    return compose(book)


def _printed(catalogue: Catalogue, root: Path, volume: Record, compose: Compose, *, keep: bool) -> Printed:
    if volume["scans"]:
        from archive_app.services.earlier.laying import printed_of

        return printed_of(catalogue, root, volume)
    found = stored_layout(root, volume.id)
    if found is None:
        from archive_app.typeset.fonts.own import FOLDER
        from archive_app.typeset.kept import kept
        from archive_app.volumes.compile import compile_volume

        book = compile_volume(catalogue, volume.id, Vault(root / "originals").path_of, root / FOLDER)
        found = kept(compose(book))
        if keep:
            keep_layout(root, volume.id, found)
    return _read(found, _items(catalogue, volume.id))


def _derived(root: Path, volume_id: str) -> Path:
    return root / "derived" / "printed" / f"{volume_id}.json"


def stored_layout(root: Path, volume_id: str) -> Mapping[str, Any] | None:
    """The newest layout of a volume that can be read, as JSON; None where there is none."""
    proofs = {
        int(path.stem.rpartition("-")[2]): path
        for path in (root / "volumes" / "校样").glob(f"{volume_id}-*.json")
        if path.stem.rpartition("-")[2].isdecimal()
    }
    for path in (*(proofs[number] for number in sorted(proofs, reverse=True)), _derived(root, volume_id)):
        try:
            with undisturbed():
                found = json.loads(path.read_bytes())
            for page in found["pages"]:
                for line in page["lines"]:
                    _ = page["kind"], page["label"], line["text"], line["article"], line["block"], line["offset"]
        except (OSError, ValueError, KeyError, TypeError):  # not there, or damaged: the next one, or set anew
            continue
        return dict(found)
    return None


def keep_layout(root: Path, volume_id: str, layout: Mapping[str, Any]) -> None:
    """Keep a volume's pages among the derived data, with all that is needed to show them."""
    path = _derived(root, volume_id)
    kept = {name: layout[name] for name in ("title", "binding", "pages") if name in layout}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as handle:
            handle.write(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    except (OSError, ArchiveError):  # derived data: where the disk refuses, it is made again the next time
        return


def _items(catalogue: Catalogue, volume_id: str) -> dict[str, str]:
    """Article → its item."""
    found: dict[str, str] = {}
    nodes = list(catalogue.sections_of(volume_id))
    while nodes:
        node = nodes.pop()
        nodes += node.children
        found.update((article.id, str(article["item"])) for article in node.articles if article["item"])
    return found


def _read(layout: Mapping[str, Any], items: Mapping[str, str]) -> Printed:
    pages: list[PrintedPage] = []
    lines: dict[_Key, list[_Laid]] = {}
    for number, page in enumerate(layout["pages"], 1):
        articles: dict[str, None] = {}
        for index, line in enumerate(page["lines"]) if page["kind"] not in LEFT_OUT else ():
            if not line["article"] or int(line["offset"]) < 0:
                continue
            articles[str(line["article"])] = None
            key = str(line["article"]), str(line["block"]), str(line.get("part", "text")), str(line.get("role", "body"))
            words, label = str(line["text"]), str(page["label"])
            calls = tuple((int(at), str(note)) for at, note in line["calls"]) if "calls" in line else ()
            lines.setdefault(key, []).append((int(line["offset"]), number, label, words, index, calls))
        pages.append(PrintedPage(number, str(page["label"]), tuple(articles)))
    texts = [_joined(key, parts) for key, parts in lines.items()]
    titles = {text.article: text.text for text in texts if text.role == "title" and not text.block}
    return Printed(tuple(pages), tuple(texts), titles, dict(items))


def _joined(key: _Key, parts: list[_Laid]) -> PrintedText:
    """The lines of a paragraph as one text; what stood between two of them (a blank) as blanks."""
    text = ""
    breaks: list[tuple[int, int, str]] = []
    gaps: list[int] = []
    lines: list[tuple[int, int, int, int]] = []
    called: list[tuple[int, str]] = []
    begin = parts[0][0]
    for offset, number, label, words, index, calls in parts:
        at = max(len(text), offset - begin)
        gaps += range(len(text), at)
        if not breaks or breaks[-1][1] != number:
            breaks.append((at, number, label))
        lines.append((at, len(words), number, index))
        called += ((at + place, note) for place, note in calls)
        text = text.ljust(at) + words
    return PrintedText(*key, text, tuple(breaks), tuple(gaps), tuple(lines), tuple(called))


def _document(catalogue: Catalogue, volume: Record, printed: Printed) -> SearchDocument:
    from archive_app.typeset.folder import full_title

    said = {str(row.get("key", "")): str(row.get("value", "")) for row in volume["imprint"]}
    access = Access.PUBLIC if said.get("variant") == "public" else Access.INTERNAL
    if volume["access"]:
        access = Access(str(volume["access"]))
    levels = {item.id: item.level for item in catalogue.load("item", printed.items.values()).values()}
    own_levels = {key: levels[item] for key, item in printed.items.items() if item in levels}
    for article in catalogue.load("article", printed.titles).values() if volume["scans"] else ():
        if article["access"]:
            level = Access(str(article["access"]))
            own_levels[article.id] = strictest(level, own_levels.get(article.id, level))
    stricter = {article: str(level) for article, level in own_levels.items() if level.rank > access.rank}
    title = full_title(volume.title, volume["number"])
    texts = [SearchText("title", "书名", title)]
    if volume["subtitle"]:
        texts.append(SearchText("subtitle", "副题", volume["subtitle"]))
    for text in printed.texts:
        place: dict[str, Any] = {"volume": volume.id, "article": text.article, "breaks": [list(b) for b in text.breaks]}
        place |= {"block": text.block, "part": text.part} if text.block else {"part": text.role}
        texts.append(SearchText(FIELD, text.label, text.text, place, stricter.get(text.article, "")))
    year = _YEAR.search(f"{said.get('edition', '')} {said.get('print_date', '')}")
    dates = ((f"{year[0]}-01-01", f"{year[0]}-12-31"),) if year else ()
    facets = {"kind": (KIND,), "state": (str(volume["state"]),), "access": (str(access),)}
    if volume["series"]:
        facets["series"] = (str(volume["series"]),)
    if year:
        facets["decade"] = (f"{year[0][:3]}0",)
    return SearchDocument(volume.id, KIND, title, access, tuple(texts), facets, dates)
