"""The text before it is parsed: line ends, characters that no text should hold, and the count of words at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""One Han character (〇 included)."""

CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—·]")
"""A character that needs no space between itself and the next one when two lines are joined."""

_NEWLINES = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"


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


def is_word(character: str) -> bool:
    """Whether two lines that meet at this character on both sides are joined by a space."""
    return not CJK.match(character) and not character.isspace()


def missing(source: str, kept: Iterable[str]) -> str:
    """A warning that names the Han characters of ``source`` that stand nowhere in ``kept``; empty if none do.

    The last safeguard: every form that loses words says so itself, and this finds the one that does not.
    """
    there = Counter("".join(kept))
    lost = Counter({c: count - there[c] for c, count in Counter(source).items() if count > there[c] and HAN.match(c)})
    if not lost:
        return ""
    lines = [
        f"第{number}行「{line.strip()}」"
        for number, line in enumerate(source.split("\n"), 1)
        if any(character in lost for character in HAN.findall(line))
    ]
    words = "".join(lost.elements())
    return f"有{lost.total()}个字没有读进来：{words}。可能在：{'；'.join(lines[:5])}。"
