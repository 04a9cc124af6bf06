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
    pieces: list[str] = []
    for word in re.split(r"[\s'’\-·]+", written.strip()):
        if word:
            pieces.append(word)
    found = _cut_words(tuple(pieces), wanted, 0)
    return found


def _cut_words(words: tuple[str, ...], wanted: list[set[str]], at: int) -> list[str] | None:
    if not words:
        return []
    best: list[str] | None = None
    least = 0
    for first in _cuts(words[0]):
        if at + len(first) > len(wanted):
            continue
        rest = _cut_words(words[1:], wanted, at + len(first))
        if rest is None:
            continue
        whole = [*first, *rest]
        misses = sum(
            split_tone(s).letters not in ways for s, ways in zip(whole, wanted[at : at + len(whole)], strict=True)
        )
        misses = misses * 100 + len(wanted) - at - len(whole)
        if best is None or misses < least:
            best, least = whole, misses
    return best


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

    def walk(start: int, taken: tuple[str, ...]) -> None:
        if len(ways) >= 32:
            return
        if start == len(plain):
            ways.append(taken)
            return
        for end in range(min(len(plain), start + 6), start, -1):
            if _SYLLABLE.fullmatch(plain[start:end]):
                last = owners[end] if end < len(plain) else len(source)
                piece = source[owners[start] : last]
                if sum(sign.isdecimal() or _has_mark(sign) for sign in piece) <= 1:
                    walk(end, (*taken, piece))

    walk(0, ())
    return tuple(ways)


def _has_mark(sign: str) -> bool:
    return any(part in _MARKS for part in unicodedata.normalize("NFD", sign))
