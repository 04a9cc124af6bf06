"""Why an item cannot be written in now, said from the start and not after somebody has typed.

Whether it is closed is asked of every record that is shown: the cards of the office are read once, and again when one
of them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from archive_app.catalogue.standing import check_theirs
from archive_app.domain.workflow import FROZEN, Locked, Roster, State
from archive_app.gui.dialogs.message import without_commands
from archive_app.gui.i18n import _
from archive_app.gui.session import Session

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

_CARDS = {"staff", "commissioner"}


class Standing(QObject):
    """What stands for who acts in this window; ``changed`` when the answers may be others."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._roster = Roster((), ())
        session.changed.connect(self._on_change)
        session.acting.connect(self.changed)
        self._read()

    def why_closed(self, record: Record) -> str:
        """Why nothing of the item is this person's to change, and what to do; empty where it is."""
        try:
            check_theirs(record, self._roster.actor(self._session.archive.actor), self._roster)
        except Locked as error:
            return f"{error.message}。{without_commands(error.remedy)}"
        return ""

    def why_read_only(self, record: Record) -> str:
        """As ``why_closed``, and for what is printed from 已编入 on."""
        if self._session.archive.read_only or record.trashed:
            return ""
        if closed := self.why_closed(record):
            return closed
        return _("已经定稿：印出的几项和正文不能直接改，要改请用“改样…”。") if State(record["state"]) in FROZEN else ""

    def _on_change(self, done: Done) -> None:
        if any(change.entity in _CARDS for change in done.changes):
            self._read()

    def _read(self) -> None:
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: (catalogue.records("staff"), catalogue.records("commissioner")),
            lambda cards: self._take(Roster(*cards)),
            key=("standing", id(self)),
        )

    def _take(self, roster: Roster) -> None:
        self._roster = roster
        self.changed.emit()
