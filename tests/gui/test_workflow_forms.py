"""The forms of the road by themselves: the sheet of a review, a correction, the difference of two versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note
from archive_app.domain.workflow import Action, Role, Stage, State
from archive_app.domain.workflow.table import Move
from archive_app.gui.dialogs.message import Message, without_commands
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.workflow.dialogs import CorrectDialog, MoveDialog, ReviewDialog
from archive_app.gui.workflow.difference import DifferenceDialog
from archive_app.gui.workflow.turn import TurnDialog
from archive_app.gui.workflow.volume_road import VolumeRoad
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.versions import FieldChange
from archive_app.services.workflow.moving import Offer
from tests.gui.acting import commit, item_titled

TEXT = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜姓王。", notes=(Note(4, "松木产自互助"),)),
        Block(BlockKind.PARAGRAPH, "后来换了杨木的柜台。"),
    )
)


@pytest.fixture
def printed(opened: MainWindow, materials: MaterialsWorkspace, settle: Callable[..., None]) -> Record:
    """A contribution in a volume."""
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    values = {"manuscript": TEXT.to_json(), "responsibility": [{"role": "作者", "name": "王昪"}], "state": "included"}
    archive.execute(SetFields(key, values, by_program=True, type="state"))
    settle(opened)
    return archive.catalogue.record(key)


def test_the_sheet_shows_what_is_filled_and_keeps_no_half_form(look: Theme, printed: Record) -> None:
    dialog = ReviewDialog(None, printed, Stage.FIRST)
    assert "政治、史实、文字" in dialog._says.text() and dialog.act.isEnabled()
    dialog.fill("政治", "通过", "")
    assert "“政治”只填了一半" in dialog._says.text() and not dialog.act.isEnabled()
    commit(dialog._fields["政治"][1], "没有问题")
    assert dialog._tabs.button("政治").accessibleName() == "政治，已填" and dialog.act.isEnabled()
    dialog._next.click()
    assert dialog._tabs.choice() == "史实"
    dialog.fill("史实", "修改后通过", "年份请注出处")
    dialog.fill("文字", "通过", "顺畅")
    assert "都填好了" in dialog._says.text()
    dialog.fill("处理意见", "采用", "编入工业交通栏")
    assert [form[0] for form in dialog.forms] == ["政治", "史实", "文字", "处理意见"]


def test_a_correction_shows_the_place_it_means(look: Theme, printed: Record) -> None:
    dialog = CorrectDialog(None, printed)
    dialog.why.setText("作者核稿")
    for old, says, able in (
        ("", "照印出的样子", False),
        ("梨木", "没有这几个字", False),
        ("柜台", "有 2 处", False),
        ("产自互助", "就是这一处：松木产自互助", True),
    ):
        dialog.old.setText(old)
        dialog.new.setText("产自门源")
        assert says in dialog._found.text() and dialog.act.isEnabled() is able
    dialog.choose("title")
    assert dialog.field == "title" and not dialog.act.isEnabled()
    dialog.old.setText("柜台")
    assert dialog.act.isEnabled()


def test_an_answer_is_words_or_its_paper(look: Theme, tmp_path: Path) -> None:
    move = Move(State.REFERRED, Action.ANSWER, State.FINAL_REVIEW, frozenset({Role.EDITOR}), comment=True)
    dialog = MoveDialog(None, "供销社的柜台", Offer(move, "终审", ()))
    assert not dialog.act.isEnabled()
    dialog.attach(tmp_path / "复函.pdf")
    assert dialog.act.isEnabled() and dialog.file == tmp_path / "复函.pdf" and dialog.comment == ""


def test_the_difference_is_read_in_the_window(look: Theme, printed: Record) -> None:
    later = Manuscript((TEXT.blocks[0].with_text("柜台是杨木的，掌柜姓王。"), TEXT.blocks[1]))
    changes = [FieldChange("manuscript", TEXT.to_json(), later.to_json()), FieldChange("title", "柜台", "老<柜台>")]
    dialog = DifferenceDialog(None, printed, changes, ["核稿.jpg"], "再次提交")
    words = dialog.page.toPlainText()
    assert "柜台是松杨木的" in words and "老<柜台>" in words and "核稿.jpg" in words
    assert "line-through" in dialog.page.toHtml()
    assert "还没有改动" in DifferenceDialog(None, printed, [], []).page.toPlainText()


def test_what_stands_is_read_only_in_the_form_and_the_rest_is_not(
    printed: Record, materials: MaterialsWorkspace, opened: MainWindow, settle: Any
) -> None:
    archive = opened.session.archive
    materials.pane.show_record(printed)
    settle(opened)
    form = materials.pane.form
    assert form is not None
    title, notes = form.block("title"), form.block("received_no")
    assert title.editor.line.isReadOnly() and "改样" in title.editor.toolTip()
    assert not notes.editor.line.isReadOnly()
    archive.execute(SetFields(printed.id, {"state": "draft"}, by_program=True, type="state"))
    materials.pane.show_record(archive.catalogue.record(printed.id))
    settle(opened)
    assert not title.editor.line.isReadOnly() and title.editor.toolTip() == ""


def test_a_long_refusal_fits_a_low_screen_and_speaks_of_no_command(look: Theme) -> None:
    look.set(scale=2.0)
    short, long = (Message(None, "现在还不能“通过”", "还没有授权书。\n" * n) for n in (1, 60))
    short.show()
    long.show()
    assert short.findChild(QScrollArea) is None and long.findChild(QScrollArea) is not None
    assert long.height() <= long.screen().availableGeometry().height()
    short.close()
    long.close()
    assert without_commands("请写一句意见（--comment）再登记（见上）。") == "请写一句意见再登记（见上）。"
    assert without_commands("造好以后记下日期（cunshi set 馆藏 x y=日期）。") == "造好以后记下日期。"


def test_what_waits_for_me_is_a_key_away(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    log = [
        {"at": "2026-03-01", "by": "祁垚", "action": "submit", "from": "draft", "to": "submitted", "comment": "请收"}
    ]
    archive.execute(SetFields(key, {"state": "submitted", "workflow_log": log}, by_program=True, type="state"))
    for name, role in (("编辑甲", "编辑"), ("校对员", "校对")):
        archive.execute(Create("staff", {"name": name, "roles": [role]}))
    seen: list[str] = []

    def look(dialog: TurnDialog) -> int:
        settle(opened)
        seen.append(dialog.says.text())
        for row in range(dialog.list.count()):
            seen.append(dialog.list.item(row).text())
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
        return int(bool(dialog.chosen))

    monkeypatch.setattr(TurnDialog, "exec", look)
    archive.act_as("校对员")
    opened.actions_table["road.turn"].trigger()
    assert seen == ["校对员（校对）：现在没有等着办的。"]
    seen.clear()
    archive.act_as("编辑甲")
    opened.actions_table["road.turn"].trigger()
    settle(opened)
    assert seen == ["编辑甲（编辑）：1 件等着办。", "已提交　1 件", "供销社的柜台\n2026-03-01 起　祁垚　请收"]
    assert materials.pane.record is not None and materials.pane.record.id == key


def test_another_name_has_other_steps(
    printed: Record, materials: MaterialsWorkspace, opened: MainWindow, settle: Any
) -> None:
    archive = opened.session.archive
    archive.execute(Create("staff", {"name": "校对员", "roles": ["校对"]}))
    materials.pane.show_record(printed)
    settle(opened)
    assert not materials.pane.road.offers[0].open
    archive.act_as("校对员")
    QCoreApplication.sendEvent(materials.pane.road, QEvent(QEvent.Type.WindowActivate))
    settle(opened)
    assert materials.pane.road.offers[0].open


def test_a_volume_has_its_steps_in_the_window(opened: MainWindow, settle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened.session.archive
    volume = Create("volume", {"title": "第二十四辑"})
    archive.execute(volume)
    road = VolumeRoad(opened)
    road.show_volume(volume.id)
    settle(opened)

    def steps() -> dict[str, QPushButton]:
        return {made.text(): made for made in road.findChildren(QPushButton) if not made.isHidden()}

    for word in ("开编", "送校"):
        steps()[word].click()
        settle(opened)
    assert archive.catalogue.record(volume.id)["state"] == "proof"
    assert "稿费表" in steps()["付印"].toolTip()
    archive.execute(SetFields(volume.id, {"fees_listed_on": "2026-11-01", "copies_listed_on": "2026-11-02"}))
    settle(opened)
    for answer, state in ((False, "proof"), (True, "printing")):
        monkeypatch.setattr("archive_app.gui.workflow.volume_road.ask", lambda *_said, given=answer: given)
        steps()["付印"].click()
        settle(opened)
        assert archive.catalogue.record(volume.id)["state"] == state
    assert set(steps()) == {"印发"}
