"""What a person does in a test: types through an input method, finds an item by its title."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.search.workspace import SearchWorkspace
from archive_app.services.archive import Archive

SLOW = 60_000
"""Milliseconds a condition may take on a machine that is busy otherwise."""


def compose(widget: QWidget, preedit: str) -> None:
    """An input method shows what it has so far."""
    QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, words: str) -> None:
    """An input method gives its words; typing Chinese through QTest aborts the process."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QCoreApplication.sendEvent(widget, event)


def item_titled(archive: Archive, title: str) -> str:
    """The id of the item with this title."""
    for record in archive.catalogue.records("item"):
        if record.title == title:
            return record.id
    raise AssertionError(title)


def search_for(window: MainWindow, qtbot, words: str, *, preedit: str = "") -> SearchWorkspace:
    """Type words into the box as an input method does, and wait for the answer."""
    box = window.desk.top.search
    box.clear()
    box.setFocus()
    if preedit:
        compose(box, preedit)
    commit(box, words)
    qtbot.waitUntil(lambda: window.desk.current_id == "search", timeout=SLOW)
    workspace = window.desk.workspace("search")
    assert isinstance(workspace, SearchWorkspace)
    qtbot.waitUntil(lambda: answered(window, workspace, words), timeout=SLOW)
    return workspace


def answered(window: MainWindow, workspace: SearchWorkspace, words: str) -> bool:
    """Whether the search stands still, with the answer to ``words``."""
    quiet = not window.jobs.running() and not window.session._reader.busy
    return quiet and workspace.asking.words == words and not workspace.keeper.resting
