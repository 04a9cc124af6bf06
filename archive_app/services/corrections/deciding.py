"""Proposals accepted and refused. Accepting is a correction (改样) like any other: the text, its entry in the log of
moves, the frozen text of the volume and the proposal's own state are one command, undone in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import Batch, Command, SetFields
from archive_app.catalogue.standing import CORRECTION_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.corrections.placing import Placed, Texts
from archive_app.domain.corrections.proposal import Decision, Proposal, What
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import GateRefused
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.corrections.applying import Applied, applied
from archive_app.services.corrections.direct import reason_of
from archive_app.services.corrections.standing import (
    DECIDERS,
    against_deciding,
    articles_of,
    check_proposing,
    chosen_of,
    line_label,
    lines_of,
    rows_with,
)
from archive_app.services.workflow.correcting import corrections
from archive_app.services.workflow.people import People
from archive_app.volumes.freezing import frozen_over, over_of

_LONGEST = 60
"""Characters of a paragraph that are quoted where it came or went as a whole."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of it: the proposals that are decided now; those that could not be accepted, with why; sentences about
    volumes whose frozen text is another than the item's."""

    proposals: tuple[Proposal, ...]
    left: tuple[tuple[Proposal, str], ...] = ()
    remarks: tuple[str, ...] = ()
    done: Done | None = None


def decide(archive: Archive, item_id: str, ids: Sequence[str], *, accept: bool, why: str = "") -> Decided:
    """Accept or refuse these proposals in one step. Those without a place in the text stay open and are told.

    Raises ``GateRefused`` for who may not, ``UsageError`` where one is decided already or none could be accepted.
    """
    item = archive.catalogue.record(item_id)
    check_proposing(archive, item)
    wanted = chosen_of(item, ids)
    if not wanted:
        raise UsageError(f"《{item.title}》没有待处理的改动", "", code="nothing-to-decide")
    _check(archive, item, wanted)
    if not accept:
        return _refused(archive, item, wanted, why)
    return _accepted(archive, item, wanted, why)


def reopen(archive: Archive, item_id: str, ids: Sequence[str]) -> Done:
    """Refused proposals wait again. Raises ``UsageError`` for accepted ones: they are in the text."""
    item = archive.catalogue.record(item_id)
    check_proposing(archive, item)
    wanted = chosen_of(item, ids)
    against = [one for one in wanted if one.state is not Decision.REFUSED]
    if against:
        words = f"{against[0].words()}：{against[0].state.label}"
        raise UsageError(words, "只有不采纳的可以重新提出；采纳了的请撤销，或另提一条改回。", code="decided")
    people = People(archive)
    if refused := people.refusal(people.actor(archive.actor), DECIDERS):
        raise GateRefused(f"《{item.title}》的改动现在不能重新提出", refused)
    made = [replace(one, state=Decision.OPEN, decided_by="", decided_at="", decided_why="") for one in wanted]
    return archive.execute(_rows(item, made, f"重新提出改动 {len(wanted)} 处"))


def _check(archive: Archive, item: Record, wanted: Sequence[Proposal]) -> None:
    decided = next((one for one in wanted if not one.open), None)
    if decided is not None:
        words = f"{decided.words()}：这一条已经处理（{decided.state.label}，{decided.decided_by}）"
        raise UsageError(words, "请看看列表；处理错了的可以撤销。", code="decided")
    people = People(archive)
    actor = people.actor(archive.actor)
    against = [unmet for one in wanted for unmet in against_deciding(archive, actor, people, one)]
    if against:
        raise GateRefused(f"《{item.title}》的改动现在不能处理", list(dict.fromkeys(against))[:3])


def _refused(archive: Archive, item: Record, wanted: Sequence[Proposal], why: str) -> Decided:
    made = {one.id: one.decided(Decision.REFUSED, archive.actor, why) for one in wanted}
    words = f"不采纳：{wanted[0].words()}" if len(wanted) == 1 else f"不采纳改动 {len(wanted)} 处"
    done = archive.execute(_rows(item, list(made.values()), words))
    return Decided(tuple(made.values()), done=done)


