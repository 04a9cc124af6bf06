"""Bigrams: what is posted for a text, and what a query asks for.

A posting only says that a bigram stands somewhere in a document. It bounds the candidates; the text decides.
"""

from __future__ import annotations

import re
import zlib

_RUN = re.compile(r"\w+")

RARE = 8
"""Bigrams in at most this many documents of a segment share bucket terms."""
_BUCKETS = 1 << 16


def grams(text: str) -> set[str]:
    """The overlapping pairs of word characters of a folded text."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        found.update(map(str.__add__, run, run[1:]))
    return found


def query_grams(term: str) -> list[str]:
    """The pairs that every text with ``term`` must have; empty where the term has none (one character, a mark)."""
    found: list[str] = []
    for run in _RUN.findall(term):
        found += [run[index : index + 2] for index in range(len(run) - 1)]
    return list(dict.fromkeys(found))


def bucket(gram: bytes) -> bytes:
    """The shared term of a rare bigram; 0xFF never begins a UTF-8 character, so it is no bigram itself."""
    return b"\xff" + (zlib.crc32(gram) % _BUCKETS).to_bytes(2, "big")
