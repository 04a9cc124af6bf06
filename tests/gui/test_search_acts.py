"""What a person does with results: takes them along as a list, cites an item, says what was not meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from support_texts import MILL, make_archive

from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.search.workspace import SearchWorkspace
from archive_app.search.results import Hit, Match, Results
from archive_app.services.citing import cite
from tests.gui.acting import SLOW, search_for


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "馆藏")


@pytest.fixture
def search(opened: MainWindow, qtbot) -> Callable[[str], SearchWorkspace]:
    return lambda words: search_for(opened, qtbot, words)


def _choose(workspace: SearchWorkspace, title: str) -> None:
    rows = workspace.results.rows.rows
    number = next(number for number, row in enumerate(rows) if row.hit.title == title)
    workspace.results.list.setCurrentIndex(workspace.results.rows.index(number, 0))


def test_the_whole_result_goes_into_a_list(search, opened: MainWindow, qtbot, tmp_path: Path, monkeypatch) -> None:
    workspace = search("水磨")
    wanted = tmp_path / "结果"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    words, _icon, act = workspace.acts.menu()[0]
    assert words == "导出为 Excel 表格…"
    act()
    out = wanted.with_name("结果.xlsx")
    qtbot.waitUntil(lambda: out.exists() and not opened.jobs.running(), timeout=SLOW)
    sheet = load_workbook(out).worksheets[0]
    said = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    for hit in workspace.hits:
        assert any(hit.title in row for row in said), hit.title
    assert sum("水磨" in cell for row in said for cell in row) >= 9


def test_a_list_that_cannot_be_written_is_said(search, opened: MainWindow, qtbot, tmp_path: Path, monkeypatch) -> None:
    workspace = search("水磨")
    told: list[Exception] = []
    monkeypatch.setattr(opened, "show_error", told.append)
    (tmp_path / "占着.docx").mkdir()
    workspace.acts.write(tmp_path / "占着.docx")
    qtbot.waitUntil(lambda: bool(told) or not opened.jobs.running(), timeout=SLOW)
    assert [type(error).__name__ for error in told] == ["StorageFailed"]


def test_the_chosen_item_is_cited(search, opened: MainWindow, qtbot) -> None:
    workspace = search("水磨")
    _choose(workspace, MILL)
    hit = workspace.results.current().hit
    QGuiApplication.clipboard().clear()
    workspace.acts.menu()[-1][2]()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=SLOW)
    assert QGuiApplication.clipboard().text() == cite(opened.session.archive, hit.id).text
    assert MILL in QGuiApplication.clipboard().text()


def test_what_was_not_meant_is_switched_off_and_on_again(search, opened: MainWindow, qtbot) -> None:
    workspace = search("水磨")
    meant = {"from": "水磨", "to": "磨坊", "kind": "alias", "reason": "别名"}
    workspace._show(Results(1, 1, (), expanded=(meant,)), -1)
    (spec,) = (chip.spec for chip in workspace.chips.chips())
    assert (spec.words, spec.off, spec.widens) == ("也找“磨坊”", False, True)
    assert "别名" in spec.tip
    spec.act()
    assert workspace.asking.off == {"水磨→磨坊"}
    workspace._show(Results(1, 1, (), expanded=({**meant, "off": True},)), -1)
    (spec,) = (chip.spec for chip in workspace.chips.chips())
    assert spec.off
    spec.act()
    assert workspace.asking.off == frozenset()


def test_a_printed_volume_is_opened_where_it_is_made(search, opened: MainWindow, qtbot, monkeypatch) -> None:
    workspace = search("水磨")
    gone: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        opened,
        "go",
        lambda where, place=None: gone.append((where, place.field, place.record_id, place.article, place.block)),
    )
    match = Match("printed", "书中", "水磨", ((0, 2),), {"volume": "v", "article": "a1", "block": "b1"})
    workspace._show(Results(1, 1, (Hit("v", "volume", "第一辑", 1.0, 1, (match,)),)), 1)
    workspace.open_current()
    assert gone == [("volumes", "volume", "v", "a1", "b1")]
