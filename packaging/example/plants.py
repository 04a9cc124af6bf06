"""Trees and what is made of plants: poplars, willows, fruit trees in winter, stacks and straw."""

from __future__ import annotations

from typing import Any

import numpy as np
from mesh import Colour, Mesh, Vector, join, lathe, scatter, strands, tube
from noise import fractal, vec
from numpy.typing import NDArray
from surfaces import Foliage, Surface, Wood

Array = NDArray[Any]

LEAF: Colour = (0.13, 0.17, 0.055)
STRAW: Colour = (0.46, 0.36, 0.17)
BARK = Wood((0.20, 0.17, 0.13), contrast=1.4, gloss=0.0)
PALE_BARK = Wood((0.34, 0.33, 0.28), contrast=1.0, gloss=0.0)


def _shaded(colour: Colour, share: float) -> Colour:
    return colour[0] * share, colour[1] * share, colour[2] * share


def _wander(start: Array, end: Array, steps: int, sway: float, rng: np.random.Generator) -> Array:
    line = start + (end - start) * np.linspace(0, 1, steps)[:, None]
    bend = np.cumsum(rng.normal(0, sway, (steps, 3)), axis=0) * np.linspace(0, 1, steps)[:, None]
    result: Array = (line + bend * [1, 0.3, 1]).astype(np.float32)
    return result


def poplar(
    at: Vector,
    rng: np.random.Generator,
    height: float = 11.0,
    leaves: int = 9000,
    bare: bool = False,
    colour: Colour = LEAF,
    leaf: float = 0.06,
) -> list[Mesh]:
    """An upright poplar; `bare` for winter."""
    root = np.array(at, np.float32)
    trunk = _wander(root, root + vec([rng.normal(0, 0.2), height, rng.normal(0, 0.2)]), 14, 0.03, rng)
    girth = 0.017 * height
    parts = [tube(trunk, np.linspace(girth, 0.012, 14), PALE_BARK, sides=12)]
    starts, tips = [], []
    for _ in range(46):
        share = rng.uniform(0.16, 0.95)
        base = root + vec([0, share * height, 0])
        angle = rng.uniform(0, 2 * np.pi)
        reach = height * 0.105 * np.sin(np.pi * min(1.0, 0.25 + share * 0.8)) * rng.uniform(0.6, 1.2)
        rise = reach * rng.uniform(1.5, 2.6)
        tip = base + vec([np.sin(angle) * reach, rise, np.cos(angle) * reach])
        starts.append(base)
        tips.append(tip)
        parts.append(
            tube(
                np.array([base, base * 0.5 + tip * 0.5 + [0, -rise * 0.08, 0], tip]),
                [girth * 0.26 * (1.1 - share), girth * 0.15 * (1.1 - share), 0.004],
                PALE_BARK,
                sides=6,
            )
        )
    if bare:
        origins = np.repeat((np.array(starts) * 0.45 + np.array(tips) * 0.55).astype(np.float32), 26, axis=0)
        origins = origins + rng.normal(0, 0.10, origins.shape).astype(np.float32)
        steps = rng.normal(0, 0.07, (len(origins), 4, 3)) + [0, 0.16, 0]
        parts.append(strands(origins, steps.astype(np.float32), 0.014, PALE_BARK))
        return parts
    pick = rng.integers(0, len(tips), leaves)
    along = rng.uniform(0.2, 1.05, (leaves, 1))
    centres = np.array(starts)[pick] * (1 - along) + np.array(tips)[pick] * along
    centres = (centres + rng.normal(0, 0.24, (leaves, 3))).astype(np.float32)
    outward = (centres - trunk[0]) * vec([1, 0, 1])
    outward = outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 0.05) + vec([0, 0.45, 0])
    parts.append(
        scatter(centres, leaf * rng.uniform(0.6, 1.3, leaves), outward.astype(np.float32), Foliage(colour), rng, 0.7)
    )
    return parts


