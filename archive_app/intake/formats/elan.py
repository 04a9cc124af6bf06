"""ELAN's annotations (``.eaf``, 2.0 to 3.0): tiers at the top are who speaks; beneath lies 普通话, or what stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive_app.domain.captions import Captions
from archive_app.domain.elan import ID, KEYWORDS, SPOKEN, SYNOPSIS
from archive_app.domain.errors import Refused
from archive_app.domain.identity import is_id
from archive_app.domain.segments import Segment, named
from archive_app.domain.speakers import spoken
from archive_app.domain.textgrid import INDEX, SILENT, SOUNDS, TOPICS, UNNAMED, speaker_of_tier
from archive_app.frozen import dataclass
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.spoken import Heard, attribute, heard_proposal, local, spoken_xml
from archive_app.intake.proposal import Proposal

_MANDARIN = re.compile(
    r"普通话|国语|汉语|汉译|中文|译文|翻译|mandarin|putonghua|chinese|transl|\bft\b|free|gloss_zh|zho|cmn", re.I
)
_BESIDE = re.compile(r"[（(_\-@ ]*(?:普通话|译文|翻译|mandarin|translation)[)）]?\Z", re.I)
_WORDS = re.compile(r"\btx\b|text|trans|utt|ort|原文|原话|转写|汉字|@", re.I)
_LABEL = re.compile(r"[\w.\- ]{0,30}\d+\Z")  # the numbers of utterances, which some corpora keep at the top


@dataclass(frozen=True, slots=True)
class _Annotation:
    id: str
    words: str
    begin: float
    end: float
    parent: str = ""


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    parent: str
    participant: str
    annotations: tuple[_Annotation, ...]
    aligned: bool
    kind: str = ""

    @property
    def ours(self) -> bool:
        """Whether we wrote it for a speaker, whatever he is called."""
        return self.kind == SPOKEN and self.name != INDEX


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is none, damaged, or nothing stands in it."""
    root = spoken_xml(source, workspace)
    if local(root) != "ANNOTATION_DOCUMENT":
        raise Refused("里面不是 ELAN 的标注", "请在 ELAN 里另存一份再导入。", code="not-taken")
    problems: list[str] = []
    tiers = list(_tiers(root, problems))
    said, points = _said(tiers, problems)
    if not any(one.speaker for one in said) and not any(one.name == UNNAMED for one in tiers):
        said = spoken(said)
    captions = Captions(tuple(said), tuple(problems))
    return heard_proposal(source, Heard(captions, tuple(points)), "text/x-eaf+xml")


def _tiers(root: Any, problems: list[str]) -> Iterator[_Tier]:
    slots = _slots(root, problems)
    spans: dict[str, tuple[float, float]] = {}
    waiting = [one for one in root.iterchildren() if local(one) == "TIER"]
    found: dict[str, list[_Annotation]] = {}
    for tier in waiting:  # what is aligned first: the others have their times from it
        made: list[_Annotation] = []
        for one in tier.iter():
            if local(one) == "ALIGNABLE_ANNOTATION":
                begin = slots.get(attribute(one, "TIME_SLOT_REF1"), 0.0)
                end = slots.get(attribute(one, "TIME_SLOT_REF2"), begin)
                key = attribute(one, "ANNOTATION_ID")
                spans[key] = (begin, end)
                made.append(_Annotation(key, _value(one), begin, end))
        found[attribute(tier, "TIER_ID")] = made
    parents = {
        attribute(one, "ANNOTATION_ID"): attribute(one, "ANNOTATION_REF")
        for tier in waiting
        for one in tier.iter()
        if local(one) == "REF_ANNOTATION"
    }
    for tier in waiting:
        name = attribute(tier, "TIER_ID")
        aligned = bool(found[name])
        for one in (one for one in tier.iter() if local(one) == "REF_ANNOTATION"):
            key = attribute(one, "ANNOTATION_ID")
            above, steps = attribute(one, "ANNOTATION_REF"), 0
            while above not in spans and above in parents and steps < 50:
                above, steps = parents[above], steps + 1
            begin, end = spans.get(above, (0.0, 0.0))
            found[name].append(_Annotation(key, _value(one), begin, end, above))
        who, kind = attribute(tier, "PARTICIPANT").strip(), attribute(tier, "LINGUISTIC_TYPE_REF")
        yield _Tier(name, attribute(tier, "PARENT_REF"), who, tuple(found[name]), aligned, kind)


def _value(annotation: Any) -> str:
    words = "".join("".join(one.itertext()) for one in annotation.iterchildren() if local(one) == "ANNOTATION_VALUE")
    return "\n".join(line.strip() for line in words.split("\n") if line.strip())


def _slots(root: Any, problems: list[str]) -> dict[str, float]:
    """Second of each time slot; those without one stand evenly between their neighbours, as ELAN shows them."""
    names: list[str] = []
    values: list[float | None] = []
    for one in root.iter():
        if local(one) == "TIME_SLOT":
            names.append(attribute(one, "TIME_SLOT_ID"))
            told = attribute(one, "TIME_VALUE")
            values.append(int(told) / 1000 if told.lstrip("-").isdigit() else None)
    origin = _origin(root)
    if origin:
        problems.append(f"ELAN 里录音从 {origin:g} 秒算起，各段的时间照此加上了，请对照录音核对。")
    loose = sum(1 for one in values if one is None)
    if loose:
        problems.append(f"有 {loose} 个时间点没有标，按前后匀开了，请对照录音核对。")
    at = 0
    while at < len(values):
        if values[at] is None:
            upto = next((n for n in range(at, len(values)) if values[n] is not None), len(values))
            low = values[at - 1] if at else 0.0
            high = values[upto] if upto < len(values) else low
            for n in range(at, upto):
                values[n] = (low or 0.0) + ((high or 0.0) - (low or 0.0)) * (n - at + 1) / (upto - at + 1)
            at = upto
        at += 1
    return {name: round(max(0.0, (value or 0.0) + origin), 3) for name, value in zip(names, values, strict=True)}


