"""Looks for faces over many items' photographs, and says which of them have some to be decided about."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.faces.models import Loader, Model, load
from archive_app.services.archive import Archive
from archive_app.services.faces.deciding import waiting
from archive_app.services.faces.finding import FaceFinder, Looked, photographs_of
from archive_app.services.jobs import Reporter

KIND = "photograph"
"""Only of these is it asked who is on them."""
_TOGETHER = 200
"""Items whose files are read before they are looked at: so it begins at once among a hundred thousand, and stops at
once."""


@dataclass(frozen=True, slots=True)
class Seen:
    """``items`` have ``faces`` to be decided about; of ``photographs`` looked at so many could not be opened."""

    photographs: int
    faces: int
    failed: int
    items: tuple[str, ...]


def look_through(archive: Archive, model: Model, reporter: Reporter, ids: Sequence[str], loader: Loader = load) -> Seen:
    """Look at every photograph of these items that was not looked at before. A cancelled search returns what there is,
    and goes on the next time. Raises ``Refused`` where there is no photograph among them."""
    seen = Seen(0, 0, 0, ())
    there = False
    for begin in range(0, len(ids), _TOGETHER):
        if reporter.cancelled():
            break
        part = list(ids[begin : begin + _TOGETHER])
        items = [one for one in archive.catalogue.load("item", part).values() if one["kind"] == KIND]
        files = {item.id: archive.catalogue.files_of(item.id) for item in items}
        photographs = photographs_of([file for beside in files.values() for file in beside])
        there = there or bool(photographs)
        if photographs:
            told = _Part(reporter, begin, len(part), len(ids))
            looked = FaceFinder(archive, model, loader).find(told, photographs)
            seen = _and(seen, archive, files, looked)
    if not there and not reporter.cancelled():
        raise Refused("选中的里面没有照片", "请选“照片”这一类的资料，有图片文件的。", code="no-photograph")
    return seen


class _Part:
    """How far the whole is, while a part of it is under way."""

    def __init__(self, reporter: Reporter, begin: int, count: int, whole: int) -> None:
        self._reporter, self._begin, self._count, self._whole = reporter, begin, count, whole

    def progress(self, share: float, _words: str) -> None:
        ready = self._begin + share * self._count
        words = f"看第 {min(int(ready) + 1, self._whole):,} 件，共 {self._whole:,} 件"
        self._reporter.progress(ready / self._whole, words)

    def cancelled(self) -> bool:
        return self._reporter.cancelled()


def _and(seen: Seen, archive: Archive, files: dict[str, list[Record]], looked: Sequence[Looked]) -> Seen:
    """What was seen before and in this part together."""
    now: dict[str, Record] = archive.catalogue.load("item", list(files))  # people were drawn meanwhile
    faces, found = 0, []
    for one in looked:
        item = now.get(str(one.file["item"]))
        left = waiting(item, files[item.id], one.file, one.found) if item is not None else []
        faces += len(left)
        if left and item is not None and item.id not in found:
            found.append(item.id)
    failed = sum(bool(one.failed) for one in looked)
    return Seen(seen.photographs + len(looked), seen.faces + faces, seen.failed + failed, (*seen.items, *found))
