"""Texts with times at their lines: what people type, and what services that transcribe give as plain text.

    [00:01:05] 马师傅：…            说话人1 00:05            张三(00:00:05): …
    00:05 发言人 2                  [0.00s -> 4.00s] …       0.318 -- 6.865 speaker_00
    … #00:00:05-0#  (f4: the time stands where the paragraph ends)

讯飞听见, 腾讯会议, 飞书妙记, 通义听悟, oTranscribe's and InqScribe's texts, Express Scribe, Whisper on a terminal and
sherpa-onnx have one of these forms. Each line lasts till the next, but where it says itself how long.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from archive_app.domain.captions import Captions, Cue, gathered, plain_lines, stamp
from archive_app.domain.labels import looks_labelled, read_labelled
from archive_app.domain.speakers import is_part, spoken
from archive_app.frozen import dataclass

_TIME = r"\d{1,4}[:：]\d{1,2}(?:[:：]\d{1,3})?(?:[.,，]\d{1,9}|[:：]\d{2,3})?"
_WORDED = r"(?:\d{1,3}(?:小时|时))?\d{1,3}分\d{1,2}秒"
_SECONDS = r"\d{1,6}\.\d{1,4}s"
_ANY = rf"(?:{_TIME}|{_WORDED}|{_SECONDS})"
_TO = r"\s*(?:-{1,2}>?|[–—―]{1,2}>?|[~～→至到])\s*"
_SPAN = rf"({_ANY})(?:{_TO}({_ANY}))?"
_WHO = r"((?![\d:：])\S(?:[^\n:：\d\[(（]{0,18}\S|\S{0,18})?(?: ?\d{1,3})?)"
_BRACKETED = re.compile(rf"\s*[\[【(（{{<]\s*{_SPAN}\s*[\]】)）}}>]\s*[:：]?\s*(.*)\Z")
_TURN = re.compile(rf"\s*{_WHO}\s*[:：]?\s+[\[(（]?{_SPAN}[\])）]?\s*[:：]?\s*\Z")
_CALLED = re.compile(rf"\s*{_WHO}\s*[\[(（]{_SPAN}[\])）]\s*[:：]?\s*(.*)\Z")
_PART_FIRST = re.compile(rf"\s*(\S+?(?: ?\d{{1,3}})?)\s+{_SPAN}\s+(\S.*)\Z")
_BARE = re.compile(rf"\s*{_SPAN}(?:\s+(.*)|\s*)\Z")
_DECIMAL = re.compile(r"\s*(\d{1,6}\.\d{1,3})\s*-{2}\s*(\d{1,6}\.\d{1,3})\s*:?\s*(.*)\Z")
_ENDING = re.compile(r"(.*?)\s*#(\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)(?:-\d{1,2})?#\s*\Z")
_STARTING = re.compile(r"\s*#(\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)(?:-\d{1,2})?#\s*(\S.*)?\Z")
_UNITS = re.compile(r"(?:(\d{1,3})(?:小时|时))?(\d{1,3})分(\d{1,2})秒\Z")
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}|\d{1,2}月\d{1,2}日|上午|下午|时间|日期|时长|用时|共计")
_MARK = re.compile(
    r"\W*(?:文字记录|文字实录|转写(?:内容|结果|文本|原文)?|逐字稿|逐字记录|会议转写|原文|全文|Transcript)\W*\Z"
)
_MADE = re.compile(
    r"\W*(?:以上|本)?(?:内容|文字|文档)[^\n]{0,12}(?:AI|人工智能|智能|讯飞听见|通义)[^\n]{0,12}(?:生成|转写|整理|提供)\W*\Z"
)
_SOON = 61.0  # seconds within which somebody speaks in a recording
_FEW_BARE = 3
_MANDARIN = re.compile(r"\s*(?:〔普通话〕|普通话：)")
_ABOVE = re.compile(r"\W*(?:录音信息|关键词|全文概要|章节速览|会议主题|会议时间|录音时间|发言人)\b")
_EARLY = 8  # the first stamp of a stamped text stands within so many lines
_LONGEST = 6  # … and on the average every so many lines


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with a time: who speaks, what follows. ``bare``: only a time, which a programme of a day has as well."""

    start: float
    end: float | None
    speaker: str
    rest: str
    written: str
    bare: bool = False


def looks_stamped(text: str) -> bool:
    """Whether a plain text is a transcript: a time at the beginning of its lines, or after its speakers' names; or the
    labels of Audacity."""
    if looks_labelled(text):
        return True
    lines = [line for line in _body(plain_lines(text))[1] if line.strip()]
    found = [(number, one) for number, line in enumerate(lines) if (one := _stamped(line)) is not None]
    ends = [number for number, line in enumerate(lines) if _ENDING.match(line)]
    if len(ends) >= 2:
        return len(ends) * _LONGEST >= len(lines)
    if len(found) < 2 or found[0][0] >= _EARLY or len(found) * _LONGEST < len(lines) - found[0][0]:
        return False
    bare = [one for _number, one in found if one.bare]
    if len(bare) * 2 <= len(found):
        return True
    times = [one.start for one in bare]
    sure = len(re.findall("[:：]", bare[0].written)) > 1 or times[0] < _SOON  # 08:30 is a time of the day
    return len(bare) >= _FEW_BARE and times == sorted(times) and sure