def _origin(root: Any) -> float:
    """The second of the recording that annotations are counted from (``TIME_ORIGIN`` of the first medium)."""
    media = next((one for one in root.iter() if local(one) == "MEDIA_DESCRIPTOR"), None)
    told = attribute(media, "TIME_ORIGIN") if media is not None else ""
    return int(told) / 1000 if told.isdigit() else 0.0


def _said(
    tiers: Sequence[_Tier], problems: list[str]
) -> tuple[list[Segment], list[tuple[float, str, str, tuple[str, ...]]]]:
    names = {tier.name for tier in tiers}
    top = [tier for tier in tiers if tier.parent not in names]
    children: dict[str, list[_Tier]] = {}
    for tier in tiers:
        if tier.parent in names:
            children.setdefault(tier.parent, []).append(tier)
    beside: dict[str, _Tier] = {}
    for tier in top:
        base = _BESIDE.sub("", tier.name)
        if base != tier.name and base in names and not tier.ours:
            beside[base] = tier
    sounds = [tier.name for tier in top if SOUNDS.search(tier.name) and tier.annotations and not tier.ours]
    topics = [tier for tier in top if not tier.ours and (tier.name == INDEX or TOPICS.search(tier.name))]
    spoken_tiers = [
        tier for tier in top if tier not in beside.values() and tier not in topics and tier.name not in sounds
    ]
    filled = [tier for tier in spoken_tiers if tier.annotations]
    left = list(sounds)
    found: list[tuple[float, int, Segment]] = []
    for place, tier in enumerate(filled):
        words, others, more = _columns(tier, children, beside.get(tier.name))
        left += more
        speaker = tier.participant or speaker_of_tier(tier.name, alone=len(filled) == 1)
        for one in tier.annotations:
            text = words.get(one.id, "")
            if text and text.lower() not in SILENT:
                key = one.id.removeprefix(ID)
                mandarin = others.get(one.id, "") or _at(beside.get(tier.name), one)
                found.append(
                    (one.begin, place, Segment(text, one.begin, one.end if one.end > one.begin else None, speaker,
                                               key if is_id(key) else "", mandarin))
                )  # fmt: skip
    found.sort(key=lambda one: one[:2])
    if left:
        problems.append(f"其余的层（{named(left, '层')}）没有收，原件里有。")
    points = [point for tier in topics for point in _points(tier, children.get(tier.name, ()))]
    return [segment for _begin, _place, segment in found], points


def _columns(
    tier: _Tier, children: Mapping[str, Sequence[_Tier]], beside: _Tier | None
) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The words of a tier by annotation, their 普通话, and the names of tiers beneath that are neither."""
    own = {one.id: one.words for one in tier.annotations}
    below = list(_all_below(tier.name, children))
    direct = [one for one in below if not one.aligned]
    labels = sum(1 for words in own.values() if not words or _LABEL.fullmatch(words))
    text = None
    if own and labels * 5 >= len(own) * 4:
        text = next((one for one in direct if _WORDS.search(one.name) and not _MANDARIN.search(one.name)), None)
    if text is not None:
        own = _by_parent(text)
    mandarin = (
        None
        if beside is not None
        else next((one for one in direct if one is not text and _MANDARIN.search(one.name)), None)
    )
    others = _by_parent(mandarin) if mandarin is not None else {}
    left = [one.name for one in below if one not in (text, mandarin) and one.annotations]
    return own, others, left


def _all_below(name: str, children: Mapping[str, Sequence[_Tier]], deep: int = 0) -> Iterator[_Tier]:
    for one in children.get(name, ()):
        yield one
        if deep < 20:
            yield from _all_below(one.name, children, deep + 1)


def _by_parent(tier: _Tier) -> dict[str, str]:
    told: dict[str, str] = {}
    for one in tier.annotations:
        told[one.parent] = " ".join(part for part in (told.get(one.parent, ""), one.words) if part)
    return {key: words for key, words in told.items() if words}


def _at(tier: _Tier | None, one: _Annotation) -> str:
    if tier is None:
        return ""
    return next((other.words for other in tier.annotations if abs(other.begin - one.begin) < 0.0006), "")


def _points(tier: _Tier, below: Sequence[_Tier]) -> Iterator[tuple[float, str, str, tuple[str, ...]]]:
    def told(ending: str, words: str) -> dict[str, str]:
        found = next((one for one in below if one.name.endswith(ending) or words in one.name.lower()), None)
        return _by_parent(found) if found is not None else {}

    synopses, keywords = told(SYNOPSIS, "synopsis"), told(KEYWORDS, "keyword")
    for one in tier.annotations:
        words = tuple(word.strip() for word in re.split("[;；、]", keywords.get(one.id, "")) if word.strip())
        if one.words or one.id in synopses:
            yield one.begin, one.words, synopses.get(one.id, ""), words


def is_eaf(head: bytes) -> bool:
    """Whether these are the first bytes of an ELAN document."""
    text = head[:4096].replace(b"\0", b"")
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and b"<ANNOTATION_DOCUMENT" in text


ELAN = Format("eaf", "ELAN 标注", (".eaf",), read, sniff=is_eaf)
