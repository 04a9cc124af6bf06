"""Brings waveforms and playing copies to where they are wanted, off the painting thread.

Whoever goes on to another recording has nothing more made of the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from archive_app.derived.sound_copies import SoundCopy
from archive_app.derived.waveforms import Waveform
from archive_app.domain.errors import ArchiveError
from archive_app.intake.sandbox import Cancelled
from archive_app.services.sounds import Growing, Waveforms

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_STAY_MS = 700
"""Who walks past a recording does not have it decoded."""


class WaveSource(QObject):
    """``arrived`` tells a recording's hash and its ``Waveform``, or None where none can be made; ``grown`` the hash and
    what is known of it meanwhile (``Growing``); ``copied`` the hash and its ``SoundCopy``, or why there is none."""

    arrived = Signal(str, object)
    grown = Signal(str, object)
    copied = Signal(str, object)
    _made = Signal(int, object)
    _grows = Signal(int, object)
    _finished = Signal(int, object)

    def __init__(self, archive: Archive, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waveforms = Waveforms(archive)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="waveform")
        self._wanted = ""
        self._turn = 0
        """One more with each recording that is looked at, and each that is given up: what was begun before ends."""
        self._copy: SoundCopy | None = None
        self._copying = False
        self._closed = False
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.setInterval(_STAY_MS)
        self._stay.timeout.connect(self.make)
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._grows.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def look_at(self, sha256: str, *, soon: bool = True) -> Waveform | None:
        """The recording that is seen now; what was made of it before comes back at once, else it is made ``soon``."""
        self._turn += 1
        self._wanted, self._copy, self._copying = sha256, None, False
        self._stay.stop()
        kept = self._waveforms.kept(sha256) if sha256 else None
        if sha256 and kept is None and soon:
            self._stay.start()
        return kept

    def make(self) -> None:
        """Have the waveform of the one that is looked at made now."""
        self._submit(self._waveform)

    # — copies —

    def copy(self) -> SoundCopy | None:
        """The playing copy of the recording that is looked at, as far as it is made; None where there is none."""
        if self._copy is None and self._wanted:
            self._copy = self._waveforms.copy_kept(self._wanted)
        return self._copy

    @property
    def copying(self) -> bool:
        """Whether a copy of the recording that is looked at is being made, or waits to be."""
        return self._copying

    def make_copy(self) -> None:
        """Have a playing copy made of the one that is looked at; ``copied`` tells when, ``grown`` how far it is."""
        if self._wanted and not self._copying:
            self._copying = True
            self._submit(self._make_copy)

    def stop_copying(self) -> None:
        """Give the copy up that is being made."""
        self._turn += 1
        self._copy, self._copying = None, False

    # — on the worker —

    def _submit(self, work: Callable[[int, str], None]) -> None:
        if self._wanted and not self._closed:
            self._worker.submit(self._run, work, self._turn, self._wanted)

    def _run(self, work: Callable[[int, str], None], turn: int, sha256: str) -> None:
        if not self._over(turn):
            with suppress(Cancelled):
                work(turn, sha256)

    def _over(self, turn: int) -> bool:
        return self._closed or turn != self._turn

    def _tell(self, turn: int, growing: Growing) -> None:
        if not self._over(turn):
            self._grows.emit(turn, growing)

    def _waveform(self, turn: int, sha256: str) -> None:
        made: Waveform | None = None
        with suppress(ArchiveError, OSError):  # the player says what is wrong with the recording
            made = self._waveforms.waveform(sha256, partial(self._tell, turn), partial(self._over, turn))
        if not self._over(turn):
            self._made.emit(turn, made)

    def _make_copy(self, turn: int, sha256: str) -> None:
        outcome: object
        try:
            outcome = self._waveforms.copy(sha256, partial(self._tell, turn), partial(self._over, turn))
        except ArchiveError as error:
            outcome = error
        if not self._over(turn):
            self._finished.emit(turn, outcome)
            self._made.emit(turn, self._waveforms.kept(sha256))

    # — on the painting thread —

    def _take(self, turn: int, made: object) -> None:
        if not self._over(turn):
            self.arrived.emit(self._wanted, made)

    def _grow(self, turn: int, growing: object) -> None:
        if not self._over(turn) and isinstance(growing, Growing):
            self._copy = growing.copy or self._copy
            self.grown.emit(self._wanted, growing)

    def _finish(self, turn: int, outcome: object) -> None:
        if not self._over(turn):
            self._copying = False
            self._copy = outcome if isinstance(outcome, SoundCopy) else None
            self.copied.emit(self._wanted, outcome)

    def close(self) -> None:
        """Make no more; what is being made ends at once."""
        self._closed = True
        self._stay.stop()
        self._waveforms.close()
        self._worker.shutdown(wait=True, cancel_futures=True)
