"""Word's fields: instructions whose last result stands in the text (ISO/IEC 29500-1 §17.16)."""

from __future__ import annotations

import re
from dataclasses import field

from archive_app.frozen import dataclass

CONTENTS = ("TOC", "INDEX", "TOA")
"""Lists that a book makes anew."""

_MARKS = {"XE", "TC", "TA", "RD"}
_WORD = re.compile(r"\s*(\S+)")
_RUBY = re.compile(
    r"\\o\s*(?:\\a[dclr]\s*)?\(\s*\\s\s*\\up\s*[\d.]*\s*\((?P<reading>[^()]*)\)\s*[,，;；]\s*(?P<base>[^()]*)\)"
)
_ENCLOSED = re.compile(r"\\o\s*(?:\\a[dclr]\s*)?\(\s*(?P<frame>[○〇□△◇])\s*[,，;；]\s*(?P<base>[^()]*)\)")
_FRACTION = re.compile(r"\\f\s*\(([^(),，]*)[,，;；]([^()]*)\)")
_CIRCLED = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)}


@dataclass(slots=True)
class Field:
    """A field that has begun. ``result``: its instruction is over."""

    instruction: str = ""
    result: bool = False

    @property
    def kind(self) -> str:
        """The instruction's first word."""
        first = _WORD.match(self.instruction)  # asked of every run inside: the instruction may be long
        return first[1].upper() if first else ""

    @property
    def silent(self) -> bool:
        """Whether nothing of it goes into the text now."""
        return not self.result or self.kind in CONTENTS


@dataclass(slots=True)
class FieldStack:
    """The fields that are open at a place in the text; a table of contents stays open over many paragraphs."""

    open: list[Field] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Whether text here is not to be taken."""
        return any(entry.silent for entry in self.open)

    @property
    def in_instruction(self) -> bool:
        """Whether text here belongs to an instruction."""
        return bool(self.open) and not self.open[-1].result


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an EQ field draws: a base with a reading, or plain words; ``exact``: nothing of it was lost."""

    text: str
    reading: str = ""
    exact: bool = True


def is_mark(kind: str) -> bool:
    """An index entry and the like: nothing that is seen."""
    return kind in _MARKS


def drawn(instruction: str) -> Drawn:
    """What an EQ field shows: 拼音指南 makes one for each character, 带圈字符 another."""
    ruby = _RUBY.search(instruction)
    if ruby:
        return Drawn(ruby["base"].strip(), ruby["reading"].strip())
    enclosed = _ENCLOSED.search(instruction)
    if enclosed:
        base = enclosed["base"].strip()
        if enclosed["frame"] in "○〇" and base in _CIRCLED:
            return Drawn(_CIRCLED[base])
        return Drawn(base, exact=False)
    fraction = _FRACTION.search(instruction)
    if fraction:
        return Drawn(f"{fraction[1].strip()}/{fraction[2].strip()}", exact=False)
    rest = re.sub(r"^\s*EQ\b", "", instruction, flags=re.IGNORECASE)
    words = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)|\\[a-z]+', " ", rest, flags=re.IGNORECASE)
    return Drawn(" ".join(words.split()), exact=False)
