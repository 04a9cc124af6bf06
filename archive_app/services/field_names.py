"""The names that may be meant in a field of a search: 人名, 口述者, 地名, 专员 …, found as a person types them."""

from __future__ import annotations

from functools import cache

from archive_app.domain.kinds import COMMON_FIELDS, KINDS
from archive_app.search.language.fields import fields
from archive_app.services.names import NAMED, Names
from archive_app.services.search_names import SOUNDING
from archive_app.services.searching import Search


@cache
def named_in(field: str) -> tuple[str, ...]:
    """What a field of the query language names: entities of ``names.NAMED``; nothing where it takes other words."""
    if not field:
        return ()
    declared = {each.name: each for each in (*COMMON_FIELDS, *(each for kind in KINDS for each in kind.fields))}
    found: set[str] = set()
    for section in fields()[field].sections:
        base, _, role = section.partition("/")
        if base in declared:
            columns = declared[base].columns
            named = [column for column in columns if column.label == role] or columns
            found.update([declared[base].target, *(column.target for column in named)])
    return tuple(entity for entity in NAMED if entity in found)


class FieldNames:
    """Names for a field over one open archive; usable from any thread."""

    def __init__(self, search: Search, names: Names) -> None:
        self._search, self._names = search, names

    def offer(self, field: str, typed: str, limit: int = 8) -> list[tuple[str, str]]:
        """(name, what is shown for it) of those that fit characters, pinyin or initials; the best first, each once.

        Names without a card come after those that have one; not while the index is being made anew: nothing is read
        through for a suggestion.
        """
        entities = named_in(field)
        if not entities or not typed.strip():
            return []
        found: dict[str, str] = {}
        for hit in self._names.find(typed, limit=limit, entities=entities):
            # of namesakes all are looked for, so no one of them is told
            found[hit.matched] = hit.matched if hit.matched in found else hit.label
        for facet in SOUNDING if not self._search.needs_rebuild else ():
            if facet in entities:
                for one in self._search.bare_names(facet).find(typed, limit):
                    found.setdefault(one.text, one.text)
        return list(found.items())[:limit]
