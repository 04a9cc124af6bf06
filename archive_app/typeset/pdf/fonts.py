"""A face as a Type 0 font: one a face, its own subset, widths and ToUnicode.

A character's code is its number in Unicode, as UTF-16 has it, so that text goes into a page as it is and reads back as
it was whatever glyph shows it; /CIDToGIDMap leads from the code to the glyph. What has no such code (characters outside
the BMP, glyphs that stand for no character by themselves) is given one that the book does not use.
"""

from __future__ import annotations

import re
import zlib
from array import array as machine_array
from collections.abc import Iterable, Iterator, Mapping
from sys import byteorder
from typing import NamedTuple

from archive_app.typeset.fonts.faces import VOID, Face, reads
from archive_app.typeset.fonts.subset import subset, to_unicode, width_array
from archive_app.typeset.fonts.upright import TOP, UprightFace
from archive_app.typeset.layout import ShapedGlyph
from archive_app.typeset.pdf.file import PdfFile, array, dictionary, reference

_LAST_OF_BMP = "\uffff"
_SURROGATES = range(0xD800, 0xE000)
"""Codes that are no characters: the first to be given to what has none of its own."""


class Program(NamedTuple):
    """A face's subset: its glyphs, and by their numbers in the face those in it; its length, and it compressed."""

    glyphs: frozenset[int]
    places: Mapping[int, int]
    length: int
    data: bytes


class PdfFont:
    """Collects what a document uses of one face, and writes it when the document is saved.

    It is told of every text by `use` and `use_glyphs` before the first one is shown: only then is it known which codes
    are free.
    """

    def __init__(self, face: Face, number: int) -> None:
        self.face = face
        self.resource = f"F{number}"
        self._used: set[str] = set()
        self._shaped: dict[int, str] = {}  # a glyph of a shaped word, and what it reads as
        self._codes: dict[str, str] = {VOID: ""}  # a character without a code of its own → the one it was given
        self._own: dict[int, tuple[int, str]] = {}  # a code that was given to a glyph: (the glyph, what it reads as)
        self._glyph_codes: dict[tuple[int, str], int] = {}
        self._free: Iterator[int] | None = None

    def use(self, characters: Iterable[str]) -> None:
        """Note characters (setting characters) as used."""
        self._used.update(characters)

    def use_glyphs(self, glyphs: Iterable[ShapedGlyph]) -> None:
        """Note the glyphs of a shaped word."""
        for glyph in glyphs:
            if not self._shaped.get(glyph.glyph):
                self._shaped[glyph.glyph] = glyph.reads

    def encode(self, words: str) -> str:
        """The hexadecimal string that shows ``words``: four digits a character where each has a code of its own."""
        coded = words.encode("utf-16-be", "surrogatepass")
        if len(coded) == 2 * len(words):
            return coded.hex()
        plain = "".join([self._code_of(c) if c > _LAST_OF_BMP else c for c in words])
        return plain.encode("utf-16-be", "surrogatepass").hex()

    def encode_glyph(self, glyph: int) -> str:
        """The hexadecimal string that shows a glyph of a shaped word."""
        return f"{self._glyph_code(glyph, self._shaped.get(glyph, '')):04x}"

    def encode_as(self, glyph: int, reading: str) -> str:
        """The hexadecimal string that shows a glyph and reads as ``reading``."""
        return f"{self._glyph_code(glyph, reading):04x}"

    def encode_blank(self, character: str = " ") -> str:
        """The hexadecimal string that shows the glyph of ``character`` and reads as a blank; empty where the face has
        no such glyph."""
        found = self.face.glyphs[ord(character)] if self.face.has(character) else None
        return f"{self._glyph_code(ord(found), ' '):04x}" if found and ord(found) else ""

    def _code_of(self, character: str) -> str:
        code = self._codes.get(character)
        if code is None:
            code = self._codes[character] = chr(self._new_code())
        return code

    def _glyph_code(self, glyph: int, said: str) -> int:
        code = self._glyph_codes.get((glyph, said))
        if code is None:
            code = self._glyph_codes[glyph, said] = self._new_code()
            self._own[code] = (glyph, said)
        return code

    def _new_code(self) -> int:
        if self._free is None:
            taken = {0, *(ord(c) for c in self._used if c <= _LAST_OF_BMP)}
            order = (*_SURROGATES, *range(_SURROGATES.stop, 0x10000), *range(1, _SURROGATES.start))
            self._free = (code for code in order if code not in taken)
        return next(self._free)

    def glyphs(self) -> frozenset[int]:
        """The glyphs that are known to be shown."""
        shown = [self.face.glyphs[ord(character)] for character in self._used]
        own = [glyph for glyph, _ in self._own.values()]
        return frozenset([0, *self._shaped, *own, *[ord(glyph) for glyph in shown if glyph is not None]])

    def write(self, file: PdfFile, number: int, program: Program | None = None) -> None:
        """Put the font into ``file`` as object ``number``; called once, when all that it shows is known. ``program`` is
        the subset if it was made ahead; it is made anew where it lacks a glyph that came up since."""
        shown, glyphs = self._shown(), self.glyphs()
        if program is None or program.glyphs != glyphs:
            program = cast_program((self.face, glyphs))
        places = program.places
        name = f"/{_tag(glyphs)}+{_postscript_name(self.face)}".encode()
        entries = b"/Length1 %d/Filter/FlateDecode" % program.length
        descriptor = file.put(_descriptor(self.face, name, file.put_stream(program.data, entries, packed=False)))
        to_glyphs = file.put_stream(_code_map({code: places[glyph] for code, (glyph, _) in shown.items()}))
        descendant = file.put(_descendant(self.face, name, descriptor, to_glyphs, shown))
        readings = file.put_stream(to_unicode({code: said for code, (_, said) in shown.items() if said}).encode())
        upright = isinstance(self.face, UprightFace)
        font = {
            "Type": b"/Font",
            "Subtype": b"/Type0",
            "BaseFont": name,
            "Encoding": b"/Identity-V" if upright else b"/Identity-H",
            "DescendantFonts": b"[%s]" % reference(descendant),
            "ToUnicode": reference(readings),
        }
        file.put(dictionary(font), number)

    def _shown(self) -> dict[int, tuple[int, str]]:
        """Every code: the glyph it shows and what it reads as."""
        shown: dict[int, tuple[int, str]] = {}
        for character in sorted(self._used):
            glyph = self.face.glyphs[ord(character)]
            if glyph is not None:
                code = character if character <= _LAST_OF_BMP else self._code_of(character)
                shown[ord(code)] = (ord(glyph), reads(character))
        return shown | self._own


