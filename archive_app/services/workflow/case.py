"""What a gate looks at: the item, who acts, which move, and what the archive holds about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.kinds import Kind, kind_named
from archive_app.domain.workflow import Actor, Move, State, VolumeState
from archive_app.services.archive import Archive
from archive_app.services.number_note import NumberSettings
from archive_app.services.workflow.people import People


@dataclass
class Case:
    """One item before one move. ``thorough``: originals are read and hashed, not only looked for."""

    archive: Archive
    item: Record
    move: Move
    actor: Actor
    people: People
    settings: NumberSettings
    today: date
    comment: str = ""
    thorough: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of material."""
        return kind_named(str(self.item["kind"]))

    @property
    def log(self) -> Sequence[dict[str, Any]]:
        """The moves so far."""
        rows: Sequence[dict[str, Any]] = self.item["workflow_log"]
        return rows

    @property
    def round(self) -> int:
        """How often the item has been sent back."""
        return int(self.item["returned_count"] or 0)

    @cached_property
    def files(self) -> list[Record]:
        """The item's files in order."""
        return self.archive.catalogue.files_of(self.item.id)

    @cached_property
    def volume(self) -> Record | None:
        """The volume the item is in: one that is still being made, if there is one."""
        return volume_of(self.archive, self.item.id)

    @property
    def state(self) -> State:
        """Where the item stands."""
        return State(self.item["state"])


def volume_of(archive: Archive, item_id: str) -> Record | None:
    """The volume an item is in: one that is still being made, if there is one."""
    found = volumes_of(archive, item_id)
    making = [volume for volume in found if volume["state"] not in (VolumeState.ISSUED, VolumeState.PUBLISHED)]
    best = making or found
    return best[-1] if best else None


def volumes_of(archive: Archive, item_id: str) -> list[Record]:
    """The volumes that an item is in, the oldest first; what is in the trash does not count."""
    catalogue = archive.catalogue
    articles = catalogue.load("article", [key for entity, key in catalogue.pointing_to(item_id) if entity == "article"])
    sections = catalogue.load("section", [article["section"] for article in articles.values() if not article.trashed])
    volumes = catalogue.load("volume", sorted({s["volume"] for s in sections.values() if not s.trashed}))
    return [volume for volume in volumes.values() if not volume.trashed]


def variant_of(volume: Record) -> str:
    """``internal`` (内部资料) or ``public``, as the volume's imprint says; without a word, internal."""
    said = {str(row.get("key")): str(row.get("value")) for row in volume["imprint"]}
    return "public" if said.get("variant") == "public" else "internal"
