"""The pictures of the pages, read beside the painting thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from archive_app.gui.workspaces.volumes.painter import read_picture

_KEPT = 32
KEPT_BYTES = 96_000_000
"""… and no more than so many bytes of pictures: the pages of a scan are large."""
_LEAST = 3
"""So many are kept whatever they take: the page one is at, and those one is likely to turn to."""

Ask = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""Runs the first on a reading thread and hands what it returns to the second, in the painting thread."""

Read = Callable[[Path, int, int], QImage]
"""Reads a picture for a place of so many pixels; a null image where it cannot be."""


class PagePictures(QObject):
    """``picture`` answers at once with what there is; ``arrived`` says that another has been read."""

    arrived = Signal()

    def __init__(self, ask: Ask, parent: QObject, read: Read = read_picture) -> None:
        """``read`` reads one, on a reading thread."""
        super().__init__(parent)
        self.room = KEPT_BYTES
        """Bytes that they may take together."""
        self._ask = ask
        self._read = read
        self._kept: OrderedDict[tuple[Path, int, int], QImage] = OrderedDict()
        self._wanted: set[tuple[Path, int, int]] = set()

    def picture(self, path: Path, width: int, height: int) -> QImage | None:
        """A picture for a place of so many pixels; None while it is being read, null where it cannot be."""
        key = (path, width, height)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if key not in self._wanted:
            self._wanted.add(key)
            self._ask(lambda: self._read(path, width, height), lambda image: self._take(key, image))
        return None

    def _take(self, key: tuple[Path, int, int], image: QImage) -> None:
        if not isValid(self):
            return
        self._wanted.discard(key)
        self._kept[key] = image
        while len(self._kept) > _KEPT or (len(self._kept) > _LEAST and self.held > self.room):
            self._kept.popitem(last=False)
        self.arrived.emit()

    @property
    def held(self) -> int:
        """Bytes that the pictures take."""
        return sum(image.sizeInBytes() for image in self._kept.values())
