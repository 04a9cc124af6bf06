"""Folding: the form in which texts are compared.

One table, one character to one character: traditional to simplified, variants to the usual form, full-width to
half-width, capitals to small letters. ``len(fold(text)) == len(text)``, so an offset found in the folded text is an
offset in the original, which is what is stored, shown and highlighted.
"""

from __future__ import annotations

import zlib
from functools import cache

from archive_app.resources import resource


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for line in resource("hanzi", "folding.tsv").read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            table[ord(line[0])] = line[2]
    return table


def fold(text: str) -> str:
    """``text`` as search compares it; as long as ``text``, and folding it again changes nothing."""
    return text.translate(_table())


@cache
def folding_version() -> str:
    """A short checksum of the table: an index made with another one must be made again."""
    return f"{zlib.crc32(repr(sorted(_table().items())).encode()):08x}"
