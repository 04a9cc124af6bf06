"""How the list is arranged: its columns, order, list or cards, and where one was; kept for each archive and person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archive_app.catalogue.queries import ORDERS
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.choose_item import ChooseItem
from archive_app.gui.workspaces.materials.columns_dialog import ColumnsDialog
from archive_app.gui.workspaces.materials.listing import ItemListing
from archive_app.gui.workspaces.workspace import IN_LIST, Place, Shell
from archive_app.services.kept_views import KeptView, columns_in
from archive_app.services.list_columns import STANDARD, columns_of

FIRST = ("added", True)
"""The order where nobody chose: what came last stands first."""


class Arrangement:
    """Reads it once, keeps it whenever somebody arranges the list."""

    def __init__(self, shell: Shell, listing: ItemListing, parent: QWidget) -> None:
        self._shell, self._listing, self._parent = shell, listing, parent
        self._taking = False
        listing.arranged.connect(self._keep)
        listing.table.columns_wanted.connect(self.choose)
        shell.session.acting.connect(self.take_up)

    @property
    def _kept(self) -> KeptView:
        archive = self._shell.session.archive
        return KeptView(self._shell.settings, archive.label.id, archive.actor)

    def take_up(self) -> str:
        """Arrange the list as whoever acts left it; returns the item that was selected."""
        kept, listing = self._kept.get(), self._listing
        self._taking = True
        listing.show_columns(columns_in(kept))
        orders = {one.order for one in columns_of(self._shell.session.archive)} | set(ORDERS)
        order = kept.get("order")
        wanted = (order, bool(kept.get("descending"))) if isinstance(order, str) and order in orders else FIRST
        if wanted != (listing.order, listing.descending):
            listing.order_by(*wanted)
        if kept.get("mode") in ("list", "grid"):
            listing.set_mode(str(kept["mode"]))
        self._taking = False
        return str(kept.get("item") or "")

    def _keep(self) -> None:
        if not self._taking:
            self.keep(None)

    def keep(self, item: str | None) -> None:
        """Keep how the list is arranged; ``item``: what is selected, None where that is not known yet."""
        listing = self._listing
        values = {
            "columns": [[name, width] for name, width in listing.columns],
            "order": listing.order,
            "descending": listing.descending,
            "mode": listing.mode,
        }
        self._kept.keep(**values, **({} if item is None else {"item": item}))

    # — acts —

    def choose(self) -> None:
        """Which columns."""
        self._shell.flush()
        listing = self._listing
        dialog = ColumnsDialog(self._parent.window(), columns_of(self._shell.session.archive), listing.model.columns)
        if dialog.exec():
            widths = dict(listing.columns)
            chosen = dialog.columns
            if tuple(chosen) == STANDARD:
                listing.arrange([])
            else:
                listing.arrange([(one.name, widths.get(one.name, one.width)) for one in chosen])
        dialog.deleteLater()

    def go(self) -> None:
        """To an item by its number or title."""
        self._shell.flush()
        words = _("写征集号、档号或题名里的几个字，回车就到那一件。")
        dialog = ChooseItem(self._parent.window(), self._shell.session, _("跳到哪一件？"), words, _("去那一件"), ())
        if dialog.exec() and dialog.item:
            self._shell.go("materials", Place(dialog.item, field=IN_LIST))
        dialog.deleteLater()
