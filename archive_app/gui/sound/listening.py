"""What is heard of an item's recordings: which one, from where, again and again, and where each was left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from archive_app.derived.sound_copies import SoundCopy
from archive_app.domain.errors import ArchiveError
from archive_app.gui.reading.kept import KeptPlaces
from archive_app.gui.sound.files import SoundFile
from archive_app.gui.sound.seen import WaveSource
from archive_app.gui.sound.sounding import Sound
from archive_app.services.settings import Settings, settings_path

if TYPE_CHECKING:
    from archive_app.derived.waveforms import Waveform
    from archive_app.services.archive import Archive
    from archive_app.services.sounds import Growing

SPEEDS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
"""How fast one may listen; 1.0 is as it was spoken."""
SHORTEST_S = 0.3
"""Nothing shorter is heard again and again."""
_FILE = "listening.json"
_AHEAD_S = 0.5
"""How much of a copy that is still being made must be there before it is played."""
_HEARD_S = 3.0
"""So near to its end a recording is taken as heard, and begins anew."""


class Listening(QObject):
    """``placed`` tells where one is, ``moved`` too where that is heard or was asked for by hand.

    ``waiting`` tells what is known of a recording that must be made ready first (``Growing``; None when it waits no
    more), ``chosen`` that another recording is in hand.
    """

    placed = Signal(float)
    moved = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(object)
    waiting = Signal(object)
    chosen = Signal()
    looped = Signal()
    """A part is heard again and again from now on, or no more."""
    wave_changed = Signal(object)
    """The waveform so far, of the recording in hand; None where there is none."""

    def __init__(
        self, archive: Archive, sound: Sound | None, settings: Settings | None, parent: QObject, *, eager: bool
    ) -> None:
        super().__init__(parent)
        self._path_of: Callable[[str], Path] = archive.original
        self._settings = settings
        self._eager = eager
        self._places = KeptPlaces(archive.label.id, settings_path().with_name(_FILE))
        self.sound = sound or Sound(self)
        self.waves = WaveSource(archive, self)
        self.files: tuple[SoundFile, ...] = ()
        self.file: SoundFile | None = None
        self.second = 0.0
        self.seconds = 0.0
        """How long the recording is; 0 while nobody knows."""
        self.loop: tuple[float, float] | None = None
        self._loop_from: float | None = None
        self._pending: float | None = None
        self._foreign = ""
        """The recording that the player cannot decode itself, once that is known."""
        self._original_asked = False
        self._rested = False
        """It was stopped where it is, by a person who will go on."""
        self.sound.moved.connect(self._heard)
        self.sound.playing_changed.connect(self._playing)
        self.sound.failed.connect(self._failed)
        self.sound.ended.connect(self._ended)
        self.waves.arrived.connect(self._take_wave)
        self.waves.grown.connect(self._grown)
        self.waves.copied.connect(self._copied)

    # — which one —

    def show(self, files: tuple[SoundFile, ...]) -> bool:
        """The recordings of another item; the same ones go on playing. Whether they are others."""
        if files == self.files:
            return False
        self.files = files
        self.choose(files[0] if files else None)
        return True

    def choose(self, file: SoundFile | None) -> None:
        """One of the recordings, where it was left; another one falls silent."""
        if file == self.file:
            return
        if self.sound.playing:
            self._at(self.sound.pause())
        self.remember()
        self.file, self._foreign, self._rested, self._pending = file, "", False, None
        self.loop, self._loop_from = None, None
        self.waiting.emit(None)
        if file is None:
            self.waves.look_at("")
            return
        self.seconds = file.seconds
        kept = self.waves.look_at(file.sha256, soon=self._eager)  # who only reads has nothing decoded
        self._know_length(kept)
        found = self._places.get(file.id)
        self.second = found[1] / 10 if found is not None else 0.0
        self.chosen.emit()
        self.wave_changed.emit(kept)
        if self._eager:  # who only reads need not have it walked through
            with suppress(ArchiveError):  # playing it says what is wrong
                self.sound.get_ready(self._path_of(file.id))

    def choose_id(self, file: str) -> bool:
        """The recording of this file record (empty: the first); whether it is there."""
        wanted = next((one for one in self.files if one.id == file), None) if file else next(iter(self.files), None)
        if wanted is not None:
            self.choose(wanted)
        return wanted is not None

    def remember(self) -> None:
        """Keep where one is in the recording for the next time, also tomorrow."""
        if self.file is not None:
            heard = self.seconds and self.second > self.seconds - _HEARD_S
            at = 0 if heard else round(self.second * 10)
            self._places.keep(self.file.id, "at" if at else "", at)

    # — playing —

    def play_from(self, second: float) -> None:
        """Play from a second on."""
        if self.file is None:
            return
        try:
            path = self._path_of(self.file.id)
        except ArchiveError as error:
            self._failed(error)
            return
        self._leave_loop(second)
        self._at(second)
        copy = self.waves.copy()
        if copy is None and self._foreign:
            self._make_ready(second)
        elif copy is not None and not copy.whole and copy.seconds < second + _AHEAD_S:
            if self.sound.playing:
                self.sound.pause()
            self._pending = second
        else:
            self._pending, self._original_asked = None, copy is None
            self.sound.play(copy or path, second, self.loop[1] if self.loop is not None else None)

    def wait_at(self, second: float) -> None:
        """Be at a second without playing, unless something is playing."""
        if not self.sound.playing:
            self._leave_loop(second)
            self._rested = False
            self._at(second)

    def toggle(self) -> None:
        """Play, or pause; going on a little before where it was paused, at the end again from the beginning."""
        if self.sound.playing or self._pending is not None:
            self.pause()
            return
        start = self.second
        if self.seconds > 1 and start >= self.seconds - 0.3:
            start = 0.0
        elif self._rested and self._settings is not None:
            start = max(self.loop[0] if self.loop else 0.0, start - int(self._settings.get("sound_step_back")))
        elif self.loop is not None and not self.loop[0] <= start < self.loop[1]:
            start = self.loop[0]
        self.play_from(start)

    def pause(self) -> None:
        """Fall silent where one is."""
        self._pending = None
        self.waiting.emit(None)
        self._at(self.sound.pause() if self.sound.playing else self.second)
        self._rested = True
        self.remember()
        self._places.save()

    def go(self, second: float) -> None:
        """To a second: playing goes on there."""
        last = self.seconds if self.file is not None and self.seconds > 1 else second
        second = min(max(0.0, second), max(0.0, last))
        self._rested = False
        if self.sound.playing or self._pending is not None:
            self.play_from(second)
        else:
            self._leave_loop(second)
            self._heard(second)

    def skip(self, by: float) -> None:
        """Some seconds on, or back."""
        self.go(self.second + by)

    def change_speed(self, by: int) -> None:
        """The next speed that is faster, or slower, from now on."""
        nearest = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.sound.speed))
        self.sound.set_speed(SPEEDS[min(max(0, nearest + by), len(SPEEDS) - 1)])

    # — again and again —

    def repeat(self, begin: float, end: float) -> None:
        """Hear a part again and again; one too short to hear anything is none."""
        begin, end = sorted((begin, end))
        self.loop = (begin, end) if end - begin >= SHORTEST_S else None
        self._loop_from = None
        self.looped.emit()
        if self.loop is not None:
            if self.sound.playing:
                self.play_from(begin)
            else:
                self._rested = False
                self._heard(begin)

    def mark(self) -> None:
        """One key: here it begins; here it ends, and is heard again and again; no more."""
        if self.loop is not None:
            self.repeat(0.0, 0.0)
            if self.sound.playing:
                self.play_from(self.second)
        elif self._loop_from is None or abs(self.second - self._loop_from) < SHORTEST_S:
            self._loop_from = self.second
            self.looped.emit()
        else:
            self.repeat(self._loop_from, self.second)
            if not self.sound.playing:
                self.play_from(self.loop[0] if self.loop is not None else self.second)

    @property
    def marked(self) -> float | None:
        """Where the part begins whose end is not said yet."""
        return self._loop_from

    def _leave_loop(self, second: float) -> None:
        if self.loop is not None and not self.loop[0] - 0.05 <= second <= self.loop[1]:
            self.loop = None
            self.looped.emit()

    # — what the recording's form asks for —

    def _make_ready(self, second: float) -> None:
        """It cannot be decoded here: a copy is made, and played as soon as there is enough of it."""
        self._pending = second
        self.waves.make_copy()
        self.waiting.emit(self._nothing_yet())

    def _nothing_yet(self) -> Growing:
        from archive_app.derived.waveforms import Waveform
        from archive_app.services.sounds import Growing

        return Growing(Waveform(b"", b""))

    def _grown(self, _sha256: str, growing: Growing) -> None:
        if growing.wave.highs:
            self.wave_changed.emit(growing.wave)
        if growing.copy is None:
            return
        self._foreign = self.file.id if self.file is not None else ""
        if self._pending is not None:
            self.waiting.emit(growing)
            if growing.copy.seconds >= self._pending + _AHEAD_S:
                self._go_on()

    def _copied(self, _sha256: str, outcome: object) -> None:
        if isinstance(outcome, SoundCopy):
            self._know_length_of(outcome.seconds)
            if self._pending is not None:
                self._go_on()
        elif isinstance(outcome, ArchiveError):
            self._pending = None
            self.waiting.emit(None)
            self.failed.emit(outcome)

    def _go_on(self) -> None:
        second, self._pending = self._pending, None
        self.waiting.emit(None)
        self.play_from(second or 0.0)

    def _failed(self, error: ArchiveError) -> None:
        if error.code == "sound-format" and self.file is not None and self._original_asked:
            self._foreign, self._original_asked = self.file.id, False
            self.play_from(self.second)
        else:
            self._pending = None
            self.failed.emit(error)

    def give_up(self) -> None:
        """Wait no more for a recording to be made ready."""
        self._pending = None
        self.waves.stop_copying()
        self.waiting.emit(None)

    # — what is told —

    def _heard(self, second: float) -> None:
        self._at(second)
        self.moved.emit(second)

    def _at(self, second: float) -> None:
        self.second = second
        self.placed.emit(second)

    def _playing(self, playing: bool) -> None:
        if playing:
            self._rested = False
            if not self._eager:
                self.waves.make()
        self.playing_changed.emit(playing)

    def _ended(self) -> None:
        if self.loop is not None:
            self.play_from(self.loop[0])
            return
        self._rested = False
        self.remember()
        number = self.files.index(self.file) + 1 if self.file in self.files else len(self.files)
        if number < len(self.files):
            self.second = self.seconds
            self.choose(self.files[number])
            self.play_from(0.0)

    def _take_wave(self, _sha256: str, wave: Waveform | None) -> None:
        self._know_length(wave)
        self.wave_changed.emit(wave)

    def _know_length(self, wave: Waveform | None) -> None:
        if wave is not None:
            self._know_length_of(wave.seconds)

    def _know_length_of(self, seconds: float) -> None:
        """A recording whose length nobody noted is as long as it sounds."""
        if self.file is not None and not self.file.seconds:
            self.seconds = seconds

    def close(self) -> None:
        """Fall silent for good."""
        if self.sound.playing:
            self.second = self.sound.pause()
        self.remember()
        self._places.save()
        self.sound.close()
        self.waves.close()
