"""Corrections proposed: each act is one command, undone in one step, and stays on record with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.standing import CORRECTION_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.corrections.placing import Texts
from archive_app.domain.corrections.proposal import Proposal, What, guessed_kind, moment
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import Role
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.corrections.found import found_in, word_proposals
from archive_app.services.corrections.standing import (
    check_proposing,
    chosen,
    line_label,
    proposals_of,
    rows_of,
    texts_of_item,
)
from archive_app.services.workflow.people import People

_FIELDS_OF_TEXT = ("manuscript", "")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What came of it: the proposals that were kept, how many stood there already, what could not be proposed."""

    proposals: tuple[Proposal, ...]
    known: int = 0
    dropped: tuple[str, ...] = ()
    done: Done | None = None


def propose(
    archive: Archive, item_id: str, drafts: Sequence[Proposal], dropped: Sequence[str] = (), *, words: str = ""
) -> Proposed:
    """Keep these proposals with the item. Whose they are is who acts, where they do not say; what stands there
    already, open and the same, is not kept twice.

    Raises ``NotPossible`` where the item is not in 校, ``GateRefused`` for who may not, ``UsageError`` where there is
    nothing to propose.
    """
    item = archive.catalogue.record(item_id)
    check_proposing(archive, item)
    known = proposals_of(item)
    same = {_sameness(one) for one in known if one.open}
    made: list[Proposal] = []
    for one in drafts:
        if _sameness(one) in same:
            continue
        same.add(_sameness(one))
        stamped = replace(
            one,
            by=one.by or archive.actor,
            at=one.at or moment(),
            round=str(item["state"]),
            kind=one.kind or guessed_kind(one.old, one.new),
            why=one.why.strip(),
        )
        made.append(stamped)
    if not made:
        if drafts:
            return Proposed((), len(drafts), tuple(dropped))
        why = f"：{dropped[0]}" if dropped else ""
        raise UsageError(f"没有要改的字{why}", "请写明原文和改为。", code="nothing-to-correct")
    told = words or (f"提改动：{made[0].words()}" if len(made) == 1 else f"提改动 {len(made)} 处")
    done = archive.execute(_set(item, [*known, *made], told))
    return Proposed(tuple(made), len(drafts) - len(made), tuple(dropped), done)


def propose_text(archive: Archive, item_id: str, made: Manuscript, why: str = "", **more: Any) -> Proposed:
    """Propose whatever is otherwise in ``made`` than in the text."""
    item = archive.catalogue.record(item_id)
    drafts, dropped = found_in(Manuscript.from_json(item["manuscript"]), made)
    return propose(archive, item_id, [replace(one, why=why, **more) for one in drafts], dropped)


def propose_words(
    archive: Archive,
    record_id: str,
    old: str,
    new: str,
    *,
    field: str = "manuscript",
    near: str = "",
    why: str = "",
    kind: str = "",
    by: str = "",
    at: str = "",
) -> Proposed:
    """Propose other words for ``old``, which stands in one place (of several the one in ``near``). ``record_id`` may be
    an article of a volume: its own lines are meant. Raises ``UsageError`` where that is not one place."""
    if old == new or not old:
        raise UsageError("没有要改的字", "请写明原文（--old）和改成什么（--new）。", code="nothing-to-correct")
    record = archive.catalogue.record(record_id)
    article = record.id if record.entity == "article" else ""
    item = archive.catalogue.record(str(record["item"])) if article and record["item"] else record
    check_proposing(archive, item)
    texts = texts_of_item(archive.catalogue, item)
    if article or field not in _FIELDS_OF_TEXT:
        drafts = [line_proposal(texts, article, "title" if field == "manuscript" else field, old, new)]
    else:
        drafts = words_in_text(texts, old, new, near)
    more: dict[str, Any] = {"why": why, "by": by, "at": at} | ({"kind": kind} if kind else {})
    return propose(archive, item.id, [replace(one, **more) for one in drafts])


