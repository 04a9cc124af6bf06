"""The page checker knows lines beside a picture from lines that are short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdfcheck import Report, check
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive_app.resources import resource

SIZE, LEADING, COLUMNS = 10.5, 17.5, 24
HIGH = 420.0
LEFT, TOP = 60.0, 60.0
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水"
BESIDE, ROWS, FIRST = 12, 6, 4
"""Characters beside the picture, rows that it takes, the first of them."""


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., Report]:
    """A book of three pages, on the second a picture at one side; ``fault`` is (row, characters fewer)."""
    pdfmetrics.registerFont(TTFont("KaiBeside", str(resource("fonts", "LXGWWenKai-Regular.ttf"))))
    picture = ImageReader(Image.new("RGB", (60, 40), "gray"))

    def draw(side: str = "right", fault: tuple[int, int] = (-1, 0), caption: bool = True, shown: bool = True) -> Report:
        path = tmp_path / "book.pdf"
        canvas = Canvas(str(path), pagesize=(380.0, HIGH))
        for page in range(3):
            for row in range(16):
                beside = page == 1 and FIRST <= row < FIRST + ROWS
                count = BESIDE if beside else COLUMNS
                x = LEFT + ((COLUMNS - BESIDE) * SIZE if beside and side == "left" else 0.0)
                if row == fault[0] and page == 1:
                    count -= fault[1]
                words = (HAN * 2)[row : row + count]
                canvas.setFont("KaiBeside", SIZE)
                for number, character in enumerate(words):
                    canvas.drawString(x + number * SIZE, HIGH - TOP - row * LEADING, character)
            if page == 1 and shown:
                across = (COLUMNS - BESIDE - 1) * SIZE
                x = LEFT if side == "left" else LEFT + (BESIDE + 1) * SIZE
                foot = TOP + (FIRST + ROWS - (2 if caption else 1)) * LEADING
                top = TOP + FIRST * LEADING - SIZE * 0.88
                canvas.drawImage(picture, x, HIGH - foot, across, foot - top)
                if caption:
                    canvas.setFont("KaiBeside", 9)
                    canvas.drawString(x + 20, HIGH - TOP - (FIRST + ROWS - 1) * LEADING, "院门旧影")
            canvas.showPage()
        canvas.save()
        return check(path)

    return draw


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("caption", [True, False])
def test_lines_beside_a_picture_are_not_short(measured: Callable[..., Report], side: str, caption: bool) -> None:
    report = measured(side, caption=caption)
    assert {name: fault.count for name, fault in report.faults.items() if fault.count} == {}


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_short_line_among_them_is_found(measured: Callable[..., Report], side: str) -> None:
    report = measured(side, fault=(FIRST + 2, 2))
    assert report.faults["short_line"].count == 1
    assert report.faults["short_line"].examples[0][0] == 2


def test_without_a_picture_the_lines_are_short(measured: Callable[..., Report]) -> None:
    assert measured(shown=False, caption=False).faults["short_line"].count >= ROWS - 1


def test_a_short_line_of_a_page_with_a_picture_is_still_found(measured: Callable[..., Report]) -> None:
    report = measured(fault=(FIRST + ROWS + 2, 3))
    assert report.faults["short_line"].count == 1
