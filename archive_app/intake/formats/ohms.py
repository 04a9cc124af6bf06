"""OHMS XML: an interview that another archive described, its index and transcript (5.x; 6.0 with WebVTT inside)."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from archive_app.domain.captions import Captions, read_vtt
from archive_app.domain.errors import Refused
from archive_app.domain.fields import seconds
from archive_app.domain.identity import is_id
from archive_app.domain.ohms.interview import TARGET
from archive_app.domain.ohms.lines import Clock, Paragraph, paragraphs, read_sync
from archive_app.domain.segments import Segment, named
from archive_app.domain.speakers import spoken
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.proposal import TRANSCRIPT, Proposal
from archive_app.intake.text.reports import refuse_secret
from archive_app.intake.text.titles import title_from_name
from archive_app.intake.text.unseen import odd_characters
from archive_app.vault.hostile.xml import parse_xml

_NOTES = re.compile(r"\[\[footnotes\]\](.*?)(?:\[\[/footnotes\]\]|\Z)", re.DOTALL)
_NOTE = re.compile(r"\[\[note\]\](.*?)(?:\[\[/note\]\]|\Z)", re.DOTALL)
_LINK = re.compile(r"\[\[link\]\](.*?)\[\[/link\]\]", re.DOTALL)
_CALL = re.compile(r" *\[\[footnote\]\]\s*(\d{1,4})\s*\[\[/footnote\]\]")
_STAMP = re.compile(r" *\{(\d[\d:]{3,10})\}")
_FEW = 2  # times in a text, from which on they tell when what is said
_NO_END = re.compile(r"^([\d:.]+)([ \t]*-->[ \t]*)00:00:00[.,]000", re.MULTILINE)
_SPEAKER = re.compile(r"([^\W\d_][\w.'’\- ]{0,40}):\s+")
_OURS = re.compile(rb"<\?" + TARGET.encode() + rb" (\[.{0,4000000}?\])\?>", re.DOTALL)
_CHINESE = re.compile(r"普通话|国语|汉语|中文|华语|chinese|mandarin|putonghua|\bzh\b|\bcmn\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_PIECE = 400


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is no OHMS record, or holds neither a transcript nor an index."""
    data = source.path.read_bytes().lstrip(b" \t\r\n")  # nothing may stand before an XML declaration, and yet it does
    try:
        root = parse_xml(data, source.name, workspace.limits)
    except Refused as error:  # its advice is one for Word files
        raise Refused(error.message, "请从 OHMS 重新导出这一次采访的 XML。", code=error.code) from error
    record = next((one for one in root.iter() if _name(one) == "record"), None)
    if record is None:
        raise Refused("文件里没有一条 OHMS 著录", "请从 OHMS 重新导出这一次采访的 XML。", code="empty")
    said = _Record(record)
    refuse_secret([said("title"), *said("transcript").split("\n")[:10]])
    segments, warnings = _segments(said, data)
    points, of_points = _points(said)
    if not segments and not points:
        raise Refused("这份 OHMS 著录里没有转写稿，也没有索引", "请核对是不是这一份文件。", code="empty")
    fields = {"title_source": "原题" if said("title") else "自拟", **_fields(said)}
    if points:
        fields["index_points"] = points
    return Proposal(
        "oral_history",
        said("title") or title_from_name(source.name),
        fields,
        facts=(("mime", "application/xml"),),
        warnings=(*warnings, *of_points, *_left(said), *odd_characters(segment.text for segment in segments)),
        transcript=tuple(segments),
        role=TRANSCRIPT,
    )


class _Record:
    """The elements of a record by name, whatever their namespace."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def __call__(self, name: str) -> str:
        """The words of the first element of this name; empty where there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """The words of every element of this name."""
        return ["".join(one.itertext()).strip() for one in self.children(name)]

    def children(self, name: str) -> Iterator[Any]:
        """The elements of this name."""
        return (one for one in self.element.iterchildren() if _name(one) == name)


def _name(element: Any) -> str:
    """An element's name: older files have another namespace, or none."""
    return str(element.tag).rpartition("}")[2]


def _fields(said: _Record) -> dict[str, Any]:
    """What the record says of the interview, under our fields' names."""
    roles = [("口述者", name) for name in said.all("interviewee")] + [
        ("采访者", name) for name in said.all("interviewer")
    ]
    date = next(said.children("date"), None)
    day = str(date.get("value") or "").strip() if date is not None else ""
    words = day if _DAY.match(day) else said("date_nonpreferred_format")
    keywords = dict.fromkeys(one for one in (*said.all("keyword"), *said.all("subject")) if one)
    held = "；".join(one for one in (said("repository"), said("collection_name")) if one)
    rights = "\n".join(one for one in (said("rights"), said("usage")) if one)
    fields: dict[str, Any] = {
        "responsibility": [{"role": role, "name": name} for role, name in roles if name],
        "created": {"display": words} if words and words.casefold() != "unknown date" else None,
        "duration": _seconds(said("duration")),
        "abstract": said("description"),
        "keywords": list(keywords),
        "language": [said("language")] if said("language") else [],
        "received_no": said("accession"),
        "series": said("series_name"),
        "provenance": f"OHMS 著录，来自 {held}" if held else "",
        "open_note": rights,
    }
    return {name: value for name, value in fields.items() if value}


