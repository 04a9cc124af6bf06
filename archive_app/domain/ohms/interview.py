"""An interview as OHMS describes it, written as OHMS XML 5.4.

Segments become paragraphs, ``名：`` before the words of a speaker; ``sync`` says where each minute ends. The exact
times and ids of segments, which OHMS has no place for, stand in a processing instruction behind the record: other
programs pass it over, and what comes back unchanged has them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from archive_app.domain.ohms import NAMESPACE, VERSION
from archive_app.domain.ohms.lines import broken, joined, sync_of
from archive_app.domain.segments import Segment, clock
from archive_app.frozen import dataclass

TARGET = "cunshi-segments"
"""The name of the processing instruction."""
_SCHEMA = f"{NAMESPACE}/ohms.xsd"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


@dataclass(frozen=True, slots=True)
class Point:
    """An index point: ``at`` in seconds, words, and subjects (the names of persons and places); ``file`` is the
    recording where it is not the first."""

    at: float
    title: str = ""
    synopsis: str = ""
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """What is said of an interview. ``day`` is ISO 8601 where the day is known, ``date_words`` the date as written,
    ``noted`` the day on which the record was made."""

    id: str
    title: str
    accession: str = ""
    day: str = ""
    date_words: str = ""
    duration: float = 0.0
    collection: str = ""
    series: str = ""
    repository: str = ""
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    interviewees: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    file_name: str = ""
    language: str = ""
    description: str = ""
    rights: str = ""
    usage: str = ""
    restricted: bool = False
    noted: str = ""
    points: tuple[Point, ...] = ()
    segments: tuple[Segment, ...] = ()
    recordings: tuple[tuple[str, str], ...] = ()
    """(id, name) of the recordings where there are several: what is written for reading has them as headings."""
    first: str = ""
    """The recording of what names none."""


def to_ohms(interview: Interview) -> str:
    """OHMS XML 5.4, UTF-8, every element of the schema in its order; 普通话 as the alternative transcript where any
    segment has it. Segments without words are left out."""
    said = [replace(one, text=_words(one.text)) for one in interview.segments if _words(one.text)]
    bilingual = any(one.mandarin.strip() for one in said)
    text, sync, told = _transcript(said)
    other, other_sync = "", ""
    if bilingual:
        other, other_sync, _ = _transcript([replace(one, text=_words(one.mandarin) or one.text) for one in said])
    day = interview.day if _DAY.match(interview.day) else ""
    parts = [
        _element("version", VERSION),
        f'<date value={quoteattr(day)} format="yyyy-mm-dd"/>',
        _element("date_nonpreferred_format", "" if day else interview.date_words),
        _element("cms_record_id", interview.id),
        _element("title", interview.title),
        _element("accession", interview.accession),
        _element("duration", clock(interview.duration)[:8] if interview.duration else ""),
        _element("collection_id"), _element("collection_name", interview.collection),
        _element("series_id"), _element("series_name", interview.series),
        _element("repository", interview.repository), _element("funding"), _element("repository_url"),
        *(_element("subject", one) for one in interview.subjects),
        *(_element("keyword", one) for one in interview.keywords),
        *(_element("interviewee", one) for one in interview.interviewees or ("",)),
        *(_element("interviewer", one) for one in interview.interviewers or ("",)),
        _element("format", "audio"),
        _element("file_name", interview.file_name),
        _element("sync", sync), _element("sync_alt", other_sync),
        _element("transcript_alt_lang", "普通话" if bilingual else ""),
        _element("translate", "1" if bilingual else "0"),
        _element("media_id"), _element("media_url"),
        "<mediafile>", _element("host", "Other"), _element("avalon_target_domain"), _element("host_account_id"),
        _element("host_player_id"), _element("host_clip_id"), _element("clip_format", "audio"), "</mediafile>",
        _element("kembed"), _element("language", interview.language), _element("user_notes"),
        "<index>", *(line for point in interview.points for line in _point(point, bilingual=bilingual)), "</index>",
        _element("type", "口述史料"), _element("description", interview.description), _element("rel"),
        _element("transcript", text), _element("transcript_alt", other),
        _element("rights", interview.rights), _element("fmt", "audio"), _element("usage", interview.usage),
        _element("userestrict", "1" if interview.restricted else "0"),
        _element("xmllocation"), _element("xmlfilename"), _element("collection_link"), _element("series_link"),
    ]  # fmt: skip
    root = f'<ROOT xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    root += f'xsi:schemaLocation="{_SCHEMA}">'
    record = f"<record id={quoteattr(_clean(interview.id))} dt={quoteattr(interview.noted or day)}>"
    note = f"<?{TARGET} {told}?>\n" if said else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n{record}\n'
        + "\n".join(parts)
        + f"\n</record>\n{note}</ROOT>\n"
    )


def _transcript(segments: Sequence[Segment]) -> tuple[str, str, str]:
    """The lines, ``sync``, and what the instruction tells: times, id and length of the speaker's label of each."""
    out: list[str] = []
    begun: list[tuple[float, float, Sequence[str], int]] = []
    told: list[list[object]] = []
    for number, segment in enumerate(segments):
        speaker = " ".join(_clean(segment.speaker).split())
        lead = f"{speaker}：" if speaker else ""
        lines = broken(lead + segment.text)
        if segment.start is not None:
            following = next((one.start for one in segments[number + 1 :] if one.start is not None), None)
            end = segment.end if segment.end is not None else following
            begun.append((segment.start, end if end is not None else segment.start, lines, len(out) + 1))
        told.append([segment.start, segment.end, segment.id, len(lead)])
        out += [*lines, ""]
    held = json.dumps(told, separators=(",", ":")).replace("?>", "")
    return "\n".join(out[:-1]), sync_of(begun), held


