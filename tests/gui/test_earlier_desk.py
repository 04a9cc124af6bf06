"""An earlier volume in the window: its desk in 编纂, its numbers, contents and words, and a hit on its scan."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from archive_app.catalogue.store import Record
from archive_app.domain.earlier.folios import NONE, read_rules
from archive_app.domain.scanned.lines import ScanLine, ScanPage
from archive_app.gui.earlier.checking import LeavesDialog
from archive_app.gui.earlier.contents import SAID, TITLE, ContentsDialog
from archive_app.gui.earlier.folios import FoliosDialog
from archive_app.gui.earlier.taking import TakeInDialog
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.archive import Archive
from archive_app.services.earlier.leaves import CONFIRMED, DRAFT, Leaf
from archive_app.services.earlier.pasted import ContentsRow
from archive_app.services.earlier.taking import take_in, volume_values
from archive_app.services.printed import KIND, printed_volume
from tests.gui.acting import commit, compose
from tests.support_archives import copied
from tests.support_earlier import Going, pdf, pictures


def _make(root: Path) -> None:
    source = pdf(root.parent / "第七辑.pdf")
    with Archive.create(root, name="测试馆藏", actor="王文史") as archive:
        take_in(archive, [source], volume_values("文史资料", 7), Going())


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    return copied(_make, tmp_path / "馆藏")


def test_the_desk_from_taking_in_to_a_hit_on_the_scan(opened, settle, qtbot, monkeypatch) -> None:
    archive = opened.session.archive
    opened.go("volumes")
    settle(opened)
    workspace = opened.desk.workspace("volumes")
    desk = workspace.earlier.desk
    qtbot.waitUntil(lambda: desk is not None and desk.sheet.there)
    assert workspace.pages.currentWidget() is desk and len(desk.sheet.view.pages) == 6
    assert "文字层 6 页" in desk.said.text() and "还没有目录" in desk.said.text()

    from archive_app.services.earlier.contents import set_contents

    command = set_contents(archive, desk.volume, [ContentsRow("渡口的船", "李四", "", "3")])
    desk.execute(command)
    qtbot.waitUntil(lambda: desk.contents.rowCount() == 1)
    settle(opened)
    desk.contents.selectRow(0)
    settle(opened)
    qtbot.waitUntil(lambda: desk.sheet.page == 4)
    assert desk.page_said.text() == "第 3 页　文字层"

    text = next(one for one in printed_volume(archive, desk.volume).texts if "羊皮筏子" in one.text)
    at = text.text.index("羊皮筏子")
    place = Place(desk.volume, field=KIND, article=text.article, block=text.block, start=at, end=at + 4)
    opened.go("volumes", place)
    settle(opened)
    qtbot.waitUntil(lambda: bool(desk.sheet.view.boxes_of(0)))
    assert desk.sheet.view.boxes_of(0)[0][0] == 4
    view = desk.sheet.view
    qtbot.waitUntil(lambda: view.settled and view._sheets.get(4) is not None and view._sheets.get(4).complete)
    assert workspace.showing._plan is None, "or the next volume that is chosen would be told to be gone"
    archive.undo()
    settle(opened)
    qtbot.waitUntil(lambda: desk.contents.rowCount() == 0)

    view.show_page(2)
    qtbot.waitUntil(lambda: desk.leaf is not None and desk.leaf.number == 3)
    desk.turn.click()
    qtbot.waitUntil(lambda: desk.leaves[2].page.turn == 90 and view.pages[2].width > view.pages[2].height)
    settle(opened)
    assert view.shown == 2, "one stays at the page"
    sheet = desk.sheet
    assert sheet.where.text() == sheet._counts[0]
    sheet.resize(sheet.width() - sheet._room() + sheet.where.fontMetrics().horizontalAdvance(sheet._counts[3]), 400)
    assert sheet.where.text() == "3 / 6 面" and sheet.where.toolTip() == sheet._counts[0]
    archive.undo()
    settle(opened)
    qtbot.waitUntil(lambda: view.pages[2].width < view.pages[2].height)

    better = pictures(archive.root.parent / "重扫", 1) / "第1页.jpg"
    monkeypatch.setattr("archive_app.gui.dialogs.choose.choose_files", lambda *_words: [better])
    desk.instead.click()
    qtbot.waitUntil(
        lambda: desk.leaves[2].file.title == better.name and desk.leaf is not None and desk.leaf.number == 3
    )
    assert len(desk.leaves) == 6 and desk.page_said.text() == "第 1 页　没有文字"
    archive.undo()
    settle(opened)
    qtbot.waitUntil(lambda: desk.leaves[2].file.title != better.name)

    monkeypatch.setattr("archive_app.gui.workspaces.volumes.trash.ask", lambda *_words, **_more: True)
    kept = archive.catalogue.record(desk.volume)
    opened.actions_table["volume.trash"].trigger()
    qtbot.waitUntil(lambda: workspace.pages.currentWidget() is workspace._empty)
    menu = workspace.trash.menu([kept])
    assert [one.text() for one in menu.actions()] == ["取回《文史资料》7"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: workspace.pages.currentWidget() is desk and desk.volume == kept.id)
    settle(opened)


def test_rules_are_written_read_off_the_pages_and_refused(look, qtbot) -> None:
    dialog = FoliosDialog(None, "第七辑", 20, read_rules("3=i 7=1"), lambda: read_rules("5=1"))
    qtbot.addWidget(dialog)
    assert [str(rule) for rule in dialog.rules] == ["3=i", "7=1"]
    dialog._add()
    added = dialog._rows[-1]
    added.style_choice.setCurrentIndex(added.style_choice.findData(NONE))
    added.scan.setValue(18)
    assert [str(rule) for rule in dialog.rules] == ["3=i", "7=1", "18=无"]
    dialog._rows[0].printed.setText("第一页")
    assert not dialog._good.isEnabled() and "罗马" in dialog._said.text()
    dialog._guess()
    assert [str(rule) for rule in dialog.rules] == ["5=1"] and dialog._good.isEnabled()


def test_contents_are_pasted_typed_and_put_right(look, qtbot) -> None:
    asked: list[list[ContentsRow]] = []

    def check(rows: list[ContentsRow]) -> list[str]:
        asked.append(list(rows))
        return ["" if row.first == "1" else "没有写页码" for row in rows]

    dialog = ContentsDialog(None, "第七辑", [], check, lambda: [ContentsRow("渡口的船", "李四", "", "3")])
    qtbot.addWidget(dialog)
    dialog.show()
    QGuiApplication.clipboard().setText("三亲实录 5\n水磨记……张三 1\n渡口的船……李四 3")
    QTest.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row.title for row in dialog.written()] == ["三亲实录", "水磨记", "渡口的船"]
    assert [dialog.table.item(at, SAID).text() for at in range(3)] == ["没有写页码", "✓", "没有写页码"]
    dialog._read_here()
    assert dialog.table.rowCount() == 3, "what is there already does not come in again"
    dialog.table.setCurrentCell(0, TITLE)
    dialog.as_section()
    assert [(row.section, row.title) for row in dialog.written()] == [("三亲实录", "水磨记"), ("三亲实录", "渡口的船")]
    dialog._choose_row(0)
    dialog.swap()
    assert (dialog.written()[0].title, dialog.written()[0].author) == ("张三", "水磨记")
    dialog.add_row()
    dialog.table.item(1, 2).setText("王五")
    dialog._accept()
    assert dialog.result() == 0 and "没有题名" in dialog._said.text()
    dialog.remove()
    dialog._accept()
    assert [row.section for row in dialog.rows] == ["三亲实录", "三亲实录"]


def leaf(number: int, text: str, standing: str = DRAFT) -> Leaf:
    line = ScanLine((10, 10, 200, 10, 200, 40, 10, 40), text, (0.5,) * len(text))
    values = {"name": "卷.pdf", "sha256": "a" * 64, "pages": 9}
    file = Record("01a22cc5-5ce0-724a-b4cc-c61cc1a3f257", "file", 1, values)
    return Leaf(number, file, number - 1, str(number), ScanPage(number - 1, 0, (300, 400), (line,)), standing)


def looked(qtbot, *leaves: Leaf, at: int = 1) -> LeavesDialog:
    def now(question, then, failed=None, *, key=None) -> None:
        then(question())

    dialog = LeavesDialog(None, "第七辑", leaves, now, lambda _leaf: Path("nothing.jpg"), at)
    qtbot.addWidget(dialog)
    return dialog


def test_pages_are_found_right_one_by_one_and_what_was_written_is_kept(look, qtbot) -> None:
    dialog = looked(qtbot, leaf(1, "水曆"), leaf(2, "渡口"), leaf(3, "货场", CONFIRMED), leaf(4, "磨房"), at=2)
    assert dialog.where.currentText() == "第 2 页　识别稿"
    dialog.right()
    assert dialog.page.number == 3, "one that was looked through is passed over"
    dialog.show()
    dialog.go(0)
    dialog.activateWindow()
    dialog.text.setFocus()
    qtbot.waitUntil(dialog.text.hasFocus)
    dialog.text.next_doubt()
    compose(dialog.text, "mo")
    dialog.right()
    assert dialog.page.number == 0, "not while the input method composes"
    commit(dialog.text, "磨")
    dialog.accept()
    assert [(one.number, one.page.lines[0].text[:1]) for one in dialog.results()] == [(1, "磨"), (2, "渡")]


def test_all_at_once(look, qtbot) -> None:
    dialog = looked(qtbot, leaf(1, "水磨"), leaf(2, "货场", CONFIRMED), leaf(3, "渡口"))
    dialog._all()
    assert [one.number for one in dialog.results()] == [1, 3]


def test_what_is_to_be_taken_in_is_named_before(look, qtbot, tmp_path: Path) -> None:
    dialog = TakeInDialog(None, "文史资料")
    qtbot.addWidget(dialog)
    assert not dialog._take.isEnabled()
    (tmp_path / "说明.docx").write_bytes(b"")
    dialog.choose([tmp_path / "说明.docx"])
    assert not dialog._take.isEnabled() and "不是书页" in dialog._chosen.text()
    dialog.choose([pictures(tmp_path / "扫描")])
    assert dialog._take.isEnabled() and "11 个文件" in dialog._chosen.text()
    dialog._fields["isbn"].setText("978-7-225-00001-1")
    assert dialog.values()["state"] == "published"
