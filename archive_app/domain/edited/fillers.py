"""Words that fill a pause (嗯、呃、那个、这个这个), found so that a person can have them taken out.

Only what stands by itself is found: an interjection between marks, 那个 and 这个 with a mark behind them, a word said
twice over that nobody says twice on purpose. 慢慢 and 看看 are words; 那个人 is a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive_app.frozen import dataclass

_MARK = "，、。；：？！…—,.;?!\\s"
_EDGE = rf"(?:\A|(?<=[{_MARK}“”‘’「」（）()]))"
_SOUNDS = "嗯|呃|额|唔|哦|噢|喔|啊|哎|唉|诶|欸|呐|哼|嗯哼"
_ALONE = re.compile(rf"{_EDGE}((?:{_SOUNDS})(?:{_SOUNDS})*)(?=[，、。…,.]|\Z)")
_HOLDS = re.compile(rf"{_EDGE}((?:那个|这个|就是说|怎么说呢|怎么说)+)(?=[，、…,]|\Z)")
_TWICE = re.compile(
    r"(这个|那个|这些|那些|然后|就是|因为|所以|但是|我们|你们|他们|她们|咱们|还有|后来|当时|反正|"
    r"我|你|他|她|咱|这|那|就|是|在|跟|把)(?:[，、…]{0,2}\1)+"
)


@dataclass(frozen=True, slots=True)
class Filler:
    """Words to be taken out of ``text[start:end]``, the mark behind them included; ``word`` is what they are."""

    start: int
    end: int
    word: str


def fillers(text: str) -> list[Filler]:
    """What may be taken out of a text, in order, none touching another."""
    found = sorted(_found(text), key=lambda one: (one.start, -one.end))
    kept: list[Filler] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _found(text: str) -> Iterator[Filler]:
    for pattern in (_ALONE, _HOLDS):
        for place in pattern.finditer(text):
            yield Filler(place.start(1), _behind(text, place.start(1), place.end(1)), place[1])
    for place in _TWICE.finditer(text):
        if not re.match(r"(\w)\1", text[place.end() :]):  # 是是非非
            yield Filler(place.start(), place.end() - len(place[1]), place[0])


def _behind(text: str, start: int, end: int) -> int:
    """Where what is taken out ends: with the mark behind it, unless that ends the sentence that stands before."""
    mark = text[end : end + 1]
    before = text[:start].rstrip()[-1:]
    if mark in ("，", "、", "…", ","):
        return end + (2 if text[end : end + 2] == "……" else 1)
    if mark == "。" and (not before or before in "。！？；…"):
        return end + 1
    return end


def without(text: str, taken: Iterable[Filler]) -> str:
    """The text with these taken out; of two marks that then stand together one stays."""
    made, at = "", 0
    for one in sorted(taken, key=lambda filler: filler.start):
        made += text[at : one.start]
        at = max(at, one.end)
        if text[at : at + 1] in tuple("。！？；，、") and made[-1:] in tuple("，、"):
            made = made[:-1]
    return (made + text[at:]).lstrip("，、；。 ")
