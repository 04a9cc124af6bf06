"""The states of volumes: moved by themselves, and carried on by the 付印签字 of their items."""

from __future__ import annotations

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.commands import Command, SetFields
from archive_app.catalogue.standing import STATE_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.workflow import GateRefused, NotPossible, State, VolumeState
from archive_app.domain.workflow.volume import VolumeMove, volume_moves
from archive_app.services.archive import Archive
from archive_app.services.workflow.case import variant_of
from archive_app.services.workflow.people import People

_PRINTED = (State.ISSUED, State.PUBLISHED, State.ARCHIVED)
_BEFORE_PRINTING = (VolumeState.PLANNED, VolumeState.EDITING, VolumeState.PROOF)


def state_of(volume: Record) -> VolumeState:
    """Where a volume stands; one that nobody has begun is planned."""
    return VolumeState(volume["state"] or VolumeState.PLANNED)


def move_volume(archive: Archive, volume_id: str, word: str) -> Record:
    """Take a volume a step along its own table, as one undoable command.

    Raises ``NotPossible`` with what can be done, ``GateRefused`` where it is another's to do.
    """
    volume = archive.catalogue.record(volume_id)
    moves = volume_moves(state_of(volume), variant_of(volume))
    move = next((one for one in moves if word in (one.action.value, one.action.label)), None)
    if move is None:
        here = "、".join(f"{one.action}（{one.action.label}）" for one in moves)
        remedy = f"现在可以做的：{here}。" if here else "这一卷已经做完。"
        raise NotPossible(f"《{volume.title}》的状态是“{state_of(volume).label}”，不能“{word}”", remedy)
    people = People(archive)
    against = people.refusal(people.actor(archive.actor), move.who)
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
