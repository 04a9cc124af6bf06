"""Volumes as an editor makes them: sections, articles, pages that follow, and the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from support_texts import COUNTER, MILL, PHOTOGRAPH, make_archive, manuscript

from archive_app.catalogue.commands import Batch, Create, SetFields
from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.volumes.arranging import article_moved, find, section_moved, stepped, walk
from archive_app.gui.workspaces.volumes.output_dialog import OutputDialog
from archive_app.gui.workspaces.volumes.painter import paint_page
from archive_app.gui.workspaces.volumes.problems import ProblemLine, page_of
from archive_app.gui.workspaces.volumes.spreads import SpreadView
from archive_app.gui.workspaces.volumes.tree import Entry, Landing, VolumeTree, entries
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services.archive import Archive
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.problems import Problem
from tests.gui.acting import item_titled

SLOW = 60_000
"""Milliseconds a condition may take on a machine that is busy otherwise."""


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "馆藏")


@pytest.fixture
def volumes(opened: MainWindow, qtbot) -> VolumesWorkspace:
    workspace = opened.desk.show_workspace("volumes")
    assert isinstance(workspace, VolumesWorkspace)
    still(opened, workspace, qtbot)
    return workspace


def still(window: MainWindow, workspace: VolumesWorkspace, qtbot) -> None:
    """Wait until nothing is asked, written, set or painted any more."""

    def quiet() -> bool:
        session = window.session
        busy = window.jobs.running() or session.saving or session._reader.busy or session._writer.busy or workspace.busy
        return not busy and not workspace._rest.isActive() and workspace.pages_view.settled

    for _turn in range(2):
        qtbot.waitUntil(quiet, timeout=SLOW)
        qtbot.wait(20)
    qtbot.waitUntil(quiet, timeout=SLOW)


def outline(workspace: VolumesWorkspace) -> list[tuple[str, list[str]]]:
    return [(entry.title, [child.title for child in entry.children]) for entry in workspace.tree.entries]


def put_in(workspace: VolumesWorkspace, qtbot, *titles: str) -> None:
    section = workspace.tree.section()
    assert section is not None
    items = [item_titled(workspace.session.archive, title) for title in titles]
    workspace.put_in(section.id, items)
    still(workspace.window(), workspace, qtbot)


def choose(workspace: VolumesWorkspace, title: str) -> None:
    line = next(line for line in workspace.tree.lines() if line.text(0) == title)
    workspace.tree.setCurrentItem(line)


def bind(archive: Archive) -> None:
    """A volume with two sections and three articles."""
    volume = Create("volume", {"title": "城东文史", "number": 3, "template": "16k"})
    archive.execute(volume)
    for number, (title, items) in enumerate((("第一栏", (MILL, COUNTER)), ("老照片", (PHOTOGRAPH,))), 1):
        section = Create("section", {"volume": volume.id, "title": title, "matter": "body", "position": number})
        archive.execute(section)
        for position, item in enumerate(items, 1):
            values = {"section": section.id, "item": item_titled(archive, item), "position": position}
            archive.execute(Create("article", values))


@pytest.fixture
def book(window: MainWindow, archive_root: Path, settle, qtbot) -> VolumesWorkspace:
    """The window with such a volume in front, its pages painted."""
    with Archive.open(archive_root) as archive:
        bind(archive)
    window.open_archive(archive_root)
    settle(window)
    workspace = window.desk.show_workspace("volumes")
    assert isinstance(workspace, VolumesWorkspace)
    qtbot.waitUntil(lambda: bool(workspace.pages_view.pages), timeout=SLOW)
    still(window, workspace, qtbot)
    return workspace


@pytest.fixture(scope="module")
def layout() -> Layout:
    """A book of some pages, set in this process."""
    words = tuple(Block(BlockKind.PARAGRAPH, f"第{n}段，水磨在河边转。" * 30) for n in range(24))
    articles = tuple(Article(f"a{n}", f"第{n}篇", Manuscript(words)) for n in range(3))
    return compose(Book("样书", sections=(Section("栏", articles),)))


@pytest.fixture
def view(qtbot, look: Theme, layout: Layout) -> SpreadView:
    """Its spreads."""
    made = SpreadView(lambda question, then: then(question()))
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_layout(layout)
    qtbot.waitUntil(lambda: made.settled, timeout=SLOW)
    return made


def printed(workspace: VolumesWorkspace) -> str:
    return "".join(line.text for page in workspace.pages_view.pages for line in page.lines)


def test_an_archive_without_volumes_says_what_to_do_first(volumes: VolumesWorkspace) -> None:
    assert volumes._empty is not None
    assert volumes.pages.currentWidget() is volumes._empty
    assert [button.text() for button in volumes._empty.buttons] == ["新建书卷…", "收入往辑…"]


def test_from_nothing_to_pages(volumes: VolumesWorkspace, qtbot) -> None:
    volumes.create_volume({"title": "城东文史", "template": "16k"})
    still(volumes.window(), volumes, qtbot)
    assert outline(volumes) == [("第一栏", [])]
    assert volumes.sheets_pane.sheets.currentWidget() is volumes.sheets_pane.no_articles
    assert not volumes.make.isEnabled()
    volumes.create_section("老照片")
    still(volumes.window(), volumes, qtbot)
    assert [title for title, _ in outline(volumes)] == ["第一栏", "老照片"]
    put_in(volumes, qtbot, MILL)
    assert outline(volumes)[0] == ("第一栏", [MILL])
    assert volumes.sheets_pane.sheets.currentWidget() is volumes.pages_view
    assert "韵家口不远" in printed(volumes)
    assert volumes.make.isEnabled()
    assert volumes.said.text() == ""


def test_the_byline_is_the_first_name(book: VolumesWorkspace) -> None:
    bylines = {child.title: child.byline for entry in book.tree.entries for child in entry.children}
    assert bylines[MILL] == "李兰芳 等"
    assert bylines[COUNTER] == "马文山"


def test_moving_from_the_keyboard_and_undoing(book: VolumesWorkspace, qtbot) -> None:
    choose(book, COUNTER)
    book.tree.setFocus()
    QTest.keyClick(book.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    still(book.window(), book, qtbot)
    assert outline(book)[0] == ("第一栏", [COUNTER, MILL])
    assert book.tree.currentItem().text(0) == COUNTER
    book.window().actions_table["edit.undo"].trigger()
    still(book.window(), book, qtbot)
    assert outline(book)[0] == ("第一栏", [MILL, COUNTER])
    drop(book.tree, MILL, "老照片", 0.5)
    still(book.window(), book, qtbot)
    assert outline(book) == [("第一栏", [COUNTER]), ("老照片", [PHOTOGRAPH, MILL])]


def drawn(archive: Archive) -> tuple[Entry, ...]:
    [volume] = archive.catalogue.records("volume")
    return entries(archive.catalogue, archive.catalogue.sections_of(volume.id))


def words(tree: tuple[Entry, ...]) -> list[tuple[str, list[str]]]:
    return [(entry.title, [child.title for child in entry.children]) for entry in tree]


@pytest.fixture
def bound(archive_root: Path) -> Iterator[Archive]:
    """The archive with the volume, without a window."""
    with Archive.open(archive_root) as archive:
        bind(archive)
        yield archive


def test_an_article_at_the_edge_steps_on_into_the_next_section_and_back(bound: Archive) -> None:
    counter = find(drawn(bound), next(e.record.id for e in walk(drawn(bound)) if e.title == COUNTER))
    assert counter is not None
    for by, wanted in (
        (1, [("第一栏", [MILL]), ("老照片", [COUNTER, PHOTOGRAPH])]),
        (-1, [("第一栏", [MILL, COUNTER]), ("老照片", [PHOTOGRAPH])]),
    ):
        move = stepped(drawn(bound), counter.record.id, by)
        assert move is not None
        bound.execute(move)
        assert words(drawn(bound)) == wanted
    photograph = next(e.record.id for e in walk(drawn(bound)) if e.title == PHOTOGRAPH)
    assert stepped(drawn(bound), photograph, 1) is None


def drop(tree: VolumeTree, moving: str, onto: str, share: float) -> None:
    """Let a line go at a height of another one (0 is its top, 1 its foot)."""
    tree.setCurrentItem(next(line for line in tree.lines() if line.text(0) == moving))
    line = next(line for line in tree.lines() if line.text(0) == onto)
    tree.scrollToItem(line)
    rect = tree.visualItemRect(line)
    at = QPointF(rect.center().x(), rect.top() + share * (rect.height() - 1))
    event = QDropEvent(
        at, Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tree.dropEvent(event)
    assert event.dropAction() == Qt.DropAction.IgnoreAction  # the view itself must not take the line out


@pytest.mark.parametrize(
    ("moving", "onto", "share", "wanted"),
    [
        (MILL, COUNTER, 0.9, [("第一栏", [COUNTER, MILL]), ("老照片", [PHOTOGRAPH])]),
        (COUNTER, PHOTOGRAPH, 0.1, [("第一栏", [MILL]), ("老照片", [COUNTER, PHOTOGRAPH])]),
        (MILL, "老照片", 0.5, [("第一栏", [COUNTER]), ("老照片", [PHOTOGRAPH, MILL])]),
        (MILL, "老照片", 0.9, [("第一栏", [COUNTER]), ("老照片", [MILL, PHOTOGRAPH])]),
        ("老照片", "第一栏", 0.1, [("老照片", [PHOTOGRAPH]), ("第一栏", [MILL, COUNTER])]),
    ],
)
def test_what_is_dragged_lies_where_it_was_let_go_and_one_undo_brings_it_back(
    bound: Archive, qtbot, look: Theme, moving: str, onto: str, share: float, wanted: list[tuple[str, list[str]]]
) -> None:
    tree = VolumeTree()
    qtbot.addWidget(tree)
    tree.resize(340, 500)
    tree.show()
    tree.show_entries(drawn(bound))
    before = words(tree.entries)
    moves: list[Batch | None] = []

    def dropped(record_id: str, landing: Landing) -> None:
        if landing.section:
            moves.append(article_moved(tree.entries, record_id, landing.section, landing.before))
        else:
            moves.append(section_moved(tree.entries, record_id, landing.before))

    tree.dropped.connect(dropped)
    drop(tree, moving, onto, share)
    [move] = moves
    assert move is not None
    bound.execute(move)
    assert words(drawn(bound)) == wanted
    bound.undo()
    assert words(drawn(bound)) == before


def test_removing_leaves_the_item_in_the_archive_and_can_be_undone(book: VolumesWorkspace, qtbot) -> None:
    choose(book, "第一栏")
    book.tree.setFocus()
    QTest.keyClick(book.tree, Qt.Key.Key_Delete)
    still(book.window(), book, qtbot)
    assert outline(book) == [("老照片", [PHOTOGRAPH])]
    assert not book.session.archive.catalogue.record(item_titled(book.session.archive, MILL)).trashed
    assert "韵家口不远" not in printed(book)
    book.window().actions_table["edit.undo"].trigger()
    still(book.window(), book, qtbot)
    assert outline(book)[0] == ("第一栏", [MILL, COUNTER])


def test_pages_follow_what_is_written_and_the_old_ones_stay_meanwhile(book: VolumesWorkspace, qtbot) -> None:
    pages: list[int] = []
    book.setter.arrived.connect(lambda: pages.append(len(book.pages_view.pages)))
    item = item_titled(book.session.archive, COUNTER)
    book.session.execute(SetFields(item, {"manuscript": manuscript("供销社改成了超市。")}))
    qtbot.waitUntil(lambda: "供销社改成了超市" in printed(book), timeout=SLOW)
    still(book.window(), book, qtbot)
    assert pages
    assert min(pages) > 0
    assert book.said.text() == ""


def test_a_volume_that_is_not_seen_is_not_set(book: VolumesWorkspace, window: MainWindow, qtbot) -> None:
    window.desk.show_workspace("materials")
    arrived: list[int] = []
    book.setter.arrived.connect(lambda: arrived.append(1))
    item = item_titled(book.session.archive, COUNTER)
    window.session.execute(SetFields(item, {"manuscript": manuscript("供销社改成了超市。")}))
    qtbot.waitUntil(lambda: not window.session.saving and not book._rest.isActive(), timeout=SLOW)
    qtbot.wait(100)
    assert not book.busy
    assert arrived == []
    window.desk.show_workspace("volumes")
    qtbot.waitUntil(lambda: "供销社改成了超市" in printed(book), timeout=SLOW)


def test_setting_that_takes_long_is_a_job_that_can_be_stopped_and_a_later_edit_sets_the_pages(
    book: VolumesWorkspace, window: MainWindow, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book.setter, "_hear", lambda told: None)  # an answer that does not come
    book.setter._told.disconnect()
    book.setter._late.setInterval(0)
    window.jobs.began.connect(lambda job: job.cancel())
    item = item_titled(book.session.archive, COUNTER)
    window.session.execute(SetFields(item, {"manuscript": manuscript("第一次改。")}))
    qtbot.waitUntil(lambda: book.said.text() == "没有排完", timeout=SLOW)
    assert book.pages_view.pages
    assert not book.busy
    monkeypatch.undo()
    book.setter._told.connect(book.setter._hear, Qt.ConnectionType.QueuedConnection)
    book.setter._late.setInterval(60_000)
    window.session.execute(SetFields(item, {"manuscript": manuscript("第二次改。")}))
    qtbot.waitUntil(lambda: "第二次改" in printed(book), timeout=SLOW)
    assert book.said.text() == ""


def test_a_new_palette_in_the_middle_of_setting_does_no_harm(
    book: VolumesWorkspace, window: MainWindow, qtbot, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Book] = []
    to_pages = book.setter.set
    monkeypatch.setattr(book.setter, "set", lambda volume: (begun.append(volume), to_pages(volume)))
    item = item_titled(book.session.archive, COUNTER)
    window.session.execute(SetFields(item, {"manuscript": manuscript("供销社改成了超市。")}))
    qtbot.waitUntil(lambda: bool(begun), timeout=SLOW)
    look.set(mode="dark")
    fresh = window.desk.workspace("volumes")
    assert fresh is not book
    qtbot.waitUntil(lambda: "供销社改成了超市" in printed(fresh), timeout=SLOW)
    window.session.execute(SetFields(item, {"manuscript": manuscript("超市又关了。")}))
    qtbot.waitUntil(lambda: "超市又关了" in printed(fresh), timeout=SLOW)


# — the PDF —


def test_the_pdf_has_the_pages_and_the_toast_leads_to_it(
    book: VolumesWorkspace, window: MainWindow, tmp_path: Path, qtbot
) -> None:
    out = tmp_path / "出来的" / "城东文史.pdf"
    book.write_out(out)
    assert not book.make.isEnabled()
    qtbot.waitUntil(lambda: book.make.isEnabled(), timeout=SLOW)
    qtbot.waitUntil(lambda: bool(window.desk.toast.words), timeout=SLOW)
    document = pypdfium2.PdfDocument(out)
    assert len(document) == len(book.pages_view.pages)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "韵家口不远" in text.replace("\n", "").replace("\r", "")
    acts = [b.text() for b in window.desk.toast.findChildren(QAbstractButton) if b.isVisible()]
    assert acts == ["打开", "打开所在文件夹"]
    assert f"{len(document)} 面" in window.desk.toast.words


def test_a_proof_is_asked_for_and_keeps_its_layout_beside_it(
    book: VolumesWorkspace, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "二校.pdf"

    def answered(dialog: OutputDialog) -> bool:
        dialog.purpose.setCurrentIndex(dialog.purpose.findData("proof"))
        dialog.part().round.setCurrentIndex(1)
        return True

    asked: list[str] = []
    monkeypatch.setattr(OutputDialog, "exec", answered)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (asked.append(words[2]), (str(out), ""))[1])
    book.make.click()
    qtbot.waitUntil(lambda: book.make.isEnabled(), timeout=SLOW)
    assert asked[0].endswith("-proof.pdf")
    assert len(pypdfium2.PdfDocument(out)) == len(book.pages_view.pages)
    assert '"pages"' in (tmp_path / "二校.layout.json").read_text(encoding="utf-8")


def test_a_pdf_that_cannot_be_written_is_said_in_plain_words(
    book: VolumesWorkspace, window: MainWindow, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Exception] = []
    monkeypatch.setattr(window, "show_error", said.append)
    (tmp_path / "不是文件夹").write_text("一份文件", encoding="utf-8")
    book.write_out(tmp_path / "不是文件夹" / "书.pdf")
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert isinstance(said[0], ArchiveError)
    assert "书.pdf" in said[0].message
    assert said[0].remedy
    assert book.make.isEnabled()


# — the spreads —


def test_choosing_an_article_shows_its_first_page_and_marks_it(book: VolumesWorkspace, qtbot) -> None:
    choose(book, COUNTER)
    article = book.tree.current()
    assert article is not None
    page = book.pages_view.first_page_of(article.id)
    assert page > 0
    shown = book.pages_view.page_rect(page)
    assert shown.intersects(book.pages_view.viewport().rect())
    assert page in book.pages_view.facing(book.pages_view.shown)
    still(book.window(), book, qtbot)
    grabbed = book.pages_view.viewport().grab().toImage()
    assert has_cinnabar(grabbed, book)


def has_cinnabar(image: QImage, workspace: VolumesWorkspace) -> bool:
    from archive_app.gui.theme import theme

    wanted = theme().colour("cinnabar").rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(0, image.height(), 7))


def test_a_click_on_the_page_chooses_the_article_and_stays_there(
    book: VolumesWorkspace, window: MainWindow, qtbot
) -> None:
    choose(book, MILL)
    book.pages_view.show_page(2)
    view = book.pages_view
    counter = next(c for e in book.tree.entries for c in e.children if c.title == COUNTER).record
    number = view.first_page_of(counter.id)
    page = view.pages[number]
    line = next(line for line in page.lines if line.article == counter.id and "供销社搬到了" in line.text)
    scale = view.page_rect(number).width() / page.width
    view.show_page(number, line.y)
    before = view.verticalScrollBar().value()
    rect = view.page_rect(number)
    at = QPoint(round(rect.left() + (line.x + 3 * line.size) * scale), round(rect.top() + (line.y - 3) * scale))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert book.tree.currentItem().text(0) == COUNTER
    assert view.verticalScrollBar().value() == before
    toast = window.desk.toast
    assert toast.words == f"《{COUNTER}》"
    [_, act] = [b for b in toast.findChildren(QAbstractButton) if b.isVisible()]
    act.click()
    assert window.desk.current_id == "materials"


def test_zooming_keeps_what_is_under_the_pointer(view: SpreadView, qtbot) -> None:
    number = 7
    view.show_page(number)
    at = view.page_rect(number).intersected(view.viewport().rect()).center()
    rect = view.page_rect(number)
    share = (at.y() - rect.top()) / rect.height()
    position = QPointF(at)
    for delta in (120, 120, -120):
        wheel = QWheelEvent(
            position, view.viewport().mapToGlobal(position), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), wheel)
        rect = view.page_rect(number)
        assert (at.y() - rect.top()) / rect.height() == pytest.approx(share, abs=0.01)
    qtbot.waitUntil(lambda: view.settled, timeout=SLOW)


def test_the_keyboard_turns_spreads(view: SpreadView) -> None:
    QTest.keyClick(view, Qt.Key.Key_End)
    assert len(view.pages) - 1 in view.facing(view.shown)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.shown == 0
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.facing(view.shown) == (1, 2)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.shown == 0


def test_the_page_one_is_at_is_said_with_its_folio(book: VolumesWorkspace) -> None:
    number = len(book.pages_view.pages)
    book.pages_view.show_page(0)
    assert book.where.text() == f"1 / {number} 面"
    labelled = next(n for n, page in enumerate(book.pages_view.pages) if page.label.isdecimal())
    book.pages_view.show_page(labelled)
    folio = book.where.text().partition("（第 ")[2].partition(" 页）")[0]
    assert book.pages_view.pages[labelled].label in folio.split("–")


def test_no_page_in_view_stays_unpainted_however_one_moves(view: SpreadView, qtbot) -> None:
    for act in (
        lambda: view.zoom(0.3),
        lambda: view.zoom(2.0),
        lambda: view.verticalScrollBar().setValue(view.verticalScrollBar().maximum()),
        lambda: view.resize(600, 900),
        lambda: view.zoom(0),
        lambda: view.show_page(0),
    ):
        act()
        qtbot.waitUntil(lambda: view.settled, timeout=SLOW)
        for number in view.facing(view.shown):
            assert view._sheets.get(number) is not None


def test_a_layout_with_the_same_pages_is_not_painted_again(view: SpreadView, layout: Layout) -> None:
    again = Layout(layout.title, tuple(Page(*page) for page in layout.pages))
    kept = {number: sheet.pixmap.cacheKey() for number, sheet in view._sheets._kept.items()}
    assert kept
    view.show_layout(again)
    assert view.settled
    assert {number: sheet.pixmap.cacheKey() for number, sheet in view._sheets._kept.items()} == kept


def test_ink_stands_where_the_layout_says() -> None:
    text = Manuscript((Block(BlockKind.PARAGRAPH, "水磨在河边转"),))
    layout = compose(Book("样书", sections=(Section("栏", (Article("a", "题", text),)),)))
    page, line = next((p, x) for p in layout.pages for x in p.lines if x.text.endswith("水磨在河边转"))
    alone = Page(page.kind, page.label, page.width, page.height, lines=(line,))
    scale = 3.0
    image = paint_page(alone, scale, 1.0).toImage()
    inked = [
        (x, y) for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y).lightness() < 128
    ]
    left, right = min(x for x, _ in inked) / scale, max(x for x, _ in inked) / scale
    top, bottom = min(y for _, y in inked) / scale, max(y for _, y in inked) / scale
    begin = line.x + line.runs[0].dx
    assert begin <= left <= begin + 0.2 * line.size
    assert right == pytest.approx(begin + 6 * line.size, abs=0.2 * line.size)
    assert top == pytest.approx(line.y - 0.85 * line.size, abs=0.12 * line.size)
    assert bottom == pytest.approx(line.y + 0.08 * line.size, abs=0.12 * line.size)


# — what the layout could not do —


def test_a_problem_leads_to_its_page(book: VolumesWorkspace, qtbot) -> None:
    item = item_titled(book.session.archive, COUNTER)
    book.session.execute(
        SetFields(item, {"manuscript": manuscript("这个字\U0002ebf0没有字体。", "又一个\U0002ebf1。")})
    )
    qtbot.waitUntil(lambda: bool(book.problem_line.problems), timeout=SLOW)
    still(book.window(), book, qtbot)
    line: ProblemLine = book.problem_line
    assert line.isVisible()
    assert len(line.problems) >= 2
    assert line.words().startswith(f"{len(line.problems)} 条提示：")
    book.pages_view.show_page(0)
    shown = line.open()
    assert shown.list.count() == len(line.problems)
    assert shown.list.item(0).text().startswith("第")
    shown.list.setFocus()
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    assert book.layout_shown is not None
    page = page_of(book.layout_shown, line.problems[0])
    assert page > 0
    assert page in book.pages_view.facing(book.pages_view.shown)


def test_a_problem_is_found_by_folio_by_side_or_by_its_words(book: VolumesWorkspace) -> None:
    layout = book.layout_shown
    assert layout is not None
    labelled = next(n for n, page in enumerate(layout.pages) if page.label)
    assert page_of(layout, Problem("x", "说明", page=layout.pages[labelled].label)) == labelled
    assert page_of(layout, Problem("x", "说明", page="文件第2")) == 1
    counter = next(c for e in book.tree.entries for c in e.children if c.title == COUNTER).record
    assert page_of(layout, Problem("x", "说明", article=counter.id)) == book.pages_view.first_page_of(counter.id)
    assert page_of(layout, Problem("x", "说明")) == -1


def test_nothing_is_cut_off_at_twice_the_size(book: VolumesWorkspace, window: MainWindow, qtbot, look: Theme) -> None:
    look.set(scale=2.0)
    workspace = window.desk.workspace("volumes")
    still(window, workspace, qtbot)
    assert window.width() <= 1366
    for made in workspace.findChildren(QAbstractButton):
        if made.isVisible() and not isinstance(made, ProblemLine):
            needed = made.sizeHint().width() if made.text() else made.iconSize().width()
            assert made.width() >= needed, made.text() or made.toolTip()
    assert workspace.where.width() >= workspace.where.sizeHint().width()


def test_the_view_without_pages_takes_every_key(qtbot, look: Theme) -> None:
    view = SpreadView(lambda question, then: then(question()))
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Plus, Qt.Key.Key_0):
        QTest.keyClick(view, key)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton)
    assert view.settled
    assert view.facing(0) == ()


def test_what_nobody_looks_at_is_not_made(book: VolumesWorkspace, qtbot) -> None:
    panes = ("story", "hand", "proofs")
    assert not any(book.left.has(name) for name in panes)
    article = next(book.book.articles())
    book.tree.choose(article.key)
    assert not book.left.has("story")
    book.show_tab("story")  # it shows what was chosen before it was there
    qtbot.waitUntil(lambda: book.story.article == article.key, timeout=SLOW)
