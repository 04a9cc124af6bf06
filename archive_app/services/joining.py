"""Transcripts are joined to their recordings by name: ``OH-03.mp3`` and ``OH-03.vtt`` or ``OH-03.zh.srt``.

A recording of the same folder is the one that is meant, in the batch or in the archive. One of another folder is taken
only where no second bears the name, the name tells something, and the transcript ends no later than the recording.
Where no recording bears the very name, one is taken that bears it but for its writing (full width, traditional
characters, strokes and spaces) and for what people add to transcripts (整理稿, 终稿, a copy's number); that is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.identity import new_id
from archive_app.domain.media import is_heard
from archive_app.domain.recordings import FIELDS, key_for, labelled
from archive_app.domain.segments import Segment, beyond, named
from archive_app.domain.workflow.states import State
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.intake.file_names import last_part
from archive_app.intake.formats.audio import RECORDING, SUFFIXES
from archive_app.intake.proposal import TRANSCRIPT, Proposal, Taken

_LANGUAGE = re.compile(
    r"\.(?:(?:zh|cn|en|bo|mn|ar)(?:[-_][a-z]{2,4})?|chs|cht|sc|tc|chi|eng|und|default|简体|繁体|中文)\Z",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"[\s_\-—·.]*[（(\[【]?(?:转写稿?|转录稿?|逐字稿|文字稿|听打稿?|字幕|时间轴|transcript|subtitles?|captions?)[)）\]】]?\Z",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"[\s_\-—·.]*[（(\[【]?(?:(?:采访|访谈|口述)?(?:录音|音频)?(?:整理|转写|转录|听打|校对|校订|修订|修改|审定|最终)(?:稿|版|本)?"
    r"|[终定初二三校](?:稿|版))[)）\]】]?\Z"
    r"|[\s_\-—·.]+(?:v\d{1,2}|第\d{1,2}版|副本|复件|copy)\Z"
    r"|[\s_\-—·.]*[（(\[【]?(?:(?:录音|语音|音频)转(?:文字|写)|(?:智能|自动|机器)(?:转写)?|转写(?:结果|文本|内容|原文)|文字(?:记录|实录)|会议记录"
    r"|原文|讯飞听见|通义听悟|飞书妙记|腾讯会议|妙记|听悟|whisper)[)）\]】]?\Z"
)
_COPY = re.compile(r"\s*\(\d{1,2}\)\Z")  # what a browser puts behind the name of a second download
_GAP = re.compile(r"[\s_\-—–·.()]+")
_SOUND = re.compile(r"[\s_\-—·.]*[（(\[【]?(?:原始录音|录音|音频|audio|recording)[)）\]】]?\Z", re.IGNORECASE)
_GENERIC = re.compile(r"(?:新?录音|新建|采访|语音|音频|rec|audio|voice|track)?[\s_\-(（]*\d*[)）]?", re.IGNORECASE)
_OF_TRANSCRIPTS = (_ENDING, _SOUND, _ADDED, _COPY)
_TRANSCRIPT_SUFFIXES = (
    ".vtt", ".srt", ".textgrid", ".xml", ".eaf", ".ass", ".ssa", ".lrc", ".sbv", ".ttml", ".dfxp", ".trs", ".cha",
    ".json", ".otr", ".inqscr", ".tsv", ".csv", ".xlsx",
)  # fmt: skip
_DIGITS = {char: at for digits in ("0123456789", "〇一二三四五六七八九") for at, char in enumerate(digits)} | {"零": 0}
_ORDINAL = re.compile(
    r"(?<=第)(?:[0-9]{1,3}|[〇零一二三四五六七八九]?十?[〇零一二三四五六七八九]?)(?=[次回期场集讲段节部盘天])"
)
_RECORDINGS_OWN = ("title", "title_source", "duration")
"""What the recording itself says of an item, so that no transcript does."""
_SLACK = 5.0  # seconds that a transcript may go on beyond a recording of another folder


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that a transcript may belong to. ``seconds`` is 0 where its length is not known; ``file`` is its
    file's id, empty where the item waits for it."""

    item: str
    title: str
    source: str
    seconds: float
    file: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """A transcript and the item it joins. ``values`` are the item's fields that it fills: those that are empty."""

    taken: Taken
    item: str
    values: Mapping[str, Any]
    warnings: tuple[str, ...]


