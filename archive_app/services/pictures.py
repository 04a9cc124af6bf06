"""Small pictures of originals, made in reading processes that are kept warm: a hostile file costs its own picture."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from PIL import Image

from archive_app.domain.adjustment import AS_IT_IS, Adjustment, Box
from archive_app.domain.errors import Damaged, Refused
from archive_app.intake.ahead import PROCESSES, Readers
from archive_app.intake.messages import Shrink, Shrunk
from archive_app.intake.sandbox import Cancelled
from archive_app.vault.durable import storage_failed
from archive_app.vault.hostile.limits import DEFAULT


class PictureMaker:
    """Makes pictures on request, from any thread; processes start with the first request. Close it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._staging: Path | None = None
        self._readers: Readers | None = None
        self._closed = False

    def make(self, original: Path, out: Path, edge: int, page: int = 0, adjustment: Adjustment = AS_IT_IS) -> None:
        """Write a picture of ``original`` (or of its page, from 0), seen as ``adjustment`` says, to ``out``: complete
        or not there.

        Raises ``Refused`` where it cannot be decoded, ``StorageFailed`` where ``out`` cannot be written,
        ``CannotStart`` where the system starts no process, ``Damaged`` once this is closed.
        """
        place(self._made(Shrink(original, edge, page, adjustment=adjustment)), out)

    def part(self, original: Path, edge: int, adjustment: Adjustment, part: Box) -> bytes:
        """A part of a picture in its own pixels, at most ``edge`` of them long: a BMP. Raises as ``make`` does."""
        made = self._made(Shrink(original, edge, adjustment=adjustment, part=part, exact=True))
        try:
            return made.read_bytes()
        except OSError as error:
            raise storage_failed(made.parent, error) from error
        finally:
            with suppress(OSError):
                made.unlink(missing_ok=True)

    def warm(self) -> None:
        """Have a process ready, so that the first picture does not wait for its start; raises as ``make`` does."""
        with self._ready().one() as sandbox:
            sandbox.start()

    def _made(self, job: Shrink) -> Path:
        readers = self._ready()
        try:
            with readers.one() as sandbox:
                reply = readers.shrink(sandbox, job, job.path.stat().st_size)
        except Cancelled:
            raise _closed() from None
        if not isinstance(reply, Shrunk):
            reason = reply.reason.rstrip("。").removesuffix("，没有收")
            raise Refused(f"做不出图片（{reason}）", "原件仍在，可以用系统里的程序打开。", code="bad-image")
        return reply.path

    def close(self) -> None:
        """End the processes; safe to call twice."""
        with self._lock:
            self._closed = True
            readers, self._readers = self._readers, None
            staging, self._staging = self._staging, None
        if readers is not None:
            readers.close()
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)

    def _ready(self) -> Readers:
        with self._lock:
            if self._closed:
                raise _closed()
            if self._readers is None:
                self._staging = Path(tempfile.mkdtemp(prefix="cunshi-pictures-"))
                self._readers = Readers(self._staging, DEFAULT, lambda: self._closed, PROCESSES)
            return self._readers


def _closed() -> Damaged:
    return Damaged("馆藏已经关上，不再做图片", "请重新打开馆藏。", code="closed")


def place(made: Path, out: Path) -> None:
    """Move a staged picture to where it belongs; a reader never sees half of it.

    Raises ``StorageFailed`` where it cannot be written.
    """
    temporary = out.with_name(f".{out.stem[:40]}-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, temporary)
        temporary.replace(out)
    except OSError as error:
        raise storage_failed(out.parent, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def shrink(made: Path, out: Path, edge: int) -> None:
    """A smaller one of a picture that was made here before. Raises ``Refused`` where that is damaged."""
    temporary = out.with_name(f".{out.stem[:40]}-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with Image.open(made, formats=["JPEG"]) as picture:
            picture.draft(None, (edge, edge))
            picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
            picture.save(temporary, "JPEG", quality=85)
        temporary.replace(out)
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("缩略图已损坏", "删去 derived 文件夹后会重新生成。", code="bad-image") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
