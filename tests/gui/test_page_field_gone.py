"""A page that is on its way out hears no more where the keyboard goes."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.domain.entities import ITEM
from archive_app.gui.records.page_field import PageField


def test_the_keyboard_that_leaves_a_page_being_closed_asks_it_nothing(qapp: QApplication, qtbot) -> None:
    page, elsewhere = QWidget(), QWidget()
    qtbot.addWidget(elsewhere)
    asked: list[str] = []
    field = PageField(object(), ITEM.field("transcript"), page, lambda: asked.append("value"), lambda *_: None)
    moved: list[bool] = []
    field.destroyed.connect(lambda: moved.append(True))
    page.destroyed.connect(lambda: qapp.focusChanged.emit(elsewhere, None))
    shiboken6.delete(page)
    assert moved == [True] and asked == []
