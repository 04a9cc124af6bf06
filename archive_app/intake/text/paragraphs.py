"""Paragraphs of a plain text: by indentation, by blank lines, by lines; lines joined only where they were cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive_app.frozen import dataclass

_INDENT = re.compile(r"(?:　{1,}|\t| {2,})\s*\S")
_ENDS = "。！？!?…”』」》）)：:；;"
_WIDE_ENOUGH = 30  # columns (a Chinese character is two) from which a line may be full
_WIDEST = 120  # nobody wraps wider by hand
_SLACK = 5  # columns a full line may fall short by: a punctuation mark pushed over, a half-width word
_MOST = 0.6  # of the lines that go on must be full
_CENTRED = re.compile(r"(?:　| ){4,}\S")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its words, and whether it stood in the middle of its line."""

    text: str
    centred: bool = False


def paragraphs(text: str) -> tuple[list[Paragraph], int]:
    """The paragraphs, and how many line ends were taken for mere wrapping."""
    lines = [line.rstrip() for line in re.split(r"\r\n?|\n|\x85|\u2028|\u2029|\x0b", text)]
    width = _wrapped_at(lines)
    result: list[Paragraph] = []
    joined = 0
    for group in _groups(lines):
        if width:
            for piece in _unwrapped(group, width):
                joined += len(piece) - 1
                result.append(_paragraph(piece))
        else:
            result += (_paragraph([line]) for line in group)
    return result, joined


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines without a blank one."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width that lines were cut at; 0 where they were not.

    Cut lines are all but equally long, and many of them end inside a sentence.
    """
    followed = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    going_on = [
        line for line, following in pairwise(lines)
        if line.strip() and following.strip() and not _INDENT.match(following)
    ]  # fmt: skip
    if len(followed) < 4 or len(going_on) < 4:
        return 0
    width = max(_columns(line) for line in going_on)
    if not _WIDE_ENOUGH <= width <= _WIDEST:
        return 0
    full = [line for line in going_on if _columns(line) >= width - _SLACK]
    inside = [line for line in full if line[-1] not in _ENDS]
    return width if len(full) >= _MOST * len(going_on) and len(inside) * 2 >= len(full) else 0


def _unwrapped(group: Sequence[str], width: int) -> Iterator[list[str]]:
    """The lines of each paragraph: a full line goes on in the next, unless that is indented."""
    piece = [group[0]]
    for before, line in pairwise(group):
        if _columns(before) >= width - _SLACK and not _INDENT.match(line):
            piece.append(line)
        else:
            yield piece
            piece = [line]
    yield piece


def _paragraph(lines: Sequence[str]) -> Paragraph:
    text = lines[0].strip()
    for line in lines[1:]:
        following = line.strip()
        latin = text[-1:].isascii() and text[-1:].isalnum() and following[:1].isascii() and following[:1].isalnum()
        text += (" " if latin else "") + following
    return Paragraph(text.replace("\t", "　"), len(lines) == 1 and _CENTRED.match(lines[0]) is not None)
