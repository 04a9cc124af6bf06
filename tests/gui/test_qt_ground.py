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


def test_the_first_list_waits_for_no_typesetter_no_formats_and_no_dialogs() -> None:
    """What is loaded before the first list stands is waited for whenever the program starts."""
    later = (
        "archive_app.intake.formats.registry",
        "archive_app.typeset.composer",
        "archive_app.typeset.reflow.table_grid",
        "archive_app.services.searching",
        "archive_app.gui.workflow.dialogs",
        "archive_app.gui.versions.correcting",
        "alembic",
        "docx",
        "lxml",
        "reportlab",
        "whoosh",
    )
    code = (
        "import sys, archive_app.gui.app, archive_app.gui.workspaces.materials.workspace;"
        "print(*(name for name in sys.argv[1:] if name in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code, *later], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
