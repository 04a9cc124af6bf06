"""The page operators of a line of text: one Tm, Tc and TJ a run, in reading order.

A gap wider than about a tenth of an em is taken for a space by every program that reads text out of a PDF. Where the
setting opens such a gap (between Han and Latin, at a wide justification) the two characters beside it carry an
/ActualText, so that what is copied is what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from archive_app.typeset.fonts.faces import VOID, reads
from archive_app.typeset.layout import GlyphRun, Line
from archive_app.typeset.pdf.columns import column_operators
from archive_app.typeset.pdf.fonts import PdfFont
from archive_app.typeset.pdf.phrases import Phrases

_LOOKS_LIKE_A_SPACE = 80.0  # thousandths of an em; readers put the limit at 100 to 130
_OVERLAPS = -600.0
_SPACES = " \u3000"

# a script's first and last letter, and the language it is read out in
_LANGUAGES = (("\u0600", "\u06ff", "ar"), ("\u0f00", "\u0fff", "bo"), ("\u1800", "\u18af", "mn"))

FontOf = Callable[[str], PdfFont]


class Pen:
    """Writes the lines of a page ``height`` points high as operators into ``out``, inside one BT … ET.

    The font and the letter-spacing are said only where they change.
    """

    def __init__(self, height: float, font_of: FontOf, out: list[str]) -> None:
        self.height, self._font_of, self._out = height, font_of, out
        self._setting: tuple[str, float, float] | None = None

    def line(self, line: Line) -> None:
        """Draw ``line``."""
        if line.vertical:
            self._setting = None
            self._out += column_operators(line, self.height, self._font_of)
            return
        runs = line.runs
        if len(runs) == 1:
            run = runs[0]
            if not run.shaped and not run.silent:
                if self._plain(line, run):
                    return
                gaps = _gaps(run, 0)
                if not gaps:
                    self._whole(line, run)
                    return
                if self._cut(line, run, _merged(gaps)):
                    return
        else:
            line = _bridged(line, self._font_of)
            runs = line.runs
        spans = _spans(runs, self._font_of)
        if spans or any([run.shaped for run in runs]):
            self._marked(line, spans)
        else:
            for run in runs:
                self._whole(line, run)

    def _plain(self, line: Line, run: GlyphRun) -> bool:
        """A run that is all of its line and has no gap that needs a span, as nearly all lines are; False where it is
        another one."""
        text, tracking = run.text, run.tracking
        shown = text.encode("utf-16-be", "surrogatepass").hex()
        if len(shown) != 4 * len(text) or not text or run.note or tracking > _LOOKS_LIKE_A_SPACE:
            return False
        drawn = f"<{shown}> Tj"
        if run.adjust:
            parts, last = [], 0
            for position, amount in run.adjust:
                if position:
                    if not _OVERLAPS < amount + tracking < _LOOKS_LIKE_A_SPACE:
                        return False
                    if position > last:
                        parts.append(f"<{shown[4 * last : 4 * position]}>")
                    parts.append(_moved(amount))
                    last = position
            if parts:
                drawn = f"[{''.join(parts)}<{shown[4 * last :]}>] TJ"
        self._start(line, run)
        self._out.append(drawn)
        return True

    def lines(self, lines: Sequence[Line]) -> None:
        """Draw ``lines``."""
        for line in lines:
            self.line(line)

    def _whole(self, line: Line, run: GlyphRun) -> None:
        """A run that nothing cuts."""
        if run.text:
            self._start(line, run)
            self._out.append(_show(self._font_of(run.face), run))

    def _start(self, line: Line, run: GlyphRun) -> None:
        setting = (run.face, run.size, run.tracking)
        if setting != self._setting:
            self._setting = setting
            self._out.append(_set(self._font_of(run.face).resource, run.size, run.tracking))
        self._out.append(_at(line, run.dx, run.dy, self.height))

    def _cut(self, line: Line, run: GlyphRun, spans: Sequence[tuple[int, int]]) -> bool:
        """A line of one run that is cut by spans, as most lines with a gap in them are; False where it has characters
        without a code of their own."""
        text, adjust, out = run.text, run.adjust, self._out
        shown = self._font_of(run.face).encode(text)
        if len(shown) != 4 * len(text):
            return False
        self._start(line, run)
        drawn = 0
        for start, stop in spans:
            if start > drawn:
                out.append(_sliced(shown, adjust, drawn, start))
            words = text[start:stop]
            # the blank that bridges the way from a note's number says nothing
            out.append(actual_text(words[:-1] if run.note and stop == len(text) and words.endswith(" ") else words))
            out.append(_sliced(shown, adjust, start, stop))
            out.append("EMC")
            drawn = stop
        if drawn < len(text):
            out.append(_sliced(shown, adjust, drawn, len(text)))
        return True

    def _marked(self, line: Line, spans: Sequence[tuple[int, int]]) -> None:
        """A line with spans, shaped words or silent runs: cut at every span's edge."""
        runs, out = line.runs, self._out
        phrases = Phrases(line, self.height, self._font_of)
        bridges: dict[int, float] = {}
        if phrases.runs:
            bridges = _bridges(runs, phrases, self._font_of)
            spans = _merged([*_outside(runs, phrases, spans), *((unit, unit + 1) for unit in bridges)])
        starts = dict(spans)
        edges = sorted(starts.keys() | starts.values())
        closing = set(starts.values())
        stop = number = 0
        while number < len(runs):
            run = runs[number]
            start, stop = stop, stop + _units(run)
            if number in phrases.runs:
                self._mark(runs, start, starts, closing)
                self._setting = None
                drawn, last = phrases.drawn(number)
                out += drawn
                stop += sum([_units(other) for other in runs[number + 1 : last + 1]])
                number = last
            elif run.shaped:
                self._mark(runs, start, starts, closing)
                together = [run]
                while number + 1 < len(runs) and stop not in edges and _goes_with(run, runs[number + 1]):
                    number += 1
                    stop += 1
                    together.append(runs[number])
                self._setting = None
                out += _shaped(line, together, self.height, self._font_of, *_reach(runs, together))
            elif start < stop:
                cuts = [] if run.silent else [edge for edge in edges if start < edge < stop]
                begin = start
                for cut in (*cuts, stop):
                    self._mark(runs, begin, starts, closing)
                    if not cuts and begin not in bridges:
                        self._whole(line, run)
                    else:
                        bridge = bridges.get(begin, 0.0) if cut == begin + 1 else 0.0
                        if begin == start:
                            self._start(line, run._replace(dx=run.dx + min(0.0, bridge) * run.size / 1000))
                        font = self._font_of(run.face)
                        out.append(_with_bridge(_show(font, run, begin - start, cut - start), bridge, font))
                    begin = cut
            number += 1
        if stop in closing:
            out.append("EMC")

    def _mark(self, runs: Sequence[GlyphRun], place: int, starts: dict[int, int], closing: set[int]) -> None:
        """End the span that ends at a unit, begin the one that begins there."""
        if place in closing:
            self._out.append("EMC")
        if place in starts:
            self._out.append(actual_text(_reading(runs, place, starts[place])))


