"""Beginning in the middle of an MP3: what is heard is the second that was asked for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from archive_app.domain.errors import ArchiveError
from archive_app.intake.sound.decoding import samples
from archive_app.intake.sound.seeking import frame_table

SOUND = Path(__file__).parent / "files" / "sound"
RISING = SOUND / "rising.mp3"
RATE = 44_100


def heard(path: Path, second: float, table, frames: int = 8820) -> list[int]:
    made = samples(path, second, channels=1, rate=RATE, table=table)
    got: list[int] = []
    while len(got) < frames:
        try:
            got += made.send(min(4410, frames - len(got)))
        except StopIteration:
            break
    made.close()
    return got


def second_by_pitch(sound: list[int]) -> float:
    """The tone has 200 Hz at the beginning and 100 more each second; in the middle of ``sound``."""
    rising = sum(1 for one, two in pairwise(sound) if one < 0 <= two)
    return (rising / (len(sound) / RATE) - 200) / 100 - len(sound) / RATE / 2


@pytest.mark.parametrize("second", [5.0, 9.37, 16.001, 22.5, 28.8])
def test_the_second_asked_for_is_heard(second: float) -> None:
    table = frame_table(RISING)
    assert table.entry(second) is not None  # it does not walk there
    assert second_by_pitch(heard(RISING, second, table)) == pytest.approx(second, abs=0.08)


@pytest.mark.parametrize("second", [5.0, 16.001, 28.8])
def test_it_is_to_the_sample_what_stands_there_when_all_is_decoded(second: float) -> None:
    whole = heard(RISING, 0.0, None, 30 * RATE)
    piece = heard(RISING, second, frame_table(RISING), 2000)
    at = round(second * RATE)
    found = [lag for lag in range(-200, 201) if whole[at + lag + 100 : at + lag + 2000] == piece[100:]]
    assert found in ([-1], [0], [1])  # the recording itself has half as many samples a second


def test_near_the_beginning_nothing_is_left_out() -> None:
    table = frame_table(RISING)
    assert table.entry(0.0) is None
    assert heard(RISING, 0.0, table) == heard(RISING, 0.0, None)


def test_beyond_the_end_there_is_silence_and_no_fault() -> None:
    assert heard(RISING, 45.0, frame_table(RISING)) == []


def test_two_recordings_joined_end_to_end_with_their_tags(tmp_path: Path) -> None:
    joined = tmp_path / "上下.mp3"
    joined.write_bytes(RISING.read_bytes() + b"TAG" + bytes(125) + RISING.read_bytes())
    second = second_by_pitch(heard(joined, 52.0, frame_table(joined)))
    assert second == pytest.approx(52.0 - 30.0, abs=0.2)


def test_a_damaged_place_is_stepped_over(tmp_path: Path) -> None:
    data = bytearray(RISING.read_bytes())
    data[9000:9600] = bytes(600)
    spoilt = tmp_path / "坏了一段.mp3"
    spoilt.write_bytes(data)
    whole, table = frame_table(RISING), frame_table(spoilt)
    assert table.entry(25.0) is not None
    lost = second_by_pitch(heard(spoilt, 20.0, table)) - second_by_pitch(heard(RISING, 20.0, whole))
    assert 0.3 < lost < 1.0  # the frames that are gone, and no more


@pytest.mark.parametrize("name", ["tone.flac", "vorbis.ogg", "pcm.wav", "tone.m4a"])
def test_what_is_no_mp3_has_no_table(name: str) -> None:
    assert frame_table(SOUND / name) is None


def test_an_empty_file_and_one_of_noise_have_none(tmp_path: Path) -> None:
    empty = tmp_path / "空.mp3"
    empty.write_bytes(b"")
    assert frame_table(empty) is None
    empty.write_bytes(bytes(range(254)) * 9000)
    assert frame_table(empty) is None


def test_what_cannot_be_decoded_is_said_in_words() -> None:
    with pytest.raises(ArchiveError, match="放不了") as told:
        samples(SOUND / "tone.m4a", 0.0, channels=1, rate=RATE)
    assert told.value.code == "sound-format"
