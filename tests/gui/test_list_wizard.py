"""A list is looked over, corrected, tried and taken in the window."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionComboBox

from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.intake_view import IN, REFUSED
from archive_app.gui.workspaces.materials.list_wizard import ListWizard
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.lists import saved_mappings


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["照片目录"],
        ["序号", "档号", "题名", "拍摄时间", "天气", "摄影者"],
        [1, "0012", "水磨", "约1958年春", "晴", "吴某"],
        [2, "0013", "油坊", "1958-02-30", "阴", None],
        [3, "0014", "柜台", "1960", None, None],
    ):
        sheet.append(row)
    book.save(tmp_path / "照片目录.xlsx")
    return tmp_path / "照片目录.xlsx"


@pytest.fixture
def wizard(qtbot, opened: MainWindow, materials: MaterialsWorkspace, listed: Path) -> ListWizard:
    materials.take_in([listed])
    qtbot.waitUntil(lambda: materials.intake.wizard is not None and materials.intake.wizard.isVisible(), timeout=20_000)
    assert materials.intake.wizard is not None
    return materials.intake.wizard


def done(materials: MaterialsWorkspace) -> bool:
    return materials.intake.job is not None and not materials.intake.job.running


def test_the_proposal_stands_and_errors_are_marked(wizard: ListWizard) -> None:
    assert wizard.head_row.value() == 2 and wizard.kind.currentData() == "photograph"
    chosen = {name: combo.currentData() for name, combo in wizard.columns.combos.items()}
    assert chosen == {
        "序号": "-", "档号": "received_no", "题名": "title", "拍摄时间": "created", "天气": "",
        "摄影者": "responsibility.摄影者",
    }  # fmt: skip
    assert wizard.errors.count() == 1 and "第 4 行" in wizard.errors.item(0).text()
    assert "没有 30 日" in wizard.model.index(3, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "2 行可以收；1 行不能收" in wizard.summary.text()


def test_a_column_is_corrected_tried_and_taken(
    qtbot, opened: MainWindow, materials: MaterialsWorkspace, wizard: ListWizard, settle
) -> None:
    combo = wizard.columns.combos["拍摄时间"]
    combo.setCurrentIndex(combo.findData("notes"))
    combo.activated.emit(combo.currentIndex())
    weather = wizard.columns.combos["天气"]
    weather.setCurrentIndex(weather.findData("notes"))
    weather.activated.emit(weather.currentIndex())
    qtbot.waitUntil(lambda: wizard.errors.count() == 0, timeout=5_000)
    before = len(opened.session.archive.catalogue.item_ids())

    wizard._try.click()
    qtbot.waitUntil(lambda: done(materials) and materials.intake.model.count(IN) == 3, timeout=20_000)
    settle(opened)
    assert "什么也没有写入" in materials.intake.heading.text()
    assert len(opened.session.archive.catalogue.item_ids()) == before
    assert not materials.intake._undo.isVisible()

    materials.intake._back.click()
    assert wizard.isVisible()
    wizard.save()
    assert [mapping.name for mapping in saved_mappings(opened.session.archive.root)] == ["照片目录"]
    QTest.keyClick(wizard._go, Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: done(materials) and len(opened.session.archive.catalogue.item_ids()) == before + 3, timeout=20_000
    )
    settle(opened)
    titles = {record.title: record for record in opened.session.archive.catalogue.records("item")}
    assert titles["水磨"]["notes"] == "拍摄时间：约1958年春\n天气：晴"
    assert titles["水磨"]["received_no"] == "0012" and titles["水磨"]["photographer"] == "吴某"


def test_another_head_row_and_another_thing(qtbot, wizard: ListWizard) -> None:
    wizard.head_row.setValue(3)
    assert "0012" in wizard.columns.combos
    wizard.head_row.setValue(2)
    wizard.entity.setCurrentIndex(wizard.entity.findData("place"))
    wizard.entity.activated.emit(wizard.entity.currentIndex())
    assert wizard.current is not None and wizard.current.mapping.entity == "place"
    assert not wizard.kind.isVisible()


def test_without_a_head_the_import_says_why(qtbot, opened: MainWindow, materials: MaterialsWorkspace, tmp_path: Path,
                                            settle) -> None:  # fmt: skip
    (tmp_path / "空.csv").write_text("\n", encoding="utf-8")
    materials.take_in([tmp_path / "空.csv"])
    qtbot.waitUntil(lambda: done(materials) and materials.intake.model.count(REFUSED) == 1, timeout=20_000)
    settle(opened)
    assert materials.intake.wizard is None


def test_a_list_of_people_comes_in_as_cards(
    qtbot, opened: MainWindow, materials: MaterialsWorkspace, tmp_path: Path, settle
) -> None:
    (tmp_path / "人物.csv").write_bytes("姓名,别名,籍贯\n张某某,老张,湟中\n".encode("gb18030"))
    materials.take_in([tmp_path / "人物.csv"])
    intake = materials.intake
    qtbot.waitUntil(lambda: intake.wizard is not None and intake.wizard.isVisible(), timeout=20_000)
    assert intake.wizard.entity.currentData() == "person" and not intake.wizard.kind.isVisible()
    intake.wizard._go.click()
    qtbot.waitUntil(lambda: done(materials) and intake.model.count(IN) == 1, timeout=20_000)
    settle(opened)
    assert "人物“张某某”" in intake.model.entries()[0][3]
    assert "张某某" in [record.title for record in opened.session.archive.catalogue.records("person")]


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["题名", "拍摄时间", "摄影者"],
        ["水磨", 1958.1, "吴某"],
        ["油坊", "1959", "〃"],
        ["柜台", "1960", None],
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    book.save(tmp_path / "照片目录.xlsx")
    return tmp_path / "照片目录.xlsx"


def test_what_is_taken_but_wants_a_look_is_listed(qtbot, materials: MaterialsWorkspace, doubtful: Path) -> None:
    materials.take_in([doubtful])
    qtbot.waitUntil(lambda: materials.intake.wizard is not None and materials.intake.wizard.isVisible(), timeout=20_000)
    wizard = materials.intake.wizard
    assert wizard is not None
    lines = [wizard.errors.item(at).text() for at in range(wizard.errors.count())]
    assert "第 4 行在表里是隐藏的" in lines[0]
    assert lines[1].startswith("第 2 行") and "10 月" in lines[1]
    assert lines[2].startswith("第 3 行") and "吴某" in lines[2]
    assert "2 行有要核对的地方" in wizard.summary.text()


def test_tab_goes_to_the_columns_before_the_rows(wizard: ListWizard) -> None:
    met = []
    widget = wizard.kind
    while (widget := widget.nextInFocusChain()) is not wizard.table:
        met.append(widget)
    assert [combo for combo in wizard.columns.combos.values() if combo in met] == list(wizard.columns.combos.values())


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_choice_of_the_head_is_cut_at_any_text_size(
    qtbot, opened: MainWindow, materials: MaterialsWorkspace, listed: Path, look, settle, scale: float
) -> None:
    book = openpyxl.load_workbook(listed)
    book.active.title = "照片目录"
    book.create_sheet("说明").append(["编号规则"])
    book.save(listed)
    look.set(scale=scale)
    settle(opened)
    workspace = opened.desk.current
    assert isinstance(workspace, MaterialsWorkspace)
    opened.resize(1366, 768)
    workspace.take_in([listed])
    qtbot.waitUntil(lambda: workspace.intake.wizard is not None and workspace.intake.wizard.isVisible(), timeout=20_000)
    settle(opened)
    made = workspace.intake.wizard
    assert made is not None
    for combo in (made.sheet, made.entity, made.kind):
        option = QStyleOptionComboBox()
        combo.initStyleOption(option)
        style = combo.style()
        room = style.subControlRect(
            style.ComplexControl.CC_ComboBox, option, style.SubControl.SC_ComboBoxEditField, combo
        )
        words = combo.fontMetrics().horizontalAdvance(combo.currentText())
        assert words <= room.width(), (combo.accessibleName(), combo.currentText())
    assert made.sheet.currentText() == "照片目录"
