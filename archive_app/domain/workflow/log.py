"""The log of an item's moves, and what can be read off it: who passed it, what it was before, whether it is a road."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_app.domain.workflow.states import State
from archive_app.domain.workflow.table import Action, Target, moves_from

CORRECTION = "correct"
"""What stands in the log for a change of a frozen text; the state stays."""

Entry = Mapping[str, Any]
"""A row of ``workflow_log``: ``at`` (ISO 8601), ``by``, ``action``, ``from``, ``to``, ``comment``."""


def last_entry(log: Sequence[Entry], *, action: Action | None = None, state: State | None = None) -> Entry | None:
    """The newest entry of an action, or that led into a state."""
    for entry in reversed(log):
        if (action is None or entry.get("action") == action) and (state is None or entry.get("to") == state):
            return entry
    return None


def this_round(log: Sequence[Entry]) -> Sequence[Entry]:
    """The entries since the item last came into 初审: a returned item is reviewed from the beginning."""
    for number in range(len(log) - 1, -1, -1):
        if log[number].get("to") == State.FIRST_REVIEW:
            return log[number:]
    return log


def passed_by(log: Sequence[Entry], state: State) -> str:
    """Who passed the item in a review state in this round; empty where nobody did."""
    for entry in reversed(this_round(log)):
        if entry.get("action") == Action.PASS and entry.get("from") == state:
            return str(entry.get("by", ""))
    return ""


def suspended_from(log: Sequence[Entry]) -> State | None:
    """The state an item was suspended from."""
    entry = last_entry(log, action=Action.SUSPEND)
    return State(entry["from"]) if entry and entry.get("from") in set(State) else None


def returned_times(log: Iterable[Entry]) -> int:
    """How often it was sent back."""
    return sum(1 for entry in log if entry.get("action") == Action.RETURN)


def road_faults(log: Sequence[Entry], state: State, *, proofed: bool) -> list[str]:
    """What in a log is no road of the table from 草稿 to ``state``; empty where it is one."""
    faults: list[str] = []
    now, before = State.DRAFT, State.DRAFT
    for number, entry in enumerate(log, start=1):
        if entry.get("action") == CORRECTION:
            continue
        goals = {
            goal
            for move in moves_from(now, proofed=proofed)
            if move.action == entry.get("action")
            for goal in _goals(move.to, before)
        }
        if entry.get("from") != now or entry.get("to") not in goals:
            said = f"从“{entry.get('from')}”“{entry.get('action')}”到“{entry.get('to')}”"
            return [*faults, f"第 {number} 步：在“{now.label}”，表里没有 {said} 这一步"]
        before, now = now, State(entry["to"])
        if not str(entry.get("by", "")):
            faults.append(f"第 {number} 步没有写是谁做的")
    if now is not state:
        faults.append(f"走到的是{now.label}，状态却是{state.label}")
    return faults


def _goals(to: State | Target, before: State) -> tuple[State, ...]:
    if to is Target.BEFORE:
        return (before,)
    if to is Target.PRINTED:
        return (State.ISSUED, State.PUBLISHED)
    assert isinstance(to, State)
    return (to,)
