"""Playing a recording from a second of it: decoded and sounded by miniaudio, beside the painting thread.

Opening a device may wait for the system, and the frames of an MP3 are counted once before it is heard, so both are done
on a thread of its own; what was asked last is what is heard.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from archive_app.derived.sound_copies import SoundCopy
from archive_app.domain.errors import ArchiveError
from archive_app.gui.sound.stretch import FASTEST, SLOWEST, Stretcher
from archive_app.intake.sound.decoding import copied, library, samples
from archive_app.intake.sound.seeking import FrameTable, frame_table

RATE = 44_100
"""Frames a second that are decoded to."""
_CHANNELS = 2
_LATENCY_S = 0.2
"""What the device has taken and not yet sounded, about."""
_TICK_MS = 100
_AT_ONCE = 4096
"""Frames that are decoded at a time."""


def open_device() -> Any:
    """The system's sound; raises ``ArchiveError`` where there is none."""
    miniaudio = library()
    kind = miniaudio.Backend
    real = [one for one in kind if one not in (kind.NULL, kind.CUSTOM, kind.WEBAUDIO, kind.AAUDIO, kind.OPENSL)]
    try:
        return miniaudio.PlaybackDevice(nchannels=_CHANNELS, sample_rate=RATE, backends=real, app_name="Cunshi")
    except miniaudio.MiniaudioError as error:
        remedy = "请接上耳机或音箱，或看看系统的声音设置。"
        raise ArchiveError("这台电脑没有能用的声音设备", remedy, code="no-sound-device") from error


