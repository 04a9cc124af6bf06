"""What Qt must do under us, whichever release is installed."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtWidgets import QApplication, QWidget


def test_calls_that_return_nothing_leave_the_count_of_none_alone(qapp: QApplication, qtbot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to None with each such call, and aborts after some thousands."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.update()
    before = sys.getrefcount(None)
    for _number in range(1_000):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < 100


def test_the_services_import_without_qt() -> None:
    code = "import sys, archive_app.services.archive, archive_app.gui; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
