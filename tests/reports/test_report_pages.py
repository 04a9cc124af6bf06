"""A list on paper: every word is there, in its column, on sheets that say which of how many they are."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.reports.columns import column_widths
from archive_app.reports.pages import set_table, write_pages
from archive_app.reports.table import Column, Table
from archive_app.typeset.layout import Layout, Page

COLUMNS = (Column("序号", 3, "center"), Column("档号", 11), Column("题名", 20), Column("页数", 4, "right"))


def table(rows: int, **more: object) -> Table:
    made = [(n, f"K021-ZP·2019·D30-025-{n:03}", f"韵家口水磨坊第{n}号照片", n % 7) for n in range(1, rows + 1)]
    return Table("件目录", COLUMNS, made, ("馆藏：示例",), **more)  # type: ignore[arg-type]


def body(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def words(layout: Layout) -> str:
    return "".join("".join(body(page)) for page in layout.pages)


def test_every_sheet_has_the_head_and_says_which_of_how_many_it_is() -> None:
    pages = set_table(table(100)).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert page.folio is not None and page.folio.text == f"第 {number} 页　共 {len(pages)} 页"
        for column in COLUMNS:
            assert body(page).count(column.head) == 1
    assert [bool(page.heads) for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert pages[1].heads[0].text == "件目录（续）"


def test_rows_stand_in_order_each_on_one_sheet() -> None:
    layout = set_table(table(100))
    titles = [text for page in layout.pages for text in body(page) if text.startswith("韵家口")]
    assert titles == [f"韵家口水磨坊第{n}号照片" for n in range(1, 101)]


def test_nothing_stands_outside_the_sheet_or_over_its_foot() -> None:
    for upright in (False, True):
        for page in set_table(table(60, upright=upright, totals=("合计", "", "", 9), signed=("编制", "审核"))).pages:
            foot = page.folio.y if page.folio else 0.0
            assert (page.width < page.height) is upright
            assert all(0 < line.x < page.width and 0 < line.y < foot - line.size / 2 for line in page.lines)
            assert all(0 < rule.x0 <= rule.x1 < page.width and rule.y1 < foot for rule in page.rules)


def test_the_total_and_those_who_sign_stand_under_a_row() -> None:
    """However many rows there are: no last sheet with a head and a total alone."""
    for count in range(1, 60):
        last = body(
            set_table(table(count, totals=("合计", "", "", 77), signed=("编制", "审核"), notes=("注。",))).pages[-1]
        )
        assert {"合计", "77", "编制：", "审核：", "注。", f"韵家口水磨坊第{count}号照片"} <= set(last)


def test_a_row_higher_than_a_sheet_goes_on_over_the_next_ones() -> None:
    long = "".join(chr(0x4E00 + n % 2000) for n in range(9000))
    rows = [(1, "A-1", "前", 1), (2, "A-2", long, ""), (3, "A-3", "后", 3)]
    layout = set_table(Table("件目录", COLUMNS, rows, signed=("编制",)))
    assert len(layout.pages) > 3
    assert long in words(layout).replace("".join(column.head for column in COLUMNS), "")
    assert "后" in body(layout.pages[-1])


def test_a_long_number_stays_in_its_column() -> None:
    number = "K021-ZP2019D30025005-000000000000000000000000000000000000000012345"
    columns = (Column("序号", 3), *(Column(f"第{n}栏", 6) for n in range(13)))
    layout = set_table(Table("件目录", columns, [(1, *[number] * 13)]))
    (page,) = layout.pages
    edges = sorted({rule.x0 for rule in page.rules if rule.x0 == rule.x1})
    assert words(layout).count("12345") == 13
    with_ink = [line for line in page.lines if line.role == "table" and len(line.text) > 1]
    assert with_ink
    for line in with_ink:
        after = min(edge for edge in edges if edge > line.x)
        assert line.x + 0.5 * line.size * len(line.text) < after + line.size


def test_what_is_in_the_table_can_be_read_in_the_file(tmp_path: Path) -> None:
    out = tmp_path / "目录.pdf"
    rows = [(1, "K021-1", "=1+1 𠮷䶮（繁體）", 2), (2, "", "第一行\n第二行", "")]
    written, pages = write_pages(Table("件目录", COLUMNS, rows, ("馆藏：示例",), ("合计", "", "", 2)), out)
    assert (written.path, pages, written.problems) == (out, 1, ())
    with pdfplumber.open(out) as pdf:
        assert round(pdf.pages[0].width) == 842
        found = pdf.pages[0].extract_tables()[0]
    assert found[0] == ["序号", "档号", "题名", "页数"]
    assert found[1][2].replace(" ", "") == "=1+1𠮷䶮（繁體）"
    assert found[2][2] == "第一行\n第二行"
    assert found[3][3] == "2"


def test_a_list_of_nothing_says_so() -> None:
    (page,) = set_table(Table("照片目录", COLUMNS, [], signed=("编制",))).pages
    assert "没有可列的。" in body(page)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text("湟水谣abc019-，。 ", max_size=60), min_size=4, max_size=4), max_size=12),
    st.floats(300, 760),
)
def test_columns_fill_the_measure_and_none_is_too_narrow_to_read(rows: list[list[str]], measure: float) -> None:
    widths = column_widths(Table("表", COLUMNS, rows), measure)
    assert sum(widths) == pytest.approx(measure)
    assert min(widths) > 18


def test_what_says_more_gets_more_room_and_what_is_empty_only_its_head() -> None:
    rows = [(n, "", "很长的题名" * 30, 1) for n in range(5)]
    _number, empty, title, _pages = column_widths(Table("表", COLUMNS, rows), 700)
    assert empty < 40
    assert title > 500


def test_a_character_without_a_glyph_is_named_once_with_its_sheet(tmp_path: Path) -> None:
    rows = [(n, "", "好" if n < 60 else "私\ue000用\ue000", "") for n in range(1, 62)]
    written, pages = write_pages(Table("件目录", COLUMNS, rows), tmp_path / "目录.pdf")
    (problem,) = written.problems
    assert problem.serious and "U+E000" in str(problem) and "《件目录》" in str(problem)
    assert f"第{pages}面" in str(problem)
