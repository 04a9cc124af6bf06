"""Reading captions: WebVTT and SubRip; and what is odd about the times of captions of any form.

Nothing is put in order: what runs backwards, or has no readable time, is kept where it stands and named.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive_app.domain.caption_losses import not_kept
from archive_app.domain.identity import is_id
from archive_app.domain.rolling import unrolled
from archive_app.domain.segments import Segment, clock, named
from archive_app.domain.speakers import spoken
from archive_app.frozen import dataclass

OWN_HEADER = "WEBVTT - 存史"
"""The first line of a WebVTT of ours: everything in it is marked, no speaker is guessed from the words."""

_STAMP = re.compile(r"(?:(\d{1,4})[:：])?(\d{1,2})[:：](\d{1,2})(?:[.,，](\d{1,9})|(?(1)[:：](\d{2,3})|(?!)))?\Z")
_COUNTED = re.compile(r"\d[:：]\d{1,2}[:：]\d{1,2}[:：](\d{2})(?!\d)")  # behind a colon: hundredths, or frames
_FRAMES = 30  # a second has at the most, in recordings of interviews
_ARROW = "-->"
_OTHER_ARROWS = re.compile(r"(?<=[\d\s])(?:[-－–—]+[>＞]|→|⇒)(?=[\d\s])")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?\s+([^<>]{0,600})>")
_VTT_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)  # which is no WebVTT, but what OHMS writes
_VTT_TAG = re.compile(r"</?[a-zA-Z0-9.:][^<>]{0,200}>|</?[a-z]>")
_SRT_TAG = re.compile(r"</?(?:b|i|u|s|font)(?:\s[^<>]{0,200})?>|\{\\[^{}]{0,100}\}", re.IGNORECASE)
_ROLLS_ON = 0.1  # seconds between captions of which each goes on with the one before
_MOST_S = 10_000 * 3600.0
_TIMED_WORDS = re.compile(r"<\d\d:\d\d[\d:.]*><c")
_SETTING = re.compile(r"\s+(?:vertical|line|position|size|align|region|[XY][12]):\S*")
_COMMENTS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Captions:
    """What was read. ``problems`` are Chinese sentences, each naming the captions it is about."""

    segments: tuple[Segment, ...]
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Cue:
    """A caption as it stands in the file: ``timing`` are its times as written, ``speaker`` who is named beside it,
    ``mandarin`` what stands there as the same in 普通话."""

    number: int
    timing: str
    start: float | None
    end: float | None
    lines: list[str]
    id: str = ""
    speaker: str = ""
    mandarin: str = ""

    @property
    def place(self) -> str:
        """What a remark calls it."""
        return f"第 {self.number} 条"


def stamp(text: str) -> float | None:
    """Seconds of ``1:02:03.5``, ``02:03,500``; ``None`` where it is no time (sixty seconds, letters, a minus).

    Without hours the minutes may go on beyond the sixtieth. With hours, what is below a second may
    stand behind a colon.
    """
    found = _STAMP.match(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    if (found[1] and minutes > 59) or seconds > 59:
        return None
    fraction = (found[4] or found[5] or "0").ljust(3, "0")[:3]
    return round(hours * 3600 + minutes * 60 + seconds + int(fraction) / 1000, 3)


def read_vtt(text: str) -> Captions:
    """WebVTT, as the standard has it and as it is met: hours optional, comma or dot, comments and styles left out."""
    lines = plain_lines(text)
    problems = [] if lines and lines[0].startswith("WEBVTT") else ["开头没有 WEBVTT 一行，仍按字幕读了。"]
    timed = _TIMED_WORDS.search(text) is not None
    if timed:  # where captions roll, a line of one blank is a place kept free, and ends nothing
        lines = [line for line in lines if line != " "]
    cues, more = _cues(_body(lines))
    own = bool(lines) and lines[0] == OWN_HEADER
    rolled = 0 if own else _unroll(cues, sure=timed)
    read = gathered(cues, (*problems, *more, *_rolled(rolled)), markup="vtt", guess=not own)
    return replace(read, problems=(*read.problems, *not_kept("\n".join(lines), braces=False)))


def read_srt(text: str) -> Captions:
    """SubRip, with or without numbers, with a dot or a comma."""
    lines = plain_lines(text)
    cues, problems = _cues(lines)
    rolled = _unroll(cues)
    read = gathered(cues, (*problems, *_rolled(rolled)))
    return replace(read, problems=(*read.problems, *not_kept("\n".join(lines))))


def _unroll(cues: list[Cue], *, sure: bool = False) -> int:
    """Captions that scroll, each line of which stands in two or three of them: each line once; how many went."""
    shown = [[_plain(line, "vtt").strip() for line in cue.lines] for cue in cues]
    gaps = [abs((after.start or 0) - (cue.end or 0)) for cue, after in pairwise(cues)]
    joined = sum(1 for gap in gaps if gap < _ROLLS_ON)
    fresh = unrolled([[line for line in lines if line] for lines in shown], sure=sure)
    if fresh is None or joined * 2 < len(gaps):
        return 0
    lost = 0
    kept: list[Cue] = []
    for cue, lines, first in zip(cues, shown, fresh, strict=True):
        said = [line for line, words in zip(cue.lines, lines, strict=True) if words]
        lost += first
        if said[first:]:
            kept.append(replace(cue, lines=said[first:]))
        elif kept and cue.end is not None and cue.start == kept[-1].end:
            kept[-1].end = cue.end
    cues[:] = kept
    return lost


def _rolled(lost: int) -> tuple[str, ...]:
    words = f"这是滚动的自动字幕，一行字在前后几条里重复，重复的 {lost} 行没有再收，原件里有。"
    return (words,) if lost else ()


# — captions in a file —


def plain_lines(text: str) -> list[str]:
    """The lines of a file with whichever line ends, and arrows as they should be."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = plain.removeprefix("\ufeff").split("\n")
    if _ARROW not in plain:  # some programs, and people, write -> or →
        lines = [_OTHER_ARROWS.sub(_ARROW, line) if is_timing(line) else line for line in lines]
    return lines


