"""What one walks on or looks across: earth, cobbles, snow, fields, hills, water."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from mesh import Colour
from noise import cells, fractal, vec
from surfaces import Look, Samples, tinted


@dataclass(frozen=True, slots=True)
class Earth:
    """Trodden loess: lumps, dust, small stones, tracks along z where `tracks` is above nought."""

    colour: Colour = (0.36, 0.29, 0.21)
    lumps: float = 0.02
    stones: float = 0.25
    tracks: float = 0.0
    mass: bool = False

    def look(self, at: Samples) -> Look:
        broad = fractal(at.points, 2.5, 4, 1, at.foot)
        fine = fractal(at.points, 0.16, 4, 2, at.foot, 0.6)
        relief = self.lumps * (0.8 * broad + 0.55 * fine)
        shade = 1.0 + 0.13 * broad + 0.12 * fine
        if self.tracks:
            drift = at.points[:, 0] + 0.25 * fractal(at.points * vec([0, 0, 1]), 6.0, 2, 3)
            rut = np.exp(-(((np.abs(drift) - 0.75) / 0.12) ** 2)).astype(np.float32)
            relief = relief - self.tracks * rut * (1.0 + 0.5 * fine)
            shade = shade * (1.0 - 0.15 * rut)
        if self.stones:
            pebble = np.clip(fractal(at.points, 0.055, 2, 4, at.foot) - 0.55, 0.0, 1.0)
            relief = relief + 0.04 * self.stones * pebble
            shade = shade * (1.0 + self.stones * pebble)
        return Look(tinted(at, self.colour, shade), relief)


@dataclass(frozen=True, slots=True)
class Cobbles:
    """Ground laid with or strewn with stones `size` metres across."""

    size: float = 0.18
    colour: Colour = (0.33, 0.31, 0.28)
    dome: float = 0.25
    mass: bool = False

    def look(self, at: Samples) -> Look:
        near, next_near = cells(at.points, self.size)
        gap = np.clip((next_near - near) * 2.2, 0.0, 1.0)
        fade = np.clip(self.size / (3.0 * at.foot) - 0.3, 0.0, 1.0)
        fine = fractal(at.points, 0.05, 3, 61, at.foot, 0.7)
        each = fractal(at.points, self.size * 1.6, 2, 62, at.foot)
        shade = 0.8 + fade * (0.35 * gap - 0.15) + 0.12 * fine + 0.2 * each
        return Look(tinted(at, self.colour, shade), fade * self.size * self.dome * gap**0.6 + 0.002 * fine)


@dataclass(frozen=True, slots=True)
class Snow:
    """Settled snow, soft and a little blown; `bare` is the share of ground that shows through."""

    bare: float = 0.0
    ground: Colour = (0.22, 0.17, 0.12)
    drift: float = 0.05
    mass: bool = False

    def look(self, at: Samples) -> Look:
        broad = fractal(at.points, 2.2, 4, 71, at.foot)
        fine = fractal(at.points, 0.09, 4, 72, at.foot, 0.65)
        colour = tinted(at, (0.80, 0.82, 0.86), 1.0 + 0.03 * fine)
        relief = self.drift * broad + 0.010 * fine
        if self.bare:
            patch = np.clip((broad * 0.6 + 0.5 * fine + (self.bare - 0.5) * 2.0) * 3.0, 0.0, 1.0)
            soil = tinted(at, self.ground, 1.0 + 0.2 * fine)
            colour = colour + patch[:, None] * (soil - colour)
            relief = relief - 0.03 * patch
        return Look(colour.astype(np.float32), relief, gloss=0.02, soft=0.35)


@dataclass(frozen=True, slots=True)
class Hills:
    """Bare loess slopes far off: gullied, a few terraces."""

    colour: Colour = (0.34, 0.29, 0.22)
    terraces: float = 0.3
    snow: float = 0.0
    mass: bool = False

    def look(self, at: Samples) -> Look:
        broad = fractal(at.points, 260.0, 5, 91, rough=0.6)
        fine = fractal(at.points, 40.0, 4, 92, at.foot, 0.6)
        line = np.sin(at.points[:, 1] / 9.0 + 2.0 * broad) * self.terraces
        shade = 1.0 + 0.14 * broad + 0.10 * fine + 0.08 * line
        colour = tinted(at, self.colour, shade)
        if self.snow:
            cover = np.clip((at.normals[:, 1] - 0.45 + 0.25 * fine) * 4.0, 0.0, 1.0) * self.snow
            colour = colour + cover[:, None] * (np.float32(0.75) - colour)
        return Look(colour.astype(np.float32), 9.0 * broad + 2.0 * fine)


@dataclass(frozen=True, slots=True)
class Water:
    """A level sheet of water: the scene is mirrored in it, broken by ripples; `colour` is the silt under it."""

    colour: Colour = (0.10, 0.09, 0.065)
    ripple: float = 0.004
    size: float = 0.35
    flow: tuple[float, float] = (1.0, 1.0)
    mass: bool = False

    def look(self, at: Samples) -> Look:
        place = at.points * vec([self.flow[0], 1.0, self.flow[1]])
        wave = fractal(place, self.size, 4, 121, at.foot, 0.6)
        broad = fractal(place, self.size * 7.0, 2, 122, at.foot)
        return Look(tinted(at, self.colour, 1.0 + 0.1 * broad), self.ripple * (wave + 1.5 * broad), gloss=0.5)


@dataclass(frozen=True, slots=True)
class Field:
    """Crop, grass or stubble seen as a texture: rows `pitch` metres apart along z, ragged."""

    colour: Colour = (0.20, 0.22, 0.09)
    soil: Colour = (0.26, 0.20, 0.14)
    pitch: float = 0.0
    height: float = 0.03
    mass: bool = False

    def look(self, at: Samples) -> Look:
        fine = fractal(at.points, 0.10, 4, 141, at.foot, 0.75)
        broad = fractal(at.points, 5.0, 4, 142, at.foot)
        cover = np.clip(0.65 + 0.5 * fine + 0.3 * broad, 0.0, 1.0)
        if self.pitch:
            fade = np.clip(self.pitch / (3.0 * at.foot) - 0.3, 0.0, 1.0)
            row = 0.5 + 0.5 * np.cos(2 * np.pi * (at.points[:, 0] + 0.04 * fine) / self.pitch)
            cover = cover * (1 - fade) + fade * np.clip(row * 1.3 - 0.15 + 0.35 * fine, 0, 1)
        plant = tinted(at, self.colour, 1.0 + 0.25 * fine + 0.15 * broad)
        earth = tinted(at, self.soil, 1.0 + 0.2 * fine)
        colour = earth + cover[:, None] * (plant - earth)
        return Look(colour.astype(np.float32), self.height * (0.6 * cover + 0.4 * fine), soft=0.2)
