"""Proposals carried out on a manuscript: all that have a place and do not touch each other, in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from archive_app.domain.corrections.placing import Lost, Placed, Texts, place
from archive_app.domain.corrections.proposal import Proposal, What
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.frozen import dataclass

Edit = tuple[int, int, str]
"""(from, to, the words in the place of what stood there), code points of the text before."""
_OVERLAPS = Lost("与另一条改动的地方重叠")
_NOT_PARTED = frozenset({BlockKind.VERSE, BlockKind.TABLE, BlockKind.PICTURE, BlockKind.PAGE_BREAK})
"""In these a line's end is a line's end."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The text with the proposals carried out, where each of them was, and why the others could not be."""

    manuscript: Manuscript
    places: dict[str, Placed]
    lost: dict[str, Lost]


def applied(texts: Texts, proposals: Iterable[Proposal]) -> Applied:
    """The text after these proposals; of two that touch each other the first is taken. Lines about the text
    (`What.FIELD`) are placed, their words are the caller's."""
    plan = _Plan(texts)
    for one in proposals:
        plan.take(one)
    return Applied(plan.made(), plan.places, plan.lost)


class _Plan:
    """What is to be done to each block."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.places: dict[str, Placed] = {}
        self.lost: dict[str, Lost] = {}
        self._edits: dict[tuple[str, str], list[Edit]] = defaultdict(list)
        self._notes: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        self._behind: dict[str, list[Block]] = defaultdict(list)
        self._gone: set[str] = set()
        self._joined: set[str] = set()
        self._lines: set[tuple[str, str]] = set()

    def take(self, one: Proposal) -> None:
        """Plan a proposal, or note why not."""
        found = place(one, self._texts)
        if isinstance(found, Placed) and self._taken(one, found):
            found = _OVERLAPS
        if isinstance(found, Lost):
            self.lost[one.id] = found
            return
        self.places[one.id] = found
        match one.what:
            case What.WORDS:
                self._edits[found.block, found.part].append((found.start, found.end, one.new))
            case What.NOTE:
                self._notes[found.block].append((found.part, found.start, one.new))
            case What.IN:
                self._behind[found.block] += one.fresh_blocks.blocks
            case What.JOIN:
                self._joined.add(found.block)
            case What.OUT:
                self._gone.add(found.block)
            case What.MOVE:
                block = self._texts.block(found.block)
                assert block is not None
                self._gone.add(found.block)
                self._behind[found.part].append(block)
            case What.FIELD:
                self._lines.add((found.block, found.part))

    def _taken(self, one: Proposal, at: Placed) -> bool:
        if one.what is What.FIELD:
            return (at.block, at.part) in self._lines
        if one.what is What.IN:
            return False
        if at.block in self._gone:
            return True
        if one.what is What.WORDS:
            return any(_touch(at, edit) for edit in self._edits[at.block, at.part])
        if one.what in (What.OUT, What.MOVE):
            touched = any(key == at.block and edits for (key, _part), edits in self._edits.items())
            return touched or bool(self._notes[at.block]) or at.block in self._joined
        return one.what is What.JOIN and at.block in self._joined

    def made(self) -> Manuscript:
        """The text after all that was planned."""
        parts: dict[str, dict[str, list[Edit]]] = defaultdict(dict)
        for (key, part), edits in self._edits.items():
            parts[key][part] = sorted(edits)
        found: list[Block] = list(self._behind.get("", ()))
        joining = False
        for block in self._texts.manuscript:
            kept: list[Block] = []
            if block.id not in self._gone:
                kept = edited(block, parts.get(block.id, {}), self._notes.get(block.id, ()))
            if joining and kept and found:
                found[-1] = _join(found[-1], kept[0])
                kept = kept[1:]
            joining = block.id in self._joined
            found += kept
            found += self._behind.get(block.id, ())
        return Manuscript(tuple(found))


def _touch(at: Placed, edit: Edit) -> bool:
    start, end, _words = edit
    if at.start == at.end or start == end:  # what comes at one place comes in turn; inside other words it does not
        return at.start < end and start < at.end and not (at.start == at.end == start == end)
    return at.start < end and start < at.end


# — one block —


def edited(block: Block, parts: dict[str, list[Edit]], notes: Sequence[tuple[str, int, str]] = ()) -> list[Block]:
    """A block after edits of its texts, by part; more than one where it was parted. Marks stay on their words, also
    where one of these is another."""
    if not parts and not notes:
        return [block]
    rows, made_notes = block.rows, list(block.notes)
    for part, at, words in notes:
        made_notes.append(Note(at, words, cell=_cell_of(part)))
    for part, edits in parts.items():
        kind, _colon, key = part.partition(":")
        if kind == "note":
            made_notes = [_note(one, edits) if one.id == key else one for one in made_notes]
        elif kind == "cell":
            place_of_cell = _cell_of(part)
            assert place_of_cell is not None
            rows = _with_cell(rows, place_of_cell, edits)
            moved = _moves(edits)
            made_notes = [replace(n, at=moved(n.at, False)) if n.cell == place_of_cell else n for n in made_notes]
    made_notes = [one for one in made_notes if one.text or not any(part == f"note:{one.id}" for part in parts)]
    own = parts.get("", [])
    moved = _moves(own)
    text = put(block.text, own)
    made = replace(
        block,
        text=text,
        rows=rows,
        spans=_spans(block.spans, moved, len(text)),
        notes=tuple(replace(n, at=moved(n.at, False)) if n.cell is None else n for n in made_notes),
    )
    cuts = _cuts(own) if block.kind not in _NOT_PARTED else []
    return _parted(made, cuts) if cuts else [made]


def put(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits (in order) made."""
    pieces, at = [], 0
    for start, end, words in edits:
        pieces += [text[at:start], words]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _moves(edits: Sequence[Edit]) -> Callable[[int, bool], int]:
    """Where a place goes: behind what is put in just there (True) or before it; inside words that become others it
    stays as far in as there are words."""

    def moved(at: int, behind: bool) -> int:
        shift = 0
        for start, end, words in edits:
            if at < start or (at == start and (end > start or not behind)):
                break
            if at >= end:
                shift += len(words) - (end - start)
            else:
                return start + shift + min(at - start, len(words))
        return at + shift

    return moved


