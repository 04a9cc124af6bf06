"""What stands: what is printed from 已编入 on, and for a commissioner every item that has gone to the editors.

The catalogue asks this of every command before it is written, so that form, command line and batch obey alike. Undo and
redo of a step go back along the way an item came, so a text may stand before them; but who could not take a step cannot
take it back either, and an edit from before the text stood is not undone while it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from archive_app.catalogue.store import Record
from archive_app.domain.entities import ARTICLE, ITEM
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import (
    FROZEN,
    NOBODY,
    OPEN_TO_COMMISSIONERS,
    Actor,
    Locked,
    Roster,
    State,
    find_move,
)
from archive_app.domain.workflow.roles import words as role_words

STATE_TYPE = "state"
"""``type`` of a command that moves an item along the road."""
CORRECTION_TYPE = "correction"
"""``type`` of a change of a frozen text, with its reason in the log of moves."""
_ON_THE_ROAD = frozenset({STATE_TYPE, CORRECTION_TYPE, "number", "review", "example"})
_CARDS = frozenset({"merge", "split"})
"""Cards that become one re-point links; the words printed stay."""

FROZEN_FIELDS = ("kind", "title", "manuscript", "responsibility", "anonymous", "author_note", "written")
"""What is printed of an item with a text; its kind says which fields these are."""
FROZEN_OF_PICTURES = ("kind", "title", "caption", "credit_line", "people", "responsibility", "anonymous")
"""What is printed of a photograph or an object, beside its picture."""
FROZEN_OF_ARTICLES = ("item", "title", "subtitle", "author", "note")
"""What a volume prints over its article in the place of the item's own words."""
_PLAN = {"section": ("volume", "parent", "position", "matter"), "article": ("section", "position", "item")}
"""What says where a section or an article stands in a volume."""
FROZEN_OF_FILES = ("item", "sha256", "position", "turn", "crop", "tone", "side", "printed")
"""Which picture is printed, how it is seen, and whose it is: the first of a photograph, those that a text places."""


class Touched(Protocol):
    """A command's changes before they are written."""

    def touched(self) -> Iterable[tuple[Record | None, Record]]:
        """(before, after) of every record, before being None for a new one."""

    def every(self, entity: str) -> Iterable[Record]:
        """Every record of an entity that is not in the trash."""

    def record(self, record_id: str) -> Record:
        """A record as planned so far."""


def frozen_fields(kind: str) -> tuple[str, ...]:
    """The fields of an item of this kind that are printed, and stand from 已编入 on."""
    return FROZEN_FIELDS if kind_named(kind).has_text else FROZEN_OF_PICTURES


def check_standing(changes: Touched, kind_of_command: str, actor: str) -> None:
    """Raise ``Locked`` where a command would change what stands."""
    if kind_of_command in _ON_THE_ROAD:
        return
    if kind_of_command not in _CARDS:
        _check_commissioner(changes, actor)  # first: who may change nothing of it is not told what else stands
        _check_units(changes, actor)
    _check_frozen(changes)


def check_reversal(changes: Touched, kind_of_command: str, by: str, actor: str) -> None:
    """Raise ``Locked`` where a step of ``by`` is not ``actor``'s to take back or to do again, or what it did stands."""
    if kind_of_command not in _ON_THE_ROAD:
        _check_frozen(changes)
    roster = _roster(changes)
    who = roster.actor(actor)
    if who.is_called(by):
        return
    if kind_of_command == STATE_TYPE and roster.registered:
        for was, now in _edited(changes):
            _check_step(was, now, who, by)
    if who.only_commissioner:
        _check_commissioner(changes, actor)
    _check_units(changes, actor)


