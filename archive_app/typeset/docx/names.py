"""Namespaces, units and the words that every part of a docx shares."""

from __future__ import annotations

from collections.abc import Mapping

from archive_app.typeset.reflow.markup import element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "xmlns:w": MAIN,
    "xmlns:r": RELATIONS,
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
EMU = 12_700
"""English Metric Units in a point."""

FONTS: Mapping[str, tuple[str, str]] = {
    "song": ("宋体", "Times New Roman"),
    "song-bold": ("宋体", "Times New Roman"),
    "hei": ("黑体", "Arial"),
    "hei-bold": ("黑体", "Arial"),
    "kai": ("楷体", "Times New Roman"),
    "fangsong": ("仿宋", "Times New Roman"),
}
"""Role → the fonts for Chinese and for Latin that every Word in China has: a publisher's machine has no other for sure.
黑体 is bold by nature and is not emboldened."""


_NONE: Mapping[str, str] = {}


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def w(name: str, value: object = None, /, **more: object) -> str:
    """``<w:name w:val="value" w:…/>``."""
    values = {"w:val": value, **{f"w:{key}": one for key, one in more.items()}}
    return element(f"w:{name}", values)


def holding(name: str, /, *inner: str) -> str:
    """``<w:name>inner</w:name>``."""
    return element(f"w:{name}", {}, *inner)


def fonts(role: str, own: Mapping[str, str] = _NONE) -> str:
    """``w:rFonts`` for a role of the template; ``own`` are the families of the editor's fonts, by role."""
    chinese, latin = FONTS[role]
    name = own.get(role, "")
    return w("rFonts", ascii=name or latin, hAnsi=name or latin, eastAsia=name or chinese, cs=latin)
