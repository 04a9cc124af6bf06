"""How much is written: 文字数, and what Word calls 字数 and 字符数.

文字数 is the archive's own count (`Manuscript.character_count`): the characters of text, headings and captions that are
not white space. What Word shows in 审阅 → 字数统计 is counted by another rule, which offices and authors agree on when
they say “三千字”: a Chinese character or a Chinese mark of punctuation is one, and so is a run of anything else between
two spaces or Chinese characters (a year, a word, ``8.5%``). Tables and the 问： before a question stand in a Word file
as text, so they count there. LibreOffice follows the same rule, but parts runs at some marks where Word does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.frozen import dataclass

_ASKED = frozenset({BlockKind.QUESTION, BlockKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Counts:
    """One text's figures.

    ``written`` is 文字数; ``asian`` and ``runs`` are Word's 中文字符 and 非中文单词; ``characters`` and ``with_spaces``
    its 字符数 without and with white space; ``paragraphs`` those that are not blank.
    """

    written: int = 0
    asian: int = 0
    runs: int = 0
    characters: int = 0
    with_spaces: int = 0
    paragraphs: int = 0

    @property
    def words(self) -> int:
        """Word's 字数."""
        return self.asian + self.runs

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.written + other.written,
            self.asian + other.asian,
            self.runs + other.runs,
            self.characters + other.characters,
            self.with_spaces + other.with_spaces,
            self.paragraphs + other.paragraphs,
        )


def count(text: str) -> Counts:
    """The figures of running text, a paragraph a line."""
    return _sum(_counted(line, len("".join(line.split()))) for line in text.split("\n"))


def count_manuscript(manuscript: Manuscript, *, notes: bool = False) -> Counts:
    """The figures of a manuscript, with or without its notes."""
    return _sum(part for block in manuscript for part in _of_block(block, notes))


def _of_block(block: Block, notes: bool) -> Iterator[Counts]:
    label = f"{block.label or block.kind.label}：" if block.kind in _ASKED else ""
    yield _counted(label + block.text, len("".join(block.text.split())))
    for row in block.rows:
        for cell in row:
            yield _counted(cell.text, 0)  # 文字数 leaves tables out
    if notes:
        for note in block.notes:
            yield _counted(note.text, len("".join(note.text.split())))


def _sum(parts: Iterable[Counts]) -> Counts:
    total = Counts()
    for part in parts:
        total += part
    return total


@lru_cache(maxsize=4096)
def _counted(text: str, written: int) -> Counts:
    """The figures of one paragraph; forced lines in it are no characters."""
    asian, runs = _words(text)
    solid = len("".join(text.split()))
    return Counts(written, asian, runs, solid, len(text) - text.count("\n"), int(solid > 0))


def _words(text: str) -> tuple[int, int]:
    """Word's 中文字符 and 非中文单词 of one paragraph."""
    classes = [_class_of(character) for character in text]
    chinese = "W" in classes
    asian = runs = 0
    before = " "
    for at, here in enumerate(classes):
        if here == "":  # a variation selector, a joiner: part of the character before it
            continue
        if here == "A":  # “ ” … — · are Chinese in a Chinese paragraph, but not inside a word: don’t, 20×30
            after = classes[at + 1] if at + 1 < len(classes) else " "
            here = "W" if chinese and not (before == "L" and after == "L") else "L"
        if here == "W" or (here == "K" and before != "K"):
            asian += 1
        elif here == "L" and before != "L":
            runs += 1
        before = here
    return asian, runs


@lru_cache(maxsize=8192)
def _class_of(character: str) -> str:
    """``W`` Chinese (or kana), ``K`` Korean (counted by words), ``A`` a mark that may be either, ``L`` the rest."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return ""
    width = unicodedata.east_asian_width(character)
    if width in ("W", "F"):
        return "K" if "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3" else "W"
    if width == "A" and not category.startswith("L"):
        return "W" if category == "Co" else "A"
    return "L"