def _seconds(words: str) -> float | None:
    try:
        return seconds(words) or None if words else None
    except ValueError:
        return None


# — the transcript —


def _segments(said: _Record, data: bytes) -> tuple[list[Segment], list[str]]:
    if vtt := said("vtt_transcript"):
        return _captions(vtt)
    raw = said("transcript")
    ours = _of_ours(data)
    text, notes = _with_notes(raw)
    found, stamps = _stamped(paragraphs(text))
    if ours is not None and len(ours) == len(found):
        return _exact(said, found, ours), []
    segments, warnings = _reckoned(said, found, () if read_sync(said("sync")) or len(stamps) < _FEW else stamps)
    if notes:
        warnings.append(f"转写稿里有 {notes} 条脚注，放进了所注的那一段，用〔注：〕括着。")
    return segments, warnings


def _captions(vtt: str) -> tuple[list[Segment], list[str]]:
    """The WebVTT that OHMS 6 keeps; an end of zero means that nobody knows it."""
    plain = _NO_END.sub(r"\1\2\1", vtt)
    captions: Captions = read_vtt(plain)
    return [replace(one, end=None) if one.end == one.start else one for one in captions.segments], list(
        captions.problems
    )


def _with_notes(text: str) -> tuple[str, int]:
    """The transcript with every footnote where it is called; how many there are."""
    notes = [
        " ".join(_LINK.sub(r" \1 ", one).split()) for block in _NOTES.findall(text) for one in _NOTE.findall(block)
    ]
    plain = _NOTES.sub("", text)

    def noted(call: re.Match[str]) -> str:
        number = int(call[1])
        return f"〔注：{notes[number - 1]}〕" if 0 < number <= len(notes) else ""

    return _CALL.sub(noted, plain), len(notes)


def _of_ours(data: bytes) -> list[list[Any]] | None:
    """Times, id and length of the label of each segment, as we wrote them; None where it is not ours."""
    found = _OURS.search(data)
    if found is None:
        return None
    try:
        told = json.loads(found[1])
    except ValueError:
        return None
    return told if all(_is_told(one) for one in told) else None


def _is_told(one: Any) -> bool:
    if not isinstance(one, list) or len(one) != 4:
        return False
    times = all(time is None or (isinstance(time, int | float) and 0 <= time < 1e6) for time in one[:2])
    return times and isinstance(one[2], str) and isinstance(one[3], int) and 0 <= one[3] <= _PIECE


def _exact(said: _Record, found: Sequence[Paragraph], told: Sequence[Sequence[Any]]) -> list[Segment]:
    """Our own segments again."""
    other = paragraphs(said("transcript_alt"))
    segments = []
    seen: set[str] = set()
    for number, (one, (start, end, key, lead)) in enumerate(zip(found, told, strict=True)):
        fresh = not is_id(key) or key in seen
        seen.add(key)
        mandarin = other[number].text[lead:] if len(other) == len(found) else ""
        text = one.text[lead:]
        segments.append(
            Segment(
                text,
                start,
                end,
                one.text[:lead].rstrip("：:"),
                "" if fresh else key,
                mandarin if mandarin != text else "",
            )
        )
    return segments


def _stamped(found: Sequence[Paragraph]) -> tuple[list[Paragraph], list[tuple[int, int, float]]]:
    """The paragraphs without the times that stand in older ones (``{00:01:05}``), and where these stood."""
    plain: list[Paragraph] = []
    stamps: list[tuple[int, int, float]] = []
    for number, one in enumerate(found):
        lost = 0
        taken = []
        lead = _labelled(_STAMP.sub("", one.text))[1]  # a time behind the speaker's name is the paragraph's own
        for place in _STAMP.finditer(one.text):
            second = _seconds(place[1])
            if second is not None or not place[1].strip("0:"):
                at = place.start() - lost
                stamps.append((number, at if at > lead else 0, second or 0.0))
            taken.append((place.start(), len(place[0])))
            lost += len(place[0])
        starts = tuple(start - sum(min(length, max(0, start - at)) for at, length in taken) for start in one.starts)
        plain.append(Paragraph(_STAMP.sub("", one.text), one.first, starts) if taken else one)
    return plain, stamps


