"""The text before it is parsed: line ends, characters that no text should hold, and the count of words at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# ranges, not regular expressions: one with so many characters takes longer to compile than most articles to read
_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))
_CJK = (
    range(0x2E80, 0xA000),
    range(0xF900, 0xFB00),
    range(0xFE30, 0xFE50),
    range(0xFF01, 0xFF61),
    range(0xFFE0, 0xFFE7),
    range(0x20000, 0x40000),
)
_CJK_MARKS = "“”‘’…—·"

_NEWLINES = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"
_NEAR = 2000  # characters that are searched for a text beyond the one before it


def clean(text: str) -> tuple[str, list[str]]:
    """``text`` with "\\n" line ends and without control characters, lone surrogates and BOMs, and the warnings.

    A lone surrogate becomes U+FFFD, so that the place shows; a control character goes.
    """
    warnings: list[str] = []
    text = _NEWLINES.sub("\n", text.replace(_BOM, ""))
    found = _CONTROLS.search(text)
    if found:
        text, count = _CONTROLS.subn("", text)
        warnings.append(f"去掉了{count}个控制字符，第一个在第{line_of(text, found.start())}行。")
    found = _SURROGATES.search(text)
    if found:
        text, count = _SURROGATES.subn("\ufffd", text)
        warnings.append(f"有{count}个残缺的字符（以「\ufffd」代替），第一个在第{line_of(text, found.start())}行。")
    return text, warnings


def line_of(text: str, offset: int) -> int:
    """The number, from 1, of the line that ``offset`` stands in."""
    return text.count("\n", 0, offset) + 1


def is_han(character: str) -> bool:
    """Whether this is a Han character (〇 included)."""
    code = ord(character)
    return character == "〇" or any(code in block for block in _HAN)


def is_cjk(character: str) -> bool:
    """Whether this needs no space between itself and the next one when two lines are joined."""
    code = ord(character)
    return character in _CJK_MARKS or any(code in block for block in _CJK)


def is_word(character: str) -> bool:
    """Whether two lines that meet at this character on both sides are joined by a space."""
    return not is_cjk(character) and not character.isspace()


def missing(source: str, kept: Iterable[str]) -> str:
    """A warning that names the Han characters of ``source`` that stand nowhere in ``kept``; empty if none do.

    The last safeguard: every form that loses words says so itself, and this finds the one that does not.
    """
    rest, elsewhere = _less_what_stands(source, kept)
    there = Counter(elsewhere)
    lost = Counter({c: count - there[c] for c, count in Counter(rest).items() if count > there[c] and is_han(c)})
    if not lost:
        return ""
    lines = [
        f"第{number}行「{line.strip()}」"
        for number, line in enumerate(source.split("\n"), 1)
        if any(character in lost for character in line)
    ]
    words = "".join(lost.elements())
    return f"有{lost.total()}个字没有读进来：{words}。可能在：{'；'.join(lines[:5])}。"


def _less_what_stands(source: str, kept: Iterable[str]) -> tuple[str, str]:
    """``source`` without the texts that stand in it as they were kept, and the texts that do not.

    Most paragraphs do, so there is little left to count, and what is lost is the same.
    """
    rest: list[str] = []
    elsewhere: list[str] = []
    position = 0
    for text in kept:
        start = source.find(text, position, position + len(text) + _NEAR) if text else -1
        if start < 0:
            elsewhere.append(text)
        else:
            rest.append(source[position:start])
            position = start + len(text)
    return "".join((*rest, source[position:])), "".join(elsewhere)
