"""What becomes of every file that an import meets."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from archive_app.frozen import dataclass
from archive_app.intake.proposal import Refusal
from archive_app.services.lists.planning import ListReport


@dataclass(frozen=True, slots=True)
class Imported:
    """A new item, and where it came from. In a dry run nothing has an ``id`` yet: it is empty."""

    id: str
    kind: str
    title: str
    source: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose bytes the archive holds already, as part of item ``id``."""

    source: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file joined to an item: one that was there, or one of the same import. ``title`` is the recording's where a
    transcript joined it."""

    id: str
    source: str
    warnings: tuple[str, ...] = ()
    title: str = ""


@dataclass(slots=True)
class ImportReport:
    """What became of every file met: each stands in one of the four lists. ``lists`` tells of list files by sheet."""

    imported: list[Imported] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    lists: list[ListReport] = field(default_factory=list)
    cancelled: bool = False

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """The form of ``cunshi import --json``; ``lists`` only where there were any."""
        lists = {"lists": [found.to_json() for found in self.lists]} if self.lists else {}
        return {
            "imported": [
                {"id": i.id, "kind": i.kind, "title": i.title, "source": i.source, "warnings": list(i.warnings)}
                for i in self.imported
            ],
            "attached": [
                {"id": a.id, "source": a.source, **({"warnings": list(a.warnings)} if a.warnings else {})}
                for a in self.attached
            ],
            "duplicates": [{"source": d.source, "id": d.id} for d in self.duplicates],
            "refused": [{"source": r.source, "reason": r.reason} for r in self.refused],
            **lists,
        }


Outcome = Imported | Duplicate | Attached | Refusal
