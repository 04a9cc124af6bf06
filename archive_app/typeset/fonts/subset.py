"""A face as it goes into a PDF: the glyphs used and no others, with widths and readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import uharfbuzz as hb

from archive_app.typeset.fonts.faces import Face

# what a PDF reader has no use for: layout tables were used up by the engine, names and characters stand in the PDF
_TAGS = (
    *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"),
    *("cmap", "name", "post", "OS/2", "STAT", "gasp", "DSIG"),
)
_DROPPED = tuple(int.from_bytes(tag.encode(), "big") for tag in _TAGS)


def subset(face: Face, glyphs: Iterable[int]) -> tuple[bytes, Mapping[int, int]]:
    """The TrueType program of ``face`` reduced to ``glyphs``, and the number each of them has in it."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(sorted({0, *glyphs}))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(_DROPPED)
    plan = hb.SubsetPlan(face.hb_face, wanted)
    return bytes(plan.execute().blob.data), plan.old_to_new_glyph_mapping


def width_array(widths: Mapping[int, float]) -> list[tuple[int, list[float]]]:
    """PDF's /W: (first code, widths of the ones that follow on); codes of one em are left to /DW 1000."""
    runs: list[tuple[int, list[float]]] = []
    for code in sorted(widths):
        width = round(widths[code], 2)
        if width == 1000:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == code:
            runs[-1][1].append(width)
        else:
            runs.append((code, [width]))
    return runs


def to_unicode(readings: Mapping[int, str]) -> str:
    """The /ToUnicode CMap: code → text in UTF-16, with surrogate pairs for characters outside the BMP."""
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
        lines += [f"<{code:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>" for code, text in chunk]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end", ""]
    return "\n".join(lines)
