"""Ids in order and a page cache of the rows that are looked at: a hundred thousand items cost a list of strings."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from archive_app.domain.access import Access
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import State
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.services.list_columns import OF_ROW, STANDARD, Column, ListCells

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.catalogue.queries import ItemRow

PAGE = 100
_PAGES_KEPT = 60
ROW = Qt.ItemDataRole.UserRole + 1
"""The whole ``ItemRow``, or None while it is on its way."""


_Index = QModelIndex | QPersistentModelIndex


class ItemModel(QAbstractTableModel):
    """``set_ids`` gives the order; rows are fetched by pages, off the painting thread."""

    rows_arrived = Signal()

    def __init__(self, session: Session, parent=None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: list[str] = []
        self._pages: OrderedDict[int, list[ItemRow | None]] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._generation = 0
        self.columns: tuple[Column, ...] = STANDARD
        self._further: OrderedDict[int, dict[str, dict[str, str]]] = OrderedDict()
        self._cells = ListCells(session.archive)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fetch)

    # — what is shown —

    @property
    def ids(self) -> list[str]:
        """The ids in order."""
        return self._ids

    def set_ids(self, ids: list[str]) -> bool:
        """Show these items; whether the order is another than before."""
        if ids == self._ids:
            return False
        self.beginResetModel()
        self._ids = ids
        self._forget_pages()
        self.endResetModel()
        return True

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        """Show these columns; what is selected is forgotten."""
        self.beginResetModel()
        self.columns = columns
        self._forget_pages()
        self.endResetModel()

    def place_of(self, item_id: str) -> int:
        """The row of an item, or −1."""
        try:
            return self._ids.index(item_id)  # a millisecond at a hundred thousand, rarely asked
        except ValueError:
            return -1

    def places_of(self, item_ids: Collection[str]) -> list[int]:
        """The rows of those of the items that are listed, from the top."""
        wanted = set(item_ids)
        return [row for row, key in enumerate(self._ids) if key in wanted] if wanted else []

    def refresh(self) -> None:
        """Fetch again what is shown: something was written. The old rows stay until the new ones are there."""
        self._generation += 1
        self._asked.clear()
        for page in self._pages:
            self._wanted[page] = None
        self._soon.start()

    def _forget_pages(self) -> None:
        self._generation += 1
        self._pages.clear()
        self._further.clear()
        self._wanted.clear()
        self._asked.clear()

    def row_at(self, number: int) -> ItemRow | None:
        """An item's row, or None while it is being fetched."""
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is not None:
            self._pages.move_to_end(page)
            inside = number % PAGE
            return rows[inside] if inside < len(rows) else None
        if page not in self._asked:
            self._wanted[page] = None
            self._soon.start()
        return None

    def _fetch(self) -> None:
        generation, catalogue = self._generation, self._session.archive.catalogue
        further = [column for column in self.columns if column.name not in OF_ROW]
        for page in list(self._wanted)[-4:]:  # what was asked for last is what is being looked at
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            self._asked.add(page)
            self._session.ask(
                partial(_read, catalogue, self._cells, ids, further),
                partial(self._arrived, generation, page, ids),
            )
        self._wanted.clear()

    def _arrived(
        self, generation: int, page: int, ids: list[str], read: tuple[list[ItemRow], dict[str, dict[str, str]]]
    ) -> None:
        if generation != self._generation:
            return
        rows, self._further[page] = read
        found = {row.id: row for row in rows}
        self._pages[page] = [found.get(key) for key in ids]
        while len(self._pages) > _PAGES_KEPT:
            gone, _rows = self._pages.popitem(last=False)
            self._asked.discard(gone)
            self._further.pop(gone, None)
        first = page * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.rows_arrived.emit()

    # — Qt's questions —

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many items there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of the list."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the list, the row for delegates."""
        if role == ROW:
            return self.row_at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words(index.row(), index.column()) or None
        return None

    def words(self, number: int, column: int) -> str:
        """What stands in a cell; nothing while its row is being fetched."""
        row, name = self.row_at(number), self.columns[column].name
        if row is None:
            return ""
        if name in OF_ROW:
            return cell_words(row, name)
        return self._further.get(number // PAGE, {}).get(row.id, {}).get(name, "")

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows can be taken hold of; nothing is let go on them."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].label)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _read(
    catalogue: Catalogue, cells: ListCells, ids: list[str], further: list[Column]
) -> tuple[list[ItemRow], dict[str, dict[str, str]]]:
    """Rows, and what the further columns say of each."""
    return catalogue.item_rows(ids), cells.of(ids, further)


def cell_words(row: ItemRow, column: str) -> str:
    """What stands in a cell of a column that a row has."""
    if column == "kind":
        return _(kind_named(row.kind).label)
    if column == "state":
        return state_words(row.state)
    if column == "access":
        return access_words(row.access)
    value = getattr(row, column)
    return f"{value:,}" if isinstance(value, int) and value else str(value or "")


def state_words(state: str) -> str:
    """A state's word."""
    return _(State(state).label) if state else ""


def access_words(access: str) -> str:
    """A level's word."""
    return _(Access(access).label) if access else ""


_DONE = {State.APPROVED, State.CHECKED, State.ISSUED, State.PUBLISHED, State.ARCHIVED, State.INCLUDED}
_WAITS = {State.RETURNED, State.SUSPENDED, State.REFERRED, State.RESERVED}
_ENDED = {State.REFUSED, State.DECLINED}


def state_tone(state: str) -> str:
    """The colour that goes with a state's word: done, waits, ended, or under way."""
    return "celadon" if state in _DONE else "amber" if state in _WAITS else "danger" if state in _ENDED else "faint"