def is_timing(line: str) -> bool:
    """Whether a line gives the two times of a caption, with whichever arrow."""
    return None not in _times(_OTHER_ARROWS.sub(_ARROW, line, count=1))


def _body(lines: list[str]) -> list[str]:
    """The lines after a WebVTT's header (its first line, and what follows it without a gap)."""
    if not lines or not lines[0].startswith("WEBVTT"):
        return lines
    for number, line in enumerate(lines[1:], start=1):
        if _ARROW in line:
            return lines[number - 1 if number > 1 and lines[number - 1].strip() else number :]
        if not line.strip():
            return lines[number:]
    return []


def _cues(lines: Sequence[str]) -> tuple[list[Cue], tuple[str, ...]]:
    """The captions in the order of the file, and what was odd about them."""
    cues: list[Cue] = []
    joined: list[str] = []
    lost = 0
    for block in _blocks(lines):
        if block[0].split()[0] in _COMMENTS and not any(_ARROW in line for line in block):
            continue
        starts = [number for number, line in enumerate(block) if _is_timing(line, number, block)]
        head = _before(block, starts[0]) if starts else len(block)
        loose = [line for line in block[:head] if not line.strip().isdigit()]
        if loose and cues:
            cues[-1].lines += loose
            joined.append(cues[-1].place)
        lost += len(loose) if not cues else 0
        ends = [*(_before(block, following) for following in starts[1:]), len(block)]
        for number, end in zip(starts, ends, strict=False):
            cues.append(_cue(len(cues) + 1, block, number, end))
    problems = []
    if joined:
        problems.append(f"{named(list(dict.fromkeys(joined)), '条')}里有空行，空行后的文字并入这一条。")
    if lost:
        problems.append(f"第 1 条以前有 {lost} 行不属于任何一条，没有收进转写稿，原件里有。")
    return cues, tuple(problems)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_timing(line: str, number: int, block: Sequence[str]) -> bool:
    """Whether a line of a block gives a caption's times: where they stand, even times that cannot be read. In the words
    below them an arrow is an arrow."""
    if _ARROW not in line:
        return False
    return number == 0 or (number == 1 and _ARROW not in block[0]) or None not in _times(line)


def _before(block: Sequence[str], timing: int) -> int:
    """Where a caption begins: at its number or name, if it has one, else at its times."""
    if timing and (timing == 1 or block[timing - 1].strip().isdigit()):
        return timing - 1
    return timing


def _times(line: str) -> tuple[float | None, float | None]:
    start, _, rest = line.partition(_ARROW)
    return stamp(start), stamp(_SETTING.sub("", rest))


def _cue(number: int, block: Sequence[str], timing: int, end: int) -> Cue:
    start, until = _times(block[timing])
    name = block[timing - 1].strip() if timing and _before(block, timing) < timing else ""
    return Cue(number, block[timing].strip(), start, until, list(block[timing + 1 : end]), name if is_id(name) else "")


