"""印前检查 in the window, the volume's titles and 版权页, and notes that are reached from their print."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support_texts import COUNTER, MILL, PHOTOGRAPH, make_archive

from archive_app.catalogue.commands import SetFields
from archive_app.gui.workspaces.volumes.volume_dialog import VolumeDialog, read_board
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services import binding
from archive_app.services.archive import Archive
from tests.gui.acting import item_titled
from tests.gui.test_volume_by_hand import SLOW, article, book, place_of, still  # noqa: F401

NOTE = "老人生于光绪年间，一九六二年去世。"


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    root = make_archive(tmp_path / "馆藏")
    with Archive.open(root) as archive:
        volume = binding.new_volume(archive, {"title": "城东文史", "number": 3, "template": "16k"})
        items = [item_titled(archive, title) for title in (MILL, COUNTER, PHOTOGRAPH)]
        binding.add_items(archive, volume, items)
        text = archive.catalogue.record(items[0])["manuscript"]
        text["blocks"][0]["notes"] = [{"id": "n1", "at": 3, "text": "先有一条。"}, {"id": "n2", "at": 6, "text": NOTE}]
        archive.execute(SetFields(items[0], {"manuscript": text}))
        archive.execute(SetFields(items[1], {"access": "restricted"}))
    return root


def test_what_stands_against_print_is_listed_and_leads_to_its_place(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    book.show_tab("checks")
    qtbot.waitUntil(lambda: book.checks.found is not None, timeout=SLOW)
    faults = book.checks.faults()
    restricted = next(fault for fault in faults if fault.code == "restricted")
    assert restricted.article == article(book, COUNTER)
    assert "处必须改" in book.checks.said.text()
    line = next(
        book.checks.list.item(n)
        for n in range(book.checks.list.count())
        if book.checks.list.item(n).data(Qt.ItemDataRole.UserRole) == restricted
    )
    book.checks.list.setCurrentItem(line)
    book.checks.list.itemClicked.emit(line)
    still(book, qtbot)
    shown = {
        line.article for n in book.pages_view.facing(book.pages_view.shown) for line in book.pages_view.pages[n].lines
    }
    assert restricted.article in shown
    went = []
    book.shell.go = lambda workspace, place: went.append((workspace, place.record_id, place.field))
    book.checks.material.click()
    assert went == [("materials", restricted.item, "access")]
    book.checks.grave.setChecked(True)
    assert all(fault.serious for fault in book.checks.faults())


def test_the_list_follows_what_is_mended(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    book.show_tab("checks")
    qtbot.waitUntil(lambda: book.checks.found is not None, timeout=SLOW)
    item = next(fault for fault in book.checks.faults() if fault.code == "restricted").item
    book.execute(SetFields(item, {"access": "internal"}))
    qtbot.waitUntil(lambda: "restricted" not in {fault.code for fault in book.checks.faults()}, timeout=SLOW)


def test_a_printed_note_pointed_at_twice_is_written_in_the_note(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    at = place_of(book, "光绪年间")
    still(book, qtbot)
    QTest.mouseDClick(book.pages_view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    still(book, qtbot)
    notes = {made.key: made.text for made in book.story.text.notes.lines}
    qtbot.waitUntil(lambda: notes["n2"].hasFocus() or book.window().focusWidget() is notes["n2"], timeout=SLOW)
    assert notes["n2"].textCursor().position() == NOTE.index("光绪")
    [tinted] = notes["n2"].extraSelections()
    assert tinted.cursor.selectedText() == "光"


def test_titles_imprint_and_board_are_one_step(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    volume = book.session.archive.catalogue.record(book.volume)
    dialog = VolumeDialog(book, volume, "imprint")
    qtbot.addWidget(dialog)
    assert dialog.command() is None
    dialog.titles["subtitle"].setText("乡村记忆")
    dialog.lines["internal"]["permit"].setText("青内准印第 0001 号")
    dialog.more.setPlainText("封面设计：马䶮")
    dialog.board.setPlainText("主任：祁大魁\n委员（按姓氏笔画为序）：王德全、赵铁山")
    assert dialog.check()
    assert "版权页缺" in dialog._said.text()  # said, and no reason to refuse what is there already
    book.execute(dialog.command())
    still(book, qtbot)
    volume = book.session.archive.catalogue.record(book.volume)
    rows = {row["key"]: row["value"] for row in volume["imprint"]}
    assert rows == {"variant": "internal", "permit": "青内准印第 0001 号", "封面设计": "马䶮"}
    assert volume["board"][1] == {"role": "委员（按姓氏笔画为序）", "names": ["王德全", "赵铁山"]}
    printed = "".join(line.text for page in book.pages_view.pages for line in page.lines)
    assert "青内准印第 0001 号" in printed.replace("\u2002", " ")
    assert "乡村记忆" in printed
    again = VolumeDialog(book, volume)
    qtbot.addWidget(again)
    assert again.command() is None  # what is stored reads back as it is


def test_a_line_of_the_board_that_is_none_is_said(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    dialog = VolumeDialog(book, book.session.archive.catalogue.record(book.volume), "board")
    qtbot.addWidget(dialog)
    dialog.board.setPlainText("编委会由区政协主席会议推举产生")
    assert not dialog.check()
    assert "看不懂" in dialog._said.text()
    assert read_board("主编：马䶮\n\n编辑：李映雪，吴𬱟") == [
        {"role": "主编", "names": ["马䶮"]},
        {"role": "编辑", "names": ["李映雪", "吴𬱟"]},
    ]
