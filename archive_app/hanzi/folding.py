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
def _file() -> bytes:
    return resource("hanzi", "folding.tsv").read_bytes()


@cache
def _table() -> list[int]:
    """Code point → code point. A list, because ``str.translate`` reads one faster than any dictionary."""
    _, _, body = _file().decode("utf-8").partition("\n")
    # A line is a character, a tab, a character and a line feed.
    variants, usual = body[::4], body[2::4]
    table = list(range(ord(max(variants)) + 1))
    for variant, character in zip(variants, usual, strict=True):
        table[ord(variant)] = ord(character)
    return table


def fold(text: str) -> str:
    """``text`` as search compares it; as long as ``text``, and folding it again changes nothing."""
    return text.translate(_table())


@cache
def folding_version() -> str:
    """A short checksum of the table: an index made with another one must be made again."""
    return f"{zlib.crc32(_file()):08x}"
