"""Namespaces and the small questions every module asks of an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any
"""An lxml element; the library ships no types."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix everybody knows it by
DC = "{http://purl.org/dc/elements/1.1/}"

_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_NAMES = {
    "wordprocessingml/main": "wordprocessingml/2006/main",
    "officeDocument/relationships": "officeDocument/2006/relationships",
    "officeDocument/math": "officeDocument/2006/math",
    "drawingml/main": "drawingml/2006/main",
    "drawingml/wordprocessingDrawing": "drawingml/2006/wordprocessingDrawing",
    "drawingml/picture": "drawingml/2006/picture",
    "drawingml/chart": "drawingml/2006/chart",
    "drawingml/diagram": "drawingml/2006/diagram",
}


def transitional(uri: str) -> str:
    """A namespace or relationship type of ISO/IEC 29500 Strict as its Transitional counterpart."""
    if not uri.startswith(_STRICT):
        return uri
    rest = uri.removeprefix(_STRICT)
    for strict, usual in _STRICT_NAMES.items():
        if rest == strict or rest.startswith(strict + "/"):
            return _TRANSITIONAL + usual + rest[len(strict) :]
    return uri


def make_transitional(root: Element) -> None:
    """Rename every Strict element and attribute of a tree, in place."""
    for element in root.iter():
        if _STRICT in element.tag:
            element.tag = _renamed(element.tag)
        for name in element.attrib:
            if _STRICT in name:
                element.set(_renamed(name), element.attrib.pop(name))


def _renamed(name: str) -> str:
    uri, _, local = name[1:].partition("}")
    return f"{{{transitional(uri)}}}{local}"


def local(element: Element) -> str:
    """The name without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def value(element: Element | None, default: str = "") -> str:
    """``w:val`` of an element that may not be there."""
    return default if element is None else str(element.get(f"{W}val", default))


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant down this path of ``w:`` names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(W + name), None)  # half the time of find(), which reads a path
    return element


def within(element: Element | None, name: str) -> tuple[Element, ...]:
    """The children of a ``w:`` child that may not be there."""
    found = child(element, name)
    return () if found is None else tuple(found)


def toggle(properties: Element | None, name: str) -> bool | None:
    """A toggle property (ISO/IEC 29500-1 §17.7.3): on, off, or not said."""
    found = child(properties, name)
    if found is None:
        return None
    return value(found, "1").lower() not in ("0", "false", "off", "none")


def number(text: str | None, default: int = 0) -> int:
    """An integer attribute; ``default`` where it is missing or nonsense."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def texts(element: Element) -> str:
    """Every ``w:t`` under an element, run together."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def chosen(alternate: Element) -> Iterator[Element]:
    """The children of the one branch of ``mc:AlternateContent`` that is read: the first choice that holds anything."""
    branches = [*alternate.findall(f"{MC}Choice"), *alternate.findall(f"{MC}Fallback")]
    return iter(next((branch for branch in branches if len(branch)), ()))
