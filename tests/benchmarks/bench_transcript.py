"""A long transcript: what a save costs, and how long the window stands still while one types on and saves.

    python tests/benchmarks/bench_transcript.py [segments] [seconds]

Processor time of the thread that writes and of the one that paints; the clock beside it, for a machine that is quiet.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.identity import new_id
from archive_app.services.archive import Archive

_BEAT_MS = 4
_SIGNS = "那年发大水我们村里的人都上了山后来公社派船接下来水磨"


def talk(count: int) -> list[dict[str, Any]]:
    """So many segments of 15 to 70 characters, a third with 普通话."""
    chance = random.Random(7)
    return [
        {
            "id": new_id(), "start": at * 3.6, "end": at * 3.6 + 3.4, "speaker": "王" if at % 4 else "问",
            "text": "".join(chance.choices(_SIGNS, k=chance.randint(15, 70))) + "。",
            **({"mandarin": "".join(chance.choices(_SIGNS, k=30))} if at % 3 == 0 else {}),
        }
        for at in range(count)
    ]  # fmt: skip


def saves(archive: Archive, item: str, rounds: int = 25) -> None:
    """A sentence of it, and the title beside it, saved again and again."""
    rows = [dict(row) for row in archive.catalogue.record(item)["transcript"]]
    for words in ("transcript", "title"):
        cost, clock = [], []
        for turn in range(rounds):
            rows = [dict(row) for row in rows]
            rows[turn * 37 % len(rows)]["text"] += "啊"
            values = {"transcript": rows} if words == "transcript" else {"title": f"长谈{turn}"}
            begun, seen = time.thread_time(), time.perf_counter()
            archive.execute(SetFields(item, values))
            cost.append((time.thread_time() - begun) * 1000)
            clock.append((time.perf_counter() - seen) * 1000)
        said = f"median {median(cost):.1f} ms, worst {max(cost):.1f}; clock {median(clock):.1f}, {max(clock):.1f}"
        print(f"save of {words}: {said}")


def typing(root: Path, item: str, seconds: float) -> None:
    """In the window: nine signs a second, a new segment now and then; what lies between two beats of a timer."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
    from PySide6.QtGui import QInputMethodEvent, QKeyEvent
    from PySide6.QtWidgets import QApplication

    from archive_app.gui.app import prepare
    from archive_app.gui.main_window import MainWindow
    from archive_app.gui.workspaces.workspace import Place
    from archive_app.services.settings import Settings

    app = QApplication(sys.argv[:1])
    prepare(app, Settings(root.parent / "settings.toml"))
    window = MainWindow(Settings(root.parent / "settings.toml"))
    window.resize(1366, 768)
    window.show()
    window.open_archive(root)

    def rest(span: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(int(span * 1000), loop.quit)
        loop.exec()

    rest(4)
    window.go("materials", Place(item, "transcript", row=5))
    rest(6)
    page = window.desk.current.material.transcript_page
    page.view.words.setFocus()
    held: list[tuple[float, float]] = []
    begun = [time.perf_counter(), time.thread_time()]

    def beat() -> None:
        now = [time.perf_counter(), time.thread_time()]
        held.append(((now[0] - begun[0]) * 1000 - _BEAT_MS, (now[1] - begun[1]) * 1000))
        begun[:] = now

    heart = QTimer()
    heart.setTimerType(Qt.TimerType.PreciseTimer)
    heart.timeout.connect(beat)
    heart.start(_BEAT_MS)
    signs = iter(range(1_000_000))

    def sign() -> None:
        turn = next(signs)
        if turn % 60 == 59:
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier)
                QCoreApplication.sendEvent(app.focusWidget() or page, event)
            return
        event = QInputMethodEvent()
        event.setCommitString(_SIGNS[turn % len(_SIGNS)])
        QCoreApplication.sendEvent(page.view.words, event)

    timer = QTimer()
    timer.timeout.connect(sign)
    timer.start(110)
    rest(seconds)
    timer.stop()
    heart.stop()
    for name, at in (("processor", 1), ("clock", 0)):
        times = sorted(one[at] for one in held)
        print(
            f"loop held, {name}: median {median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.1f}, "
            f"worst {', '.join(f'{one:.1f}' for one in times[-6:])} of {len(times)}"
        )
    window.release()


def main() -> None:
    """Run it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    span = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CUNSHI_CONFIG"] = folder
        root = Path(folder) / "馆藏"
        with Archive.create(root, name="长谈", actor="甲") as archive:
            values = {"kind": "oral_history", "title": "长谈", "transcript": talk(count)}
            item = archive.execute(Create("item", values)).record_ids[0]
            print(f"{count} segments")
            saves(archive, item)
        typing(root, item, span)


if __name__ == "__main__":
    main()
