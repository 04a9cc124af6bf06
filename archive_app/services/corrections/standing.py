"""The proposals of an item as they stand: each with its place in the text of now, and who may do what with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.standing import FROZEN_OF_ARTICLES, frozen_fields
from archive_app.catalogue.store import Record
from archive_app.domain.corrections.placing import Lost, Placed, Texts, place
from archive_app.domain.corrections.proposal import FIELD, Proposal, of_rows
from archive_app.domain.entities import ARTICLE, ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import IN_PROOF, Actor, GateRefused, NotPossible, Role, State, Unmet
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.workflow.people import People

DECIDERS = frozenset({Role.EDITOR, Role.PROOFREADER})
"""Who decides: those who take a text through its proofs. What one proposed oneself only an editor decides."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A proposal and where it is; of what is decided, where it was is no question."""

    proposal: Proposal
    place: Placed | Lost | None


def proposals_of(item: Record) -> tuple[Proposal, ...]:
    """Every proposal of an item, in the order in which they were made."""
    return of_rows(item.values.get(FIELD))


def in_proof(item: Record) -> bool:
    """Whether corrections of it are proposed now."""
    return item.entity == "item" and State(item["state"]) in IN_PROOF


def texts_of_item(catalogue: Catalogue, item: Record) -> Texts:
    """The item's text and the lines about it, its volumes' too."""
    return Texts(Manuscript.from_json(item["manuscript"]), lines_of(item, articles_of(catalogue, item.id)))


def articles_of(catalogue: Catalogue, item_id: str) -> list[Record]:
    """The articles of volumes that print an item."""
    keys = [key for entity, key in catalogue.pointing_to(item_id) if entity == "article"]
    return [one for one in catalogue.load("article", keys).values() if not one.trashed]


def lines_of(item: Record, articles: Iterable[Record] = ()) -> dict[tuple[str, str], str]:
    """What is printed of an item beside its text: (article's id or empty, field) → words. A row of a list is
    ``field:number``."""
    found: dict[tuple[str, str], str] = {}
    for name in frozen_fields(str(item["kind"])):
        kind, value = ITEM.field(name).type, item[name]
        if kind in (FieldType.TEXT, FieldType.LONG_TEXT) and name != "kind":
            found["", name] = str(value or "")
        elif kind is FieldType.DATE:
            found["", name] = str((value or {}).get("display", ""))
        elif kind is FieldType.ROWS:
            found |= {("", f"{name}:{n}"): str(row.get("name") or "") for n, row in enumerate(value)}
    for article in articles:
        for name in FROZEN_OF_ARTICLES:
            if name != "item":
                found[article.id, name] = str(article[name] or "")
    return found


def line_label(part: str, *, of_article: bool) -> str:
    """What a line is called: ``题名``, ``责任者``."""
    name = part.partition(":")[0]
    return (ARTICLE if of_article else ITEM).field(name).label


def stood(texts: Texts, proposals: Iterable[Proposal]) -> list[Stood]:
    """The proposals in the order of the text; open ones without a place, then decided ones come last."""
    found = [Stood(one, place(one, texts) if one.open else None) for one in proposals]
    parts = {key: number for number, key in enumerate(texts.texts)}

    def turn(one: Stood) -> tuple[int, int, int, str]:
        at = one.place
        if isinstance(at, Placed):
            block = texts.order.get(at.block, -1)
            return 0, block, parts.get((at.block, at.part), -1), f"{at.start:09}{one.proposal.at}"
        return (1 if at is not None else 2), 0, 0, one.proposal.at

    return sorted(found, key=turn)


# — who may —


