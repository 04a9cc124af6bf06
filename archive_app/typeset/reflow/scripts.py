"""Which writing a stretch of text is in, what language that means to a reader's ear, and which way it runs.

Words of Arabic or Uyghur that follow each other are one phrase, with the blanks, figures and brackets between them:
only as a whole do they stand in their order (UAX #9; a program that is given them one by one puts the first left).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from archive_app.typeset.fonts.library import own_faces
from archive_app.typeset.reflow.rare import ARABIC, SPECIAL, family_of, script_of

_LETTER = "[" + "".join(f"{chr(block.start)}-{chr(block.stop - 1)}" for block in ARABIC) + "]"
_BETWEEN = "[ -@\\[-`{-~\u00a0\u00ab\u00bb\u200b-\u200f\u2060]"  # neither letter nor anything Chinese
_PHRASE = re.compile(f"{_LETTER}(?:(?:{_BETWEEN})*{_LETTER})*(?: *[0-9][0-9.,:/-]*[0-9]?%?)?")
_ARABIC = re.compile(_LETTER)
_UYGHUR = re.compile("[\u06d5\u06c6-\u06c8\u06cb\u06d0\u06ad]")
_KAZAKH = re.compile("\u0674")


class Stretch(NamedTuple):
    """Words in one writing: ``script`` is empty for what any reader's fonts have, han for rare characters, or tibetan,
    mongolian or arabic; ``family`` the font that goes along for them; ``language`` their tag (BCP 47) where it is not
    the book's; ``phrase`` whether they run from right to left."""

    text: str
    script: str = ""
    family: str = ""
    language: str = ""
    phrase: bool = False


_LANGUAGES = {"tibetan": "bo", "mongolian": "mn"}


def phrases(text: str) -> Iterator[tuple[str, bool]]:
    """``text`` cut into phrases that run from right to left and what stands between them."""
    end = 0
    for found in _PHRASE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def stretches(text: str) -> Iterator[Stretch]:
    """``text`` by writing and font; every character is in one stretch, in order."""
    if not own_faces() and not SPECIAL.search(text):
        if text:
            yield Stretch(text)
        return
    for part, phrase in phrases(text):
        language = spoken(part) if phrase else ""
        for (script, family), group in groupby(part, key=lambda c: (script_of(c), family_of(c))):
            yield Stretch(
                "".join(group),
                "arabic" if phrase else script,
                family,
                language or _LANGUAGES.get(script, ""),
                phrase,
            )


def spoken(phrase: str) -> str:
    """The language of words in Arabic letters, as its tag: Uyghur and Kazakh have letters that Arabic has not."""
    if _KAZAKH.search(phrase):
        return "kk"
    return "ug" if _UYGHUR.search(phrase) else "ar"


@lru_cache(maxsize=1024)
def from_the_right(text: str) -> bool:
    """Whether all that is said runs from right to left: such a paragraph begins at the right, as on the pages."""
    if not _ARABIC.search(text):
        return False
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(script_of(c) == "arabic" for c in letters)
