"""Waveforms of recordings, each made once in a process of its own: a hostile file costs its own picture, no more."""

from __future__ import annotations

import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from archive_app.derived.waveforms import Waveform, waveform_path
from archive_app.domain.errors import Damaged, Refused, StorageFailed
from archive_app.intake.messages import Declined, Heard, Listen
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.services.archive import Archive
from archive_app.services.pictures import place
from archive_app.vault.hostile.limits import DEFAULT


class Waveforms:
    """Gives waveforms from any thread, one at a time; no process is there while none is made. Close it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._making = threading.Lock()
        self._closed = threading.Event()

    def kept(self, sha256: str) -> Waveform | None:
        """The waveform of an original where it was made before and is whole."""
        try:
            return Waveform.from_bytes((self._archive.root / waveform_path(sha256)).read_bytes())
        except (OSError, Refused):
            return None

    def waveform(self, sha256: str) -> Waveform:
        """The waveform of an original, made where it is missing: some seconds for a long recording.

        Raises ``Refused`` where the recording cannot be decoded, ``CannotStart`` where the system starts no process,
        ``Damaged`` where the original is missing or this is closed.
        """
        with self._making:
            found = self.kept(sha256)
            return found if found is not None else self._made(sha256)

    def _made(self, sha256: str) -> Waveform:
        original = self._archive.vault.path_of(sha256)
        with tempfile.TemporaryDirectory(prefix="cunshi-sound-") as name:
            staging = Path(name)
            try:
                with Sandbox(staging, DEFAULT, self._closed.is_set) as sandbox:
                    reply = sandbox.run(Listen(original), original.stat().st_size)
            except Cancelled:
                raise Damaged("馆藏已经关上，不再做波形图", "请重新打开馆藏。", code="closed") from None
            if not isinstance(reply, Heard):
                reason = reply.reason.rstrip("。") if isinstance(reply, Declined) else "读取程序答非所问"
                raise Refused(f"画不出波形（{reason}）", "原件仍在，可以用系统里的播放器打开。", code="sound-format")
            made = Waveform.from_bytes(reply.waveform)
            written = staging / "made.wave"
            with suppress(StorageFailed, OSError):  # it can be seen all the same, and is made again next time
                written.write_bytes(reply.waveform)
                place(written, self._archive.root / waveform_path(sha256))
        return made

    def close(self) -> None:
        """Make no more: one that is being made ends within a fraction of a second."""
        self._closed.set()
