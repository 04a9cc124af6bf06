"""The scan of a signed consent: its picture, or its name where it is a PDF; a click opens the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.grid import draw_fitted
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_HEIGHT = 220
_EDGE = 512


class ScanView(QWidget):
    """A page on a quiet ground."""

    def __init__(self, shell: Shell, thumbs: Thumbnails, file: Record) -> None:
        super().__init__()
        self._shell, self._thumbs, self._file = shell, thumbs, file
        self._sha256 = str(file["sha256"])
        self._picture = str(file["mime"]).startswith(("image/", "application/pdf"))
        self.setFixedHeight(theme().dp(_HEIGHT if self._picture else 64))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("授权书扫描件：{name}").format(name=file["name"]))
        self.setToolTip(_("打开 {name}").format(name=file["name"]))
        thumbs.arrived.connect(self._arrived)

    def _arrived(self, sha256: str) -> None:
        if sha256 == self._sha256:
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Open it."""
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open()
        else:
            super().keyPressEvent(event)

    def open(self) -> None:
        """Show the file in the system's own viewer."""
        try:
            path = self._shell.session.archive.original(self._sha256)
        except ArchiveError as error:
            self._shell.show_error(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page, or an icon and the file's name."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        dp = theme().dp
        area = QRectF(self.rect()).adjusted(1, 4, -1, -4)
        painter.setPen(theme().colour("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("hover"))
        painter.drawRoundedRect(area, dp(6), dp(6))
        picture = self._thumbs.pixmap(self._sha256, _EDGE) if self._picture else None
        if picture is not None:
            draw_fitted(painter, area.adjusted(dp(8), dp(8), -dp(8), -dp(8)), picture)
        elif not self._picture or self._thumbs.failed(self._sha256, _EDGE):
            painter.drawPixmap(dp(12), (self.height() - dp(24)) // 2, theme().pixmap("file-type-pdf", "faint", 24))
            painter.setPen(theme().colour("ink"))
            painter.setFont(theme().font())
            words = area.adjusted(dp(46), 0, -dp(8), 0)
            shown = painter.fontMetrics().elidedText(
                str(self._file["name"]), Qt.TextElideMode.ElideMiddle, int(words.width())
            )
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
