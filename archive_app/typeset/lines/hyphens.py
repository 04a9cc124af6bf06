"""Where a long Latin word may be parted, and how (hyphenation by a dictionary)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from archive_app.typeset.lines.classes import CODE

LONG_WORD = re.compile("[A-Za-zÀ-ɏ]{6,}")
"""Words worth parting."""


def hyphen_places(text: str) -> Iterator[int]:
    """The positions in ``text`` where a hyphen may be put."""
    codes = [match.span() for match in CODE.finditer(text)]
    for match in LONG_WORD.finditer(text):
        copied = any(start <= match.start() < end for start, end in codes)
        if match.group()[1:].islower() and not copied:
            for place in _dictionary().positions(match.group()):
                yield match.start() + place


@cache
def _dictionary() -> Any:
    import pyphen  # read when a long Latin word is met; most books never do

    return pyphen.Pyphen(lang="en_US", left=2, right=3)
