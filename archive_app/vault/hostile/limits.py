"""How much one file may ask for. The values are generous for real material and small beside a machine's memory."""

from __future__ import annotations

from archive_app.frozen import dataclass

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one import. Sizes are bytes, times seconds of the wall clock."""

    memory: int = GIB
    """Of the process that reads."""
    seconds: float = 60.0
    """To read one file; large files get more, see ``seconds_for``."""
    result: int = 64 * MIB
    """What the reading process may hand back for one file."""

    file: int = 8 * GIB
    text: int = 16 * MIB
    """A txt or md: more than five million characters."""
    document: int = 512 * MIB
    """A docx as it stands on the disk."""
    part: int = 48 * MIB
    """One XML part of it, unpacked."""
    unpacked: int = 16 * GIB
    """All the members of one zip together, and of the zips inside it."""
    member: int = 4 * GIB

    ratio: float = 250.0
    """Unpacked to packed size, once a member has grown beyond ``ratio_from``. Deflate itself ends near 1,030."""
    ratio_from: int = 16 * MIB
    entries: int = 20_000
    zip_depth: int = 2
    """a.zip is depth 1, a zip in it depth 2."""

    xml_elements: int = 2_000_000
    xml_depth: int = 200

    def seconds_for(self, size: int) -> float:
        """The time for a file of ``size`` bytes: a slow stick gives five million a second."""
        return self.seconds + size / 5_000_000


DEFAULT = Limits()


def readable(size: float) -> str:
    """A number of bytes as a person reads it."""
    for unit, name in ((GIB, "GB"), (MIB, "MB"), (KIB, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{int(size)} 字节"
