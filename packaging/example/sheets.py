"""Written and printed sheets as a scanner sees them: paper, rules, a hand's or a stencil's ink, folds, a stamp."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from lettering import FONT, face
from noise import blur
from numpy.typing import NDArray
from papers import spots
from PIL import Image, ImageDraw

Array = NDArray[Any]
Colour = tuple[float, float, float]

BLUE_BLACK: Colour = (0.10, 0.115, 0.185)
PENCIL: Colour = (0.27, 0.265, 0.26)
STENCIL: Colour = (0.13, 0.13, 0.17)
VERMILION: Colour = (0.66, 0.13, 0.10)
RULED: Colour = (0.60, 0.34, 0.30)


def hand(character: str, size: float, rng: np.random.Generator, weight: float = 0.0) -> Image.Image:
    """One character as a pen left it: size, slant and turn vary; `weight` thickens the stroke (share of the size)."""
    side = round(size * 1.6)
    wide = side * 2
    tile = Image.new("L", (wide, wide), 0)
    font = face(FONT, max(8, round(size * 2 * float(rng.normal(1.0, 0.045)))))
    stroke = round(size * 2 * max(0.0, weight + float(rng.normal(0, 0.004))))
    ImageDraw.Draw(tile).text((wide / 2, wide / 2), character, font=font, fill=255, anchor="mm", stroke_width=stroke)
    lean = float(rng.normal(-0.05, 0.035))
    tile = tile.transform(
        tile.size, Image.Transform.AFFINE, (1, lean, -lean * wide / 2, 0, 1, 0), Image.Resampling.BICUBIC
    )
    return tile.rotate(float(rng.normal(0.6, 1.8)), Image.Resampling.BICUBIC).resize(
        (side, side), Image.Resampling.LANCZOS
    )


@dataclass(slots=True)
class Sheet:
    """A sheet `width` × `height` pixels whose inks are laid down one by one; each is coverage 0 … 1."""

    width: int
    height: int
    seed: int
    inks: list[tuple[Array, Colour]] = field(default_factory=list)
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def layer(self, colour: Colour) -> Array:
        """A new ink over the others."""
        made = np.zeros((self.height, self.width), np.float32)
        self.inks.append((made, colour))
        return made

    def write(
        self,
        ink: Array,
        text: str,
        at: tuple[float, float],
        size: float,
        *,
        pitch: float = 1.05,
        weight: float = 0.0,
        unsteady: float = 0.03,
        anchor: str = "left",
    ) -> float:
        """A line of writing whose middle is at `at`; returns where it ends. Figures stand closer than characters."""
        steps = [size * pitch * (0.56 if ord(c) < 128 else 1.0) for c in text]
        x, y = at[0] - {"left": 0.0, "middle": sum(steps) / 2, "right": sum(steps)}[anchor], at[1]
        for character, step in zip(text, steps, strict=True):
            if character not in " 　":
                dx, dy = self.rng.normal(0, size * unsteady, 2)
                self._lay(ink, hand(character, size, self.rng, weight), x + step / 2 + dx, y + dy)
            x += step
        return x

    def _lay(self, ink: Array, picture: Image.Image, x: float, y: float) -> None:
        tile = np.asarray(picture, np.float32) / 255.0 * float(np.clip(self.rng.normal(0.92, 0.07), 0.65, 1.0))
        side = tile.shape[0]
        left, top = round(x - side / 2), round(y - side / 2)
        if left < 0 or top < 0 or left + side > self.width or top + side > self.height:
            return
        view = ink[top : top + side, left : left + side]
        np.maximum(view, tile, out=view)

    def draw(self, ink: Array, work: Any) -> None:
        """Let `work` draw on a fresh mask with a pen of Pillow, and lay that down."""
        picture = Image.new("L", (self.width, self.height), 0)
        work(ImageDraw.Draw(picture))
        np.maximum(ink, np.asarray(picture, np.float32) / 255.0, out=ink)


def paper(width: int, height: int, colour: Colour, seed: int) -> Array:
    """Machine-made paper that has yellowed from its edges, with foxing."""
    unit = max(width, height) / 3000
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    tone = 0.010 * spots(height, width, 2 * unit + 0.6, seed) + 0.016 * spots(height, width, 60 * unit, seed + 1)
    tone = tone + 0.022 * spots(height, width, 420 * unit, seed + 2)
    made = np.array(colour, np.float32) * (1.0 + tone)[..., None]
    edge = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y)) / (150 * unit)
    brown = 0.22 * np.exp(-edge) + 0.10 * np.clip(spots(height, width, 22 * unit, seed + 3) - 2.1, 0, 1)
    return (made * (1 - brown[..., None] * np.array([0.55, 1.0, 1.5], np.float32))).astype(np.float32)


def creased(page: Array, folds: tuple[tuple[str, float], ...], seed: int) -> Array:
    """Folds across (`h`) or down (`v`) the page at a share of its size: light on one side, worn along the line."""
    height, width = page.shape[:2]
    unit = max(width, height) / 3000
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = np.ones((height, width), np.float32)
    for number, (way, place) in enumerate(folds):
        sway = spots(height, width, 240 * unit, seed + number) * 2.5 * unit
        away = ((y - place * height) if way == "h" else (x - place * width)) / (30 * unit) + sway / 30
        shade += 0.055 * np.tanh(away * 1.6) * np.exp(-np.abs(away) * 0.5) * (1 if number % 2 else -1)
        shade -= 0.13 * np.exp(-((away * 7.0) ** 2))
    return page * shade[..., None]


def printed(sheet: Sheet, ground: Array, through: Array | None = None, dry: float = 0.0) -> Array:
    """The inks on the paper; `through` is the back's ink showing, `dry` how unevenly the ink took."""
    unit = max(sheet.width, sheet.height) / 3000
    page = ground
    if through is not None:
        shown = blur(through[:, ::-1], 5 * unit)[..., None]
        page = page * (1 - 0.11 * shown * np.array([1.0, 0.9, 0.7], np.float32))
    for number, (ink, colour) in enumerate(sheet.inks):
        cover = np.clip(blur(ink, 0.8 * unit) * 1.15, 0, 1)
        if dry:
            worn = spots(sheet.height, sheet.width, 2.2 * unit + 0.4, sheet.seed + 50 + number)
            patch = spots(sheet.height, sheet.width, 160 * unit, sheet.seed + 70 + number)
            cover = cover * np.clip(1.0 - dry * (0.55 + 0.5 * worn + 0.35 * patch), 0.12, 1.0)
        cover = cover[..., None]
        page = page * (1 - cover) + np.array(colour, np.float32) * (0.55 + 0.45 * page) * cover
    return np.clip(page, 0, 1).astype(np.float32)


