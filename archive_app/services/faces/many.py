"""Looks for faces over many items' photographs, and says which of them have some to be decided about."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.faces.models import Loader, Model, load
from archive_app.services.archive import Archive
from archive_app.services.faces.deciding import waiting
from archive_app.services.faces.finding import FaceFinder, photographs_of
from archive_app.services.jobs import Reporter

KIND = "photograph"
"""Only of these is it asked who is on them."""


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
    items = [one for one in archive.catalogue.load("item", list(ids)).values() if one["kind"] == KIND]
    files = {item.id: archive.catalogue.files_of(item.id) for item in items}
    photographs = photographs_of([file for beside in files.values() for file in beside])
    if not photographs:
        raise Refused("选中的里面没有照片", "请选“照片”这一类的资料，有图片文件的。", code="no-photograph")
    looked = FaceFinder(archive, model, loader).find(reporter, photographs)
    now: dict[str, Record] = archive.catalogue.load("item", [item.id for item in items])  # people were drawn meanwhile
    faces, found = 0, []
    for one in looked:
        item = now.get(str(one.file["item"]))
        left = waiting(item, files[item.id], one.file, one.found) if item is not None else []
        faces += len(left)
        if left and item is not None and item.id not in found:
            found.append(item.id)
    failed = sum(bool(one.failed) for one in looked)
    return Seen(len(looked), faces, failed, tuple(found))
