"""The sheets of a report as they will be printed: one under another, whole or as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.volumes.desk import Slot
from archive_app.gui.workspaces.volumes.pictures import Ask
from archive_app.gui.workspaces.volumes.spreads import SpreadView
from archive_app.typeset.layout import Layout


class ReportSheets(SpreadView):
    """Loose sheets of A4: none faces another. At first a whole sheet is seen; 0 brings that back."""

    gap = 16
    loose = True

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self.setAccessibleName(_("报表的样子"))

    def hide_pages(self) -> None:
        """Nothing to be seen, until other sheets are there."""
        self.show_layout(Layout("", ()))

    def _scale(self) -> float:
        if self._zoom or not self.pages:
            return super()._scale()
        view, edge = self.viewport().size(), 2 * theme().dp(self.gap)
        highest = max(page.height for page in self.pages)
        fitting = min((view.width() - edge) / self._widest, (view.height() - edge) / highest)
        return min(self.largest, max(self.least, fitting))

    def _fold(self, painter: QPainter, slot: Slot, rect: QRect) -> None:
        """A loose sheet has no spine."""
