"""Slower and faster speech: as long as it should be, as high as it was."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest

from archive_app.gui.sound.stretch import Stretcher

RATE = 44_100


def voice(seconds: float, hertz: float = 180.0, channels: int = 1) -> array:
    """A tone with overtones, as a voice has them, that swells four times a second; in the last channel alone."""
    made = array("h")
    for number in range(round(seconds * RATE)):
        at = number / RATE
        swell = 0.6 + 0.4 * math.sin(2 * math.pi * 4 * at)
        one = swell * sum(math.sin(2 * math.pi * hertz * of * at) / of for of in (1, 2, 3))
        made.extend([0] * (channels - 1) + [round(7000 * one)])
    return made


def stretched(sound: array, speed: float, channels: int = 1, block: int = 4410) -> array:
    stretcher = Stretcher(speed, channels, RATE)
    out = array("h")
    for begin in range(0, len(sound), block * channels):
        out.extend(stretcher.put(sound[begin : begin + block * channels]))
    out.extend(stretcher.rest())
    return out


def pitch(sound: array) -> float:
    """Periods a second: rises through zero that stay above it for a while, overtones left out by a running mean."""
    width = 60
    running, smooth = sum(sound[:width]), []
    for old, new in zip(sound, sound[width:], strict=False):
        running += new - old
        smooth.append(running)
    rises = sum(1 for one, two in pairwise(smooth) if one < 0 <= two)
    return rises / (len(smooth) / RATE)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0])
def test_as_long_as_asked_for_and_as_high_as_it_was(speed: float) -> None:
    sound = voice(4.0)
    out = stretched(sound, speed)
    assert len(out) / RATE == pytest.approx(4.0 / speed, abs=0.16)  # the last tenth of a second stays as it is
    assert pitch(out[: len(out) - RATE // 10]) == pytest.approx(180.0, rel=0.015)


@pytest.mark.parametrize("speed", [0.5, 1.7])
def test_no_clicks_where_the_pieces_meet(speed: float) -> None:
    sound = voice(2.0)
    steepest = max(abs(one - two) for one, two in pairwise(sound))
    out = stretched(sound, speed)[: round(1.8 / speed * RATE)]
    assert max(abs(one - two) for one, two in pairwise(out)) < 1.5 * steepest


def test_at_its_own_speed_nothing_is_changed() -> None:
    sound = voice(1.0, channels=2)
    assert stretched(sound, 1.0, channels=2) == sound


def test_both_channels_stay_together_where_only_one_has_sound() -> None:
    out = stretched(voice(2.0, channels=2), 0.5, channels=2)
    assert not any(out[::2])
    assert len(out) / 2 / RATE == pytest.approx(4.0, abs=0.12)
    assert pitch(out[1::2]) == pytest.approx(180.0, rel=0.015)


def test_how_it_comes_in_makes_no_difference() -> None:
    sound = voice(1.0)
    assert stretched(sound, 1.5, block=317) == stretched(sound, 1.5, block=16384)


def test_the_speed_may_change_on_the_way() -> None:
    sound = voice(6.0)
    stretcher = Stretcher(0.5, 1, RATE)
    out = stretcher.put(sound[: 2 * RATE])
    stretcher.speed = 1.0
    out.extend(stretcher.put(sound[2 * RATE : 4 * RATE]))
    stretcher.speed = 2.0
    out.extend(stretcher.put(sound[4 * RATE :]))
    out.extend(stretcher.rest())
    assert len(out) / RATE == pytest.approx(2 / 0.5 + 2 + 2 / 2, abs=0.3)
    assert pitch(out) == pytest.approx(180.0, rel=0.015)


def test_less_than_a_piece_comes_out_as_it_is() -> None:
    sound = voice(0.03)
    assert stretched(sound, 2.0) == sound
