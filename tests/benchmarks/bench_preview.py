"""How long the window takes to show a volume's pages: ``python tests/benchmarks/bench_preview.py [EDITS]``.

The 250,000-character book of ``bench_typeset.py`` as a volume of an archive, in the real window (offscreen unless a
screen is there): from opening the workspace to the first page painted, and to all pages; then so many edits of a
character in the middle of a 7,000-character article, written in the text beside its pages, from the key to the new
pages painted; and the longest frames of the window's thread meanwhile. Prints what it measures and judges nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.typeset.book import Book

_PATIENCE_S = 60.0

# the process that sets the pages begins by importing this module, as it does the program's: nothing is imported before
# it is needed


def archive_of(book: Book, root: Path) -> None:
    """``book`` as a volume of a new archive, its pictures among the originals."""
    from archive_app.catalogue.commands import Batch, Command, Create
    from archive_app.services.archive import Archive

    with Archive.create(root, name="大书", actor="编辑") as archive:
        files = _pictures(archive, book)
        volume = Create("volume", {"title": book.title, "number": book.number, "template": book.template})
        commands: list[Command] = [volume]
        for number, section in enumerate(book.sections, 1):
            made = Create(
                "section", {"volume": volume.id, "title": section.title, "matter": "body", "position": number}
            )
            commands.append(made)
            for place, article in enumerate(section.articles, 1):
                text = article.manuscript.to_json()
                for block in text["blocks"]:
                    if block.get("picture"):
                        block["picture"]["source"] = files[block["picture"]["source"]]
                item = Create("item", {"kind": "contribution", "title": article.title, "manuscript": text})
                commands += [item, Create("article", {"section": made.id, "item": item.id, "position": place})]
        archive.execute(Batch("编一卷书", tuple(commands)))


def _pictures(archive: Archive, book: Book) -> dict[str, str]:
    from archive_app.catalogue.commands import Create
    from archive_app.vault.originals import Vault

    assert book.images is not None
    owner = Create("item", {"kind": "photograph", "title": "插图"})
    archive.execute(owner)
    originals = Vault(archive.root / "originals")
    found = {}
    for path in sorted(book.images.glob("*.jpg")):
        kept = originals.take(path)
        file = Create(
            "file",
            {"item": owner.id, "name": path.name, "mime": "image/jpeg", "sha256": kept.sha256, "bytes": kept.bytes},
        )
        archive.execute(file)
        found[path.name] = file.id
    return found


class Beats:
    """When a timer of 5 ms fired: how long the window's thread was away."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self._at = [time.perf_counter()]
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(lambda: self._at.append(time.perf_counter()))
        self._timer.start()

    def longest(self) -> float:
        """Milliseconds, since it was asked last."""
        found = max((after - before for before, after in pairwise(self._at)), default=0.0) * 1000
        self._at = self._at[-1:]
        return found


def until(ready: Callable[[], bool]) -> float:
    """Seconds until something is so, looked at whenever the window's thread has a moment."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    start = time.perf_counter()
    while not ready():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        if time.perf_counter() - start > _PATIENCE_S:
            raise SystemExit("it did not come")
    return time.perf_counter() - start


def painted(view: Any) -> bool:
    """Whether what is in view is there and painted."""
    return bool(view.pages) and all(view.pages[n].kind != "pending" for n in view.facing(view.shown)) and view.settled


def measure(root: Path, edits: int) -> None:
    """Open, show, edit."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow
    from archive_app.services.settings import Settings

    app = QApplication([])
    settings = Settings(root.parent / "settings.toml")
    prepare(app, settings)
    window = MainWindow(settings)
    window.resize(1366, 768)
    window.show()
    window.open_archive(root)
    until(lambda: window.is_open)
    QTest.qWait(1500)
    beats = Beats()
    QTest.qWait(50)
    beats.longest()
    start = time.perf_counter()
    volumes: Any = window.desk.show_workspace("volumes")
    until(lambda: painted(volumes.pages_view))
    first = time.perf_counter() - start
    until(lambda: not volumes.busy and painted(volumes.pages_view))
    whole = time.perf_counter() - start
    print(
        f"open: first page {first:.2f} s, all {len(volumes.pages_view.pages)} pages {whole:.2f} s, "
        f"longest frame {beats.longest():.0f} ms"
    )
    _edit(volumes, edits, beats)
    volumes.flush()
    until(lambda: not window.session.saving and not volumes.busy)
    window.release()


def _edit(volumes: Any, edits: int, beats: Beats) -> None:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtGui import QInputMethodEvent, QTextCursor
    from PySide6.QtTest import QTest

    article = list(volumes.book.articles())[5]
    volumes.tree.choose(article.key)
    volumes.show_tab("story")
    until(lambda: volumes.story.article == article.key and bool(volumes.story.text.page.toPlainText()))
    page = volumes.story.text.page
    cursor = page.textCursor()
    cursor.setPosition(page.document().characterCount() // 2)
    while cursor.block().length() < 60:
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, 20)
    page.setFocus()
    page.setTextCursor(cursor)
    block = str(cursor.block().blockFormat().property(_id_property()))
    QTest.qWait(600)
    until(lambda: not volumes.busy and painted(volumes.pages_view))
    times, frames = [], []
    for number in range(edits):
        beats.longest()
        new = _new_pages(volumes.pages_view, article.key, block)
        start = time.perf_counter()
        typed = QInputMethodEvent()
        typed.setCommitString("字句"[number % 2] * (1 + number % 3))
        QCoreApplication.sendEvent(page, typed)
        until(new)
        times.append((time.perf_counter() - start) * 1000)
        frames.append(beats.longest())
        until(lambda: not volumes.busy)
        QTest.qWait(40)
    times.sort()
    frames.sort()
    print(
        f"{edits} edits: median {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms, "
        f"longest {times[-1]:.0f} ms; longest frame {frames[-1]:.0f} ms, median {frames[len(frames) // 2]:.0f} ms"
    )


def _new_pages(view: Any, article: str, block: str) -> Callable[[], bool]:
    """Asks whether other pages than now are there and painted, the block among them."""
    before = view.pages
    return lambda: view.pages is not before and painted(view) and _in_view(view, article, block)


def _in_view(view: Any, article: str, block: str) -> bool:
    shown = [view.pages[number] for number in view.facing(view.shown)]
    return any((line.article, line.block) == (article, block) for page in shown for line in page.lines)


def _id_property() -> int:
    from archive_app.gui.manuscript.document import ID

    return ID


def main() -> None:
    """Make the archive, then measure."""
    from bench_typeset import generated_book

    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "图").mkdir()
        archive_of(generated_book(folder / "图"), folder / "馆藏")
        measure(folder / "馆藏", edits)


if __name__ == "__main__":
    main()
