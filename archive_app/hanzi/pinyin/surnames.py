"""Surnames: where they end, how they are read, and the names that have none."""

from __future__ import annotations

from functools import lru_cache

from archive_app.hanzi.folding import fold
from archive_app.hanzi.tables import read_lines

_LONGEST = 4
"""Characters of the longest surname of the table."""

_TWO_WORDS = 4
"""Characters of most Tibetan names: two words of two."""

_DOTS = set("·•・‧∙⋅᛫")
"""What stands between the parts of a name that has no surname in front, however it was typed."""


@lru_cache(1)
def _surnames() -> dict[str, tuple[str, ...]]:
    return {line[0]: tuple(line[1].split(" ")) for line in read_lines("hanzi", "surnames.tsv")}


@lru_cache(1)
def name_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """How parts of names are read: word → what it is (字 藏 经 地 称) → its syllables."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for word, reading, what in read_lines("hanzi", "name_words.tsv"):
        found.setdefault(word, {})[what] = tuple(reading.split(" "))
    return found


@lru_cache(1)
def longest_words() -> dict[str, int]:
    """The length of the longest word that begins with a character."""
    found: dict[str, int] = {}
    for word in name_words():
        found[word[0]] = max(found.get(word[0], 0), len(word))
    return found


def word_at(text: str, start: int, what: str) -> str:
    """The longest word of these sorts (``字藏经地``) that stands at ``start`` of a folded text; empty: none."""
    longest = longest_words().get(text[start : start + 1], 0)
    if not longest:
        return ""
    words = name_words()
    for length in range(min(longest, len(text) - start), 0, -1):
        word = text[start : start + length]
        if word in words and any(sort in what for sort in words[word]):
            return word
    return ""


def has_surname(name: str) -> bool:
    """Whether a person's name begins with a surname: not with a middle dot in it, not where it begins with a word
    of Tibetan names or of 经名, nor where four characters end with a Tibetan word (单巴才让)."""
    text = fold(name)
    if _DOTS & set(name) or word_at(text, 0, "藏经"):
        return False
    return len(text) != _TWO_WORDS or text[:2] in _surnames() or not word_at(text, 2, "藏")


def called(name: str, start: int) -> str:
    """The word for an office or trade at the end of a folded name, behind ``start`` (刘校长 → 校长); empty: none."""
    longest = longest_words()  # few characters begin a word: the others need not be asked for
    ends = [at for at in range(start, len(name)) if name[at] in longest]
    return next((word for at in ends if (word := word_at(name, at, "称")) == name[at:]), "")


def surname_length(name: str) -> int:
    """Characters of the surname: two (rarely three or four) for a 复姓 with something after it, else one; 0: none."""
    if not name or not has_surname(name):
        return 0
    folded = fold(name)
    for length in range(min(_LONGEST, len(folded)), 1, -1):
        if folded[:length] in _surnames():
            return length
    return 1


def surname_readings(surname: str) -> list[tuple[str, ...]]:
    """The readings of a surname, each with a syllable a character; empty where it is read as it usually is.

    The form as written is looked up first: 於 is Yū, though it folds to 于.
    """
    table = _surnames()
    found = table.get(surname) or table.get(fold(surname), ())
    return [found] if len(surname) > 1 and found else [(reading,) for reading in found]
