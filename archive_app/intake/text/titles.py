"""A title from a file's name or a text's first line; nothing is made up."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from archive_app.vault.hostile.names import is_invisible

LONGEST = 60  # characters of a first line that may be a title

_VERSION = re.compile(
    r"""[\s_\-—–.,，、·]*
    (?:[(（\[【]?\s*
        (?:最终版|最终稿|最终|终版|终稿|定稿|最新版|最新|修改稿|修改版|修订稿|修订版|改稿|初稿|草稿|打印版|打印稿|整理稿|送审稿
          |副本|复件|拷贝|copy|final|第?[一二三四五六七八九十\d]{1,2}[稿版校]|[一二三四]改|v\d+(?:\.\d+)*)
        \s*[)）\]】]?
      |[(（\[【]\s*\d{1,2}\s*[)）\]】]
    )\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_COPY = re.compile(r"\A(?:复件|副本|copy of)\s*(?:[(（]\d+[)）]\s*)?", re.IGNORECASE)
_ENDS_A_SENTENCE = tuple("。，；：、,;:…")
_NUMBERED = re.compile(
    r"\A(?:[(（]?[一二三四五六七八九十百]+[)）、．.]|第[一二三四五六七八九十百\d]+[章节回条]|\d+[、．.])"
)
_SPEAKS = re.compile(r"\A\S{1,8}[：:]")
_DASHES = re.compile(r"\A[—―–－\-─]{1,4}\s*")


def title_from_name(name: str) -> str:
    """A file's name without its suffix and the words of its version: ``羊皮筏子 最终版(2).docx`` is 羊皮筏子.

    Dates stay; a name that is nothing but such words stays whole. What cannot be seen, or turns the writing round, is
    the name's and not the title's.
    """
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix else name
    stem = "".join(" " if char in "\t\r\n" else "" if is_invisible(char) else char for char in stem).strip() or stem
    title = _COPY.sub("", stem) or stem
    while True:
        shorter = _VERSION.sub("", title)
        if shorter == title or not shorter.strip():
            return title.strip() or stem or name
        title = shorter


def looks_like_title(text: str) -> bool:
    """Whether a first line may be the title: short, no sentence, no numbered heading, nobody speaking."""
    length = len("".join(text.split()))
    return (
        2 <= length <= LONGEST
        and not text.rstrip().endswith(_ENDS_A_SENTENCE)
        and "。" not in text
        and not is_numbered(text)
        and not _SPEAKS.match(text)
    )


def is_numbered(text: str) -> bool:
    """Whether a line begins with the number of a section: 一、 （二） 第三章 4."""
    return _NUMBERED.match(text) is not None


def tidy_title(text: str) -> str:
    """A title without the spaces that spread a short one over its line (我　的　父　亲)."""
    words = text.split()
    if len(words) > 1 and all(len(word) == 1 and word > "\u2e7f" for word in words):
        return "".join(words)
    return " ".join(words) if any(word.isascii() for word in words) else "　".join(words)


def subtitle(text: str) -> str:
    """The words of a line that begins with a dash, as a subtitle does; empty where it is none."""
    match = _DASHES.match(text)
    return text[match.end() :].strip() if match and looks_like_title(text[match.end() :]) else ""
