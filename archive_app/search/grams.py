"""Grams: what is posted for a text, and what a query asks for.

A gram is two neighbouring UTF-16 units, or one unit alone, as a number. Pairs bound the candidates of a longer term, in
whose texts it is then counted; of a term that is one gram itself the postings say where and how often it stands. All
marks are one unit in pairs: what stands beside a mark is known, and not by which of the hundred.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache

_MARK = re.compile("[\x00-/:-@\\[-`{-\xbf\u2000-\u206f\u3000-\u3004\u3008-\u3020\u3030\ufe00-\ufe6f\ufeff-\uff0f]")
"""Listed rather than taken from ``\\w``: that changes with every edition of Unicode, and an index made by one Python
must answer the same under the next."""
_OWN = ",。"
"""Marks so frequent that what stands beside one of them says more than what stands beside any."""
_ANY_MARK = 1
_UNITS = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


@cache
def _marked() -> list[int]:
    own = set(map(ord, _OWN))
    return [_ANY_MARK if _MARK.match(chr(point)) and point not in own else point for point in range(0xFF10)]


def units(texts: Sequence[str]) -> Counter[int]:
    """How often each unit stands in a document's folded texts."""
    found = Counter(memoryview(_units("\0".join(texts))).cast("H").tolist())
    found[0] -= len(texts) - 1
    if found[0] <= 0:
        del found[0]
    return found


def pairs(texts: Sequence[str]) -> list[int]:
    """Every pair that stands in a document's folded texts; one that stands there twice is there twice."""
    data = memoryview(_units("\0".join(texts).translate(_marked())))
    found: list[int] = []
    for start in (0, 2):
        end = start + (len(data) - start) // 4 * 4
        if end > start:
            found += data[start:end].cast("I").tolist()
    return found


def _units(text: str) -> bytes:
    return text.encode(_UNITS, "surrogatepass")


def query_grams(term: str) -> list[int]:
    """What every text with the folded ``term`` must have: its pairs, or, where it has none, its unit."""
    return list(dict.fromkeys(pairs([term]) or units([term])))


def is_gram(term: str) -> bool:
    """Whether ``term`` stands where its gram does, and as often: not so where the gram overlaps itself (``str.count``
    does not), is one of several marks, or is a part of a character."""
    if len(term) == 1:
        return not 0xD800 <= ord(term) < 0xE000 and ord(term) < 0x10000
    if len(term) != 2 or term[0] == term[1]:
        return False
    return all(unit != _ANY_MARK and not 0xD800 <= unit < 0xE000 and unit < 0x10000 for unit in _marked_units(term))


def _marked_units(term: str) -> list[int]:
    return list(map(ord, term.translate(_marked())))
