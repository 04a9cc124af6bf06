"""Bigrams: what is posted for a text, and what a query asks for.

A posting only says that a pair of characters stands somewhere in a document. It bounds the candidates; the text
decides. Single characters are posted too, so that a query of one character, or of marks, need not read every text.
"""

from __future__ import annotations

import re
import zlib

# What parts runs is listed here rather than taken from ``\w``: that changes with every edition of Unicode, and an
# index made by one Python must answer the same under the next. Rare and unassigned characters belong to runs.
_RUN = re.compile(
    "[^\x00-/:-@\\[-`{-\xbf\u2000-\u206f\u3000-\u3004\u3008-\u3020\u3030\ufe00-\ufe6f\ufeff-\uff0f\ud800-\udfff]+"
)

RARE = 8
"""Bigrams in at most this many documents of a segment share bucket terms."""
_MOST_BUCKETS = 1 << 16


def grams(text: str) -> set[str]:
    """The characters of a folded text, and the overlapping pairs within its runs of letters."""
    found = set(text)
    for run in _RUN.findall(text):
        found.update(map(str.__add__, run, run[1:]))
    return found


def query_grams(term: str) -> list[str]:
    """What every text with the folded ``term`` must have: its pairs, or, where it has none, its characters."""
    pairs = [run[index : index + 2] for run in _RUN.findall(term) for index in range(len(run) - 1)]
    return list(dict.fromkeys(pairs or term))


def bucket_count(documents: int) -> int:
    """How many bucket terms a segment of so many documents has: a small one needs few to tell its documents apart."""
    return min(_MOST_BUCKETS, 1 << (8 * documents).bit_length())


def bucket(gram: bytes, count: int) -> bytes:
    """The shared term of a rare bigram; 0xFF never begins a UTF-8 character, so it is no bigram itself."""
    return b"\xff" + (zlib.crc32(gram) % count).to_bytes(3, "big")
