"""The paragraphs of an edited text, made of segments: 问 and 答, or by name; joined by speaker and length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.domain.ohms.lines import joined
from archive_app.domain.segments import Segment
from archive_app.frozen import dataclass

ASKS = frozenset(("问", "提问", "采访者", "采访人", "访谈者", "访谈人", "访问者", "记者", "笔者", "主持人", "主持"))
"""What a transcript may call who asks."""
_ENDS = "。！？…”」』）)!?."
LONGEST = 300
"""Characters after which a paragraph ends with the next sentence, as most books have it."""


class Labels(StrEnum):
    """How paragraphs say who speaks."""

    ASKED = "asked"
    NAMED = "named"
    NONE = "none"

    @property
    def label(self) -> str:
        """What a person sees."""
        return {"asked": "问、答", "named": "写姓名", "none": "只写讲述，不写问话"}[self.value]


@dataclass(frozen=True, slots=True)
class Making:
    """How: ``asking`` are the speakers who ask; ``longest`` characters to a paragraph (0: a turn is a paragraph)."""

    labels: Labels = Labels.ASKED
    asking: frozenset[str] = ASKS
    longest: int = LONGEST


def made(segments: Sequence[Segment], making: Making) -> Manuscript:
    """The edited text. Segments that follow each other are one paragraph while the same speaks; a long turn is parted
    where a segment ends with its sentence. Each paragraph knows its segments."""
    blocks: list[Block] = []
    turn: list[Segment] = []
    for segment in segments:
        if not segment.text.strip():
            continue
        if turn and segment.speaker != turn[-1].speaker:
            blocks += _turn(turn, making)
            turn = []
        turn.append(segment)
    return Manuscript(tuple([*blocks, *_turn(turn, making)] if turn else blocks))


def _turn(turn: Sequence[Segment], making: Making) -> list[Block]:
    speaker = turn[0].speaker.strip()
    asks = speaker in making.asking
    if making.labels is Labels.NONE and asks:
        return []
    parts: list[list[Segment]] = [[]]
    for segment in turn:
        said = sum(len(one.text) for one in parts[-1])
        if making.longest and parts[-1] and said >= making.longest and parts[-1][-1].text.rstrip()[-1:] in _ENDS:
            parts.append([])
        parts[-1].append(segment)
    blocks = []
    for number, part in enumerate(parts):
        text = joined([line for one in part for line in one.text.split("\n")])[0]
        kind, label = _kind(speaker, asks=asks, labels=making.labels)
        block = Block(BlockKind.PARAGRAPH if number else kind, text, label="" if number else label)
        blocks.append(replace(block, segments=tuple(one.id for one in part if one.id)))
    return blocks


def _kind(speaker: str, *, asks: bool, labels: Labels) -> tuple[BlockKind, str]:
    if labels is Labels.NONE or not speaker:
        return BlockKind.PARAGRAPH, ""
    kind = BlockKind.QUESTION if asks else BlockKind.ANSWER
    return kind, speaker if labels is Labels.NAMED else kind.label


def who_asks(segments: Sequence[Segment], people: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The speakers who ask: interviewers by name (``people`` are role and name), by title, or by surname; where nobody
    is known to ask and two speak, the one who says less."""
    names = {name for role, name in people if role in ("采访者", "采访人", "记者") and name}
    told = {name for role, name in people if role == "口述者" and name}
    speakers: Mapping[str, int] = _said(segments)
    asking = {one for one in speakers if one in ASKS or one in names or (one and any(n[0] == one for n in names))}
    asking -= {one for one in speakers if one in told}
    if not asking and len(speakers) == 2 and "" not in speakers:
        asking = {min(speakers, key=lambda one: speakers[one])} - told
    return frozenset(asking)


def _said(segments: Sequence[Segment]) -> dict[str, int]:
    said: dict[str, int] = {}
    for one in segments:
        if one.text.strip():
            said[one.speaker.strip()] = said.get(one.speaker.strip(), 0) + len(one.text)
    return said
