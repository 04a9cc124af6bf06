"""Where a card occurs: in which material, in what part, at which place of a picture, at which second of a recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive_app.catalogue.pointing import leads_to
from archive_app.catalogue.store import Record
from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import kind_named
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive

_HIDDEN = {"merged_into"}
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a card occurs.

    ``role`` says as what (口述者, 人名, 画面中 …), ``where`` the place within it. ``row`` counts a ROWS field's rows
    from 0; ``region`` is centre x, y, width, height as shares of the picture; ``seconds`` a time of the recording.
    """

    entity: str
    record: str
    title: str
    kind: str
    field: str
    role: str
    where: str = ""
    row: int | None = None
    region: tuple[float, ...] = ()
    seconds: float | None = None
    trashed: bool = False

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi where --json``; what there is nothing of is left out."""
        made: dict[str, Any] = {
            "entity": self.entity, "id": self.record, "title": self.title, "kind": self.kind, "field": self.field,
            "role": self.role, "where": self.where, "trashed": self.trashed,
        }  # fmt: skip
        if self.row is not None:
            made["row"] = self.row
        if self.region:
            made["region"] = list(self.region)
        if self.seconds is not None:
            made["seconds"] = self.seconds
        return made


def pointing(archive: Archive, card_id: str, limit: int | None = None) -> Iterator[Record]:
    """The records that point to a card, some at a time: a river may stand in fifty thousand of them."""
    found = [one for one in archive.catalogue.pointing_to(card_id) if one[0] != "contact"][:limit]
    for start in range(0, len(found), _AT_ONCE):
        grouped: dict[str, list[str]] = {}
        for entity, key in found[start : start + _AT_ONCE]:
            grouped.setdefault(entity, []).append(key)
        for entity, keys in grouped.items():
            yield from archive.catalogue.load(entity, keys).values()


def occurrences(archive: Archive, card_id: str, limit: int | None = None) -> list[Occurrence]:
    """Everything that points to a card (in at most ``limit`` records), materials first.

    Contacts are never listed; what is in the trash says so.
    """
    card = archive.catalogue.record(card_id)
    ours = [one.field for one in archive.own_fields if leads_to(one.field, card.entity)]
    found = [one for record in pointing(archive, card_id, limit) for one in _in_record(record, card, ours)]
    return sorted(found, key=lambda one: (one.entity != "item", one.trashed, one.title, one.row or 0))


def _in_record(record: Record, card: Record, ours: Iterable[Field] = ()) -> Iterator[Occurrence]:
    own = [field for field in ours if field.name in record.values]
    for field in (*entity_named(record.entity).fields, *own):
        if field.name in _HIDDEN or not leads_to(field, card.entity):
            continue
        if field.type is FieldType.ROWS:
            for number, row in enumerate(record.values[field.name] or ()):
                if _points(field, row, card.id):
                    yield _in_row(record, field, number, row)
        elif _holds(record.values[field.name], card.id):
            about = (record.entity, record.id, record.title, _kind(record))
            yield Occurrence(*about, field.name, field.label, trashed=record.trashed)


def _points(field: Field, row: dict[str, Any], card: str) -> bool:
    return any(column.target and _holds(row.get(column.name), card) for column in field.columns)


def _holds(value: Any, card: str) -> bool:
    return card in value if isinstance(value, list) else bool(value == card)


def _in_row(record: Record, field: Field, number: int, row: dict[str, Any]) -> Occurrence:
    role, where = field.label, ""
    seconds = row.get("at") if isinstance(row.get("at"), int | float) else None
    if "role" in row:
        role, where = str(row["role"]), str(row.get("name", ""))
    elif seconds is not None:
        where = f"{clock(seconds)}　{row.get('title', '')}".strip()
    elif field.name == "people":
        role = "画面中"
        order = f"左起第 {row['order']}" if row.get("order") else ""
        where = "".join((str(row.get("row", "")), order, f"（{row['certainty']}）" if row.get("certainty") else ""))
    return Occurrence(
        record.entity, record.id, record.title, _kind(record), field.name, role, where,
        row=number, region=tuple(row.get("region") or ()), seconds=seconds, trashed=record.trashed,
    )  # fmt: skip


def _kind(record: Record) -> str:
    return kind_named(str(record["kind"])).label if record.entity == "item" else entity_named(record.entity).label


def clock(seconds: float) -> str:
    """Seconds as ``1:02:03``."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
