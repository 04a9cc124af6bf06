"""What a volume prints, piece by piece, and whose pictures stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field as own
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass
from archive_app.reports.held import Held, held
from archive_app.volumes.freezing import frozen_over, over_of, text_now

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.jobs import Reporter
    from archive_app.services.reporting import Wanted
    from archive_app.typeset.book import Book
    from archive_app.typeset.layout import Layout

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the volume's body: its article, its item (None for what is written for the volume alone), its title
    and byline as printed, and the items of the pictures in it, each once for each time it is printed."""

    article: Record
    item: Held | None
    title: str
    byline: str
    section: str
    pictures: tuple[Held, ...] = own(default=())


@dataclass(frozen=True, slots=True)
class Contents:
    """A volume and its pieces in order."""

    volume: Record
    pieces: tuple[Piece, ...]


def volume_wanted(archive: Archive, wanted: Wanted) -> Record:
    """The volume a report is of; raises ``UsageError`` where none was named."""
    if not wanted.volume:
        raise UsageError("没有说是哪一卷书", "请选一卷（命令行用 --volume 辑次、书名或编号）。", code="no-volume")
    return archive.catalogue.record(wanted.volume)


def contents(archive: Archive, volume: Record, progress: Progress = lambda share, words: None) -> Contents:
    """The pieces of a volume's body; pieces of 辅文 (序, 后记) are none."""
    catalogue = archive.catalogue
    found = list(_articles(catalogue.sections_of(volume.id), ""))
    keys = list(dict.fromkeys(str(article["item"]) for article, _section in found if article["item"]))
    items = {item.record.id: item for item in held(catalogue, keys, progress)}
    sources = {article.id: _pictures(article, items.get(str(article["item"])), archive) for article, _s in found}
    files = catalogue.load("file", {source for own in sources.values() for source in own})
    shown = {file.id: str(file["item"] or "") for file in files.values()}
    missing = [key for key in dict.fromkeys(shown.values()) if key and key not in items]
    pictured = {**items, **{item.record.id: item for item in held(catalogue, missing)}}
    pieces = []
    for article, section in found:
        item = items.get(str(article["item"]))
        over = frozen_over(article) or (over_of(item.record) if item is not None else {})
        title = str(article["title"] or over.get("title") or "（无题）")
        byline = str(article["author"] or over.get("byline") or "").replace("\n", "　")
        pictures = [pictured[shown[one]] for one in sources[article.id] if shown.get(one) in pictured]
        pieces.append(Piece(article, item, title, byline, section, tuple(pictures)))
    return Contents(volume, tuple(pieces))


def _articles(nodes: Sequence[SectionNode], above: str) -> Iterator[tuple[Record, str]]:
    for node in nodes:
        if (node.section["matter"] or "body") != "body" and not above:
            continue
        title = node.section.title
        yield from ((article, title) for article in node.articles)
        yield from _articles(node.children, title)


def _pictures(article: Record, item: Held | None, archive: Archive) -> list[str]:
    """The files of the pictures in a piece's text."""
    stored: Any = article["frozen"] or article["manuscript"]
    if not stored and item is not None:
        stored = text_now(archive.catalogue, item.record)
    return [block.picture.source for block in Manuscript.from_json(stored) if block.picture and block.picture.source]


# — pages —


def laid_out(archive: Archive, volume: Record, wanted: Wanted, progress: Progress) -> Layout:
    """The volume's pages as they are now; set in a process of its own where a window waits (``Wanted.apart``).

    Raises ``UsageError`` for a volume without an article.
    """
    from archive_app.typeset.fonts.own import FOLDER
    from archive_app.volumes.compile import compile_volume

    book = compile_volume(archive.catalogue, volume.id, archive.vault.path_of, archive.root / FOLDER)
    return composer(wanted, progress)(book)


def composer(wanted: Wanted, progress: Progress) -> Callable[[Book], Layout]:
    """How a book's pages are set: here, or in a process of its own."""
    if not wanted.apart:
        from archive_app.typeset.composer import compose

        return compose

    def apart(book: Book) -> Layout:
        from archive_app.services.jobs import Jobs, JobState

        job = Jobs(lambda job: progress(0.5 * job.share, job.words)).in_process("排书页", _compose_apart, book)
        job.wait()
        if job.state is not JobState.DONE:
            raise job.error or ArchiveError("书页没有排成", "请重试一次。", code="no-pages")
        layout: Layout = job.result
        return layout

    return apart


def _compose_apart(reporter: Reporter, book: Book) -> Layout:
    from archive_app.typeset.composer import compose

    reporter.progress(0.05, "排书页")
    return compose(book)


def fee_characters(layout: Layout) -> Mapping[str, int]:
    """Article → 计酬字数, by the lines of its pages."""
    return {str(one["key"]): int(one["fee_characters"]) for one in layout.statistics.get("articles", ())}
