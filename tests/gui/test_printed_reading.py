"""A printed volume is read in its words and on its pages, and opened where it is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QItemSelectionModel, QPoint
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QFileDialog

from archive_app.catalogue.commands import SetFields, Trash
from archive_app.gui.main_window import MainWindow
from archive_app.gui.reading.looks import NIGHT, ReadingLooks
from archive_app.gui.reading.pages import page_at_top
from archive_app.gui.reading.text import ReadingText
from archive_app.gui.reading.volume import ReadableVolume, in_order, readable_volume
from archive_app.gui.theme import Theme
from archive_app.gui.theme.tokens import LIGHT
from archive_app.gui.workspaces.search.workspace import SearchWorkspace
from archive_app.services.archive import Archive
from archive_app.services.citing import cite_printed
from archive_app.services.proofs import make_proof
from archive_app.services.searching import Search
from tests.gui.acting import SLOW, search_for
from tests.support_printed import MILL_TITLE, NOTE, RAFT_TITLE, SECRET, VERSE, PrintedBook, issue, make_book

READERS = {"public", "internal"}


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, PrintedBook]:
    root = tmp_path / "馆藏"
    with Archive.create(root, name="测试馆藏", actor="王文史") as archive:
        book = make_book(archive)
        make_proof(archive, book.volume, tmp_path / "一校.pdf")
        issue(archive, book.volume)
    return root, book


@pytest.fixture
def archive_root(made: tuple[Path, PrintedBook]) -> Path:
    return made[0]


@pytest.fixture
def book(made: tuple[Path, PrintedBook]) -> PrintedBook:
    return made[1]


@pytest.fixture
def read(opened: MainWindow, book: PrintedBook, qtbot) -> Callable[[str], SearchWorkspace]:
    """Search, and choose the first place in the volume."""

    def found(words: str) -> SearchWorkspace:
        workspace = search_for(opened, qtbot, words)

        def volume_rows() -> list[int]:
            rows = workspace.results.rows.rows
            return [n for n, row in enumerate(rows) if row.hit.id == book.volume and row.match is not None]

        qtbot.waitUntil(lambda: bool(volume_rows()), timeout=SLOW)
        workspace.results.choose(volume_rows()[0])
        qtbot.waitUntil(
            lambda: workspace.reading.item is not None and workspace.reading.item.id == book.volume, timeout=SLOW
        )
        qtbot.waitUntil(lambda: workspace.reading.text.whole, timeout=SLOW)
        return workspace

    return found


def volume_of(root: Path, book: PrintedBook, visible=None) -> ReadableVolume:
    with Archive.open(root, read_only=True) as archive:
        return readable_volume(archive, book.volume, visible=visible)


# — the words —


def test_the_words_stand_in_the_order_one_reads_them(archive_root: Path, book: PrintedBook) -> None:
    item = volume_of(archive_root, book)
    said = [told.text.text for group in in_order(item) for told in group]
    assert sorted(said) == sorted(text.text for text in item.document.texts), (
        "every text that is searched, and no other"
    )
    wanted = ["编这一辑时，水磨只剩三盘了。", MILL_TITLE, "头一盘磨收磨课，要𠮷家的人来量。", NOTE]
    assert [said.index(one) for one in wanted] == sorted(said.index(one) for one in wanted)
    assert said.index(NOTE) == said.index(wanted[2]) + 1, "a note stands below what calls it, not at a page's foot"
    pages = [number for group in in_order(item) for told in group for _at, number, _label in told.pages]
    assert pages == sorted(set(pages)), "each page begins once"


def test_pages_verse_and_notes_are_told_on_the_screen(read, book: PrintedBook) -> None:
    workspace = read("水磨只剩")
    shown = workspace.reading.text.toPlainText()
    printed = workspace.reading.item.printed
    label = next(text.breaks[0][2] for text in printed.texts if text.text.startswith("编这一辑"))
    assert label in ("i", "iii") and f"第 {label} 页" in shown, "roman numbers as they are printed"
    assert all(line in shown.replace("\u2028", "\n") for line in VERSE.split("\n"))
    assert "收磨课[1]，要" in shown and f"[1] {NOTE}" in shown
    assert "上磨　│　三百" in shown
    turns = [text for text in printed.texts if len(text.breaks) > 1]
    offset, _number, label = turns[0].breaks[1]
    before, after = turns[0].text[offset - 6 : offset], turns[0].text[offset : offset + 6]
    assert f"{before} 第 {label} 页 {after}" in shown, "in the middle of a paragraph"


def test_every_place_in_the_volume_is_marked_and_walked_through(read, qtbot) -> None:
    workspace = read("水磨")
    reading = workspace.reading
    item = reading.item
    expected = sum(text.text.count("水磨") for text in item.document.texts)
    assert len(reading.text.hits) == expected > 60
    reading.text.go_to(0)
    seen = 1
    while reading.text.step(1):
        assert reading.text.drawn()[-1] == "水磨"
        seen += 1
    assert seen == expected
    chosen = workspace.results.current().hit.id
    reading.step(1)
    qtbot.waitUntil(lambda: workspace.results.current().hit.id != chosen or reading.text.current == 0, timeout=SLOW)


def test_a_phrase_over_the_turn_of_a_page_is_marked_as_one(read, opened: MainWindow, archive_root, book, qtbot) -> None:
    text = next(t for t in volume_of_window(opened, book).printed.texts if len(t.breaks) > 1)
    turn = text.breaks[1][0]
    phrase = text.text[turn - 4 : turn + 4]
    workspace = read(phrase)
    hits = workspace.reading.text.hits
    over = [n for n, hit in enumerate(hits) if hit.begin < turn < hit.end and hit.placed.text == text.text]
    assert over
    workspace.reading.text.go_to(over[0])
    marked = workspace.reading.text.drawn()[-1]
    assert marked.replace(f" 第 {text.breaks[1][2]} 页 ", "") == phrase
    workspace.reading.faces.segments.button("pages").click()
    view = pages_of(workspace, qtbot)
    assert len({box[0] for box in view.boxes_of(over[0])}) == 2, "on both pages"


def volume_of_window(window: MainWindow, book: PrintedBook) -> ReadableVolume:
    return readable_volume(window.session.archive, book.volume)


def test_what_is_copied_has_no_marks_of_pages_and_names_its_page(
    read, opened: MainWindow, book: PrintedBook, qtbot
) -> None:
    workspace = read("水磨")
    text = workspace.reading.text
    printed = workspace.reading.item.printed
    turning = next(t for t in printed.texts if len(t.breaks) > 1)
    placed = next(p for p in text._places.texts if p.text == turning.text and p.marks)
    turn = turning.breaks[1][0]
    cursor = QTextCursor(text.document())
    cursor.setPosition(placed.position(turn - 5))
    cursor.setPosition(placed.position(turn + 5), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    words = turning.text[turn - 5 : turn + 5]
    text.copy()
    assert QGuiApplication.clipboard().text() == words
    QGuiApplication.clipboard().clear()
    workspace.reading.copy_cited()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=SLOW)
    pages = [turning.breaks[0][2], turning.breaks[1][2]]
    source = cite_printed(opened.session.archive, book.volume, book.mill_article, pages).text
    assert QGuiApplication.clipboard().text() == f"{words}\n{source}"
    assert source.endswith(f"{pages[0]}-{pages[1]}.") and source.startswith(f"李兰芳. {MILL_TITLE}[")


def test_an_item_is_cited_as_it_is_printed_too(read, opened: MainWindow, book: PrintedBook, qtbot) -> None:
    workspace = read("筏子客")
    rows = workspace.results.rows.rows
    workspace.results.choose(next(n for n, row in enumerate(rows) if row.hit.id == book.raft))
    qtbot.waitUntil(lambda: workspace.reading.item.id == book.raft, timeout=SLOW)
    (act,) = [act for act in workspace.reading.menu().actions() if "印在《文史资料（第二十四辑）》" in act.text()]
    QGuiApplication.clipboard().clear()
    act.trigger()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=SLOW)
    assert f"{RAFT_TITLE}[G]//" in QGuiApplication.clipboard().text()
    assert not workspace.reading.faces.segments.isVisible(), "an item has no printed pages of its own"


def test_no_stricter_text_is_read_than_is_found(archive_root: Path, book: PrintedBook) -> None:
    with Archive.open(archive_root) as archive:
        search = Search(archive)
        search.follow()
        for visible, seen in ((None, True), (READERS, False)):
            found = [one for one in search.matches(SECRET, book.volume, visible=visible)]
            item = readable_volume(archive, book.volume, visible=visible)
            said = [told.text.text for group in in_order(item) for told in group]
            assert bool(found) is (SECRET in said) is seen


# — a long volume —


def test_a_long_volume_is_there_at_once_and_what_one_looks_at_stays(
    tmp_path: Path, look: Theme, qtbot, own_settings
) -> None:
    with Archive.create(tmp_path / "长卷", name="长") as archive:
        book = make_book(archive, paragraphs=400)
        issue(archive, book.volume)
        search = Search(archive)
        search.follow()
        item = readable_volume(archive, book.volume)
        matches = search.matches("第200段", book.volume)
    pane = ReadingText(ReadingLooks())
    qtbot.addWidget(pane)
    pane.resize(560, 600)
    pane.show()
    pane.show_item(item, matches, matches[0])
    assert pane.show_match(matches[0])
    assert not pane.whole and len(pane.toPlainText()) < 20_000, "only what is around the place, at first"
    assert pane.marked() == ["第200段"] == pane.drawn()
    cursor = QTextCursor(pane.document())
    tops = set()
    while not pane.whole:
        cursor.setPosition(pane.hits[0].placed.position(pane.hits[0].begin))
        tops.add(pane.cursorRect(cursor).top())
        pane._lay_more()
    cursor.setPosition(pane.hits[0].placed.position(pane.hits[0].begin))
    tops.add(pane.cursorRect(cursor).top())
    assert max(tops) - min(tops) <= 2, "while the rest is laid out it does not move"
    assert pane.drawn() == ["第200段"]
    shown = pane.toPlainText()
    whole = ReadingText(ReadingLooks())
    qtbot.addWidget(whole)
    whole.resize(560, 600)
    whole.show_item(item)
    qtbot.waitUntil(lambda: whole.whole, timeout=SLOW)
    assert shown == whole.toPlainText(), "laid out from the middle or from the beginning, it is the same page"
    assert pane.document().size() == whole.document().size()
    for placed in pane._places.texts[:: len(pane._places.texts) // 60]:
        cursor.setPosition(placed.first)
        cursor.setPosition(placed.stop, QTextCursor.MoveMode.KeepAnchor)
        said = pane.document().findBlock(placed.first).text()
        assert cursor.selectedText()[:6].replace("\u2028", " ") in said.replace("\u2028", " ")
        assert cursor.selectedText()[0] == placed.text[0]
    # night and another size keep the place
    kept = pane.place()
    pane.set_looks(ReadingLooks(130, NIGHT))
    assert pane.place()[0] == kept[0]
    pane.restore("", 0)
    assert pane.place() == ("", 0) and pane._places.begin == 0
    pane.go_to(0)
    assert pane.drawn() == ["第200段"]


def test_the_place_is_kept_in_a_volume(read, opened: MainWindow, book: PrintedBook, qtbot) -> None:
    workspace = read("水磨")
    text = workspace.reading.text
    text.verticalScrollBar().setValue(text.verticalScrollBar().maximum() // 2)
    place = text.place()
    assert place[0]
    rows = workspace.results.rows.rows
    workspace.results.choose(next(n for n, row in enumerate(rows) if row.hit.id == book.raft))
    qtbot.waitUntil(lambda: workspace.reading.item.id == book.raft, timeout=SLOW)
    workspace = read("水磨")
    assert workspace.reading.back_to_kept.isVisible()
    workspace.reading.back_to_kept.click()
    assert workspace.reading.text.place()[0] == place[0]


# — the pages —


def pages_of(workspace: SearchWorkspace, qtbot):
    sheet = workspace.reading.faces.sheet
    qtbot.waitUntil(lambda: sheet.there and sheet.view.settled, timeout=SLOW)
    return sheet.view


def test_the_printed_page_is_shown_with_the_words_in_boxes(read, qtbot, look: Theme) -> None:
    workspace = read("要𠮷家")
    assert workspace.reading.faces.segments.isVisible()
    workspace.reading.faces.segments.button("pages").click()
    view = pages_of(workspace, qtbot)
    assert not workspace.reading.text.isVisible()
    (box,) = view.boxes_of(0)
    rect = view.box_rect(box)
    assert view.viewport().rect().contains(rect)
    seen = view.viewport().grab().toImage()
    ratio = seen.devicePixelRatio()
    edge = seen.pixelColor(round(rect.left() * ratio), round(rect.center().y() * ratio))
    ink = QColor(LIGHT.cinnabar)
    assert abs(edge.red() - ink.red()) + abs(edge.green() - ink.green()) + abs(edge.blue() - ink.blue()) < 60
    middle = view.pages[box[0]]
    assert (
        workspace.reading.faces.sheet.where.text() == f"第 {middle.label} 页　{view.shown + 1} / {len(view.pages)} 面"
    )
    assert view.horizontalScrollBar().maximum() == 0, "as wide as there is room"
    before = view.shown
    workspace.reading.faces.sheet.later.click()
    assert view.shown == before + 1
    workspace.reading.faces.sheet.larger.click()
    assert view._zoom > 0
    workspace.reading.faces.sheet.fit.click()
    assert view._zoom == 0
    page = view.shown
    article, pages = workspace.reading.faces.printed_at()
    source = workspace.reading.taking.source()
    assert (source.article, source.pages) == (article, pages) and pages == (view.pages[page].label,)
    workspace.reading.faces.segments.button("words").click()
    top = page_at_top(workspace.reading.text)
    assert top in (page, page - 1), "the words begin where the page was"


def test_next_goes_from_box_to_box(read, qtbot) -> None:
    workspace = read("雪大")
    workspace.reading.faces.segments.button("pages").click()
    view = pages_of(workspace, qtbot)
    for _turn in range(12):
        workspace.reading.step(1)
        (box, *_more) = view.boxes_of(workspace.reading.text.current)
        assert view.viewport().rect().contains(view.box_rect(box).center())
    workspace.reading.text.go_to(3)
    qtbot.waitUntil(lambda: view.settled, timeout=SLOW)


def test_a_volume_that_goes_back_is_no_longer_found_but_stays_read(read, opened: MainWindow, book, qtbot) -> None:
    workspace = read("水磨只剩")
    opened.session.execute(SetFields(book.volume, {"state": "editing"}, by_program=True))
    qtbot.waitUntil(lambda: all(hit.id != book.volume for hit in workspace.hits), timeout=SLOW)


def test_pages_that_cannot_be_shown_are_said_and_the_words_stay(read, opened: MainWindow, book, qtbot) -> None:
    folder = opened.session.archive.root / "volumes" / "校样"
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace('"rules": [[', '"rules": [["x", '), encoding="utf-8")
    workspace = read("水磨")
    assert workspace.reading.text.hits
    workspace.reading.faces.segments.button("pages").click()
    sheet = workspace.reading.faces.sheet
    qtbot.waitUntil(lambda: "读不出来" in sheet.words.text(), timeout=SLOW)
    workspace.reading.faces.segments.button("words").click()
    assert workspace.reading.text.isVisible()


# — where it is made —


def shown_in_volumes(window: MainWindow, qtbot, book: PrintedBook):
    qtbot.waitUntil(lambda: window.desk.current_id == "volumes", timeout=SLOW)
    workspace = window.desk.workspace("volumes")
    qtbot.waitUntil(lambda: workspace.volume == book.volume and bool(workspace.pages_view.pages), timeout=SLOW)
    qtbot.waitUntil(lambda: not workspace.busy, timeout=SLOW)
    return workspace


@pytest.mark.parametrize("other_first", [False, True])
def test_a_place_is_opened_on_its_page_where_the_volume_is_made(
    read, opened: MainWindow, book: PrintedBook, qtbot, other_first: bool
) -> None:
    if other_first:
        with_other(opened, qtbot)
    workspace = read("筏子客过了峡")
    workspace.open_current()
    volumes = shown_in_volumes(opened, qtbot, book)
    qtbot.waitUntil(lambda: volumes.pages_view._caret is not None, timeout=SLOW)
    assert volumes.tree.current().id == book.raft_article
    page, cell = volumes.pages_view._caret
    (line,) = [line for line in volumes.layout_shown.pages[page].lines if "筏子客过了峡" in line.text]
    assert cell.x1 - cell.x0 > 5.5 * line.size, "all of the words are tinted"
    assert volumes.pages_view._marked[0] == book.raft_article and volumes.pages_view._marked[1]


def with_other(window: MainWindow, qtbot) -> None:
    """Another volume is being made, and shown."""
    with_archive = window.session.archive
    other = make_book(with_archive, paragraphs=2, front=False)
    with_archive.execute(SetFields(other.volume, {"number": 25}))
    window.go("volumes")
    volumes = window.desk.workspace("volumes")
    volumes.show_volume(other.volume)
    qtbot.waitUntil(lambda: volumes.volume == other.volume and bool(volumes.pages_view.pages), timeout=SLOW)
    qtbot.waitUntil(lambda: not volumes.busy, timeout=SLOW)


def test_what_was_taken_out_since_is_said(read, opened: MainWindow, book: PrintedBook, qtbot, monkeypatch) -> None:
    told: list[str] = []
    opened.session.archive.execute(Trash((book.raft_article,)))
    workspace = read("筏子客过了峡")
    monkeypatch.setattr(opened, "toast", lambda words, *_more: told.append(words))
    workspace.open_current()
    volumes = shown_in_volumes(opened, qtbot, book)
    qtbot.waitUntil(lambda: any("拿掉了" in words for words in told), timeout=SLOW)
    assert volumes.volume == book.volume


def test_a_paragraph_that_was_written_anew_since_is_said(
    read, opened: MainWindow, book: PrintedBook, qtbot, monkeypatch
) -> None:
    from archive_app.domain.manuscript import Block, BlockKind, Manuscript

    told: list[str] = []
    text = Manuscript((Block(BlockKind.PARAGRAPH, "全改了。"),)).to_json()
    opened.session.archive.execute(SetFields(book.raft, {"manuscript": text}))
    workspace = read("筏子客过了峡")
    monkeypatch.setattr(opened, "toast", lambda words, *_more: told.append(words))
    workspace.open_current()
    shown_in_volumes(opened, qtbot, book)
    qtbot.waitUntil(lambda: any("改掉了" in words for words in told), timeout=SLOW)


def test_the_pane_of_a_narrow_window_cuts_nothing_off(read, opened: MainWindow, qtbot) -> None:
    workspace = read("水磨")
    opened.resize(1024, 700)
    reading = workspace.reading
    for face in ("pages", "words"):
        reading.faces.segments.button(face).click()
        qtbot.wait(50)
        for made in (reading.faces.segments, reading.alone, reading.open_button, reading.earlier, reading.later):
            corner = made.mapTo(reading, QPoint(made.width(), 0))
            assert made.isVisible() and corner.x() <= reading.width()


# — several at once —


def choose_several(workspace: SearchWorkspace, book: PrintedBook, qtbot) -> None:
    """The contribution's heading, and the two places of the volume's front and of its second piece."""
    rows = workspace.results.rows.rows
    volume = [n for n, row in enumerate(rows) if row.hit.id == book.volume and row.match is not None]
    wanted = [next(n for n, row in enumerate(rows) if row.hit.id == book.raft), volume[0], volume[1]]
    model = workspace.results.list.selectionModel()
    workspace.results.choose(wanted[0])
    for number in wanted[1:]:  # as Ctrl with a click has it
        model.setCurrentIndex(workspace.results.rows.index(number, 0), QItemSelectionModel.SelectionFlag.Select)
    qtbot.waitUntil(
        lambda: workspace.reading.item is not None and workspace.reading.item.id == book.volume, timeout=SLOW
    )
    qtbot.waitUntil(lambda: workspace.reading.text.whole, timeout=SLOW)
    workspace.reading.text.step(1)
    assert len(workspace.results.together()) == 3, "reading on does not undo the choice"


def test_what_is_chosen_is_cited_together_each_with_its_page(read, opened: MainWindow, book, qtbot) -> None:
    workspace = read("水磨")
    choose_several(workspace, book, qtbot)
    words, _icon, act = workspace.acts.menu()[-1]
    rows = [row for row in workspace.results.together() if row.match is not None]
    expected = {(row.match.place["article"], row.match.place["page"]) for row in rows}
    assert words == f"复制引文（{1 + len(expected)} 条，GB/T 7714）"
    QGuiApplication.clipboard().clear()
    act()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=SLOW)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 1 + len(expected)
    assert sum(RAFT_TITLE in line and "[A" in line for line in lines) == 1
    for article, page in expected:
        wanted = cite_printed(opened.session.archive, book.volume, article, [page]).text
        assert wanted in lines and wanted.rstrip(".").endswith(page)


def test_only_what_is_chosen_is_exported(read, opened: MainWindow, book, qtbot, tmp_path: Path, monkeypatch) -> None:
    workspace = read("水磨")
    choose_several(workspace, book, qtbot)
    out = tmp_path / "选中.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    (act,) = [one for one in workspace.acts.menu() if one is not None and "选中的 2 件导出为 Excel" in one[0]]
    act[2]()
    qtbot.waitUntil(lambda: out.exists() and not opened.jobs.running(), timeout=SLOW)
    sheet = load_workbook(out).worksheets[0]
    told = {(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=2)}
    assert {number for number, _title in told} == {1, 2}
    assert {title for _number, title in told} == {RAFT_TITLE, "文史资料（第二十四辑）"}
