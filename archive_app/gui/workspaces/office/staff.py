"""编辑部: who reviews, in which roles, and what waits for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.workflow import NOBODY, Role, State
from archive_app.domain.workflow.roles import words as role_words
from archive_app.frozen import dataclass
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.cards.side import Entry, Side
from archive_app.services.names import order_key
from archive_app.services.workflow.people import People
from archive_app.services.workflow.status import Queue, Waiting, queue

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_SHOWN = 40
_LOOKED_AT = 2_000
"""Items on the road that are read to say whose turn it is; beyond that the command line lists them."""
_DUTIES = {
    Role.EDITOR: _("登记、复审、编入、校对、归档，记下送审的答复"),
    Role.RESPONSIBLE: _("初审，并做编辑的事"),
    Role.CHIEF: _("终审、付印签字，并做责任编辑的事"),
    Role.PROOFREADER: _("校对编入以后的校样"),
}


@dataclass(frozen=True, slots=True)
class About:
    """What the side shows of a person: their turn by state; None where there is too much to read for a card."""

    waiting: list[tuple[State, list[Waiting]]] | None
    actor: str
    actor_has_role: bool


def rows(archive: Archive) -> list[CardRow]:
    """The office by rank, then by name; who has left stands last."""
    found = archive.catalogue.records("staff")
    found.sort(key=lambda one: (bool(one["left"]), -_rank(one), order_key("person", one.title)))
    waiting = _queue(archive)
    turns = {who.name: len(listed) for who, listed in waiting.people} if waiting is not None else {}
    return [_row(one, turns.get(one.title, 0)) for one in found]


def _queue(archive: Archive) -> Queue | None:
    """What waits for whom; None where there is too much to read for a list of cards."""
    states = tuple(state for state in State if state is not State.ARCHIVED)
    return None if len(archive.catalogue.item_ids(ItemFilter(states=states))) > _LOOKED_AT else queue(archive)


def _rank(record: Record) -> int:
    order = (Role.PROOFREADER, Role.EDITOR, Role.RESPONSIBLE, Role.CHIEF)
    return max((order.index(Role(role)) for role in record["roles"] if Role(role) in order), default=-1)


def _row(record: Record, turn: int) -> CardRow:
    note = "　".join(part for part in (role_words(map(Role, record["roles"])), "、".join(record["aliases"])) if part)
    if record["left"]:
        return CardRow(record.id, record.title, note, _("已离任"))
    aside = _("轮到 {n} 件").format(n=turn) if turn else ""
    return CardRow(record.id, record.title, note, *(("", "") if record["roles"] else (_("没有职责"), "amber")), aside)


def look(archive: Archive, record: Record) -> About:
    """What waits for a person, and whether who sits here can act at all."""
    actor = People(archive).actor(archive.actor)
    found = _queue(archive)
    if found is None:
        return About(None, archive.actor, bool(actor.roles))
    mine = next((waiting for who, waiting in found.people if who.name == record.title), [])
    ids = {one.id for one in mine}
    turn = [(state, [one for one in listed if one.id in ids]) for state, listed in found.states.items()]
    return About([(state, listed) for state, listed in turn if listed], archive.actor, bool(actor.roles))


def draw(side: Side, record: Record, about: About, settings: Callable[[], Any], go: Callable[[str], Any]) -> None:
    """Fill the side; ``settings`` opens them, ``go`` opens an item."""
    if not about.actor_has_role:
        if about.actor == NOBODY:
            side.note(_("编辑部登记了人，各步就按职责来。还不知道您是谁：请在设置里填“我的姓名”。"))
        else:
            words = _("编辑部登记了人，各步就按职责来。您（{name}）还没有职责：请给自己登记一张卡片，或改“我的姓名”。")
            side.note(words.format(name=about.actor))
        side.act(_("我的姓名…"), settings, icon="settings")
    if not record["roles"] and not record["left"]:
        side.note(_("还没有选职责，这个人现在什么也不能审。"))
    side.heading(_("做什么"))
    for role in map(Role, record["roles"]):
        side.entry(Entry(_(role.label), _DUTIES[role]))
    if record["left"]:
        side.faint(_("已离任：不再审稿，做过的仍留在流程记录里。"))
    elif not record["roles"]:
        side.faint(_("在“职责”里选。"))
    side.faint(_("复审、终审要换人：审过前一道的，后一道不能再审。"))
    if about.waiting is None:
        side.heading(_("轮到的资料"))
        side.faint(_("在办的资料太多，这里不列；cunshi queue 可以全列。"))
        return
    side.heading(_("轮到的资料 {n} 件").format(n=sum(len(listed) for _state, listed in about.waiting)))
    if not about.waiting:
        side.faint(_("现在没有等着办的。"))
    shown = 0
    for state, listed in about.waiting:
        for one in listed[: max(0, _SHOWN - shown)]:
            side.entry(Entry(one.title, _(state.label), go=partial(go, one.id)))
        shown += len(listed)
    if shown > _SHOWN:
        side.faint(_("还有 {n} 件没有列出，cunshi queue 可以全列。").format(n=shown - _SHOWN))
