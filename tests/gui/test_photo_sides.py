"""A print with its back and a restored version: turned over by a key, and the book prints the one that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from archive_app.catalogue.commands import Batch, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from archive_app.services.importing import import_paths
from archive_app.volumes.photographs import photograph_text
from tests.gui.acting import item_titled


@pytest.fixture
def page(tmp_path: Path, opened: MainWindow, on_table) -> PicturePage:
    """Three pictures of one print: its back, which came first, its front, a restored version."""
    for number, name in enumerate(("城墙_背", "城墙_正", "城墙修复")):
        Image.new("RGB", (600, 400), (60 * number, 0, 0)).save(tmp_path / f"{name}.png")
    archive = opened.session.archive
    import_paths(archive, [tmp_path / f"{name}.png" for name in ("城墙_背", "城墙_正", "城墙修复")])
    item = item_titled(archive, "城墙_正")
    moved = [
        SetFields(archive.catalogue.files_of(item_titled(archive, name))[0].id, {"item": item, "position": position})
        for name, position in (("城墙_背", 0), ("城墙修复", 9))
    ]
    archive.execute(Batch("归为一件", moved))
    return on_table("城墙_正")


def _choose(page: PicturePage, words: str) -> None:
    page.one.fill()
    next(action for action in page.one.menu.actions() if action.text() == words).trigger()


def test_the_front_is_seen_first_and_f_turns_it_over(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    assert page.file["name"] == "城墙_正.png" and not page.one.isHidden()
    (row,) = opened.session.archive.catalogue.item_rows([page.file["item"]])
    assert row.thumb == page.file["sha256"], "the list shows the front, too"
    qtbot.keyClick(page.view, Qt.Key.Key_F)
    assert page.file["name"] == "城墙_背.png"
    page.one.flip.click()
    assert page.file["name"] == "城墙_正.png"
    _choose(page, "背面")
    settle(opened)
    assert page.file["side"] == "背面"
    opened.session.archive.undo()


def test_the_restored_version_is_printed_with_the_people_of_its_original(
    page: PicturePage, opened: MainWindow, settle
) -> None:
    archive = opened.session.archive
    item = page.file["item"]
    front, restored = page.file.id, next(one.id for one in page._files if one["name"] == "城墙修复.png")
    person = {"name": "赵吉甫", "order": 1, "region": [0.5, 0.5, 0.1, 0.1], "file": front}
    archive.execute(SetFields(item, {"kind": "photograph", "people": [person]}))

    def printed() -> tuple[str, str]:
        (block,) = photograph_text(archive.catalogue, archive.catalogue.record(item))
        return block.picture.source, block.picture.people

    assert printed() == (front, "赵吉甫")
    page.choose([one.id for one in page._files].index(restored))
    _choose(page, "书里印这一张")
    settle(opened)
    page.one.fill()
    next(action for action in page.one.sources.actions() if action.text() == "城墙_正.png").trigger()
    settle(opened)
    assert archive.catalogue.record(restored)["made_from"] == front
    assert printed() == (restored, "赵吉甫")
    page.choose([one.id for one in page._files].index(front))
    _choose(page, "书里印这一张")
    settle(opened)
    assert printed()[0] == front and not archive.catalogue.record(restored)["printed"], "one of them is printed"
