"""录音转文字 in the window: nowhere without the library; else a draft that a person looks through, and takes or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from archive_app.domain.segments import Segment
from archive_app.gui.actions import ACTIONS, Actions
from archive_app.gui.dialogs.settings import SettingsDialog
from archive_app.gui.main_window import MainWindow
from archive_app.gui.sound.drafting import DraftDialog, Drafting, choose_model
from archive_app.services.settings import Settings
from archive_app.services.transcribing import Draft
from tests.gui.acting import item_titled

DRAFT = Draft((Segment("那时候磨面要排队", 0.0, 4.2), Segment("天不亮就去", 4.6, 9.0)), whole=True)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if sherpa-onnx were installed."""
    for place in ("archive_app.gui.actions.speech_there", "archive_app.gui.dialogs.settings.speech_there"):
        monkeypatch.setattr(place, lambda: True)
    monkeypatch.setattr("archive_app.services.transcribing.library_there", lambda: True)


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("archive_app.gui.actions.speech_there", "archive_app.gui.dialogs.settings.speech_there"):
        monkeypatch.setattr(place, lambda: False)


def words_of(dialog: QDialog) -> str:
    return "".join(one.text() for one in dialog.findChildren(QLabel))


def test_without_the_library_nothing_of_it_is_shown(absent: None, qtbot, look, tmp_path: Path) -> None:
    window = QDialog()
    qtbot.addWidget(window)
    assert "spoken.draft" not in {spec.id for spec in Actions(window, lambda name: None)}
    settings = SettingsDialog(None, Settings(tmp_path / "settings.toml"))
    qtbot.addWidget(settings)
    assert "转文字" not in words_of(settings)


def test_with_it_it_stands_in_the_menu_and_in_the_settings(there: None, qtbot, look, tmp_path: Path) -> None:
    window = QDialog()
    qtbot.addWidget(window)
    assert "spoken.draft" in {spec.id for spec in Actions(window, lambda name: None)}
    settings = SettingsDialog(None, Settings(tmp_path / "settings.toml"))
    qtbot.addWidget(settings)
    assert "转文字" in words_of(settings)
    assert "spoken.draft" in {spec.id for spec in ACTIONS}


def test_a_folder_that_holds_no_model_is_said_and_not_kept(
    there: None, qtbot, look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "settings.toml")
    folder = tmp_path / "sherpa-onnx-paraformer-zh"
    folder.mkdir()
    said: list[str] = []
    monkeypatch.setattr("archive_app.gui.sound.drafting.QFileDialog.getExistingDirectory", lambda *_given: str(folder))
    monkeypatch.setattr("archive_app.gui.dialogs.own_model.Message.exec", lambda self: said.append(words_of(self)))
    window = QDialog()
    qtbot.addWidget(window)
    assert not choose_model(window, settings)
    assert "没有听写用的模型" in said[0] and settings.get("speech_model") == ""
    (folder / "tokens.txt").write_text("a 0")
    (folder / "model.int8.onnx").write_bytes(b"x")
    assert choose_model(window, settings)
    assert settings.get("speech_model") == str(folder)


@pytest.mark.parametrize("taken", [True, False])
def test_a_draft_is_put_into_the_transcript_only_when_it_is_taken_and_can_be_undone(
    opened: MainWindow, settle, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    archive = opened.session.archive
    item = item_titled(archive, "沙塘川的三盘水磨")
    before = archive.catalogue.record(item)["transcript"]
    seen: list[str] = []

    def look_through(self: DraftDialog) -> int:
        seen.extend(self.list.item(row).text() for row in range(self.list.count()))
        return int(taken)

    monkeypatch.setattr(DraftDialog, "exec", look_through)
    Drafting(opened, opened).show(DRAFT, archive.catalogue.record(item))
    settle(opened)
    assert len(seen) == 2 and "那时候磨面要排队" in seen[0]
    rows = archive.catalogue.record(item)["transcript"]
    if not taken:
        assert rows == before
        return
    assert [(row["start"], row["end"], row["text"]) for row in rows] == [
        (0.0, 4.2, "那时候磨面要排队"),
        (4.6, 9.0, "天不亮就去"),
    ]
    assert all(row["id"] for row in rows)
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert archive.catalogue.record(item)["transcript"] == before


def test_what_would_be_replaced_and_what_is_not_heard_yet_is_said(qtbot, look) -> None:
    replacing = DraftDialog(None, DRAFT, 12)
    qtbot.addWidget(replacing)
    assert "已有 12 段" in words_of(replacing)
    part = DraftDialog(None, Draft(DRAFT.segments[:1], whole=False), 0)
    qtbot.addWidget(part)
    assert "还没有听完" in words_of(part)
