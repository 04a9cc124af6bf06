"""What stands: the printed text from 已编入 on, and for a commissioner every item that has gone to the editors.

The catalogue asks this of every command before it is written, so that form, command line and batch obey alike. Undo and
redo are not asked: they go back along the way an item came, and the move itself is undone before what it made stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM
from archive_app.domain.workflow import FROZEN, OPEN_TO_COMMISSIONERS, Locked, State

STATE_TYPE = "state"
"""``type`` of a command that moves an item along the road."""
CORRECTION_TYPE = "correction"
"""``type`` of a change of a frozen text, with its reason in the log of moves."""
_ON_THE_ROAD = frozenset({STATE_TYPE, CORRECTION_TYPE, "number", "review", "example"})
_CARDS = frozenset({"merge", "split"})
"""Cards that become one re-point links; the words printed stay."""

FROZEN_FIELDS = ("title", "manuscript", "responsibility")


class Touched(Protocol):
    """A command's changes before they are written."""

    def touched(self) -> Iterable[tuple[Record | None, Record]]:
        """(before, after) of every record, before being None for a new one."""

    def every(self, entity: str) -> Iterable[Record]:
        """Every record of an entity that is not in the trash."""


def check_standing(changes: Touched, kind_of_command: str, actor: str) -> None:
    """Raise ``Locked`` where a command would change what stands."""
    if kind_of_command in _ON_THE_ROAD:
        return
    edited = [
        (was, now) for was, now in changes.touched() if was is not None and was.entity == "item" and _differ(was, now)
    ]
    for was, now in edited:
        _check_text(was, now)
    closed = [was for was, _now in edited if State(was["state"]) not in OPEN_TO_COMMISSIONERS]
    if closed and kind_of_command not in _CARDS and _only_a_commissioner(changes, actor):
        was = closed[0]
        raise Locked(
            f"《{was.title}》的状态是“{State(was['state']).label}”，已经交到编辑部，文史专员不能再改",
            "要改的地方请告诉编辑；编辑退改以后就可以改了。",
            code="editors-only",
        )


def _differ(was: Record, now: Record) -> bool:
    return was.values != now.values or was.trashed != now.trashed


def _check_text(was: Record, now: Record) -> None:
    state = State(was["state"])
    if state not in FROZEN:
        return
    changed = [name for name in FROZEN_FIELDS if _printed(name, was[name]) != _printed(name, now[name])]
    if changed:
        words = "、".join(f"“{ITEM.field(name).label}”" for name in changed)
        raise Locked(
            f"《{was.title}》的状态是“{state.label}”，{words}已经定稿，不能直接改",
            "要改请用“改样”（cunshi correct），写明改什么、为什么；改动会留在流程记录里。",
            code="text-frozen",
        )


def _printed(name: str, value: Any) -> Any:
    """A value as far as it is printed: whose card a name belongs to is not."""
    if name != "responsibility":
        return value
    return [_without_person(row) for row in value]


def _without_person(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in row.items() if key != "person" and part}


def _only_a_commissioner(changes: Touched, actor: str) -> bool:
    def named(entity: str) -> bool:
        return any(actor in (one["name"], *one["aliases"]) for one in changes.every(entity))

    return named("commissioner") and not named("staff")
