"""A picture in an RTF file (``\\pict``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive_app.intake.olddoc.art import Image, from_bitmap

_SUFFIXES = {"pngblip": ".png", "jpegblip": ".jpg", "emfblip": ".emf", "wmetafile": ".wmf", "dibitmap": ".dib",
             "macpict": ".pict"}  # fmt: skip
_NO_DIGIT = re.compile("[^0-9a-fA-F]+")


@dataclass(slots=True)
class Blip:
    """A picture while it is read. ``raw`` are its bytes where they stand as they are."""

    suffix: str = ""
    wide: int = 0
    scale: int = 100
    alt: str = ""
    raw: bytearray = field(default_factory=bytearray)

    def say(self, word: str, number: int) -> None:
        """Take in a control word about it."""
        if word in _SUFFIXES:
            self.suffix = _SUFFIXES[word]
        elif word == "picwgoal":
            self.wide = number
        elif word == "picscalex":
            self.scale = number

    @property
    def width(self) -> float:
        """How wide it is shown, in points; 0 where it does not say."""
        return self.wide * self.scale / 100 / 20 if self.wide > 0 and self.scale > 0 else 0.0

    def image(self, digits: str) -> Image | None:
        """The picture of these digits; ``None`` where nothing can be made of it."""
        data = bytes(self.raw)
        if not data:
            plain = _NO_DIGIT.sub("", digits)
            data = bytes.fromhex(plain[: len(plain) // 2 * 2])
        if not data or not self.suffix:
            return None
        return from_bitmap(data) if self.suffix == ".dib" else Image(data, self.suffix)
