"""The box that says which volume is worked on, and leads to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from archive_app.gui.i18n import _


class VolumeChoice(QComboBox):
    """``chosen`` carries the id of the volume that somebody turned to."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("书卷"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.volume))

    @property
    def volume(self) -> str:
        """The id of the one that is shown; empty where there is none."""
        return str(self.currentData() or "")

    def offer(self, found: Sequence[tuple[str, str]], chosen: str) -> str:
        """The volumes, (words, id), and which one is shown; the first where that is none of them. Returns its id; tells
        nobody."""
        self.blockSignals(True)
        if list(found) != [(self.itemText(n), self.itemData(n)) for n in range(self.count())]:
            self.clear()
            for words, key in found:
                self.addItem(words, key)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
        return self.volume
