"""The list of results: an item's heading, then a row for each place in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from archive_app.frozen import dataclass
from archive_app.gui.i18n import _
from archive_app.search.results import Hit, Match, Results
from archive_app.services.facet_labels import kind_label

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ResultRow:
    """``match`` is None for the heading; ``more`` counts the places of the item that have no row."""

    hit: Hit
    match: Match | None = None
    number: int = 0
    more: int = 0


ROW_ROLE = Qt.ItemDataRole.UserRole
NEW_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether the item is new in a kept search that is looked at."""


class ResultRows(QAbstractListModel):
    """A flat list over results; the delegate tells headings from places."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ResultRow] = []
        self.fresh: frozenset[str] = frozenset()

    def mark_new(self, fresh: frozenset[str]) -> None:
        """Items that are marked as new, on this page and the others."""
        self.fresh = fresh
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def show_results(self, results: Results) -> None:
        """Put other results into the list."""
        self.beginResetModel()
        self.rows = []
        for hit in results.hits:
            shown = sum(len(match.spans) for match in hit.matches)
            self.rows.append(ResultRow(hit))
            self.rows += [ResultRow(hit, match, number) for number, match in enumerate(hit.matches)]
            if shown < hit.occurrences and hit.matches:
                self.rows[-1] = ResultRow(hit, hit.matches[-1], len(hit.matches) - 1, hit.occurrences - shown)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == NEW_ROLE:
            return row.hit.id in self.fresh
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if row.match is None:
                kind = kind_label(row.hit.kind)
                said = _("{title}，{kind}，{n} 处").format(title=row.hit.title, kind=kind, n=row.hit.occurrences)
                return _("新：{said}").format(said=said) if row.hit.id in self.fresh else said
            return f"{row.match.label}：{row.match.snippet}"
        return None
