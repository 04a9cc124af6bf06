"""Sound out of a recording by Windows' own Media Foundation, called by its binary interface: nothing is installed.

Its source reader decodes what the system can play: m4a, aac, mp4 and 3gp, wma, and with the system's extensions opus.
Runs in the process that makes a playing copy; a wrong step there ends that process, and the next decoder is asked.
"""

from __future__ import annotations

import ctypes
import uuid
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive_app.domain.errors import Refused

_VERSION, _LITE = 0x00020070, 1
_FIRST_AUDIO, _ALL = 0xFFFFFFFD, 0xFFFFFFFE
_ERROR, _END = 0x1, 0x2
_TICKS = 10_000_000  # of Media Foundation's clock in a second
_GAP_S, _MOST_GAP_S = 0.1, 3600.0
# places in the tables of functions, after IUnknown's three: mfobjects.h, mfreadwrite.h
_RELEASE = 2
_GET_UINT32, _SET_UINT32, _SET_GUID = 7, 21, 24  # IMFAttributes, and so IMFMediaType and IMFSample
_SELECT, _GET_TYPE, _SET_TYPE, _READ = 4, 6, 7, 9  # IMFSourceReader
_CONTIGUOUS = 41  # IMFSample
_LOCK, _UNLOCK = 3, 4  # IMFMediaBuffer


def _guid(text: str) -> Any:
    return (ctypes.c_ubyte * 16).from_buffer_copy(uuid.UUID(text).bytes_le)


_MAJOR = "48eba18e-f8c9-4687-bf11-0a74c9f96a8f"
_SUBTYPE = "f7e34c9a-42e8-4714-b74b-cb29d72c35e5"
_AUDIO = "73647561-0000-0010-8000-00aa00389b71"
_PCM = "00000001-0000-0010-8000-00aa00389b71"
_CHANNELS = "37e48bf5-645e-4c5b-89de-ada9e29b696a"
_PER_SECOND = "5faeeae7-0290-4c31-9e8a-c534f68d9dba"
_BITS = "f2deb57f-40fa-4764-aa33-ed4f2d1ff669"


def _refused() -> Refused:
    return Refused("解不出声音", "文件可能已损坏。", code="sound-format")


class _Object:
    """An object of COM: its functions are called by their place."""

    def __init__(self) -> None:
        self.pointer = ctypes.c_void_p()

    def call(self, place: int, *arguments: Any) -> None:
        """Raises ``Refused`` where it fails."""
        if not self.pointer:
            raise _refused()
        table = ctypes.cast(self.pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        kinds = [type(one) if isinstance(one, ctypes._SimpleCData) else ctypes.c_void_p for one in arguments]
        function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *kinds)(table[place])
        if function(self.pointer, *arguments) < 0:
            raise _refused()

    def close(self) -> None:
        if self.pointer:
            self.call(_RELEASE)
            self.pointer = ctypes.c_void_p()


def decode(path: Path) -> tuple[int, Iterator[bytes]]:
    """The recording's own samples a second, and samples of sixteen bits, its channels in one."""
    reader = _Object()
    ole, platform, opener = (ctypes.CDLL(name) for name in ("ole32", "mfplat", "mfreadwrite"))
    ole.CoInitializeEx(None, 0)
    if platform.MFStartup(_VERSION, _LITE) < 0:
        raise _refused()
    if opener.MFCreateSourceReaderFromURL(ctypes.c_wchar_p(str(path)), None, ctypes.byref(reader.pointer)) < 0:
        raise _refused()
    reader.call(_SELECT, ctypes.c_uint32(_ALL), ctypes.c_int(0))
    reader.call(_SELECT, ctypes.c_uint32(_FIRST_AUDIO), ctypes.c_int(1))
    wanted = _Object()
    if platform.MFCreateMediaType(ctypes.byref(wanted.pointer)) < 0:
        raise _refused()
    wanted.call(_SET_GUID, _guid(_MAJOR), _guid(_AUDIO))
    wanted.call(_SET_GUID, _guid(_SUBTYPE), _guid(_PCM))
    wanted.call(_SET_UINT32, _guid(_BITS), ctypes.c_uint32(16))
    reader.call(_SET_TYPE, ctypes.c_uint32(_FIRST_AUDIO), None, wanted.pointer)
    wanted.close()
    given = _Object()
    reader.call(_GET_TYPE, ctypes.c_uint32(_FIRST_AUDIO), ctypes.byref(given.pointer))
    rate, channels, bits = (_number(given, key) for key in (_PER_SECOND, _CHANNELS, _BITS))
    given.close()
    if bits != 16 or not 4_000 <= rate <= 192_000 or not 1 <= channels <= 16:
        raise _refused()
    return rate, _samples(reader, rate, channels)


def _number(of: _Object, key: str) -> int:
    value = ctypes.c_uint32()
    of.call(_GET_UINT32, _guid(key), ctypes.byref(value))
    return value.value


def _samples(reader: _Object, rate: int, channels: int) -> Iterator[bytes]:
    sent = 0
    while True:
        stream, flags, at, sample = ctypes.c_uint32(), ctypes.c_uint32(), ctypes.c_int64(), _Object()
        reader.call(
            _READ,
            ctypes.c_uint32(_FIRST_AUDIO),
            ctypes.c_uint32(0),
            *(ctypes.byref(one) for one in (stream, flags, at, sample.pointer)),
        )
        if sample.pointer:
            missing = at.value / _TICKS - sent / rate
            if _GAP_S < missing < _MOST_GAP_S:
                sent += round(missing * rate)
                yield bytes(2 * round(missing * rate))
            piece = mixed(_bytes(sample), channels)
            sent += len(piece) // 2
            yield piece
        sample.close()
        if flags.value & (_END | _ERROR):
            break
    reader.close()
    if not sent:
        raise _refused()


def _bytes(sample: _Object) -> bytes:
    buffer = _Object()
    sample.call(_CONTIGUOUS, ctypes.byref(buffer.pointer))
    data, size = ctypes.c_void_p(), ctypes.c_uint32()
    buffer.call(_LOCK, ctypes.byref(data), None, ctypes.byref(size))
    try:
        return ctypes.string_at(data, size.value) if data else b""
    finally:
        buffer.call(_UNLOCK)
        buffer.close()


def mixed(sound: bytes, channels: int) -> bytes:
    """Interleaved channels as one: the middle of them."""
    if channels == 1:
        return sound
    given = array("h", sound[: len(sound) // (2 * channels) * 2 * channels])
    together = zip(*(given[channel::channels] for channel in range(channels)), strict=True)
    return array("h", (sum(frame) // channels for frame in together)).tobytes()
