"""How a stretch of HTML looks, as far as a manuscript keeps it: read off names, classes and ``style`` attributes."""

from __future__ import annotations

import re
from typing import Any

from archive_app.domain.manuscript import BlockKind, SpanStyle

Element = Any
"""An lxml element; the library ships no types."""

_DECLARED = re.compile(r"\s*([\w-]+)\s*:\s*((?:[^;\"']|\"[^\"]*\"|'[^']*')*)")
_KAI = re.compile(r"楷|kai", re.IGNORECASE)
_BOLD = {"b", "strong", "th"}
_KAI_NAMES = {"i", "em", "cite", "dfn"}
_NAMED = {
    "u": SpanStyle.UNDERLINE,
    "ins": None,
    "sup": SpanStyle.SUPERSCRIPT,
    "sub": SpanStyle.SUBSCRIPT,
    "small": SpanStyle.SMALL,
}
_QUOTES = ("quote", "引文", "引用")
_VERSES = ("verse", "唱词", "诗")
_LEVEL = re.compile(r"(?:heading|标题|msoheading)\s*([1-9])")


def declared(element: Element) -> dict[str, str]:
    """The properties of an element's ``style`` attribute, in small letters."""
    text = element.get("style") or ""
    found = (
        {name.lower(): value.strip().strip("'\"").lower() for name, value in _DECLARED.findall(text)} if text else {}
    )
    if face := element.get("face"):  # <font face="…">, as LibreOffice writes it
        found["font-family"] = face.lower()
    return found


def classes(element: Element) -> str:
    """The class names as one string of small letters."""
    return (element.get("class") or "").lower()


def is_hidden(style: dict[str, str]) -> bool:
    """Whether nobody sees it."""
    return style.get("display") == "none" or style.get("mso-hide") == "all" or style.get("visibility") == "hidden"


def marked(name: str, style: dict[str, str], before: frozenset[SpanStyle], *, link: bool) -> frozenset[SpanStyle]:
    """The marks inside an element, where ``before`` are those around it; a ``link`` is underlined because it is one."""
    found = set(before)
    if name in _BOLD:
        found.add(SpanStyle.BOLD)
    elif name in _KAI_NAMES:
        found.add(SpanStyle.KAI)
    elif _NAMED.get(name) is not None and not (name == "u" and link):
        found.add(_NAMED[name])  # type: ignore[arg-type]
    weight = style.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600):
        found.add(SpanStyle.BOLD)
    elif weight in ("normal", "lighter") or (weight.isdigit() and int(weight) < 600):
        found.discard(SpanStyle.BOLD)
    slant = style.get("font-style", "")
    if slant in ("italic", "oblique"):
        found.add(SpanStyle.KAI)
    elif slant == "normal":
        found.discard(SpanStyle.KAI)
    family = style.get("mso-fareast-font-family", "") or style.get("font-family", "")
    if family:
        (found.add if _KAI.search(family.split(",")[0]) else found.discard)(SpanStyle.KAI)
    lines = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "underline" in lines and not link:
        found.add(SpanStyle.UNDERLINE)
    elif lines.strip() == "none":
        found.discard(SpanStyle.UNDERLINE)
    if any(style.get(key, "none") not in ("none", "") for key in ("text-emphasis", "text-emphasis-style")):
        found.add(SpanStyle.DOTS)
    raised = style.get("vertical-align", "")
    if raised in ("super", "sub"):
        found.add(SpanStyle.SUPERSCRIPT if raised == "super" else SpanStyle.SUBSCRIPT)
    return frozenset(found)


def kind_of(element: Element, name: str, style: dict[str, str]) -> tuple[BlockKind, int] | None:
    """What an element makes of the paragraphs in it, and a heading's level; ``None`` where it says nothing."""
    level = style.get("mso-outline-level", "")
    if re.fullmatch(r"h[1-6]", name):
        return BlockKind.HEADING, int(name[1])
    if level.isdigit() and 1 <= int(level) <= 9:
        return BlockKind.HEADING, int(level)
    named = classes(element)
    if "msotitle" in named or named == "title":
        return BlockKind.HEADING, 0
    if found := _LEVEL.search(named):
        return BlockKind.HEADING, int(found[1])
    if name == "blockquote" or any(word in named for word in _QUOTES):
        return BlockKind.QUOTE, 0
    if any(word in named for word in _VERSES):
        return BlockKind.VERSE, 0
    return None
