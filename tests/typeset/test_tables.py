"""Tables: cells that reach over others, figures under each other, parts over pages, too many columns, high rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.fonts.faces import face
from archive_app.typeset.layout import Layout, Line
from archive_app.typeset.pdf import write
from archive_app.typeset.templates import Template, load

Compose = Callable[..., Layout]


def table(*rows: tuple[object, ...], caption: str = "", notes: tuple[Note, ...] = ()) -> Block:
    """Rows of words or cells; the first one is the head."""
    made = tuple(
        tuple(cell if isinstance(cell, Cell) else Cell(str(cell), header=number == 0) for cell in row)
        for number, row in enumerate(rows)
    )
    return Block(BlockKind.TABLE, caption, rows=made, notes=notes)


def cells(layout: Layout) -> list[Line]:
    return [line for page in layout.pages for line in page.lines if line.part.startswith("cell:")]


def point(line: Line) -> float:
    """Where a figure's point is, or would be."""
    advances = face("NotoSerifSC-Regular").advances
    return line.x + sum(advances[digit] for digit in line.text.partition(".")[0]) / 1000 * line.size


MERGED = table(
    ("年份", Cell("户数", 2, header=True)),
    (Cell("1949", rows=2), "东院", "36"),
    ("西院", "52"),
    ("1950", "东院", ""),
)


def test_cells_that_reach_over_others_say_so_in_the_layout(compose_blocks: Compose) -> None:
    layout = compose_blocks([MERGED])
    spans = {
        line["text"]: line.get("span")
        for page in json.loads(json.dumps(layout.to_json()))["pages"]
        for line in page["lines"]
    }
    assert (spans["户数"], spans["1949"], spans["东院"]) == ([1, 2], [2, 1], None)


def test_cells_that_reach_over_others_are_tagged(compose_blocks: Compose, tmp_path: Path) -> None:
    sides = table(("", "甲", "乙"), (Cell("东院", header=True), "1", "2"), (Cell("西院", header=True), "3", "4"))
    with pikepdf.open(write(compose_blocks([MERGED, sides]), tmp_path / "a.pdf").path) as pdf:
        first, second = (element for element in _walk(pdf.Root.StructTreeRoot.K) if element.S == "/Table")
        rows = [[_cell(cell) for cell in _kids(row)] for row in _kids(first)]
        assert rows == [
            [("TH", 1, 1, "Column"), ("TH", 1, 2, "Column")],
            [("TD", 2, 1, ""), ("TD", 1, 1, ""), ("TD", 1, 1, "")],
            [("TD", 1, 1, ""), ("TD", 1, 1, "")],
            [("TD", 1, 1, ""), ("TD", 1, 1, ""), ("TD", 1, 1, "")],
        ]
        rows = [[_cell(cell) for cell in _kids(row)] for row in _kids(second)]
        assert [row[0] for row in rows[1:]] == [("TH", 1, 1, "Row"), ("TH", 1, 1, "Row")]


def test_where_a_columns_words_take_several_lines_all_begin_at_the_left(compose_blocks: Compose) -> None:
    words = "据某某回忆这一年有些变化说来话长一行写不下只好写成两行"
    layout = compose_blocks([table(("年", "说明"), ("甲", words), ("乙", "短"), ("丙", "也短"))])
    starts = {line.text: line.x for line in cells(layout) if line.part.endswith(",1") and line.role == "table"}
    assert len(set(starts.values())) == 1 and starts["短"] == starts["也短"]
    short = {line.text: line.x for line in cells(layout) if line.part.endswith(",0") and line.role == "table"}
    assert len(set(short.values())) == 1  # as wide as each other, in the middle
    other = compose_blocks([table(("年", "说明"), ("甲", "短"), ("乙", "也短些"))])
    starts = {line.text: line.x for line in cells(other) if line.part.endswith(",1") and line.role == "table"}
    assert starts["短"] > starts["也短些"]


