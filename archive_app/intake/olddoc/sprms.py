"""Single properties ([MS-DOC] 2.6): what is said of words, paragraphs and tables, by number."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE = 0xD608
_TABS = 0xC615
_COLOURS = (
    "", "000000", "0000FF", "00FFFF", "00FF00", "FF00FF", "FF0000", "FFFF00", "FFFFFF", "000080", "008080", "008000",
    "800080", "800000", "808000", "808080", "C0C0C0",
)  # fmt: skip
_LINES = {
    0: "none", 1: "single", 2: "words", 3: "double", 4: "dotted", 6: "thick", 7: "dash", 9: "dotDash",
    10: "dotDotDash", 11: "wave", 20: "dottedHeavy", 23: "dashedHeavy", 25: "dashDotHeavy", 26: "dashDotDotHeavy",
    27: "wavyHeavy", 39: "dashLong", 43: "wavyDouble", 55: "dashLongHeavy",
}  # fmt: skip
_ALIGN = {0: "left", 1: "center", 2: "right", 3: "both", 4: "distribute", 5: "both"}
TOGGLES = {0x0835: "bold", 0x0836: "italic", 0x0837: "strike", 0x083A: "caps", 0x083B: "caps", 0x083C: "hidden",
           0x2A53: "strike"}  # fmt: skip


@dataclass(slots=True)
class Words:
    """What is said of words. A toggle is 0 or 1, or 128 and 129: as the style has it, and the other way."""

    toggles: dict[str, int] = field(default_factory=dict)
    style: int = 10
    underline: str = ""
    dots: bool = False
    raised: str = ""
    colour: str = ""
    highlight: bool = False
    border: bool = False
    fonts: dict[str, int] = field(default_factory=dict)
    two_in_one: bool = False
    special: bool = False
    data: bool = False
    embedded: bool = False
    picture: int = -1
    symbol: tuple[int, int] | None = None
    inserted: bool = False
    deleted: bool = False
    author: int = 0
    date: int = 0
    deleter: int = 0
    deleted_at: int = 0
    formatted: bool = False


@dataclass(slots=True)
class Cells:
    """A row's shape: edges of its cells in twips, and for each cell how it is merged across and down."""

    edges: tuple[int, ...] = ()
    across: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Lines:
    """What is said of a paragraph; ``depth`` is how many tables it stands in."""

    style: int = 0
    align: str = ""
    outline: int = -1
    page_before: bool = False
    list_id: int | None = None
    list_level: int | None = None
    in_table: bool = False
    row_end: bool = False
    depth: int = 0
    inner_cell: bool = False
    inner_row_end: bool = False
    header: bool = False
    old_number: bool = False
    cells: Cells = field(default_factory=Cells)


