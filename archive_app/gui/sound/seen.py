"""Brings waveforms to where they are painted: off the painting thread, and only of what somebody stays with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from archive_app.derived.waveforms import Waveform
from archive_app.domain.errors import ArchiveError
from archive_app.services.sounds import Waveforms

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_STAY_MS = 700
"""Who walks past a recording does not have it decoded."""


class WaveSource(QObject):
    """``arrived`` tells a recording's hash and its ``Waveform``, or None where none can be made."""

    arrived = Signal(str, object)
    _made = Signal(str, object)

    def __init__(self, archive: Archive, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waveforms = Waveforms(archive)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="waveform")
        self._wanted = ""
        self._closed = False
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.setInterval(_STAY_MS)
        self._stay.timeout.connect(self.make)
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def look_at(self, sha256: str, *, soon: bool = True) -> Waveform | None:
        """The recording that is seen now; what was made of it before comes back at once, else it is made ``soon``."""
        self._wanted = sha256
        self._stay.stop()
        kept = self._waveforms.kept(sha256) if sha256 else None
        if sha256 and kept is None and soon:
            self._stay.start()
        return kept

    def make(self) -> None:
        """Have the one that is looked at made now."""
        if self._wanted and not self._closed:
            self._worker.submit(self._work, self._wanted)

    def _work(self, sha256: str) -> None:
        if self._closed or sha256 != self._wanted:
            return
        made: Waveform | None = None
        with suppress(ArchiveError, OSError):  # the player says what is wrong with the recording
            made = self._waveforms.waveform(sha256)
        if not self._closed:
            self._made.emit(sha256, made)

    def _take(self, sha256: str, made: object) -> None:
        if sha256 == self._wanted and not self._closed:
            self.arrived.emit(sha256, made)

    def close(self) -> None:
        """Make no more; what is being made ends at once."""
        self._closed = True
        self._stay.stop()
        self._waveforms.close()
        self._worker.shutdown(wait=True, cancel_futures=True)
