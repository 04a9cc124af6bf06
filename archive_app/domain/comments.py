"""Comments in the margin of a text (批注): what somebody wrote beside it, answers, and whether it is done.

A comment is a row of the item's field ``comments``, in the order in which they were written:

``id``      the comment's own; ``answers`` the id of the comment it answers (answers are not answered themselves)
``block``   the id of the block it is at; ``part`` which of its texts: empty for its own, ``note:<id>`` or
            ``cell:<row>,<column>`` as `Manuscript.searchable` names them
``start``, ``end``   code points of that text; both 0 where the whole block is meant (a table, a picture)
``words``   what stood between them when it was written, at most `LONGEST` code points of it
``before``, ``after``   up to `NEAR` code points beside them
``text``    what is said, a paragraph a line; ``by`` whose it is; ``at`` when (ISO 8601, UTC, to the second)
``done``    whether it was attended to (of an answer: always that of what it answers)

The text knows nothing of its comments, so it is counted, compared and printed as if there were none. Where the text
goes on, a comment is found again by its words and what stands beside them (`place_of`); no row is written anew for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass

NEAR = 12
LONGEST = 200
_SURE = 4
"""So many code points beside the words must be the same before words are taken for the same in another paragraph."""
_LEAST = 3
"""Fewer code points beside the words say nothing, where the words themselves are others."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment or answer; the members are those of the row, as the module says."""

    text: str
    by: str = ""
    at: str = ""
    block: str = ""
    part: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    before: str = ""
    after: str = ""
    done: bool = False
    answers: str = ""
    id: str = field(default_factory=new_id)

    def row(self) -> dict[str, Any]:
        """As it is stored; what is empty is left out."""
        told = {name: getattr(self, name) for name in _MEMBERS}
        return {name: value for name, value in told.items() if value not in ("", 0, False)}


_MEMBERS = (
    "id", "answers", "block", "part", "start", "end", "words", "before", "after", "text", "by", "at", "done",
)  # fmt: skip


class Place(NamedTuple):
    """Where a comment is now. ``same`` says that its words stand there as they did."""

    block: str
    part: str
    start: int
    end: int
    same: bool = True


class Thread(NamedTuple):
    """A comment, its answers in order, and its place; none where the text that it was at is gone."""

    comment: Comment
    answers: tuple[Comment, ...]
    place: Place | None


def of_rows(rows: Iterable[Mapping[str, Any]] | None) -> tuple[Comment, ...]:
    """The comments as they are stored; a member that a later program wrote is passed over."""
    return tuple(Comment(**{name: row[name] for name in _MEMBERS if name in row}) for row in rows or ())


def now() -> str:
    """The moment as a row has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def commenting(
    manuscript: Manuscript, block: str, start: int, end: int, text: str, *, by: str, part: str = "", at: str = ""
) -> Comment:
    """A comment on a stretch of a text as it stands now; ``start`` = ``end`` is a place between two characters."""
    own = texts_of(manuscript).get((block, part), "")
    start, end = max(0, min(start, len(own))), max(0, min(end, len(own)))
    return anchored(Comment(text.strip(), by, at or now()), block, part, own, start, end)


def anchored(comment: Comment, block: str, part: str, own: str, start: int, end: int) -> Comment:
    """The comment at another place: a stretch of the text ``own`` of a block."""
    return replace(
        comment,
        block=block,
        part=part,
        start=start,
        end=end,
        words=own[start:end][:LONGEST],
        before=own[max(0, start - NEAR) : start],
        after=own[end : end + NEAR],
    )


def answering(comment: Comment, text: str, *, by: str, at: str = "") -> Comment:
    """An answer; an answer's answer is the comment's."""
    return Comment(text.strip(), by, at or now(), answers=comment.answers or comment.id)


# — where they are —


def texts_of(manuscript: Manuscript) -> dict[tuple[str, str], str]:
    """Every text of a manuscript by (block id, part), a block's own under an empty part."""
    found = {(block.id, ""): block.text for block in manuscript}
    for block, part, text in manuscript.searchable():
        found[block, "" if part == "text" else part] = text
    return found


def place_of(comment: Comment, texts: Mapping[tuple[str, str], str]) -> Place | None:
    """Where a comment is in these texts: in its own, or in that to which its words have gone (a paragraph that was
    parted, joined or moved). Where its words are others now it is between what stood beside them; where these are gone,
    too, it is at its block. None where the block is gone."""
    own = texts.get((comment.block, comment.part))
    if own is not None:
        if comment.start == comment.end and not comment.before and not comment.after:
            return Place(comment.block, comment.part, 0, 0)
        found = _in_text(own, comment)
        if found is not None:
            return Place(comment.block, comment.part, *found)
    elsewhere = _elsewhere(comment, texts)
    if elsewhere is not None:
        return elsewhere
    if own is not None:
        between = _between(own, comment)
        if between is not None:
            return Place(comment.block, comment.part, *between, same=False)
    if (comment.block, "") in texts:
        return Place(comment.block, "", 0, 0, same=False)
    return None


