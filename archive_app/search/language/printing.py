"""A tree as a query that reads back to it."""

from __future__ import annotations

import re

from archive_app.search.language.fields import fields
from archive_app.search.language.operators import Unit
from archive_app.search.language.tree import All, Either, In, Near, Node, Not, Word, is_plain

_BEFORE_QUOTE = re.compile(r'(\\*)("|\Z)')


def printed(node: Node) -> str:
    """The query that means ``node``."""
    if isinstance(node, Word):
        return node.text if not node.quoted and is_plain(node.text) else quoted(node.text)
    if isinstance(node, In):
        return f"{fields()[node.field].label}:{_inside(node.part, (Word,))}"
    if isinstance(node, Not):
        return f"-{_inside(node.part, (Word, In))}"
    if isinstance(node, Either):
        return " 或 ".join(_inside(part, (Word, In, Not)) for part in node.parts)
    if isinstance(node, Near):
        return f" {_operator(node)} ".join(printed(part) for part in node.parts)
    return " ".join(_inside(part, (Word, In, Not, Either, Near)) for part in node.parts)


def _inside(node: Node, bare: tuple[type[Node], ...]) -> str:
    """A part, in parentheses where it is none of those that need none there."""
    text = printed(node)
    return text if isinstance(node, bare) and not isinstance(node, All) else f"({text})"


def _operator(node: Near) -> str:
    if node.unit is Unit.CHARACTERS:
        return f"/{node.distance}{'>' if node.ordered else ''}"
    return f"{node.unit.value}{'>' if node.ordered else ''}"


def quoted(text: str) -> str:
    """A text in quotes, whatever stands in it."""

    def doubled(match: re.Match[str]) -> str:
        mark = '\\"' if match[2] else ""
        return match[1] * 2 + mark if match[2] or match[1] else ""

    return f'"{_BEFORE_QUOTE.sub(doubled, text)}"'
