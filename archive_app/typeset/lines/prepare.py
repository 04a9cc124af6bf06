"""From styled text to setting text: one character a glyph, every stretch with its face.

The setting text is what is measured and broken. It differs from the source where a note's mark is called, where a
complex word or a group with ruby stands as one object, where —— is one dash; ``offsets`` leads back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.typeset import problems
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.fonts.faces import APOSTROPHE, DASH, MISSING, OBJECT, VOID, Face, face
from archive_app.typeset.fonts.library import bold_of, fallback_for
from archive_app.typeset.fonts.shaping import Shaped, needs_shaping, shape_word, words
from archive_app.typeset.lines import classes
from archive_app.typeset.lines.objects import NoteMark, Ruby, SettingObject, head_mark, ruby_group

# never printed: controls, marks of direction, byte order, soft hyphens, annotation and private planes
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff0-\ufffb\U000f0000-\U0010ffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[\t\x0b\x0c\u2000-\u200a\u202f\u205f]")
_LATIN_APOSTROPHE = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")

SMALL = 0.86
SUPERIOR = 0.62

BOLD, KAI, SMALLER, SUPER, SUB = 1, 2, 4, 8, 16
_FORMATS = {
    SpanStyle.BOLD: BOLD,
    SpanStyle.KAI: KAI,
    SpanStyle.SMALL: SMALLER,
    SpanStyle.SUPERSCRIPT: SUPER,
    SpanStyle.SUBSCRIPT: SUB,
}
DECORATIONS = frozenset({SpanStyle.DOTS, SpanStyle.NAME, SpanStyle.BOOK, SpanStyle.UNDERLINE})
INVISIBLE = frozenset({SpanStyle.PERSON, SpanStyle.PLACE})
"""Marks that nobody sees."""


class Stretch(NamedTuple):
    """Characters [start, end) of the setting text in one face; ``scale`` of the type's size, ``rise`` in ems."""

    start: int
    end: int
    face: Face
    scale: float = 1.0
    rise: float = 0.0


class Fault(NamedTuple):
    """Something about a character of the source that someone should know."""

    code: str
    character: str
    offset: int


_start = attrgetter("start")


