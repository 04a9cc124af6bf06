"""How long a print takes, and one search among many: ``python tests/benchmarks/bench_likeness.py [100000]``.

The many are noise with the strength of natural pictures at each fineness; figures are processor time.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

from PIL import Image

from archive_app.derived.likeness.index import TOGETHER, Index, parts_among
from archive_app.derived.likeness.prints import Print, print_of, small_print, tile_of
from archive_app.resources import resource


def noise(side: int) -> Image.Image:
    """Random grey levels, as coarse as ``side`` says."""
    return Image.frombytes("L", (side, side), os.urandom(side * side)).resize((64, 64), Image.Resampling.BICUBIC)


def likely_picture() -> Print:
    """A print of something that nobody took."""
    made = noise(3)
    for side, share in ((5, 0.45), (9, 0.35), (17, 0.3), (40, 0.2)):
        made = Image.blend(made, noise(side), share)
    return print_of(made)


def spent(work: object) -> float:
    """Milliseconds of processor time."""
    assert callable(work)
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def main() -> None:
    """Measure and say."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    pictures = []
    for path in sorted(Path(str(resource("example", "pictures"))).glob("*.jpg")):
        with Image.open(path) as opened:
            opened.thumbnail((512, 512))
            pictures.append(opened.convert("RGB"))
    print(f"print: {statistics.median(spent(lambda one=one: small_print(one)) for one in pictures):.2f} ms")
    index = Index()
    for _number in range(number):
        index.add(likely_picture())
    own = [print_of(tile) for one in pictures if (tile := tile_of(one)) is not None]
    for one in own:
        index.add(one)
    searched = [spent(lambda one=one: index.likely(one, index.search(one))) for one in own]
    print(f"search among {len(index):,}: {statistics.median(searched):.0f} ms")
    passed = spent(lambda: list(parts_among(own[:TOGETHER], index.prints)))
    print(f"of what {TOGETHER} are a part: {passed:.0f} ms")


if __name__ == "__main__":
    main()
