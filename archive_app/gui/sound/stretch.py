"""Speech slower or faster with its pitch kept: waveform similarity overlap-add (WSOLA; Verhelst and Roelands, 1993).

The sound is cut into pieces of a twentieth of a second, put down nearer together or further apart. Where the next piece
begins is chosen, within some milliseconds, so that it goes on as the last one would have: that keeps the voice whole.
Plain Python over ``array``: about a hundredth of the time it plays for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import add, mul

SLOWEST, FASTEST = 0.5, 2.0
"""How slow and how fast speech can still be followed."""
_PIECE_S = 0.06
_SEARCH_S = 0.015
"""A period and a half of the deepest voices."""
_OVERLAP_S = 0.010
_COARSE = 8  # samples from one place that is tried to the next
_SPARSE = 6  # of each so many samples one is compared


class Stretcher:
    """Takes interleaved samples of sixteen bits and gives them back at another speed, which may change on the way."""

    def __init__(self, speed: float, channels: int, rate: int) -> None:
        self.speed = speed
        self._channels = channels
        self._piece = round(rate * _PIECE_S)
        self._search = round(rate * _SEARCH_S)
        self._overlap = round(rate * _OVERLAP_S)
        self._rise = [number / self._overlap for number in range(self._overlap) for _channel in range(channels)]
        self._fall = [1.0 - share for share in self._rise]
        self._waiting = array("h")
        self._from = 0.0
        """Where in what waits the next piece is due, in frames: it keeps the fractions that whole pieces leave."""
        self._next = 0
        """Where in what waits the last piece would have gone on."""

    def put(self, samples: Sequence[int]) -> array[int]:
        """Some more of the sound; what of it is ready comes back."""
        self._waiting.extend(samples)
        out = array("h")
        while self._fits():
            out.extend(self._one())
        self._let_go()
        return out

    def rest(self) -> array[int]:
        """What is left at the end of the sound, as it is: less than a tenth of a second."""
        left = self._waiting[self._next * self._channels :]
        self._waiting = array("h")
        self._from, self._next = 0.0, 0
        return left

    def _fits(self) -> bool:
        furthest = max(self._next, int(self._from) + self._search) + self._piece + self._overlap
        return furthest * self._channels <= len(self._waiting)

    def _one(self) -> array[int]:
        wide, waiting = self._channels, self._waiting
        if self.speed == 1.0:
            start = self._next
            self._from = float(start)
            piece = waiting[start * wide : (start + self._piece) * wide]
        else:
            start = self._likest(int(self._from))
            faded, whole = start * wide, (start + self._overlap) * wide
            going, coming = waiting[self._next * wide : (self._next + self._overlap) * wide], waiting[faded:whole]
            piece = array("h", map(int, map(add, map(mul, going, self._fall), map(mul, coming, self._rise))))
            piece.extend(waiting[whole : (start + self._piece) * wide])
        self._next = start + self._piece
        self._from += self._piece * self.speed
        return piece

    def _likest(self, begin: int) -> int:
        """Where, from ``begin`` on, the sound goes on most like the last piece would have."""
        going = self._mixed(self._next, self._overlap)[::_SPARSE]
        window = self._mixed(begin, self._search + self._overlap)
        best = max(range(0, self._search, _COARSE), key=lambda place: self._likeness(going, window, place))
        near = range(max(0, best - _COARSE + 1), min(self._search, best + _COARSE))
        return begin + max(near, key=lambda place: self._likeness(going, window, place))

    def _likeness(self, going: Sequence[int], window: Sequence[int], place: int) -> float:
        there = window[place : place + self._overlap : _SPARSE]
        shared = sum(map(mul, going, there))
        return shared * abs(shared) / (sum(map(mul, there, there)) + 1)

    def _mixed(self, begin: int, frames: int) -> Sequence[int]:
        """The channels together: where one is silent the other decides."""
        wide = self._channels
        piece = self._waiting[begin * wide : (begin + frames) * wide]
        if wide == 1:
            return piece
        return list(map(sum, zip(*(piece[channel::wide] for channel in range(wide)), strict=True)))

    def _let_go(self) -> None:
        """Forget what no piece needs any more."""
        done = min(self._next, int(self._from))
        del self._waiting[: done * self._channels]
        self._next -= done
        self._from -= done
