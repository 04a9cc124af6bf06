"""A photograph opened: there at once, sharp to the master's own pixels, the ones beside it made ahead."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt

from archive_app.catalogue.commands import SetFields
from archive_app.domain.adjustment import picture_key
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.view import PhotoView
from archive_app.gui.workspaces.materials.thumbs import SCREEN
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import import_paths
from tests.gui.acting import SLOW, item_titled
from tests.gui.support_small import make_small
from tests.support_archives import copied


def noise(path: Path, width: int, height: int, seed: int = 1) -> Path:
    """A picture of which every pixel is another."""
    image = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))
    image.save(path)
    return path


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    """Three photographs larger than any pane are in the archive."""
    return copied(_with_photographs, tmp_path / "馆藏")


def _with_photographs(root: Path) -> None:
    folder = root.with_name("照片")
    folder.mkdir()
    for number in range(3):
        noise(folder / f"合影{number}.png", 2400, 1600, number)
    make_small(root, folder)


@pytest.fixture
def photographs(opened: MainWindow) -> list[str]:
    """The ids of their items in the list's order."""
    materials = opened.desk.current
    wanted = {item_titled(opened.session.archive, f"合影{number}") for number in range(3)}
    return [key for key in materials.listing.model.ids if key in wanted]


def open_photo(opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, item: str) -> PhotoView:
    """Open an item's photograph and wait until it is as sharp as it is shown."""
    materials.listing.select(item)
    settle(opened)
    materials.open_item()
    settle(opened)
    view = materials.material.picture.view
    qtbot.waitUntil(lambda: view.sharp, timeout=SLOW)
    return view


def test_something_is_there_at_once_and_the_rest_comes(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, photographs
) -> None:
    view = open_photo(opened, materials, settle, qtbot, photographs[0])
    assert view._picture is not None and max(view._picture.width(), view._picture.height()) == SCREEN
    assert view.full.toSize().toTuple() == (2400, 1600)


def test_a_master_is_not_decoded_twice_for_one_look(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, photographs, monkeypatch
) -> None:
    asked: list[float] = []
    view = materials.material.picture.view
    monkeypatch.setattr(view._parts, "want", lambda part: asked.append(part.box[2]))
    open_photo(opened, materials, settle, qtbot, photographs[0])
    qtbot.wait(120)
    assert asked == []  # the picture of the screen's size was on its way, and is enough
    view.show_actual(QPointF(view.rect().center()))
    qtbot.waitUntil(lambda: bool(asked), timeout=SLOW)


def test_the_true_size_shows_the_masters_own_pixels(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, photographs
) -> None:
    view = open_photo(opened, materials, settle, qtbot, photographs[0])
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.magnification == pytest.approx(1.0) and not view.sharp
    qtbot.waitUntil(lambda: view.sharp, timeout=SLOW)
    target = view._target()
    middle = view.rect().center()
    x, y = round(middle.x() - target.left()), round(middle.y() - target.top())
    archive = opened.session.archive
    with Image.open(archive.original(str(materials.material.picture.file.id))) as master:
        wanted = [master.getpixel((x + step, y)) for step in range(20)]
    seen = view.grab().toImage()
    found = [seen.pixelColor(middle.x() + step, middle.y()).getRgb()[:3] for step in range(20)]
    assert found == wanted
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == 1.0


def test_dragging_and_arrows_bring_the_pixels_of_where_one_looks(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, photographs
) -> None:
    view = open_photo(opened, materials, settle, qtbot, photographs[0])
    view.show_actual(QPointF(view.rect().center()))
    qtbot.waitUntil(lambda: view.sharp, timeout=SLOW)
    for _step in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view._seen().right() > 0.9
    qtbot.waitUntil(lambda: view.sharp, timeout=SLOW)


def test_the_photographs_beside_the_one_that_is_seen_are_made_ahead(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, photographs
) -> None:
    open_photo(opened, materials, settle, qtbot, photographs[1])
    thumbs = materials.thumbs
    beside = [opened.session.archive.catalogue.files_of(key)[0]["sha256"] for key in (photographs[0], photographs[2])]
    qtbot.waitUntil(lambda: all(thumbs.best(sha256, SCREEN) is not None for sha256 in beside), timeout=SLOW)
    materials.step(1)
    view = materials.material.picture.view
    qtbot.waitUntil(lambda: view.key == beside[1], timeout=SLOW)
    assert view.sharp


def test_a_photograph_that_is_turned_elsewhere_is_seen_turned_everywhere(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, photographs
) -> None:
    view = open_photo(opened, materials, settle, qtbot, photographs[0])
    archive = opened.session.archive
    file = archive.catalogue.files_of(photographs[0])[0]
    opened.session.execute(SetFields(file.id, {"turn": 90}))
    settle(opened)
    qtbot.waitUntil(lambda: view.key.endswith("~turn=90") and view.sharp, timeout=SLOW)
    assert view.full.toSize().toTuple() == (1600, 2400)
    (row,) = archive.catalogue.item_rows([photographs[0]])
    assert row.thumb == picture_key(archive.catalogue.record(file.id).values) == view.key
    assert materials.pane.preview._sha256 == view.key
    box = (0.25, 0.5, 0.1, 0.1)
    assert view.on_master(view.on_screen(box)) == pytest.approx(box)


def test_a_small_picture_is_not_blown_up_at_its_true_size(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, tmp_path
) -> None:
    import_paths(opened.session.archive, [noise(tmp_path / "邮票.png", 300, 200)])
    settle(opened)
    view = open_photo(opened, materials, settle, qtbot, item_titled(opened.session.archive, "邮票"))
    assert view.magnification > 1
    view.show_actual()
    assert view._target().size().toSize().toTuple() == (300, 200)
