"""Which pictures of an archive look like one: brought up to date in a process of its own, and read as groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from archive_app.derived.likeness.comparing import Compared, compare
from archive_app.derived.likeness.kept import KeptPrints, Pair
from archive_app.derived.thumbnails import thumbnail_path
from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.services.jobs import Jobs, JobState, Reporter

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_TICK = 0.2  # seconds between two looks at the process


@dataclass(frozen=True, slots=True)
class Member:
    """A picture that looks like another, and the item it belongs to."""

    item: Record
    file: Record

    @property
    def pixels(self) -> int:
        """How many it has: what tells a scan from its copy."""
        return int(self.file["width"] or 0) * int(self.file["height"] or 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures that look like one, of at least two items; the largest first. ``likeness``: of the likest two (0 to
    1)."""

    members: tuple[Member, ...]
    likeness: float


def behind(archive: Archive) -> bool:
    """Whether there are pictures that were not compared yet."""
    kept = KeptPrints(archive.root)
    names = kept.prints()[0]
    return kept.searched() < len(names) or not set(archive.catalogue.picture_hashes()) <= set(names)


def catch_up(
    archive: Archive, progress: Callable[[float, str], None], cancelled: Callable[[], bool] = lambda: False
) -> Compared:
    """Compare the pictures that came since; those without a thumbnail get one first.

    It may be stopped and goes on where it was. Raises ``StorageFailed`` where the results cannot be kept.
    """
    pictures = archive.catalogue.picture_hashes()
    known = set(KeptPrints(archive.root).prints()[0])
    without = [one for one in pictures if one not in known and not (archive.root / thumbnail_path(one)).exists()]
    for number, sha256 in enumerate(without):
        if cancelled():
            return Compared(0, ())
        progress(0.3 * number / len(without), "做缩略图")
        with suppress(ArchiveError):  # one that nothing decodes looks like none
            archive.thumbnail(sha256)
    job = Jobs(lambda one: progress(one.share, one.words)).in_process(
        "找像是同一张的照片", _compare, archive.root, pictures
    )
    while not job.wait(_TICK):
        if cancelled():
            job.cancel()
    if job.error is not None:
        raise job.error
    if job.fault:
        raise RuntimeError(job.fault)
    return job.result if job.state is JobState.DONE else Compared(0, ())


def _compare(reporter: Reporter, root: Path, pictures: list[str]) -> Compared:
    return compare(root, pictures, reporter.progress, reporter.cancelled)


def alike(archive: Archive, items: Collection[str] = ()) -> list[Group]:
    """The groups nobody has decided about, the likest first; of ``items`` only, where there are any.

    Two pictures of one item are no question, nor are two that a person said are not one, or one of which says that it
    was made from the other.
    """
    pairs = KeptPrints(archive.root).pairs()
    files: dict[str, list[Record]] = {}
    for one in archive.catalogue.pictures_with({key for pair in pairs for key in (pair.first, pair.second)}):
        files.setdefault(str(one["sha256"]), []).append(one)
    open_pairs = [
        (first, second, pair.likeness)
        for pair in pairs
        for first in files.get(pair.first, ())
        for second in files.get(pair.second, ())
        if _open(first, second)
    ]
    owners = archive.catalogue.load("item", {str(one["item"]) for pair in open_pairs for one in pair[:2]})
    found = [_group(members, likeness, owners) for members, likeness in _put_together(open_pairs)]
    wanted = set(items)
    kept = [group for group in found if not wanted or any(one.item.id in wanted for one in group.members)]
    return sorted(kept, key=lambda group: -group.likeness)


def _open(first: Record, second: Record) -> bool:
    """Whether two pictures that look alike are still to be decided about."""
    if first["item"] == second["item"]:
        return False
    if second["sha256"] in (first["unlike"] or ()) or first["sha256"] in (second["unlike"] or ()):
        return False
    return str(first["made_from"]) != second.id and str(second["made_from"]) != first.id


def _put_together(pairs: Iterable[tuple[Record, Record, float]]) -> list[tuple[list[Record], float]]:
    """Who is connected, with the best likeness among them."""
    group_of: dict[str, int] = {}
    groups: dict[int, tuple[dict[str, Record], float]] = {}
    for number, (first, second, likeness) in enumerate(pairs):
        members, best = {first.id: first, second.id: second}, likeness
        for key in {group_of[one.id] for one in (first, second) if one.id in group_of}:
            others, theirs = groups.pop(key)
            members, best = {**others, **members}, max(best, theirs)
        groups[number] = members, best
        group_of.update(dict.fromkeys(members, number))
    return [(list(members.values()), best) for members, best in groups.values()]


def _group(files: Iterable[Record], likeness: float, items: dict[str, Record]) -> Group:
    members = [Member(items[str(one["item"])], one) for one in files]
    return Group(tuple(sorted(members, key=lambda one: (-one.pixels, one.item.id))), likeness)


__all__ = ["Group", "Member", "Pair", "alike", "behind", "catch_up"]
