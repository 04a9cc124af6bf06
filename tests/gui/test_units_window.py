"""全宗 and 案卷 in the window: a tree only where there are units, items moved onto it and made in it, one undo each."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.levels import UnitRow
from archive_app.catalogue.queries import ItemFilter
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.units.dialog import UnitDialog
from archive_app.gui.workspaces.materials.units.merge_dialog import MergeUnitDialog
from archive_app.gui.workspaces.materials.units.move_dialog import MoveDialog
from archive_app.gui.workspaces.materials.units.tree import ITEMS, NOWHERE, UnitLines
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.units.acts import dissolving, making, moving
from archive_app.services.units.defaults import rows_of
from archive_app.services.units.tree import UnitTree
from tests.gui.acting import commit, compose, item_titled


def texts(lines: UnitLines) -> list[tuple[str, int]]:
    return [(line.text(0), int(line.data(0, Qt.ItemDataRole.UserRole + 1))) for line in lines._lines()]


def drop(lines: UnitLines, ids: list[str], line: int) -> None:
    data = QMimeData()
    data.setData(ITEMS, ",".join(ids).encode())
    at = QPointF(lines.visualItemRect(lines._lines()[line]).center())
    both = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    lines.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, *both))


def test_units_are_made_filled_closed_and_taken_apart(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    archive, section = opened.session.archive, materials.filters.units
    assert section.isHidden(), "who never uses them sees nothing of them"

    def make(tier: str, number: str, title: str, within: str) -> str:
        tree = UnitTree.of(archive.catalogue)
        dialog = UnitDialog(opened, materials.shell, materials.links, tree, None, within)
        if tier:
            dialog.tier.setCurrentIndex(dialog.tier.findData(tier))
        commit(dialog._editors["number"].line, number)
        commit(dialog._editors["title"].line, title)
        dialog._given["language"].show_value(["汉语"])
        dialog.act.click()
        assert dialog.command is not None, dialog.wrong.text()
        opened.session.execute(dialog.command)
        settle(opened)
        return dialog.made

    fonds = make("fonds", "J019", "城东政协", "")
    file = make("file", "3", "水磨调查", fonds)
    assert section.isVisible() and texts(section.lines) == [("J019 城东政协", 0), ("3 水磨调查", 0), ("不在案卷里", 5)]

    # several, by the dialog: pinyin, a look, Enter; nothing while a word is being composed
    ids = materials.listing.model.ids[:3]
    dialog = MoveDialog(opened, materials.shell, ids)
    dialog.show()
    settle(opened)
    compose(dialog.found.finder, "smdc")
    QTest.keyClick(dialog.found.finder, Qt.Key.Key_Return)
    assert dialog.isVisible() and not archive.catalogue.items_below([fonds])
    commit(dialog.found.finder, "smdc")
    settle(opened)
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.unit == file)
    assert dialog.act.isEnabled() and dialog.told.text() == "移入案卷 3「水磨调查」 3 件；3 件照填“语言”。"
    dialog.found.search("没有这样一卷")
    qtbot.waitUntil(lambda: not dialog.found.rows.rows)
    assert not dialog.act.isEnabled() and not dialog.told.text()
    dialog.found.search("smdc")
    qtbot.waitUntil(lambda: dialog.act.isEnabled())  # the line that was known before is said again
    QTest.keyClick(dialog.found.finder, Qt.Key.Key_Return)
    settle(opened)
    assert dialog.result() and dialog.plan is not None
    materials.unit_acts._carry_out(dialog.plan)
    settle(opened)
    assert texts(section.lines)[:2] == [("J019 城东政协", 3), ("3 水磨调查", 3)]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert texts(section.lines)[2] == ("不在案卷里", 5)

    # by dragging; then the list shows what is in it, and what is made there is in it
    drop(section.lines, ids, 1)
    settle(opened)
    assert archive.catalogue.items_below([file]) == ids
    section.lines.setFocus()
    section.lines.setCurrentItem(section.lines._lines()[1])
    QTest.keyClick(section.lines, Qt.Key.Key_Return)
    settle(opened)
    assert materials.filters.wanted.units == (file,) and set(materials.listing.model.ids) == set(ids)
    assert materials.filters.words() == [("unit", file, "案卷 3「水磨调查」")]
    materials.create("document")
    settle(opened)
    made = archive.catalogue.record(materials.selected_ids()[0])
    assert (made["unit"], made["unit_order"], made["language"]) == (file, 4, ["汉语"])

    # the level comes down, is said over the form, and cannot be opened there
    assert materials.pane.unit.isVisible() and "件号 4" in materials.pane.unit.place.text()
    archive.execute(SetFields(file, {"access": "restricted"}))
    settle(opened)
    assert materials.pane.unit.level.text().startswith("级别是控制（承自 案卷 3「水磨调查」）")

    def shown() -> str:
        row = materials.listing.model.row_at(materials.listing.model.place_of(made.id))
        return row.access if row is not None else ""

    qtbot.waitUntil(lambda: shown() == "restricted")
    assert dissolving(archive, file).looser > 0
    materials.filters.choose_unit("", on=True)
    settle(opened)
    assert len(materials.listing.model.ids) == 2 and section.lines._picked == NOWHERE
    materials.filters.reset()
    settle(opened)
    materials.listing.select(item_titled(archive, "社火高跷队合影"))
    settle(opened)
    assert materials.filters.wanted == ItemFilter() and materials.unit_acts.can("item.unit")


def test_files_let_go_on_a_unit_come_into_it_and_held_on_an_item_join_it(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, tmp_path
) -> None:
    archive, section = opened.session.archive, materials.filters.units
    unit = making(
        archive, {"tier": "file", "number": "3", "title": "水磨调查", "defaults": rows_of({"language": ["汉语"]})}
    )
    archive.execute(unit)
    settle(opened)
    for name in ("磨坊.txt", "渡口.txt", "油坊.txt"):
        (tmp_path / name).write_text(f"{name}的事，说来话长。", "utf-8")

    def dragged(*names: str) -> QMimeData:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
        return data

    both = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    lines = section.lines
    data, at = dragged("磨坊.txt", "渡口.txt"), lines.visualItemRect(lines._lines()[0]).center()
    enter = QDragEnterEvent(at, copy, data, *both)
    lines.dragEnterEvent(enter)
    assert enter.isAccepted()
    lines.dropEvent(QDropEvent(QPointF(at), copy, data, *both))
    qtbot.waitUntil(lambda: materials.intake.job is not None and not materials.intake.running, timeout=20_000)
    settle(opened)
    assert "案卷 3「水磨调查」" in materials.intake.heading.text()
    found = [archive.catalogue.record(key) for key in archive.catalogue.item_ids(ItemFilter(units=(unit.id,)))]
    assert [(one["unit_order"], one["language"]) for one in found] == [(1, ["汉语"]), (2, ["汉语"])]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert archive.catalogue.item_ids(ItemFilter(units=(unit.id,))) == [], "one step"

    materials.back()
    settle(opened)
    incoming, view = materials.incoming, materials.listing.view
    key = item_titled(archive, "民国二十六年合股修磨约")
    index = materials.listing.model.index(materials.listing.model.place_of(key), 0)
    over = materials.mapFromGlobal(view.viewport().mapToGlobal(view.visualRect(index).center()))
    data = dragged("油坊.txt")
    files = len(archive.catalogue.files_of(key))
    QApplication.sendEvent(materials, QDragEnterEvent(over, copy, data, *both))
    QApplication.sendEvent(materials, QDragMoveEvent(over, copy, data, *both))
    assert "加入这些材料" in incoming._words.text() and not incoming._row.isVisible(), "at once it is new material"
    qtbot.waitUntil(incoming._row.isVisible)
    assert "民国二十六年合股修磨约" in incoming._words.text()
    QApplication.sendEvent(materials, QDropEvent(QPointF(over), copy, data, *both))
    qtbot.waitUntil(lambda: len(archive.catalogue.files_of(key)) == files + 1, timeout=20_000)
    settle(opened)
    assert not incoming._veil.isVisible() and not incoming._row.isVisible()


def test_two_units_are_made_one_after_what_becomes_of_them_was_said(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    archive = opened.session.archive
    shelf = making(archive, {"tier": "series", "number": "WS", "title": "文书"})
    archive.execute(shelf)
    made = []
    for number, title, within in (("1", "水磨", shelf.id), ("2", "油坊", shelf.id), ("1", "散件", "")):
        made.append(making(archive, {"tier": "file", "number": number, "title": title, "parent": within}))
        archive.execute(made[-1])
    mill, press, loose = (one.id for one in made)
    archive.execute(SetFields(mill, {"access": "restricted"}))
    ids = archive.catalogue.item_ids()[:3]
    for key, unit in zip(ids, (mill, mill, press), strict=True):
        archive.execute(moving(archive, [key], unit).command())
    settle(opened)
    dialog = MergeUnitDialog(opened, materials.shell, UnitTree.of(archive.catalogue), mill)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.found.rows.rows))
    assert mill not in [row.id for row in dialog.found.rows.rows]
    dialog.found.finder.setText("油坊")
    dialog.found.search("油坊")
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.into == press)
    assert "里面的 2 件移到" in dialog.told.text() and "其中 2 件会比现在宽" in dialog.told.text()
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog.result() == 1)
    opened.session.execute(dialog.plan.command)
    settle(opened)
    assert sorted(archive.catalogue.orders_in(press)) == sorted([(ids[2], 1), (ids[0], 2), (ids[1], 3)])
    assert archive.catalogue.record(mill).trashed
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert len(archive.catalogue.orders_in(mill)) == 2 and not archive.catalogue.record(mill).trashed
    # a number that is taken there is said where one chooses
    dialog = MergeUnitDialog(opened, materials.shell, UnitTree.of(archive.catalogue), shelf.id)
    dialog.show()
    qtbot.waitUntil(lambda: [row.id for row in dialog.found.rows.rows] == [loose])
    qtbot.waitUntil(lambda: bool(dialog.told.text()))
    assert not dialog.act.isEnabled() and "不能放在" in dialog.told.text()
    dialog.close()


def test_the_tree_says_what_was_let_go_and_folds_by_keys(look, qtbot) -> None:
    def row(key: str, parent: str, tier: str, number: str) -> UnitRow:
        return UnitRow(key, parent, tier, number, f"题{number}", 0, "", "", "", False)

    rows = {one.id: one for one in (row("f", "", "fonds", "J"), row("a", "f", "file", "1"), row("b", "f", "file", "2"))}
    lines = UnitLines()
    qtbot.addWidget(lines)
    lines.resize(220, 200)
    lines.show()
    lines.show_tree(UnitTree(rows, {"a": 2, "b": 3}), 4, "")
    assert texts(lines) == [("J 题J", 5), ("1 题1", 2), ("2 题2", 3), ("不在案卷里", 4)]
    told: list[tuple[object, ...]] = []
    lines.dropped.connect(lambda ids, unit: told.append((ids, unit)))
    lines.placed.connect(lambda *where: told.append(where))
    lines.chosen.connect(lambda key: told.append((key,)))
    lines.shifted.connect(lambda by: told.append((by,)))
    drop(lines, ["x", "y"], 2)
    drop(lines, ["x"], 3)
    top = lines.visualItemRect(lines._lines()[1])
    lines._drop_unit("b", lines._lines()[1], QPoint(20, top.top() + 1))
    lines.setCurrentItem(lines._lines()[1])
    QTest.keyClick(lines, Qt.Key.Key_Space)
    QTest.keyClick(lines, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert told == [(["x", "y"], "b"), (["x"], ""), ("b", "f", "a"), ("a",), (1,)]
    high = lines.height()
    lines.setCurrentItem(lines._lines()[0])
    QTest.keyClick(lines, Qt.Key.Key_Left)
    assert not lines._lines()[0].isExpanded() and lines.height() < high
    lines.show_tree(UnitTree(rows, {"a": 1}), 0, "a")
    assert lines._lines()[0].isExpanded(), "the way to the chosen one is open"
