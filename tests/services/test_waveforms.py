"""Waveforms: what a recording looks like, made by another process and kept among what can be made again."""

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path

import pytest

from archive_app.derived.waveforms import Waveform, waveform_path
from archive_app.domain.errors import ArchiveError, Refused
from archive_app.services.archive import Archive
from archive_app.services.sounds import Waveforms

SOUND = Path(__file__).parent.parent / "intake" / "files" / "sound"


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as made:
        yield made


def recorded(path: Path) -> Path:
    """A second of silence, a second at half of what there is, a second of it upwards alone; 8 kHz."""
    swing = [round(16_384 * math.sin(2 * math.pi * 200 * n / 8000)) for n in range(8000)]
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(array("h", [0] * 8000 + swing + [abs(one) for one in swing]).tobytes())
    return path


def test_loud_and_silent_stand_where_they_are_heard(archive: Archive, tmp_path: Path) -> None:
    sha256 = archive.vault.take(recorded(tmp_path / "一.wav")).sha256
    made = Waveforms(archive).waveform(sha256)
    assert made.seconds == pytest.approx(3.0, abs=0.1)
    silent, loud, upward = made.columns(0.0, 3.0, 3)
    assert max(silent) <= 2
    assert loud[0] == pytest.approx(64, abs=4) and loud[1] == pytest.approx(64, abs=4)
    assert upward[1] == pytest.approx(64, abs=4)
    assert list(made.columns(2.2, 2.8, 3))[1][0] <= 2  # below the middle there is nothing
    assert list(made.columns(5.0, 9.0, 2)) == [(0, 0), (0, 0)]


def test_it_is_made_once_and_again_when_it_is_lost_or_damaged(archive: Archive, tmp_path: Path) -> None:
    sha256 = archive.vault.take(recorded(tmp_path / "一.wav")).sha256
    waveforms = Waveforms(archive)
    assert waveforms.kept(sha256) is None
    made = waveforms.waveform(sha256)
    assert waveforms.kept(sha256) == made
    kept = archive.root / waveform_path(sha256)
    kept.write_bytes(kept.read_bytes()[:-3])
    assert waveforms.kept(sha256) is None
    assert waveforms.waveform(sha256) == made
    assert waveforms.kept(sha256) == made


@pytest.mark.parametrize("name", ["vbr.mp3", "tone.flac", "vorbis.ogg", "adpcm.wav", "rf64.wav"])
def test_what_other_programs_recorded_has_one(archive: Archive, name: str) -> None:
    made = Waveforms(archive).waveform(archive.vault.take(SOUND / name).sha256)
    assert made.seconds == pytest.approx(3.5, abs=0.2)
    assert made.loudest > 10


@pytest.mark.parametrize("name", ["tone.m4a", "tone.wma", "narrow.amr"])
def test_what_cannot_be_decoded_is_said_in_words(archive: Archive, name: str) -> None:
    waveforms = Waveforms(archive, lambda: ())
    sha256 = archive.vault.take(SOUND / name).sha256
    with pytest.raises(Refused, match="没有能解的程序") as told:
        waveforms.waveform(sha256)
    assert told.value.code == "sound-format"
    assert waveforms.kept(sha256) is None


def test_once_closed_none_is_made(archive: Archive, tmp_path: Path) -> None:
    waveforms = Waveforms(archive)
    waveforms.close()
    with pytest.raises(ArchiveError, match="已经关上"):
        waveforms.waveform(archive.vault.take(recorded(tmp_path / "一.wav")).sha256)


@pytest.mark.parametrize("data", [b"", b"CWAV1\n", b"CWAV1\n\0\0\0\1\1", b"CWAV1\n\0\0\0\1\1\xff", b"RIFF" + bytes(40)])
def test_damaged_bytes_are_no_waveform(data: bytes) -> None:
    with pytest.raises(Refused):
        Waveform.from_bytes(data)


def test_bytes_and_back() -> None:
    one = Waveform(bytes([1, 2, 3]), bytes([4, 127, 0]))
    assert Waveform.from_bytes(one.to_bytes()) == one
