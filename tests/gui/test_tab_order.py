"""Tab goes through a page as it is read, whatever was made first and however far a pane is scrolled."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from archive_app.gui.widgets.basics import scrolled
from archive_app.gui.widgets.tab_order import Paned


class _Page(Paned, QWidget):
    """The right pane, whose lines scroll, is made before the left one, and the left one gets a line more later."""

    def __init__(self) -> None:
        super().__init__()
        self.right, self.left, self.hidden = QWidget(), QWidget(), QWidget()
        inner = QWidget()
        lay = QVBoxLayout(inner)
        self.below = [QLineEdit() for _number in range(30)]
        for one in self.below:
            lay.addWidget(one)
        self.head, self.area = QLineEdit(), scrolled(inner)
        right = QVBoxLayout(self.right)
        right.addWidget(self.head)
        right.addWidget(self.area)
        QVBoxLayout(self.hidden).addWidget(QLineEdit())
        self.first = QLineEdit()
        self._lines = QVBoxLayout(self.left)
        self._lines.addWidget(self.first)
        whole = QHBoxLayout(self)
        for pane in self.tab_panes():
            whole.addWidget(pane)
        self.hidden.hide()
        self.later = QLineEdit()
        self._lines.addWidget(self.later)

    def tab_panes(self) -> tuple[QWidget, ...]:
        return (self.left, self.hidden, self.right)


@pytest.fixture
def page(qtbot, look) -> _Page:
    made = _Page()
    qtbot.addWidget(made)
    made.resize(600, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_forwards_and_backwards_pane_by_pane(page: _Page) -> None:
    page.first.setFocus()
    read = [page.first, page.later, page.head, *page.below]
    for here, after in pairwise(read):
        assert QApplication.focusWidget() is here
        QTest.keyClick(here, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after
        assert not after.visibleRegion().isEmpty(), "it is scrolled to"
    for here, before in pairwise(read[::-1]):  # the head stands before what is scrolled above it
        QTest.keyClick(here, Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is before
