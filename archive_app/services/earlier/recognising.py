"""The pages of an earlier volume read by a recogniser: those without words, in parts, going on where it was stopped.

What was read is a draft (`leaves.DRAFT`), found by the search and marked as such, until a person looks it through. Each
part is noted with the volume, so that the search takes it up; that is no step of undo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.earlier.leaves import CONFIRMED, DRAFT, LAYER, NOTHING, Leaf, leaves_of, scans_of
from archive_app.services.earlier.taking import earlier_volume
from archive_app.services.jobs import Reporter
from archive_app.services.scans.drafts import FileDraft, drop
from archive_app.services.scans.reading import ScanReader

PART = 50
"""Pages that are read by one process and noted together."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """``pages`` were read this time, ``left`` are not yet (it was stopped); ``blank`` of the volume were read and bear
    nothing; ``failed``: which pages of the scans (from 1) could not be read, and why."""

    pages: int
    left: int
    blank: int = 0
    failed: tuple[tuple[int, str], ...] = ()


def to_read(
    archive: Archive,
    reader: ScanReader,
    volume: Record,
    numbers: Collection[int] | None = None,
    *,
    again: bool = False,
) -> list[Leaf]:
    """The pages that are to be read: those without words that were not read before; those with these ``numbers`` (from
    1), whatever words they have from their file. What a person looked through is never read ``again``."""
    leaves = leaves_of(archive.catalogue, archive.root, volume)
    known = _known(reader, scans_of(archive.catalogue, volume))
    found = []
    for leaf in leaves:
        if leaf.standing == CONFIRMED or (numbers is not None and leaf.number not in numbers):
            continue
        if leaf.standing == LAYER and numbers is None:
            continue
        if again or (leaf.standing != DRAFT and leaf.at not in known.get(leaf.file.id, ())):
            found.append(leaf)
    return found


def recognise(
    archive: Archive,
    reader: ScanReader,
    volume_id: str,
    reporter: Reporter,
    numbers: Collection[int] | None = None,
    *,
    again: bool = False,
) -> Recognised:
    """Read the pages of a volume. Raises ``Refused`` where there is nothing to be read."""
    volume = earlier_volume(archive, volume_id)
    wanted = to_read(archive, reader, volume, numbers, again=again)
    if not wanted:
        raise Refused("没有要识别的页", "没有文字的页都识别过了；要重新识别，请另外说明。", code="no-scan")
    if again:
        for file in scans_of(archive.catalogue, volume):
            drop(archive.root, file, reader.engine, [leaf.at for leaf in wanted if leaf.file.id == file.id])
    done = 0
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        files = list({leaf.file.id: leaf.file for leaf in part}.values())
        pages = {file.id: [leaf.at for leaf in part if leaf.file.id == file.id] for file in files}
        before = _count(reader, files)
        reader.read(_Share(reporter, start, len(part), len(wanted)), files, pages)
        read = _count(reader, files) - before
        done += max(0, read)
        if read > 0:
            _note(archive, volume_id, reader, read)
        if reporter.cancelled():
            break
    files = scans_of(archive.catalogue, volume)
    known = _known(reader, files)
    left = sum(leaf.at not in known.get(leaf.file.id, ()) for leaf in wanted)
    place = {(leaf.file.id, leaf.at): leaf.number for leaf in wanted}
    failed = [
        (place[draft.file.id, at], words)
        for draft in reader.drafts(files)
        for at, words in draft.failed
        if (draft.file.id, at) in place
    ]
    blank = sum(leaf.standing == NOTHING for leaf in leaves_of(archive.catalogue, archive.root, volume))
    return Recognised(done, left, max(0, blank - left), tuple(failed))


class _Share:
    """The progress of a part as one of the whole."""

    def __init__(self, reporter: Reporter, start: int, count: int, whole: int) -> None:
        self._reporter, self._start, self._count, self._whole = reporter, start, count, whole

    def progress(self, share: float, _words: str) -> None:
        """See ``Reporter``."""
        ready = self._start + share * self._count
        words = f"识别第 {min(self._whole, int(ready) + 1)} 页，共 {self._whole} 页"
        self._reporter.progress(ready / self._whole, words)

    def cancelled(self) -> bool:
        """See ``Reporter``."""
        return self._reporter.cancelled()


def _known(reader: ScanReader, files: Iterable[Record]) -> dict[str, set[int]]:
    """File → its pages that were read, or cannot be."""
    drafts: Sequence[FileDraft] = reader.drafts(files)
    return {draft.file.id: {*(page.number for page in draft.pages), *dict(draft.failed)} for draft in drafts}


def _count(reader: ScanReader, files: Iterable[Record]) -> int:
    return sum(len(pages) for pages in _known(reader, files).values())


def _note(archive: Archive, volume_id: str, reader: ScanReader, pages: int) -> None:
    """Say with the volume what was read, when and by what; of one day it is one row."""
    rows = [dict(row) for row in archive.catalogue.record(volume_id)["read"] or ()]
    row = {"engine": reader.engine, "on": date.today().isoformat(), "by": archive.actor}
    if rows and all(rows[-1].get(name) == words for name, words in row.items()):
        rows[-1]["pages"] = int(rows[-1].get("pages") or 0) + pages
    else:
        rows.append({**row, "pages": pages})
    words = f"识别了 {pages} 页"
    archive.execute(SetFields(volume_id, {"read": rows}, by_program=True, undoable=False, words=words))
