"""What was typed and cannot be stored as it stands: kept on this machine until it is set right or given up.

A number with letters, 2月30日 where a day is wanted, a row one cell of which is wrong: the archive takes none of it,
and the person has gone on to the next item, or the lamp went out. It is theirs alone, so it is kept with the settings
of the machine and never in the archive.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive_app.services.settings import settings_path
from archive_app.vault.durable import replacing

FOLDER = "held-words"


class HeldWords:
    """Of one archive: record → field → what was typed, in the form in which its editor gives it."""

    def __init__(self, archive_id: str, folder: Path | None = None) -> None:
        self._path = (folder or settings_path().parent / FOLDER) / f"{archive_id}.json"
        self._writing = threading.Lock()
        self._held = _read(self._path)

    def of(self, record: str) -> Mapping[str, Any]:
        """What is kept of a record, by field."""
        return dict(self._held.get(record, {}))

    def records(self) -> list[str]:
        """The records of which something is kept, the first first."""
        return list(self._held)

    def keep(self, record: str, field: str, value: Any) -> None:
        """Keep what was typed. Raises ``StorageFailed`` where the disk refuses; until the program ends it is kept."""
        if self._held.get(record, {}).get(field, _NOTHING) != value:
            self._held.setdefault(record, {})[field] = value
            self._write()

    def drop(self, record: str, field: str) -> None:
        """It was set right, or given up."""
        if field in self._held.get(record, {}):
            del self._held[record][field]
            if not self._held[record]:
                del self._held[record]
            self._write()

    def _write(self) -> None:
        with self._writing:
            if not self._held:
                self._path.unlink(missing_ok=True)
                return
            with replacing(self._path) as handle:
                handle.write(json.dumps(self._held, ensure_ascii=False).encode("utf-8", "surrogatepass"))


_NOTHING = object()


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}  # nothing was kept; a file cut short says no more than that
    if not isinstance(found, dict):
        return {}
    return {key: dict(fields) for key, fields in found.items() if isinstance(fields, dict)}
