"""Vocabularies: one of few as chips, one of many as a list, several as chips, and yes or no."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QListView, QToolButton, QVBoxLayout

from archive_app.domain.fields import Field
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.flow import FlowLayout

_CHIPS = 4
"""Up to so many terms stand open as chips."""
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class CalmCombo(QComboBox):
    """A list that does not turn under the wheel of somebody who is scrolling the form."""

    def __init__(self) -> None:
        super().__init__()
        self.setView(QListView())  # the plain one ignores the style sheet's padding
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll."""
        event.ignore()


class _Chip(QToolButton):
    """One of a field's chips: the arrow keys lead to the one beside it."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _STEPS.get(Qt.Key(event.key()), 0)
        if by and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)


def chip(words: str) -> QToolButton:
    """A button that stays down."""
    return _dressed(QToolButton(), words)


def _dressed(made: QToolButton, words: str) -> QToolButton:
    made.setText(words)
    made.setCheckable(True)
    made.setProperty("role", "chip")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


class ChipsEditor(FieldEditor):
    """Chips: one of them, or several, may be down; values outside the vocabulary are kept and shown.

    Tab stops once at a field: at the chip that is down, or at the first; the arrow keys go to the others.
    """

    def __init__(self, field: Field, *, many: bool = False, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self._many = many
        self._flow = FlowLayout(self)
        self._chips: dict[str, QToolButton] = {}
        for term in field.terms:
            self._add(term.value, _(term.label))

    def _add(self, value: str, words: str) -> None:
        made = _Chip()
        _dressed(made, words)
        made.setAccessibleName(f"{_(self.field.label)}：{words}")
        made.stepped.connect(lambda by, here=value: self._step(here, by))
        made.clicked.connect(lambda checked, chosen=value: self._clicked(chosen, checked))
        self._chips[value] = made
        self._flow.addWidget(made)
        self._stop_at(next(iter(self._chips.values())))

    def _stop_at(self, wanted: QToolButton) -> None:
        """The chip that Tab stops at."""
        for made in self._chips.values():
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is wanted else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(wanted)

    def _step(self, here: str, by: int) -> None:
        chips = list(self._chips.values())
        to = chips[(chips.index(self._chips[here]) + by) % len(chips)]
        self._stop_at(to)
        to.setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self, chosen: str, checked: bool) -> None:
        if not self._many and checked:
            for value, made in self._chips.items():
                made.setChecked(value == chosen)
        self._stop_at(self._chips[chosen])
        self.edited.emit()
        self.finished.emit()

    def value(self) -> Any:
        down = [value for value, made in self._chips.items() if made.isChecked()]
        return down if self._many else (down[0] if down else "")

    def show_value(self, value: Any) -> None:
        wanted = list(value or []) if self._many else [value] if value else []
        for one in wanted:
            if one not in self._chips:
                self._add(one, str(one))
        for one, made in self._chips.items():
            made.setChecked(one in wanted)
        if self._chips and not any(made.hasFocus() for made in self._chips.values()):
            down = [made for made in self._chips.values() if made.isChecked()]
            self._stop_at((down or list(self._chips.values()))[0])


class ListChoiceEditor(FieldEditor):
    """A list that opens; with an open vocabulary other words can be typed."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.combo = CalmCombo()
        self.combo.addItem(_(field.label) if compact else _("（未填）"), "")
        for term in field.terms:
            self.combo.addItem(_(term.label), term.value)
        if field.open_vocabulary or not field.terms:
            self.combo.setEditable(True)
            self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            self.combo.setItemText(0, "")
            self.combo.lineEdit().setPlaceholderText(_(field.label) if compact else _("选一个，或自己写"))
            self.combo.lineEdit().setAccessibleName(_(field.label))
            self.combo.lineEdit().setAcceptDrops(False)
            self.combo.lineEdit().textEdited.connect(lambda _text: self.edited.emit())
            self.combo.completer().setCompletionMode(self.combo.completer().CompletionMode.PopupCompletion)
            self.combo.completer().popup().setProperty("role", "popup")
        self.combo.activated.connect(self._chosen)
        self.combo.setToolTip(_(field.label) if compact else "")
        self._name(self.combo)
        lay = QVBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.addWidget(self.combo)
        if not compact:
            self.combo.setMaximumWidth(theme().dp(280))

    def _chosen(self, _index: int) -> None:
        self.edited.emit()
        self.finished.emit()

    def value(self) -> Any:
        if self.combo.isEditable():
            text = self.combo.currentText().strip()
            found = self.combo.findText(text)
            return self.combo.itemData(found) if text and found > 0 else text
        return self.combo.currentData() or ""

    def show_value(self, value: Any) -> None:
        found = self.combo.findData(value or "")
        if self.combo.isEditable():
            self.combo.setCurrentIndex(found if found > 0 else 0)
            self.combo.setEditText(self.combo.itemText(found) if found > 0 else str(value or ""))
            return
        if found < 0:
            self.combo.addItem(str(value), value)
            found = self.combo.count() - 1
        self.combo.setCurrentIndex(found)


def choice_editor(field: Field, *, compact: bool = False) -> FieldEditor:
    """Chips for a few closed terms, a list for more."""
    if field.terms and len(field.terms) <= _CHIPS and not field.open_vocabulary and not compact:
        return ChipsEditor(field)
    return ListChoiceEditor(field, compact=compact)


def choices_editor(field: Field, *, compact: bool = False) -> FieldEditor:
    """Several terms as chips."""
    return ChipsEditor(field, many=True, compact=compact)


class FlagEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.box = QCheckBox(_(field.label) if compact else _("是"))
        self.box.clicked.connect(self._clicked)
        self._name(self.box)
        lay = QVBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)

    def _clicked(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def value(self) -> Any:
        return self.box.isChecked()

    def show_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))