class Companions:
    """The recordings and the transcripts of one import."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._here: list[Recording] = []
        self._held: list[Taken] = []
        self._filled: set[tuple[str, str]] = set()
        self._told_by: dict[str, list[dict[str, Any]]] = {}  # the segments that items of this import have by now

    def note(self, item: str, title: str, taken: Taken, file: str) -> None:
        """A file of the batch (its id) became part of an item; only recordings are remembered."""
        if taken.proposal.role == RECORDING:
            seconds = float(dict(taken.proposal.facts).get("duration") or 0)
            self._here.append(Recording(item, title, taken.source, seconds, file))

    def hold(self, taken: Taken) -> bool:
        """Keep a transcript until all recordings are known; whether it is one."""
        held = bool(taken.proposal.transcript) or taken.proposal.role == TRANSCRIPT
        if held:
            self._held.append(taken)
        return held

    def settle(self) -> Iterable[Joint | Taken]:
        """What becomes of each transcript held: it joins an item, or comes in by itself."""
        held, self._held = self._held, []
        sure = [self._called(taken, stem_of)[0] is not None for taken in held]
        first = sorted(range(len(held)), key=lambda at: not sure[at])  # 整理稿 does not come before its own name's
        return [self._settled(held[at]) for at in first]

    def _settled(self, taken: Taken) -> Joint | Taken:
        found, remark = self._recording(taken)
        return _alone(taken, remark) if found is None else self._joint(taken, found, remark)

    def _joint(self, taken: Taken, recording: Recording, remark: str) -> Joint:
        proposal = taken.proposal
        warnings = list(proposal.warnings if proposal.role == TRANSCRIPT else proposal.transcript_warnings)
        if remark:
            warnings.append(remark)
        late = beyond(proposal.transcript, recording.seconds) if recording.seconds else []
        if late:
            warnings.append(f"{named(late)}在录音结束以后，时间照原样记下，请核对是不是这一件录音的转写稿。")
        if proposal.transcript and self._told(recording.item, self._key(recording)):
            warnings.append(f"《{recording.title}》已有转写稿，没有覆盖；这一份作为文件附上。")
        if proposal.fields.get("title_source") == "原题" and proposal.title != recording.title:
            warnings.append(f"里面写的题名是《{proposal.title}》，没有改录音的题名。")
        values = self._filling(recording.item, proposal, self._key(recording))
        name = last_part(taken.source)
        plain = replace(proposal, manuscript=None, attachments=(), role=TRANSCRIPT, title=recording.title)
        said = tuple(f"转写稿 {name}：{warning}" for warning in warnings)
        return Joint(replace(taken, proposal=plain), recording.item, values, said)

    def home_of(self, taken: Taken) -> Recording | None:
        """The item that a recording's transcript made when it came before it; ``None`` where there is none, or several.

        As for transcripts: the very name, and the same folder or a name that tells something.
        """
        if taken.proposal.role != RECORDING:
            return None
        stem = stem_of(taken.source)
        seconds = float(dict(taken.proposal.facts).get("duration") or 0)
        homes: dict[str, Recording] = {}
        for file in self._catalogue.load("file", self._transcripts.get(stem, ())).values():
            item = self._lone(file)
            if item is None:
                continue
            beside = _folder(str(file["source"])) == _folder(taken.source)
            segments = [Segment.from_json(row) for row in item["transcript"]]
            if beside or not (_GENERIC.fullmatch(stem) or (seconds and beyond(segments, seconds, _SLACK))):
                homes[item.id] = Recording(item.id, item.title, str(file["source"]), float(item["duration"] or 0))
        return next(iter(homes.values())) if len(homes) == 1 else None

    def _lone(self, file: Record) -> Record | None:
        """The item of a transcript, where it is one that still waits for its recording."""
        if file.trashed or file["role"] != TRANSCRIPT or not file["item"]:
            return None
        item = self._catalogue.record(str(file["item"]))
        waits = not item.trashed and item["kind"] == "oral_history" and item["state"] == State.DRAFT
        others = self._catalogue.files_of(item.id) if waits else []
        return item if waits and not any(other["role"] == RECORDING for other in others) else None

    def values_for(self, item: str, taken: Taken) -> dict[str, Any]:
        """What a transcript that a list or a person gave to an item fills in: only what is empty. Of several recordings
        it is of the one of its name, else of the first."""
        if taken.proposal.role != TRANSCRIPT:
            return {}
        return self._filling(item, taken.proposal, self._key_of_name(item, taken))

    def has_words_for(self, item: str, taken: Taken) -> bool:
        """Whether an item has a transcript already of the recording that this one is of: it is not written over."""
        return bool(taken.proposal.transcript) and self._told(item, self._key_of_name(item, taken))

    def _key_of_name(self, item: str, taken: Taken) -> str:
        """The key of the item's recording that bears the name of a transcript; of the first one where none does."""
        stored = [
            Recording(item, "", str(one["name"]), 0.0, one.id)
            for one in self._catalogue.files_of(item)
            if is_heard(str(one["mime"]))
        ]
        own = [*stored, *(one for one in self._here if one.item == item)]
        found = next(
            (one for how in (stem_of, loose_stem) for one in own if how(one.source) == how(taken.source)), None
        )
        return self._key(found) if found is not None else ""

    def _key(self, recording: Recording) -> str:
        """What segments of this recording hold: nothing for the first of its item."""
        here = [one.file for one in self._here if one.item == recording.item]
        stored = [one.id for one in self._catalogue.files_of(recording.item) if is_heard(str(one["mime"]))]
        first = next(iter((*stored, *here)), "")
        rows = self._told_by.get(recording.item) or self._stored_rows(recording.item)
        return key_for(rows, recording.file, first) if recording.file else ""

    def _told(self, item: str, key: str) -> bool:
        """Whether an item has segments of this recording already."""
        rows = self._told_by.get(item) or self._stored_rows(item)
        return any(str(row.get("file") or "") == key for row in rows)

    def _stored_rows(self, item: str) -> Sequence[Mapping[str, Any]]:
        stored = self._catalogue.load("item", [item]).get(item)
        return stored.values.get("transcript") or () if stored is not None else ()

    def _filling(self, item: str, proposal: Proposal, key: str = "") -> dict[str, Any]:
        """The empty fields of an item that a transcript fills: itself, and what it says of the interview. Of an item
        with several recordings each has segments of its own: those of another one stay."""
        rows = [labelled(segment.to_json(), key) for segment in proposal.transcript]
        told = {name: value for name, value in proposal.fields.items() if name not in _RECORDINGS_OWN}
        if points := told.get("index_points"):
            told["index_points"] = [labelled({"id": new_id(), **one}, key) for one in points]
        if proposal.role != TRANSCRIPT:
            told = {}  # a text with times: its head speaks of the text
        values = {name: value for name, value in {"transcript": rows, **told}.items() if value}
        before = list(self._told_by.get(item) or self._stored_rows(item))
        if before and rows and not self._told(item, key):
            values["transcript"] = [*before, *rows]
            if "index_points" in values and (stored := self._catalogue.load("item", [item]).get(item)) is not None:
                values["index_points"] = [*stored.values.get("index_points", ()), *values["index_points"]]
            keep = set(FIELDS) & values.keys()
        else:
            keep = set()
        values = {name: value for name, value in values.items() if name in keep or not self._has(item, name)}
        self._filled |= {(item, name) for name in values}
        if "transcript" in values:
            self._told_by[item] = values["transcript"]
        return values

    def _has(self, item: str, name: str) -> bool:
        if (item, name) in self._filled:
            return True
        stored = self._catalogue.load("item", [item]).get(item)
        return stored is not None and bool(stored[name])

    # — which recording —

    def _recording(self, taken: Taken) -> tuple[Recording | None, str]:
        """The recording that is meant, and what to say of the choice."""
        found, remark = self._called(taken, stem_of)
        if found is not None or remark:
            return found, remark
        if _GENERIC.fullmatch(loose_stem(taken.source)):  # 录音(2) is not 录音 in other writing
            return None, ""
        found, remark = self._called(taken, loose_stem)
        if found is not None:
            remark = remark or f"按相近的名字配给了 {last_part(found.source)}，请核对。"
        return found, remark

    def _called(self, taken: Taken, stem_in: Callable[[str], str]) -> tuple[Recording | None, str]:
        """The recording whose name says the same as the transcript's, what is said being up to ``stem_in``."""
        stem = stem_in(taken.source)
        here = [recording for recording in self._here if stem_in(recording.source) == stem]
        beside = [recording for recording in here if _folder(recording.source) == _folder(taken.source)]
        if beside:
            others = len({recording.item for recording in beside}) - 1
            more = f"同名的录音有 {others + 1} 件，配给了 {last_part(beside[0].source)}，请核对。" if others else ""
            return beside[0], more
        stored = self._stored(self._names if stem_in is stem_of else self._loose_names, stem)
        same = [recording for recording in stored if _folder(recording.source) == _folder(taken.source)]
        if len({recording.item for recording in same}) == 1:
            return same[0], ""
        far = {recording.item: recording for recording in (*here, *stored)}
        if len(far) > 1:
            return None, f"同名的录音有 {len(far)} 件，不知道配哪一件。"
        for recording in far.values():
            if not _GENERIC.fullmatch(stem) and not self._too_long(taken, recording):
                return recording, ""
        return None, ""

    @staticmethod
    def _too_long(taken: Taken, recording: Recording) -> bool:
        return bool(recording.seconds and beyond(taken.proposal.transcript, recording.seconds, _SLACK))

    def _stored(self, names: dict[str, list[str]], stem: str) -> list[Recording]:
        """The recordings of this name that the archive holds, the trash aside."""
        found = []
        for file in self._catalogue.load("file", names.get(stem, ())).values():
            if file.trashed or not file["item"]:
                continue
            item = self._catalogue.record(str(file["item"]))
            if not item.trashed:
                seconds = float(file["duration"] or 0)
                found.append(Recording(item.id, item.title, str(file["source"] or file["name"]), seconds, file.id))
        return found

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return self._stems(stem_of)

    @cached_property
    def _loose_names(self) -> dict[str, list[str]]:
        return self._stems(loose_stem)

    @cached_property
    def _transcripts(self) -> dict[str, list[str]]:
        return self._stems(stem_of, _TRANSCRIPT_SUFFIXES)

    def _stems(self, stem_in: Callable[[str], str], suffixes: tuple[str, ...] = SUFFIXES) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for key, name in self._catalogue.titles("file"):
            if name.lower().endswith(suffixes):
                names.setdefault(stem_in(name), []).append(key)
        return names


