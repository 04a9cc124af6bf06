"""Rows that wait to be told what they are of: an item that is there already and holds their file, or a new one.

A row whose file is in the archive (by its name, or lying beside the list with a length that a file of the archive has)
waits until the files of the batch were met. One that comes decides by its bytes: where the archive has them, the row is
of the item that holds them; where not, it is a new item's. For a row whose files do not come the name decides, where
exactly one item holds a file of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive_app.intake.lists.rows import ListedRecord
from archive_app.services.lists.holdings import Holdings
from archive_app.services.lists.joining import Claim, Claims

_NAMED = 3  # titles that a warning lists


@dataclass(slots=True)
class WaitingRow:
    """A row that waits; ``item`` is the id it has if it becomes a new item. ``again`` are rows that say the same."""

    record: ListedRecord
    place: str
    title: str
    item: str
    values: dict[str, Any]
    claims: list[Claim]
    again: list[str] = field(default_factory=list)


class Waiting:
    """The rows of one import that wait, by the id they may get."""

    def __init__(self, holdings: Holdings, claims: Claims) -> None:
        self._holdings = holdings
        self._claims = claims
        self._rows: dict[str, WaitingRow] = {}

    def concerns(self, claims: Iterable[Claim]) -> bool:
        """Whether a row that claims these files may be of an item that is there."""
        return any(self._holdings.named(claim.name) or self._lies_beside(claim) for claim in claims)

    def _lies_beside(self, claim: Claim) -> bool:
        path = self._claims.path_of(claim)
        return path is not None and self._holdings.may_hold(path)

    def add(self, row: WaitingRow) -> None:
        """A row begins to wait."""
        self._rows[row.item] = row

    def get(self, item: str) -> WaitingRow | None:
        """The row that waits under this id."""
        return self._rows.get(item)

    def take(self, item: str) -> WaitingRow | None:
        """The same, and it waits no longer."""
        return self._rows.pop(item, None)

    def left(self, most: int) -> Iterator[list[tuple[WaitingRow, str]]]:
        """The rows whose files did not come, so many at a time, each with the item that holds a file of the name; empty
        where there is none, or are several. Their claims are met, and they wait no longer."""
        while self._rows:
            keys = list(self._rows)[:most]
            yield [(row, self._by_name(row)) for row in map(self._rows.pop, keys)]

    def _by_name(self, row: WaitingRow) -> str:
        items: dict[str, None] = {}
        for claim in row.claims:
            found = self._holdings.named(claim.name)
            claim.met = claim.met or bool(found)
            items.update(dict.fromkeys(found))
        return next(iter(items)) if len(items) == 1 else ""

    def doubts(self, row: WaitingRow, titles: Mapping[str, str]) -> list[str]:
        """What to say of a row that becomes an item of its own though items hold files of those names."""
        said = []
        for claim in row.claims:
            found = self._holdings.named(claim.name)
            names = "".join(f"《{titles.get(item, '')}》" for item in found[:_NAMED])
            if len(found) == 1:
                words = f"馆藏里{names}的文件也叫“{claim.name}”，清单这一行另作一件，请核对。"
            elif found:
                more = "等" if len(found) > _NAMED else ""
                which = f"馆藏里 {len(found)} 件都有叫“{claim.name}”的文件（{names}{more}）"
                words = f"{which}，不知道是哪一件，没有并入，请核对。"
            else:
                continue
            said.append(words)
        return said

    def holders(self, row: WaitingRow) -> list[str]:
        """Every item that holds a file of a name in the row."""
        return [item for claim in row.claims for item in self._holdings.named(claim.name)]


__all__ = ["Waiting", "WaitingRow"]
