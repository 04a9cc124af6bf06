"""Rows of declared columns: who did what, who stands where. Short columns share a line, long ones have their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from archive_app.domain.fields import Field, FieldType
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, line, margins, row, tool

_WIDE = {FieldType.LONG_TEXT, FieldType.TAGS, FieldType.LINKS, FieldType.LINK, FieldType.ROWS}
_SHOWN = 12
"""So many rows are shown at once; the others on demand."""

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut

Make = Callable[[Field, bool], FieldEditor]


class RowEditor(QWidget):
    """One row: an editor for each column, and what can be done with the row."""

    def __init__(self, field: Field, value: dict[str, Any], make: Make, owner: RowsEditor) -> None:
        super().__init__()
        self._kept: dict[str, Any] = {}
        self.editors: dict[str, FieldEditor] = {}
        grid = QGridLayout()
        margins(grid, (0, 0, 0, 0), 6)
        line_number, half = 0, 0
        for one in field.columns:
            if one.by_program:  # drawn on the picture, not typed: the row keeps it
                continue
            editor = make(one, True)
            editor.edited.connect(owner.edited)
            editor.finished.connect(owner.finished)
            self.editors[one.name] = editor
            if one.type in _WIDE:
                if half:
                    line_number, half = line_number + 1, 0
                grid.addWidget(editor, line_number, 0, 1, 2)
                line_number += 1
            else:
                grid.addWidget(editor, line_number, half)
                line_number, half = (line_number + 1, 0) if half else (line_number, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        away = tool("x", _("去掉这一行（Alt+Shift+Delete）"), lambda: owner.remove(self), role="tiny", edge=15)
        up = tool("chevron-up", _("上移（Alt+Shift+↑）"), lambda: owner.move_row(self, -1), role="tiny", edge=15)
        for made in (away, up):  # Tab goes from cell to cell; both have keys
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tools = QWidget()
        self._tools.setLayout(column(away, up, None, spacing=0))
        lay = row(grid, self._tools, spacing=4)
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self.show_value(value)

    def show_value(self, value: dict[str, Any]) -> None:
        """Another row's values in the same editors."""
        self._kept = dict(value)
        for name, editor in self.editors.items():
            editor.show_value(value.get(name, editor.field.empty()))

    def value(self) -> dict[str, Any]:
        """The row; columns that were absent and stay empty remain absent."""
        made = dict(self._kept)
        for name, editor in self.editors.items():
            value = editor.value()
            if value != editor.field.empty() or name in self._kept:
                made[name] = value
        return made

    @property
    def focused_column(self) -> str:
        """The column that has the keyboard; empty where none has."""
        focused = QApplication.focusWidget()
        return next((n for n, one in self.editors.items() if focused is not None and one.isAncestorOf(focused)), "")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled."""
        return all(editor.value() in (editor.field.empty(), None, "", []) for editor in self.editors.values())

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._tools.setVisible(not read_only)
        for editor in self.editors.values():
            editor.set_read_only(read_only)


class RowsEditor(FieldEditor):
    """The rows under each other, parted by hairlines; empty rows are not stored."""

    def __init__(self, field: Field, make: Make, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self._make = make
        self._rows: list[RowEditor] = []
        self._lines: dict[RowEditor, QWidget] = {}
        self._rest: list[dict[str, Any]] = []
        self._read_only = False
        self._column = QVBoxLayout()
        margins(self._column, (0, 0, 0, 0), 8)
        self._more = button("", self._show_all, role="link", icon="chevron-down")
        self._more.hide()
        self._add = button(_("加一行"), self.add_row, role="link", icon="plus")
        self._add.setToolTip(_("在行里按 Alt+Shift+回车，加在它下面"))
        for key, act in (
            ("Alt+Shift+Up", lambda row: self.move_row(row, -1)),
            ("Alt+Shift+Down", lambda row: self.move_row(row, 1)),
            ("Alt+Shift+Del", self.remove),
            ("Alt+Shift+Return", self.insert_after),
            ("Alt+Shift+Enter", self.insert_after),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(_WITHIN)
            shortcut.activated.connect(partial(self._on_row, act))
        self.setLayout(column(self._column, self._more, row(self._add, None), spacing=4))
        self.setFocusProxy(self._add)

    def add_row(self) -> RowEditor:
        """An empty row with the keyboard in its first column."""
        self._show_all()
        made = self._append({})
        first = next(iter(made.editors.values()))
        first.setFocus()
        return made

    def _on_row(self, act: Callable[[RowEditor], object]) -> None:
        """Something that is done with the row that has the keyboard."""
        row = self.row_with_focus()
        if row is not None and not self._read_only:
            act(row)

    def row_with_focus(self) -> RowEditor | None:
        """The row that has the keyboard."""
        focused = QApplication.focusWidget()
        return next((one for one in self._rows if focused is not None and one.isAncestorOf(focused)), None)

    def insert_after(self, before: RowEditor) -> None:
        """An empty row under another, with the keyboard in its first column."""
        at = self._rows.index(before) + 1
        values = [one.value() for one in self._rows]
        self._fill([*values[:at], {}, *values[at:], *self._rest])
        if at < len(self._rows):
            next(iter(self._rows[at].editors.values())).setFocus()

    def _focus(self, at: int, column: str) -> None:
        """The keyboard into a column of a row; without rows on the button that makes one."""
        if self._rows:
            self._rows[max(0, min(at, len(self._rows) - 1))].editors[column].setFocus()
        else:
            self._add.setFocus()

    def _append(self, value: dict[str, Any]) -> RowEditor:
        made = RowEditor(self.field, value, self._make, self)
        made.set_read_only(self._read_only)
        if self._rows:
            self._lines[made] = line()
            self._column.addWidget(self._lines[made])
        self._rows.append(made)
        self._column.addWidget(made)
        if self.isVisible():
            made.show()  # now, not with the next layout: Tab goes through what can be seen
        return made

    def _show_all(self) -> None:
        rest, self._rest = self._rest, []
        for value in rest:
            self._append(value)
        self._more.hide()

    def remove(self, gone: RowEditor) -> None:
        """Take a row away."""
        at, column = self._rows.index(gone), gone.focused_column
        values = [one.value() for one in self._rows if one is not gone]
        self._fill(values + self._rest)
        if column:
            self._focus(at, column)
        self.edited.emit()
        self.finished.emit()

    def move_row(self, moved: RowEditor, by: int) -> None:
        """Move a row up or down."""
        at = self._rows.index(moved)
        to = max(0, min(len(self._rows) - 1, at + by))
        if at == to:
            return
        column = moved.focused_column
        values = [one.value() for one in self._rows]
        values.insert(to, values.pop(at))
        self._fill(values + self._rest)
        if column:
            self._focus(to, column)
        self.edited.emit()
        self.finished.emit()

    def rows(self) -> list[RowEditor]:
        """The rows that are shown."""
        return list(self._rows)

    def value(self) -> Any:
        return [one.value() for one in self._rows if not one.is_empty] + list(self._rest)

    def show_value(self, value: Any) -> None:
        if (value or []) == self.value() and self._rows:
            return
        self._fill(list(value or []))

    def _fill(self, values: list[dict[str, Any]]) -> None:
        shown = values[:_SHOWN]
        while len(self._rows) > len(shown):
            gone = self._rows.pop()
            for widget in (gone, self._lines.pop(gone, None)):
                if widget is not None:
                    widget.hide()
                    self._column.removeWidget(widget)
                    widget.deleteLater()
        for number, one in enumerate(shown):
            if number < len(self._rows):
                self._rows[number].show_value(one)
            else:
                self._append(one)
        self._rest = values[_SHOWN:]
        self._more.setVisible(bool(self._rest))
        self._more.setText(_("还有 {n} 行，全部显示").format(n=len(self._rest)))

    def finish(self) -> None:
        for one in self._rows:
            for editor in one.editors.values():
                editor.finish()

    def unfinished(self) -> Any:
        typed = {
            f"{at}/{name}": words
            for at, one in enumerate(self._rows)
            for name, editor in one.editors.items()
            if (words := editor.unfinished())
        }
        return typed or None

    def show_unfinished(self, typed: Any) -> None:
        wanted = typed if isinstance(typed, dict) else {}
        for place in wanted:  # a row that holds nothing else was not kept
            while len(self._rows) <= min(_SHOWN, int(place.partition("/")[0])) and not self._rest:
                self._append({})
        for at, one in enumerate(self._rows):
            for name, editor in one.editors.items():
                editor.show_unfinished(wanted.get(f"{at}/{name}"))

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._add.setVisible(not read_only)
        for one in self._rows:
            one.set_read_only(read_only)

    def minimum_width(self) -> int:
        """The narrowest that two short columns beside each other can be."""
        return theme().dp(260)
