"""资料 with many items: nothing the window does to all of them goes through them one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive_app.catalogue.commands import Batch, Create
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.model import ItemModel
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace

MANY = 1_200


@pytest.fixture
def many(opened: MainWindow, materials: MaterialsWorkspace, settle) -> Iterator[MaterialsWorkspace]:
    made = [Create("item", {"kind": "photograph", "title": f"第{number}张"}) for number in range(MANY)]
    opened.session.archive.execute(Batch("造", made))
    settle(opened)
    assert len(materials.listing.model.ids) == MANY + 5
    yield materials


@pytest.mark.parametrize("mode", ["list", "grid"])
def test_everything_is_selected_without_looking_at_each(
    opened: MainWindow, many: MaterialsWorkspace, settle, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    many.show_mode(mode)
    settle(opened)
    asked: list[int] = []
    plain = ItemModel.rowCount

    def counted(self: ItemModel, *parent: object) -> int:
        asked.append(1)
        return plain(self, *parent)

    monkeypatch.setattr(ItemModel, "rowCount", counted)
    many.listing.view.selectAll()
    settle(opened)
    opened.grab()

    assert many.selected_ids() == many.listing.model.ids
    assert len(asked) < MANY, f"{len(asked)}: Qt asks for the number of rows whenever it looks one up"


def test_what_is_selected_stays_so_in_another_order(opened: MainWindow, many: MaterialsWorkspace, settle) -> None:
    listing = many.listing
    chosen = listing.model.ids[::2]
    rows = [listing.model.place_of(key) for key in chosen]
    listing.selection.select(listing._stretches(rows), listing.selection.SelectionFlag.ClearAndSelect)
    settle(opened)
    assert many.selected_ids() == chosen
    assert opened.session.archive.catalogue.record(chosen[0]).id == chosen[0]

    listing.order_by("title", False)
    settle(opened)
    assert set(many.selected_ids()) == set(chosen)
    assert many.selected_ids() == [key for key in listing.model.ids if key in set(chosen)]
    assert many.batch.heading.text() == f"选中 {len(chosen):,} 件"


def test_the_numbers_beside_the_list_follow_a_write(opened: MainWindow, many: MaterialsWorkspace, settle) -> None:
    counted = {row.text(): row._number for row in many.filters.rows()}
    assert (counted["全部资料"], counted["照片"]) == (MANY + 5, MANY + 2)
    many.listing.select(many.listing.model.ids[0])
    settle(opened)
    many.trash()
    settle(opened)
    counted = {row.text(): row._number for row in many.filters.rows()}
    assert (counted["全部资料"], counted["照片"], counted["回收站"]) == (MANY + 4, MANY + 1, 1)


def test_the_list_of_what_is_selected_goes_out_and_back(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    from archive_app.services.importing import import_paths

    out = tmp_path / "清单"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    materials.listing.view.selectAll()
    settle(opened)
    opened.actions_table["item.export_list"].trigger()
    written = out.with_name("清单.xlsx")
    qtbot.waitUntil(lambda: written.exists() and not opened.jobs.running(), timeout=10_000)
    settle(opened)
    report = import_paths(opened.session.archive, [written])
    assert (len(report.duplicates), report.imported, report.attached) == (5, [], [])
