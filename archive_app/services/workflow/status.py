"""Where an item stands, as window and command line show it; and the queue: what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive_app.catalogue.queries import ItemFilter
from archive_app.catalogue.store import Record
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import DROPPED, Action, Actor, Role, Stage, State, Unmet, VolumeState, moves_from
from archive_app.domain.workflow.log import CORRECTION, last_entry
from archive_app.domain.workflow.reviews import reviewers
from archive_app.domain.workflow.roles import words
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.workflow.moving import Moved, Offer, Workflow
from archive_app.services.workflow.people import People
from archive_app.services.workflow.volumes import state_of, volume_offers


def action_label(action: str, before: str = "") -> str:
    """A logged action in words: a review that was passed is called by its name."""
    if action == Action.PASS and before in set(State):
        return f"{State(before).label}通过"
    if action == CORRECTION:
        return "改样"
    return Action(action).label if action in set(Action) else action


def unmet_json(unmet: Sequence[Unmet]) -> list[dict[str, Any]]:
    """Conditions that fail."""
    return [{"gate": str(one.gate), "message": one.message, "remedy": one.remedy} for one in unmet]


def offer_json(offer: Offer) -> dict[str, Any]:
    """A move that the state has."""
    return {
        "action": offer.move.action.value,
        "label": offer.move.label,
        "to": offer.to,
        "who": [role.label for role in Role if role in offer.move.who],
        "comment_required": offer.move.comment,
        "allowed": not offer.unmet,
        "unmet": unmet_json(offer.unmet),
    }


def status_json(workflow: Workflow, item_id: str) -> dict[str, Any]:
    """The form of ``cunshi state --json``."""
    item = workflow.item(item_id)
    changes, files = workflow.revision(item_id)
    return {
        "id": item.id,
        "title": item.title,
        "kind": item["kind"],
        "state": item["state"],
        "label": State(item["state"]).label,
        "accession_no": item["accession_no"],
        "ref_code": item["ref_code"],
        "returned_count": int(item["returned_count"] or 0),
        "actions": [offer_json(offer) for offer in workflow.offers(item_id)],
        "reviews": item["reviews"],
        "referrals": item["referrals"],
        "log": item["workflow_log"],
        "changes": [change.to_json() for change in changes],
        "files": files,
    }


def volume_json(archive: Archive, volume_id: str) -> dict[str, Any]:
    """The form of ``cunshi state --json`` for a volume: it has no reviews, and its log is read off its history."""
    volume = archive.catalogue.record(volume_id)
    state = state_of(volume)
    return {
        "id": volume.id,
        "title": volume.title,
        "kind": "volume",
        "state": state.value,
        "label": state.label,
        "accession_no": "",
        "ref_code": "",
        "returned_count": 0,
        "actions": [
            {
                "action": offer.move.action.value,
                "label": offer.move.action.label,
                "to": offer.move.to.label,
                "who": [role.label for role in Role if role in offer.move.who],
                "comment_required": False,
                "allowed": not offer.unmet,
                "unmet": unmet_json(offer.unmet),
            }
            for offer in volume_offers(archive, volume_id)
        ],
        "reviews": [],
        "referrals": [],
        "log": volume_log(archive, volume_id),
        "changes": [],
        "files": [],
    }


def volume_log(archive: Archive, volume_id: str) -> list[dict[str, str]]:
    """A volume's steps, the oldest first, those that were taken back among them."""
    return [
        {
            "at": entry.at,
            "by": entry.actor,
            "action": entry.label,
            "from": str(entry.before or VolumeState.PLANNED),
            "to": str(entry.after or VolumeState.PLANNED),
        }
        for entry in reversed(archive.catalogue.history(volume_id))
        if entry.field == "state" and entry.version > 1
    ]


def moved_json(moved: Moved) -> dict[str, Any]:
    """What a move did."""
    return {
        "action": moved.move.action.value,
        "from": moved.was.value,
        "to": moved.now.value,
        "number": moved.number,
        "changes": [change.to_json() for change in moved.changes],
        "files": list(moved.files),
    }


