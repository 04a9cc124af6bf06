"""What a person sees for the values of facets: a vocabulary's words, a card's name, 1950年代."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive_app.catalogue.catalogue import Catalogue
from archive_app.domain.entities import ITEM
from archive_app.domain.identity import is_id
from archive_app.domain.kinds import kind_named

NAMES = {
    "kind": "种类",
    "decade": "年代",
    "person": "人物",
    "place": "地点",
    "town": "乡镇",
    "organisation": "单位",
    "event": "事件",
    "commissioner": "专员",
    "category": "栏目",
    "tag": "主题词",
    "series": "丛书",
    "state": "状态",
    "access": "级别",
    "year": "年",
}
"""What a person sees for a facet, in the order in which they are shown."""

_TERMS = ("kind", "state", "access")
_CARDS = ("commissioner", "person", "place", "organisation", "event")
VOLUME = "volume"
"""The kind of a printed volume among the results."""


def kind_label(kind: str) -> str:
    """What a person sees for the kind of what was found."""
    return "书卷" if kind == VOLUME else kind_named(kind).label


def kind_icon(kind: str) -> str:
    """The icon beside it."""
    return "book" if kind == VOLUME else kind_named(kind).icon


def labels(catalogue: Catalogue, facets: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """Facet → value → its words, for the values that are not words themselves."""
    found: dict[str, dict[str, str]] = {}
    for name, values in facets.items():
        if name in _TERMS:
            declared = ITEM.field(name)
            named = {value: "书卷" if value == VOLUME else declared.label_of(value) for value in values}
        elif name in _CARDS:
            named = _titles(catalogue, name, [value for value in values if is_id(value)])
            cards = set(named.values())
            named |= {value: f"{value}（没有卡片）" for value in values if not is_id(value) and value in cards}
        elif name == "decade":
            named = {value: f"{value}年代" for value in values}
        else:
            continue
        found[name] = named
    return found


def values_of(catalogue: Catalogue, facet: str, word: str) -> list[str]:
    """The values of a facet that a person may mean by a word: the stored one, or those it is seen for.

    A name is that of every card that bears it, and itself, where it stands without a card.
    """
    if facet in _TERMS:
        declared = ITEM.field(facet)
        if facet == "kind" and word in ("书卷", VOLUME):
            return [VOLUME]
        return [term.value for term in declared.terms if word in (term.value, term.label)] or [word]
    if facet in _CARDS:
        named = [card.id for card in catalogue.records(facet) if word in (card.id, card.title, *card["aliases"])]
        return [*named, word]
    if facet == "decade":
        return [word.removesuffix("年代")]
    return [word.removesuffix("年")] if facet == "year" else [word]


_MANY = 400
"""Cards from which it is sooner done to ask for the names of all."""


def _titles(catalogue: Catalogue, entity: str, ids: Sequence[str]) -> dict[str, str]:
    if len(ids) <= _MANY:
        return {key: card.title for key, card in catalogue.load(entity, ids).items()}
    wanted = set(ids)
    return {key: title for key, title in catalogue.titles(entity) if key in wanted}
