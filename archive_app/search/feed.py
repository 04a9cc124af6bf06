"""From a record to what is searched: every field declared searchable, by its label, with its place; its files' names;
and what it is filed under (``filing``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from archive_app.domain import voices
from archive_app.domain.access import Access
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.identity import is_id
from archive_app.domain.kinds import fields_of
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.own_fields import ids_in, is_own, key_of
from archive_app.domain.segments import Segment
from archive_app.domain.withholding import point_level
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.filing import dates_of, facets_of

Lookups = Mapping[str, tuple[str, ...]]
"""Record id → the name and aliases of a person, place, organisation, event or commissioner."""

Told = Mapping[str, tuple[tuple[str, str], ...]]
"""Card id → (own field, words) of what stands in the archive's own fields of the card."""

NAMED = ("person", "place", "organisation", "event", "commissioner")
"""Records by whose names an item is found that links to them."""

FILE_NAME = "file_name"
"""The field by which a file's name is searched; no record has one of that name."""


def document_of(
    item_id: str,
    values: Mapping[str, Any],
    lookups: Lookups,
    *,
    files: Iterable[Mapping[str, Any]] = (),
    towns: Mapping[str, str] | None = None,
    told: Told | None = None,
) -> SearchDocument:
    """What is searched of an item.

    ``files`` are its files' values with their ``id``; ``towns`` says for a place's id in which town it lies; ``told``
    what cards say in own fields.
    """
    values = _with_levels(values)
    texts: list[SearchText] = []
    for field in _searched(values["kind"]):
        if value := values.get(field.name):
            if field.name == "transcript":  # a speaker is called as his card is called now
                value = voices.shown(value, values.get("speakers") or (), _Called(lookups))
            texts += _texts(field, value, lookups)
    for name in values:
        if is_own(name):
            texts += _own_texts(name, values[name], lookups)
    texts += _of_cards(values, lookups, told or {})
    names = [
        SearchText(FILE_NAME, "文件", file["name"], {"file": file["id"]}, file.get("access") or "")
        for file in files
        if file.get("name")
    ]
    return SearchDocument(
        item_id,
        values["kind"],
        values["title"],
        values["access"],
        (*texts, *names),
        facets_of(_open_points(values), towns or {}),
        dates_of(values),
        values.get("accession_no") or "",
        values.get("ref_code") or "",
    )


