"""The file information block ([MS-DOC] 2.5) and the tables it leads to."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.olddoc.compound import Compound

_WORD_97 = 0x00C1
_COUNTS = 0x4C  # where ccpText stands: the lengths of the stories
_PAIRS = 0x9A
_REMEDY = "请用 Word 或 WPS 打开，另存为 docx 后再导入。"

STYLES, NOTE_REFS, NOTE_TEXTS, COMMENT_REFS, COMMENT_TEXTS, SECTIONS = 1, 2, 3, 4, 5, 6
HEADERS, CHARACTERS, PARAGRAPHS, FONTS = 11, 12, 13, 15
BOOKMARKS, BOOKMARK_STARTS, BOOKMARK_ENDS, PIECES = 21, 22, 23, 33
COMMENT_OWNERS, COMMENT_MARKS, SHAPES, HEADER_SHAPES, COMMENT_STARTS, COMMENT_ENDS = 36, 37, 40, 41, 42, 43
ENDNOTE_REFS, ENDNOTE_TEXTS, DRAWINGS, REVISERS, BOXES = 46, 47, 50, 51, 56
LISTS, LIST_OVERRIDES, COMMENT_EXTRA = 73, 74, 112
"""Places of tables among the pairs (FibRgFcLcb97 and its successors)."""


class Plc(NamedTuple):
    """A row of a PLC: from one position to the next, with what is said of it."""

    start: int
    end: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """A part of the document's text: the main text, the notes … as positions of the whole."""

    start: int
    length: int

    @property
    def end(self) -> int:
        """The position after its last character."""
        return self.start + self.length


class Fib:
    """An open Word document of the binary format. Raises ``Refused`` for what is not read, with what to do."""

    def __init__(self, compound: Compound) -> None:
        self.main = compound.read("WordDocument")
        if len(self.main) < 0x200:
            raise Refused(
                "里面的 Word 正文不完整，文件已损坏或没有拷完", "请重新拷一份，或" + _REMEDY[1:], code="damaged"
            )
        version, flags = struct.unpack_from("<H6xH", self.main, 2)
        if flags & 0x8100:
            raise Refused("文稿加了密码，打不开", "请先去掉密码，再另存后导入。", code="encrypted")
        if version < _WORD_97:
            raise Refused("是 Word 6.0/95 或更早的文档", _REMEDY, code="too-old")
        name = "1Table" if flags & 0x0200 else "0Table"
        self.table = compound.read(name) or compound.read("0Table" if name == "1Table" else "1Table")
        self.data = compound.read("Data")
        words = struct.unpack_from("<H", self.main, 0x20)[0]
        longs = struct.unpack_from("<H", self.main, 0x22 + 2 * words)[0]
        self._lengths = 0x24 + 2 * words
        pairs = self._lengths + 4 * longs
        self._count = struct.unpack_from("<H", self.main, pairs)[0]
        self._pairs = pairs + 2
        lengths = struct.unpack_from("<8i", self.main, self._lengths + _COUNTS - 0x40)
        text, notes, headers, macros, comments, endnotes, boxes, _header_boxes = (max(0, one) for one in lengths)
        self.text = Story(0, text)
        self.notes = Story(text, notes)
        self.headers = Story(self.notes.end, headers)
        self.comments = Story(self.headers.end + macros, comments)
        self.endnotes = Story(self.comments.end, endnotes)
        self.boxes = Story(self.endnotes.end, boxes)

    def place(self, which: int) -> tuple[int, int]:
        """(offset in the table stream, bytes) of a table; (0, 0) for one that is not there."""
        if which >= self._count or self._pairs + which * 8 + 8 > len(self.main):
            return 0, 0
        start, size = struct.unpack_from("<II", self.main, self._pairs + which * 8)
        return (start, size) if size and start < len(self.table) else (0, 0)

    def get(self, which: int) -> bytes:
        """A table's bytes."""
        start, size = self.place(which)
        return self.table[start : start + size]

    def plc(self, which: int, width: int) -> list[Plc]:
        """A table of positions with ``width`` bytes for each stretch."""
        return plc(self.get(which), width)

    def words(self, which: int) -> list[str]:
        """A table of strings."""
        return [text for text, _extra in strings(self.get(which))]


def plc(data: bytes, width: int) -> list[Plc]:
    """A PLC ([MS-DOC] 2.2.2): n + 1 positions, then n times ``width`` bytes."""
    count = (len(data) - 4) // (4 + width)
    if count <= 0:
        return []
    places = struct.unpack_from(f"<{count + 1}I", data)
    after = 4 * (count + 1)
    return [Plc(places[n], places[n + 1], data[after + n * width : after + (n + 1) * width]) for n in range(count)]


def strings(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The strings of an STTB ([MS-DOC] 2.2.4), each with the bytes kept beside it."""
    if len(data) < 6:
        return
    wide = data[:2] == b"\xff\xff"
    count, extra = struct.unpack_from("<HH", data, 2 if wide else 0)
    at = 6 if wide else 4
    for _ in range(count):
        if at + 2 > len(data):
            return
        if wide:
            size = struct.unpack_from("<H", data, at)[0] * 2
            at += 2
            text = data[at : at + size].decode("utf-16-le", "replace")
        else:
            size = data[at]
            at += 1
            text = data[at : at + size].decode("cp1252", "replace")
        yield text, data[at + size : at + size + extra]
        at += size + extra
