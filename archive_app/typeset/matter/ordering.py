"""The order of names in lists and indexes, remembered: an index is made anew after every edit."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(8192)
def order_key(name: str, kind: str, order: str, reading: str = "") -> str:
    """The key of a name (of a person or place) by pinyin or strokes; ``reading`` is an editor's pinyin."""
    # the tables are read when a list is ordered; most books have none
    from archive_app.hanzi.collation import pinyin_key, stroke_key
    from archive_app.hanzi.pinyin.reading import Kind

    if order == "strokes":
        return stroke_key(name, Kind(kind))
    return pinyin_key(name, reading, Kind(kind))
