"""The forms of the three reviews, and corrections of a text that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.standing import CORRECTION_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.domain.workflow import FROZEN, Actor, GateRefused, NotPossible, Role, Stage, State, Unmet
from archive_app.domain.workflow.log import CORRECTION
from archive_app.domain.workflow.reviews import reviewers
from archive_app.services.archive import Archive
from archive_app.services.workflow.people import People

REVIEW_TYPE = "review"
_REVIEWERS = {
    Stage.FIRST: frozenset({Role.RESPONSIBLE}),
    Stage.SECOND: frozenset({Role.EDITOR}),
    Stage.FINAL: frozenset({Role.CHIEF}),
}
_CORRECTORS = frozenset({Role.EDITOR, Role.PROOFREADER})


def write_review(
    archive: Archive, item_id: str, *, stage: str, aspect: str, conclusion: str, opinion: str, day: date | None = None
) -> Record:
    """Write one form: what a review says of one aspect; writing it again replaces what was said in this round.

    Raises ``UsageError`` for a stage, an aspect or a conclusion that is none; ``NotPossible`` where the item is not in
    that review; ``GateRefused`` where another person has to write it, or the opinion is missing.
    """
    item = archive.catalogue.record(item_id)
    columns = {column.name: column for column in ITEM.field("reviews").columns}
    form = {
        "stage": columns["stage"].check(stage),
        "aspect": columns["aspect"].check(aspect),
        "conclusion": columns["conclusion"].check(conclusion),
        "opinion": opinion.strip(),
        "reviewer": archive.actor,
        "day": (day or date.today()).isoformat(),
        "round": int(item.values.get("returned_count") or 0),
    }
    _may_review(archive, item, form)
    kept = [row for row in item["reviews"] if not _same_form(row, form)]
    words = f"填写{Stage(form['stage']).label}意见：{form['aspect']}"
    archive.execute(
        SetFields(
            item.id,
            {"reviews": [*kept, form]},
            expected_version=item.version,
            by_program=True,
            type=REVIEW_TYPE,
            words=words,
        )
    )
    return archive.catalogue.record(item_id)


def _same_form(row: Mapping[str, Any], form: Mapping[str, Any]) -> bool:
    return all((row.get(name) or 0) == (form[name] or 0) for name in ("stage", "aspect", "round"))


def _may_review(archive: Archive, item: Record, form: Mapping[str, Any]) -> None:
    if item.entity != "item":
        raise UsageError(f"“{item.title}”不是资料", "请给一件资料的编号。", code="no-item")
    missing = [
        words for name, words in (("stage", "审次"), ("aspect", "方面"), ("conclusion", "结论")) if not form[name]
    ]
    if missing:
        raise UsageError(f"审稿意见缺{'、'.join(missing)}", "例如 --stage first --aspect 政治 --conclusion 通过。")
    stage = Stage(form["stage"])
    if item["state"] != stage.state:
        words = f"《{item.title}》的状态是“{State(item['state']).label}”，不在{stage.label}"
        raise NotPossible(words, f"{stage.label}意见要在{stage.label}时填写。", code="not-in-this-state")
    people = People(archive)
    actor = people.actor(archive.actor)
    against = [*people.refusal(actor, _REVIEWERS[stage]), *_reviewed_before(item, stage, actor)]
    if not form["opinion"]:
        against.append(Unmet("opinion", "没有写意见", "请写明意见（--opinion）。"))
    if against:
        raise GateRefused(f"《{item.title}》的{stage.label}意见不能这样填", against)


def _reviewed_before(item: Record, stage: Stage, actor: Actor) -> list[Unmet]:
    earlier = [one for one in Stage if list(Stage).index(one) < list(Stage).index(stage)]
    return [
        Unmet("who", f"{one.label}就是“{name}”审的", f"{stage.label}要换一个人。")
        for one in earlier
        for name in reviewers(item.values, one)
        if actor.is_called(name)
    ]


# — corrections —


def correct(archive: Archive, item_id: str, values: Mapping[str, Any], comment: str) -> Done:
    """Change a text that stands (from 已编入 on): the reason and the change go into the log of moves.

    Raises ``NotPossible`` where the text does not stand yet, ``GateRefused`` without a reason or for who may not.
    """
    item = archive.catalogue.record(item_id)
    state = State(item.values.get("state") or State.DRAFT)
    if item.entity != "item" or state not in FROZEN:
        remedy = "还没有定稿，直接改就行（cunshi set）。"
        raise NotPossible(f"《{item.title}》的状态是“{state.label}”，用不着改样", remedy, code="not-frozen")
    people = People(archive)
    against = people.refusal(people.actor(archive.actor), _CORRECTORS)
    if not comment.strip():
        against.append(Unmet("comment", "改样要写明改什么、为什么", "请写明（--comment）。", by_comment=True))
    if against:
        raise GateRefused(f"《{item.title}》现在不能改样", against)
    entry = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "by": archive.actor,
        "action": CORRECTION,
        "from": state.value,
        "to": state.value,
        "comment": comment.strip(),
    }
    hand = [name for name in values if ITEM.field(name).by_program]
    if hand:
        label = ITEM.field(hand[0]).label
        raise UsageError(f"“{label}”（{hand[0]}）由程序填写，不能直接修改", "", code="by-program")
    return archive.execute(
        SetFields(
            item.id,
            {**values, "workflow_log": [*item["workflow_log"], entry]},
            expected_version=item.version,
            by_program=True,
            type=CORRECTION_TYPE,
            words="改样",
        )
    )


def correct_words(archive: Archive, item_id: str, old: str, new: str, comment: str) -> Done:
    """Correct one place of the text: ``old`` stands there exactly once. Raises ``UsageError`` where it does not."""
    item = archive.catalogue.record(item_id)
    if old == new or not old:
        raise UsageError("没有要改的字", "请写明原文（--old）和改成什么（--new）。", code="nothing-to-correct")
    manuscript = Manuscript.from_json(item.values.get("manuscript"))
    places = sum(block.text.count(old) for block in manuscript)
    if places != 1:
        words = f"正文里没有“{old}”" if not places else f"正文里有 {places} 处“{old}”"
        raise UsageError(words, "请多写几个字，让它只在一处出现。", code="not-one-place")
    blocks = tuple(_corrected(block, old, new) if old in block.text else block for block in manuscript)
    said = f"“{old}”改为“{new}”" + (f"：{comment.strip()}" if comment.strip() else "")
    return correct(archive, item_id, {"manuscript": Manuscript(blocks).to_json()}, said if comment.strip() else "")


def _corrected(block: Block, old: str, new: str) -> Block:
    """A block with one place changed; marks and notes after it move along, marks inside it keep what they span."""
    at = block.text.index(old)
    end, shift = at + len(old), len(new) - len(old)

    def moved(place: int) -> int:
        if place <= at:
            return place
        return place + shift if place >= end else min(place, at + len(new))

    return replace(
        block,
        text=block.text[:at] + new + block.text[end:],
        spans=tuple(
            made
            for span in block.spans
            if (made := replace(span, start=moved(span.start), end=moved(span.end))).start < made.end
        ),
        notes=tuple(replace(note, at=moved(note.at)) for note in block.notes),
    )
