"""The rows of a sheet as they stand, with the cells that are wrong marked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from archive_app.gui.theme import theme
from archive_app.intake.lists.grid import column_letters
from archive_app.intake.lists.rows import ListedTable, RowError

SHOWN = 300
"""Rows of a sheet that are shown."""
MOST_COLUMNS = 200
_Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """A sheet from the line above its head on; numbers and letters as Excel has them."""

    def __init__(self) -> None:
        super().__init__()
        self._table: ListedTable | None = None
        self._errors: dict[tuple[int, str], str] = {}
        self._rows = 0

    def show(self, table: ListedTable) -> None:
        """Another sheet, or the same with another head."""
        self.beginResetModel()
        self._table = table
        self._errors = {}
        self._rows = min(SHOWN, len(table.sheet.rows))
        self.endResetModel()

    def mark(self, errors: list[RowError]) -> None:
        """Which cells are wrong."""
        self._errors = {(error.row, error.column): error.words for error in errors}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self.columnCount() - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows are shown."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of the head."""
        if parent.isValid() or self._table is None:
            return 0
        return min(MOST_COLUMNS, len(self._table.head.labels))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Row numbers, column letters."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + 1) if orientation is Qt.Orientation.Vertical else column_letters(section)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words; the head in ink, what is wrong in red with its reason."""
        table = self._table
        if table is None:
            return None
        head = table.head
        if role == Qt.ItemDataRole.DisplayRole:
            return table.sheet.at(index.row(), index.column()).replace("\n", " ")
        wrong = self._errors.get((index.row() + 1, head.labels[index.column()]))
        in_head = head.top <= index.row() < head.first_row
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrong or table.sheet.at(index.row(), index.column()) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            if wrong:
                return theme().colour("danger")
            return theme().colour("ink" if index.row() >= head.top else "faint")
        if role == Qt.ItemDataRole.FontRole and in_head:
            font = QFont(theme().font())
            font.setBold(True)
            return font
        return None
