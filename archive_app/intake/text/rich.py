"""Text with marks and notes while it is being put together and cut; offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from archive_app.domain.manuscript import Note, Span, SpanStyle
from archive_app.frozen import dataclass

_APART = frozenset({SpanStyle.RUBY, SpanStyle.LINE_BREAK})  # two neighbours are two things


@dataclass(frozen=True, slots=True)
class Rich:
    """A stretch of text, the marks on it, the notes called from it."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()

    def cut(self, start: int, end: int | None = None) -> Rich:
        """``text[start:end]`` with what points into it; notes called outside move to the nearer end."""
        stop = len(self.text) if end is None else end
        length = stop - start

        def moved(offset: int) -> int:
            return min(max(offset - start, 0), length)

        spans = (replace(span, start=moved(span.start), end=moved(span.end)) for span in self.spans)
        kept = tuple(
            span
            for span in spans
            if span.end > span.start or (span.style is SpanStyle.LINE_BREAK and 0 < span.start < length)
        )
        return Rich(self.text[start:stop], kept, tuple(replace(note, at=moved(note.at)) for note in self.notes))

    def strip(self) -> Rich:
        """Without white space at its ends (the ideographic space of an indentation among it)."""
        body = self.text.strip()
        start = len(self.text) - len(self.text.lstrip()) if body else 0
        return self if body == self.text else self.cut(start, start + len(body))

    def __add__(self, other: Rich) -> Rich:
        shift = len(self.text)
        return Rich(
            self.text + other.text,
            merged((*self.spans, *(replace(s, start=s.start + shift, end=s.end + shift) for s in other.spans))),
            (*self.notes, *(replace(n, at=n.at + shift) for n in other.notes)),
        )


def lined(rich: Rich) -> Rich:
    """The same with its forced lines as line feeds in the text, as verse has them."""
    edges = sorted({span.start for span in rich.spans if span.style is SpanStyle.LINE_BREAK})
    plain = replace(rich, spans=tuple(span for span in rich.spans if span.style is not SpanStyle.LINE_BREAK))
    whole = Rich()
    for start, end in zip([0, *edges], [*edges, len(rich.text)], strict=True):
        piece = plain.cut(start, end)
        last = end == len(rich.text)
        # a note called at an edge stands before what follows it: it goes with the next line, but for the text's end
        notes = tuple(n for n in plain.notes if start <= n.at < end or (last and n.at >= end))
        piece = replace(piece, notes=tuple(replace(n, at=min(n.at, end) - start) for n in notes))
        whole = whole + Rich("\n") + piece if start else piece
    return whole


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, with neighbours of one style made one."""
    result: list[Span] = []
    latest: dict[SpanStyle, int] = {}
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        index = latest.get(span.style)
        if index is not None and span.style not in _APART and span.start <= result[index].end:
            result[index] = replace(result[index], end=max(result[index].end, span.end))
            continue
        latest[span.style] = len(result)
        result.append(span)
    return tuple(sorted(result, key=lambda s: (s.start, -s.end, s.style.value)))


@dataclass(slots=True)
class RichBuilder:
    """Puts a paragraph together piece by piece."""

    pieces: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, styles: Iterable[SpanStyle] = (), ruby: str = "") -> None:
        """More text, with the marks on all of it."""
        if not text:
            return
        start, self.length = self.length, self.length + len(text)
        self.pieces.append(text)
        self.spans += (Span(start, self.length, style) for style in styles)
        if ruby:
            self.spans.append(Span(start, self.length, SpanStyle.RUBY, ruby))

    def add_rich(self, other: Rich) -> None:
        """More text that has marks already."""
        start = self.length
        self.pieces.append(other.text)
        self.length += len(other.text)
        self.spans += (replace(s, start=s.start + start, end=s.end + start) for s in other.spans)
        self.notes += (replace(n, at=n.at + start) for n in other.notes)

    def line_break(self) -> None:
        """A forced line here."""
        self.spans.append(Span(self.length, self.length, SpanStyle.LINE_BREAK))

    def note(self, text: Rich, by: str = "") -> None:
        """A note called here."""
        self.notes.append(Note(self.length, text.text, by, text.spans))

    def build(self) -> Rich:
        """What was put together, as it stands."""
        return Rich("".join(self.pieces), merged(self.spans), tuple(self.notes))
