"""What an item is filed under: the values of its facets, and the days its dates enclose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from archive_app.domain.fields import FieldType
from archive_app.domain.kinds import fields_of
from archive_app.frozen import dataclass
from archive_app.search.document import OF_A_LIFETIME

_PLAIN = ("kind", "state", "access", "category", "series", "commissioner")
"""Facets that are a field of the same name."""
_CARDS = {"person": "person", "place": "place", "organisation": "organisation", "event": "event"}
"""Facet → the entity whose cards it lists."""
_WRITTEN = {"place": ("interview_place", "place_taken"), "tag": ("keywords",)}
"""Facet → fields whose words are values too."""
_NOBODY = {"不详", "佚名", "未详", "待考", "无名氏"}
_NAMES = ("name", "photographer")
"""Columns and fields that hold a person's name; where its row links a card, the card stands for it."""


@dataclass(frozen=True, slots=True)
class _Filing:
    """The fields of a kind that say under what its items are filed: most of its fields say nothing of it."""

    cards: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(facet, field, columns): the field holds links to cards, or, where columns are named, those of its rows do."""
    people: tuple[tuple[str, bool], ...]
    """(field, whether it has rows) in which people are named."""
    dates: tuple[tuple[str, bool], ...]
    """(field, whether it holds several)."""


@cache
def _filing(kind: str) -> _Filing:
    fields = fields_of(kind).values()
    cards: list[tuple[str, str, tuple[str, ...]]] = []
    for facet, entity in _CARDS.items():
        for field in fields:
            if field.target == entity:
                cards.append((facet, field.name, ()))
            cards += [(facet, field.name, (each.name,)) for each in field.columns if each.target == entity]
    people = [
        (field.name, field.name not in _NAMES)
        for field in fields
        if field.name in _NAMES or (field.searchable and any(column.name == "name" for column in field.columns))
    ]
    dated = (FieldType.DATE, FieldType.DATES)
    dates = [(field.name, field.type is FieldType.DATES) for field in fields if field.type in dated]
    return _Filing(tuple(cards), tuple(people), tuple(dates))


def facets_of(values: Mapping[str, Any], towns: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Facet → values of an item; ``towns`` says for a place's id in which town it lies."""
    filing = _filing(values["kind"])
    found: dict[str, dict[str, None]] = {}
    for name in _PLAIN:
        _add(found, name, [values.get(name)])
    for facet, field, columns in filing.cards:
        if value := values.get(field):
            _add(found, facet, _cards(value, columns))
    _add(found, "person", (name for name in _people(filing, values) if name.strip() not in _NOBODY))
    for facet, names in _WRITTEN.items():
        for name in names:
            value = values.get(name) or ()
            _add(found, facet, [value] if isinstance(value, str) else value)
    _add(found, "town", [towns.get(key) for key in found.get("place", ())])
    _add(found, "decade", decades(dates_of(values)))
    return {name: tuple(each) for name, each in found.items()}


def _add(found: dict[str, dict[str, None]], facet: str, values: Any) -> None:
    for value in values:
        if value and str(value).strip():
            found.setdefault(facet, {})[str(value).strip()] = None


def _cards(value: Any, columns: tuple[str, ...]) -> Iterator[str]:
    """The cards to which a field's value links, or these columns of its rows do."""
    if not columns:
        yield from [value] if isinstance(value, str) else value
    for column in columns:
        for row in value:
            key = row.get(column) or ()
            yield from [key] if isinstance(key, str) else key


def _people(filing: _Filing, values: Mapping[str, Any]) -> Iterator[str]:
    """The names of people who have no card."""
    for field, rows in filing.people:
        value = values.get(field)
        if not value:
            continue
        if not rows:
            yield value
        else:
            for row in value:
                if not row.get("person"):
                    yield row.get("name") or ""


def dates_of(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(earliest, latest) of each of an item's dates that has been read, in their order, each once."""
    found: dict[tuple[str, str], None] = {}
    for field, several in _filing(values["kind"]).dates:
        value = values.get(field)
        if not value:
            continue
        for date in value if several else [value]:
            if date.get("earliest") and date.get("latest"):
                found[date["earliest"], date["latest"]] = None
    return tuple(found)


def years(earliest: str, latest: str) -> range:
    """The years that a date may lie in; none where they are more than a lifetime, or not written as ISO days."""
    try:
        first, last = int(earliest[:4]), int(latest[:4])
    except ValueError:
        return range(0)
    return range(first, last + 1) if last - first <= OF_A_LIFETIME else range(0)


def decades(dates: tuple[tuple[str, str], ...]) -> list[str]:
    """The decades that the dates may lie in, as the years that begin them."""
    found = {year // 10 * 10 for first, last in dates for year in years(first, last)}
    return [f"{decade:04}" for decade in sorted(found)]


_TOWN_TYPES = ("镇", "乡", "街道")
_ABOVE = re.compile("^.*[省州市县区旗](?=.{2})")


def town_of(name: str, kind: str, parent: str) -> str:
    """The town (乡镇、街道) of a place: itself, or what its card names above it; empty where neither is one.

    Named in one way, whatever the card says before it: 西宁市城东区乐家湾镇 and 乐家湾 (a card of the type 镇) are both
    乐家湾镇. A card of the type 街道 may be a street; only its name tells.
    """
    for word in ("镇", "乡"):
        if word in re.split(r"[/、，, ]", kind or ""):
            return name if name.endswith(_TOWN_TYPES) else name + word
    for words in (name, (parent or "").strip()):
        if words.endswith(_TOWN_TYPES):
            return _ABOVE.sub("", words)
    return ""
