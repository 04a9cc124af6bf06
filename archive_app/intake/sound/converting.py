"""Makes a playing copy and its waveform, in a process that was spawned for this one recording.

The process writes plain samples; what it writes is all that the program takes from it, and whatever becomes of it (a
crash in a decoder, a file that never ends, too much memory) costs this copy. It is not the reading process of
`sandbox`: a decoder may be a program of its own, which a reader may not start.
"""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO

from archive_app.derived.sound_copies import HEAD, WIDTH, head
from archive_app.domain.errors import ArchiveError, Refused, StorageFailed
from archive_app.domain.system_errors import is_full
from archive_app.intake.guard import fall_silent, limit_process, limit_time
from archive_app.intake.sandbox import Cancelled, CannotStart, no_main_module
from archive_app.intake.sound.decoders import DECODERS, Decoder, Sounding, is_recording
from archive_app.intake.sound.frames import after_tags
from archive_app.intake.sound.levels import MOST_S, Levels
from archive_app.intake.sound.pauses import speech_of, with_pauses
from archive_app.vault.hostile.limits import DEFAULT, GIB, Limits

_LOOK_S = 0.1
_STILL_S = 60.0
"""Seconds without a new sample after which nothing more is expected."""
_CPU_S = 1800.0
_HALVED_FROM = 44_100
_KEEP_FREE = 300 << 20
"""Bytes of the disk that a copy leaves free."""
_DONE, _FULL, _FAILED = b"done", b"full", b"failed"


def unknown(*, decoders: bool = True) -> Refused:
    """Nothing here makes a sound of it; ``decoders``: though something was asked that knows more than we do."""
    if decoders:
        return Refused(
            "这份录音解不出声音，可能已损坏", "可以试试用系统的播放器打开；再找来源要一份完好的。", code="sound-format"
        )
    remedy = "装上 FFmpeg 以后存史就能放；现在可以用系统的播放器打开。"
    return Refused("这种格式的录音，这台电脑上没有能解的程序", remedy, code="sound-format")


def convert(
    path: Path,
    copy: Path,
    levels: Path,
    decoders: tuple[Decoder, ...],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    look: Callable[[], object] = lambda: None,
) -> None:
    """Write the samples of ``path`` to ``copy`` as they are decoded, and the waveform's pairs to ``levels``.

    ``look`` is called ten times a second, to see how far it is. Raises ``Refused`` (``sound-format``) where nothing can
    be decoded, ``StorageFailed``, ``CannotStart``, ``Cancelled``.
    """
    if not decoders:
        raise unknown(decoders=False)
    with path.open("rb") as file:
        file.seek(after_tags(file))
        if not is_recording(file.read(12)):
            raise unknown()
    for decoder in decoders:
        if _asked(decoder, path, copy, levels, cancelled, look):
            return
    raise unknown()


def _asked(
    decoder: Decoder, path: Path, copy: Path, levels: Path, cancelled: Callable[[], bool], look: Callable[[], object]
) -> bool:
    """Whether this decoder made a sound of it, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    outcome, theirs = context.Pipe(duplex=False)
    limits = replace(DEFAULT, memory=2 * GIB)
    arguments = (path, copy, levels, decoder.name, limits, theirs)
    process = context.Process(target=main, args=arguments, name="cunshi-sound", daemon=True)
    try:
        with no_main_module():
            process.start()
    except OSError as error:
        raise CannotStart(f"启动不了解码程序（{error}）", "请关掉一些程序后重试。") from error
    finally:
        theirs.close()
    try:
        _watch(process, copy, cancelled, look)
        said = _said(outcome)
    finally:
        process.kill()
        process.join(5.0)
        outcome.close()
    if said == _FULL:
        raise StorageFailed("磁盘快满了，放不下录音的播放副本", "请腾出空间后重试。", code="disk-full")
    return copy.exists() and copy.stat().st_size > HEAD


def _watch(
    process: multiprocessing.process.BaseProcess, copy: Path, cancelled: Callable[[], bool], look: Callable[[], object]
) -> None:
    grown, size = time.monotonic(), 0
    while process.is_alive():
        process.join(_LOOK_S)
        if cancelled():
            raise Cancelled
        now = copy.stat().st_size if copy.exists() else 0
        if now != size:
            grown, size = time.monotonic(), now
        elif time.monotonic() - grown > _STILL_S:
            return  # what there is, is what can be heard
        look()


def _said(outcome: Connection) -> bytes:
    try:
        return outcome.recv_bytes(64) if outcome.poll() else _FAILED
    except (EOFError, OSError):
        return _FAILED


# — in the process —


def main(path: Path, copy: Path, levels: Path, name: str, limits: Limits, outcome: Connection) -> None:
    """Have the decoder of that name write its samples."""
    fall_silent()
    limit_process(limits)
    limit_time(_CPU_S)
    decoder = next(one for one in DECODERS if one.name == name)
    said = _DONE
    try:
        with copy.open("wb", buffering=0) as samples, levels.open("wb", buffering=0) as pairs:
            _write(*_decoded(decoder, path, levels.parent), samples, pairs)
    except OSError as error:
        said = _FULL if is_full(error) else _FAILED
    except (ArchiveError, MemoryError, ImportError):
        said = _FAILED
    outcome.send_bytes(said)


def _decoded(decoder: Decoder, path: Path, staging: Path) -> tuple[int, Sounding]:
    speech = speech_of(path)
    if speech is None:
        return decoder.decode(path)
    alone = staging / "speech.amr"
    alone.write_bytes(speech.data)
    rate, sounding = decoder.decode(alone)
    return rate, with_pauses(sounding, rate, speech.runs)


def _write(rate: int, sounding: Sounding, samples: BinaryIO, pairs: BinaryIO) -> None:
    """The samples as they come; of more than speech needs, half."""
    halved = rate >= _HALVED_FROM
    rate = rate // 2 if halved else rate
    samples.write(head(rate))
    levels = Levels(rate, pairs.write)
    rest, written, looked = b"", 0, 0
    for piece in sounding:
        unit = 2 * WIDTH if halved else WIDTH
        rest += piece
        whole = len(rest) - len(rest) % unit
        sound, rest = rest[:whole], rest[whole:]
        if halved:
            sound = _half(sound)
        samples.write(sound)
        levels.put(sound)
        written += len(sound)
        if written - looked > 32 << 20:
            looked = written
            if shutil.disk_usage(Path(samples.name).parent).free < _KEEP_FREE:
                raise OSError(28, "no room")
        if written > MOST_S * rate * WIDTH:
            break
    levels.end()


def _half(sound: bytes) -> bytes:
    """Half as many samples: each the middle of two."""
    from array import array
    from operator import add

    given = array("h", sound)
    return array("h", (both >> 1 for both in map(add, given[::2], given[1::2]))).tobytes()
