"""Whom and what a text speaks of: names of cards that stand in it, proposed as links, never linked alone.

The words of the cards (names and other names of two characters and more) are looked for in one pass, the longest
first: a name that is part of a longer one that the archive knows (马䶮 in 马䶮春) is not found. Traditional and
simplified forms are one (`hanzi/folding.py`).
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import fields_of
from archive_app.domain.kinds.common import REFUSED
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.own_fields import ids_in, is_own
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.hanzi.names import name_fold
from archive_app.services.suggested import MENTIONED, Offer

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.names import Names

FIELDS = {"person": "persons", "place": "places", "organisation": "organisations", "event": "events"}
"""What is looked for, and the field of an item that links to it."""
_LEAST = 2
_AROUND = 8
"""Characters shown before and behind a name."""
_TEXTS = ("title", "caption", "abstract")
"""Fields that are read beside the text and the transcript."""
_SPOKEN = ("text", "mandarin")

Words = Mapping[str, list[tuple[str, dict[str, list[str]]]]]
"""The first two characters of a word, folded → (the word folded, entity → ids), the longest first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a card in a text: how it is written there, of which cards it is, how often, and where first."""

    words: str
    entity: str
    cards: tuple[str, ...]
    times: int
    near: str


class Mentions:
    """Looks texts through for the names of one archive. May be asked from any thread."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._lock = threading.Lock()
        self._revision = -1
        self._words: Words = {}

    def offers(self, record: Record) -> list[Offer]:
        """What the texts of an item name and the item does not link to, as suggestions; the most frequent first.

        What was refused of it is not offered again.
        """
        declared = fields_of(str(record["kind"]))
        linked = _linked(record)
        refused = {
            (row.get("field"), name_fold(str(row.get("value") or "")))
            for row in record["suggestions"] or ()
            if row.get("answer") == REFUSED
        }
        found: list[Offer] = []
        for mention in self.mentions(_texts_of(record)):
            wanted = declared.get(FIELDS[mention.entity])
            if wanted is None or linked & set(mention.cards) or (wanted.name, name_fold(mention.words)) in refused:
                continue
            cards = tuple((key, self._names.label(key) or mention.words) for key in mention.cards)
            times = f"{mention.times} 处，" if mention.times > 1 else ""
            basis = f"文中{times}“{mention.near}”"
            found.append(Offer(record.id, MENTIONED, wanted, mention.words, basis, cards=cards))
        return found

    def mentions(self, texts: Iterable[str]) -> list[Mention]:
        """The names of cards that stand in these texts; the most frequent first, then as they come."""
        words = self._known()
        found: dict[tuple[str, str], list[Any]] = {}
        for text in texts:
            for start, folded, cards in _standing(fold(text), words):
                end = start + len(folded)
                for entity, ids in cards.items():
                    entry = found.setdefault((entity, folded), [text[start:end], ids, 0, _near(text, start, end)])
                    entry[2] += 1
        made = [
            Mention(written, entity, tuple(ids), times, near)
            for (entity, _folded), (written, ids, times, near) in found.items()
        ]
        return sorted(made, key=lambda mention: -mention.times)

    def _known(self) -> Words:
        with self._lock:
            revision = self._names.revision
            if revision != self._revision:
                self._words = _by_beginning(self._names)
                self._revision = revision
            return self._words


def _by_beginning(names: Names) -> Words:
    words: dict[str, dict[str, list[str]]] = {}
    for entity in FIELDS:
        for name, ids in names.written(entity).items():
            folded = fold(name.strip())
            if len(folded) >= _LEAST:
                of = words.setdefault(folded, {}).setdefault(entity, [])
                of += sorted(ids - set(of))
    found: dict[str, list[tuple[str, dict[str, list[str]]]]] = defaultdict(list)
    for folded, cards in words.items():
        found[folded[:_LEAST]].append((folded, cards))
    for alike in found.values():
        alike.sort(key=lambda entry: -len(entry[0]))
    return found


def _standing(folded: str, words: Words) -> Iterator[tuple[int, str, dict[str, list[str]]]]:
    """(where, the word, its cards) of each name in a folded text, the longest first, none inside another."""
    at, last = 0, len(folded) - _LEAST + 1
    while at < last:
        for word, cards in words.get(folded[at : at + _LEAST], ()):
            if folded.startswith(word, at):
                yield at, word, cards
                at += len(word)
                break
        else:
            at += 1


def _near(text: str, start: int, end: int) -> str:
    before = "…" if start > _AROUND else ""
    behind = "…" if end + _AROUND < len(text) else ""
    return f"{before}{' '.join(text[max(0, start - _AROUND) : end + _AROUND].split())}{behind}"


def _texts_of(record: Record) -> Iterator[str]:
    values = record.values
    for name in _TEXTS:
        if values.get(name):
            yield str(values[name])
    if values.get("manuscript"):
        yield from (text for _block, _part, text in Manuscript.searchable_in(values["manuscript"]))
    for segment in values.get("transcript") or ():
        yield from (str(segment[name]) for name in _SPOKEN if segment.get(name))


def _linked(record: Record) -> set[str]:
    """Every card the item points to, in whatever field or column."""
    found: set[str] = set()
    for declared in fields_of(str(record["kind"])).values():
        found.update(_links(declared, record.values.get(declared.name)))
    for name, value in record.values.items():
        if is_own(name):
            found.update(ids_in(value))
    return found


def _links(declared: Field, value: Any) -> Iterator[str]:
    if not value:
        return
    if declared.type is FieldType.LINK:
        yield str(value)
    elif declared.type is FieldType.LINKS:
        yield from map(str, value)
    elif declared.type is FieldType.ROWS:
        for row in value:
            for column in declared.columns:
                yield from _links(column, row.get(column.name))
