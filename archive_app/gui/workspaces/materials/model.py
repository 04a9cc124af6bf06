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
from archive_app.frozen import dataclass
from archive_app.gui.i18n import _
from archive_app.gui.session import Session

if TYPE_CHECKING:
    from archive_app.catalogue.queries import ItemRow

PAGE = 100
_PAGES_KEPT = 60
ROW = Qt.ItemDataRole.UserRole + 1
"""The whole ``ItemRow``, or None while it is on its way."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its field, its heading, what it is ordered by, its width on the grid."""

    name: str
    label: str
    order: str
    width: int


COLUMNS = (
    Column("title", "题名", "title", 260),
    Column("kind", "种类", "kind", 84),
    Column("created", "时间", "created", 116),
    Column("commissioner", "征集人", "", 76),
    Column("state", "状态", "state", 86),
    Column("access", "级别", "", 64),
    Column("accession_no", "征集号", "accession_no", 138),
)

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
        for page in list(self._wanted)[-4:]:  # what was asked for last is what is being looked at
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            self._asked.add(page)
            self._session.ask(
                partial(catalogue.item_rows, ids),
                partial(self._arrived, generation, page, ids),
            )
        self._wanted.clear()

    def _arrived(self, generation: int, page: int, ids: list[str], rows: list[ItemRow]) -> None:
        if generation != self._generation:
            return
        found = {row.id: row for row in rows}
        self._pages[page] = [found.get(key) for key in ids]
        while len(self._pages) > _PAGES_KEPT:
            gone, _rows = self._pages.popitem(last=False)
            self._asked.discard(gone)
        first = page * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
        self.rows_arrived.emit()

    # — Qt's questions —

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many items there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of the list."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the list, the row for delegates."""
        if role == ROW:
            return self.row_at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row_at(index.row())
            return cell_words(row, COLUMNS[index.column()].name) if row is not None else ""
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            row = self.row_at(index.row())
            return row.title if row is not None else None
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows can be taken hold of; nothing is let go on them."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section].label)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def cell_words(row: ItemRow, column: str) -> str:
    """What stands in a cell."""
    if column == "kind":
        return _(kind_named(row.kind).label)
    if column == "state":
        return state_words(row.state)
    if column == "access":
        return access_words(row.access)
    return str(getattr(row, column))


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
