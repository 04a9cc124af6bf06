"""Houses, walls, doors and windows: mud houses with flat roofs, brick sheds, tiled halls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from mesh import Mesh, beam, box, grid, join, polygon, tube
from noise import fractal, vec
from numpy.typing import NDArray
from surfaces import Adobe, Plain, Surface, Tiles, Wood

Array = NDArray[Any]
Opening = tuple[float, float, float, float]

TIMBER = Wood((0.21, 0.145, 0.09))
OLD_TIMBER = Wood((0.17, 0.135, 0.10), contrast=1.4, gloss=0.01)
PAPER = Plain((0.66, 0.63, 0.55), 0.08, soft=0.3)
DARK = Plain((0.020, 0.018, 0.016), 0.0)
MUD_WALL = Adobe()
MUD_ROOF = Adobe((0.36, 0.29, 0.21), patches=0.0)


def panel(width: float, height: float, openings: Sequence[Opening], surface: Surface, thick: float = 0.35) -> Mesh:
    """A wall in the plane z = 0 from x = 0 with openings (x, y, width, height); `thick` is seen in their reveals."""
    xs = sorted({0.0, width, *(v for x, _, w, _ in openings for v in (x, x + w))})
    ys = sorted({0.0, height, *(v for _, y, _, h in openings for v in (y, y + h))})
    pieces = []
    for x0, x1 in pairwise(xs):
        for y0, y1 in pairwise(ys):
            mx, my = (x0 + x1) / 2, (y0 + y1) / 2
            if any(x < mx < x + w and y < my < y + h for x, y, w, h in openings):
                continue
            pieces.append(_face([(x0, y0, 0), (x1, y0, 0), (x1, y1, 0), (x0, y1, 0)], surface))
    for x, y, w, h in openings:
        a, b, c, d = (x, y), (x + w, y), (x + w, y + h), (x, y + h)
        for (px, py), (qx, qy) in ((a, b), (b, c), (c, d), (d, a)):
            pieces.append(polygon([(px, py, 0), (qx, qy, 0), (qx, qy, thick), (px, py, thick)], surface))
    return join(pieces)


def _face(corners: Sequence[tuple[float, float, float]], surface: Surface) -> Mesh:
    return polygon(corners, surface, uv=[(c[0], c[1]) for c in corners])


def slab(
    size: tuple[float, float, float], surface: Surface, rough: float = 0.03, seed: int = 1, cell: float = 0.18
) -> Mesh:
    """A hand-built block standing on the origin: its faces and edges waver by `rough` metres."""
    w, h, d = size
    pieces = []

    def net(origin: Array, u: Array, v: Array) -> Mesh:
        nu = max(2, round(float(np.linalg.norm(u)) / cell) + 1)
        nv = max(2, round(float(np.linalg.norm(v)) / cell) + 1)
        points = origin + np.linspace(0, 1, nv)[:, None, None] * v + np.linspace(0, 1, nu)[None, :, None] * u
        flat = points.reshape(-1, 3).astype(np.float32)
        lift = np.stack([fractal(flat, 0.9, 3, seed + k) for k in range(3)], axis=1) * np.float32(rough)
        lift[:, 1] *= np.clip(flat[:, 1] / max(h, 1e-3), 0, 1)
        return grid((flat + lift).reshape(points.shape), surface)

    x, y, z = vec([w, 0, 0]), vec([0, h, 0]), vec([0, 0, d])
    low = vec([-w / 2, 0, -d / 2])
    pieces = [net(low, x, y), net(low + z, x, y), net(low, z, y), net(low + x, z, y), net(low + y, x, z)]
    return join(pieces)


def lattice(
    width: float,
    height: float,
    columns: int,
    rows: int,
    bar: float = 0.022,
    wood: Surface = TIMBER,
    paper: Surface | None = PAPER,
) -> list[Mesh]:
    """A paper window in the plane z = 0, its lower left corner at the origin; bars stand out towards the viewer."""
    parts = [_frame(width, height, bar * 1.9, wood)]
    for k in range(1, columns):
        parts.append(box((bar, height, bar), wood, (width * k / columns, 0, 0)))
    for k in range(1, rows):
        parts.append(box((width, bar, bar), wood, (width / 2, height * k / rows - bar / 2, 0)))
    if paper is not None:
        parts.append(polygon([(0, 0, bar), (width, 0, bar), (width, height, bar), (0, height, bar)], paper))
    return parts


def _frame(width: float, height: float, bar: float, wood: Surface) -> Mesh:
    sides = [box((bar, height, bar * 1.3), wood, (x, 0, 0)) for x in (bar / 2, width - bar / 2)]
    rails = [box((width, bar, bar * 1.3), wood, (width / 2, y, 0)) for y in (0.0, height - bar)]
    return join(sides + rails)


def plank_door(width: float, height: float, wood: Surface | None = None, leaves: int = 2) -> list[Mesh]:
    """A board door in the plane z = 0, lower left corner at the origin, with frame and rings."""
    wood = wood or Wood((0.16, 0.11, 0.075), board=0.14)
    parts = [
        polygon([(0, 0, 0), (width, 0, 0), (width, height, 0), (0, height, 0)], wood),
        _frame(width, height, 0.09, TIMBER).moved(0, 0, -0.05),
    ]
    for k in range(1, leaves):
        parts.append(box((0.03, height, 0.02), DARK, (width * k / leaves, 0, -0.004)))
    iron = Plain((0.03, 0.03, 0.03), gloss=0.2)
    for s in (-1, 1):
        ring = [
            (width / 2 + s * 0.09 + 0.035 * np.cos(a), height * 0.52 + 0.035 * np.sin(a), -0.02)
            for a in np.linspace(0, 2 * np.pi, 17)
        ]
        parts.append(tube(ring, 0.006, iron, sides=6, closed=False))
    return parts


@dataclass(frozen=True, slots=True)
class House:
    """A mud house with a flat roof; `door` and `windows` give the left edge along the front."""

    width: float = 8.0
    depth: float = 4.5
    height: float = 2.7
    door: float | None = 3.4
    windows: tuple[float, ...] = (1.0, 5.4)
    window: tuple[float, float] = (1.3, 1.15)
    sill: float = 0.85
    wall: Surface = MUD_WALL
    eave: float = 0.75
    roof: Surface = MUD_ROOF
    rough: float = 0.03

    def build(self) -> list[Mesh]:
        """The house with its front in the plane z = 0 and its left corner at the origin."""
        openings: list[Opening] = [(x, self.sill, *self.window) for x in self.windows]
        if self.door is not None:
            openings.append((self.door, 0.05, 1.1, 2.0))
        front = panel(self.width, self.height, openings, self.wall)
        body = slab((self.width, self.height, self.depth), self.wall, self.rough)
        sides = body.moved(self.width / 2, 0, self.depth / 2 + 0.05)
        keep = sides.points[sides.faces][:, :, 2].min(axis=1) > 0.16
        shell = Mesh(sides.points, sides.faces[keep], sides.normals, sides.uv, sides.tints, sides.surface)
        parts = [front, shell, box((self.width - 0.4, self.height - 0.2, 0.05), DARK, (self.width / 2, 0.1, 0.4))]
        for x in self.windows:
            parts += [p.moved(x, self.sill, 0.14) for p in lattice(*self.window, 6, 5)]
        if self.door is not None:
            parts += [p.moved(self.door, 0.05, 0.18) for p in plank_door(1.1, 2.0)]
        return parts + self._roof()

    def _roof(self) -> list[Mesh]:
        parts = []
        for x in np.arange(0.35, self.width - 0.1, 0.62):
            parts.append(
                tube([(x, self.height - 0.06, 0.1), (x, self.height - 0.06, -self.eave)], 0.065, TIMBER, sides=10)
            )
        deck = box(
            (self.width + 0.3, 0.06, self.eave + 0.3), TIMBER, (self.width / 2, self.height, -self.eave / 2 + 0.05)
        )
        mud = slab((self.width + 0.35, 0.26, self.depth + self.eave + 0.2), self.roof, 0.05, 5)
        return [*parts, deck, mud.moved(self.width / 2, self.height + 0.06, self.depth / 2 - self.eave / 2)]


def gable_roof(
    width: float, depth: float, rise: float, surface: Surface | None = None, over: float = 0.5
) -> list[Mesh]:
    """A ridged roof along x over a plan `width` × `depth`, eaves at y = 0, front at z = 0."""
    surface = surface or Tiles()
    x0, x1, half = -over, width + over, depth / 2
    length = float(np.hypot(half + over, rise * (half + over) / half))
    low = -rise * over / half
    parts = []
    for sign in (-1, 1):
        z0, z1 = half + sign * (half + over), half
        outer = [(x0, low, z0), (x1, low, z0), (x1, rise, z1), (x0, rise, z1)]
        uv = [(x0, 0), (x1, 0), (x1, length), (x0, length)]
        parts.append(polygon(outer, surface, uv))
        parts.append(polygon([(x, y - 0.10, z) for x, y, z in outer], TIMBER))
        parts.append(polygon([outer[0], outer[1], (x1, low - 0.10, z0), (x0, low - 0.10, z0)], TIMBER))
        for x in (x0, x1):
            parts.append(polygon([(x, low, z0), (x, rise, z1), (x, rise - 0.16, z1), (x, low - 0.16, z0)], TIMBER))
    ridge = tube([(x0, rise + 0.03, half), (x1, rise + 0.03, half)], (0.12, 0.13), Plain((0.16, 0.16, 0.16)), sides=10)
    return [*parts, ridge]


def gable_end(depth: float, rise: float, surface: Surface) -> Mesh:
    """The triangle under a ridged roof, in the plane x = 0 from z = 0 to `depth`."""
    corners = [(0, 0, 0), (0, 0, depth), (0, rise, depth / 2)]
    return polygon(corners, surface, uv=[(c[2], c[1]) for c in corners])


def wall_run(
    points: Sequence[tuple[float, float]],
    height: float,
    surface: Surface,
    thick: float = 0.45,
    rough: float = 0.05,
    coping: Surface | None = None,
) -> list[Mesh]:
    """A yard wall along corners given as (x, z), with a rounded mud coping."""
    parts = []
    for number, ((x0, z0), (x1, z1)) in enumerate(pairwise(points)):
        length = float(np.hypot(x1 - x0, z1 - z0))
        turn = -float(np.degrees(np.arctan2(z1 - z0, x1 - x0)))
        middle = ((x0 + x1) / 2, 0.0, (z0 + z1) / 2)
        parts.append(
            slab((length + thick * 0.5, height, thick), surface, rough, 11 + number).turned(turn).moved(*middle)
        )
        top = slab((length + thick * 0.6, 0.14, thick + 0.16), coping or surface, rough, 31 + number)
        parts.append(top.turned(turn).moved(middle[0], height - 0.02, middle[2]))
    return parts


def fence_rail(
    start: tuple[float, float, float], end: tuple[float, float, float], wood: Surface = OLD_TIMBER
) -> list[Mesh]:
    """Two rails and posts."""
    a, b = np.array(start), np.array(end)
    count = max(2, int(np.linalg.norm(b - a) / 1.6) + 1)
    posts = [box((0.1, 1.1, 0.1), wood, tuple(a + (b - a) * t)) for t in np.linspace(0, 1, count)]
    rails = [beam(tuple(a + [0, y, 0]), tuple(b + [0, y, 0]), 0.07, 0.09, wood) for y in (0.55, 1.0)]
    return posts + rails
