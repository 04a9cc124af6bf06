"""版本 in the window: any two states beside each other, walked through by key, one paragraph or all taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.versions.dialog import VersionsDialog
from archive_app.gui.versions.drawn import Manner, comparison_html
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.texts.comparing import Comparison
from tests.gui.acting import item_titled

FIRST = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜姓王。"),
        Block(BlockKind.PARAGRAPH, "后来换了杨木的柜台。"),
        Block(BlockKind.PARAGRAPH, "再后来就拆了。"),
    )
)


@pytest.fixture
def written(opened: MainWindow, materials: MaterialsWorkspace, settle: Callable[..., None]) -> str:
    """An item whose text was changed in two places, by another person."""
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(key, {"manuscript": FIRST.to_json()}))
    archive.act_as("编辑乙")
    one, two, three = FIRST.blocks
    later = (replace(one, text="柜台是杨木的，掌柜姓王。"), two, replace(three, text="再后来就拆了，盖了粮站。"))
    archive.execute(SetFields(key, {"manuscript": Manuscript(later).to_json()}))
    settle(opened)
    return key


def dialog_of(window: MainWindow, key: str, settle: Callable[..., None], why: str = "") -> VersionsDialog:
    dialog = VersionsDialog(window, window, window.session.archive.catalogue.record(key), why)
    dialog.show()
    settle(window)
    return dialog


def texts(window: MainWindow, key: str) -> list[str]:
    return [one.text for one in Manuscript.from_json(window.session.archive.catalogue.record(key)["manuscript"])]


def test_differences_are_walked_through_and_one_is_taken_back(
    opened: MainWindow, written: str, settle: Callable[..., None]
) -> None:
    dialog = dialog_of(opened, written, settle)
    assert "现在的" in dialog.list.item(0).text() and "编辑乙" in dialog.list.item(0).text()
    assert dialog.page.words() == "共 2 处不同" and not dialog.one.isEnabled()
    assert "改过 2 段" in dialog._summary.text()
    words = dialog.page.toPlainText()
    assert "柜台是松木的" in words and "柜台是杨木的" in words, "side by side each is read by itself"
    dialog.page.step(1)
    assert dialog.page.words() == "第 1 处，共 2 处" and dialog.one.isEnabled()
    dialog.page.step(-1)
    assert dialog.page.words() == "第 2 处，共 2 处", "round at the ends"
    dialog.one.click()
    settle(opened)
    assert texts(opened, written) == ["柜台是杨木的，掌柜姓王。", FIRST.blocks[1].text, "再后来就拆了。"]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert texts(opened, written)[2] == "再后来就拆了，盖了粮站。"
    dialog.page.pressed.emit(f"back:{dialog.page._places[0]}")
    settle(opened)
    assert texts(opened, written)[0] == FIRST.blocks[0].text
    dialog.close()


def test_a_whole_state_is_taken_back_and_where_nothing_may_be_that_is_said(
    opened: MainWindow, written: str, settle: Callable[..., None]
) -> None:
    closed = dialog_of(opened, written, settle, "已经定稿，只能看。")
    closed.page.step(1)
    assert not closed.all.isEnabled() and not closed.one.isEnabled() and closed._says.text() == "已经定稿，只能看。"
    assert "取回这一段" not in closed.page.toPlainText()
    closed.close()
    dialog = dialog_of(opened, written, settle)
    dialog.all.click()
    settle(opened)
    assert texts(opened, written) == [one.text for one in FIRST]
    assert "取回正文" in dialog.list.item(0).text()
    dialog.close()


def test_one_text_in_the_other_whole_and_in_print(
    opened: MainWindow, written: str, settle: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_of(opened, written, settle)
    dialog.beside.setChecked(False)
    dialog.whole.setChecked(True)
    assert "柜台是松杨木的" in dialog.page.toPlainText() and FIRST.blocks[1].text in dialog.page.toPlainText()
    out = tmp_path / "对照"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(out), ""))
    dialog.save.click()
    settle(opened)
    assert out.with_name("对照.pdf").read_bytes().startswith(b"%PDF")
    dialog.every.setChecked(True)
    settle(opened)
    dialog.newer.setCurrentIndex(1)
    settle(opened)
    assert not dialog.all.isEnabled(), "only against what stands now is anything taken back"
    dialog.close()


def test_the_button_and_the_key_open_it_with_what_was_just_typed(
    opened: MainWindow, materials: MaterialsWorkspace, written: str, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def look(dialog: VersionsDialog) -> int:
        QTest.qWait(50)
        settle(opened)
        shown.append(dialog.page.toPlainText() + dialog.list.item(0).text())
        return 0

    monkeypatch.setattr(VersionsDialog, "exec", look)
    assert materials.listing.select(written)
    settle(opened)
    materials.open_item()
    settle(opened)
    assert materials.material.to_versions.isVisible()
    cursor = materials.material.text.page.textCursor()
    cursor.insertText("从前的")
    opened.actions_table["text.versions"].trigger()
    settle(opened)
    QApplication.processEvents()
    assert shown and "从前的" in shown[0]


def test_from_the_history_a_change_of_the_text_is_seen_beside_what_stood_before(
    opened: MainWindow, written: str, settle: Callable[..., None]
) -> None:
    archive = opened.session.archive
    first, last = [one.command_id for one in archive.catalogue.history(written) if one.field == "manuscript"][::-1]
    archive.execute(SetFields(written, {"manuscript": FIRST.to_json()}))
    settle(opened)
    dialog = VersionsDialog(opened, opened, archive.catalogue.record(written), command=last)
    dialog.show()
    settle(opened)
    assert dialog.pair is not None and [one.command for one in dialog.pair] == [first, last]
    dialog.close()


def test_what_is_written_as_markup_is_shown_as_words() -> None:
    was, now = (Manuscript((Block(BlockKind.PARAGRAPH, one, id="p"),)) for one in ("<b>甲</b>&", "<b>乙</b>&"))
    page = comparison_html(Comparison(was, now), Manner())
    assert "&lt;b&gt;" in page and "<b>甲" not in page