def _alone(taken: Taken, remark: str) -> Taken:
    """A transcript that found no recording, as an item of its own."""
    proposal = taken.proposal
    if proposal.role != TRANSCRIPT:
        words = f"文中有时间，像是录音的转写稿；{remark or '没有找到同名的录音。'}按文稿收下。"
        return replace(taken, proposal=replace(proposal, warnings=(*proposal.warnings, words)))
    rows = [segment.to_json() for segment in proposal.transcript]
    words = f"{remark or '没有找到同名的录音。'}先单独成一件口述史料。"
    fields = {**proposal.fields, "transcript": rows}
    if points := fields.get("index_points"):
        fields["index_points"] = [{"id": new_id(), **one} for one in points]
    return replace(taken, proposal=replace(proposal, fields=fields, warnings=(*proposal.warnings, words)))


def stem_of(source: str) -> str:
    """What a recording and its transcript have in common of their names: without suffix, language, 录音 and 转写."""
    name = unicodedata.normalize("NFC", last_part(source)).casefold()
    stem = _LANGUAGE.sub("", name.rpartition(".")[0] or name)
    suffix = next((suffix for suffix in SUFFIXES if stem.endswith(suffix)), "")
    stem = stem.removesuffix(suffix)
    for pattern in (_ENDING, _SOUND):
        stem = pattern.sub("", stem) or stem
    return stem.strip()


