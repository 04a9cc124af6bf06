"""One person's name written two ways: a name of a card, and beside it characters that sound the same.

Only names of three characters and more are held against each other: two that sound alike are too often just words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from archive_app.domain.remarks import Remark
from archive_app.hanzi.folding import fold
from archive_app.hanzi.pinyin.characters import character_readings
from archive_app.hanzi.pinyin.syllables import split_tone
from archive_app.services.checking.stretch import Stretch

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "names"
_SHORTEST, _LONGEST = 3, 4
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"


def find(texts: Sequence[Stretch], known: Known) -> Iterator[Remark]:
    """Each place where a name stands in another way than elsewhere in the text; a card of its own is another person."""
    there = _present(texts, known.names)
    if not there:
        return
    for name, usual in there.items():
        pattern = _one_other(name)
        for stretch in texts:
            for match in pattern.finditer(stretch.text):
                other = match.group()
                if other == name or not _sounds_alike(name, other):
                    continue
                cards = known.names.get(other, frozenset())
                if cards and (not cards & known.names[name] or (usual, name) < (there.get(other, 0), other)):
                    continue  # somebody else; or the usual way: the rarer one is told
                said = f"“{other}”与文中的“{name}”音同字不同，是同一个人吗？"
                if cards:
                    said = f"同一个人，文中别处写作“{name}”，这里写作“{other}”"
                yield stretch.remark(NAME, *match.span(), said, name, "馆藏人物卡片")


def _present(texts: Sequence[Stretch], names: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """The names of cards that stand in the text, and how often."""
    found: dict[str, int] = defaultdict(int)
    if names:
        for stretch in texts:
            text = stretch.text
            for length in range(_SHORTEST, _LONGEST + 1):
                for at in range(len(text) - length + 1):
                    if (part := text[at : at + length]) in names:
                        found[part] += 1
    return found


@lru_cache(2_000)
def _one_other(name: str) -> re.Pattern[str]:
    """The name with one character another: the family name stays."""
    ways = (re.escape(name[:at]) + _HAN + re.escape(name[at + 1 :]) for at in range(1, len(name)))
    return re.compile("|".join(ways))


def _sounds_alike(name: str, other: str) -> bool:
    """Whether every character sounds as its fellow; one that is but another form of it does, too."""
    for one, two in zip(name, other, strict=True):
        if one != two and fold(one) != fold(two) and not _sounds(one) & _sounds(two):
            return False
    return True


@lru_cache(20_000)
def _sounds(character: str) -> frozenset[str]:
    """How a character is read, tones left out."""
    return frozenset(split_tone(reading).letters for reading in character_readings(character))
