"""Lists written a line each, without the blank lines that Markdown wants: no line is run into the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_MARKUP = re.compile(r"\s*(?:[#>|]|[-*+]\s|\d+[.)]\s|:\s|\[\^|<)")
_OFFICE = re.compile(r"\s*[^：:|#>\s][^：:|]{0,19}[：:]")
_DATED = re.compile(
    r"\s*\**(?:约?(?:公元前?)?\d{1,4}年|\d{1,2}月|[是同本当]?[月年]|民国|[〇零一二三四五六七八九十廿卅]{1,4}[年月]|"
    r"(?:洪武|永乐|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统))"
)
_SEPARATED = re.compile("[、，,；;：:]\\s*\\Z")


def spaced(kind: str, text: str) -> str:
    """The text of a 编委会 or a 大事记 with each of its lines a paragraph; any other text as it is.

    A line of names that follows an office goes on with it: 、 is put between the two.
    """
    begins = _BEGINS.get(kind)
    return _spaced(text, begins, kind == "board") if begins is not None else text


def _spaced(text: str, begins: Callable[[str], object], names: bool) -> str:
    head, body = _parted(text)
    lines: list[str] = []
    for line in body.splitlines():
        before = lines[-1] if lines else ""
        follows = bool(before.strip() and line.strip()) and not _MARKUP.match(before) and not _MARKUP.match(line)
        if follows and begins(line):
            lines.append("")
        elif follows and names and begins(_first_of(lines)) and not _SEPARATED.search(before):
            lines[-1] = f"{before.rstrip()}、"
        lines.append(line)
    return head + "\n".join(lines) + "\n"


def _first_of(lines: list[str]) -> str:
    """The first line of the paragraph that ``lines`` end in."""
    place = len(lines) - 1
    while place and lines[place - 1].strip():
        place -= 1
    return lines[place]


def _parted(text: str) -> tuple[str, str]:
    """A text's YAML head and the rest."""
    found = re.match(r"\ufeff?---\s*\n.*?\n---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    return (found[0], text[found.end() :]) if found else ("", text)


_BEGINS: Mapping[str, Callable[[str], object]] = {"board": _OFFICE.match, "chronicle": _DATED.match}
