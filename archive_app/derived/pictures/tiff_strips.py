"""A TIFF a few rows at a time: its strips (or rows of tiles) wrapped as small TIFFs of the same kind (TIFF 6.0 §3, 15).

Strips and tiles are compressed each by itself, so any run of them is a picture of its own under the same tags.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from archive_app.derived.pictures.tiff_streams import DECODERS, reversed_bits, stored
from archive_app.frozen import dataclass

_WIDTH, _HEIGHT, _OFFSETS, _ROWS, _COUNTS = 256, 257, 273, 278, 279
_BITS, _COMPRESSION, _PHOTOMETRIC, _FILL, _SAMPLES, _PLANAR, _TABLES = 258, 259, 262, 266, 277, 284, 347
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_COUNTS = 322, 323, 324, 325
_KEPT = {258: "H", 259: "H", 262: "H", 266: "H", 277: "H", 284: "H", 292: "I", 293: "I", 317: "H", 320: "H", 338: "H",
         339: "H", 347: "B", 530: "H"}  # fmt: skip
"""The tags that say how to decode, and the type each is written in again."""

_DEFLATE, _JPEG = 8, 7  # of the tag Compression
_RGB, _CMYK, _YCBCR = 2, 5, 6  # of the tag PhotometricInterpretation
_ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"  # APP14: the three colours are not YCbCr
_CODES = {"B": 7, "H": 3, "I": 4}  # UNDEFINED, SHORT, LONG


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the data of the first page lies."""

    path: Path
    order: str  # "<" or ">"
    tags: Mapping[int, Any]
    size: tuple[int, int]
    row_bytes: int

    def deflated(self) -> _Layout:
        """The same picture, said to be compressed by Deflate; a predictor stays."""
        return replace(self, tags={**self.tags, _COMPRESSION: _DEFLATE, _FILL: 1})

    def small(self, size: tuple[int, int], pieces: Sequence[bytes], rows: int) -> Image.Image:
        """A picture of ``size`` made of these strips of ``rows`` rows."""
        with Image.open(io.BytesIO(_tiff(self, size, pieces, rows)), formats=["TIFF"]) as image:
            image.load()
            return image.copy()


def tiff_strips(path: Path, image: Image.Image, most: int) -> Iterator[Image.Image] | None:
    """The first page from top to bottom, about ``most`` decoded bytes at a time.

    ``None`` where it is one piece larger than that in a compression that does not flow, or its colours lie in planes.
    """
    layout = _layout(path, image)
    if int(layout.tags.get(_PLANAR, 1)) != 1 and int(layout.tags.get(_SAMPLES, 1)) > 1:
        return None
    return _pieces(layout, most)


def tiff_planes(path: Path, image: Image.Image, most: int) -> tuple[str, list[Iterator[Image.Image]]] | None:
    """The colours of a picture whose colours lie one after the other, each as a grey picture in strips, and the mode
    they make together; ``None`` where they do not lie so."""
    layout = _layout(path, image)
    samples = int(layout.tags.get(_SAMPLES, 1))
    if int(layout.tags.get(_PLANAR, 1)) == 1 or samples == 1:
        return None
    meaning = int(layout.tags.get(_PHOTOMETRIC, 1))
    if meaning == _YCBCR or int(layout.tags.get(_COMPRESSION, 1)) == _JPEG:
        return None
    mode = {_RGB: "RGB", _CMYK: "CMYK"}.get(meaning, "L")
    planes = [_pieces(_plane(layout, number, samples), most) for number in range(min(len(mode), samples))]
    found = [plane for plane in planes if plane is not None]
    return (mode, found) if len(found) == len(mode) else None


