"""Two photographs compared: at the same size and place, beside each other or over each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.compare import CompareDialog, about, pair_of
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import import_paths
from tests.gui.acting import SLOW, item_titled


@pytest.fixture
def dialog(tmp_path: Path, opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> CompareDialog:
    """A scan and the copy of it that came by telephone, side by side."""
    Image.new("RGB", (1800, 1200), (200, 0, 0)).save(tmp_path / "扫描.png")
    Image.new("RGB", (600, 400), (0, 0, 200)).save(tmp_path / "微信.png")
    archive = opened.session.archive
    import_paths(archive, [tmp_path / "扫描.png", tmp_path / "微信.png"])
    settle(opened)
    pair = pair_of(opened.session, [item_titled(archive, "扫描"), item_titled(archive, "微信")])
    assert pair is not None
    made = CompareDialog(opened, opened.session, materials.thumbs, pair)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.done(0))
    made.show()
    qtbot.waitUntil(lambda: all(view.level is not None for view in made.views), timeout=SLOW)
    return made


def test_both_are_looked_at_in_the_same_place(dialog: CompareDialog, qtbot) -> None:
    first, second = dialog.views
    first.set_zoom(4.0, QPointF(first.width() * 0.2, first.height() * 0.3))
    qtbot.waitUntil(lambda: second.place[0] == pytest.approx(4.0), timeout=SLOW)
    assert second.place == pytest.approx(first.place, abs=0.02)
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: first.place == pytest.approx(second.place, abs=0.02), timeout=SLOW)


def test_over_each_other_a_slider_mixes_them(dialog: CompareDialog, qtbot) -> None:
    dialog.modes.button("over").click()
    assert not dialog.views[1].isVisible() and dialog.slider.isVisible()
    first = dialog.views[0]

    def colour() -> tuple[int, ...]:
        return first.grab().toImage().pixelColor(first.rect().center()).getRgb()[:3]

    dialog.slider.setValue(0)
    assert colour() == pytest.approx((200, 0, 0), abs=3)
    dialog.slider.setValue(100)
    assert colour() == pytest.approx((0, 0, 200), abs=3)
    dialog.slider.setValue(50)
    assert colour() == pytest.approx((100, 0, 100), abs=4)
    dialog.modes.button("beside").click()
    assert dialog.views[1].isVisible() and first.layer is None


def test_what_tells_them_apart_stands_below(dialog: CompareDialog, opened: MainWindow) -> None:
    words = [about(one) for one in dialog._pair]
    assert words[0].startswith("1800×1200 · ") and words[1].startswith("600×400 · ") and "收到" in words[0]


def test_one_item_is_compared_with_its_own_next_picture_and_one_alone_with_nothing(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path
) -> None:
    for number in range(3):
        Image.new("RGB", (60, 40), (number, 0, 0)).save(tmp_path / f"页{number}.png")
    archive = opened.session.archive
    import_paths(archive, [tmp_path / f"页{number}.png" for number in range(3)])
    first, second, third = (item_titled(archive, f"页{number}") for number in range(3))
    back = archive.catalogue.files_of(second)[0]
    archive.execute(SetFields(back.id, {"item": first, "position": 5}))
    pair = pair_of(opened.session, [first], back.id)
    assert pair is not None and [one.file["name"] for one in pair] == ["页1.png", "页0.png"]
    assert pair_of(opened.session, [third]) is None and pair_of(opened.session, [third, second]) is None
    settle(opened)
    materials.listing.select(third)
    settle(opened)
    opened.actions_table["photo.compare"].trigger()
    settle(opened)
    assert QApplication.activeModalWidget() is None, "it is said in passing, nothing opens"
