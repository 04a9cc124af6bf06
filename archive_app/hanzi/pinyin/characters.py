"""Readings of single characters."""

from __future__ import annotations

from functools import lru_cache

from archive_app.hanzi.folding import fold
from archive_app.hanzi.tables import CharacterTable, read_lines


@lru_cache(1)
def _table() -> CharacterTable:
    return CharacterTable("hanzi", "pinyin.tsv")


@lru_cache(1)
def name_variants() -> dict[str, str]:
    """The usual form of a character that names write in several (𠮷 → 吉, 喆 → 哲)."""
    return {
        form: forms[-1]
        for (line,) in read_lines("hanzi", "name_variants.tsv")
        if (forms := line.split())
        for form in forms
    }


@lru_cache(20000)
def character_readings(character: str) -> tuple[str, ...]:
    """Today's readings with tone marks, the usual one first; of a form without one, its usual form's.

    ``()`` where none is known.
    """
    for form in (character, fold(character), name_variants().get(character, "")):
        if form and (row := _table().row(form)):
            return tuple(row[0].split(" "))
    return ()


def is_hanzi(character: str) -> bool:
    """Whether this is a 汉字, in any of Unicode's blocks for them, or 〇 or 々."""
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or character in "〇々"
    )
