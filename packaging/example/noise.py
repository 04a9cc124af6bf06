"""Smooth random fields, the stuff that earth, walls, cloth, clouds and film grain are made of.

Every function is vectorised over numpy arrays and depends on its arguments alone, so a picture drawn
twice is the same picture. Lengths are metres unless a function says pixels.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

_SIDE = 64


def vec(values: ArrayLike) -> Array:
    """A point, a direction or a row of factors in the precision everything is drawn in."""
    return np.asarray(values, np.float32)


@cache
def _volume(seed: int) -> Array:
    """A cube of independent values in −1 … 1 that repeats in every direction."""
    rng = np.random.default_rng(seed)
    return rng.uniform(-1.0, 1.0, _SIDE**3).astype(np.float32)


def value3(points: Array, seed: int = 0) -> Array:
    """Value noise at `points` (N, 3), lattice spacing 1, result −1 … 1."""
    table = _volume(seed)
    base = np.floor(points)
    part = points - base
    part = part * part * (3.0 - 2.0 * part)
    cell = base.astype(np.int64) & (_SIDE - 1)
    x0, y0, z0 = cell[:, 0], cell[:, 1] * _SIDE, cell[:, 2] * (_SIDE * _SIDE)
    x1 = (x0 + 1) & (_SIDE - 1)
    y1 = (y0 + _SIDE) & (_SIDE * _SIDE - 1)
    z1 = (z0 + _SIDE * _SIDE) & (_SIDE**3 - 1)
    fx, fy, fz = part[:, 0], part[:, 1], part[:, 2]

    def row(y: NDArray[np.int64], z: NDArray[np.int64]) -> Array:
        near = table[x0 + y + z]
        mixed: Array = near + fx * (table[x1 + y + z] - near)
        return mixed

    low = row(y0, z0)
    low = low + fy * (row(y1, z0) - low)
    high = row(y0, z1)
    high = high + fy * (row(y1, z1) - high)
    result: Array = low + fz * (high - low)
    return result


def fractal(
    points: Array, size: float, octaves: int = 4, seed: int = 0, foot: Array | None = None, rough: float = 0.5
) -> Array:
    """Sum of octaves, the coarsest `size` metres across. Result about −1 … 1.

    `foot` is the size of a pixel at each point: octaves finer than a pixel fade out, so that distance
    does not sparkle.
    """
    total = np.zeros(len(points), np.float32)
    weight, norm, step = 1.0, 0.0, size
    for octave in range(octaves):
        shift = np.float32(17.3 * octave + 3.1 * seed)
        layer = value3(points * np.float32(1.0 / step) + shift, seed + octave)
        if foot is not None:
            layer = layer * np.clip(step / (foot * 2.0 + 1e-6) - 0.5, 0.0, 1.0)
        total += np.float32(weight) * layer
        norm += weight * weight
        weight *= rough
        step *= 0.5
    return total / np.float32(norm**0.5)


def ridged(points: Array, size: float, octaves: int = 4, seed: int = 0) -> Array:
    """Sharp crests and gullies, 0 … 1, as on eroded loess hills."""
    total = np.zeros(len(points), np.float32)
    weight, norm, step = 1.0, 0.0, size
    for octave in range(octaves):
        layer = 1.0 - np.abs(value3(points * np.float32(1.0 / step) + np.float32(9.7 * octave), seed + octave))
        total += np.float32(weight) * layer * layer
        norm += weight
        weight *= 0.5
        step *= 0.5
    return total / np.float32(norm)


def cells(points: Array, size: float, seed: int = 0) -> tuple[Array, Array]:
    """Distance to the nearest and second nearest scattered point in the plane of x and z, in `size` units.

    For cobbles, cracked mud and flagstones: the crack runs where the two are equal.
    """
    flat = points[:, (0, 2)] / np.float32(size)
    base = np.floor(flat).astype(np.int64)
    table = _volume(seed + 71)
    first = np.full(len(points), 9.0, np.float32)
    second = first.copy()
    for dx in (-1, 0, 1):
        for dz in (-1, 0, 1):
            cx, cz = base[:, 0] + dx, base[:, 1] + dz
            index = ((cx * 92837 + cz * 68917) % (_SIDE**3 - 1)).astype(np.int64)
            px = cx + 0.5 + 0.42 * table[index]
            pz = cz + 0.5 + 0.42 * table[index + 1]
            apart = np.hypot(flat[:, 0] - px, flat[:, 1] - pz).astype(np.float32)
            second = np.minimum(second, np.maximum(first, apart))
            first = np.minimum(first, apart)
    return first, second


def blur(image: Array, radius: float) -> Array:
    """Gaussian blur of the first two axes by three box passes; `radius` in pixels (standard deviation)."""
    if radius < 0.3:
        return image
    width = max(1, round((radius * radius * 4.0 + 1.0) ** 0.5) // 2)
    for _ in range(3):
        image = _box(_box(image, width, 0), width, 1)
    return image


def _box(image: Array, half: int, axis: int) -> Array:
    pad = [(0, 0)] * image.ndim
    pad[axis] = (half + 1, half)
    total = np.cumsum(np.pad(image, pad, mode="edge"), axis=axis, dtype=np.float64)
    span = 2 * half + 1
    upper = np.take(total, range(span, total.shape[axis]), axis=axis)
    lower = np.take(total, range(0, total.shape[axis] - span), axis=axis)
    return ((upper - lower) / span).astype(np.float32)
