"""What things are made of: colour, roughness of relief and gloss of wall, wood, cloth, stone, metal.

Colours are linear light, 0 … 1. Relief is a height in metres; the light picks it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from noise import fractal, vec
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[Any]
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Samples:
    """The points of one surface that are seen: place, direction, place on the surface, tint, size of a pixel there."""

    points: Array
    normals: Array
    uv: Array
    tints: Array
    foot: Array


@dataclass(slots=True)
class Look:
    """How those points look before light falls on them.

    `gloss` is the strength of the highlight, `soft` how far light wraps round (cloth, snow), `glow` light given off.
    """

    colour: Array
    relief: Array | float = 0.0
    gloss: Array | float = 0.0
    soft: float = 0.0
    glow: Array | float = 0.0


class Surface(Protocol):
    """Anything that can say how it looks at given points. `mass` surfaces keep the direction they were given."""

    @property
    def mass(self) -> bool: ...

    def look(self, at: Samples) -> Look: ...


def tinted(at: Samples, colour: Colour, change: Array | float = 1.0) -> Array:
    scale = np.asarray(change, np.float32)
    result: Array = at.tints * np.array(colour, np.float32) * (scale[:, None] if scale.ndim else scale)
    return result.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Plain:
    """One colour with a little unevenness: painted metal, enamel, skin."""

    colour: Colour
    uneven: float = 0.06
    gloss: float = 0.0
    soft: float = 0.0
    mass: bool = False
    grain: float = 0.15

    def look(self, at: Samples) -> Look:
        spots = fractal(at.points, self.grain, 3, 5, at.foot)
        return Look(tinted(at, self.colour, 1.0 + self.uneven * spots), gloss=self.gloss, soft=self.soft)


@dataclass(frozen=True, slots=True)
class Foliage:
    """Leaves, straw and twigs: lit as a mass, a little light comes through."""

    colour: Colour
    soft: float = 0.35
    mass: bool = True

    def look(self, at: Samples) -> Look:
        return Look(tinted(at, self.colour, 1.0 + 0.15 * fractal(at.points, 1.2, 2, 8)), soft=self.soft)


@dataclass(frozen=True, slots=True)
class Adobe:
    """A wall of mud plaster over rammed earth: washed streaks, straw flecks, damp foot, patches fallen off."""

    colour: Colour = (0.42, 0.34, 0.25)
    patches: float = 0.5
    mass: bool = False

    def look(self, at: Samples) -> Look:
        broad = fractal(at.points, 1.4, 4, 11, at.foot)
        streak = fractal(at.points * vec([1, 0.12, 1]), 0.3, 3, 12, at.foot)
        fine = fractal(at.points, 0.05, 3, 13, at.foot, 0.7)
        fallen = np.clip((fractal(at.points, 0.9, 3, 14, at.foot) - 0.45) * 6.0, 0.0, 1.0) * self.patches
        foot = np.exp(-np.clip(at.points[:, 1], 0, None) / 0.35).astype(np.float32)
        shade = 1.0 + 0.10 * broad + 0.09 * streak + 0.10 * fine - 0.22 * foot - 0.12 * fallen
        return Look(tinted(at, self.colour, shade), 0.014 * broad + 0.0035 * fine - 0.016 * fallen)


@dataclass(frozen=True, slots=True)
class Brick:
    """Courses of brick in mortar, laid out on `uv` (metres). Grey brick of the valley by default."""

    colour: Colour = (0.26, 0.26, 0.25)
    mortar: Colour = (0.42, 0.41, 0.38)
    length: float = 0.25
    course: float = 0.065
    joint: float = 0.006
    rough: float = 0.003
    mass: bool = False

    def look(self, at: Samples) -> Look:
        row = np.floor(at.uv[:, 1] / self.course)
        along = at.uv[:, 0] / self.length + 0.5 * (row % 2)
        gap_x = np.minimum(along % 1.0, 1 - along % 1.0) * self.length
        up = at.uv[:, 1] / self.course
        gap_y = np.minimum(up % 1.0, 1 - up % 1.0) * self.course
        edge = np.minimum(gap_x, gap_y)
        width = np.maximum(self.joint, at.foot)
        joint = np.clip(1.0 - edge / width, 0.0, 1.0) * np.clip(0.05 / (at.foot + 1e-6), 0.0, 1.0)
        each = np.sin(np.floor(along) * 127.1 + row * 311.7) * 43758.5
        each = (each - np.floor(each)).astype(np.float32)
        fine = fractal(at.points, 0.06, 3, 21, at.foot, 0.7)
        stain = fractal(at.points, 1.6, 3, 22, at.foot)
        face = tinted(at, self.colour, 0.8 + 0.4 * each + 0.12 * fine + 0.1 * stain)
        mixed = face + joint[:, None].astype(np.float32) * (np.array(self.mortar, np.float32) - face)
        return Look(mixed.astype(np.float32), -0.008 * joint * (self.joint / 0.006) + self.rough * fine)


@dataclass(frozen=True, slots=True)
class Wood:
    """Weathered timber, grain along the second axis of `uv`; `along` picks another axis of space for flat boards."""

    colour: Colour = (0.24, 0.17, 0.11)
    board: float = 0.0
    along: int = -1
    gloss: float = 0.03
    contrast: float = 1.0
    lift: float = 0.003
    mass: bool = False

    def look(self, at: Samples) -> Look:
        stretch = np.ones(3, np.float32)
        if self.along >= 0:
            place = at.points
            stretch[self.along] = 0.06
        else:
            place = np.c_[at.uv, 0.2 * at.points.sum(axis=1)].astype(np.float32)
            stretch[1] = 0.06
        lines = fractal(place * stretch, 0.035, 3, 31, at.foot, 0.7)
        broad = fractal(place * stretch, 0.3, 3, 32, at.foot)
        shade = 1.0 + self.contrast * (0.2 * lines + 0.15 * broad)
        relief = self.lift * lines
        if self.board:
            step = at.uv[:, 0] / self.board
            edge = np.minimum(step % 1.0, 1 - step % 1.0) * self.board
            crack = np.clip(1.0 - edge / np.maximum(0.006, at.foot), 0.0, 1.0)
            each = np.sin(np.floor(step) * 91.7) * 4375.5
            shade = shade * (0.85 + 0.3 * (each - np.floor(each))) * (1.0 - 0.75 * crack)
            relief = relief - 0.012 * crack
        return Look(tinted(at, self.colour, shade), relief, gloss=self.gloss)


@dataclass(frozen=True, slots=True)
class Cloth:
    """Cotton or padded cloth: folds that run with the garment, faded high places, `quilt` the size of padding."""

    colour: Colour
    folds: float = 0.012
    quilt: float = 0.0
    check: float = 0.0
    soft: float = 0.3
    mass: bool = False

    def look(self, at: Samples) -> Look:
        place = at.points * vec([1.0, 0.55, 1.0])
        bend = fractal(at.points, 0.40, 2, 41, at.foot)
        twist = place + np.stack([bend, 0.8 * bend, -bend], axis=1) * np.float32(0.10)
        wide = fractal(twist, 0.15, 2, 42, at.foot)
        fine = fractal(twist * vec([0.8, 1.5, 0.8]), 0.06, 3, 43, at.foot)
        crease = (1.0 - np.abs(wide)) ** 2
        relief = self.folds * (1.1 * crease + 0.22 * fine)
        shade = 1.0 + 0.12 * wide + 0.07 * fine
        if self.quilt:
            row = np.abs(np.sin(np.pi * at.uv[:, 0] / self.quilt))
            relief = relief + 0.02 * row**0.5
        if self.check:
            cross = (at.uv / self.check % 1.0 < 0.3).sum(axis=1)
            shade = shade * (1.25 - 0.35 * cross)
        return Look(tinted(at, self.colour, shade), relief, soft=self.soft)


@dataclass(frozen=True, slots=True)
class Stone:
    """Hewn or river stone: pits and flecks, gentle hollows."""

    colour: Colour = (0.34, 0.33, 0.31)
    pits: float = 0.006
    mass: bool = False

    def look(self, at: Samples) -> Look:
        broad = fractal(at.points, 0.4, 4, 51, at.foot)
        fine = fractal(at.points, 0.03, 3, 52, at.foot, 0.8)
        return Look(tinted(at, self.colour, 1.0 + 0.14 * broad + 0.16 * fine), self.pits * (2.0 * broad + fine), 0.02)


@dataclass(frozen=True, slots=True)
class Metal:
    """Iron, tin or steel: `rust` mottles it, `gloss` catches the light."""

    colour: Colour = (0.12, 0.12, 0.125)
    rust: float = 0.4
    gloss: float = 0.35
    mass: bool = False

    def look(self, at: Samples) -> Look:
        broad = fractal(at.points, 0.25, 4, 81, at.foot)
        fine = fractal(at.points, 0.02, 3, 82, at.foot, 0.8)
        worn = np.clip(0.5 + broad, 0.0, 1.0) * self.rust
        base = tinted(at, self.colour, 1.0 + 0.12 * fine)
        brown = tinted(at, (0.20, 0.11, 0.06), 1.0 + 0.3 * fine)
        colour = base + worn[:, None] * (brown - base)
        return Look(colour.astype(np.float32), 0.0006 * fine * self.rust, gloss=self.gloss * (1.0 - worn))


@dataclass(frozen=True, slots=True)
class Glow:
    """Something that gives light: a lamp, a lit window, paper lantern, embers."""

    colour: Colour
    strength: float = 3.0
    mass: bool = False

    def look(self, at: Samples) -> Look:
        uneven = 1.0 + 0.12 * fractal(at.points, 0.1, 2, 101)
        return Look(tinted(at, self.colour, 0.6), glow=tinted(at, self.colour, self.strength * uneven))


@dataclass(frozen=True, slots=True)
class Decal:
    """A picture laid on a surface: `uv` 0 … 1 from the lower left. `through` lets light from behind come through."""

    picture: Image.Image
    gloss: float = 0.0
    relief: float = 0.0
    through: float = 0.0
    mass: bool = False
    base: Surface | None = field(default=None)

    def look(self, at: Samples) -> Look:
        pixels = np.asarray(self.picture.convert("RGBA"), np.float32) / 255.0
        tall, wide = pixels.shape[:2]
        x = np.clip(at.uv[:, 0] * wide - 0.5, 0, wide - 1.001)
        y = np.clip((1.0 - at.uv[:, 1]) * tall - 0.5, 0, tall - 1.001)
        col, row = x.astype(np.int64), y.astype(np.int64)
        fx, fy = (x - col)[:, None], (y - row)[:, None]
        right, below = np.minimum(col + 1, wide - 1), np.minimum(row + 1, tall - 1)
        top = pixels[row, col] * (1 - fx) + pixels[row, right] * fx
        low = pixels[below, col] * (1 - fx) + pixels[below, right] * fx
        mixed = (top * (1 - fy) + low * fy).astype(np.float32)
        colour = mixed[:, :3] ** np.float32(2.2) * at.tints
        dust = 1.0 + 0.06 * fractal(at.points, 0.3, 4, 111, at.foot)
        look = Look((colour * dust[:, None]).astype(np.float32), gloss=self.gloss, glow=self.through * colour)
        if self.base is None:
            return look
        under = self.base.look(at)
        cover = mixed[:, 3:]
        look.colour = (under.colour + cover * (look.colour - under.colour)).astype(np.float32)
        look.relief = under.relief
        return look


@dataclass(frozen=True, slots=True)
class Tiles:
    """A roof of grey half-round tiles: channels down the slope every `width` metres (`uv` 0), courses across it."""

    colour: Colour = (0.15, 0.15, 0.15)
    width: float = 0.20
    course: float = 0.16
    snow: float = 0.0
    mass: bool = False

    def look(self, at: Samples) -> Look:
        fade = np.clip(self.width / (3.0 * at.foot) - 0.3, 0.0, 1.0)
        row = np.abs(np.sin(np.pi * at.uv[:, 0] / self.width))
        step = at.uv[:, 1] / self.course % 1.0
        fine = fractal(at.points, 0.08, 3, 131, at.foot)
        broad = fractal(at.points, 1.1, 3, 132, at.foot)
        shade = 1.0 + 0.15 * fine + 0.18 * broad + fade * (0.35 * row - 0.25 - 0.25 * (step < 0.14))
        colour = tinted(at, self.colour, shade)
        if self.snow:
            cover = np.clip((broad * 0.5 + self.snow * 1.6 - 0.3) * 3, 0, 1)[:, None]
            colour = colour + cover * (np.float32(0.78) - colour)
        return Look(colour.astype(np.float32), fade * (0.05 * row + 0.012 * (1 - step)))


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two surfaces on one shape; `share` of a point says how much of the second is there, 0 … 1."""

    first: Surface
    second: Surface
    share: Callable[[Array], Array]
    mass: bool = False

    def look(self, at: Samples) -> Look:
        one, two = self.first.look(at), self.second.look(at)
        part = np.clip(self.share(at.points), 0.0, 1.0).astype(np.float32)
        colour = one.colour + part[:, None] * (two.colour - one.colour)
        relief = one.relief + part * (two.relief - one.relief)
        gloss = one.gloss + part * (np.asarray(two.gloss) - one.gloss)
        return Look(colour.astype(np.float32), relief, gloss, max(one.soft, two.soft))
