"""What a search asks, in words: for the list of those that are kept, and as the name that is proposed for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.gui.workspaces.search.asking import Asking
    from archive_app.services.saved_searches import SavedSearch

_LONGEST = 24
"""Characters of a query in a proposed name."""
_PARTS = 3
"""Limits told in a proposed name."""


def described(catalogue: Catalogue, saved: SavedSearch) -> str:
    """The query and what limits it, as a person knows it; it asks the catalogue for names."""
    from archive_app.gui.workspaces.search.asking import Asking
    from archive_app.services.facet_labels import labels

    asking = Asking.of_saved(saved)
    named: Mapping[str, Mapping[str, Any]] = labels(catalogue, asking.chosen)
    limits = limits_of(asking, lambda facet, value: str(named.get(facet, {}).get(value, value)))
    return "　".join((" ".join(saved.query.split()), *limits))


def proposed_name(asking: Asking, words: Callable[[str, str], str]) -> str:
    """A name for what is asked; ``words`` says (facet, value) as a person knows it."""
    query = " ".join(asking.words.split())
    query = query if len(query) <= _LONGEST else query[: _LONGEST - 1] + "…"
    limits = list(limits_of(asking, words))
    told = [one if len(one) <= _LONGEST else one[: _LONGEST - 1] + "…" for one in limits[:_PARTS]]
    name = "，".join((query, *told))
    return name if len(limits) <= _PARTS and len(name) <= 60 else query + "，" + _("{n} 项限定").format(n=len(limits))


def limits_of(asking: Asking, words: Callable[[str, str], str]) -> Iterator[str]:
    """What limits a search: earlier words, values of facets, years, the very form of the characters."""
    for earlier in asking.within:
        yield _("在“{w}”里").format(w=" ".join(earlier.split()))
    for facet, values in asking.chosen.items():
        for value in sorted(values):
            yield _("{year}年").format(year=value) if facet == "year" else words(facet, value)
    if asking.years is not None:
        first, last = asking.years
        yield _("{a}年").format(a=first) if first == last else _("{a}—{b}年").format(a=first, b=last)
    if asking.exact:
        yield _("原字形")
