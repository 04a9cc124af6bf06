"""Pictures of a window kept small: a palette of 256, in which the window's own colours are exactly as they were."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PIL import Image

_EXACT = 176
"""The commonest colours are kept as they are: grounds, inks, the seal's red; the rest is for what photographs hold."""


def make_small(path: Path) -> None:
    """Write a PNG again with a palette."""
    with Image.open(path) as taken:
        picture = taken.convert("RGB")
    raw = picture.tobytes()
    counted = Counter(raw[at : at + 3] for at in range(0, len(raw), 3))
    exact = [colour for colour, _number in counted.most_common(_EXACT)]
    known = set(exact)
    rest = b"".join(colour for colour in counted if colour not in known)
    more = b""
    if rest:
        others = Image.frombytes("RGB", (len(rest) // 3, 1), rest)
        reduced = others.quantize(256 - len(exact), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        more = bytes((reduced.getpalette() or [])[: 3 * (256 - len(exact))])
    palette = Image.new("P", (1, 1))
    palette.putpalette(b"".join(exact) + more)
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
