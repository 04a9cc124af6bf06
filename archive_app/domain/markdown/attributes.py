"""The list in braces: ``{.dots}``, ``{width=60% place=here credit="祁垚摄"}``, ``{tight}``.

A list holds classes (``.name``), pairs (``key=value``) and bare words. A value is quoted ("…", '…' or “…”, with a
backslash before a quote or a backslash in it) or runs to the next space; the generic attribute plugins do not read
``60%`` or Chinese quotes, which editors type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from archive_app.frozen import dataclass

_LONGEST = 20_000  # a paragraph may name hundreds of segments
_ITEM = re.compile(
    r"""\s*(?:
        \.(?P<cls>[\w-]+)
      | (?P<key>[\w-]+)\s*=\s*(?:
            "(?P<dq>(?:\\.|[^"\\])*)"
          | '(?P<sq>(?:\\.|[^'\\])*)'
          | “(?P<cq>[^”]*)”
          | (?P<bare>[^\s{}|｜"'“”]+)
        )
      | (?P<word>[\w-]+)
    )(?=[\s}])""",
    re.VERBOSE | re.DOTALL,
)
_END = re.compile(r"\s*\}")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in the braces, each kind in its order; ``source`` is the whole list as written."""

    source: str = ""
    classes: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether this can be nothing but attributes: it has a class or a pair."""
        return bool(self.classes or self.pairs)


def read_attributes(text: str, start: int, end: int | None = None) -> tuple[int, Attributes] | None:
    """Read the list that opens at ``text[start]``; the offset after its closing brace, and the list.

    ``None`` where there is no well-formed list.
    """
    limit = min(len(text) if end is None else end, start + _LONGEST)
    if start >= limit or text[start] != "{":
        return None
    position = start + 1
    classes: list[str] = []
    words: list[str] = []
    pairs: dict[str, str] = {}
    repeated: list[str] = []
    while True:
        closing = _END.match(text, position, limit)
        if closing:
            break
        item = _ITEM.match(text, position, limit)
        if not item:
            return None
        position = item.end()
        if item["cls"]:
            classes.append(item["cls"])
        elif item["word"]:
            words.append(item["word"])
        else:
            if item["key"] in pairs:
                repeated.append(f"{item['key']}={pairs[item['key']]}")
            pairs[item["key"]] = _value(item)
    if not (classes or words or pairs):
        return None
    source = text[start : closing.end()]
    return closing.end(), Attributes(source, tuple(classes), pairs, tuple(words), tuple(repeated))


def _value(item: re.Match[str]) -> str:
    for quoted in (item["dq"], item["sq"]):
        if quoted is not None:
            return _ESCAPED.sub(r"\1", quoted)
    return item["cq"] if item["cq"] is not None else item["bare"]


def quoted(value: str) -> str:
    """``value`` as it stands after the equals sign."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
