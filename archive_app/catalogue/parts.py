"""A long transcript is stored in parts of some thirty rows, so that a save writes what was changed, at any length.

A part ends behind a row whose id says so, not after a count: a row that comes or goes changes the part it stands in
and no other. A part is called by the hash of its text, so it never changes; the item's column keeps the parts' names in
their order. Parts that were read are kept, shared by all who load them: rows of a loaded record are not changed in
place.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from threading import Lock
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.schema import TRANSCRIPT_PART
from archive_app.domain.errors import Damaged

FIELD = "transcript"
"""The field of an item that is stored so."""

_NAME = "parts"
_WHOLE = 64
"""So many rows stand in the item's own column."""
_LONGEST = 96
_ENDS = frozenset(f"{number:02x}" for number in range(0, 256, 32))  # of 256 endings of an id: one row in 32
_KEPT_ROWS = 60_000

Row = dict[str, Any]


class Part:
    """Rows that follow each other, under the hash of their text."""

    __slots__ = ("_written", "rows", "stamp")

    def __init__(self, stamp: str, rows: list[Row]) -> None:
        self.stamp = stamp
        self.rows = rows
        self._written = b""

    def written(self, write: Callable[[Sequence[Row]], bytes]) -> bytes:
        """The rows as ``records/`` has them, worked out once."""
        self._written = self._written or write(self.rows)
        return self._written


class Parted(list[Row]):
    """All rows of a transcript, and the parts they were read from. Not to be changed in place."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(chain.from_iterable(part.rows for part in parts))
        self.parts = tuple(parts)


class _Kept:
    """The parts that were read last, by hash: what the window, the writer and ``records/`` load one after another."""

    def __init__(self) -> None:
        self._parts: OrderedDict[str, Part] = OrderedDict()
        self._rows = 0
        self._lock = Lock()

    def get(self, stamp: str) -> Part | None:
        with self._lock:
            part = self._parts.get(stamp)
            if part is not None:
                self._parts.move_to_end(stamp)
            return part

    def put(self, part: Part) -> Part:
        with self._lock:
            if part.stamp not in self._parts:
                self._parts[part.stamp] = part
                self._rows += len(part.rows)
            part = self._parts[part.stamp]
            while self._rows > _KEPT_ROWS and len(self._parts) > 1:
                self._rows -= len(self._parts.popitem(last=False)[1].rows)
            return part


_KEPT = _Kept()


def cut(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in parts."""
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if _ends(part):
            yield part
            part = []
    if part:
        yield part


def _ends(part: Sequence[Row]) -> bool:
    return str(part[-1].get("id") or "")[-2:] in _ENDS or len(part) >= _LONGEST


def _kept_around(rows: Sequence[Row], was: Sequence[Part]) -> tuple[int, int]:
    """How many parts at the beginning and at the end are as they were."""
    head = tail = at = 0
    while head < len(was) and rows[at : at + len(was[head].rows)] == was[head].rows:
        at += len(was[head].rows)
        head += 1
    end = len(rows)
    while tail < len(was) - head:
        part = was[len(was) - tail - 1].rows
        if end - len(part) < at or rows[end - len(part) : end] != part:
            break
        end -= len(part)
        tail += 1
    while tail and end > at and not _ends(rows[max(at, end - _LONGEST) : end]):  # what is open goes on into the next
        end += len(was[len(was) - tail].rows)
        tail -= 1
    return head, tail


def store(connection: Connection, owner: str, rows: list[Row], before: object = None) -> Any:
    """Write what is new of the rows, take away what is gone, and return what the item's column holds.

    ``before`` is the value that is stored now, as it was loaded; None where the item is new.
    """
    was = before.parts if isinstance(before, Parted) else ()
    parts: list[Part] = []
    fresh: dict[str, str] = {}
    if len(rows) > _WHOLE:
        head, tail = _kept_around(rows, was)
        behind = was[len(was) - tail :]
        begin, end = sum(len(part.rows) for part in was[:head]), len(rows) - sum(len(part.rows) for part in behind)
        known = {str(part.rows[0].get("id")): part for part in was[head : len(was) - tail]}
        parts += was[:head]
        for piece in cut(rows[begin:end]):
            same = known.get(str(piece[0].get("id")))
            if same is None or same.rows != piece:
                text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"))
                same = _KEPT.put(Part(blake2b(text.encode(), digest_size=9).hexdigest(), piece))
                fresh[same.stamp] = text
            parts.append(same)
        parts += behind
    held, wanted = {part.stamp for part in was}, {part.stamp for part in parts}
    gone = sorted(held - wanted)
    for some in portions(gone):
        stamps = TRANSCRIPT_PART.c.stamp.in_(some)
        connection.execute(delete(TRANSCRIPT_PART).where(TRANSCRIPT_PART.c.owner == owner, stamps))
    added = [{"owner": owner, "stamp": stamp, "rows": text} for stamp, text in fresh.items() if stamp not in held]
    if added:
        connection.execute(insert(TRANSCRIPT_PART), added)
    return {_NAME: [part.stamp for part in parts]} if parts else rows


def load(connection: Connection, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of each item (by id) of what its column holds; raises ``Damaged`` where a part is missing."""
    named = {owner: held[_NAME] for owner, held in columns.items() if isinstance(held, dict)}
    found: dict[str, Part] = {}
    missing: list[str] = []
    for stamp in dict.fromkeys(stamp for stamps in named.values() for stamp in stamps):
        part = _KEPT.get(stamp)
        if part is None:
            missing.append(stamp)
        else:
            found[stamp] = part
    if missing:
        found.update(_read(connection, list(named), missing))
    return {owner: _joined(owner, stamps, found) for owner, stamps in named.items()}


def _read(connection: Connection, owners: Sequence[str], stamps: Sequence[str]) -> Iterable[tuple[str, Part]]:
    where = TRANSCRIPT_PART.c
    for some in portions(stamps):
        query = select(where.stamp, where.rows).where(where.owner.in_(owners), where.stamp.in_(some))
        for stamp, text in connection.execute(query):
            yield stamp, _KEPT.put(Part(stamp, json.loads(text)))


def _joined(owner: str, stamps: Sequence[str], found: Mapping[str, Part]) -> Parted:
    try:
        return Parted([found[stamp] for stamp in stamps])
    except KeyError as missing:
        words = f"目录库里缺了 {owner} 的一部分转写稿"
        raise Damaged(words, "请用 cunshi rebuild 从 records 重建目录库，或从备份取回。") from missing
