"""Strokes: how many a character has, and which, in the order they are written.

The counts and orders are the mainland's (GB13000.1字符集汉字笔顺规范 and 通用规范汉字表, 2013): 艹 has three strokes,
辶 three, 阝 two. A stroke is one of five: 横 1 (with 提), 竖 2 (with 竖钩), 撇 3, 点 4 (with 捺), 折 5.
"""

from __future__ import annotations

from functools import lru_cache

from archive_app.frozen import dataclass
from archive_app.hanzi.tables import CharacterTable


@dataclass(frozen=True, slots=True)
class Strokes:
    """``count`` strokes; ``order`` as digits 1–5, empty where no source gives it; ``place`` tells characters of the
    same strokes apart as 通用规范汉字表 orders them (土 before 士)."""

    count: int
    order: str
    place: int


@lru_cache(1)
def _table() -> CharacterTable:
    return CharacterTable("hanzi", "strokes.tsv")


@lru_cache(20000)
def strokes_of(character: str) -> Strokes | None:
    """The strokes of one character as it stands, 繁 or 简; None where no source knows it (no 汉字, or too new)."""
    row = _table().row(character)
    if not row:
        return None
    count, order, place = row
    return Strokes(int(count), "" if order == "?" else order, int(place or 0))
