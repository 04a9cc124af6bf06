"""照片另存副本 in the window: one dialog, a folder, and what had to stay is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo import copies_out
from archive_app.gui.workspaces.materials.photo.copies_out import CopiesDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.intake.regions import people_on
from archive_app.services.importing import import_paths
from archive_app.services.photo_copies import Wish


@pytest.fixture(autouse=True)
def as_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CopiesDialog, "last", None)


@pytest.fixture
def photographs(opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path) -> list[str]:
    for number in range(2):
        Image.new("RGB", (200, 100), (number, 0, 0)).save(tmp_path / f"照{number}.png")
    archive = opened.session.archive
    before = set(archive.catalogue.item_ids())
    import_paths(archive, [tmp_path / "照0.png", tmp_path / "照1.png"])
    fresh = [key for key in archive.catalogue.item_ids() if key not in before]
    for key in fresh:
        archive.execute(SetFields(key, {"people": [{"name": "祁垚", "region": [0.5, 0.5, 0.1, 0.2]}]}))
    settle(opened)
    return fresh


def test_the_dialog_says_what_cannot_be_and_remembers_what_was_asked_for(materials: MaterialsWorkspace) -> None:
    asked = CopiesDialog(materials, 3)
    assert asked.wish == Wish()
    asked.pattern.setText("{日期}")
    assert not asked.act.isEnabled() and "{日期}" in asked.note.text()
    asked.pattern.setText("{原名}-{序}")
    asked.edge.choose("1600")
    asked.camera.setChecked(True)
    asked.accept()
    assert CopiesDialog(materials, 1).wish == Wish("{原名}-{序}", 1600, False, True)


def test_copies_of_what_is_selected_are_written(
    opened: MainWindow,
    materials: MaterialsWorkspace,
    photographs: list[str],
    settle,
    tmp_path: Path,
    qtbot,
    monkeypatch,
) -> None:
    out = tmp_path / "副本"
    out.mkdir()
    monkeypatch.setattr(CopiesDialog, "exec", lambda self: self.pattern.setText("{题名}") or 1)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    said: list[str] = []
    monkeypatch.setattr(materials.shell, "toast", lambda words, *_rest: said.append(words))
    materials.listing.select(photographs[0])
    settle(opened)
    opened.actions_table["photo.copies"].trigger()
    qtbot.waitUntil(lambda: bool(said) and not opened.jobs.running(), timeout=10_000)
    (made,) = out.iterdir()
    with Image.open(made) as image:
        assert [(one.value, one.region) for one in people_on(image, 1)] == [("祁垚", (0.5, 0.5, 0.1, 0.2))]
    assert said == ["1 件副本已写到“副本”。其中 1 件没有有效的授权书，只能内部使用。"]


def test_what_has_to_stay_is_named(
    opened: MainWindow, materials: MaterialsWorkspace, photographs: list[str], tmp_path: Path, qtbot, monkeypatch
) -> None:
    archive = opened.session.archive
    archive.execute(SetFields(photographs[0], {"access": "restricted"}))
    shown: list[tuple[str, str]] = []

    class Told:
        def __init__(self, _parent, heading: str, words: str, **_more) -> None:
            shown.append((heading, words))

        def exec(self) -> int:
            return 1

    monkeypatch.setattr(copies_out, "Message", Told)
    copies_out.CopiesOut(materials, materials.shell).write(tmp_path / "副本", photographs, Wish())
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    ((heading, words),) = shown
    title = archive.catalogue.record(photographs[0]).title
    assert heading == "1 件没有写" and words.startswith(f"《{title}》：级别是控制")
    assert len(list((tmp_path / "副本").iterdir())) == 1
