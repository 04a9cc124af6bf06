"""What a person searched for on this machine, the newest first: theirs alone, so it is kept with the settings of the
machine and never in the archive."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from archive_app.services.settings import Settings

HISTORY = "search_history"
KEPT = 200
"""Searches that are remembered."""
_LONGEST = 500
"""Characters of one: what is longer was pasted, and nobody chooses it from a list."""
_writing = threading.Lock()
"""Held while what is remembered is read and written."""


def history(settings: Settings) -> list[str]:
    """The person's own searches on this machine, the newest first."""
    return [text for text in settings.get(HISTORY) if isinstance(text, str)]


def remember(settings: Settings, query: str) -> None:
    """Note a search that was made. Raises ``StorageFailed``, as ``forget`` and ``restore`` do."""
    query = query.encode("utf-8", "ignore").decode().strip()  # half a character, pasted, is none that a file can hold
    if query and len(query) <= _LONGEST:
        with _writing:
            before = history(settings)
            if before[:1] != [query]:
                settings.set(HISTORY, [query, *(text for text in before if text != query)][:KEPT])


def forget(settings: Settings, queries: Sequence[str] = ()) -> list[str]:
    """Forget these searches, or all; returns what there was, for ``restore``."""
    with _writing:
        before = history(settings)
        settings.set(HISTORY, [text for text in before if queries and text not in queries])
        return before


def restore(settings: Settings, before: Sequence[str]) -> None:
    """Take back a ``forget``; what was searched meanwhile stays, in front."""
    with _writing:
        settings.set(HISTORY, list(dict.fromkeys((*history(settings), *before)))[:KEPT])
