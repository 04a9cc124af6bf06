"""From a record to what is searched: every field declared searchable, by its label, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import fields_of
from archive_app.domain.manuscript import Manuscript
from archive_app.search.document import SearchDocument, SearchText

Lookups = Mapping[str, tuple[str, ...]]
"""Record id → the name and aliases of a person, place, organisation or event."""

_NAMED = {"person", "place", "organisation", "event"}
"""Records by whose names an item is found that links to them."""


def document_of(item_id: str, values: Mapping[str, Any], lookups: Lookups) -> SearchDocument:
    """What is searched of an item."""
    texts = [text for field in fields_of(values["kind"]).values() for text in _texts(field, values, lookups)]
    return SearchDocument(item_id, values["kind"], values["title"], values["access"], tuple(texts))


def _texts(field: Field, values: Mapping[str, Any], lookups: Lookups) -> Iterator[SearchText]:
    value = values.get(field.name)
    if not value:
        return
    if field.target in _NAMED:
        for key in _keys(value):
            for name in lookups.get(key, ()):
                yield SearchText(field.name, field.label, name, {"record": key})
    elif not field.searchable:
        return
    elif field.type is FieldType.MANUSCRIPT:
        for block, part, text in Manuscript.from_json(value).searchable():
            yield SearchText(field.name, field.label, text, {"block": block, "part": part})
    elif field.type is FieldType.ROWS:
        yield from _rows(field, value, lookups)
    elif field.type is FieldType.DATE:
        yield SearchText(field.name, field.label, value["display"])
    elif field.type is FieldType.DATES:
        for date in value:
            yield SearchText(field.name, field.label, date["display"])
    elif isinstance(value, list):
        for part in value:
            yield SearchText(field.name, field.label, str(part))
    else:
        yield SearchText(field.name, field.label, field.label_of(str(value)))


def _keys(value: str | list[str]) -> list[str]:
    """The ids of a link or of links."""
    return [value] if isinstance(value, str) else value


def _rows(field: Field, rows: list[Mapping[str, Any]], lookups: Lookups) -> Iterator[SearchText]:
    """A text for each column of words, and for what linked records are called beside those; a row with a time says
    its second."""
    for number, row in enumerate(rows):
        place: dict[str, Any] = {"row": number}
        for name in ("start", "at"):
            if isinstance(row.get(name), int | float):
                place["seconds"] = row[name]
        if row.get("id"):
            place["segment"] = row["id"]
        for column in field.columns:
            value = row.get(column.name)
            if column.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CHOICE) and value and column.name != "id":
                yield SearchText(field.name, field.label, str(value), place)
            elif column.type is FieldType.TAGS:
                for part in value or ():
                    yield SearchText(field.name, field.label, str(part), place)
            elif column.target in _NAMED:
                for key in _keys(value or []):
                    for name in lookups.get(key, ()):
                        if name not in row.values():
                            yield SearchText(field.name, field.label, name, {**place, "record": key})
