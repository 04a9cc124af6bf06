"""并成一件: which one stays, and what becomes of the others, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import Dialog, without_commands
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, set_property
from archive_app.gui.workspaces.cards.rows import CardList, CardRow, CardRows
from archive_app.gui.workspaces.materials.choose_item import ChooseItem, note_of
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.queries import ItemRow
    from archive_app.services.joining_items import Joining

_SEEN = 5
"""So many are seen at once; more are scrolled to."""


class JoinItems(QObject):
    """Asks, and carries it out."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, ids: Sequence[str]) -> None:
        """Join these; one alone is joined with another that is asked for."""
        wanted = list(ids)
        if len(wanted) == 1:
            heading, words = _("与哪一件并成一件？"), _("两件说的是同一份材料时，并成一件；随时可以撤销。")
            choice = ChooseItem(self._window, self._shell.session, heading, words, _("下一步"), wanted)
            if choice.exec() and choice.item:
                wanted.append(choice.item)
            choice.deleteLater()
        if len(wanted) < 2:
            return
        dialog = JoinDialog(self._window, self._shell, wanted)
        if dialog.exec() and dialog.plan is not None:
            self.join(dialog.plan)
        dialog.deleteLater()

    def join(self, plan: Joining) -> None:
        """Do it, and show what came of it."""

        def done(_done: object) -> None:
            self._shell.go("materials", Place(plan.keep, field="title"))
            words = _("{n} 件并成了一件").format(n=len(plan.others) + 1)
            self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)

        self._shell.session.execute(plan.command(), done, self._shell.show_error)


class JoinDialog(Dialog):
    """``plan`` is what was decided."""

    def __init__(self, parent: QWidget | None, shell: Shell, ids: Sequence[str]) -> None:
        super().__init__(parent, _("并成一件"), 620)
        self._session = shell.session
        self._ids = list(ids)
        self.plan: Joining | None = None
        self.rows = CardRows()
        self.list = CardList(self.rows, _("留下哪一件"))
        self.list.setProperty("ground", "sheet")
        found = {one.id: one for one in self._session.archive.catalogue.item_rows(self._ids)}
        self.rows.show_rows([_card(found[key]) for key in self._ids if key in found])
        self.list.setFixedHeight(theme().dp(52 * min(_SEEN, len(self.rows.rows)) + 2))
        self._said = label("", tone="faint", wrap=True, select=True)
        self.act = button(_("并成一件"), self.accept, role="primary", icon="git-merge")
        self.act.setEnabled(False)
        inside = pane(column(label(_("留下哪一件？")), self.list, 8, self._said, None, spacing=6))
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        parts = (label(_("把 {n} 件并成一件").format(n=len(self._ids)), voice="title"), inside, 8, foot)
        self.setLayout(column(*parts, spacing=10, around=(24, 20, 24, 20)))
        self.list.setCurrentIndex(self.rows.index(0, 0))
        self.list.selectionModel().currentChanged.connect(lambda *_args: self._look())
        self._look()

    def _look(self) -> None:
        """What would become of them, off the painting thread."""
        archive = self._session.archive
        keep = self.rows.rows[max(0, self.list.currentIndex().row())].id
        others = [key for key in self._ids if key != keep]
        self.plan = None
        self.act.setEnabled(False)

        def look() -> tuple[Joining, str]:
            from archive_app.services.joining_items import joining, words_of

            plan = joining(archive, keep, others)
            return plan, words_of(archive, plan)

        self._session.ask(look, self._show, self._failed, key=("join", id(self)))

    def _show(self, found: tuple[Joining, str]) -> None:
        self.plan, words = found
        self._say(words, "faint")
        self.act.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, ArchiveError):
            raise error
        self._say(f"{error.message}。{without_commands(error.remedy)}", "danger")

    def _say(self, words: str, tone: str) -> None:
        self._said.setText(words)
        set_property(self._said, "tone", tone)
        self.adjustSize()


def _card(row: ItemRow) -> CardRow:
    return CardRow(row.id, row.title, note_of(row), aside=_("{n} 个文件").format(n=row.files))