def _accepted(archive: Archive, item: Record, wanted: Sequence[Proposal], why: str) -> Decided:
    articles = articles_of(archive.catalogue, item.id)
    texts = Texts(Manuscript.from_json(item["manuscript"]), lines_of(item, articles))
    found = applied(texts, wanted)
    made = {one.id: one.decided(Decision.ACCEPTED, archive.actor, why) for one in wanted if one.id in found.places}
    left = tuple((one, found.lost[one.id].why) for one in wanted if one.id in found.lost)
    if not made:
        one, reason = left[0]
        more = f"（另有 {len(left) - 1} 条也是）" if len(left) > 1 else ""
        raise UsageError(
            f"{one.words()}：没有改，{reason}{more}", "请看正文现在的样子，另提一条；这一条可以不采纳。", code="lost"
        )
    taken = [one for one in wanted if one.id in made]
    values, of_articles = _values(item, taken, found)
    entries = [_entry(texts, one, found.places[one.id], why) for one in taken]
    command = corrections(archive, item, values, entries, expected_version=item.version)
    rows = rows_with(item, made.values())
    words = f"采纳：{taken[0].words()}" if len(taken) == 1 else f"采纳改动 {len(taken)} 处"
    parts: list[Command] = [replace(command, values={**command.values, **rows}, words=words)]
    remarks: list[str] = []
    after = replace(item, values={**item.values, **values})
    for article in articles:
        own = dict(of_articles.get(article.id, {}))
        own |= _frozen(article, item, after, texts, found, taken, remarks)
        if own:
            parts.append(
                SetFields(article.id, own, expected_version=article.version, by_program=True, type=CORRECTION_TYPE)
            )
    done = archive.execute(Batch(words, tuple(parts), type=CORRECTION_TYPE) if len(parts) > 1 else parts[0])
    return Decided(tuple(made.values()), left, tuple(remarks), done)


def _values(
    item: Record, taken: Sequence[Proposal], found: Applied
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The fields of the item that are others, and those of its volumes' articles."""
    values: dict[str, Any] = {}
    of_articles: dict[str, dict[str, Any]] = {}
    if any(one.what is not What.FIELD for one in taken):
        values["manuscript"] = found.manuscript.to_json()
    for one in taken:
        if one.what is not What.FIELD:
            continue
        name, _colon, number = one.part.partition(":")
        if one.block:
            of_articles.setdefault(one.block, {})[name] = one.new
        elif number:
            rows = values.get(name) or [dict(row) for row in item[name]]
            rows[int(number)] = {**rows[int(number)], "name": one.new}
            values[name] = rows
        elif ITEM.field(name).type is FieldType.DATE:
            values[name] = one.new or None
        else:
            values[name] = one.new
    return values, of_articles


def _frozen(
    article: Record,
    item: Record,
    after: Record,
    texts: Texts,
    found: Applied,
    taken: Sequence[Proposal],
    remarks: list[str],
) -> dict[str, Any]:
    """What a frozen volume prints of the item, corrected likewise: it was proofs of these pages that were read."""
    values: dict[str, Any] = {}
    if article["frozen"] and any(one.what is not What.FIELD for one in taken):
        was = Manuscript.from_json(article["frozen"])
        if was == texts.manuscript:
            values["frozen"] = found.manuscript.to_json()
        else:
            there = applied(Texts(was), [one for one in taken if one.what is not What.FIELD])
            if there.places:
                values["frozen"] = there.manuscript.to_json()
            for one in taken:
                if one.id in there.lost:
                    why = there.lost[one.id].why
                    remarks.append(f"定稿的书卷里没有改的：{one.words()}，{why}；来源已改的，请在“校样”里接受。")
    before = frozen_over(article)
    if before is not None and before == over_of(item) != over_of(after):
        values["frozen_over"] = [{"key": key, "value": value} for key, value in over_of(after).items()]
    return values


# — the words of the log —


def _entry(texts: Texts, one: Proposal, at: Placed, why: str) -> str:
    """``“旧”改为“新”：依据``, as the list of errata reads it, with as much around it as makes it the only place."""
    return f"{_said(texts, one, at)}：{reason_of(replace(one, decided_why=why.strip()))}"


def _said(texts: Texts, one: Proposal, at: Placed) -> str:
    number = texts.order.get(at.block, -1) + 1
    match one.what:
        case What.FIELD:
            return f"{line_label(one.part, of_article=bool(one.block))}：“{one.old}”改为“{one.new}”"
        case What.OUT:
            return f"原第 {number} 段删去“{_cut(one.old)}”"
        case What.IN:
            return f"第 {number} 段后新写“{_cut(one.new)}”"
        case What.JOIN:
            return f"第 {number} 段与下一段并为一段"
        case What.MOVE:
            return f"第 {number} 段移动“{_cut(one.old)}”"
        case What.NOTE:
            return f"第 {number} 段加注“{_cut(one.new)}”"
    text = texts.texts.get((at.block, at.part), "")
    left, right = at.start, at.end
    whole = texts.whole
    while (right == left or whole.count(text[left:right]) != 1) and (left or right < len(text)):
        left, right = max(0, left - 1), min(len(text), right + 1)
    return f"“{text[left:right]}”改为“{text[left : at.start]}{one.new}{text[at.end : right]}”"


def _cut(text: str) -> str:
    flat = text.replace("\n", "／")
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}……"


def _rows(item: Record, proposals: Sequence[Proposal], words: str) -> SetFields:
    return SetFields(
        item.id,
        rows_with(item, proposals),
        expected_version=item.version,
        by_program=True,
        type=CORRECTION_TYPE,
        words=words,
    )
