"""The names of an archive: found as a person types them, told apart where two are the same, and in order."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.hanzi.collation import pinyin_key, stroke_key
from archive_app.hanzi.names import Name, NameIndex, name_fold
from archive_app.hanzi.pinyin import Kind, readings
from archive_app.services.archive import Archive
from archive_app.services.undisturbed import undisturbed

NAMED = ("person", "place", "organisation", "event", "commissioner")
"""The entities that are looked up by name."""

ORDERS = {"pinyin": "按拼音", "strokes": "按笔画"}
"""What lists of names can be ordered by, and what a person sees."""

_KINDS = {
    "person": Kind.PERSON,
    "commissioner": Kind.PERSON,
    "place": Kind.PLACE,
    "organisation": Kind.ORGANISATION,
    "event": Kind.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class NameHit:
    """A record found by name.

    ``label`` is its name with the alias that fitted and what tells it from its namesakes; ``reading`` the likeliest.
    """

    id: str
    entity: str
    name: str
    label: str
    matched: str
    reading: str

    def to_json(self) -> dict[str, str]:
        """As ``cunshi names --json`` prints it."""
        return {
            "id": self.id,
            "entity": self.entity,
            "name": self.name,
            "label": self.label,
            "matched": self.matched,
            "reading": self.reading,
        }


@dataclass(frozen=True, slots=True)
class _Card:
    """What is kept of a record."""

    id: str
    entity: str
    name: Name
    above: str  # the place it lies in, folded; empty where it says none
    tells: tuple[str, ...]  # what may tell it from a namesake, the best first; empty where it says nothing

    @property
    def title(self) -> str:
        return self.name.text

    @property
    def reading(self) -> str:
        return self.name.reading


class Names:
    """Looks names up over one open archive. Kept fresh from the change log; usable from any thread."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._preparing = threading.Lock()
        self._index: NameIndex | None = None
        self._sequence = -1  # nothing read yet
        self._revision = 0
        self._cards: dict[str, _Card] = {}
        self._same: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._called: dict[str, set[str]] = defaultdict(set)
        self._lying: dict[str, set[str]] = defaultdict(set)
        self._keys: dict[tuple[str, str, str, str], str] = {}

    def called(self, text: str) -> list[tuple[str, Name]]:
        """(entity, its names) of every record whose name or alias is ``text``, folded."""
        with self._lock:
            self._follow()
            cards = [self._cards[key] for key in sorted(self._called.get(name_fold(text), ()))]
            return [(card.entity, card.name) for card in cards]

    def within(self, text: str) -> list[Name]:
        """The names of every place whose 上级 is the place called ``text``, and of those that lie in these; nearest
        first, each once (also where cards lie in each other in a circle)."""
        with self._lock:
            self._follow()
            seen: dict[str, None] = {}
            own = {key for key in self._called.get(name_fold(text), ()) if self._cards[key].entity == "place"}
            waiting = [name_fold(text), *(name for key in own for name in self._folded(key))]
            for above in waiting:
                for key in sorted(self._lying.get(above, ()), key=lambda key: self._cards[key].title):
                    if key not in seen and key not in own:
                        seen[key] = None
                        waiting += self._folded(key)
            return [self._cards[key].name for key in seen]

    def _folded(self, key: str) -> list[str]:
        card = self._cards[key]
        return [name_fold(name) for name in (card.title, *card.name.others)]

    def sounding(self, text: str, limit: int, entities: Collection[str] = NAMED) -> list[tuple[str, str, Name]]:
        """(entity, the name that fits, its names) of the records of which a whole name is said by the letters
        ``text``, or begins with them syllable by syllable; the likeliest first."""
        index = self._sounds()
        with self._lock:
            self._follow()
            found = index.whole(text, limit, lambda key: self._cards[key].entity in entities)
            return [(self._cards[one.key].entity, one.text, self._cards[one.key].name) for one in found]

    def prepare(self) -> None:
        """Read the names and how they sound, which the first look-up would have to wait for."""
        self._sounds()

    def _sounds(self) -> NameIndex:
        """The index, made where there is none yet; who only asks for a label does not wait for that."""
        with self._preparing:
            if self._index is not None:
                return self._index
            with self._lock:
                self._follow()
                names = {key: card.name for key, card in self._cards.items()}
            with undisturbed():
                index = NameIndex(names.values())
            with self._lock:
                changed = [card.name for key, card in self._cards.items() if names.get(key) is not card.name]
                index.update(changed, names.keys() - self._cards.keys())
                self._index = index
            return index

    def find(
        self, text: str, *, limit: int = 20, entities: Collection[str] = NAMED, among: Collection[str] | None = None
    ) -> list[NameHit]:
        """Records whose name or alias fits initials, pinyin, characters or a mixture of them; the best first.

        ``among`` narrows to these ids, as where a reader may not know of all.
        """
        index = self._sounds()
        with self._lock:
            self._follow()

            def wanted(key: str) -> bool:
                return self._cards[key].entity in entities and (among is None or key in among)

            found = index.find(text, limit, wanted)
            return [self._hit(self._cards[one.key], one.text if one.alias else "") for one in found]

    def ordered(self, entity: str, by: str = "pinyin") -> list[NameHit]:
        """Every record of an entity, in the order of lists: ``pinyin`` or ``strokes``; namesakes told apart."""
        if by not in ORDERS:
            raise UsageError(f"名单不能按“{by}”排", "可以按 pinyin（拼音）或 strokes（笔画）。", code="unknown-order")
        with self._lock:
            self._follow()
            cards = [card for card in self._cards.values() if card.entity == entity]
            cards.sort(key=lambda card: (self._order_key(card, by), card.tells, card.id))
            return [self._hit(card, "") for card in cards]

    def _order_key(self, card: _Card, by: str) -> str:
        """Kept: twenty thousand names take a second to read anew, and the list is asked for again and again."""
        wanted = (card.entity, card.title, card.reading, by)
        if wanted not in self._keys:
            self._keys[wanted] = order_key(*wanted)
        return self._keys[wanted]

    def written(self, entity: str) -> dict[str, frozenset[str]]:
        """Every name and alias of an entity's records, as it is written → their ids: several for namesakes."""
        found: dict[str, set[str]] = defaultdict(set)
        with self._lock:
            self._follow()
            for card in self._cards.values():
                if card.entity == entity:
                    for name in (card.title, *card.name.others):
                        found[name].add(card.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @property
    def revision(self) -> int:
        """A number that is another whenever a name has changed, come or gone."""
        with self._lock:
            self._follow()
            return self._revision

    def label(self, record_id: str) -> str:
        """The name of a record with what tells it from its namesakes; empty for one that is not there."""
        with self._lock:
            self._follow()
            card = self._cards.get(record_id)
            return self._label(card) if card else ""

    # — following the log —

    def _follow(self) -> None:
        """Bring the cards, and the index where it has been needed already, up to the log."""
        catalogue = self._archive.catalogue
        if self._sequence < 0:
            self._sequence = catalogue.sequence
            with undisturbed():
                for entity in NAMED:
                    self._keep(catalogue.records(entity))
            return
        touched, self._sequence = catalogue.touched_since(self._sequence)
        changed: dict[str, list[str]] = defaultdict(list)
        for entity, key in touched:
            if entity in NAMED:
                changed[entity].append(key)
        for entity, keys in changed.items():
            records = catalogue.load(entity, keys)
            self._drop(keys)
            kept = self._keep(record for record in records.values() if not record.trashed)
            if self._index is not None:
                self._index.update((card.name for card in kept), gone=set(keys) - {card.id for card in kept})

    def _keep(self, records: Iterable[Record]) -> list[_Card]:
        kept = [_Card(record.id, record.entity, _name(record), _above(record), _tells(record)) for record in records]
        self._revision += len(kept)
        for card in kept:
            self._cards[card.id] = card
            self._same[card.entity, name_fold(card.title)].add(card.id)
            for name in (card.title, *card.name.others):
                self._called[name_fold(name)].add(card.id)
            if card.above:
                self._lying[card.above].add(card.id)
        return kept

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            if card := self._cards.pop(key, None):
                self._revision += 1
                self._same[card.entity, name_fold(card.title)].discard(key)
                for name in (card.title, *card.name.others):
                    self._called[name_fold(name)].discard(key)
                if card.above:
                    self._lying[card.above].discard(key)

    # — telling apart —

    def _hit(self, card: _Card, alias: str) -> NameHit:
        first = readings(card.title, _KINDS[card.entity], card.reading, limit=1)
        remarks = [remark for remark in (alias, self._distinction(card)) if remark]
        label = f"{card.title}（{'，'.join(remarks)}）" if remarks else card.title
        return NameHit(card.id, card.entity, card.title, label, alias or card.title, first[0].text)

    def _label(self, card: _Card) -> str:
        remark = self._distinction(card)
        return f"{card.title}（{remark}）" if remark else card.title

    def _distinction(self, card: _Card) -> str:
        """The first thing that is said of this one and of no namesake; the number of the card where nothing is."""
        same = self._same[card.entity, name_fold(card.title)]
        if len(same) < 2:
            return ""
        others = [self._cards[key] for key in same if key != card.id]
        for place, tell in enumerate(card.tells):
            if tell and all(other.tells[place] != tell for other in others):
                return tell
        said = [tell for tell in card.tells if tell][:2]
        # Ids grow with time, so the number does not change when another card is added.
        return "，".join([*said, f"第{sorted(same).index(card.id) + 1}张卡片"])


def order_key(entity: str, name: str, reading: str = "", by: str = "pinyin") -> str:
    """The key of a record's name in a list ordered ``by`` pinyin or strokes; an editor's ``reading`` wins."""
    kind = _KINDS.get(entity, Kind.UNKNOWN)
    return stroke_key(name, kind) if by == "strokes" else pinyin_key(name, reading, kind)


def _above(record: Record) -> str:
    return name_fold(str(record.values.get("parent") or "")) if record.entity == "place" else ""


def _name(record: Record) -> Name:
    reading = str(record.values.get("pinyin") or "")
    others = tuple(str(alias) for alias in record.values.get("aliases") or ())
    return Name(record.id, record.title, others, _KINDS[record.entity], reading)


_TELLS: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (
        ("birth", "生"),
        ("native_place", "人"),
        ("roles", ""),
        ("death", "卒"),
        ("ethnicity", ""),
        ("aliases", ""),
    ),
    "place": (("parent", ""), ("type", ""), ("valid", ""), ("aliases", "")),
    "organisation": (("type", ""), ("parent", ""), ("valid", ""), ("aliases", "")),
    "event": (("date", ""), ("status", "")),
    "commissioner": (("number", "聘号"), ("unit", ""), ("areas", "")),
}
"""What may tell namesakes apart, the best first: (field, the word with it)."""


def _tells(record: Record) -> tuple[str, ...]:
    values = record.values
    return tuple([_tell(value, word) if (value := values.get(name)) else "" for name, word in _TELLS[record.entity]])


def _tell(value: Any, word: str) -> str:
    """A field's value as a few words: 1919年生, 青海西宁人, 口述者."""
    if isinstance(value, dict):  # a date: its words, or its year where the words are long
        said = str(value.get("display") or "")
        said = f"{str(value['earliest'])[:4]}年" if len(said) > 10 and value.get("earliest") else said
        return f"{said}{word}" if said else ""
    said = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    if word == "聘号":
        return f"{word} {said}" if said else ""
    return f"{said[:16]}{word}" if said else ""
