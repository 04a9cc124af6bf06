"""MP4, M4A and 3GP (ISO 14496-12): the boxes that say what is inside and how long it is."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.sound.measured import Sound

_MOST_HEAD = 96 << 20  # bytes of a moov; an hour of AAC needs less than one million
_MOST_BOXES = 2_000_000
_LOCKED = (b"drms", b"enca", b"p608", b"aavd")
_STILLS = (b"jpeg", b"png ", b"mjpg", b"mjpa", b"tx3g", b"text")
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_NO_SOUND = "请核对来源；没有声音的视频请另行妥善保存，存史只收有声音的。"


@dataclass(slots=True)
class _Track:
    """``scale`` ticks a second; ``edited`` is the length in seconds that is played, 0 where it does not say."""

    id: int = 0
    handler: bytes = b""
    codec: bytes = b""
    scale: int = 0
    ticks: int = 0
    edited: float = 0.0
    each: int = 0  # ticks of a sample of a fragment, where the fragment does not say
    fragments: int = 0

    @property
    def seconds(self) -> float:
        if self.fragments and self.scale:
            return (self.ticks + self.fragments) / self.scale
        return self.edited or (self.ticks / self.scale if self.scale else 0.0)


@dataclass(frozen=True, slots=True)
class Box:
    """``begin`` and ``end`` of its contents."""

    name: bytes
    begin: int
    end: int


def is_mp4(head: bytes) -> bool:
    """Whether these are the first bytes of one that is no picture."""
    return head[4:8] == b"ftyp" and head[8:12] not in _PICTURES


def measure_mp4(path: Path) -> Sound:
    """Of a film its sound. Raises ``Refused`` where it is locked, or has no index or no sound."""
    size = path.stat().st_size
    tracks: list[_Track] | None = None
    cut = 0
    with path.open("rb") as file:
        for box in _top(file, size):
            cut = max(cut, box.end - size)
            if box.name not in (b"moov", b"moof") or box.end > size:
                continue
            if box.end - box.begin > _MOST_HEAD:
                raise Refused("文件的索引大得离谱，可能已损坏", "请用录音软件转成 mp3 后再导入。", code="damaged")
            file.seek(box.begin)
            data = file.read(box.end - box.begin)
            if box.name == b"moov":
                tracks = _moov(data)
            elif tracks is not None:
                _moof(data, tracks)
    if tracks is None:
        words = "文件没有索引（moov），放不出来，多半是没有录完或没有拷完"
        raise Refused(words, "请从手机或录音笔重新拷一份。", code="damaged")
    sound = _sound(tracks)
    mime = "audio/3gpp" if sound.codec in (b"samr", b"sawb") else "audio/mp4"
    if _is_film(tracks):
        mime = "video/mp4"
    warning = "录音文件不完整，结尾缺了一截；时长按文件头写的记。请找来源补一份完好的。"
    return Sound(sound.seconds, mime, (warning,) if cut else ())


def _is_film(tracks: list[_Track]) -> bool:
    return any(track.handler == b"vide" and track.codec not in _STILLS for track in tracks)


def _sound(tracks: list[_Track]) -> _Track:
    sounds = [track for track in tracks if track.handler == b"soun"]
    if not sounds and _is_film(tracks):
        raise Refused("这是视频，里面没有声音，没有收", _NO_SOUND, code="no-sound")
    if not sounds:
        raise Refused("文件里没有声音", "请核对来源。", code="no-sound")
    if any(track.codec in _LOCKED for track in sounds):
        raise Refused("录音加了版权保护（DRM），读不出来，没有收", "请向提供者要没有加密的录音。", code="locked")
    longest = max(sounds, key=lambda track: track.seconds)
    if longest.seconds <= 0:
        raise Refused("文件里没有声音（0 秒）", "可能没有录上，请核对来源。", code="no-sound")
    return longest


def _top(file: BinaryIO, size: int) -> Iterator[Box]:
    """The outermost boxes; the last one may reach beyond the file."""
    position = 0
    for _ in range(_MOST_BOXES):
        if position + 8 > size:
            return
        file.seek(position)
        length, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            length, head = int.from_bytes(file.read(8)), 16
        elif length == 0:
            length = size - position
        if length < head:
            return
        yield Box(name, position + head, position + length)
        position += length


def inside(data: bytes, begin: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes that stand in a part of ``data``, one after another."""
    end = len(data) if end is None else min(end, len(data))
    while begin + 8 <= end:
        length, name = struct.unpack_from(">I4s", data, begin)
        head = 8
        if length == 1 and begin + 16 <= end:
            length, head = int.from_bytes(data[begin + 8 : begin + 16]), 16
        elif length == 0:
            length = end - begin
        if length < head:
            return
        yield Box(name, begin + head, min(begin + length, end))
        begin += length


