"""Which item: found by its title or number while one types."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QListView, QWidget

from archive_app.catalogue.queries import ItemFilter, ItemRow
from archive_app.domain.kinds import kind_named
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.workspaces.cards.rows import CardList, CardRow, CardRows

_FOUND = 60


class ChooseItem(Dialog):
    """``item`` is the id of the one that was chosen."""

    def __init__(
        self, parent: QWidget | None, session: Session, heading: str, words: str, act: str, without: Collection[str]
    ) -> None:
        """``act`` stands on the button; the items ``without`` are not offered."""
        super().__init__(parent, heading, 560)
        self._session, self._without = session, frozenset(without)
        self.item = ""
        self._taking = False  # Enter was pressed: the first that is found is taken
        self.finder = SearchBox(_("题名、编号"))
        self.finder.searched.connect(self.search)
        self.finder.entered.connect(lambda _words: setattr(self, "_taking", True))
        self.rows = CardRows()
        self.list: QListView = CardList(self.rows, _("资料"))
        self.list.setProperty("ground", "sheet")
        self.list.activated.connect(lambda _index: self._take())
        self.list.setMinimumHeight(theme().dp(260))
        self.finder.down.connect(self.list.setFocus)
        self._none = label(_("没有这样的资料。"), tone="faint")
        self.act = button(act, self._take, role="primary")
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        parts = (label(heading, voice="title", wrap=True), label(words, tone="faint", wrap=True), 4, self.finder)
        self.setLayout(column(*parts, self.list, self._none, 8, foot, spacing=8, around=(24, 20, 24, 20)))
        self.search("")
        self.finder.setFocus()

    def search(self, words: str) -> None:
        """Those whose title or number has these words; before anything is typed those that came last."""
        catalogue, without = self._session.archive.catalogue, self._without
        order = ("title", False) if words else ("added", True)

        def look() -> list[CardRow]:
            ids = catalogue.item_ids(ItemFilter(text=words), order[0], descending=order[1])
            if (exact := catalogue.numbered(words)) in ids:
                ids = [exact, *(key for key in ids if key != exact)]
            rows = catalogue.item_rows([key for key in ids if key not in without][:_FOUND])
            return [CardRow(one.id, one.title, note_of(one)) for one in rows]

        self._session.ask(look, self._found, key=("choose-item", id(self)))

    def _found(self, rows: list[CardRow]) -> None:
        self.rows.show_rows(rows)
        self._none.setVisible(not rows)
        self.act.setEnabled(bool(rows))
        if rows:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        if self._taking and rows:
            self._take()
        self._taking = False

    def _take(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.item = self.rows.rows[index.row()].id
            self.accept()


def note_of(row: ItemRow) -> str:
    """What tells an item from another of its title."""
    return "　".join(filter(None, (_(kind_named(row.kind).label), row.accession_no, row.created)))
