"""The cells of a table to be written in, rows and columns put in and taken out, joined, parted, pasted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QWidget,
)

from archive_app.domain import tables
from archive_app.domain.manuscript import BlockKind, SpanStyle
from archive_app.domain.tables import Box, Grid
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.tables.words import MarkedWords, points, units
from archive_app.gui.theme import theme

_Index = QModelIndex | QPersistentModelIndex


class _Cells(QStyledItemDelegate):
    """A cell is written in over several lines, as in Word: Enter goes on to the cell below, Alt+Enter or Shift+Enter
    begins a line, arrows at the edge of the words go to the next cell (with Shift they select cells)."""

    def createEditor(self, parent: QWidget, _option: object, _index: _Index) -> QWidget:
        """A field as large as the cell."""
        made = QPlainTextEdit(parent)
        made.setTabChangesFocus(True)
        made.setProperty("role", "cell")
        made.setProperty("own_undo", True)
        made.setAccessibleName(_("一格"))
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.document().setDocumentMargin(theme().dp(4))
        sheet = self.parent()
        assert isinstance(sheet, Sheet)
        sheet.cell = made
        return made

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Words with marks as they look."""
        sheet = self.parent()
        assert isinstance(sheet, Sheet)
        box = sheet.grid.at(index.row(), index.column())
        if not box.spans:
            super().paint(painter, option, index)
            return
        bare: Any = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        sheet.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, sheet)
        pad = theme().dp(9)  # where the words of the other cells begin
        words = MarkedWords(box.text, box.spans, bare.rect.width() - 2 * pad, bare.font)
        painter.save()
        painter.setClipRect(bare.rect)
        painter.setPen(theme().colour("ink"))
        words.draw(painter, bare.rect.left() + pad, bare.rect.top() + max(pad, (bare.rect.height() - words.height) / 2))
        painter.restore()

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The words, all of them selected; what has a mark is underlaid while it is written in."""
        assert isinstance(editor, QPlainTextEdit)
        editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        sheet = self.parent()
        assert isinstance(sheet, Sheet)
        sheet.show_marks(editor, sheet.grid.at(index.row(), index.column()))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model, index: _Index) -> None:
        """What was written."""
        assert isinstance(editor, QPlainTextEdit)
        model.setData(index, editor.toPlainText().strip(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keys of an input method are its own."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QPlainTextEdit):
            if composing():
                return False
            if self._done(editor, event):
                return True
        return super().eventFilter(editor, event)

    def _done(self, editor: QPlainTextEdit, event: QKeyEvent) -> bool:
        """Whether a key was the sheet's and not the words'."""
        sheet, key, held = self.parent(), event.key(), event.modifiers()
        assert isinstance(sheet, Sheet)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held & Qt.KeyboardModifier.ControlModifier:
            if held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
                editor.insertPlainText("\n")
            else:
                sheet.finish()
                sheet.go(1, 0)
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and sheet.cells_on_clipboard():
            sheet.finish()
            sheet.paste()
            return True
        if event.matches(QKeySequence.StandardKey.Undo) and not editor.document().isUndoAvailable():
            sheet.finish()
            sheet.undo()
            return True
        if key not in _ARROWS or not _at_edge(editor, key) or held & Qt.KeyboardModifier.ControlModifier:
            return False
        sheet.finish()
        if held & Qt.KeyboardModifier.ShiftModifier:
            sheet.setFocus()
            QCoreApplication.sendEvent(sheet, QKeyEvent(QEvent.Type.KeyPress, key, held))
        else:
            sheet.go(*_ARROWS[Qt.Key(key)])
        return True


_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def _at_edge(editor: QPlainTextEdit, key: int) -> bool:
    """Whether an arrow leads out of the words."""
    cursor = editor.textCursor()
    if key == Qt.Key.Key_Left:
        return cursor.position() == 0 and not cursor.hasSelection()
    if key == Qt.Key.Key_Right:
        return cursor.atEnd() and not cursor.hasSelection()
    moved = QTextCursor(cursor)
    way = QTextCursor.MoveOperation.Up if key == Qt.Key.Key_Up else QTextCursor.MoveOperation.Down
    return not moved.movePosition(way)


class Sheet(QTableWidget):
    """``changed`` after every act; each is a step that `undo` takes back."""

    changed = Signal()

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.setAccessibleName(_("表格"))
        self.setProperty("own_undo", True)
        self.setProperty("role", "cells")
        self.setShowGrid(True)
        self.setItemDelegate(_Cells(self))
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        # an input method begins a word where the keyboard is: one is always in a cell, unless several are selected
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._enter)
        self.currentCellChanged.connect(lambda *_places: self._soon.start())
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(theme().dp(56))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(theme().dp(32))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._quiet = False
        self.cell: QPlainTextEdit | None = None
        self._before: list[Grid] = []
        self._after: list[Grid] = []
        self.grid = grid
        self.itemChanged.connect(self._written)
        self._fill()
        self.setCurrentCell(0, 0)

    # — the grid —

    def show_grid(self, grid: Grid, at: tuple[int, int] | None = None) -> None:
        """Another grid, as one step; the keyboard at a place of it."""
        if grid == self.grid:
            return
        self._before.append(self.grid)
        self._after.clear()
        self._take(grid, at)

    def _take(self, grid: Grid, at: tuple[int, int] | None = None) -> None:
        row, column = at or (self.currentRow(), self.currentColumn())
        self.grid = grid
        self._fill()
        self.setCurrentCell(max(0, min(row, grid.height - 1)), max(0, min(column, grid.width - 1)))
        self.changed.emit()

    def _enter(self) -> None:
        """Write in the cell one has come to."""
        if not self.hasFocus() or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        item = self.currentItem()
        held: list[QModelIndex] = self.selectionModel().selectedIndexes()
        box = self.grid.at(max(0, self.currentRow()), max(0, self.currentColumn()))
        if item is not None and len(held) <= box.rows * box.columns:
            self.editItem(item)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come to by Tab, one writes at once."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.OtherFocusReason:
            self._soon.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed in one cell one writes in it; drawn over several they are selected."""
        super().mouseReleaseEvent(event)
        self._soon.start()

    def _fill(self) -> None:
        self._quiet = True
        self.clearSpans()
        self.setRowCount(self.grid.height)
        self.setColumnCount(self.grid.width)
        self.clearContents()
        for box in self.grid.boxes:
            item = QTableWidgetItem(box.text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            if box.header:
                face = self.font()
                face.setBold(True)
                item.setFont(face)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _("表头"))
            self.setItem(box.row, box.column, item)
            if box.rows > 1 or box.columns > 1:
                self.setSpan(box.row, box.column, box.rows, box.columns)
        self._quiet = False

    def _written(self, item: QTableWidgetItem) -> None:
        if self._quiet:
            return
        made = tables.with_text(self.grid, item.row(), item.column(), item.text().strip())
        if made != self.grid:
            self._before.append(self.grid)
            self._after.clear()
            self.grid = made
            self.changed.emit()

    def finish(self) -> None:
        """Take what is being written in a cell."""
        if self.state() != QAbstractItemView.State.EditingState:
            return
        editor, self.cell = self.cell, None
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            self._after.append(self.grid)
            self._take(self._before.pop())

    def redo(self) -> None:
        """Do it again."""
        if self._after:
            self._before.append(self.grid)
            self._take(self._after.pop())

    # — what is selected —

    def chosen(self) -> tuple[int, int, int, int]:
        """The selected cells: top, left, bottom, right; the one the keyboard is at where none are."""
        found = self.selectedRanges()
        if found:
            one = found[0]
            corners = (one.topRow(), one.leftColumn()), (one.bottomRow(), one.rightColumn())
        else:
            corners = ((max(0, self.currentRow()), max(0, self.currentColumn())),) * 2
        return tables.around(self.grid, *corners)

    def _try(self, made, *about: object) -> bool:
        try:
            self.show_grid(made(self.grid, *about))
        except ValueError:
            return False
        return True

    def add_row(self, *, below: bool) -> bool:
        """A row above or below; whether there was room."""
        self.finish()
        top, _left, bottom, _right = self.chosen()
        return self._try(tables.with_row, bottom + 1 if below else top)

    def add_column(self, *, right: bool) -> bool:
        """A column at the left or the right; whether there was room."""
        self.finish()
        _top, left, _bottom, last = self.chosen()
        return self._try(tables.with_column, last + 1 if right else left)

    def remove_rows(self) -> None:
        """The selected rows go."""
        self.finish()
        top, _left, bottom, _right = self.chosen()
        self.show_grid(tables.without_rows(self.grid, top, bottom))

    def remove_columns(self) -> None:
        """The selected columns go."""
        self.finish()
        _top, left, _bottom, right = self.chosen()
        self.show_grid(tables.without_columns(self.grid, left, right))

    def join(self) -> None:
        """The selected cells become one."""
        self.finish()
        top, left, bottom, right = self.chosen()
        self.show_grid(tables.joined(self.grid, (top, left), (bottom, right)), (top, left))

    def part(self) -> None:
        """The cell one is at becomes single cells."""
        self.finish()
        self.show_grid(tables.parted(self.grid, max(0, self.currentRow()), max(0, self.currentColumn())))

    @property
    def can_join(self) -> bool:
        """Whether more than one cell is selected."""
        top, left, bottom, right = self.chosen()
        return sum(top <= box.row <= bottom and left <= box.column <= right for box in self.grid.boxes) > 1

    @property
    def can_part(self) -> bool:
        """Whether the cell one is at is a joined one."""
        if self.currentRow() < 0:
            return False
        box = self.grid.at(self.currentRow(), self.currentColumn())
        return box.rows * box.columns > 1

    # — marks on words —

    def show_marks(self, editor: QPlainTextEdit, box: Box) -> None:
        """Underlay the words of a cell that have a mark."""
        found = []
        for span in box.spans:
            one: Any = QTextEdit.ExtraSelection()
            one.format = QTextCharFormat()
            one.format.setBackground(theme().colour("hover"))
            cursor = QTextCursor(editor.document())
            cursor.setPosition(units(box.text, span.start))
            cursor.setPosition(units(box.text, span.end), QTextCursor.MoveMode.KeepAnchor)
            one.cursor = cursor
            found.append(one)
        editor.setExtraSelections(found)

    def mark(self, style: SpanStyle) -> None:
        """Mark the words that are selected in the cell one writes in, or all words of the selected cells; where all of
        them have the mark, take it off."""
        stretch: tuple[int, int] | None = None
        place = max(0, self.currentRow()), max(0, self.currentColumn())
        if self.cell is not None and self.state() == QAbstractItemView.State.EditingState:
            cursor, text = self.cell.textCursor(), self.cell.toPlainText()
            lead = len(text) - len(text.lstrip())
            edges = points(text, cursor.selectionStart()) - lead, points(text, cursor.selectionEnd()) - lead
            if cursor.hasSelection():
                stretch = edges
        self.finish()
        top, left, bottom, right = self.chosen()
        inside = [
            box for box in self.grid.boxes if top <= box.row <= bottom and left <= box.column <= right and box.text
        ]
        if stretch is not None:
            self.show_grid(tables.marked(self.grid, *place, stretch, style), place)
        else:
            bare = [box for box in inside if not tables.is_marked(box, style)]
            made = self.grid
            for box in bare or inside:
                made = tables.marked(made, box.row, box.column, (0, len(box.text)), style)
            self.show_grid(made, place)
        self._soon.start()

    # — keys and the clipboard —

    def go(self, down: int, across: int) -> None:
        """The cell beside the one that one is in; there is none beyond the edge."""
        box = self.grid.at(max(0, self.currentRow()), max(0, self.currentColumn()))
        row = box.last_row + 1 if down > 0 else box.row - 1 if down < 0 else box.row
        column = box.last_column + 1 if across > 0 else box.column - 1 if across < 0 else box.column
        if 0 <= row < self.grid.height and 0 <= column < self.grid.width:
            there = self.grid.at(row, column)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.setCurrentCell(there.row, there.column)
        else:
            self._soon.start()

    def cells_on_clipboard(self) -> bool:
        """Whether a table is on the clipboard, or cells parted by tabs."""
        from archive_app.gui.manuscript.pasting import styled

        source = QGuiApplication.clipboard().mimeData()
        found = styled(source) if source is not None else None
        return found is not None and any(one.kind is BlockKind.TABLE for one in found.manuscript)

    def moveCursor(self, action, modifiers):
        """Tab behind the last cell makes a row, as in Word."""
        if action == QAbstractItemView.CursorAction.MoveNext:
            box = self.grid.at(max(0, self.currentRow()), max(0, self.currentColumn()))
            if box.last_row == self.grid.height - 1 and box.last_column == self.grid.width - 1:
                before = self.grid.height
                self._try(tables.with_row, before)
                return self.model().index(self.grid.height - 1, 0)
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying, pasting, emptying cells; Enter writes in the cell."""
        if composing():
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.empty()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)

    def empty(self) -> None:
        """No words in the selected cells."""
        top, left, bottom, right = self.chosen()
        made = self.grid
        for box in self.grid.boxes:
            if top <= box.row <= bottom and left <= box.column <= right:
                made = tables.with_text(made, box.row, box.column, "")
        self.show_grid(made)

    def copy(self) -> None:
        """The selected cells, parted by tabs, as a spreadsheet takes them."""
        top, left, bottom, right = self.chosen()
        lines = []
        for row in range(top, bottom + 1):
            words = []
            for column in range(left, right + 1):
                box = self.grid.at(row, column)
                own = (box.row, box.column) == (row, column)
                text = box.text if own else ""
                words.append(f'"{text}"' if "\n" in text else text)
            lines.append("\t".join(words))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> bool:
        """Cells from Excel, Word or WPS, or words alone into the one cell; whether there was room for all."""
        from archive_app.gui.manuscript.pasting import styled

        source = QGuiApplication.clipboard().mimeData()
        if source is None or not (source.hasText() or source.hasHtml()):
            return True
        top, left, _bottom, _right = self.chosen()
        found = styled(source)
        block = (
            next((one for one in found.manuscript if one.kind is BlockKind.TABLE), None) if found is not None else None
        )
        marks: dict[tuple[int, int], Box] = {}
        if block is None:
            cells = [[source.text().strip()]]
        else:
            given = tables.of_block(block)
            cells = [[""] * given.width for _row in range(given.height)]
            for box in given.boxes:
                cells[box.row][box.column] = box.text
                if box.spans:
                    marks[top + box.row, left + box.column] = box
            if self._is_bare():  # into a new table the joined cells and heads come as well
                self.show_grid(given, (0, 0))
                return True
        return self._try(tables.with_cells, top, left, cells, marks)

    def _is_bare(self) -> bool:
        return not any(box.text or box.notes for box in self.grid.boxes)
