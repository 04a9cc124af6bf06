"""Where a proposal is in a text as it stands now: at its own place, or where its words went with their surroundings.

Nothing is guessed: where the words are others now, or stand in several places that look alike, the proposal has no
place, and why is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from archive_app.domain.comments import texts_of
from archive_app.domain.corrections.proposal import NEAR, Proposal, What
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.frozen import dataclass

_ENOUGH = 6
"""So many code points beside a place must be the same before it is taken for the place, or all there were."""
_SEVERAL = -1
_SURE = 8
"""The same together with the words themselves."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where it is: for words a stretch of a text; for paragraphs the block alone; of what comes the block before it."""

    block: str
    part: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """Why it has no place, as a sentence's part: ``原文已经改过``."""

    why: str


class Texts:
    """A manuscript and the lines about it, ready for many questions. ``lines``: (article's id or empty, field) → words
    as they stand."""

    def __init__(self, manuscript: Manuscript, lines: Mapping[tuple[str, str], str] | None = None) -> None:
        self.manuscript = manuscript
        self.texts = texts_of(manuscript)
        self.lines = dict(lines or {})
        self.order = {block.id: number for number, block in enumerate(manuscript)}

    @cached_property
    def whole(self) -> str:
        """All texts in one, to count words in."""
        return "\n".join(self.texts.values())

    def block(self, key: str) -> Block | None:
        """The block with this id."""
        number = self.order.get(key)
        return None if number is None else self.manuscript.blocks[number]

    def next_of(self, key: str) -> Block | None:
        """The block behind it; the first one for an empty id."""
        number = self.order.get(key, -1) + 1
        return self.manuscript.blocks[number] if number < len(self.manuscript) else None


def place(proposal: Proposal, texts: Texts) -> Placed | Lost:
    """Where a proposal is now, or why nowhere."""
    match proposal.what:
        case What.WORDS | What.NOTE:
            return _words(proposal, texts)
        case What.FIELD:
            return _line(proposal, texts)
        case What.IN:
            return _behind(proposal, proposal.block, texts)
        case What.JOIN:
            return _joined(proposal, texts)
        case _:
            return _whole(proposal, texts)


def _line(proposal: Proposal, texts: Texts) -> Placed | Lost:
    words = texts.lines.get((proposal.block, proposal.part))
    if words is None:
        return Lost("这一行已经没有了")
    if words != proposal.old:
        return Lost(f"这一行现在是“{words}”")
    return Placed(proposal.block, proposal.part)


def _whole(proposal: Proposal, texts: Texts) -> Placed | Lost:
    block = texts.block(proposal.block)
    if block is None:
        return Lost("这一段已经不在")
    if told(block) != proposal.old:
        return Lost("这一段的文字已经改过")
    if proposal.what is What.MOVE and proposal.part:
        if texts.block(proposal.part) is None:
            return Lost("要移到的地方，前面一段已经不在")
        return Placed(block.id, proposal.part)
    return Placed(block.id)


def _behind(proposal: Proposal, key: str, texts: Texts) -> Placed | Lost:
    if not key or key in texts.order:
        return Placed(key)
    for block in texts.manuscript:  # the one before it is gone: what stood before and behind it may tell
        if proposal.before and told(block)[-NEAR:] == proposal.before:
            return Placed(block.id)
    for number, block in enumerate(texts.manuscript):
        if proposal.after and told(block)[:NEAR] == proposal.after:
            return Placed(texts.manuscript.blocks[number - 1].id if number else "")
    return Lost("前后两段都已经不在")


def _joined(proposal: Proposal, texts: Texts) -> Placed | Lost:
    block, following = texts.block(proposal.block), texts.next_of(proposal.block)
    if block is None or following is None:
        return Lost("这一段或下一段已经不在")
    if not block.text.endswith(proposal.before[-4:]) or not following.text.startswith(proposal.after[:4]):
        return Lost("两段相接的地方已经改过")
    return Placed(block.id)


def told(block: Block) -> str:
    """A whole block in words: a table's cells, too."""
    return "\n".join([block.text, *("｜".join(cell.text for cell in row) for row in block.rows)]).strip("\n")


# — words —


def _words(proposal: Proposal, texts: Texts) -> Placed | Lost:
    key = (proposal.block, proposal.part)
    own = texts.texts.get(key)
    if own is None and not proposal.old and (block := texts.block(proposal.block)) is not None:
        own = block.text if not proposal.part else None  # nothing stands there yet
    old, whole = proposal.old, len(proposal.before) + len(proposal.after)
    if own is not None:
        start = proposal.start
        if own[start : start + len(old)] == old and _alike(own, start, proposal) == whole:
            return Placed(*key, start, start + len(old))
        found = _best(own, proposal)
        if found == _SEVERAL:
            return Lost("这几个字有几处，分不清是哪一处")
        if found is not None:
            return Placed(*key, found, found + len(old))
    places: list[tuple[int, str, str, int]] = []
    if whole >= _ENOUGH:
        for (block_id, part), text in texts.texts.items():
            if (block_id, part) != key and (not proposal.part or part):
                places += [
                    (alike, block_id, part, at)
                    for at in _candidates(text, proposal)
                    if (alike := _alike(text, at, proposal)) >= min(whole, 2 * _ENOUGH)
                ]
    places.sort(reverse=True)
    if places and (len(places) == 1 or places[0][0] > places[1][0]):
        _, block_id, part, at = places[0]
        return Placed(block_id, part, at, at + len(old))
    if places:
        return Lost("这几个字有几处，分不清是哪一处")
    return Lost("原文已经改过" if own is not None else "这一段已经不在")


def _best(own: str, proposal: Proposal) -> int | None:
    """The one place that is meant; `_SEVERAL` where several look alike, None where there is none."""
    whole = len(proposal.before) + len(proposal.after)
    rated = sorted(((_alike(own, at, proposal), at) for at in _candidates(own, proposal)), reverse=True)
    length = len(proposal.old)
    good = [one for one in rated if one[0] >= min(_ENOUGH, whole) or (length > 1 and one[0] + length >= _SURE)]
    if not good:
        return None
    if len(good) > 1 and good[0][0] == good[1][0]:
        return _SEVERAL
    return good[0][1]


def _candidates(text: str, proposal: Proposal) -> Iterator[int]:
    if proposal.old:
        yield from _all(text, proposal.old)
        return
    found: set[int] = set()
    if proposal.before:
        last = proposal.before[-_ENOUGH:]
        found |= {at + len(last) for at in _all(text, last)}
    elif not text or text.startswith(proposal.after[:_ENOUGH]):
        found.add(0)
    if proposal.after:
        first = proposal.after[:_ENOUGH]
        found |= set(_all(text, first))
    elif text.endswith(proposal.before[-_ENOUGH:]):
        found.add(len(text))
    yield from found


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _alike(text: str, at: int, proposal: Proposal) -> int:
    """How many code points beside a place are those that stood beside it."""
    behind = at + len(proposal.old)
    before, after = text[max(0, at - NEAR) : at], text[behind : behind + NEAR]
    return _common(before[::-1], proposal.before[::-1]) + _common(after, proposal.after)


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