def _check_step(was: Record, now: Record, who: Actor, by: str) -> None:
    longer = max(was["workflow_log"], now["workflow_log"], key=len)
    step = longer[-1] if longer else {}
    move = find_move(State(step.get("from") or State.DRAFT), str(step.get("action")), proofed=_proofed(was))
    if move is None or who.roles & move.who:
        return
    me = "还不知道您是谁" if who.name == NOBODY else f"您是“{who.name}”"
    raise Locked(
        f"《{was.title}》的“{move.label}”是“{by}”做的，只有本人或{role_words(move.who)}能撤销、重做；{me}",
        "请告诉他们；您就是的，请在设置里写明姓名（命令行用 --as）。",
        code="not-yours",
    )


def _proofed(item: Record) -> bool:
    return kind_named(str(item["kind"])).has_text


def _edited(changes: Touched) -> list[tuple[Record, Record]]:
    return [
        (was, now) for was, now in changes.touched() if was is not None and was.entity == "item" and _differ(was, now)
    ]


def _differ(was: Record, now: Record) -> bool:
    return was.values != now.values or was.trashed != now.trashed


# — the plan of a volume that is frozen —


def _check_plan(changes: Touched) -> None:
    """Sections and articles of a volume that is frozen stay where they are, none comes and none goes."""
    for before, after in list(changes.touched()):
        if after.entity not in _PLAN or not _plan_differs(before, after):
            continue
        for record in filter(None, (before, after)):
            volume = _volume_of(changes, record)
            if volume is not None and volume["frozen_on"]:
                raise Locked(
                    f"《{volume.title}》{volume['frozen_on']} 定稿，篇目不能再改",
                    "要改篇目，请先解除定稿（“校样”里，或 cunshi volume 馆藏 freeze 书卷 --off）。",
                    code="plan-frozen",
                )


def _plan_differs(before: Record | None, after: Record) -> bool:
    if before is None or before.trashed != after.trashed:
        return True
    return any((before[name] or "") != (after[name] or "") for name in _PLAN[after.entity])


def _volume_of(changes: Touched, record: Record) -> Record | None:
    if record.entity == "article":
        record = changes.record(str(record["section"]))
    return changes.record(str(record["volume"])) if record["volume"] else None


# — what is printed —


def _check_frozen(changes: Touched) -> None:
    _check_plan(changes)
    for was, now in _edited(changes):
        _check_text(was, now)
    for before, after in list(changes.touched()):
        if before is None or after.entity not in ("article", "file"):
            continue
        if before["item"] and _differ(before, after):
            owner = _as_it_was(changes, str(before["item"]))
            if owner is not None and State(owner["state"]) in FROZEN:
                (_check_article if after.entity == "article" else _check_file)(owner, before, after)


def _as_it_was(changes: Touched, item_id: str) -> Record | None:
    """An item before the command; None for one that the command makes."""
    changes.record(item_id)
    return next(was for was, now in changes.touched() if now.id == item_id)


def _check_article(item: Record, was: Record, now: Record) -> None:
    changed = [name for name in FROZEN_OF_ARTICLES if (was[name] or "") != (now[name] or "")]
    if changed:
        words = "、".join(f"“{ARTICLE.field(name).label}”" for name in changed)
        raise Locked(
            f"《{item.title}》的状态是“{State(item['state']).label}”，书卷里这一篇的{words}已经定稿，不能直接改",
            "要改请用“改样”（cunshi correct，编号写这一篇文章的），写明改什么、为什么；改动会留在资料的流程记录里。"
            if "item" not in changed
            else "要换成别的资料，请在书卷里移出这一篇，再加入那一件。",
            code="article-frozen",
        )


def _check_file(item: Record, was: Record, now: Record) -> None:
    gone = now.trashed and not was.trashed
    if gone or any(was[name] != now[name] for name in FROZEN_OF_FILES):
        raise Locked(
            f"《{item.title}》的状态是“{State(item['state']).label}”，它的文件“{was['name']}”已经定稿，"
            f"不能{'移入回收站' if gone else '替换、移走、改次序，也不能转、裁、调色'}",
            "刚编入的可以先撤销编入；要印更好的扫描件，请把新文件导入为另一件资料，在书卷里用它换下这一篇。",
            code="file-frozen",
        )


