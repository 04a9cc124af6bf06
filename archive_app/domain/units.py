"""Units of description above the item, what may stand below what, and the level of access that comes down from them.

The level that holds for a unit or an item is the strictest of its own and of all above it. A day until which a level
holds lifts nothing by itself: after it an editor may, so the latest day of those that are as strict is what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from archive_app.domain.access import Access, strictest
from archive_app.frozen import dataclass


class Tier(NamedTuple):
    """A level of description: its word, and how far down it stands."""

    label: str
    depth: int


TIERS: Mapping[str, Tier] = {
    "fonds": Tier("全宗", 0),
    "series": Tier("类", 1),
    "file": Tier("案卷", 2),
    "group": Tier("组", 2),
    "book": Tier("册", 2),
}
"""DA/T 18—2022 著录层级, but the item's; DA/T 13—2022 names 案卷号, 组号 and 册号 as alternatives."""

NESTED = ("series",)
"""What may stand below one of its own kind."""


def may_stand(tier: str, above: str) -> bool:
    """Whether a unit of this level may stand directly below one of the other (empty: below nothing)."""
    if not above:
        return True
    depth, over = TIERS[tier].depth, TIERS[above].depth
    return depth > over or (tier == above and tier in NESTED)


class Above(Protocol):
    """What of a unit decides about what stands below it."""

    @property
    def parent(self) -> str:
        """The unit above, or empty."""

    @property
    def access(self) -> str:
        """The unit's own level, or empty."""


def chain(units: Mapping[str, Above], key: str) -> list[str]:
    """A unit and those above it, from below; what is not there, or would lead in a circle, ends it."""
    found: dict[str, None] = {}
    while key and key in units and key not in found:
        found[key] = None
        key = units[key].parent
    return list(found)


def imposed(units: Mapping[str, Above], key: str) -> str:
    """The level that a unit and those above it give to what stands in it; empty where none says anything."""
    said = [Access(units[one].access) for one in chain(units, key) if units[one].access]
    return str(strictest(*said)) if said else ""


def effective(own: str, from_above: str) -> Access:
    """The level that holds for an item; what nobody set is internal."""
    levels = [Access(one) for one in (own, from_above) if one in set(Access)]
    if own not in set(Access):
        levels.append(Access.INTERNAL)
    return strictest(*levels)


class Dated(Above, Protocol):
    """A unit with the day until which its level holds."""

    @property
    def until(self) -> str:
        """ISO day, or empty."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The level that holds for something, until which day (empty: nothing is said), and the id of the unit it comes
    from; empty where it is its own."""

    level: Access
    until: str
    holder: str


def standing(own: str, until: str, units: Mapping[str, Dated], unit: str) -> Standing:
    """The level that holds for something in a unit, and whose it is: its own where that is as strict as any above, else
    that of the nearest unit that is."""
    above = [(key, units[key]) for key in chain(units, unit) if units[key].access]
    level = effective(own, imposed(units, unit))
    days: list[str] = []
    holders: list[str] = []
    if effective(own, "") is level:
        holders, days = [""], [until]
    as_strict = [(key, one) for key, one in above if one.access == level]
    holders += [key for key, _one in as_strict]
    days += [one.until for _key, one in as_strict]
    return Standing(level, "" if "" in days or not days else max(days), holders[0])


def circle(units: Mapping[str, Above], key: str) -> bool:
    """Whether a unit stands, by way of others, below itself."""
    above = units[key].parent
    seen: set[str] = set()
    while above and above in units and above not in seen:
        if above == key:
            return True
        seen.add(above)
        above = units[above].parent
    return False


def below(parents: Mapping[str, str], roots: Iterable[str]) -> list[str]:
    """These units and all below them; ``parents`` says for each unit's id which one it stands in."""
    children: dict[str, list[str]] = {}
    for key, parent in parents.items():
        children.setdefault(parent, []).append(key)
    found: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += children.get(key, ())
    return list(found)
