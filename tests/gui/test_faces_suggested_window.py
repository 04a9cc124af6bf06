"""Suggested faces in the window: dashed boxes, taken or refused by keys; without a model nothing of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.found_faces import Found
from archive_app.gui.actions import Actions
from archive_app.gui.dialogs.keys import KeysDialog
from archive_app.gui.dialogs.settings import SettingsDialog
from archive_app.gui.finder import finder
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.finding import LookingThrough, choose_model
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from archive_app.intake.faces.models import Model
from archive_app.intake.faces.process import Task, look_at_all
from archive_app.intake.faces.yunet import ANSWERS
from archive_app.services.faces.finding import FaceFinder, seen_of
from archive_app.services.importing import import_paths
from archive_app.services.jobs import Reporter
from archive_app.services.settings import Settings
from tests.gui.acting import compose, item_titled

FACES = ((120, 400, 70), (420, 400, 70), (150, 150, 70))
"""Left, top, side, in pixels of 900 × 600: two in front, one behind them."""
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Painted:
    """One face for each clear colour."""

    edge = 640

    def look(self, square: Image.Image, least: float) -> list[Found]:
        boxes = [band.point(lambda tone: 255 if tone > 150 else 0).getbbox() for band in square.split()]
        return [Found((box[0], box[1], box[2] - box[0], box[3] - box[1]), 0.9) for box in boxes if box is not None]


@pytest.fixture
def model(tmp_path: Path) -> Iterator[Model]:
    """A file that looks like the model; afterwards there is none again."""
    path = tmp_path / "face_detection_yunet_2023mar.onnx"
    path.write_bytes(b"\x08" + b" ".join(one.encode() for one in ANSWERS))
    yield Model(str(path))
    use(None)


def use(model: Model | None) -> None:
    """As the settings do when they name a model, or none any more."""
    finder().model = model
    finder().changed.emit()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is there, and looking needs no process: that has tests of its own."""
    for module in ("actions", "dialogs.settings", "finder"):
        monkeypatch.setattr(f"archive_app.gui.{module}.library_there", lambda: True)

    def look(self: FaceFinder, reporter: Reporter, files: Sequence[Record]) -> None:
        tasks = [Task(self._archive.vault.path_of(str(file["sha256"])), seen_of(file)) for file in files]
        look_at_all(tasks, Painted(), lambda **message: self._take(reporter, files, message))

    monkeypatch.setattr("archive_app.services.faces.finding.library_there", lambda: True)
    monkeypatch.setattr(FaceFinder, "_look", look)


def group(path: Path, faces: Sequence[tuple[int, int, int]] = FACES) -> Path:
    picture = Image.new("RGB", (900, 600), (40, 40, 40))
    for (left, top, side), colour in zip(faces, ("#ff0000", "#00ff00", "#0000ff"), strict=False):
        ImageDraw.Draw(picture).rectangle((left, top, left + side - 1, top + side - 1), fill=colour)
    picture.save(path)
    return path


@pytest.fixture
def page(here: None, tmp_path: Path, opened: MainWindow, on_table) -> PicturePage:
    """A group photograph on the table."""
    import_paths(opened.session.archive, [group(tmp_path / "全村合影.png")])
    return on_table("全村合影")


def people(opened: MainWindow) -> list[dict]:
    archive = opened.session.archive
    return archive.catalogue.record(item_titled(archive, "全村合影"))["people"]


def words_of(widget: QWidget) -> str:
    return "".join(one.text() for one in widget.findChildren(QLabel))


@pytest.fixture
def looked(page: PicturePage, model: Model, opened: MainWindow, settle, qtbot) -> Callable[[], None]:
    """Looks for faces, by the key."""

    def look() -> None:
        qtbot.keyClick(page.view, Qt.Key.Key_B, SHIFT)
        qtbot.waitUntil(lambda: not opened.jobs.running())
        settle(opened)

    use(model)
    return look


def test_faces_are_walked_through_taken_and_refused_by_keys_and_it_lasts(
    page: PicturePage, looked, model: Model, opened: MainWindow, settle, qtbot, on_table
) -> None:
    layer, archive = page.suggesting.layer, opened.session.archive
    looked()
    assert len(layer.found) == 3 and layer.chosen == 0 and people(opened) == []
    assert not page.suggested.isHidden() and "3 处待定" in page.suggested.words.text()
    x, y, _w, _h = layer.found[0].box
    assert (round(x * 900), round(y * 600)) == pytest.approx((120, 400), abs=3)  # the front row first, from the left
    compose(page.view, "m")  # while an input method composes, the keys are its own
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    compose(page.view, "")
    settle(opened)
    assert len(layer.found) == 3 and people(opened) == []
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    settle(opened)
    (person,) = people(opened)
    assert person["certainty"] == "待考" and not person.get("name") and len(layer.found) == 2
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    settle(opened)
    assert len(layer.found) == 1 and len(people(opened)) == 1
    archive.undo()
    settle(opened)
    assert len(layer.found) == 2  # the refusal was undone, and is done again
    archive.redo()
    settle(opened)
    qtbot.keyClick(page.view, Qt.Key.Key_R)  # however it is turned, what was decided is decided
    settle(opened)
    assert len(layer.found) == 1
    looked()
    assert len(layer.found) == 1
    page.suggesting._file = None  # as if another had been looked at
    on_table("全村合影")
    assert len(page.suggesting.layer.found) == 1
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    settle(opened)
    assert len(people(opened)) == 2
    assert page.suggested.isHidden() and page.people.layer.chosen == 0  # on to the names
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.people.who.isVisible() and page.people.who.sure.choice() == "确认"


