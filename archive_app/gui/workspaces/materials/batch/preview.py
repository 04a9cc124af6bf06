"""What a batch would make of each item: its title, what stands there, what will; who cannot be changed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

if TYPE_CHECKING:
    from archive_app.services.batch import BatchPlan

SHOWN = 500
"""Items that are shown of a plan, and as many of those that cannot be changed."""
_HEADS = ("题名", "原来", "改成")
_Index = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """A plan's items, first what cannot be changed: that is what one has to know."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str, str, bool]] = []

    def show_plan(self, plan: BatchPlan | None) -> None:
        """Another plan, or none."""
        self.beginResetModel()
        self._rows = []
        if plan is not None:
            self._rows += [(one.title, _("不能改：{why}").format(why=one.why), "", True) for one in plan.barred[:SHOWN]]
            self._rows += [
                (one.title, one.was or _("（空）"), one.becomes or _("（空）"), False) for one in plan.steps[:SHOWN]
            ]
        self.endResetModel()

    @property
    def barred(self) -> int:
        """How many of the rows, from the first, are of items that cannot be changed."""
        return sum(row[3] for row in self._rows)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many items are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Title, before, after."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words, whole in the tip."""
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = "danger" if row[3] else "ink" if index.column() == 2 else "faint"
            return theme().colour(tone)
        return None


class PlanTable(QTableView):
    """The model in a narrow pane: three columns share the width, the words are whole in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self.plan_model = PlanModel(self)
        self.setModel(self.plan_model)
        self.setAccessibleName(_("改前改后"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme().dp(30))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setFixedHeight(theme().dp(30))
        self.setMinimumHeight(theme().dp(150))
        self.plan_model.modelReset.connect(self._give_room_to_reasons)

    def _give_room_to_reasons(self) -> None:
        """Why an item cannot be changed has the width of before and after."""
        self.clearSpans()
        for row in range(self.plan_model.barred):
            self.setSpan(row, 1, 1, 2)
