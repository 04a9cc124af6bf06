"""obj-15: the rubbing of the millstone's inscription."""

from __future__ import annotations

from typing import Any

import numpy as np
from darkroom import DIGITAL
from lettering import FONT, face
from noise import blur
from numpy.typing import NDArray
from papers import seal, spots
from PIL import Image, ImageDraw
from studio import FLATBED, Picture

Array = NDArray[Any]

INSCRIPTION = ("光緒廿三年", "四月立")


def _inscribed(size: int) -> Array:
    """The carved characters, 0 … 1, with worn strokes."""
    picture = Image.new("L", (size, size), 0)
    big = round(size * 0.122)
    for column, text in enumerate(INSCRIPTION):
        x = size * (0.635 if column == 0 else 0.375)
        top = size * (0.235 if column == 0 else 0.36)
        for k, character in enumerate(text):
            tile = Image.new("L", (big * 2, big * 2), 0)
            ImageDraw.Draw(tile).text(
                (big, big),
                character,
                font=face(FONT, big),
                fill=255,
                anchor="mm",
                stroke_width=max(1, round(size * 0.0030)),
            )
            rng = np.random.default_rng(column * 10 + k)
            tile = tile.rotate(float(rng.normal(0, 1.6)), Image.Resampling.BICUBIC)
            picture.paste(255, (round(x - big + rng.normal(0, size * 0.003)), round(top + k * big * 1.10 - big)), tile)
    carved = blur(np.asarray(picture, np.float32) / 255.0, size * 0.0010)
    edge = carved + 0.16 * spots(size, size, size / 420, 201) + 0.10 * spots(size, size, size / 110, 202)
    return np.clip((edge - 0.50) * 5 + 0.5, 0, 1).astype(np.float32) * (blur(carved, size * 0.004) > 0.02)


def rubbing(width: int, height: int) -> Array:
    """obj-15: ink rubbing of the lower millstone's back: black round of stone, the characters left white."""
    size = min(width, height)
    unit = size / 3000
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    dx, dy = x - width * 0.5, y - height * 0.497
    angle, radius = np.arctan2(dy, dx), np.hypot(dx, dy) / size
    chips = 0.0026 * spots(height, width, 26 * unit, 211) + 0.0018 * spots(height, width, 7 * unit, 212)
    for at, depth, wide in (
        (0.55, 0.018, 0.07),
        (2.5, 0.012, 0.05),
        (-1.9, 0.024, 0.07),
        (-0.75, 0.012, 0.04),
        (1.45, 0.010, 0.05),
    ):
        chips = chips + depth * np.exp(-((np.angle(np.exp(1j * (angle - at))) / wide) ** 2)) * (
            0.7 + 0.3 * spots(height, width, 18 * unit, 213)
        )
    stone = np.clip((0.430 - chips - radius) * size / 5.0, 0, 1)
    hole = np.clip((radius - 0.040 - 0.5 * chips) * size / 5.0, 0, 1)
    pads = np.zeros((height, width), np.float32)
    rng = np.random.default_rng(214)
    reach = round(70 * unit)
    patch_y, patch_x = np.mgrid[-reach : reach + 1, -reach : reach + 1] / max(reach, 1)
    pad = np.clip(1 - np.hypot(patch_x, patch_y) ** 4, 0, 1).astype(np.float32)
    for _ in range(2600):
        px, py = int(rng.uniform(reach, width - reach - 1)), int(rng.uniform(reach, height - reach - 1))
        pads[py - reach : py + reach + 1, px - reach : px + reach + 1] += pad * float(rng.uniform(0.4, 1.0))
    pads = pads / max(float(np.percentile(pads, 99)), 1e-6)
    rough = (
        0.55 * spots(height, width, 2.6 * unit + 0.5, 215)
        + 0.50 * spots(height, width, 9 * unit, 216)
        + 0.38 * spots(height, width, 40 * unit, 217)
    )
    pits = np.clip((rough - 1.02) * 2.4, 0, 1)
    chisel = np.clip(
        spots(height, width, 5 * unit + 0.5, 218) * 0.5
        + np.sin((dx * 0.8 + dy * 0.6) / (15 * unit) + 1.2 * spots(height, width, 70 * unit, 219))
        - 1.05,
        0,
        1,
    )
    carved = np.zeros((height, width), np.float32)
    top, left = (height - size) // 2, (width - size) // 2
    carved[top : top + size, left : left + size] = _inscribed(size)
    pressed = stone * hole * (1 - carved) * (1 - 0.85 * pits) * (1 - 0.65 * chisel)
    amount = np.clip(0.72 + 0.30 * pads + 0.07 * rough, 0, 1) * pressed
    stray = (
        0.10
        * np.clip(blur(stone, 30 * unit) - stone * hole, 0, 1)
        * np.clip(0.6 + 0.7 * spots(height, width, 12 * unit, 220), 0, 1)
    )
    paper = (
        np.array([0.925, 0.905, 0.855], np.float32)
        * (1 + 0.010 * spots(height, width, 2.0 * unit + 0.6, 221) + 0.012 * spots(height, width, 160 * unit, 222))[
            ..., None
        ]
    )
    wrinkle = spots(height, width, 60 * unit, 223)
    crease = np.exp(-((wrinkle / 0.035) ** 2)) * np.clip(spots(height, width, 300 * unit, 224), 0, 1)
    light = 1 - 0.05 * crease + 0.05 * np.roll(crease, round(4 * unit), 1)
    ink = np.array([0.075, 0.073, 0.078], np.float32)
    page = paper + np.clip(amount + stray, 0, 0.97)[..., None] * (ink - paper)
    page = page * light[..., None]
    stamp = seal("城東文史", round(size * 0.055), 231)
    sy, sx = round(height * 0.905), round(width * 0.085)
    view = page[sy : sy + stamp.shape[0], sx : sx + stamp.shape[1]]
    view *= 1 - stamp[..., None] * np.array([0.20, 0.80, 0.80], np.float32)
    edge = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y)) + 3 * unit * spots(
        height, width, 40 * unit, 225
    )
    inside = np.clip(edge - 22 * unit, 0, 1)[..., None]
    ground = np.array([0.62, 0.61, 0.60], np.float32)
    return np.clip(ground + inside * (page - ground), 0, 1).astype(np.float32)


PICTURES = [
    Picture(
        "obj-15",
        "obj-15.jpg",
        "OBJ-15_拓片.jpg",
        "下磨磨盘下扇（拓片）",
        "1897年5月",
        "2026:06:10 17:22:16",
        FLATBED,
        15,
        DIGITAL,
        ratio=1.0,
        page=rubbing,
    ),
]
