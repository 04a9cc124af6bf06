"""Columns an office chooses for its lists: own fields and links among them, kept by name, as wide as they were made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.errors import UsageError
from archive_app.reports import catalogues
from archive_app.reports.columns import PAD, SIZE, column_widths
from archive_app.reports.table import Column, Table
from archive_app.services import own_fields as own
from archive_app.services.archive import Archive
from archive_app.services.report_columns import (
    FILE,
    Chosen,
    ColumnChoice,
    forget,
    keep,
    kept_choice,
    kept_choices,
    known_columns,
    said_as,
    usual,
)
from archive_app.services.reporting import Wanted, gather, report_named, write_report


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", actor="王文史") as opened:
        opened.execute(own.adding(opened, {"name": "开本", "kinds": ["文献"]}))
        opened.execute(own.adding(opened, {"name": "师傅", "type": "links", "target": "person"}))
        people = [Create("person", {"name": name}) for name in ("马文山", "卓玛")]
        for one in people:
            opened.execute(one)
        values: dict[str, Any] = {
            "own:开本": "32开", "own:师傅": [one.id for one in people], "ref_code": "J019-2", "access": "public",
            "responsibility": [{"role": "作者", "name": "祁垚"}], "keywords": ["水磨", "渡口"],
        }  # fmt: skip
        opened.execute(Create("item", {"kind": "document", "title": "账簿", **values}))
        opened.execute(Create("item", {"kind": "photograph", "title": "合影", "ref_code": "J019-1"}))
        yield opened


def made(archive: Archive, choice: ColumnChoice | None) -> Table:
    table = gather(archive, report_named("items"), Wanted(columns=choice))
    assert isinstance(table, Table)
    return table


def test_what_is_chosen_stands_there_in_its_order_and_the_standard_stays(archive: Archive) -> None:
    before = made(archive, None)
    assert [one.head for one in before.columns] == ["序号", *(one.column.head for one in catalogues.ITEMS.columns)]
    choice = said_as(archive, catalogues.ITEMS, "题名:20，开本,师傅,档号,种类,级别,主题词,责任者")
    table = made(archive, choice)
    assert [one.head for one in table.columns] == [
        "序号", "题名", "开本", "师傅", "档号", "种类", "级别", "主题词", "责任者",
    ]  # fmt: skip
    assert [list(row) for row in table.rows] == [
        [1, "合影", "", "", "J019-1", "照片", "内部", "", ""],
        [2, "账簿", "32开", "马文山、卓玛", "J019-2", "文献", "公开", "水磨、渡口", "祁垚"],
    ]
    assert table.title == "件目录" and not table.notes
    assert made(archive, usual(catalogues.ITEMS)) == before
    assert made(archive, None) == before


def test_every_column_there_is_can_be_chosen(archive: Archive) -> None:
    choice = ColumnChoice("items", tuple(map(Chosen, known_columns(archive, catalogues.ITEMS))))
    assert len({len(row) for row in made(archive, choice).rows}) == 1
    with pytest.raises(UsageError, match="没有“开版”这一栏"):
        said_as(archive, catalogues.ITEMS, "题名,开版")


def test_a_choice_is_kept_with_the_archive_and_outlives_a_field(archive: Archive, tmp_path: Path) -> None:
    choice = keep(archive, replace(said_as(archive, catalogues.ITEMS, "题名:20,开本"), name=" 借阅用目录 "))
    assert kept_choices(archive, "items") == [choice] and kept_choices(archive, "photographs") == []
    assert said_as(archive, catalogues.ITEMS, "借阅用目录") == choice
    assert made(archive, choice).title == "借阅用目录"
    field = own.own_field(archive, "开本")
    archive.execute(own.changing(archive, field, {"name": "版式"}))
    assert [one.head for one in made(archive, choice).columns] == ["序号", "题名", "版式"]
    key = archive.catalogue.items_titled("账簿")[0]
    archive.execute(SetFields(key, {"own:开本": ""}))
    archive.execute(own.removing(archive, own.own_field(archive, "版式")))
    assert [one.head for one in made(archive, choice).columns] == ["序号", "题名"]
    for suffix in (".pdf", ".xlsx"):
        written = write_report(archive, report_named("items"), tmp_path / f"表{suffix}", Wanted(columns=choice))
        assert written.rows == 2 and written.path.stat().st_size > 1000
    forget(archive, "items", "借阅用目录")
    assert kept_choices(archive) == []
    with pytest.raises(UsageError, match="没有叫“借阅用目录”"):
        kept_choice(archive, "items", "借阅用目录")
    (archive.root / FILE).write_text("list = 3", "utf-8")
    with pytest.raises(UsageError, match="读不出来"):
        kept_choices(archive)


def test_widths_that_were_given_are_held_to() -> None:
    rows = [("一" * 40, "二" * 40, "三")]
    table = Table("表", (Column("甲", 8, fixed=10), Column("乙", 8), Column("丙", 8, fixed=4)), rows)
    widths = column_widths(table, 700.0)
    edge = 2 * PAD + 1
    assert widths[0] == pytest.approx(10 * SIZE + edge) and widths[2] == pytest.approx(4 * SIZE + edge)
    assert sum(widths) == pytest.approx(700.0)
    both = Table("表", (Column("甲", 8, fixed=10), Column("乙", 8, fixed=30)), [("一", "二")])
    first, second = column_widths(both, 700.0)
    assert first + second == pytest.approx(700.0) and 2.5 < second / first < 3.1


def test_the_command_chooses_keeps_and_forgets(archive: Archive, tmp_path: Path, capsys) -> None:
    root, out = str(archive.root), str(tmp_path / "表.xlsx")
    archive.close()
    assert main(["report", root, "件目录", "-o", out, "--columns", "题名,师傅", "--keep", "师徒目录"]) == 0
    assert "《师徒目录》" in capsys.readouterr().out
    assert main(["report", root, "items", "-o", out, "--columns", "师徒目录"]) == 0
    assert main(["report", root, "items", "--forget", "师徒目录"]) == 0
    assert main(["report", root, "leads", "-o", out, "--columns", "题名"]) == 2
