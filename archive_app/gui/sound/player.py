"""The line under a recording's name: play, pause, five seconds back or on, and where one is in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QSlider, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.sound.files import SoundFile
from archive_app.gui.sound.sounding import Sound
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, row, set_property, tool

_STEP_S = 5.0


class _Line(QSlider):
    """Where one is; arrows go five seconds, PageUp and PageDown half a minute."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()  # the player's: play or pause
            return
        super().keyPressEvent(event)


class PlayerBar(QWidget):
    """Hidden where an item has no recording. ``moved`` tells the second that is heard."""

    moved = Signal(float)
    stopped = Signal()

    def __init__(self, path_of: Callable[[str], Path], sound: Sound | None = None) -> None:
        super().__init__()
        self._path_of = path_of
        self.sound = sound or Sound(self)
        self._files: tuple[SoundFile, ...] = ()
        self._file: SoundFile | None = None
        self._second = 0.0
        self.toggle_button = tool("player-play", _("播放"), self.toggle, token="ink")
        self._back = tool("player-skip-back", _("退回 5 秒"), lambda: self.skip(-_STEP_S), token="ink")
        self._on = tool("player-skip-forward", _("前进 5 秒"), lambda: self.skip(_STEP_S), token="ink")
        self.line = _Line(Qt.Orientation.Horizontal)
        self.line.setSingleStep(round(_STEP_S))
        self.line.setPageStep(30)
        self.line.setAccessibleName(_("录音的位置"))
        self.line.actionTriggered.connect(lambda _action: self._slid())
        self.clock = label("", tone="faint", voice="small")
        self.name = ElidedLabel("", tone="faint", voice="small")
        self._fault = label("", tone="amber", voice="small", wrap=True)
        self._outside = button(_("用系统的播放器打开"), self._open_outside, icon="external-link")
        faults = row(self._fault, self._outside, spacing=8)
        faults.setStretch(0, 1)
        controls = row(self._back, self.toggle_button, self._on, self.line, self.clock, spacing=4)
        controls.setStretch(3, 1)
        self.setLayout(column(self.name, controls, faults, spacing=2, around=(24, 4, 16, 6)))
        self._say_fault("")
        self.sound.moved.connect(self._heard)
        self.sound.playing_changed.connect(self._playing)
        self.sound.failed.connect(self._failed)
        self.hide()

    # — what is played —

    def show_sounds(self, files: tuple[SoundFile, ...]) -> None:
        """The recordings of another item; the same ones go on playing."""
        if files == self._files:
            return
        if self.sound.playing:
            self.sound.pause()
        self._files = files
        self._file = files[0] if files else None
        self._second = 0.0
        self._say_fault("")
        self.setVisible(bool(files))
        if self._file is not None:
            self.name.setText("　".join(file.name for file in files))
            self.line.setRange(0, max(1, round(self._file.seconds)))
            self._show_second(0.0)
            with suppress(ArchiveError):  # playing it says what is wrong
                self.sound.get_ready(self._path_of(self._file.id))

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
        """Play, or pause."""
        if self.sound.playing:
            self._second = self.sound.pause()
        else:
            self.play_from(self._second)

    def skip(self, by: float) -> None:
        """Some seconds on, or back."""
        self._go(self._second + by)

    def _go(self, second: float) -> None:
        last = self._file.seconds if self._file is not None and self._file.seconds else second
        second = min(max(0.0, second), max(0.0, last))
        if self.sound.playing:
            self.play_from(second)
        else:
            self._show_second(second)
            self.moved.emit(second)

    def _slid(self) -> None:
        self._go(float(self.line.sliderPosition()))

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
            self.line.setSliderPosition(round(second))
        whole = self._file.seconds if self._file is not None else 0.0
        self.clock.setText(f"{clock(int(second))} / {clock(int(whole))}" if whole else clock(int(second)))

    def _playing(self, playing: bool) -> None:
        self.toggle_button.setIcon(theme().icon("player-pause" if playing else "player-play", "ink"))
        words = _("暂停") if playing else _("播放")
        self.toggle_button.setToolTip(words)
        self.toggle_button.setAccessibleName(words)
        set_property(self, "playing", playing)
        if not playing:
            self.stopped.emit()

    def _failed(self, error: ArchiveError) -> None:
        at = clock(int(self._second))
        self._say_fault(_("{what}。所找的话在 {at}。{remedy}").format(what=error.message, at=at, remedy=error.remedy))

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
