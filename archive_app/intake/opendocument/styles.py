"""Styles of an OpenDocument text: those that are named go into the docx, those a program made are taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive_app.intake.opendocument.names import FO, OFFICE, STYLE, TEXT, Element, whole
from archive_app.intake.wordml.made import Frame, Look, style_xml

_DEEPEST = 30
_ALIGN = {"center": "center", "end": "right", "right": "right", "justify": "both"}
_NO_COLOUR = ("transparent", "", "#ffffff")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    shown: str
    family: str
    parent: str
    automatic: bool
    element: Element
    master: str


class Styles:
    """The styles of a document."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._faces: dict[str, str] = {}
        for root in roots:
            if root is None:
                continue
            for face in root.iter(f"{STYLE}font-face"):
                self._faces[face.get(f"{STYLE}name", "")] = face.get(f"{_SVG_FAMILY}", "").strip("'\"")
            for container, automatic in (("styles", False), ("automatic-styles", True)):
                for holder in root.findall(f"{OFFICE}{container}"):
                    for element in holder.findall(f"{STYLE}style"):
                        self._keep(element, automatic=automatic)

    def _keep(self, element: Element, *, automatic: bool) -> None:
        name, family = element.get(f"{STYLE}name", ""), element.get(f"{STYLE}family", "")
        shown = element.get(f"{STYLE}display-name", name)
        parent = element.get(f"{STYLE}parent-style-name", "")
        style = _Style(name, shown, family, parent, automatic, element, element.get(f"{STYLE}master-page-name", ""))
        self._styles[family, name] = style

    def xml(self) -> Iterator[str]:
        """The named styles of paragraphs and of characters."""
        for (family, name), style in self._styles.items():
            if style.automatic or family not in ("paragraph", "text"):
                continue
            look = self._say_look(Look(), style)
            if family == "text":
                yield style_xml("character", self.character_key(name), style.shown, based_on=self.character_key(
                    style.parent), properties=look.xml())  # fmt: skip
                continue
            frame = _say_frame(Frame(), style)
            frame.outline = whole(style.element.get(f"{STYLE}default-outline-level"), 0) - 1
            yield style_xml(
                "paragraph", key(name), style.shown, based_on=key(style.parent) if style.parent else "",
                properties=frame.xml() + look.xml(), default=name == "Standard",
            )  # fmt: skip

    def character_key(self, name: str) -> str:
        """The id of a style of characters; empty for none."""
        if name in ("Internet_20_link", "Visited_20_Internet_20_Link", "Index_20_Link"):
            return "Hyperlink"
        style = self._styles.get(("text", name))
        return f"c-{name}" if style is not None and not style.automatic else ""

    def frame(self, name: str) -> tuple[Frame, Look]:
        """A paragraph of this style: what it is, and how its words look besides their own styles."""
        frame, look = Frame(), Look()
        chain = self._chain("paragraph", name)
        for style in reversed([one for one in chain if one.automatic]):
            frame = _say_frame(frame, style)
            look = self._say_look(look, style)
        named = next((one for one in chain if not one.automatic), None)
        frame.style = key(named.name) if named is not None else ""
        return frame, look

    def list_of(self, name: str) -> str:
        """The list style that a paragraph style names."""
        for style in self._chain("paragraph", name):
            if (found := style.element.get(f"{STYLE}list-style-name")) is not None:
                return str(found)
        return ""

    def breaks(self, name: str) -> tuple[bool, bool]:
        """Whether a page begins before such a paragraph, and after it."""
        before = after = False
        for style in self._chain("paragraph", name):
            properties = style.element.find(f"{STYLE}paragraph-properties")
            if properties is not None:
                before = before or properties.get(f"{FO}break-before") == "page"
                after = after or properties.get(f"{FO}break-after") == "page"
            before = before or bool(style.master)
        return before, after

    def columns(self, name: str) -> int:
        """How many columns a section of this style has."""
        style = self._styles.get(("section", name))
        found = None if style is None else next(style.element.iter(f"{STYLE}columns"), None)
        return whole(None if found is None else found.get(f"{FO}column-count"), 1)

    def look(self, name: str, around: Look) -> Look:
        """How words of this style look inside words that look like ``around``."""
        look = replace(around)
        chain = self._chain("text", name)
        for style in reversed([one for one in chain if one.automatic]):
            look = self._say_look(look, style)
        named = next((one for one in chain if not one.automatic), None)
        if named is not None:
            look.style = self.character_key(named.name)
        return look

    def _chain(self, family: str, name: str) -> list[_Style]:
        found: list[_Style] = []
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                break
            found.append(style)
            name = style.parent
        return found

    def _say_look(self, look: Look, style: _Style) -> Look:
        properties = style.element.find(f"{STYLE}text-properties")
        if properties is None:
            return look
        look = replace(look)
        get = properties.get
        for name, attribute, on in (
            ("bold", "font-weight", ("bold", "600", "700", "800", "900")),
            ("italic", "font-style", ("italic", "oblique")),
        ):
            said = [get(f"{FO}{attribute}"), get(f"{STYLE}{attribute}-asian")]
            if any(one is not None for one in said):
                setattr(look, name, any(one in on for one in said))
        if (lines := get(f"{STYLE}text-underline-style")) is not None:
            look.underline = {"none": "none", "wave": "wave"}.get(lines, "single")
        if (strike := get(f"{STYLE}text-line-through-style", get(f"{STYLE}text-line-through-type"))) is not None:
            look.strike = strike != "none"
        if (dots := get(f"{STYLE}text-emphasize")) is not None:
            look.dots = not dots.startswith("none")
        if place := get(f"{STYLE}text-position"):
            look.raised = _raised(place)
        if colour := get(f"{FO}color"):
            look.colour = colour.lstrip("#").upper() if re.fullmatch("#[0-9a-fA-F]{6}", colour) else ""
        if (ground := get(f"{FO}background-color")) is not None:
            look.highlight = ground.lower() not in _NO_COLOUR
        if (display := get(f"{TEXT}display")) is not None:
            look.hidden = display == "none"
        if (capital := get(f"{FO}text-transform")) is not None or get(f"{FO}font-variant"):
            look.caps = capital not in (None, "none") or get(f"{FO}font-variant") == "small-caps"
        if (combined := get(f"{STYLE}text-combine")) is not None:
            look.two_in_one = combined != "none"
        if (border := get(f"{FO}border")) is not None:
            look.border = border != "none"
        look.font = self._face(properties, "-asian") or look.font
        look.western = self._face(properties, "") or look.western
        return look

    def _face(self, properties: Element, which: str) -> str:
        name = properties.get(f"{STYLE}font-name{which}", "")
        family = properties.get(f"{STYLE}font-family{which}" if which else f"{FO}font-family", "")
        return self._faces.get(name, "") or family.strip("'\"") or name


_SVG_FAMILY = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}font-family"


def key(name: str) -> str:
    """The id of a style of paragraphs in the docx."""
    return f"p-{name}"


def _raised(place: str) -> str:
    first = place.split()[0]
    if first in ("super", "sub"):
        return "superscript" if first == "super" else "subscript"
    if first.endswith("%") and first.rstrip("%").lstrip("-").replace(".", "").isdecimal():
        up = float(first.rstrip("%"))
        return "superscript" if up > 0 else "subscript" if up < 0 else ""
    return ""


def _say_frame(frame: Frame, style: _Style) -> Frame:
    properties = style.element.find(f"{STYLE}paragraph-properties")
    frame = replace(frame)
    if properties is not None and (align := properties.get(f"{FO}text-align")):
        frame.align = _ALIGN.get(align, "left")
    return frame
