"""What stands under an item's title to be looked into; and lines of the registers, begun from an item."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from archive_app.catalogue.commands import Create
from archive_app.domain.protection import OPEN
from archive_app.domain.workflow import NOBODY, State
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, clear, label, margins, row, set_property, shown_if
from archive_app.gui.workspaces.workspace import ROAD, Place, Shell
from archive_app.services.authorities.registers import BORROWED, LoanRow, begun, out_of
from archive_app.services.authorities.remarks import odd_about
from archive_app.services.protection import FIELD as PROTECTION
from archive_app.services.protection import open_words

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.names import Names


_WITH_REASON = frozenset(
    {State.RETURNED, State.REFUSED, State.DECLINED, State.SHELVED, State.FORWARDED, State.SUSPENDED}
)
_MOST = 200
"""Characters of a reason that are shown over the form; the whole of it stands in the log."""


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


class Notices(QWidget):
    """What stands under an item's title for a person to look into: an original that is not where it belongs, a time
    that does not go with somebody's life. Each line leads to where it is; hidden where there is nothing."""

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
        """Another item, or the same as it stands now."""
        if record.id != self._item:
            self._item = record.id
            self._take([])
        self._ask()

    def _on_change(self, done: Done) -> None:
        told_of = ("loan", "person", "organisation")
        if self._item and any(one.entity in told_of or one.record_id == self._item for one in done.changes):
            self._ask()

    def _ask(self) -> None:
        archive, names, item = self._shell.session.archive, self._shell.session.names, self._item

        def take(found: list[_Notice]) -> None:
            if item == self._item:
                self._take(found)

        self._shell.session.ask(lambda: _notices(archive, names, item), take, key=("notices", id(self)))

    def _take(self, found: list[_Notice]) -> None:
        clear(self._column)
        for one in found:
            if one.leads_to:
                self._column.addLayout(self._reason(one))
                continue
            made = button(one.words, partial(self._shell.go, one.workspace, one.place), role="link", tip=one.words)
            made.setMinimumWidth(theme().dp(40))
            set_property(made, "tone", one.tone)
            lay = row(made)
            lay.setStretch(0, 1)
            self._column.addLayout(lay)
        self.setVisible(bool(found))

    def _reason(self, one: _Notice) -> QLayout:
        """Words that have to be read whole, and where there is more."""
        more = button(one.leads_to, partial(self._shell.go, one.workspace, one.place), role="link")
        lay = row(label(one.words, tone=one.tone, voice="small", wrap=True, select=True), more, spacing=8)
        lay.setStretch(0, 1)
        lay.setAlignment(more, Qt.AlignmentFlag.AlignTop)
        return lay


class _Notice(NamedTuple):
    words: str
    tone: str
    workspace: str
    place: Place
    leads_to: str = ""
    """Words of the way to more; where there are some, ``words`` are to be read whole."""


def _notices(archive: Archive, names: Names, item: str) -> list[_Notice]:
    record = archive.catalogue.load("item", [item]).get(item)
    if record is None or record.trashed:
        return []
    found = (
        [_Notice(words, "amber", "materials", Place(item, field=ROAD), _("看流程"))] if (words := _why(record)) else []
    )
    found += [
        _Notice(_loan_words(one), "danger" if one.overdue else "amber", "office", Place(one.loan.id))
        for one in out_of(archive, item)
    ]
    if record.values.get(PROTECTION) == OPEN and (words := open_words(record, archive.catalogue, names)):
        found.append(_Notice(words, "amber", "materials", Place(item, field=PROTECTION)))
    return found + [_Notice(words, "amber", "authorities", Place(card)) for card, words in odd_about(archive, record)]


def _why(record: Record) -> str:
    """Why an item came back or stands still, as whoever decided it wrote; empty where it goes its way."""
    state = str(record["state"] or "")
    entry = next((one for one in reversed(record[ROAD]) if one.get("to") == state), None)
    words = str(entry.get("comment") or "").strip() if entry is not None and state in _WITH_REASON else ""
    if entry is None or not words:
        return ""
    shown = words if len(words) <= _MOST else f"{words[: _MOST - 1]}…"
    by = "，".join(filter(None, (str(entry.get("by") or ""), str(entry.get("at") or "")[:10])))
    return _("{state}：{words}（{by}）").format(state=_(State(state).label), words=shown, by=by)


def _loan_words(one: LoanRow) -> str:
    lead = _("借自{who}") if one.loan["direction"] == BORROWED else _("借给{who}")
    return _("{lead}，{how}").format(lead=lead.format(who=one.loan["party"]), how=_(one.words))
