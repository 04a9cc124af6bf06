"""Enter presses whatever button has the keyboard; in a dialog a tick leaves it to what the dialog asks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QVBoxLayout, QWidget

from archive_app.gui.start_page import Choice
from archive_app.gui.widgets.basics import button, tool
from archive_app.gui.workspaces.figures.workspace import Tile


def test_enter_presses_every_button_but_a_tick(qtbot) -> None:
    pressed: list[str] = []
    page = QWidget()
    parts = {
        "choice": Choice("book", "看示例", "一份虚构的馆藏"),
        "button": button("加入材料…"),
        "tool": tool("copy", "复制"),
        "tile": Tile("件"),
        "plain": QPushButton("plain"),
        "tick": QCheckBox("并排"),
    }
    lay = QVBoxLayout(page)
    for name, part in parts.items():
        lay.addWidget(part)
        part.clicked.connect(lambda *_given, name=name: pressed.append(name))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    for name, part in parts.items():
        part.setFocus()
        qtbot.waitUntil(lambda part=part: QApplication.focusWidget() is part)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QTest.keyClick(part, key)
            QTest.keyClick(part, key, Qt.KeyboardModifier.ControlModifier)  # a shortcut's, not a press
        assert pressed == ([] if name == "tick" else [name, name]), name
        pressed.clear()
