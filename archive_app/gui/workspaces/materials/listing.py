"""The list or the cards of what the filters let through, and what of it is selected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from archive_app.catalogue.queries import ORDERS, ItemFilter
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, pane, row
from archive_app.gui.widgets.basics import line as hairline
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.materials.bars import ChoiceChips, ListBar
from archive_app.gui.workspaces.materials.filters import FilterPanel
from archive_app.gui.workspaces.materials.grid import ItemGrid
from archive_app.gui.workspaces.materials.model import ItemModel
from archive_app.gui.workspaces.materials.table import ItemTable
from archive_app.gui.workspaces.materials.thumbs import FirstWords, Thumbnails
from archive_app.gui.workspaces.materials.type_ahead import TypeAhead
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.list_columns import STANDARD, columns_of

_FLAGS = QItemSelectionModel.SelectionFlag
_STRETCHES = 2_000
"""So many stretches of rows stay selected when the order changes: more take Qt seconds."""


class ItemListing(QWidget):
    """What is selected is always one list of ids; list and cards share it."""

    form_wanted = Signal()
    listed = Signal()
    """The query was answered."""
    selected = Signal()
    """Something else is selected, or it stands elsewhere."""
    arranged = Signal()
    """Somebody chose columns, an order, list or cards."""

    def __init__(
        self,
        shell: Shell,
        filters: FilterPanel,
        thumbs: Thumbnails,
        begin: list[tuple[str, str, Callable[[], object]]],
    ) -> None:
        """``begin``: what an empty archive offers to do first, as words, icon, act."""
        super().__init__()
        self._session = shell.session
        self._filters = filters
        self.order, self.descending = "added", True
        self._chosen: list[str] | None = None
        self.columns: list[tuple[str, int]] = []
        """(name, width on the grid) as somebody chose; nobody did where there are none."""
        self.model = ItemModel(self._session, self)
        self.selection = QItemSelectionModel(self.model, self)
        self.bar = ListBar(shell.actions_table)
        self.bar.set_writable(not self._session.archive.read_only)
        self.chips = ChoiceChips(filters)
        self.table = ItemTable(self.model)
        self.grid = ItemGrid(self.model, thumbs, FirstWords(self._session, self))
        self._ahead = TypeAhead(self._session, self)
        self._ahead.found.connect(self.select)
        for view in self.views():
            view.setSelectionModel(self.selection)
            view.typed.connect(self._type_ahead)
        self._make_empty_states(begin)
        self.stack = QStackedWidget()
        shown: tuple[QWidget, ...] = (self.table, self.grid, self.empty, self.no_match, self.empty_trash)
        for one in shown:
            self.stack.addWidget(one)
        self._to_form = button("", self.form_wanted.emit, icon="edit")
        self._offer = pane(row(self._to_form, None, around=(12, 6, 12, 6)))
        self._offer.hide()
        lay = column(self.bar, self.chips, hairline(), self.stack, self._offer, spacing=0)
        lay.setStretch(3, 1)
        self.setLayout(lay)
        filters.changed.connect(self.requery)
        self.bar.finder.searched.connect(filters.set_text)
        self.bar.ordered.connect(self.order_by)
        self.table.ordered.connect(self.order_by)
        self.table.arranged.connect(self.arrange)
        self.selection.selectionChanged.connect(lambda *_args: self._select_anew())
        self.selection.currentChanged.connect(lambda *_args: self._select_anew())
        self._show_order()

    def offer_form(self, number: int) -> None:
        """Where there is no room for the form beside the list: the way to it, of so many items; 0 for none."""
        words = _("填写（F2）") if number == 1 else _("一起改这 {n:,} 件（F2）").format(n=number)
        self._to_form.setText(words)
        self._offer.setVisible(number > 0)

    def _make_empty_states(self, begin: list[tuple[str, str, Callable[[], object]]]) -> None:
        self.empty = EmptyState(
            "photos",
            _("从第一批材料开始"),
            _("把装着照片和 Word 文稿的文件夹整个拖进来，或者点下面的按钮。原件会照原样收好，不会改动。"),
            begin,
        )
        self.no_match = EmptyState(
            "nothing",
            _("没有符合的资料"),
            _("换个词，或去掉几项筛选再看。"),
            [(_("去掉全部筛选"), "filter-off", self.reset_filters)],
        )
        self.empty_trash = EmptyState("nothing", _("回收站是空的"), _("删掉的资料会先到这里，随时可以取回。"))

    def views(self) -> tuple[ItemTable, ItemGrid]:
        """The two views of the list."""
        return self.table, self.grid

    def item_at(self, at: QPoint) -> tuple[str, str, QRect] | None:
        """(id, title, where it is painted) of the item under a point of the screen; None where none is."""
        view = self.view
        inside = view.viewport().mapFromGlobal(at)
        index = view.indexAt(inside) if view.isVisible() and view.viewport().rect().contains(inside) else QModelIndex()
        shown = self.model.row_at(index.row()) if index.isValid() else None
        if shown is None:
            return None
        rect = view.visualRect(index)
        if view is self.table:  # the whole row, not one cell of it
            rect.setLeft(0)
            rect.setRight(view.viewport().width() - 1)
        return shown.id, shown.title, QRect(view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    @property
    def mode(self) -> str:
        """``list`` or ``grid``."""
        return self.bar.modes.choice()

    @property
    def view(self) -> QAbstractItemView:
        """The view in front."""
        return self.grid if self.mode == "grid" else self.table

    # — what is listed —

    def requery(self) -> None:
        """Ask again what the filters let through."""
        wanted, order, descending = self._filters.wanted, self.order, self.descending
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.item_ids(wanted, order, descending=descending), self._take_ids, key=("ids", id(self))
        )

    def _take_ids(self, ids: list[str]) -> None:
        kept = self.selected_ids()
        top = self._top_id()
        if self.model.set_ids(ids):
            self._chosen = None
            self._reselect(kept, top)
        self.chips.refresh(len(ids))
        self.show_view()
        self.listed.emit()
        self._filters.refresh()  # the numbers beside the list wait for the list

    def _top_id(self) -> str:
        index = self.view.indexAt(self.view.viewport().rect().topLeft() + self.view.viewport().rect().topLeft())
        return self.model.ids[index.row()] if index.isValid() else ""

    def _reselect(self, kept: list[str], top: str) -> None:
        """After the order changed: the same items are selected, the same item stands at the top."""
        if (place := self.model.place_of(top)) >= 0:
            self.view.scrollTo(self.model.index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        rows = self.model.places_of(kept)
        self.selection.select(self._stretches(rows), _FLAGS.Select | _FLAGS.Rows)
        if rows:
            self.selection.setCurrentIndex(self.model.index(rows[0], 0), _FLAGS.NoUpdate)
        self._select_anew()

    def _stretches(self, rows: list[int]) -> QItemSelection:
        """These rows, which go down, as Qt selects them."""
        made = QItemSelection()
        last = self.model.columnCount() - 1
        ends = [n for n, row in enumerate(rows) if n + 1 == len(rows) or rows[n + 1] != row + 1]
        begin = 0
        for end in ends[:_STRETCHES]:
            made.select(self.model.index(rows[begin], 0), self.model.index(rows[end], last))
            begin = end + 1
        return made

    def show_view(self) -> None:
        """The view in front, or why there is nothing to see."""
        wanted = self._filters.wanted
        if self.model.ids:
            shown: QWidget = self.view
        elif wanted.trashed:
            shown = self.empty_trash
        elif wanted == ItemFilter():
            shown = self.empty
        else:
            shown = self.no_match
        self.stack.setCurrentWidget(shown)

    def reset_filters(self) -> None:
        """Everything again."""
        self.bar.finder.set_quietly("")
        self._filters.set_wanted(ItemFilter())

    def order_by(self, name: str, descending: bool) -> None:
        """Order the list."""
        self.order, self.descending = name, descending
        self._show_order()
        self.requery()
        self.arranged.emit()

    def _show_order(self) -> None:
        words = next((one.label for one in columns_of(self._session.archive) if one.order == self.order), "")
        self.bar.show_order(self.order, self.descending, words)
        self.table.show_order(self.order, self.descending)

    def set_mode(self, mode: str) -> None:
        """List or cards."""
        self.bar.modes.choose(mode)
        self.show_view()
        self.arranged.emit()

    # — its columns —

    def arrange(self, columns: list[tuple[str, int]]) -> None:
        """Show these columns at these widths, and have it kept."""
        self.show_columns(columns)
        self.arranged.emit()

    def show_columns(self, columns: list[tuple[str, int]]) -> None:
        """Show these columns; those that are there no more are left out, and none is as it was before one chose."""
        known = {one.name: one for one in columns_of(self._session.archive)}
        self.columns = [(name, width) for name, width in columns if name in known]
        shown = tuple(known[name] for name, _width in self.columns) or STANDARD
        if shown != self.model.columns:
            kept, top = self.selected_ids(), self._top_id()
            self.model.set_columns(shown)
            self._chosen = None
            self._reselect(kept, top)
        self.table.show_columns(tuple(width for _name, width in self.columns))
        self._show_order()

    def fields_changed(self) -> None:
        """The archive's own fields are others than before: their heads, and whether they are there."""
        known = {one.order for one in columns_of(self._session.archive)} | set(ORDERS)
        if self.order not in known:
            self.order_by("added", True)
        self.show_columns(self.columns)

    # — what is selected —

    def selected_ids(self) -> list[str]:
        """What is selected, in the list's order."""
        if self._chosen is None:
            ids = self.model.ids
            stretches = sorted({(part.top(), part.bottom()) for part in _ranges(self.selection)})
            chosen: list[str] = []
            beyond = 0
            for top, bottom in stretches:
                chosen += ids[max(top, beyond) : bottom + 1]
                beyond = max(beyond, bottom + 1)
            self._chosen = chosen
        return self._chosen

    def _type_ahead(self, words: str) -> None:
        """Letters on the list lead to the next item whose title begins so."""
        self._ahead.type(words, self.model.ids, self.selection.currentIndex().row())

    def _select_anew(self) -> None:
        self._chosen = None
        self.selected.emit()

    def select(self, item_id: str) -> bool:
        """Select an item of the list; whether it is there."""
        row = self.model.place_of(item_id)
        if row < 0:
            return False
        self.selection.setCurrentIndex(self.model.index(row, 0), _FLAGS.ClearAndSelect | _FLAGS.Rows)
        self._bring(row)
        return True

    def bring_current(self) -> None:
        """Scroll to where the keyboard is."""
        current = self.selection.currentIndex()
        if current.isValid():
            self._bring(current.row())

    def _bring(self, row: int) -> None:
        """Scroll to a row; many cards are laid out in parts, so theirs may not be known yet."""
        self.view.scrollTo(self.model.index(row, 0))
        if self.mode == "grid" and not self.grid.laid_out(row):
            QTimer.singleShot(60, self, lambda: self._bring(row))

    def take_focus(self) -> None:
        """The keyboard on the list, on its first item where none is current."""
        self.view.setFocus()
        if not self.selection.currentIndex().isValid() and self.model.ids:
            self.selection.setCurrentIndex(self.model.index(0, 0), _FLAGS.NoUpdate)

    def beside(self, by: int) -> str:
        """The item before (-1) or after (1) the one that is selected; empty where there is none."""
        ids = self.selected_ids()
        row = self.model.place_of(ids[0]) if ids else -1
        return self.model.ids[row + by] if row >= 0 and 0 <= row + by < len(self.model.ids) else ""

    def neighbour(self, ids: list[str]) -> str:
        """The item to select when these are gone; empty where none is left."""
        rows = self.model.places_of(ids)
        below, above = rows[-1] + 1, rows[0] - 1
        if below < len(self.model.ids):
            return self.model.ids[below]
        return self.model.ids[above] if above >= 0 else ""


def _ranges(selection: Any) -> Iterable[Any]:
    """The stretches of rows that are selected."""
    return list(selection.selection())
