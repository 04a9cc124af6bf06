"""What a merge or a split has planned so far, laid over what is there."""

from __future__ import annotations

from typing import Any

from archive_app.catalogue.commands import Planned, View
from archive_app.domain.own_fields import is_own


class Draft:
    """Records as they will be: what a command has planned so far over what is there."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._values: dict[str, dict[str, Any]] = {}

    def entity(self, record_id: str) -> str:
        """Which entity a record belongs to."""
        return self.view.record(record_id).entity

    def get(self, record_id: str, field: str) -> Any:
        """A field as planned, or as it stands."""
        planned = self._values.get(record_id, {})
        if field in planned:
            return planned[field]
        stored = self.view.record(record_id).values
        return stored.get(field) if is_own(field) else stored[field]

    def names(self, record_id: str) -> list[str]:
        """The fields that are planned of a record."""
        return list(self._values.get(record_id, ()))

    def set(self, record_id: str, field: str, value: Any) -> None:
        """Plan a field's value."""
        self._values.setdefault(record_id, {})[field] = value

    def planned(self) -> list[Planned]:
        """What is to be written."""
        return [Planned(self.entity(key), key, values) for key, values in self._values.items()]
