"""What file names, folders, cameras and lists suggest: a line each at the head of the form, taken or left by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import ElidedLabel, button, clear, column, icon_label, label, line, margins, row
from archive_app.services.protection import offers as reckoned
from archive_app.services.suggested import offers, refusing, seen_as, taking, together

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record
    from archive_app.services.suggested import Offer

_SHOWN = 60  # characters of a value
_NAMED = 4  # names that stand in the one line of those the text names
_LINES = 6
"""So many suggestions are shown before a person asks for the rest: the form is what one came for."""


def short(words: str) -> str:
    """Words in one line, cut where they are long."""
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= _SHOWN else one_line[:_SHOWN] + "…"


class SuggestedLines(QWidget):
    """The suggestions of one item that wait for an answer; hidden where there are none."""

    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._record: Record | None = None
        self._offers: list[Offer] = []
        self._writable = True
        self._all_shown = False
        self._mentions_shown = False
        self._column = QVBoxLayout()
        margins(self._column, (0, 6, 0, 10), 6)
        self.setLayout(self._column)
        self.hide()

    def show_record(self, record: Record, *, writable: bool) -> None:
        """Look at another item, or at the same one after a change."""
        if self._record is None or self._record.id != record.id:
            self._show([])
            self._all_shown = self._mentions_shown = False
        self._record, self._writable = record, writable
        if not writable:
            self._show([])
            return
        names, mentions, catalogue = self._session.names, self._session.mentions, self._session.archive.catalogue
        self._session.ask(
            lambda: offers(record, names) + reckoned(record, catalogue, names) + mentions.offers(record),
            partial(self._arrived, record),
            key=("suggested", id(self)),
        )

    def _arrived(self, record: Record, found: list[Offer]) -> None:
        if self._record is record:
            self._show(found)

    # — drawing —

    def _show(self, found: list[Offer]) -> None:
        at = next((n for n, made in enumerate(self.buttons()) if made.hasFocus()), -1)
        self._offers = found
        clear(self._column)
        self.setVisible(bool(found))
        if not found:
            return
        said = [offer for offer in found if not offer.mentioned]
        named = [offer for offer in found if offer.mentioned]
        if said:
            self._draw(_("建议 {n} 条").format(n=len(said)), said, said if self._all_shown else said[:_LINES])
        if named and self._mentions_shown:
            words = _("文中提到、还没有链上的 {n} 个").format(n=len(named))
            self._draw(words, named, named if self._all_shown else named[:_LINES])
        elif named:
            self._column.addLayout(self._named_line(named))
        self._column.addWidget(line())
        if at >= 0 and (made := self.buttons()):
            made[min(at, len(made) - 1)].setFocus()  # the next answer is a key away

    def _draw(self, heading: str, waiting: list[Offer], shown: list[Offer]) -> None:
        """Some suggestions under their heading, each answered alone or all together."""
        sure = [offer for group in together(waiting) for offer in group.sure]
        head: list[Any] = [icon_label("clipboard-check", "amber", 16), label(heading, voice="small"), None]
        if len(sure) > 1:
            head.append(button(_("全部采用"), partial(self.take, sure), role="link"))
        if len(waiting) > 1:
            head.append(button(_("全部不要"), partial(self.refuse, waiting), role="link"))
        self._column.addLayout(row(*head, spacing=6))
        for offer in shown:
            self._column.addWidget(self._line(offer))
        if len(waiting) > len(shown):
            rest = _("还有 {n} 条").format(n=len(waiting) - len(shown))
            self._column.addLayout(row(button(rest, self._show_all, role="link"), None))

    def _named_line(self, named: list[Offer]) -> QHBoxLayout:
        """Names that stand in the text in one line: the form is what one came for."""
        some = "、".join(offer.value for offer in named[:_NAMED])
        words = _("文中提到 {some} 等 {n} 个，还没有链上") if len(named) > _NAMED else _("文中提到 {some}，还没有链上")
        told = ElidedLabel(words.format(some=some, n=len(named)), tone="faint", voice="small")
        made = row(
            icon_label("link", "amber", 16), told, button(_("看一看"), self._show_mentions, role="link"), spacing=6
        )
        made.setStretch(1, 1)
        return made

    def _show_mentions(self) -> None:
        self._mentions_shown = True
        self._show(self._offers)

    def _show_all(self) -> None:
        self._all_shown = True
        self._show(self._offers)

    def _line(self, offer: Offer) -> QWidget:
        made = QWidget()
        what = _("{field}：{value}").format(field=_(offer.field.label), value=short(offer.value))
        words = label(what, wrap=True)
        take = button(_("采用"), icon="check")
        take.setAccessibleName(_("采用 {what}").format(what=what))
        if len(offer.cards) > 1:
            take.setText(_("选一个…"))
            take.setMenu(self._namesakes(offer, take))
        else:
            take.clicked.connect(lambda _checked=False: self.take([offer]))
        refuse = button(_("不要"), partial(self.refuse, [offer]))
        refuse.setAccessibleName(_("不要 {what}").format(what=what))
        upper = row(words, take, refuse, spacing=6)
        upper.setStretch(0, 1)
        made.setLayout(column(upper, label(self._ground(offer), tone="faint", voice="small", wrap=True), spacing=2))
        return made

    def _namesakes(self, offer: Offer, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for key, words in offer.cards:
            menu.addAction(words).triggered.connect(partial(self._take_card, offer, key))
        return menu

    def _take_card(self, offer: Offer, key: str, _checked: bool = False) -> None:
        self.take([offer], {(offer.field.target, offer.value): key})

    @staticmethod
    def _ground(offer: Offer) -> str:
        parts = [_("依据：{basis}").format(basis=offer.basis)] if offer.basis else []
        if offer.reading and offer.reading != offer.value:
            parts.append(_("读作 {reading}").format(reading=offer.reading))
        if offer.region:
            parts.append(_("带着画面上的位置，采用就框在照片上"))
        if offer.present:
            parts.append(_("现在填的是“{words}”，采用就换成这个").format(words=short(offer.present)))
        if offer.links and not offer.cards:
            parts.append(_("还没有这张卡片，采用就新建"))
        return "　".join(parts)

    def buttons(self) -> list[QPushButton]:
        """What answers, in the order it is read."""
        found: Any = self.findChildren(QPushButton)
        return [made for made in found if made.parent() is not None and not made.isHidden()]

    def offers(self) -> list[Offer]:
        """What waits."""
        return list(self._offers)

    # — answering —

    def take(self, chosen: Sequence[Offer], cards: Mapping[tuple[str, str], str] | None = None) -> None:
        """Fill in what these suggest, as one step."""
        catalogue = self._session.archive.catalogue
        self._write(lambda record: taking({record.id: record}, chosen, cards, seen_as(catalogue, chosen)))

    def refuse(self, chosen: Sequence[Offer]) -> None:
        """Never offer these again."""
        self._write(lambda record: refusing({record.id: record}, chosen))

    def _write(self, make: Callable[[Record], Command]) -> None:
        """Against the item as it is when its turn comes: what was typed into the form a moment ago is written first."""
        if self._record is None:
            return
        archive, key = self._session.archive, self._record.id
        self._session.write(lambda: archive.execute(make(archive.catalogue.record(key))), failed=self.failed.emit)
