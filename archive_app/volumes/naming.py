"""Names for the indexes of a volume: the cards that its items point to, and where their names stand in the texts.

A text is looked through for the names and other names of the persons and places its own item points to; so one 祁大魁
is not taken for another. A name that is part of a longer one that the archive knows (马䶮 in 马䶮春) is not counted.
What an editor has marked stays marked; who is not to be named is in no index.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Manuscript, Span, SpanStyle
from archive_app.typeset.book import IndexName
from archive_app.typeset.name_marks import Marker

_STYLES = {"person": SpanStyle.PERSON, "place": SpanStyle.PLACE}
_KINDS = {style: kind for kind, style in _STYLES.items()}
_ASIDE = re.compile("（[^（）]*）")
_NUMBER = re.compile("[〇零一二三四五六七八九十百千万两]+\\Z")
_LEAST = 2  # characters of a word that is looked for unmarked
_NARRATORS = ("口述者",)


class Naming:
    """The cards of one volume's items, gathered as its texts are marked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._cards: dict[str, Record] = {}
        self._known: frozenset[str] | None = None
        self._every: dict[str, dict[str, list[Record]]] = {}
        self._loaded: dict[str, Record] = {}

    def prepare(self, items: Iterable[Record]) -> None:
        """Load the cards of all ``items`` in one go."""
        for kind, field in (("person", "persons"), ("place", "places")):
            self._loaded.update(self._catalogue.load(kind, {card for item in items for card in item[field]}))

    def _load(self, kind: str, ids: Sequence[str]) -> Iterable[Record]:
        missing = [key for key in ids if key not in self._loaded]
        if missing:
            self._loaded.update(self._catalogue.load(kind, missing))
        return [self._loaded[key] for key in ids if key in self._loaded]

    def marked(self, item: Record, text: Manuscript) -> Manuscript:
        """The text of ``item`` with every name of its cards marked, by the card's id."""
        hidden = _hidden(item)
        words: dict[str, list[tuple[SpanStyle, str]]] = {}
        for kind, field in (("person", "persons"), ("place", "places")):
            for card in self._load(kind, item[field]):
                if card.id not in hidden:
                    self._cards[card.id] = card
                    for word in _words(card):
                        words.setdefault(word, []).append((_STYLES[kind], card.id))
        single = {word: cards[0] for word, cards in words.items() if len(cards) == 1}
        text = self._by_cards(text, single, hidden)
        if not single:
            return text
        pattern = re.compile("|".join(map(re.escape, sorted({*single, *self._longer(single)}, key=len, reverse=True))))
        return _Marker(single, pattern).mark(text)

    def names(self) -> tuple[IndexName, ...]:
        """The cards as the indexes take them, namesakes told apart."""
        by_name: dict[tuple[str, str], list[Record]] = {}
        for card in self._cards.values():
            by_name.setdefault((card.entity, card.title), []).append(card)
        return tuple(
            IndexName(kind, name, note, _reading(card), key=card.id)
            for (kind, name), cards in by_name.items()
            for card, note in zip(cards, _notes(cards), strict=True)
        )

    def _by_cards(
        self, text: Manuscript, own: Mapping[str, tuple[SpanStyle, str]], hidden: Collection[str]
    ) -> Manuscript:
        """Marks without an id get that of the card whose word they stand on: one of the item's, or the only one."""

        def resolved(words: str, given: Sequence[Span]) -> tuple[Span, ...]:
            return tuple(self._by_card(span, words[span.start : span.end], own, hidden) for span in given)

        return Manuscript(
            tuple(
                replace(
                    block,
                    spans=resolved(block.text, block.spans),
                    notes=tuple(replace(note, spans=resolved(note.text, note.spans)) for note in block.notes),
                )
                for block in text
            )
        )

    def _by_card(
        self, span: Span, word: str, own: Mapping[str, tuple[SpanStyle, str]], hidden: Collection[str]
    ) -> Span:
        if span.style not in _KINDS or span.value:
            return span
        style, card = own.get(word, (span.style, ""))
        if style is span.style and card:
            return replace(span, value=card)
        cards = self._all(_KINDS[span.style]).get(word, [])
        if len(cards) != 1 or cards[0].id in hidden:
            return span
        self._cards[cards[0].id] = cards[0]
        return replace(span, value=cards[0].id)

    def _all(self, kind: str) -> Mapping[str, list[Record]]:
        """The cards of the archive by their words."""
        found = self._every.get(kind)
        if found is None:
            found = self._every[kind] = {}
            for card in self._catalogue.records(kind, trashed=False):
                for word in _words(card):
                    found.setdefault(word, []).append(card)
        return found

    def _longer(self, words: Iterable[str]) -> list[str]:
        """Names that the archive knows and that hold one of ``words``: they are passed over."""
        if self._known is None:
            entities = ("person", "place", "organisation", "commissioner", "staff")
            self._known = frozenset(r.title for e in entities for r in self._catalogue.records(e, trashed=False))
        wanted = list(words)
        return [name for name in self._known if any(word in name and word != name for word in wanted)]


class _Marker(Marker):
    """A marker whose pattern also finds words that are passed over."""

    def _spans(self, text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        assert self.pattern is not None
        taken = [(s.start, s.end) for s in spans if s.style in _STYLES.values()]
        found = [
            Span(m.start(), m.end(), *self.words[m[0]])
            for m in self.pattern.finditer(text)
            if m[0] in self.words and not any(start < m.end() and m.start() < end for start, end in taken)
        ]
        return tuple(sorted((*spans, *found), key=lambda s: (s.start, -s.end, s.style.value, s.value)))


def _words(card: Record) -> Iterator[str]:
    """The name and the other names, without what is said of them in brackets; not those that are numbers (六十三)."""
    for plain in dict.fromkeys(_ASIDE.sub("", word).strip() for word in (card.title, *card["aliases"])):
        if len(plain) >= _LEAST and not _NUMBER.match(plain):
            yield plain


def _hidden(item: Record) -> set[str]:
    """The cards of narrators who are not to be named."""
    if not item["anonymous"]:
        return set()
    return {str(row.get("person", "")) for row in item["responsibility"] if row["role"] in _NARRATORS}


def _reading(card: Record) -> str:
    return str(card["pinyin"] or "") if card.entity == "person" else ""


def _notes(cards: Sequence[Record]) -> list[str]:
    """What parts namesakes: the first of their facts that is filled and different for each; else a number."""
    if len(cards) == 1:
        return [""]
    facts = (_year, _native_place) if cards[0].entity == "person" else (_type,)
    for fact in facts:
        said = [fact(card) for card in cards]
        if all(said) and len(set(said)) == len(said):
            return said
    return [str(number) for number in range(1, len(cards) + 1)]


def _year(card: Record) -> str:
    born = (card["birth"] or {}).get("edtf", "")
    year = re.match(r"\d{4}", born)
    return f"{year[0]}年生" if year else ""


def _native_place(card: Record) -> str:
    return str(card["native_place"] or "")


def _type(card: Record) -> str:
    return str(card["type"] or "")
