"""The pictures in a text, small, looked up when they are first drawn."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid

from archive_app.domain.adjustment import picture_key
from archive_app.domain.errors import ArchiveError
from archive_app.gui.session import Session

_EDGE = 512


class SmallPictures(QObject):
    """``picture`` answers at once with what there is; ``arrived`` says that another is there."""

    arrived = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[str, QPixmap | None] = {}

    def picture(self, source: str) -> QPixmap | None:
        """The picture of a file's id; None while it is being looked up, or where there is none."""
        if source not in self._known:
            self._known[source] = None
            archive = self._session.archive

            def read() -> QImage:
                file = archive.catalogue.load("file", [source]).get(source)
                try:
                    return QImage(str(archive.thumbnail(picture_key(file.values), _EDGE))) if file else QImage()
                except ArchiveError:  # a file that no small picture can be made of: its place is grey
                    return QImage()

            self._session.ask(read, lambda image: self._take(source, image))
        return self._known[source]

    def _take(self, source: str, image: QImage) -> None:
        if isValid(self) and not image.isNull():
            self._known[source] = QPixmap.fromImage(image)
            self.arrived.emit()
