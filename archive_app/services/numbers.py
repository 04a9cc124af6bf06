"""征集号 and 档号: issued once, in order, by patterns of the archive, and never again.

A number is issued by a command of its own that cannot be undone; undoing the step that brought an item its number takes
back the step and leaves the number with the item. A counter goes on from the greatest number there is, so that a
catalogue rebuilt from ``records/`` does not begin anew.

A counter belongs to all parts of its pattern (``number_patterns.py``) but the running number: each 门类·年度·期限
counts for itself. One machine issues (``issuing.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from archive_app.catalogue.commands import Planned, View
from archive_app.domain.identity import new_id
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.issuing import issue_here, issuer_of
from archive_app.services.number_note import NumberSettings
from archive_app.services.number_patterns import ACCESSION, LABELS, REF_CODE, Pattern, fault_of

_TEMPORARY = re.compile(r"T-\d+\Z")


def is_temporary(number: str) -> bool:
    """Whether a 征集号 is the device's own count (``T-0007``), to be replaced by the office's."""
    return _TEMPORARY.match(number) is not None


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """Give an item its number, unless it has one. Never undone; what it replaces stays in the item's history."""

    record_id: str
    pattern: Pattern
    values: Mapping[str, str]
    above: int
    type: str = "number"
    undoable: bool = False
    unit: str | None = None
    id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """Words for the history."""
        return f"编{LABELS[self.pattern.field]}"

    def plan(self, view: View) -> list[Planned]:
        """The next number of the counter."""
        record = view.record(self.record_id)
        if has_number(record.values, self.pattern.field):
            return []
        sequence = view.next_number(self.pattern.counter(self.values), self.above)
        return [Planned("item", record.id, {self.pattern.field: self.pattern.number(self.values, sequence)})]


def has_number(values: Mapping[str, Any], field_name: str) -> bool:
    """Whether an item bears a final number."""
    number = str(values.get(field_name) or "")
    return bool(number) and not (field_name == ACCESSION and is_temporary(number))


def issue(archive: Archive, record_id: str, pattern: Pattern, values: Mapping[str, str]) -> str:
    """Issue a number durably and return it; an item that has one keeps it."""
    if issuer_of(archive) is None:
        issue_here(archive)
    before, after = pattern.frame(values)
    found = (pattern.taken_apart(number) for _id, number, _trashed in archive.catalogue.numbers(pattern.field, before))
    known = [one[1] for one in found if one is not None and one[0] == before and one[2].startswith(after)]
    archive.execute(IssueNumber(record_id, pattern, values, above=max(known, default=0)))
    return str(archive.catalogue.record(record_id)[pattern.field])


# — the report —


@dataclass(slots=True)
class Series:
    """One run of numbers: how many there are, the last, which are missing, which stand with an item in the trash."""

    name: str
    count: int = 0
    last: int = 0
    unit: str = ""
    """The unit in which all its items stand, in words; empty where they stand in none, or in several."""
    missing: list[str] = field(default_factory=list)
    in_trash: list[str] = field(default_factory=list)


@dataclass(slots=True)
class NumberReport:
    """The state of one kind of number."""

    field: str
    pattern: str
    series: list[Series]
    duplicates: list[tuple[str, list[str]]]
    others: list[str]

    @property
    def sound(self) -> bool:
        """Whether nothing is missing and nothing is there twice."""
        return not self.duplicates and not any(one.missing for one in self.series)

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi numbers --json``."""
        return {
            "field": self.field,
            "label": LABELS[self.field],
            "pattern": self.pattern,
            "series": [
                {
                    "name": one.name,
                    "unit": one.unit,
                    "count": one.count,
                    "last": one.last,
                    "missing": one.missing,
                    "in_trash": one.in_trash,
                }
                for one in self.series
            ],
            "duplicates": [{"number": number, "items": items} for number, items in self.duplicates],
            "others": self.others,
        }


def report(archive: Archive, field_name: str) -> NumberReport:
    """What was issued, what is missing in between, and what stands with more than one item (A3)."""
    pattern = Pattern.of(field_name, NumberSettings(archive.root))
    found = [entry for entry in archive.catalogue.numbers(field_name) if not is_temporary(entry[1])]
    return NumberReport(
        field_name,
        pattern.written,
        _series(pattern, found, _units(archive) if field_name == REF_CODE else {}),
        _twice(found),
        [number for _id, number, _trashed in found if pattern.taken_apart(number) is None],
    )


def _units(archive: Archive) -> dict[str, str]:
    """Item → the words of the unit it stands in."""
    rows = archive.catalogue.units()
    return {item: rows[unit].words for item, unit in archive.catalogue.field_values("unit")} if rows else {}


def _series(pattern: Pattern, found: Iterable[tuple[str, str, bool]], units: Mapping[str, str]) -> list[Series]:
    runs: dict[tuple[str, str], dict[int, tuple[str, bool]]] = {}
    within: dict[tuple[str, str], set[str]] = {}
    for item, number, trashed in found:
        apart = pattern.taken_apart(number)
        if apart is not None:
            before, sequence, after = apart
            runs.setdefault((before, after), {})[sequence] = (number, trashed)
            within.setdefault((before, after), set()).add(units.get(item, ""))
    made = []
    for (before, after), numbers in sorted(runs.items()):
        last = max(numbers)
        unit = within[before, after]
        one = Series(f"{before}…{after}", len(numbers), last, next(iter(unit)) if len(unit) == 1 else "")
        one.missing = [f"{before}{pattern.digits(n)}{after}" for n in range(1, last) if n not in numbers]
        one.in_trash = [number for _n, (number, trashed) in sorted(numbers.items()) if trashed]
        made.append(one)
    return made


def _twice(found: Iterable[tuple[str, str, bool]]) -> list[tuple[str, list[str]]]:
    items: dict[str, list[str]] = {}
    for key, number, _trashed in found:
        items.setdefault(number, []).append(key)
    return [(number, keys) for number, keys in items.items() if len(keys) > 1]


__all__ = [
    "ACCESSION", "LABELS", "REF_CODE", "IssueNumber", "NumberReport", "Pattern", "Series", "fault_of", "has_number",
    "is_temporary", "issue", "report",
]  # fmt: skip