def loose_stem(source: str) -> str:
    """The same up to the way of writing, and without what people add; the name itself where nothing would be left."""
    stem = fold(unicodedata.normalize("NFKC", stem_of(source))).casefold()
    endings = (_ENDING, _SOUND, _ADDED) if last_part(source).lower().endswith(SUFFIXES) else _OF_TRANSCRIPTS
    before = ""
    while stem != before:
        before = stem
        for pattern in endings:
            stem = pattern.sub("", stem) or stem
    stem = _ORDINAL.sub(_counted, stem)
    parts = [part for part in _GAP.split(stem) if part]
    joined = parts[0] if parts else stem
    for part in parts[1:]:  # OH-03 is OH03, but OH-1-1 is not OH-11
        joined += ("-" if joined[-1].isdigit() and part[0].isdigit() else "") + part
    return joined


def _counted(ordinal: re.Match[str]) -> str:
    """第三次 and 第03次 are 第3次; up to ninety-nine as words."""
    tens, ten, ones = ordinal[0].rpartition("十")
    if not ten:
        return str(int("".join(str(_DIGITS[char]) for char in ones))) if ones else ""
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def _folder(source: str) -> str:
    """Where it lay: the folder, or the archive and the folder in it."""
    return source[: len(source) - len(last_part(source))].replace("\\", "/")
