"""The photograph above the form, while the list is in the middle; a click opens it large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from archive_app.domain.adjustment import picture_key
from archive_app.domain.sides import first_of
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.grid import draw_fitted
from archive_app.gui.workspaces.materials.thumbs import SCREEN, Thumbnails

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_HEIGHT = 190
_EDGE = 512


class Preview(QWidget):
    """The first picture of an item; hidden where there is none."""

    clicked = Signal()

    def __init__(self, thumbs: Thumbnails) -> None:
        super().__init__()
        self._thumbs = thumbs
        self._sha256 = ""
        self._wanted = True
        self.setFixedHeight(theme().dp(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("打开大图（回车）"))
        self.setAccessibleName(_("照片"))
        thumbs.arrived.connect(self._arrived)
        self.hide()

    def show_files(self, files: list[Record]) -> None:
        """The pictures among an item's files: the first of them that is no back is shown."""
        pictures = [record for record in files if str(record["mime"]).startswith("image/")]
        first = first_of(pictures)
        self._sha256 = picture_key(first.values) if first is not None else ""
        self._thumbs.make_ahead([self._sha256], SCREEN)  # it may be opened next
        self._fit()
        self.update()

    def set_wanted(self, wanted: bool) -> None:
        """Not while the same picture is shown large beside it."""
        self._wanted = wanted
        self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self._sha256) and self._wanted)

    def _arrived(self, sha256: str) -> None:
        if sha256 == self._sha256:
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Open it."""
        self.clicked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture on a quiet ground."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(0, 4, 0, -8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("hover"))
        painter.drawRoundedRect(area, theme().dp(6), theme().dp(6))
        picture = self._thumbs.pixmap(self._sha256, _EDGE) if self._sha256 else None
        if picture is not None:
            draw_fitted(painter, area, picture)