def each(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The properties of a list, as (number, operand); what is cut off is left out."""
    at = 0
    while at + 2 <= len(data):
        code = data[at] | data[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if code == _TABLE:
            if at + 2 > len(data):
                return
            size = (data[at] | data[at + 1] << 8) + 1
        elif not size:
            if at >= len(data):
                return
            size = data[at] + 1
            if code == _TABS and data[at] == 255:  # a long list of tabs says its own size
                gone = data[at + 1] if at + 1 < len(data) else 0
                where = at + 2 + gone * 4
                size = 2 + gone * 4 + 1 + (data[where] if where < len(data) else 0) * 3
        if at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def apply_words(words: Words, data: bytes) -> None:
    """Take in what a list of properties says of words."""
    for code, operand in each(data):
        if code >> 10 & 7 != 2:
            continue
        if code in TOGGLES:
            words.toggles[TOGGLES[code]] = operand[0]
        elif code == 0x2A33:  # plain again
            plain = Words(special=words.special, picture=words.picture, symbol=words.symbol)
            for name in Words.__slots__:
                setattr(words, name, getattr(plain, name))
        elif code in _WORDS:
            _WORDS[code](words, operand)


def _number(operand: bytes) -> int:
    return int.from_bytes(operand, "little")


def _picture(words: Words, operand: bytes) -> None:
    words.picture, words.special = struct.unpack("<i", operand)[0], True


def _symbol(words: Words, operand: bytes) -> None:
    words.symbol, words.special = (_number(operand[:2]), _number(operand[2:])), True


def _rgb(words: Words, operand: bytes) -> None:
    words.colour = "" if operand[3] == 0xFF else operand[:3].hex().upper()


_WORDS: dict[int, Callable[[Words, bytes], None]] = {
    0x0800: lambda w, o: setattr(w, "deleted", bool(o[0])),
    0x0801: lambda w, o: setattr(w, "inserted", bool(o[0])),
    0x4804: lambda w, o: setattr(w, "author", _number(o)),
    0x6805: lambda w, o: setattr(w, "date", _number(o)),
    0x4863: lambda w, o: setattr(w, "deleter", _number(o)),
    0x6864: lambda w, o: setattr(w, "deleted_at", _number(o)),
    0xCA57: lambda w, o: setattr(w, "formatted", bool(o[1:2] and o[1])),
    0xCA89: lambda w, o: setattr(w, "formatted", bool(o[1:2] and o[1])),
    0x6A03: _picture,
    0x0806: lambda w, o: setattr(w, "data", bool(o[0])),
    0x0856: lambda w, o: setattr(w, "embedded", bool(o[0])),
    0x080A: lambda w, o: setattr(w, "embedded", bool(o[0])),
    0x0855: lambda w, o: setattr(w, "special", bool(o[0])),
    0x6A09: _symbol,
    0x2A0C: lambda w, o: setattr(w, "highlight", o[0] not in (0, 8)),
    0x4A30: lambda w, o: setattr(w, "style", _number(o)),
    0x2A34: lambda w, o: setattr(w, "dots", bool(o[0])),
    0x2A3E: lambda w, o: setattr(w, "underline", _LINES.get(o[0], "single")),
    0x2A42: lambda w, o: setattr(w, "colour", _COLOURS[o[0]] if o[0] < len(_COLOURS) else ""),
    0x6870: _rgb,
    0x2A48: lambda w, o: setattr(w, "raised", {1: "superscript", 2: "subscript"}.get(o[0], "")),
    0x4A4F: lambda w, o: w.fonts.__setitem__("ascii", _number(o)),
    0x4A50: lambda w, o: w.fonts.__setitem__("far", _number(o)),
    0x4A51: lambda w, o: w.fonts.__setitem__("other", _number(o)),
    0x6865: lambda w, o: setattr(w, "border", o not in (b"\0\0\0\0", b"\xff\xff\xff\xff")),
    0xCA72: lambda w, o: setattr(w, "border", len(o) > 6 and o[6] not in (0, 255)),
    0xCA71: lambda w, o: setattr(w, "highlight", _shaded(o[1:])),
    0xCA78: lambda w, o: setattr(w, "two_in_one", len(o) > 2 and bool(_number(o[1:3]) & 3)),
}


def _shaded(shade: bytes) -> bool:
    """Whether a background is neither automatic nor white (SHDOperand: pattern and ground)."""
    return len(shade) >= 8 and shade[7] != 0xFF and shade[4:7] != b"\xff\xff\xff"


def apply_lines(lines: Lines, data: bytes) -> None:
    """Take in what a list of properties says of a paragraph, and of the row that it ends."""
    for code, operand in each(data):
        first = operand[0]
        if code == 0x4600:
            lines.style = _number(operand)
        elif code in (0x2403, 0x2461):
            lines.align = _ALIGN.get(first, "")
        elif code == 0x2407:
            lines.page_before = bool(first)
        elif code == 0x260A:
            lines.list_level = first
        elif code == 0x460B:
            lines.list_id = _number(operand)
        elif code == 0x2640:
            lines.outline = first
        elif code == 0x2416:
            lines.in_table = bool(first)
        elif code == 0x2417:
            lines.row_end = bool(first)
        elif code == 0x6649:
            lines.depth = _number(operand)
        elif code == 0x664A:
            lines.depth += struct.unpack("<i", operand)[0]
        elif code == 0x244B:
            lines.inner_cell = bool(first)
        elif code == 0x244C:
            lines.inner_row_end = bool(first)
        elif code == 0xC63E:
            lines.old_number = len(operand) > 1 and operand[1] != 0xFF
        elif code == 0x3404:
            lines.header = bool(first)
        elif code == _TABLE:
            lines.cells = _cells(operand[2:])
        elif code == 0xD62B and len(operand) > 2 and operand[1] < len(lines.cells.down):
            lines.cells.down[operand[1]] = operand[2] & 3
        elif code == 0x5624:
            for place in range(operand[0], min(operand[1], len(lines.cells.across))):
                lines.cells.across[place] = 2 if place == operand[0] else 1
        elif code == 0x5625:
            for place in range(operand[0], min(operand[1], len(lines.cells.across))):
                lines.cells.across[place] = 0


def _cells(operand: bytes) -> Cells:
    """A row as sprmTDefTable has it (2.9.322): the number of cells, their edges, and twenty bytes of each."""
    if not operand:
        return Cells()
    count = min(operand[0], 63)
    after = 1 + 2 * (count + 1)
    if len(operand) < after:
        return Cells()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    flags = [_number(operand[at : at + 2]) for at in range(after, after + 20 * count, 20)]
    flags += [0] * (count - len(flags))
    return Cells(edges, [flag & 3 for flag in flags], [flag >> 5 & 3 for flag in flags])


def merged_across(marks: Sequence[int]) -> list[int]:
    """For each cell how many stand in it with those merged into it; 0 for one that was merged into the one before.

    Word and the specification give the two numbers the other way round: what the first of a set has, begins one.
    """
    found: list[int] = []
    begins = 0
    for mark in marks:
        if mark and found and begins and mark != begins:
            top = max(n for n, count in enumerate(found) if count)
            found[top] += 1
            found.append(0)
            continue
        begins = mark
        found.append(1)
    return found
