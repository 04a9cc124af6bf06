"""Namespaces of OpenDocument, and the small questions every module asks of an element."""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""An lxml element; the library ships no types."""

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TEXT = f"{{{_BASE}office:1.0}}", f"{{{_BASE}style:1.0}}", f"{{{_BASE}text:1.0}}"
TABLE, DRAW, META = f"{{{_BASE}table:1.0}}", f"{{{_BASE}drawing:1.0}}", f"{{{_BASE}meta:1.0}}"
FO = f"{{{_BASE}xsl-fo-compatible:1.0}}"
SVG = f"{{{_BASE}svg-compatible:1.0}}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_LENGTH = re.compile(r"(-?[\d.]+)(cm|mm|in|pt|pc|px)\Z")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}


def points(length: str | None) -> float:
    """A length in points; 0 where it is none."""
    found = _LENGTH.match(length or "")
    try:
        return float(found[1]) * _POINTS[found[2]] if found else 0.0
    except ValueError:
        return 0.0


def whole(text: str | None, default: int = 0) -> int:
    """An integer attribute; ``default`` where it is missing or nonsense."""
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 9 else default


def local(element: Element) -> str:
    """The name without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]
