"""Under an item's title: that its original is not where it belongs, and when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.catalogue.commands import Create
from archive_app.domain.workflow import NOBODY
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, clear, margins, row, set_property, shown_if
from archive_app.gui.workspaces.workspace import Place, Shell
from archive_app.services.authorities.registers import BORROWED, LoanRow, begun, out_of

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record


def registered_from(shell: Shell, entity: str, items: Sequence[str]) -> None:
    """Make a line of 借还 or 查阅利用 about these items, and go to it."""
    session = shell.session
    actor = session.archive.actor
    handled = "" if actor == NOBODY else actor

    def make(titles: list[str]) -> None:
        command = Create(entity, begun(entity, handled, items, titles))
        place = Place(command.id)
        session.execute(command, lambda _done: shell.go("office", place), shell.show_error)

    catalogue = session.archive.catalogue
    session.ask(lambda: [row.title for row in catalogue.item_rows(items)], make, shell.show_error)


class LoanLines(QWidget):
    """Hidden where nothing is out; each line leads to the loan."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._item = ""
        self._column = QVBoxLayout()
        margins(self._column, (0, 0, 0, 0), 0)
        self.setLayout(self._column)
        shown_if(self, False)
        shell.session.changed.connect(self._on_change)

    def show_record(self, record: Record) -> None:
        """Another item, or the same."""
        if record.id != self._item:
            self._item = record.id
            self._take([])
            self._ask()

    def _on_change(self, done: Done) -> None:
        if self._item and any(change.entity == "loan" for change in done.changes):
            self._ask()

    def _ask(self) -> None:
        archive, item = self._shell.session.archive, self._item

        def take(found: list[LoanRow]) -> None:
            if item == self._item:
                self._take(found)

        self._shell.session.ask(lambda: out_of(archive, item), take, key=("loans-of", id(self)))

    def _take(self, found: list[LoanRow]) -> None:
        clear(self._column)
        for one in found:
            made = button(self._words(one), partial(self._shell.go, "office", Place(one.loan.id)), role="link")
            set_property(made, "tone", "danger" if one.overdue else "amber")
            self._column.addLayout(row(made, None))
        self.setVisible(bool(found))

    @staticmethod
    def _words(one: LoanRow) -> str:
        lead = _("借自{who}") if one.loan["direction"] == BORROWED else _("借给{who}")
        return _("{lead}，{how}").format(lead=lead.format(who=one.loan["party"]), how=_(one.words))
