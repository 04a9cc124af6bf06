"""The stretches that stand in no manuscript: what was said in a transcript, what is written under a photograph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.services.checking.stretch import Stretch, Voice

SAID, MANDARIN, CAPTION = "said", "mandarin", "caption"
"""``part`` of a remark that is in no manuscript: its ``block`` is the segment's id, or empty for a caption."""


def beyond(values: Mapping[str, Any]) -> Iterator[list[Stretch]]:
    """The texts of an item beside its manuscript, each looked through by itself."""
    rows = values.get("transcript") or ()
    for part, column in ((SAID, "text"), (MANDARIN, "mandarin")):
        if found := [_said(row, part, str(row.get(column) or "")) for row in rows if row.get(column)]:
            yield found
    if words := str(values.get("caption") or ""):
        yield [Stretch(Block(BlockKind.PICTURE, words, id=""), CAPTION, words, Voice.EDITOR)]


def _said(row: Mapping[str, Any], part: str, words: str) -> Stretch:
    return Stretch(Block(BlockKind.ANSWER, words, id=str(row.get("id") or "")), part, words, Voice.SPOKEN)
