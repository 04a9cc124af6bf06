"""Dates read with what the archive knows: its local events, a record's speakers, the day of the interview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.hanzi.dating import Context, Dated, LocalEvent, Reading, read

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.catalogue.store import Record

NARRATORS = ("口述者", "作者")
"""Whose age and year an item's words are told in, the first that is there."""


def local_events(catalogue: Catalogue) -> tuple[LocalEvent, ...]:
    """The archive's events as the reader of dates needs them."""
    return tuple(
        event_of(str(record["name"]), record["aliases"], record["date"])
        for record in catalogue.records("event")
        if not record.trashed
    )


def event_of(name: str, aliases: Any, value: Any) -> LocalEvent:
    """An event from its stored fields."""
    stored = FuzzyDate.from_json(value) if value else FuzzyDate("")
    return LocalEvent(
        name, tuple(aliases or ()), stored.edtf, stored.earliest, stored.latest, "" if stored.edtf else stored.display
    )


def context_of(catalogue: Catalogue, record: Record) -> Context:
    """What an item's dates are read with: the narrator's birth, the day of the interview, the local events."""
    return Context(
        as_of=_day_of_telling(record),
        born=_birth(catalogue, record),
        events=local_events(catalogue),
    )


TOLD = ("oral_history", "contribution")
"""Kinds that came about by telling: 去年 in them counts from their day. A photograph's day is what is asked for."""


def _day_of_telling(record: Record) -> date | None:
    if record.entity != "item":
        return None
    created = (record.values.get("created") if record.values.get("kind") in TOLD else None) or {}
    told = created.get("latest", "") if created.get("earliest") == created.get("latest") else ""
    day = told or str(record.values.get("received") or "")
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def _birth(catalogue: Catalogue, record: Record) -> str:
    if record.entity != "item":
        return ""
    people = record.values.get("responsibility") or []
    for role in NARRATORS:
        for row in people:
            if row.get("role") == role and row.get("person"):
                found = catalogue.load("person", [row["person"]])
                birth = found[row["person"]]["birth"] if row["person"] in found else None
                if birth:
                    return str(birth.get("edtf") or birth.get("display") or "")
    return ""


def propose(text: str, context: Context) -> Reading:
    """The reading of an expression; what a person takes of it is stored by ``taken``."""
    return read(text, context)


def taken(display: str, chosen: Dated, *, note: str = "") -> FuzzyDate:
    """The words with the reading a person took, one of a reading's ``date`` and ``candidates``."""
    return FuzzyDate.from_json({**chosen.to_json(), "display": display, **({"note": note} if note else {})})


def as_of_day(text: str) -> date:
    """A day given as ISO 8601; raises ``UsageError`` otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text}”不是日期", "讲述日期写成 2026-03-18 这样。", code="wrong-value") from None


def with_sure_readings(
    catalogue: Catalogue, values: Mapping[str, Any], fields: Mapping[str, Field], record: Record | None = None
) -> tuple[dict[str, Any], list[tuple[str, Reading]]]:
    """(the values where a date typed in words has its reading, if that is beyond doubt; each of those words with its
    reading, sure or not). Dates that come with a reading of their own stay as they are."""
    made, read_ones = dict(values), []
    for name, value in values.items():
        declared = fields.get(name)
        if declared is None or declared.type not in (FieldType.DATE, FieldType.DATES):
            continue
        if not isinstance(value, str) or not value.strip():
            continue
        context = context_of(catalogue, record) if record else Context(events=local_events(catalogue))
        reading = propose(value.strip(), context)
        read_ones.append((value.strip(), reading))
        if reading.read and not reading.confirm and not reading.problem:
            stored = taken(value.strip(), reading.date).to_json()
            made[name] = stored if declared.type is FieldType.DATE else [stored]
    return made, read_ones
