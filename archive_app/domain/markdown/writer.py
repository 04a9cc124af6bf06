"""From a manuscript to Markdown text that reads back as the same manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from archive_app.domain.manuscript import (
    Block,
    BlockKind,
    Cell,
    Manuscript,
    Note,
    Picture,
    Span,
    SpanStyle,
    spans_within,
)
from archive_app.domain.markdown import grammar
from archive_app.domain.markdown.attributes import quoted
from archive_app.domain.markdown.blocks import SPEAKERS, speaker_length
from archive_app.domain.markdown.head import write_head
from archive_app.domain.markdown.inline import InlineReader
from archive_app.domain.markdown.runs import UNMERGED, Run, settled

_SPECIAL = re.compile(r"[\\`*_\[\]{}<|^]|&(?=[#A-Za-z])|~(?=~)|(?<=~)~|!(?=\[|\Z)")
_LINE_START = re.compile(r"^(?:[#>+\-=~:]|(?P<number>\d{1,9})(?=[.)]))", re.MULTILINE)
_LOOSE_HASH = re.compile(r"(?<![\\&])#")
_LIKE_A_BODY = re.compile(r"^(\[\^\d+\])([:：])", re.MULTILINE)
_LIST_NUMBER = re.compile(r"\d{1,9}[.)]")
_STARS = {SpanStyle.BOLD: "**", SpanStyle.KAI: "*"}


def write_article(head: Mapping[str, Any], manuscript: Manuscript) -> str:
    """The article as Markdown; ``read_article`` gives the same head and manuscript back, up to ids.

    What Markdown has no way for is brought to the nearest form: an empty paragraph is left out, blanks at the
    edges of a block go, a line end inside a paragraph becomes a forced line.
    """
    writer = _Writer()
    parts = [part for part in (writer.block(block) for block in manuscript) if part]
    parts += writer.bodies
    return write_head(head) + "".join(f"{part}\n\n" for part in parts).rstrip("\n") + ("\n" if parts else "")


@dataclass(slots=True)
class _Writer:
    bodies: list[str] = field(default_factory=list)

    def block(self, block: Block) -> str:
        """One block, without the blank line after it."""
        match block.kind:
            case BlockKind.PAGE_BREAK:
                return "<page>"
            case BlockKind.TABLE:
                return self._table(block)
            case BlockKind.PICTURE:
                picture = block.picture or Picture("")
                return f"![{self._words(block)}{_marks(block)}]({_path(picture.source)}){_placing(picture)}"
        words = self._words(block)
        if not words and block.kind not in (BlockKind.QUESTION, BlockKind.ANSWER):
            return ""
        return self._in_form(block, words + _marks(block))

    def _in_form(self, block: Block, words: str) -> str:
        match block.kind:
            case BlockKind.HEADING:
                return "#" * min(max(block.level, 1) + 1, 6) + " " + _LOOSE_HASH.sub(r"\#", words)
            case BlockKind.QUOTE | BlockKind.VERSE:
                return "\n".join(f"> {line}" for line in words.split("\n"))
            case BlockKind.QUESTION | BlockKind.ANSWER if SPEAKERS.get(block.label) is block.kind:
                return f"{block.label}：{words}"
            case BlockKind.LIST_ITEM:
                return f"{block.label if _LIST_NUMBER.fullmatch(block.label) else '-'} {words}"
        return words

    def _words(self, block: Block) -> str:
        notes = [(note.at, self._note(note)) for note in block.notes if note.cell is None]
        words = write_inline(block.text, block.spans, notes, verse=block.kind is BlockKind.VERSE)
        # a line that begins with a note's mark and a colon would be the note's body
        return _LIKE_A_BODY.sub(lambda found: f"{found[1]}&#{ord(found[2])};", words)

    def _note(self, note: Note) -> str:
        label = len(self.bodies) + 1
        self.bodies.append("")
        signature = f"——{note.by}" if note.by else ""
        body = write_inline(note.text, note.spans, (), verse=True) + _escaped(signature)
        first, *rest = body.split("\n")
        self.bodies[label - 1] = "\n\n".join((f"[^{label}]: {first}", *(f"    {line}" for line in rest)))
        return f"[^{label}]"

    def _table(self, block: Block) -> str:
        grid = _grid(block.rows)
        width = max((len(row) for row in grid), default=0)
        if not width:
            return ""
        lined = bool(block.rows[0]) and all(cell.header for cell in block.rows[0])
        header = grid[0] if lined else [_Gridded(Cell("", header=True))] * width
        rows = [self._row(header, width, block), "|" + " --- |" * width]
        rows += (self._row(row, width, block, lined=False) for row in (grid[1:] if lined else grid))
        caption = self._words(block) + _marks(block)
        return "\n".join(rows) + (f"\n\n: {caption}" if caption else "")

    def _row(self, cells: Sequence[_Gridded], width: int, block: Block, *, lined: bool = True) -> str:
        filled = [*cells, *[_Gridded(Cell(""))] * (width - len(cells))]
        return "| " + " | ".join(_cell(cell, lined, self._called(block, place)) for cell, place in filled) + " |"

    def _called(self, block: Block, place: tuple[int, int] | None) -> list[tuple[int, str]]:
        """The marks of the notes that a cell calls, and where."""
        own = (note for note in block.notes_in_order if place is not None and note.cell == place)
        return [(note.at, self._note(note)) for note in own]


class _Gridded(NamedTuple):
    """A cell in the grid of its table, and its row and place in the manuscript; none for one that is covered."""

    cell: Cell
    place: tuple[int, int] | None = None


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[_Gridded]]:
    """The rows with an empty cell for every place that a spanning cell covers."""
    grid: list[list[_Gridded]] = []
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        cells: list[_Gridded] = []
        waiting = list(row)
        while waiting or (number, len(cells)) in covered:
            column = len(cells)
            if (number, column) in covered:
                cells.append(_Gridded(Cell("")))
                continue
            cell = waiting.pop(0)
            place = (number, len(row) - len(waiting) - 1)
            covered |= {(number + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            cells.append(_Gridded(cell, place))
        grid.append(cells)
    return grid


def _cell(cell: Cell, lined: bool, notes: Sequence[tuple[int, str]]) -> str:
    """A cell, with the marks of its notes where they are called."""
    marks = [f"{key}={count}" for key, count in (("columns", cell.columns), ("rows", cell.rows)) if count > 1]
    marks += ["header"] if cell.header and not lined else []
    return _cell_words(cell, notes) + (f"{{{' '.join(marks)}}}" if marks else "")


_BAR = re.compile(r"(?<!\\)\|")


def _cell_words(cell: Cell, notes: Sequence[tuple[int, str]]) -> str:
    """The words of a cell in one line; marks on them line by line, as a mark may not go over ``<br>``."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate(cell.text.split("\n")):
        end = start + len(line)
        last = number == cell.text.count("\n")
        own = [(max(0, min(at, end) - start), mark) for at, mark in notes if _in_line(at, start, end, number, last)]
        words = write_inline(line, spans_within(cell.spans, start, end), own)
        lines.append(_BAR.sub(r"\|", words))  # that of a reading, too, would end the cell
        start = end + 1
    return "<br>".join(lines)


