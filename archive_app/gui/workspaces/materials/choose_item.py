"""Which item: found by its title or number while one types."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from archive_app.catalogue.queries import ItemFilter, ItemRow
from archive_app.domain.kinds import kind_named
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.workspaces.cards.found import FoundCards
from archive_app.gui.workspaces.cards.rows import CardRow

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
        self.found = FoundCards(
            session, self._look, hint=_("题名、编号"), called=_("资料"), nothing=_("没有这样的资料。")
        )
        self.act = button(act, self.found.take, role="primary")
        self.found.list.setMinimumHeight(theme().dp(260))
        self.found.taken.connect(self._take)
        self.found.shown.connect(lambda: self.act.setEnabled(bool(self.found.rows.rows)))
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        parts = (
            label(heading, voice="title", wrap=True),
            label(words, tone="faint", wrap=True),
            4,
            self.found,
            8,
            foot,
        )
        self.setLayout(column(*parts, spacing=8, around=(24, 20, 24, 20)))
        self.found.search()
        self.found.setFocus()

    def _look(self, words: str) -> list[CardRow]:
        """Those whose title or number has these words; before anything is typed those that came last."""
        catalogue = self._session.archive.catalogue
        order = ("title", False) if words else ("added", True)
        ids = catalogue.item_ids(ItemFilter(text=words), order[0], descending=order[1])
        if (exact := catalogue.numbered(words)) in ids:
            ids = [exact, *(key for key in ids if key != exact)]
        rows = catalogue.item_rows([key for key in ids if key not in self._without][:_FOUND])
        return [CardRow(one.id, one.title, note_of(one)) for one in rows]

    def _take(self, item: str) -> None:
        self.item = item
        self.accept()


def note_of(row: ItemRow) -> str:
    """What tells an item from another of its title."""
    return "　".join(filter(None, (_(kind_named(row.kind).label), row.accession_no, row.created)))
