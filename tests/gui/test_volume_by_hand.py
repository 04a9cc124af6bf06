"""Pages worked on by hand: from a line into its text and back, a line taken out, the look, proofs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QTextEdit
from support_texts import COUNTER, MILL, PHOTOGRAPH, make_archive

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.volumes.format_dialog import FormatDialog
from archive_app.gui.workspaces.volumes.output_dialog import OutputDialog
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.typeset.layout import Layout, Line
from archive_app.typeset.problems import MISSING_GLYPH, Problem
from archive_app.typeset.trace import Spot, cells
from tests.gui.acting import commit, item_titled

SLOW = 60_000


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    root = make_archive(tmp_path / "馆藏")
    with Archive.open(root) as archive:
        volume = binding.new_volume(archive, {"title": "城东文史", "number": 3, "template": "16k"})
        binding.add_items(archive, volume, [item_titled(archive, title) for title in (MILL, COUNTER, PHOTOGRAPH)])
    return root


def still(workspace: VolumesWorkspace, qtbot) -> None:
    """Nothing is asked, written, set or painted any more."""
    session = workspace.session

    def quiet() -> bool:
        busy = session.saving or session._reader.busy or session._writer.busy or workspace.busy
        return not busy and not workspace._rest.isActive() and workspace.pages_view.settled

    for _turn in range(3):
        qtbot.waitUntil(quiet, timeout=SLOW)
        qtbot.wait(30)


def _raise(error: Exception) -> None:
    raise error


@pytest.fixture
def book(opened: MainWindow, qtbot, monkeypatch: pytest.MonkeyPatch) -> VolumesWorkspace:
    monkeypatch.setattr(opened, "show_error", _raise)  # a message would wait for somebody
    workspace = opened.desk.show_workspace("volumes")
    assert isinstance(workspace, VolumesWorkspace)
    qtbot.waitUntil(lambda: bool(workspace.pages_view.pages), timeout=SLOW)
    still(workspace, qtbot)
    return workspace


def article(workspace: VolumesWorkspace, title: str) -> str:
    return next(child.record.id for entry in workspace.tree.entries for child in entry.children if child.title == title)


def line_with(workspace: VolumesWorkspace, words: str) -> tuple[int, Line]:
    return next(
        (number, line)
        for number, page in enumerate(workspace.pages_view.pages)
        for line in page.lines
        if words in line.text and line.block
    )


def place_of(workspace: VolumesWorkspace, words: str) -> QPoint:
    """Where the first of these words is in the view."""
    view = workspace.pages_view
    number, line = line_with(workspace, words)
    at = line.text.index(words)
    cell = next(cell for cell in cells(line) if cell.start == at)
    view.show_page(number, line.y)
    rect = view.page_rect(number)
    scale = rect.width() / view.pages[number].width
    return QPoint(
        round(rect.left() + (cell.x0 + cell.x1) / 2 * scale), round(rect.top() + (cell.y0 + cell.y1) / 2 * scale)
    )


def marked_in(page: QTextEdit) -> str:
    [selection] = page.extraSelections()
    return selection.cursor.selectedText()


def test_a_line_pointed_at_twice_lands_in_the_text_at_its_character(book: VolumesWorkspace, qtbot) -> None:
    at = place_of(book, "搬到了十字路口")
    still(book, qtbot)
    QTest.mouseDClick(book.pages_view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(book.pages_view.viewport(), Qt.MouseButton.LeftButton, pos=at)  # Qt holds it down
    still(book, qtbot)
    assert book.tab == "story"
    assert book.story.article == article(book, COUNTER)
    assert marked_in(book.story.text.page) == "搬"


def test_the_cursor_in_the_text_brings_its_page(book: VolumesWorkspace, qtbot) -> None:
    key = article(book, COUNTER)
    book.show_tab("story")
    book.pages_view.show_page(0)
    book.story.show_article(key)
    still(book, qtbot)
    page = book.story.text.page
    page.setFocus()
    cursor = page.textCursor()
    cursor.setPosition(page.toPlainText().index("松木"))
    page.setTextCursor(cursor)
    number, line = line_with(book, "柜台是松木的")
    qtbot.waitUntil(lambda: book.pages_view._caret is not None, timeout=SLOW)
    shown, cell = book.pages_view._caret
    assert shown == number
    assert line.text[cell.start] == "松"
    assert number in book.pages_view.facing(book.pages_view.shown)


def test_what_is_written_is_on_the_page_before_it_is_stored_and_stored_after(book: VolumesWorkspace, qtbot) -> None:
    key = article(book, COUNTER)
    book.show_tab("story")
    book.story.show_article(key)
    still(book, qtbot)
    page = book.story.text.page
    page.setFocus()
    commit(page, "写在最前面，")
    arrived = "写在最前面，一九五八年春"
    qtbot.waitUntil(lambda: any(arrived in line.text for p in book.pages_view.pages for line in p.lines), timeout=SLOW)
    assert book.story.pending
    book.flush()
    still(book, qtbot)
    stored = Manuscript.from_json(
        book.session.archive.catalogue.record(item_titled(book.session.archive, COUNTER))["manuscript"]
    )
    assert stored.blocks[0].text.startswith("写在最前面，")
    assert not book.story.pending


def test_words_replaced_in_the_text_are_on_the_pages_and_one_undo_takes_them_back(
    opened: MainWindow, book: VolumesWorkspace, qtbot
) -> None:
    key = article(book, COUNTER)
    book.show_tab("story")
    book.story.show_article(key)
    still(book, qtbot)
    catalogue, item = book.session.archive.catalogue, item_titled(book.session.archive, COUNTER)
    before = catalogue.record(item)["manuscript"]
    page = book.story.text.page
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    bar = book.story.text._finding
    qtbot.waitUntil(bar.field.hasFocus)
    commit(bar.field, "松木")
    commit(bar.other, "榆木")
    bar.all.click()
    qtbot.waitUntil(
        lambda: any("柜台是榆木的" in line.text for p in book.pages_view.pages for line in p.lines), timeout=SLOW
    )
    still(book, qtbot)
    assert "榆木" in Manuscript.from_json(catalogue.record(item)["manuscript"]).plain_text()
    opened.actions_table["edit.undo"].trigger()
    still(book, qtbot)
    assert catalogue.record(item)["manuscript"] == before


def menu_words(menu: QMenu) -> list[str]:
    return [act.text() for act in menu.actions() if act.text()]


def test_the_menu_of_a_line_lets_one_in_the_page_shows_it_and_undo_takes_it_back(
    book: VolumesWorkspace, window: MainWindow, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = place_of(book, "搬到了十字路口")
    still(book, qtbot)
    seen: list[list[str]] = []

    def choose(menu: QMenu, *_where: Any) -> None:
        seen.append(menu_words(menu))
        next(act for act in menu.actions() if act.text() == "从这个字起另起一行").trigger()

    monkeypatch.setattr(book.adjusting, "_show", choose)
    view = book.pages_view
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), asked)
    still(book, qtbot)
    assert seen[0][:4] == ["这一段少排一行", "这一段多排一行", "从这个字起另起一行", "从这一段另起一面"]
    key = article(book, COUNTER)
    assert any(line.text.startswith("搬到了十字路口") for page in view.pages for line in page.lines)
    assert book.hand.lines[0].adjustment.kind == "line"
    assert {kind for kind in view._signs.values()} == {"line"}
    assert book.tabs.button("hand").text() == "手工 1"
    stored = book.session.archive.catalogue.record(item_titled(book.session.archive, COUNTER))
    assert "line_break" not in str(stored["manuscript"])
    window.actions_table["edit.undo"].trigger()
    still(book, qtbot)
    assert not any(line.text.startswith("搬到了十字路口") for page in view.pages for line in page.lines)
    assert book.hand.lines == ()
    assert key


def test_what_cannot_be_had_is_said_and_can_be_taken_away_from_the_list(
    book: VolumesWorkspace, window: MainWindow, qtbot
) -> None:
    _, line = line_with(book, "柜台是松木的")
    book.adjusting.adjust(Spot(line.article, line.block, offset=0), "tight")
    still(book, qtbot)
    qtbot.waitUntil(lambda: "没法再少排一行" in window.desk.toast.words, timeout=SLOW)
    [one] = book.hand.lines
    assert "没法再少排一行" in one.trouble
    book.show_tab("hand")
    book.hand.list.setCurrentRow(0)
    book.hand.list.setFocus()
    QTest.keyClick(book.hand.list, Qt.Key.Key_Delete)
    still(book, qtbot)
    assert book.hand.lines == ()


def test_a_picture_is_pinned_where_it_is_wanted(book: VolumesWorkspace, qtbot) -> None:
    view = book.pages_view
    number, image = next((n, i) for n, page in enumerate(view.pages) for i in page.images if i.article)
    spot = Spot(image.article, image.block, picture=True)
    before = image.width
    book.adjusting.adjust(spot, "picture", "place=foot width=40%")
    still(book, qtbot)
    found = next(i for page in view.pages for i in page.images if i.block == image.block)
    assert found.width < before
    assert found.y > image.y
    assert number < len(view.pages)


def test_matter_is_added_by_the_menu_and_written_beside_its_pages(book: VolumesWorkspace, qtbot) -> None:
    acts = {act.text(): act for act in book.plan._add.menu().actions()}
    assert {"序", "编委会", "图版…", "大事记", "人名索引", "采访名录", "上一辑勘误", "后记"} <= set(acts)
    acts["后记"].trigger()
    still(book, qtbot)
    qtbot.waitUntil(lambda: book.tab == "story" and bool(book.story.article), timeout=SLOW)
    still(book, qtbot)
    commit(book.story.text.page, "编完这一辑，谢谢各位老人。")
    qtbot.waitUntil(
        lambda: any("谢谢各位老人" in line.text for page in book.pages_view.pages for line in page.lines), timeout=SLOW
    )
    assert book.tree.entries[-1].record["matter"] == "back"


def test_photographs_become_plates_and_a_section_runs_down(book: VolumesWorkspace, qtbot) -> None:
    book.plan.put_plates([item_titled(book.session.archive, PHOTOGRAPH)])
    still(book, qtbot)
    front = book.tree.entries[0].record
    assert front["matter"] == "front"
    [plates] = [child.record for child in book.tree.entries[0].children]
    assert plates["role"] == "plates"
    assert Manuscript.from_json(plates["manuscript"]).blocks[0].picture is not None
    body = next(entry.record for entry in book.tree.entries if entry.record["matter"] == "body")
    book.plan.set_look(body.id, "direction", "vertical")
    still(book, qtbot)
    assert any(line.vertical for page in book.pages_view.pages if page.kind == "body" for line in page.lines)


def test_the_look_is_chosen_by_pages_and_wrong_values_are_said_beside_their_fields(
    book: VolumesWorkspace, qtbot
) -> None:
    catalogue = book.session.archive.catalogue
    dialog = FormatDialog(book, catalogue.record(book.volume))
    qtbot.addWidget(dialog)
    assert dialog.specimens.count() == 7
    assert dialog.command() is None
    measure, leading = dialog.fields["measure"], dialog.fields["leading_pt"]
    assert measure.entry.placeholderText() == "36 × 32"
    measure.entry.setText("90 × 32")
    leading.entry.setText("很宽")
    assert not dialog.check()
    assert "版心放不下" in measure._wrong.text()
    assert "可用 5 到 80" in leading._wrong.text()
    assert not dialog._make.isEnabled()
    measure.entry.setText("34 × 30")
    leading.entry.setText("")
    even = dialog.fields["heads.even"].choice
    even.setCurrentIndex(even.findData("section"))
    assert dialog.check()
    command = dialog.command()
    assert command is not None
    book.execute(command)
    still(book, qtbot)
    assert book.book is not None
    assert book.book.layout == {"measure": [34, 30], "heads": {"even": "section"}}
    again = FormatDialog(book, catalogue.record(book.volume))
    qtbot.addWidget(again)
    assert again.fields["measure"].entry.text() == "34 × 30"
    assert again.command() is None


def test_every_template_is_shown_by_its_own_pages(book: VolumesWorkspace, qtbot) -> None:
    dialog = FormatDialog(book, book.session.archive.catalogue.record(book.volume))
    qtbot.addWidget(dialog)
    specimens = dialog.specimens
    blank = [specimens.item(n).icon().cacheKey() for n in range(specimens.count())]
    qtbot.waitUntil(
        lambda: all(specimens.item(n).icon().cacheKey() != blank[n] for n in range(specimens.count())), timeout=SLOW
    )
    shown = [specimens.item(n).icon().pixmap(specimens.iconSize()).toImage() for n in range(specimens.count())]
    assert len({bytes(image.constBits()) for image in shown}) == specimens.count()


def test_rounds_of_proofs_are_made_listed_and_lead_to_what_changed(
    book: VolumesWorkspace, window: MainWindow, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "一校.pdf"), ""))
    book.show_tab("proofs")
    still(book, qtbot)
    assert book.proofs.next.text() == "出一校样…"
    book.proofs.next.click()
    qtbot.waitUntil(lambda: bool(book.proofs.rounds), timeout=SLOW)
    still(book, qtbot)
    assert (tmp_path / "一校.pdf").exists()
    assert book.proofs.next.text() == "出二校样…"
    item = item_titled(book.session.archive, COUNTER)
    first, *rest = Manuscript.from_json(book.session.archive.catalogue.record(item)["manuscript"]).blocks
    text = Manuscript((first.with_text("改过了。" + first.text), *rest)).to_json()
    book.session.execute(SetFields(item, {"manuscript": text}))
    still(book, qtbot)
    qtbot.waitUntil(lambda: book.proofs.pages.count() > 0, timeout=SLOW)
    number, _ = line_with(book, "改过了。一九")
    line = book.proofs.pages.item(0)
    assert line.data(Qt.ItemDataRole.UserRole) == number
    book.pages_view.show_page(0)
    book.proofs.pages.itemClicked.emit(line)
    assert number in book.pages_view.facing(book.pages_view.shown)


def test_a_character_without_a_glyph_stops_the_print_and_nothing_else(qtbot, look: Theme) -> None:
    problem = Problem(MISSING_GLYPH, "没有字体有“𰀀”（U+30000）", article="a", page="12", serious=True, character="𰀀")
    dialog = OutputDialog(None, Layout("书", (), problems=(problem,)))
    qtbot.addWidget(dialog)
    assert dialog.go.isEnabled()
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("print"))
    assert not dialog.go.isEnabled()
    assert "U+30000" in dialog._stops.text()
    assert "第12面" in dialog._stops.text()
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("docx"))
    assert dialog.go.isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_in_the_panes_is_cut(
    book: VolumesWorkspace, window: MainWindow, qtbot, look: Theme, scale: float
) -> None:
    look.set(scale=scale)
    workspace = window.desk.workspace("volumes")
    still(workspace, qtbot)
    for tab in ("plan", "story", "hand", "proofs"):
        workspace.show_tab(tab)
        still(workspace, qtbot)
        for name in ("plan", "story", "hand", "proofs"):
            made = workspace.tabs.button(name)
            assert made.width() >= made.sizeHint().width(), name
        for made in (workspace.plan._add, workspace.proofs.next, workspace.proofs.again, workspace.hand._remove):
            if made.isVisible():
                assert made.width() >= made.sizeHint().width(), made.text()