def _in_line(at: int, start: int, end: int, number: int, last: bool) -> bool:
    """Whether a note is called in a line of a cell; what lies outside of all is of the first or the last."""
    return (start <= at <= end) or (number == 0 and at < start) or (last and at > end)


def _marks(block: Block) -> str:
    """What the block's form does not say by itself: its kind, its label, 紧排 and 松排."""
    items: list[str] = []
    kind, label = block.kind, block.label
    if kind in (BlockKind.QUESTION, BlockKind.ANSWER) and SPEAKERS.get(label) is not kind:
        items += [f".{kind.value}", *([f"label={quoted(label)}"] if label else [])]
    elif kind is BlockKind.LIST_ITEM:
        items += [f"label={quoted(label)}"] if label and not _LIST_NUMBER.fullmatch(label) else []
    elif label and kind not in (BlockKind.QUESTION, BlockKind.ANSWER):
        items.append(f"label={quoted(label)}")
    if kind is BlockKind.PARAGRAPH and speaker_length(block.text):
        items.append(".paragraph")
    if kind is BlockKind.VERSE and "\n" not in block.text:
        items.append(".verse")
    if block.tight:
        items.append("tight" if block.tight < 0 else "loose")
    if block.segments:
        items.append(f"segments={quoted(' '.join(block.segments))}")
    return f"{{{' '.join(items)}}}" if items else ""


