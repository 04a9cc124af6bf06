"""The cover as a picture: the book's own, or what stands on the 扉页 in type alone."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from archive_app.typeset.blocks.article import picture_finder
from archive_app.typeset.book import Book
from archive_app.typeset.fonts.faces import face, font_file
from archive_app.typeset.fonts.library import fallback_for
from archive_app.typeset.imprint import FREE
from archive_app.typeset.pages.front import issue_name
from archive_app.typeset.reflow.markup import tidy
from archive_app.typeset.reflow.pictures import encode
from archive_app.typeset.templates import Template

_SIZE = (1200, 1680)
_MOST = (1600.0, 2400.0)
_GROUND, _INK, _BAND = "#f6f1e7", "#2b2622", "#7a2e25"
_MARGIN = 120
_TITLE, _LARGE, _SMALL = 120, 60, 40
_OPEN = 0.08  # of a character: how far it stands from the next


@dataclass(slots=True)
class _Brush:
    """Draws lines of text; ``y`` is where the next one begins."""

    draw: ImageDraw.ImageDraw
    y: float

    def line(self, text: str, size: int, name: str, ink: str = _INK) -> None:
        """One text in the middle, in as many lines as it needs."""
        text = tidy(text)
        most = max(1, int((_SIZE[0] - 2 * _MARGIN) / (size * (1 + _OPEN))))
        rows = -(-len(text) // most)
        each = -(-len(text) // rows) if rows else 1
        for start in range(0, len(text), each):
            self._row(text[start : start + each], size, name, ink)
            self.y += size * 1.4

    def _row(self, text: str, size: int, name: str, ink: str) -> None:
        widths = [_font(c, size, name).getlength(c) + size * _OPEN for c in text]
        x = (_SIZE[0] - sum(widths)) / 2
        for character, width in zip(text, widths, strict=True):
            self.draw.text((x, self.y), character, font=_font(character, size, name), fill=ink)
            x += width


def cover(book: Book, template: Template) -> tuple[str, bytes]:
    """The cover's file and what is in it: the picture that the template names, else what the words make."""
    look = template.cover
    path = picture_finder(book)(look.image) if look.design == "image" else None
    if path is not None:
        with suppress(OSError, ValueError):  # the layout's problems name a picture that cannot be read
            picture = encode(path, _MOST, inks=False)
            return f"cover{picture.suffix}", picture.data
    return "cover.png", cover_png(book)


def cover_png(book: Book) -> bytes:
    """The cover. An 内部资料 bears its permit and that it is not for sale."""
    picture = Image.new("RGB", _SIZE, _GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 36, _SIZE[1]), fill=_BAND)
    brush = _Brush(draw, 230)
    internal = book.imprint.variant == "internal"
    permit = next((value for label, value in book.imprint.lines if label == "准印证号"), "") if internal else ""
    if permit:
        brush.y = 90
        brush.line(permit, 32, "NotoSansSC-Regular")
        brush.y = 230
    if book.series:
        brush.line(book.series, _SMALL, "NotoSerifSC-Regular")
        brush.y += 50
    brush.line(book.title, _TITLE if len(book.title) <= 14 else 84, "NotoSerifSC-Bold")
    if book.number:
        brush.y += 30
        brush.line(issue_name(book), _LARGE, "NotoSerifSC-Regular")
    if book.subtitle:
        brush.y += 60
        draw.line((_SIZE[0] / 2 - 110, brush.y, _SIZE[0] / 2 + 110, brush.y), fill=_BAND, width=4)
        brush.y += 50
        brush.line(book.subtitle, _LARGE, "LXGWWenKai-Regular")
    brush.y = max(brush.y + 40, _SIZE[1] - 300)
    if book.compiler:
        brush.line(book.compiler, _SMALL, "NotoSerifSC-Regular")
    if internal:
        brush.y = max(brush.y, _SIZE[1] - 150)
        brush.line(FREE, 32, "NotoSansSC-Regular", _BAND)
    buffer = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _font(character: str, size: int, name: str) -> ImageFont.FreeTypeFont:
    if not face(name).has(character):
        found = fallback_for(character)
        name = found.name if found is not None else name
    return ImageFont.truetype(str(font_file(name)), size)
