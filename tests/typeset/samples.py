"""What several tests of the outputs set: pictures of every kind, and a small folder with a book."""

from __future__ import annotations

from pathlib import Path

PICTURE_KINDS = (
    "photo.jpg",
    "grey.jpg",
    "cmyk.jpg",
    "cmyk.tif",
    "clear.png",
    "deep.png",
    "palette.gif",
    "line.tif",
    "turned.jpg",
)
"""Of the fixture ``pictures``, those that can be read."""

TOML = """
[volume]
title = "城东政协文史资料"
number = 24
compiler = "政协西宁市城东区委员会"
[[section]]
title = "亲历亲见"
articles = ["01.md"]
"""
WORDS = "---\ntitle: 一碗甜醅\nauthor: 沈玉梅\n---\n\n院子没有名字[^1]。\n\n第二段。\n\n[^1]: 一条注。\n"


def book_folder(parent: Path) -> Path:
    """A folder with ``book.toml`` and one article, made in ``parent``."""
    made = parent / "书"
    made.mkdir()
    (made / "book.toml").write_text(TOML, encoding="utf-8")
    (made / "01.md").write_text(WORDS, encoding="utf-8")
    return made
