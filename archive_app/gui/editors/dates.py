"""Dates as people say them: the words are kept, their reading stands below."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from archive_app.domain.fields import Field, FieldType
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.editors.line import LineEditor
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, margins, row, shown_if, tool


def reading_words(value: Any) -> str:
    """What the program takes the words to mean: the days that enclose them, and on what ground."""
    if not isinstance(value, dict) or not value.get("earliest"):
        return ""
    first, last = value["earliest"], value.get("latest") or value["earliest"]
    parts = [first if first == last else f"{first} — {last}"]
    parts += [value[key] for key in ("calendar", "qualifier", "basis") if value.get(key)]
    return " · ".join(parts)


class DateEditor(LineEditor):
    """The words in a line; an unchanged word keeps its reading, a changed one waits for a new reading."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.line.setPlaceholderText(_(field.label) if compact else _("照原话写，如 约1958年春、民国二十六年"))
        self.line.textEdited.connect(lambda _text: self._say())

    def _arranged(self) -> QLayout:
        self._reading = label(tone="faint", voice="small", wrap=True)
        self._reading.hide()
        return column(self._layout, self._reading, spacing=2)

    def words(self, value: Any) -> str:
        return str(value.get("display", "")) if isinstance(value, dict) else str(value or "")

    def read(self, text: str) -> Any:
        return {"display": text.strip()} if text.strip() else None

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._say()

    def _say(self) -> None:
        said = reading_words(self.value())
        self._reading.setText(said)
        self._reading.setVisible(bool(said))


class DatesEditor(FieldEditor):
    """Several dates, a line each."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self._one = Field(field.name, field.label, FieldType.DATE)
        self._editors: list[DateEditor] = []
        self._rows = QVBoxLayout()
        margins(self._rows, (0, 0, 0, 0), 6)
        self._add = button(_("加一个时间"), self._add_empty, role="link", icon="plus")
        self.setLayout(column(self._rows, row(self._add, None), spacing=4))
        self.setFocusProxy(self._add)
        self._read_only = False

    def _append(self, value: Any) -> DateEditor:
        editor = DateEditor(self._one)
        editor.show_value(value)
        editor.edited.connect(self.edited)
        remove = tool("x", _("去掉这一个时间"), lambda: self._remove(editor), role="icon")
        shown_if(remove, not self._read_only)
        lay = row(editor, remove, spacing=4)
        lay.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(lay)
        self._rows.addWidget(holder)
        self._editors.append(editor)
        return editor

    def _add_empty(self) -> None:
        self._append(None).setFocus()

    def _remove(self, editor: DateEditor) -> None:
        self._editors.remove(editor)
        self._drop(editor)
        self.edited.emit()
        self.finished.emit()

    @staticmethod
    def _drop(editor: DateEditor) -> None:
        holder = editor.parentWidget()
        holder.hide()
        holder.deleteLater()

    def value(self) -> Any:
        return [value for editor in self._editors if (value := editor.value())]

    def show_value(self, value: Any) -> None:
        if value == self.value():
            return
        wanted = list(value or [])
        while len(self._editors) > len(wanted):
            self._drop(self._editors.pop())
        for number, one in enumerate(wanted):
            if number < len(self._editors):
                self._editors[number].show_value(one)
            else:
                self._append(one)

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._add.setVisible(not read_only)
        for editor in self._editors:
            editor.set_read_only(read_only)
