"""XML as text: escaped, and with nothing in it that XML 1.0 does not take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def clean(text: str) -> str:
    """``text`` without what XML cannot hold (§2.2, Char): control characters go, half of a character becomes U+FFFD.

    The layout's problems name both (`archive_app.typeset.problems`), so neither is lost unsaid.
    """
    return _HALVES.sub("\ufffd", _NOT_XML.sub("", text))


def tidy(text: str) -> str:
    """``text`` as a title or a name: in one line, nothing that does not show at its ends."""
    return " ".join(clean(text).splitlines()).strip()


def said(text: str) -> str:
    """Text between tags."""
    return escape(clean(text))


def attributes(values: Mapping[str, object]) -> str:
    """Attributes with a blank before each; those that are None are left out."""
    return "".join(f" {name}={quoteattr(clean(str(value)))}" for name, value in values.items() if value is not None)


def element(name: str, values: Mapping[str, object] | None = None, *inner: str) -> str:
    """``<name …>inner</name>``; empty where nothing is inside. ``inner`` is markup already."""
    opening = f"<{name}{attributes(values or {})}"
    return f"{opening}>{''.join(inner)}</{name}>" if any(inner) else f"{opening}/>"
