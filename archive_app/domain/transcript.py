"""A transcript written out as WebVTT and SubRip, so that it reads back to the same bytes (``captions`` reads)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from archive_app.domain.captions import OWN_HEADER
from archive_app.domain.identity import is_id
from archive_app.domain.segments import Segment, clock
from archive_app.domain.speakers import spoken

_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f\ufeff]")
_NAME = 100
_ALONE = 1.0  # seconds a segment is shown whose end nobody knows, where none follows


def untimed(segments: Iterable[Segment]) -> int:
    """How many segments with words have no beginning: what neither ``to_vtt`` nor ``to_srt`` can write."""
    return sum(1 for segment in segments if segment.start is None and lines_of(segment.text))


def to_vtt(segments: Iterable[Segment]) -> str:
    """WebVTT (W3C, 2019) in our own form: UTF-8, ids as cue identifiers, speakers as voices.

    Segments without a beginning or without words are left out (``untimed`` counts the former). Reading the result and
    writing it again gives the same bytes.
    """
    out = [OWN_HEADER, ""]
    seen: set[str] = set()
    for segment in timed(segments):
        if is_id(segment.id) and segment.id not in seen:
            seen.add(segment.id)
            out.append(segment.id)
        speaker = _escaped(_one_line(segment.speaker))
        if speaker.endswith("--"):  # with the bracket after it, it would read as an arrow
            speaker = speaker[:-1] + "&#45;"
        text = _escaped("\n".join(lines_of(segment.text)))
        out += [f"{clock(segment.start or 0)} --> {clock(segment.end or 0)}"]
        out += [f"<v {speaker}>{text}" if speaker else text, ""]
    return "\n".join(out)


def to_srt(segments: Iterable[Segment]) -> str:
    """SubRip: numbered, a speaker as ``名：`` before the words.

    What is left out, and that it reads back to the same bytes, is as for ``to_vtt``.
    """
    rendered = [replace(segment, speaker="", text=_with_speaker(segment)) for segment in timed(segments)]
    out: list[str] = []
    for number, segment in enumerate(spoken(rendered), start=1):
        start, end = clock(segment.start or 0, ","), clock(segment.end or 0, ",")
        out += [str(number), f"{start} --> {end}", _with_speaker(segment), ""]
    return "\n".join(out)


def timed(segments: Iterable[Segment]) -> list[Segment]:
    """The segments that a form with times can hold, each with an end after its beginning."""
    kept = [segment for segment in segments if segment.start is not None and lines_of(segment.text)]
    timed = []
    for segment, following in zip(kept, [*kept[1:], None], strict=False):
        start = segment.start or 0.0
        end = segment.end
        if end is None or round(end * 1000) <= round(start * 1000):
            after = following.start if following is not None and following.start is not None else 0.0
            end = after if round(after * 1000) > round(start * 1000) else start + _ALONE
        timed.append(replace(segment, start=start, end=end))
    return timed


def _with_speaker(segment: Segment) -> str:
    text = "\n".join(lines_of(segment.text))
    speaker = _one_line(segment.speaker)
    return f"{speaker}：{text}" if speaker else text


def lines_of(text: str) -> list[str]:
    """The lines that hold words, without control characters: no caption may hold an empty one."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [line for part in plain.split("\n") if (line := part.strip())]


def _one_line(text: str) -> str:
    """A speaker's name: no longer than a voice tag may be."""
    return " ".join(_CONTROLS.sub("", text).split())[:_NAME].strip()


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
