"""Sun, sky and lamps, and how much of them reaches a point: cast shadows and the dusk in corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from noise import fractal
from numpy.typing import NDArray
from raster import Buffer, rasterise

Array = NDArray[Any]
Colour = tuple[float, float, float]

_TAPS = 14


@dataclass(frozen=True, slots=True)
class Sun:
    """A light without end: `bearing` in degrees from behind the viewer, clockwise seen from above (90: from the
    right, 180: against the light), `height` above the horizon, `size` the spread of its disc (0.02 sharp, 0.2 veiled).

    `centre` and `reach` bound the part of the scene whose shadows are drawn.
    """

    bearing: float = 40.0
    height: float = 40.0
    strength: float = 2.6
    colour: Colour = (1.0, 0.95, 0.86)
    size: float = 0.03
    centre: tuple[float, float, float] = (0.0, 0.0, 12.0)
    reach: float = 26.0

    def towards(self) -> Array:
        """Direction from the ground to the sun."""
        flat, up = np.radians(self.bearing), np.radians(self.height)
        x, z = np.sin(flat) * np.cos(up), -np.cos(flat) * np.cos(up)
        return np.array([x, np.sin(up), z], np.float32)


@dataclass(frozen=True, slots=True)
class Sky:
    """The dome: colour overhead and at the horizon, share of cloud, what the ground throws back."""

    zenith: Colour = (0.32, 0.45, 0.70)
    horizon: Colour = (0.80, 0.84, 0.88)
    clouds: float = 0.35
    cloud_size: float = 0.9
    ambient: float = 0.55
    bright: float = 1.45
    bounce: Colour = (0.22, 0.18, 0.13)
    seed: int = 3

    def seen(self, rays: Array) -> Array:
        """Light from directions (N, 3)."""
        up = np.clip(rays[:, 1], 0.0, 1.0)
        share = (1.0 - np.exp(-up * 4.0))[:, None]
        horizon, zenith = np.array(self.horizon, np.float32), np.array(self.zenith, np.float32)
        colour: Array = horizon + share * (zenith - horizon)
        if self.clouds:
            plane = np.stack([rays[:, 0] / (up + 0.12), 0 * up, rays[:, 2] / (up + 0.12)], axis=1)
            billow = fractal(plane.astype(np.float32), self.cloud_size, 6, self.seed, rough=0.55)
            cover = np.clip((billow + self.clouds * 1.6 - 0.8) * 1.6, 0.0, 1.0) * np.clip(up * 9.0, 0.0, 1.0)
            white = 0.92 - 0.22 * np.clip(billow - 0.2, 0, 1)
            colour = colour + (cover * 0.85)[:, None] * (white[:, None] - colour)
        return (self.bright * colour).astype(np.float32)

    def falling(self, normals: Array) -> Array:
        """Light from the whole dome on surfaces facing `normals`."""
        up = (0.5 + 0.5 * normals[:, 1])[:, None]
        dome = 0.5 * (np.array(self.zenith, np.float32) + np.array(self.horizon, np.float32))
        result: Array = self.ambient * (up * dome + (1 - up) * np.array(self.bounce, np.float32))
        return result.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Lamp:
    """A small light: `strength` at one metre, `radius` below which it grows no stronger."""

    at: tuple[float, float, float]
    colour: Colour = (1.0, 0.72, 0.38)
    strength: float = 1.0
    radius: float = 0.15

    def falling(self, points: Array, normals: Array, soft: Array) -> Array:
        """Light on points facing `normals`."""
        way = np.array(self.at, np.float32) - points
        square = np.einsum("ij,ij->i", way, way)
        facing = np.einsum("ij,ij->i", way, normals) / np.sqrt(square + 1e-6)
        facing = np.clip((facing + soft) / (1.0 + soft), 0.0, 1.0)
        amount = self.strength * facing / (square + self.radius**2)
        result: Array = amount[:, None] * np.array(self.colour, np.float32)
        return result


class ShadowMap:
    """The scene seen from the sun."""

    def __init__(self, sun: Sun, triangles: Array, side: int) -> None:
        """Draw `triangles` (M, 3, 3) as the sun sees them on `side` × `side` pixels."""
        self._sun = sun
        self._side = side
        self._towards = sun.towards()
        right = np.cross([0.0, 1.0, 0.0], self._towards).astype(np.float32)
        self._right = right / np.linalg.norm(right)
        self._up = np.cross(self._towards, self._right).astype(np.float32)
        self._scale = np.float32(side / (2 * sun.reach))
        pixels = self._project(triangles.reshape(-1, 3)).reshape(-1, 3, 3)
        self._map: Buffer = rasterise(pixels[..., :2], pixels[..., 2], side, side, -1e9)

    def _project(self, points: Array) -> Array:
        local = points - np.array(self._sun.centre, np.float32)
        x = (local @ self._right) * self._scale + self._side / 2
        y = (local @ self._up) * self._scale + self._side / 2
        return np.stack([x, y, local @ self._towards], axis=1).astype(np.float32)

    def lit(self, points: Array, normals: Array, rng: np.random.Generator) -> Array:
        """Share of the sun that reaches each point, 0 … 1; edges soften with the distance from what casts them."""
        texel = 1.0 / float(self._scale)
        place = self._project(points + normals * np.float32(1.6 * texel + 0.004))
        depth = self._map.depth
        turn = rng.uniform(0, 2 * np.pi, len(points)).astype(np.float32)
        spread = float(self._sun.size)

        def fetch(angle: Array, reach: Array) -> Array:
            x = np.clip(place[:, 0] + np.cos(angle) * reach, 0, self._side - 1).astype(np.int32)
            y = np.clip(place[:, 1] + np.sin(angle) * reach, 0, self._side - 1).astype(np.int32)
            fetched: Array = depth[y, x]
            return fetched

        search = np.float32(max(1.0, spread * 1.2 / texel))
        gap, count = np.zeros(len(points), np.float32), np.zeros(len(points), np.float32)
        for tap in range(8):
            found = fetch(turn + np.float32(tap * 2.4), np.full(len(points), search * ((tap + 0.5) / 8) ** 0.5))
            over = found - place[:, 2]
            blocked = over > 0.02
            gap += np.where(blocked, over, 0.0)
            count += blocked
        reach = np.clip(gap / np.maximum(count, 1) * spread / texel, 0.7, 4 * search + 1).astype(np.float32)
        light = np.zeros(len(points), np.float32)
        for tap in range(_TAPS):
            found = fetch(turn + np.float32(tap * 2.399963), reach * np.float32(((tap + 0.5) / _TAPS) ** 0.5))
            light += found - place[:, 2] <= 0.012 + 0.5 * texel
        outside = (
            (place[:, 0] < 1) | (place[:, 1] < 1) | (place[:, 0] > self._side - 2) | (place[:, 1] > self._side - 2)
        )
        return np.where(outside | (count == 0), np.where(outside, 1.0, light / _TAPS), light / _TAPS).astype(np.float32)


def occlusion(points: Array, seen: NDArray[np.bool_], focal: float, radius: float) -> Array:
    """How open each pixel's place is, 0 … 1, from the depth picture alone.

    `points` (H, W, 3) are in the camera's axes, `focal` in pixels, `radius` metres.
    """
    tall, wide = seen.shape
    dx = np.gradient(points, axis=1)
    dy = np.gradient(points, axis=0)
    normal = np.cross(dy, dx)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    normal *= np.where(np.einsum("ijk,ijk->ij", normal, points) > 0, -1.0, 1.0)[..., None]
    distance = np.maximum(points[..., 2], 0.05)
    reach = np.clip(radius * focal / distance, 1.5, 0.12 * wide).astype(np.float32)
    line, column = np.mgrid[0:tall, 0:wide].astype(np.int32)
    phase = ((line % 4) * 4 + column % 4) * np.float32(2 * np.pi / 16)
    shut = np.zeros((tall, wide), np.float32)
    taps = 16
    for tap in range(taps):
        angle = phase + np.float32(tap * 2.399963)
        step = reach * np.float32((tap + 0.7) / taps)
        x = np.clip(column + (np.cos(angle) * step).astype(np.int32), 0, wide - 1)
        y = np.clip(line + (np.sin(angle) * step).astype(np.int32), 0, tall - 1)
        way = points[y, x] - points
        far = np.sqrt(np.einsum("ijk,ijk->ij", way, way)) + 1e-5
        rise = np.einsum("ijk,ijk->ij", way, normal) / far
        near = np.clip(1.0 - (far / (2.0 * radius)) ** 2, 0.0, 1.0)
        shut += np.clip(rise - 0.10, 0.0, 1.0) * near * seen[y, x]
    openness = np.clip(1.0 - 1.9 * shut / taps, 0.0, 1.0).astype(np.float32)
    return _even(openness, distance)


def _even(image: Array, distance: Array) -> Array:
    """Average over the 4 × 4 pattern, but not across edges of depth."""
    total, weight = np.zeros_like(image), np.zeros_like(image)
    for dy in range(-2, 2):
        for dx in range(-2, 2):
            other = np.roll(distance, (dy, dx), (0, 1))
            share = (np.abs(other - distance) < 0.04 * distance).astype(np.float32)
            total += share * np.roll(image, (dy, dx), (0, 1))
            weight += share
    return total / np.maximum(weight, 1.0)
