"""The Qt that is installed does not lose references to None.

PySide6 6.12.0 does on Python 3.11 and older: after some 5,000 calls that return nothing the process aborts
(`Fatal Python error: none_dealloc`). Tried in a process of its own, since such a process is past saving.
"""

from __future__ import annotations

import os
import subprocess
import sys

CALLS = 1000
SOURCE = f"""
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
widget.update()
before = sys.getrefcount(None)
for _ in range({CALLS}):
    widget.update()
print(sys.getrefcount(None) - before)
"""


def test_calls_that_return_nothing_leave_none_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SOURCE],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < CALLS // 10
