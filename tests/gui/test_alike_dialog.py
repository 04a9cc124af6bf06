"""像是同一张: the pair is shown, answered by a key, and the next one stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from archive_app.derived.likeness.comparing import compare
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.alike import AlikeDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.resources import resource
from archive_app.services.importing import import_paths
from tests.gui.acting import SLOW, item_titled


@pytest.fixture
def dialog(tmp_path: Path, opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> AlikeDialog:
    """Two scans, each with its copy that came by telephone."""
    for name in ("ph-36", "ph-40"):
        with Image.open(Path(str(resource("example", "pictures", f"{name}.jpg")))) as picture:
            picture.save(tmp_path / f"{name}.png")
            picture.resize((360, 270)).save(tmp_path / f"微信{name}.jpg", quality=40)
    archive = opened.session.archive
    import_paths(archive, sorted(tmp_path.glob("*ph-*.*")))
    settle(opened)
    compare(archive.root, archive.catalogue.picture_hashes(), lambda _share, _words: None)
    made = AlikeDialog(opened, materials.shell, materials.thumbs)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.done(0))
    made.show()
    qtbot.waitUntil(lambda: len(made.questions) == 2, timeout=SLOW)
    return made


def test_a_pair_is_answered_by_a_key_and_the_next_stands_there(
    dialog: AlikeDialog, opened: MainWindow, settle, qtbot
) -> None:
    archive = opened.session.archive
    first = dialog.question
    assert first is not None and first.large.pixels > first.small.pixels
    assert first.large.item.title in dialog.sides[0].title.text()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(dialog.questions) == 1, timeout=SLOW)
    assert len(archive.catalogue.files_of(first.large.item.id) + archive.catalogue.files_of(first.small.item.id)) == 2
    second = dialog.question
    assert second is not None and second.large.item.id != first.large.item.id
    qtbot.keyClick(dialog, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: not dialog.questions, timeout=SLOW)
    assert dialog.question is None and "没有像是同一张" in dialog.told.text()
    assert not any(made.isEnabled() for made in dialog.answers)
    archive.undo()
    qtbot.waitUntil(lambda: len(dialog.questions) == 1, timeout=SLOW)


def test_what_came_in_is_held_against_what_was_there_and_told(
    opened: MainWindow, materials: MaterialsWorkspace, tmp_path: Path, settle, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(materials.shell, "toast", lambda words, *_rest, **_more: told.append(words))
    with Image.open(Path(str(resource("example", "pictures", "ph-36.jpg")))) as picture:
        picture.save(tmp_path / "扫描.png")
        picture.resize((360, 270)).save(tmp_path / "微信.jpg", quality=40)
    materials.take_in([tmp_path / "扫描.png", tmp_path / "微信.jpg"])
    qtbot.waitUntil(lambda: any("像是已有的" in words for words in told), timeout=4 * SLOW)
    assert item_titled(opened.session.archive, "微信")
