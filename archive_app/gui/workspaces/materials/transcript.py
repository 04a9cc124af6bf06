"""The transcript of a recording: who says what and when, a segment a line; any of it can be set right in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from archive_app.domain.fields import seconds
from archive_app.gui.composition import composing
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_COLUMNS = (("start", "起"), ("speaker", "说话人"), ("text", "文字"))
PADDING = 8
"""What the stylesheet leaves at the left and at the right of a cell, on the grid."""
_HEARD_S = 0.05
"""A segment is heard from a little before its time on: what is told comes ten times a second."""
_Index = QModelIndex | QPersistentModelIndex


class TranscriptModel(QAbstractTableModel):
    """The rows of the ``transcript`` field; ``edited`` when a person changed one."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.segments: list[dict[str, Any]] = []
        self.read_only = False
        self.sounding = -1

    def sound(self, row: int) -> None:
        """Which segment is heard now, -1 for none."""
        before, self.sounding = self.sounding, row
        for number in {before, row} - {-1}:
            if number < len(self.segments):
                ends = self.index(number, 0), self.index(number, len(_COLUMNS) - 1)
                self.dataChanged.emit(*ends, [Qt.ItemDataRole.BackgroundRole])

    def show(self, segments: list[dict[str, Any]]) -> None:
        """Other segments."""
        if segments != self.segments:
            self.beginResetModel()
            self.segments = [dict(segment) for segment in segments]
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many segments."""
        return 0 if parent.isValid() else len(self.segments)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Time, speaker, words."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        name = _COLUMNS[index.column()][0]
        value = self.segments[index.row()].get(name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if name != "start":
                return str(value or "")
            if value is None:
                return ""
            # a tenth is what an ear tells; whoever sets it right sees all of it
            return clock(round(float(value), 1) if role == Qt.ItemDataRole.DisplayRole else float(value))
        if role == Qt.ItemDataRole.FontRole:
            return theme().reading() if name == "text" else theme().font(bold=name == "speaker")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().colour("faint" if name == "start" else "ink")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if role == Qt.ItemDataRole.BackgroundRole and index.row() == self.sounding:
            return theme().colour("cinnabar_tint")
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A cell was set right."""
        name = _COLUMNS[index.column()][0]
        if name == "start":
            try:
                value = seconds(str(value)) if str(value).strip() else None
            except ValueError:
                return False
        if value == self.segments[index.row()].get(name):
            return False
        self.segments[index.row()][name] = value
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Everything can be written in."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.read_only else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section][1])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class SegmentDelegate(QStyledItemDelegate):
    """Words are edited in several lines; a composing input method keeps its Enter and Esc."""

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """The segment that is heard has a ground of its own: the stylesheet paints none of the model's."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)

    def createEditor(self, parent: QWidget, option: Any, index: _Index) -> QWidget:
        """A field as large as the cell."""
        if index.column() != 2:
            return super().createEditor(parent, option, index)
        made = QPlainTextEdit(parent)
        made.setFont(theme().reading())
        made.setTabChangesFocus(True)
        return made

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The segment's words."""
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: _Index) -> None:
        """Back into the model."""
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        else:
            super().setModelData(editor, model, index)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Nothing ends the editing in the middle of a word."""
        if composing() and event.type() == event.Type.KeyPress:
            return False
        return super().eventFilter(watched, event)

    def updateEditorGeometry(self, editor: QWidget, option: Any, index: _Index) -> None:
        """At least three lines high."""
        super().updateEditorGeometry(editor, option, index)
        if isinstance(editor, QPlainTextEdit):
            editor.setMinimumHeight(max(option.rect.height(), theme().dp(84)))

    def sizeHint(self, option: Any, index: _Index) -> QSize:
        """Room around the words, as wide as the cell leaves them: Qt forgets the stylesheet's padding here."""
        within: Any = QStyleOptionViewItem(option)
        within.rect.setWidth(option.rect.width() - 2 * theme().dp(PADDING))
        size = super().sizeHint(within, index)
        return QSize(size.width(), max(theme().dp(36), size.height() + theme().dp(10)))


class TranscriptView(QTableView):
    """``edited`` when a person changed a segment; ``segments`` are the field's value. ``went_to`` tells the second at
    which a segment begins that a person went to."""

    edited = Signal()
    went_to = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._model = TranscriptModel()
        self._model.edited.connect(self.edited)
        self.setModel(self._model)
        self.setItemDelegate(SegmentDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("转写稿"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        heads.setFixedHeight(theme().dp(34))
        self.setColumnWidth(0, theme().dp(84))
        self.setColumnWidth(1, theme().dp(92))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Where one is in the text one is in the recording."""
        super().currentChanged(current, previous)
        start = self._model.segments[current.row()].get("start") if current.isValid() else None
        if start is not None and current.row() != previous.row():
            self.went_to.emit(float(start))

    def follow_second(self, second: float) -> None:
        """Tint the segment that is heard, and keep it in view unless one is being written in."""
        begun = [
            (float(one["start"]), row) for row, one in enumerate(self._model.segments) if one.get("start") is not None
        ]
        row = max((one for one in begun if one[0] <= second + _HEARD_S), default=(0.0, -1))[1]
        if row == self._model.sounding:
            return
        self._model.sound(row)
        if row >= 0 and self.state() != QAbstractItemView.State.EditingState:
            self.scrollTo(self._model.index(row, 2), QAbstractItemView.ScrollHint.EnsureVisible)

    def silence(self) -> None:
        """Nothing is heard any more."""
        self._model.sound(-1)

    def show_segments(self, segments: list[dict[str, Any]]) -> None:
        """Other segments."""
        self._model.show(segments)

    def set_read_only(self, read_only: bool) -> None:
        """Whether the segments are there to be read only; one that is being written in is left."""
        if read_only and not self._model.read_only and self.state() == QAbstractItemView.State.EditingState:
            self.setCurrentIndex(QModelIndex())
        self._model.read_only = read_only

    def segments(self) -> list[dict[str, Any]]:
        """The segments as they stand."""
        return [dict(segment) for segment in self._model.segments]

    def show_segment(self, number: int) -> None:
        """Bring a segment into view and select it."""
        if 0 <= number < self._model.rowCount():
            self.selectRow(number)
            self.scrollTo(self._model.index(number, 2), QAbstractItemView.ScrollHint.PositionAtCenter)