# — captions to segments —


def gathered(cues: Sequence[Cue], problems: Sequence[str] = (), *, markup: str = "srt", guess: bool = True) -> Captions:
    """The segments of captions in their order, with what is odd about their times said. ``markup`` is what their lines
    hold: ``vtt``, ``srt``, or nothing (empty: every sign is the speaker's); ``guess``: 问：, 马䶮： are speakers."""
    segments: list[Segment] = []
    empty: list[str] = []
    seen: set[str] = set()
    for cue in cues:
        cue.start, cue.end = _possible(cue.start), _possible(cue.end)
        parts = _voices(cue, markup=markup)
        if not parts:
            empty.append(cue.place)
        for number, part in enumerate(parts):
            fresh = bool(number) or part.id in seen
            seen.add(part.id)
            segments.append(replace(part, id="") if fresh else part)
    found = [*problems, *_unreadable(cues), *_uncertain(cues), *_backwards(cues), *(_twice(cues) if guess else ())]
    if empty and segments:
        found.append(f"{named(empty, '条')}没有文字，没有收。")
    return Captions(tuple(spoken(segments) if guess else segments), tuple(found))


def _voices(cue: Cue, *, markup: str) -> list[Segment]:
    """A caption's segments: one for every voice in it."""
    pieces = _VOICE.split("\n".join(cue.lines)) if markup else ["\n".join(cue.lines)]
    pairs = [(cue.speaker, pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    found: list[Segment] = []
    for speaker, words in pairs:
        plain = _plain(words, markup)
        text = "\n".join(line.strip() for line in plain.split("\n") if line.strip())
        if text:
            name = " ".join((html.unescape(speaker) if markup == "vtt" else speaker).split())
            found.append(Segment(text, cue.start, cue.end, name, cue.id, "" if found else cue.mandarin))
    return found


def _plain(words: str, markup: str) -> str:
    if markup == "vtt":
        return html.unescape(_VTT_TAG.sub("", _VTT_BREAK.sub("\n", words)))
    return _SRT_TAG.sub("", words) if markup else words


def _possible(second: float | None) -> float | None:
    return second if second is not None and 0 <= second < _MOST_S else None


def _unreadable(cues: Sequence[Cue]) -> Iterator[str]:
    broken = [f"{cue.place}（{cue.timing[:60]}）" for cue in cues if cue.start is None]
    if broken:
        yield f"{named(broken, '条')}的时间读不出来，文字照收，没有时间。"
    told = [cue for cue in cues if _ARROW in cue.timing]  # the others say no end
    ends = [f"{cue.place}（{cue.timing[:60]}）" for cue in told if cue.start is not None and cue.end is None]
    if ends:
        yield f"{named(ends, '条')}的结束时间读不出来，只记起始时间。"


def _uncertain(cues: Sequence[Cue]) -> Iterator[str]:
    """Two digits behind the seconds' colon that may all be numbers of frames: how many make a second is not said."""
    counted = [int(part) for cue in cues for part in _COUNTED.findall(cue.timing)]
    if counted and max(counted) < _FRAMES:
        yield "时间最后两位（像 00:00:07:12）分不清是帧数还是百分之一秒，按百分之一秒读，相差不到一秒。"


def _twice(cues: Sequence[Cue]) -> Iterator[str]:
    """Captions that say what the one before says, at the same time."""
    same = [
        cue.place
        for before, cue in pairwise(cues)
        if cue.start is not None and (before.start, before.end, before.lines) == (cue.start, cue.end, cue.lines)
    ]
    if same:
        yield f"{named(same, '条')}与前一条时间、文字都相同，照收了，请核对要不要删。"


def _backwards(cues: Sequence[Cue]) -> Iterator[str]:
    """Captions that end before they begin, or begin before the one above them."""
    inside = [c for c in cues if c.start is not None and c.end is not None and c.end < c.start]
    crossed = [f"{cue.place}（{cue.timing[:60]}）" for cue in inside]
    if crossed:
        yield f"{named(crossed, '条')}的止早于起，时间照原样记下，请对照录音改正。"
    timed = [cue for cue in cues if cue.start is not None]
    steps = [
        f"{cue.place}（{clock(cue.start or 0)[:8]}）"
        for before, cue in pairwise(timed)
        if (cue.start or 0) < (before.start or 0)
    ]
    if steps:
        yield f"时间倒着走：{named(steps, '条')}起得比前一条早。次序照原文件，没有调整，请对照录音核对。"
