"""Where reading stopped in each item, kept on this machine across restarts."""

from __future__ import annotations

import json
from pathlib import Path

from archive_app.domain.errors import StorageFailed
from archive_app.services.settings import settings_path
from archive_app.vault.durable import replacing

FILE_NAME = "reading.json"
_MOST = 2_000
"""Items of all archives whose place is kept; the oldest go first."""


class KeptPlaces:
    """The places of one archive's reader. What cannot be read or written is as if nothing had been kept."""

    def __init__(self, archive_id: str, path: Path | None = None) -> None:
        self._archive = archive_id
        self._path = path or settings_path().with_name(FILE_NAME)
        self._changed: dict[str, tuple[str, int]] = {}
        self._known = _read(self._path)

    def get(self, item: str) -> tuple[str, int] | None:
        """The text and the offset in it at which reading stopped; None at the beginning."""
        found = self._known.get(f"{self._archive}/{item}")
        return (found[0], found[1]) if found is not None and found[0] else None

    def keep(self, item: str, key: str, offset: int) -> None:
        """Reading of an item stopped here; an empty key is its beginning."""
        name = f"{self._archive}/{item}"
        if self._known.get(name, ("", 0)) == (key, offset):
            return
        self._known.pop(name, None)
        self._known[name] = self._changed[name] = (key, offset)

    def save(self) -> None:
        """Write what changed; another window's places stay."""
        if not self._changed:
            return
        known = _read(self._path)
        for name, place in self._changed.items():
            known.pop(name, None)
            if place[0]:
                known[name] = place
        newest = dict(list(known.items())[-_MOST:])
        try:
            with replacing(self._path) as handle:
                handle.write(json.dumps(newest, ensure_ascii=False).encode())
        except (OSError, StorageFailed):
            return  # a place in a book is not worth a message
        self._changed.clear()


def _read(path: Path) -> dict[str, tuple[str, int]]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        str(name): (place[0], place[1])
        for name, place in stored.items()
        if isinstance(place, list) and len(place) == 2 and isinstance(place[0], str) and isinstance(place[1], int)
    }
