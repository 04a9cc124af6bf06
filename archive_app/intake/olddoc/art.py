"""Pictures ([MS-ODRAW]): those that stand in the line, and those that float and are anchored in it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from archive_app.frozen import dataclass
from archive_app.intake.olddoc.fib import DRAWINGS, Fib

_DGG, _STORE, _DG, _GROUP, _SHAPE = 0xF000, 0xF001, 0xF002, 0xF003, 0xF004
_ENTRY, _FSP, _PROPERTIES = 0xF007, 0xF00A, 0xF00B
_CONTAINERS = (_DGG, _STORE, _DG, _GROUP, _SHAPE)
_METAFILES = {0xF01A: ".emf", 0xF01B: ".wmf", 0xF01C: ".pict"}
_BITMAPS = {0xF01D: ".jpg", 0xF02A: ".jpg", 0xF01E: ".png", 0xF01F: ".dib", 0xF029: ".tif"}
_TWO_IDS = {0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5, 0x3D5, 0x217, 0x543}
_PIB, _ALT, _TEXT = 0x0104, 0x0381, 0x00C0
_MOST = 256 << 20
_DEEPEST = 12


class Record(NamedTuple):
    """A record's instance, type and content."""

    instance: int
    kind: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's bytes, and the suffix that says what they are."""

    data: bytes
    suffix: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: its number among the document's pictures (0: none), its description, the words of WordArt."""

    number: int = 0
    alt: str = ""
    words: str = ""


def records(data: bytes) -> Iterator[Record]:
    """The records of a stretch, one after the other."""
    at = 0
    while at + 8 <= len(data):
        first, kind, size = struct.unpack_from("<HHI", data, at)
        yield Record(first >> 4, kind, data[at + 8 : at + 8 + size])
        at += 8 + size


def _all(data: bytes, depth: int = 0) -> Iterator[Record]:
    for record in records(data):
        yield record
        if record.kind in _CONTAINERS and depth < _DEEPEST:
            yield from _all(record.data, depth + 1)


