"""The keys that acts have, as the table gives them or as a person set them: for a foot pedal, or for the hand's habits.

What is set is of this machine (a pedal is plugged into it), and only the acts of listening are settable: they are done
without looking, by who writes down what is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.actions import ActionSpec
    from archive_app.services.settings import Settings

MOST = 3
"""Keys that one act may have."""
_SETTABLE = ("sound.",)
_MOUSE = "Mouse"
_BUTTONS = {
    Qt.MouseButton.BackButton: f"{_MOUSE}4",
    Qt.MouseButton.ForwardButton: f"{_MOUSE}5",
    Qt.MouseButton.TaskButton: f"{_MOUSE}6",
    Qt.MouseButton.ExtraButton4: f"{_MOUSE}7",
    Qt.MouseButton.ExtraButton5: f"{_MOUSE}8",
    Qt.MouseButton.MiddleButton: f"{_MOUSE}3",
}
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
              Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown}  # fmt: skip
_NEEDED = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
           Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
           Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}  # fmt: skip
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Keys(QObject):
    """The keys of every act. There is one of it: ``keys()``."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings | None = None) -> None:
        super().__init__(app)
        self._settings = settings
        self._set: dict[str, tuple[str, ...]] = {}
        self._read()
        app.setProperty("cunshi_keys", self)

    def _read(self) -> None:
        stored = self._settings.get("keys") if self._settings is not None else {}
        self._set = {
            str(name): tuple(key for key in given if isinstance(key, str) and is_key(key))[:MOST]
            for name, given in stored.items()
            if isinstance(given, list) and str(name).startswith(_SETTABLE)
        }

    def of(self, name: str) -> tuple[str, ...]:
        """The keys of an act."""
        set_here = self._set.get(name)
        return set_here if set_here is not None else _defaults().get(name, ())

    def settable(self) -> tuple[ActionSpec, ...]:
        """The acts whose keys a person may set."""
        from archive_app.gui.actions import ACTIONS

        return tuple(spec for spec in ACTIONS if spec.id.startswith(_SETTABLE))

    def in_brackets(self, name: str) -> str:
        """An act's first key as it stands behind its words; nothing where it has none."""
        from archive_app.gui.actions import key_words

        given = self.of(name)
        return _("（{key}）").format(key=key_words(given[0])) if given else ""

    def owner(self, key: str) -> ActionSpec | None:
        """The act that has this key now."""
        from archive_app.gui.actions import ACTIONS

        return next((spec for spec in ACTIONS if key in self.of(spec.id)), None)

    def give(self, name: str, given: tuple[str, ...]) -> None:
        """Set an act's keys, from now on; another settable act that had one of them has it no more."""
        for spec in self.settable():
            left = tuple(key for key in self.of(spec.id) if key not in given)
            if spec.id != name and left != self.of(spec.id):
                self._set[spec.id] = left
        self._set[name] = given[:MOST]
        self._keep()

    def reset(self) -> None:
        """The keys of the table for all."""
        self._set = {}
        self._keep()

    @property
    def are_set(self) -> bool:
        """Whether any act has other keys than the table gives it."""
        return any(given != _defaults().get(name, ()) for name, given in self._set.items())

    def _keep(self) -> None:
        if self._settings is not None:
            kept = {name: list(given) for name, given in self._set.items() if given != _defaults().get(name, ())}
            self._settings.set("keys", kept)
        self.changed.emit()


def keys() -> Keys:
    """The keys that hold now; those of the table where nobody read the settings."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    found = app.property("cunshi_keys")
    return found if isinstance(found, Keys) else Keys(app)


def _defaults() -> Mapping[str, tuple[str, ...]]:
    from archive_app.gui.actions import ACTIONS

    return {spec.id: spec.keys for spec in ACTIONS}


# — what was pressed —


def is_mouse(key: str) -> bool:
    """Whether it is a button of a mouse, as some pedals are."""
    return key.startswith(_MOUSE)


def is_key(key: str) -> bool:
    """Whether anything can be pressed that is called so."""
    return key in _BUTTONS.values() if is_mouse(key) else bool(code_of(key))


def code_of(key: str) -> int:
    """A key with its modifiers as Qt's events tell them; 0 where it is no key of the keyboard."""
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    code = 0 if is_mouse(key) or sequence.count() != 1 else sequence[0].toCombined()  # type: ignore[index]
    return 0 if code & 0x01FFFFFF == Qt.Key.Key_unknown.value else code


def pressed_code(event: QKeyEvent) -> int:
    """The same of what was pressed."""
    combined: int = event.keyCombination().toCombined()
    return combined & ~Qt.KeyboardModifier.KeypadModifier.value


def pressed_key(event: QKeyEvent) -> str:
    """What was pressed by its name; nothing for a modifier alone."""
    if event.key() in _MODIFIERS or not event.key():
        return ""
    code = QKeySequence(pressed_code(event))
    return str(code.toString(QKeySequence.SequenceFormat.PortableText))


def pressed_button(event: QMouseEvent) -> str:
    """The button of a mouse by its name; nothing for those that the mouse itself needs."""
    return _BUTTONS.get(event.button(), "")


def why_not(event: QKeyEvent) -> str:
    """Why a key cannot be set, in words; nothing where it can."""
    if event.modifiers() & _WITH:
        return ""
    typed = event.text()
    if event.key() in _NEEDED or (typed and typed.isprintable()):
        return _("这个键打字要用，不能定给录音。踏板自带的程序多半能改它发哪个键：改成 F13 这样的就行。")
    return ""


class MouseKeys(QObject):
    """Buttons of a mouse, and pedals that are one, as keys of acts. It watches only while such a button is set."""

    def __init__(self, window: QWidget, action_of: Callable[[str], QAction]) -> None:
        super().__init__(window)
        self._action_of = action_of
        self._watching = False
        self._acts: dict[str, str] = {}
        keys().changed.connect(self.take)
        self.take()

    def take(self) -> None:
        """The buttons as they are set now."""
        known = keys()
        self._acts = {key: spec.id for spec in known.settable() for key in known.of(spec.id) if is_mouse(key)}
        app = QApplication.instance()
        if app is not None and bool(self._acts) != self._watching:
            self._watching = bool(self._acts)
            (app.installEventFilter if self._watching else app.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do what the button is for."""
        if event.type() != QEvent.Type.MouseButtonPress or not isinstance(event, QMouseEvent):
            return False
        name = self._acts.get(pressed_button(event))
        if name is None or not isinstance(watched, QWidget) or QApplication.activeModalWidget() is not None:
            return False
        action = self._action_of(name)
        if not action.isEnabled():
            return False
        action.trigger()
        return True
