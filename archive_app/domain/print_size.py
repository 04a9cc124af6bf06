"""How large a picture can be printed: its pixels against centimetres on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from archive_app.domain.adjustment import Adjustment

FINE_DPI = 300
"""What a press wants of a photograph (CY/T 5—1999: twice the screen of 150 lines an inch)."""
POOR_DPI = 200
"""Below this anyone sees the dots."""
ENOUGH = 0.98
"""Of what is wanted: what is a hair less is as good."""
WIDTHS_CM = (8, 10, 15)
"""Widths at which books print a photograph: in the text, across a column, across a page."""

_CM = 2.54  # an inch
_SIDEWAYS = ("5", "6", "7", "8")


def dpi_at(pixels: int, centimetres: float) -> int:
    """Dots an inch of so many pixels across so many centimetres."""
    return round(pixels / centimetres * _CM)


def widest(pixels: int, dpi: int) -> float:
    """Centimetres across which so many pixels are fine enough; to the millimetre, rather less than more."""
    return math.floor(pixels / dpi * _CM * 10) / 10


def pixels_across(file: Mapping[str, Any], exif: Iterable[Mapping[str, Any]] = ()) -> int:
    """The pixels from left to right of a file's picture as it is seen, 0 where nobody knows; ``exif`` are the rows of
    what its camera wrote, by which it may lie on its side."""
    width, height = file.get("width"), file.get("height")
    if not isinstance(width, int) or not isinstance(height, int):
        return 0
    sideways = any(row.get("tag") == "Orientation" and str(row.get("value")) in _SIDEWAYS for row in exif)
    return round(Adjustment.of(file).size((height, width) if sideways else (width, height))[0])


def print_words(pixels: int) -> tuple[str, bool]:
    """What is said of a picture of so many pixels across, and whether it is too coarse for some of the widths."""
    parts, coarse = [], False
    for centimetres in WIDTHS_CM:
        dpi = dpi_at(pixels, centimetres)
        judged = "" if dpi >= FINE_DPI * ENOUGH else "，勉强" if dpi >= POOR_DPI else "，不够"
        coarse = coarse or dpi < POOR_DPI
        parts.append(f"{centimetres} 厘米宽 {dpi} dpi{judged}")
    return f"印 {'；'.join(parts)}。最宽印到 {widest(pixels, FINE_DPI):.1f} 厘米（{FINE_DPI} dpi）", coarse
