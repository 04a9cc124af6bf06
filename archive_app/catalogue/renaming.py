"""The old name of a card that is renamed stays one of its aliases, where records bear it.

Logs and statements keep the name of their day: who reviewed an item in 2024 is told from the name that stands in its
log of moves. After a rebuild from ``records/`` nothing but the card ties that name to a person. A name that stands
nowhere (a slip, half a name while it is typed) is let go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from archive_app.catalogue.store import Record

_ACTING = frozenset({"staff", "commissioner"})
_NAMED = frozenset({"person", "place", "organisation"})


class Bearers(Protocol):
    """Where a name may stand."""

    def record(self, record_id: str) -> Record:
        """A record."""

    def pointing_to(self, record_id: str, within: str = "") -> list[str]:
        """The ids of the records that point to it."""

    def has_acted(self, name: str) -> bool:
        """Whether a change, a step of an item or a review was somebody's of this name."""


def with_former_name(view: Bearers, record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` for a card, and with them the aliases with the name of before, where one has to be kept."""
    made, old = dict(values), str(record.values.get("name") or "").strip()
    if record.entity not in _ACTING | _NAMED or not old or "aliases" in made or made.get("name", old) == old:
        return made
    aliases = list(record["aliases"] or ())
    if old not in aliases and _is_borne(view, record, old):
        made["aliases"] = [*aliases, old]
    return made


def _is_borne(view: Bearers, card: Record, name: str) -> bool:
    if card.entity in _ACTING and view.has_acted(name):
        return True
    return any(name in _words(view.record(key).values) for key in view.pointing_to(card.id))


def _words(values: Mapping[str, Any]) -> Iterator[str]:
    """The words of a record's rows and links, each as a whole."""
    for value in values.values():
        for row in value if isinstance(value, list) else ():
            yield from (part for part in row.values() if isinstance(part, str)) if isinstance(row, Mapping) else ()
