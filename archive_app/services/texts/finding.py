"""Find words in one manuscript, and put others in their place, marks and notes kept.

Places are code points of a block's text, of a note or of a table's cell, as everywhere. Two texts are compared folded
(traditional and simplified, variants, full-width, capitals) unless they are to be written exactly so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold

_NO_TEXT = str.maketrans("", "", "\ufffc\u2028\u2029\n\r\x00")
"""What is no character of a text: the page writes its own marks with them."""
_STAYS_EMPTY = frozenset({BlockKind.TABLE, BlockKind.PICTURE, BlockKind.PAGE_BREAK})


@dataclass(frozen=True, slots=True)
class Found:
    """``[start, end)`` of a block's ``part``: ``text``, ``note:<id>`` or ``cell:<row>,<column>``."""

    block: str
    part: str
    start: int
    end: int


def places(manuscript: Manuscript, wanted: str, *, exact: bool = False) -> list[Found]:
    """Where the words stand, in the order in which they are read; places do not overlap."""
    if not wanted:
        return []
    compared: Callable[[str], str] = (lambda text: text) if exact else fold
    needle = compared(wanted)
    found: list[Found] = []
    for block, part, text in manuscript.searchable():
        hay = compared(text)
        at = hay.find(needle)
        while at >= 0:
            found.append(Found(block, part, at, at + len(needle)))
            at = hay.find(needle, at + len(needle))
    return found


def replaced(manuscript: Manuscript, found: Iterable[Found], words: str) -> Manuscript:
    """The manuscript with ``words`` at these places.

    A mark that holds the first character of a place holds what stands there now; one that only begins inside goes on
    behind it, or stays where it is where the words are as long as they were. A note called inside is called behind.
    A reading (注音) goes with characters that are others now. A paragraph that has nothing left is gone.
    """
    words = words.translate(_NO_TEXT)
    parts: dict[str, dict[str, list[Found]]] = {}
    for place in found:
        parts.setdefault(place.block, {}).setdefault(place.part, []).append(place)
    made = (_in_block(block, parts[block.id], words) if block.id in parts else block for block in manuscript)
    return Manuscript(tuple(block for block in made if block is not None))


class _Moves:
    """Where the offsets of one text are after words were put into it."""

    def __init__(self, text: str, places: Sequence[Found], words: str) -> None:
        self._places = sorted(places, key=lambda place: place.start)
        self._ends = [place.end for place in self._places]
        self._words = words
        self._grown = [0]
        pieces: list[str] = []
        at = 0
        for place in self._places:
            pieces += (text[at : place.start], words)
            at = place.end
            self._grown.append(self._grown[-1] + len(words) - (place.end - place.start))
        self.text = "".join([*pieces, text[at:]])
        self._changed = [place for place in self._places if fold(text[place.start : place.end]) != fold(words)]

    def at(self, offset: int) -> int:
        """The same place; inside what was replaced, the end of what stands there now."""
        passed = bisect_left(self._ends, offset + 1)  # the places that end at ``offset`` or before it
        moved = offset + self._grown[passed]
        place = self._places[passed] if passed < len(self._places) else None
        if place is None or offset <= place.start:
            return moved
        if place.end - place.start == len(self._words):
            return moved
        return place.start + self._grown[passed] + len(self._words)

    def spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The marks that still hold something."""
        kept: list[Span] = []
        for span in spans:
            start, end = self.at(span.start), self.at(span.end)
            if span.style is SpanStyle.LINE_BREAK:
                kept.append(replace(span, start=start, end=start))
            elif start < end and not (span.style is SpanStyle.RUBY and self._others(span)):
                kept.append(replace(span, start=start, end=end))
        return tuple(kept)

    def _others(self, span: Span) -> bool:
        return any(place.start < span.end and span.start < place.end for place in self._changed)


def _in_block(block: Block, parts: Mapping[str, list[Found]], words: str) -> Block | None:
    notes = {note.id: note for note in block.notes}
    if "text" in parts:
        moves = _Moves(block.text, parts["text"], words)
        block = replace(block, text=moves.text, spans=moves.spans(block.spans))
        notes = {key: replace(n, at=moves.at(n.at)) if n.cell is None else n for key, n in notes.items()}
    rows = [list(row) for row in block.rows]
    for part, places_here in parts.items():
        kind, _, where = part.partition(":")
        if kind == "note":
            notes[where] = _in_note(notes[where], places_here, words)
        elif kind == "cell":
            row, column = map(int, where.split(","))
            moves = _Moves(rows[row][column].text, places_here, words)
            rows[row][column] = replace(rows[row][column], text=moves.text)
            for key, note in notes.items():
                if note.cell == (row, column):
                    notes[key] = replace(note, at=moves.at(note.at))
    if not block.text and not notes and block.kind not in _STAYS_EMPTY:
        return None
    return replace(block, notes=tuple(notes.values()), rows=tuple(tuple(row) for row in rows))


def _in_note(note: Note, places_here: Sequence[Found], words: str) -> Note:
    moves = _Moves(note.text, places_here, words)
    return replace(note, text=moves.text, spans=moves.spans(note.spans))