@dataclass(slots=True)
class Prepared:
    """Setting text, ready to be measured. ``offsets`` is None where it matches the source one for one."""

    text: str
    kinds: str
    source: str
    stretches: list[Stretch]
    offsets: list[int] | None = None
    objects: dict[int, SettingObject] = field(default_factory=dict)
    decorations: list[tuple[int, int, SpanStyle]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    label: int = 0  # so many setting characters at the start are the label's
    vertical: bool = False

    def stretch_at(self, index: int) -> int:
        """The number of the stretch that setting character ``index`` is in."""
        return max(0, bisect_right(self.stretches, index, key=_start) - 1)

    def offset(self, index: int) -> int:
        """The source offset of setting character ``index``."""
        return index if self.offsets is None else self.offsets[index]


def prepare(content: StyledText) -> list[Prepared]:
    """The setting text of ``content``, one for each forced line.

    Lines are forced by a line feed in the text and by `SpanStyle.LINE_BREAK`.
    """
    cuts = {s.start for s in content.spans if s.style is SpanStyle.LINE_BREAK}
    text = content.text
    if not cuts and "\n" not in text:
        return [_prepare_piece(content, text, 0, content.label)]
    edges: list[tuple[int, int]] = []
    start = 0
    for index in range(len(text)):
        if text[index] == "\n":
            edges.append((start, index))
            start = index + 1
        elif index in cuts and index > start:
            edges.append((start, index))
            start = index
    edges.append((start, len(text)))
    return [
        _prepare_piece(content, text[a:b], a, content.label if number == 0 else "", last=number == len(edges) - 1)
        for number, (a, b) in enumerate(edges)
    ]


def _prepare_piece(content: StyledText, text: str, base: int, label: str, last: bool = True) -> Prepared:
    spans = [s for s in content.spans if s.style not in INVISIBLE and s.style is not SpanStyle.LINE_BREAK]
    body = face(content.style.face)
    lead = len(text) - len(text.lstrip(" \u3000\t"))
    plain = (
        not spans
        and not content.notes
        and not label
        and not content.numbered
        and not base
        and not lead
        and last
        and text[-1:] not in (" ", "\u3000")
        and not needs_care(text)
    )
    if plain and not body.lacks(text):
        setting = substitute(text, body)
        return Prepared(setting, classes.classes_of(setting), text, [Stretch(0, len(setting), body)])
    return _Builder(content, text, base, label, spans, last).build()


def needs_care(text: str) -> bool:
    """Whether ``text`` has characters that are dropped, replaced or shaped."""
    return bool(_DROPPED.search(text) or _SURROGATE.search(text) or _SPACES.search(text) or needs_shaping(text))


def substitute(text: str, chosen: Face) -> str:
    """``text`` with —— as one dash and ’ in words at its Latin width, where ``chosen`` has them."""
    if "——" in text and chosen.joins_dash:
        text = text.replace("——", DASH + VOID)
    if "’" in text and chosen.has_apostrophe:
        text = _LATIN_APOSTROPHE.sub(APOSTROPHE, text)
    return text


class _Builder:
    """Builds the setting text of a piece that is more than plain characters of one face."""

    def __init__(
        self, content: StyledText, text: str, base: int, label: str, spans: Sequence[Span], last: bool
    ) -> None:
        self.content, self.source, self.base, self.label = content, text, base, label
        self.style = content.style
        self.faults: list[Fault] = []
        self.objects: dict[int, SettingObject] = {}
        self.characters: list[str] = []
        self.offsets: list[int] = []
        self.formats: list[tuple[str, int]] = []  # (face name, mask)
        self.spans = [(max(0, s.start - base), min(len(text), s.end - base), s) for s in spans]
        self.last = last

    def build(self) -> Prepared:
        self._label()
        label = len(self.characters)
        self._walk()
        self.offsets.append(self.base + len(self.source.rstrip(" \u3000\t")))
        stretches = self._stretches()
        text = "".join(self.characters)
        kinds = list(classes.classes_of(text))
        for index, thing in self.objects.items():
            kinds[index] = thing.kind
        return Prepared(
            text,
            "".join(kinds),
            self.content.text,
            stretches,
            self.offsets,
            self.objects,
            self._decorations(),
            self.faults,
            label,
        )

    def _put(self, character: str, offset: int, face_name: str, mask: int) -> None:
        self.characters.append(character)
        self.offsets.append(self.base + offset)
        self.formats.append((face_name, mask))

    def _put_object(self, thing: SettingObject, offset: int) -> None:
        self.objects[len(self.characters)] = thing
        self._put(chr(OBJECT + len(self.objects)), offset, self.style.face, 0)

    def _label(self) -> None:
        if self.content.numbered and not self.base:
            name = self.style.face
            known = [head_mark(name, figure, self.style.rest * 1000) for figure in self.content.figures[:1]]
            self._put_object(known[0] if known else head_mark(name), 0)
        for character in self.label:
            self._put(character, 0, self.content.label_face or self.style.face, 0)

    def _walk(self) -> None:
        masks, groups = self._marks()
        notes: dict[int, list[int]] = {}
        end = self.base + len(self.source)
        for number, at in enumerate(self.content.notes):
            closes = at == end and self.content.text[end : end + 1] == "\n"  # a note at the end of a line of verse
            if self.base <= at < end or closes or (self.last and at >= end):
                notes.setdefault(min(at - self.base, len(self.source)), []).append(number)
        size = len(self.source)
        start, stop = size - len(self.source.lstrip(" \u3000\t")), len(self.source.rstrip(" \u3000\t"))
        edges = sorted({start, stop, size, *notes, *groups, *(p for a, b, _ in self.spans for p in (a, b))})
        care = needs_care(self.source)
        index = 0
        while index < size:
            for number in notes.pop(index, ()):
                self._put_object(self._call(number), index)
            group = groups.get(index)
            if group is not None:
                self._put_object(group[1], index)
                self._fault_shaped(group[1], index)
                index = group[0]
                continue
            following = edges[bisect_right(edges, index)]
            if start <= index < stop:
                self._piece(index, following, masks[index], care)
            index = following
        for numbers in notes.values():
            for number in numbers:
                self._put_object(self._call(number), stop)

    def _call(self, number: int) -> NoteMark:
        """The mark of a note where it is called."""
        figure, note = self.content.figures[number] if self.content.figures else ("", "")
        return NoteMark(number, self.style.face, self.style.mark, figure=figure, note=note)

    def _fault_shaped(self, thing: SettingObject, index: int) -> None:
        missing = thing.missing if isinstance(thing, Shaped | Ruby) else ""
        self.faults += [Fault(problems.MISSING_GLYPH, c, self.base + index) for c in missing]

    def _piece(self, start: int, end: int, mask: int, care: bool) -> None:
        """Put the characters [start, end), which are all of one format."""
        piece = self.source[start:end]
        if care and needs_care(piece):
            for index in range(start, end):
                self._character(index, mask)
            return
        self.characters += piece
        self.offsets += range(self.base + start, self.base + end)
        self.formats += [(self._face_name(mask), mask)] * len(piece)

    def _character(self, index: int, mask: int) -> None:
        character = self.source[index]
        if _SURROGATE.match(character):
            self.faults.append(Fault(problems.BAD_CODE, character, self.base + index))
            character = "\ufffd"
        elif _SPACES.match(character):
            character = " "
        elif _DROPPED.match(character):
            if character not in "\u200b\u2060\ufeff\u00ad":
                self.faults.append(Fault(problems.CONTROL_DROPPED, character, self.base + index))
            return
        self._put(character, index, self._face_name(mask), mask)

    def _face_name(self, mask: int) -> str:
        name = self.style.kai if mask & KAI else self.style.face
        return bold_of(name) if mask & BOLD else name

    def _marks(self) -> tuple[list[int], dict[int, tuple[int, SettingObject]]]:
        """The format of every character, and the objects that begin at an index (with the index after them)."""
        masks = [0] * len(self.source)
        groups: dict[int, tuple[int, SettingObject]] = {}
        for start, end, span in self.spans:
            bit = _FORMATS.get(span.style, 0)
            for index in range(start, end if bit else start):
                masks[index] |= bit
        if needs_shaping(self.source):
            for start, end, script in words(self.source):
                shaped = shape_word(self.source[start:end], script, self._face_name(masks[start]))
                groups[start] = (end, shaped)
        for start, end, span in self.spans:
            if span.style is SpanStyle.RUBY and start < end and span.value:
                base = self.source[start:end]
                name = self._face_name(masks[start])
                for a, b, thing in ruby_group(base, span.value, name, self.style.ruby):
                    groups[start + a] = (start + b, thing)
        return masks, groups

    def _stretches(self) -> list[Stretch]:
        """Stretches of one face; characters a face lacks go to the first that has them, or become 〓."""
        names = [name for name, _ in self.formats]
        used = set(names)
        for name in used:
            own = self.characters
            if len(used) > 1:
                own = [c for c, n in zip(own, names, strict=True) if n == name]
            for character in face(name).lacks("".join(own)):
                self._fall_back(character, name, names)
        stretches: list[Stretch] = []
        alone = [False] * len(names)
        for index in self.objects:
            alone[index] = True
        keys = zip(names, [mask for _, mask in self.formats], alone, strict=True)
        position = 0
        for (name, mask, _), group in groupby(keys):
            length = len(list(group))
            chosen = face(name)
            piece = substitute("".join(self.characters[position : position + length]), chosen)
            self.characters[position : position + length] = piece
            scale, rise = _size(mask)
            stretches.append(Stretch(position, position + length, chosen, scale, rise))
            position += length
        return stretches

    def _fall_back(self, character: str, name: str, names: list[str]) -> None:
        serving = fallback_for(character)
        for index, known in enumerate(self.characters):
            if known != character or names[index] != name:
                continue
            if serving is not None:
                names[index] = serving.name
                continue
            self.characters[index] = MISSING
            if character != "\ufffd":
                self.faults.append(Fault(problems.MISSING_GLYPH, character, self.offsets[index]))

    def _decorations(self) -> list[tuple[int, int, SpanStyle]]:
        found: list[tuple[int, int, SpanStyle]] = []
        for start, end, span in self.spans:
            if span.style not in DECORATIONS or start >= end:
                continue
            # offsets never fall; a note's mark at either end is not marked
            first = bisect_left(self.offsets, self.base + start, 0, len(self.offsets) - 1)
            last = bisect_left(self.offsets, self.base + end, first, len(self.offsets) - 1)
            while first < last and isinstance(self.objects.get(first), NoteMark):
                first += 1
            while first < last and isinstance(self.objects.get(last - 1), NoteMark):
                last -= 1
            if first < last:
                found.append((first, last, span.style))
        return found


def _size(mask: int) -> tuple[float, float]:
    if mask & SUPER:
        return SUPERIOR, 0.34
    if mask & SUB:
        return SUPERIOR, -0.12
    return (SMALL, 0.0) if mask & SMALLER else (1.0, 0.0)
