"""The page operators of a line that runs down the page.

Upright stretches are shown in a vertical font (Identity-V: every glyph hangs from the middle of its cell's top),
level ones (纵中横) and those laid on their side in the level font, each under a text matrix of its own. Readers of PDF
put text together again from where the glyphs lie, which none of them can do across such changes, nor down a column
whose marks are squeezed; so a column carries its words as /ActualText. What pdfium (Chrome, Edge) makes of that is
minded: it drops characters outside the BMP from an /ActualText, so those stand outside of it; and it reads what begins
at one height from left to right, so every column ends with a speck of nothing at the page's foot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from archive_app.typeset.fonts.faces import DASH, reads
from archive_app.typeset.layout import GlyphRun, Line
from archive_app.typeset.pdf.fonts import PdfFont
from archive_app.typeset.pdf.phrases import Phrases

_RARE = "\U00010000"
_SPECK, _SPECK_SIZE, _SPECK_STEP = "〡", 1.0, 0.03
_FOOT = 1.0
"""Points over the page's foot that the speck stands."""

FontOf = Callable[[str], PdfFont]


@dataclass(slots=True)
class _Column:
    """The operators of a column, and the span that is open: what it draws and what it says."""

    out: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def close(self, last: Sequence[str] = ()) -> None:
        """Put the open span out, ``last`` at its end."""
        text = reads("".join(self.said))
        if text:
            self.out.append(f"/Span <</ActualText <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>> BDC")
            self.out += [*self.drawn, *last, "EMC"]
        else:
            self.out += [*self.drawn, *last]
        self.drop()

    def drop(self) -> None:
        """Forget the open span: blanks behind what ends a column."""
        self.drawn, self.said = [], []


def column_operators(line: Line, height: float, font_of: FontOf) -> list[str]:
    """The operators that draw the vertical ``line`` on a page ``height`` points high, inside BT … ET."""
    column = _Column()
    phrases = Phrases(line, height, font_of)
    for number, run in enumerate(line.runs):
        if number in phrases.runs:
            if number in phrases.starts:
                column.close()
                column.out += phrases.drawn(number)[0]
            continue
        font = font_of(run.face)
        if run.shaped and any(_RARE <= character < DASH for character in run.text):  # with a variation selector
            column.close()
            column.out += _draw(line, run, height, font, 0, len(run.text))
            continue
        if run.shaped or run.silent or run.unseen:
            column.drawn += [] if run.unseen else _draw(line, run, height, font, 0, len(run.text))
            column.said += [] if run.silent else [run.text]
            continue
        for start, end, rare in _parts(run.text):
            if rare:
                column.close()
                column.out += _draw(line, run, height, font, start, end)
            else:
                column.drawn += _draw(line, run, height, font, start, end)
                column.said.append(run.text[start:end])
    if phrases.parted:
        column.drop()
    elif line.runs:
        column.close(_stop(line, font_of))
    return column.out


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """``text`` cut at its characters outside the BMP (those that stand for glyphs are none)."""
    start = 0
    for index, character in enumerate(text):
        if _RARE <= character < DASH:
            if index > start:
                yield start, index, False
            yield index, index + 1, True
            start = index + 1
    if start < len(text):
        yield start, len(text), False


def end_mark(font: PdfFont) -> str:
    """The hexadecimal string that shows what a column ends with; empty where the face has no such glyph."""
    return font.encode_blank(_SPECK)


def _stop(line: Line, font_of: FontOf) -> list[str]:
    """A speck of no colour where no text begins; it says nothing (a blank would be passed over)."""
    run = next((run for run in line.runs if run.face.startswith("@")), line.runs[0])
    font = font_of(run.face)
    speck = end_mark(font)
    if not speck:
        return []
    x = line.x + line.y * _SPECK_STEP  # two in one place would be taken for one
    return [f"/{font.resource} {_SPECK_SIZE:g} Tf 3 Tr 1 0 0 1 {x:.3f} {_FOOT:g} Tm <{speck}> Tj 0 Tr"]


def _draw(line: Line, run: GlyphRun, height: float, font: PdfFont, start: int, end: int) -> list[str]:
    """The characters [start, end) of ``run``."""
    upright = run.face.startswith("@")
    matrix = "1 0 0 1" if upright or run.level else "0 -1 1 0"
    x, y = line.x + run.dy, height - line.y - run.dx
    setting = f"/{font.resource} {run.size:g} Tf 0 Tc"
    if run.shaped:
        return [setting, *_shaped(run, x, y, matrix, font)]
    glyphs, advance, extra = font.face.glyphs, font.face.advance_of_glyph, dict(run.adjust)
    parts: list[str] = []
    pen = moved = 0.0
    for index, character in enumerate(run.text[:end]):
        moved += extra.get(index, 0.0)
        glyph = glyphs[ord(character)]
        if glyph is None:
            continue
        if index < start or not parts:
            pen += moved
        elif abs(moved) > 0.004:
            # a number in TJ is taken from the pen: to the left in a level font, but downwards in a vertical one
            parts.append(f"{moved if upright else -moved:.2f}")
        if index < start:
            pen += advance(ord(glyph))
        else:
            parts.append(f"<{font.encode(character)}>")
        moved = run.tracking
    if not parts:
        return []
    along = pen * run.size / 1000
    x, y = (x + along, y) if run.level else (x, y - along)
    return [f"{setting} {matrix} {x:.3f} {y:.3f} Tm [{_joined(parts)}] TJ"]


def _shaped(run: GlyphRun, x: float, y: float, matrix: str, font: PdfFont) -> list[str]:
    """A shaped word, glyph by glyph: their offsets lie in the run's own direction."""
    unit = run.size / 1000
    upright = run.face.startswith("@")
    out: list[str] = []
    pen = 0.0
    for glyph in run.shaped:
        along, up = (pen + glyph.dx) * unit, glyph.dy * unit
        if upright:
            at = (x + glyph.dx * unit, y - pen * unit + up)
        elif run.level:
            at = (x + along, y + up)
        else:
            at = (x + up, y - along)
        out.append(f"{matrix} {at[0]:.3f} {at[1]:.3f} Tm <{font.encode_glyph(glyph.glyph)}> Tj")
        pen += glyph.advance
    return out


def _joined(parts: Sequence[str]) -> str:
    """TJ's array with strings that follow each other made one."""
    joined: list[str] = []
    for part in parts:
        if joined and part[0] == "<" and joined[-1][0] == "<":
            joined[-1] = f"{joined[-1][:-1]}{part[1:]}"
        else:
            joined.append(part)
    return "".join(joined)
