"""A workspace of cards: kinds as segments, a list, the card's form, and what is about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QMenu, QSplitter, QStackedWidget, QToolButton, QWidget
from shiboken6 import isValid

from archive_app.catalogue.commands import Create, Restore, Trash
from archive_app.domain.entities import entity_named
from archive_app.frozen import dataclass
from archive_app.gui.i18n import _
from archive_app.gui.records.links import ArchiveLinks
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, tool
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.widgets.tab_order import Paned
from archive_app.gui.workspaces.cards.pane import CardPane
from archive_app.gui.workspaces.cards.rows import CardList, CardRow, CardRows
from archive_app.gui.workspaces.cards.side import Side
from archive_app.gui.workspaces.cards.trash import trashed_rows
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

_THREE_PANES_FROM = 900
"""Width on the grid from which the side stands beside the card instead of being a tab of it."""
_ORDER_FROM = 620
_EDGE, _ACTS = 12, 420
"""The bar's margin, and the room of all that stands in it beside the kinds."""
_REST_MS = 200
_NO_MATCH = "没有这样的名字。换几个字，或只打首字母。"


@dataclass(frozen=True, slots=True)
class Deck:
    """One kind of card: its entity, the words of its segment and of its empty view, how its list may be ordered."""

    entity: str
    words: str
    icon: str
    hint: str
    orders: tuple[tuple[str, str], ...] = ()