def pieces(line: Line, font_of: FontOf) -> list[tuple[Line, str]]:
    """``line`` cut at the marks of notes: (piece, the note it is the mark of). It is left whole where a piece would
    read otherwise than the line: beside shaped words, and where a span that carries its own reading goes over a cut."""
    if line.vertical:  # a column reads as a whole
        return [(line, "")]
    line = _bridged(line, font_of)
    runs = line.runs
    if any(run.rtl for run in runs):  # what turns about with a phrase is all of the line
        return [(line, "")]
    spans = _spans(runs, font_of)
    starts, base = [], 0
    for run in runs:
        starts.append(base)
        base += _units(run)
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
    first = text[:1]
    language = ""
    if _LANGUAGES[0][0] <= first <= _LANGUAGES[-1][1]:
        language = next((code for begin, end, code in _LANGUAGES if begin <= first <= end), "")
    return f"/Span <<{f'/Lang ({language}) ' if language else ''}{said}>> BDC"


def _at(line: Line, dx: float, dy: float, height: float) -> str:
    """The text matrix at a place along (``dx``) and over (``dy``) the origin of ``line``."""
    if line.turned:
        return f"0 1 -1 0 {line.x - dy:.3f} {height - line.y + dx:.3f} Tm"
    return f"1 0 0 1 {line.x + dx:.3f} {height - line.y + dy:.3f} Tm"


@lru_cache(256)
def _set(resource: str, size: float, tracking: float) -> str:
    return f"/{resource} {size:g} Tf {tracking * size / 1000:.4f} Tc"


@lru_cache(4096)
def _moved(amount: float) -> str:
    return f"{-amount:g}"


def _show(font: PdfFont, run: GlyphRun, start: int = 0, stop: int | None = None) -> str:
    """TJ (or Tj) for the characters [start, stop) of ``run``, with what is added before them (not before the run's
    first)."""
    text = run.text if stop is None else run.text[:stop]
    shown = font.encode(text)
    if len(shown) != 4 * len(text):  # something in it is no character: place by place
        return _show_by_part(font, run, start, len(text))
    if not run.adjust:
        return f"<{shown[4 * start :]}> Tj"
    return _sliced(shown, run.adjust, start, len(text))


def _sliced(shown: str, adjust: Sequence[tuple[int, float]], start: int, stop: int) -> str:
    """TJ (or Tj) for the characters [start, stop) of what is ``shown`` with four digits each."""
    parts, last = [], start
    for position, amount in adjust:
        if start <= position < stop and position:
            if position > last:
                parts.append(f"<{shown[4 * last : 4 * position]}>")
            parts.append(_moved(amount))
            last = position
    if not parts:
        return f"<{shown[4 * start : 4 * stop]}> Tj"
    return f"[{''.join(parts)}<{shown[4 * last : 4 * stop]}>] TJ"


