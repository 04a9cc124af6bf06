"""ASS and SSA: subtitles as 剪映, Aegisub and Arctime write them. Who speaks stands in ``Name``; comments, drawings and
how it looks are not taken, and are named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.domain.captions import Captions, Cue, gathered, stamp
from archive_app.intake.formats.base import Format
from archive_app.intake.formats.spoken import Heard, text_reader

_OVERRIDE = re.compile(r"\{[^{}]{0,4000}\}")
_DRAWING = re.compile(r"\{[^{}]{0,400}\\p[1-9]")
_USUAL = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")


def read_ass(text: str) -> Heard:
    """The events of a script in the order of time: these files are often sorted by style."""
    fields: tuple[str, ...] = _USUAL
    cues: list[Cue] = []
    seen: set[tuple[object, ...]] = set()
    counts = dict.fromkeys(("comments", "drawings", "again", "looks"), 0)
    inside = False
    for line in text.split("\n"):
        kind, mark, rest = line.strip().partition(":")
        if kind.startswith("[") and not mark:
            inside = kind.lower() == "[events]"
        elif inside and kind.lower() == "format" and mark:
            fields = tuple(one.strip().lower() for one in rest.split(","))
        elif kind.lower() == "comment" and inside:
            counts["comments"] += 1
        elif kind.lower() == "dialogue" and mark:
            told = dict(zip(fields, rest.lstrip().split(",", len(fields) - 1), strict=False))
            said = told.get("text", "")
            if _DRAWING.search(said):
                counts["drawings"] += 1
                continue
            counts["looks"] += bool(_OVERRIDE.search(said))
            plain = _OVERRIDE.sub("", said).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
            times = (told.get("start", "").strip(), told.get("end", "").strip())
            speaker = " ".join((told.get("name") or told.get("actor") or "").split())
            same = (*times, speaker, plain)
            counts["again"] += same in seen
            if same not in seen:
                seen.add(same)
                timing = f"{times[0]} --> {times[1]}"
                cues.append(
                    Cue(len(cues) + 1, timing, stamp(times[0]), stamp(times[1]), plain.split("\n"), "", speaker)
                )
    ordered = sorted(cues, key=lambda one: one.start if one.start is not None else -1.0)
    problems = [*_said(counts), *(["各条按时间先后排过，与文件里的先后不同。"] if ordered != cues else [])]
    read = gathered(ordered, (), markup="")
    return Heard(Captions(read.segments, (*read.problems, *problems)), title=_title(text))


def _title(text: str) -> str:
    found = re.search(r"^Title:[ \t]*(.{1,100})$", text[:4000], re.MULTILINE)
    words = found[1].strip() if found else ""
    made_by = ("default aegisub file", "untitled", "new subtitles", "default file", "<untitled>")
    return "" if words.lower() in made_by or not re.search(r"[\u3400-\u9fff]", words) else words


def _said(counts: dict[str, int]) -> Iterator[str]:
    names = {"comments": "注释", "drawings": "图形", "looks": "特效和字形标记"}
    said = "、".join(f"{label} {counts[name]} 处" for name, label in names.items() if counts[name])
    if said:
        yield f"字幕里的{said}没有收进转写稿，原件里有。"
    if counts["again"]:
        yield f"一字不差、时间也相同的 {counts['again']} 条只收一次。"


def is_ass(head: bytes) -> bool:
    """Whether these are the first bytes of such a script, in whichever encoding."""
    text = head[:4096].replace(b"\0", b"").decode("latin-1").lower()
    return "[script info]" in text or ("[events]" in text and "dialogue:" in text)


ASS = Format("ass", "字幕（ASS）", (".ass", ".ssa"), text_reader(read_ass, "text/x-ssa"), sniff=is_ass)
