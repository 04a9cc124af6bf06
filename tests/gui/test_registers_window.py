"""借还 and 利用 in the window: from an item to its line, what is late, and what stands at the item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QPushButton

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace

Settle = Callable[[MainWindow], None]


def named(materials: MaterialsWorkspace, title: str) -> str:
    rows = materials.session.archive.catalogue.item_rows(materials.listing.model.ids)
    return next(row.id for row in rows if row.title == title)


def buttons(widget, words: str) -> list[QPushButton]:
    return [one for one in widget.findChildren(QPushButton) if words in one.text() and one.parent() is not None]


def test_a_loan_is_registered_from_the_item_and_seen_at_it(
    materials: MaterialsWorkspace, opened: MainWindow, settle: Settle
) -> None:
    photo = named(materials, "社火高跷队合影")
    materials.listing.select(photo)
    settle(opened)
    assert materials.pane.notices.isHidden()
    assert opened.actions_table["item.loan"].isEnabled()
    opened.actions_table["item.loan"].trigger()
    settle(opened)
    office = opened.desk.current
    assert opened.desk.current_id == "office" and office.entity == "loan"
    loan = office.pane.record
    assert loan.title == "社火高跷队合影" and list(loan["items"]) == [photo]
    past = (date.today() - timedelta(days=3)).isoformat()
    opened.session.execute(SetFields(loan.id, {"direction": "borrowed", "party": "马家", "due": past}))
    settle(opened)
    assert office.rows.rows[0].mark == "过期 3 天" and office.rows.rows[0].tone == "danger"
    opened.desk.show_workspace("materials")
    settle(opened)
    (line,) = buttons(materials.pane.notices, "借自马家")
    assert "过期 3 天" in line.text()
    line.click()
    settle(opened)
    assert opened.desk.current_id == "office" and office.pane.record.id == loan.id
    (back,) = buttons(office.side, "今天还了")
    back.click()
    settle(opened)
    assert opened.session.archive.catalogue.record(loan.id)["back"] == date.today().isoformat()
    assert not buttons(office.side, "今天还了")
    opened.desk.show_workspace("materials")
    settle(opened)
    assert materials.pane.notices.isHidden()


def test_a_reminder_is_a_row_of_its_own(materials: MaterialsWorkspace, opened: MainWindow, settle: Settle) -> None:
    opened.session.execute(Create("loan", {"what": "底片", "direction": "lent", "party": "某馆", "due": "2020-01-01"}))
    settle(opened)
    office = opened.desk.show_workspace("office")
    office.segments.button("loan").click()
    settle(opened)
    buttons(office.side, "记一次催还")[0].click()
    settle(opened)
    buttons(office.side, "记一次催还")[0].click()
    settle(opened)
    (loan,) = opened.session.archive.catalogue.records("loan")
    assert [row["day"] for row in loan["reminders"]] == [date.today().isoformat()] * 2


def test_who_looked_at_several_is_one_line(materials: MaterialsWorkspace, opened: MainWindow, settle: Settle) -> None:
    materials.listing.view.selectAll()
    settle(opened)
    opened.actions_table["item.use"].trigger()
    settle(opened)
    (use,) = opened.session.archive.catalogue.records("use")
    assert len(use["items"]) == 5 and use["day"] == date.today().isoformat()
    office = opened.desk.current
    assert office.entity == "use" and buttons(office.side, "供销社的柜台")


def test_the_segments_fit_their_bar_at_every_size(opened: MainWindow, look, settle: Settle) -> None:
    for scale, width in ((1.0, 1366), (2.0, 1366), (2.0, 1000)):
        look.set(scale=scale)
        settle(opened)
        opened.resize(width, 700)
        office = opened.desk.show_workspace("office")
        settle(opened)
        last = office.new_button.geometry()
        assert last.right() <= office.width(), (scale, width)
        for entity in office.decks:
            made = office.segments.button(entity)
            assert made.width() >= made.sizeHint().width() - 1, (scale, width, entity)


def test_a_time_that_does_not_go_with_a_life_is_said_at_the_item(
    materials: MaterialsWorkspace, opened: MainWindow, settle: Settle
) -> None:
    died = {"display": "1990年", "edtf": "1990", "earliest": "1990-01-01", "latest": "1990-12-31"}
    who = Create("person", {"name": "马老", "death": died})
    told = {"display": "2001年", "edtf": "2001", "earliest": "2001-01-01", "latest": "2001-12-31"}
    agents = [{"role": "口述者", "name": "马老", "person": who.id}]
    item = Create("item", {"kind": "oral_history", "title": "口述", "created": told, "responsibility": agents})
    for command in (who, item):
        opened.session.execute(command)
    settle(opened)
    materials.listing.select(item.id)
    settle(opened)
    (line,) = buttons(materials.pane.notices, "人已不在")
    line.click()
    settle(opened)
    assert opened.desk.current_id == "authorities" and opened.desk.current.pane.record.id == who.id
    opened.session.execute(SetFields(who.id, {"death": None}))
    settle(opened)
    opened.desk.show_workspace("materials")
    settle(opened)
    assert materials.pane.notices.isHidden()
