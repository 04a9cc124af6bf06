"""An interview written for ELAN (EAF 3.0): a tier for each speaker, 普通话 in a tier beneath his, the index in one of
its own with its synopses and keywords beneath.

Segments keep their ids as those of the annotations; what comes back from ELAN is so known again. Reading what is
written and writing it again gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from archive_app.domain.identity import is_id
from archive_app.domain.segments import Segment
from archive_app.domain.textgrid import INDEX, UNNAMED
from archive_app.domain.transcript import lines_of, timed
from archive_app.frozen import dataclass

MANDARIN = "（普通话）"
SYNOPSIS = "（提要）"
KEYWORDS = "（关键词）"
ID = "s-"
"""Before a segment's id: an XML id begins with a letter."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
SPOKEN, _ASIDE = "转写", "附注"
"""The types of our tiers."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = {
    ".mp3": "audio/mpeg",
    ".wav": "audio/x-wav",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".mov": "video/quicktime",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A point of the index: ``at`` in seconds."""

    at: float
    title: str = ""
    synopsis: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Annotation:
    """Begin and end in milliseconds; ``beside`` are the words of the tiers beneath, by their place."""

    begin: int
    end: int
    words: str
    id: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    speaker: str
    annotations: tuple[_Annotation, ...]
    beneath: tuple[str, ...] = ()


def to_eaf(segments: Sequence[Segment], topics: Sequence[Topic] = (), *, media: str = "", noted: str = "") -> str:
    """The document. Segments without a beginning or without words are left out; ``media`` is the recording's file name,
    ``noted`` the day the document was made (ISO 8601)."""
    tiers = [*_spoken(sorted(timed(segments), key=lambda one: one.start or 0.0)), *_index(topics)]
    return "\n".join(_document(tiers, media, noted)) + "\n"


def _spoken(said: Sequence[Segment]) -> Iterator[_Tier]:
    """A tier a speaker, further ones where a segment of his runs into the next: annotations of a tier never overlap."""
    taken = {INDEX, INDEX + SYNOPSIS, INDEX + KEYWORDS}
    seen: set[str] = set()
    for speaker in dict.fromkeys(_line(one.speaker) for one in said):
        rows: list[list[Segment]] = []
        for segment in (one for one in said if _line(one.speaker) == speaker):
            row = next((row for row in rows if _ms(row[-1].end) <= _ms(segment.start)), None)
            if row is None:
                rows.append([segment])
            else:
                row.append(segment)
        for number, row in enumerate(rows, start=1):
            name = _free(speaker or UNNAMED, number, taken)
            taken |= {name, name + MANDARIN}
            made = []
            for one in row:
                key = one.id if is_id(one.id) and one.id not in seen else ""
                seen.add(key)
                made.append(_Annotation(_ms(one.start), _ms(one.end), _words(one.text), key, (_words(one.mandarin),)))
            yield _Tier(name, speaker, tuple(made), (name + MANDARIN,))


def _free(name: str, number: int, taken: set[str]) -> str:
    label = name if number == 1 else f"{name}#{number}"
    while label in taken or label + MANDARIN in taken:
        label += "_"
    return label


def _index(topics: Sequence[Topic]) -> Iterator[_Tier]:
    """Each topic lasts till the next; the last one a second."""
    ordered = sorted((one for one in topics if _words(one.title) or _words(one.synopsis)), key=lambda one: one.at)
    if not ordered:
        return
    made: list[_Annotation] = []
    for one, following in zip(ordered, [*ordered[1:], None], strict=True):
        begin = max(_ms(one.at), made[-1].end if made else 0)
        end = max(_ms(following.at) if following is not None else begin + 1000, begin + 1)
        beside = (_words(one.synopsis), "；".join(_line(word) for word in one.keywords if _line(word)))
        made.append(_Annotation(begin, end, _line(one.title), "", beside))
    yield _Tier(INDEX, "", tuple(made), (INDEX + SYNOPSIS, INDEX + KEYWORDS))


