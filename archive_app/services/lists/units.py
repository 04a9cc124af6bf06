"""The column 存史案卷 of a list: a path of numbers (J019/WS/3) finds a unit or makes it, with the rows that name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Create
from archive_app.domain.errors import UnknownRecord
from archive_app.domain.units import TIERS, may_stand
from archive_app.services.units.defaults import Defaults
from archive_app.services.units.tree import UnitTree, parts_of

if TYPE_CHECKING:
    from archive_app.services.archive import Archive


class ListedUnits:
    """The units of one import: those there are, and those its rows make, each once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._tree = UnitTree.of(archive.catalogue)
        self._defaults = Defaults(archive)
        self._made: list[Create] = []
        self._waiting: dict[str, list[Create]] = {}
        self._orders: dict[str, int] = {}
        self.titles = {key: self._tree.path(key) for key in self._tree.rows}
        """Id → the path, of those there are and those that are made."""

    def find(self, words: str) -> str:
        """The id of the unit that a cell means; one that is not there is made when a row that names it is taken.

        A cell of one word must name a unit that is there. Raises ``ValueError`` in words where it cannot be.
        """
        parts = parts_of(words)
        if len(parts) < 2:
            try:
                return self._tree.named(words)
            except UnknownRecord as error:
                raise ValueError(f"{error.message}；要新建的请写全路径，如 J019/WS/3") from error
        key = ""
        for at, part in enumerate(parts):
            below = [(one, self._tree.rows[one].number, self._tree.rows[one].title) for one in self._there(key)]
            below += [(one.id, *_called(one)) for one in self._made if one.values["parent"] == key]
            found = [one for one, number, title in below if part in (number, title, f"{number} {title}".strip())]
            key = found[0] if found else self._new(part, key, depth=at, last=at + 1 == len(parts))
        return key

    def _there(self, key: str) -> list[str]:
        return self._tree.children(key) if not key or key in self._tree.rows else []

    def _new(self, part: str, parent: str, *, depth: int, last: bool) -> str:
        """A unit below another: its number, then its title; the first of a path is a 全宗, the last an 案卷."""
        number, _space, title = part.partition(" ")
        if not number.isascii():
            number, title = "", part
        tier = "fonds" if depth == 0 else "file" if last else "series"
        over = self._tier(parent)
        if parent and not may_stand(tier, over):
            raise ValueError(f"“{self.titles[parent]}”是{TIERS[over].label}，下面不能再有{TIERS[tier].label}")
        title = title.strip() or number
        position = len(self._there(parent)) + sum(1 for one in self._made if one.values["parent"] == parent) + 1
        values = {"tier": tier, "number": number, "title": title, "parent": parent, "position": position}
        made = Create("unit", values, words=f"新建{TIERS[tier].label}「{title}」")
        self._made.append(made)
        self.titles[made.id] = "/".join(filter(None, (self.titles.get(parent, ""), part)))
        self._waiting[made.id] = [*self._waiting.get(parent, ()), made]
        return made.id

    def _tier(self, key: str) -> str:
        made = next((one for one in self._made if one.id == key), None)
        return str(made.values["tier"]) if made is not None else self._tree.rows[key].tier if key else ""

    @property
    def fresh(self) -> list[str]:
        """The paths of the units that are not there yet."""
        return [self.titles[one.id] for one in self._made]

    def needed(self, unit: str) -> list[Create]:
        """The commands that make a unit and those above it, once; none for one that is there."""
        commands = self._waiting.pop(unit, [])
        for key, waiting in self._waiting.items():
            self._waiting[key] = [one for one in waiting if one not in commands]
        return commands

    def place(self, unit: str, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an item has that comes into a unit: its 件号, and what the unit gives where it has nothing."""
        known = unit in self._tree.rows
        if unit not in self._orders:
            found = self._archive.catalogue.orders_in(unit) if known else []
            self._orders[unit] = max((order for _key, order in found), default=0)
        self._orders[unit] += 1
        taken = self._defaults.filling(unit, kind, values) if known else {}
        return {**taken, "unit": unit, "unit_order": self._orders[unit]}


def _called(made: Create) -> tuple[str, str]:
    return str(made.values["number"]), str(made.values["title"])
