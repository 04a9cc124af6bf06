"""Undo and redo: which units can be taken back, read off the log itself, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from archive_app.catalogue.changelog import Change
from archive_app.catalogue.commands import TRASHED, Planned, View
from archive_app.catalogue.schema import COMMAND
from archive_app.catalogue.store import Record
from archive_app.catalogue.values import agrees, applied
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import Conflict
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A line of the undo list."""

    unit: str
    type: str
    label: str
    actor: str
    at: str


class UndoStacks:
    """The two stacks, kept up to date as commands are logged.

    A new undoable command empties the redo stack; commands that share a unit (an import in parts) are one entry.
    """

    def __init__(self) -> None:
        self.undo: list[CommandEntry] = []
        self.redo: list[CommandEntry] = []

    @classmethod
    def read(cls, connection: Connection) -> UndoStacks:
        """Build the stacks from the whole log."""
        stacks = cls()
        c = COMMAND.c
        query = select(c.unit, c.type, c.label, c.actor, c.at, c.undoable, c.reverts).order_by(c.seq)
        for row in connection.execute(query):
            stacks.note(CommandEntry(row.unit, row.type, row.label, row.actor, row.at), row.undoable, row.reverts)
        return stacks

    def note(self, entry: CommandEntry, undoable: bool, reverts: str | None) -> None:
        """Take one logged command into account."""
        if reverts is not None:
            source, target = (self.undo, self.redo) if entry.type == "undo" else (self.redo, self.undo)
            for index in range(len(source) - 1, -1, -1):
                if source[index].unit == reverts:
                    target.append(source.pop(index))
                    break
        elif undoable:
            if self.undo and self.undo[-1].unit == entry.unit:
                self.undo[-1] = entry
            else:
                self.undo.append(entry)
            self.redo.clear()


def plan_reversal(view: View, changes: Iterable[Change], *, words: str) -> list[Planned]:
    """Set every field back to what it was before these changes.

    Raises ``Conflict`` where a later edit has touched the same field.
    """
    planned: dict[str, dict[str, Any]] = {}
    order: list[tuple[str, str]] = []
    for change in reversed(list(changes)):
        record = view.record(change.record_id)
        pending = planned.setdefault(change.record_id, {})
        if (change.entity, change.record_id) not in order:
            order.append((change.entity, change.record_id))
        if change.before is None:
            _must_agree(record, pending, change.after, words)
            pending[TRASHED] = True
            continue
        _must_agree(record, pending, change.after, words)
        for name, value in change.before.items():
            pending[name] = _target(record, pending, name, value)
    return [Planned(entity, key, planned[key]) for entity, key in order]


def plan_again(view: View, changes: Iterable[Change], *, words: str) -> list[Planned]:
    """Do these changes once more, after they were undone; ``Conflict`` as for the reversal."""
    planned: dict[str, dict[str, Any]] = {}
    order: list[tuple[str, str]] = []
    for change in changes:
        record = view.record(change.record_id)
        pending = planned.setdefault(change.record_id, {})
        if (change.entity, change.record_id) not in order:
            order.append((change.entity, change.record_id))
        if change.before is None:
            _must_agree(record, pending, {**change.after, TRASHED: True}, words)
            pending[TRASHED] = False
            continue
        _must_agree(record, pending, change.before, words)
        for name, value in change.after.items():
            pending[name] = _target(record, pending, name, value)
    return [Planned(entity, key, planned[key]) for entity, key in order]


def _current(record: Record, pending: Mapping[str, Any], name: str) -> Any:
    if name in pending:
        return pending[name]
    return record.trashed if name == TRASHED else record.values.get(name)


def _target(record: Record, pending: Mapping[str, Any], name: str, logged: Any) -> Any:
    return applied(_current(record, pending, name), logged)


def _must_agree(record: Record, pending: Mapping[str, Any], logged: Mapping[str, Any], words: str) -> None:
    for name, value in logged.items():
        if not agrees(_current(record, pending, name), value):
            label = "回收站" if name == TRASHED else entity_named(record.entity).field(name).label
            raise Conflict(
                f"不能{words}：《{record.title}》的“{label}”后来又改过",
                "请先撤销后来的修改，或在“历史”里取回旧值。",
                code="later-edit",
            )
