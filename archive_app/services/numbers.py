"""征集号 and 档号: issued once, in order, by patterns of the settings, and never again.

A number is issued by a command of its own that cannot be undone; undoing the step that brought an item its number takes
back the step and leaves the number with the item. A counter goes on from the greatest number there is, so that a
catalogue rebuilt from ``records/`` does not begin anew.

Patterns name their parts in braces, in Chinese or English: ``{年度}`` (``{year}``) and ``{流水号:4}`` (``{seq:04d}``:
four digits), and for the 档号 (DA/T 13-2022: 全宗号-门类·年度·期限-件号) also ``{全宗号}`` (``{fonds}``), ``{门类}``
(``{category}``) and ``{期限}`` (``{retention}``). A counter belongs to all parts but the running number: each
门类·年度·期限 counts for itself.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive_app.catalogue.commands import Planned, View
from archive_app.domain.errors import UsageError
from archive_app.domain.identity import new_id
from archive_app.services.archive import Archive
from archive_app.services.settings import Settings

ACCESSION, REF_CODE = "accession_no", "ref_code"
LABELS = {ACCESSION: "征集号", REF_CODE: "档号"}
_SETTING = {ACCESSION: "accession_pattern", REF_CODE: "ref_pattern"}
_PARTS = {ACCESSION: {"year"}, REF_CODE: {"year", "fonds", "category", "retention"}}
_NAMES = {"年度": "year", "全宗号": "fonds", "门类": "category", "期限": "retention", "流水号": "seq"}
_SEQUENCE = "\x00"
_TEMPORARY = re.compile(r"T-\d+\Z")


def is_temporary(number: str) -> bool:
    """Whether a 征集号 is the device's own count (``T-0007``), to be replaced by the office's."""
    return _TEMPORARY.match(number) is not None


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pattern of a number, taken apart: ``text`` with the English names, ``written`` as in the settings."""

    field: str
    text: str
    sequence: str  # the format of {seq}
    written: str

    @classmethod
    def of(cls, field_name: str, settings: Settings) -> Pattern:
        """The pattern of the settings; raises ``UsageError`` that says what is wrong with it."""
        return cls.read(field_name, str(settings.get(_SETTING[field_name])))

    @classmethod
    def read(cls, field_name: str, written: str) -> Pattern:
        """A pattern as a person wrote it; raises ``UsageError`` that says what is wrong with it."""
        allowed = _PARTS[field_name] | {"seq"}
        text, names, digits = "", [], ""
        try:
            for plain, name, spec, _conversion in string.Formatter().parse(written):
                text += plain.replace("{", "{{").replace("}", "}}")
                if name is not None:
                    names.append(_NAMES.get(name, name))
                    text += f"{{{names[-1]}}}"
                    digits = spec or "" if names[-1] == "seq" else digits
        except ValueError as error:
            raise _wrong(field_name, written, "花括号不成对") from error
        if names.count("seq") != 1:
            raise _wrong(field_name, written, "要有一个 {流水号}")
        unknown = sorted(set(names) - allowed)
        if unknown:
            known = " ".join(f"{{{word}}}" for word, name in _NAMES.items() if name in allowed)
            raise _wrong(field_name, written, f"不认识 {{{unknown[0]}}}，可用的是 {known}")
        width = re.fullmatch(r"0?(\d{0,2})d?", digits)
        if width is None:
            raise _wrong(field_name, written, "流水号后面只能写位数，如 {流水号:4}")
        return cls(field_name, text, f"0{width[1]}d" if width[1] else "d", written)

    def frame(self, values: Mapping[str, str]) -> tuple[str, str]:
        """What stands before and after the running number."""
        made = ""
        for text, name, _spec, _conversion in string.Formatter().parse(self.text):
            made += text + ("" if name is None else _SEQUENCE if name == "seq" else values[name])
        before, _mark, after = made.partition(_SEQUENCE)
        return before, after

    def number(self, values: Mapping[str, str], sequence: int) -> str:
        """The number in full."""
        before, after = self.frame(values)
        return f"{before}{sequence:{self.sequence}}{after}"

    def counter(self, values: Mapping[str, str]) -> str:
        """The counter's name: all parts but the running number."""
        return f"{self.field}:" + "#".join(self.frame(values))


