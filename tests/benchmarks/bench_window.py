"""How long the window's thread is away while material comes in: ``python tests/benchmarks/bench_window.py [FILES]``.

Imports that many JPEGs of 12 megapixels into a new archive through the real window (offscreen unless a screen is
there) and notes when a timer of 5 ms fires. Prints the longest frames; judges nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def measure(files: int, folder: Path) -> list[float]:
    """Seconds between the beats of the window's thread, shortest first."""
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow
    from archive_app.services.settings import Settings

    app = QApplication([])
    settings = Settings(folder / "settings.toml")
    prepare(app, settings)
    window = MainWindow(settings)
    window.resize(1366, 768)
    window.show()
    window.create_archive(folder / "馆藏", "馆藏")
    while not window.is_open:
        QTest.qWait(50)
    QTest.qWait(1000)
    materials = window.desk.show_workspace("materials")
    beats = [time.perf_counter()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    materials.take_in([folder / "来料"])
    timer.start()
    QTest.qWait(300)
    while materials.intake.running:
        QTest.qWait(50)
    timer.stop()
    window.release()
    return sorted(after - before for before, after in pairwise(beats))


def main() -> None:
    """Make the files, import them, print the frames."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "来料").mkdir()
        noise = Image.effect_noise((4000, 3000), 40).convert("RGB")
        for number in range(files):
            noise.putpixel((number, 0), (number % 256, 0, 0))
            noise.save(folder / "来料" / f"{number:03}.jpg", quality=80)
        frames = measure(files, folder)
    spread = {share: frames[min(len(frames) - 1, int(len(frames) * share))] * 1000 for share in (0.5, 0.97, 0.99, 1.0)}
    print(
        f"{files} files, {len(frames)} beats; " + ", ".join(f"p{share:.0%} {ms:.0f} ms" for share, ms in spread.items())
    )


if __name__ == "__main__":
    main()
