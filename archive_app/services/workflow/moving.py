"""The road of items: what can be done now, doing it, and what stands in the way.

    workflow = Workflow(archive)
    for offer in workflow.offers(item_id): ...      # every move of this state, with its unmet conditions
    workflow.move(item_id, "submit", comment="…")   # raises GateRefused that names every unmet condition

A move is one undoable command; the number it may issue is a command of its own that is not.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.catalogue.standing import STATE_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import (
    Action,
    GateRefused,
    Move,
    NotPossible,
    State,
    Target,
    Unmet,
    find_move,
    moves_from,
)
from archive_app.domain.workflow.log import suspended_from
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.number_note import NumberSettings
from archive_app.services.versions import FieldChange
from archive_app.services.workflow.case import Case, variant_of
from archive_app.services.workflow.gates import unmet
from archive_app.services.workflow.numbering import issue_number
from archive_app.services.workflow.people import People
from archive_app.services.workflow.versions import changes_since_return
from archive_app.services.workflow.volumes import carried_on

COMPARED = frozenset({State.RETURNED, State.FIRST_REVIEW, State.SECOND_REVIEW, State.FINAL_REVIEW})
"""States in which it matters what changed since an item was sent back."""
_FOUR_SOUND = "四性检测合格：真实、完整、可用、安全"


@dataclass(frozen=True, slots=True)
class Offer:
    """A move of the item's state, and what stands against it for who acts; ``to`` is the next state in words."""

    move: Move
    to: str
    unmet: tuple[Unmet, ...]

    @property
    def open(self) -> bool:
        """Whether nothing stands against it that a comment would not settle."""
        return all(one.by_comment for one in self.unmet)


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made: the number it issued (or empty), and what had changed since the item was sent back."""

    item: Record
    move: Move
    was: State
    now: State
    number: str
    changes: tuple[FieldChange, ...] = ()
    files: tuple[str, ...] = ()


class Workflow:
    """The road of an archive's items, walked by whoever acts in the archive."""

    def __init__(self, archive: Archive, *, today: date | None = None) -> None:
        self._archive = archive
        self._today = today or date.today()

    # — what can be done —

    def item(self, item_id: str) -> Record:
        """The item; raises ``UsageError`` where the id is that of something else."""
        record = self._archive.catalogue.record(item_id)
        if record.entity != "item":
            raise UsageError(f"“{record.title}”不是资料，没有流程状态", "请给一件资料的编号。", code="no-item")
        return record

    def offers(self, item_id: str) -> list[Offer]:
        """Every move of the item's state for who acts now, the ordinary one first; originals are not read."""
        item = self.item(item_id)
        if item.trashed:
            return []
        moves = moves_from(State(item["state"]), proofed=kind_named(item["kind"]).has_text)
        people = People(self._archive)
        return [self._offer(self._case(item, move, people)) for move in moves]

    def revision(self, item_id: str) -> tuple[list[FieldChange], list[str]]:
        """What was changed since the item was sent back, while somebody looks at it: (fields, names of new files)."""
        item = self.item(item_id)
        if State(item["state"]) not in COMPARED or not item["returned_count"]:
            return [], []
        return changes_since_return(self._archive, item)

    def _offer(self, case: Case) -> Offer:
        return Offer(case.move, target_label(case), tuple(unmet(case)))

    def _case(self, item: Record, move: Move, people: People | None = None, **more: Any) -> Case:
        known = people or People(self._archive)
        actor = known.actor(self._archive.actor)
        return Case(self._archive, item, move, actor, known, NumberSettings(self._archive.root), self._today, **more)

    # — doing it —

    def move(self, item_id: str, word: str, *, comment: str = "", to: str = "", file: Path | None = None) -> Moved:
        """Take an item a step along; ``to`` says to whom it is referred, ``file`` is the answer as it came.

        Raises ``NotPossible`` for an action that is none or is not one of this state (listing those that are), and
        ``GateRefused`` with every condition that fails; then nothing has changed.
        """
        item = self.item(item_id)
        move = self._find(item, word)
        said = comment.strip()
        if move.action is Action.ANSWER and file is not None and not said:
            said = f"见“{file.name}”"
        case = self._case(item, move, comment=said, thorough=True)
        against = unmet(case)
        if move.comment and not case.comment:
            answer = "请把答复的内容写进意见（--comment），或附上复函（--file）。"
            remedy = answer if move.action is Action.ANSWER else "请写明（--comment）。"
            against.append(Unmet("comment", f"“{move.label}”要写意见", remedy, by_comment=True))
        if against:
            raise GateRefused(f"《{item.title}》现在不能“{move.label}”", against)
        changes, files = changes_since_return(self._archive, item) if move.action is Action.RESUBMIT else ([], [])
        number = issue_number(case)
        if number:
            case = replace(case, item=self.item(item_id))
        now = target_state(case)
        self._archive.execute(self._command(case, now, to.strip(), file))
        return Moved(self.item(item_id), move, case.state, now, number, tuple(changes), tuple(files))

    def _find(self, item: Record, word: str) -> Move:
        state, proofed = State(item["state"]), kind_named(item["kind"]).has_text
        if item.trashed:
            raise NotPossible(f"《{item.title}》在回收站里", "请先取回它。", code="in-trash")
        found = find_move(state, word, proofed=proofed)
        if found is not None:
            return found
        moves = moves_from(state, proofed=proofed)
        here = "、".join(f"{move.action}（{move.label}）" for move in moves)
        remedy = f"现在可以做的：{here}。" if here else "这件资料的流程已经走完，没有下一步。"
        meant = find_everywhere(word)
        if meant is None:
            raise NotPossible(f"没有“{word}”这个动作", remedy, code="unknown-action")
        words = f"《{item.title}》的状态是“{state.label}”，不能“{meant.action.label}”"
        raise NotPossible(words, remedy, code="not-in-this-state")

    def _command(self, case: Case, now: State, to: str, file: Path | None) -> Batch:
        item, action = case.item, case.move.action
        entry = self._entry(case, now)
        values: dict[str, Any] = {"state": now.value, "workflow_log": [*case.log, entry]}
        parts: list[Command] = []
        if action is Action.RETURN:
            values["returned_count"] = case.round + 1
        if action is Action.REFER:
            row = {"to": to, "asked_on": self._today.isoformat(), "question": case.comment}
            values["referrals"] = [*item["referrals"], row]
        if action is Action.ANSWER:
            attached = self._attached(item, file) if file is not None else None
            parts += [attached] if attached is not None else []
            values["referrals"] = self._answered(item, case.comment, attached)
        if action is Action.SIGN_OFF and case.volume is not None:
            parts += carried_on(self._archive, case.volume, item)
        words = f"流程：{case.move.label}"
        parts.append(
            SetFields(item.id, values, expected_version=item.version, by_program=True, type=STATE_TYPE, words=words)
        )
        return Batch(words, tuple(parts), type=STATE_TYPE)

    def _entry(self, case: Case, now: State) -> dict[str, str]:
        comment = case.comment or (_FOUR_SOUND if case.move.action is Action.ARCHIVE else "")
        return {
            "at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "by": case.actor.name,
            "action": case.move.action.value,
            "from": case.state.value,
            "to": now.value,
            **({"comment": comment} if comment else {}),
        }

    def _answered(self, item: Record, answer: str, attached: Create | None) -> list[Mapping[str, Any]]:
        rows = list(item["referrals"]) or [{}]
        filed = {"answered_on": self._today.isoformat(), "answer": answer}
        rows[-1] = {**rows[-1], **filed, **({"file": attached.id} if attached is not None else {})}
        return rows

    def _attached(self, item: Record, path: Path) -> Create:
        if not path.is_file():
            raise UsageError(f"找不到文件“{path}”", "请核对答复原件在哪里。", code="no-file")
        stored = self._archive.vault.take(path)
        values = {
            "item": item.id,
            "name": path.name,
            "role": "送审答复",
            "position": len(self._archive.catalogue.files_of(item.id)),
            "mime": mimetypes.guess_type(path.name)[0] or "",
            "bytes": stored.bytes,
            "sha256": stored.sha256,
            "received_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "source": str(path),
            "access": "restricted",
        }
        return Create("file", values)


def target_state(case: Case) -> State:
    """The next state, where the table leaves it to the item's past or its volume."""
    if isinstance(case.move.to, State):
        return case.move.to
    if case.move.to is Target.BEFORE:
        return suspended_from(case.log) or State.SECOND_REVIEW
    assert case.volume is not None, "the gate has seen the volume"
    return State.ISSUED if variant_of(case.volume) == "internal" else State.PUBLISHED


def target_label(case: Case) -> str:
    """The next state in words, as far as it is known."""
    if case.move.to is Target.PRINTED and case.volume is None:
        return f"{State.ISSUED.label}或{State.PUBLISHED.label}"
    return target_state(case).label


def find_everywhere(word: str) -> Move | None:
    """The first move of the table, of whatever state, that a word may mean."""
    for state in State:
        for proofed in (True, False):
            found = find_move(state, word, proofed=proofed)
            if found is not None:
                return found
    return None
