"""The window's page of columns is the PDF's page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.volumes.painter import paint_page
from archive_app.gui.workspaces.volumes.spreads import Pointed, SpreadView
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import write
from archive_app.typeset.trace import cells

TEXT = "他说：“夜里听得见‘吱呀’声……”——1958年10月，唱 The East Is Red！？《通志》（残本）。"
SCALE = 2.0


@pytest.fixture
def layout() -> Layout:
    spans = (Span(0, 2, SpanStyle.DOTS), Span(4, 6, SpanStyle.BOOK), Span(7, 9, SpanStyle.RUBY, "yè lǐ"))
    block = Block(BlockKind.PARAGRAPH, TEXT * 6, spans=spans, notes=(Note(12, TEXT),))
    made = Article("a", "水磨与榨油坊", Manuscript((block,)))
    return compose(Book("书", (Section("", (made,)),), template="vertical"))


def test_columns_are_painted_as_the_pdf_has_them(qtbot: QtBot, layout: Layout, tmp_path: Path) -> None:
    number = next(n for n, page in enumerate(layout.pages) if page.kind == "body")
    paint_page(layout.pages[number], SCALE, 1.0).save(str(tmp_path / "painted.png"))
    write(layout, tmp_path / "book.pdf")
    printed = pypdfium2.PdfDocument(tmp_path / "book.pdf")[number].render(scale=SCALE).to_pil().convert("L")
    painted = Image.open(tmp_path / "painted.png").convert("L").resize(printed.size)
    # both a little out of focus, so that only what stands elsewhere differs
    small = (printed.width // 4, printed.height // 4)
    difference = ImageChops.difference(printed.resize(small), painted.resize(small))
    ink = ImageStat.Stat(ImageChops.invert(printed.resize(small))).mean[0]
    assert ink > 2
    assert ImageStat.Stat(difference).mean[0] < 0.25 * ink


def test_spreads_lie_as_they_are_bound_and_columns_lead_to_their_words(
    qtbot: QtBot, look: Theme, layout: Layout
) -> None:
    view = SpreadView(lambda *asked: None)
    qtbot.addWidget(view)
    view.resize(1000, 800)
    view.show()
    view.show_layout(layout)
    second, third = view.page_rect(1), view.page_rect(2)
    assert view.facing(1) == (1, 2)
    assert third.right() <= second.left() + 1  # a recto lies at the left
    said: list[Pointed] = []
    view.clicked.connect(said.append)
    number = next(n for n, page in enumerate(layout.pages) if page.kind == "body")
    line = next(line for line in layout.pages[number].lines if line.role == "body" and line.offset > 0)
    character = next(cell for cell in cells(line) if cell.start == 5)
    view.show_page(number)
    rect = view.page_rect(number)
    scale = rect.width() / layout.pages[number].width
    at = rect.topLeft() + QPoint(round(line.x * scale), round((character.y0 + character.y1) / 2 * scale))
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + at.y() - 400)
    at = QPoint(at.x(), at.y() - (at.y() - 400))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    [pointed] = said
    assert (pointed.spot.article, pointed.spot.block) == (line.article, line.block)
    assert pointed.spot.offset == line.offset + 5
