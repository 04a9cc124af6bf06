"""The lists of a document ([MS-DOC] 2.9.131, 2.9.148, 2.9.150) as numbering of WordprocessingML."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from archive_app.intake.olddoc.fib import LIST_OVERRIDES, LISTS, Fib
from archive_app.intake.wordml.made import NUMBER_FORMATS, level_xml

_LSTF, _LVLF, _LFO = 28, 28, 16


def numbering(fib: Fib) -> Iterator[str]:
    """The lists, then the uses of them that paragraphs name by number."""
    found: dict[int, int] = {}
    for number, (key, levels) in enumerate(_lists(fib)):
        found.setdefault(key, number)
        yield f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'
    for number, (key, overrides) in enumerate(_overrides(fib.get(LIST_OVERRIDES)), start=1):
        if key in found:
            yield (f'<w:num w:numId="{number}"><w:abstractNumId w:val="{found[key]}"/>{"".join(overrides)}</w:num>')


def _lists(fib: Fib) -> Iterator[tuple[int, list[str]]]:
    start, size = fib.place(LISTS)
    data = fib.table
    if size < 2:
        return
    count = min(struct.unpack_from("<h", data, start)[0], size // _LSTF)
    at = start + 2 + count * _LSTF  # the levels stand behind the lists, uncounted in the table's size
    for number in range(count):
        head = start + 2 + number * _LSTF
        if head + _LSTF > len(data):
            return
        key, simple = struct.unpack_from("<i", data, head)[0], data[head + 26] & 1
        levels = []
        for level in range(1 if simple else 9):
            xml, at = _level(data, at, level)
            levels.append(xml)
        yield key, levels


def _level(data: bytes, at: int, level: int) -> tuple[str, int]:
    """A level and where the next thing begins."""
    if at + _LVLF + 2 > len(data):
        return "", len(data)
    start, kind, flags = struct.unpack_from("<iBB", data, at)
    words_size, lines_size, restart = data[at + 24], data[at + 25], data[at + 26]
    at += _LVLF + words_size + lines_size
    if at + 2 > len(data):
        return "", len(data)
    length = struct.unpack_from("<H", data, at)[0]
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    shown = "".join(f"%{ord(char) + 1}" if char < "\t" else char for char in text)
    never = bool(flags & 8)
    xml = level_xml(
        level,
        start=start,
        kind=NUMBER_FORMATS.get(kind, "decimal"),
        text=shown,
        legal=bool(flags & 4),
        restart=restart if never else -1,
    )
    return xml, at + 2 + 2 * length


def _overrides(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(data) < 4:
        return
    count = min(struct.unpack_from("<I", data)[0], (len(data) - 4) // _LFO)
    at = 4 + count * _LFO
    for number in range(count):
        key = struct.unpack_from("<i", data, 4 + number * _LFO)[0]
        changes = []
        at += 4
        for _ in range(data[4 + number * _LFO + 12]):
            if at + 8 > len(data):
                break
            start, flags = struct.unpack_from("<iI", data, at)
            at += 8
            level, inner = flags & 0xF, ""
            if flags & 0x20:
                inner, at = _level(data, at, level)
            elif flags & 0x10:
                inner = f'<w:startOverride w:val="{start}"/>'
            changes.append(f'<w:lvlOverride w:ilvl="{level}">{inner}</w:lvlOverride>')
        yield key, changes
