"""照片说明卡 of the photographs of an archive: 题名, numbers, 六要素, and the picture as it is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.adjustment import picture_key
from archive_app.domain.depicted import people_words
from archive_app.domain.errors import ArchiveError
from archive_app.reports.cards import Card, Cards
from archive_app.reports.held import Held, by_number, held

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted


def cards(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Callable[[float, str], None]) -> Cards:
    """A card of each photograph, by 档号; pictures are the small ones, 190 dpi on the card, turned and cropped."""
    catalogue = archive.catalogue
    ids = catalogue.item_ids() if wanted.items is None else wanted.items
    found = [item for item in held(catalogue, ids) if item.record["kind"] == "photograph"]
    made = []
    for number, item in enumerate(sorted(found, key=by_number("ref_code"))):
        progress(number / len(found), f"取第 {number + 1}/{len(found)} 张")
        picture, size = _picture(archive, item)
        made.append(Card(picture, size, _facts(item, catalogue.nameless), item.record.title))
    return Cards("照片说明卡", made, (*about, f"共 {len(made)} 张"))


def _facts(item: Held, nameless: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    people = people_words(item.record.values.get("people") or (), nameless)
    return (
        (("题名", item.record.title),),
        (("照片号", item.words("ref_code") or item.words("accession_no")), ("底片号", item.words("negative_no"))),
        (("参见号", item.words("cross_reference")), ("时间", item.words("created") or item.words("dates"))),
        (("地点", item.words("place_taken")), ("摄影者", item.words("photographer") or item.named("摄影者"))),
        (("事由", item.words("occasion")),),
        (("人物", people),),
        (("背景", item.words("background")),),
        (("文字说明", item.words("caption")),),
    )


def _picture(archive: Archive, item: Held) -> tuple[Path | None, tuple[int, int]]:
    """The first picture of an item and its pixels; none where it has none, or none that can be shown."""
    from PIL import Image

    for file in item.files:
        if str(file["mime"] or "").startswith("image/"):
            try:
                path = archive.thumbnail(picture_key(file.values))
                with Image.open(path) as opened:  # our own small JPEG, not the master
                    return path, opened.size
            except ArchiveError:  # what cannot be shown stands on the card as such
                continue
    return None, (0, 0)