def _check_text(was: Record, now: Record) -> None:
    state = State(was["state"])
    if state not in FROZEN:
        return
    if now.trashed and not was.trashed:
        raise Locked(
            f"《{was.title}》的状态是“{state.label}”，已经定稿，不能移入回收站",
            "不印了的，请在书卷里移出这一篇，资料照旧留着；刚编入的也可以先撤销编入。",
            code="item-frozen",
        )
    changed = [n for n in frozen_fields(str(was["kind"])) if _printed(n, was[n]) != _printed(n, now[n])]
    if changed:
        words = "、".join(f"“{ITEM.field(name).label}”" for name in changed)
        raise Locked(
            f"《{was.title}》的状态是“{state.label}”，{words}已经定稿，不能直接改",
            "要改请用“改样”（cunshi correct），写明改什么、为什么；改动会留在流程记录里。",
            code="text-frozen",
        )


def _printed(name: str, value: Any) -> Any:
    """A value as far as it is printed: whose card a name belongs to is not, nor where in the picture somebody is."""
    if name not in ("responsibility", "people"):
        return value
    return [_words_of(row) for row in value]


def _words_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in row.items() if key not in ("person", "region", "file") and part}


# — what a commissioner may still change —


def _check_commissioner(changes: Touched, actor: str) -> None:
    meant = list(_items_meant(changes))
    if not meant:
        return
    roster = _roster(changes)
    who = roster.actor(actor)
    if who.only_commissioner:
        for was in meant:
            check_theirs(was, who, roster)


def _check_units(changes: Touched, actor: str) -> None:
    """Raise ``Locked`` where somebody who only gathers would change the office's units: they decide who sees what."""
    touched = [now for was, now in changes.touched() if now.entity == "unit" and (was is None or _differ(was, now))]
    if not touched:
        return
    roster = _roster(changes)
    if roster.registered and roster.actor(actor).only_commissioner:
        raise Locked(
            f"“{touched[0].title}”由编辑部整理，文史专员不能改全宗、类和案卷",
            "请告诉编辑要怎样改；把自己的材料移入案卷是可以的。",
            code="editors-only",
        )


def _items_meant(changes: Touched) -> Iterator[Record]:
    """The items, as they were, that the changes are about: edited themselves, or by their files."""
    yield from (was for was, _now in _edited(changes))
    before = {now.id: was for was, now in changes.touched()}
    files = [
        (was, now) for was, now in changes.touched() if now.entity == "file" and (was is None or _differ(was, now))
    ]
    for was, now in files:
        for key in {str(one["item"] or "") for one in (was, now) if one is not None} - {""}:
            item = before[key] if key in before else changes.record(key)
            if item is not None:  # a new item's files come with it
                yield item


def check_theirs(was: Record, who: Actor, roster: Roster) -> None:
    """Raise ``Locked`` where an item is not this person's to change, who has no part in the office."""
    if not who.only_commissioner:
        return
    state = State(was["state"])
    if state not in OPEN_TO_COMMISSIONERS:
        raise Locked(
            f"《{was.title}》的状态是“{state.label}”，已经交到编辑部，文史专员不能再改",
            "要改的地方请告诉编辑；编辑退改以后就可以改了。",
            code="editors-only",
        )
    owner = roster.gatherers.get(str(was["commissioner"] or ""), "") if roster.registered else ""
    if owner and was["commissioner"] not in who.cards:
        words = f"《{was.title}》是专员“{owner}”征集的，“{who.name}”不能改"
        raise Locked(words, f"请由{owner}来改，或请编辑先改“征集人”。", code="anothers")


def _roster(changes: Touched) -> Roster:
    return Roster(list(changes.every("staff")), list(changes.every("commissioner")))
