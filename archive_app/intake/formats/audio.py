"""Recordings: what they are and how long. Their tags are suggestions: a recorder's words are not a person's."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinytag import TinyTag, TinyTagException

from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.proposal import Facts, Proposal, Suggestion
from archive_app.intake.sound.aiff import is_aiff, measure_aiff
from archive_app.intake.sound.amr import measure_amr
from archive_app.intake.sound.asf import HEAD, measure_asf
from archive_app.intake.sound.boxes import is_mp4, measure_mp4
from archive_app.intake.sound.flac import is_flac, measure_flac
from archive_app.intake.sound.measured import Sound, words
from archive_app.intake.sound.mpeg import is_adts, is_mp3, measure_adts, measure_mp3
from archive_app.intake.sound.ogg import measure_ogg
from archive_app.intake.sound.riff import is_wave, measure_wave
from archive_app.intake.text.titles import title_from_name
from archive_app.vault.hostile.charsets import decode

RECORDING = "录音"
"""The role of a recording among an item's files."""

_LONGEST = 400 * 3600  # seconds: beyond it the file's own words are nonsense
_TOOLS = re.compile(r"\b(?:lavf|lame|ffmpeg|audacity|itunes|encoder)\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def _reader(measure: Callable[[Path], Sound]) -> Callable[[Source, Workspace], Proposal]:
    def read(source: Source, workspace: Workspace) -> Proposal:
        """A recording: an interview of its own until a person says otherwise."""
        return _proposal(source, measure(source.path))

    return read


def sound_facts(path: Path) -> Facts:
    """What is known of a recording in Ogg: form and length. Raises ``Refused`` where there is no sound in it."""
    sound = measure_ogg(path)
    return (("mime", sound.mime), ("duration", round(sound.seconds, 3)))


def _proposal(source: Source, sound: Sound) -> Proposal:
    warnings = list(sound.warnings)
    facts: dict[str, Any] = {"mime": sound.mime}
    fields: dict[str, Any] = {"title_source": "自拟"}
    if sound.seconds > _LONGEST:
        warnings.append(f"文件说有 {words(sound.seconds)}，不可信，时长没有记。")
    else:
        facts["duration"] = fields["duration"] = round(sound.seconds, 3)
    title = title_from_name(source.name)
    suggestions = tuple(suggested for suggested in _tags(source.path) if suggested.value != title)
    return Proposal(
        "oral_history", title, fields, facts=tuple(facts.items()), warnings=tuple(warnings), suggestions=suggestions,
        role=RECORDING,
    )  # fmt: skip


def _tags(path: Path) -> list[Suggestion]:
    """What the file's own tags say of title, day and content; none where they cannot be read."""
    try:
        with path.open("rb") as file:
            tag = TinyTag.get(file_obj=file, duration=False)
    except (TinyTagException, OSError):
        return []
    found = []
    for field, label, value in (
        ("title", "题名", tag.title),
        ("created", "日期", tag.year if tag.year and _YEAR.match(tag.year) else None),
        ("notes", "作者", tag.artist),
        ("notes", "说明", tag.comment),
    ):
        said = _repaired(value or "")
        if said and not _TOOLS.search(said):
            found.append(Suggestion(field, said, f"录音文件的标签“{label}”"))
    return found


def _repaired(text: str) -> str:
    """Tags that were written in GBK and read as Latin-1, set right; a line each, no longer than a title may be."""
    said = " ".join(text.split())[:200]
    if said.isascii() or any(char > "\xff" for char in said):
        return said
    decoded = decode(said.encode("latin-1"))
    return decoded.text if decoded is not None and not decoded.damaged else said


WAV = Format("wav", "WAV 录音", (".wav",), _reader(measure_wave), sniff=is_wave)
MP3 = Format(
    "mp3", "MP3 录音", (".mp3", ".mp2"), _reader(measure_mp3),
    signatures=(b"ID3", *(bytes((0xFF, second)) for second in bytes.fromhex("FBFAF3F2E3E2FDFCF5F4"))),
    confirm=is_mp3,
)  # fmt: skip
AAC = Format(
    "aac", "AAC 录音", (".aac",), _reader(measure_adts),
    signatures=(b"ID3", *(bytes((0xFF, second)) for second in bytes.fromhex("F0F1F8F9"))), confirm=is_adts,
)  # fmt: skip
FLAC = Format("flac", "FLAC 录音", (".flac",), _reader(measure_flac), signatures=(b"fLaC", b"ID3"), confirm=is_flac)
OGG = Format("ogg", "Ogg 录音", (".ogg", ".oga", ".opus", ".spx"), _reader(measure_ogg), signatures=(b"OggS",))
M4A = Format(
    "m4a", "M4A 录音", (".m4a", ".m4b", ".mp4", ".3gp", ".mov", ".m4v", ".3g2"), _reader(measure_mp4), sniff=is_mp4
)
WMA = Format("wma", "WMA 录音", (".wma", ".wmv", ".asf"), _reader(measure_asf), signatures=(HEAD,))
AMR = Format("amr", "AMR 录音", (".amr", ".awb"), _reader(measure_amr), signatures=(b"#!AMR",))

AIFF = Format("aiff", "AIFF 录音", (".aiff", ".aif", ".aifc"), _reader(measure_aiff), sniff=is_aiff)

AUDIO = (WAV, FLAC, MP3, AAC, OGG, M4A, WMA, AMR, AIFF)
SUFFIXES = tuple(suffix for fmt in AUDIO for suffix in fmt.suffixes)
"""What recordings that are taken are called."""
