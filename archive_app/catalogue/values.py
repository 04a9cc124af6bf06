"""Differences of values, as the change log stores them.

A field's change is the value before and after. A manuscript changes block by block: the log keeps only the blocks
that differ, and the order where it differs, so that an autosaved chapter does not store itself whole every time. Rows
that have ids of their own (the segments of a transcript) change row by row: two hours of talk are two thousand rows.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from archive_app.domain.fields import alike

PATCH = "$blocks"
"""Key that marks a manuscript's patch: {"$blocks": {id: block or null}, "$order": [ids] or absent}."""

ROWS = "$rows"
"""Key that marks a patch of rows: {"$rows": {id: row or null}, "$behind": {id: the row before it, or ""}} of rows that
came or went, or {"$rows": …, "$order": [ids]} where rows changed places: those from the first to the last that did."""
_ID = itemgetter("id")
_FEW_ROWS = 8
"""So many rows are logged whole: a patch would be no shorter, and less plain to read."""


def difference(old: Any, new: Any) -> tuple[Any, Any] | None:
    """What to log for a field that went from ``old`` to ``new``; None where nothing changed."""
    if old == new:
        return None
    if _is_manuscript(old) and _is_manuscript(new):
        return _manuscript_difference(old, new)
    if _has_ids(old) and _has_ids(new) and min(len(old), len(new)) > _FEW_ROWS:
        return _rows_difference(old, new)
    return old, new


def applied(current: Any, logged: Any) -> Any:
    """``current`` brought to what the log says, be it a value or a patch."""
    if _is_rows_patch(logged):
        return _rows_applied(current, logged)
    if not is_patch(logged):
        return logged
    blocks = {block["id"]: block for block in current["blocks"]}
    for key, block in logged[PATCH].items():
        if block is None:
            blocks.pop(key, None)
        else:
            blocks[key] = block
    order = logged.get("$order") or [block["id"] for block in current["blocks"]]
    return {**current, "blocks": [blocks[key] for key in order if key in blocks]}


def agrees(current: Any, logged: Any) -> bool:
    """Whether ``current`` still is what the log says it was left as (for a patch: in the blocks it names)."""
    if _is_rows_patch(logged):
        return _rows_agree(current, logged)
    if not is_patch(logged):
        return bool(current == logged)
    if not _is_manuscript(current):
        return False
    blocks = {block["id"]: block for block in current["blocks"]}
    order = [block["id"] for block in current["blocks"]]
    return (
        all(blocks.get(key) == block for key, block in logged[PATCH].items()) and logged.get("$order", order) == order
    )


def is_patch(value: Any) -> bool:
    """Whether a logged value is a manuscript's patch."""
    return isinstance(value, dict) and PATCH in value


def rows_of(logged: Any) -> list[dict[str, Any]] | None:
    """The rows a logged value of rows has left, of a patch those that it names."""
    return [row for row in logged[ROWS].values() if row] if _is_rows_patch(logged) else logged


def _is_manuscript(value: Any) -> bool:
    return isinstance(value, dict) and "blocks" in value and "format" in value


def _manuscript_difference(old: dict[str, Any], new: dict[str, Any]) -> tuple[Any, Any]:
    was = {block["id"]: block for block in old["blocks"]}
    now = {block["id"]: block for block in new["blocks"]}
    if len(was) != len(old["blocks"]) or len(now) != len(new["blocks"]):
        return old, new  # an id twice: nothing to key by
    if {**old, "blocks": None} != {**new, "blocks": None}:
        return old, new
    touched = [key for key in (*was, *(key for key in now if key not in was)) if was.get(key) != now.get(key)]
    before: dict[str, Any] = {PATCH: {key: was.get(key) for key in touched}}
    after: dict[str, Any] = {PATCH: {key: now.get(key) for key in touched}}
    if list(was) != list(now):
        before["$order"], after["$order"] = list(was), list(now)
    return before, after


def _is_rows_patch(value: Any) -> bool:
    return isinstance(value, dict) and ROWS in value


def _has_ids(value: Any) -> bool:
    """Whether these are rows, each with an id that no other has."""
    if not isinstance(value, list):
        return False
    try:
        ids = set(map(_ID, value))
    except (KeyError, TypeError):
        return False
    return len(ids) == len(value) and "" not in ids and None not in ids


def _rows_difference(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> tuple[Any, Any]:
    head, tail = alike(old, new)
    ahead = old[head - 1]["id"] if head else ""
    was = {row["id"]: row for row in old[head : len(old) - tail]}
    now = {row["id"]: row for row in new[head : len(new) - tail]}
    touched = [key for key in (*was, *(key for key in now if key not in was)) if was.get(key) != now.get(key)]
    before: dict[str, Any] = {ROWS: {key: was.get(key) for key in touched}}
    after: dict[str, Any] = {ROWS: {key: now.get(key) for key in touched}}
    if [key for key in was if key in now] != [key for key in now if key in was]:
        before["$order"], after["$order"] = list(was), list(now)
    elif was.keys() != now.keys():
        before["$behind"] = _places(was, now, ahead)
        after["$behind"] = _places(now, was, ahead)
    return before, after


def _places(here: dict[str, Any], there: dict[str, Any], ahead: str) -> dict[str, str]:
    """Behind which row each one stands that only ``here`` has, in order; the first of them stands behind ``ahead``."""
    keys = list(here)
    return {key: keys[at - 1] if at else ahead for at, key in enumerate(keys) if key not in there}


def _rows_applied(current: Any, logged: dict[str, Any]) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in current or ()}
    for key, row in logged[ROWS].items():
        if row is None:
            rows.pop(key, None)
        elif key in rows:
            rows[key] = row
    added = {key: row for key, row in logged[ROWS].items() if row is not None and key not in rows}
    order = list(rows)
    for key, behind in logged.get("$behind", {}).items():
        if key in added:
            order.insert(order.index(behind) + 1 if behind in order else 0 if not behind else len(order), key)
    rows |= added
    if "$order" in logged:
        moved = [key for key in logged["$order"] if key in rows]
        among = set(moved)
        first = next((at for at, key in enumerate(order) if key in among), len(order))
        order = [*order[:first], *moved, *(key for key in order[first:] if key not in among)]
    return [rows[key] for key in dict.fromkeys((*order, *rows))]


def _rows_agree(current: Any, logged: dict[str, Any]) -> bool:
    """Whether the rows named are as they were left, and stand in that order."""
    if not isinstance(current, list):
        return False
    rows = {row.get("id"): row for row in current}
    if any(rows.get(key) != row for key, row in logged[ROWS].items()):
        return False
    among = set(logged.get("$order", ()))
    return [key for key in rows if key in among] == list(logged.get("$order", ()))
