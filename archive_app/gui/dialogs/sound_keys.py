"""The keys of listening: each act's keys, one more learnt by pressing it, or by stepping on the pedal."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archive_app.gui.actions import ActionSpec, key_words
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.keys import MOST, keys, pressed_button, pressed_key, why_not
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, set_property
from archive_app.gui.widgets.segments import Segments
from archive_app.services.settings import Settings

STEP_BACKS = (0, 1, 2, 3, 5)
"""Seconds that may be heard again when one goes on."""


class _Catcher(QLabel):
    """Takes the next key or button, whatever else it is for."""

    pressed = Signal(str)
    refused = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # a key as it is, not what it composes
        self.setWordWrap(True)
        self.setMargin(theme().dp(8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def event(self, event: QEvent) -> bool:
        """No shortcut and no way from field to field: the key itself."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
            return
        key, wrong = pressed_key(event), why_not(event)
        if wrong:
            self.refused.emit(wrong)
        elif key:
            self.pressed.emit(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A pedal may be a button of a mouse."""
        self.press_button(event)

    def press_button(self, event: QMouseEvent) -> None:
        """Those that every mouse needs for itself are not taken."""
        if key := pressed_button(event):
            self.pressed.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who does something else does not learn a key."""
        super().focusOutEvent(event)
        self.left.emit()


class SoundKeysDialog(Dialog):
    """Every choice holds at once, here and in the list of keys (F1)."""

    def __init__(self, parent: QWidget | None, settings: Settings) -> None:
        super().__init__(parent, _("录音的按键和踏板"), width=620)
        self._settings = settings
        self._learning = ""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().dp(16))
        self._grid.setVerticalSpacing(theme().dp(6))
        self._grid.setColumnStretch(1, 1)
        self.words = _Catcher()
        self.words.pressed.connect(self._learnt)
        self.words.refused.connect(partial(self._say, tone="amber"))
        self.words.left.connect(self._stop)
        self._again = button(_("全部恢复原样"), self._reset)
        back = int(settings.get("sound_step_back"))
        self.step_back = Segments(
            [(str(one), _("{n} 秒").format(n=one) if one else _("不退"), "") for one in STEP_BACKS]
        )
        self.step_back.choose(str(min(STEP_BACKS, key=lambda one: abs(one - back))))
        self.step_back.chosen.connect(lambda one: settings.set("sound_step_back", int(one)))
        intro = _("按“加一个键”，再按要用的键，或踩一下踏板。踏板发的多半是 F13 这样的键、播放键，或鼠标的侧键，都认。")
        body = pane(
            column(
                label(intro, tone="faint", wrap=True),
                8,
                self._grid,
                self.words,
                12,
                label(_("停下再接着放，先退回")),
                self.step_back,
                None,
                spacing=6,
                around=(0, 0, 12, 0),
            )
        )
        self.setLayout(
            column(
                label(_("录音的按键和踏板"), voice="title"),
                8,
                body,
                16,
                row(self._again, None, button(_("完成"), self.accept, role="primary"), spacing=12),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self._adders: dict[str, QPushButton] = {}
        self._fill()
        self._say("")
        lay = self.layout()
        assert isinstance(lay, QVBoxLayout)
        lay.setStretch(2, 1)
        self.resize(self.minimumWidth(), lay.heightForWidth(self.minimumWidth()))

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._adders.clear()
        for line, spec in enumerate(keys().settable()):
            given = keys().of(spec.id)
            self._grid.addWidget(label(_(spec.text)), line, 0)
            held: list[QWidget] = [self._held(spec, key) for key in given]
            if not given:
                held.append(label(_("没有键"), tone="faint"))
            self._grid.addWidget(pane(row(*held, None, spacing=6)), line, 1)
            adder = button(_("加一个键"), partial(self.learn, spec.id), icon="plus")
            adder.setAccessibleName(_("{act}：加一个键").format(act=_(spec.text)))
            adder.setEnabled(len(given) < MOST)
            self._adders[spec.id] = adder
            self._grid.addWidget(adder, line, 2)
        self._again.setEnabled(keys().are_set)

    def _held(self, spec: ActionSpec, key: str) -> QPushButton:
        words = key_words(key)
        made = button(words, partial(self._drop, spec.id, key), icon="x")
        tip = _("{act}：不再用 {key}").format(act=_(spec.text), key=words)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        return made

    # — learning —

    def learn(self, name: str) -> None:
        """Take the next key for an act."""
        self._learning = name
        spec = next(one for one in keys().settable() if one.id == name)
        words = _("“{act}”：请按一下要用的键，或踩一下踏板。按 Esc 不加了。")
        self._say(words.format(act=_(spec.text)), learning=True)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words.setFocus()

    def _learnt(self, key: str) -> None:
        name, self._learning = self._learning, ""
        if not name:
            return
        owner = keys().owner(key)
        said = _("好了：{key}。").format(key=key_words(key))
        if owner is not None and owner.id == name:
            said = _("它已经是这个动作的键了。")
        elif owner is not None and owner not in keys().settable():
            said = _("{key} 是“{act}”的键，没有改。请换一个键。")
            self._done(name, said.format(key=key_words(key), act=_(owner.text).rstrip("…")), tone="amber")
            return
        else:
            if owner is not None:
                said = _("好了。{key} 原是“{act}”的键，现在归这里了。").format(key=key_words(key), act=_(owner.text))
            if key in ("PgUp", "PgDown"):
                said += _("它平常翻页；有录音打开的时候就不翻了。")
            keys().give(name, (*keys().of(name), key))
            self._fill()
        self._done(name, said)

    def _done(self, name: str, said: str, tone: str = "celadon") -> None:
        self._say(said, tone=tone)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        adder = self._adders[name]
        (adder if adder.isEnabled() else self._again).setFocus()

    def _stop(self) -> None:
        if self._learning:
            name, self._learning = self._learning, ""
            self._done(name, "")

    def _drop(self, name: str, key: str) -> None:
        keys().give(name, tuple(one for one in keys().of(name) if one != key))
        self._fill()
        self._say("")
        self._adders[name].setFocus()

    def _reset(self) -> None:
        keys().reset()
        self._fill()
        self._say(_("都恢复成原来的键了。"), tone="celadon")

    def _say(self, words: str, tone: str = "", *, learning: bool = False) -> None:
        self.words.setText(words)
        set_property(self.words, "tone", tone)
        set_property(self.words, "ground", "tint" if learning else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A pedal's click lands wherever the pointer is."""
        if self._learning:
            self.words.press_button(event)
