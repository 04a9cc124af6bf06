"""What a unit gives to a new item: values for fields that are empty, once, on the day it comes in.

No later change reaches what stands there already: an item's values are its own. The nearest unit that says something
of a field decides; 保管期限 of a unit is one of these values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

GIVEN = (
    "retention", "open_status", "publicity", "language", "script", "category", "series", "fonds_no", "commissioner",
    "source_channel", "provenance", "carrier", "draft_form", "genesis", "original_location", "copy_location",
    "copyright_holder", "credit_line", "use_levels", "secrecy", "keywords", "places", "organisations", "events",
    "cataloguer",
)  # fmt: skip
"""The fields of which a unit may give a value, in the order they are shown."""


def givable(archive: Archive, kind: str) -> dict[str, Field]:
    """The fields of a kind of which a unit may give a value; the archive's own ones among them."""
    fields = archive.fields_of(kind)
    own = {one.field.name: one.field for one in archive.own_fields if one.is_of(kind) and not one.field.by_program}
    return {**{name: fields[name] for name in GIVEN if name in fields}, **own}


def rows_of(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """Field → value as a unit keeps them."""
    return [{"field": name, "value": json.dumps(value, ensure_ascii=False)} for name, value in values.items()]


def said_by(record: Record) -> dict[str, Any]:
    """What a unit itself says: field → value. What cannot be read is left out."""
    found: dict[str, Any] = {}
    for row in record["defaults"] or ():
        try:
            found[str(row.get("field"))] = json.loads(str(row.get("value")))
        except ValueError:
            continue
    if record["retention"]:
        found.setdefault("retention", record["retention"])
    return found


class Defaults:
    """What each unit gives; every record is read once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._rows = archive.catalogue.units()
        self._said: dict[str, dict[str, Any]] = {}

    def of(self, unit: str) -> dict[str, Any]:
        """What a unit gives, with what those above it say where it says nothing."""
        from archive_app.domain.units import chain

        found: dict[str, Any] = {}
        for key in chain(self._rows, unit):
            if key not in self._said:
                record = self._archive.catalogue.load("unit", [key]).get(key)
                self._said[key] = said_by(record) if record is not None else {}
            for name, value in self._said[key].items():
                found.setdefault(name, value)
        return found

    def filling(self, unit: str, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an item of this kind with these values takes: only where it has nothing, and only what can stand."""
        allowed = givable(self._archive, kind)
        found: dict[str, Any] = {}
        given = self.of(unit)
        for name, field in allowed.items():
            if name not in given or values.get(name) not in (None, field.empty()):
                continue
            try:
                checked = field.check(given[name])
            except UsageError:  # a term that is no more
                continue
            if checked != field.empty():
                found[name] = checked
        return found


def words_of(archive: Archive, kind: str, names: Sequence[str]) -> str:
    """The fields by their labels: 保管期限、语言."""
    fields = archive.fields_of(kind)
    return "、".join(fields[name].label for name in names if name in fields)
