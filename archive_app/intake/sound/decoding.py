"""Sound out of a recording, from any second on: samples of sixteen bits, decoded by miniaudio."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive_app.derived.sound_copies import HEAD, WIDTH, SoundCopy, head
from archive_app.domain.errors import ArchiveError
from archive_app.intake.sound.seeking import Entry, FrameTable

_OUTSIDE = "可以用系统里的播放器打开它。"
_PIECE = 4096  # frames thrown away at a time, on the way to the second that is wanted


def library() -> Any:
    """miniaudio, where there is a wheel of it; raises ``ArchiveError`` where there is none."""
    try:
        import miniaudio
    except ImportError as error:
        raise ArchiveError("这个系统上存史自己放不了录音", _OUTSIDE, code="sound-format") from error
    return miniaudio


def samples(
    path: Path, second: float, *, channels: int, rate: int, table: FrameTable | None = None
) -> Generator[Any, int, None]:
    """An ``array`` of samples for each number of frames that is sent; it has begun already, so send at once.

    ``table`` is the MP3's own. Raises ``ArchiveError`` with the code ``sound-format`` where it cannot be decoded.
    """
    miniaudio = library()
    try:
        entry = table.entry(second) if table is not None else None
        if entry is not None:
            return _from_entry(path, entry, channels, rate)
        at = max(0, round(second * rate))
        made = miniaudio.stream_file(str(path), nchannels=channels, sample_rate=rate, seek_frame=at)
        return made  # type: ignore[no-any-return]
    except (miniaudio.MiniaudioError, OSError) as error:
        raise ArchiveError("存史放不了这种格式的录音", _OUTSIDE, code="sound-format") from error


def copied(copy: SoundCopy, second: float, *, channels: int, rate: int) -> Generator[Any, int, None]:
    """The same of a playing copy, also while it is still being made. Raises ``ArchiveError`` as ``samples`` does."""
    miniaudio = library()

    class Rest(miniaudio.StreamableSource):  # type: ignore[misc,name-defined]
        """The copy as if it began at the second, and had no end."""

        def __init__(self) -> None:
            self._head = head(copy.rate, (1 << 31) - 2 * HEAD)
            self._begin = HEAD + round(max(0.0, second) * copy.rate) * WIDTH
            self._at = 0
            self._file = copy.path.open("rb")

        def read(self, num_bytes: int) -> bytes:
            if self._at < HEAD:
                data = self._head[self._at : self._at + num_bytes]
            else:
                self._file.seek(self._begin + self._at - HEAD)
                data = self._file.read(num_bytes)
                data = data[: len(data) // WIDTH * WIDTH]
            self._at += len(data)
            return data

        def seek(self, offset: int, origin: Any) -> bool:
            self._at = offset if origin == miniaudio.SeekOrigin.START else self._at + offset
            return True

        def close(self) -> None:
            self._file.close()

    source = None
    try:
        source = Rest()
        wav = miniaudio.FileFormat.WAV
        return _closing(miniaudio.stream_any(source, source_format=wav, nchannels=channels, sample_rate=rate), source)
    except (miniaudio.MiniaudioError, OSError) as error:
        if source is not None:
            source.close()
        raise ArchiveError("录音的播放副本读不出来", "请再放一次，存史会重新做一份。", code="sound-copy") from error


def _from_entry(path: Path, entry: Entry, channels: int, rate: int) -> Generator[Any, int, None]:
    miniaudio = library()

    class Rest(miniaudio.StreamableSource):  # type: ignore[misc,name-defined]
        """The file as if it began at the entry."""

        def __init__(self) -> None:
            self._file = path.open("rb")
            self._file.seek(entry.offset)

        def read(self, num_bytes: int) -> bytes:
            return self._file.read(num_bytes)

        def seek(self, offset: int, origin: Any) -> bool:
            whence = {miniaudio.SeekOrigin.START: 0, miniaudio.SeekOrigin.CURRENT: 1}.get(origin, 2)
            self._file.seek(offset + (entry.offset if whence == 0 else 0), whence)
            return True

        def close(self) -> None:
            self._file.close()

    source = Rest()
    try:
        made = miniaudio.stream_any(
            source, source_format=miniaudio.FileFormat.MP3, nchannels=channels, sample_rate=rate
        )
        left = round(entry.skip * rate)
        with suppress(StopIteration):  # a second beyond the end: nothing is left to be heard
            while left > 0:
                left -= len(made.send(min(left, _PIECE))) // channels
    except BaseException:
        source.close()
        raise
    return _closing(made, source)


def _closing(made: Generator[Any, int, None], source: Any) -> Generator[Any, int, None]:
    """The samples, and the file closed with the last of them."""

    def run() -> Generator[Any, int, None]:
        try:
            wanted = yield b""
            while True:
                try:
                    piece = made.send(wanted)
                except StopIteration:
                    return
                wanted = yield piece
        finally:
            made.close()
            source.close()

    begun = run()
    next(begun)
    return begun
