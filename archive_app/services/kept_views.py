"""How a person left a list on this machine: its columns, order and place, for each archive and person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive_app.services.settings import Settings

_KEY = "list_views"
_ARCHIVES = 20
_NOBODY = "（没有写姓名）"


class KeptView:
    """What is kept of one list: ``get`` reads, ``keep`` writes where it is another than before."""

    def __init__(self, settings: Settings, archive_id: str, actor: str) -> None:
        self._settings, self._archive, self._actor = settings, archive_id, actor or _NOBODY

    def get(self) -> Mapping[str, Any]:
        """What was kept; empty where nothing was, or where somebody wrote something else into the settings."""
        of_archive = self._settings.get(_KEY).get(self._archive)
        kept = of_archive.get(self._actor) if isinstance(of_archive, Mapping) else None
        return kept if isinstance(kept, Mapping) else {}

    def keep(self, **values: Any) -> None:
        """Keep these beside what is kept."""
        before = self.get()
        now = {**before, **values}
        if now == before:
            return
        every = dict(self._settings.get(_KEY))
        of_archive = every.pop(self._archive, None)
        people = {**(of_archive if isinstance(of_archive, Mapping) else {}), self._actor: now}
        latest = {self._archive: people, **every}
        self._settings.set(_KEY, dict(list(latest.items())[:_ARCHIVES]))


def columns_in(kept: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(name, width) of the columns that were chosen; empty where none were."""
    found = kept.get("columns")
    if not isinstance(found, list):
        return []
    return [
        (str(part[0]), int(part[1]))
        for part in found
        if isinstance(part, list) and len(part) == 2 and isinstance(part[1], int) and part[1] > 0
    ]
