"""The recordings of an opened item, in a line above its text: their names and how long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import ElidedLabel, icon_label, row

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


class RecordingsLine(QWidget):
    """Hidden where the item has no recording."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ElidedLabel(tone="faint")
        self.words.setAccessibleName(_("录音"))
        lay = row(icon_label("headphones"), self.words, spacing=8, around=(14, 7, 12, 7))
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.hide()

    def show_files(self, files: list[Record]) -> None:
        """Name those of the files that are recordings."""
        sounds = [file for file in files if str(file["mime"]).startswith("audio/")]
        self.words.setText("　".join(_words(file) for file in sounds))
        self.setVisible(bool(sounds))


def _words(file: Record) -> str:
    seconds = file["duration"]
    return f"{file['name']}　{clock(round(seconds))}" if seconds else str(file["name"])
