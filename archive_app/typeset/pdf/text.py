"""The page operators of a line of text: one Tm, Tc and TJ a run, in reading order.

A gap wider than about a tenth of an em is taken for a space by every program that reads text out of a PDF. Where the
setting opens such a gap (between Han and Latin, at a wide justification) the two characters beside it carry an
/ActualText, so that what is copied is what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive_app.typeset.fonts.faces import LEFT_TO_RIGHT, VOID, reads
from archive_app.typeset.layout import GlyphRun, Line
from archive_app.typeset.pdf.columns import column_operators
from archive_app.typeset.pdf.fonts import PdfFont

_LOOKS_LIKE_A_SPACE = 80.0  # thousandths of an em; readers put the limit at 100 to 130
_OVERLAPS = -600.0
_SPACES = " \u3000"

# a script's first and last letter, and the language it is read out in
_LANGUAGES = (("\u0600", "\u06ff", "ar"), ("\u0f00", "\u0fff", "bo"), ("\u1800", "\u18af", "mn"))

FontOf = Callable[[str], PdfFont]


def line_operators(line: Line, height: float, font_of: FontOf) -> list[str]:
    """The operators that draw ``line`` on a page ``height`` points high, inside BT … ET."""
    if line.vertical:
        return column_operators(line, height, font_of)
    line = _bridged(line, font_of)
    spans = _spans(line.runs, font_of)
    if not spans and len(line.runs) == 1:
        run = line.runs[0]
        if not run.shaped:
            return [_start(line, run, height, font_of), _show(font_of(run.face), run, 0, len(run.text), True)]
    return _marked(line, spans, height, font_of)


def pieces(line: Line, font_of: FontOf) -> list[tuple[Line, str]]:
    """``line`` cut at the marks of notes: (piece, the note it is the mark of). It is left whole where a piece would
    read otherwise than the line: beside shaped words, and where a span that carries its own reading goes over a cut."""
    if line.vertical:  # a column reads as a whole
        return [(line, "")]
    line = _bridged(line, font_of)
    runs = line.runs
    spans = _spans(runs, font_of)
    starts, base = [], 0
    for run in runs:
        starts.append(base)
        base += 1 if run.shaped or run.silent else len(run.text)
    starts.append(base)
    cut: list[tuple[Line, str]] = []
    begin = 0
    for mark, run in enumerate(runs):
        if not run.note:
            continue
        beside = (*runs[max(0, mark - 1) : mark], *runs[mark + 1 : mark + 2])
        over = any(a < edge < b for a, b in spans for edge in (starts[mark], starts[mark + 1]))
        if over or any(other.shaped or other.silent for other in beside):
            continue
        if mark > begin:
            cut.append((line._replace(runs=runs[begin:mark]), ""))
        cut.append((line._replace(runs=runs[mark : mark + 1]), run.note))
        begin = mark + 1
    if begin < len(runs):
        cut.append((line._replace(runs=runs[begin:]), ""))
    return cut


def _bridged(line: Line, font_of: FontOf) -> Line:
    """A note's line with its number's blank drawn, so that no reader takes the way to the words for a space."""
    runs = line.runs
    if len(runs) < 2 or not runs[0].note or not line.part.startswith("note:") or runs[1].silent or runs[1].shaped:
        return line
    head, font = runs[0], font_of(runs[0].face)
    gap = (runs[1].dx - _end(head, font)) / head.size * 1000
    if gap <= _LOOKS_LIKE_A_SPACE or " " in head.text:
        return line
    blank = (len(head.text), gap - font.face.advances[" "] - head.tracking)
    return line._replace(runs=(head._replace(text=f"{head.text} ", adjust=(*head.adjust, blank)), *runs[1:]))


def run_width(run: GlyphRun, font_of: FontOf) -> float:
    """How wide ``run`` is, in points."""
    return _end(run, font_of(run.face)) - run.dx


def actual_text(text: str) -> str:
    """The operator that opens a span reading as ``text``; words of another script say their language."""
    said = f"/ActualText <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
    language = next((code for first, last, code in _LANGUAGES if first <= text[:1] <= last), "")
    return f"/Span <<{f'/Lang ({language}) ' if language else ''}{said}>> BDC"


def _start(line: Line, run: GlyphRun, height: float, font_of: FontOf) -> str:
    font = font_of(run.face)
    return (
        f"/{font.resource} {run.size:g} Tf {run.tracking * run.size / 1000:.4f} Tc "
        f"{_at(line, run.dx, run.dy, height)}"
    )


def _at(line: Line, dx: float, dy: float, height: float) -> str:
    """The text matrix at a place along (``dx``) and over (``dy``) the origin of ``line``."""
    if line.turned:
        return f"0 1 -1 0 {line.x - dy:.3f} {height - line.y + dx:.3f} Tm"
    return f"1 0 0 1 {line.x + dx:.3f} {height - line.y + dy:.3f} Tm"


def _show(font: PdfFont, run: GlyphRun, a: int, b: int, first: bool) -> str:
    """TJ (or Tj) for the characters [a, b) of ``run``, with what is added before them."""
    adjust = [(p, amount) for p, amount in run.adjust if (a <= p if not first else a < p) and p < b]
    text = run.text
    if not adjust:
        return f"<{font.encode(text[a:b])}> Tj"
    parts, start = [], a
    for position, amount in adjust:
        if position > start:
            parts.append(f"<{font.encode(text[start:position])}>")
        parts.append(f"{-amount:g}")
        start = position
    parts.append(f"<{font.encode(text[start:b])}>")
    return f"[{''.join(parts)}] TJ"


def _units(runs: Sequence[GlyphRun]) -> list[tuple[int, int]]:
    """(run, character) of every unit of a line; a shaped or silent run is one unit, with character -1."""
    units: list[tuple[int, int]] = []
    for number, run in enumerate(runs):
        if run.shaped or run.silent:
            units.append((number, -1))
        else:
            units += [(number, index) for index in range(len(run.text))]
    return units


def _spans(runs: Sequence[GlyphRun], font_of: FontOf) -> list[tuple[int, int]]:
    """Unit ranges [a, b) that need an /ActualText, merged where they touch."""
    found: list[tuple[int, int]] = []
    base = 0
    previous: GlyphRun | None = None
    for run in runs:
        if run.silent:
            found.append((max(0, base - 1), base + 1))  # what is silent hides behind the unit before it
            base += 1
            continue
        if previous is not None and not (run.rtl or previous.rtl):
            gap = (run.dx - _end(previous, font_of(previous.face))) / max(run.size, previous.size) * 1000
            beside = run.text[:1] in _SPACES or previous.text[-1:] in _SPACES
            if run.shaped and previous.shaped:
                found.append((base - 1, base + 1))
            elif gap > _LOOKS_LIKE_A_SPACE and not beside and not run.shaped and not previous.shaped:
                found.append((base - 1, base + 1))  # beside shaped words the gap is bridged by a blank
        if run.shaped:
            if not run.rtl:
                found.append((base, base + 1))
            base += 1
        else:
            found += _gaps(run, base, font_of(run.face))
            base += len(run.text)
        previous = run
    return _merged(found)


def _gaps(run: GlyphRun, base: int, font: PdfFont) -> list[tuple[int, int]]:
    text = run.text
    found: list[tuple[int, int]] = []
    if run.note and text.endswith(" "):  # the blank behind a note's number
        return [(base, base + len(text))]
    if run.tracking > _LOOKS_LIKE_A_SPACE:
        return [(base, base + len(text))]
    for position, amount in run.adjust:
        if position and not _OVERLAPS < amount + run.tracking < _LOOKS_LIKE_A_SPACE:
            before = position - (2 if text[position - 1] == VOID and position > 1 else 1)
            if text[before] not in _SPACES and text[position] not in _SPACES:
                found.append((base + before, base + position + 1))
    if font.ambiguous and not font.ambiguous.isdisjoint(text):
        found += [(base + k, base + k + 1) for k, c in enumerate(text) if c in font.ambiguous]
    return sorted(found)


def _end(run: GlyphRun, font: PdfFont) -> float:
    """Where the pen stands after ``run``, its last tracking left out."""
    if run.shaped:
        return run.dx + sum(g.advance for g in run.shaped) * run.size / 1000
    glyphs, advance = font.face.glyphs, font.face.advance_of_glyph
    shown = [ord(g) for c in run.text if (g := glyphs[ord(c)]) is not None]
    width = sum(advance(g) for g in shown) + sum(amount for _, amount in run.adjust)
    return run.dx + (width + run.tracking * max(0, len(shown) - 1)) * run.size / 1000


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if merged and a < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _marked(line: Line, spans: list[tuple[int, int]], height: float, font_of: FontOf) -> list[str]:
    """A line with spans, shaped words or silent runs: cut at every span's edge."""
    units = _units(line.runs)
    starts = dict(spans)
    ends = {b for _, b in spans}
    edges = starts.keys() | ends
    out: list[str] = []
    index = 0
    while index < len(units):
        if index in ends:
            out.append("EMC")
        if index in starts:
            out.append(actual_text(_reading(line.runs, units[index : starts[index]])))
        number, character = units[index]
        run = line.runs[number]
        font = font_of(run.face)
        if run.shaped:
            together = [run]
            while index + 1 < len(units) and index + 1 not in edges and _goes_with(run, line.runs[units[index + 1][0]]):
                index += 1
                together.append(line.runs[units[index][0]])
            out += _shaped(line, together, height, font_of, *_reach(line.runs, together))
            index += 1
            continue
        if character < 0:
            out += [_start(line, run, height, font_of), _show(font, run, 0, len(run.text), True)]
            index += 1
            continue
        stop = index + 1
        while stop < len(units) and units[stop][0] == number and stop not in edges:
            stop += 1
        if character == 0:
            out.append(_start(line, run, height, font_of))
        shown = _show(font, run, character, character + stop - index, character == 0)
        out.append(f"3 Tr {shown} 0 Tr" if run.text == LEFT_TO_RIGHT else shown)  # read, not drawn
        index = stop
    if index in ends:
        out.append("EMC")
    return out


