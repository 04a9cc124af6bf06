"""CHAT (``.cha``, of CLAN and TalkBank): main lines with their times in milliseconds; the tiers below them stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.domain.captions import Captions, Cue, gathered
from archive_app.intake.formats.base import Format
from archive_app.intake.formats.spoken import Heard, text_reader

_BULLET = re.compile(r"[\x15\u2022](?:%snd:\"[^\"]*\"_)?(\d{1,10})_(\d{1,10})-?[\x15\u2022]")
_OLD_SOUND = re.compile(r"%snd:\t?\"[^\"]*\"_?\s*(\d{1,10})[_ ](\d{1,10})")
_MARKS = re.compile(r"&[=*~+-]\S+|\[[^\]]{0,80}\]|\(\.{1,3}\)|\+[^\s\w]{1,3}|[<>\u2039\u203a\u21d7\u21d8\u2191\u2193]")
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_chat(text: str) -> Heard:
    """The main lines, each with who speaks as ``@Participants`` names them. CHAT's own marks stay in the words."""
    people: dict[str, str] = {}
    cues: list[Cue] = []
    tiers = 0
    title = ""
    for line in _whole(text):
        head, _tab, rest = line.partition(":")
        if head == "@Participants":
            people = dict(_people(rest))
        elif head in ("@Title", "@Situation") and not title:
            title = rest.strip()[:100] if head == "@Title" else title
        elif line.startswith("%"):
            tiers += 1
            if (found := _OLD_SOUND.match(line)) and cues and cues[-1].start is None:
                cues[-1].start, cues[-1].end = int(found[1]) / 1000, int(found[2]) / 1000
                tiers -= 1
        elif line.startswith("*"):
            times = [(int(one) / 1000, int(two) / 1000) for one, two in _BULLET.findall(rest)]
            words = " ".join(_CONTROLS.sub("", _BULLET.sub("", rest)).split())
            start, end = (times[0][0], times[-1][1]) if times else (None, None)
            code = head[1:].strip()
            cues.append(Cue(len(cues) + 1, "", start, end, [words], "", people.get(code, code)))
    marked = sum(1 for one in cues if _MARKS.search(one.lines[0]))
    read = gathered(cues, (), markup="", guess=False)
    problems = [one for one in read.problems if "时间读不出来" not in one]
    untimed = sum(1 for one in cues if one.start is None)
    problems += [f"有 {untimed} 句没有时间。"] if untimed else []
    problems += [f"附在话下面的层（%mor、%gra 之类）{tiers} 行没有收，原件里有。"] if tiers else []
    problems += [f"{marked} 句里有 CHAT 的标记（[/]、&=laughs 之类），照原样留在话里。"] if marked else []
    return Heard(Captions(read.segments, tuple(problems)), title=title)


def _whole(text: str) -> Iterator[str]:
    """The lines, with those that a tab goes on with."""
    held = ""
    for line in text.split("\n"):
        if line.startswith(("\t", " ")) and held:
            held += " " + line.strip()
            continue
        if held:
            yield held
        held = line.rstrip()
    if held:
        yield held


def _people(words: str) -> Iterator[tuple[str, str]]:
    """``CHI Ross Target_Child``: a code, a name that may be missing, a part."""
    for one in words.split(","):
        parts = one.split()
        if len(parts) >= 2:
            yield parts[0], (parts[1] if len(parts) > 2 else parts[0]).replace("_", " ")


def is_chat(head: bytes) -> bool:
    """Whether these are the first bytes of a CHAT file."""
    lines = [one.strip() for one in head[:4096].decode("utf-8-sig", "replace").split("\n")[:12]]
    return "@Begin" in lines and any(one.startswith(("@Participants", "@Languages", "@UTF8")) for one in lines)


CHAT = Format("chat", "CHAT 转写稿", (".cha",), text_reader(read_chat, "text/x-chat", controls=True), sniff=is_chat)
