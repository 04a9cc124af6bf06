"""从转写稿做整理稿 in the window; from a paragraph to what was said, by ear and by eye, and back."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import SetFields
from archive_app.domain.edited.making import LONGEST, Labels
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.oral.edited_text import EditedDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import import_paths

WORDS = (
    ("祁垚", "您家的水磨是哪一年修起来的？"),
    ("马䶮", "嗯，听老人讲是民国二十六年，三家合股。"),
    ("马䶮", "那个，磨盘是从北山请石匠凿的。"),
)


@pytest.fixture(autouse=True)
def as_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EditedDialog, "last", (Labels.ASKED, str(LONGEST)))


@pytest.fixture
def interview(opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path) -> str:
    path = tmp_path / "水磨.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000 * 30)
    archive = opened.session.archive
    (one,) = import_paths(archive, [path]).imported
    said = [
        {"id": f"01a20bf6-43af-7341-afd8-27e6ccaa830{at}", "start": at * 10.0, "end": at * 10.0 + 9, "speaker": who}
        | {"text": text}
        for at, (who, text) in enumerate(WORDS)
    ]
    people = [{"role": "口述者", "name": "马䶮"}, {"role": "采访者", "name": "祁垚"}]
    archive.execute(SetFields(one.id, {"transcript": said, "responsibility": people}))
    settle(opened)
    materials.listing.select(one.id)
    materials.open_item()
    settle(opened)
    return one.id


def text_of(opened: MainWindow, item: str) -> Manuscript:
    return Manuscript.from_json(opened.session.archive.catalogue.record(item)["manuscript"])


def made(opened: MainWindow, monkeypatch: pytest.MonkeyPatch, settle, ticked: str = "") -> None:
    def tick(dialog: EditedDialog) -> int:
        for leaf in dialog._leaves():
            if ticked and ticked in leaf.text(0):
                leaf.setCheckState(0, Qt.CheckState.Checked)
        return 1

    monkeypatch.setattr(EditedDialog, "exec", tick)
    opened.actions_table["spoken.edited"].trigger()
    settle(opened)
    settle(opened)


def test_the_dialog_takes_out_only_what_was_ticked(
    opened: MainWindow, materials: MaterialsWorkspace, interview: str
) -> None:
    dialog = EditedDialog(materials, opened.session.archive.catalogue.record(interview), ())
    assert [leaf.text(0) for leaf in dialog._leaves()] == [
        "第 2 段　【嗯】听老人讲是民国二",
        "第 3 段　【那个】磨盘是从北山请石",
    ]
    assert dialog.wanted.drop == frozenset() and "2 段" in dialog.note.text()
    dialog._leaves()[0].setCheckState(0, Qt.CheckState.Checked)
    assert dialog.wanted.drop == {(1, 0)}
    dialog.labels_of.button("none").click()
    dialog.length.button("0").click()
    assert "1 段" in dialog.note.text()
    dialog.accept()
    assert EditedDialog.last == (Labels.NONE, "0")


def test_a_text_is_made_and_heard_from_its_paragraphs(
    opened: MainWindow, materials: MaterialsWorkspace, interview: str, settle, monkeypatch
) -> None:
    material = materials.material
    assert not materials.acts.can("spoken.across") or material.transcribing
    made(opened, monkeypatch, settle, ticked="【嗯】")
    text = text_of(opened, interview)
    assert [block.text for block in text] == [
        WORDS[0][1],
        "听老人讲是民国二十六年，三家合股。那个，磨盘是从北山请石匠凿的。",
    ]
    assert len(text.blocks[1].segments) == 2
    material._choose("text")
    settle(opened)
    material.text.page.show_place(text.blocks[1].id, 17, 18)
    cursor = material.text.page.textCursor()
    cursor.setPosition(cursor.block().position() + 20)
    material.text.page.setTextCursor(cursor)
    told = material.text_page.told
    assert told.isVisible() and materials.acts.can("search.play")
    assert "00:00:10—00:00:29" in told.said.toolTip() or "00:00:10" in told.said.text()
    heard: list[float] = []
    monkeypatch.setattr(material.player, "play_from", heard.append)
    QTest.keyClick(material.text.page, Qt.Key.Key_F8)
    assert len(heard) == 1 and 20.0 <= heard[0] <= 29.0
    opened.actions_table["spoken.across"].trigger()
    settle(opened)
    assert material.transcribing and material.transcript_page.view.current_id == text.blocks[1].segments[1]
    opened.actions_table["spoken.across"].trigger()
    settle(opened)
    assert material.checking_possible and material.text.page.textCursor().blockNumber() == 1


def test_a_second_text_goes_behind_the_first(opened: MainWindow, interview: str, settle, monkeypatch) -> None:
    made(opened, monkeypatch, settle)
    made(opened, monkeypatch, settle)
    assert len(text_of(opened, interview)) == 4


def test_a_text_that_is_there_is_tied(
    opened: MainWindow, materials: MaterialsWorkspace, interview: str, settle
) -> None:
    blocks: list[dict[str, Any]] = [
        {"id": "b0", "kind": "paragraph", "text": "磨盘是从北山请石匠凿的，听老人讲是民国二十六年。"},
        {"id": "b1", "kind": "paragraph", "text": "编者补的一段。"},
    ]
    opened.session.archive.execute(SetFields(interview, {"manuscript": {"format": 1, "blocks": blocks}}))
    settle(opened)
    assert materials.material.text_page.told.isHidden()
    opened.actions_table["spoken.link"].trigger()
    settle(opened)
    settle(opened)
    assert [len(block.segments) for block in text_of(opened, interview)] == [2, 0]
    materials.material._choose("text")
    settle(opened)
    assert not materials.material.text_page.told.isHidden()
