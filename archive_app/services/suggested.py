"""What names and devices say of an item, taken or left by a person: nothing of it is a value before.

Import and lists put such words into the item's field ``suggestions``; here they are held against what the item has,
what they would become is worked out, and the answer is kept beside them, so that what was refused is never offered
again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.domain.adjustment import AS_IT_IS, Adjustment
from archive_app.domain.depicted import OPEN, UNKNOWN, moved, region_of
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.found_faces import overlap, same_face
from archive_app.domain.kinds import fields_of
from archive_app.domain.kinds.common import REFUSED, TAKEN
from archive_app.frozen import dataclass
from archive_app.hanzi.names import name_fold

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.catalogue.store import Record
    from archive_app.services.names import Names

_ADDED_TO = frozenset({FieldType.LINKS, FieldType.TAGS, FieldType.CHOICES, FieldType.ROWS})
"""Fields that can hold several: what is taken stands beside what is there."""
_PEOPLE = "people"
"""The one field of rows that is suggested: who is on a photograph, and where."""
MENTIONED = -1
"""The place of what no row of the item suggests: a name that stands in its text (`mentions.py`)."""
RECKONED = -2
"""The place of what no row suggests either: it was reckoned from what the item says (`protection.py`)."""
_NEAR = 0.02
"""Of the picture; boxes nearer than that are the same."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion that waits for an answer.

    ``place`` is its row in the item's ``suggestions``, ``MENTIONED`` where its text suggests it, ``RECKONED`` where
    what it says does. ``reading`` is what a
    date's words are read as (EDTF, may be empty). ``cards`` are (id, words) of the cards of that name where the field
    links to cards: none (one would be made), one, or several namesakes of whom somebody must choose. ``present`` are
    the words of what it would take the place of. ``region`` is where on the photograph a person is.
    """

    item: str
    place: int
    field: Field
    value: str
    basis: str
    reading: str = ""
    cards: tuple[tuple[str, str], ...] = ()
    present: str = ""
    region: tuple[float, ...] = ()

    @property
    def links(self) -> bool:
        """Whether it would be a link to a card."""
        return self.field.type.links

    @property
    def mentioned(self) -> bool:
        """Whether it is a name that stands in the text."""
        return self.place == MENTIONED

    @property
    def sure(self) -> bool:
        """Whether it can be taken together with others, unseen: it replaces nothing, nobody must choose, and no rule
        of law was applied that a person must look at."""
        return not self.present and len(self.cards) < 2 and self.place != RECKONED

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi proposals --json`` prints it."""
        return {
            "item": self.item, "field": self.field.name, "label": self.field.label, "value": self.value,
            "basis": self.basis, "reading": self.reading, "cards": [list(card) for card in self.cards],
            "present": self.present, "sure": self.sure, "region": list(self.region),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Together:
    """The suggestions of several items for one field."""

    field: Field
    offers: tuple[Offer, ...]

    @property
    def items(self) -> int:
        """How many items have one."""
        return len({offer.item for offer in self.offers})

    @property
    def sure(self) -> tuple[Offer, ...]:
        """Those that can be taken together: one an item where the field holds only one."""
        found: dict[Any, Offer] = {}
        for offer in self.offers:
            if offer.sure:
                found.setdefault(
                    (offer.item, (offer.place, offer.value) if offer.field.type in _ADDED_TO else ""), offer
                )
        return tuple(found.values())


def offers(record: Record, names: Names) -> list[Offer]:
    """What of an item's suggestions waits for an answer, in order; what the item says already is no suggestion."""
    declared = fields_of(str(record["kind"]))
    found: list[Offer] = []
    for place, row in enumerate(record["suggestions"] or ()):
        wanted, value = declared.get(str(row.get("field"))), str(row.get("value") or "").strip()
        if row.get("answer") or wanted is None or wanted.by_program or not value:
            continue
        basis = str(row.get("basis") or "")
        if wanted.name == _PEOPLE:
            offer = _person(record, place, wanted, row, names)
        else:
            offer = _offer(record, place, wanted, value, basis, names)
        if offer is not None:
            found.append(offer)
    return found


def _offer(record: Record, place: int, wanted: Field, value: str, basis: str, names: Names) -> Offer | None:
    present = record.values.get(wanted.name)
    if wanted.type.links:
        called = [one for entity, one in names.called(value) if entity == wanted.target]
        cards = tuple((one.key, names.label(one.key) or one.text) for one in called)
        linked = present if isinstance(present, list) else [present] if present else []
        if any(key in linked for key, _words in cards):
            return None
        taken_place_of = names.label(str(present)) if wanted.type is FieldType.LINK and present else ""
        return Offer(record.id, place, wanted, value, basis, cards=cards, present=taken_place_of)
    if wanted.type is FieldType.DATE:
        read = _read(value)
        same = (present or {}).get("display") == value or (read and (present or {}).get("edtf") == read)
        return None if same else Offer(record.id, place, wanted, value, basis, read, present=_words(present))
    if not _fits(wanted, value):
        return None
    if isinstance(present, list):
        return None if value in present else Offer(record.id, place, wanted, value, basis)
    return None if present == value else Offer(record.id, place, wanted, value, basis, present=_words(present))


def _person(record: Record, place: int, wanted: Field, row: Mapping[str, Any], names: Names) -> Offer | None:
    """Somebody on the photograph; None where he is written down already, or somebody else has that very box."""
    value, region = str(row["value"]).strip(), tuple(row.get("region") or ())
    for one in record["people"] or ():
        box, name = one.get("region") or (), str(one.get("name") or "")
        if value == UNKNOWN:
            if _same_box(box, region) or _same_face(one, row):
                return None
            continue
        same_name = name_fold(name) == name_fold(value)
        if (name and _same_box(box, region)) or (same_name and (box or not region)):
            return None
    called = [one for entity, one in names.called(value) if entity == "person"]
    cards = tuple((one.key, names.label(one.key) or one.text) for one in called)
    return Offer(record.id, place, wanted, value, str(row.get("basis") or ""), cards=cards, region=region)


_PLAIN = frozenset(
    {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.TAGS, FieldType.CHOICE, FieldType.CHOICES, FieldType.DAY}
)


def _same_face(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    own, theirs = region_of(one), region_of(other)
    return own is not None and theirs is not None and same_face(own, theirs)


def _fits(wanted: Field, value: str) -> bool:
    """Whether words can stand in the field as they are."""
    try:
        return wanted.type in _PLAIN and bool(wanted.check(value))
    except UsageError:
        return False


def _words(value: Any) -> str:
    return str(value.get("display", "")) if isinstance(value, Mapping) else str(value or "")


def _read(words: str) -> str:
    from archive_app.hanzi.dating import read  # its tables take a while to read

    reading = read(words)
    return "" if reading.problem else reading.date.edtf


def together(found: Iterable[Offer]) -> list[Together]:
    """Suggestions by field, in the order in which the fields come."""
    by_field: dict[str, list[Offer]] = {}
    for offer in found:
        by_field.setdefault(offer.field.name, []).append(offer)
    return [Together(grouped[0].field, tuple(grouped)) for grouped in by_field.values()]


@dataclass(slots=True)
class _Filling:
    """What becomes of one item."""

    record: Record
    values: dict[str, Any] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Offer] = field(default_factory=list)  # without a row: remembered in rows of their own

    def value(self, name: str) -> Any:
        return self.values.get(name, self.record.values.get(name))


def seen_as(catalogue: Catalogue, chosen: Iterable[Offer]) -> dict[str, Adjustment]:
    """How the photographs are seen on which these suggest a person's place: rows are counted as they stand there."""
    items = dict.fromkeys(offer.item for offer in chosen if offer.region)
    return {item: Adjustment.of(files[0].values) for item in items if (files := catalogue.files_of(item))}


def taking(
    records: Mapping[str, Record],
    chosen: Sequence[Offer],
    cards: Mapping[tuple[str, str], str] | None = None,
    seen: Mapping[str, Adjustment] | None = None,
) -> Command:
    """One command that takes these suggestions: one step of undo, for one item or many.

    A name without a card gets one, the same for all items that name it. ``cards`` says which of several namesakes is
    meant: (entity, name) → id (entity empty for who is on a photograph: such a one gets no card unasked). ``seen`` is
    what ``seen_as`` says. What else was suggested for a field that holds one value is refused with it. Raises
    ``Conflict`` where namesakes are to be told apart.
    """
    made: dict[tuple[str, str], Create] = {}
    filling: dict[str, _Filling] = {}
    for offer in chosen:
        one = filling.setdefault(offer.item, _Filling(records[offer.item]))
        if offer.field.name == _PEOPLE:
            one.people.append(_told(offer, _known_card(offer, cards or {})))
            one.answers[offer.place] = TAKEN
            continue
        value = _card(offer, made, cards or {}) if offer.links else _value(offer)
        if offer.field.type in _ADDED_TO:
            one.values[offer.field.name] = [*(one.value(offer.field.name) or []), value]
        else:
            one.values[offer.field.name] = value
            for place, row in enumerate(one.record["suggestions"]):
                if row.get("field") == offer.field.name and not row.get("answer"):
                    one.answers.setdefault(place, REFUSED)
        if offer.place >= 0:
            one.answers[offer.place] = TAKEN
    for key, one in filling.items():
        if one.people:
            one.values[_PEOPLE] = _with_people(one.value(_PEOPLE) or [], one.people, (seen or {}).get(key, AS_IT_IS))
    steps: list[Command] = [*made.values(), *(_answered(one) for one in filling.values())]
    labels = list(dict.fromkeys(offer.field.label for offer in chosen))
    what = labels[0] if len(labels) == 1 else f"{labels[0]}等 {len(labels)} 项"
    return Batch(f"采用建议：{what}" + (f"（{len(filling)} 件）" if len(filling) > 1 else ""), steps)


def refusing(records: Mapping[str, Record], chosen: Collection[Offer]) -> Command:
    """One command that refuses these suggestions for good (until it is undone)."""
    filling: dict[str, _Filling] = {}
    for offer in chosen:
        one = filling.setdefault(offer.item, _Filling(records[offer.item]))
        if offer.place < 0:
            one.refused.append(offer)
        else:
            one.answers[offer.place] = REFUSED
    number = len(filling)
    return Batch("不要建议" + (f"（{number} 件）" if number > 1 else ""), [_answered(one) for one in filling.values()])


def _answered(one: _Filling) -> SetFields:
    rows = [
        {**row, "answer": one.answers[place]} if place in one.answers else row
        for place, row in enumerate(one.record["suggestions"] or ())
    ]
    rows += [
        {"field": offer.field.name, "value": offer.value, "basis": offer.basis, "answer": REFUSED}
        for offer in one.refused
    ]
    return SetFields(one.record.id, {**one.values, "suggestions": rows}, by_program=True)


def _told(offer: Offer, card: str) -> dict[str, Any]:
    """Somebody on a photograph as a row of its people."""
    told: dict[str, Any] = {"name": offer.value, **({"person": card} if card else {})}
    if offer.value == UNKNOWN:  # a face that nobody could name there keeps its place
        told = {"name": "", "certainty": "不详"}
    return {**told, "region": list(offer.region)} if offer.region else told


def _with_people(
    before: Sequence[Mapping[str, Any]], fresh: Sequence[Mapping[str, Any]], seen: Adjustment
) -> list[dict[str, Any]]:
    """The people with these, in the rows where their boxes are. Who stands there without a name, or by this name
    without a box, is he. The suggestions are of the item's first picture: people on others are left alone."""
    others = [dict(one) for one in before if one.get("file")]
    own = [dict(one) for one in before if not one.get("file")]
    people = [dict(one) for one in own]
    for told in fresh:
        place = next((n for n, one in enumerate(people) if _is(one, told)), None)
        if place is None:
            place = _unnamed_face(people, told)
        known = people[place] if place < len(people) else {}
        if told["name"] and known.get("certainty") == OPEN and not known.get("name"):
            known.pop("certainty")  # that was said of a face, before anybody said whose it is
        people[place:] = [{**known, **told}, *people[place + 1 :]]
    return [*(moved(own, people, seen) if any("region" in one for one in fresh) else people), *others]


def _is(one: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    box, region = one.get("region") or (), told.get("region") or ()
    if not one.get("name"):
        return _same_box(box, region)
    return not box and bool(region) and name_fold(str(one["name"])) == name_fold(str(told["name"]))


def _unnamed_face(people: Sequence[Mapping[str, Any]], told: Mapping[str, Any]) -> int:
    """Who is framed without a name round the very face that another program framed otherwise, tighter or with the hair:
    his number; one more than there are where nobody is."""
    box = region_of(told)
    shares = [
        (overlap(box, own), -n)
        for n, one in enumerate(people)
        if box is not None and not one.get("name") and (own := region_of(one)) is not None and same_face(box, own)
    ]
    return -max(shares)[1] if shares else len(people)


def _same_box(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) == 4 and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _known_card(offer: Offer, cards: Mapping[tuple[str, str], str]) -> str:
    """The card of somebody on a photograph, empty where there is none. Raises ``Conflict`` for several namesakes."""
    if len(offer.cards) > 1 and (offer.field.target, offer.value) not in cards:
        raise _several(offer)
    return cards.get((offer.field.target, offer.value)) or next((key for key, _words in offer.cards), "")


def _several(offer: Offer) -> Conflict:
    return Conflict(f"叫“{offer.value}”的不止一个", "请选定是哪一位、哪一处，再采用。", code="several-cards")


def _card(offer: Offer, made: dict[tuple[str, str], Create], cards: Mapping[tuple[str, str], str]) -> str:
    entity = offer.field.target
    key = (entity, name_fold(offer.value))
    if (meant := cards.get((entity, offer.value))) is not None:
        return meant
    if len(offer.cards) == 1:
        return offer.cards[0][0]
    if offer.cards:
        raise _several(offer)
    if key not in made:
        made[key] = Create(entity, {entity_named(entity).title: offer.value})
    return made[key].id


def _value(offer: Offer) -> Any:
    if offer.field.type is not FieldType.DATE:
        return offer.value
    from archive_app.hanzi.dating import read
    from archive_app.services.dating import taken

    reading = read(offer.value)
    if reading.problem or not reading.date.edtf:
        return {"display": offer.value}
    return taken(offer.value, reading.date).to_json()
