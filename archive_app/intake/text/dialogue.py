"""问 and 答: which paragraphs somebody speaks, and whether a text is a conversation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive_app.domain.manuscript import BlockKind
from archive_app.intake.text.draft import Draft

_Q, _A = BlockKind.QUESTION, BlockKind.ANSWER
SPEAKERS: dict[str, BlockKind] = {
    **dict.fromkeys(("问", "提问", "采访者", "采访人", "访谈者", "访谈人", "记者", "笔者", "访"), _Q),
    **dict.fromkeys(("答", "回答", "口述者", "口述人", "讲述者", "讲述人", "受访者", "受访人"), _A),
}
"""The words before a colon that make a paragraph a question or an answer."""

_LABEL = re.compile(r"[【\[]?\s*([\u3400-\u9fff\U00020000-\U0003ffff·]{1,8})\s*(?:[】\]]\s*[：:]?|[：:])\s*")
_ASKING = ("采访者", "记者")
_TELLING = ("口述者",)
_OFTEN = 3  # a surname alone must speak as often as this to be taken for a speaker


def with_speakers(drafts: Sequence[Draft], people: Sequence[tuple[str, str]]) -> list[Draft]:
    """The drafts, with every paragraph that begins 问：, 答： or a known speaker's name made one of theirs.

    ``people`` are (role, name) as the bylines say.
    """
    known = {**SPEAKERS, **_named(drafts, people)}
    return [_spoken(draft, known) for draft in drafts]


def is_dialogue(drafts: Sequence[Draft]) -> bool:
    """Whether questions and answers make up the text: at least two of each, and a third of its paragraphs."""
    kinds = Counter(draft.block.kind for draft in drafts if draft.block.text)
    spoken = kinds[_Q] + kinds[_A]
    return kinds[_Q] >= 2 and kinds[_A] >= 2 and spoken * 3 >= spoken + kinds[BlockKind.PARAGRAPH]


def _named(drafts: Sequence[Draft], people: Sequence[tuple[str, str]]) -> dict[str, BlockKind]:
    """The names of those who ask and tell; their surnames too, where these come up as labels again and again."""
    labels = Counter(
        found[1]
        for draft in drafts
        if draft.block.kind is BlockKind.PARAGRAPH and (found := _LABEL.match(draft.block.text))
    )
    speakers: dict[str, BlockKind] = {}
    for role, name in people:
        kind = _Q if role in _ASKING else _A if role in _TELLING else None
        if kind is not None:
            speakers[name] = kind
            if labels[name[0]] >= _OFTEN and speakers.get(name[0], kind) is kind:
                speakers[name[0]] = kind
    return speakers


def _spoken(draft: Draft, known: dict[str, BlockKind]) -> Draft:
    found = _LABEL.match(draft.block.text) if draft.block.kind is BlockKind.PARAGRAPH else None
    if not found or found[1] not in known or not draft.block.text[found.end() :]:
        return draft
    spoken = draft.with_rich(draft.rich.cut(found.end()).strip())
    return replace(spoken, block=replace(spoken.block, kind=known[found[1]], label=found[1]))