def _point(point: Point, *, bilingual: bool) -> Iterator[str]:
    """An index point. The viewer shows one of the two columns at a time: both say the same where there are two."""
    yield "<point>"
    yield _element("time", str(max(0, int(point.at))))
    for name, words in (
        ("title", point.title), ("partial_transcript", ""), ("synopsis", point.synopsis),
        ("keywords", _listed(point.keywords)), ("subjects", _listed(point.subjects)),
    ):  # fmt: skip
        yield _element(name, words)
        yield _element(f"{name}_alt", words if bilingual else "")
    for group, names in (
        ("gpspoints", ("gps", "gps_zoom", "gps_text", "gps_text_alt")),
        ("hyperlinks", ("hyperlink", "hyperlink_text", "hyperlink_text_alt")),
    ):
        yield f"<{group}>"
        yield from map(_element, names)
        yield f"</{group}>"
    yield "</point>"


def _listed(words: Sequence[str]) -> str:
    """A list as OHMS writes it; a semicolon in a word would part it."""
    return ";".join(one.replace(";", "；") for one in words)


def _words(text: str) -> str:
    """A segment's words in one paragraph."""
    lines = [" ".join(line.split()) for line in _clean(text).split("\n")]
    return joined([line for line in lines if line])[0]


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _element(name: str, words: str = "") -> str:
    return f"<{name}>{escape(_clean(words))}</{name}>" if words else f"<{name}/>"


def lost(interview: Interview) -> list[str]:
    """What OHMS has no place for, as Chinese sentences."""
    found = []
    untimed = sum(1 for one in interview.segments if one.start is None and _words(one.text))
    if untimed:
        found.append(f"有 {untimed} 段没有时间，文字写进去了，对时点按前后的段推算。")
    if any(point.at != int(point.at) for point in interview.points):
        found.append("OHMS 的索引点只到整秒，秒以下没有写。")
    if any(";" in word for point in interview.points for word in (*point.keywords, *point.subjects)):
        found.append("OHMS 用分号隔开关键词，词里面的半角分号写成了全角。")
    starts = [one.start for one in interview.segments if one.start is not None]
    if starts != sorted(starts):
        found.append("转写稿各段的先后与录音不一致，OHMS 的对时点（sync）没有写。")
    elif starts and starts[-1] >= 60:
        found.append("OHMS 每分钟记一个对时点；每段的起止时间另附在文件里，只有存史读得出来。")
    return found