def _in_text(own: str, comment: Comment) -> tuple[int, int] | None:
    """Where the words stand: of several places that whose neighbours are most alike, then the nearest."""
    length = comment.end - comment.start
    if own[comment.start : comment.end][:LONGEST] == comment.words and _alike(own, comment.start, comment) >= _whole(
        comment
    ):
        return comment.start, min(comment.end, len(own))
    if not comment.words:
        return _caret(own, comment)
    places = list(_occurrences(own, comment.words))
    if not places:
        return None
    best = max(places, key=lambda at: (_alike(own, at, comment), -abs(at - comment.start)))
    if len(comment.words) < _LEAST and not _alike(own, best, comment):
        return None  # one or two characters stand everywhere
    return best, min(best + length, len(own))


def _caret(own: str, comment: Comment) -> tuple[int, int] | None:
    """A place between two characters: where most of what stood beside it meets."""
    places = {at + len(comment.before) for at in _occurrences(own, comment.before)} if comment.before else set()
    places |= set(_occurrences(own, comment.after)) if comment.after else set()
    if not places:
        return None
    best = max(places, key=lambda at: (_alike(own, at, comment), -abs(at - comment.start)))
    return best, best


def _elsewhere(comment: Comment, texts: Mapping[tuple[str, str], str]) -> Place | None:
    found: list[tuple[int, Place]] = []
    wanted = min(_SURE, _whole(comment))
    for (block, part), text in texts.items():
        if (block, part) == (comment.block, comment.part) or not comment.words:
            continue
        for at in _occurrences(text, comment.words):
            alike = _alike(text, at, comment)
            if alike >= wanted and len(comment.words) + alike >= _SURE:
                end = min(at + comment.end - comment.start, len(text))
                found.append((alike, Place(block, part, at, end)))
    return max(found, key=lambda one: one[0])[1] if found else None


def _between(own: str, comment: Comment) -> tuple[int, int] | None:
    """Between what stood before and behind the words, where these were written otherwise."""
    starts = _edges(own, comment.before, last=True)
    ends = _edges(own, comment.after, last=False)
    longest = 3 * (comment.end - comment.start) + 40
    pairs = [(start, end) for start in starts for end in ends if start <= end <= start + longest]
    if pairs:
        return min(pairs, key=lambda pair: (abs(pair[0] - comment.start), pair[1] - pair[0]))
    length = comment.end - comment.start
    if not comment.after and starts:
        return starts[0], len(own)
    if not comment.before and ends:
        return 0, min(ends[0], max(length, ends[0]))
    return None


def _edges(own: str, beside: str, *, last: bool) -> list[int]:
    """Where the words may begin (``last``: behind what stood before them) or end, by as much of it as still stands."""
    for length in range(len(beside), _LEAST - 1, -1):
        piece = beside[-length:] if last else beside[:length]
        found = list(_occurrences(own, piece))
        if found:
            return [at + length if last else at for at in found]
    return []


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _alike(text: str, at: int, comment: Comment) -> int:
    """How many code points beside a place are those that stood beside the comment's words."""
    behind = at + (comment.end - comment.start)
    before, after = text[max(0, at - NEAR) : at], text[behind : behind + NEAR]
    return _common(before[::-1], comment.before[::-1]) + _common(after, comment.after)


def _whole(comment: Comment) -> int:
    return len(comment.before) + len(comment.after)


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def threads(comments: Sequence[Comment], manuscript: Manuscript) -> list[Thread]:
    """The comments with their answers, in the order of their places in the text; those without a place come last."""
    texts = texts_of(manuscript)
    order = {key: number for number, key in enumerate(texts)}
    answers: dict[str, list[Comment]] = {}
    for one in comments:
        if one.answers:
            answers.setdefault(one.answers, []).append(one)
    ids = {one.id for one in comments}
    made = [
        Thread(one, tuple(answers.get(one.id, ())), place_of(one, texts))
        for one in comments
        if not one.answers or one.answers not in ids  # an answer to what is gone stands for itself
    ]

    def turn(thread: Thread) -> tuple[int, int, int]:
        place = thread.place
        return (order[place.block, place.part], place.start, place.end) if place is not None else (len(order), 0, 0)

    return sorted(made, key=turn)
