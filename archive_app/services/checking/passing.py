"""What a person has looked at and lets stand: kept with the item, so that no machine and nobody asks again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Command, SetFields
from archive_app.domain.remarks import Remark

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

FIELD = "passed"


def waiting(record: Record, remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks that were not let stand, here or in the whole text."""
    rows = record.values.get(FIELD) or ()
    passed = {(row.get("rule", ""), row.get("words", ""), row.get("near", "")) for row in rows}
    return [
        one
        for one in remarks
        if (one.rule, one.words, one.near) not in passed and (one.rule, one.words, "") not in passed
    ]


def passing(record: Record, remark: Remark, *, everywhere: bool = False, by: str = "", why: str = "") -> SetFields:
    """A command that lets a remark stand: at its place, or ``everywhere`` in this text where its words are the same;
    ``by`` whom and ``why`` is kept with it.

    One step of undo, after which it is told again.
    """
    rows = list(record.values.get(FIELD) or ())
    if everywhere:
        rows = [row for row in rows if (row.get("rule"), row.get("words")) != (remark.rule, remark.words)]
    row = {"rule": remark.rule, "words": remark.words, "near": "" if everywhere else remark.near}
    if by:
        row |= {"by": by, "on": date.today().isoformat(), **({"why": why.strip()} if why.strip() else {})}
    where = "这一篇不再提" if everywhere else "这里不再提"
    return SetFields(record.id, {FIELD: [*rows, row]}, words=f"{where}：{remark.words}", by_program=True)


def asking_again(record: Record) -> Command:
    """A command after which everything that was let stand in an item is told again."""
    return SetFields(record.id, {FIELD: []}, words="检查：全部重新提", by_program=True)


def asking_for(record: Record, row: Mapping[str, Any]) -> Command:
    """A command after which what was let stand by this row is told again."""
    rows = [one for one in record.values.get(FIELD) or () if dict(one) != dict(row)]
    return SetFields(record.id, {FIELD: rows}, words=f"重新提：{row.get('words', '')}", by_program=True)
