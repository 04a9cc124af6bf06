"""Pictures of a window kept small: 256 colours, those that are rare (the seal's red) among them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image


def make_small(path: Path) -> None:
    """Write a PNG again with a palette."""
    with Image.open(path) as taken:
        small = taken.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
