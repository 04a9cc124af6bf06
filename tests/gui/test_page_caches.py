"""Whoever leafs through a whole volume of scans keeps no more of it than a few pages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from archive_app.gui.reading.sheets import PrintedPages
from archive_app.gui.workspaces.volumes import pictures, sheets
from archive_app.typeset.layout import Layout, Page, PlacedImage

WIDE, HIGH = 482.0, 680.0


def _layout(count: int, first: str) -> Layout:
    images = [PlacedImage(Path(first, "a" * 64, str(at)), 0, 0, WIDE, HIGH, "") for at in range(count)]
    return Layout(
        "卷", (Page("cover", "", WIDE, HIGH), *(Page("body", "", WIDE, HIGH, images=(one,)) for one in images))
    )


def test_leafing_through_scans_keeps_few_pages_and_pictures(look, qtbot) -> None:
    def read(_path: Path, _width: int, _height: int) -> QImage:
        return QImage(1600, 2260, QImage.Format.Format_RGB32)

    view = PrintedPages(lambda work, then: QTimer.singleShot(0, lambda: then(work())), read)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_pages(_layout(24, "scan"), {})
    for page in range(1, 25):
        view.show_page(page)
        qtbot.waitUntil(lambda: view.settled and all(view._sheets.get(one.number).complete for one in view._visible()))
    in_view = sum(view._sheets.get(slot.number).pixmap.width() ** 2 * 8 for slot in view._visible())
    assert view._sheets.held <= 32_000_000 + in_view
    assert view._pictures.held <= 44_000_000, "or the three that are needed next, where they take more"
    view.show_pages(_layout(2, "figures"), {})
    assert (view._sheets.room, view._pictures.room) == (sheets.KEPT_BYTES, pictures.KEPT_BYTES)
