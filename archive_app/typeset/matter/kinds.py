"""The kinds of 辅文 and what each is called."""

from __future__ import annotations

from collections.abc import Mapping

MATTER_NAMES: Mapping[str, str] = {
    "preface": "序",
    "note": "编辑说明",
    "board": "编委会名单",
    "plates": "图版",
    "inscription": "题词",
    "chronicle": "大事记",
    "names": "人名索引",
    "places": "地名索引",
    "interviews": "采访名录",
    "call": "征稿启事",
    "afterword": "后记",
    "errata": "上一辑勘误",
}
"""Kind → its title where the book gives none."""

FORMS = frozenset({"board", "chronicle", "inscription"})
"""Kinds whose text is set in a form of its own; the others are set as articles are."""

FROM_TABLES = frozenset({"board", "chronicle", "interviews", "errata"})
"""Kinds that a TOML file can give (`archive_app.typeset.matter.files`)."""

LEVEL = frozenset({"interviews", "errata"})
"""Kinds that are tables for looking up: level in a vertical volume too, unless the book says otherwise."""

INDEXES: Mapping[str, str] = {"names": "person", "places": "place"}
"""Kinds that the program makes, and what each lists."""
