"""Where an item stands, over its form: its 案卷 and 件号, and whose level holds where that is not its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.services.units import UnitTree, level_words, opens_in_words, standing_of

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


class UnitLine(QWidget):
    """Hidden for an item that stands in no unit. ``wanted`` with the unit whose items are to be listed."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._record: Record | None = None
        self._unit = ""
        self.place = button("", lambda: self.wanted.emit(self._unit), role="link", icon="folder")
        self.level = label("", tone="faint", voice="small", wrap=True, select=True)
        self.setLayout(column(row(self.place, None), self.level, spacing=0))
        self.hide()

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it is now; asked beside the painting thread."""
        self._record, self._unit = record, str(record["unit"] or "")
        if not self._unit:
            self.hide()
            return
        catalogue = self._session.archive.catalogue

        def look() -> tuple[str, str, str, str]:
            tree = UnitTree(catalogue.units(), {self._unit: 1})
            held = level_words(catalogue, record) if standing_of(catalogue, record).holder else ""
            words = tree.rows[self._unit].words if self._unit in tree.rows else ""
            return record.id, words, held, opens_in_words(catalogue, record)

        self._session.ask(look, self._say, key=("unit-line", id(self)))

    def _say(self, told: tuple[str, str, str, str]) -> None:
        item, words, held, why = told
        if self._record is None or self._record.id != item:
            return
        order = self._record["unit_order"]
        self.place.setText(f"{words}{_('　件号 {n}').format(n=order) if order else ''}")
        self.place.setToolTip(_("看这个案卷里的全部"))
        said = _("级别是{words}。要放宽，请改那里的级别，或把这一件移出去。")
        self.level.setText(said.format(words=held) if held else "")
        self.level.setToolTip(why)
        self.level.setVisible(bool(held))
        self.setVisible(bool(words))
