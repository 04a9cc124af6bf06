"""The player: the waveform, play and pause, five seconds back or on, slower and faster, a part again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QComboBox, QToolButton, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.composition import claim
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.keys import keys
from archive_app.gui.sound.files import SoundFile
from archive_app.gui.sound.listening import SPEEDS, Listening
from archive_app.gui.sound.sounding import Sound
from archive_app.gui.sound.wave import TENTHS, WaveLine, in_low_window
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, pane, row, set_property, tool

if TYPE_CHECKING:
    from archive_app.derived.waveforms import Waveform
    from archive_app.services.archive import Archive
    from archive_app.services.settings import Settings
    from archive_app.services.sounds import Growing

_STEP_S = 5.0
_BESIDE_FROM = 620
"""Width on the grid from which the buttons have words beside their icons."""
_WORDS_FROM = 470
"""And from which they have words instead of icons."""
_SPEEDS_FROM = 480
_CLOCK_FROM = 340
_LINE_AT = 4
"""Where the waveform stands among the buttons, in a low window."""
_LARGE = 40
"""What a hand hits without looking, on the grid."""


class PlayerBar(QWidget):
    """Hidden where an item has no recording. ``moved`` tells the second that is heard.

    ``roomy``: large buttons with words, and the half minute around where one is beside the whole recording.
    """

    moved = Signal(float)
    stopped = Signal()
    seen_changed = Signal()
    """It came into view, or left it: its keys act, or do not."""

    def __init__(
        self, archive: Archive, sound: Sound | None = None, *, roomy: bool = False, settings: Settings | None = None
    ) -> None:
        super().__init__()
        self.listening = Listening(archive, sound, settings, self, eager=roomy)
        self.sound = self.listening.sound
        self.waves = self.listening.waves
        self._original = archive.original
        self._roomy = roomy
        self._low = False
        self._build()
        self._say_fault("")
        self._say_speed()
        self._connect()
        keys().changed.connect(self._take_keys)
        self._take_keys()
        self.hide()

    def _connect(self) -> None:
        listening = self.listening
        listening.placed.connect(self._show_second)
        listening.moved.connect(self.moved)
        listening.playing_changed.connect(self._playing)
        listening.failed.connect(self._failed)
        listening.waiting.connect(self._say_waiting)
        listening.chosen.connect(self._show_chosen)
        listening.looped.connect(self._show_loop)
        listening.wave_changed.connect(self._show_wave)
        self.line.asked.connect(listening.go)
        self.line.selected.connect(listening.repeat)
        self.line.actionTriggered.connect(self._stepped)
        self.chooser.activated.connect(lambda number: listening.choose(listening.files[number]))

    def _build(self) -> None:
        self.toggle_button = self._tool("player-play", _("播放"), "sound.toggle")
        self._back = self._tool("player-skip-back", _("退回 5 秒"), "sound.back")
        self._on = self._tool("player-skip-forward", _("前进 5 秒"), "sound.on")
        self._slower = self._tool("minus", _("慢一些"), "sound.slower")
        self._faster = self._tool("plus", _("快一些"), "sound.faster")
        self.loop_button = self._tool("repeat", _("循环"), "sound.loop")
        self.loop_button.setCheckable(True)
        self._worded = (self._back, self.toggle_button, self._on, self.loop_button, self._slower, self._faster)
        self.speed_words = label("", voice="small")
        self.speed_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.speed_words.setMinimumWidth(theme().dp(56))
        self.line = WaveLine(near=self._roomy)
        self.line.setSingleStep(round(_STEP_S * TENTHS))
        self.line.setPageStep(30 * TENTHS)
        self.line.setAccessibleName(_("录音的位置"))
        self.clock = label("", tone="faint", voice="small")
        self.name = ElidedLabel("", tone="faint", voice="small")
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(_("哪一段录音"))
        self._film = button(_("看画面"), self._open_outside, icon="external-link")
        self._film.setToolTip(_("存史放视频里的声音；画面用系统的播放器看"))
        self._film.hide()
        self._fault = label("", tone="amber", voice="small", wrap=True)
        self._outside = button(_("用系统的播放器打开"), self._open_outside, icon="external-link")
        faults = row(self._fault, self._outside, spacing=8)
        faults.setStretch(0, 1)
        self._ready_words = label("", tone="faint", voice="small", wrap=True)
        waits = row(self._ready_words, button(_("不等了"), self.listening.give_up), spacing=8)
        waits.setStretch(0, 1)
        self.waits = pane(column(waits))
        self.waits.hide()
        self._named = named = row(self.name, self.chooser, self._film, spacing=8)
        named.setStretch(0, 1)
        speeds = (self._slower, self.speed_words, self._faster)
        if self._roomy:
            named.addWidget(self.clock)
            self._controls = row(*self._worded[:4], *speeds, spacing=6)
            self._controls.insertStretch(_LINE_AT, 1)
            self._above = column(named, self.line, spacing=6)
            self.setLayout(column(self._above, self._controls, self.waits, faults, spacing=6, around=(16, 8, 16, 8)))
            return
        self.loop_button.hide()
        controls = row(*self._worded[:3], self.line, self.clock, *speeds, spacing=4)
        controls.setStretch(3, 1)
        self.setLayout(column(named, controls, self.waits, faults, spacing=2, around=(24, 4, 16, 6)))

    def _tool(self, icon: str, words: str, name: str) -> QToolButton:
        made = tool(icon, words, self.handlers()[name], token="ink")
        made.setProperty("words", words)
        made.setObjectName(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the text
        if self._roomy:
            made.setMinimumSize(theme().dp(_LARGE), theme().dp(_LARGE))
        return made

    def _take_keys(self) -> None:
        """The keys that act now, in tips and during a composition."""
        for made in self._worded:
            self._say_tip(made)
        claim(self, {key: act for name, act in self.handlers().items() for key in keys().of(name)})

    def _say_tip(self, made: QToolButton) -> None:
        words = str(made.property("words"))
        tip = f"{words}{keys().in_brackets(made.objectName())}"
        made.setToolTip(tip)
        made.setAccessibleName(tip)

    # — what is played —

    def show_sounds(self, files: tuple[SoundFile, ...]) -> None:
        """The recordings of another item; the same ones go on playing."""
        if files == self.listening.files:
            return
        self.setVisible(bool(files))
        self.chooser.clear()
        self.chooser.addItems([file.name for file in files])
        self.chooser.setVisible(len(files) > 1)
        self.name.setVisible(len(files) == 1 and not self._low)
        self.listening.show(files)

    def _show_chosen(self) -> None:
        file = self.listening.file
        if file is None:
            return
        self._say_fault("")
        if file in self.listening.files:
            self.chooser.setCurrentIndex(self.listening.files.index(file))
        self._film.setVisible(file.film)
        length = f"　{clock(round(file.seconds))}" if file.seconds else ""
        self.name.setText(f"{file.name}{length}")
        self._fit()
        self._show_loop()
        self._show_second(self.listening.second)

    def _show_wave(self, wave: Waveform | None) -> None:
        self.line.show_wave(wave, _("正在画波形…") if self._roomy and wave is None else "")
        self._fit()

    def _fit(self) -> None:
        self.line.setRange(0, max(1, round(self.listening.seconds * TENTHS)))
        self.line.updateGeometry()

    @property
    def file(self) -> SoundFile | None:
        """The recording that is played."""
        return self.listening.file

    @property
    def second(self) -> float:
        """Where one is in the recording."""
        return self.listening.second

    def play_from(self, second: float) -> None:
        """Play from a second on."""
        self._say_fault("")
        self.listening.play_from(second)

    def wait_at(self, second: float) -> None:
        """Be at a second without playing, unless something is playing."""
        self.listening.wait_at(second)

    def play_in(self, file: str, second: float) -> bool:
        """Play from a second of one of the recordings (its file's id; empty: the first); whether it is there."""
        if not self.listening.choose_id(file) and file:
            return False
        self.play_from(second)
        return True

    def wait_in(self, file: str, second: float) -> None:
        """Be at a second of one of the recordings without playing, unless something is playing."""
        if not self.sound.playing and (self.listening.choose_id(file) or not file):
            self.wait_at(second)

    def toggle(self) -> None:
        """Play, or pause; at the end again from the beginning."""
        self._say_fault("")
        self.listening.toggle()

    def skip(self, by: float) -> None:
        """Some seconds on, or back."""
        self.listening.skip(by)

    def change_speed(self, by: int) -> None:
        """The next speed that is faster, or slower, from now on."""
        self.listening.change_speed(by)
        self._say_speed()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table that it does."""
        return {
            "sound.toggle": self.toggle,
            "sound.back": partial(self.skip, -_STEP_S),
            "sound.on": partial(self.skip, _STEP_S),
            "sound.slower": partial(self.change_speed, -1),
            "sound.faster": partial(self.change_speed, 1),
            "sound.loop": self.listening.mark,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses wherever in the line the keyboard is."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.toggle()
            return
        super().keyPressEvent(event)

    def _stepped(self, action: int) -> None:
        """The keyboard's steps; that the line shows where one is, moves nothing."""
        if action != QAbstractSlider.SliderAction.SliderMove.value:
            self.listening.go(self.line.sliderPosition() / TENTHS)

    # — what it tells —

    def _show_second(self, second: float) -> None:
        if not self.line.isSliderDown():
            self.line.setSliderPosition(round(second * TENTHS))
        whole = self.listening.seconds
        self.clock.setText(f"{clock(int(second))} / {clock(int(whole))}" if whole else clock(int(second)))

    def _playing(self, playing: bool) -> None:
        self.toggle_button.setIcon(theme().icon("player-pause" if playing else "player-play", "ink"))
        self.toggle_button.setProperty("words", _("暂停") if playing else _("播放"))
        self._say_tip(self.toggle_button)
        self._say_words()
        set_property(self, "playing", playing)
        if not playing:
            self.stopped.emit()

    def _say_speed(self) -> None:
        speed = self.sound.speed
        self.speed_words.setText(_("原速") if speed == 1.0 else _("{n} 倍").format(n=f"{speed:g}"))
        self.speed_words.setToolTip(_("放得快慢，声音的高低不变"))
        self._slower.setEnabled(speed > SPEEDS[0])
        self._faster.setEnabled(speed < SPEEDS[-1])

    def _show_loop(self) -> None:
        """Which part is heard again and again, and what the button does next."""
        listening = self.listening
        self.line.show_loop(listening.loop, listening.marked)
        self.loop_button.setChecked(listening.loop is not None or listening.marked is not None)
        words = _("循环")
        if listening.loop is not None:
            words = _("不循环")
        elif listening.marked is not None:
            words = _("循环到此")
        self.loop_button.setProperty("words", words)
        self._say_tip(self.loop_button)
        self._say_words()

    def _say_words(self) -> None:
        """Words beside the icons, or instead of them, where there is room."""
        room = self.width() / theme().dp(1) if self._roomy and not self._low else 0
        wide, words = room >= _BESIDE_FROM, room >= _WORDS_FROM
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        if wide:
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for made in self._worded:
            made.setText(str(made.property("words")) if words else "")
            made.setToolButtonStyle(style)
            if bool(made.property("role")) == words:  # a button with words is not as narrow as an icon
                set_property(made, "role", "" if words else "icon")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons give up their words where there is no room, and what keys do as well gives way to the waveform."""
        super().resizeEvent(event)
        self.fit_height()
        self._say_words()
        self.line.updateGeometry()
        if not self._roomy:
            for made in (self._slower, self.speed_words, self._faster):
                made.setVisible(self.width() >= theme().dp(_SPEEDS_FROM))
            self.clock.setVisible(self.width() >= theme().dp(_CLOCK_FROM))

    def fit_height(self) -> None:
        """In a low window the waveform stands among the buttons: one row, and the rest is the text's."""
        low = self._roomy and in_low_window(self)
        if low == self._low:
            return
        self._low = low
        self.name.setVisible(not low and len(self.listening.files) == 1)
        if low:
            self._controls.removeItem(self._controls.itemAt(_LINE_AT))
            self._controls.insertWidget(_LINE_AT, self.line, 1)
            self._controls.insertWidget(_LINE_AT + 1, self.clock)
        else:
            self._named.addWidget(self.clock)
            self._above.addWidget(self.line)
            self._controls.insertStretch(_LINE_AT, 1)
        self._say_words()

    def showEvent(self, event: QShowEvent) -> None:
        """Its keys act from now on."""
        super().showEvent(event)
        self.seen_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody can see and stop falls silent."""
        super().hideEvent(event)
        self.seen_changed.emit()
        if not event.spontaneous():
            self.listening.pause()

    def _say_waiting(self, growing: Growing | None) -> None:
        """How far a recording is that must be made ready to be heard."""
        self.waits.setVisible(growing is not None)
        if growing is None:
            return
        words = _("这种格式的录音要先转成能放的，只转一次……")
        ready = growing.copy.seconds if growing.copy is not None else 0.0
        if ready and self.listening.seconds:
            share = min(99, round(100 * ready / self.listening.seconds))
            words = _("{words}已到 {at}（{n}%）").format(words=words, at=clock(int(ready)), n=share)
        self._ready_words.setText(words)

    def _failed(self, error: ArchiveError) -> None:
        self.line.show_wave(self.line.wave)
        second = self.listening.second
        where = _("。所找的话在 {at}。").format(at=clock(int(second))) if second and not self._roomy else "。"
        self._say_fault(f"{error.message}{where}{error.remedy}")

    def _say_fault(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))
        self._outside.setVisible(bool(words))

    def _open_outside(self) -> None:
        if self.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._original(self.file.id))))

    def close_sound(self) -> None:
        """Fall silent for good."""
        self.listening.close()