def _goes_with(run: GlyphRun, after: GlyphRun) -> bool:
    return bool(after.shaped) and (run.face, run.size, False) == (after.face, after.size, run.rtl)


def _reading(runs: Sequence[GlyphRun], units: list[tuple[int, int]]) -> str:
    said = []
    for number, character in units:
        run = runs[number]
        bridge = bool(run.note) and run.text[character] == " " and character == len(run.text) - 1
        if not run.silent and not bridge:
            said.append(run.text[character] if character >= 0 else run.text)
    return reads("".join(said))


def _reach(runs: Sequence[GlyphRun], together: Sequence[GlyphRun]) -> tuple[GlyphRun | None, float | None]:
    """The run before the words ``together`` and where the run after them begins; None beside a typed space."""
    first, last = runs.index(together[0]), runs.index(together[-1])
    before = runs[first - 1] if first and runs[first - 1].text[-1:] not in _SPACES else None
    after = runs[last + 1] if last + 1 < len(runs) and runs[last + 1].text[:1] not in _SPACES else None
    return before if before is not None and not before.shaped else None, after.dx if after is not None else None


def _shaped(
    line: Line,
    runs: Sequence[GlyphRun],
    height: float,
    font_of: FontOf,
    before: GlyphRun | None,
    after: float | None,
) -> list[str]:
    """Shaped words side by side, in one TJ as far as their glyphs stand on one line.

    Readers of PDF measure the gaps to the operators before and after, from the first and the last glyph drawn. Blank
    glyphs (no part of the text: the words carry an /ActualText) bridge the ¼ em beside Han, and the way from a vowel
    sign above a stack to the stack's end.
    """
    first = runs[0]
    font = font_of(first.face)
    unit = first.size / 1000
    advance = font.face.advance_of_glyph
    placed: list[tuple[float, float, int]] = []
    pen = 0.0
    for run in runs:
        pen = (run.dx - first.dx) / unit
        for glyph in run.shaped:
            placed.append((pen + glyph.dx, glyph.dy, glyph.glyph))
            pen += glyph.advance
    blank = ord(font.face.glyphs[32] or "\0")
    if not first.rtl and blank:
        last = placed[-1]
        goal = pen if after is None else max(pen, (after - first.dx) / unit)
        if goal - last[0] - advance(last[2]) > _LOOKS_LIKE_A_SPACE:
            placed.append((goal - advance(blank), last[1], blank))
        start = (_end(before, font_of(before.face)) - first.dx) / unit if before is not None else 0.0
        if -start > _LOOKS_LIKE_A_SPACE:
            placed.insert(0, (start, placed[0][1], blank))
    out = [f"/{font.resource} {first.size:g} Tf 0 Tc"]
    parts: list[str] = []
    drawn, rise = 0.0, None
    for x, dy, glyph_id in placed:
        if rise is None or dy != rise:
            if parts:
                out.append(f"[{''.join(parts)}] TJ")
            rise, parts, drawn = dy, [], x
            out.append(_at(line, first.dx + x * unit, first.dy + dy * unit, height))
        if abs(x - drawn) > 0.01:
            parts.append(f"{drawn - x:g}")
        parts.append(f"<{glyph_id:04x}>")
        drawn = x + advance(glyph_id)
    return [*out, f"[{''.join(parts)}] TJ"]
