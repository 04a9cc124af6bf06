"""How soon a chosen photograph is sharp: ``python tests/benchmarks/bench_photograph.py [--from DIR] [--pictures N]``.

Imports N pictures of 12 megapixels (made here, or those of a folder, whatever their kind) and some of them as TIFF,
PNG, WebP and progressive JPEG, opens one in the real window (offscreen unless a screen is there), and chooses the
others one after another, far apart in the list: nothing has been made of them but what their import made, and nothing
is made of their neighbours. Notes by the clock of the window's own thread when there is something to see, and when it
is as sharp as the screen can show (``PhotoView.sharp``, painted). Prints medians and worst; judges nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from archive_app.derived.thumbnails import SCREEN_PX, thumbnail_path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = ((1366, 768), (1920, 1080))


def make(folder: Path, pictures: int, given: Path | None) -> None:
    """The files that come in: JPEGs, and a few of each other kind made from the first of them."""
    if given is None:
        chance = random.Random(3)
        for number in range(pictures):
            small = Image.effect_noise((500, 375), 60).filter(ImageFilter.GaussianBlur(chance.random() * 3))
            picture = Image.merge("RGB", [small, small.rotate(90).resize(small.size), small.rotate(180)])
            grain = Image.effect_noise((4000, 3000), 12).convert("RGB")
            Image.blend(picture.resize((4000, 3000), Image.Resampling.BICUBIC), grain, 0.2).save(
                folder / f"收 {number:03} 号.jpg", quality=88
            )
    else:
        for path in sorted(given.iterdir())[:pictures]:
            shutil.copy(path, folder / f"收 {path.stem} 号{path.suffix}")
    for number, path in enumerate(sorted(folder.glob("*.jpg"))[:6]):
        other = folder / f"{'赵钱孙李周吴'[number]}家另存"
        with Image.open(path) as picture:
            picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(other.with_suffix(".tif"), compression="tiff_lzw")
            picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(other.with_suffix(".png"), compress_level=3)
            picture.transpose(Image.Transpose.ROTATE_180).save(other.with_suffix(".webp"), quality=85)
            picture.convert("RGB").save(folder / f"渐{'赵钱孙李周吴'[number]}家.jpg", quality=85, progressive=True)


def measure(archive: Path, settings_file: Path) -> None:
    """Choose one after another; print what each kind of file takes."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow
    from archive_app.services.settings import Settings

    app = QApplication([])
    settings = Settings(settings_file)
    prepare(app, settings)
    window = MainWindow(settings)
    window.resize(*SIZES[0])
    window.show()
    window.open_archive(archive)
    while not window.is_open:
        QTest.qWait(5)
    materials: Any = window.desk.show_workspace("materials")
    listing, page = materials.listing, materials.material.picture
    while listing.model.row_at(0) is None:
        QTest.qWait(5)
    page.make_ahead = lambda _pictures: None
    kinds = {key: _kind(materials, key) for key in listing.model.ids}
    chance = random.Random(11)
    for size in SIZES:
        for key, kind in kinds.items():  # what is made when it is looked at; of other kinds it is made on import
            if kind == "jpg":
                _forget(archive, materials, key)
        page._thumbs._large.clear()
        window.resize(*size)
        QTest.qWait(500)
        times: dict[str, list[tuple[float, float]]] = {}
        order = [key for key in listing.model.ids if kinds[key]]
        chance.shuffle(order)
        for turn, key in enumerate(order):
            began = time.perf_counter()
            listing.select(key)
            if not materials.opened:
                materials.open_item()
            seen = 0.0
            while not (page._record is not None and page._record.id == key and page.view.sharp):
                app.processEvents()
                time.sleep(0.001)
                if not seen and page._record is not None and page._record.id == key and page.view.level is not None:
                    page.view.repaint()
                    seen = time.perf_counter()
                if time.perf_counter() - began > 20:
                    break
            page.view.repaint()
            sharp = time.perf_counter()
            took = ((seen or sharp) - began, sharp - began)
            if turn == 0:
                print(f"{size[0]}x{size[1]}: the first of all {took[0] * 1000:.0f}, sharp {took[1] * 1000:.0f} ms")
            else:
                times.setdefault(kinds[key], []).append(took)
            QTest.qWait(700)
        for kind, all_of_it in sorted(times.items()):
            seen_ms = [first * 1000 for first, _sharp in all_of_it]
            sharp_ms = sorted(last * 1000 for _first, last in all_of_it)
            print(
                f"  {kind:5} {len(all_of_it):3}: seen {statistics.median(seen_ms):.0f}, sharp "
                f"{statistics.median(sharp_ms):.0f}, 90 % {sharp_ms[int(len(sharp_ms) * 0.9)]:.0f}, "
                f"worst {sharp_ms[-1]:.0f} ms"
            )
    window.release()


def _forget(archive: Path, materials: Any, key: str) -> None:
    for file in materials.session.archive.catalogue.files_of(key):
        (archive / thumbnail_path(str(file["sha256"]), SCREEN_PX)).unlink(missing_ok=True)


def _kind(materials: Any, key: str) -> str:
    files = materials.session.archive.catalogue.files_of(key)
    name = str(files[0]["name"]) if files else ""
    return ("progressive " if name.startswith("渐") else "") + name.rpartition(".")[2]


def main() -> None:
    """Make the files, import them, open them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="given", type=Path)
    parser.add_argument("--pictures", type=int, default=40)
    options = parser.parse_args()
    from archive_app.services.archive import Archive
    from archive_app.services.importing import import_paths

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CUNSHI_CONFIG"] = str(folder / "settings")
        (folder / "来料").mkdir()
        make(folder / "来料", options.pictures, options.given)
        archive = Archive.create(folder / "馆藏")
        import_paths(archive, [folder / "来料"])
        archive.close()
        measure(folder / "馆藏", folder / "settings.toml")


if __name__ == "__main__":
    main()
