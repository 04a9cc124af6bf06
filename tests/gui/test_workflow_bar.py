"""The road in the window: steps as buttons, reasons for those that are not open yet, forms, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.dialogs.message import Message
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workflow.dialogs import CorrectDialog, MoveDialog, ReviewDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import item_titled

TITLE = "供销社的柜台"


def buttons(materials: MaterialsWorkspace) -> dict[str, QPushButton]:
    """The steps to be seen, by their words; the papers of the item are none."""
    found = materials.pane.road.findChildren(QPushButton)
    seen = [made for made in found if made.parent() is not None and made.isVisible()]
    return {made.text(): made for made in seen if made.text() != "单据"}


def answering(kind: type, act: Callable[[Any], object]) -> None:
    """When the dialog of this kind has come up, do something with it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


@pytest.fixture
def on_road(opened: MainWindow, materials: MaterialsWorkspace, settle: Any) -> Iterator[MaterialsWorkspace]:
    """The contribution selected, its bar drawn."""
    archive = materials.session.archive
    key = item_titled(archive, TITLE)
    archive.act_as("李晓棠")
    text = {"format": 1, "blocks": [{"id": "b1", "kind": "paragraph", "text": "柜台是松木的。"}]}
    archive.execute(SetFields(key, {"manuscript": text}))
    settle(opened)
    materials.listing.select(key)
    settle(opened)
    yield materials


def press(materials: MaterialsWorkspace, words: str, settle: Any) -> None:
    buttons(materials)[words].click()
    settle(materials.window())


def test_a_step_that_is_not_open_says_why_and_opens_when_it_is(on_road: MaterialsWorkspace, settle: Any) -> None:
    archive = on_road.session.archive
    said: list[str] = []

    def read(message: Message) -> None:
        said.extend(made.text() for made in message.findChildren(QLabel))
        message.reject()

    assert "责任者" in buttons(on_road)["提交"].toolTip()
    answering(Message, read)
    buttons(on_road)["提交"].click()
    assert any("还没有填“责任者”" in words for words in said)
    assert archive.catalogue.record(on_road.pane.record.id)["state"] == "draft"

    archive.execute(SetFields(on_road.pane.record.id, {"responsibility": [{"role": "作者", "name": "王昪"}]}))
    settle(on_road.window())
    assert buttons(on_road)["提交"].property("role") == "primary"
    press(on_road, "提交", settle)
    assert on_road.pane.record["state"] == "submitted"
    assert set(buttons(on_road)) == {"登记…", "拒收…"}
    on_road.shell.actions_table["edit.undo"].trigger()
    settle(on_road.window())
    assert on_road.pane.record["state"] == "draft" and set(buttons(on_road)) == {"提交"}


def test_forms_are_filled_and_words_are_asked_for(on_road: MaterialsWorkspace, settle: Any) -> None:
    archive, key = on_road.session.archive, on_road.pane.record.id
    archive.execute(SetFields(key, {"responsibility": [{"role": "作者", "name": "王昪"}]}))
    settle(on_road.window())
    press(on_road, "提交", settle)
    archive.act_as("编辑甲")
    answering(MoveDialog, lambda dialog: dialog.accept())
    press(on_road, "登记…", settle)
    assert on_road.pane.record["accession_no"].startswith("征〔")
    press(on_road, "送初审", settle)
    assert "政治" in buttons(on_road)["通过…"].toolTip()

    def fill(dialog: ReviewDialog) -> None:
        for aspect in ("政治", "史实", "文字"):
            dialog.fill(aspect, "通过", "没有问题")
        dialog.accept()

    answering(ReviewDialog, fill)
    press(on_road, "初审意见…", settle)
    assert len(on_road.pane.record["reviews"]) == 3

    def send_back(dialog: MoveDialog) -> None:
        assert not dialog.act.isEnabled(), "a return without a word is none"
        dialog.text.setPlainText("题目再斟酌")
        assert dialog.act.isEnabled()
        dialog.accept()

    answering(MoveDialog, send_back)
    press(on_road, "退改…", settle)
    assert on_road.pane.record["state"] == "returned"
    said = [made.text() for made in on_road.pane.notices.findChildren(QLabel)]
    assert any(text.startswith("退改：题目再斟酌（编辑甲") for text in said), "why stands over the form"
    (more,) = (made for made in on_road.pane.notices.findChildren(QPushButton) if made.text() == "看流程")
    more.click()
    settle(on_road.window())
    assert on_road.pane.tabs.choice() == "workflow"
    words = [made.text() for made in on_road.pane.road_log.findChildren(QLabel)]
    assert {"题目再斟酌", "退改", "登记", "初审 · 政治"} <= set(words)
    assert any(text.startswith("编辑甲 · ") for text in words)


def test_a_text_that_stands_is_corrected_by_its_own_dialog(on_road: MaterialsWorkspace, settle: Any) -> None:
    archive, key = on_road.session.archive, on_road.pane.record.id
    archive.execute(SetFields(key, {"state": "included"}, by_program=True, type="state"))
    settle(on_road.window())
    on_road.open_item()
    settle(on_road.window())
    assert on_road.material.text.page.isReadOnly()

    def write(dialog: CorrectDialog) -> None:
        dialog.old.setText("松木")
        dialog.new.setText("杨木")
        assert not dialog.act.isEnabled()
        dialog.why.setText("作者核稿")
        dialog.accept()

    answering(CorrectDialog, write)
    press(on_road, "改样…", settle)
    assert archive.catalogue.record(key)["manuscript"]["blocks"][0]["text"] == "柜台是杨木的。"


def test_who_may_not_act_is_told_whose_it_is(on_road: MaterialsWorkspace, settle: Any) -> None:
    archive = on_road.session.archive
    archive.execute(Create("staff", {"name": "编辑甲", "roles": ["编辑"]}))
    archive.act_as("过路人")
    on_road.pane.road.show_record(on_road.pane.record)
    settle(on_road.window())
    assert "没有“过路人”" in buttons(on_road)["提交"].toolTip()
    assert "过路人" in buttons(on_road)["提交"].accessibleDescription()


def test_the_state_filter_counts_what_the_queue_has(on_road: MaterialsWorkspace, settle: Any) -> None:
    from archive_app.services.workflow.status import queue

    archive = on_road.session.archive
    archive.execute(SetFields(on_road.pane.record.id, {"state": "shelved"}, by_program=True, type="state"))
    settle(on_road.window())
    shown = {row.text(): row._number for row in on_road.filters.rows()}
    for state, waiting in queue(archive).states.items():
        assert shown[state.label] == len(waiting)