def scanned(page: Array, skew: float, seed: int, ground: Colour = (0.19, 0.185, 0.18)) -> Array:
    """The page on the scanner's lid, not quite straight, its shadow beside it; the size stays."""
    height, width = page.shape[:2]
    unit = max(width, height) / 3000
    small = 1.0 - 2 * 46 * unit / min(width, height)
    turn = np.radians(skew)
    cos, sin = np.cos(turn) / small, np.sin(turn) / small
    cx, cy = width / 2, height / 2
    numbers = (cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy)
    size = (width, height)
    sheet = Image.fromarray((page * 255).astype(np.uint8)).transform(
        size, Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC
    )
    inside = Image.new("L", size, 255).transform(size, Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC)
    mask = blur(np.asarray(inside, np.float32) / 255.0, 0.7 * unit)
    shadow = blur(np.roll(mask, (round(7 * unit), round(6 * unit)), (0, 1)), 9 * unit)
    lid = np.array(ground, np.float32) * (1 - 0.5 * shadow[..., None]) * np.float32(1.0)
    lid = lid * (1 + 0.03 * spots(height, width, 3 * unit + 0.5, seed))[..., None]
    return (lid + mask[..., None] * (np.asarray(sheet, np.float32) / 255.0 - lid)).astype(np.float32)


def round_stamp(text: str, size: int, seed: int) -> Array:
    """A round office stamp: ring, the name round its upper half, a rule across; coverage 0 … 1."""
    picture = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((4, 4, size - 5, size - 5), outline=255, width=max(3, size // 34))
    font = face(FONT, size // 7)
    for k, character in enumerate(text):
        angle = np.radians(-100 + 200 * (k + 0.5) / len(text))
        tile = Image.new("L", (size // 4, size // 4), 0)
        ImageDraw.Draw(tile).text((size // 8, size // 8), character, font=font, fill=255, anchor="mm", stroke_width=1)
        tile = tile.rotate(-float(np.degrees(angle)), Image.Resampling.BICUBIC)
        x, y = size / 2 + 0.36 * size * np.sin(angle), size / 2 - 0.36 * size * np.cos(angle)
        picture.paste(255, (round(x - size / 8), round(y - size / 8)), tile)
    pen.line((size * 0.28, size * 0.66, size * 0.72, size * 0.66), fill=255, width=max(2, size // 60))
    worn = spots(size, size, max(2.0, size / 60), seed)
    cover = np.asarray(picture.rotate(-9, Image.Resampling.BICUBIC), np.float32) / 255.0
    return (cover * np.clip(0.75 - 0.4 * np.clip(worn - 0.6, 0, 1), 0, 1)).astype(np.float32)


def thumb_print(size: int, seed: int) -> Array:
    """A thumb pressed into vermilion and onto the paper: whorled ridges in an oval."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    bend = 0.03 * spots(size, size, size / 6, seed)
    ridges = 0.5 + 0.5 * np.sin(2 * np.pi * 11 * (np.hypot(x * 1.25 + bend, (y + 0.08) * 0.9 + bend)))
    oval = np.clip(6 * (0.46 - np.hypot(x * 1.35, y * 1.0)), 0, 1)
    patch = np.clip(0.9 + 0.35 * spots(size, size, size / 9, seed + 1), 0.2, 1)
    return (oval * patch * np.clip(ridges * 1.4 - 0.2, 0.08, 1)).astype(np.float32)
