"""Which properties hold where: pages of 512 bytes say it for stretches of the file ([MS-DOC] 2.9.33, 2.9.174)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from archive_app.intake.olddoc.fib import CHARACTERS, PARAGRAPHS, Fib

_PAGE = 512


class Run(NamedTuple):
    """Bytes ``start`` to ``end`` of the main stream, and the list of properties that holds for them."""

    start: int
    end: int
    said: bytes


class Runs:
    """The stretches of characters or of paragraphs, in the order of the file."""

    def __init__(self, runs: list[Run]) -> None:
        self._runs = sorted(runs)
        self._starts = [run.start for run in self._runs]

    def at(self, place: int) -> Run | None:
        """The stretch that a byte stands in."""
        index = bisect_right(self._starts, place) - 1
        found = self._runs[index] if index >= 0 else None
        return found if found is not None and place < found.end else None

    def within(self, start: int, end: int) -> Iterator[Run]:
        """The stretches between two bytes, cut to them, those of which nothing is said between them."""
        index = max(0, bisect_right(self._starts, start) - 1)
        at = start
        while index < len(self._runs) and at < end:
            run = self._runs[index]
            index += 1
            if run.end <= at:
                continue
            if run.start >= end:
                break
            if run.start > at:
                yield Run(at, run.start, b"")
                at = run.start
            yield Run(at, min(run.end, end), run.said)
            at = min(run.end, end)
        if at < end:
            yield Run(at, end, b"")


def characters(fib: Fib) -> Runs:
    """The stretches of words."""
    return Runs([run for page in _pages(fib, CHARACTERS) for run in _words(page)])


def paragraphs(fib: Fib) -> Runs:
    """The stretches of paragraphs; ``said`` begins with two bytes: the style."""
    return Runs([run for page in _pages(fib, PARAGRAPHS) for run in _lines(page)])


def _pages(fib: Fib, which: int) -> Iterator[bytes]:
    seen: set[int] = set()
    for row in fib.plc(which, 4):
        number = struct.unpack("<I", row.data)[0] & 0x3FFFFF
        page = fib.main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE and number not in seen:
            seen.add(number)
            yield page


def _places(page: bytes, width: int) -> tuple[int, tuple[int, ...]]:
    count = min(page[511], (_PAGE - 5) // (4 + width))
    return count, struct.unpack_from(f"<{count + 1}I", page)


def _words(page: bytes) -> Iterator[Run]:
    count, places = _places(page, 1)
    for number in range(count):
        at = page[4 * (count + 1) + number] * 2
        said = page[at + 1 : at + 1 + page[at]] if at else b""
        if places[number] < places[number + 1]:
            yield Run(places[number], places[number + 1], said)


def _lines(page: bytes) -> Iterator[Run]:
    count, places = _places(page, 13)
    for number in range(count):
        at = page[4 * (count + 1) + 13 * number] * 2
        said = b"\0\0"
        if at:
            size = page[at] * 2 - 1
            at += 1
            if size < 0:
                size = page[at] * 2 if at < _PAGE else 0
                at += 1
            said = page[at : at + size]
        if places[number] < places[number + 1]:
            yield Run(places[number], places[number + 1], said)
