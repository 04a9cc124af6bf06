"""人物地点 and 征集: lists, cards, what stands beside them; merge and split; the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.authorities.merge_dialog import MergeDialog
from archive_app.gui.workspaces.authorities.workspace import AuthoritiesWorkspace
from archive_app.gui.workspaces.office.workspace import OfficeWorkspace
from archive_app.gui.workspaces.workspace import Place
from tests.gui.acting import commit

Settle = Callable[[MainWindow], None]


def made(window: MainWindow, entity: str, **values: Any) -> str:
    command = Create(entity, values)
    window.session.archive.execute(command)
    return command.id


def said(widget: QWidget) -> str:
    """Every word a part of the window shows."""
    labels = [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]
    buttons = [one.text() for one in widget.findChildren(QPushButton) if not one.isHidden()]
    return "\n".join(labels + buttons)


def pressed(widget: QWidget, words: str) -> None:
    """Press the first button with these words."""
    next(one for one in widget.findChildren(QPushButton) if one.text() == words and not one.isHidden()).click()


@pytest.fixture
def cards(opened: MainWindow, settle: Settle) -> AuthoritiesWorkspace:
    opened.go("authorities")
    settle(opened)
    found = opened.desk.workspace("authorities")
    assert isinstance(found, AuthoritiesWorkspace)
    return found


@pytest.fixture
def office(opened: MainWindow, settle: Settle) -> OfficeWorkspace:
    opened.go("office")
    settle(opened)
    found = opened.desk.workspace("office")
    assert isinstance(found, OfficeWorkspace)
    return found


def test_persons_stand_by_pinyin_and_are_found_by_initials(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    assert [row.title for row in cards.rows.rows] == ["马文山", "赵吉甫"]
    for typed, names in (("zjf", ["赵吉甫"]), ("马师傅", ["马文山"]), ("没有这人", [])):
        cards.finder.setText(typed)
        settle(opened)
        assert [row.title for row in cards.rows.rows] == names, typed
    assert cards._lists.currentWidget() is cards._no_match


def test_a_card_says_where_it_occurs_and_leads_there(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    who = cards.rows.rows[0].id
    rows = [{"role": "口述者", "name": "马文山", "person": who}]
    item = made(opened, "item", kind="oral_history", title="老马的回忆", responsibility=rows)
    settle(opened)
    assert "出现在 1 处" in said(cards.side) and "口述史料　口述者" in said(cards.side)
    pressed(cards.side, "老马的回忆")
    settle(opened)
    assert opened.desk.current_id == "materials"
    assert opened.desk.workspace("materials").selected_ids() == [item]  # type: ignore[attr-defined]


def test_two_cards_are_merged_split_and_undone(opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle) -> None:
    archive = opened.session.archive
    keep, other = (row.id for row in cards.rows.rows)
    item = made(opened, "item", kind="document", title="约", persons=[other])
    settle(opened)
    dialog = MergeDialog(cards, cards.session, cards.session.names, archive.catalogue.record(keep))
    settle(opened)
    assert [row.title for row in dialog.found.rows.rows] == ["赵吉甫"], "the card itself is not offered"
    dialog.take(archive.catalogue.record(other))
    assert "把“赵吉甫”并入“马文山”" in said(dialog) and "另一个记为别名" in said(dialog)
    dialog.swap_button.click()
    dialog.swap_button.click()
    dialog.merge_button.click()
    command = dialog.command()
    assert command is not None and command.keep == keep
    cards.run(command, "已合并")
    settle(opened)
    assert [row.title for row in cards.rows.rows] == ["马文山"]
    assert archive.catalogue.record(item)["persons"] == [keep]
    assert "并入的卡片" in said(cards.side)
    pressed(cards.side, "拆出")
    settle(opened)
    assert len(cards.rows.rows) == 2
    assert archive.catalogue.record(item)["persons"] == [other]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert archive.catalogue.record(item)["persons"] == [keep]


def test_a_card_is_made_and_thrown_away_by_the_keyboard(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    opened.actions_table["item.new"].trigger()
    settle(opened)
    form = cards.pane.form
    assert form is not None
    line = form.block("name").editor.focusProxy()  # type: ignore[union-attr]
    assert line.hasFocus()
    line.setText("Li Si")
    form._edited("name")
    form.save()
    settle(opened)
    assert "Li Si" in [row.title for row in cards.rows.rows]
    cards.list.setFocus()
    QTest.keyClick(cards.list, Qt.Key.Key_Delete)
    settle(opened)
    assert "Li Si" not in [row.title for row in cards.rows.rows]
    assert opened.actions_table["card.merge"].isEnabled()


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def test_a_person_is_made_merged_and_split_by_the_keyboard_alone(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    catalogue = opened.session.archive.catalogue
    cards.list.setFocus()
    opened.actions_table["go.materials"].trigger()
    opened.actions_table["go.authorities"].trigger()
    settle(opened)
    assert opened.desk.current is cards and cards.list.hasFocus()
    opened.actions_table["item.new"].trigger()
    settle(opened)
    for words in ("赵𠮷甫", "尕福"):  # the name gives way to what is typed; then an alias
        line = QApplication.focusWidget()
        assert line is not None
        commit(line, words)
        key(Qt.Key.Key_Tab)
    cards.pane.flush()
    settle(opened)
    made_card = cards.pane.record
    assert made_card is not None and made_card.title == "赵𠮷甫" and made_card["aliases"] == ["尕福"]

    dialog = MergeDialog(cards, cards.session, opened.session.names, made_card)
    dialog.show()
    settle(opened)
    QTest.keyClicks(dialog.found.finder, "zjf")
    QTest.keyClick(dialog.found.finder, Qt.Key.Key_Return)
    settle(opened)
    assert dialog.isVisible() and dialog.other is not None and dialog.other.title == "赵吉甫"
    QTest.keyClick(dialog.merge_button, Qt.Key.Key_Return)
    command = dialog.command()
    assert command is not None and not dialog.isVisible()
    cards.run(command, "已合并")
    settle(opened)
    assert [row.title for row in cards.rows.rows] == ["马文山", "赵𠮷甫"]

    opened.activateWindow()
    settle(opened)
    cards.pane.focus_form()
    for _press in range(30):
        key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and focused.text() == "拆出":
            break
    else:
        raise AssertionError("Tab does not lead out of the form to what stands beside the card")
    key(Qt.Key.Key_Return)
    settle(opened)
    assert sorted(record.title for record in catalogue.records("person")) == ["赵吉甫", "赵𠮷甫", "马文山"]
    assert cards.side.isAncestorOf(QApplication.focusWidget()), "the keyboard stays where it was"


def test_a_search_among_the_cards_goes_on_to_the_list(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    for leads_on in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        cards.finder.setFocus()
        QTest.keyClick(cards.finder, leads_on)
        assert cards.list.hasFocus()
    settle(opened)


def test_with_large_words_the_order_is_behind_a_button(
    opened: MainWindow, office: OfficeWorkspace, settle: Settle
) -> None:
    made(opened, "lead", witness="老的", urgency="一般", birth_year=1950)
    made(opened, "lead", witness="急的", urgency="抢救", birth_year=1960)
    settle(opened)
    assert [row.title for row in office.rows.rows] == ["急的", "老的"]
    opened.resize(660, 600)
    settle(opened)
    assert office.order_button.isVisibleTo(office) and not office.order.isVisibleTo(office)
    office.order_menu.aboutToShow.emit()
    actions = office.order_menu.actions()
    assert [action.text() for action in actions] == ["按缓急", "按年纪", "按日子", "按由谁去"]
    actions[1].trigger()
    settle(opened)
    assert [row.title for row in office.rows.rows] == ["老的", "急的"]
    office.finder.setText("抢救")
    settle(opened)
    assert [row.title for row in office.rows.rows] == ["急的"]


def test_contacts_are_not_shown_to_who_is_no_editor(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    who = cards.rows.rows[0].id
    made(opened, "contact", person=who, telephone="0971-12345")
    settle(opened)
    assert "0971-12345" in said(cards.side)
    made(opened, "staff", name="韩编辑", roles=["editor"])
    settle(opened)
    assert "0971-12345" not in said(cards.side) and "联系方式" not in said(cards.side)


def test_an_empty_list_says_what_to_do_first(opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle) -> None:
    cards.segments.button("event").click()
    settle(opened)
    assert "还没有事件" in said(cards) and "火车通车那年" in said(cards)
    pressed(cards, "新建事件")
    settle(opened)
    assert len(cards.rows.rows) == 1


def test_where_it_is_narrow_the_side_is_a_tab(opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle) -> None:
    opened.resize(760, 600)
    settle(opened)
    assert not cards.pane.tabs.button("about").isHidden()
    cards.pane.tabs.button("about").click()
    assert cards.side.isVisible()
    opened.resize(1366, 768)
    settle(opened)
    assert cards.pane.tabs.button("about").isHidden() and cards.side.isVisible()


def test_leads_stand_by_urgency_and_say_what_is_overdue(
    opened: MainWindow, office: OfficeWorkspace, settle: Settle
) -> None:
    gone_by = (date.today() - timedelta(days=30)).isoformat()
    old = date.today().year - 90
    made(opened, "lead", witness="不急", urgency="一般", state="待访", birth_year=old)
    late = made(opened, "lead", witness="过期", urgency="抢救", state="待访", planned=gone_by)
    settle(opened)
    rows = {row.title: row for row in office.rows.rows}
    assert [row.title for row in office.rows.rows] == ["过期", "不急"]
    assert rows["过期"].mark == "抢救　已过期" and rows["过期"].tone == "danger"
    assert rows["不急"].mark == "建议抢救" and rows["不急"].aside == "90 岁"
    for typed, names in (("gq", ["过期"]), ("不急", ["不急"])):
        office.finder.setText(typed)
        settle(opened)
        assert [row.title for row in office.rows.rows] == names, typed
    office.finder.clear()
    settle(opened)
    office.open_place(Place(late))
    settle(opened)
    assert gone_by in said(office.side) and "已过期" in said(office.pane)
    office.open_place(Place(rows["不急"].id))
    settle(opened)
    pressed(office.side, "列为抢救")
    settle(opened)
    assert opened.session.archive.catalogue.record(rows["不急"].id)["urgency"] == "抢救"


def test_a_consent_says_how_it_stands_and_takes_its_scan(
    opened: MainWindow, office: OfficeWorkspace, settle: Settle, tmp_path: Path
) -> None:
    catalogue = opened.session.archive.catalogue
    item = next(r for r in catalogue.records("item") if r.title == "供销社的柜台")
    office.segments.button("consent").click()
    settle(opened)
    pressed(office, "新建授权书")
    settle(opened)
    consent = office.rows.rows[0]
    assert consent.mark == "缺签名" and consent.tone == "amber"
    assert "还缺授权的资料 5 件" in said(office.side)
    made_for = len(office.rows.rows)
    office.create_for(item)
    settle(opened)
    assert len(office.rows.rows) == made_for + 1
    scan = tmp_path / "授权书.png"
    Image.new("RGB", (60, 80), (240, 235, 220)).save(scan)
    office.attach_file(catalogue.record(consent.id), scan)
    settle(opened)
    assert catalogue.record(catalogue.record(consent.id)["scan"])["name"] == "授权书.png"


def test_a_commissioner_shows_what_was_brought(opened: MainWindow, office: OfficeWorkspace, settle: Settle) -> None:
    office.segments.button("commissioner").click()
    settle(opened)
    assert [row.title for row in office.rows.rows] == ["李晓棠"]
    assert "2 幅" in said(office.side) and "征集的资料 2 件" in said(office.side)
    pressed(office.side, "老火车站站前广场")
    settle(opened)
    assert opened.desk.current_id == "materials"


def test_the_office_is_registered_in_the_window(opened: MainWindow, office: OfficeWorkspace, settle: Settle) -> None:
    archive = opened.session.archive
    archive.act_as("韩编辑")
    office.segments.button("staff").click()
    settle(opened)
    assert "还没有编辑部人员" in said(office) and "按职责来" in said(office)
    pressed(office, "新建编辑部人员")
    settle(opened)
    row = office.rows.rows[0]
    assert (row.title, row.mark, row.tone) == ("韩编辑", "没有职责", "amber"), "the first is who sits here"
    assert "您（韩编辑）还没有职责" in said(office.side)
    form = office.pane.form
    assert form is not None
    chips = form.block("roles").editor  # type: ignore[union-attr]
    next(one for one in chips.findChildren(QAbstractButton) if one.text() == "主编").click()
    settle(opened)
    assert archive.catalogue.record(row.id)["roles"] == ["chief_editor"]
    assert "还没有职责" not in said(office.side) and "终审、付印签字" in said(office.side)
    item = next(one for one in archive.catalogue.records("item") if one.title == "供销社的柜台")
    archive.execute(SetFields(item.id, {"state": "final_review"}, by_program=True, type="state"))
    settle(opened)
    assert "轮到的资料 1 件" in said(office.side) and office.rows.rows[0].aside == "轮到 1 件"
    pressed(office.side, "供销社的柜台")
    settle(opened)
    assert opened.desk.current_id == "materials"
    assert opened.desk.workspace("materials").selected_ids() == [item.id]  # type: ignore[attr-defined]


def test_who_has_left_stands_last_and_has_no_turn(opened: MainWindow, office: OfficeWorkspace, settle: Settle) -> None:
    gone = made(opened, "staff", name="安编辑", roles=["chief_editor"], left=True)
    made(opened, "staff", name="校对甲", roles=["proofreader"])
    made(opened, "staff", name="主编甲", roles=["chief_editor"])
    office.segments.button("staff").click()
    settle(opened)
    assert [row.title for row in office.rows.rows] == ["主编甲", "校对甲", "安编辑"]
    assert office.rows.rows[-1].mark == "已离任"
    office.open_place(Place(gone))
    settle(opened)
    assert "已离任：不再审稿" in said(office.side)
    assert "还不知道您是谁" in said(office.side), "who sits here is told why nothing can be reviewed"
