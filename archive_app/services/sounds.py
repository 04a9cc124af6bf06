"""What of a recording is made once and kept: its waveform, and a copy to play where its form is not one we decode.

Each is made in a process of its own: a hostile file costs its own picture and its own sound, no more.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive_app.derived.sound_copies import MOST, SoundCopy, copy_path, finish, make_room, seen
from archive_app.derived.waveforms import Waveform, waveform_path
from archive_app.domain.errors import Damaged, Refused, StorageFailed
from archive_app.frozen import dataclass
from archive_app.intake.messages import Declined, Heard, Listen
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.intake.sound import converting
from archive_app.intake.sound.decoders import Decoder, found, is_foreign
from archive_app.intake.sound.levels import in_pairs
from archive_app.services.archive import Archive
from archive_app.services.pictures import place
from archive_app.vault.durable import storage_failed
from archive_app.vault.hostile.limits import DEFAULT

_CLOSED = "馆藏已经关上，不再读录音"
_EXPECTED = 64 << 20
"""Bytes that are made free before a copy is begun; while it grows it is counted again by the next."""


@dataclass(frozen=True, slots=True)
class Growing:
    """What is known of a recording while it is read: its waveform so far, and the copy, where one is being made."""

    wave: Waveform
    copy: SoundCopy | None = None


class Waveforms:
    """Gives waveforms and playing copies from any thread, one at a time; no process is there while none is made.

    Close it.
    """

    def __init__(self, archive: Archive, decoders: Callable[[], tuple[Decoder, ...]] = found) -> None:
        self._archive = archive
        self._decoders = decoders
        self._making = threading.Lock()
        self._closed = threading.Event()
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None

    def kept(self, sha256: str) -> Waveform | None:
        """The waveform of an original where it was made before and is whole."""
        try:
            return Waveform.from_bytes((self._archive.root / waveform_path(sha256)).read_bytes())
        except (OSError, Refused):
            return None

    def copy_kept(self, sha256: str) -> SoundCopy | None:
        """The playing copy of an original where it was made before and is whole."""
        path = self._copies() / copy_path(sha256)
        copy = seen(path)
        if copy is None or not copy.whole:
            return None
        with suppress(OSError):  # heard now: of all copies the last to go
            os.utime(path)
        return copy

    def waveform(
        self,
        sha256: str,
        tell: Callable[[Growing], object] = lambda growing: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Waveform:
        """The waveform of an original, made where it is missing: some seconds for a long recording.

        ``tell`` gets what is known meanwhile; when ``stop`` turns true, ``Cancelled`` is raised. Where the form of the
        recording is not ours, its playing copy is made with it. Raises ``Refused`` (``sound-format``) where it cannot
        be decoded, ``CannotStart`` where the system starts no process, ``StorageFailed`` where there is no room for
        the copy, ``Damaged`` where the original is missing or this is closed.
        """
        with self._making:
            kept = self.kept(sha256)
            if kept is not None:
                return kept
            try:
                with tempfile.TemporaryDirectory(prefix="cunshi-sound-") as name:
                    made = self._listened(sha256, Path(name), tell, stop)
                    return made if made is not None else self._copied(sha256, Path(name), tell, stop)[1]
            except Cancelled:
                self._say_closed()
                raise

    def copy(
        self,
        sha256: str,
        tell: Callable[[Growing], object] = lambda growing: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> SoundCopy:
        """A playing copy of an original, made where it is missing, and its waveform with it; raises as ``waveform``."""
        with self._making:
            kept = self.copy_kept(sha256)
            if kept is not None:
                return kept
            try:
                with tempfile.TemporaryDirectory(prefix="cunshi-sound-") as name:
                    return self._copied(sha256, Path(name), tell, stop)[0]
            except Cancelled:
                self._say_closed()
                raise

    def _say_closed(self) -> None:
        if self._closed.is_set():
            raise Damaged(_CLOSED, "请重新打开馆藏。", code="closed") from None

    def _listened(
        self, sha256: str, staging: Path, tell: Callable[[Growing], object], stop: Callable[[], bool]
    ) -> Waveform | None:
        """The waveform as the reading process makes it; ``None`` where the form is not one that it decodes."""
        original = self._archive.vault.path_of(sha256)
        with original.open("rb") as file:
            if is_foreign(file.read(12)):
                return None
        growing = staging / "growing"
        size = -1

        def look() -> bool:
            nonlocal size
            now = growing.stat().st_size if growing.exists() else 0
            if now != size:
                size = now
                tell(Growing(in_pairs(growing.read_bytes() if now else b"")))
            return self._closed.is_set() or stop()

        with Sandbox(staging, DEFAULT, look) as sandbox:
            reply = sandbox.run(Listen(original, growing), original.stat().st_size)
        if isinstance(reply, Heard):
            made = Waveform.from_bytes(reply.waveform)
            self._keep(sha256, made, staging)
            return made
        if isinstance(reply, Declined) and reply.code == "sound-format":
            return None
        reason = reply.reason.rstrip("。") if isinstance(reply, Declined) else "读取程序答非所问"
        raise Refused(f"画不出波形（{reason}）", "原件仍在，可以用系统里的播放器打开。", code="sound-format")

    def _copied(
        self, sha256: str, staging: Path, tell: Callable[[Growing], object], stop: Callable[[], bool]
    ) -> tuple[SoundCopy, Waveform]:
        original = self._archive.vault.path_of(sha256)
        root, levels = self._copies(), staging / "levels"
        out = root / copy_path(sha256)
        size = -1

        def look() -> None:
            nonlocal size
            now = levels.stat().st_size if levels.exists() else 0
            if now != size:
                size = now
                tell(Growing(in_pairs(levels.read_bytes() if now else b""), seen(out)))

        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            make_room(out.parent.parent, _EXPECTED, MOST, spare=out)
            converting.convert(
                original, out, levels, self._decoders(), cancelled=lambda: self._closed.is_set() or stop(), look=look
            )
            copy = finish(out)
        except OSError as error:
            raise storage_failed(out, error) from error
        except BaseException:
            with suppress(OSError):
                out.unlink(missing_ok=True)
            raise
        if copy is None:
            raise converting.unknown()
        made = in_pairs(levels.read_bytes())
        self._keep(sha256, made, staging)
        return copy, made

    def _keep(self, sha256: str, made: Waveform, staging: Path) -> None:
        written = staging / "made.wave"
        with suppress(StorageFailed, OSError):  # it can be seen all the same, and is made again next time
            written.write_bytes(made.to_bytes())
            place(written, self._archive.root / waveform_path(sha256))

    def _copies(self) -> Path:
        """Where copies stand: in the archive; of one that may only be read, in a folder that goes with this."""
        if not self._archive.read_only:
            return self._archive.root
        if self._elsewhere is None:
            self._elsewhere = tempfile.TemporaryDirectory(prefix="cunshi-heard-", ignore_cleanup_errors=True)
        return Path(self._elsewhere.name)

    def close(self) -> None:
        """Make no more: one that is being made ends within a fraction of a second."""
        self._closed.set()
        with self._making:
            elsewhere, self._elsewhere = self._elsewhere, None
            if elsewhere is not None:
                elsewhere.cleanup()


@contextmanager
def decodable(archive: Archive, sha256: str, stop: Callable[[], bool] = lambda: False) -> Iterator[Path]:
    """A recording as our own decoder takes it: the original, or its playing copy, made where it is missing.

    Raises as ``Waveforms.waveform``, and ``Cancelled`` when ``stop`` turns true.
    """
    original = archive.vault.path_of(sha256)
    with original.open("rb") as file:
        foreign = is_foreign(file.read(12))
    waveforms = Waveforms(archive)
    try:
        kept = waveforms.copy_kept(sha256)
        yield original if kept is None and not foreign else (kept or waveforms.copy(sha256, stop=stop)).path
    finally:
        waveforms.close()
