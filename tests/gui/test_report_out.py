"""报表 in the window: one dialog, then a file; the window stays usable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from archive_app.catalogue.commands import Trash
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.report_out import ReportDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.reporting import REPORTS

NAMES = [report.name for report in REPORTS]


@pytest.fixture(autouse=True)
def as_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportDialog, "last", ("", ".pdf"))


def dialog(materials: MaterialsWorkspace, chosen: list[str], name: str) -> ReportDialog:
    made = ReportDialog(materials, chosen, materials.listing.model.ids)
    made.list.setCurrentRow(NAMES.index(name))
    return made


def test_it_asks_of_each_report_what_that_needs(materials: MaterialsWorkspace) -> None:
    ids = materials.listing.model.ids
    asked = dialog(materials, ids[:2], "photographs")
    asked.show()
    assert [asked.list.item(at).text() for at in range(asked.list.count())] == [report.label for report in REPORTS]
    assert asked.scope.isVisible() and not asked.years.isVisible()
    assert asked.items == ids[:2]  # several are selected: of them
    asked.scope.choose("all")
    assert asked.items is None
    asked.list.setCurrentRow(NAMES.index("commissioners"))
    assert not asked.scope.isVisible() and asked.years.isVisible()
    assert (asked.items, asked.year) == (None, None)
    asked.years.setCurrentIndex(1)
    assert asked.year is not None
    asked.list.setCurrentRow(0)
    assert asked.year is None
    asked.reject()


def test_with_one_item_or_none_selected_it_is_of_what_is_listed(materials: MaterialsWorkspace) -> None:
    ids = materials.listing.model.ids
    assert dialog(materials, ids[:1], "items").items == ids
    alone = dialog(materials, [], "items")
    assert alone.items == ids
    assert alone.scope.button("chosen").isHidden()


def test_it_remembers_the_last_one_and_takes_the_return_key(materials: MaterialsWorkspace) -> None:
    first = dialog(materials, [], "accessions")
    first.show()
    first.form.choose(".xlsx")
    QTest.keyClick(first.list, Qt.Key.Key_Return)
    assert first.result() == ReportDialog.DialogCode.Accepted
    again = ReportDialog(materials, [], materials.listing.model.ids)
    assert (again.report.name, again.suffix) == ("accessions", ".xlsx")


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_the_menu_leads_to_a_file(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path, qtbot: Any, monkeypatch, suffix: str
) -> None:
    def chosen(self: ReportDialog) -> int:
        self.form.choose(suffix)
        self.accept()
        return self.result()

    out = tmp_path / "目录"
    monkeypatch.setattr(ReportDialog, "exec", chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    materials.listing.view.selectAll()
    settle(opened)
    opened.actions_table["item.report"].trigger()
    written = out.with_name(out.name + suffix)
    qtbot.waitUntil(lambda: written.exists() and not opened.jobs.running(), timeout=60_000)
    titles = [opened.session.archive.catalogue.record(key).title for key in materials.listing.model.ids]
    if suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(str(written)).get_sheet_by_index(0).to_python()
        assert {row[4] for row in rows[1:]} == set(titles)
    else:
        with pdfplumber.open(written) as pdf:
            said = "".join(page.extract_text() or "" for page in pdf.pages)
        assert f"共 {len(titles)} 件".replace(" ", "") in said.replace(" ", "")


def test_thought_better_of_it_writes_nothing(
    opened: MainWindow, materials: MaterialsWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReportDialog, "exec", lambda self: 0)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: pytest.fail("nobody asked for a file"))
    opened.actions_table["item.report"].trigger()
    assert not opened.jobs.running()


def test_the_trash_has_no_reports(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    assert materials.can("item.report")
    opened.session.archive.execute(Trash((materials.listing.model.ids[0],)))
    materials.filters.wanted = type(materials.filters.wanted)(trashed=True)
    assert not materials.can("item.report")


def test_what_is_only_for_paper_offers_no_workbook(materials: MaterialsWorkspace) -> None:
    asked = dialog(materials, [], "items")
    asked.form.choose(".xlsx")
    asked.list.setCurrentRow(NAMES.index("photograph-cards"))
    assert asked.suffix == ".pdf" and asked.form.button(".xlsx").isHidden()
