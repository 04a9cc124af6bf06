"""How the workspace shares its width: filters, what is in front, and the form; three panes, two, or one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from archive_app.gui.theme import theme

_THREE_FROM = 1060
_TWO_FROM = 760
"""Widths on the grid: filters, list and form beside each other; list and form; one at a time."""


class Panes(QSplitter):
    """The list is the first of ``centres``; ``taking_in`` is the one that wants the form's room too."""

    resized = Signal()

    def __init__(
        self, filters: QWidget, centres: Sequence[QWidget], sides: Sequence[QWidget], taking_in: QWidget
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._filters = filters
        self._taking_in = taking_in
        self.centre = QStackedWidget()
        for one in centres:
            self.centre.addWidget(one)
        self.side = QStackedWidget()
        for one in sides:
            self.side.addWidget(one)
        self.filters_wanted = True  # where there is room beside the list
        self._filters_open = False  # where they stand in its way
        self.form_alone = False
        self._sized = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for one in (filters, self.centre, self.side):
            self.addWidget(one)
        dp = theme().dp
        filters.setMinimumWidth(dp(168))
        filters.setMaximumWidth(dp(300))
        self.side.setMinimumWidth(dp(320))
        self.setStretchFactor(1, 1)

    @property
    def listing(self) -> bool:
        """Whether the list is in front."""
        return self.centre.currentIndex() == 0

    @property
    def filters_shown(self) -> bool:
        """Whether the filters are open where the list is."""
        return self.listing and (self.filters_wanted if self._wide(_THREE_FROM) else self._filters_open)

    @property
    def one_step_in(self) -> bool:
        """Whether there is something to go back from."""
        return not self.listing or self.form_alone

    def _wide(self, width: int) -> bool:
        return self.width() >= theme().dp(width)

    def to_list(self) -> None:
        """The list in front."""
        self.centre.setCurrentIndex(0)

    def toggle_filters(self) -> None:
        """Open or close the filters; where they would stand in the way they are closed until they are asked for."""
        if self._wide(_THREE_FROM):
            self.filters_wanted = not self.filters_wanted
        else:
            self._filters_open = not self._filters_open

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first shares of the width, once it is known; and who fits the panes is told."""
        super().resizeEvent(event)
        if not self._sized and self.isVisible():
            self._sized = True
            dp = theme().dp
            side = min(dp(480), max(dp(352), self.width() * 29 // 100))
            self.setSizes([dp(204), self.width() - dp(204) - side, side])
        self.resized.emit()

    def fit(self, *, empty: bool) -> None:
        """Show what there is room for; ``empty``: the list has nothing for the form to show."""
        three, two = self._wide(_THREE_FROM), self._wide(_TWO_FROM)
        filters = self.filters_shown
        alone = self.form_alone and not two
        taking_in = self.centre.currentWidget() is self._taking_in
        beside = (three or (two and not filters)) and not taking_in and not (empty and self.listing)
        self._filters.setVisible(filters and not alone)
        self.centre.setVisible(not alone)
        self.side.setVisible(alone or beside)

    @property
    def side_shown(self) -> bool:
        """Whether the form is on screen, beside what is in front or alone."""
        return not self.side.isHidden()

    @property
    def only_form(self) -> bool:
        """Whether the form has the whole width."""
        return self.form_alone and not self._wide(_TWO_FROM)
