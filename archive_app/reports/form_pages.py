"""Forms set on sheets of A4, as a `Layout` that the PDF writer and the window take.

Every part becomes pieces: a line, a row of fields, a place to sign. They are put under each other; pieces that belong
together (the last lines of a letter and who signs it) stay on one page, and what is higher than a page goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field as own
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.reports import form_looks as looks
from archive_app.reports.columns import column_widths
from archive_app.reports.forms import (
    Closing,
    Field,
    Fields,
    Form,
    Forms,
    Gap,
    Listing,
    Numbered,
    Part,
    Signing,
    Words,
)  # fmt: skip
from archive_app.reports.pages import MM, cell_lines, missing_glyphs, value_words
from archive_app.reports.table import Table, Value
from archive_app.typeset import problems
from archive_app.typeset.blocks.model import ASCENT, StyledText, TextStyle
from archive_app.typeset.layout import Layout, Line, Page, Rule
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.pdf import Metadata, write
from archive_app.typeset.storing import Written

_SHORT, _LONG = 210 * MM, 297 * MM
_LEFT, _RIGHT, _TOP, _FOOT = 25 * MM, 20 * MM, 17 * MM, 18 * MM
_BORDER = 12 * MM
"""From the edge of a certificate to its outer frame."""
_PAD = 3.2
_FRAME, _RULE = 0.8, 0.4
_COUNTED = 22.0
"""Points that the numbers of counted lines take at the left."""
_PRINT = 27 * MM
_SIGN_LINE = 150.0
_KEPT = 2
"""Lines of a paragraph, or rows of fields, that stay with who signs them."""

Progress = Callable[[float, str], None]
_Cell = tuple[float, tuple[SetLine, ...], TextStyle]
"""Where a cell's words begin, its lines, and how they are set."""


