"""Whoever writes a transcript without a pause, and has the power cut, loses no more than five seconds (features C4)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from archive_app.catalogue.commands import Create
from archive_app.services.archive import Archive

_WRITER = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from archive_app.gui.app import prepare
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.settings import Settings

def send(preedit, words):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(words)
    QCoreApplication.sendEvent(page.view.words, event)

app = QApplication([])
settings = Settings()
prepare(app, settings)
window = MainWindow(settings)
window.show()
window.open_archive(Path(sys.argv[1]))
while window.opening or window._desk is None:
    QTest.qWait(20)
window.go("materials", Place(sys.argv[2], "transcript", row=0))
page = window.desk.current.material.transcript_page
while page.view.current != 0:
    QTest.qWait(20)
window.activateWindow()
page.view.words.setFocus()
number = 0
while True:
    for sign in "我们那时候":
        send("pinyin", "")
        QTest.qWait(60)
        send("", f"{sign}{number} ")
        number += 1
        print(number, time.time(), flush=True)
"""


def test_at_most_five_seconds_of_typing_are_lost(tmp_path: Path) -> None:
    root = tmp_path / "馆"
    with Archive.create(root, name="馆", actor="王文史") as archive:
        rows = [{"id": f"s{n}", "start": n * 4.0, "speaker": "答", "text": ""} for n in range(300)]
        made = Create("item", {"kind": "oral_history", "title": "长谈", "transcript": rows})
        archive.execute(made)
    script = tmp_path / "writer.py"
    script.write_text(_WRITER, encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CUNSHI_CONFIG": str(tmp_path / "settings")}
    journal = tmp_path / "journal.txt"
    with (
        journal.open("wb") as out,
        subprocess.Popen(
            [sys.executable, str(script), str(root), made.id], stdout=out, stderr=subprocess.DEVNULL, env=environment
        ) as writer,
    ):
        until = time.monotonic() + 120
        while journal.read_bytes().count(b"\n") < 100 and time.monotonic() < until:
            time.sleep(0.1)
        writer.send_signal(signal.SIGKILL)
        killed = time.time()
        writer.wait()
    typed = [line.split() for line in journal.read_text().splitlines() if line.count(" ") == 1]
    assert len(typed) >= 100
    with Archive.open(root, actor="王文史") as archive:
        kept = len(archive.catalogue.record(made.id)["transcript"][0]["text"].split())
    first_lost = next((float(at) for number, at in typed if int(number) > kept), killed)
    assert kept > 0 and killed - first_lost <= 5.0