def cast_program(wanted: tuple[Face, frozenset[int]]) -> Program:
    """A face's subset, fit to be made on another thread while pages are drawn."""
    face, glyphs = wanted
    data, places = subset(face, glyphs)
    return Program(glyphs, places, len(data), zlib.compress(data))


def _code_map(glyphs: dict[int, int]) -> bytes:
    """The stream that leads from codes to glyphs."""
    table = machine_array("H", bytes(2 * (max(glyphs, default=0) + 1)))
    for code, glyph in glyphs.items():
        table[code] = glyph
    if byteorder == "little":
        table.byteswap()
    return table.tobytes()


def _postscript_name(face: Face) -> str:
    """A face's name as PDF writes one: ASCII, without what ends a name there."""
    return re.sub("[^A-Za-z0-9-]", "", face.path.stem) or "Own"


def _tag(glyphs: frozenset[int]) -> str:
    """The six letters a subset's name begins with; the same glyphs give the same letters."""
    number = zlib.crc32(",".join(map(str, sorted(glyphs))).encode())
    return "".join(chr(65 + (number := number // 26 if i else number) % 26) for i in range(6))


def _descriptor(face: Face, name: bytes, program: int) -> bytes:
    extents = face.font.get_font_extents("ltr")
    ascent, descent = round(extents.ascender * face.scale), round(extents.descender * face.scale)
    entries = {
        "Type": b"/FontDescriptor",
        "FontName": name,
        "Flags": b"4",
        "FontBBox": array((-1000, descent, 2000, ascent)),
        "ItalicAngle": b"0",
        "Ascent": b"%d" % ascent,
        "Descent": b"%d" % descent,
        "CapHeight": b"730",
        "StemV": b"140" if "Bold" in face.name else b"80",
        "FontFile2": reference(program),
    }
    return dictionary(entries)


def _descendant(face: Face, name: bytes, descriptor: int, to_glyphs: int, shown: dict[int, tuple[int, str]]) -> bytes:
    widths = width_array({code: face.width_of_glyph(glyph) for code, (glyph, _) in shown.items()})
    entries = {
        "Type": b"/Font",
        "Subtype": b"/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
        "DW": b"1000",
        "W": b"[%s]" % b"".join([b"%d%s" % (first, array(run)) for first, run in widths]),
        "CIDToGIDMap": reference(to_glyphs),
        "FontDescriptor": reference(descriptor),
    }
    if isinstance(face, UprightFace):
        entries["DW2"] = array((TOP, -1000))
        entries["W2"] = b"[%s]" % b"".join(_heights(face, shown))
    return dictionary(entries)


def _heights(face: UprightFace, shown: dict[int, tuple[int, str]]) -> Iterator[bytes]:
    """PDF's /W2: a code, and its height and the place it hangs from, of those that do not fill one cell of an em."""
    for code in sorted(shown):
        glyph = shown[code][0]
        if glyph in face.tall_glyphs:
            height, up = face.tall_glyphs[glyph]
            yield b"%d%s" % (code, array((-height, face.width_of_glyph(glyph) / 2, up)))
