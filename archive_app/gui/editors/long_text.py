"""Several lines, as tall as their text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from archive_app.domain.fields import Field
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import row, set_property, set_read_only


class GrowingText(QPlainTextEdit):
    """Grows with its text from ``least`` to ``most`` lines; Tab goes on to the next field."""

    def __init__(self, least: int = 2, most: int = 12) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(theme().dp(3))
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        lines = int(self.document().documentLayout().documentSize().height())  # a plain layout counts lines
        shown = max(self._least, min(self._most, lines))
        frame = 2 * (self.frameWidth() + theme().dp(6))
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other line breaks."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another face, another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class LongTextEditor(FieldEditor):
    """Plain text of several lines."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.text = GrowingText(1 if compact else 2)
        if compact:
            self.text.setPlaceholderText(_(field.label))
        self._quiet = False
        self.text.textChanged.connect(self._changed)
        self._name(self.text)
        self.setLayout(row(self.text))

    def _changed(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def value(self) -> Any:
        return self.text.toPlainText()

    def show_value(self, value: Any) -> None:
        if self.text.toPlainText() != (value or ""):
            self._quiet = True
            self.text.setPlainText(value or "")
            self._quiet = False

    def set_read_only(self, read_only: bool) -> None:
        set_read_only(self.text, read_only)

    def set_wrong(self, wrong: bool) -> None:
        set_property(self.text, "wrong", wrong)
