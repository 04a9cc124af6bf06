"""What reading in a printed volume costs: ``python tests/benchmarks/bench_printed.py [PARAGRAPHS]``.

Makes a volume (1,500 paragraphs: 262 pages, 231,000 characters), issues it, and times in CPU milliseconds, median of
five: bringing its words, the first view at a place near its end, the slices that follow, the next place, bringing its
pages with their glyphs. Judges nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def timed(act: Callable[[], Any], times: int = 5) -> tuple[Any, float]:
    """(what ``act`` returned, median of its CPU milliseconds)."""
    took, found = [], None
    for _ in range(times):
        begun = time.process_time()
        found = act()
        took.append((time.process_time() - begun) * 1000)
    return found, median(took)


def main(paragraphs: int, folder: Path) -> None:
    """Measure and print."""
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.reading.looks import ReadingLooks
    from archive_app.gui.reading.text import ReadingText
    from archive_app.gui.reading.volume import readable_volume
    from archive_app.services.archive import Archive
    from archive_app.services.printed_pages import printed_sheets
    from archive_app.services.searching import Search
    from archive_app.services.settings import Settings
    from archive_app.services.typesetting import layout_of
    from tests.support_printed import issue, make_book

    application = QApplication([])
    prepare(application, Settings(folder / "settings.toml"))
    with Archive.create(folder / "馆藏", name="长卷") as archive:
        volume = make_book(archive, paragraphs=paragraphs).volume
        issue(archive, volume)
        search = Search(archive)
        search.follow()
        item, took = timed(lambda: readable_volume(archive, volume))
        characters = sum(len(text.text) for text in item.printed.texts)
        print(f"{len(item.printed.pages)} pages, {characters} characters: words brought in {took:.0f}")
        matches = search.matches(f"第{paragraphs * 4 // 5}段", volume)

        def first() -> ReadingText:
            pane = ReadingText(ReadingLooks())
            pane.resize(640, 600)
            pane.show()
            pane.show_item(item, matches, matches[0])
            pane.show_match(matches[0])
            application.processEvents()
            return pane

        pane, took = timed(first)
        print(f"first view {took:.0f}")
        slices = []
        while not pane.whole:
            slices.append(timed(pane._lay_more, 1)[1])
        if slices:
            print(f"{len(slices)} slices of {median(slices):.0f}, the longest {max(slices):.0f}")
        _sheets, took = timed(lambda: printed_sheets(archive, volume, layout_of))
        print(f"pages with their glyphs {took:.0f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        os.environ["CUNSHI_CONFIG"] = made
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_500, Path(made))
