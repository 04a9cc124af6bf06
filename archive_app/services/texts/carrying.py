"""What was changed in a paragraph, carried over to the paragraph as it stands in the archive: marks that Word does not
show stay on their words, notes keep who they are, and what the office wrote since stays where it does not touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Note, Span, SpanStyle
from archive_app.services.texts.characters import Piece, difference
from archive_app.services.texts.plainly import HIDDEN, plainly

Edit = tuple[int, int, str]
"""(from, to, the words in the place of what stood there): code points of the text before."""


def edits_of(pieces: Sequence[Piece]) -> list[Edit]:
    """The changes of a difference, in order."""
    found: list[Edit] = []
    at = 0
    for what, text in pieces:
        if what == "same":
            at += len(text)
            continue
        start, end = at, at + (len(text) if what == "gone" else 0)
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end, found[-1][2] + (text if what == "new" else ""))
        else:
            found.append((start, end, text if what == "new" else ""))
        at = end
    return found


def moved_by(edits: Sequence[Edit]) -> Callable[[int, bool], int]:
    """Where a place goes: behind what is put in there (True), or before it."""

    def moved(place: int, behind: bool) -> int:
        shift = 0
        for start, end, words in edits:
            if place < start or (place == start and not behind and end > start):
                break
            if place == start == end:
                return place + shift + (len(words) if behind else 0)
            if place < end:
                return start + shift + (len(words) if behind else 0)
            shift += len(words) - (end - start)
        return place + shift

    return moved


def spans_through(spans: Sequence[Span], edits: Sequence[Edit], length: int) -> tuple[Span, ...]:
    """Marks on the words they stood on; those whose words are gone are gone."""
    moved = moved_by(edits)
    made = []
    for span in spans:
        start, end = moved(span.start, True), moved(span.end, False)
        if span.style is SpanStyle.LINE_BREAK:
            made.append(replace(span, start=min(start, length), end=min(start, length)))
        elif start < end <= length:
            made.append(replace(span, start=start, end=end))
    return tuple(made)


def carried(ours: Block, back: Block) -> Block:
    """The paragraph ``ours`` with everything that a document shows as in ``back``."""
    was = plainly(ours)
    edits = edits_of(difference(was.text, back.text))
    cut = len(ours.text) - len(ours.text.lstrip())
    hidden = tuple(
        replace(span, start=max(0, span.start - cut), end=max(0, span.end - cut))
        for span in ours.spans
        if span.style in HIDDEN
    )
    kept = spans_through(hidden, edits, len(back.text))
    names = [span for span in kept if span.style is SpanStyle.NAME]
    spans = [*_named(back.spans, names), *(span for span in kept if span.style is not SpanStyle.NAME)]
    picture = ours.picture
    if back.picture is not None:
        same = picture is not None and picture.source == back.picture.source
        picture = picture if same else back.picture if picture is None else replace(picture, source=back.picture.source)
    label = ours.label if back.kind is ours.kind and back.label == was.label else back.label
    level = ours.level if back.kind is ours.kind and back.level == was.level else back.level
    kind = back.kind
    if {kind, ours.kind} == {BlockKind.QUESTION, BlockKind.ANSWER} and back.label == was.label:
        kind, label = ours.kind, ours.label  # a speaker's name does not say which of the two
    rows = ours.rows if back.rows == was.rows else back.rows
    return replace(
        ours,
        kind=kind,
        text=back.text,
        spans=tuple(sorted(spans, key=lambda s: (s.start, s.end, s.style.value))),
        notes=_notes(ours, was, back, edits),
        level=level,
        rows=rows,
        picture=picture,
        label=label,
        tight=ours.tight if back.text == was.text else 0,
    )


def _named(spans: Sequence[Span], names: Sequence[Span]) -> list[Span]:
    """Underlines that stood for 专名线 are such again."""
    found: list[Span] = []
    for span in spans:
        if span.style is not SpanStyle.UNDERLINE:
            found.append(span)
            continue
        at = span.start
        for name in sorted(names, key=lambda one: one.start):
            start, end = max(name.start, at), min(name.end, span.end)
            if start >= end:
                continue
            if at < start:
                found.append(replace(span, start=at, end=start))
            found.append(Span(start, end, SpanStyle.NAME))
            at = end
        if at < span.end:
            found.append(replace(span, start=at))
    return found


def _notes(ours: Block, was: Block, back: Block, edits: Sequence[Edit]) -> tuple[Note, ...]:
    """The notes that came back; one that was there before keeps its id, its marks and whose it is, and at the end of a
    line of verse its place."""
    moved = moved_by(edits)

    own = {note.id: note for note in ours.notes}
    left = list(was.notes)
    made: list[Note] = []
    plain = plainly(back).notes
    for note in plain:
        same = next((one for one in left if one.text == note.text), None)
        if same is not None:
            left.remove(same)
            known = own[same.id]
            at = moved(known.at, True)
            ended = at + 1 == note.at and back.text[at : at + 1] == "\n"
            made.append(replace(known, at=at if ended else note.at, cell=note.cell))
        else:
            made.append(note)
    fresh = {note.id: note for note in back.notes}
    for number, note in enumerate(made):
        if note.id in own:
            continue
        told = fresh.get(note.id, note)
        near = next((one for one in left if one.cell == note.cell), None)
        if near is not None:  # changed, but it is this one
            left.remove(near)
            known = own[near.id]
            by = known.by if note.text.endswith(f"（{known.by}）") and known.by else told.by
            text = note.text.removesuffix(f"（{by}）") if by else note.text
            made[number] = replace(known, at=note.at, cell=note.cell, text=text, by=by, spans=told.spans)
        else:
            made[number] = replace(told, at=note.at, cell=note.cell)
    return tuple(made)


def merged_words(base: str, ours: str, theirs: str) -> tuple[str, list[Edit]] | None:
    """Both changes of a text in one: the words, and theirs as edits of ours; None where they touch each other."""
    mine, other = edits_of(difference(base, ours)), edits_of(difference(base, theirs))
    for start, end, words in other:
        for a, b, put in mine:
            if (start, end, words) == (a, b, put):
                return None if len(other) > 1 or len(mine) > 1 else (ours, [])
            if start <= b and a <= end:
                return None
    moved = moved_by(mine)
    edits = [
        (moved(start, True), moved(end, False) if end > start else moved(start, True), w) for start, end, w in other
    ]
    made, at = [], 0
    for start, end, words in edits:
        made += [ours[at:start], words]
        at = end
    return "".join([*made, ours[at:]]), edits
