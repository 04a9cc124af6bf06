"""What is suggested for the selected items, by fields: taken for all where it is sure, or refused for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.records.suggested import short
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import button, clear, column, icon_label, label, line, margins, row
from archive_app.services.suggested import Offer, Together, offers, refusing, seen_as, taking, together

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record

_MOST = 2_000
"""Of so many items the suggestions are looked up; of more a person sees no longer what is taken."""
_EXAMPLES = 3


class SuggestedForMany(QWidget):
    """A line for each field; hidden where nothing is suggested."""

    failed = Signal(object)
    answered = Signal(object, int)
    """What was done (``Done``), and for how many items."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ids: tuple[str, ...] = ()
        self.groups: list[Together] = []
        self._column = QVBoxLayout()
        margins(self._column, (0, 8, 0, 8), 6)
        self.setLayout(self._column)
        self.hide()

    def show_items(self, ids: Sequence[str]) -> None:
        """Look up what is suggested for these items."""
        if tuple(ids) != self._ids:
            self._show([])
        self._ids = tuple(ids)
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        ids = self._ids
        if not 1 < len(ids) <= _MOST:
            self._show([])
            return
        catalogue, names = self._session.archive.catalogue, self._session.names

        def look() -> list[Together]:
            found = catalogue.load("item", ids)
            return together(offer for key in ids if key in found for offer in offers(found[key], names))

        self._session.ask(look, partial(self._arrived, ids), key=("suggested", id(self)))

    def _arrived(self, ids: tuple[str, ...], found: list[Together]) -> None:
        if ids == self._ids:
            self._show(found)

    def _show(self, found: list[Together]) -> None:
        self.groups = found
        clear(self._column)
        self.setVisible(bool(found))
        if not found:
            return
        self._column.addLayout(row(icon_label("clipboard-check", "amber", 16), label(_("建议")), None, spacing=6))
        for group in found:
            self._column.addWidget(self._line(group))
        self._column.addWidget(line())

    def _line(self, group: Together) -> QWidget:
        made = QWidget()
        name, sure = _(group.field.label), group.sure
        words = label(_("{field}：{n:,} 件有建议").format(field=name, n=group.items), wrap=True)
        parts: list[QWidget | None] = [words]
        if sure:
            number = len({offer.item for offer in sure})
            take = button(_("采用 {n:,} 件").format(n=number), partial(self._take, sure), icon="check")
            take.setAccessibleName(_("采用 {field} 的建议").format(field=name))
            parts.append(take)
        refuse = button(_("不要"), partial(self._refuse, group.offers))
        refuse.setAccessibleName(_("不要 {field} 的建议").format(field=name))
        upper = row(*parts, refuse, spacing=6)
        upper.setStretch(0, 1)
        made.setLayout(column(upper, label(self._examples(group), tone="faint", voice="small", wrap=True), spacing=2))
        return made

    @staticmethod
    def _examples(group: Together) -> str:
        values = list(dict.fromkeys(short(offer.value) for offer in group.offers))
        words = "、".join(values[:_EXAMPLES]) + ("……" if len(values) > _EXAMPLES else "")
        left = group.items - len({offer.item for offer in group.sure})
        if left:
            words += "　" + _("{n:,} 件已经填了别的，或有同名的卡片，要一件一件看").format(n=left)
        return words

    def _take(self, chosen: Sequence[Offer]) -> None:
        catalogue = self._session.archive.catalogue
        self._write(chosen, lambda records: taking(records, chosen, seen=seen_as(catalogue, chosen)))

    def _refuse(self, chosen: Sequence[Offer]) -> None:
        self._write(chosen, lambda records: refusing(records, chosen))

    def _write(self, chosen: Sequence[Offer], make: Callable[[dict[str, Record]], Command]) -> None:
        archive, keys = self._session.archive, list(dict.fromkeys(offer.item for offer in chosen))
        number = len(keys)

        def work() -> Done:
            return archive.execute(make(archive.catalogue.load("item", keys)))

        self._session.write(work, lambda done: self.answered.emit(done, number), self.failed.emit)
