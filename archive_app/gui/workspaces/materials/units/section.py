"""全宗与案卷 over the filters: the tree and the way to a new unit. An archive without units has nothing of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from archive_app.catalogue.queries import ItemFilter
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, row, tool
from archive_app.gui.workspaces.materials.units.tree import NOWHERE, UnitLines
from archive_app.services.units.tree import UnitTree

_WIDE = 216
"""Titles of units that stand three deep need so much room."""


class UnitSection(QWidget):
    """``chosen`` with the id of the unit whose items are wanted: empty for all, ``NOWHERE`` for those in none."""

    chosen = Signal(str)
    new_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.lines = UnitLines()
        self.lines.takes_files = not session.archive.read_only
        self.lines.chosen.connect(self.chosen.emit)
        head = label(_("全宗与案卷"), tone="faint", voice="small")
        self.add = tool("plus", _("新建全宗、类或案卷"), self.new_wanted.emit)
        self.setLayout(
            column(
                row(head, None, self.add, around=(16, 0, 4, 0)), self.lines, spacing=0, around=(6, 8, 6, 0)
            )
        )  # fmt: skip
        self.add.setVisible(not session.archive.read_only)  # once it is in here: before, it would be a window
        self.hide()

    def refresh(self, wanted: ItemFilter) -> None:
        """Count again what passes the other filters, off the painting thread."""
        catalogue = self._session.archive.catalogue

        def look() -> tuple[UnitTree, int, str]:
            rows = catalogue.units()
            found = catalogue.in_units(wanted) if rows else {}
            return UnitTree(rows, found), found.get("", 0), picked

        picked = wanted.units[0] or NOWHERE if wanted.units else ""
        self._session.ask(look, self._take, key=("units", id(self)))

    def _take(self, told: tuple[UnitTree, int, str]) -> None:
        tree, nowhere, picked = told
        self.setVisible(bool(tree))
        panel = self.parentWidget()
        if tree and panel is not None:
            panel.setMinimumWidth(theme().dp(_WIDE))
        self.lines.show_tree(tree, nowhere, picked)
