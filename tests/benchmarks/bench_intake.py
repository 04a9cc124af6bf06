"""Intake: photographs of 12 megapixels a second, beside a plain loop over Pillow.

    PYTHONPATH=. python tests/benchmarks/bench_intake.py [COUNT]

COUNT (96) different JPEGs of 4000 × 3000 with EXIF are drawn once into a folder of their own. The rival, in one process
of its own, does the least there is to do: SHA-256, EXIF and a thumbnail of 512 pixels with Pillow. The import does that
under limits in processes of its own, keeps every original durably and makes its records. The median of three runs each.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

RUNS = 3

RIVAL = """
import hashlib, sys
from pathlib import Path
from PIL import Image

for path in sorted(Path(sys.argv[1]).glob("*.jpg")):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    with Image.open(path) as image:
        exif = image.getexif()
        rows = [*exif.items(), *exif.get_ifd(0x8769).items(), *exif.get_ifd(0x8825).items()]
        image.draft(None, (512, 512))
        image.thumbnail((512, 512))
        image.convert("RGB").save(Path(sys.argv[2]) / f"{digest.hexdigest()}.jpg", quality=82)
"""


def photographs(folder: Path, count: int) -> None:
    """Draw them: soft shapes with the grain of a sensor, some 3 MB each, as a phone's are."""
    grain = Image.effect_noise((4000, 3000), 18)
    slope = Image.linear_gradient("L").resize((4000, 3000))
    picture = Image.merge("RGB", [Image.blend(slope, grain, 0.35), grain, Image.blend(grain, slope, 0.7)])
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "HUAWEI", "P40 Pro", 1
    exif.get_ifd(0x8769)[0x9003] = "2024:05:01 10:20:30"
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 37.0, 1.5), 3: "E", 4: (101.0, 46.0, 41.5)})
    picture.save(folder / "0000.jpg", quality=85, exif=exif)
    data = (folder / "0000.jpg").read_bytes()
    for number in range(1, count):  # different bytes behind the end of the picture: another hash, the same work
        (folder / f"{number:04d}.jpg").write_bytes(data + number.to_bytes(4, "big"))


def seconds(command: list[str]) -> tuple[float, float]:
    """How long a command takes, and how much processor time it and its processes use; it must succeed."""
    began, used = time.perf_counter(), processor_seconds()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began, processor_seconds() - used


def processor_seconds() -> float:
    """Of all processes started here that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print photographs a second of both, and how they compare."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 96
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as place:
        folder = Path(place, "photographs")
        folder.mkdir()
        photographs(folder, count)
        size = sum(path.stat().st_size for path in folder.iterdir()) / count / 1e6
        cunshi = [sys.executable, "-m", "archive_app.cli.main"]
        figures: dict[str, list[tuple[float, float]]] = {"rival": [], "import": [], "dry run": []}
        for run in range(RUNS):
            thumbs, archive = Path(place, f"thumbs-{run}"), Path(place, f"archive-{run}")
            thumbs.mkdir()
            seconds([*cunshi, "init", str(archive)])
            figures["rival"].append(seconds([sys.executable, "-c", RIVAL, str(folder), str(thumbs)]))
            figures["dry run"].append(seconds([*cunshi, "import", str(archive), str(folder), "--dry-run"]))
            figures["import"].append(seconds([*cunshi, "import", str(archive), str(folder)]))
            made = len(list(archive.glob("derived/thumbs/*/*.jpg")))
            assert made == count, f"{made} thumbnails"
            shutil.rmtree(archive)
            shutil.rmtree(thumbs)
    print(f"{count} photographs of 12 megapixels, {size:.1f} MB each; starts of the programs included")
    rival = statistics.median(wall for wall, _ in figures["rival"])
    for name, times in figures.items():
        wall, used = (statistics.median(column) for column in zip(*times, strict=True))
        each = f"{used / count * 1000:5.0f} ms of processor each"
        print(f"{name:8}  {wall:6.2f} s  {count / wall:6.1f} a second  {rival / wall:5.2f} × the rival  {each}")


if __name__ == "__main__":
    main()