def _reckoned(
    said: _Record, found: Sequence[Paragraph], stamps: Sequence[tuple[int, int, float]]
) -> tuple[list[Segment], list[str]]:
    """A paragraph a segment; its beginning reckoned from the marks of the minutes, or the times in the text."""
    clock = Clock(found, said("sync"), _seconds(said("duration")) or 0.0, stamps)
    other = paragraphs(said("transcript_alt"))
    warnings = []
    takes_other = len(other) == len(found) and bool(other) and _CHINESE.search(said("transcript_alt_lang")) is not None
    if other and not takes_other:
        language = said("transcript_alt_lang") or "另一种语言"
        warnings.append(f"另有一份{language}的转写稿，段落对不上或不是普通话，没有收进来，原件里有。")
    segments = []
    for number, one in enumerate(found):
        speaker, lead = _labelled(one.text)
        times: tuple[float | None, float | None] = (None, None)
        if clock.marked:
            after = clock.second(number + 1) if number + 1 < len(found) else clock.second(number, len(one.text))
            start = round(clock.second(number), 1)
            times = (start, round(after, 1) if after > start else None)
        mandarin = other[number].text if takes_other else ""
        segments.append(Segment(one.text[lead:], *times, speaker, mandarin=mandarin[_labelled(mandarin)[1] :]))
    if stamps and clock.marked:
        warnings.append("各段的起止时间是照文中的时间码推算的，请对照录音核对。")
    elif clock.marked:
        warnings.append("OHMS 每分钟只有一个对时点，各段的起止时间是照字数推算的，可能差十几秒，请对照录音改正。")
    elif found:
        warnings.append("转写稿没有对时点（sync），各段都没有时间。")
    return spoken(segments), warnings


def _labelled(text: str) -> tuple[str, int]:
    """Who speaks, where OHMS marks it: capitals and a colon; and how long that is."""
    found = _SPEAKER.match(text)
    capitals = found is not None and found[1] == found[1].upper() != found[1].lower()
    return (found[1].strip(), found.end()) if found is not None and capitals else ("", 0)


# — the index —


def _points(said: _Record) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    unread, partial, linked, mapped, translated = [], 0, 0, 0, 0
    for index in said.children("index"):
        for number, element in enumerate(_Record(index).children("point"), start=1):
            point = _Record(element)
            at = _seconds(point("time"))
            words = [one for name in ("keywords", "subjects") for one in point(name).split(";")]
            row = {
                "at": at if at is not None else (0.0 if point("time").strip("0:. ") == "" else None),
                "title": point("title") or point("title_alt"),
                "synopsis": point("synopsis") or point("synopsis_alt"),
                "keywords": list(dict.fromkeys(one.strip() for one in words if one.strip())),
            }
            if row["at"] is None:
                unread.append(f"第 {number} 点（{point('time')[:20]}）")
            partial += bool(point("partial_transcript"))
            linked += any(_Record(one)("hyperlink") for one in point.children("hyperlinks")) or bool(point("hyperlink"))
            mapped += any(_Record(one)("gps") for one in point.children("gpspoints")) or bool(point("gps"))
            translated += any(point(f"{name}_alt") not in ("", point(name)) for name in ("title", "synopsis"))
            rows.append({name: value for name, value in row.items() if value not in (None, "", [])})
    return [row for row in rows if row], list(_of_index(unread, partial, linked, mapped, translated))


def _of_index(unread: Sequence[str], partial: int, linked: int, mapped: int, translated: int) -> Iterator[str]:
    if unread:
        yield f"索引{named(unread, '点')}的时间读不出来，没有时间。"
    if partial:
        yield f"有 {partial} 个索引点摘了转写稿的原话（partial transcript），转写稿里有，没有另收。"
    if linked:
        yield f"有 {linked} 个索引点带网址，没有收，原件里有。"
    if mapped:
        yield f"有 {mapped} 个索引点带地图坐标，没有收，原件里有。"
    if translated:
        yield f"有 {translated} 个索引点另有译文，没有收，原件里有。"


def _left(said: _Record) -> Iterator[str]:
    """What else the record says and we have no field for."""
    named_ = {
        "funding": "资助",
        "user_notes": "说明",
        "media_url": "网上录音的地址",
        "kembed": "网上录音的地址",
        "rel": "相关",
    }
    found = dict.fromkeys(label for name, label in named_.items() if said(name))
    if found:
        yield f"OHMS 里的{'、'.join(found)}没有收，原件里有。"


def is_ohms(head: bytes) -> bool:
    """Whether these are the first bytes of an OHMS record: XML whose root names OHMS."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")[:4000]
    else:
        text = head[:8000].decode("utf-8-sig", "replace")[:4000]
    return text.lstrip().startswith("<") and ("nunncenter/ohms" in text or ("<ROOT" in text and "<record" in text))


OHMS = Format("ohms", "OHMS 著录（XML）", (".xml",), read, sniff=is_ohms)
