"""Whose hand a paragraph was changed by between two states of a text, read off the log step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from archive_app.services.archive import Archive
from archive_app.services.versions import TEXT, Version, versions


def hands_between(archive: Archive, item_id: str, older: Version, newer: Version) -> dict[str, tuple[str, ...]]:
    """Ids of paragraphs → who changed, wrote or took away each between these states: ``name day``, in order, each once.

    A paragraph that is as it was in the end may stand here, too: somebody changed it back.
    """
    steps = versions(archive, item_id, every_step=True)[::-1]
    found: dict[str, list[str]] = {}
    for before, after in pairwise(steps):
        if older.record_version < after.record_version <= newer.record_version:
            who = f"{after.by} {after.at:%Y-%m-%d}"
            for key in _changed(before.values[TEXT], after.values[TEXT]):
                names = found.setdefault(key, [])
                if who not in names:
                    names.append(who)
    return {key: tuple(names) for key, names in found.items()}


def hands_words(hands: Mapping[str, Sequence[str]], ids: Iterable[str]) -> str:
    """Who had a hand in these paragraphs, in one line; empty where nobody is known."""
    return "、".join(dict.fromkeys(name for key in sorted(ids) for name in hands.get(key, ())))


def _changed(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> set[str]:
    """The ids of the paragraphs that are others, new or gone; where they stand counts for nothing."""
    was, now = (
        {str(block.get("id", "")): block for block in (text or {}).get("blocks", ())} for text in (before, after)
    )
    return {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
