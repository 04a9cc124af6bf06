"""The pictures of a printed volume's pages, those of scans among them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from archive_app.derived.thumbnails import SCREEN_PX
from archive_app.domain.errors import ArchiveError
from archive_app.gui.workspaces.volumes.painter import read_picture
from archive_app.gui.workspaces.volumes.pictures import Read
from archive_app.services.archive import Archive
from archive_app.services.earlier.laying import scanned_page

_NEAR_PX = 2 * SCREEN_PX
"""Pixels of the longer side of a page that is looked at closer."""


def page_reader(archive: Archive) -> Read:
    """How a picture of a page is read: a page of a scan is drawn by the reading process and kept, small or larger."""

    def read(path: Path, width: int, height: int) -> QImage:
        scan = scanned_page(path)
        if scan is None:
            return read_picture(path, width, height)
        edge = SCREEN_PX if max(width, height) <= SCREEN_PX * 5 // 4 else _NEAR_PX
        try:
            return read_picture(archive.thumbnail(scan[0], edge, scan[1]), width, height)
        except ArchiveError:
            return QImage()

    return read
