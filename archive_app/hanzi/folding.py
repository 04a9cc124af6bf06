"""Folding: the form in which texts are compared.

One table, one character to one character: traditional to simplified, variants to the usual form, full-width to
half-width, capitals to small letters. ``len(fold(text)) == len(text)``, so an offset found in the folded text is an
offset in the original, which is what is stored, shown and highlighted.
"""

from __future__ import annotations

import zlib
from functools import cache

from archive_app.resources import resource

_SHORT = 16
"""Characters of a name: to fold a few of them, the long table takes longer to make than it saves."""


@cache
def _file() -> bytes:
    return resource("hanzi", "folding.tsv").read_bytes()


@cache
def _pairs() -> dict[int, int]:
    """Code point → code point, of what is not its own usual form."""
    _, _, body = _file().decode("utf-8").partition("\n")
    # A line is a character, a tab, a character and a line feed.
    return dict(zip(map(ord, body[::4]), map(ord, body[2::4]), strict=True))


@cache
def fold_table() -> list[int]:
    """What ``fold`` does to every code point: a list, which ``str.translate`` reads faster than a dictionary."""
    pairs = _pairs()
    table = list(range(max(pairs) + 1))
    for variant, usual in pairs.items():
        table[variant] = usual
    return table


def fold(text: str) -> str:
    """``text`` as search compares it; as long as ``text``, and folding it again changes nothing."""
    return text.translate(_pairs() if len(text) < _SHORT else fold_table())


@cache
def writings(characters: str) -> str:
    """These folded characters and all that fold to one of them."""
    wanted = set(map(ord, characters))
    return characters + "".join([chr(point) for point, usual in _pairs().items() if usual in wanted])


@cache
def folding_version() -> str:
    """A short checksum of the table: an index made with another one must be made again."""
    return f"{zlib.crc32(_file()):08x}"
