"""Which segments a paragraph tells, found by its words: for an edited text that was written beside its transcript.

A segment belongs to the paragraph that has most of its words in long enough runs; what was told anew in other words is
left without one. Nothing is guessed from the order alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.domain.segments import Segment

_RUN = 4
"""Characters that must stand together in both: three may be chance."""
_SHARE = 0.4
"""Of a segment's runs that a paragraph must have."""
_LEAST = 3
_NO_WORDS = frozenset((BlockKind.PICTURE, BlockKind.TABLE, BlockKind.PAGE_BREAK, BlockKind.HEADING))


def linked(manuscript: Manuscript, segments: Sequence[Segment]) -> Manuscript:
    """The manuscript with the segments each of its paragraphs tells; those that a paragraph names already stay."""
    texts = {block.id: _runs(block.text) for block in manuscript if block.kind not in _NO_WORDS}
    where: dict[str, set[str]] = {}
    for key, runs in texts.items():
        for run in runs:
            where.setdefault(run, set()).add(key)
    order = {block.id: number for number, block in enumerate(manuscript)}
    found: dict[str, list[str]] = {}
    for segment in segments:
        for key in _home(_runs(segment.text), where, order) if segment.id else ():
            found.setdefault(key, []).append(segment.id)
    return Manuscript(tuple(_with(block, found.get(block.id, ())) for block in manuscript))


def _home(runs: set[str], where: dict[str, set[str]], order: dict[str, int]) -> list[str]:
    """The paragraph that has most of these runs, and a neighbour that has nearly as many of the rest."""
    if len(runs) < _LEAST:
        return []
    counted = Counter(key for run in runs for key in where.get(run, ()))
    good = [(number, key) for key, number in counted.items() if number >= max(_LEAST, len(runs) * _SHARE)]
    return sorted((key for _number, key in sorted(good, reverse=True)[:2]), key=lambda key: order[key])


def _runs(text: str) -> set[str]:
    plain = "".join(one for one in text if one.isalnum())
    return {plain[at : at + _RUN] for at in range(len(plain) - _RUN + 1)}


def _with(block: Block, keys: Sequence[str]) -> Block:
    together = tuple(dict.fromkeys((*block.segments, *keys)))
    return replace(block, segments=together) if together != block.segments else block


def counts(manuscript: Manuscript) -> tuple[int, int]:
    """How many paragraphs know their segments, and how many there are that could."""
    told = [block for block in manuscript if block.kind not in _NO_WORDS and block.text.strip()]
    return sum(1 for block in told if block.segments), len(told)
