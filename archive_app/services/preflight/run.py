"""All checks of a volume before print, window and command line alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from archive_app.catalogue.store import Record
from archive_app.frozen import dataclass
from archive_app.services.adjusting import listed
from archive_app.services.archive import Archive
from archive_app.services.freezing import source_changes
from archive_app.services.preflight.faults import PAGES, TEXT, Fault, of_problem, placed
from archive_app.services.preflight.pictures import picture_faults
from archive_app.services.preflight.pieces import cover_of, pieces
from archive_app.services.preflight.records import RecordChecks
from archive_app.services.preflight.texts import caption_faults, imprint_faults, text_faults
from archive_app.services.proofs import changed_since, rounds
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout
from archive_app.volumes.compile import imprint_doubts

_TOLD_BETTER = frozenset({"picture-coarse", "imprint-wrong"})
"""What the pages tell of, too, and the checks in more words."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found, in the order of the pages."""

    faults: tuple[Fault, ...]

    @property
    def grave(self) -> int:
        """How many must be mended before print."""
        return sum(fault.serious for fault in self.faults)

    @property
    def words(self) -> str:
        """``3 处必须改，5 处请看一看``."""
        if not self.faults:
            return "没有查出问题"
        left = len(self.faults) - self.grave
        parts = (f"{self.grave} 处必须改" if self.grave else "", f"{left} 处请看一看" if left else "")
        return "，".join(filter(None, parts))


def preflight(archive: Archive, volume_id: str, book: Book, layout: Layout, today: date | None = None) -> Preflight:
    """Check a volume; ``book`` is as it was compiled, ``layout`` its pages.

    Reads every picture's original once. Raises ``UnknownRecord`` for what is no volume.
    """
    volume = archive.catalogue.record(volume_id)
    found = [*_found(archive, volume, book, layout, today)]
    return Preflight(tuple(placed(found, layout)))


def _found(archive: Archive, volume: Record, book: Book, layout: Layout, today: date | None) -> Iterator[Fault]:
    own = pieces(archive, volume.id, book)
    yield from imprint_faults(imprint_doubts(volume))
    yield from RecordChecks(archive, volume, today).faults([*own, *cover_of(archive, volume, book)])
    yield from text_faults(own)
    yield from caption_faults(own)
    yield from picture_faults(archive, own, layout)
    yield from (of_problem(problem) for problem in layout.problems if problem.code not in _TOLD_BETTER)
    yield from _by_hand(archive, volume.id, layout)
    yield from _since_proof(archive, volume.id, layout)
    yield from _since_frozen(archive, volume.id)


def _by_hand(archive: Archive, volume_id: str, layout: Layout) -> Iterator[Fault]:
    """Hand adjustments whose place is gone; what could not be had otherwise the pages have told."""
    for one in listed(archive.catalogue, volume_id):
        if one.trouble:
            words = f"《{one.title}》的手工调整“{one.adjustment.words}”：{one.trouble}"
            block = one.adjustment.block
            yield Fault("adjustment-lost", PAGES, words, "请到“手工”里重做，或去掉这一条。", False, one.article, block)


def _since_proof(archive: Archive, volume_id: str, layout: Layout) -> Iterator[Fault]:
    """Pages that changed after the last proof was read."""
    made = rounds(archive, volume_id)
    since = changed_since(archive, volume_id, made[-1].number, layout) if made else None
    if since is None or not since.changed:
        return
    labels = [layout.pages[page].label or f"文件第{page + 1}" for page, _ in since.changed if page < len(layout.pages)]
    words = f"{made[-1].name}样以后又改了 {len(since.changed)} 面：{_some(labels)}"
    yield Fault("changed-since-proof", PAGES, words, "付印以前请再出一次校样核对。", page=labels[0] if labels else "")


def _since_frozen(archive: Archive, volume_id: str) -> Iterator[Fault]:
    """Pieces whose materials say something else than what is printed."""
    for one in source_changes(archive, volume_id):
        words = f"《{one.title}》定稿以后来源已改：{one.words}"
        remedy = "请在篇目里比较来源，接受改动，或仍照定稿的印。"
        yield Fault("source-changed", TEXT, words, remedy, article=one.article, item=one.item, field="manuscript")


def _some(labels: Sequence[str], most: int = 8) -> str:
    return "、".join(labels[:most]) + ("……" if len(labels) > most else "")