def words_in_text(texts: Texts, old: str, new: str, near: str = "") -> list[Proposal]:
    """Other words for ``old``, which stands in one place of a text, or in one within ``near``."""
    around = near if old in near else old
    places = [(key, at) for key, text in texts.texts.items() for at in _all(text, around)]
    offsets = list(_all(around, old))
    if len(places) != 1 or len(offsets) != 1:
        number = len(places) * max(1, len(offsets)) if places else 0
        said = f"正文里没有“{around}”" if not number else f"正文里有 {number} 处“{old}”"
        raise UsageError(said, "请多写几个字，让它只在一处出现。", code="not-one-place")
    (block, part), start = places[0][0], places[0][1] + offsets[0]
    text = texts.texts[block, part]
    return list(word_proposals(block, part, text, text[:start] + new + text[start + len(old) :]))


def line_proposal(texts: Texts, article: str, field: str, old: str, new: str) -> Proposal:
    """Other words for a line about the text: ``old`` stands there once, or is all of it."""
    lines = {key: words for key, words in texts.lines.items() if key[0] == article and key[1].split(":")[0] == field}
    fitting = [(key, words) for key, words in lines.items() if words.count(old) == 1]
    if not lines or len(fitting) != 1:
        try:
            label = line_label(field, of_article=bool(article))
        except (KeyError, StopIteration):
            label = field
        said = f"{label}里没有“{old}”" if not fitting else f"{label}里有 {len(fitting)} 处“{old}”"
        raise UsageError(said, "请照印出的样子写原文。", code="not-one-place")
    (_article, part), words = fitting[0]
    made = words.replace(old, new)
    return Proposal(What.FIELD, article, part, old=words, new=made, kind=guessed_kind(old, new))


def withdraw(archive: Archive, item_id: str, ids: Sequence[str]) -> Done:
    """Take open proposals back: one's own, or for an editor anybody's. Raises ``UsageError`` where that is not so."""
    item = archive.catalogue.record(item_id)
    known = proposals_of(item)
    wanted = chosen(known, ids)
    _check_own(archive, wanted)
    gone = {one.id for one in wanted}
    words = f"撤回改动：{wanted[0].words()}" if len(wanted) == 1 else f"撤回改动 {len(wanted)} 处"
    return archive.execute(_set(item, [one for one in known if one.id not in gone], words))


def revise(
    archive: Archive, item_id: str, ids: Sequence[str], *, why: str | None = None, kind: str | None = None
) -> Done:
    """Say the 依据 or the 类型 of open proposals otherwise."""
    item = archive.catalogue.record(item_id)
    known = proposals_of(item)
    wanted = {one.id for one in chosen(known, ids)}
    _check_own(archive, [one for one in known if one.id in wanted])
    made = [
        replace(
            one,
            why=one.why if why is None else why.strip(),
            kind=one.kind if kind is None else kind.strip(),
        )
        if one.id in wanted
        else one
        for one in known
    ]
    return archive.execute(_set(item, made, "改动建议：写依据、类型"))


def _check_own(archive: Archive, wanted: Sequence[Proposal]) -> None:
    people = People(archive)
    actor = people.actor(archive.actor)
    for one in wanted:
        if not one.open:
            raise UsageError(
                f"{one.words()}：{one.state.label}，不能再改", "要改回去，请撤销，或另提一条。", code="decided"
            )
        if people.registered and not actor.is_called(one.by) and Role.EDITOR not in actor.roles:
            raise UsageError(f"{one.words()}：是{one.by}提的", "请由本人或编辑来改。", code="anothers")


def _set(item: Record, proposals: Sequence[Proposal], words: str) -> SetFields:
    return SetFields(
        item.id, rows_of(proposals), expected_version=item.version, by_program=True, type=CORRECTION_TYPE, words=words
    )


def _sameness(one: Proposal) -> tuple[object, ...]:
    return one.what, one.block, one.part, one.start, one.old, one.new


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
