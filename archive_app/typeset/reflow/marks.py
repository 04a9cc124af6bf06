"""A paragraph's text cut where a mark begins or ends, in the order in which it is read."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch with one look; ``reading`` stands above it (注音)."""

    text: str
    styles: frozenset[SpanStyle] = frozenset()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """The mark of a note, by its place among the block's notes."""

    note: int


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line."""


@dataclass(frozen=True, slots=True)
class PageBegins:
    """Here begins the printed page with this folio."""

    label: str


Inline = Words | Call | LineBreak | PageBegins


def inline(
    text: str, spans: Iterable[Span] = (), calls: Sequence[int] = (), pages: Iterable[tuple[int, str]] = ()
) -> list[Inline]:
    """``text`` in pieces. ``calls`` are the offsets of the notes, ``pages`` (offset, folio) where a page begins.

    Every character of the text is in exactly one piece, but for the line feeds, which are `LineBreak`s. What lies
    inside a stretch with a reading comes behind it: a reading is not torn.
    """
    size = len(text)
    good = [replace(s, end=min(s.end, size)) for s in spans if 0 <= s.start <= s.end and s.start <= size]
    readings = _apart([span for span in good if span.style is SpanStyle.RUBY and span.value and span.end > span.start])

    begins = [span.start for span in readings]

    def settled(offset: int) -> int:
        offset = min(max(0, offset), size)
        before = bisect_left(begins, offset) - 1
        return max(offset, readings[before].end) if before >= 0 else offset

    called: dict[int, list[Call]] = {}
    for number, offset in enumerate(calls):
        called.setdefault(settled(offset), []).append(Call(number))
    begun: dict[int, list[PageBegins]] = {}
    for offset, label in pages:
        begun.setdefault(settled(offset), []).append(PageBegins(label))
    broken = {settled(span.start) for span in good if span.style is SpanStyle.LINE_BREAK}
    above = {span.start: span for span in readings}
    cuts = {0, size, *called, *begun, *broken}
    cuts.update(settled(edge) for span in good for edge in (span.start, span.end))
    for offset, character in enumerate(text):
        if character == "\n":
            cuts.update((settled(offset), settled(offset + 1)))
    found: list[Inline] = []
    ordered = sorted(cuts)
    waiting = deque(sorted(good, key=lambda span: span.start))
    open_: list[Span] = []
    for start, end in zip(ordered, [*ordered[1:], size], strict=True):
        found += called.get(start, ())
        if start in broken:
            found.append(LineBreak())
        found += begun.get(start, ())
        stretch = text[start:end]
        if stretch == "\n":
            found.append(LineBreak())
        elif stretch:
            while waiting and waiting[0].start <= start:
                open_.append(waiting.popleft())
            open_ = [span for span in open_ if span.end > start]
            styles = frozenset(span.style for span in open_ if end <= span.end)
            found.append(Words(stretch, styles - _UNSEEN, above[start].value if start in above else ""))
    return found


_UNSEEN = frozenset({SpanStyle.RUBY, SpanStyle.PERSON, SpanStyle.PLACE, SpanStyle.LINE_BREAK})
"""Marks that are not a look of the words."""


def _apart(readings: list[Span]) -> list[Span]:
    """The readings that do not lie over one another; of two that do, the first."""
    kept: list[Span] = []
    for span in sorted(readings, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
