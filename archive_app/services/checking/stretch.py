"""The stretches of a text as the rules see them: whose words they are, and what of them is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, SpanStyle
from archive_app.domain.remarks import NEAR, Remark


class Voice(StrEnum):
    """Whose words a stretch is."""

    EDITOR = "editor"  # an author's or editor's own, written for this book
    SPOKEN = "spoken"  # what somebody said, as it was said
    SOURCE = "source"  # taken from elsewhere: quotations, verse, papers of their time


_SPEECH = frozenset({BlockKind.QUESTION, BlockKind.ANSWER})
_TAKEN = frozenset({BlockKind.QUOTE, BlockKind.VERSE})
_EDITORS = frozenset({BlockKind.HEADING, BlockKind.PICTURE})
_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》|〈[^〈〉]*〉")


class Stretch:
    """One text of a manuscript: of a block, a note or a table's cell. ``following`` is the text of the block after."""

    __slots__ = ("__dict__", "block", "following", "part", "text", "voice")

    def __init__(self, block: Block, part: str, text: str, voice: Voice, following: str = "") -> None:
        self.block = block
        self.part = part
        self.text = text
        self.voice = voice
        self.following = following

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        """What stands in quotation marks or is a title; and what is marked as somebody's name."""
        found = [match.span() for match in _QUOTED.finditer(self.text)]
        if self.part == "text":
            names = (SpanStyle.PERSON, SpanStyle.NAME, SpanStyle.BOOK)
            found += [(span.start, span.end) for span in self.block.spans if span.style in names]
        return found

    def quoted(self, start: int, end: int) -> bool:
        """Whether this stands inside quotation marks, a title or a marked name."""
        return any(first <= start and end <= last for first, last in self._quoted)

    def remark(self, rule: str, start: int, end: int, message: str, instead: str = "", ground: str = "") -> Remark:
        """A remark on these code points."""
        near = self.text[max(0, start - NEAR) : end + NEAR]
        words = self.text[start:end]
        return Remark(rule, self.block.id, self.part, start, end, words, message, instead, ground, near)


def stretches(manuscript: Manuscript, kind: str) -> list[Stretch]:
    """The texts of a manuscript of an item of this kind, in the order in which they are read."""
    blocks = manuscript.blocks
    found: list[Stretch] = []
    for number, block in enumerate(blocks):
        following = blocks[number + 1].text if number + 1 < len(blocks) else ""
        found += _of_block(block, kind, following)
    return found


def _of_block(block: Block, kind: str, following: str) -> Iterator[Stretch]:
    voice = _voice(block.kind, kind)
    if block.text:
        yield Stretch(block, "text", block.text, voice, following)
    for note in block.notes_in_order:
        if note.text:
            yield Stretch(block, f"note:{note.id}", note.text, _voice_of_note(note))
    for row_number, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            if cell.text:
                yield Stretch(block, f"cell:{row_number},{column}", cell.text, voice)


def _voice(kind: BlockKind, of_item: str) -> Voice:
    """What a narrator tells in paragraphs is as much his as what stands behind 答; a paper of its time is a source."""
    if kind in _SPEECH:
        return Voice.SPOKEN
    if kind in _TAKEN:
        return Voice.SOURCE
    if kind in _EDITORS:
        return Voice.EDITOR
    return {"oral_history": Voice.SPOKEN, "document": Voice.SOURCE}.get(of_item, Voice.EDITOR)


def _voice_of_note(note: Note) -> Voice:
    return Voice.SPOKEN if note.by.startswith("口述者") else Voice.EDITOR