def _moov(data: bytes) -> list[_Track]:
    tracks: list[_Track] = []
    each: dict[int, int] = {}
    scale = 0
    for box in inside(data):
        if box.name == b"mvhd":
            scale = _time(data[box.begin : box.end])[0]
        elif box.name == b"trak":
            tracks.append(_Track())
            _trak(data, box, tracks[-1], scale)
        elif box.name == b"mvex":
            for inner in inside(data, box.begin, box.end):
                if inner.name == b"trex" and inner.end - inner.begin >= 16:
                    track, _, ticks = struct.unpack_from(">III", data, inner.begin + 4)
                    each[track] = ticks
    for one in tracks:
        one.each = each.get(one.id, 0)
    return tracks


def _trak(data: bytes, parent: Box, track: _Track, scale: int) -> None:
    for box in inside(data, parent.begin, parent.end):
        body = data[box.begin : box.end]
        if box.name in (b"mdia", b"minf", b"stbl", b"edts"):
            _trak(data, box, track, scale)
        elif box.name == b"tkhd" and len(body) >= 24:
            track.id = int.from_bytes(body[20:24] if body[0] else body[12:16])
        elif box.name == b"mdhd":
            track.scale, track.ticks = _time(body)
        elif box.name == b"hdlr" and not track.handler:
            track.handler = body[8:12]
        elif box.name == b"stsd":
            track.codec = body[12:16]
        elif box.name == b"elst" and scale:
            track.edited = _edits(body) / scale


def _time(body: bytes) -> tuple[int, int]:
    """The scale and length of a ``mvhd`` or ``mdhd``; a length that is all ones is not known: 0."""
    form = ">IQ" if body[:1] == b"\1" else ">II"
    at = 20 if body[:1] == b"\1" else 12
    if len(body) < at + struct.calcsize(form):
        return 0, 0
    scale, ticks = struct.unpack_from(form, body, at)
    return scale, 0 if ticks in (0xFFFFFFFF, (1 << 64) - 1) else ticks


def _edits(body: bytes) -> int:
    """The length of all edits that play something, in ticks of the movie."""
    if len(body) < 8:
        return 0
    form = ">Qqi" if body[0] else ">Iii"
    step = struct.calcsize(form)
    count = min(int.from_bytes(body[4:8]), (len(body) - 8) // step)
    edits = (struct.unpack_from(form, body, 8 + number * step) for number in range(count))
    return sum(length for length, start, _rate in edits if start >= 0)


def _moof(data: bytes, tracks: list[_Track]) -> None:
    """A fragment's samples are added to their track."""
    by_id = {track.id: track for track in tracks}
    for box in inside(data):
        if box.name != b"traf":
            continue
        track, each = None, 0
        for inner in inside(data, box.begin, box.end):
            body = data[inner.begin : inner.end]
            if inner.name == b"tfhd" and len(body) >= 8:
                track = by_id.get(int.from_bytes(body[4:8]))
                flags = int.from_bytes(body[1:4])
                at = 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
                each = int.from_bytes(body[at : at + 4]) if flags & 8 else track.each if track else 0
            elif inner.name == b"trun" and track is not None and len(body) >= 8:
                track.fragments += _run(body, each)


def _run(body: bytes, each: int) -> int:
    flags, count = int.from_bytes(body[1:4]), int.from_bytes(body[4:8])
    at = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    width = 4 * (flags >> 8 & 15).bit_count()
    if not flags & 0x100:
        return count * each
    count = min(count, (len(body) - at) // width)
    return sum(int.from_bytes(body[at + n * width : at + n * width + 4]) for n in range(count))