def test_nothing_is_shown_until_there_is_a_model_then_all_are_taken_or_refused_at_once(
    page: PicturePage, looked, model: Model, opened: MainWindow, settle, qtbot
) -> None:
    use(None)
    action = opened.actions_table["photo.faces"]
    keys = KeysDialog(opened, opened.actions_table)
    qtbot.addWidget(keys)
    assert not action.isVisible() and page.tools.faces.isHidden() and "找人脸" not in words_of(keys)
    looked()
    assert page.suggesting.layer.found == [] and opened.jobs.jobs == []
    use(model)
    assert action.isVisible() and not page.tools.faces.isHidden()
    page.close_to(closed=True, frozen=False)
    page.suggesting.look()  # what may not be changed is not looked at
    assert page.tools.faces.isHidden() and opened.jobs.jobs == []
    page.close_to(closed=False, frozen=False)

    layer, archive = page.suggesting.layer, opened.session.archive
    looked()
    qtbot.mouseClick(page.suggested.take, Qt.MouseButton.LeftButton)
    settle(opened)
    assert [(one["row"], one["order"]) for one in people(opened)] == [("前排", 1), ("前排", 2), ("后排", 1)]
    assert layer.found == [] and page.rows.words.text() == "前排左起：？、？；后排：？"
    archive.undo()
    settle(opened)
    assert people(opened) == [] and len(layer.found) == 3
    qtbot.mouseClick(page.suggested.refuse, Qt.MouseButton.LeftButton)
    settle(opened)
    assert layer.found == [] and people(opened) == []
    archive.undo()
    settle(opened)
    assert len(layer.found) == 3
    qtbot.keyClick(page.view, Qt.Key.Key_Delete, SHIFT)
    settle(opened)
    looked()
    assert layer.found == [] and people(opened) == [] and page.suggested.isHidden()
    archive.undo()
    file = page.file
    assert file is not None
    archive.execute(SetFields(file.id, {"crop": [0.0, 0.5, 1.0, 0.5]}))  # only the front row is left
    settle(opened)
    assert len(layer.found) == 2


def test_many_are_looked_at_beside_the_window_and_those_with_faces_are_listed(
    here: None, model: Model, opened: MainWindow, materials, settle, qtbot, tmp_path: Path, monkeypatch
) -> None:
    archive = opened.session.archive
    import_paths(archive, [group(tmp_path / "合影.png"), group(tmp_path / "空场.png", ((100, 100, 3),))])
    settle(opened)
    said: list[tuple[str, Callable[[], object]]] = []
    monkeypatch.setattr(opened, "toast", lambda words, act="", do=None: said.append((words, do)))
    use(model)
    ids = [item_titled(archive, title) for title in ("合影", "空场", "供销社的柜台")]
    assert LookingThrough(materials, opened).begin(ids) is not None
    qtbot.waitUntil(lambda: not opened.jobs.running() and bool(said))
    words, see = said[-1]
    assert words == "看了 2 幅照片，1 件上有 3 张人脸待定"
    see()
    settle(opened)
    assert list(materials.listing.model.ids) == ids[:1]


def test_without_the_extra_nothing_of_it_is_shown(qtbot, look, tmp_path: Path, monkeypatch) -> None:
    for module in ("actions", "dialogs.settings"):
        monkeypatch.setattr(f"archive_app.gui.{module}.library_there", lambda: False)
    window = QDialog()
    qtbot.addWidget(window)
    assert "photo.faces" not in {spec.id for spec in Actions(window, lambda name: None)}
    settings = SettingsDialog(None, Settings(tmp_path / "settings.toml"))
    qtbot.addWidget(settings)
    assert "人脸" not in words_of(settings)


def test_a_model_is_chosen_in_the_settings_and_let_go_again(
    here: None, model: Model, qtbot, look, tmp_path: Path, monkeypatch
) -> None:
    settings = Settings(tmp_path / "settings.toml")
    dialog = SettingsDialog(None, settings)
    qtbot.addWidget(dialog)
    assert "没有选，就不找" in dialog.faces_model.text() and dialog.no_faces.isHidden()
    wrong = tmp_path / "说明.onnx"
    wrong.write_text("不是模型")
    said: list[str] = []
    module = "archive_app.gui.workspaces.materials.photo.finding"
    monkeypatch.setattr("archive_app.gui.dialogs.own_model.Message.exec", lambda self: said.append(words_of(self)))
    for chosen, kept in ((wrong, ""), ("", ""), (model.path, model.path)):
        monkeypatch.setattr(f"{module}.QFileDialog.getOpenFileName", lambda *_given, path=chosen: (str(path), ""))
        assert choose_model(dialog, settings) == bool(kept)
        assert settings.get("faces_model") == kept
    assert len(said) == 1 and "这不是模型文件" in said[0]
    finder().read(settings)
    assert finder().model == model
    again = SettingsDialog(None, settings)
    qtbot.addWidget(again)
    assert again.faces_model.text() == Path(model.path).name
    again.no_faces.click()
    finder().read(settings)
    assert settings.get("faces_model") == "" and not finder().there
