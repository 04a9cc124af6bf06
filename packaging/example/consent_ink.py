"""What a hand leaves on a consent: a signature in blue ink, a thumb's print in red."""

from __future__ import annotations

import numpy as np
from PIL import Image
from sheets import hand

_INK = (26, 30, 62)
_RED = (178, 38, 30)


def signature(name: str, seed: int) -> Image.Image:
    """A name as its bearer signs: quick, leaning, in blue ink on nothing."""
    rng = np.random.default_rng(seed)
    size = 46
    ink = Image.new("L", (round(size * 1.25 * len(name)) + size, round(size * 1.8)), 0)
    x = size * 0.1
    for character in name:
        tile = hand(character, size * float(rng.normal(1.0, 0.08)), rng, 0.006)
        at = (round(x), round(size * 0.12 + rng.normal(0, 2)))
        ink.paste(255, at, tile)
        x += size * float(rng.normal(0.94, 0.05))
    lean = 0.18
    numbers = (1, lean, -lean * ink.height / 2, float(rng.normal(0.04, 0.02)), 1, -2)
    ink = ink.transform(ink.size, Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC)
    solid = Image.new("RGB", ink.size, _INK)
    solid.putalpha(ink.quantize(8).convert("L"))
    return solid


def thumb(seed: int) -> Image.Image:
    """A print of a thumb, 54 × 72 pixels: ridges in whorls, fuller below, broken where the ink was thin."""
    rng = np.random.default_rng(seed + 91)
    wide, tall = 54, 72
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    u, v = (x - wide / 2) / (wide / 2), (y - tall / 2) / (tall / 2)
    inside = np.clip((1.0 - (u * u + v * v)) * 6.0, 0.0, 1.0)
    core = (float(rng.normal(0, 0.08)), float(rng.normal(-0.1, 0.08)))
    around = np.hypot((u - core[0]) * 1.15, v - core[1]) + 0.05 * np.arctan2(v - core[1], u - core[0])
    ridges = 0.5 + 0.5 * np.sin(around * 34.0 + 0.5 * np.sin(v * 7.0 + u * 3.0))
    coarse = Image.fromarray(rng.normal(0.72, 0.24, (9, 7)).astype(np.float32))
    thin = np.asarray(coarse.resize((wide, tall), Image.Resampling.BICUBIC))
    ink = np.clip(inside * np.clip((ridges - 0.32) * 2.2, 0, 1) * np.clip(thin, 0.1, 1), 0, 1)
    alpha = Image.fromarray((ink * 215).astype(np.uint8)).quantize(8).convert("L")
    solid = Image.new("RGB", alpha.size, _RED)
    solid.putalpha(alpha.rotate(float(rng.normal(0, 9)), Image.Resampling.BICUBIC))
    return solid
