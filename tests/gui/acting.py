"""What a person does in a test: types through an input method, finds an item by its title."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

from archive_app.services.archive import Archive


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
