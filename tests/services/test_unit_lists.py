"""案卷 in lists: a path of numbers finds a unit or makes it, a dry run says which, and what goes out comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from archive_app.catalogue.commands import Create
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.lists.writing import write_list
from archive_app.services.units import UnitTree
from archive_app.services.units.acts import making, moving


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        fonds = making(made, {"tier": "fonds", "number": "J019", "title": "城东政协"})
        made.execute(fonds)
        series = making(made, {"tier": "series", "number": "WS", "title": "文书", "parent": fonds.id})
        made.execute(series)
        about = {"tier": "file", "number": "3", "title": "水磨", "parent": series.id, "retention": "Y"}
        made.execute(making(made, about))
        yield made


def listed(path: Path, *rows: tuple[str, str]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["题名", "种类", "所属案卷"])
    for title, unit in rows:
        book.active.append([title, "文献", unit])
    book.save(path)
    return path


def places(archive: Archive) -> dict[str, tuple[str, int]]:
    tree = UnitTree.of(archive.catalogue)
    return {
        record.title: (tree.path(str(record["unit"])) if record["unit"] else "", record["unit_order"] or 0)
        for record in archive.catalogue.records("item")
    }


def test_rows_go_into_units_that_are_there_or_are_made_and_a_dry_run_says_which(
    archive: Archive, tmp_path: Path
) -> None:
    rows = (
        ("甲", "J019/WS/3"), ("乙", "水磨"), ("丙", "J019 / ZP 照片 / 5 社火"), ("丁", "J019/ZP/5"), ("戊", ""),
        ("己", "没有的卷"), ("庚", "J019/WS/3/4"),
    )  # fmt: skip
    path = listed(tmp_path / "清单.xlsx", *rows)
    dry = import_paths(archive, [path], dry_run=True)
    (sheet,) = dry.lists
    assert any("要新建的案卷" in words and "J019/ZP 照片/5 社火" in words for words in sheet.remarks)
    assert [(error.row, error.column) for error in sheet.errors] == [
        (7, "所属案卷"), (8, "所属案卷"),
    ]  # fmt: skip
    assert "要新建的请写全路径" in sheet.errors[0].reason and "下面不能再有" in sheet.errors[1].reason
    assert len(archive.catalogue.units()) == 3 and not archive.catalogue.item_ids()

    import_paths(archive, [path])
    assert places(archive) == {
        "甲": ("J019/WS/3", 1), "乙": ("J019/WS/3", 2), "丙": ("J019/ZP/5", 1), "丁": ("J019/ZP/5", 2), "戊": ("", 0),
    }  # fmt: skip
    units = {row.title: row.tier for row in archive.catalogue.units().values()}
    assert (units["照片"], units["社火"]) == ("series", "file")
    first = next(one for one in archive.catalogue.records("item") if one.title == "甲")
    assert first["retention"] == "Y", "what the unit gives"
    archive.undo()
    assert not archive.catalogue.item_ids() and len(UnitTree.of(archive.catalogue).rows) == 3


def test_a_list_that_goes_out_comes_back_as_it_was_and_fills_only_what_stood_in_none(
    archive: Archive, tmp_path: Path
) -> None:
    made = [Create("item", {"kind": "document", "title": title}) for title in ("甲", "乙")]
    for one in made:
        archive.execute(one)
    file = UnitTree.of(archive.catalogue).named("水磨")
    archive.execute(moving(archive, [made[0].id], file).command())
    out = tmp_path / "出.xlsx"
    write_list(archive, out, [one.id for one in made])
    before = archive.catalogue.sequence
    import_paths(archive, [out])
    assert places(archive) == {"甲": ("J019/WS/3", 1), "乙": ("", 0)}
    assert all(one.title in ("甲", "乙") for one in archive.catalogue.records("item"))
    book = openpyxl.load_workbook(out)
    sheet = book["文献"]
    at = next(cell.column for cell in sheet[1] if cell.value == "存史案卷")
    row = next(cell.row for column in sheet.iter_cols() for cell in column if cell.value == "乙")
    assert before <= archive.catalogue.sequence
    sheet.cell(row, at).value = "J019/WS/3"
    book.save(out)
    import_paths(archive, [out])
    assert places(archive) == {"甲": ("J019/WS/3", 1), "乙": ("J019/WS/3", 2)}
