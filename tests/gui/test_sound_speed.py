"""A recording that is heard slower or faster: where one is, is told in the recording's own time."""

from __future__ import annotations

import math
import time
import wave
from array import array
from pathlib import Path

import pytest

from archive_app.gui.sound.sounding import RATE, Sound, _Stream

SLOW = 20_000


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "录音 二.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(array("h", (round(9000 * math.sin(n / 6)) for n in range(8000 * 8))).tobytes())
    return path


def taken(path: Path, second: float, speed: float) -> tuple[float, float]:
    """The seconds that a device gets to sound, and the second of the recording it is at then."""
    stream = _Stream(path, second, speed, None)
    made = stream.generator()
    next(made)
    frames = 0
    for piece in iter(lambda: next_of(made), None):
        frames += len(piece) // 2
    return frames / RATE, stream._reached


def next_of(made):
    try:
        return made.send(1024)
    except StopIteration:
        return None


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.5, 2.0])
def test_the_rest_of_a_recording_takes_longer_or_shorter(recording: Path, speed: float) -> None:
    heard, reached = taken(recording, 2.0, speed)
    assert heard == pytest.approx(6.0 / speed, abs=0.2)
    assert reached == pytest.approx(8.0, abs=0.2)  # the recording's own time, not the clock's


def silence_device():
    import miniaudio

    return miniaudio.PlaybackDevice(nchannels=2, sample_rate=RATE, backends=[miniaudio.Backend.NULL])


def test_it_goes_on_from_where_it_is_when_the_speed_is_changed(recording: Path, qtbot) -> None:
    sound = Sound(device=silence_device)
    heard: list[float] = []
    sound.moved.connect(heard.append)
    sound.play(recording, 1.0)
    qtbot.waitUntil(lambda: bool(heard), timeout=SLOW)
    before, began = heard[-1], time.monotonic()
    sound.set_speed(0.5)
    assert sound.playing
    qtbot.waitUntil(lambda: heard[-1] > before + 0.6, timeout=SLOW)
    assert time.monotonic() - began > 0.6  # 0.6 seconds of the recording last longer than that
    assert heard == sorted(heard)
    sound.close()


def test_until_the_second_asked_for_is_there_nobody_is_told_of_the_old_one(recording: Path, qtbot) -> None:
    sound = Sound(device=silence_device)
    heard: list[float] = []
    sound.play(recording, 1.0)
    qtbot.waitUntil(lambda: sound.playing, timeout=SLOW)
    sound.moved.connect(heard.append)
    sound.play(recording, 5.0)
    sound._tell()  # a tick that comes before the other one is opened
    assert heard == []
    assert sound.pause() == 5.0  # who pauses at once goes on from there
    sound.close()


def test_once_closed_nothing_is_played_and_nothing_fails(recording: Path) -> None:
    sound = Sound(device=silence_device)
    sound.close()
    sound.get_ready(recording)
    sound.play(recording, 1.0)
    assert not sound.playing


def test_a_speed_nobody_could_follow_is_not_taken() -> None:
    sound = Sound(device=silence_device)
    sound.set_speed(9.0)
    assert sound.speed == 2.0
    sound.set_speed(0.01)
    assert sound.speed == 0.5
    sound.close()
