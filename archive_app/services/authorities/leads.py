"""征集线索 (抢救名单): who remembers what, how old they are, who goes when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive

RESCUE_AGE = 85
"""From this age on 抢救 is proposed; a person decides."""
FAILING = ("病重",)
"""States of health in which 抢救 is proposed at any age."""
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
    deceased: bool = False
    """Whether the witness's card says that they have died."""

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.lead["state"] in OPEN and not self.deceased

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi leads --json``."""
        values = self.lead.values
        return {
            "id": self.lead.id, "witness": self.lead.title, "age": self.age, "health": values["health"],
            "topic": values["topic"], "area": values["area"], "urgency": values["urgency"],
            "propose_rescue": self.propose_rescue, "state": values["state"], "deceased": self.deceased,
            "open": self.open, "commissioner": self.commissioner, "planned": values["planned"],
            "overdue": self.overdue, "visits": values["visits"], "last_visit": self.last_visit,
            "item": values["item"] or None,
        }  # fmt: skip


def leads(archive: Archive, today: date | None = None, order: str = "urgency") -> list[LeadRow]:
    """Every lead, those still open first, each half in an order of ``ORDERS``."""
    if order not in ORDERS:
        words = "、".join(f"{name}（{label}）" for name, (label, _key) in ORDERS.items())
        raise UsageError(f"线索不能按“{order}”排", f"可以按 {words}。", code="unknown-order")
    now = today or date.today()
    catalogue = archive.catalogue
    names = dict(catalogue.titles("commissioner"))
    records = catalogue.records("lead")
    persons = catalogue.load("person", [str(lead["person"]) for lead in records if lead["person"]])
    rows = [_row(lead, persons.get(str(lead["person"])), names, now) for lead in records]
    key = ORDERS[order][1]
    return sorted(rows, key=lambda row: (not row.open, *key(row), row.lead.title, row.lead.id))


def _urgent_first(row: LeadRow) -> tuple[Any, ...]:
    """抢救; those for whom it is proposed and nobody has decided; 尽快; 一般 and undecided: each by age, then day."""
    urgency = str(row.lead["urgency"])
    rank: float = URGENCIES.index(urgency) if urgency in URGENCIES else URGENCIES.index("一般")
    if row.propose_rescue and not urgency:
        rank = URGENCIES.index("抢救") + 0.5
    return rank, -(row.age or 0), row.lead["planned"] or "9999"


ORDERS: dict[str, tuple[str, Callable[[LeadRow], tuple[Any, ...]]]] = {
    "urgency": ("按缓急", _urgent_first),
    "age": ("按年纪", lambda row: (-(row.age or 0), *_urgent_first(row))),
    "planned": ("按日子", lambda row: (row.lead["planned"] or "9999", *_urgent_first(row))),
    "commissioner": ("按由谁去", lambda row: (not row.commissioner, row.commissioner, *_urgent_first(row))),
}
"""What the list can be ordered by: what a person sees, and the key."""


def _row(lead: Record, person: Record | None, names: dict[str, str], today: date) -> LeadRow:
    age = age_of(lead, person, today)
    days = sorted(str(visit["day"]) for visit in lead["visits"] if visit.get("day"))
    planned, state = str(lead["planned"] or ""), str(lead["state"])
    alive = (person is None or not person["death"]) and state != "已故"
    waiting = alive and state in _WAITING
    overdue = waiting and bool(planned) and planned < today.isoformat() and not (days and days[-1] >= planned)
    pressing = (age is not None and age >= RESCUE_AGE) or lead["health"] in FAILING
    propose = pressing and waiting and lead["urgency"] != "抢救"
    who = names.get(str(lead["commissioner"]), "")
    return LeadRow(lead, age, who, overdue, propose, days[-1] if days else "", deceased=not alive)


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
