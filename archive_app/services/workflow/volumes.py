"""The states of volumes: moved by themselves, and carried on by the 付印签字 of their items."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.commands import Command, SetFields
from archive_app.catalogue.standing import STATE_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import Gate, GateRefused, NotPossible, State, Unmet, VolumeState
from archive_app.domain.workflow.volume import VolumeAction, VolumeMove, volume_moves
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.workflow.case import variant_of, volume_of
from archive_app.services.workflow.people import People

_PRINTED = (State.ISSUED, State.PUBLISHED, State.ARCHIVED)
_READY = (State.CHECKED, *_PRINTED)
_SHOWN = 3
_BEFORE_PRINTING = (VolumeState.PLANNED, VolumeState.EDITING, VolumeState.PROOF)


def state_of(volume: Record) -> VolumeState:
    """Where a volume stands; one that nobody has begun is planned."""
    return VolumeState(volume["state"] or VolumeState.PLANNED)


@dataclass(frozen=True, slots=True)
class VolumeOffer:
    """A step of a volume, and what stands against it for who acts."""

    move: VolumeMove
    unmet: tuple[Unmet, ...]


def volume_offers(archive: Archive, volume_id: str) -> list[VolumeOffer]:
    """What can be done to a volume now; nothing for one in the trash."""
    volume = archive.catalogue.record(volume_id)
    if volume.trashed:
        return []
    moves = volume_moves(state_of(volume), variant_of(volume))
    return [VolumeOffer(move, tuple(_against(archive, volume, move))) for move in moves]


def _against(archive: Archive, volume: Record, move: VolumeMove) -> list[Unmet]:
    people = People(archive)
    found = people.refusal(people.actor(archive.actor), move.who)
    if move.action is VolumeAction.PRINT:
        found += unmade_lists(volume)
        found += _behind(archive, volume, _READY, "还没有核红", "请先校完：送校到核红为止。")
    if move.action in (VolumeAction.ISSUE, VolumeAction.PUBLISH):
        found += _behind(archive, volume, _PRINTED, "还没有付印签字", "请主编逐件付印签字。")
    if move.action in (VolumeAction.PRINT, VolumeAction.ISSUE, VolumeAction.PUBLISH):
        found += _barred(archive, volume)
    return found


def _barred(archive: Archive, volume: Record) -> list[Unmet]:
    """What is printed and may not be, the pictures in the texts and on the cover included."""
    from archive_app.services.preflight.publishing import barred_from_print, said

    found = barred_from_print(archive, volume.id)
    return [Unmet(Gate.CONSENT, said(found), "请在“检查”里一处一处改好，或把它们从书卷中拿掉。")] if found else []


def unmade_lists(volume: Record) -> list[Unmet]:
    """Which of 稿费表 and 样书分送表 has not been made for a volume."""
    lists = (("fees_listed_on", "稿费表"), ("copies_listed_on", "样书分送表"))
    return [
        Unmet(
            Gate.LISTS_MADE,
            f"《{volume.title}》的{words}还没有造好",
            f"在“报表”里做好，勾上“记下今天造册”（cunshi set 馆藏 {volume.id} {name}=日期）。",
        )
        for name, words in lists
        if not volume[name]
    ]


def note_lists(archive: Archive, item_id: str, day: date | None = None) -> None:
    """Note in an item's volume that 稿费表 and 样书分送表 are made: the day of those that have none yet."""
    today = (day or date.today()).isoformat()
    volume = volume_of(archive, item_id)
    if volume is not None:
        unmade = {name: today for name in ("fees_listed_on", "copies_listed_on") if not volume[name]}
        archive.execute(SetFields(volume.id, unmade, words="书卷：稿费表、样书分送表已造好"))


def _behind(archive: Archive, volume: Record, there: Container[State], words: str, remedy: str) -> list[Unmet]:
    items = archive.catalogue.load("item", items_of(archive, volume.id)).values()
    late = [one for one in items if not one.trashed and not _reached(one, there)]
    if not late:
        return []
    titles = "、".join(f"《{one.title}》" for one in late[:_SHOWN]) + ("等" if len(late) > _SHOWN else "")
    return [Unmet("items", f"{titles} {len(late)} 件{words}", remedy)]


def _reached(item: Record, there: Container[State]) -> bool:
    state = State(item["state"])
    if there is _READY and state is State.INCLUDED:
        return not kind_named(str(item["kind"])).has_text  # photographs and objects have no 校 states
    return state in there


def move_volume(archive: Archive, volume_id: str, word: str) -> Record:
    """Take a volume a step along its own table, as one undoable command.

    Raises ``NotPossible`` with what can be done, ``GateRefused`` with every condition that fails.
    """
    volume = archive.catalogue.record(volume_id)
    if volume.trashed:
        raise NotPossible(f"《{volume.title}》在回收站里", "请先取回它。", code="in-trash")
    moves = volume_moves(state_of(volume), variant_of(volume))
    move = next((one for one in moves if word in (one.action.value, one.action.label)), None)
    if move is None:
        here = "、".join(f"{one.action}（{one.action.label}）" for one in moves)
        remedy = f"现在可以做的：{here}。" if here else "这一卷已经做完。"
        raise NotPossible(f"《{volume.title}》的状态是“{state_of(volume).label}”，不能“{word}”", remedy)
    against = _against(archive, volume, move)
    if against:
        raise GateRefused(f"《{volume.title}》现在不能“{move.action.label}”", against)
    archive.execute(_command(volume, move))
    return archive.catalogue.record(volume_id)


def _command(volume: Record, move: VolumeMove) -> SetFields:
    words = f"书卷：{move.action.label}"
    return SetFields(volume.id, {"state": move.to.value}, by_program=True, type=STATE_TYPE, words=words)


def carried_on(archive: Archive, volume: Record, item: Record) -> list[Command]:
    """What the signing of one of its items does to a volume.

    The first takes it to 付印; with the last one it is issued (内部资料) or published.
    """
    ending = VolumeState.ISSUED if variant_of(volume) == "internal" else VolumeState.PUBLISHED
    others = items_of(archive, volume.id) - {item.id}
    left = [one for one in archive.catalogue.load("item", others).values() if State(one["state"]) not in _PRINTED]
    wanted = state_of(volume)
    if not left:
        wanted = ending
    elif wanted in _BEFORE_PRINTING:
        wanted = VolumeState.PRINTING
    if wanted is state_of(volume):
        return []
    words = f"书卷：{wanted.label}"
    return [SetFields(volume.id, {"state": wanted.value}, by_program=True, type=STATE_TYPE, words=words)]


def items_of(archive: Archive, volume_id: str) -> set[str]:
    """The ids of the items in a volume."""

    def walk(nodes: tuple[SectionNode, ...]) -> set[str]:
        found: set[str] = set()
        for node in nodes:
            found |= {str(article["item"]) for article in node.articles if article["item"]}
            found |= walk(node.children)
        return found

    return walk(archive.catalogue.sections_of(volume_id))
