"""What each commissioner has brought, beside what was asked for (篇, 字, 图, 时长, 件)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_app.catalogue.queries import ItemFilter
from archive_app.catalogue.store import Record
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive

MEASURES = {"pieces": "篇", "characters": "字", "pictures": "幅", "duration": "录音", "artefacts": "件"}
"""What is counted: the column of a target → its unit. ``duration`` is seconds."""
ADOPTED = {
    "approved", "reserved", "included", "proof1", "proof2", "proof3", "read_through", "checked",
    "issued", "published", "archived",
}  # fmt: skip
"""The states of what was taken: 终审通过 and beyond."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A commissioner's year: what came, what was asked, how many pieces were adopted (终审通过 and beyond)."""

    commissioner: Record
    year: int
    done: Mapping[str, float]
    target: Mapping[str, float]
    adopted: int

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi commissioners --json``."""
        return {
            "id": self.commissioner.id,
            "name": self.commissioner.title,
            "number": self.commissioner["number"],
            "areas": list(self.commissioner["areas"]),
            "topics": list(self.commissioner["topics"]),
            "year": self.year,
            "done": dict(self.done),
            "target": dict(self.target),
            "adopted": self.adopted,
        }


def brought(archive: Archive, year: int | None = None) -> list[Brought]:
    """Every commissioner's years (or one year), by number; years without work and target are left out."""
    found: list[Brought] = []
    for who in sorted(archive.catalogue.records("commissioner"), key=lambda r: (r["number"] or "~", r.id)):
        found += brought_by(archive, who, year)
    return found


def brought_by(archive: Archive, who: Record, year: int | None = None) -> list[Brought]:
    """One commissioner's years, the newest first."""
    catalogue = archive.catalogue
    done: dict[int, dict[str, float]] = {}
    adopted: dict[int, int] = {}
    ids = catalogue.item_ids(ItemFilter(commissioners=(who.id,)))
    seconds = catalogue.durations(who.id)
    for row in catalogue.item_rows(ids):
        came = row.received[:4]
        number = int(came) if came.isdigit() else 0
        counted = done.setdefault(number, dict.fromkeys(MEASURES, 0.0))
        for name, amount in _measured(row.kind, row.characters, seconds.get(row.id, 0.0)).items():
            counted[name] += amount
        adopted[number] = adopted.get(number, 0) + (row.state in ADOPTED)
    targets = {int(row["year"]): row for row in who["targets"] if row.get("year")}
    years = sorted({*done, *targets} if year is None else {year} & {*done, *targets}, reverse=True)
    return [
        Brought(
            who, one, done.get(one, dict.fromkeys(MEASURES, 0.0)),
            {name: float(targets[one][name]) for name in MEASURES if one in targets and targets[one].get(name)},
            adopted.get(one, 0),
        )
        for one in years
    ]  # fmt: skip


def _measured(kind: str, characters: int, seconds: float) -> dict[str, float]:
    """What a material counts as: a text is 篇 and 字, a photograph 幅, a recording also its seconds, an object 件."""
    if kind == "photograph":
        return {"pictures": 1}
    if kind == "artefact":
        return {"artefacts": 1}
    return {"pieces": 1, "characters": characters, "duration": seconds}


def amount_words(name: str, value: float) -> str:
    """A count as a person reads it: 12 篇, 1 小时 20 分."""
    if name != "duration":
        return f"{int(value):,} {MEASURES[name]}"
    minutes = round(value / 60)
    return f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分钟"
