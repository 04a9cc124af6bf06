"""The page operators of a line that runs down the page.

Upright stretches are shown in a vertical font (Identity-V: every glyph hangs from the middle of its cell's top),
level ones (纵中横) and those laid on their side in the level font, each under a text matrix of its own. Readers of PDF
put text together again from where the glyphs lie, and none of them can do that across such changes, nor down a column
whose marks are squeezed: a line that has any of it carries its words as one /ActualText.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive_app.typeset.fonts.faces import VOID, reads
from archive_app.typeset.layout import GlyphRun, Line
from archive_app.typeset.pdf.fonts import PdfFont

_LOOKS_LIKE_A_SPACE = 80.0

FontOf = Callable[[str], PdfFont]


def column_operators(line: Line, height: float, font_of: FontOf) -> list[str]:
    """The operators that draw the vertical ``line`` on a page ``height`` points high, inside BT … ET."""
    drawn: list[str] = []
    for run in line.runs:
        if not run.unseen and run.text.strip(VOID):
            drawn += _run(line, run, height, font_of(run.face))
    if not drawn or plain(line.runs, font_of):
        return drawn
    said = reads("".join(run.text for run in line.runs if not run.silent))
    text = said.encode("utf-16-be", "replace").hex().upper()
    return [f"/Span <</ActualText <FEFF{text}>>> BDC", *drawn, "EMC"]


def plain(runs: Sequence[GlyphRun], font_of: FontOf) -> bool:
    """Whether a line is read back as what it says from its glyphs alone."""
    if len(runs) != 1 or not runs[0].face.startswith("@") or runs[0].shaped or runs[0].unseen:
        return False
    run = runs[0]
    moved = run.adjust or run.tracking > _LOOKS_LIKE_A_SPACE
    return not moved and font_of(run.face).ambiguous.isdisjoint(run.text)


def _run(line: Line, run: GlyphRun, height: float, font: PdfFont) -> list[str]:
    x, y = line.x + run.dy, height - line.y - run.dx
    upright = run.face.startswith("@")
    matrix = "1 0 0 1" if upright or run.level else "0 -1 1 0"
    start = f"/{font.resource} {run.size:g} Tf 0 Tc {matrix} {x:.3f} {y:.3f} Tm"
    if run.shaped:
        return [start, *_shaped(run, x, y, font, matrix)]
    glyphs, extra = font.face.glyphs, dict(run.adjust)
    parts: list[str] = []
    moved = 0.0
    for index, character in enumerate(run.text):
        moved += extra.get(index, 0.0)
        glyph = glyphs[ord(character)]
        if glyph is None:
            continue
        if abs(moved) > 0.004:
            # a number in TJ is taken from the pen: to the left in a level font, but downwards in a vertical one
            parts.append(f"{moved if upright else -moved:.2f}")
        parts.append(f"<{ord(glyph):04x}>")
        moved = run.tracking
    return [start, *_in_two(parts)]


def _shaped(run: GlyphRun, x: float, y: float, font: PdfFont, matrix: str) -> list[str]:
    """A shaped word, glyph by glyph: their offsets lie in the run's own direction."""
    unit = run.size / 1000
    upright, level = run.face.startswith("@"), run.level
    out: list[str] = []
    pen = 0.0
    for glyph in run.shaped:
        along, up = (pen + glyph.dx) * unit, glyph.dy * unit
        if upright:
            at = (x + glyph.dx * unit, y - pen * unit + up)
        elif level:
            at = (x + along, y + up)
        else:
            at = (x + up, y - along)
        out.append(f"{matrix} {at[0]:.3f} {at[1]:.3f} Tm <{glyph.glyph:04x}> Tj")
        pen += glyph.advance
    return out


def _in_two(parts: Sequence[str]) -> list[str]:
    """The last glyph is shown by an operator of its own: columns begin at one height, and readers that sort what
    begins at one height by where it stands across the page (pdfium) would read them from left to right."""
    last = len(parts) - 1
    if last < 1:
        return [f"[{_joined(parts)}] TJ"]
    if parts[last - 1][0] != "<":
        last -= 1
    return [f"[{_joined(parts[:last])}] TJ", f"[{_joined(parts[last:])}] TJ"] if last else [f"[{_joined(parts)}] TJ"]


def _joined(parts: Sequence[str]) -> str:
    """TJ's array with strings that follow each other made one."""
    joined: list[str] = []
    for part in parts:
        if joined and part[0] == "<" and joined[-1][0] == "<":
            joined[-1] = f"{joined[-1][:-1]}{part[1:]}"
        else:
            joined.append(part)
    return "".join(joined)