def tiff_jpeg(path: Path, image: Image.Image) -> bytes | None:
    """The only strip of a TIFF compressed as JPEG, as a JPEG of its own; ``None`` where it is none.

    A JPEG can be decoded small (TIFF Technical Note 2: the strip lacks the tables, which stand in a tag).
    """
    tags: Mapping[int, Any] = image.tag_v2  # type: ignore[attr-defined]
    offsets, counts = _ints(tags.get(_OFFSETS, ())), _ints(tags.get(_COUNTS, ()))
    if int(tags.get(_COMPRESSION, 1)) != _JPEG or len(offsets) != 1 or len(counts) != 1:
        return None
    if int(tags.get(_PLANAR, 1)) != 1 and int(tags.get(_SAMPLES, 1)) > 1:
        return None
    with path.open("rb") as file:
        data = b"".join(stored(file, offsets[0], counts[0]))
    tables = tags.get(_TABLES)
    tables = bytes(tables)[2:].removesuffix(b"\xff\xd9") if isinstance(tables, bytes) else b""
    plain = _ADOBE_RGB if int(tags.get(_PHOTOMETRIC, 1)) == _RGB else b""
    return b"\xff\xd8" + plain + tables + data[2:]


def _layout(path: Path, image: Image.Image) -> _Layout:
    tags: Mapping[int, Any] = image.tag_v2  # type: ignore[attr-defined]
    with path.open("rb") as file:
        order = "<" if file.read(2) == b"II" else ">"
    bits = _ints(tags.get(_BITS, 1), int(tags.get(_SAMPLES, 1)))
    return _Layout(path, order, tags, image.size, -(-image.width * sum(bits) // 8))


def _plane(layout: _Layout, number: int, samples: int) -> _Layout:
    tags = {tag: value for tag, value in layout.tags.items() if tag not in (338, 339)}
    for tag in (_OFFSETS, _COUNTS, _TILE_OFFSETS, _TILE_COUNTS):
        if tag in tags:
            values = _ints(tags[tag])
            each = len(values) // samples
            tags[tag] = tuple(values[number * each : (number + 1) * each])
    depth = _ints(tags.get(_BITS, 1), samples)[number]
    tags |= {_SAMPLES: 1, _BITS: depth, _PHOTOMETRIC: 1, _PLANAR: 1}
    return replace(layout, tags=tags, row_bytes=-(-layout.size[0] * depth // 8))


def _pieces(layout: _Layout, most: int) -> Iterator[Image.Image] | None:
    width, height = layout.size
    compression = int(layout.tags.get(_COMPRESSION, 1))
    if _TILE_OFFSETS in layout.tags:
        return _tiles(layout) if _decoded(width, int(layout.tags[_TILE_HEIGHT])) <= 4 * most else None
    if compression == 1:
        return _uncompressed(layout, most)
    rows = min(int(layout.tags.get(_ROWS, height)), height)
    if _decoded(width, rows) <= 8 * most:
        return _compressed(layout, rows, most)
    if compression not in DECODERS or int(layout.tags.get(_PHOTOMETRIC, 1)) == _YCBCR:
        return None
    return _flowing(layout, rows, most)


def _decoded(width: int, height: int) -> int:
    return width * height * 4


def _ints(value: Any, count: int = 1) -> list[int]:
    values = [int(v) for v in value] if isinstance(value, tuple | list) else [int(value)]
    return values * count if len(values) == 1 and count > 1 else values


def _uncompressed(layout: _Layout, most: int) -> Iterator[Image.Image]:
    """Rows cut to our own measure: the strips of an uncompressed file may be as large as the picture."""
    width, height = layout.size
    own = int(layout.tags.get(_ROWS, height)) or height
    step = max(1, most // (width * 4))
    with layout.path.open("rb") as file:
        for number, offset in enumerate(_ints(layout.tags[_OFFSETS])):
            top = number * own
            bottom = min(top + own, height)
            for first in range(top, bottom, step):
                rows = min(step, bottom - first)
                file.seek(offset + (first - top) * layout.row_bytes)
                data = file.read(rows * layout.row_bytes)
                yield layout.small((width, rows), [data], rows)


def _compressed(layout: _Layout, own: int, most: int) -> Iterator[Image.Image]:
    """Runs of whole strips."""
    width, height = layout.size
    offsets, counts = _ints(layout.tags[_OFFSETS]), _ints(layout.tags[_COUNTS])
    together = max(1, most // _decoded(width, own))
    with layout.path.open("rb") as file:
        for first in range(0, len(offsets), together):
            pieces = []
            for offset, count in zip(offsets[first : first + together], counts[first : first + together], strict=True):
                file.seek(offset)
                pieces.append(file.read(count))
            rows = min(len(pieces) * own, height - first * own)
            if rows > 0:
                yield layout.small((width, rows), pieces, own)


def _flowing(layout: _Layout, own: int, most: int) -> Iterator[Image.Image]:
    """Strips too large to be decoded whole: decompressed as they flow, and wrapped again some rows at a time."""
    width, height = layout.size
    step = max(1, most // (width * 4))
    decoder = DECODERS[int(layout.tags[_COMPRESSION])]
    plain = layout.deflated()
    with layout.path.open("rb") as file:
        offsets, counts = _ints(layout.tags[_OFFSETS]), _ints(layout.tags[_COUNTS])
        for number, (offset, count) in enumerate(zip(offsets, counts, strict=True)):
            left = min(own, height - number * own)
            pending = bytearray()
            chunks = stored(file, offset, count)
            for piece in decoder(reversed_bits(chunks) if layout.tags.get(_FILL) == 2 else chunks):
                pending += piece
                while left and len(pending) >= min(step, left) * layout.row_bytes:
                    rows = min(step, left)
                    data = bytes(pending[: rows * layout.row_bytes])
                    del pending[: len(data)]
                    left -= rows
                    yield plain.small((width, rows), [zlib.compress(data, 0)], rows)
                if not left:
                    break


def _tiles(layout: _Layout) -> Iterator[Image.Image]:
    """A row of tiles at a time."""
    width, height = layout.size
    across, down = int(layout.tags[_TILE_WIDTH]), int(layout.tags[_TILE_HEIGHT])
    offsets, counts = _ints(layout.tags[_TILE_OFFSETS]), _ints(layout.tags[_TILE_COUNTS])
    columns = -(-width // across)
    with layout.path.open("rb") as file:
        for top in range(0, height, down):
            band: Image.Image | None = None
            for column in range(columns):
                number = top // down * columns + column
                file.seek(offsets[number])
                tile = layout.small((across, down), [file.read(counts[number])], down)
                band = band or Image.new(tile.mode, (width, min(down, height - top)))
                band.paste(tile, (column * across, 0))
            if band is not None:
                yield band


def _tiff(layout: _Layout, size: tuple[int, int], pieces: Sequence[bytes], rows: int) -> bytes:
    """A TIFF of one page with the decoding tags of ``layout`` and these strips, in the same byte order."""
    entries: dict[int, tuple[str, list[int]]] = {
        tag: (code, _tag_values(layout.tags[tag])) for tag, code in _KEPT.items() if tag in layout.tags
    }
    entries[_WIDTH], entries[_HEIGHT], entries[_ROWS] = ("I", [size[0]]), ("I", [size[1]]), ("I", [rows])
    entries[_COUNTS] = ("I", [len(piece) for piece in pieces])
    entries[_OFFSETS] = ("I", [0] * len(pieces))
    order = layout.order
    table = 8 + 2 + 12 * len(entries) + 4
    outside = {tag: _packed(order, *entry) for tag, entry in sorted(entries.items())}
    positions: dict[int, int] = {}
    position = table
    for tag, value in outside.items():
        if len(value) > 4:
            positions[tag] = position
            position += len(value) + len(value) % 2
    offsets = []
    for piece in pieces:
        offsets.append(position)
        position += len(piece)
    outside[_OFFSETS] = _packed(order, "I", offsets)
    out = [b"II*\0" if order == "<" else b"MM\0*", struct.pack(order + "IH", 8, len(entries))]
    for tag, value in outside.items():
        code, values = entries[tag]
        field = struct.pack(order + "I", positions[tag]) if tag in positions else value.ljust(4, b"\0")
        out.append(struct.pack(order + "HHI", tag, _CODES[code], len(values)) + field)
    out.append(b"\0\0\0\0")
    out += [value + b"\0" * (len(value) % 2) for tag, value in outside.items() if tag in positions]
    return b"".join((*out, *pieces))


def _tag_values(value: Any) -> list[int]:
    return list(value) if isinstance(value, bytes) else _ints(value)


def _packed(order: str, code: str, values: Sequence[int]) -> bytes:
    return struct.pack(f"{order}{len(values)}{code}", *values)
