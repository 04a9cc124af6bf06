"""Ground, hills, water and banks of the 湟水 valley."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from grounds import Earth, Hills, Water
from mesh import Mesh, grid, strands
from noise import fractal, ridged
from numpy.typing import NDArray
from scene import Camera
from surfaces import Foliage, Surface

Array = NDArray[Any]
Height = Callable[[Array, Array], Array]


def _fan(camera: Camera, near: float, far: float, rows: int, columns: int) -> tuple[Array, Array]:
    """Places on the level (x, z) that fill the camera's view, closer together near the viewer."""
    forward = np.subtract(camera.target, camera.eye)
    heading = float(np.arctan2(forward[0], forward[2]))
    half = float(np.arctan(18.0 / camera.focal)) * 1.25 + 0.1
    angle = heading + np.linspace(-half, half, columns)
    distance = np.geomspace(near, far, rows)[:, None]
    stretch = distance / np.cos(angle - heading)
    x = camera.eye[0] + np.sin(angle) * stretch
    z = camera.eye[2] + np.cos(angle) * stretch
    return x.astype(np.float32), z.astype(np.float32)


def flat(x: Array, z: Array) -> Array:
    """Level ground."""
    return np.zeros_like(x + z)


def rolling(depth: float = 0.05, size: float = 4.0, seed: int = 4) -> Height:
    """Ground that is not quite level."""

    def height(x: Array, z: Array) -> Array:
        place = np.stack([x.ravel(), np.zeros(x.size), z.ravel()], axis=1).astype(np.float32)
        return depth * fractal(place, size, 3, seed).reshape(x.shape)

    return height


def ground(
    camera: Camera, surface: Surface | None = None, height: Height = flat, near: float = 0.3, far: float = 700.0
) -> Mesh:
    """Ground as far as the hills."""
    x, z = _fan(camera, near, far, 640, 480)
    y = height(x, z)
    return grid(np.stack([x, y, z], axis=-1).astype(np.float32), surface or Earth())


def hills(
    camera: Camera,
    height: float = 190.0,
    start: float = 420.0,
    far: float = 2600.0,
    seed: int = 7,
    snow: float = 0.0,
    surface: Surface | None = None,
    wide: float = 900.0,
) -> Mesh:
    """The bare loess hills that close the valley."""
    x, z = _fan(camera, start, far, 260, 900)
    place = np.stack([x.ravel(), np.zeros(x.size), z.ravel()], axis=1).astype(np.float32)
    away = np.hypot(x - camera.eye[0], z - camera.eye[2])
    rise = np.clip((away - start) / (far - start), 0.0, 1.0)
    rise = rise * rise * (3 - 2 * rise)
    crest = ridged(place, wide, 5, seed).reshape(x.shape)
    swell = fractal(place, wide * 2.2, 2, seed + 5).reshape(x.shape)
    y = height * rise * (0.25 + 0.85 * crest + 0.35 * swell) - 1.0
    return grid(np.stack([x, y, z], axis=-1).astype(np.float32), surface or Hills(snow=snow))


def river(camera: Camera, level: float, ripple: float = 0.004, size: float = 0.35, far: float = 400.0) -> Mesh:
    """Water at a level below the ground; the ground has to make room for it."""
    x, z = _fan(camera, 0.5, far, 60, 60)
    return grid(np.stack([x, np.full_like(x, level), z], axis=-1), Water(ripple=ripple, size=size))


def tufts(
    places: Array,
    rng: np.random.Generator,
    height: float = 0.14,
    blades: int = 9,
    colour: tuple[float, float, float] = (0.20, 0.20, 0.08),
    width: float = 0.008,
) -> Mesh:
    """Grass in small bunches at `places` (N, 3)."""
    starts = np.repeat(places, blades, axis=0) + rng.normal(0, 0.025, (len(places) * blades, 3)) * [1, 0, 1]
    n = len(starts)
    lean = rng.normal(0, 0.35, (n, 1, 3)) * [1, 0, 1] * np.linspace(0.3, 1.3, 3)[:, None]
    tall = height * rng.uniform(0.5, 1.3, (n, 1, 1))
    steps = (np.array([0, 1, 0]) + lean) * tall / 3
    return strands(starts.astype(np.float32), steps.astype(np.float32), width, Foliage(colour))


def scattered(
    rng: np.random.Generator, count: int, x: tuple[float, float], z: tuple[float, float], height: Height = flat
) -> Array:
    """Random places on the ground."""
    places = np.stack([rng.uniform(*x, count), np.zeros(count), rng.uniform(*z, count)], axis=1).astype(np.float32)
    places[:, 1] = height(places[:, 0], places[:, 2])
    return places