def is_head(line: str) -> bool:
    """Whether a line is a turn's head, or one of those that services put above all turns: no title."""
    return _stamped(line) is not None or _MARK.match(line) is not None or _ABOVE.match(line) is not None


def read_stamped(text: str) -> Captions:
    """A text with ``[00:01:05]`` before its paragraphs, or ``说话人1 00:05`` above them; each lasts till the next. The
    labels of Audacity have ends of their own."""
    if looks_labelled(text):
        segments, remarks = read_labelled(text)
        return Captions(tuple(spoken(segments)), tuple(remarks))
    before, lines = _body(plain_lines(text))
    problems: list[str] = []
    while lines and (not lines[-1].strip() or _MADE.match(lines[-1])):
        if lines.pop().strip():
            problems.append("末尾说明由谁转写的一行没有放进转写稿，原件里有。")
    cues, more = _ended(lines) if sum(1 for line in lines if _ENDING.match(line)) >= 2 else _begun(lines)
    before += more
    for cue, following in pairwise(cues):
        if cue.end is None and cue.start is not None and following.start is not None and following.start > cue.start:
            cue.end = following.start
    for cue in cues:
        _part_mandarin(cue)
    if before:
        problems.append(f"开头有 {before} 行没有时间，没有放进转写稿，原件里有。")
    return gathered(cues, problems)


def _part_mandarin(cue: Cue) -> None:
    """What we wrote below a paragraph as the same in 普通话 is that again."""
    at = next((number for number, line in enumerate(cue.lines) if number and _MANDARIN.match(line)), 0)
    if at:
        cue.mandarin = "\n".join([_MANDARIN.sub("", cue.lines[at], count=1), *cue.lines[at + 1 :]]).strip()
        cue.lines = cue.lines[:at]


def _begun(lines: list[str]) -> tuple[list[Cue], int]:
    """Captions of lines that say when they begin, and how many lines stand before the first."""
    cues: list[Cue] = []
    before = 0
    for line in lines:
        found = _stamped(line)
        if found is not None:
            said = [found.rest] if found.rest else []
            cues.append(Cue(len(cues) + 1, found.written, found.start, found.end, said, speaker=found.speaker))
        elif line.strip() and cues:
            cues[-1].lines.append(line)
        else:
            before += bool(line.strip())
    return cues, before


def _ended(lines: list[str]) -> tuple[list[Cue], int]:
    """Captions of paragraphs that say when they end: each begins where the one before ended."""
    cues: list[Cue] = []
    held: list[str] = []
    reached = 0.0
    for line in lines:
        found = _ENDING.match(line)
        if found is None or (second := stamp(found[2])) is None:
            held += [line] if line.strip() else []
            continue
        words = [*held, found[1].strip()]
        held = []
        if any(words):
            cues.append(Cue(len(cues) + 1, found[2], reached, second, [one for one in words if one]))
        reached = second
    if held:
        cues.append(Cue(len(cues) + 1, "", reached, None, held))
    return cues, 0


def _body(lines: list[str]) -> tuple[int, list[str]]:
    """How many lines stand above a heading like 文字记录 (a summary by machine, keywords), and the lines below it."""
    for number, line in enumerate(lines):
        if _MARK.match(line):
            below = [one for one in lines[number + 1 :] if one.strip()]
            if any(_stamped(one) is not None for one in below[:2]):
                return sum(1 for one in lines[: number + 1] if one.strip()), lines[number + 1 :]
    return 0, lines


def _stamped(line: str) -> _Line | None:
    """A line's time, who speaks, and the words after it."""
    if len(line) > 4000 or not any("0" <= one <= "9" for one in line[:60]):
        return None
    for pattern, order in ((_BRACKETED, "tur"), (_STARTING, "tr"), (_DECIMAL, "tur")):
        if (found := pattern.match(line)) and (made := _made(found.groups(), order)) is not None:
            return _with_part(made)
    for pattern, order in ((_TURN, "stu"), (_CALLED, "stur"), (_PART_FIRST, "stur")):
        found = pattern.match(line)
        if found is None or _DAY.search(found[1]) or (pattern is _PART_FIRST and not is_part(found[1])):
            continue
        if (made := _made(found.groups(), order)) is not None:
            return made
    if (found := _BARE.match(line)) and (made := _made(found.groups(), "tur")) is not None:
        return replace(_with_part(made), bare=found[2] is None)
    return None


def _made(groups: tuple[str | None, ...], order: str) -> _Line | None:
    told = dict(zip(order, groups, strict=True))
    start = _second(told["t"] or "")
    if start is None:
        return None
    end = _second(told.get("u") or "") if told.get("u") else None
    speaker = (told.get("s") or "").strip(" ：:")
    written = "-".join(one for one in (told["t"], told.get("u")) if one)
    return _Line(start, end, " ".join(speaker.split()), (told.get("r") or "").strip(), written)


def _with_part(line: _Line) -> _Line:
    """``[00:02 - 00:07] SPEAKER_0``: what follows the time is no word but who speaks."""
    label = line.rest.rstrip("：: ")
    return replace(line, speaker=label, rest="") if label and is_part(label) else line


def _second(text: str) -> float | None:
    if found := _UNITS.match(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return float(hours * 3600 + minutes * 60 + seconds) if seconds < 60 else None
    if text.endswith("s"):
        return round(float(text[:-1]), 3)
    if text.count(".") == 1 and ":" not in text and "：" not in text:
        return round(float(text), 3)
    return stamp(text)
