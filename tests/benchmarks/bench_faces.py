"""How long faces take to be found on photographs, by a model that whoever runs this has.

    python tests/benchmarks/bench_faces.py MODEL.onnx PHOTOGRAPH...

Seconds of the processor, of one thread, and of the clock; median of three. How many are found, and how small.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from archive_app.derived.thumbnails import picture_at
from archive_app.intake.faces.models import find, load
from archive_app.intake.faces.process import EDGE
from archive_app.intake.faces.seeing import faces_in


def main(model: Path, photographs: list[Path]) -> None:
    """Measure each photograph and print a line."""
    detector = load(find(model))
    for path in photographs:
        picture = picture_at(path, EDGE).convert("RGB")
        worked, waited, found = [], [], []
        for _time in range(3):
            begun, clock = time.process_time(), time.perf_counter()
            found = faces_in(picture, detector)
            worked.append(time.process_time() - begun)
            waited.append(time.perf_counter() - clock)
        least = min((round(one.box[3] * picture.height) for one in found), default=0)
        said = f"{path.name} {picture.width}×{picture.height}: {len(found)} faces, the smallest {least} px"
        print(f"{said}; {median(worked):.2f} s of the processor, {median(waited):.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
