"""What each commissioner has brought, beside what was asked for (篇, 字, 图, 时长, 件)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_app.catalogue.cube import Cell
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
    done: dict[int, dict[str, float]] = {}
    adopted: dict[int, int] = {}
    for cell in archive.catalogue.cells():
        if cell.commissioner == who.id:
            counted = done.setdefault(cell.year, dict.fromkeys(MEASURES, 0.0))
            for name, amount in measured(cell).items():
                counted[name] += amount
            adopted[cell.year] = adopted.get(cell.year, 0) + (cell.items if cell.state in ADOPTED else 0)
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


def measured(cell: Cell) -> dict[str, float]:
    """What materials count as: a text is 篇 and 字, a photograph 幅, a recording also its seconds, an object 件."""
    if cell.kind == "photograph":
        return {"pictures": cell.items}
    if cell.kind == "artefact":
        return {"artefacts": cell.items}
    return {"pieces": cell.items, "characters": cell.characters, "duration": cell.seconds}


def amount_words(name: str, value: float) -> str:
    """A count as a person reads it: 12 篇, 1 小时 20 分."""
    if name != "duration":
        return f"{int(value):,} {MEASURES[name]}"
    minutes = round(value / 60)
    return f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分钟"
