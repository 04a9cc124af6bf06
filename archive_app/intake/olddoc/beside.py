"""What stands beside the text: notes, comments, bookmarks, text boxes; by the position they are called from."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive_app.intake.olddoc import fib as tables
from archive_app.intake.olddoc.fib import Fib, Story, strings
from archive_app.intake.wordml.made import attribute


@dataclass(slots=True)
class Beside:
    """``edges`` are marks of WordprocessingML before a position; notes and boxes are (first, last) positions.

    ``authors`` and ``dates`` are of the comments, ``answers`` the number of the one each answers (−1: none).
    """

    edges: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    footnotes: dict[int, int] = field(default_factory=dict)
    endnotes: dict[int, int] = field(default_factory=dict)
    comments: dict[int, int] = field(default_factory=dict)
    footnote_texts: list[tuple[int, int]] = field(default_factory=list)
    endnote_texts: list[tuple[int, int]] = field(default_factory=list)
    comment_texts: list[tuple[int, int]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    custom: set[int] = field(default_factory=set)
    boxes: dict[int, tuple[int, int]] = field(default_factory=dict)
    anchors: dict[int, int] = field(default_factory=dict)


def read_beside(fib: Fib) -> Beside:
    """Everything that the tables say."""
    found = Beside()
    for which, refs, texts, story, places in (
        (found.footnotes, tables.NOTE_REFS, tables.NOTE_TEXTS, fib.notes, found.footnote_texts),
        (found.endnotes, tables.ENDNOTE_REFS, tables.ENDNOTE_TEXTS, fib.endnotes, found.endnote_texts),
    ):
        for number, row in enumerate(fib.plc(refs, 2)):
            which[row.start] = number
            if row.data == b"\0\0":
                found.custom.add(row.start)
        places += _texts(fib, texts, story)
    _comments(fib, found)
    _bookmarks(fib, found)
    for row in fib.plc(tables.SHAPES, 26):
        found.anchors[row.start] = struct.unpack_from("<I", row.data)[0]
    for row in fib.plc(tables.BOXES, 22):
        shape = struct.unpack_from("<I", row.data, 14)[0]
        if shape and row.end > row.start:
            found.boxes[shape] = (fib.boxes.start + row.start, min(fib.boxes.start + row.end, fib.boxes.end))
    return found


def _texts(fib: Fib, which: int, story: Story) -> Iterator[tuple[int, int]]:
    for row in fib.plc(which, 0):
        yield min(story.start + row.start, story.end), min(story.start + row.end, story.end)


def _comments(fib: Fib, found: Beside) -> None:
    owners = list(_owners(fib.get(tables.COMMENT_OWNERS)))
    extra = fib.get(tables.COMMENT_EXTRA)
    tags: dict[int, int] = {}
    for number, row in enumerate(fib.plc(tables.COMMENT_REFS, 30)):
        found.comments[row.start] = number
        owner = struct.unpack_from("<H", row.data, 20)[0]
        found.authors.append(owners[owner] if owner < len(owners) else "")
        when, depth, above = 0, 0, 0
        if len(extra) >= 18 * number + 14:
            when, depth, above = struct.unpack_from("<IxxIi", extra, 18 * number)
        found.dates.append(moment(when))
        found.answers.append(number + above if depth and above and 0 <= number + above < number else -1)
        tag = struct.unpack_from("<i", row.data, 26)[0]
        if tag != -1:
            tags[tag] = number
    found.comment_texts += _texts(fib, tables.COMMENT_TEXTS, fib.comments)
    ends = fib.plc(tables.COMMENT_ENDS, 0)
    starts = fib.plc(tables.COMMENT_STARTS, 4)
    ends_at = [row.start for row in ends] + [row.end for row in ends[-1:]]
    for (_name, mark), row in zip(strings(fib.get(tables.COMMENT_MARKS)), starts, strict=False):
        number = tags.get(struct.unpack_from("<i", mark, 2)[0] if len(mark) >= 6 else -1, -1)
        last = struct.unpack_from("<H", row.data)[0]
        if number >= 0 and last < len(ends_at):
            found.edges[row.start].append(f'<w:commentRangeStart w:id="{number}"/>')
            found.edges[ends_at[last]].append(f'<w:commentRangeEnd w:id="{number}"/>')


def _owners(data: bytes) -> Iterator[str]:
    at = 0
    while at + 2 <= len(data):
        size = struct.unpack_from("<H", data, at)[0] * 2
        yield data[at + 2 : at + 2 + size].decode("utf-16-le", "replace")
        at += 2 + size


def _bookmarks(fib: Fib, found: Beside) -> None:
    ends = fib.plc(tables.BOOKMARK_ENDS, 0)
    ends_at = [row.start for row in ends] + [row.end for row in ends[-1:]]
    names = [name for name, _extra in strings(fib.get(tables.BOOKMARKS))]
    for number, (name, row) in enumerate(zip(names, fib.plc(tables.BOOKMARK_STARTS, 4), strict=False)):
        last = struct.unpack_from("<H", row.data)[0]
        if last < len(ends_at):
            found.edges[row.start].append(f'<w:bookmarkStart w:id="{number}" w:name={attribute(name)}/>')
            found.edges[ends_at[last]].append(f'<w:bookmarkEnd w:id="{number}"/>')


def moment(stated: int) -> str:
    """A DTTM ([MS-DOC] 2.9.66), by the clock on the wall; empty where there is none."""
    minute, hour, day = stated & 0x3F, stated >> 6 & 0x1F, stated >> 11 & 0x1F
    month, year = stated >> 16 & 0xF, stated >> 20 & 0x1FF
    if not (day and month and month <= 12 and hour < 24 and minute < 60):
        return ""
    return f"{1900 + year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:00Z"
