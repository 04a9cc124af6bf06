"""征集线索 (抢救名单): who remembers what, how old they are, who goes when, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.services.archive import Archive

RESCUE_AGE = 85
"""From this age on 抢救 is proposed; a person decides."""
URGENCIES = ("抢救", "尽快", "一般")
OPEN = ("", "待访", "已约", "已访")
"""States in which something is still to be done."""
_WAITING = ("", "待访", "已约")


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead as the list shows it. ``age`` is of today, by full years from the birth year; None where nobody knows."""

    lead: Record
    age: int | None
    commissioner: str
    overdue: bool
    propose_rescue: bool
    last_visit: str

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.lead["state"] in OPEN

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi leads --json``."""
        values = self.lead.values
        return {
            "id": self.lead.id, "witness": self.lead.title, "age": self.age, "topic": values["topic"],
            "urgency": values["urgency"], "propose_rescue": self.propose_rescue, "state": values["state"],
            "commissioner": self.commissioner, "planned": values["planned"], "overdue": self.overdue,
            "visits": values["visits"], "item": values["item"] or None,
        }  # fmt: skip


def leads(archive: Archive, today: date | None = None) -> list[LeadRow]:
    """Every lead: open ones first, by urgency, then the oldest witness, then the nearest planned day."""
    now = today or date.today()
    catalogue = archive.catalogue
    names = dict(catalogue.titles("commissioner"))
    records = catalogue.records("lead")
    persons = catalogue.load("person", [str(lead["person"]) for lead in records if lead["person"]])
    rows = [_row(lead, persons.get(str(lead["person"])), names, now) for lead in records]
    return sorted(rows, key=_order)


def _order(row: LeadRow) -> tuple[Any, ...]:
    urgency = str(row.lead["urgency"])
    rank = URGENCIES.index(urgency) if urgency in URGENCIES else len(URGENCIES)
    return (not row.open, rank, -(row.age or 0), row.lead["planned"] or "9999", row.lead.title, row.lead.id)


def _row(lead: Record, person: Record | None, names: dict[str, str], today: date) -> LeadRow:
    age = age_of(lead, person, today)
    days = sorted(str(visit["day"]) for visit in lead["visits"] if visit.get("day"))
    planned, state = str(lead["planned"] or ""), str(lead["state"])
    overdue = bool(planned) and planned < today.isoformat() and state in _WAITING and not (days and days[-1] >= planned)
    alive = person is None or not person["death"]
    old = age is not None and age >= RESCUE_AGE
    propose = old and alive and lead["urgency"] != "抢救" and state in _WAITING
    who = names.get(str(lead["commissioner"]), "")
    return LeadRow(lead, age, who, overdue, propose, days[-1] if days else "")


def age_of(lead: Record, person: Record | None, today: date) -> int | None:
    """How old the witness is: by the card's birth, the lead's birth year, or the age noted then and the years since."""
    birth = (person.values["birth"] or {}) if person is not None else {}
    if birth.get("latest") and birth.get("earliest"):
        return max(0, today.year - int(str(birth["latest"])[:4]))
    if lead["birth_year"]:
        return max(0, today.year - int(lead["birth_year"]))
    if lead["age"] is None or lead["age"] == "":
        return None
    noted = str(lead["noted_on"] or "")
    return int(lead["age"]) + (max(0, today.year - int(noted[:4])) if noted else 0)