def test_empty_cells_that_reach_over_others_are_tagged_as_such(compose_blocks: Compose, tmp_path: Path) -> None:
    block = table(("项", Cell("", 2)), (Cell("", rows=2), "甲", "乙"), ("丙", "丁"), (Cell("", 3),))
    with pikepdf.open(write(compose_blocks([block]), tmp_path / "a.pdf").path) as pdf:
        (found,) = (element for element in _walk(pdf.Root.StructTreeRoot.K) if element.S == "/Table")
        reach = [[_cell(cell)[1:3] for cell in _kids(row)] for row in _kids(found)]
    assert reach == [[(1, 1), (1, 2)], [(2, 1), (1, 1), (1, 1)], [(1, 1), (1, 1)], [(1, 3)]]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _walk(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [element, *(one for kid in _kids(element) for one in _walk(kid))]


def _cell(element: pikepdf.Object) -> tuple[str, int, int, str]:
    about = element.get("/A", {})
    scope = str(about.get("/Scope", "")).removeprefix("/")
    return str(element.S).removeprefix("/"), int(about.get("/RowSpan", 1)), int(about.get("/ColSpan", 1)), scope


@pytest.mark.parametrize("template", ["16k", "vertical"])
def test_figures_stand_with_their_points_under_each_other(compose_blocks: Compose, template: str) -> None:
    rows = (
        ("年份", "户数", "占比", "备注"),
        ("1949", "5", "4.5", "无"),
        ("1950", "128", "12.25", "新"),
        ("1951", "—", "100", "旧"),
    )
    found = {line.part: line for line in cells(compose_blocks([table(*rows)], template=load(template)))}
    for column in (1, 2):
        places = [point(found[f"cell:{row},{column}"]) for row in (1, 2, 3) if rows[row][column] != "—"]
        assert max(places) - min(places) < 0.01
    words = [found[f"cell:{row},3"].x + found[f"cell:{row},3"].size / 2 for row in (1, 2, 3)]
    assert max(words) - min(words) < 0.5  # words stay in the middle
    assert found["cell:1,2"].x != found["cell:2,2"].x


def test_a_column_with_words_in_it_is_no_column_of_figures(compose_blocks: Compose) -> None:
    found = {line.part: line for line in cells(compose_blocks([table(("数",), ("5",), ("128",), ("约三十",))]))}
    middles = [found[f"cell:{row},0"].x + len(found[f"cell:{row},0"].text) * 9 * 0.27 for row in (1, 2)]
    assert middles[0] == pytest.approx(middles[1], abs=0.6)


@pytest.mark.parametrize(
    ("caption", "again"), [("表三　户数", "续表三"), ("户数", "（续表）"), ("表2-1　户数", "续表2-1"), ("", "")]
)
def test_further_parts_of_a_table_say_that_they_are(compose_blocks: Compose, caption: str, again: str) -> None:
    rows = (("年份", "户数"), *((str(1900 + n), str(n)) for n in range(30)))
    layout = compose_blocks([table(*rows, caption=caption)])
    pages = [page for page in layout.pages if any(line.part.startswith("cell:") for line in page.lines)]
    assert len(pages) >= 3
    for number, page in enumerate(pages):
        said = [line.text for line in page.lines if line.role == "table-again"]
        assert said == ([again] if number and again else [])
        heads = [line for line in page.lines if line.role == "table-head"]
        assert [line.text for line in heads] == ["年份", "户数"]
        if said:
            assert next(line.y for line in page.lines if line.role == "table-again") < heads[0].y
    shown = [line.text for line in cells(layout) if line.role == "table"]
    assert shown == [word for row in rows[1:] for word in row]


def test_what_says_that_a_table_goes_on_is_no_part_of_the_text(compose_blocks: Compose, tmp_path: Path) -> None:
    rows = (("年份", "户数"), *((str(1900 + n), str(n)) for n in range(30)))
    layout = compose_blocks([table(*rows, caption="表三　户数")])
    again = [line for page in layout.pages for line in page.lines if line.role == "table-again"]
    assert again and all(line.offset == -1 for line in again)
    with pikepdf.open(write(layout, tmp_path / "a.pdf").path) as pdf:
        (found,) = (element for element in _walk(pdf.Root.StructTreeRoot.K) if element.S == "/Table")
        assert [str(kid.S) for kid in _kids(found)] == ["/Caption", *["/TR"] * 31]


@pytest.mark.parametrize("template", ["16k", "32k", "vertical"])
def test_a_table_with_too_many_columns_is_turned(compose_blocks: Compose, template: str) -> None:
    look = load(template)
    wide = look.type_area[0] / 26
    count = int(wide) + 2
    rows = tuple(tuple(f"{row}{column}" for column in range(count)) for row in range(40))
    notes = (Note(2, "表注一条。"),)
    layout = compose_blocks(
        [
            Block(BlockKind.PARAGRAPH, "表前。"),
            table(*rows, caption="表一　很宽", notes=notes),
            Block(BlockKind.PARAGRAPH, "表后。"),
        ],
        template=look,
    )
    found = cells(layout)
    assert all(line.turned for line in found)
    pages = [page for page in layout.pages if any(line.part.startswith("cell:") for line in page.lines)]
    assert len(pages) > 1 and not any(page.heads for page in pages)
    assert [p.code for p in layout.problems if p.code == "table-too-wide"] == []
    shown = [line.text for line in found if line.role == "table"]
    assert sorted(shown) == sorted(word for row in rows[1:] for word in row)
    grid = layout.grid
    for page in pages:
        for line in page.lines:
            assert 0 < line.x < page.width and grid["top"] - 1 < line.y < page.height
    assert ["表注一条。" in [line.text for line in page.lines] for page in pages] == [True, *[False] * (len(pages) - 1)]
    assert [line.text for page in layout.pages for line in page.lines if line.text in ("表前。", "表后。")] == [
        "表前。",
        "表后。",
    ]


@pytest.mark.parametrize("name", ["small", "vertical"])
def test_a_row_higher_than_a_page_goes_on_on_the_next(compose_blocks: Compose, small: Template, name: str) -> None:
    words = "".join(chr(0x4E00 + n) for n in range(1500))
    block = table(("项", "话"), ("甲", words), ("乙", "短。"), caption="表一　长话")
    layout = compose_blocks(
        [block, Block(BlockKind.PARAGRAPH, "后。")], template=small if name == "small" else load(name)
    )
    assert [p.code for p in layout.problems] == ["table-too-wide"]
    long = [line for line in cells(layout) if line.part == "cell:1,1"]
    assert "".join(line.text for line in sorted(long, key=lambda line: line.offset)) == words
    foot = layout.grid["top"] + (small.height if name == "small" else load(name).width)
    pages = [page for page in layout.pages if any(line in page.lines for line in long)]
    assert len(pages) > 1
    for page in pages:
        assert all(line.y < foot + 1 for line in page.lines if line.part.startswith("cell:"))
        assert [line.text for line in page.lines if line.role == "table-head"] == ["项", "话"]
    assert [line.text for line in cells(layout) if line.part == "cell:1,0"] == ["甲"]


def test_a_head_of_half_a_page_is_a_row_like_any_other(compose_blocks: Compose, small: Template) -> None:
    words = "".join(chr(0x4E00 + n) for n in range(500))
    layout = compose_blocks([table(("项", words), ("甲", "短。")), Block(BlockKind.PARAGRAPH, "后。")], template=small)
    found = [line for line in cells(layout) if line.part == "cell:0,1"]
    assert "".join(line.text for line in sorted(found, key=lambda line: line.offset)) == words  # once, in parts
    foot = layout.grid["top"] + small.height
    assert all(line.y < foot + 1 for line in cells(layout))


def test_a_table_that_has_no_room_under_a_title_over_columns_waits_for_a_page(small: Template) -> None:
    words = "".join(chr(0x4E00 + n) for n in range(55))
    block = table(("项",), (words,))
    one = Article("a.md", "题", Manuscript((block, Block(BlockKind.PARAGRAPH, "后。"))), columns=2)
    layout = Composer().compose(Book("书", (Section("", (one,)),)), small.with_layout({"measure": [21, 12]}))
    foot = layout.grid["top"] + small.height
    assert "".join(line.text for line in cells(layout) if line.part == "cell:1,0") == words
    assert all(line.y < foot + 1 for line in cells(layout))
