"""Differences of values, as the change log stores them.

A field's change is the value before and after. A manuscript changes block by block: the log keeps only the blocks
that differ, and the order where it differs, so that an autosaved chapter does not store itself whole every time.
"""

from __future__ import annotations

from typing import Any

PATCH = "$blocks"
"""Key that marks a manuscript's patch: {"$blocks": {id: block or null}, "$order": [ids] or absent}."""


def difference(old: Any, new: Any) -> tuple[Any, Any] | None:
    """What to log for a field that went from ``old`` to ``new``; None where nothing changed."""
    if old == new:
        return None
    if _is_manuscript(old) and _is_manuscript(new):
        return _manuscript_difference(old, new)
    return old, new


def applied(current: Any, logged: Any) -> Any:
    """``current`` brought to what the log says, be it a value or a patch."""
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
