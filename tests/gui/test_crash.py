"""A bug is said in Chinese, written down, and leaves the archive closed and whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from archive_app.domain.errors import ArchiveError
from archive_app.gui.app import Faults
from archive_app.gui.dialogs import crash
from archive_app.gui.main_window import MainWindow
from archive_app.services.archive import Archive


@pytest.fixture
def faults(opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Faults:
    monkeypatch.setattr(crash, "log_path", lambda: tmp_path / "记录" / "faults.log")
    return Faults(opened)


def raised(error: Exception) -> tuple[type[BaseException], BaseException, object]:
    try:
        raise error
    except Exception:
        return sys.exc_info()  # type: ignore[return-value]


def test_a_fault_is_shown_written_down_and_the_archive_closed(
    opened: MainWindow, faults: Faults, qtbot, tmp_path: Path, archive_root: Path, monkeypatch, capsys
) -> None:
    shown: list[str] = []

    def look_and_copy(dialog: crash.CrashDialog) -> int:
        shown.append(dialog.windowTitle())
        dialog.copy()
        return 1

    monkeypatch.setattr(crash.CrashDialog, "exec", look_and_copy)
    faults.handle(*raised(ZeroDivisionError("a bug")))
    qtbot.waitUntil(lambda: not opened.is_open, timeout=10_000)
    assert shown == ["存史出了差错"]
    assert "ZeroDivisionError: a bug" in QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in (tmp_path / "记录" / "faults.log").read_text(encoding="utf-8")
    with Archive.open(archive_root) as archive:  # the hold is given back
        assert len(archive.catalogue.records("item")) == 5


def test_an_expected_failure_is_a_message_and_the_archive_stays_open(
    opened: MainWindow, faults: Faults, qtbot, monkeypatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "archive_app.gui.main_window.show_archive_error", lambda _parent, error: said.append(str(error))
    )
    faults.handle(*raised(ArchiveError("磁盘满了", "请腾出空间后重试。")))
    qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    assert said == ["磁盘满了。请腾出空间后重试。"]
    assert opened.is_open
