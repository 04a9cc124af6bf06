"""采访名录 of a volume: who told it, when and where, and who listened."""

from __future__ import annotations

from collections.abc import Iterable

from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Manuscript
from archive_app.typeset.matter.files import interview_table

NAMELESS = "佚名"
"""How who is not to be named is printed."""


def interviews(items: Iterable[Record]) -> Manuscript:
    """The table of those ``items`` that are 口述史料, in their order; no row for one without a narrator."""
    rows = []
    for item in items:
        told, heard = _who(item, "口述者"), _who(item, "采访者")
        if item["kind"] == "oral_history" and told:
            rows.append(
                {
                    "narrator": NAMELESS if item["anonymous"] else told,
                    "date": (item["created"] or {}).get("display", ""),
                    "place": item["interview_place"],
                    "interviewer": heard,
                }
            )
    return Manuscript((interview_table(rows),)) if rows else Manuscript()


def _who(item: Record, role: str) -> str:
    return "、".join(str(row["name"]) for row in item["responsibility"] if row["role"] == role and row.get("name"))
