"""What a row says of an item that is there: the empty fields it fills, and in words what it says differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_app.catalogue.standing import frozen_fields
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import fields_of, kind_named
from archive_app.domain.workflow import FROZEN, State
from archive_app.frozen import dataclass
from archive_app.intake.lists.rows import ListedRecord
from archive_app.services.lists.known import within

_ASIDE = ("kind", "source_name", "suggestions")
_SHOWN = 30  # characters of a value that are repeated


@dataclass(frozen=True, slots=True)
class Filling:
    """``values`` go into fields that are empty; ``remarks`` say what was left as it is."""

    values: Mapping[str, Any]
    remarks: tuple[str, ...]


def filling(record: ListedRecord, there: Mapping[str, Any], links: Mapping[str, str]) -> Filling:
    """A row held against the values of an item. ``links`` are words for ids: the names of the
    commissioners and of the cards that the item links to."""
    kind = kind_named(str(there["kind"]))
    declared = {**fields_of(kind.name), **record.own}
    standing = frozen_fields(kind.name) if State(there["state"]) in FROZEN else ()
    values: dict[str, Any] = {}
    remarks: list[str] = []
    if record.kind != kind.name:
        remarks.append(f"种类 “{kind_named(record.kind).label}” 与馆藏的 “{kind.label}” 不同，没有改。")
    for name, value in record.values.items():
        if name in _ASIDE or value in (None, "", [], {}):
            continue
        field = declared.get(name)
        if field is None:
            label = {**fields_of(record.kind), **record.own}[name].label
            remarks.append(f"{kind.label}没有“{label}”这一栏，清单里写的没有收。")
            continue
        wanted, now = field.check(value), there.get(name, field.empty())
        if now in (None, field.empty()):
            if name in standing:
                words = f"《{there['title']}》已经定稿，{field.label} “{shown(field, wanted, links)}” 没有填"
                remarks.append(f"{words}；要填请用“改样”。")
            else:
                values[name] = wanted
        elif name != "title_source" and not within(wanted, now):  # whose title it is goes with the title
            said, kept = shown(field, wanted, links), shown(field, now, links)
            remarks.append(f"{field.label} “{said}” 与馆藏的 “{kept}” 不同，没有改。")
    suggested = list(there.get("suggestions") or ())
    linked = {
        (name, links.get(key)) for name, field in declared.items() if field.type.links for key in _keys(there.get(name))
    }
    fresh = [
        row
        for row in record.suggestions
        if not any(_same(row, one) for one in suggested) and (row["field"], row["value"]) not in linked
    ]
    if fresh:
        values["suggestions"] = [*suggested, *fresh]
    return Filling(values, tuple(remarks))


def _keys(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _same(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(row.get(name) == other.get(name) for name in ("field", "value"))


def shown(field: Field, value: Any, links: Mapping[str, str], most: int = _SHOWN) -> str:
    """A value in one line of at most so many characters (0: whole), as a person knows it."""
    words = " ".join(_words(field, value, links).split())
    return words if not most or len(words) <= most else words[:most] + "……"


def _words(field: Field, value: Any, links: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_words(field, part, links) for part in value)
    if isinstance(value, Mapping):
        if "display" in value:  # a date: its words
            return str(value["display"])
        return " ".join(_row_words(field, value, links))
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.type.links:
        return links.get(str(value), str(value))
    return field.label_of(str(value))


def _row_words(field: Field, row: Mapping[str, Any], links: Mapping[str, str]) -> list[str]:
    """What a row says; not what the program numbers it by, nor a card by its id, nor a name and its card's alike."""
    columns = {column.name: column for column in field.columns}
    said: list[str] = []
    for name, part in row.items():
        column = columns.get(name, field)
        if not part or column.by_program or (column.type is FieldType.LINK and str(part) not in links):
            continue
        words = _words(column, part, links)
        if column.type is not FieldType.LINK or words not in said:
            said.append(words)
    return said


__all__ = ["Filling", "filling", "shown"]