def _document(tiers: Sequence[_Tier], media: str, noted: str) -> Iterator[str]:
    day = noted if re.fullmatch(r"\d{4}-\d\d-\d\d", noted) else "2000-01-01"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<ANNOTATION_DOCUMENT AUTHOR="" DATE="{day}T00:00:00+08:00" FORMAT="3.0" VERSION="3.0"'
        f' xmlns:xsi="{_XSI}" xsi:noNamespaceSchemaLocation="{_SCHEMA}">'
    )
    yield '    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">'
    if name := _line(media):
        kind = _KINDS.get("." + name.rpartition(".")[2].lower(), "unknown")
        url = f"MEDIA_URL={quoteattr('file:///' + name)} MIME_TYPE={quoteattr(kind)}"
        yield f"        <MEDIA_DESCRIPTOR {url} RELATIVE_MEDIA_URL={quoteattr('./' + name)}/>"
    yield "    </HEADER>"
    marks = sorted((time, order) for order, time in enumerate(_times(tiers)))
    slots = {order: f"ts{number}" for number, (_time, order) in enumerate(marks, start=1)}
    yield "    <TIME_ORDER>"
    yield from (f'        <TIME_SLOT TIME_SLOT_ID="{slots[order]}" TIME_VALUE="{time}"/>' for time, order in marks)
    yield "    </TIME_ORDER>"
    at, number = 0, 0
    for tier in tiers:
        ids: list[str] = []
        yield _tier_head(tier.name, SPOKEN, tier.speaker)
        for one in tier.annotations:
            number += 1
            ids.append(f"{ID}{one.id}" if one.id else f"a{number}")
            yield "        <ANNOTATION>"
            yield (
                f'            <ALIGNABLE_ANNOTATION ANNOTATION_ID="{ids[-1]}" TIME_SLOT_REF1="{slots[at]}"'
                f' TIME_SLOT_REF2="{slots[at + 1]}">'
            )
            yield f"                <ANNOTATION_VALUE>{escape(one.words)}</ANNOTATION_VALUE>"
            yield "            </ALIGNABLE_ANNOTATION>"
            yield "        </ANNOTATION>"
            at += 2
        yield "    </TIER>"
        for place, name in enumerate(tier.beneath):
            beneath = [(key, one.beside[place]) for key, one in zip(ids, tier.annotations, strict=True)]
            if not any(words for _key, words in beneath):
                continue
            yield _tier_head(name, _ASIDE, tier.speaker, tier.name)
            for key, words in beneath:
                if words:
                    number += 1
                    yield "        <ANNOTATION>"
                    yield f'            <REF_ANNOTATION ANNOTATION_ID="a{number}" ANNOTATION_REF="{key}">'
                    yield f"                <ANNOTATION_VALUE>{escape(words)}</ANNOTATION_VALUE>"
                    yield "            </REF_ANNOTATION>"
                    yield "        </ANNOTATION>"
            yield "    </TIER>"
    yield f'    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="{SPOKEN}" TIME_ALIGNABLE="true"/>'
    yield (
        f'    <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false"'
        f' LINGUISTIC_TYPE_ID="{_ASIDE}" TIME_ALIGNABLE="false"/>'
    )
    yield ('    <CONSTRAINT DESCRIPTION="1-1 association with a parent annotation" STEREOTYPE="Symbolic_Association"/>')
    yield "</ANNOTATION_DOCUMENT>"


def _tier_head(name: str, kind: str, speaker: str, parent: str = "") -> str:
    above = f" PARENT_REF={quoteattr(parent)}" if parent else ""
    who = f" PARTICIPANT={quoteattr(speaker)}" if speaker else ""
    return f'    <TIER LINGUISTIC_TYPE_REF="{kind}"{above}{who} TIER_ID={quoteattr(name)}>'


def _times(tiers: Sequence[_Tier]) -> Iterator[int]:
    for tier in tiers:
        for one in tier.annotations:
            yield one.begin
            yield one.end


def _ms(seconds: float | None) -> int:
    return max(0, round((seconds or 0.0) * 1000))


def _words(text: str) -> str:
    return "\n".join(lines_of(_NOT_XML.sub("", text)))


def _line(text: str) -> str:
    return " ".join(_words(text).split())