def willow(
    at: Vector,
    rng: np.random.Generator,
    height: float = 6.5,
    spread: float = 3.2,
    hangs: int = 380,
    colour: Colour = (0.17, 0.21, 0.07),
    leaves: int = 16,
    leaf: float = 0.05,
) -> list[Mesh]:
    """An old pollard willow with hanging shoots."""
    root = np.array(at, np.float32)
    top = root + vec([rng.normal(0, 0.25), height * 0.42, rng.normal(0, 0.2)])
    trunk = _wander(root, top, 9, 0.06, rng)
    girth = height * 0.042
    parts = [tube(trunk, girth * np.array([1.5, 1.15, 1.0, 0.95, 0.95, 0.93, 0.95, 1.05, 0.85]), BARK, sides=18)]
    parts.append(
        lathe([(girth * 1.0, -0.2), (girth * 0.9, 0.1), (girth * 0.5, 0.3), (0, 0.36)], BARK, 16).moved(*trunk[-1])
    )
    ends = []
    for _ in range(15):
        angle = rng.uniform(0, 2 * np.pi)
        tip = top + vec(
            [
                np.sin(angle) * spread * rng.uniform(0.25, 0.75),
                height * rng.uniform(0.3, 0.6),
                np.cos(angle) * spread * rng.uniform(0.25, 0.75),
            ]
        )
        limb = _wander(top - vec([0, 0.25, 0]), tip, 7, 0.12, rng)
        parts.append(tube(limb, np.linspace(girth * 0.38, 0.02, 7), BARK, sides=8))
        ends.append(limb)
    starts = np.concatenate([limb[2:] for limb in ends])
    pick = rng.integers(0, len(starts), hangs)
    begin = (starts[pick] + rng.normal(0, 0.3, (hangs, 3))).astype(np.float32)
    count = 9
    out = (begin - top) * vec([1, 0, 1])
    out = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 0.2)
    fall = np.linspace(0.35, -1.0, count)[None, :, None] * vec([0, 1, 0])
    push = np.linspace(1.0, 0.05, count)[None, :, None] * out[:, None, :] * 0.6
    length = height * rng.uniform(0.035, 0.075, (hangs, 1, 1))
    steps = ((fall + push) * length + rng.normal(0, 0.012, (hangs, count, 3))).astype(np.float32)
    parts.append(strands(begin, steps, 0.014, Foliage((0.14, 0.13, 0.06))))
    path = begin[:, None, :] + np.cumsum(steps, axis=1)
    centres = np.repeat(path.reshape(-1, 3), leaves // 4, axis=0)
    centres = (centres + rng.normal(0, 0.05, centres.shape)).astype(np.float32)
    outward = np.repeat(np.repeat(out, count, axis=0), leaves // 4, axis=0) + vec([0, 0.5, 0])
    size = leaf * rng.uniform(0.7, 1.4, len(centres))
    parts.append(scatter(centres, size, outward.astype(np.float32), Foliage(colour), rng, 0.28))
    return parts


def fruit_tree(
    at: Vector,
    rng: np.random.Generator,
    height: float = 3.6,
    snow: Surface | None = None,
    twigs: int = 7,
    wash: Surface | None = None,
) -> list[Mesh]:
    """An old apple tree without leaves: short trunk, open crown; `snow` lies on its limbs, `wash` whitens its foot."""
    root = np.array(at, np.float32)
    fork = root + vec([rng.normal(0, 0.08), height * 0.26, rng.normal(0, 0.08)])
    stem, girth = _wander(root, fork, 6, 0.02, rng), vec([0.17, 0.135, 0.12, 0.115, 0.12, 0.11]) * height / 3.6
    parts = [tube(stem, girth, BARK, sides=14)]
    if wash is not None:
        parts.append(tube(stem[:5], girth[:5] + 0.008, wash, sides=14, closed=False))
    origins: list[Array] = []
    ways: list[Array] = []

    def grow(start: Array, way: Array, length: float, girth: float, level: int) -> None:
        end = start + way * length
        path = _wander(start, end, 5, length * 0.05, rng)
        parts.append(tube(path, np.linspace(girth, girth * 0.62, 5), BARK, sides=9 if level < 2 else 6))
        if snow is not None and level < 4 and abs(way[1]) < 0.85:
            parts.append(
                tube(path + vec([0, girth * 0.62, 0]), np.linspace(girth * 0.7, girth * 0.4, 5), snow, sides=7)
            )
        if level >= 4:
            for share in np.linspace(0.2, 1.0, twigs):
                origins.append(start + (end - start) * np.float32(share))
                ways.append(way)
            return
        for _ in range(3 if level < 2 else 2 + int(rng.integers(0, 2))):
            turn = way + rng.normal(0, 0.55, 3) * [1, 0.5, 1] + [0, 0.18, 0]
            turn = (turn / np.linalg.norm(turn)).astype(np.float32)
            grow(path[int(rng.integers(2, 5))], turn, length * rng.uniform(0.62, 0.85), girth * 0.58, level + 1)

    for k in range(4):
        angle = 2 * np.pi * k / 4 + rng.uniform(-0.5, 0.5)
        way = vec([np.sin(angle), rng.uniform(0.7, 1.1), np.cos(angle)])
        grow(fork, way / np.float32(np.linalg.norm(way)), height * rng.uniform(0.24, 0.31), 0.07 * height / 3.6, 1)
    base, heading = np.array(origins, np.float32), np.array(ways, np.float32)
    steps = heading[:, None, :] * 0.06 + rng.normal(0, 0.035, (len(base), 5, 3)) + [0, 0.025, 0]
    parts.append(strands(base, steps.astype(np.float32), 0.008, BARK))
    return parts


def on_surface(mesh: Mesh, count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Random places on a shape, evenly by area, and the shape's directions there."""
    a, b, c = (mesh.points[mesh.faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    pick = rng.choice(len(area), count, p=area / area.sum())
    u, v = rng.uniform(0, 1, (count, 1)), rng.uniform(0, 1, (count, 1))
    over = u + v > 1
    u, v = np.where(over, 1 - u, u), np.where(over, 1 - v, v)
    places = a[pick] + u * (b[pick] - a[pick]) + v * (c[pick] - a[pick])
    return places.astype(np.float32), mesh.normals[mesh.faces[pick, 0]]


def shaggy(
    mesh: Mesh,
    count: int,
    rng: np.random.Generator,
    length: float = 0.25,
    colour: Colour = STRAW,
    width: float = 0.007,
    droop: float = 0.5,
    stand: float = 0.35,
) -> Mesh:
    """Straw lying on and sticking out of a shape."""
    places, outward = on_surface(mesh, count, rng)
    way = rng.normal(0, 0.5, (count, 3)) + stand * outward - np.array([0, droop, 0])
    way = way / np.linalg.norm(way, axis=1, keepdims=True)
    bend = rng.normal(0, 0.18, (count, 4, 3))
    steps = (way[:, None, :] + bend) * (length * rng.uniform(0.4, 1.2, (count, 1, 1))) / 4
    made = strands(places, steps.astype(np.float32), width, Foliage(colour))
    corners = len(made.points) // count
    shade = np.repeat(rng.uniform(0.6, 1.35, (count, 1)), corners, axis=0).astype(np.float32)
    normals = np.repeat(outward + rng.normal(0, 0.25, outward.shape), corners, axis=0).astype(np.float32)
    return Mesh(made.points, made.faces, normals, made.uv, made.tints * shade, made.surface)


def stack(
    at: Vector,
    rng: np.random.Generator,
    radius: float = 1.7,
    height: float = 2.8,
    straws: int = 16000,
    colour: Colour = STRAW,
) -> list[Mesh]:
    """A round straw stack with a thatched cap."""
    profile = [
        (radius * 0.92, 0.0),
        (radius * 1.0, height * 0.25),
        (radius * 1.05, height * 0.48),
        (radius * 0.98, height * 0.60),
        (radius * 0.72, height * 0.78),
        (radius * 0.36, height * 0.93),
        (0.05, height),
    ]

    def lumpy(points: Array) -> Array:
        out = points * vec([1, 0, 1])
        swell = 0.07 * fractal(points + vec(at), 0.9, 3, 17)
        return points + out * swell[:, None]

    core = lathe(profile, Foliage(_shaded(colour, 0.7)), 40).warped(lumpy)
    straw = shaggy(core, straws, rng, 0.34, colour, 0.010)
    return [core.moved(*at), straw.moved(*at)]


def heap(
    at: Vector,
    rng: np.random.Generator,
    radii: tuple[float, float, float],
    straws: int,
    colour: Colour = STRAW,
    length: float = 0.22,
    width: float = 0.007,
) -> list[Mesh]:
    """A low loose heap of straw or chaff."""
    rx, ry, rz = radii
    steps = np.linspace(0, 1, 12)
    dome = lathe(
        [(float(np.cos(t * np.pi / 2)), float(np.sin(t * np.pi / 2)) ** 1.3) for t in steps],
        Foliage(_shaded(colour, 0.75)),
        40,
    ).scaled(rx, ry, rz)
    dome = dome.warped(lambda p: p * (1 + 0.12 * fractal(p + vec(at), 0.7, 3, 23))[:, None])
    return [dome.moved(*at), shaggy(dome, straws, rng, length, colour, width).moved(*at)]


def broom(at: Vector, tip: Vector, rng: np.random.Generator) -> list[Mesh]:
    """A besom of twigs: handle from `at` to two thirds, twigs to `tip`."""
    start, end = np.array(at, np.float32), np.array(tip, np.float32)
    middle = start + (end - start) * 0.55
    way = (end - middle) / 4
    origins = np.repeat(middle[None], 160, axis=0) + rng.normal(0, 0.012, (160, 3)).astype(np.float32)
    steps = way[None, None, :] + rng.normal(0, 0.018, (160, 1, 3)) * np.linspace(0.3, 1.4, 4)[None, :, None]
    return [
        tube([start, middle + (end - middle) * 0.1], 0.014, Wood((0.30, 0.22, 0.13))),
        strands(origins, steps.astype(np.float32), 0.007, Foliage((0.22, 0.17, 0.09))),
    ]


def merged(parts: list[Mesh]) -> list[Mesh]:
    """The same shapes with those of one surface joined: fewer to carry."""
    groups: dict[int, list[Mesh]] = {}
    for part in parts:
        groups.setdefault(id(part.surface), []).append(part)
    return [join(group) for group in groups.values()]
