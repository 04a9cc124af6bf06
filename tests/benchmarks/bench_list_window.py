"""How quick 资料 is with 100,000 items: ``python tests/benchmarks/bench_list_window.py [ITEMS] [FOLDER]``.

Makes an archive of that many items (seven in ten of them photographs, with 300 pictures among them; a minute or two),
opens it in the real window (offscreen unless a screen is there) and notes, in milliseconds of the wall's clock: from
choosing an order or a filter to the list being there and to its rows being read; selecting everything; a step of a
scroll, drawn. ``FOLDER`` keeps the archive for the next run. Prints; judges nothing.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PICTURES = 300
WORDS = ("水磨", "火车站", "学校", "社火", "供销社", "大桥", "粮站", "公社", "油坊", "戏台")
KINDS = ("photograph",) * 7 + ("oral_history", "contribution", "document")


def fill(folder: Path, items: int) -> None:
    """An archive with that many items."""
    from archive_app.catalogue.commands import Batch, Create
    from archive_app.domain.identity import new_id
    from archive_app.services.archive import Archive
    from archive_app.services.importing import import_paths

    chance = random.Random(5)
    archive = Archive.create(folder)
    with tempfile.TemporaryDirectory() as pictures:
        for number in range(PICTURES):
            colour = tuple(chance.randrange(256) for _part in range(3))
            Image.new("RGB", (640, 480), colour).save(Path(pictures) / f"{number}.jpg")
        import_paths(archive, [Path(pictures)])
    hashes = [sha256 for sha256, _file, _name in archive.catalogue.all_hashes()]
    for start in range(0, items - PICTURES, 1000):
        made: list[Any] = []
        for number in range(start, min(start + 1000, items - PICTURES)):
            key, kind, year = new_id(), chance.choice(KINDS), chance.randrange(1930, 2026)
            values = {
                "kind": kind,
                "title": f"{chance.choice(WORDS)}第{number}件",
                "received": f"{chance.randrange(2010, 2027)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
                "created": {"display": f"{year}年", "earliest": f"{year}-01-01", "latest": f"{year}-12-31"},
                "category": chance.choice(WORDS),
                "keywords": chance.sample(WORDS, 2),
            }
            made.append(Create("item", values, id=key))
            if kind == "photograph":
                picture = {"item": key, "name": f"{number}.jpg", "role": "原始", "position": 1, "mime": "image/jpeg"}
                made.append(Create("file", {**picture, "bytes": 1000, "sha256": chance.choice(hashes)}))
        archive.execute(Batch("造数据", made))
    archive.close()


def measure(folder: Path) -> None:
    """Open it and print what each thing takes."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow
    from archive_app.services.settings import Settings

    app = QApplication([])
    settings = Settings(folder.parent / "settings.toml")
    prepare(app, settings)
    window = MainWindow(settings)
    window.resize(1366, 768)
    window.show()
    began = time.perf_counter()
    window.open_archive(folder)
    while not window.is_open:
        QTest.qWait(5)
    seen = time.perf_counter()
    materials: Any = window.desk.workspace("materials")
    listing = materials.listing
    while listing.model.row_at(0) is None:
        QTest.qWait(5)
    print(f"window {seen - began:.2f} s, its list {time.perf_counter() - seen:.2f} s later")
    QTest.qWait(3000)

    def until_listed(act: Callable[[], None]) -> tuple[float, float]:
        told: list[str] = []
        listing.listed.connect(lambda: told.append("listed"))
        listing.model.rows_arrived.connect(lambda: told and told.append("rows"))
        start = time.perf_counter()
        act()
        while "listed" not in told:
            app.processEvents()
        listed = time.perf_counter()
        while "rows" not in told:
            app.processEvents()
        rows = time.perf_counter()
        QTest.qWait(300)
        return (listed - start) * 1000, (rows - start) * 1000

    def tell(words: str, acts: list[Callable[[], None]]) -> None:
        times = [until_listed(act) for act in acts]
        print(f"{words}: list {_middle([t for t, _r in times])}, with its rows {_middle([r for _t, r in times])}")

    for order in ("title", "created", "received", "kind", "added"):
        tell(f"order by {order}", [partial(listing.order_by, order, down) for down in (False, True) * 3])
    for facet in ("kind", "category", "decade"):
        value = materials.filters._facets[facet][0][0]
        acts = [partial(materials.filters.choose, facet, value, on=on) for on in (True, False) * 3]
        tell(f"filter by {facet}", acts)
    for view, mode in zip(listing.views(), ("list", "grid"), strict=True):
        materials.show_mode(mode)
        QTest.qWait(2000)
        times = []
        for _turn in range(5):
            start = time.perf_counter()
            listing.view.selectAll()
            app.processEvents()
            times.append((time.perf_counter() - start) * 1000)
            QTest.qWait(200)
        print(f"{mode}: select {len(materials.selected_ids()):,}: {_middle(times)}")
        listing.select(listing.model.ids[0])
        for words, step in (("scroll", 120), ("jump", 30_000)):
            print(f"{mode}: {words} {_middle(_frames(app, view, step))}")
    status = Path("/proc/self/status")
    if status.exists():
        print(next(line for line in status.read_text().splitlines() if line.startswith("VmRSS")))
    window.release()


def _frames(app: Any, view: Any, step: int) -> list[float]:
    from PySide6.QtTest import QTest

    bar, times = view.verticalScrollBar(), []
    for _turn in range(80):
        start = time.perf_counter()
        bar.setValue((bar.value() + step) % max(1, bar.maximum()))
        view.viewport().repaint()
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
        QTest.qWait(8)
    return times


def _middle(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ms (worst {max(times):.0f})"


def main() -> None:
    """Make what is not there, and measure."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(passing) / "馆藏"
        os.environ["CUNSHI_CONFIG"] = str(Path(passing) / "settings")
        if not (folder / "archive.toml").exists():
            fill(folder, items)
        measure(folder)


if __name__ == "__main__":
    main()
