"""New items that come into one unit, one behind the other: their 件号, and what the unit gives them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from archive_app.services.units.acts import last_order
from archive_app.services.units.defaults import Defaults

if TYPE_CHECKING:
    from archive_app.services.archive import Archive


class Entering:
    """What each new item of an import has that is let go on a unit; nothing where there is none."""

    def __init__(self, archive: Archive, unit: str) -> None:
        """``unit`` is the id of a 全宗, 类 or 案卷, or empty. Raises ``UnknownRecord`` where it is none."""
        self._archive = archive
        self.unit = archive.catalogue.record(unit).id if unit else ""
        self._given = 0

    @cached_property
    def _defaults(self) -> Defaults:
        return Defaults(self._archive)

    @cached_property
    def _last(self) -> int:
        return last_order(self._archive, self.unit)

    def given(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an item of this kind with these values takes; each call is for one more item."""
        if not self.unit:
            return {}
        self._given += 1
        taken = self._defaults.filling(self.unit, kind, values)
        return {**taken, "unit": self.unit, "unit_order": self._last + self._given}