def _with_levels(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with each index point at the level of the segments in which it stands: it tells what they say."""
    points, rows = values.get("index_points"), values.get("transcript")
    if not points or not rows or not any(row.get("access") for row in rows):
        return values
    segments = [Segment.from_json(row) for row in rows]
    leveled = []
    for one in points:
        timed = isinstance(one.get("at"), int | float)
        level = point_level(float(one["at"]), str(one.get("file") or ""), segments) if timed else ""
        leveled.append({**one, "access": level} if level else one)
    return {**values, "index_points": leveled}


def _open_points(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values without the index points that are stricter than the item: under what they speak of it is not filed."""
    points = values.get("index_points") or ()
    own = Access(values["access"]) if values["access"] in set(Access) else Access.INTERNAL
    kept = [one for one in points if Access(one.get("access") or own).rank <= own.rank]
    return values if len(kept) == len(points) else {**values, "index_points": kept}


class _Called(Mapping[str, str]):
    """Record id → its name."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    def __getitem__(self, key: str) -> str:
        return self._lookups[key][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lookups)

    def __len__(self) -> int:
        return len(self._lookups)


def linked(values: Mapping[str, Any]) -> set[str]:
    """The ids of the cards by whose names an item is found; of its own fields those of whatever they link to."""
    return {key for key, _level in _links(values)}


def _links(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(id, level of the row in which it stands, empty for the item's) of every card an item links to, in order."""
    for field in fields_of(values["kind"]).values():
        value = values.get(field.name)
        if not value:
            continue
        if field.target in NAMED:
            yield from ((key, "") for key in _keys(value))
        for column in field.columns:
            if column.target in NAMED:
                for row in value:
                    yield from ((key, str(row.get("access") or "")) for key in _keys(row.get(column.name) or []))
    for name, value in values.items():
        if is_own(name):
            yield from ((key, "") for key in ids_in(value))


def _of_cards(values: Mapping[str, Any], lookups: Lookups, told: Told) -> Iterator[SearchText]:
    """What stands in own fields of the cards an item links to. It is the office's: no reader finds it, and where a card
    is named in a closed segment alone, nobody finds it by that who may not see the segment."""
    levels: dict[str, str] = {}
    for key, level in _links(values) if told else ():
        if key in told:
            levels[key] = min(levels.get(key, level), level, key=_strictness)
    own = Access(values["access"]) if values["access"] in set(Access) else Access.INTERNAL
    for key, level in levels.items():
        strict = max((Access(level or own), Access.INTERNAL), key=lambda one: one.rank)
        access = str(strict) if strict.rank > own.rank else ""
        for name, words in told[key]:
            label = f"{key_of(name)}（{lookups[key][0]}）"
            yield SearchText(name, label, words, {"record": key}, access)


def _strictness(level: str) -> int:
    return Access(level).rank if level else -1


@cache
def _searched(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that have words to search."""
    return tuple(field for field in fields_of(kind).values() if field.searchable or field.target in NAMED)


def _texts(field: Field, value: Any, lookups: Lookups) -> Iterator[SearchText]:
    if field.target in NAMED:
        for key in _keys(value):
            for name in lookups.get(key, ()):
                yield SearchText(field.name, field.label, name, {"record": key})
    elif field.type is FieldType.MANUSCRIPT:
        for block, part, text in Manuscript.searchable_in(value):
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


def _own_texts(name: str, value: Any, lookups: Lookups) -> Iterator[SearchText]:
    """The words of an own field; of one that links the names of the cards, never an id."""
    for words in own_words(value):
        if is_id(words):
            for called in lookups.get(words, ()):
                yield SearchText(name, key_of(name), called, {"record": words})
        else:
            yield SearchText(name, key_of(name), words)


def own_words(value: Any) -> list[str]:
    """The words of an own field's value, whatever it is; yes and no are none. Ids stand for what is linked to."""
    if isinstance(value, bool):
        return []
    if isinstance(value, Mapping):
        return [str(value.get("display", ""))]
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def _keys(value: str | list[str]) -> list[str]:
    """The ids of a link or of links."""
    return [value] if isinstance(value, str) else value


def _rows(field: Field, rows: list[Mapping[str, Any]], lookups: Lookups) -> Iterator[SearchText]:
    """A text for each column of words, and for what linked records are called beside those; a row with a time says
    its second, and one with a level of its own that."""
    for number, row in enumerate(rows):
        place: dict[str, Any] = {"row": number}
        for name in ("start", "at"):
            if isinstance(row.get(name), int | float):
                place["seconds"] = row[name]
        if row.get("id"):
            place["segment"] = row["id"]
        if row.get("file") and "seconds" in place:
            place["file"] = row["file"]
        access = str(row.get("access") or "")
        for column in field.columns:
            value = row.get(column.name)
            if column.name in ("id", "access") or (column.by_program and column.name == "file"):
                continue
            if column.name == "role" and value:
                yield SearchText(field.name, field.label, str(value), dict(place), access)
                place["role"] = str(value)
            elif column.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CHOICE) and value:
                yield SearchText(field.name, field.label, str(value), place, access)
            elif column.type is FieldType.TAGS:
                for part in value or ():
                    yield SearchText(field.name, field.label, str(part), place, access)
            elif column.target in NAMED:
                for key in _keys(value or []):
                    for name in lookups.get(key, ()):
                        if name not in row.values():
                            yield SearchText(field.name, field.label, name, {**place, "record": key}, access)
