"""The master's own pixels of the part that is looked at, decoded off the painting thread; the newest wish counts."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from archive_app.domain.adjustment import Box
from archive_app.gui.session import Session


@dataclass(frozen=True, slots=True)
class Part:
    """A box of what is shown of a picture (by its key), at most ``edge`` pixels long."""

    picture: str
    box: Box
    edge: int


class Parts(QObject):
    """``want`` asks; ``arrived`` brings the part and its pixels, an empty image where none can be made."""

    arrived = Signal(object, QImage)
    _made = Signal(object, QImage)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = session.archive
        self._lock = threading.Lock()
        self._wish: Part | None = None
        self._asked: Part | None = None
        self._closed = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="picture-part")
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return self._asked is not None

    def want(self, part: Part) -> None:
        """Ask for a part, and no longer for the one before."""
        if part == self._asked:
            return
        self._asked = part
        with self._lock:
            if self._closed:
                return
            waiting, self._wish = self._wish is not None, part
        if not waiting:
            self._pool.submit(self._work)

    def _work(self) -> None:
        with self._lock:
            part, self._wish = self._wish, None
            if part is None or self._closed:
                return
        try:
            image = QImage.fromData(self._archive.picture_part(part.picture, part.box, part.edge))
        except Exception:  # whatever a hostile file does, the small picture is there already and stays
            image = QImage()
        with self._lock:
            if not self._closed:
                self._made.emit(part, image)

    def _take(self, part: Part, image: QImage) -> None:
        if part == self._asked:
            self._asked = None
        self.arrived.emit(part, image)

    def close(self) -> None:
        """Make no more."""
        with self._lock:
            self._closed = True
            self._wish = None
        self._pool.shutdown(wait=False, cancel_futures=True)
