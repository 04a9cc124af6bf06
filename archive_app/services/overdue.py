"""What waits too long: visits that were not made, originals that are not back, materials that nobody goes on with."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from archive_app.domain.workflow import State
from archive_app.frozen import dataclass
from archive_app.services.authorities.leads import leads
from archive_app.services.authorities.registers import BORROWED, LENT, loans

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

SOMEBODYS_TURN = (
    State.SUBMITTED, State.REGISTERED, State.FIRST_REVIEW, State.RETURNED, State.SECOND_REVIEW, State.FINAL_REVIEW,
    State.REFERRED, State.SUSPENDED, State.PROOF1, State.PROOF2, State.PROOF3, State.READ_THROUGH, State.CHECKED,
)  # fmt: skip
"""The states in which an item waits for a person; what is a draft, kept in reserve, shelved or printed may lie."""


_LOANS = {BORROWED: "借来的没有还", LENT: "借出的没有还"}


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that waits. ``entity`` and ``record`` lead to it; ``since`` is an ISO day, ``days`` until today."""

    entity: str
    record: str
    title: str
    what: str
    who: str
    since: str
    days: int

    def to_json(self) -> dict[str, str | int]:
        """The form of ``cunshi figures --json``."""
        return {
            "entity": self.entity,
            "id": self.record,
            "title": self.title,
            "what": self.what,
            "who": self.who,
            "since": self.since,
            "days": self.days,
        }


def overdue(archive: Archive, days: int, today: date | None = None) -> list[Late]:
    """Leads whose planned day has passed, loans past their day, and items that have been in a state for more than
    ``days`` days.

    The longest waiting first.
    """
    now = today or date.today()
    found = [
        Late("lead", one.lead.id, one.lead.title, "走访过了日子", one.commissioner, planned, passed)
        for one in leads(archive, now)
        if one.overdue and (passed := _days(planned := str(one.lead["planned"]), now)) is not None
    ]
    found += [
        Late("loan", one.loan.id, one.loan.title, _LOANS[str(one.loan["direction"])], str(one.loan["party"]),
             str(one.loan["due"]), -(one.left or 0))
        for one in loans(archive, now)
        if one.overdue
    ]  # fmt: skip
    waiting: list[tuple[str, str, str, int]] = []
    for item, state, since in archive.catalogue.waiting_since(SOMEBODYS_TURN):
        passed_days = _days(since, now)
        if passed_days is not None and passed_days > days:
            waiting.append((item, state, since, passed_days))
    rows = {row.id: row for row in archive.catalogue.item_rows(item for item, *_rest in waiting)}
    for item, state, since, passed_days in waiting:
        if item in rows:
            row = rows[item]
            words = f"{State(state).label}没有下文"
            found.append(Late("item", item, row.title, words, row.commissioner, _local(since), passed_days))
    return sorted(found, key=lambda late: (-late.days, late.title, late.record))


def _local(moment: str) -> str:
    """The day of a moment where this machine stands."""
    return datetime.fromisoformat(moment).astimezone().date().isoformat()


def _days(moment: str, today: date) -> int | None:
    """Days from an ISO day or moment until today; None where it is not known."""
    try:
        day = date.fromisoformat(moment) if len(moment) == 10 else date.fromisoformat(_local(moment))
    except ValueError:
        return None
    return (today - day).days
