"""Characters that nobody sees or everybody sees differently: zero-width ones, reversed order, private use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from archive_app.intake.text.reports import private_use

_AROUND = 6  # characters of context on either side
_SHOWN = 8  # different characters listed
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def odd_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """Warnings that name what is unseen or of private use in the texts, with where it stands; the texts stay as they
    are. A text without any costs one search."""
    held = [text for text in texts if text]
    whole = "\n".join(held)
    said = private_use(held) if _PRIVATE.search(whole) else ()
    counts = Counter(_UNSEEN.findall(whole))
    if not counts:
        return said
    listed = []
    for char, count in counts.most_common(_SHOWN):
        at = whole.index(char)
        around = _UNSEEN.sub("", whole[max(0, at - _AROUND) : at + _AROUND + 1]).replace("\n", " ")
        listed.append(f"U+{ord(char):04X}（{count} 处，如“{around}”）")
    words = (
        f"文字里有看不见的字符（零宽或改变书写方向）{'、'.join(listed)}，看到的和存下的可能不一样；照原样收，请核对。"
    )
    return (*said, words)