class _Stream:
    """A decoder, what stretches it, and how far the device has taken it."""

    def __init__(
        self, of: Path | SoundCopy, second: float, speed: float, table: FrameTable | None, until: float | None = None
    ) -> None:
        self.begin = self._reached = second
        self._left = None if until is None else max(1, round((until - second) * RATE))
        self.stretcher = Stretcher(speed, _CHANNELS, RATE)
        if isinstance(of, SoundCopy):
            self._samples = copied(of, second, channels=_CHANNELS, rate=RATE)
        else:
            self._samples = samples(of, second, channels=_CHANNELS, rate=RATE, table=table)
        self._ended_at = 0.0

    def generator(self) -> Generator[Any, int, None]:
        """As the device takes it: it sends how many frames it wants."""
        ready, more = array("h"), True
        wanted = yield b""
        while True:
            while more and len(ready) < wanted * _CHANNELS:
                try:
                    ready.extend(self.stretcher.put(self._next()))
                except StopIteration:
                    ready.extend(self.stretcher.rest())
                    more = False
            if not ready:
                self._ended_at = time.monotonic()
                return
            piece = ready[: wanted * _CHANNELS]
            del ready[: wanted * _CHANNELS]
            self._reached += len(piece) / _CHANNELS / RATE * self.stretcher.speed
            wanted = yield piece

    def _next(self) -> Any:
        """Some more of the recording, up to where it is to stop."""
        wanted = _AT_ONCE if self._left is None else min(_AT_ONCE, self._left)
        if not wanted:
            raise StopIteration
        piece = self._samples.send(wanted)
        if self._left is not None:
            self._left -= min(self._left, len(piece) // _CHANNELS)
        return piece

    @property
    def ended(self) -> bool:
        """Whether all of it has been heard."""
        return bool(self._ended_at) and time.monotonic() > self._ended_at + _LATENCY_S

    @property
    def second(self) -> float:
        """What is heard now, in seconds from the recording's beginning, however fast it is played."""
        return max(self.begin, self._reached - _LATENCY_S * self.stretcher.speed)


class Sound(QObject):
    """One recording at a time. ``moved`` tells the second that is heard, ten times a second."""

    moved = Signal(float)
    playing_changed = Signal(bool)
    ended = Signal()
    """The recording was heard to its end."""
    failed = Signal(object)
    """An ``ArchiveError``: it cannot be heard, in words."""
    _opened = Signal(int, object)

    def __init__(self, parent: QObject | None = None, device: Callable[[], Any] = open_device) -> None:
        super().__init__(parent)
        self._make_device = device
        self._device: Any = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="sound")
        self._ticket = 0
        self._stream: _Stream | None = None
        self._closed = False
        self._speed = 1.0
        self._asked: float | None = None
        self._looked_at: Path | None = None
        self._table: tuple[Path, FrameTable | None] | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._tell)
        self._opened.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def speed(self) -> float:
        """How many seconds of the recording are heard in one: 1.0 is as it was spoken."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Slower or faster from now on, in the middle of a word too, with the pitch kept."""
        self._speed = min(max(speed, SLOWEST), FASTEST)
        if self._stream is not None:
            self._stream.stretcher.speed = self._speed

    @property
    def playing(self) -> bool:
        """Whether anything is being heard."""
        return self._stream is not None

    def play(self, of: Path | SoundCopy, second: float, until: float | None = None) -> None:
        """Play a recording, or the playing copy of one, from a second on, to its end or to ``until``; what was playing
        stops."""
        self._ticket += 1
        self._asked = max(0.0, second)
        if not self._closed:
            self._worker.submit(self._open, self._ticket, of, max(0.0, second), until)

    def pause(self) -> float:
        """Stop; returns the second that was reached."""
        self._ticket += 1
        reached = self._stream.second if self._stream is not None else 0.0
        if self._asked is not None:
            reached, self._asked = self._asked, None
        self._worker.submit(self._stop)
        self._set_stream(None)
        return reached

    def _open(self, ticket: int, of: Path | SoundCopy, second: float, until: float | None) -> None:
        """On the thread of its own."""
        if ticket != self._ticket or self._closed:
            return
        outcome: object
        try:
            self._stop()
            table = self._table_of(of) if isinstance(of, Path) else None
            stream = _Stream(of, second, self._speed, table, until)
            if self._device is None:
                self._device = self._make_device()
            sounding = stream.generator()
            next(sounding)
            self._device.start(sounding)
            outcome = stream
        except ArchiveError as error:
            outcome = error
        if not self._closed:
            self._opened.emit(ticket, outcome)

    def get_ready(self, path: Path) -> None:
        """Have the way to any second of a recording known before it is asked for; of the last one that was named."""
        self._looked_at = path
        if not self._closed:
            self._worker.submit(lambda: self._table_of(path) if path == self._looked_at else None)

    def _table_of(self, path: Path) -> FrameTable | None:
        """The frames of an MP3, those of the last one kept; on the thread of its own."""
        if self._table is None or self._table[0] != path:
            try:
                self._table = (path, None if self._closed else frame_table(path))
            except OSError:
                return None  # opening it says what is wrong
        return self._table[1]

    def _stop(self) -> None:
        if self._device is not None and self._device.running:
            self._device.stop()

    def _take(self, ticket: int, outcome: object) -> None:
        if ticket != self._ticket or self._closed:
            return  # whatever was asked since has stopped it, or will
        self._asked = None
        if isinstance(outcome, _Stream):
            outcome.stretcher.speed = self._speed  # it may have been changed meanwhile
            self._set_stream(outcome)
        else:
            self._set_stream(None)
            self.failed.emit(outcome)

    def _set_stream(self, stream: _Stream | None) -> None:
        was, self._stream = self.playing, stream
        if stream is None:
            self._tick.stop()
        else:
            self._tick.start()
        if was != self.playing:
            self.playing_changed.emit(self.playing)

    def _tell(self) -> None:
        stream = self._stream
        if stream is None or self._asked is not None:
            return  # what is heard until the other second is there is the past
        self.moved.emit(stream.second)
        if stream.ended:
            self.pause()
            self.ended.emit()

    def close(self) -> None:
        """Fall silent for good; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._tick.stop()
        self._stream = None

        def end() -> None:
            if self._device is not None:
                self._device.close()

        self._worker.submit(end)
        self._worker.shutdown(wait=True)