def fault_of(setting: str, text: str) -> str:
    """What is wrong with the value of a setting of numbers, in words; empty where nothing is."""
    for field_name, key in _SETTING.items():
        if key == setting:
            try:
                Pattern.read(field_name, text)
            except UsageError as error:
                return error.message
    return ""


def _wrong(field_name: str, text: str, why: str) -> UsageError:
    words = f"设置里{LABELS[field_name]}的式样“{text}”不能用：{why}"
    return UsageError(words, f"请在设置里改正（{_SETTING[field_name]}）。", code="wrong-pattern")


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
    before, after = pattern.frame(values)
    known = [
        _sequence(number, before, after) for _id, number, _trashed in archive.catalogue.numbers(pattern.field, before)
    ]
    archive.execute(IssueNumber(record_id, pattern, values, above=max((n for n in known if n is not None), default=0)))
    return str(archive.catalogue.record(record_id)[pattern.field])


def _sequence(number: str, before: str, after: str) -> int | None:
    """The running number in a number of this frame; what follows the frame does not matter."""
    found = re.match(re.escape(before) + r"(\d+)" + re.escape(after), number)
    return int(found.group(1)) if found else None


# — the report —


@dataclass(slots=True)
class Series:
    """One run of numbers: how many there are, the last, which are missing, which stand with an item in the trash."""

    name: str
    count: int = 0
    last: int = 0
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


def report(archive: Archive, field_name: str, settings: Settings | None = None) -> NumberReport:
    """What was issued, what is missing in between, and what stands with more than one item (A3)."""
    pattern = Pattern.of(field_name, settings or Settings())
    found = [entry for entry in archive.catalogue.numbers(field_name) if not is_temporary(entry[1])]
    return NumberReport(
        field_name,
        pattern.written,
        _series(pattern, found),
        _twice(found),
        [number for _id, number, _trashed in found if _taken_apart(pattern, number) is None],
    )


def _series(pattern: Pattern, found: Iterable[tuple[str, str, bool]]) -> list[Series]:
    runs: dict[tuple[str, str], dict[int, tuple[str, bool]]] = {}
    for _id, number, trashed in found:
        apart = _taken_apart(pattern, number)
        if apart is not None:
            before, sequence, after = apart
            runs.setdefault((before, after), {})[sequence] = (number, trashed)
    made = []
    for (before, after), numbers in sorted(runs.items()):
        last = max(numbers)
        one = Series(f"{before}…{after}", len(numbers), last)
        one.missing = [f"{before}{n:{pattern.sequence}}{after}" for n in range(1, last) if n not in numbers]
        one.in_trash = [number for _n, (number, trashed) in sorted(numbers.items()) if trashed]
        made.append(one)
    return made


def _taken_apart(pattern: Pattern, number: str) -> tuple[str, int, str] | None:
    expression = ""
    for text, name, _spec, _conversion in string.Formatter().parse(pattern.text):
        part = {"seq": r"(?P<seq>\d+)", "year": r"\d{4}", "retention": r"(?:Y|D30|D10)"}.get(name or "", ".+?")
        expression += re.escape(text) + ("" if name is None else part)
    found = re.match(expression, number)
    if found is None:
        return None
    return number[: found.start("seq")], int(found["seq"]), number[found.end("seq") :]


def _twice(found: Iterable[tuple[str, str, bool]]) -> list[tuple[str, list[str]]]:
    items: dict[str, list[str]] = {}
    for key, number, _trashed in found:
        items.setdefault(number, []).append(key)
    return [(number, keys) for number, keys in items.items() if len(keys) > 1]
