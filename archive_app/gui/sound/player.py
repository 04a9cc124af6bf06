"""The player: the waveform, play and pause, five seconds back or on, slower and faster, and where one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.composition import claim
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.sound.files import SoundFile
from archive_app.gui.sound.seen import WaveSource
from archive_app.gui.sound.sounding import Sound
from archive_app.gui.sound.wave import TENTHS, WaveLine
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, row, set_property, tool

if TYPE_CHECKING:
    from archive_app.derived.waveforms import Waveform
    from archive_app.services.archive import Archive

_STEP_S = 5.0
SPEEDS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
"""How fast one may listen; 1.0 is as it was spoken."""
_WORDS_FROM = 620
"""Width on the grid from which the buttons have words."""
_SPEEDS_FROM = 480
_CLOCK_FROM = 340
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

    def __init__(self, archive: Archive, sound: Sound | None = None, *, roomy: bool = False) -> None:
        super().__init__()
        self._path_of: Callable[[str], Path] = archive.original
        self.sound = sound or Sound(self)
        self.waves = WaveSource(archive, self)
        self._roomy = roomy
        self._files: tuple[SoundFile, ...] = ()
        self._file: SoundFile | None = None
        self._second = 0.0
        self._reached: dict[str, float] = {}
        self._build()
        self._say_fault("")
        self._say_speed()
        self.sound.moved.connect(self._heard)
        self.sound.playing_changed.connect(self._playing)
        self.sound.failed.connect(self._failed)
        self.waves.arrived.connect(self._show_wave)
        key = Qt.Key
        acts = (key.Key_F4, key.Key_F5, key.Key_F6, key.Key_F7, key.Key_F10)
        claim(self, dict(zip(acts, self.handlers().values(), strict=True)))
        self.hide()

    def _build(self) -> None:
        self.toggle_button = self._tool("player-play", _("播放"), "F4", self.toggle)
        self._back = self._tool("player-skip-back", _("退回 5 秒"), "F5", lambda: self.skip(-_STEP_S))
        self._on = self._tool("player-skip-forward", _("前进 5 秒"), "F6", lambda: self.skip(_STEP_S))
        self._slower = self._tool("minus", _("慢一些"), "F7", lambda: self.change_speed(-1))
        self._faster = self._tool("plus", _("快一些"), "F10", lambda: self.change_speed(1))
        self._worded = (self._back, self.toggle_button, self._on, self._slower, self._faster)
        self.speed_words = label("", voice="small")
        self.speed_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.speed_words.setMinimumWidth(theme().dp(56))
        self.line = WaveLine(near=self._roomy)
        self.line.setSingleStep(round(_STEP_S * TENTHS))
        self.line.setPageStep(30 * TENTHS)
        self.line.setAccessibleName(_("录音的位置"))
        self.line.asked.connect(self._go)
        self.line.actionTriggered.connect(lambda _action: self._go(self.line.sliderPosition() / TENTHS))
        self.clock = label("", tone="faint", voice="small")
        self.name = ElidedLabel("", tone="faint", voice="small")
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(_("哪一段录音"))
        self.chooser.activated.connect(lambda number: self._choose(self._files[number]))
        self._fault = label("", tone="amber", voice="small", wrap=True)
        self._outside = button(_("用系统的播放器打开"), self._open_outside, icon="external-link")
        faults = row(self._fault, self._outside, spacing=8)
        faults.setStretch(0, 1)
        named = row(self.name, self.chooser, spacing=8)
        named.setStretch(0, 1)
        speeds = (self._slower, self.speed_words, self._faster)
        if self._roomy:
            keys = row(*self._worded[:3], None, *speeds, None, self.clock, spacing=6)
            self.setLayout(column(named, self.line, keys, faults, spacing=6, around=(16, 8, 16, 8)))
            return
        controls = row(*self._worded[:3], self.line, self.clock, *speeds, spacing=4)
        controls.setStretch(3, 1)
        self.setLayout(column(named, controls, faults, spacing=2, around=(24, 4, 16, 6)))

    def _tool(self, icon: str, words: str, key: str, act: Callable[[], object]) -> QToolButton:
        made = tool(icon, _("{words}（{key}）").format(words=words, key=key), act, token="ink")
        made.setProperty("words", words)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the text
        if self._roomy:
            made.setMinimumSize(theme().dp(_LARGE), theme().dp(_LARGE))
        return made

    # — what is played —

    def show_sounds(self, files: tuple[SoundFile, ...]) -> None:
        """The recordings of another item; the same ones go on playing."""
        if files == self._files:
            return
        self._files = files
        self.setVisible(bool(files))
        self.chooser.clear()
        self.chooser.addItems([file.name for file in files])
        self.chooser.setVisible(len(files) > 1)
        self.name.setVisible(len(files) == 1)
        self._choose(files[0] if files else None)

    def _choose(self, file: SoundFile | None) -> None:
        """One of the recordings, where it was left; another one falls silent."""
        if file == self._file:
            return
        if self.sound.playing:
            self._second = self.sound.pause()
        if self._file is not None:
            self._reached[self._file.id] = self._second
        self._file = file
        self._say_fault("")
        if file is None:
            self.waves.look_at("")
            return
        length = f"　{clock(round(file.seconds))}" if file.seconds else ""
        self.name.setText(f"{file.name}{length}")
        self.line.setRange(0, max(1, round(file.seconds * TENTHS)))
        kept = self.waves.look_at(file.sha256, soon=self._roomy)  # who only reads has nothing decoded
        self.line.show_wave(kept, _("正在画波形…") if self._roomy and kept is None else "")
        self._fit(kept)
        self._show_second(self._reached.get(file.id, 0.0))
        if self._roomy:  # who only reads need not have it walked through
            with suppress(ArchiveError):  # playing it says what is wrong
                self.sound.get_ready(self._path_of(file.id))

    def _show_wave(self, _sha256: str, wave: Waveform | None) -> None:
        self.line.show_wave(wave)
        self._fit(wave)

    def _fit(self, wave: Waveform | None) -> None:
        """A recording whose length nobody noted is as long as it sounds."""
        if wave is not None and self._file is not None and not self._file.seconds:
            self.line.setRange(0, max(1, round(wave.seconds * TENTHS)))
        self.line.updateGeometry()

    @property
    def file(self) -> SoundFile | None:
        """The recording that is played."""
        return self._file

    @property
    def second(self) -> float:
        """Where one is in the recording."""
        return self._second

    def play_from(self, second: float) -> None:
        """Play from a second on."""
        if self._file is None:
            return
        try:
            path = self._path_of(self._file.id)
        except ArchiveError as error:
            self._failed(error)
            return
        self._say_fault("")
        self._show_second(second)
        self.sound.play(path, second)

    def wait_at(self, second: float) -> None:
        """Be at a second without playing, unless something is playing."""
        if not self.sound.playing:
            self._show_second(second)

    def toggle(self) -> None:
        """Play, or pause; at the end again from the beginning."""
        if self.sound.playing:
            self._show_second(self.sound.pause())
        else:
            ended = self.line.seconds > 1 and self._second >= self.line.seconds - 0.3
            self.play_from(0.0 if ended else self._second)

    def skip(self, by: float) -> None:
        """Some seconds on, or back."""
        self._go(self._second + by)

    def change_speed(self, by: int) -> None:
        """The next speed that is faster, or slower, from now on."""
        nearest = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.sound.speed))
        self.sound.set_speed(SPEEDS[min(max(0, nearest + by), len(SPEEDS) - 1)])
        self._say_speed()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table that it does, in the order of their keys."""
        return {
            "sound.toggle": self.toggle,
            "sound.back": lambda: self.skip(-_STEP_S),
            "sound.on": lambda: self.skip(_STEP_S),
            "sound.slower": lambda: self.change_speed(-1),
            "sound.faster": lambda: self.change_speed(1),
        }

    def _go(self, second: float) -> None:
        last = self.line.seconds if self._file is not None and self.line.seconds > 1 else second
        second = min(max(0.0, second), max(0.0, last))
        if self.sound.playing:
            self.play_from(second)
        else:
            self._show_second(second)
            self.moved.emit(second)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses wherever in the line the keyboard is."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
            return
        super().keyPressEvent(event)

    # — what it tells —

    def _heard(self, second: float) -> None:
        self._show_second(second)
        self.moved.emit(second)

    def _show_second(self, second: float) -> None:
        self._second = second
        if not self.line.isSliderDown():
            self.line.setSliderPosition(round(second * TENTHS))
        whole = self._file.seconds if self._file is not None else 0.0
        self.clock.setText(f"{clock(int(second))} / {clock(int(whole))}" if whole else clock(int(second)))

    def _playing(self, playing: bool) -> None:
        self.toggle_button.setIcon(theme().icon("player-pause" if playing else "player-play", "ink"))
        words = _("暂停") if playing else _("播放")
        self.toggle_button.setProperty("words", words)
        tip = _("{words}（{key}）").format(words=words, key="F4")
        self.toggle_button.setToolTip(tip)
        self.toggle_button.setAccessibleName(tip)
        self._say_words()
        set_property(self, "playing", playing)
        if not playing:
            self.stopped.emit()
        elif self.line.wave is None and not self._roomy:
            self.waves.make()

    def _say_speed(self) -> None:
        speed = self.sound.speed
        self.speed_words.setText(_("原速") if speed == 1.0 else _("{n} 倍").format(n=f"{speed:g}"))
        self.speed_words.setToolTip(_("放得快慢，声音的高低不变"))
        self._slower.setEnabled(speed > SPEEDS[0])
        self._faster.setEnabled(speed < SPEEDS[-1])

    def _say_words(self) -> None:
        """Words beside the icons, where there is room for them."""
        wide = self._roomy and self.width() >= theme().dp(_WORDS_FROM)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
        for made in self._worded:
            made.setText(str(made.property("words")) if wide else "")
            made.setToolButtonStyle(style)
            if bool(made.property("role")) == wide:  # a button with words is not as narrow as an icon
                set_property(made, "role", "" if wide else "icon")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons give up their words where there is no room, and what keys do as well gives way to the waveform."""
        super().resizeEvent(event)
        self._say_words()
        if not self._roomy:
            for made in (self._slower, self.speed_words, self._faster):
                made.setVisible(self.width() >= theme().dp(_SPEEDS_FROM))
            self.clock.setVisible(self.width() >= theme().dp(_CLOCK_FROM))

    def showEvent(self, event: QShowEvent) -> None:
        """Its keys act from now on."""
        super().showEvent(event)
        self.seen_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody can see and stop falls silent."""
        super().hideEvent(event)
        self.seen_changed.emit()
        if self.sound.playing and not event.spontaneous():
            self._show_second(self.sound.pause())

    def _failed(self, error: ArchiveError) -> None:
        self.line.show_wave(self.line.wave)
        at = clock(int(self._second))
        where = _("。所找的话在 {at}。").format(at=at) if self._second and not self._roomy else "。"
        self._say_fault(f"{error.message}{where}{error.remedy}")

    def _say_fault(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))
        self._outside.setVisible(bool(words))

    def _open_outside(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path_of(self._file.id))))

    def close_sound(self) -> None:
        """Fall silent for good."""
        self.sound.close()
        self.waves.close()
