"""A TIFF a few rows at a time: its strips (or rows of tiles) wrapped as small TIFFs of the same kind (TIFF 6.0 §3, 15).

Strips and tiles are compressed each by itself, so any run of them is a picture of its own under the same tags.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

_WIDTH, _HEIGHT, _OFFSETS, _ROWS, _COUNTS = 256, 257, 273, 278, 279
_BITS, _COMPRESSION, _SAMPLES, _PLANAR = 258, 259, 277, 284
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_COUNTS = 322, 323, 324, 325
_KEPT = {258: "H", 259: "H", 262: "H", 266: "H", 277: "H", 284: "H", 292: "I", 293: "I", 317: "H", 320: "H", 338: "H",
         339: "H", 347: "B", 530: "H"}  # fmt: skip
"""The tags that say how to decode, and the type each is written in again."""

_CODES = {"B": 7, "H": 3, "I": 4}  # UNDEFINED, SHORT, LONG


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the data of the first page lies."""

    path: Path
    order: str  # "<" or ">"
    tags: Mapping[int, Any]
    size: tuple[int, int]
    row_bytes: int

    def small(self, size: tuple[int, int], pieces: Sequence[bytes], rows: int) -> Image.Image:
        """A picture of ``size`` made of these strips of ``rows`` rows."""
        with Image.open(io.BytesIO(_tiff(self, size, pieces, rows)), formats=["TIFF"]) as image:
            image.load()
            return image.copy()


def tiff_strips(path: Path, image: Image.Image, most: int) -> Iterator[Image.Image] | None:
    """The first page from top to bottom, about ``most`` decoded bytes at a time.

    ``None`` where it is one compressed piece larger than that, or its colours lie in separate planes.
    """
    tags: Mapping[int, Any] = image.tag_v2  # type: ignore[attr-defined]
    samples = int(tags.get(_SAMPLES, 1))
    if int(tags.get(_PLANAR, 1)) != 1 and samples > 1:
        return None
    with path.open("rb") as file:
        order = "<" if file.read(2) == b"II" else ">"
    row_bytes = -(-image.width * sum(_ints(tags.get(_BITS, 1), samples)) // 8)
    layout = _Layout(path, order, tags, image.size, row_bytes)
    if _TILE_OFFSETS in tags:
        return _tiles(layout) if _decoded(image.width, int(tags[_TILE_HEIGHT])) <= 4 * most else None
    if int(tags.get(_COMPRESSION, 1)) == 1:
        return _uncompressed(layout, most)
    rows = min(int(tags.get(_ROWS, image.height)), image.height)
    return _compressed(layout, rows, most) if _decoded(image.width, rows) <= 8 * most else None


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
