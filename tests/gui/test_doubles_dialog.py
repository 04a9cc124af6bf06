"""Cards that are likely one, in the window: told apart, or compared and merged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import Create
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.authorities.doubles_dialog import DoublesDialog
from archive_app.gui.workspaces.authorities.merge_dialog import MergeDialog

Settle = Callable[[MainWindow], None]


def in_dialogs(*steps: Callable[[object], None]) -> None:
    """Act in one dialog after the other, as each comes up."""
    waiting = list(steps)

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, act)
            return
        step = waiting.pop(0)
        if waiting:
            QTimer.singleShot(20, act)
        step(dialog)

    QTimer.singleShot(0, act)


def people(opened: MainWindow) -> None:
    archive = opened.session.archive
    for values in ({"native_place": "西宁"}, {"native_place": "湟中"}):
        archive.execute(Create("person", {"name": "王德全", **values}))
    archive.execute(Create("person", {"name": "马把式", "aliases": ["马文山"]}))


def asked(opened: MainWindow, settle: Settle) -> None:
    opened.desk.show_workspace("authorities")
    settle(opened)
    opened.actions_table["card.doubles"].trigger()
    settle(opened)


def test_pairs_are_told_apart_one_after_the_other(opened: MainWindow, settle: Settle) -> None:
    people(opened)
    seen: list[str] = []

    def step(dialog: object) -> None:
        assert isinstance(dialog, DoublesDialog)
        seen.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
        assert "2 对" in dialog._heading.text()
        row = next(row for row in range(2) if "王德全" in dialog.list.item(row).text())
        dialog.list.setCurrentRow(row)
        dialog.not_same.click()
        assert dialog.list.count() == 1 and "1 对" in dialog._heading.text()
        dialog.reject()

    in_dialogs(step)
    asked(opened, settle)
    assert any("籍贯不同" in words for words in seen) and any("都叫“马文山”" in words for words in seen)
    settle(opened)
    told = [card for card in opened.session.archive.catalogue.records("person") if card["apart"]]
    assert len(told) == 2


def test_a_pair_is_compared_and_merged(opened: MainWindow, settle: Settle) -> None:
    people(opened)

    def choose(dialog: object) -> None:
        assert isinstance(dialog, DoublesDialog)
        row = next(row for row in range(2) if "马文山" in dialog.list.item(row).text())
        dialog.list.setCurrentRow(row)
        dialog.compare.click()

    def merge(dialog: object) -> None:
        assert isinstance(dialog, MergeDialog)
        assert {dialog.keep.title, dialog.other.title} == {"马文山", "马把式"}
        dialog.reject()

    in_dialogs(choose, merge)
    asked(opened, settle)


def test_nothing_alike_says_so(opened: MainWindow, settle: Settle) -> None:
    def step(dialog: object) -> None:
        assert isinstance(dialog, DoublesDialog)
        assert "没有像是同一个的人物卡片" in dialog._heading.text() and dialog.list.isHidden()
        dialog.reject()

    in_dialogs(step)
    asked(opened, settle)
