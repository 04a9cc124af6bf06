"""Turning and toning a picture as an ``Adjustment`` says: one function for window, lists, books and copies."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from archive_app.domain.adjustment import Adjustment

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def adjusted(image: Image.Image, adjustment: Adjustment) -> Image.Image:
    """Turned and toned; the crop is whoever decodes the picture's to make. ``image`` is grey or RGB, upright."""
    turn = _TURNS.get(adjustment.turn)
    if turn is not None:
        image = image.transpose(turn)
    return toned(image, adjustment)


def toned(image: Image.Image, adjustment: Adjustment) -> Image.Image:
    """The tones alone. ``image`` is grey or RGB."""
    tone = dict(adjustment.tone)
    if tone.pop("grey", 0) and image.mode != "L":
        image = image.convert("L")
    if not tone:
        return image
    curve = _curve(tuple(tone.items()))
    return image.point(curve * len(image.getbands()))


@lru_cache(maxsize=64)
def _curve(tone: tuple[tuple[str, int], ...]) -> list[int]:
    """What becomes of each of 256 levels: black and white point, middle tones, contrast, brightness, negative."""
    wanted = dict(tone)
    black, white = wanted.get("black", 0), wanted.get("white", 255)
    power = 100 / wanted.get("gamma", 100)
    contrast = wanted.get("contrast", 0)
    steep = (100 + contrast) / 100 if contrast <= 0 else 100 / max(1, 100 - contrast)
    curve = []
    for level in range(256):
        share = min(1.0, max(0.0, (level - black) / (white - black))) ** power
        share = (share - 0.5) * steep + 0.5 + wanted.get("brightness", 0) / 200
        value = round(255 * min(1.0, max(0.0, share)))
        curve.append(255 - value if wanted.get("negative") else value)
    return curve
