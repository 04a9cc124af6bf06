"""Turned pictures and the halves of one over the gutter: the window paints them as the PDF has them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat
from pytestqt.qtbot import QtBot

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.gui.workspaces.volumes.painter import paint_page
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.pdf import write

SCALE = 1.5


@pytest.mark.parametrize("place", ["page", "spread"])
def test_a_picture_page_is_painted_as_the_pdf_has_it(qtbot: QtBot, tmp_path: Path, place: str) -> None:
    wide = Image.new("RGB", (1500, 1000), "white")
    drawn = ImageDraw.Draw(wide)
    drawn.rectangle((0, 0, 400, 300), "black")  # nothing about it is the same on both sides
    drawn.rectangle((900, 700, 1500, 1000), "gray")
    wide.save(tmp_path / "河谷.png")
    block = Block(BlockKind.PICTURE, "湟水河谷", picture=Picture("河谷.png", place=place))
    words = Block(BlockKind.PARAGRAPH, "院子没有名字，信封上写门牌号。" * 60)
    article = Article("a", "河谷", Manuscript((words, block, words)))
    layout = compose(Book("书", (Section("", (article,)),), images=tmp_path))
    write(layout, tmp_path / "book.pdf")
    numbers = [number for number, page in enumerate(layout.pages) if page.images]
    assert len(numbers) == (2 if place == "spread" else 1)
    for number in numbers:
        paint_page(layout.pages[number], SCALE, 1.0).save(str(tmp_path / "painted.png"))
        printed = pypdfium2.PdfDocument(tmp_path / "book.pdf")[number].render(scale=SCALE).to_pil().convert("L")
        painted = Image.open(tmp_path / "painted.png").convert("L").resize(printed.size)
        small = (printed.width // 4, printed.height // 4)
        difference = ImageChops.difference(printed.resize(small), painted.resize(small))
        ink = ImageStat.Stat(ImageChops.invert(printed.resize(small))).mean[0]
        assert ink > 5
        assert ImageStat.Stat(difference).mean[0] < 0.1 * ink
