"""What it costs to open the window: ``python tests/benchmarks/bench_opening.py [TIMES] [WORKSPACE …]``.

Opens a small archive in the real window (offscreen unless a screen is there) and closes it, several times in one
process: the first time modules are loaded, later ones show what building alone costs. Processor seconds of each step,
then seconds of the wall's clock. Prints; judges nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main(times: int, workspaces: list[str]) -> None:
    """Open and close, and say what each step took."""
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    from archive_app.catalogue.commands import Create
    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow
    from archive_app.gui.records.form import RecordForm
    from archive_app.services.archive import Archive
    from archive_app.services.settings import Settings

    folder = Path(tempfile.mkdtemp())
    os.environ["CUNSHI_CONFIG"] = str(folder / "settings")
    with Archive.create(folder / "馆藏", actor="王文史") as archive:
        for kind in ("photograph", "photograph", "oral_history", "contribution", "document"):
            archive.execute(Create("item", {"kind": kind, "title": "沙塘川的三盘水磨"}))
    app = QApplication(sys.argv[:1])
    settings = Settings()
    prepare(app, settings)

    def until(there: Callable[[], bool]) -> None:
        while not there():
            app.processEvents()
            time.sleep(0.002)

    for _number in range(times):
        took: list[str] = []

        def step(name: str, act: Callable[[], object], said: list[str] = took) -> None:
            processor, clock = time.process_time(), time.perf_counter()
            act()
            app.processEvents()
            said.append(f"{name} {time.process_time() - processor:.3f}/{time.perf_counter() - clock:.3f}")

        window = MainWindow(settings)

        def still(window: MainWindow = window) -> bool:
            session = window.session
            timers = [one for one in window.findChildren(QTimer) if one.isSingleShot() and one.isActive()]
            busy = session.saving or session._reader.busy or session._writer.busy
            busy = busy or any(one.building for one in window.findChildren(RecordForm))
            return not busy and not any(one.interval() < 300 for one in timers)

        def opened(window: MainWindow = window) -> None:
            window.open_archive(folder / "馆藏")
            until(lambda: not window.opening)

        window.resize(1366, 768)
        step("start page", window.show)
        step("list", opened)
        step("at rest", lambda: until(still))
        for name in workspaces:
            step(name, lambda name=name, window=window: (window.go(name), until(still)))
        window.release()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        print("  ".join(took), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4, sys.argv[2:])
