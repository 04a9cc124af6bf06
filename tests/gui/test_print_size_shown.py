"""At the file of a photograph stands how large it can be printed; at other files nothing of the kind."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.file_rows import ABOUT, PRINTED
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import import_paths


def printed(materials: MaterialsWorkspace) -> list[str]:
    rows = materials.pane.files.rows
    found = (rows.index(row).data(PRINTED) for row in range(rows.rowCount()))
    return [words for words, _coarse in filter(None, found)]


def test_a_photograph_says_how_large_it_prints_and_follows_a_crop(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path
) -> None:
    Image.new("RGB", (1200, 800), "grey").save(tmp_path / "印照.png")
    archive = opened.session.archive
    before = set(archive.catalogue.item_ids())
    import_paths(archive, [tmp_path / "印照.png"])
    (key,) = set(archive.catalogue.item_ids()) - before
    settle(opened)
    materials.listing.select(key)
    settle(opened)
    (words,) = printed(materials)
    assert "10 厘米宽 305 dpi；" in words
    (file,) = archive.catalogue.files_of(key)
    archive.execute(SetFields(file.id, {"crop": [0.0, 0.0, 0.5, 1.0]}))
    settle(opened)
    (words,) = printed(materials)
    assert "10 厘米宽 152 dpi，不够" in words


def test_a_scanned_document_says_nothing_of_it(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path
) -> None:
    pages = [Image.new("L", (600, 800), grey) for grey in (90, 180)]
    pages[0].save(tmp_path / "地契.tif", save_all=True, append_images=pages[1:])
    archive = opened.session.archive
    before = set(archive.catalogue.item_ids())
    import_paths(archive, [tmp_path / "地契.tif"])
    (key,) = set(archive.catalogue.item_ids()) - before
    settle(opened)
    materials.listing.select(key)
    settle(opened)
    assert archive.catalogue.record(key)["kind"] == "document"
    assert "600×800" in materials.pane.files.rows.index(0).data(ABOUT)
    assert printed(materials) == []
