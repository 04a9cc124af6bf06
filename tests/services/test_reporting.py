"""A report written: the same rows on paper and in a workbook, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from python_calamine import CalamineWorkbook

from archive_app.catalogue.commands import Create, Trash
from archive_app.domain.errors import StorageFailed, UsageError
from archive_app.reports.table import Column, Table
from archive_app.services import reporting
from archive_app.services.archive import Archive
from archive_app.services.binding import new_volume
from archive_app.services.report_makers import MAKERS
from archive_app.services.reporting import REPORTS, Wanted, report_named, write_made, write_report

DAY = date(2026, 5, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="城东", actor="王文史") as made:
        for title in ("磨盘的照片", "=1+1", "社火"):
            made.execute(Create("item", {"kind": "photograph", "title": title}))
        made.execute(Create("item", {"kind": "document", "title": "地契"}))
        yield made


def sheet(path: Path, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(number).to_python()


@pytest.fixture
def volume(archive: Archive) -> str:
    """A volume with the pieces of an archive."""
    key = new_volume(archive, {"title": "城东政协文史资料", "number": 24})
    section = archive.catalogue.sections_of(key)[0].section.id
    for item in archive.catalogue.item_ids():
        archive.execute(Create("article", {"section": section, "item": item}))
    return key


def test_every_report_is_written_as_both(archive: Archive, volume: str, tmp_path: Path) -> None:
    assert len({report.name for report in REPORTS}) == len({report.label for report in REPORTS}) == len(REPORTS)
    assert set(MAKERS) < {report.name for report in REPORTS}
    for report in REPORTS:
        wanted = Wanted(today=DAY, volume=volume if report.of_volume else "")
        table = reporting.gather(archive, report, wanted)
        for suffix in report.suffixes:
            done = write_report(archive, report, tmp_path / f"{report.label}{suffix}", wanted)
            assert (done.rows, bool(done.pages), done.problems) == (len(table.rows), suffix == ".pdf", ())
        with pdfplumber.open(tmp_path / f"{report.label}.pdf") as pdf:
            said = "".join((page.extract_text() or "") for page in pdf.pages).replace(" ", "")
        assert report.label in said or report.name == "reviews"  # a sheet is called 审稿单
        if not isinstance(table, Table):
            continue
        assert "馆藏：城东" in said and "制表日期：2026年5月3日" in said
        heads = sheet(tmp_path / f"{report.label}.xlsx")[0]
        assert heads == [column.head for column in table.columns]


def test_words_are_words_in_the_workbook_and_the_second_sheet_says_what_it_is(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "照片.xlsx"
    write_report(archive, report_named("photographs"), out, Wanted(today=DAY))
    assert [row[2] for row in sheet(out)[1:]] == ["磨盘的照片", "=1+1", "社火"]
    assert ["馆藏", "城东"] in sheet(out, 1) and ["制表日期", "2026年5月3日"] in sheet(out, 1)
    assert any("共 3 幅" in row for row in sheet(out, 1))


def test_only_the_chosen_and_nothing_from_the_trash(archive: Archive) -> None:
    ids = archive.catalogue.item_ids()
    archive.execute(Trash([ids[1]]))
    items = report_named("件目录")
    assert len(reporting.gather(archive, items, Wanted()).rows) == 3
    chosen = reporting.gather(archive, items, Wanted(ids[1:]))
    assert {row[4] for row in chosen.rows} == {"社火", "地契"}
    assert len(reporting.gather(archive, items, Wanted([])).rows) == 0


def test_an_unknown_report_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="没有“花名册”这种报表"):
        report_named("花名册")


@pytest.mark.parametrize("name", ["表.doc", "表", "表.pdf.txt"])
def test_another_suffix_is_refused_before_anything_is_gathered(archive: Archive, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="这种报表不能写成"):
        write_report(archive, REPORTS[0], tmp_path / name, Wanted())
    assert not (tmp_path / name).exists()


def test_what_stood_there_stays_where_the_new_one_cannot_be_written(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "表.pdf").mkdir()
    with pytest.raises(StorageFailed):
        write_report(archive, REPORTS[0], tmp_path / "表.pdf", Wanted())
    assert (tmp_path / "表.pdf").is_dir()


def test_a_pdf_of_more_rows_than_anybody_prints_is_refused_with_a_way_out(tmp_path: Path) -> None:
    rows = [(number,) for number in range(reporting.MOST_ON_PAGES + 1)]
    with pytest.raises(UsageError, match="20,001 行") as caught:
        write_made(Table("件目录", (Column("序号", 3),), rows), tmp_path / "表.pdf")
    assert "xlsx" in str(caught.value)
    assert write_made(Table("件目录", (Column("序号", 3),), rows), tmp_path / "表.xlsx").rows == 20_001


def test_every_report_of_an_empty_archive_says_that_there_is_nothing(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "空", name="空", actor="王文史") as archive:
        volume = new_volume(archive, {"title": "没有文章"})
        for report in REPORTS:
            if report.name in ("fees", "fee-payments", "persons", "places"):
                continue  # a volume without an article has no pages
            wanted = Wanted(today=DAY, volume=volume if report.of_volume else "")
            done = write_report(archive, report, tmp_path / f"{report.name}.pdf", wanted)
            assert (done.rows, done.pages, done.problems) == (0, 1, ()), report.name
            with pdfplumber.open(done.path) as pdf:
                said = (pdf.pages[0].extract_text() or "").replace(" ", "")
            assert "没有可列的。" in said
        for name in ("fees", "fee-payments"):
            with pytest.raises(UsageError, match="还没有文章"):
                write_report(archive, report_named(name), tmp_path / "a.pdf", Wanted(volume=volume))


def test_a_workbook_has_amounts_as_numbers(tmp_path: Path) -> None:
    table = Table("稿费", (Column("序号", 3), Column("金额", 5, "right")), [(1, 105.5), (2, 0.1 + 0.2)])
    write_made(table, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.number_format, cell.data_type) == (105.5, "#,##0.00", "n")
