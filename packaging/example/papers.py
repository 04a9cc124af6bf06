"""What papers have in common: spots, fibres, seals."""

from __future__ import annotations

from typing import Any

import numpy as np
from lettering import FONT, face
from noise import blur
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Array = NDArray[Any]


def spots(height: int, width: int, size: float, seed: int) -> Array:
    """Normal noise whose spots are `size` pixels, unit spread; drawn small and enlarged where coarse."""
    step = max(1, int(size / 3))
    rng = np.random.default_rng(seed)
    small = rng.normal(size=(height // step + 3, width // step + 3)).astype(np.float32)
    small = blur(small, size / step)
    small = small / max(float(small.std()), 1e-6)
    if step == 1:
        return small[:height, :width]
    picture = Image.fromarray(small).resize(
        ((width // step + 3) * step, (height // step + 3) * step), Image.Resampling.BICUBIC
    )
    return np.asarray(picture, np.float32)[:height, :width]


def seal(text: str, size: int, seed: int) -> Array:
    """A square red seal: frame and characters left in the paste, worn; coverage 0 … 1."""
    picture = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((2, 2, size - 3, size - 3), outline=255, width=max(3, size // 20))
    half = size * 0.42
    for k, character in enumerate(text):
        x, y = size * (0.70 if k < 2 else 0.30), size * (0.29 if k % 2 == 0 else 0.71)
        tile = Image.new("L", (size, size), 0)
        ImageDraw.Draw(tile).text(
            (size / 2, size / 2),
            character,
            font=face(FONT, round(half)),
            fill=255,
            anchor="mm",
            stroke_width=max(1, size // 90),
        )
        picture.paste(255, (round(x - size / 2), round(y - size / 2)), tile)
    worn = spots(size, size, max(2.0, size / 50), seed)
    paste = spots(size, size, max(4.0, size / 7), seed + 1)
    cover = (
        np.asarray(
            picture.rotate(float(np.random.default_rng(seed).normal(0, 3)), Image.Resampling.BICUBIC), np.float32
        )
        / 255.0
    )
    return (cover * np.clip(0.72 + 0.22 * paste - 0.5 * np.clip(worn - 1.1, 0, 1), 0, 1)).astype(np.float32)