class CardsWorkspace(Paned, Workspace):
    """The list at the left, the card in the middle, the side at the right. Subclasses say what is in list and side."""

    def __init__(self, shell: Shell, decks: Sequence[Deck]) -> None:
        super().__init__(shell)
        self.decks = {deck.entity: deck for deck in decks}
        self.links = ArchiveLinks(self.session, self)
        self._current = ""
        self._wish = ""
        self._fresh = ""
        self.rows = CardRows()
        self._build_bar(decks)
        self.list = CardList(self.rows, _("卡片"))
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.pane = CardPane(shell, self.links)
        self.pane.restore_wanted.connect(self.restore)
        self.side = Side()
        self._build_centre()
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(_REST_MS)
        self._stale.timeout.connect(self.refresh)
        self.session.changed.connect(self._on_change)
        self._show_deck()

    def tab_panes(self) -> Sequence[QWidget]:
        """What is over the cards, their list, the card, what is beside it."""
        return (
            (self._bar, self._lists, self._middle, self.side)
            if self._pages.currentIndex() == 0
            else (self._bar, self._pages)
        )

    # — building —

    def _build_bar(self, decks: Sequence[Deck]) -> None:
        self.segments = Segments([(deck.entity, deck.words, deck.icon) for deck in decks])
        self.segments.chosen.connect(self._choose_deck)
        self.finder = SearchBox(_("名字、拼音、首字母"))
        self.finder.searched.connect(lambda _words: self.refresh())
        for signal in (self.finder.left, self.finder.down, self.finder.entered):
            signal.connect(self.list_focus)
        self.finder.setMinimumWidth(theme().dp(120))
        self.finder.setMaximumWidth(theme().dp(280))
        self.order = QComboBox()
        self.order.setAccessibleName(_("排列的先后"))
        self.order.activated.connect(lambda _at: self.refresh())
        self.order_button = tool("sort-ascending", _("排列的先后"))
        self.order_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order_menu = QMenu(self.order_button)
        self.order_menu.aboutToShow.connect(self._fill_orders)
        self.order_button.setMenu(self.order_menu)
        self.new_button = button(_("新建"), self.create, role="primary", icon="plus")
        self.new_button.setEnabled(not self.session.archive.read_only)
        self.trash_button = tool("trash", _("回收站：删掉的卡片，可以取回"), token="ink")
        self.trash_button.setCheckable(True)
        self.trash_button.toggled.connect(self._show_trash)
        self._acts = row(
            self.finder, None, self.order, self.order_button, self.trash_button, self.new_button, spacing=8
        )
        self._acts.setStretch(0, 1)
        self._over = row(spacing=0)
        lay = column(self._over, self._acts, spacing=8, around=(_EDGE, 8, _EDGE, 8))
        self._bar = pane(lay)

    def _build_centre(self) -> None:
        self._nothing = label(_("在左边选一张卡片。"), tone="faint")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empties: dict[str, EmptyState] = {}
        self._middle = QStackedWidget()
        self._middle.addWidget(self._nothing)
        self._middle.addWidget(self.pane)
        self._no_match = label(_(_NO_MATCH), tone="faint", wrap=True)
        self._no_match.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._no_match)
        self._lists.setMinimumWidth(theme().dp(180))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        for part in (self._lists, self._middle, self.side):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().dp(300), theme().dp(520), theme().dp(320)])
        self._pages = QStackedWidget()
        self._pages.addWidget(self.split)
        lay = column(self._bar, line(), self._pages, spacing=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self._beside = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With little width the side becomes a tab of the card."""
        super().resizeEvent(event)
        beside = self.width() >= theme().dp(_THREE_PANES_FROM)
        self._show_order()
        self._fit_bar()
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self.split.addWidget(self.side)
            self.pane.give_about()
            self.split.setSizes([theme().dp(300), theme().dp(520), theme().dp(320)])
        else:
            self.pane.take_about(self.side)
            self.split.setSizes([theme().dp(220), theme().dp(400)])

    def _fit_bar(self) -> None:
        """The kinds stand beside the acts, or above them where there is no room for both."""
        room = self.width() - 2 * theme().dp(_EDGE)
        self.segments.fit(room)
        needed = self.segments.sizeHint().width() + theme().dp(_ACTS)
        for lay in (self._over, self._acts):
            lay.removeWidget(self.segments)
        if needed > room:
            self._over.addWidget(self.segments)
            self._over.addStretch(1)
        else:
            self._acts.insertWidget(0, self.segments)

    # — what subclasses say —

    def find_rows(self, entity: str, words: str, order: str) -> list[CardRow]:
        """The rows of a kind; called off the painting thread."""
        raise NotImplementedError

    def look_about(self, record: Record) -> Any:
        """What the side shows of a card; called off the painting thread."""
        raise NotImplementedError

    def draw_side(self, record: Record, about: Any) -> None:
        """Fill the side."""
        raise NotImplementedError

    def fresh_values(self, entity: str) -> dict[str, Any]:
        """What a new card begins with."""
        return {entity_named(entity).title: _("未命名")}

    # — the list —

    @property
    def entity(self) -> str:
        """The kind in front."""
        return self.segments.choice()

    def _choose_deck(self, _entity: str) -> None:
        self.pane.flush()
        self._current = ""
        self.finder.set_quietly("")
        self._show_deck()

    def _show_deck(self) -> None:
        deck = self.decks[self.entity]
        self.order.clear()
        for name, words in deck.orders:
            self.order.addItem(words, name)
        self._show_order()
        self.new_button.setToolTip(_("新建{what}（Ctrl+N）").format(what=_(entity_named(deck.entity).label)))
        self.pane.show_record(None)
        self._middle.setCurrentIndex(0)
        self.side.begin()
        self.side.end()
        self.refresh()
        self.actions_changed.emit()

    def _show_order(self) -> None:
        """The orders as a box, or with little width behind a button."""
        some, wide = bool(self.order.count()), self.width() >= theme().dp(_ORDER_FROM)
        self.order.setVisible(some and wide)
        self.order_button.setVisible(some and not wide)

    def _fill_orders(self) -> None:
        self.order_menu.clear()
        for at in range(self.order.count()):
            action = self.order_menu.addAction(self.order.itemText(at), partial(self._choose_order, at))
            action.setCheckable(True)
            action.setChecked(at == self.order.currentIndex())

    def _choose_order(self, at: int) -> None:
        self.order.setCurrentIndex(at)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the rows again; the same card stays chosen."""
        entity, words, order = self.entity, self.finder.text().strip(), str(self.order.currentData() or "")
        trashed, archive = self.in_trash, self.session.archive
        self.session.ask(
            lambda: trashed_rows(archive, entity, words) if trashed else self.find_rows(entity, words, order),
            lambda rows: self._show_rows(entity, words, rows),
            key=("cards", id(self)),
        )
        self.refresh_side()

    def _show_rows(self, entity: str, words: str, rows: list[CardRow]) -> None:
        if not isValid(self) or entity != self.entity:
            return
        self.list.selectionModel().blockSignals(True)
        self.rows.show_rows(rows)
        self.list.selectionModel().blockSignals(False)
        empty = self.in_trash and not words
        self._no_match.setText(_("回收站里没有这一类卡片。") if empty else _(_NO_MATCH))
        self._lists.setCurrentIndex(1 if (words or self.in_trash) and not rows else 0)
        nothing = not rows and not words and not self.in_trash
        self._pages.setCurrentWidget(self._empty_of(entity) if nothing else self.split)
        wanted, self._wish = self._wish or self._current, ""
        place = self.rows.place_of(wanted)
        if place >= 0:
            self._bring(place)
        elif rows:
            self._bring(0)
        else:
            self._load("")
        self.actions_changed.emit()

    def _bring(self, place: int) -> None:
        index = self.rows.index(place, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._load(self.rows.rows[place].id)

    def _empty_of(self, entity: str) -> EmptyState:
        if entity not in self._empties:
            deck = self.decks[entity]
            name = _(entity_named(entity).label)
            acts = () if self.session.archive.read_only else ((_("新建{what}").format(what=name), "plus", self.create),)
            made = EmptyState(
                "seal" if entity != "place" else "mill", _("还没有{what}").format(what=name), deck.hint, acts
            )
            self._empties[entity] = made
            self._pages.addWidget(made)
        return self._empties[entity]

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self._load(self.rows.rows[index.row()].id)

    def _load(self, record_id: str) -> None:
        if not record_id:
            self._current = ""
            self.pane.show_record(None)
            self._middle.setCurrentIndex(0)
            self.side.begin()
            self.side.end()
            self.actions_changed.emit()
            return
        if record_id == self._current and self.pane.record is not None and self.pane.record.id == record_id:
            return
        self._current = record_id
        record = self.session.record(record_id)
        if record is not None:
            self._show_record(record)

    def _show_record(self, record: Record) -> None:
        self.pane.say()
        self.pane.show_record(record)
        self._middle.setCurrentIndex(1)
        self.refresh_side()
        self.actions_changed.emit()
        if self._fresh == record.id:
            self._fresh = ""
            self.pane.focus_form(select=True)

    def refresh_side(self) -> None:
        """Read again what is about the card."""
        record = self.pane.record
        if record is None or record.id != self._current:
            return
        if record.trashed:  # nothing is about it until it is back
            self.side.begin()
            self.side.end()
            return
        catalogue = self.session.archive.catalogue

        def look() -> tuple[Record, Any]:
            now = catalogue.record(record.id)
            return now, self.look_about(now)

        self.session.ask(look, self._draw_about, key=("about", id(self)))

    def _draw_about(self, found: tuple[Record, Any]) -> None:
        record, about = found
        if isValid(self) and record.id == self._current:
            self.side.begin()
            self.draw_side(record, about)
            self.side.end()

    def _on_change(self, done: Done) -> None:
        if done.changes:
            self._stale.start()

    # — acts —

    def create(self) -> None:
        """A new card, with the keyboard in its first field."""
        if self.session.archive.read_only:
            return
        self.pane.flush()
        self.trash_button.blockSignals(True)  # the list is asked for when the card is there
        self.leave_trash()
        self.trash_button.blockSignals(False)
        self.list.setFocus()  # what is typed before its form is there is nobody's
        command = Create(self.entity, self.fresh_values(self.entity))
        self._wish = self._fresh = command.id
        self.finder.set_quietly("")
        self.session.execute(command, lambda _done: self.refresh(), self.shell.show_error)

    def trash(self) -> None:
        """The card goes to the trash; links to it stay, and it can be taken back."""
        record = self.pane.record
        if record is None or record.trashed or self.session.archive.read_only:
            return
        self.pane.flush()
        undo = self.shell.actions_table["edit.undo"].trigger
        words = _("“{name}”已移到回收站。").format(name=record.title)
        self._wish = self._beside_of(record.id)
        self.session.execute(
            Trash([record.id]), lambda _done: self.shell.toast(words, _("撤销"), undo), self.shell.show_error
        )

    def _beside_of(self, record_id: str) -> str:
        """The card to look at when this one leaves the list."""
        place = self.rows.place_of(record_id)
        following = self.rows.rows[place + 1 : place + 2] or self.rows.rows[max(0, place - 1) : place]
        return following[0].id if following else ""

    @property
    def in_trash(self) -> bool:
        """Whether the list is that of the trash."""
        return self.trash_button.isChecked()

    def _show_trash(self, _on: bool) -> None:
        self.pane.flush()
        self._load("")
        self.refresh()

    def leave_trash(self) -> None:
        """To the cards that are in use."""
        self.trash_button.setChecked(False)

    def restore(self) -> None:
        """The card out of the trash; the links to it were never gone."""
        record = self.pane.record
        if record is None or not record.trashed or self.session.archive.read_only:
            return
        self._wish = self._beside_of(record.id)
        self.run(Restore([record.id]), _("“{name}”已取回。").format(name=record.title))

    def run(self, command: Any, said: str) -> None:
        """Carry out a command and say so, with a way back."""
        undo = self.shell.actions_table["edit.undo"].trigger
        self.session.execute(command, lambda _done: self.shell.toast(said, _("撤销"), undo), self.shell.show_error)

    # — the workspace —

    def activate(self) -> None:
        self.list_focus()

    def list_focus(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "item.new": self.create,
            "item.trash": self.trash,
            "item.restore": self.restore,
            "item.form": self.pane.focus_form,
            "item.history": lambda: self.pane.show_tab("history"),
            "item.previous": lambda: self._step(-1),
            "item.next": lambda: self._step(1),
            "edit.find": self.finder.setFocus,
        }

    def can(self, action: str) -> bool:
        writable = not self.session.archive.read_only
        if action == "item.new":
            return writable
        if action == "item.trash":
            return writable and self.pane.record is not None and not self.pane.record.trashed
        if action == "item.restore":
            return writable and self.pane.record is not None and self.pane.record.trashed
        if action in ("item.form", "item.history", "item.previous", "item.next"):
            return self.pane.record is not None
        return True

    def _step(self, by: int) -> None:
        place = self.rows.place_of(self._current) + by
        if 0 <= place < len(self.rows.rows):
            self._bring(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete in the list moves the card to the trash; Enter goes to its form."""
        if self.list.hasFocus() and event.key() == Qt.Key.Key_Delete:
            self.trash()
        elif self.list.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pane.focus_form()
        else:
            super().keyPressEvent(event)

    def open_place(self, place: Place) -> None:
        catalogue = self.session.archive.catalogue

        def show(record: Record) -> None:
            if not isValid(self) or record.entity not in self.decks:
                return
            self.trash_button.setChecked(record.trashed and not record.values.get("merged_into"))
            self._wish = record.id
            if record.entity != self.entity:
                self.segments.choose(record.entity)
                self._choose_deck(record.entity)
                self._wish = record.id
            self.finder.set_quietly("")
            self.refresh()

        self.session.ask(lambda: catalogue.record(place.record_id), show, self.shell.show_error)

    def unsaved(self) -> str:
        """What its form cannot store."""
        return self.pane.form.unsaved() if self.pane.form is not None else ""

    def flush(self) -> None:
        self.pane.flush()

    def remember(self) -> dict[str, Any]:
        return {"entity": self.entity, "current": self._current, "order": self.order.currentIndex()}

    def recall(self, state: dict[str, Any]) -> None:
        if state.get("entity") in self.decks:
            self.segments.choose(state["entity"])
            self._show_deck()
        self.order.setCurrentIndex(int(state.get("order", 0)))
        self._wish = str(state.get("current", ""))
        self.refresh()
