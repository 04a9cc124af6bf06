"""Nothing of a stretch that was cut is in the file: sample by sample, in every form that can be decoded."""

from __future__ import annotations

import math
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.domain.errors import ArchiveError, Refused
from archive_app.services.oral.sound_cutting import FADE_S, Stopped, cut_sound

RATE = 8000
SOUNDS = Path(__file__).parents[2] / "intake" / "files" / "sound"


def write(path: Path, samples: array[int], channels: int = 1, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def read(path: Path) -> tuple[array[int], int, int]:
    with wave.open(str(path), "rb") as file:
        return array("h", file.readframes(file.getnframes())), file.getnchannels(), file.getframerate()


def level(samples: array[int], pitch: float, rate: int) -> float:
    """How strong a pitch is (Goertzel), as a share of full scale."""
    turn = 2 * math.cos(2 * math.pi * pitch / rate)
    one = two = 0.0
    for sample in samples:
        one, two = sample / 32768 + turn * one - two, one
    return math.sqrt(max(0.0, one * one + two * two - turn * one * two)) * 2 / max(1, len(samples))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(0, 3.4), st.floats(0.0005, 1.2)), min_size=1, max_size=4),
    st.booleans(),
    st.integers(1, 2),
)
def test_not_one_sample_of_a_stretch_is_left(
    tmp_path: Path, wanted: list[tuple[float, float]], silent: bool, channels: int
) -> None:
    cut: list[tuple[float, float]] = []
    for begin, length in sorted(wanted):
        if not cut or begin > cut[-1][1]:
            cut.append((begin, begin + length))
    # what must go is above zero, what may stay below: any trace of the one would be seen, however faint
    frames = 4 * RATE - 123
    secret = [any(begin <= n / RATE < end for begin, end in cut) for n in range(frames)]
    source = array("h", (9000 if secret[n] else -9000 - n % 7 for n in range(frames) for _channel in range(channels)))
    done = cut_sound(write(tmp_path / "a.wav", source, channels), tmp_path / "b.wav", cut, silent=silent)
    made, made_channels, rate = read(tmp_path / "b.wav")
    assert (made_channels, rate) == (channels, RATE)
    assert max(made) <= 0
    kept = frames - sum(
        max(0, min(frames, math.ceil(end * RATE)) - min(frames, math.floor(begin * RATE))) for begin, end in cut
    )
    assert len(made) == (frames if silent else kept) * channels
    assert done.after * RATE == pytest.approx(len(made) / channels)
    near = FADE_S * 2
    if silent:  # what is kept, and not beside a cut, is as it was
        for n in range(0, frames, 97):
            if not any(begin - near <= n / RATE <= end + near for begin, end in cut):
                assert made[n * channels] == source[n * channels]


@pytest.mark.parametrize("silent", [True, False])
def test_tones_of_known_pitch(tmp_path: Path, silent: bool) -> None:
    pitches = (300, 500, 700, 900)
    samples = array(
        "h", (round(12000 * math.sin(2 * math.pi * pitches[n // RATE] * n / RATE)) for n in range(4 * RATE))
    )
    cut_sound(write(tmp_path / "a.wav", samples), tmp_path / "b.wav", [(1.0, 2.0), (3.0, math.inf)], silent=silent)
    made, _channels, rate = read(tmp_path / "b.wav")
    assert len(made) == (4 if silent else 2) * RATE
    for pitch, there in zip(pitches, (True, False, True, False), strict=True):
        assert (level(made, pitch, rate) > 0.05) is there
        assert there or level(made, pitch, rate) < 0.002
    beside = made[RATE - 8 : RATE + 8]
    assert max(abs(b - a) for a, b in pairwise(beside)) < 1300  # no click: a tenth of the fades


@pytest.mark.parametrize("name", ["cbr.mp3", "vbr.mp3", "vorbis.ogg", "piece.flac", "pcm.wav", "adpcm.wav"])
def test_every_form_that_is_decoded(tmp_path: Path, name: str) -> None:
    whole = cut_sound(SOUNDS / name, tmp_path / "a.wav", [], silent=True)
    gone = cut_sound(SOUNDS / name, tmp_path / "b.wav", [(0.2, 0.6)], silent=False)
    quiet = cut_sound(SOUNDS / name, tmp_path / "c.wav", [(0.2, 0.6)], silent=True)
    assert gone.after == pytest.approx(whole.after - 0.4, abs=0.001) and quiet.after == whole.after
    made, channels, rate = read(tmp_path / "c.wav")
    first, last = math.floor(0.2 * rate) * channels, math.ceil(0.6 * rate) * channels
    assert not any(made[first:last])
    original = read(tmp_path / "a.wav")[0]
    assert made[last + round(rate * 0.02) * channels :] == original[last + round(rate * 0.02) * channels :]


def test_what_cannot_be_done_leaves_nothing_behind(tmp_path: Path) -> None:
    source = write(tmp_path / "a.wav", array("h", [1000] * RATE))
    out = tmp_path / "出" / "b.wav"
    with pytest.raises(Refused, match="录音结束以后"):
        cut_sound(source, out, [(2.0, 3.0)], silent=True)
    with pytest.raises(Stopped):
        cut_sound(source, out, [], silent=True, cancelled=lambda: True)
    (tmp_path / "text.wav").write_bytes(b"RIFF nothing")
    with pytest.raises(ArchiveError, match="剪不了这种格式"):
        cut_sound(tmp_path / "text.wav", out, [], silent=True)
    assert list(out.parent.glob("*")) == []
