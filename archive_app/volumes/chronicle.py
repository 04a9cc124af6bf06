"""大事记 of an archive: its dated, settled events, or those that the items of a volume point to."""

from __future__ import annotations

from collections.abc import Iterable

from archive_app.catalogue.catalogue import Catalogue
from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.typeset.matter.chronicle import Happening, Year, chronicle, manuscript, placeable

__all__ = ["Happening", "Year", "chronicle", "happenings", "manuscript"]

UNSETTLED = ("待考",)
"""Events whose 考订 says so are not printed as facts."""


def happenings(catalogue: Catalogue, items: Iterable[str] | None = None) -> list[Happening]:
    """The dated, settled events of an archive; of ``items`` only: those which the items point to."""
    records = catalogue.records("event")
    if items is not None:
        wanted = {event for item in catalogue.load("item", items).values() for event in item["events"]}
        records = [record for record in records if record.id in wanted]
    found = []
    for record in records:
        when = FuzzyDate.from_json(record["date"]) if record["date"] else None
        if when is not None and placeable(when) and not str(record["status"]).startswith(UNSETTLED):
            found.append(Happening(record.id, when, record.title))
    return found
