"""The styles of a document ([MS-DOC] 2.9.271 STSH) as styles of WordprocessingML, and its fonts."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive_app.intake.olddoc.fib import FONTS, STYLES, Fib
from archive_app.intake.olddoc.sprms import Lines, Words, apply_lines, apply_words
from archive_app.intake.wordml.made import Frame, Look, style_xml

_NONE = 0xFFF
_LINKS = (85, 86)  # a link, one that was followed: underlined because they are links
_DEEPEST = 12
_BUILT_IN = {
    **{number: f"heading {number}" for number in range(1, 10)},
    **{number: f"toc {number - 18}" for number in range(19, 28)},
    0: "Normal", 34: "caption", 35: "table of figures", 62: "Title", 74: "Subtitle", 180: "Quote",
    181: "Intense Quote",
}  # fmt: skip
"""Styles that every Word has, by their number (``sti``): what their name is in another language does not matter."""


@dataclass(slots=True)
class _Style:
    name: str
    base: int
    character: bool
    key: str
    lines: bytes = b""
    words: bytes = b""
    seen: dict[str, bool] = field(default_factory=dict)


class Sheet:
    """The styles by their place in the sheet (``istd``)."""

    def __init__(self, fib: Fib) -> None:
        self._styles: dict[int, _Style] = dict(_read(fib.get(STYLES)))
        self.fonts = tuple(_fonts(fib.get(FONTS)))

    def xml(self) -> Iterator[str]:
        """Every style of paragraphs and of characters."""
        for place, style in self._styles.items():
            based = style.base != _NONE and style.base in self._styles
            if style.character:
                properties = self.look(style.words, None).xml()
            else:
                lines = Lines()
                apply_lines(lines, style.lines)
                properties = frame_of(lines).xml() + self.look(style.words, None).xml()
            yield style_xml(
                "character" if style.character else "paragraph",
                style.key,
                style.name,
                based_on=self.key(style.base) if based else "",
                properties=properties,
                default=not place,
            )

    def key(self, place: int) -> str:
        """The id of a style in the docx; empty where there is none."""
        return self._styles[place].key if place in self._styles else ""

    def lines(self, place: int) -> Lines:
        """What a style of paragraphs says, with what it inherits: how deep in tables, whether numbered."""
        lines = Lines()
        chain: list[bytes] = []
        for _ in range(_DEEPEST):
            style = self._styles.get(place)
            if style is None or style.character:
                break
            chain.append(style.lines)
            place = style.base
        for said in reversed(chain):
            apply_lines(lines, said)
        return lines

    def look(self, said: bytes, paragraph: int | None) -> Look:
        """How words of these properties look; ``paragraph`` is the style of theirs, where they stand in one."""
        words = Words()
        apply_words(words, said)
        return self.look_of(words, paragraph)

    def look_of(self, words: Words, paragraph: int | None) -> Look:
        """The same of properties that were read."""
        look = Look(
            underline=words.underline, dots=words.dots, raised=words.raised, colour=words.colour,
            highlight=words.highlight, border=words.border, two_in_one=words.two_in_one,
        )  # fmt: skip
        for name, said in words.toggles.items():
            if said in (0, 1):
                setattr(look, name, bool(said))
            elif said == 129:
                setattr(look, name, not (paragraph is not None and self._toggled(paragraph, name)))
        if words.style != 10 and words.style in self._styles and self._styles[words.style].character:
            look.style = self.key(words.style)
        look.font = self.font(words.fonts.get("far", -1))
        look.western = self.font(words.fonts.get("ascii", -1))
        return look

    def font(self, number: int) -> str:
        """A font's name."""
        return self.fonts[number] if 0 <= number < len(self.fonts) else ""

    def _toggled(self, place: int, name: str) -> bool:
        for _ in range(_DEEPEST):
            style = self._styles.get(place)
            if style is None:
                return False
            words = Words()
            apply_words(words, style.words)
            if name in words.toggles:
                return words.toggles[name] == 1
            place = style.base
        return False


def frame_of(lines: Lines) -> Frame:
    """A paragraph's properties as those of a docx; without its style."""
    number = None
    if lines.list_id is not None and lines.list_id < 0x7FF:
        number = (lines.list_id, lines.list_level or 0)
    return Frame(outline=lines.outline, align=lines.align, number=number, page_before=lines.page_before)


def _read(data: bytes) -> Iterator[tuple[int, _Style]]:
    if len(data) < 8:
        return
    size, count, base = struct.unpack_from("<HHH", data)
    at = 2 + size
    for place in range(min(count, 4095)):
        if at + 2 > len(data):
            return
        length = struct.unpack_from("<H", data, at)[0]
        at += 2
        if length > 10:
            style = _style(place, data[at : at + length], base)
            if style is not None:
                yield place, style
        at += length + length % 2


def _style(place: int, data: bytes, base: int) -> _Style | None:
    first, second, third = struct.unpack_from("<HHH", data)
    kind, based_on, parts = second & 0xF, second >> 4, third & 0xF
    if kind not in (1, 2) or base + 2 > len(data):
        return None
    length = struct.unpack_from("<H", data, base)[0]
    at = base + 2
    own = data[at : at + 2 * length].decode("utf-16-le", "replace")
    at += 2 * length + 2
    upxs = []
    for _ in range(parts):
        if at + 2 > len(data):
            break
        size = struct.unpack_from("<H", data, at)[0]
        upxs.append(data[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    number = first & 0xFFF
    name = _BUILT_IN.get(number, own.partition(",")[0])
    if kind == 2:
        return _Style(
            name, based_on, True, "Hyperlink" if number in _LINKS else f"s{place}", words=upxs[0] if upxs else b""
        )
    lines = upxs[0][2:] if upxs else b""
    return _Style(name, based_on, False, f"s{place}", lines, upxs[1] if len(upxs) > 1 else b"")


def _fonts(data: bytes) -> Iterator[str]:
    if len(data) < 4:
        return
    count = struct.unpack_from("<H", data)[0]
    at = 4
    for _ in range(count):
        if at >= len(data):
            return
        size = data[at]
        words = data[at + 40 : at + 1 + size]
        yield words.decode("utf-16-le", "replace").partition("\0")[0]
        at += 1 + size
