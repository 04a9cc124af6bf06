"""The units of an archive as a tree: their order, what each is called, and how a person finds one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.levels import UnitRow
from archive_app.domain.errors import UnknownRecord
from archive_app.domain.units import TIERS, below, chain
from archive_app.hanzi.collation import title_key
from archive_app.search.titles import Titles

BETWEEN = "/"
"""What stands between the numbers of a path: J019/文书/3."""
_WITHIN = str.maketrans("/", "∕")
"""A stroke within a number is no part of the path."""
_ALSO = str.maketrans("／＞>›", "////")


def parts_of(path: str) -> list[str]:
    """A path's parts, as a person writes it: J019/WS/3, J019 ＞ 文书 ＞ 3."""
    return [part for one in path.translate(_ALSO).split(BETWEEN) if (part := " ".join(one.split()))]


class UnitTree:
    """The units as they were when this was read; those in the trash only where something still stands in them."""

    def __init__(self, rows: Mapping[str, UnitRow], items: Mapping[str, int] | None = None) -> None:
        """``items`` says how many stand directly in each."""
        self.items: Mapping[str, int] = items or {}
        kept = {key for key, row in rows.items() if not row.trashed}
        for key in [key for key, number in self.items.items() if number and key in rows]:
            kept.update(chain(rows, key))
        self.rows = {key: row for key, row in rows.items() if key in kept}
        self._children: dict[str, list[str]] = {}
        for key, row in self.rows.items():
            self._children.setdefault(row.parent if row.parent in self.rows else "", []).append(key)

    @classmethod
    def of(cls, catalogue: Catalogue, *, counted: bool = False) -> UnitTree:
        """The tree of an archive; ``counted``: with the number of items in each."""
        rows = catalogue.units()
        return cls(rows, catalogue.in_units() if rows and counted else None)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def children(self, key: str = "") -> list[str]:
        """What stands directly below a unit (empty: at the top), in order."""
        return self._children.get(key, [])

    def walk(self, key: str = "", depth: int = 0) -> Iterator[tuple[str, int]]:
        """(id, how deep) of all below, in the order of a list."""
        for child in self.children(key):
            yield child, depth
            yield from self.walk(child, depth + 1)

    def below(self, key: str) -> list[str]:
        """A unit and all that stands below it."""
        return below({one: row.parent for one, row in self.rows.items()}, [key])

    def above(self, key: str) -> list[UnitRow]:
        """Those above a unit and itself, from the top."""
        return [self.rows[one] for one in reversed(chain(self.rows, key))]

    def path(self, key: str) -> str:
        """The numbers from the top: J019/WS/3; where one has no number, its title."""
        return BETWEEN.join((row.number or row.title).translate(_WITHIN) for row in self.above(key))

    def words(self, key: str) -> str:
        """The titles from the top, the unit's own with its number: 城东政协 › 文书 › 案卷 3「水磨调查」."""
        above = self.above(key)
        return " › ".join((*(row.title for row in above[:-1]), above[-1].words)) if above else ""

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many items stand in each unit and below."""
        found = {key: self.items.get(key, 0) for key in self.rows}
        for key, _depth in reversed(list(self.walk())):
            parent = self.rows[key].parent
            if parent in found:
                found[parent] += found[key]
        return found

    @cached_property
    def _order(self) -> list[str]:
        return [key for key, _depth in self.walk()]

    @cached_property
    def _titles(self) -> Titles:
        return Titles(title_key(self.rows[key].title) for key in self._order)

    def find(self, typed: str, limit: int = 50) -> list[str]:
        """The units that fit what was typed, by path, number, title, pinyin or initials; all where nothing was."""
        wanted = typed.strip().translate(_ALSO)
        if not wanted:
            return self._order[:limit]
        low = wanted.lower()
        exact = [key for key in self._order if low in (self.rows[key].number.lower(), self.path(key).lower())]
        begun = [key for key in self._order if self.path(key).lower().startswith(low)]
        titled = [self._order[one.number] for one in sorted(self._titles.find(wanted), key=lambda one: one.rank)]
        within = [key for key in self._order if low in self.words(key).lower()]
        return list(dict.fromkeys((*exact, *begun, *titled, *within)))[:limit]

    def named(self, word: str) -> str:
        """The unit that an id, a path of numbers, a number or a title stands for.

        Raises ``UnknownRecord`` where there is none, or where several are called so: it lists their paths.
        """
        wanted = word.strip().translate(_ALSO).strip(BETWEEN)
        if wanted in self.rows:
            return wanted
        for say in (self.path, lambda key: self.rows[key].number, lambda key: self.rows[key].title):
            found = [key for key in self._order if say(key) == wanted]
            if len(found) == 1:
                return found[0]
            if found:
                known = "、".join(f"{self.path(key)}（{self.rows[key].title}）" for key in found[:6])
                raise UnknownRecord(f"叫“{word}”的案卷有 {len(found)} 个", f"请写全编号的路径：{known}。")
        known = "、".join(self.path(key) for key in self._order[:12])
        remedy = f"可以写编号的路径、编号、题名或 uuid；现有的：{known}。" if known else "还没有建过全宗、类或案卷。"
        raise UnknownRecord(f"没有叫“{word}”的全宗、类或案卷", remedy)

    def tier_label(self, key: str) -> str:
        """全宗, 类, 案卷 …"""
        return TIERS[self.rows[key].tier].label
