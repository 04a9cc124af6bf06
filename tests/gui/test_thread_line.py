"""What a thread tells an object of the window arrives, until the object is gone; after that nothing happens."""

from __future__ import annotations

import threading
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from archive_app.gui.thread_line import Line


class Listener(QObject):
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.told.connect(self.heard.append, Qt.ConnectionType.QueuedConnection)
        self.line = Line(self, self.told.emit)


def test_what_a_thread_says_is_heard_until_the_listener_is_gone(qtbot: Any) -> None:
    listener = Listener()
    line, heard, faults = listener.line, listener.heard, []

    def say(words: str) -> None:
        try:
            line(words)
        except RuntimeError as fault:
            faults.append(fault)

    for words in ("第一句", "第二句"):
        threading.Thread(target=say, args=(words,)).start()
    qtbot.waitUntil(lambda: sorted(heard) == ["第一句", "第二句"], timeout=5_000)
    shiboken6.delete(listener)
    late = threading.Thread(target=say, args=("迟了",))
    late.start()
    late.join()
    assert not faults and "迟了" not in heard
