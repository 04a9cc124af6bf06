"""A draft beside its scan: written in line by line, what is doubtful gone through by keys, taken or kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from archive_app.catalogue.commands import Batch, Command, Create
from archive_app.catalogue.store import Record
from archive_app.domain.errors import Conflict
from archive_app.domain.scanned.lines import ScanLine, ScanPage
from archive_app.gui.actions import Actions
from archive_app.gui.scans.dialog import TAKE, ScanDialog
from archive_app.gui.scans.reading import ScanReading
from archive_app.gui.scans.text import LinesEdit
from archive_app.services.archive import Archive
from archive_app.services.scans.drafts import FileDraft
from archive_app.services.scans.reading import ScanReader
from tests.gui.acting import commit, compose


def line(text: str, top: float, *doubts: int, opens: bool = False) -> ScanLine:
    sure = tuple(0.5 if at in doubts else 0.99 for at in range(len(text)))
    wide = 40.0 * len(text)
    return ScanLine((100, top, 100 + wide, top, 100 + wide, top + 40, 100, top + 40), text, sure, opens=opens)


FIRST = ScanPage(0, 0, (800, 1000), (line("沙塘川水曆三盆", 100, 4, 6, opens=True), line("每年秋收以后", 160)))
SECOND = ScanPage(1, 0, (800, 1000), (line("四鄉皆頼焉", 100, 3),))


def record() -> Record:
    values = {"name": "碑记.tif", "sha256": "a" * 64}
    return Record("01a22cc5-5ce0-724a-b4cc-c61cc1a3f257", "file", 1, values)


@pytest.fixture
def text(qtbot, look) -> LinesEdit:
    edit = LinesEdit()
    qtbot.addWidget(edit)
    edit.resize(600, 400)
    edit.show()
    edit.show_page(FIRST)
    return edit


def select(edit: LinesEdit, begin: int, end: int) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(begin)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)


def texts(edit: LinesEdit) -> list[str]:
    return [one.text for one in edit.lines]


def test_what_an_input_method_gives_takes_the_place_of_a_doubtful_character(text: LinesEdit) -> None:
    assert text.next_doubt() and text.textCursor().selectedText() == "曆"
    compose(text, "mo")
    commit(text, "磨")
    assert texts(text) == ["沙塘川水磨三盆", "每年秋收以后"]
    assert text.lines[0].doubts == (6,)
    assert text.next_doubt() and text.textCursor().selectedText() == "盆"
    assert not text.next_doubt()
    assert text.settle() and text.lines[0].doubts == ()
    assert not text.settle()


def test_the_way_back_through_doubts(text: LinesEdit) -> None:
    text.go_to(1)
    assert text.next_doubt(back=True) and text.textCursor().selectedText() == "盆"
    assert text.next_doubt(back=True) and text.textCursor().selectedText() == "曆"
    assert not text.next_doubt(back=True)


def test_nothing_that_is_typed_joins_two_lines_or_parts_one(text: LinesEdit) -> None:
    text.go_to(1)
    QTest.keyClick(text, Qt.Key.Key_Backspace)
    text.go_to(0)
    text.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    QTest.keyClick(text, Qt.Key.Key_Delete)
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert texts(text) == ["沙塘川水曆三盆", "每年秋收以后"] and text.at == 1
    select(text, 3, 10)
    QTest.keyClick(text, Qt.Key.Key_Backspace)
    assert texts(text) == ["沙塘川", "秋收以后"]
    text.undo()
    assert texts(text) == ["沙塘川水曆三盆", "每年秋收以后"]
    assert text.lines[0].doubts == (4, 6)  # what was not written after all is as doubtful as it was
    select(text, 3, 10)
    commit(text, "的")
    assert texts(text) == ["沙塘川的", "秋收以后"]
    text.selectAll()
    QTest.keyClick(text, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert texts(text) == ["", ""] and text.document().blockCount() == 2


def test_what_is_pasted_stands_in_one_line(text: LinesEdit) -> None:
    pasted = QMimeData()
    pasted.setText("一\n二\r\n三")
    text.go_to(1)
    text.insertFromMimeData(pasted)
    assert texts(text)[1] == "一二三每年秋收以后"


def test_a_paragraph_is_begun_and_taken_back(text: LinesEdit) -> None:
    text.go_to(1)
    text.part()
    assert text.lines[1].opens
    text.part()
    assert not text.lines[1].opens


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "p0001.jpg"
    image = QImage(800, 1000, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    image.save(str(path))
    return path


@pytest.fixture
def dialog(qtbot, look, picture: Path) -> ScanDialog:
    draft = FileDraft(record(), (FIRST, SECOND), 3, failed=((2, "图片已损坏"),))
    into = {"inscription": "铭文与录文", "manuscript": "正文"}
    made = ScanDialog(None, "水磨碑记", [draft], lambda _draft, _number: picture, into, frozenset({"manuscript"}))
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    return made


def test_doubts_are_gone_through_by_keys_over_all_pages(dialog: ScanDialog, qtbot) -> None:
    assert dialog.text.textCursor().selectedText() == "曆"
    assert "本页存疑 2 字，全部 3 字" in dialog.said.text() and "图片已损坏" in dialog.said.text()
    QTest.keyClick(dialog.text, Qt.Key.Key_F3)
    QTest.keyClick(dialog.text, Qt.Key.Key_F2)  # right: on to the next, which is on the other page
    assert dialog.page is not None and dialog.page.number == 1
    assert dialog.text.textCursor().selectedText() == "頼"
    commit(dialog.text, "賴")
    assert "本页存疑 0 字，全部 1 字" in dialog.said.text()
    QTest.keyClick(dialog.text, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page.number == 0
    changed = dialog.changed[record().id]
    assert changed[1].lines[0].text == "四鄉皆賴焉" and changed[0].lines[0].doubts == (4,)


def test_the_line_in_hand_is_framed_on_the_scan_and_a_click_there_goes_to_it(dialog: ScanDialog) -> None:
    assert dialog.view.line is not None and dialog.view.line.text == FIRST.lines[0].text
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    assert dialog.view.line == FIRST.lines[1]
    QTest.keyClick(dialog.text, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    middle = dialog.view.outline(FIRST.lines[0]).boundingRect().center()
    assert dialog.view.line_at(middle) == 0 and dialog.view.line_at(QPointF(1, 1)) is None
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert dialog.text.at == 0
    before = dialog.view.zoom
    QTest.keyClick(dialog.text, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.zoom > before
    assert not dialog.grab().isNull()


def test_only_where_there_are_words_already_is_asked_what_becomes_of_them(dialog: ScanDialog) -> None:
    assert dialog.how.isHidden() and not dialog.instead
    dialog.into.setCurrentIndex(1)
    assert not dialog.how.isHidden()
    dialog.how.setCurrentIndex(1)
    assert dialog.instead


def test_esc_keeps_what_was_written_and_enter_in_a_composition_takes_nothing(dialog: ScanDialog) -> None:
    compose(dialog.text, "mo")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    assert dialog.isVisible() and not dialog.wish
    commit(dialog.text, "磨")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not dialog.wish
    assert dialog.changed[record().id][0].lines[0].text.startswith("沙塘川水磨")


@pytest.mark.parametrize("there", [True, False])
def test_without_the_extra_nothing_of_it_is_shown(qtbot, look, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    monkeypatch.setattr("archive_app.gui.actions.recogniser_there", lambda: there)
    window = QDialog()
    qtbot.addWidget(window)
    assert ("item.recognise" in {spec.id for spec in Actions(window, lambda name: None)}) == there


class _Shell:
    """As much of the window as it needs: commands are carried out at once."""

    def __init__(self, archive: Archive) -> None:
        self.session = self
        self.archive = archive
        self.told: list[str] = []
        self.closed = False  # whether what is taken is refused

    def execute(
        self,
        command: Command,
        then: Callable[[object], None] | None = None,
        failed: Callable[[Exception], None] = lambda error: None,
    ) -> None:
        if self.closed and isinstance(command, Batch):
            failed(Conflict("这篇文字已经定稿", "", code="standing"))
            return
        done = self.archive.execute(command)
        if then is not None:
            then(done)

    def toast(self, words: str) -> None:
        self.told.append(words)

    def show_error(self, error: Exception) -> None:
        self.told.append(str(error))


def test_a_draft_is_kept_or_taken(qtbot, look, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QDialog()
    qtbot.addWidget(window)
    wishes = iter(("", TAKE, TAKE))

    def look_through(self: ScanDialog) -> int:
        commit(self.text, "磨")
        self.wish = next(wishes)
        return 1

    monkeypatch.setattr(ScanDialog, "exec", look_through)
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as archive:
        item = Create("item", {"kind": "document", "title": "水磨碑记"})
        archive.execute(item)
        sha256 = archive.vault.take(picture).sha256
        file = Create(
            "file", {"item": item.id, "name": "碑.jpg", "mime": "image/jpeg", "sha256": sha256, "position": 1}
        )
        archive.execute(file)
        reader = ScanReader(archive, lambda: None, "试用")  # type: ignore[arg-type, return-value]
        shell = _Shell(archive)
        reading = ScanReading(window, shell)  # type: ignore[arg-type]
        draft = FileDraft(archive.catalogue.record(file.id), (FIRST, SECOND), 2)
        reading.show(reader, (draft,), archive.catalogue.record(item.id))
        (row,) = archive.catalogue.record(file.id)["reading"]
        assert json.loads(row["lines"])["lines"][0]["text"] == "沙塘川水磨三盆"
        assert not archive.catalogue.record(item.id)["inscription"] and not shell.told
        kept = reader.drafts([archive.catalogue.record(file.id)])
        reading.show(reader, kept, archive.catalogue.record(item.id))  # its next doubt is written over
        now = archive.catalogue.record(item.id)
        assert now["inscription"] == "沙塘川水磨三磨每年秋收以后"
        assert now["recognised"][0]["engine"] == "试用" and "铭文与录文" in shell.told[0]
        archive.undo()
        assert not archive.catalogue.record(item.id)["inscription"]
        shell.closed = True  # the text stands by now: what was written in the draft stays all the same
        reading.show(reader, (draft,), archive.catalogue.record(item.id))
        (row,) = archive.catalogue.record(file.id)["reading"]
        assert json.loads(row["lines"])["lines"][0]["text"] == "沙塘川水磨三盆" and "定稿" in shell.told[-1]
