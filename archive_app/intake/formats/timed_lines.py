"""LRC (a time in brackets before each line, as players of songs and some phones' recorders write it), SBV (YouTube's
own plain captions), and InqScribe's own files."""

from __future__ import annotations

import re
from itertools import pairwise

from archive_app.domain.captions import Captions, Cue, gathered, stamp
from archive_app.domain.segments import clock
from archive_app.domain.stamped import read_stamped
from archive_app.intake.formats.base import Format
from archive_app.intake.formats.spoken import Heard, text_reader

_TAG = re.compile(r"\s*\[(\d{1,4}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
_FACT = re.compile(r"\s*\[([a-zA-Z]{2,10}):\s*(.*?)\]\s*\Z")
_WITHIN = re.compile(r"<\d{1,4}:\d{2}(?:[.:]\d{1,3})?>|\[\d{1,4}:\d{2}(?:[.:]\d{1,3})?\]")
_ESCAPED = re.compile(r"\\(.)")
_FRAMES = re.compile(r"\s*\[(\d{2}:\d{2}:\d{2})\.(\d{2})\]")
_SBV = re.compile(r"(\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}),(\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3})\s*\Z")


def read_lrc(text: str) -> Heard:
    """Lines by their times; a line with several is said as often; of one time two lines (a translation) are one."""
    lines: list[tuple[float, str]] = []
    offset, title, before, within = 0.0, "", 0, 0
    for line in text.split("\n"):
        rest, times = line, []
        while found := _TAG.match(rest):
            fraction = int((found[3] or "0").ljust(3, "0"))
            times.append(int(found[1]) * 60 + int(found[2]) + fraction / 1000)
            rest = rest[found.end() :]
        if times:
            within += bool(_WITHIN.search(rest))
            lines += [(time, _WITHIN.sub("", rest).strip()) for time in times]
        elif fact := _FACT.match(line):
            offset = _offset(fact[2]) if fact[1].lower() == "offset" else offset
            title = fact[2].strip() if fact[1].lower() == "ti" else title
        else:
            before += bool(line.strip())
    lines.sort(key=lambda one: one[0])
    cues: list[Cue] = []
    for time, words in lines:
        start = round(max(0.0, time - offset), 3)
        if cues and cues[-1].start == start:
            cues[-1].lines += [words] if words else []
        else:
            cues.append(Cue(len(cues) + 1, clock(start)[:8], start, None, [words] if words else []))
    for cue, following in pairwise(cues):
        cue.end = following.start
    said = [cue for cue in cues if cue.lines]  # an empty line ends the one before
    problems = [f"有 {before} 行没有时间，没有收，原件里有。"] if before else []
    problems += ["句中的时间没有收进转写稿，原件里有。"] if within else []
    read = gathered(said)
    return Heard(Captions(read.segments, (*problems, *read.problems)), title=title)


def _offset(words: str) -> float:
    """Seconds that everything is earlier; what cannot be read is none."""
    try:
        return int(words.strip()) / 1000
    except ValueError:
        return 0.0


def read_sbv(text: str) -> Heard:
    """Captions below a line with two times."""
    cues: list[Cue] = []
    before = 0
    for line in text.split("\n"):
        if found := _SBV.match(line.strip()):
            cues.append(Cue(len(cues) + 1, line.strip(), stamp(found[1]), stamp(found[2]), []))
        elif line.strip() and cues:
            cues[-1].lines.append(line.replace("[br]", "\n"))
        else:
            before += bool(line.strip())
    return Heard(gathered(cues, [f"开头有 {before} 行没有时间，没有收，原件里有。"] if before else []))


def read_inqscribe(text: str) -> Heard:
    """InqScribe's own file: facts a line, the text in one of them with its line ends written as ``\\r``; a time's last
    two figures are frames."""
    facts = dict(line.partition("=")[::2] for line in text.split("\n") if "=" in line)
    rate = _rate(facts.get("timecode.fps", ""))
    said = _ESCAPED.sub(lambda found: {"r": "\n", "n": "\n", "t": "\t"}.get(found[1], found[1]), facts.get("text", ""))

    def timed(found: re.Match[str]) -> str:
        return f"\n[{found[1]}.{min(999, round(int(found[2]) * 1000 / rate)):03d}]"

    read = read_stamped(_FRAMES.sub(timed, said))
    return Heard(read)


def _rate(words: str) -> float:
    """Frames in a second; thirty where nothing sensible is said."""
    found = re.match(r"\d{1,3}(?:\.\d{1,4})?", words)
    return float(found[0]) if found and float(found[0]) >= 1 else 30.0


def is_inqscribe(head: bytes) -> bool:
    """Whether the first line says so."""
    return head.lstrip(b"\xef\xbb\xbf").startswith(b"app=InqScribe")


def is_sbv(head: bytes) -> bool:
    """Whether the first line is one with two times and a comma between them."""
    first = head.decode("utf-8-sig", "replace").lstrip().partition("\n")[0]
    return _SBV.match(first.strip()) is not None


LRC = Format("lrc", "歌词式字幕（LRC）", (".lrc",), text_reader(read_lrc, "text/x-lrc"))
SBV = Format("sbv", "字幕（SBV）", (".sbv",), text_reader(read_sbv, "text/x-sbv"), sniff=is_sbv)
INQSCRIBE = Format(
    "inqscribe", "InqScribe 转写稿", (".inqscr",), text_reader(read_inqscribe, "text/x-inqscribe"), sniff=is_inqscribe
)
TIMED_LINES = (SBV, INQSCRIBE, LRC)
