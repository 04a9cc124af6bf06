"""资料: filters, batch, trash, history, taking in, the keyboard."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.domain.six_elements import missing_of_six
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.intake_view import IN, KNOWN, REFUSED
from archive_app.gui.workspaces.materials.model import ROW
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from archive_app.hanzi.collation import title_key
from tests.gui.acting import commit, item_titled


def titles(materials: MaterialsWorkspace) -> list[str]:
    catalogue = materials.session.archive.catalogue
    return [row.title for row in catalogue.item_rows(materials.listing.model.ids)]


def filter_counts(materials: MaterialsWorkspace) -> dict[str, int]:
    return {row.text(): row._number for row in materials.filters.rows()}


def test_the_list_shows_what_the_catalogue_has(opened: MainWindow, materials: MaterialsWorkspace) -> None:
    assert titles(materials)[0] == "民国二十六年合股修磨约", "the newest first"
    row = materials.listing.model.index(0, 0).data(ROW)
    assert row.title == "民国二十六年合股修磨约"
    shown = [materials.listing.model.index(4, column).data() for column in range(materials.listing.model.columnCount())]
    assert shown[:6] == ["社火高跷队合影", "照片", "约1958年春", "李晓棠", "草稿", "公开"]


def test_filters_restrict_and_count(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    counted = filter_counts(materials)
    assert counted["全部资料"] == 5
    assert (counted["照片"], counted["李晓棠"], counted["乡村记忆"], counted["控制"]) == (2, 2, 2, 1)
    materials.filters.choose("category", "乡村记忆", on=True)
    settle(opened)
    assert set(titles(materials)) == {"沙塘川的三盘水磨", "供销社的柜台"}
    assert filter_counts(materials)["口述史料"] == 1
    assert "照片" not in filter_counts(materials)
    materials.filters.choose("kind", "oral_history", on=True)
    settle(opened)
    assert titles(materials) == ["沙塘川的三盘水磨"]
    assert [words for _facet, _value, words in materials.filters.words()] == ["口述史料", "乡村记忆"]
    materials.filters.reset()
    settle(opened)
    assert len(titles(materials)) == 5


def test_words_filter_the_list_and_an_empty_answer_says_what_to_do(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    materials.listing.bar.finder.setFocus()
    commit(materials.listing.bar.finder, "水磨")
    settle(opened)
    assert titles(materials) == ["沙塘川的三盘水磨"]
    commit(materials.listing.bar.finder, "没有的词")
    settle(opened)
    assert materials.listing.stack.currentWidget() is materials.listing.no_match
    materials.listing.no_match.buttons[0].click()
    settle(opened)
    assert len(titles(materials)) == 5 and materials.listing.bar.finder.text() == ""


def test_the_order_changes_and_the_selection_stays(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    item = item_titled(opened.session.archive, "供销社的柜台")
    materials.listing.select(item)
    settle(opened)
    materials.listing.order_by("title", False)
    settle(opened)
    assert titles(materials) == sorted(titles(materials), key=title_key)
    assert materials.selected_ids() == [item]


def test_many_are_changed_as_one_step(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    materials.listing.view.selectAll()
    settle(opened)
    assert materials.panes.side.currentWidget() is materials.batch
    assert "5" in materials.batch.apply_button.text()
    editor = materials.batch.choose_field("access")
    editor.show_value("public")
    materials.batch.apply()
    settle(opened)
    catalogue = opened.session.archive.catalogue
    assert {record["access"] for record in catalogue.records("item")} == {"public"}
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert sorted(str(record["access"]) for record in catalogue.records("item")) == [
        "internal", "internal", "internal", "public", "restricted",
    ]  # fmt: skip


def test_the_trash_takes_and_gives_back(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    item = item_titled(opened.session.archive, "老火车站站前广场")
    materials.listing.select(item)
    settle(opened)
    materials.trash()
    settle(opened)
    assert "老火车站站前广场" not in titles(materials)
    assert len(materials.selected_ids()) == 1, "the next one is selected"
    assert filter_counts(materials)["回收站"] == 1
    materials.filters.show_trash(True)
    settle(opened)
    assert titles(materials) == ["老火车站站前广场"]
    materials.listing.select(item)
    settle(opened)
    assert not materials.can("item.trash") and materials.can("item.restore")
    materials.restore()
    settle(opened)
    assert materials.listing.stack.currentWidget() is materials.listing.empty_trash
    materials.filters.show_trash(False)
    settle(opened)
    assert len(titles(materials)) == 5


def test_an_older_value_is_taken_back_from_the_history(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    from archive_app.catalogue.commands import SetFields

    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(item, {"abstract": "第一稿提要"}))
    archive.execute(SetFields(item, {"abstract": "第二稿提要"}))
    settle(opened)
    materials.listing.select(item)
    settle(opened)
    materials.pane.show_tab("history")
    settle(opened)
    entry = materials.pane.history._entries[0]
    assert (entry.field_label, entry.before, entry.after) == ("提要", "第一稿提要", "第二稿提要")
    materials.pane.history._take_back(entry)
    settle(opened)
    assert archive.catalogue.record(item)["abstract"] == "第一稿提要"
    assert materials.pane.form.block("abstract").editor.value() == "第一稿提要"


def test_a_change_from_elsewhere_never_touches_what_is_being_written(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    from archive_app.catalogue.commands import SetFields

    item = item_titled(opened.session.archive, "供销社的柜台")
    materials.listing.select(item)
    settle(opened)
    form = materials.pane.form
    line = form.block("title").editor.focusProxy()
    assert isinstance(line, QLineEdit)
    line.setFocus()
    commit(line, "甲")
    typed = line.text()
    opened.session.archive.execute(SetFields(item, {"abstract": "别处写的", "title": "别处的题名"}))
    settle(opened)
    assert form.block("abstract").editor.value() == "别处写的"
    assert line.text() == typed


def test_a_manuscript_is_written_saved_and_undone(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    from archive_app.catalogue.commands import SetFields

    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    block = Block(BlockKind.PARAGRAPH, "供销社搬到了十字路口。")
    archive.execute(SetFields(item, {"manuscript": Manuscript((block,)).to_json()}))
    materials.listing.select(item)
    settle(opened)
    materials.open_item()
    settle(opened)
    page = materials.material.text.page
    page.setFocus()
    commit(page, "那年春天，")
    qtbot.waitUntil(lambda: not materials.material.text_page.pending, timeout=4_000)
    settle(opened)
    stored = Manuscript.from_json(archive.catalogue.record(item)["manuscript"])
    assert [(b.id, b.text) for b in stored] == [(block.id, "那年春天，供销社搬到了十字路口。")]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert [b.text for b in materials.material.text.manuscript()] == ["供销社搬到了十字路口。"]


def test_a_hit_of_a_search_opens_its_place(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    from archive_app.catalogue.commands import SetFields

    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    block = Block(BlockKind.PARAGRAPH, "柜台后面挂着煤油灯。")
    archive.execute(SetFields(item, {"manuscript": Manuscript((Block(BlockKind.PARAGRAPH, "起首"), block)).to_json()}))
    materials.filters.choose("kind", "photograph", on=True)
    settle(opened)
    opened.go("materials", Place(item, "manuscript", block.id, start=6, end=9))
    settle(opened)
    (selection,) = materials.material.text.page.extraSelections()
    assert selection.cursor.selectedText() == "煤油灯"
    opened.go("materials", Place(item, "provenance"))
    settle(opened)
    section = next(s for s in materials.pane.form.sections() if any(f.name == "provenance" for f in s.fields))
    assert section.is_open


def drop(materials: MaterialsWorkspace, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(materials, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(materials, QDropEvent(QPointF(300, 300), copy, data, left, none))


def test_a_folder_let_go_over_the_window_comes_in_and_is_told_file_by_file(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, incoming: Path
) -> None:
    drop(materials, incoming)
    qtbot.waitUntil(lambda: materials.intake.job is not None, timeout=5_000)
    qtbot.waitUntil(lambda: not materials.intake.running, timeout=40_000)
    settle(opened)
    told = {source: (sort, words) for sort, _id, source, words, _kind in materials.intake.model.entries()}
    assert {name for name, (sort, _words) in told.items() if sort == IN} >= {"油坊.png", "供销社.docx"}
    duplicates = [words for sort, words in told.values() if sort == KNOWN]
    assert len(duplicates) == 1 and "水磨" in duplicates[0], "the duplicate is named"
    assert told["播放器.exe"][0] == REFUSED and told["播放器.exe"][1]
    assert "收进 3 件" in materials.intake.heading.text()
    materials.intake.closed.emit()
    settle(opened)
    assert len(titles(materials)) == 8
    assert materials.selected_ids() == [materials.intake.newest], "what came in last is at hand"
    view, ids = materials.listing.view, materials.listing.model.ids
    for key, at in ((Qt.Key.Key_End, -1), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(view, key)
        assert materials.selected_ids() == [ids[at]]
    photo = item_titled(opened.session.archive, "油坊")
    materials.listing.select(photo)
    settle(opened)
    materials.open_item()
    qtbot.waitUntil(lambda: materials.material.picture.view._picture is not None, timeout=20_000)


def test_a_picture_on_the_clipboard_is_pasted_as_material(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(0x886644)
    QApplication.clipboard().setImage(image)
    materials.listing.view.setFocus()
    qtbot.keyClick(materials.listing.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: materials.intake.job is not None and not materials.intake.running, timeout=40_000)
    settle(opened)
    assert materials.intake.model.count(IN) == 1
    assert any("粘贴的图片" in title for title in titles(materials))


def test_an_import_is_taken_back_as_one_step(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, incoming: Path
) -> None:
    materials.take_in([incoming])
    qtbot.waitUntil(lambda: not materials.intake.running, timeout=40_000)
    settle(opened)
    materials.intake._undo.click()
    settle(opened)
    assert len(titles(materials)) == 5


def test_an_import_can_be_stopped_and_what_came_in_stays_whole(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, tmp_path: Path
) -> None:
    folder = tmp_path / "很多"
    folder.mkdir()
    for number in range(60):
        image = QImage(320, 240, QImage.Format.Format_RGB32)
        image.fill(number * 4_000)
        image.save(str(folder / f"照片{number:02d}.png"))
    materials.take_in([folder])
    qtbot.waitUntil(lambda: len(materials.intake.model.entries()) > 0, timeout=40_000)
    materials.intake._cancel.click()
    qtbot.waitUntil(lambda: not materials.intake.running, timeout=20_000)
    settle(opened)
    came = materials.intake.model.count(IN)
    assert "停下了" in materials.intake.heading.text()
    assert opened.session.archive.catalogue.item_ids(ItemFilter(kinds=("photograph",))).__len__() == 2 + came


def test_the_window_stays_alive_while_material_comes_in(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, tmp_path: Path
) -> None:
    folder = tmp_path / "一批"
    folder.mkdir()
    for number in range(40):
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(number * 6_000)
        image.save(str(folder / f"照片{number:02d}.jpg"))
    beats = [time.perf_counter()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    materials.take_in([folder])
    timer.start()
    qtbot.waitUntil(lambda: not materials.intake.running, timeout=40_000)
    timer.stop()
    pauses = sorted(after - before for before, after in pairwise(beats))
    # how long a frame takes is measured by tests/benchmarks/bench_window.py; here: it never waits for the import
    assert len(pauses) > 20
    assert pauses[-1] < (beats[-1] - beats[0]) / 2


def test_an_empty_archive_says_what_to_do_first(window: MainWindow, tmp_path: Path, settle) -> None:
    window.create_archive(tmp_path / "新", "新")
    settle(window)
    current = window.desk.current
    assert isinstance(current, MaterialsWorkspace)
    assert current.listing.stack.currentWidget() is current.listing.empty
    assert "拖进来" in current.listing.empty.words.text()
    assert [button.text() for button in current.listing.empty.buttons] == ["加入材料…", "加入文件夹…"]


def test_a_whole_entry_is_made_with_the_keyboard(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(materials.listing.view, Qt.Key.Key_N, control)
    menu = materials.listing.bar.new_menu
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Down)  # from 口述史料 to 照片
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    opened.activateWindow()  # what a window manager does when a menu closes
    settle(opened)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line.text() == "未题名的照片"
    line.selectAll()
    commit(line, "湟水上的羊皮筏子")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    for _step in range(80):  # on to the photographer
        focused = QApplication.focusWidget()
        if focused.accessibleName() == "摄影者":
            break
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "摄影者"
    commit(QApplication.focusWidget(), "李晓棠")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, control)  # saves, and takes the photographer back
    settle(opened)
    record = opened.session.archive.catalogue.record(item_titled(opened.session.archive, "湟水上的羊皮筏子"))
    assert (record["kind"], record["photographer"]) == ("photograph", "")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y, control)
    settle(opened)
    assert opened.session.archive.catalogue.record(record.id)["photographer"] == "李晓棠"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(materials.listing.view.hasFocus)
    qtbot.keyClick(materials.listing.view, Qt.Key.Key_Return)
    settle(opened)
    assert materials.opened
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not materials.opened


def test_the_six_elements_are_named_where_they_are_missing(opened: MainWindow, materials: MaterialsWorkspace) -> None:
    catalogue = opened.session.archive.catalogue
    record = catalogue.record(item_titled(opened.session.archive, "社火高跷队合影"))
    assert missing_of_six(record.values) == ["事由", "地点", "人物", "背景", "摄影者"]


def test_a_hundred_thousand_rows_cost_only_those_that_are_seen(
    opened: MainWindow, materials: MaterialsWorkspace, qtbot
) -> None:
    ids = [f"{number:032x}" for number in range(100_000)]
    began = time.perf_counter()
    materials.listing.model.set_ids(ids)
    materials.listing.table.scrollToBottom()
    QApplication.processEvents()
    assert time.perf_counter() - began < 1.0
    assert len(materials.listing.model._pages) + len(materials.listing.model._asked) < 10
    flags = QItemSelectionModel.SelectionFlag
    materials.listing.selection.select(materials.listing.model.index(99_999, 0), flags.ClearAndSelect | flags.Rows)
    assert materials.selected_ids() == [ids[-1]]
