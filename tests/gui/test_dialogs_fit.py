"""A dialog is never larger than its screen: what does not fit scrolls, its buttons stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from archive_app.gui.dialogs import fitting
from archive_app.gui.dialogs.message import Dialog, Message
from archive_app.gui.widgets.basics import button, column, label, row


class _Form(Dialog):
    def __init__(self, lines: int) -> None:
        super().__init__(None, "表单", width=400)
        self.fields = [QLineEdit() for _number in range(lines)]
        self.act = button("记下", self.accept, role="primary")
        inner = [row(label(f"第 {number} 项"), field) for number, field in enumerate(self.fields, 1)]
        foot = self.buttons(button("取消", self.reject), self.act)
        parts = (label("很长的表单", voice="title"), 8, *inner, None, foot)
        self.setLayout(column(*parts, spacing=6, around=(24, 20, 24, 20)))


@pytest.fixture(params=(8, 60), ids=("short", "long"))
def form(qtbot, look, request) -> _Form:
    made = _Form(request.param)
    qtbot.addWidget(made)
    made.show()
    return made


def _within(inner: QWidget, outer: QWidget) -> bool:
    return outer.rect().contains(QRect(inner.mapTo(outer, QPoint(0, 0)), inner.size()))


def test_a_dialog_keeps_to_its_screen_and_shows_its_buttons(form):
    room = fitting.room_for(form)
    assert form.height() <= room.height()
    assert form.width() <= room.width()
    assert _within(form.act, form)


def test_only_what_does_not_fit_scrolls(form):
    areas = form.findChildren(QScrollArea)
    assert bool(areas) == (len(form.fields) > 20)
    for area in areas:
        assert not area.isAncestorOf(form.act)


def test_every_field_is_as_high_as_it_must_be_and_reached_by_tab(form, qtbot):
    form.activateWindow()
    form.fields[0].setFocus()
    for field in form.fields:
        qtbot.waitUntil(field.hasFocus)
        assert field.height() >= field.minimumSizeHint().height()
        assert not field.visibleRegion().isEmpty()
        qtbot.keyClick(field, "\t")


def test_a_message_of_many_lines_keeps_its_buttons(qtbot, look):
    message = Message(None, "有几处要先补上", "\n".join(f"第 {number} 处没有填。" for number in range(1, 200)))
    qtbot.addWidget(message)
    message.show()
    assert message.height() <= fitting.room_for(message).height()
    assert all(_within(made, message) for made in message.findChildren(type(button("好", message.accept))))