# — the queue —

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item in the queue: since when (ISO), who brought it there, their words; who did 初审 and 复审."""

    id: str
    title: str
    accession_no: str
    kind: str
    commissioner: str
    since: str
    by: str
    comment: str
    reviewers: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi queue --json``."""
        return {
            "id": self.id,
            "title": self.title,
            "accession_no": self.accession_no,
            "since": self.since,
            "by": self.by,
            "comment": self.comment,
        }


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: by state, the longest waiting first, and by who may take it on."""

    states: dict[State, list[Waiting]]
    people: list[tuple[Actor, list[Waiting]]]

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi queue --json``."""
        return {
            "states": [
                {
                    "state": state.value,
                    "label": state.label,
                    "dropped": state in DROPPED,
                    "who": _who(state),
                    "count": len(waiting),
                    "items": [one.to_json() for one in waiting],
                }
                for state, waiting in self.states.items()
            ],
            "people": [
                {
                    "name": actor.name,
                    "roles": [role.label for role in Role if role in actor.roles],
                    "count": len(waiting),
                    "items": [one.id for one in waiting],
                }
                for actor, waiting in self.people
            ],
        }


def queue(archive: Archive) -> Queue:
    """Every item that is on the road or was dropped; what has been put on the shelf is done and not in it."""
    catalogue = archive.catalogue
    waiting: dict[State, list[Waiting]] = {}
    ids = catalogue.item_ids(ItemFilter(states=tuple(state for state in State if state is not State.ARCHIVED)))
    for start in range(0, len(ids), _AT_ONCE):  # an archive's texts are more than what fits into memory
        for item in catalogue.load("item", ids[start : start + _AT_ONCE]).values():
            waiting.setdefault(State(item["state"]), []).append(_waiting(item))
    ordered = {state: sorted(waiting[state], key=lambda one: one.since) for state in State if state in waiting}
    people = People(archive)
    names = {record.id: record.title for record in catalogue.records("commissioner")}
    return Queue(
        ordered,
        [
            (actor, [one for state, found in ordered.items() for one in found if _is_for(actor, state, one, names)])
            for actor in people.everyone()
        ],
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """What waits for a person: ``roles`` in words; where no office is registered, all that is on the road."""

    name: str
    roles: str
    registered: bool
    states: list[tuple[State, list[Waiting]]]


def turn_of(archive: Archive, name: str) -> Turn:
    """What a person may take on now, by state in the order of the road, the longest waiting first."""
    found, people = queue(archive), People(archive)
    actor = people.actor(name)
    if people.registered:
        mine = {one.id for who, waiting in found.people if who.cards & actor.cards for one in waiting}
    else:
        mine = {one.id for state, waiting in found.states.items() if state not in DROPPED for one in waiting}
    by_state = [(state, [one for one in waiting if one.id in mine]) for state, waiting in found.states.items()]
    return Turn(name, words(actor.roles), people.registered, [(state, listed) for state, listed in by_state if listed])


def _waiting(item: Record) -> Waiting:
    log = item["workflow_log"]
    entry = last_entry(log, state=State(item["state"])) or {}
    at, by, comment = (str(entry.get(name, "")) for name in ("at", "by", "comment"))
    passed = tuple(reviewers(item.values, stage) for stage in (Stage.FIRST, Stage.SECOND))
    number, kind, commissioner = (str(item[name]) for name in ("accession_no", "kind", "commissioner"))
    return Waiting(item.id, item.title, number, kind, commissioner, at, by, comment, passed)


def _who(state: State) -> list[str]:
    roles = {role for move in moves_from(state, proofed=True) for role in move.who}
    return [role.label for role in Role if role in roles]


def _is_for(actor: Actor, state: State, one: Waiting, commissioners: dict[str, str]) -> bool:
    """Whether it is this person's to go on with: a commissioner's own, or what one of their roles may take."""
    moves = moves_from(state, proofed=kind_named(one.kind).has_text)
    roles = {role for move in moves for role in move.who}
    if not actor.roles & roles:
        return False
    if roles == {Role.COMMISSIONER}:
        return actor.is_called(commissioners.get(one.commissioner, ""))
    reviews_before = {State.SECOND_REVIEW: 1, State.FINAL_REVIEW: 2}.get(state, 0)
    return not any(actor.is_called(name) for names in one.reviewers[:reviews_before] for name in names)
