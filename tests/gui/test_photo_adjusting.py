"""A photograph turned, cropped and toned in the window: seen so everywhere, undone, its master untouched."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from archive_app.domain.adjustment import Adjustment, picture_key
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import import_paths
from tests.gui.acting import SLOW, item_titled


@pytest.fixture
def page(tmp_path: Path, opened: MainWindow, on_table) -> PicturePage:
    """A photograph on the table: its left half red, its right half blue."""
    picture = Image.new("RGB", (900, 600), (200, 30, 30))
    picture.paste((30, 30, 200), (450, 0, 900, 600))
    picture.save(tmp_path / "戏台.png")
    import_paths(opened.session.archive, [tmp_path / "戏台.png"])
    return on_table("戏台")


def _file(opened: MainWindow):
    archive = opened.session.archive
    return archive.catalogue.files_of(item_titled(archive, "戏台"))[0]


def _hash(opened: MainWindow) -> str:
    return hashlib.sha256(opened.session.archive.original(_file(opened).id).read_bytes()).hexdigest()


def test_turning_is_one_key_and_one_step_and_lists_follow(
    page: PicturePage, opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    before = _hash(opened)
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    settle(opened)
    assert _file(opened)["turn"] == 180
    qtbot.keyClick(page.view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    settle(opened)
    file = _file(opened)
    assert file["turn"] == 90
    archive = opened.session.archive
    assert [entry.label for entry in archive.undoable(3)] == ["照片：向左转", "照片：向右转", "照片：向右转"]
    with Image.open(archive.thumbnail(picture_key(file.values))) as small:
        assert small.size == (341, 512)
        assert small.getpixel((170, 100))[0] > 150, "what was at the left is on top"
    archive.undo(3)
    settle(opened)
    assert picture_key(_file(opened).values) == file["sha256"] == _hash(opened) == before


def test_a_crop_is_drawn_taken_changed_and_given_up(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    page.tools.crop.click()
    settle(opened)
    assert not page.adjusting.crop_bar.isHidden() and page.tools.isHidden()
    view = page.view
    qtbot.waitUntil(lambda: view._picture is not None, timeout=SLOW)
    area = view.picture_area()
    corner = area.bottomRight().toPoint() - QPoint(1, 1)
    half = QPoint(round(area.center().x()), round(area.top() + area.height() * 2 / 3))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(view, half)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=half)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    settle(opened)
    assert _file(opened)["crop"] == pytest.approx([0, 0, 0.5, 2 / 3], abs=0.01)
    assert page.adjusting.crop_bar.isHidden() and page.view.layer is page.people.layer
    qtbot.waitUntil(lambda: "crop" in view.key and view.sharp, timeout=SLOW)
    assert view.full.width() == pytest.approx(450, abs=5)

    page.tools.crop.click()  # again: the frame stands where it was, on the whole picture
    settle(opened)
    qtbot.waitUntil(lambda: view._picture is not None, timeout=SLOW)
    assert page.adjusting.crop.box == pytest.approx((0, 0, 0.5, 2 / 3), abs=0.01)
    page.adjusting.ratios.button("1:1").click()
    box = page.adjusting.crop.box
    assert box[2] * 900 == pytest.approx(box[3] * 600, rel=0.02)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    settle(opened)
    assert _file(opened)["crop"] == pytest.approx([0, 0, 0.5, 2 / 3], abs=0.01), "Esc changes nothing"
    page.tools.reset.click()
    settle(opened)
    assert not Adjustment.of(_file(opened).values)


def test_tones_are_seen_while_they_are_moved_and_written_once(
    page: PicturePage, opened: MainWindow, settle, qtbot
) -> None:
    def colour() -> tuple[int, ...]:
        area = page.view.picture_area()
        at = QPoint(round(area.left() + area.width() / 4), round(area.center().y()))
        return page.view.grab().toImage().pixelColor(at).getRgb()[:3]

    plain = colour()
    page.tools.tone.click()
    settle(opened)
    page.adjusting.sliders["brightness"].setValue(40)
    assert colour()[1] > plain[1] + 30 and not _file(opened)["tone"]
    page.adjusting.looks.button("negative").click()
    assert colour()[0] < colour()[1], "red has become its opposite"
    page.adjusting._toned()
    settle(opened)
    assert {row["key"]: row["value"] for row in _file(opened)["tone"]} == {"brightness": 40, "negative": 1}
    qtbot.waitUntil(lambda: page.view.key.endswith("negative=1") and page.view.sharp, timeout=SLOW)
    qtbot.waitUntil(lambda: colour()[0] < colour()[1], timeout=SLOW)
    made = colour()
    page.tools.tone.click()
    settle(opened)
    assert page.adjusting.sliders["brightness"].value() == 40 and page.adjusting.looks.choice() == "negative"
    assert colour() == pytest.approx(made, abs=4), "lists and books get what was seen here"
    page.adjusting.leave()
    assert opened.session.archive.undoable(1)[0].label == "照片：调色"
