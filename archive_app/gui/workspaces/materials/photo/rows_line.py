"""The words that go through the rows of a photograph, as its boxes make them, and what can be done with them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, label, row
from archive_app.gui.workspaces.materials.photo.people import People


class RowsLine(QWidget):
    """``前排左起：甲、乙、？；后排左起：……`` under the picture; hidden where nobody is on it."""

    def __init__(self, people: People) -> None:
        super().__init__()
        self.words = label(voice="small", wrap=True, select=True)
        self.again = button(_("按位置重排"), people.arrange, role="link", icon="refresh")
        self.again.setToolTip(_("人手排过的次序，换成框的位置：前排在前，从左数起"))
        self.take = button(_("写进说明…"), people.into_caption, role="link", icon="writing")
        self._read_only = False
        self._arranged = True
        lay = row(self.words, self.again, self.take, spacing=8, around=(24, 0, 16, 6))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self.hide()
        people.told.connect(self._say)

    def _say(self, words: str, arranged: bool) -> None:
        self.words.setText(words)
        self._arranged = arranged
        self.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        self.again.setVisible(not self._arranged and not self._read_only)
        self.take.setVisible(not self._read_only)

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._read_only = read_only
        self._fit()
