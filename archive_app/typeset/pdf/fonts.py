"""A face as a Type 0 font: one a face, Identity-H, its own subset, widths and ToUnicode."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

from archive_app.typeset.fonts.faces import Face, reads
from archive_app.typeset.fonts.subset import subset, to_unicode, width_array
from archive_app.typeset.fonts.upright import TOP, UprightFace
from archive_app.typeset.layout import ShapedGlyph


class PdfFont:
    """Collects what a document uses of one face, and writes it when the document is saved.

    ``ambiguous`` holds the characters that share a glyph with another one already used: the glyph can be read back as
    only one of them, so the others need an /ActualText.
    """

    def __init__(self, face: Face, number: int) -> None:
        self.face = face
        self.resource = f"F{number}"
        self.readings: dict[int, str] = {}
        self.glyphs: set[int] = {0}
        self.ambiguous: set[str] = set()
        self._seen: set[str] = set()

    def use(self, text: str) -> None:
        """Note the characters of ``text`` (setting characters) as used."""
        new = set(text) - self._seen
        if not new:
            return
        self._seen |= new
        for character in sorted(new):
            glyph_character = self.face.glyphs[ord(character)]
            if glyph_character is None:
                continue
            glyph = ord(glyph_character)
            self.glyphs.add(glyph)
            said = reads(character)
            if self.readings.setdefault(glyph, said) != said:
                self.ambiguous.add(character)

    def use_as_blank(self, character: str) -> int:
        """The glyph of ``character``, to be read as a blank; 0 where the face has none."""
        found = self.face.glyphs[ord(character)] if self.face.has(character) else None
        glyph = ord(found) if found else 0
        if glyph:
            self.glyphs.add(glyph)
            self.readings.setdefault(glyph, " ")
        return glyph

    def use_glyphs(self, glyphs: tuple[ShapedGlyph, ...]) -> None:
        """Note the glyphs of a shaped word."""
        self.glyphs.add(ord(self.face.glyphs[32] or "\0"))
        for glyph in glyphs:
            self.glyphs.add(glyph.glyph)
            if glyph.reads:
                self.readings.setdefault(glyph.glyph, glyph.reads)

    def encode(self, text: str) -> str:
        """The hexadecimal string that shows ``text``."""
        return text.translate(self.face.glyphs).encode("utf-16-be", "surrogatepass").hex()

    def addObjects(self, document: Any) -> None:
        """Put the font into ``document``; called once, when everything that is used is known."""
        upright = isinstance(self.face, UprightFace)
        name = pdfdoc.PDFName(f"{_tag(self.glyphs)}+{self.face.name.removeprefix('@')}")
        program = pdfdoc.PDFStream()
        program.content = subset(self.face, self.glyphs)
        program.dictionary["Length1"] = len(program.content)
        program.filters = [pdfdoc.PDFZCompress]
        reference = document.Reference
        descendant = _descendant(self, name, reference(program, f"{self.resource}-file"), document)
        unicode_map = pdfdoc.PDFStream()
        unicode_map.content = to_unicode(self.readings)
        unicode_map.filters = [pdfdoc.PDFZCompress]
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": name,
                "Encoding": pdfdoc.PDFName("Identity-V" if upright else "Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([descendant]),
                "ToUnicode": reference(unicode_map, f"{self.resource}-tounicode"),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource] = reference(font, f"{self.resource}-font")


def _heights(face: UprightFace, glyphs: set[int]) -> list[Any]:
    """PDF's /W2: (glyph, its height, the place it hangs from) of those that do not fill one cell of an em."""
    found: list[Any] = []
    for glyph in sorted(glyphs & face.tall_glyphs.keys()):
        height, up = face.tall_glyphs[glyph]
        found += [glyph, pdfdoc.PDFArray([-height, face.width_of_glyph(glyph) / 2, up])]
    return found


def _tag(glyphs: set[int]) -> str:
    """The six letters a subset's name begins with; the same glyphs give the same letters."""
    number = zlib.crc32(",".join(map(str, sorted(glyphs))).encode())
    return "".join(chr(65 + (number := number // 26 if i else number) % 26) for i in range(6))


def _descendant(font: PdfFont, name: Any, program: Any, document: Any) -> Any:
    face = font.face
    extents = face.font.get_font_extents("ltr")
    ascent, descent = round(extents.ascender * face.scale), round(extents.descender * face.scale)
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([-1000, descent, 2000, ascent]),
            "ItalicAngle": 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": 730,
            "StemV": 140 if "Bold" in face.name else 80,
            "FontFile2": program,
        }
    )
    widths = [f"{first}[{' '.join(f'{w:g}' for w in run)}]" for first, run in width_array(face, font.glyphs)]
    vertical: dict[str, Any] = {}
    if isinstance(face, UprightFace):
        vertical = {"DW2": pdfdoc.PDFArray([TOP, -1000]), "W2": pdfdoc.PDFArray(_heights(face, font.glyphs))}
    system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    cid = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(system),
            "DW": 1000,
            "W": f"[{' '.join(widths)}]",
            **vertical,
            "CIDToGIDMap": pdfdoc.PDFName("Identity"),
            "FontDescriptor": document.Reference(descriptor, f"{font.resource}-descriptor"),
        }
    )
    return document.Reference(cid, f"{font.resource}-cid")