@dataclass(slots=True)
class _Sheet:
    lines: list[Line] = own(default_factory=list)
    rules: list[Rule] = own(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is put on a sheet as a whole. ``keep``: the next one stands on the same sheet; ``boxed``: within rules, and
    ``ruled`` with one below it; ``head`` comes again above it where it begins a sheet."""

    height: float
    draw: Callable[[float], None]
    keep: bool = False
    boxed: bool = False
    ruled: bool = True
    head: _Piece | None = None
    blank: bool = False


def write_forms(forms: Forms, out: Path, progress: Progress = lambda share, words: None) -> tuple[Written, int]:
    """Set the papers and write them to ``out`` (PDF): what was written, and on how many sheets.

    Raises ``StorageFailed`` where the file cannot be written.
    """
    layout = set_forms(forms, lambda share, words: progress(share * 0.8, words))
    progress(0.8, "写文件")
    written = write(layout, out, Metadata(forms.title, subject="；".join(forms.about)))
    return written._replace(problems=(*layout.problems, *written.problems)), len(layout.pages)


def set_forms(forms: Forms, progress: Progress = lambda share, words: None) -> Layout:
    """The sheets of the papers, one paper after another."""
    missing: dict[str, int] = {}
    pages: list[Page] = []
    for number, form in enumerate(forms.rows or (_nothing(forms.title),)):
        progress(number / max(1, len(forms.rows)), f"第 {number + 1}/{len(forms.rows)} 份")
        pages += _Setter(form, missing, len(pages)).pages()
    return Layout(forms.title, tuple(pages), problems=tuple(missing_glyphs(forms.title, missing)))


def _nothing(title: str) -> Form:
    return Form(title, (Words("没有可列的。", "center"),))


class _Setter:
    """Sets one paper."""

    def __init__(self, form: Form, missing: dict[str, int], before: int) -> None:
        self.form, self.missing, self.before = form, missing, before
        self.certificate = form.look == "certificate"
        self.size = (_LONG, _SHORT) if self.certificate else (_SHORT, _LONG)
        self.left = 38 * MM if self.certificate else _LEFT
        self.width = self.size[0] - self.left - (38 * MM if self.certificate else _RIGHT)
        self.top = 27 * MM if self.certificate else _TOP
        self.foot = self.size[1] - (24 * MM if self.certificate else _FOOT)
        self.looks = {**looks.LOOKS, **looks.CERTIFIED} if self.certificate else looks.LOOKS
        self.counted = 0
        self.sheets: list[_Sheet] = []
        self.y = 0.0
        self.last: _Piece | None = None

    # — sheets —

    def pages(self) -> list[Page]:
        """The paper, sheet by sheet."""
        self._sheet()
        for group in _kept(self._pieces()):
            self._put(group)
        self._close()
        count = len(self.sheets)
        return [
            Page(
                "body", str(number), *self.size,
                heads=() if number == 1 or self.certificate else (self._again(),),
                lines=tuple(sheet.lines),
                folio=None if self.certificate else self._folio(number, count),
                rules=tuple(sheet.rules), opener=number == 1,
            )
            for number, sheet in enumerate(self.sheets, 1)
        ]  # fmt: skip

    def _sheet(self) -> None:
        self.sheets.append(_Sheet())
        self.y, self.last = self.top, None
        if self.certificate:
            self._border()
        elif len(self.sheets) > 1:
            self.y += looks.AGAIN.leading

    def _put(self, pieces: Sequence[_Piece]) -> None:
        if all(piece.blank for piece in pieces) and self.y + pieces[0].height > self.foot:
            self.y = self.foot  # space at a sheet's foot begins no other
            return
        if self.last is not None and self.y + sum(piece.height for piece in pieces) > self.foot:
            self._close()
            self._sheet()
        for piece in pieces:
            if self.last is not None and self.y + piece.height > self.foot:
                self._close()
                self._sheet()
            if piece.blank and self.last is None:
                continue
            if self.last is None and piece.head is not None and len(self.sheets) > 1:
                self._draw(piece.head)
            self._draw(piece)

    def _draw(self, piece: _Piece) -> None:
        if piece.boxed and (self.last is None or not self.last.boxed):
            self._across(self.y, _FRAME)
        if not piece.boxed and self.last is not None and self.last.boxed:
            self._across(self.y, _FRAME)
        piece.draw(self.y)
        self.y += piece.height
        if piece.boxed and piece.ruled:
            self._across(self.y, _RULE)
        self.last = piece

    def _close(self) -> None:
        if self.last is not None and self.last.boxed:
            self._across(self.y, _FRAME)

    def _across(self, y: float, weight: float) -> None:
        self.rule(self.left, y, self.left + self.width, y, weight)

    def _border(self) -> None:
        wide, high = self.size
        for inset, weight in ((_BORDER, 2.6), (_BORDER + 5, 0.7)):
            corners = ((inset, inset), (wide - inset, inset), (wide - inset, high - inset), (inset, high - inset))
            for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
                self.rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), weight)

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float) -> None:
        """A stroke on this sheet."""
        self.sheets[-1].rules.append(Rule("line", x0, y0, x1, y1, weight))

    # — words —

    def place(self, line: SetLine, x: float, top: float, style: TextStyle) -> None:
        """A line in the middle of its leading, ``top`` points down."""
        self.sheets[-1].lines.append(self._line(line, x, top, style, self.before + len(self.sheets)))

    def _line(self, line: SetLine, x: float, top: float, style: TextStyle, sheet: int) -> Line:
        for fault in line.faults:
            if fault.code != problems.CONTROL_DROPPED:
                self.missing.setdefault(fault.character, sheet)
        y = top + (style.leading - style.size) / 2 + ASCENT * style.size
        return Line(line.text, x + line.x, y, style.size, line.runs, role=style.role)

    def _again(self) -> Line:
        line = next(cell_lines(f"{self.form.title}（续）", looks.AGAIN, self.width))
        return self._line(line, self.left, self.top - 4, looks.AGAIN, 0)

    def _folio(self, number: int, count: int) -> Line:
        line = next(cell_lines(f"第 {number} 页　共 {count} 页", looks.FOLIO, self.width))
        return self._line(line, self.left, self.size[1] - _FOOT + 12.0, looks.FOLIO, 0)

    def say(self, words: str, x: float, top: float, style: TextStyle, room: float) -> float:
        """One line of words; how wide it is."""
        line = next(cell_lines(words or "　", style, room), None)
        if line is None:
            return 0.0
        self.place(line, x, top, style)
        return line.width

    # — pieces —

    def _pieces(self) -> Iterator[_Piece]:
        """Everything in order."""
        yield from self._titles()
        parts = self.form.parts
        for number, part in enumerate(parts):
            yield from self._of(part, next((one for one in parts[number + 1 :] if not isinstance(one, Gap)), None))

    def _titles(self) -> Iterator[_Piece]:
        form = self.form
        if form.number and not self.certificate:
            yield from self._set(f"编号：{form.number}", looks.NUMBER, keep=True)
        yield from self._set(form.title, looks.GRAND if self.certificate else looks.TITLE, keep=True)
        if form.subtitle:
            yield from self._set(form.subtitle, looks.SUBTITLE, keep=True)
        yield self._gap(10, keep=True)

    def _of(self, part: Part, then: Part | None) -> Iterator[_Piece]:
        signed = isinstance(then, Closing | Signing)
        if isinstance(part, Gap):
            yield self._gap(part.points, keep=signed)
        elif isinstance(part, Words):
            paragraphs = [words for words in part.text.split("\n") if words.strip()]
            for number, words in enumerate(paragraphs, 1):
                last = number == len(paragraphs)
                head = part.look == "head"
                yield from self._set(words, self.looks[part.look], tail=signed and last, keep=head)
            if part.after:
                yield self._gap(part.after, keep=signed)
        elif isinstance(part, Fields):
            for number, row in enumerate(part.rows, 1):
                yield from self._row(row, part.label * looks.NAME.size, keep=signed and number > len(part.rows) - _KEPT)
        elif isinstance(part, Listing):
            yield from self._listing(part)
        elif isinstance(part, Numbered):
            for look, words in part.paragraphs:
                yield from self._counted(words, looks.LARGE[look])
        elif isinstance(part, Signing):
            yield self._signing(part)
        else:
            yield from self._closing(part)

    def _gap(self, points: float, *, keep: bool = False) -> _Piece:
        return _Piece(points, lambda y: None, keep=keep, blank=True)

    def _lines(self, words: str, style: TextStyle, room: float) -> tuple[SetLine, ...]:
        if style.align == "justify" or style.first:
            return set_paragraph(StyledText(words.strip(), style), room).lines
        return tuple(cell_lines(words, style, room))

    def _set(self, words: str, style: TextStyle, *, keep: bool = False, tail: bool = False) -> Iterator[_Piece]:
        """A paragraph, line by line; its first two lines stay together, and its last ones with what follows."""
        lines = self._lines(words, style, self.width)
        for number, line in enumerate(lines):
            together = keep or (number == 0 and len(lines) > 1) or (tail and number >= len(lines) - _KEPT)

            def draw(y: float, line: SetLine = line) -> None:
                self.place(line, self.left, y, style)

            yield _Piece(style.leading, draw, keep=together)

    def _counted(self, words: str, style: TextStyle) -> Iterator[_Piece]:
        for line in self._lines(words, style, self.width - _COUNTED):
            self.counted += 1

            def draw(y: float, line: SetLine = line, number: int = self.counted) -> None:
                count = next(cell_lines(str(number), looks.COUNT, _COUNTED - 8))
                self.place(count, self.left, y + (style.leading - looks.COUNT.leading) / 2, looks.COUNT)
                self.place(line, self.left + _COUNTED, y, style)

            yield _Piece(style.leading, draw)

    def _row(self, row: Sequence[Field], label: float, *, keep: bool) -> Iterator[_Piece]:
        whole = sum(one.share for one in row)
        edges = [self.left]
        for one in row:
            edges.append(edges[-1] + self.width * one.share / whole)
        names = [tuple(cell_lines(one.name, looks.NAME, label - 2 * _PAD)) for one in row]
        values = [
            tuple(cell_lines(one.words, looks.VALUE, edges[n + 1] - edges[n] - label - 2 * _PAD))
            for n, one in enumerate(row)
        ]
        lines = max(max(len(name), len(value), one.lines) for name, value, one in zip(names, values, row, strict=True))
        cells: list[_Cell] = []
        cuts: list[float] = [*edges]
        for n in range(len(row)):
            cells += [(edges[n] + _PAD, names[n], looks.NAME), (edges[n] + label + _PAD, values[n], looks.VALUE)]
            cuts.append(edges[n] + label)
        yield from self._boxes(cells, cuts, lines, keep=keep)

    def _boxes(
        self, cells: Sequence[_Cell], cuts: Sequence[float], lines: int, *,
        keep: bool = False, head: _Piece | None = None,
    ) -> Iterator[_Piece]:  # fmt: skip
        """A row of cells, in as many pieces as it is higher than most of a page."""
        leading = cells[0][2].leading
        most = max(1, int((self.foot - self.top - 90) / leading))
        for start in range(0, lines, most):
            count = min(most, lines - start)
            height = count * leading + 2 * _PAD
            last = start + count >= lines

            def draw(y: float, start: int = start, count: int = count, height: float = height) -> None:
                for x, words, style in cells:
                    shown = words[start : start + count]
                    for at, line in enumerate(shown):
                        self.place(line, x, y + _PAD + at * style.leading, style)
                for x in cuts:
                    edge = abs(x - self.left) < 0.1 or abs(x - self.left - self.width) < 0.1
                    self.rule(x, y, x, y + height, _FRAME if edge else _RULE)

            yield _Piece(height, draw, keep=keep and last, boxed=True, ruled=last, head=head)

    def _listing(self, part: Listing) -> Iterator[_Piece]:
        blank = [("",) * len(part.columns)] * part.blank
        rows = [*part.rows, *blank]
        edges = [self.left]
        for width in column_widths(Table("", part.columns, rows, totals=part.totals), self.width):
            edges.append(edges[-1] + width)

        def row(values: Sequence[Value], styles: Mapping[str, TextStyle], head: _Piece | None) -> Iterator[_Piece]:
            made: list[_Cell] = []
            for n, (column, value) in enumerate(zip(part.columns, values, strict=True)):
                style = styles[column.align]
                room = edges[n + 1] - edges[n] - 5
                made.append((edges[n] + 2.5, tuple(cell_lines(value_words(value), style, room)), style))
            lines = max(1, *(len(words) for _x, words, _style in made))
            return self._boxes(made, edges, lines, keep=head is None, head=head)

        head = next(row([one.head for one in part.columns], looks.HEADS, None))
        yield head
        for values in rows:
            yield from row(values, looks.CELL, head)
        if part.totals:
            yield from row(part.totals, looks.TOTAL, head)

    def _signing(self, part: Signing) -> _Piece:
        step = 31.0
        height = max(step * len(part.who), _PRINT + 16 if part.print_box else 0.0) + 8

        def draw(y: float) -> None:
            for number, who in enumerate(part.who):
                top = y + 8 + number * step
                wide = self.say(f"{who}：", self.left, top, looks.LABEL, 190)
                line = top + looks.LABEL.leading - 2
                self.rule(self.left + wide, line, self.left + wide + _SIGN_LINE, line, _RULE)
                self.say("　　　年　　月　　日", self.left + wide + _SIGN_LINE + 4, top, looks.LABEL, 150)
            if part.print_box:
                right = self.left + self.width
                x, top = right - _PRINT, y + 8
                for ends in (
                    (x, top, right, top), (x, top + _PRINT, right, top + _PRINT),
                    (x, top, x, top + _PRINT), (right, top, right, top + _PRINT),
                ):  # fmt: skip
                    self.rule(*ends, _RULE)
                self.say("按手印处", x, top + _PRINT - 14, looks.TINY, _PRINT)

        return _Piece(height, draw)

    def _closing(self, part: Closing) -> Iterator[_Piece]:
        style = self.looks["right"]
        yield self._gap(style.leading * 0.8, keep=True)
        words = [part.unit, part.seal, part.day] if part.unit else [part.seal, part.day]
        for words_ in filter(None, words):
            yield from self._set(words_, style, keep=True)
        yield self._gap(1)


def _kept(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces in groups that stay on one sheet."""
    group: list[_Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group
