"""Praat's TextGrid: a tier for each speaker, an interval for each segment; its text forms, long and short, read and
written (chronological ones read).

Praat reads a text file by its free-standing numbers, its strings in double quotes and its flags in angle brackets;
everything else is there for people, and so is what stands behind ``!``. That is how it is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive_app.domain.captions import Captions
from archive_app.domain.segments import Segment, clock, named
from archive_app.domain.speakers import spoken
from archive_app.domain.transcript import lines_of, timed
from archive_app.frozen import dataclass

UNNAMED = "转写稿"
"""The tier of segments whose speaker nobody noted."""
INDEX = "内容索引"
"""The tier of index points."""
_MANDARIN = "（普通话）"
_BESIDE = re.compile(r"#\d{1,3}\Z")  # a further tier of a speaker who is cut short by himself
_TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|<(exists|absent)>|(?<!\S)!([^\n]*)|(?<!\S)([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?!\S)'
)
_NOBODY = frozenset(
    ("", "转写稿", "转写", "文字", "句子", "text", "transcript", "transcription", "sentence", "sentences", "utterance",
     "utterances", "words", "word", "orthographic", "ort", "default", "mary", "bell", "speech", "silences", "汉字")
)  # fmt: skip
SOUNDS = re.compile(r"phon|syll|ipa|tone|pinyin|拼音|音素|音节|声调|音标|声母|韵母", re.IGNORECASE)
TOPICS = re.compile(r"索引|主题|话题|index|topic|chapter|marks?\Z", re.IGNORECASE)
SILENT = frozenset(("silent", "sounding", "sil", "sp", "<sil>", "<p:>"))
_MOST = 200_000
_SAME = 0.0006


@dataclass(frozen=True, slots=True)
class Tier:
    """Intervals (begin, end, words) of a tier, or its points (begin and end alike)."""

    name: str
    marks: tuple[tuple[float, float, str], ...]
    points: bool = False


@dataclass(frozen=True, slots=True)
class TextGrid:
    """``end`` is how long the recording is, in seconds."""

    end: float
    tiers: tuple[Tier, ...]


def parse(text: str) -> TextGrid:
    """A TextGrid of either text form, or a chronological one. Raises ``ValueError`` where it is none or breaks off."""
    tokens = _Tokens(text)
    first = tokens.word()
    if first.startswith("Praat chronological"):
        return _chronological(tokens)
    if not first.startswith("ooTextFile") or tokens.word() != "TextGrid":
        raise ValueError("no TextGrid")
    tokens.number()
    end = tokens.number()
    if tokens.flag() != "exists":
        return TextGrid(end, ())
    tiers = []
    for _tier in range(tokens.count()):
        kind, name = tokens.word(), tokens.word()
        tokens.number()
        tokens.number()
        points = _is_points(kind)
        marks = []
        for _mark in range(tokens.count()):
            begin = tokens.number()
            marks.append((begin, begin if points else tokens.number(), tokens.word()))
        tiers.append(Tier(name, tuple(marks), points))
    return TextGrid(end, tuple(tiers))


def _is_points(kind: str) -> bool:
    if kind not in ("IntervalTier", "TextTier"):
        raise ValueError(f"tier of kind {kind}")
    return kind == "TextTier"


def _chronological(tokens: _Tokens) -> TextGrid:
    """Tiers first, then every interval and point with the number of its tier, in the order of time."""
    tokens.number()
    end = tokens.number()
    heads = []
    for _tier in range(tokens.count()):
        heads.append((_is_points(tokens.word()), tokens.word()))
        tokens.number()
        tokens.number()
    marks: list[list[tuple[float, float, str]]] = [[] for _head in heads]
    while tokens.more:
        tier = tokens.count() - 1
        if not 0 <= tier < len(heads):
            raise ValueError(f"tier {tier + 1}")
        begin = tokens.number()
        marks[tier].append((begin, begin if heads[tier][0] else tokens.number(), tokens.word()))
    made = zip(heads, marks, strict=True)
    return TextGrid(end, tuple(Tier(name, tuple(found), points) for (points, name), found in made))


class _Tokens:
    """What Praat reads of a file, one after the other; anything else than what is asked for is a ``ValueError``."""

    def __init__(self, text: str) -> None:
        self._found = (found for found in _TOKEN.finditer(text) if found[3] is None)
        self._next = next(self._found, None)

    @property
    def more(self) -> bool:
        """Whether anything is left."""
        return self._next is not None

    def _take(self, group: int) -> str:
        found = self._next
        if found is None or found[group] is None:
            raise ValueError("ends too soon" if found is None else f"not expected: {found[0][:40]}")
        self._next = next(self._found, None)
        return str(found[group])

    def word(self) -> str:
        """A string, its doubled quotation marks single."""
        return self._take(1).replace('""', '"')

    def flag(self) -> str:
        """exists or absent."""
        return self._take(2)

    def number(self) -> float:
        """A number."""
        return float(self._take(4))

    def count(self) -> int:
        """How many there are."""
        number = self.number()
        if not 0 <= number <= _MOST or number != int(number):
            raise ValueError(f"count {number}")
        return int(number)


# — segments —


@dataclass(frozen=True, slots=True)
class Read:
    """What a TextGrid says: segments with remarks, index points as (second, words), and its length in seconds."""

    captions: Captions
    points: tuple[tuple[float, str], ...]
    end: float


def read_textgrid(text: str) -> Read:
    """The segments of all tiers in the order of time, a tier's name as who speaks; raises ``ValueError``."""
    grid = parse(text)
    problems: list[str] = []
    others = [one.name for one in grid.tiers if not one.points and SOUNDS.search(one.name)]
    if others:
        problems.append(f"标音的层（{named(others, '层')}）没有收，原件里有。")
    stray = [one.name for one in grid.tiers if one.points and one.marks and not TOPICS.search(one.name)]
    if stray:
        problems.append(f"标点的层（{named(stray, '层')}）不知道标的是什么，没有收，原件里有。")
    said = [one for one in grid.tiers if not one.points and one.name not in others]
    beside = {one.name.removesuffix(_MANDARIN): one for one in said if one.name.endswith(_MANDARIN)}
    names = {_BESIDE.sub("", one.name) for one in said}
    beside = {name: one for name, one in beside.items() if name in {tier.name for tier in said}}
    alone = len(names) - len(beside) == 1
    found: list[tuple[float, int, Segment]] = []
    for place, tier in enumerate(said):
        if tier in beside.values():
            continue
        speaker = speaker_of_tier(tier.name, alone=alone)
        other = beside.get(tier.name)
        for begin, end, words in tier.marks:
            spoken_words = _words(words)
            if spoken_words and spoken_words.lower() not in SILENT:
                mandarin = _at(other, begin) if other is not None else ""
                piece = Segment(spoken_words, begin, end, speaker, mandarin=mandarin)
                found.append((begin, place, piece))
    found.sort(key=lambda one: one[:2])
    crossed = [f"{clock(one.start or 0)[:8]}" for _b, _p, one in found if (one.end or 0) < (one.start or 0)]
    if crossed:
        problems.append(f"{named(crossed, '处')}的止早于起，时间照原样记下，请对照录音改正。")
    segments = [segment for _begin, _place, segment in found]
    points = [(begin, words.strip()) for tier in grid.tiers if tier.points and tier.name not in stray
              for begin, _end, words in tier.marks if words.strip()]  # fmt: skip
    if not any(segment.speaker for segment in segments) and UNNAMED not in names:  # that one is ours, and says so
        segments = spoken(segments)
    return Read(Captions(tuple(segments), tuple(problems)), tuple(points), grid.end)


