"""The recordings of an item, as the player needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.domain.media import is_film, is_heard

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A recording: its file record's id, its name, its length in seconds (0 where it is not known), its hash; ``film``:
    there is something to be seen in it, too."""

    id: str
    name: str
    seconds: float
    sha256: str = ""
    film: bool = False


def sounds_of(files: Iterable[Record]) -> tuple[SoundFile, ...]:
    """Those of an item's files that are recordings."""
    return tuple(
        SoundFile(
            file.id, str(file["name"]), float(file["duration"] or 0.0), str(file["sha256"]), is_film(str(file["mime"]))
        )
        for file in files
        if is_heard(str(file["mime"]))
    )