def _spans(spans: Sequence[Span], moved: Callable[[int, bool], int], length: int) -> tuple[Span, ...]:
    made = []
    for span in spans:
        if span.style is SpanStyle.LINE_BREAK:
            at = min(moved(span.start, False), length)
            made.append(replace(span, start=at, end=at))
        elif (start := moved(span.start, True)) < (end := moved(span.end, False)):
            made.append(replace(span, start=start, end=end))
    return tuple(made)


def _note(note: Note, edits: Sequence[Edit]) -> Note:
    text = put(note.text, edits)
    return replace(note, text=text, spans=_spans(note.spans, _moves(edits), len(text)))


def _cell_of(part: str) -> tuple[int, int] | None:
    kind, _colon, key = part.partition(":")
    if kind != "cell":
        return None
    row, _comma, column = key.partition(",")
    return int(row), int(column)


def _with_cell(
    rows: tuple[tuple[Cell, ...], ...], at: tuple[int, int], edits: Sequence[Edit]
) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(_edited(cell, edits) if (r, c) == at else cell for c, cell in enumerate(row))
        for r, row in enumerate(rows)
    )


def _edited(cell: Cell, edits: Sequence[Edit]) -> Cell:
    text = put(cell.text, edits)
    return replace(cell, text=text, spans=_spans(cell.spans, _moves(edits), len(text)))


def _cuts(edits: Sequence[Edit]) -> list[int]:
    """Where line's ends that come stand in the text after the edits."""
    found, shift = [], 0
    for start, end, words in edits:
        found += [start + shift + n for n, one in enumerate(words) if one == "\n"]
        shift += len(words) - (end - start)
    return found


def _parted(block: Block, cuts: Sequence[int]) -> list[Block]:
    edges = [-1, *cuts, len(block.text)]
    made = []
    for number, (first, last) in enumerate(pairwise(edges)):
        start = first + 1
        spans = tuple(
            replace(s, start=max(s.start, start) - start, end=min(s.end, last) - start)
            for s in block.spans
            if (s.start < last and s.end > start) or (s.start == s.end and start <= s.start <= last)
        )
        own = tuple(n for n in block.notes if start <= n.at <= last or (number == 0 and n.at < start))
        notes = tuple(replace(n, at=max(0, n.at - start)) for n in own)
        kept = replace(block, text=block.text[start:last], spans=spans, notes=notes)
        made.append(kept if number == 0 else replace(kept, id=new_id(), tight=0))
    return [one for one in made if one.text or one.notes] or [replace(block, text="", spans=(), notes=())]


def _join(one: Block, other: Block) -> Block:
    length = len(one.text)
    return replace(
        one,
        text=one.text + other.text,
        spans=(*one.spans, *(replace(s, start=s.start + length, end=s.end + length) for s in other.spans)),
        notes=(*one.notes, *(replace(n, at=n.at + length) if n.cell is None else n for n in other.notes)),
        segments=tuple(dict.fromkeys((*one.segments, *other.segments))),
    )
