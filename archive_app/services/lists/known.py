"""What the archive holds already of what a list brings: found by title first, then compared field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.domain.entities import entity_named
from archive_app.domain.kinds import fields_of
from archive_app.domain.own_fields import is_own, stray

_Values = Mapping[str, Any]


class Known:
    """Records of one entity by title, those that the import itself makes included."""

    def __init__(self, catalogue: Catalogue, entity: str, titles: Iterable[str]) -> None:
        wanted = set(titles)
        self._entity = entity
        self._by_title: dict[str, list[tuple[str, _Values]]] = {}
        ids = [key for key, title in catalogue.titles(entity) if title in wanted]
        for key, record in catalogue.load(entity, ids).items():
            self._by_title.setdefault(record.title, []).append((key, record.values))

    def find(self, title: str, values: _Values, source: str) -> str | None:
        """The record that a row's values describe again, or None.

        With a number it came with: the same number and title. Without: the same row of a list of the same name, or
        nothing in the row that the record does not say.
        """
        for key, there in self._by_title.get(title, ()):
            if values.get("received_no") or there.get("received_no"):
                if values.get("received_no", "") == there.get("received_no", ""):
                    return key
            elif self._same_place(source, there) or self._says_no_more(values, there):
                return key
        return None

    def namesakes(self, title: str) -> int:
        """How many records bear this name."""
        return len(self._by_title.get(title, ()))

    def add(self, title: str, record_id: str, values: _Values) -> None:
        """A record the import makes."""
        self._by_title.setdefault(title, []).append((record_id, values))

    def _same_place(self, source: str, there: _Values) -> bool:
        before = str(there.get("source_name", "")) if self._entity == "item" else ""
        return "!" in before and _row_of(before) == _row_of(source)

    def _says_no_more(self, values: _Values, there: _Values) -> bool:
        if self._entity == "item":
            if there.get("kind") != values["kind"]:
                return False
            declared = {**fields_of(str(values["kind"])), **{name: stray(name) for name in values if is_own(name)}}
        else:
            declared = {field.name: field for field in entity_named(self._entity).fields}
        return all(
            within(declared[name].check(value), there.get(name, declared[name].empty()))
            for name, value in values.items()
            if name in declared and name not in ("source_name", "received", "suggestions")
        )


def within(value: Any, there: Any) -> bool:
    """Whether a stored value says what another does, or more: of lists every part, of dates the words, of rows the
    columns that are given."""
    if isinstance(value, list) and isinstance(there, list):
        return all(any(_part_within(part, one) for one in there) for part in value)
    if isinstance(value, dict) and isinstance(there, dict):  # a date: its words
        return bool(value.get("display") == there.get("display"))
    return bool(value == there)


def _part_within(part: Any, one: Any) -> bool:
    if isinstance(part, dict) and isinstance(one, dict) and "display" not in part:
        return all(one.get(name) == value for name, value in part.items())
    return within(part, one) if isinstance(part, dict) else bool(part == one)


def _row_of(source: str) -> tuple[str, str]:
    """The list's own name and the row in it: where the list lay does not matter."""
    outer, _, inner = source.partition("!")
    return outer.replace("\\", "/").rpartition("/")[2], inner