class Drawings:
    """The shapes of a document by their number, and the pictures that they show."""

    def __init__(self, fib: Fib) -> None:
        self._fib = fib
        data = fib.get(DRAWINGS)
        self._store: list[bytes] = []
        self._shapes: dict[int, Shape] = {}
        self._members: dict[int, list[int]] = {}
        if len(data) < 8:
            return
        size = struct.unpack_from("<I", data, 4)[0]
        for record in _all(data[: 8 + size]):
            if record.kind == _ENTRY:
                self._store.append(record.data)
        at = 8 + size
        while at + 9 <= len(data):  # a byte says whose drawing it is, the text's or the headers'
            size = struct.unpack_from("<I", data, at + 5)[0]
            for record in _all(data[at + 1 : at + 9 + size]):
                if record.kind == _SHAPE:
                    self._keep(record.data)
                elif record.kind == _GROUP:
                    self._group(record.data)
            at += 9 + size

    def _keep(self, data: bytes) -> None:
        number, shape = _shape(data)
        if number:
            self._shapes[number] = shape

    def _group(self, data: bytes) -> None:
        """The shapes of a group by the number of its first, which is the group's own."""
        inside = [_shape(record.data)[0] for record in _all(data) if record.kind == _SHAPE]
        if inside:
            self._members[inside[0]] = inside

    def members(self, number: int) -> list[int]:
        """The shapes that stand where this one is anchored: itself, or all of its group."""
        return self._members.get(number, [number])

    def shape(self, number: int) -> Shape:
        """A shape by its number; an empty one where there is none."""
        return self._shapes.get(number, Shape())

    def image(self, shape: Shape) -> Image | None:
        """The picture that a shape shows."""
        if not 0 < shape.number <= len(self._store):
            return None
        entry = self._store[shape.number - 1]
        inside = _blip_of_entry(entry)
        if inside is not None:
            return inside
        place = struct.unpack_from("<I", entry, 28)[0] if len(entry) >= 32 else 0xFFFFFFFF
        return _first_blip(self._fib.main[place:]) if place < len(self._fib.main) else None


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture in the line; ``width`` is points."""

    image: Image | None
    width: float
    alt: str
    outside: str = ""


def inline(fib: Fib, place: int) -> Inline | None:
    """The picture at a place of the data stream ([MS-DOC] 2.9.192 PICFAndOfficeArtData)."""
    data = fib.data
    if place < 0 or place + 68 > len(data):
        return None
    size, head, kind = struct.unpack_from("<iHh", data, place)
    wide, _high, scale = struct.unpack_from("<hhH", data, place + 28)
    at, end = place + head, min(place + max(size, 0), len(data))
    outside = ""
    if kind == 0x66 and at < end:
        length = data[at]
        outside = data[at + 1 : at + 1 + length].decode("gb18030", "replace")
        at += 1 + length
    image, alt = None, ""
    for record in records(data[at:end]):
        if record.kind == _SHAPE:
            alt = _shape(record.data)[1].alt
        elif image is None:
            image = _blip_of_entry(record.data) if record.kind == _ENTRY else _blip(record)
    return Inline(image, wide * scale / 1000 / 20 if wide > 0 else 0.0, alt, "" if image else outside)


def _shape(data: bytes) -> tuple[int, Shape]:
    number, pib, alt, words = 0, 0, "", ""
    for record in records(data):
        if record.kind == _FSP and len(record.data) >= 4:
            number = struct.unpack_from("<I", record.data)[0]
        elif record.kind == _PROPERTIES:
            said, texts = _properties(record)
            pib = said.get(_PIB, pib)
            alt, words = texts.get(_ALT, alt), texts.get(_TEXT, words)
    return number, Shape(pib, alt, words)


def _properties(record: Record) -> tuple[dict[int, int], dict[int, str]]:
    """The properties of a shape: numbers, and texts behind them."""
    said: dict[int, int] = {}
    texts: dict[int, str] = {}
    after = record.instance * 6
    for at in range(0, min(after, len(record.data) - 5), 6):
        code, operand = struct.unpack_from("<HI", record.data, at)
        if code & 0x8000:
            text = record.data[after : after + operand].decode("utf-16-le", "replace")
            texts[code & 0x3FFF] = text.rstrip("\0")
            after += operand
        else:
            said[code & 0x3FFF] = operand
    return said, texts


def _blip_of_entry(entry: bytes) -> Image | None:
    """The picture inside an entry of the store, behind 36 bytes and a name."""
    if len(entry) < 36 + 8:
        return None
    return _first_blip(entry[36 + entry[33] :])


def _first_blip(data: bytes) -> Image | None:
    record = next(records(data), None)
    return _blip(record) if record is not None else None


def _blip(record: Record) -> Image | None:
    ids = 32 if record.instance in _TWO_IDS else 16
    if record.kind in _BITMAPS:
        data, suffix = record.data[ids + 1 :], _BITMAPS[record.kind]
        return from_bitmap(data) if suffix == ".dib" else Image(data, suffix)
    if record.kind in _METAFILES:
        packed = record.data[ids + 32 : ids + 33] == b"\0"
        data = record.data[ids + 34 :]
        if packed:
            try:
                data = zlib.decompressobj().decompress(data, _MOST)
            except zlib.error:
                return None
        return Image(data, _METAFILES[record.kind])
    return None


def from_bitmap(data: bytes) -> Image | None:
    """A bitmap without its file's head, as PNG: nobody else opens it."""
    from PIL import BmpImagePlugin

    try:
        with BmpImagePlugin.DibImageFile(io.BytesIO(data)) as picture:
            out = io.BytesIO()
            picture.save(out, "PNG")
    except (OSError, ValueError, SyntaxError):
        return None
    return Image(out.getvalue(), ".png")
