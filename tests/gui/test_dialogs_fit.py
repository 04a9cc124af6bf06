"""A dialog is never larger than its screen: what does not fit scrolls, its buttons stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLineEdit, QListWidget, QScrollArea, QWidget

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


def test_a_body_that_scrolls_is_cut_off_on_no_side(qtbot, look):
    """The bar beside it and its own rim take width, too."""
    made = Dialog(None, "设置", width=420)
    wide = QLineEdit()
    wide.setMinimumWidth(372)  # as wide as the dialog lets it be
    lines = [label(f"第 {number} 行") for number in range(80)]
    made.setLayout(column(wide, *lines, made.buttons(button("完成", made.accept)), around=(24, 20, 24, 20)))
    qtbot.addWidget(made)
    made.show()
    (area,) = made.findChildren(QScrollArea)
    assert _within(wide, area.viewport())


def test_a_list_in_a_body_gives_way_before_the_body_scrolls(qtbot, look, monkeypatch):
    """A list would like to be 192 px high, and what breaks into lines makes Qt ask for what parts would like."""
    monkeypatch.setattr(fitting, "room_for", lambda _dialog: QSize(600, 420))
    made = Dialog(None, "导出", width=420)
    lists = [QListWidget() for _number in range(2)]
    for one in lists:
        one.setMinimumHeight(60)
    tall = QWidget()
    tall.setMinimumHeight(200)
    told = label("写成一个文件，" * 12, wrap=True)
    made.setLayout(column(told, *lists, tall, made.buttons(button("完成", made.accept)), around=(24, 20, 24, 20)))
    qtbot.addWidget(made)
    made.show()
    (area,) = [one for one in made.findChildren(QScrollArea) if one.isAncestorOf(tall)]
    assert [one.height() for one in lists] == [60, 60]
    assert area.verticalScrollBar().maximum() > 0
