"""The contents of one large TIFF strip, decompressed a piece at a time (TIFF 6.0 §9, §13; Deflate: Technical Note 3).

libtiff decodes a strip whole. A map whose only strip holds a billion bytes does not fit that way; here it flows.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

_READ = 1 << 15  # what is lost at a fault is no more than this
_PIECE = 1 << 20
_CLEAR, _END = 256, 257
_LONGEST_TABLE = 4096

Decoder = Callable[[Iterable[bytes]], Iterator[bytes]]


def stored(file: BinaryIO, offset: int, count: int) -> Iterator[bytes]:
    """The strip as it lies in the file."""
    file.seek(offset)
    while count > 0 and (data := file.read(min(count, _READ))):
        count -= len(data)
        yield data


def inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Deflate. Raises ``zlib.error`` where it is damaged."""
    inflater = zlib.decompressobj()
    for chunk in chunks:
        while chunk:
            yield inflater.decompress(chunk, _PIECE)
            chunk = inflater.unconsumed_tail


def unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """PackBits: runs and literals."""
    pending = b""
    for chunk in chunks:
        data, out, at = pending + chunk, bytearray(), 0
        while at + 1 < len(data):
            count = data[at]
            if count < 128:
                if at + 2 + count > len(data):
                    break
                out += data[at + 1 : at + 2 + count]
                at += 2 + count
            else:
                if count > 128:
                    out += data[at + 1 : at + 2] * (257 - count)
                at += 2 if count > 128 else 1
        pending = data[at:]
        yield bytes(out)


def lzw(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """LZW with the high bit first and codes that widen one early, as all writers since 1990 do.

    Raises ``ValueError`` at a code that cannot be; what came before has been yielded.
    """
    first = [bytes((code,)) for code in range(256)] + [b"", b""]
    table = list(first)
    bits = held = 0
    width = 9
    before = b""
    out: list[bytes] = []
    size = 0
    for chunk in chunks:
        for byte in chunk:
            bits = bits << 8 | byte
            held += 8
            if held < width:
                continue
            held -= width
            code = bits >> held
            bits &= (1 << held) - 1
            if code == _CLEAR:
                table, width, before = list(first), 9, b""
                continue
            if code == _END:
                yield b"".join(out)
                return
            known = len(table)
            if code < known:
                entry = table[code]
            elif code == known and before:
                entry = before + before[:1]
            else:
                yield b"".join(out)
                raise ValueError("a code that was not defined")
            out.append(entry)
            size += len(entry)
            if before and known < _LONGEST_TABLE:
                table.append(before + entry[:1])
                if known + 2 in (512, 1024, 2048):
                    width += 1
            before = entry
        if size > _PIECE:
            yield b"".join(out)
            out, size = [], 0
    yield b"".join(out)


DECODERS: dict[int, Decoder] = {5: lzw, 8: inflated, 32946: inflated, 32773: unpacked}
"""By the number of the tag Compression."""


def reversed_bits(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same with the bits of every byte turned round (FillOrder 2)."""
    return (chunk.translate(_TURNED) for chunk in chunks)


_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
