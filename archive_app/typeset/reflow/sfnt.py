"""A font file as its tables, and tables as a font file (OpenType 1.9, "Organization of an OpenType Font")."""

from __future__ import annotations

import struct
from collections.abc import Mapping


def parted(program: bytes) -> dict[bytes, bytes]:
    """The tables of a font file by their tags, but for a signature, which no change of theirs would leave true."""
    count = struct.unpack(">H", program[4:6])[0]
    found = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack(">4sLLL", program[12 + 16 * number : 28 + 16 * number])
        found[tag] = program[offset : offset + length]
    found.pop(b"DSIG", None)
    return found


def joined(tables: Mapping[bytes, bytes]) -> bytes:
    """The tables as a file, with the sums that OpenType asks for."""
    head = bytearray(tables[b"head"])
    head[8:12] = bytes(4)
    every = {**tables, b"head": bytes(head)}
    power = len(every).bit_length() - 1
    start = b"\0\1\0\0" + struct.pack(">4H", len(every), 16 << power, power, len(every) * 16 - (16 << power))
    offset, directory, body, places = 12 + 16 * len(every), [], [], {}
    for tag in sorted(every):
        data = every[tag]
        directory.append(struct.pack(">4sLLL", tag, _sum(data), offset, len(data)))
        body.append(data + b"\0" * (-len(data) % 4))
        places[tag] = offset
        offset += len(body[-1])
    font = bytearray(start + b"".join(directory) + b"".join(body))
    at = places[b"head"] + 8
    font[at : at + 4] = struct.pack(">L", (0xB1B0AFBA - _sum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _sum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
