"""A face as it goes into a PDF: the glyphs used and no others, keeping their numbers, with widths and readings."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

import uharfbuzz as hb

from archive_app.typeset.fonts.faces import Face

# what a PDF reader needs to draw outlines; layout tables were used up by the engine
_KEPT = (b"head", b"hhea", b"maxp", b"hmtx", b"loca", b"glyf", b"cvt ", b"fpgm", b"prep")


def subset(face: Face, glyphs: Iterable[int]) -> bytes:
    """The TrueType program of ``face`` reduced to ``glyphs``, glyph numbers kept."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(sorted({0, *glyphs}))
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    return _strip(bytes(hb.subset(face.hb_face, wanted).blob.data))


def _strip(program: bytes) -> bytes:
    """Drop the tables a PDF does not read."""
    count = struct.unpack(">H", program[4:6])[0]
    tables = {}
    for number in range(count):
        tag, checksum, offset, length = struct.unpack(">4sLLL", program[12 + 16 * number : 28 + 16 * number])
        if tag in _KEPT:
            tables[tag] = (checksum, program[offset : offset + length])
    power = len(tables).bit_length() - 1
    head = program[:4] + struct.pack(">HHHH", len(tables), 16 << power, power, len(tables) * 16 - (16 << power))
    offset, directory, body = 12 + 16 * len(tables), [head], []
    for tag in sorted(tables):
        checksum, data = tables[tag]
        directory.append(struct.pack(">4sLLL", tag, checksum, offset, len(data)))
        padded = data + b"\0" * (-len(data) % 4)
        body.append(padded)
        offset += len(padded)
    return b"".join(directory + body)


def width_array(face: Face, glyphs: Iterable[int]) -> list[tuple[int, list[float]]]:
    """PDF's /W: (first glyph, widths of the ones that follow on); glyphs of one em are left to /DW 1000."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(set(glyphs)):
        width = round(face.width_of_glyph(glyph), 2)
        if width == 1000:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == glyph:
            runs[-1][1].append(width)
        else:
            runs.append((glyph, [width]))
    return runs


def to_unicode(readings: Mapping[int, str]) -> str:
    """The /ToUnicode CMap: glyph → text in UTF-16, with surrogate pairs for characters outside the BMP."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    items = sorted(readings.items())
    for start in range(0, len(items), 100):
        chunk = items[start : start + 100]
        lines.append(f"{len(chunk)} beginbfchar")
        lines += [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in chunk]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end", ""]
    return "\n".join(lines)
