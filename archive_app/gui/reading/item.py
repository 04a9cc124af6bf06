"""What there is to read of an item, brought from the catalogue in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.domain.adjustment import Adjustment, picture_key
from archive_app.domain.manuscript import BlockKind, Manuscript
from archive_app.gui.sound.files import SoundFile, sounds_of
from archive_app.search.document import SearchDocument
from archive_app.services import citing
from archive_app.typeset.folder import full_title

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as it is to be seen: its file record's id, its picture key, its size in pixels (0 where it is not
    known), and how it differs from its master."""

    id: str
    key: str
    width: int
    height: int
    adjusted: Adjustment


@dataclass(frozen=True, slots=True)
class ReadableItem:
    """An item to be read. ``placed`` are the pictures of its text by their file's id, ``pictures`` its own;
    ``printed_in`` the printed volumes it stands in, as (id, title)."""

    record: Record
    document: SearchDocument
    manuscript: Manuscript
    placed: Mapping[str, PictureFile]
    pictures: tuple[PictureFile, ...]
    sounds: tuple[SoundFile, ...]
    printed_in: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """The item's id."""
        return self.record.id


def readable(archive: Archive, item_id: str, document: Callable[[Record], SearchDocument]) -> ReadableItem:
    """Read an item; raises ``UnknownRecord``. It asks the catalogue: call it away from the painting thread."""
    catalogue = archive.catalogue
    record = catalogue.record(item_id)
    manuscript = Manuscript.from_json(record["manuscript"])
    sources = [block.picture.source for block in manuscript if block.kind is BlockKind.PICTURE and block.picture]
    placed = {key: _picture(file) for key, file in catalogue.load("file", sources).items()}
    files = catalogue.files_of(item_id)
    pictures = tuple(_picture(file) for file in files if str(file["mime"]).startswith("image/"))
    volumes = tuple(
        (volume.id, full_title(volume.title, volume["number"])) for volume in citing.printed_in(archive, item_id)
    )
    return ReadableItem(record, document(record), manuscript, placed, pictures, sounds_of(files), volumes)


def _picture(file: Record) -> PictureFile:
    adjusted = Adjustment.of(file.values)
    width, height = adjusted.size((float(file["width"] or 0), float(file["height"] or 0)))
    return PictureFile(file.id, picture_key(file.values), round(width), round(height), adjusted)
