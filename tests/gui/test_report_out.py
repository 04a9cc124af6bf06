"""报表 in the window: chosen, looked at, then a file or the printer; the window stays usable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from python_calamine import CalamineWorkbook

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.gui.main_window import MainWindow
from archive_app.gui.reports.choices import Begin
from archive_app.gui.reports.columns_dialog import ReportColumnsDialog
from archive_app.gui.reports.dialog import EXCEL, PDF, ReportDialog
from archive_app.gui.reports.fees_dialog import FeesDialog
from archive_app.gui.reports.office_dialog import OfficeDialog
from archive_app.gui.reports.out import ReportOut
from archive_app.gui.reports.papers import papers_of
from archive_app.gui.reports.printing import print_layout
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.binding import new_volume
from archive_app.services.office_note import Office
from archive_app.services.report_columns import Chosen, forget, keep, usual
from archive_app.services.reporting import GROUPS, REPORTS

SLOW = 60_000


@pytest.fixture(autouse=True)
def as_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportDialog, "last", "")


@pytest.fixture
def volume(opened: MainWindow) -> str:
    """A volume with everything there is in it."""
    archive = opened.session.archive
    key = new_volume(archive, {"title": "城东政协文史资料", "number": 24})
    section = archive.catalogue.sections_of(key)[0].section.id
    for item in archive.catalogue.item_ids():
        archive.execute(Create("article", {"section": section, "item": item}))
    return key


def dialog(materials: MaterialsWorkspace, chosen: list[str], name: str, **more: str) -> ReportDialog:
    catalogue = materials.session.archive.catalogue
    begin = Begin(tuple(chosen), tuple(materials.listing.model.ids), **more)
    made = ReportDialog(materials, materials.shell, begin, catalogue.titles("volume"), catalogue.titles("commissioner"))
    made.choose(name)
    return made


def shown(qtbot: Any, asked: ReportDialog) -> None:
    asked.open()
    qtbot.waitUntil(lambda: asked.preview.layout is not None, timeout=SLOW)


def test_it_asks_of_each_report_what_that_needs(materials: MaterialsWorkspace, volume: str) -> None:
    ids = materials.listing.model.ids
    asked = dialog(materials, ids[:2], "photographs")
    names = [asked.list.item(at).text().strip() for at in range(asked.list.count())]
    assert names == [word for group in GROUPS for word in (group, *(r.label for r in REPORTS if r.group == group))]
    asked.show()
    assert asked.choices.scope.isVisible() and not asked.choices.years.isVisible()
    assert asked.wanted.items == tuple(ids[:2])  # several are selected: of them
    asked.choices.scope.setCurrentIndex(asked.choices.scope.findData("all"))
    assert asked.wanted.items is None
    asked.choose("commissioners")
    assert not asked.choices.scope.isVisible()
    assert asked.choices.years.isVisible() and asked.choices.commissioners.isVisible()
    assert (asked.wanted.items, asked.wanted.year, asked.wanted.commissioner) == (None, None, "")
    asked.choices.years.setCurrentIndex(1)
    assert asked.wanted.year is not None
    asked.choose("fees")
    assert asked.choices.volumes.isVisible() and asked.wanted.volume == volume and asked.mark.isVisible()
    asked.choose("persons")
    assert asked.choices.scope.isVisible() and asked.wanted.volume == ""
    asked.choices.volumes.setCurrentIndex(asked.choices.volumes.findData(volume))
    assert not asked.choices.scope.isVisible() and asked.wanted.items is None  # of the volume, not of items
    asked.choose("items")
    assert (asked.wanted.year, asked.wanted.volume, asked.wanted.apart) == (None, "", True)
    asked.reject()


def test_a_list_is_of_what_is_listed_and_a_paper_of_what_is_in_hand(materials: MaterialsWorkspace) -> None:
    ids = tuple(materials.listing.model.ids)
    asked = dialog(materials, list(ids[:1]), "items")
    assert asked.wanted.items == ids
    asked.choose("consent-forms")
    assert asked.wanted.items == ids[:1]
    asked.choices.scope.setCurrentIndex(asked.choices.scope.findData("blank"))
    assert asked.wanted.blank and asked.wanted.items is None
    alone = dialog(materials, [], "items")
    assert alone.wanted.items == ids and alone.choices.scope.findData("chosen") == -1


def test_the_sheets_are_seen_before_anything_is_written(materials: MaterialsWorkspace, qtbot: Any) -> None:
    asked = dialog(materials, [], "items")
    shown(qtbot, asked)
    count = len(materials.listing.model.ids)
    assert f"{count} 行，1 页" in asked.state.text() and asked.to_printer.isEnabled()
    assert len(asked.sheets.pages) == 1 and asked.made is not None and len(asked.made.rows) == count
    qtbot.waitUntil(lambda: asked.sheets.settled, timeout=SLOW)
    rect = asked.sheets.page_rect(0)
    assert asked.sheets.viewport().rect().contains(rect)  # a whole sheet, in the middle
    assert abs(rect.center().x() - asked.sheets.viewport().rect().center().x()) < 3
    asked.choose("reviews")
    assert asked.sheets.pages == () and not asked.to_printer.isEnabled()
    qtbot.waitUntil(lambda: asked.preview.layout is not None, timeout=SLOW)
    assert "份" in asked.state.text() and asked.to_excel.isHidden()
    asked.reject()
    assert asked.made is not None


def test_of_very_many_it_waits_to_be_asked(
    materials: MaterialsWorkspace, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_app.gui.reports.dialog.AT_ONCE", 1)
    monkeypatch.setattr("archive_app.gui.reports.dialog.SHOWN", 1)
    monkeypatch.setattr("archive_app.gui.reports.preview.SHOWN", 1)
    asked = dialog(materials, [], "items")
    asked.open()
    assert asked.look.isVisible() and "看看样子" in asked.state.text()
    asked.look.click()
    qtbot.waitUntil(lambda: asked.preview.layout is not None, timeout=SLOW)
    assert "只排前 1 行" in asked.state.text() and not asked.to_printer.isEnabled()
    assert asked.made is not None and len(asked.made.rows) == len(materials.listing.model.ids)
    asked.reject()


def test_a_report_of_a_volume_where_there_is_none_says_what_to_do(materials: MaterialsWorkspace, qtbot: Any) -> None:
    asked = dialog(materials, [], "fees")
    asked.open()
    qtbot.waitUntil(lambda: "还没有书卷" in asked.state.text(), timeout=SLOW)
    asked.reject()


def test_it_remembers_the_last_one_and_takes_the_return_key(materials: MaterialsWorkspace) -> None:
    first = dialog(materials, [], "accessions")
    first.show()
    QTest.keyClick(first.list, Qt.Key.Key_Return)
    assert first.result() == ReportDialog.DialogCode.Accepted and first.act == PDF
    again = ReportDialog(materials, materials.shell, Begin(listed=()), [], [])
    assert again.report.name == "accessions"


def test_the_columns_of_a_list_are_chosen_widened_kept_and_let_go(materials: MaterialsWorkspace, qtbot: Any) -> None:
    archive = materials.session.archive
    asked = dialog(materials, [], "leads")
    assert not asked.choices.columns.isVisibleTo(asked)
    asked.choose("items")
    assert asked.choices.columns.isVisibleTo(asked) and asked.wanted.columns is None
    listed = asked.report.columned
    choosing = ReportColumnsDialog(asked, archive, listed, usual(listed))
    assert [one.label for one in choosing.columns] == [one.column.head for one in listed.columns]
    choosing.finder.setText("zht")  # 主题词, by its initials
    choosing.finder.setText("主题词")
    QTest.keyClick(choosing.finder, Qt.Key.Key_Return)
    assert choosing.columns[-1].label == "主题词"
    choosing.width_box.setValue(18)
    QTest.keyClick(choosing.shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    choosing.shown.setCurrentRow(0)
    assert choosing.width_box.value() == 0
    QTest.keyClick(choosing.shown, Qt.Key.Key_Delete)
    choosing.name.setText("借阅用目录")
    choice = choosing.choice
    assert choice.name == "借阅用目录" and choice.columns[-2] == Chosen("keywords", 18)
    assert "=档号" not in [one.name for one in choice.columns]
    keep(archive, choice)
    asked.choices.set_columns(choice)
    assert asked.choices.columns.currentText() == "借阅用目录" and asked.wanted.columns == choice
    shown(qtbot, asked)
    assert asked.made is not None and asked.made.title == "借阅用目录"
    asked.choose("photographs")
    assert asked.wanted.columns is None
    asked.choose("items")
    assert asked.wanted.columns == choice
    asked.reject()
    forget(archive, "items", "借阅用目录")


@pytest.mark.parametrize("suffix", [PDF, EXCEL])
def test_the_key_leads_to_a_file(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path, qtbot: Any, monkeypatch, suffix: str
) -> None:
    def chosen(self: ReportDialog) -> int:
        self._do(suffix)
        return self.result()

    out = tmp_path / "目录"
    monkeypatch.setattr(ReportDialog, "exec", chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    materials.listing.view.selectAll()
    settle(opened)
    assert [str(one.toString()) for one in opened.actions_table["item.report"].shortcuts()] == ["Ctrl+P"]
    opened.actions_table["item.report"].trigger()
    written = out.with_name(out.name + suffix)
    qtbot.waitUntil(lambda: written.exists() and not opened.jobs.running(), timeout=SLOW)
    titles = [opened.session.archive.catalogue.record(key).title for key in materials.listing.model.ids]
    if suffix == EXCEL:
        rows = CalamineWorkbook.from_path(str(written)).get_sheet_by_index(0).to_python()
        assert {row[4] for row in rows[1:]} == set(titles)
    else:
        with pdfplumber.open(written) as pdf:
            said = "".join(page.extract_text() or "" for page in pdf.pages)
        assert f"共 {len(titles)} 件".replace(" ", "") in said.replace(" ", "")


def test_thought_better_of_it_writes_nothing(
    opened: MainWindow, materials: MaterialsWorkspace, settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReportDialog, "exec", lambda self: 0)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: pytest.fail("nobody asked for a file"))
    opened.actions_table["item.report"].trigger()
    settle(opened)
    assert not opened.jobs.running()


def test_the_trash_has_no_reports(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    assert materials.can("item.report")
    opened.session.archive.execute(Trash((materials.listing.model.ids[0],)))
    materials.filters.wanted = type(materials.filters.wanted)(trashed=True)
    assert not materials.can("item.report")


def test_fees_piece_by_piece_are_one_step_and_wrong_ones_are_said(
    opened: MainWindow, materials: MaterialsWorkspace, volume: str, qtbot: Any
) -> None:
    archive = opened.session.archive
    Office(archive.root).set({"fee_grades": "一等=200"})
    asked = FeesDialog(materials, materials.shell, dialog(materials, [], "fees").wanted)
    asked.open()
    qtbot.waitUntil(lambda: asked.table.rowCount() > 0, timeout=SLOW)
    for place, wrong, words in ((2, "特等", "没有设过"), (3, "很多", "不是数字"), (4, "马䶮 60", "加起来不是 100")):
        asked.table.item(0, place).setText(wrong)
        asked.accept()
        assert words in asked.wrong.text() and asked.isVisible()
        asked.table.item(0, place).setText("")
    for place, value in ((2, "一等"), (3, "150"), (4, "马䶮（口述） 60、祁垚（整理） 40")):
        asked.table.item(0, place).setText(value)
    steps = len(archive.undoable())
    asked.accept()
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=SLOW)
    article = archive.catalogue.record(asked._pieces[0].article.id)
    assert (article["fee_grade"], article["fee_rate"]) == ("一等", 150)
    assert [row["share"] for row in article["fee_shares"]] == [60, 40]
    assert len(archive.undoable()) == steps + 1 or steps == 20
    archive.undo()
    assert not archive.catalogue.record(article.id)["fee_rate"]


def test_the_office_is_asked_once_and_a_wrong_number_is_said(opened: MainWindow, materials: MaterialsWorkspace) -> None:
    asked = OfficeDialog(materials, materials.shell)
    asked.open()
    asked.entries["unit"].setText("某区政协")
    asked.entries["fee_rate"].setText("一百")
    asked.accept()
    assert "稿费单价" in asked.wrong.text() and asked.isVisible()
    asked.entries["fee_rate"].setText("100")
    asked.accept()
    office = Office(opened.session.archive.root)
    assert (office.get("unit"), office.get("fee_rate"), asked.isVisible()) == ("某区政协", 100, False)


def test_the_volume_notes_that_its_list_is_made(
    opened: MainWindow, materials: MaterialsWorkspace, volume: str, tmp_path: Path, qtbot: Any
) -> None:
    asked = dialog(materials, [], "copies")
    asked.show()
    assert not asked.marks
    asked.mark.setChecked(True)
    assert asked.marks
    ReportOut(materials, materials.shell).write(asked.report, asked.wanted, tmp_path / "样书.pdf", marks=True)
    archive = opened.session.archive
    qtbot.waitUntil(lambda: bool(archive.catalogue.record(volume)["copies_listed_on"]), timeout=SLOW)
    assert (tmp_path / "样书.pdf").exists()
    asked.reject()


def test_what_is_printed_is_what_was_seen(materials: MaterialsWorkspace, tmp_path: Path, qtbot: Any) -> None:
    asked = dialog(materials, [], "consent-forms")
    asked.choices.scope.setCurrentIndex(asked.choices.scope.findData("blank"))
    shown(qtbot, asked)
    assert asked.preview.layout is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    assert print_layout(asked.preview.layout, printer) == len(asked.preview.layout.pages) == 1
    pdf = pypdfium2.PdfDocument(tmp_path / "印.pdf")
    assert len(pdf) == 1
    width, height = pdf[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    assert len(list(pdf[0].get_objects())) > 100  # runs of words or their outlines, and lines
    pdf.close()
    asked.reject()


def test_an_item_offers_the_papers_that_fit_it(
    opened: MainWindow, materials: MaterialsWorkspace, settle, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    archive = opened.session.archive
    key = materials.listing.model.ids[0]
    archive.execute(SetFields(key, {"state": "returned"}, by_program=True))
    assert papers_of(archive.catalogue.record(key))[0] == "return-notices"
    archive.execute(SetFields(key, {"state": "draft"}, by_program=True))
    assert papers_of(archive.catalogue.record(key))[0] in ("proof-sheets", "consent-forms")
    archive.execute(SetFields(key, {"state": "approved"}, by_program=True))
    materials.listing.select(key)
    settle(opened)
    asked: list[tuple[list[str], str]] = []
    monkeypatch.setattr(ReportOut, "ask", lambda self, chosen=(), **more: asked.append((list(chosen), more["report"])))
    bar = materials.pane.road
    bar.show_record(archive.catalogue.record(key))
    settle(opened)
    (made,) = [one for one in bar.findChildren(QPushButton) if one.text() == "单据"]
    made.menu().actions()[0].trigger()
    assert asked == [([key], "acceptance-notices")]
