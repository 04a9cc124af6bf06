"""Windows' decoder by its binary interface: objects that stand in for Windows' own are called as theirs would be."""

from __future__ import annotations

import ctypes
from array import array

import pytest

from archive_app.domain.errors import Refused
from archive_app.intake.sound import media_foundation as mf
from archive_app.intake.sound.media_foundation import _Object, _samples, mixed

_VOID = ctypes.c_void_p


class StandIn:
    """An object of COM with functions at the places that are given."""

    def __init__(self, functions: dict[int, object]) -> None:
        self._kept = list(functions.values())
        self._table = (_VOID * 48)()
        for place, function in functions.items():
            self._table[place] = ctypes.cast(function, _VOID)  # type: ignore[arg-type]
        self._object = _VOID(ctypes.addressof(self._table))
        self.address = ctypes.addressof(self._object)


def function(*kinds: type):
    return ctypes.CFUNCTYPE(ctypes.c_int32, _VOID, *kinds)


def pieces_of(reader_says: list[tuple[int, int, bytes]]) -> tuple[list[bytes], list[str]]:
    """What is made of samples at these times (in ticks), with these flags; and which objects were let go."""
    gone: list[str] = []
    alive: list[object] = []

    def released(name: str):
        return function()(lambda _this: gone.append(name) or 0)

    def a_sample(sound: bytes) -> int:
        data = ctypes.create_string_buffer(sound, len(sound))

        def lock(_this: int, where: int, _most: int, size: int) -> int:
            ctypes.cast(where, ctypes.POINTER(_VOID))[0] = ctypes.addressof(data)
            ctypes.cast(size, ctypes.POINTER(ctypes.c_uint32))[0] = len(sound)
            return 0

        buffer = StandIn({
            mf._RELEASE: released("buffer"),
            mf._LOCK: function(_VOID, _VOID, _VOID)(lock),
            mf._UNLOCK: function()(lambda _this: 0),
        })  # fmt: skip

        def contiguous(_this: int, where: int) -> int:
            ctypes.cast(where, ctypes.POINTER(_VOID))[0] = buffer.address
            return 0

        sample = StandIn({mf._RELEASE: released("sample"), mf._CONTIGUOUS: function(_VOID)(contiguous)})
        alive.extend([data, buffer, sample])
        return sample.address

    left = list(reader_says)

    def read(_this: int, _stream: int, _control: int, _actual: int, flags: int, at: int, sample: int) -> int:
        if not left:
            return -1
        when, flag, sound = left.pop(0)
        ctypes.cast(flags, ctypes.POINTER(ctypes.c_uint32))[0] = flag
        ctypes.cast(at, ctypes.POINTER(ctypes.c_int64))[0] = when
        if sound:
            ctypes.cast(sample, ctypes.POINTER(_VOID))[0] = a_sample(sound)
        return 0

    wanted = function(ctypes.c_uint32, ctypes.c_uint32, _VOID, _VOID, _VOID, _VOID)
    stand_in = StandIn({mf._RELEASE: released("reader"), mf._READ: wanted(read)})
    reader = _Object()
    reader.pointer = _VOID(stand_in.address)
    return list(_samples(reader, 8000, 1)), gone


def test_samples_come_in_order_a_gap_is_silence_and_all_is_let_go() -> None:
    second = array("h", [100, -100] * 4000).tobytes()
    made, gone = pieces_of([(0, 0, second), (10_000_000, 0, second), (25_000_000, 0, second), (0, mf._END, b"")])
    assert b"".join(made) == second + second + bytes(8000) + second
    assert gone == ["buffer", "sample"] * 3 + ["reader"]


def test_a_reader_that_fails_or_has_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="解不出声音"):
        pieces_of([])
    with pytest.raises(Refused, match="解不出声音"):
        pieces_of([(0, mf._ERROR, b"")])


def test_channels_are_mixed_to_their_middle() -> None:
    assert array("h", mixed(array("h", [100, 300, -5, 5, 32767, 32767]).tobytes(), 2)).tolist() == [200, 0, 32767]
    assert mixed(b"\1\2", 1) == b"\1\2"
    assert mixed(array("h", [1, 2, 3]).tobytes(), 2) == array("h", [1]).tobytes()  # a frame that was cut off
