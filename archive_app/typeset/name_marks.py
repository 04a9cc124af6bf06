"""``names.toml``: the persons and places that an index shall list, marked wherever they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from archive_app.domain.manuscript import Block, Manuscript, Note, Span, SpanStyle
from archive_app.frozen import dataclass
from archive_app.typeset.book import IndexName
from archive_app.typeset.toml_source import Source, SourceError, build, parse


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the index prints it, other words for the same (祁先生), its pinyin where that must be said, a word
    that tells namesakes apart (``note``, printed in brackets), and what marks in the text may call it by (``id``)."""

    name: str
    also: tuple[str, ...] = ()
    reading: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class NameList:
    """``persons`` and ``places`` are plain lists of names; ``[[person]]`` and ``[[place]]`` say more of one. Without
    ``mark`` the list only says how the marks in the text are printed, and adds none."""

    mark: bool = True
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    person: tuple[Named, ...] = ()
    place: tuple[Named, ...] = ()

    def index_names(self) -> tuple[IndexName, ...]:
        """The names as the indexes take them."""
        return tuple(name for name, _ in self._all())

    def _all(self) -> Iterator[tuple[IndexName, SpanStyle]]:
        for kind, style, plain, entries in (
            ("person", SpanStyle.PERSON, self.persons, self.person),
            ("place", SpanStyle.PLACE, self.places, self.place),
        ):
            for one in (*(Named(word) for word in plain), *entries):
                yield IndexName(kind, one.name, one.note, one.reading, one.also, one.id), style

    def words(self, source: Source) -> dict[str, tuple[SpanStyle, str]]:
        """Word → (style, the name in the index). A word that several namesakes go by is left out: only a mark in the
        text can tell which of them it means. Raises `SourceError` for a word of two meanings that no note parts."""
        found: dict[str, tuple[SpanStyle, str]] = {}
        shared: set[str] = set()
        noted = {name.shown for name, _ in self._all() if name.note}
        for name, style in self._all():
            for word in (name.name, *name.also):
                if not word.strip():
                    raise source.fail("", "有一个名字是空的", "请删去空的引号，或填上名字。")
                before = found.setdefault(word, (style, name.shown))
                if before == (style, name.shown):
                    continue
                if before[0] is style and {before[1], name.shown} <= noted:
                    shared.add(word)
                    continue
                raise SourceError(
                    f"{source.name}：「{word}」既指「{before[1]}」又指「{name.shown}」",
                    '请只留一处，另一处在正文里用 {.person} 标；同名的两个人各写一项 note（如 note = "教师"）。',
                )
        return {word: meaning for word, meaning in found.items() if word not in shared}


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks the names of a list in manuscripts. ``words`` is word → (style, the name in the index)."""

    words: Mapping[str, tuple[SpanStyle, str]] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None

    def mark(self, manuscript: Manuscript) -> Manuscript:
        """The manuscript with every name marked that is not marked already."""
        if self.pattern is None:
            return manuscript
        return Manuscript(tuple(self._block(block) for block in manuscript.blocks))

    def _block(self, block: Block) -> Block:
        notes: Sequence[Note] = [replace(n, spans=self._spans(n.text, n.spans)) for n in block.notes]
        return replace(block, spans=self._spans(block.text, block.spans), notes=tuple(notes))

    def _spans(self, text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        if self.pattern is None or not text:
            return spans
        taken = [(s.start, s.end) for s in spans if s.style in (SpanStyle.PERSON, SpanStyle.PLACE)]
        found: list[Span] = []
        for match in self.pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            style, name = self.words[match[0]]
            found.append(Span(match.start(), match.end(), style, "" if name == match[0] else name))
        if not found:
            return spans
        return tuple(sorted((*spans, *found), key=lambda s: (s.start, -s.end, s.style.value, s.value)))


def read_names(text: str, name: str) -> tuple[NameList, Marker]:
    """The list in a ``names.toml`` and what marks its names. Raises `SourceError` where the file is wrong."""
    source = Source(name, text)
    names = build(NameList, parse(text, name), source)
    words = names.words(source)
    if not names.mark:
        return names, Marker()
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first))) if words else None
    return names, Marker(words, pattern)