def against_proposing(archive: Archive, item: Record, people: People | None = None) -> list[Unmet]:
    """Why this person may not propose corrections of this item; raises ``NotPossible`` where nobody can."""
    if item.entity != "item":
        raise UsageError(f"“{item.title}”不是资料，没有正文", "请给一件资料的编号。", code="no-item")
    state = State(item["state"])
    if state not in IN_PROOF:
        remedy = (
            "印出以后的改动用“改样”（cunshi correct），进勘误表。"
            if state in (State.ISSUED, State.PUBLISHED, State.ARCHIVED)
            else "还没有定稿，直接改正文就行。"
        )
        raise NotPossible(f"《{item.title}》的状态是“{state.label}”，不在校对", remedy, code="not-in-proof")
    if item.trashed:
        raise NotPossible(f"《{item.title}》在回收站里", "请先取回它。", code="in-trash")
    people = people or People(archive)
    actor = people.actor(archive.actor)
    if not people.registered:
        return []
    found = people.refusal(actor, Role)
    return found or (people.not_theirs(actor, frozenset({Role.COMMISSIONER}), item) if actor.only_commissioner else [])


def against_deciding(archive: Archive, actor: Actor, people: People, proposal: Proposal) -> list[Unmet]:
    """Why this person may not decide this proposal."""
    found = people.refusal(actor, DECIDERS)
    if found or not people.registered:
        return found
    if actor.is_called(proposal.by) and Role.EDITOR not in actor.roles:
        words = f"{proposal.words()}：这一条是您自己提的"
        return [Unmet("other_person", words, "要由编辑或另一位校对来定。")]
    return []


def check_proposing(archive: Archive, item: Record) -> None:
    """Raise ``NotPossible`` or ``GateRefused`` where this person cannot propose corrections of this item now."""
    if against := against_proposing(archive, item):
        raise GateRefused(f"《{item.title}》现在不能提改动", against)


def open_of(item: Record) -> list[Proposal]:
    """What nobody has decided yet."""
    return [one for one in proposals_of(item) if one.open]


def to_json(one: Proposal, at: Placed | Lost | None = None) -> dict[str, Any]:
    """The public form of a proposal, of ``cunshi corrections --json``."""
    found: dict[str, Any] = {**one.row(), "what": one.what.value, "state": one.state.value, "words": one.words()}
    if isinstance(at, Placed):
        found["place"] = {"block": at.block, "part": at.part, "start": at.start, "end": at.end}
    elif isinstance(at, Lost):
        found["lost"] = at.why
    return found


def rows_of(proposals: Iterable[Proposal]) -> dict[str, Any]:
    """The field of an item that holds them."""
    return {FIELD: [one.row() for one in proposals]}


def rows_with(item: Record, changed: Iterable[Proposal]) -> dict[str, Any]:
    """The field with some of an item's proposals as they are now; the others stay as they are stored."""
    fresh = {one.id: one.row() for one in changed}
    return {FIELD: [fresh.get(str(row.get("id")), row) for row in item.values.get(FIELD) or ()]}


def chosen_of(item: Record, ids: Iterable[str]) -> list[Proposal]:
    """`chosen` of an item's proposals: only those that are asked for are made of their rows."""
    words = tuple(ids)
    rows = item.values.get(FIELD) or ()
    exact = set(words).intersection(str(row.get("id", "")) for row in rows)
    ends = tuple(word for word in words if word and word not in exact)
    fitting = [row for row in rows if (key := str(row.get("id", ""))) in exact or (ends and key.endswith(ends))]
    return chosen(of_rows(fitting), words)


def chosen(known: Iterable[Proposal], ids: Iterable[str]) -> list[Proposal]:
    """The proposals with these ids (or the beginnings of ids that only one has), in the order of the record. Raises
    ``UsageError`` where one is not there."""
    every = list(known)
    by_id = {one.id: one for one in every}
    found: set[str] = set()
    for word in ids:
        fitting = [by_id[word]] if word in by_id else [one for one in every if word and one.id.endswith(word)]
        if len(fitting) != 1:
            why = "没有" if not fitting else "不止一条"
            raise UsageError(
                f"编号“{word}”的改动建议{why}", "请照列表里的编号写（cunshi corrections）。", code="no-row"
            )
        found.add(fitting[0].id)
    return [one for one in every if one.id in found]
