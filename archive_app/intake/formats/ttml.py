"""TTML and DFXP (W3C, EBU-TT, Netflix), and the XML that YouTube keeps captions in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive_app.domain.captions import Captions, Cue, gathered
from archive_app.domain.errors import Refused
from archive_app.domain.segments import clock
from archive_app.frozen import dataclass
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.spoken import Heard, attribute, heard_proposal, local, spoken_xml
from archive_app.intake.proposal import Proposal

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{1,3}))?\Z")
_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|m|s|ms|f|t)?\Z")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "": 1.0}
_LOOKS = ("style", "region", "color", "fontStyle", "textAlign", "origin")


@dataclass(frozen=True, slots=True)
class _Rates:
    """Frames and ticks in a second (TTML2 §6.2)."""

    frames: float = 30.0
    ticks: float = 1.0


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is no such file, damaged, or says nothing."""
    root = spoken_xml(source, workspace)
    name = local(root)
    if name == "tt":
        heard = _tt(root)
    elif name in ("timedtext", "transcript"):
        heard = Heard(gathered(list(_youtube(root)), markup=""))
    else:
        raise Refused("里面不是 TTML 字幕", "请在原来的软件里另存为 srt 后再导入。", code="not-taken")
    return heard_proposal(source, heard, "application/ttml+xml")


def _tt(root: Any) -> Heard:
    rates = _rates(root)
    people = {attribute(one, "id"): _called(one) for one in root.iter() if local(one) == "agent"}
    cues: list[Cue] = []
    looks = 0
    body = next((one for one in root.iterchildren() if local(one) == "body"), None)
    for element, base in _paragraphs(body, 0.0, rates) if body is not None else ():
        start, end = _span(element, base, rates)
        inner = [_span(one, base if start is None else start, rates) for one in element.iter() if one is not element]
        begins = [one for one, _end in inner if one is not None]
        ends = [one for _begin, one in inner if one is not None]
        if start is None and begins:
            start, end = min(begins), max(ends, default=None)
        agent = attribute(element, "agent") or next(
            (found for one in element.iter() if (found := attribute(one, "agent"))), ""
        )
        words = f"{attribute(element, 'begin')} --> {attribute(element, 'end')}" if start is None else clock(start)[:8]
        looks += any(attribute(element, one) for one in _LOOKS)
        speaker = people.get(agent.split()[0] if agent else "", "")
        cues.append(Cue(len(cues) + 1, words, start, end, _words(element).split("\n"), "", speaker))
    read = gathered(cues, markup="")
    problems = [f"字幕里的样式和在画面上的位置 {looks} 处没有收进转写稿，原件里有。"] if looks else []
    return Heard(Captions(read.segments, (*read.problems, *problems)))


def _rates(root: Any) -> _Rates:
    told = attribute(root, "frameRate")
    frames = float(told) if told.isdigit() and int(told) else 30.0
    top, _gap, bottom = attribute(root, "frameRateMultiplier").replace(":", " ").partition(" ")
    if top.strip().isdigit() and bottom.strip().isdigit() and int(bottom) and int(top):
        frames *= int(top) / int(bottom)
    ticks = attribute(root, "tickRate")
    return _Rates(frames, float(ticks) if ticks.isdigit() and int(ticks) else 1.0)


def _called(agent: Any) -> str:
    return next((" ".join("".join(one.itertext()).split()) for one in agent.iter() if local(one) == "name"), "")


def _paragraphs(element: Any, base: float, rates: _Rates) -> Iterator[tuple[Any, float]]:
    """The paragraphs, each with the second that its times are counted from: those of its section, where that has some
    and they begin within it."""
    for one in element.iterchildren():
        if local(one) == "p":
            yield one, base
        elif local(one) in ("div", "body"):
            start, _end = _span(one, base, rates)
            first = next((found for p in one.iter() if local(p) == "p" and (found := attribute(p, "begin"))), "")
            absolute = start is not None and (_second(first, rates) or 0.0) >= start > 0
            yield from _paragraphs(one, base if start is None or absolute else start, rates)


def _span(element: Any, base: float, rates: _Rates) -> tuple[float | None, float | None]:
    start = _second(attribute(element, "begin"), rates)
    end = _second(attribute(element, "end"), rates)
    length = _second(attribute(element, "dur"), rates)
    if start is None:
        return None, None
    if end is None and length is not None:
        end = start + length
    return round(base + start, 3), None if end is None else round(base + end, 3)


def _second(words: str, rates: _Rates) -> float | None:
    words = words.strip()
    if found := _CLOCK.match(words):
        second = int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
        fraction = float(f"0.{found[4]}") if found[4] else int(found[5] or 0) / rates.frames
        return round(second + fraction, 3)
    if found := _OFFSET.match(words):
        unit = found[2] or ""
        length = {"f": 1 / rates.frames, "t": 1 / rates.ticks}.get(unit) or _UNITS[unit]
        return round(float(found[1]) * length, 3)
    return None


def _words(element: Any) -> str:
    """The words of a paragraph: line ends where it has breaks, and nowhere else."""
    parts = [" ".join((element.text or "").split("\n"))]
    for one in element.iterchildren():
        name = local(one)
        if name == "br":
            parts.append("\n")
        elif name != "metadata":
            parts.append(_words(one))
        parts.append(" ".join((one.tail or "").split("\n")))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))


def _youtube(root: Any) -> Iterator[Cue]:
    """``<p t="1360" d="1680">`` in milliseconds, or ``<text start="1.36" dur="1.68">`` in seconds."""
    number = 0
    for one in root.iter():
        name = local(one)
        if name == "p" and attribute(one, "t").isdigit():
            start, length = int(attribute(one, "t")) / 1000, attribute(one, "d")
            end = start + int(length) / 1000 if length.isdigit() else None
        elif name == "text" and (second := _second(attribute(one, "start"), _Rates())) is not None:
            start, until = second, _second(attribute(one, "dur"), _Rates())
            end = start + until if until is not None else None
        else:
            continue
        words = "".join(one.itertext()).strip()
        if words:
            number += 1
            yield Cue(number, clock(start)[:8], round(start, 3), None if end is None else round(end, 3), [words])


def is_ttml(head: bytes) -> bool:
    """Whether these are the first bytes of such an XML."""
    text = head[:4096].replace(b"\0", b"").decode("utf-8", "replace")
    found = re.search(r"<(?!\?|!)(?:\w+:)?(\w+)([^>]*)", text)
    if found is None or not text.lstrip("\ufeff \r\n\t").startswith("<"):
        return False
    return ((found[1] == "tt" and "ttml" in found[2] + text) or (found[1] == "tt" and "ttaf" in text)) or (
        found[1] == "timedtext" or (found[1] == "transcript" and "<text start=" in text)
    )


TTML = Format("ttml", "字幕（TTML）", (".ttml", ".dfxp", ".srv1", ".srv2", ".srv3"), read, sniff=is_ttml)
