"""Where a recording is cut for a recogniser: at its pauses, into pieces of a sentence or two."""

from __future__ import annotations

from archive_app.derived.waveforms import BUCKET_S, Waveform

_PAUSE = 4
"""Tenths of a second of silence that end a piece."""
_SHORT_S, _LONG_S = 4.0, 20.0
"""A piece is not ended before the one, and not later than the other."""
_AROUND = 2
"""Tenths of a second of silence that stay around what is said."""
_FAINT = 0.08
"""Of how loud it usually is: below it nobody speaks."""


def pieces(wave: Waveform) -> list[tuple[float, float]]:
    """The parts of a recording in which somebody speaks, in seconds: in order, none within another."""
    swings = [max(low, high) for low, high in zip(wave.lows, wave.highs, strict=True)]
    heard = sorted(swing for swing in swings if swing > 1)
    if not heard:
        return []
    quiet = max(2.0, heard[len(heard) * 9 // 10] * _FAINT)
    made: list[tuple[float, float]] = []
    begin: int | None = None
    last = 0
    for at, swing in enumerate(swings):
        loud = swing > quiet
        if loud:
            if begin is None:
                begin = at
            last = at
        if begin is None:
            continue
        length = (at - begin) * BUCKET_S
        if (at - last >= _PAUSE and length >= _SHORT_S) or at - last >= 5 * _PAUSE:
            made.append(_around(begin, last, len(swings)))
            begin = None
        elif length >= _LONG_S:
            cut = min(range(at - round(_SHORT_S / BUCKET_S), at), key=lambda one: swings[one])
            made.append((begin * BUCKET_S, cut * BUCKET_S))
            begin, last = cut, max(last, cut)
    if begin is not None:
        made.append(_around(begin, last, len(swings)))
    return _apart(made)


def _around(begin: int, last: int, count: int) -> tuple[float, float]:
    return max(0, begin - _AROUND) * BUCKET_S, min(count, last + 1 + _AROUND) * BUCKET_S


def _apart(made: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What stays around one piece does not reach into the next."""
    apart: list[tuple[float, float]] = []
    for begin, end in made:
        begin = max(begin, apart[-1][1]) if apart else begin
        if end > begin:
            apart.append((round(begin, 2), round(end, 2)))
    return apart