def _path(source: str) -> str:
    source = source.replace("\n", " ")
    return f"<{source}>" if re.search(r"[()<>]|^\s|\s$|^$", source) else source


def _placing(picture: Picture) -> str:
    items = [f"width={picture.width * 100:.6g}%"] if picture.width else []
    items += [f"place={picture.place}"] if picture.place else []
    items += [f"side={picture.side}"] if picture.side else []
    items += [
        f"{key}={quoted(value)}"
        for key, value in (
            ("credit", picture.credit),
            ("people", picture.people),
            ("alt", picture.alt),
            ("group", picture.group),
        )
        if value
    ]
    return f"{{{' '.join(items)}}}" if items else ""


# inline ----------------------------------------------------------------------------------------------------------


def write_inline(text: str, spans: Sequence[Span], notes: Sequence[tuple[int, str]], *, verse: bool = False) -> str:
    """``text`` with its spans and note marks (offset, mark) as Markdown.

    Stars where they read back as what was meant, which is tried, and ``[…]{.bold}`` where they would not.
    """
    breaks = {s.start for s in spans if s.style is SpanStyle.LINE_BREAK}
    if not verse:
        breaks |= {at for at, character in enumerate(text) if character == "\n"}
    nested = _nested([_in_one_line(s, text) for s in spans if s.end > s.start], len(text))
    stars = any(span.style in _STARS for span in nested)
    if stars:
        pretty = _Inline(text, nested, notes, set(breaks), stars=True).write()
        if _reads_as(pretty, text, nested, verse):
            return pretty
    return _Inline(text, nested, notes, breaks, stars=False).write()


def _reads_as(written: str, text: str, nested: Sequence[Span], verse: bool) -> bool:
    tokens = grammar.parser().parseInline(written)
    children = tokens[0].children if tokens else None
    pieces = InlineReader(lambda *_: _PLACEHOLDER, lambda *_: None, 1).read(children or [])
    run = pieces[0] if len(pieces) == 1 and isinstance(pieces[0], Run) else Run()
    run = settled(replace(run, marks=()), verse=verse)
    wanted = settled(Run(text if verse else text.replace("\n", ""), tuple(nested)), verse=verse)
    same = [s for s in run.spans if s.style is not SpanStyle.LINE_BREAK]
    return run.text == wanted.text and same == [s for s in wanted.spans if s.style is not SpanStyle.LINE_BREAK]


_PLACEHOLDER = Note(0, "", id="-")


def _in_one_line(span: Span, text: str) -> Span:
    """A reading goes over the characters of one line."""
    end = text.find("\n", span.start, span.end) if span.style is SpanStyle.RUBY else -1
    return replace(span, end=end) if end >= 0 else span


