"""Listens whether the example's transcripts are in time: ``python packaging/example/listen_recordings.py``.

Decodes each recording (needs ffmpeg) and finds, around every segment's beginning, where silence ends and sound begins;
prints the largest difference for each recording and ends with status 1 where one is above 50 ms.
"""

from __future__ import annotations

import json
import subprocess
import sys
from array import array
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[2] / "resources" / "example"
RATE = 16_000
STEP = 80  # samples, 5 ms
LOUD = 400  # of 32,768
ALLOWED = 0.05  # seconds


def onsets(samples: array[int], transcript: list[dict[str, Any]]) -> list[float]:
    """For each segment, how far the first sound after its pause is from the time it is said to begin, in seconds."""
    found = []
    for segment in transcript:
        position = round((segment["start"] - 0.2) * RATE)
        while max(map(abs, samples[position : position + STEP]), default=LOUD) < LOUD:
            position += STEP
        found.append(position / RATE - segment["start"])
    return found


def main() -> int:
    """Listen to all of them."""
    worst = 0.0
    for item in json.loads((EXAMPLE / "items.json").read_text(encoding="utf-8")):
        for recording in item.get("recordings", ()):
            command = ["ffmpeg", "-v", "error", "-i", str(EXAMPLE / recording["path"]), "-ac", "1", "-ar", str(RATE)]
            sound = subprocess.run([*command, "-f", "s16le", "-"], check=True, capture_output=True).stdout
            off = onsets(array("h", sound), item["transcript"])
            largest = max(map(abs, off))
            worst = max(worst, largest)
            print(f"{item['key']}: {len(off)} segments, at most {largest * 1000:.0f} ms off")
    return 1 if worst > ALLOWED else 0


if __name__ == "__main__":
    sys.exit(main())
