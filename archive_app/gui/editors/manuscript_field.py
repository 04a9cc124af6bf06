"""A manuscript as a field among others (the prefaces of a volume, a form without a page of its own)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog

from archive_app.domain.fields import Field
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column


class ManuscriptFieldEditor(FieldEditor):
    """The stored form goes in and comes out; what nobody edited comes out as it went in."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.editor = ManuscriptEditor()
        self.editor.setMinimumHeight(theme().dp(320))
        self.editor.edited.connect(self._edited)
        self._shown: Any = None
        self._touched = False
        self._keyed = False
        self.setFocusProxy(self.editor.page)
        self.setLayout(column(self.editor))

    def showEvent(self, event: QShowEvent) -> None:
        """In a dialog the window's keys do not reach: it has those that look for words itself."""
        super().showEvent(event)
        if self._keyed or not isinstance(self.window(), QDialog):
            return
        self._keyed = True
        for key, act in (
            ("Ctrl+F", self.editor.find),
            ("Ctrl+R", lambda: self.editor.find(replacing=True)),
            ("F3", lambda: self.editor.find_step(1)),
            ("Shift+F3", lambda: self.editor.find_step(-1)),
            ("Ctrl+Shift+G", self.editor.show_figures),
        ):
            made = QShortcut(QKeySequence(key), self, act)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _edited(self) -> None:
        self._touched = True
        self.edited.emit()

    def value(self) -> Any:
        if not self._touched:
            return self._shown
        made = self.editor.manuscript()
        return made.to_json() if len(made) else None

    def show_value(self, value: Any) -> None:
        if self._touched and value == self.value():
            self._shown = value
            return
        same_place = self._shown is not None and value is not None
        self._shown = value
        self._touched = False
        manuscript = Manuscript.from_json(value)
        if same_place:
            self.editor.update_manuscript(manuscript)
        else:
            self.editor.show_manuscript(manuscript)

    def set_read_only(self, read_only: bool) -> None:
        self.editor.set_read_only(read_only)
