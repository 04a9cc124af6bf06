"""The forms of the three reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.workflow import Actor, GateRefused, NotPossible, Role, Stage, State, Unmet
from archive_app.domain.workflow.reviews import reviewers
from archive_app.services.archive import Archive
from archive_app.services.workflow.people import People

REVIEW_TYPE = "review"
_REVIEWERS = {
    Stage.FIRST: frozenset({Role.RESPONSIBLE}),
    Stage.SECOND: frozenset({Role.EDITOR}),
    Stage.FINAL: frozenset({Role.CHIEF}),
}


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