def speaker_of_tier(name: str, *, alone: bool) -> str:
    """Who speaks in a tier, by its name; nobody where it is the only one and called 文字, text, default …"""
    plain = " ".join(_BESIDE.sub("", name).split())
    return "" if plain == UNNAMED or (alone and plain.lower() in _NOBODY) else plain


def _at(tier: Tier, begin: float) -> str:
    return next(
        (said for start, _end, words in tier.marks if abs(start - begin) < _SAME and (said := _words(words))), ""
    )


# — writing —


def to_textgrid(
    segments: Sequence[Segment], duration: float = 0.0, points: Sequence[tuple[float, str]] = (), *, short: bool = False
) -> str:
    """A TextGrid in Praat's long form, or its ``short`` one; reading it and writing it again gives the same bytes.

    Segments without a beginning or without words are left out (`transcript.untimed` counts the former). 普通话 stands
    in a tier of its own beside its speaker's; ``points`` are index points.
    """
    said = sorted(timed(segments), key=lambda one: one.start or 0.0)
    ends = [one.end or 0.0 for one in said]
    end = round(max([duration, *ends, *(at + 0.001 for at, _words in points)], default=0.0), 3)
    tiers = list(_tiers(said))
    if points:
        marks = tuple((round(at, 3), round(at, 3), " ".join(_words(words).split())) for at, words in sorted(points))
        tiers.append(Tier(INDEX, marks, points=True))
    lines = _short(tiers, end) if short else _long(tiers, end)
    return "\n".join(lines) + "\n"


