"""The page checker finds each fault where it was planted, and none in a clean page."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pdfcheck import FAULTS, Report, check
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive_app.resources import resource

SIZE, LEADING, COLUMNS = 10.5, 17.5, 20
PAGE = (340.0, 420.0)
TOP = 60.0
LEFT = {1: 70.0, 0: 60.0}  # odd, even pages
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"


@pytest.fixture(scope="session", autouse=True)
def _face() -> None:
    pdfmetrics.registerFont(TTFont("Kai", str(resource("fonts", "LXGWWenKai-Regular.ttf"))))


def han(count: int, start: int = 0) -> str:
    return "".join(HAN[(start + i) % len(HAN)] for i in range(count))


@dataclass
class Row:
    """A line to draw: its text, its indent, how far it is moved, what is added after each character (ems)."""

    text: str
    indent: float = 0.0
    shift: float = 0.0
    dy: float = 0.0
    after: dict[int, float] = field(default_factory=dict)


def paragraph(lines: int, last: int = 8, start: int = 0) -> list[Row]:
    """An indented paragraph of clean lines."""
    rows = [Row(han(COLUMNS - 2, start), indent=2)]
    rows += [Row(han(COLUMNS, start + 7 * n)) for n in range(1, lines - 1)]
    return [*rows, Row(han(last, start + 3))] if lines > 1 else rows


def clean_pages() -> list[list[Row]]:
    return [[*paragraph(5), *paragraph(6, start=9), *paragraph(4, start=3)] for _ in range(4)]


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., Report]:
    def draw(pages: list[list[Row]], face: str = "Kai") -> Report:
        path = tmp_path / "book.pdf"
        canvas = Canvas(str(path), pagesize=PAGE)
        for number, rows in enumerate(pages, 1):
            for index, row in enumerate(rows):
                _draw(canvas, row, LEFT[number % 2], PAGE[1] - TOP - index * LEADING, face)
            canvas.showPage()
        canvas.save()
        return check(path)

    return draw


def _draw(canvas: Canvas, row: Row, left: float, y: float, face: str) -> None:
    x = left + row.indent * SIZE + row.shift
    for index, character in enumerate(row.text):
        canvas.setFont(face, SIZE)
        canvas.drawString(x, y - row.dy, character)
        x += pdfmetrics.stringWidth(character, face, SIZE) + row.after.get(index, 0.0) * SIZE


def faults(report: Report) -> dict[str, int]:
    return {name: fault.count for name, fault in report.faults.items() if fault.count}


def test_clean_pages_have_no_fault(measured: Callable[..., Report]) -> None:
    report = measured(clean_pages())
    assert faults(report) == {}
    assert (report.pages, report.lines, report.body_lines) == (4, 60, 60)
    assert report.geometry is not None
    assert report.geometry.leading == pytest.approx(LEADING, abs=0.01)
    assert report.geometry.right[1] - report.geometry.left[1] == pytest.approx(COLUMNS * SIZE, abs=0.05)
    assert report.han_gap_p95 == pytest.approx(0, abs=0.002)


def replaced(page: int, line: int, row: Row) -> list[list[Row]]:
    pages = clean_pages()
    pages[page][line] = row
    return pages


SQUEEZED = {3: -0.5}

PLANTED = [
    ("forbidden_start", replaced(1, 2, Row("，" + han(19)))),
    ("forbidden_start", replaced(1, 2, Row("—" + han(19)))),
    ("forbidden_end", replaced(1, 2, Row(han(19) + "《"))),
    ("one_character_last_line", replaced(2, 4, Row("天。"))),
    ("short_line", replaced(0, 2, Row(han(20), after={10: -0.1}))),
    ("over_line", replaced(0, 2, Row(han(20), after={10: 0.1}))),
    ("over_line", replaced(0, 2, Row(han(21)))),
    ("off_grid", replaced(3, 7, Row(han(20), dy=2.0))),
    ("unsqueezed_pair", replaced(3, 4, Row(han(3) + "。」" + han(3)))),
    ("unsqueezed_pair", replaced(3, 4, Row(han(3) + "《「" + han(3)))),
    ("no_gap", replaced(3, 4, Row(han(3) + "1958" + han(2), after={6: 0.25}))),
    ("loose_line", replaced(0, 2, Row(han(17), after=dict.fromkeys(range(16), 3 / 16)))),
    ("missing_glyph", replaced(0, 4, Row("天\u0e01地玄"))),
]


@pytest.mark.parametrize(("name", "pages"), PLANTED, ids=[name for name, _ in PLANTED])
def test_planted_fault_is_found_and_nothing_else(
    measured: Callable[..., Report], name: str, pages: list[list[Row]]
) -> None:
    assert faults(measured(pages)) == {name: 1}


def test_broken_dash_and_dots(measured: Callable[..., Report]) -> None:
    for mark in "—…":
        pages = clean_pages()
        pages[0][1], pages[0][2] = Row(han(19) + mark), Row(mark + han(19))
        assert faults(measured(pages)) == {"broken_pair": 1}
        pages[0][1], pages[0][2] = Row(han(18) + mark * 2), Row(mark * 2 + han(18))
        assert faults(measured(pages)) == {"broken_pair": 1}
        pages[0][1], pages[0][2] = Row(han(20)), Row(mark * 2 + han(18))
        assert faults(measured(pages)) == {}


def test_right_spacing_is_no_fault(measured: Callable[..., Report]) -> None:
    pages = clean_pages()
    pages[0][4] = Row(han(3) + "。」" + han(3), after=SQUEEZED)
    pages[3][4] = Row(han(3) + "1958" + han(2), after={2: 0.25, 6: 0.25})
    pages[1][2] = Row(han(19) + "，", after={4: 0.5 / 15} | dict.fromkeys(range(5, 19), 0.5 / 15))
    pages[2][2] = Row("《" + han(20), shift=-SIZE / 2, after={0: -0.5})
    assert faults(measured(pages)) == {}


def test_page_of_a_single_line_is_found(measured: Callable[..., Report]) -> None:
    pages = clean_pages()
    pages[1] = paragraph(1)
    assert faults(measured(pages)) == {"single_line_page": 1}


def test_widow_and_orphan_are_found(measured: Callable[..., Report]) -> None:
    pages = clean_pages()
    pages[1] = [Row(han(6)), *paragraph(4), *paragraph(4), *paragraph(6)]
    pages[0] = [*paragraph(5), *paragraph(9, last=20)]
    assert faults(measured(pages)) == {"widow": 1}
    pages = clean_pages()
    pages[0] = [*paragraph(5), *paragraph(1)]
    pages[1] = [Row(han(20)), Row(han(5)), *paragraph(4), *paragraph(9)]
    assert faults(measured(pages)) == {"orphan": 1}


def test_facing_pages_that_end_at_different_heights_are_found(measured: Callable[..., Report]) -> None:
    pages = clean_pages()
    pages[1] = [*paragraph(5), *paragraph(6, start=9), *paragraph(3, start=3)]
    assert faults(measured(pages)) == {"unlevel_feet": 1}
    pages[2] = pages[1]
    assert faults(measured(pages)) == {}  # both a line short: level
    pages = clean_pages()
    pages[0] = pages[3] = paragraph(5)
    assert faults(measured(pages)) == {}  # neither faces the other, and the last page ends where it does


def test_the_last_page_of_an_article_may_end_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path), pagesize=PAGE)
    for number, lines in enumerate((15, 15, 8, 15), 1):
        top = PAGE[1] - TOP
        if number == 4:  # the next article begins
            canvas.setFont("Kai", 18)
            canvas.drawString(150, top, "下一篇")
            top -= 3 * LEADING
        for index, row in enumerate(
            [*paragraph(5), *paragraph(6), *paragraph(4)][: min(lines, 12 if number == 4 else 15)]
        ):
            _draw(canvas, row, LEFT[number % 2], top - index * LEADING, "Kai")
        canvas.showPage()
    canvas.save()
    assert faults(check(path)) == {}


def test_note_mark_belongs_to_its_line(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path), pagesize=PAGE)
    for index, row in enumerate(clean_pages()[0]):
        y = PAGE[1] - TOP - index * LEADING
        _draw(canvas, row, LEFT[1], y, "Kai")
        if index == 4:
            canvas.setFont("Kai", 6)
            canvas.drawString(LEFT[1] + 8 * SIZE, y + 4, "①")
    canvas.save()
    report = check(path)
    assert faults(report) == {}
    assert report.lines == 15


def test_note_mark_at_the_end_of_a_line_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path), pagesize=PAGE)
    rows = clean_pages()[0]
    rows[2] = Row(han(19))  # and the mark, half an em wide
    for index, row in enumerate(rows):
        y = PAGE[1] - TOP - index * LEADING
        _draw(canvas, row, LEFT[1], y, "Kai")
        if index == 2:
            canvas.setFont("Kai", 6)
            canvas.drawRightString(LEFT[1] + 20 * SIZE, y + 4, "①")
    canvas.save()
    assert faults(check(path)) == {}


def test_blank_half_of_a_mark_beyond_the_edge_is_no_fault_and_its_ink_is(measured: Callable[..., Report]) -> None:
    pages = clean_pages()
    pages[0][4] = Row(han(19) + "。", shift=0.1 * SIZE)  # a last line
    assert faults(measured(pages)) == {}
    pages[0][4] = Row(han(19) + "。", shift=0.7 * SIZE)
    assert faults(measured(pages)) == {"over_line": 1}


def test_note_mark_at_the_start_of_a_line_is_found_and_between_two_marks_is_none(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path), pagesize=PAGE)
    rows = clean_pages()[0]
    rows[2] = Row(han(19), shift=SIZE)
    rows[4] = Row(han(3) + "」。" + han(3))
    for index, row in enumerate(rows):
        y = PAGE[1] - TOP - index * LEADING
        _draw(canvas, row, LEFT[1], y, "Kai")
        if index in (2, 4):
            canvas.setFont("Kai", 6)
            canvas.drawString(LEFT[1] + (3.5 * SIZE if index == 4 else 0), y + 4, "①")
    canvas.save()
    report = check(path)
    assert faults(report) == {"forbidden_start": 1}
    assert report.faults["forbidden_start"].examples == [(1, "①" + han(12))]


def test_font_that_is_not_embedded_is_named(measured: Callable[..., Report], tmp_path: Path) -> None:
    path = tmp_path / "latin.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 72, "not embedded")
    canvas.save()
    assert check(path).faults["not_embedded"].examples == [(0, "Helvetica")]
    assert measured(clean_pages()).faults["not_embedded"].count == 0, "a font that shows nothing does not matter"


def test_command_prints_a_table_writes_json_and_says_if_it_found_faults(
    measured: Callable[..., Report], tmp_path: Path
) -> None:
    tool = Path(__file__).parent / "pdfcheck"
    command = [sys.executable, str(tool), str(tmp_path / "book.pdf"), "--json", str(tmp_path / "out.json")]
    measured(clean_pages())
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(label in done.stdout for label in FAULTS.values())
    measured(PLANTED[0][1])
    done = subprocess.run([*command, "--examples", "3"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "p.2    forbidden_start" in done.stdout
    (book,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert book["faults"]["forbidden_start"]["count"] == 1
    assert book["body"]["measure_em"] == COLUMNS


def test_columns_of_vertical_setting_are_lines_from_right_to_left(tmp_path: Path) -> None:
    path = tmp_path / "vertical.pdf"
    font = UnicodeCIDFont("STSong-Light", isVertical=True)
    pdfmetrics.registerFont(font)
    canvas = Canvas(str(path), pagesize=PAGE)
    for index, row in enumerate([*paragraph(5), *paragraph(4)]):
        canvas.setFont(font.fontName, SIZE)
        text = "，" + row.text[1:] if index == 3 else row.text
        canvas.drawString(PAGE[0] - TOP - index * LEADING, PAGE[1] - 50 - row.indent * SIZE, text)
    canvas.save()
    report = check(path)
    assert faults(report) == {"forbidden_start": 1, "not_embedded": 1}
    assert report.faults["forbidden_start"].examples == [(1, "，" + han(11, 22))]
    assert report.geometry is not None
    assert report.geometry.leading == pytest.approx(LEADING, abs=0.01)
