"""Words as tags in a field: Enter or a comma adds one, Backspace takes the last one back."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import label, margins, row, set_property, shown_if, tool
from archive_app.gui.widgets.flow import FlowLayout

_SEPARATORS = re.compile(r"[、，,;；\n\t]")


class Tag(QFrame):
    """One word with a cross."""

    removed = Signal()

    def __init__(self, words: str, *, removable: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "tag")
        self._words = label(words)
        self._words.setMaximumWidth(theme().dp(260))
        self._cross = tool("x", "", self.removed.emit, role="bare", edge=12)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shown_if(self._cross, removable)
        self.setLayout(row(self._words, self._cross, spacing=2, around=(8, 2, 4 if removable else 8, 2)))
        self.setFixedHeight(theme().dp(26))
        self.set_words(words)

    @property
    def words(self) -> str:
        """The word."""
        return self._words.text()

    def set_words(self, words: str) -> None:
        """Another word in the same place."""
        self._words.setText(words)
        said = _("去掉“{words}”").format(words=words)
        self._cross.setToolTip(said)
        self._cross.setAccessibleName(said)


class TagBox(QFrame):
    """A frame of tags with a line to type in at the end. Keeps keys beside the words, so it serves links as well."""

    changed = Signal()
    typed = Signal(str)

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tagbox")
        self._flow = FlowLayout(self, spacing=4)
        margins(self._flow, (5, 4, 5, 4), 4)
        self._tags: list[tuple[str, Tag]] = []
        self._hint = hint
        self._read_only = False
        self.line = QLineEdit()
        self.line.setProperty("role", "bare")
        self.line.setAcceptDrops(False)
        self.line.setProperty("grows", True)
        self.line.setMinimumWidth(theme().dp(90))
        self.line.setPlaceholderText(hint)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._edited)
        self._flow.addWidget(self.line)
        self.free_words = True
        self.setFocusProxy(self.line)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def keys(self) -> list[str]:
        """The tags' keys in order (the words themselves where none were given)."""
        return [key for key, _tag in self._tags]

    def pending(self) -> str:
        """Words typed but not yet a tag."""
        return self.line.text().strip()

    def show_tags(self, tags: list[tuple[str, str]]) -> None:
        """Show (key, words) without telling."""
        if tags == [(key, tag.words) for key, tag in self._tags]:
            return
        while len(self._tags) > len(tags):
            self._drop(self._tags.pop()[1])
        for number, (key, words) in enumerate(tags):
            if number < len(self._tags):
                tag = self._tags[number][1]
                tag.set_words(words)
                self._tags[number] = (key, tag)
            else:
                self._append(key, words)
        self._rehint()

    def add(self, key: str, words: str) -> None:
        """Add a tag as a person's edit; one that is there already is not added twice."""
        if key and key not in self.keys():
            self._append(key, words)
            self._rehint()
        self.line.clear()
        self.changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Show the tags only."""
        self._read_only = read_only
        self.line.setVisible(not read_only)
        self.setEnabled(not read_only)

    def take_pending(self) -> bool:
        """Make tags of what was typed; whether there was anything."""
        words = [part.strip() for part in _SEPARATORS.split(self.line.text()) if part.strip()]
        if not words or not self.free_words:
            return False
        for word in words:
            if word not in self.keys():
                self._append(word, word)
        self.line.clear()
        self._rehint()
        self.changed.emit()
        return True

    def _append(self, key: str, words: str) -> None:
        tag = Tag(words, removable=not self._read_only)
        tag.removed.connect(lambda gone=tag: self._remove(gone))
        self._tags.append((key, tag))
        self._flow.insert(len(self._tags) - 1, tag)  # the layout shows it when it is laid out

    def _remove(self, gone: Tag) -> None:
        self._tags = [(key, tag) for key, tag in self._tags if tag is not gone]
        self._drop(gone)
        self._rehint()
        self.line.setFocus()
        self.changed.emit()

    def _drop(self, tag: Tag) -> None:
        self._flow.removeWidget(tag)
        tag.hide()
        tag.deleteLater()

    def _rehint(self) -> None:
        self.line.setPlaceholderText("" if self._tags else self._hint)
        self.updateGeometry()

    def _edited(self, text: str) -> None:
        if self.free_words and _SEPARATORS.search(text):
            self.take_pending()
        self.typed.emit(self.line.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the tags goes to the line."""
        self.line.setFocus()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds, Backspace in an empty line takes back; the frame shows the focus."""
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_property(self, "active", kind == QEvent.Type.FocusIn)
            popup = isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.PopupFocusReason
            if kind == QEvent.Type.FocusOut and not popup:  # a list under the line takes nothing away
                self.take_pending()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not composing():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self.take_pending()
            if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._tags:
                self._remove(self._tags[-1][1])
                return True
        return False
