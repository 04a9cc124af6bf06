"""取回 Word 稿 in the window: what was changed is shown place by place, each taken or not; a document let go on a text
is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.versions import word
from archive_app.gui.versions.word_dialog import WordDialog
from archive_app.gui.workspaces.materials import text_page
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.texts.word_back import read_word
from archive_app.services.texts.word_out import write_word
from tests.end2end.test_word_command import retyped
from tests.gui.acting import item_titled

TEXT = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜姓王。"),
        Block(BlockKind.PARAGRAPH, "后来换了杨木的柜台。"),
        Block(BlockKind.PARAGRAPH, "再后来就拆了。"),
    )
)


@pytest.fixture
def sent(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Callable[..., None], tmp_path: Path
) -> tuple[str, Path]:
    """An item, and its text come back from Word with two places changed; the office changed one of them, too."""
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(key, {"manuscript": TEXT.to_json()}))
    write_word(archive, key, tmp_path / "稿.docx")
    back = tmp_path / "最终版(2).docx"
    retyped(tmp_path / "稿.docx", back, ("姓王", "姓汪"), ("拆了", "拆了，盖了粮站"))
    first = TEXT.blocks[0].with_text("柜台是松木的，掌柜姓黄。")
    archive.execute(SetFields(key, {"manuscript": Manuscript((first, *TEXT.blocks[1:])).to_json()}))
    settle(opened)
    return key, back


@pytest.fixture
def dialog(opened: MainWindow, sent: tuple[str, Path], settle: Callable[..., None]) -> Iterator[WordDialog]:
    """The dialog on it."""
    made = WordDialog(opened, opened, read_word(opened.session.archive, *sent))
    made.show()
    settle(opened)
    yield made
    made.close()


def texts(window: MainWindow, key: str) -> list[str]:
    return [one.text for one in Manuscript.from_json(window.session.archive.catalogue.record(key)["manuscript"])]


def test_what_the_office_changed_too_is_not_taken_unless_a_person_says_so(
    opened: MainWindow, sent: tuple[str, Path], dialog: WordDialog, settle: Callable[..., None]
) -> None:
    words = dialog.page.toPlainText()
    assert "编辑部后来也改过这一段" in words and "姓黄汪" in words and "盖了粮站" in words
    assert dialog.act.text() == "取回 1 处"
    dialog.page.step(1)
    dialog.turn.click()
    assert dialog.act.text() == "取回 2 处"
    dialog.page.pressed.emit(f"turn:{dialog.page.row}")
    assert dialog.act.text() == "取回 1 处"
    dialog.act.click()
    settle(opened)
    assert texts(opened, sent[0]) == ["柜台是松木的，掌柜姓黄。", TEXT.blocks[1].text, "再后来就拆了，盖了粮站。"]
    assert not Path(dialog.back.staging.name).exists()
    files = [file["name"] for file in opened.session.archive.catalogue.files_of(sent[0])]
    assert "最终版(2).docx" in files, "what came back is kept with the item"
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert texts(opened, sent[0])[2] == "再后来就拆了。"


def test_a_title_that_was_changed_is_a_line_of_its_own_to_be_taken(
    opened: MainWindow, sent: tuple[str, Path], settle: Callable[..., None], tmp_path: Path
) -> None:
    archive = opened.session.archive
    back = tmp_path / "改题.docx"
    retyped(tmp_path / "稿.docx", back, ("供销社的柜台", "老柜台"))
    made = WordDialog(opened, opened, read_word(archive, sent[0], back))
    made.show()
    settle(opened)
    box = made.heads["title"]
    assert box.text() == "题名：供销社的柜台 → 老柜台" and box.isChecked() and made.act.text() == "取回 1 处"
    box.setChecked(False)
    assert not made.act.isEnabled()
    box.setChecked(True)
    made.act.click()
    settle(opened)
    assert (
        archive.catalogue.record(sent[0]).title == "老柜台" and texts(opened, sent[0])[0] == "柜台是松木的，掌柜姓黄。"
    )


def test_a_text_that_stands_asks_why(opened: MainWindow, sent: tuple[str, Path], settle: Callable[..., None]) -> None:
    archive = opened.session.archive
    archive.execute(SetFields(sent[0], {"state": "included"}, by_program=True, type="state"))
    made = WordDialog(opened, opened, read_word(archive, *sent), frozen=True)
    made.show()
    assert not made.act.isEnabled()
    made.reason.setText("作者核稿")
    made.act.click()
    settle(opened)
    assert texts(opened, sent[0])[2] == "再后来就拆了，盖了粮站。"
    log = archive.catalogue.record(sent[0])["workflow_log"][-1]
    assert log["comment"] == "从 Word 取回：最终版(2).docx：作者核稿" and log["action"] == "correct"
    made.close()


def test_out_by_the_menu_and_back_by_letting_go(
    opened: MainWindow,
    materials: MaterialsWorkspace,
    sent: tuple[str, Path],
    settle: Any,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, back = sent
    assert materials.listing.select(key)
    settle(opened)
    materials.open_item()
    settle(opened)
    out = tmp_path / "给作者"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(out), ""))
    opened.actions_table["text.word_out"].trigger()
    qtbot.waitUntil(lambda: out.with_name("给作者.docx").exists(), timeout=10_000)
    settle(opened)
    shown: list[str] = []
    monkeypatch.setattr(WordDialog, "exec", lambda made: shown.append(made.page.toPlainText()) or made.reject())
    monkeypatch.setattr(text_page, "ask", lambda *_all: True)
    materials.incoming.came.emit([back], False)
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert "盖了粮站" in shown[0]
    monkeypatch.setattr(word, "choose_files", lambda *_all: [out.with_name("给作者.docx")])
    opened.actions_table["text.word_back"].trigger()
    settle(opened)
    qtbot.wait(1500)
    assert len(shown) == 1, "what nobody changed is only said"
    taken: list[Any] = []
    monkeypatch.setattr(text_page, "ask", lambda *_all: False)
    monkeypatch.setattr(materials, "take_in", lambda paths, dry: taken.append(paths))
    materials.incoming.came.emit([back], False)
    assert taken == [[back]]
