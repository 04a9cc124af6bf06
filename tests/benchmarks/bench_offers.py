"""What is offered while one types, in a large archive: ``python tests/benchmarks/bench_offers.py [NAMES] [ITEMS]``.

First the look-ups alone: the first one, and CPU milliseconds of many. Then the window (offscreen unless a screen is
there): how long its thread is away in the wake of each key, with the list under the box, while the names are still read
in the background and after that. Prints; judges nothing.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench_names import QUERIES, names

from archive_app.catalogue.commands import Batch, Create
from archive_app.hanzi.pinyin import Kind
from archive_app.services.archive import Archive
from archive_app.services.names import Names
from archive_app.services.searching import Search
from archive_app.services.settings import Settings
from archive_app.services.suggesting import Suggestions

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_WORDS = [
    "水磨",
    "供销社",
    "火车站",
    "社火",
    "渡口",
    "油坊",
    "合作社",
    "民国",
    "回忆",
    "三盘",
    "旧影",
    "广场",
    "学校",
    "夜校",
    "花儿",
    "柜台",
    "老城",
    "城墙",
]
_TYPED = ("wangjz", "lidehua", "shuimo", "gxs", "chen", "zhao", "majia", "laocheng")
_KEY_MS = 120


def fill(root: Path, count: int, items: int) -> None:
    """Cards of persons and places; items that name two of them, and every fourth somebody without a card."""
    chance = random.Random(3)
    with Archive.create(root, name="量一量", actor="测试") as archive:
        cards = [Create("place" if name.kind is Kind.PLACE else "person", {"name": name.text}) for name in names(count)]
        archive.execute(Batch("名", cards))
        people = [card.id for card in cards if card.entity == "person"]
        made = []
        for number in range(items):
            title = "".join(chance.choices(_WORDS, k=chance.choice((1, 2, 3, 4, 9))))
            values = {"kind": "document", "title": f"{title}{number}", "persons": chance.sample(people, 2)}
            if number % 4 == 0:
                writer = chance.choice("赵钱孙李周吴") + "".join(chance.choices("春华秀英建国长河", k=2))
                values["responsibility"] = [{"role": "作者", "name": writer}]
            made.append(Create("item", values))
        archive.execute(Batch("资料", made))
        search = Search(archive)
        search.follow()
        search.close()


def spread(taken: list[float]) -> str:
    """Median, 95th percentile and the worst."""
    ordered = sorted(taken)
    return f"p50 {median(ordered):.1f}, p95 {ordered[int(len(ordered) * 0.95)]:.1f}, worst {ordered[-1]:.1f} ms"


def timed(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def look_ups(root: Path) -> None:
    """Without a window."""
    with Archive.open(root) as archive:
        known = Names(archive)
        offering = Suggestions(Search(archive, known), known, Settings(root / "settings.toml"))
        print(f"read before anyone types: {timed(offering.prepare):.0f} ms; then the first: ", end="")
        print(f"{timed(lambda: offering.offer('wangjz')):.1f} ms")
        for reader in (None, {"public", "internal"}):
            offering.offer("a", visible=reader)
            taken = [timed(lambda q=q, v=reader: offering.offer(q, visible=v)) for q in QUERIES for _ in range(5)]
            print(f"offered{' to a reader' if reader else ''}: {spread(taken)}")


def typing(root: Path, folder: Path) -> None:
    """In the window."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow

    def wait(milliseconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(milliseconds), loop.quit)
        loop.exec()

    app = QApplication([])
    settings = Settings(folder / "settings.toml")
    prepare(app, settings)
    window = MainWindow(settings)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.open_archive(root)
    while not window.is_open:
        wait(20)
    box = window.desk.top.search
    beats: list[float] = []
    timer = QTimer(interval=2)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()

    def keys(words: tuple[str, ...]) -> Iterator[float]:
        """For each key the longest time without a beat behind it, its own handling in it."""
        for word in words:
            box.clear()
            box.setFocus()
            for sign in word:
                beats[:] = [time.perf_counter()]
                QTest.keyClicks(box, sign)
                wait(_KEY_MS)
                yield max(after - before for before, after in pairwise(beats)) * 1000

    wait(2600)
    print(f"a key while names are read: {spread(list(keys(('wangjz', 'lide'))))}")
    wait(4000)
    list(keys(_TYPED[:1]))
    print(f"a key after that: {spread(list(keys(_TYPED)))}")
    window.release()


def main() -> None:
    count, items = (int(word) for word in (*sys.argv[1:], "20000", "10000")[:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CUNSHI_CONFIG"] = str(folder / "config")
        fill(folder / "馆藏", count, items)
        look_ups(folder / "馆藏")
        typing(folder / "馆藏", folder)


if __name__ == "__main__":
    main()
