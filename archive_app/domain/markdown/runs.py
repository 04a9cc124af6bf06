"""A stretch of text with the marks that point into it, and the edits that keep them pointing right."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field, replace

from archive_app.domain.manuscript import Note, Span, SpanStyle
from archive_app.domain.markdown.attributes import Attributes
from archive_app.domain.markdown.source import is_word
from archive_app.frozen import dataclass

LINE = "\v"
"""A forced line, while a run is being built; control characters are gone from the source by then."""

# the look-behind keeps a long stretch of blanks from being tried from each of its places
_JOINT = re.compile(r"(?<![^\S\n\v])[^\S\n\v]*[\n\v]\s*")
_ODD_SPACE = re.compile("[\t\x00-\x08\x0c-\x1f\x7f-\x9f\u2028\u2029]")
_UNSETTLED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

UNMERGED = frozenset({SpanStyle.RUBY, SpanStyle.PERSON, SpanStyle.PLACE, SpanStyle.NAME, SpanStyle.BOOK})
"""Styles whose neighbours are two things, not one: 张三李四 with a 专名线 each."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text with spans, notes and marks of its block (``marks``: start, end and list of each).

    While it is built, "\\n" stands for a line end of the source and ``LINE`` for a forced line; ``settled`` has
    neither, except that a verse keeps its lines as "\\n".
    """

    text: str = ""
    spans: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    marks: tuple[tuple[int, int, Attributes], ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing of it would be printed."""
        return not self.text.strip() and not self.notes


@dataclass(slots=True)
class _Edits:
    """Replacements of stretches of a text, in order, and where an offset goes."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)

    def add(self, start: int, end: int, word: str) -> None:
        before = self.shifts[-1] if self.shifts else 0
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)
        self.shifts.append(before + len(word) - (end - start))

    def apply(self, text: str) -> str:
        parts: list[str] = []
        position = 0
        for start, end, word in zip(self.starts, self.ends, self.words, strict=True):
            parts += (text[position:start], word)
            position = end
        return "".join((*parts, text[position:]))

    def move(self, offset: int, *, closing: bool = False) -> int:
        """Where ``offset`` stands afterwards; inside a replaced stretch, its end or (``closing``) its start."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return offset
        before = self.shifts[index - 1] if index else 0
        if offset >= self.ends[index] and not (closing and offset == self.starts[index]):
            return offset + self.shifts[index]
        start = self.starts[index] + before
        return start if closing else start + len(self.words[index])


def _edited(run: Run, edits: _Edits) -> Run:
    if not edits.starts:
        return run
    spans = (replace(s, start=edits.move(s.start), end=edits.move(s.end, closing=s.end > s.start)) for s in run.spans)
    return Run(
        edits.apply(run.text),
        tuple(span for span in spans if span.end > span.start or span.style is SpanStyle.LINE_BREAK),
        tuple(replace(note, at=edits.move(note.at, closing=True)) for note in run.notes),
        run.marks,
    )


def without_marks(run: Run) -> tuple[Run, list[Attributes], list[Attributes]]:
    """Take the block's marks out: the run, those at its start or end (they count), and the others (left as text)."""
    if not run.marks:
        return run, [], []
    edits = _Edits()
    taken: list[Attributes] = []
    strays: list[Attributes] = []
    front = 0
    back = len(run.text)
    ends: dict[int, tuple[int, int, Attributes]] = {}
    for mark in run.marks:
        if run.text[front : mark[0]].strip():
            break
        ends[mark[0]] = mark
        front = mark[1]
    for mark in reversed(run.marks):
        if run.text[mark[1] : back].strip() or mark[0] < front:
            break
        ends[mark[0]] = mark
        back = mark[0]
    for mark in run.marks:
        if mark[0] in ends:
            edits.add(mark[0], mark[1], "")
            taken.append(mark[2])
        else:
            strays.append(mark[2])
    return replace(_edited(run, edits), marks=()), taken, strays


def settled(run: Run, *, verse: bool = False) -> Run:
    """Join the source's lines, turn forced lines into spans (in verse: both into "\\n"), trim, sort the spans."""
    if run.text.strip() == run.text and not _UNSETTLED.search(run.text):  # as nearly every paragraph is written
        return run if len(run.spans) < 2 else Run(run.text, ordered(run.spans), run.notes, run.marks)
    edits = _Edits()
    breaks: list[int] = []
    body_start = len(run.text) - len(run.text.lstrip())
    body_end = len(run.text.rstrip())
    if body_start:
        edits.add(0, min(body_start, len(run.text)), "")
    for joint in _JOINT.finditer(run.text, body_start, max(body_start, body_end)):
        forced = LINE in joint[0]
        word = "\n" if verse else "" if forced else _joiner(run.text, joint)
        if forced and not verse:
            breaks.append(joint.start())
        if joint[0] != word:
            edits.add(joint.start(), joint.end(), word)
    if body_start < body_end < len(run.text):
        edits.add(body_end, len(run.text), "")
    lines = tuple(Span(at, at, SpanStyle.LINE_BREAK) for at in (edits.move(at) for at in breaks))
    done = _edited(run, edits)
    text = _ODD_SPACE.sub(" ", done.text)
    return replace(done, text=text, spans=ordered((*done.spans, *lines)))


def _joiner(text: str, joint: re.Match[str]) -> str:
    """A space between two lines only where both the last and the first character are of spaced writing."""
    before, after = text[joint.start() - 1], text[joint.end()]
    return " " if is_word(before) and is_word(after) else ""


def cut(run: Run, length: int) -> Run:
    """``run`` without its first ``length`` characters and the blanks after them."""
    rest = run.text[length:]
    edits = _Edits()
    edits.add(0, length + len(rest) - len(rest.lstrip()), "")
    return _edited(run, edits)


def joined(runs: Iterable[Run], separator: str = "\n") -> Run:
    """The runs one after the other."""
    texts: list[str] = []
    spans: list[Span] = []
    notes: list[Note] = []
    length = 0
    for run in runs:
        if texts:
            length += len(separator)
        spans += (replace(span, start=span.start + length, end=span.end + length) for span in run.spans)
        notes += (replace(note, at=note.at + length) for note in run.notes)
        texts.append(run.text)
        length += len(run.text)
    return Run(separator.join(texts), ordered(spans), tuple(notes))


def ordered(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in the order of their starts, the longer first; touching ones of a mergeable style made one."""
    merged: list[Span] = []
    last: dict[SpanStyle, int] = {}
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.style.value, s.value)):
        index = last.get(span.style)
        if index is not None and span.style not in UNMERGED and span.style is not SpanStyle.LINE_BREAK:
            previous = merged[index]
            if previous.end >= span.start and previous.value == span.value:
                merged[index] = replace(previous, end=max(previous.end, span.end))
                continue
        elif index is not None and merged[index] == span:
            continue
        last[span.style] = len(merged)
        merged.append(span)
    return tuple(sorted(merged, key=lambda s: (s.start, -s.end, s.style.value, s.value)))
