"""What a reader may be offered while typing: the titles and the names of items that may be seen, and of no others."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Sequence
from weakref import WeakKeyDictionary

from archive_app.search.columns import PINYIN
from archive_app.search.matching import Part, Source
from archive_app.search.segment import Segment
from archive_app.search.tail import Tail
from archive_app.search.titles import titles_of

_Key = tuple[str, frozenset[str] | None]


def titles(sources: Sequence[Source], typed: str, limit: int, visible: Collection[str] | None) -> list[tuple[str, str]]:
    """(id, title) of the items that fit, the best first; of one title the first item only."""
    found = []
    for source in sources:
        fitting = {one.number: one for one in titles_of(source.column(PINYIN)).find(typed)}
        for number in _seen(source, fitting, visible):
            one = fitting[number]
            found.append((one.rank, one.title, source.id(number)))
    offered: dict[str, str] = {}
    for _, title, key in heapq.nsmallest(4 * limit, found):
        offered.setdefault(title, key)
    return [(key, title) for title, key in offered.items()][:limit]


def _seen(source: Source, numbers: Collection[int], visible: Collection[str] | None) -> list[int]:
    """Those of the documents that are there and may be seen."""
    deleted = source.deleted if isinstance(source, Part) else frozenset()
    living = [number for number in numbers if number not in deleted]
    return living if visible is None else source.visible(living, visible)


_filed: WeakKeyDictionary[Part | Tail, dict[_Key, set[str]]] = WeakKeyDictionary()
"""A part stays the same while none of its documents is replaced, so what was gathered of it is kept."""
_counted: WeakKeyDictionary[Segment, dict[_Key, Counter[str]]] = WeakKeyDictionary()
"""Its segment stays the same even then: how often each value occurs in it, deleted documents among them."""


def filed(sources: Sequence[Part | Tail], facet: str, visible: Collection[str] | None) -> set[str]:
    """Every value of a facet under which an item that may be seen is filed."""
    key = (facet, None if visible is None else frozenset(visible))
    found: set[str] = set()
    for source in sources:
        kept = _filed.setdefault(source, {})
        if key not in kept:
            kept[key] = _values(source, facet, visible, key)
        found |= kept[key]
    return found


def _values(source: Part | Tail, facet: str, visible: Collection[str] | None, key: _Key) -> set[str]:
    column = source.column(facet)
    if not isinstance(source, Part):
        return set(column.counts(_seen(source, range(len(source.characters)), visible)))
    counted = _counted.setdefault(source.segment, {})
    if key not in counted:
        every = range(len(source.segment))
        counted[key] = column.counts(every if visible is None else source.visible(every, visible))
    gone = column.counts(source.deleted if visible is None else source.visible(source.deleted, visible))
    return counted[key].keys() - {value for value, count in gone.items() if count == counted[key][value]}