def _show_by_part(font: PdfFont, run: GlyphRun, start: int, stop: int) -> str:
    parts, last = [], start
    for position, amount in run.adjust:
        if start <= position < stop and position:
            if position > last:
                parts.append(f"<{font.encode(run.text[last:position])}>")
            parts.append(_moved(amount))
            last = position
    shown = f"<{font.encode(run.text[last:stop])}>"
    return f"[{''.join(parts)}{shown}] TJ" if parts else f"{shown} Tj"


def _units(run: GlyphRun) -> int:
    """How many units of a line a run is: its characters; a shaped or silent run is one."""
    return 1 if run.shaped or run.silent else len(run.text)


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
            found += _gaps(run, base)
            base += len(run.text)
        previous = run
    return _merged(found)


def _gaps(run: GlyphRun, base: int) -> list[tuple[int, int]]:
    text = run.text
    if run.note and text.endswith(" "):  # the blank behind a note's number
        return [(base, base + len(text))]
    tracking = run.tracking
    if tracking > _LOOKS_LIKE_A_SPACE:
        return [(base, base + len(text))]
    found: list[tuple[int, int]] = []
    for position, amount in run.adjust:
        if position and not _OVERLAPS < amount + tracking < _LOOKS_LIKE_A_SPACE:
            before = position - (2 if text[position - 1] == VOID and position > 1 else 1)
            if text[before] not in _SPACES and text[position] not in _SPACES:
                found.append((base + before, base + position + 1))
    return found


def _end(run: GlyphRun, font: PdfFont) -> float:
    """Where the pen stands after ``run``, its last tracking left out."""
    if run.shaped:
        return run.dx + sum([g.advance for g in run.shaped]) * run.size / 1000
    text, drawn = run.text, font.face.drawn
    width = sum([drawn[c] for c in text]) + sum([amount for _, amount in run.adjust])
    return run.dx + (width + run.tracking * max(0, len(text) - text.count(VOID) - 1)) * run.size / 1000


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if merged and a < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _outside(runs: Sequence[GlyphRun], phrases: Phrases, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that have no part in a phrase that runs to the left: what that reads as is its glyphs' affair."""
    inside: set[int] = set()
    base = 0
    for number, run in enumerate(runs):
        if number in phrases.runs:
            inside.update(range(base, base + _units(run)))
        base += _units(run)
    return (span for span in spans if inside.isdisjoint(range(*span)))


def _bridges(runs: Sequence[GlyphRun], phrases: Phrases, font_of: FontOf) -> dict[int, float]:
    """The units beside phrases that run to the left, with the gap between the two (before a phrase; negative behind
    one), in thousandths of an em: it is drawn as a blank that says nothing, so that no reader takes it for a space."""
    found: dict[int, float] = {}
    starts = [0]
    for run in runs:
        starts.append(starts[-1] + _units(run))
    for first, last, left, right in phrases.gaps():
        for number, edge in ((first - 1, left), (last + 1, right)):
            if not 0 <= number < len(runs):
                continue
            run = runs[number]
            if run.shaped or run.silent or run.note or not run.text:
                continue
            at = len(run.text) - 1 if number < first else 0
            beside = run.text[at]
            gap = (edge - (_end(run, font_of(run.face)) if number < first else run.dx)) / run.size * 1000
            said = beside not in _SPACES and beside < "\U00010000"
            if said and _LOOKS_LIKE_A_SPACE < abs(gap) < -_OVERLAPS:
                found[starts[number] + at] = gap
    return found


def _with_bridge(shown: str, bridge: float, font: PdfFont) -> str:
    """The operator of one glyph with a blank behind it or, where ``bridge`` is negative, before it."""
    blank = font.encode_blank() if bridge and shown.endswith("> Tj") else ""
    if not blank:
        return shown
    glyph, rest = shown.removesuffix(" Tj"), abs(bridge) - font.face.drawn[" "]
    return f"[{glyph}{-rest:.2f}<{blank}>] TJ" if bridge > 0 else f"[<{blank}>{-rest:.2f}{glyph}] TJ"


def _goes_with(run: GlyphRun, after: GlyphRun) -> bool:
    return bool(after.shaped) and not after.rtl and (run.face, run.size) == (after.face, after.size)


def _reading(runs: Sequence[GlyphRun], start: int, stop: int) -> str:
    """What the units [start, stop) of a line say."""
    said = []
    base = 0
    for run in runs:
        end = base + _units(run)
        if base < stop and start < end and not run.silent:
            words = run.text if run.shaped else run.text[max(0, start - base) : stop - base]
            # the blank that bridges the way from a note's number
            said.append(words[:-1] if run.note and stop >= end and words.endswith(" ") else words)
        base = end
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
    blank = ord(font.face.glyphs[32] or "\0") if font.face.has(" ") else 0
    if blank:
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
        parts.append(f"<{font.encode_blank() if glyph_id == blank else font.encode_glyph(glyph_id)}>")
        drawn = x + advance(glyph_id)
    return [*out, f"[{''.join(parts)}] TJ"]