def _tiers(said: Sequence[Segment]) -> Iterator[Tier]:
    """A tier a speaker, in the order in which they begin; further ones where a segment of his runs into the next."""
    for name in dict.fromkeys(one.speaker for one in said):
        rows: list[list[Segment]] = []
        for segment in (one for one in said if one.speaker == name):
            row = next((row for row in rows if (row[-1].end or 0) <= (segment.start or 0) + 1e-9), None)
            if row is None:
                rows.append([segment])
            else:
                row.append(segment)
        for number, row in enumerate(rows, start=1):
            label = _tier_name(name)
            label = label if number == 1 else f"{label}#{number}"
            yield Tier(label, tuple((one.start or 0.0, one.end or 0.0, _words(one.text)) for one in row))
            if other := [one for one in row if _words(one.mandarin)]:
                marks = tuple((one.start or 0.0, one.end or 0.0, _words(one.mandarin)) for one in other)
                yield Tier(label + _MANDARIN, marks)


def _filled(tier: Tier, end: float) -> Iterator[tuple[float, float, str]]:
    """The intervals of a tier with the silences between them: Praat wants every second in one of them."""
    reached = 0.0
    for begin, until, words in tier.marks:
        begin, until = round(begin, 3), round(until, 3)
        if begin > reached:
            yield reached, begin, ""
        yield begin, until, words
        reached = until
    if end > reached:
        yield reached, end, ""


def _long(tiers: Sequence[Tier], end: float) -> Iterator[str]:
    yield from ('File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", f"xmax = {_number(end)} ")
    yield from ("tiers? <exists> ", f"size = {len(tiers)} ", "item []: ")
    for number, tier in enumerate(tiers, start=1):
        marks = list(tier.marks) if tier.points else list(_filled(tier, end))
        kind, word = ("TextTier", "points") if tier.points else ("IntervalTier", "intervals")
        yield f"    item [{number}]:"
        yield f'        class = "{kind}" '
        yield f"        name = {_quoted(tier.name)} "
        yield "        xmin = 0 "
        yield f"        xmax = {_number(end)} "
        yield f"        {word}: size = {len(marks)} "
        for place, (begin, until, words) in enumerate(marks, start=1):
            yield f"        {word} [{place}]:"
            if tier.points:
                yield f"            number = {_number(begin)} "
                yield f"            mark = {_quoted(words)} "
            else:
                yield f"            xmin = {_number(begin)} "
                yield f"            xmax = {_number(until)} "
                yield f"            text = {_quoted(words)} "


def _short(tiers: Sequence[Tier], end: float) -> Iterator[str]:
    yield from ('File type = "ooTextFile"', 'Object class = "TextGrid"', "", "0", _number(end), "<exists>")
    yield str(len(tiers))
    for tier in tiers:
        marks = list(tier.marks) if tier.points else list(_filled(tier, end))
        yield from ('"TextTier"' if tier.points else '"IntervalTier"', _quoted(tier.name), "0", _number(end))
        yield str(len(marks))
        for begin, until, words in marks:
            yield _number(begin)
            if not tier.points:
                yield _number(until)
            yield _quoted(words)


def _number(seconds: float) -> str:
    return f"{round(seconds, 3):.3f}".rstrip("0").rstrip(".") or "0"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _words(text: str) -> str:
    """Words as they stand in an interval: plain lines, one blank between words."""
    return "\n".join(" ".join(line.split()) for line in lines_of(text))


def _tier_name(speaker: str) -> str:
    """A speaker's tier; a name that would be taken for a further tier, or for that of 普通话, is written otherwise."""
    name = " ".join(_words(speaker).split())
    if name.endswith(_MANDARIN):
        name = name.removesuffix(_MANDARIN) + "(普通话)"
    return _BESIDE.sub(lambda found: "＃" + found[0][1:], name) or UNNAMED
