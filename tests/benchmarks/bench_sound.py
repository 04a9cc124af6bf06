"""How long a recording keeps one waiting: the first sound at a minute, the waveform, speech at another speed.

    python tests/benchmarks/bench_sound.py RECORDING.mp3 [MINUTE]

The rival for the first sound is the decoder asked for that second by itself: it decodes all that stands before it.
"""

from __future__ import annotations

import statistics
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive_app.gui.sound.stretch import Stretcher
from archive_app.intake.sound.decoding import samples
from archive_app.intake.sound.levels import waveform
from archive_app.intake.sound.seeking import FrameTable, frame_table

RUNS = 5
RATE = 44_100


def cpu(words: str, work: Callable[[], Any], runs: int = RUNS) -> Any:
    """The median of the processor's milliseconds over some runs."""
    taken, result = [], None
    for _run in range(runs):
        began = time.process_time()
        result = work()
        taken.append((time.process_time() - began) * 1_000)
    print(f"{words}: {statistics.median(taken):.1f} ms")
    return result


def first_sound(path: Path, second: float, table: FrameTable | None) -> array[int]:
    """A tenth of a second from there on."""
    decoder = samples(path, second, channels=2, rate=RATE, table=table)
    piece: array[int] = decoder.send(RATE // 10)
    decoder.close()
    return piece


def stretched(sound: array[int], speed: float) -> None:
    """As the device is given it, in pieces."""
    stretcher = Stretcher(speed, 2, RATE)
    for begin in range(0, len(sound), 8192):
        stretcher.put(sound[begin : begin + 8192])


def main() -> None:
    """Print the figures."""
    path, minute = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 88.0
    table = cpu("the frames counted, once for a recording", lambda: frame_table(path))
    cpu(f"the first sound at minute {minute:g}", lambda: first_sound(path, minute * 60, table))
    cpu("the same by the decoder alone", lambda: first_sound(path, minute * 60, None), 3)
    made = cpu("its waveform", lambda: waveform(path), 3)
    print(f"  of {made.seconds:.0f} s: {len(made.to_bytes()) / 1000:.0f} kB")
    decoder = samples(path, 60.0, channels=2, rate=RATE, table=table)
    sound = array("h", (level for _part in range(100) for level in decoder.send(8192)))
    for speed in (0.5, 0.8, 1.0, 1.5, 2.0):
        began = time.process_time()
        stretched(sound, speed)
        heard = len(sound) / 2 / RATE / speed
        share = (time.process_time() - began) / heard * 100
        print(f"at {speed:g} times the speed: {share:.2f} % of the time it plays for")


if __name__ == "__main__":
    main()
