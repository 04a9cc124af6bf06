"""Whose a key is: the composing input method's, the archive's, the field's own, or the button's.

While an input method composes, Enter, Esc and shortcuts belong to it, but for function keys that are claimed: who
writes down what is spoken stops and goes back in the recording in the middle of a word. Undo and redo in a record's
fields belong to the archive: a field's own undo would know nothing of yesterday, and of no other field. Enter presses
whatever button has the keyboard, as the space bar does: who sees a ring around a button expects it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from archive_app.gui.keys import code_of, pressed_code

_COMPOSERS_KEYS = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
    | {Qt.Key(Qt.Key.Key_F1.value + number) for number in range(12)}
)
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class CompositionGuard(QObject):
    """Watches the one widget that has the keyboard, and holds back keys while it composes.

    Most input methods swallow their keys before Qt sees them; some hand Enter, Esc or Ctrl+Z on. Only the focused
    widget is watched: a filter over every event of the program would cost time in each frame.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._watched: QWidget | None = None
        self._claims: list[tuple[QWidget, dict[int, Callable[[], object]]]] = []
        self.composing = False
        app.focusChanged.connect(self._focus_moved)
        app.setProperty("cunshi_composition", self)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new
        self.composing = False
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note where a composition begins and ends; eat the keys that are its own."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.composing = bool(event.preeditString())
        elif not isinstance(event, QKeyEvent):
            return False
        elif self.composing and (_belongs_to_composer(event) or self._claimed(event) is not None):
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()  # no shortcut fires
                return True
            if kind == QEvent.Type.KeyPress:
                act = self._claimed(event)
                if act is not None and not event.isAutoRepeat():
                    act()  # the composition stays as it is
                return True
        elif kind == QEvent.Type.ShortcutOverride and self._claimed(event) is not None:
            event.ignore()  # a page key that a pedal sends scrolls no text
            return True
        elif kind == QEvent.Type.ShortcutOverride and _is_archives(watched, event):
            event.ignore()  # the field does not claim it, so the window's action gets it
            return True
        elif kind == QEvent.Type.KeyPress and isinstance(watched, QAbstractButton) and _presses(watched, event):
            if not event.isAutoRepeat():
                watched.click()
            return True
        return False

    def claim(self, owner: QWidget, keys: Mapping[Qt.Key | str, Callable[[], object]]) -> None:
        """Have these keys act during a composition, too, while ``owner`` can be seen."""
        self._claims = [
            (other, acts) for other, acts in self._claims if shiboken6.isValid(other) and other is not owner
        ]
        codes = {(code_of(key) if isinstance(key, str) else int(key.value)): act for key, act in keys.items()}
        self._claims.append((owner, {code: act for code, act in codes.items() if code}))

    def _claimed(self, event: QKeyEvent) -> Callable[[], object] | None:
        code = pressed_code(event)
        for owner, acts in reversed(self._claims):
            if code in acts and shiboken6.isValid(owner) and owner.isVisible():
                return acts[code]
        return None


def _is_archives(watched: QObject, event: QKeyEvent) -> bool:
    standard = QKeySequence.StandardKey
    if not (event.matches(standard.Undo) or event.matches(standard.Redo) or _is_second_redo(event)):
        return False
    if watched.property("role") == "search" or watched.property("own_undo"):
        return False
    return isinstance(watched, QLineEdit | QPlainTextEdit | QTextEdit)


def _presses(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether Enter falls on a button. In a dialog a tick keeps Enter for what the dialog asks, as everywhere."""
    if (
        event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    ):
        return False
    return not isinstance(button, QCheckBox | QRadioButton)


def _is_second_redo(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier
    with_shift = control | Qt.KeyboardModifier.ShiftModifier
    return (event.key(), event.modifiers()) in ((Qt.Key.Key_Y, control), (Qt.Key.Key_Z, with_shift))


def _belongs_to_composer(event: QKeyEvent) -> bool:
    return event.key() in _COMPOSERS_KEYS or bool(event.modifiers() & _MODIFIERS)


def _guard() -> CompositionGuard | None:
    app = QApplication.instance()
    guard = app.property("cunshi_composition") if app is not None else None
    return guard if isinstance(guard, CompositionGuard) else None


def composing() -> bool:
    """Whether an input method is in the middle of a word."""
    guard = _guard()
    return guard is not None and guard.composing


def claim(owner: QWidget, keys: Mapping[Qt.Key | str, Callable[[], object]]) -> None:
    """Have keys act during a composition, too, while ``owner`` can be seen; by Qt's name, or as the table writes them.

    Without a composition they come the usual way, by the table of actions or by ``owner``'s own shortcuts.
    """
    guard = _guard()
    if guard is not None:
        guard.claim(owner, keys)
