"""The manual in the window: its sections, links inside it, words found, pictures no wider than the page."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest

from archive_app.gui.dialogs.handbook import Handbook, slug
from archive_app.gui.main_window import MainWindow
from archive_app.resources import handbook


@pytest.fixture
def book(opened: MainWindow, settle, qtbot) -> Handbook:
    opened.actions_table["help.handbook"].trigger()
    settle(opened)
    made = opened.asides.book
    assert isinstance(made, Handbook) and made.isVisible()
    return made


def test_its_sections_stand_beside_it_and_lead_to_themselves(book: Handbook, qtbot) -> None:
    named = [book.sections.item(row).text().strip() for row in range(book.sections.count())]
    assert {"第一次打开", "加入材料", "检索", "统计"} <= set(named)
    row = named.index("检索")
    book.sections.setCurrentRow(row)
    shown = book.page.cursorForPosition(book.page.viewport().rect().topLeft())
    assert abs(shown.blockNumber() - book.page.textCursor().blockNumber()) <= 1
    assert book.page.textCursor().block().text() == "检索"


def test_every_link_inside_it_leads_somewhere(book: Handbook) -> None:
    text = handbook().read_text(encoding="utf-8")
    slugs = {slug(block.text()) for block in book._headings()}
    for wanted in re.findall(r"\]\(#([^)]+)\)", text):
        assert wanted in slugs, wanted
    book.page.anchorClicked.emit(QUrl("#备份体检恢复"))
    assert book.page.textCursor().block().text() == "备份、体检、恢复"


def test_words_are_found_from_place_to_place_and_again_from_the_top(book: Handbook) -> None:
    book.finder.setText("诊断包")
    book.find(fresh=True)
    first = book.page.textCursor().selectionStart()
    assert book.page.textCursor().selectedText() == "诊断包"
    seen = {first}
    for _turn in range(20):
        QTest.keyClick(book, Qt.Key.Key_F3)
        seen.add(book.page.textCursor().selectionStart())
    assert book.page.textCursor().selectedText() == "诊断包" and len(seen) < 20
    book.finder.setText("没有这个词")
    book.find(fresh=True)
    assert "没有“没有这个词”" in book._none.text()


def test_pictures_are_fitted_to_the_page(book: Handbook, qtbot) -> None:
    picture = QTextDocument.ResourceType.ImageResource.value
    whole = book.page.loadResource(picture, QUrl("pictures/start.png"))
    assert 0 < whole.width() <= book.page.viewport().width()
    book.resize(600, 500)
    qtbot.wait(50)
    assert book.page.loadResource(picture, QUrl("pictures/start.png")).width() <= book.page.viewport().width()


def test_it_is_one_window_and_can_be_opened_again(book: Handbook, opened: MainWindow, qtbot) -> None:
    opened.actions_table["help.handbook"].trigger()
    assert opened.asides.book is book
    book.close()
    qtbot.waitUntil(lambda: opened.asides.book is None, timeout=2_000)
    opened.actions_table["help.handbook"].trigger()
    assert opened.asides.book is not None
