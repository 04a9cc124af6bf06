"""Syllables of pinyin: their tones, and how a written reading is cut into them (汉语拼音方案; GB/T 16159-2012 标调)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_WITH_MARK = {tone: mark for mark, tone in _MARKS.items()}
_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|uai|uan|iao|ian|van|ai|ei|ao|ou|an|en|in|un|vn|er|"
    "ia|ie|iu|ua|uo|ui|ue|ve|a|e|i|o|u|v"
)
_MOST_CUTS = 32
_LONGEST_WORD = 60
"""Letters of a word, and words of a reading; what is longer is none."""

_SYLLABLE = re.compile(rf"(?:{_INITIAL})?(?:{_FINAL})|ng|hng|hm|m|n")


class Syllable(NamedTuple):
    """Letters without tone, ü as ``v``; the tone 1–4, 5 for the light tone and where none is written."""

    letters: str
    tone: int


@lru_cache(8000)
def split_tone(syllable: str) -> Syllable:
    """``zhāng`` → (zhang, 1); ``lǜ``, ``lv4`` and ``lü4`` → (lv, 4)."""
    letters, tone = "", 5
    for sign in unicodedata.normalize("NFD", syllable.lower()):
        if sign in _MARKS:
            tone = _MARKS[sign]
        elif sign == "\u0308":
            letters = letters[:-1] + "v"
        elif sign.isdecimal():
            tone = int(sign) if sign in "1234" else 5
        elif sign.isalpha():
            letters += sign
    return Syllable(letters, tone)


def with_mark(letters: str, tone: int) -> str:
    """(zhang, 1) → ``zhāng``. The mark stands on a, else on e or o, else on the last vowel."""
    plain = letters.replace("v", "ü")
    if tone not in _WITH_MARK:
        return plain
    at = next((plain.index(vowel) for vowel in "aoe" if vowel in plain), -1)
    if at < 0:
        at = max((plain.rfind(vowel) for vowel in "iuü"), default=-1)
    if at < 0:
        at = 0
    return unicodedata.normalize("NFC", plain[: at + 1] + _WITH_MARK[tone] + plain[at + 1 :])


def cut(written: str, wanted: list[set[str]]) -> list[str] | None:
    """The syllables of a reading as a person wrote it: ``Qiú Yīng``, ``Jiànguó``, ``qiu2 ying1``, ``Xi'ān``.

    ``wanted`` says for each character how it may be read (letters without tone); a cut that fits it is preferred
    (``Xiān`` for two characters is ``xī ān``). The reading may be shorter than the name (``Hán`` for 韩主任): then it
    is that of the first characters. None where it cannot be cut, or is longer than the name.
    """
    words = [word for word in re.split(r"[\s'’\-·]+", written.strip()) if word]
    if not words or len(words) > min(len(wanted), _LONGEST_WORD):
        return None

    @lru_cache(None)
    def best(word: int, at: int) -> tuple[int, tuple[str, ...]] | None:
        """The fewest misses, and the syllables, of the words from here on."""
        if word == len(words):
            return 0, ()
        found: tuple[int, tuple[str, ...]] | None = None
        for first in _cuts(words[word]):
            rest = best(word + 1, at + len(first)) if at + len(first) <= len(wanted) else None
            if rest is None:
                continue
            ways = wanted[at : at + len(first)]
            misses = sum(split_tone(s).letters not in way for s, way in zip(first, ways, strict=True))
            # of two that fit as well, the one that covers more of the name
            cost = rest[0] + misses * 100 - len(first)
            if found is None or cost < found[0]:
                found = cost, (*first, *rest[1])
        return found

    cheapest = best(0, 0)
    return list(cheapest[1]) if cheapest else None


@lru_cache(4000)
def _cuts(word: str) -> tuple[tuple[str, ...], ...]:
    """Every way to cut one written word into syllables."""
    plain, owners = "", []
    source = unicodedata.normalize("NFC", word.lower())
    for place, sign in enumerate(source):
        letters = split_tone(sign).letters
        plain += letters
        owners += [place] * len(letters)
    ways: list[tuple[str, ...]] = []
    dead: set[int] = set()  # from here no cut reaches the end

    def walk(start: int, taken: tuple[str, ...]) -> bool:
        if start == len(plain):
            ways.append(taken)
            return True
        reached = False
        for end in range(min(len(plain), start + 6), start, -1):
            if len(ways) >= _MOST_CUTS or end in dead or not _SYLLABLE.fullmatch(plain[start:end]):
                continue
            last = owners[end] if end < len(plain) else len(source)
            piece = source[owners[start] : last]
            if sum(sign.isdecimal() or _has_mark(sign) for sign in piece) <= 1:
                reached = walk(end, (*taken, piece)) or reached
        if not reached and len(ways) < _MOST_CUTS:
            dead.add(start)
        return reached

    if len(plain) <= _LONGEST_WORD:
        walk(0, ())
    return tuple(ways)


def _has_mark(sign: str) -> bool:
    return any(part in _MARKS for part in unicodedata.normalize("NFD", sign))