def _nested(spans: Sequence[Span], length: int) -> list[Span]:
    """The spans cut so that no two cross: of two that do, the one that may be cut (or the later) is."""
    whole: list[Span] = []
    ranked = sorted(spans, key=lambda s: (s.style not in UNMERGED, s.style is SpanStyle.RUBY, s.start, -s.end))
    for span in ranked:
        pieces = [replace(span, end=min(span.end, length))]
        for other in whole:
            pieces = [part for piece in pieces for part in _apart(piece, other)]
        whole += (piece for piece in pieces if piece.end > piece.start)
    return sorted(whole, key=lambda s: (s.start, -s.end, s.style not in UNMERGED, s.style.value, s.value))


def _apart(span: Span, other: Span) -> Iterator[Span]:
    """``span``, in two where it crosses ``other``."""
    for edge in (other.start, other.end):
        outside = other.start < span.start or other.end > span.end
        if span.start < edge < span.end and outside:
            yield replace(span, end=edge)
            yield replace(span, start=edge)
            return
    yield span


@dataclass(slots=True)
class _Inline:
    text: str
    spans: Sequence[Span]
    notes: Sequence[tuple[int, str]]
    breaks: set[int]
    stars: bool
    in_ruby: int = 0
    out: list[str] = field(default_factory=list)

    def write(self) -> str:
        """The whole text; the line starts are escaped, so it can stand anywhere."""
        self._range(0, len(self.text), list(self.spans))
        self._points(len(self.text), last=True)
        return "".join(self.out)

    def _range(self, start: int, end: int, spans: list[Span]) -> None:
        position = start
        while spans:
            span = spans.pop(0)
            inner = [s for s in spans if s.start < span.end]
            spans = spans[len(inner) :]
            self._plain(position, span.start)
            opening, closing = self._fence(span)
            self._points(span.start)
            self.out.append(opening)
            self.in_ruby += span.style is SpanStyle.RUBY
            self._range(span.start, span.end, inner)
            self.in_ruby -= span.style is SpanStyle.RUBY
            self.out.append(closing)
            position = span.end
        self._plain(position, end)

    def _plain(self, start: int, end: int) -> None:
        points = sorted(
            {at for at, _ in self.notes if start <= at < end} | {b for b in self.breaks if start <= b < end}
        )
        for point in points:
            self._text(start, point)
            self._points(point)
            start = point
        self._text(start, end)

    def _points(self, at: int, *, last: bool = False) -> None:
        """The note marks and the forced line at an offset, once."""
        for note in [note for note in self.notes if note[0] == at or (last and note[0] > at)]:
            self.out.append(note[1])
        self.notes = [note for note in self.notes if note[0] != at]
        if at in self.breaks:
            self.breaks.discard(at)
            self.out.append("<br>")

    def _text(self, start: int, end: int) -> None:
        words = self.text[start:end]
        if not words:
            return
        at_start = start == 0 or self.text[start - 1] == "\n"
        # in ruby {a="|b"} would be attributes
        self.out.append(_escaped(words, at_start=at_start and not self.in_ruby, equals=bool(self.in_ruby)))

    def _fence(self, span: Span) -> tuple[str, str]:
        if span.style is SpanStyle.RUBY:
            reading = re.sub(r"([\\{}|｜])", r"\\\1", span.value.replace("\n", " "))
            return "{", f"|{reading}}}"
        if self.stars and span.style in _STARS:
            return _STARS[span.style], _STARS[span.style]
        name = f" id={quoted(span.value)}" if span.value else ""
        return "[", f"]{{.{span.style.value}{name}}}"


def _escaped(words: str, *, at_start: bool = True, equals: bool = False) -> str:
    words = _SPECIAL.sub(r"\\\g<0>", words)
    if equals:
        words = words.replace("=", "\\=")
    if not at_start and "\n" not in words:
        return words
    head, separator, tail = words.partition("\n")
    if at_start:
        head = _LINE_START.sub(_start_escaped, head)
    return head + separator + (_LINE_START.sub(_start_escaped, tail) if tail else "")


def _start_escaped(found: re.Match[str]) -> str:
    return f"{found['number']}\\" if found["number"] else f"\\{found[0]}"
