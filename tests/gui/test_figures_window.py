"""统计 in the window: the page follows what is chosen, and every number opens the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.figures.workspace import FiguresWorkspace
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.archive import Archive

Settle = Callable[[MainWindow], None]


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    """Three commissioners; photographs and texts of two years; one thing that waits, one visit not made."""
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="王文史") as archive:

        def new(entity: str, /, **values: object) -> str:
            command = Create(entity, values)
            archive.execute(command)
            return command.id

        who = [
            new("commissioner", name=name, number=f"{number}", areas=[area])
            for number, (name, area) in enumerate((("甲", "东片"), ("乙", "西片"), ("丙", "东片")), 1)
        ]
        archive.execute(SetFields(who[0], {"targets": [{"year": 2025, "pictures": 2, "pieces": 3}]}))
        mill = new("place", name="水磨沟")
        common = {"places": [mill]}
        new("item", kind="photograph", title="水磨", commissioner=who[0], received="2025-03-04", **common)
        new("item", kind="photograph", title="磨坊", commissioner=who[0], received="2025-05-06", state="approved")
        new("item", kind="contribution", title="磨坊记", commissioner=who[1], received="2024-05-06", state="approved")
        log = [{"at": "2020-01-02T08:00:00+00:00", "by": "王", "action": "submit", "from": "draft", "to": "submitted"}]
        new("item", kind="document", title="旧契", state="submitted", workflow_log=log)
        new("lead", witness="马老", state="待访", planned="2020-02-01", commissioner=who[2])
    return root


@pytest.fixture
def figures(opened: MainWindow, settle: Settle) -> FiguresWorkspace:
    shown = opened.desk.show_workspace("figures")
    settle(opened)
    assert isinstance(shown, FiguresWorkspace)
    return shown


def tiles(figures: FiguresWorkspace) -> dict[str, str]:
    return {name: tile.number for name, tile in figures.tiles.items()}


def listed(opened: MainWindow, settle: Settle) -> list[str]:
    """The titles in 资料, which is in front."""
    settle(opened)
    materials = opened.desk.current
    assert isinstance(materials, MaterialsWorkspace)
    rows = opened.session.archive.catalogue.item_rows(materials.listing.model.ids)
    return sorted(row.title for row in rows)


def chips(opened: MainWindow) -> list[str]:
    return [made.text() for made in opened.desk.current.listing.chips.findChildren(QToolButton)]


def test_the_page_says_what_there_is(figures: FiguresWorkspace) -> None:
    said = tiles(figures)
    assert (said["items"], said["pictures"], said["pieces"]) == ("4", "2", "2")
    assert (said["rate"], said["late"]) == ("50%", "2")
    assert [(one.label, one.amounts.items) for one in figures.panels["area"].bars.shares] == [("东片", 2), ("西片", 1)]
    assert "1 件没有填收到日期" in figures.years_words.text()
    lines = figures.people.view.lines
    first = [lines.index(0, at).data() for at in range(lines.columnCount())]
    assert first[:3] == ["甲", "东片", "2"] and "2／2" in first and "0／3" in first and first[-1] == "50%"


def test_all_follows_the_years_and_the_kind_that_are_chosen(figures: FiguresWorkspace) -> None:
    figures.years.chosen.emit(2025, 2025)
    assert tiles(figures)["items"] == "2" and "只看 2025 年" in figures.years_words.text()
    figures.kinds.button("contribution").click()
    assert tiles(figures)["items"] == "0" and tiles(figures)["rate"] == "—"
    figures.all_years.click()
    assert tiles(figures)["items"] == "1" and figures.all_years.isHidden()
    assert tiles(figures)["late"] == "2"  # what waits, waits whatever is looked at


def test_a_line_opens_its_list_by_keyboard(figures: FiguresWorkspace, opened: MainWindow, settle: Settle) -> None:
    figures.years.chosen.emit(2025, 2025)
    bars = figures.panels["state"].bars
    bars.setFocus()
    assert [one.label for one in bars.shares] == ["草稿", "终审通过"]
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert "终审通过，1 件" in bars.accessibleName()
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert listed(opened, settle) == ["磨坊"]
    assert [chip.split("  ")[0] for chip in chips(opened)] == ["终审通过", "2025 年收到"]


def test_a_place_and_nobody_open_their_lists_and_can_be_given_up(
    figures: FiguresWorkspace, opened: MainWindow, settle: Settle
) -> None:
    figures.panels["place"].opened.emit(figures.panels["place"].bars.shares[0])
    assert listed(opened, settle) == ["水磨"] and chips(opened)[0].startswith("地名：水磨沟")
    opened.desk.current.listing.chips.findChildren(QToolButton)[0].click()
    assert len(listed(opened, settle)) == 4
    nobody = next(one for one in figures._figures.by_commissioner(figures.within) if not one.value)
    opened.list_items(nobody.items)
    assert listed(opened, settle) == ["旧契"]


def test_what_waits_is_opened_where_it_is(figures: FiguresWorkspace, opened: MainWindow, settle: Settle) -> None:
    view = figures.late.view
    assert [view.lines.index(row, 2).data() for row in range(2)] == ["旧契", "马老"]
    view.setFocus()
    view.selectRow(1)
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(opened)
    assert opened.desk.current_id == "office"
    figures._open_late(view.lines.behind(0))
    settle(opened)
    assert opened.desk.current_id == "materials" and opened.desk.current.pane.record.title == "旧契"


def test_what_is_written_meanwhile_is_counted(figures: FiguresWorkspace, opened: MainWindow, settle: Settle) -> None:
    opened.session.execute(Create("item", {"kind": "photograph", "title": "新来的", "received": "2025-07-08"}))
    settle(opened)
    QTest.qWait(500)
    settle(opened)
    assert tiles(figures)["items"] == "5"
    opened.desk.show_workspace("materials")
    opened.session.execute(Create("item", {"kind": "photograph", "title": "又来的", "received": "2025-07-08"}))
    settle(opened)
    opened.desk.show_workspace("figures")
    settle(opened)
    assert tiles(figures)["items"] == "6"


def test_lines_are_ordered_by_their_headings(figures: FiguresWorkspace) -> None:
    view = figures.people.view
    view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    names = [view.lines.index(row, 0).data() for row in range(view.lines.rowCount())]
    assert names[0] == "甲" and names[-1] == "丙"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off(figures: FiguresWorkspace, look, opened: MainWindow, settle: Settle, scale: float) -> None:
    """Every tile and the choice of days have room for their words, at any size."""
    look.set(scale=scale)
    settle(opened)
    shown = opened.desk.show_workspace("figures")
    settle(opened)
    for tile in shown.tiles.values():
        assert tile.width() >= tile.layout().minimumSize().width()
    words = shown.days.fontMetrics().horizontalAdvance(shown.days.currentText())
    assert shown.days.width() > words + 24
    assert shown.page.minimumSizeHint().width() <= shown._scroll.viewport().width()
