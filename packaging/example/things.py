"""Things people use: vessels, furniture, tools, instruments of the 社火."""

from __future__ import annotations

from typing import Any

import numpy as np
from mesh import Colour, Mesh, Vector, beam, box, ellipsoid, grid, lathe, tube
from numpy.typing import NDArray
from surfaces import Cloth, Glow, Metal, Plain, Stone, Surface, Wood

Array = NDArray[Any]

ENAMEL = Plain((0.70, 0.69, 0.64), 0.05, gloss=0.30)
RIM = Plain((0.03, 0.05, 0.16), gloss=0.25)
IRON = Metal((0.055, 0.055, 0.058), rust=0.35, gloss=0.2)
TIN = Metal((0.33, 0.34, 0.35), rust=0.12, gloss=0.35)
DARK_WOOD = Wood((0.15, 0.095, 0.055))
PALE_WOOD = Wood((0.36, 0.26, 0.15))
EARTHENWARE = Plain((0.085, 0.055, 0.04), 0.2, gloss=0.22)
STONE = Stone()
GRANITE = Stone((0.36, 0.35, 0.33), pits=0.008)


def ring(radius: float, height: float, thick: float, surface: Surface, sides: int = 36) -> Mesh:
    """A hoop lying level."""
    path = [(radius * np.sin(a), height, -radius * np.cos(a)) for a in np.linspace(0, 2 * np.pi, sides + 1)]
    return tube(path, thick, surface, sides=8, closed=False)


def mug(at: Vector, turn: float = 60.0, size: float = 1.0, filled: Colour | None = (0.34, 0.24, 0.12)) -> list[Mesh]:
    """A white enamel mug with a dark rim, 8.5 cm across."""
    r, h = 0.043 * size, 0.085 * size
    wall = lathe(
        [(0, 0.0), (r * 0.94, 0.0), (r, 0.006), (r, h), (r * 0.95, h), (r * 0.93, 0.012), (0, 0.012)], ENAMEL, 40
    )
    handle = tube(
        [
            (r * 0.96, h * 0.82, 0),
            (r * 1.5, h * 0.80, 0),
            (r * 1.62, h * 0.5, 0),
            (r * 1.4, h * 0.24, 0),
            (r * 0.96, h * 0.2, 0),
        ],
        (0.004 * size, 0.008 * size),
        ENAMEL,
        sides=10,
    )
    parts = [wall, handle, ring(r * 0.985, h, 0.0028 * size, RIM)]
    if filled is not None:
        parts.append(lathe([(r * 0.95, h * 0.86), (0, h * 0.87)], Plain(filled, 0.3, gloss=0.25, grain=0.01), 32))
    return [p.turned(turn).moved(*at) for p in parts]


def bowl(at: Vector, radius: float = 0.075, surface: Surface = ENAMEL, filled: Colour | None = None) -> list[Mesh]:
    """A food bowl on a foot ring."""
    r = radius
    shape = lathe(
        [
            (0, 0.01),
            (r * 0.45, 0.0),
            (r * 0.47, r * 0.14),
            (r * 0.8, r * 0.42),
            (r, r * 0.85),
            (r * 0.96, r * 0.86),
            (r * 0.75, r * 0.45),
            (r * 0.3, r * 0.2),
            (0, r * 0.18),
        ],
        surface,
        40,
    )
    parts = [shape, ring(r * 0.985, r * 0.855, r * 0.03, RIM)]
    if filled is not None:
        parts.append(lathe([(r * 0.9, r * 0.66), (0, r * 0.74)], Plain(filled, 0.5, soft=0.2, grain=0.008), 32))
    return [p.moved(*at) for p in parts]


def jar(at: Vector, height: float = 0.5, surface: Surface = EARTHENWARE, lid: bool = False) -> list[Mesh]:
    """A shouldered earthenware jar."""
    h = height
    shape = lathe(
        [
            (0, 0),
            (h * 0.26, 0),
            (h * 0.30, h * 0.08),
            (h * 0.42, h * 0.42),
            (h * 0.43, h * 0.62),
            (h * 0.34, h * 0.84),
            (h * 0.27, h * 0.92),
            (h * 0.30, h * 1.0),
            (h * 0.26, h * 1.0),
            (h * 0.24, h * 0.9),
        ],
        surface,
        56,
    )
    parts = [shape]
    if lid:
        parts.append(
            lathe(
                [(h * 0.33, h * 1.0), (h * 0.33, h * 1.04), (h * 0.06, h * 1.09), (h * 0.05, h * 1.15), (0, h * 1.16)],
                DARK_WOOD,
                40,
            )
        )
    return [p.moved(*at) for p in parts]


def bucket(
    at: Vector, height: float = 0.34, handle_up: bool = True, water: bool = True, surface: Surface = PALE_WOOD
) -> list[Mesh]:
    """A stave bucket with two iron hoops and a bail."""
    h = height
    parts = [
        lathe([(0, 0.01), (h * 0.40, 0.0), (h * 0.47, h), (h * 0.43, h), (h * 0.38, 0.03), (0, 0.03)], surface, 36)
    ]
    parts += [ring(h * (0.40 + 0.07 * t) + 0.003, h * t, 0.007, IRON) for t in (0.16, 0.72)]
    if water:
        parts.append(lathe([(h * 0.425, h * 0.85), (0, h * 0.855)], Plain((0.09, 0.10, 0.11), 0.1, gloss=0.6), 28))
    if handle_up:
        arc = [(h * 0.46 * np.cos(a), h + h * 0.75 * np.sin(a), 0) for a in np.linspace(0, np.pi, 15)]
        parts.append(tube(arc, 0.007, IRON, sides=8))
    return [p.moved(*at) for p in parts]


def table(size: Vector, at: Vector = (0, 0, 0), wood: Surface = DARK_WOOD, top: float = 0.035) -> list[Mesh]:
    """A table `size` wide, high and deep with an apron and four legs."""
    w, h, d = size
    parts = [box((w, top, d), wood, (0, h - top, 0))]
    for sx in (-1, 1):
        for sz in (-1, 1):
            parts.append(box((0.05, h - top, 0.05), wood, (sx * (w / 2 - 0.05), 0, sz * (d / 2 - 0.05))))
    for sz in (-1, 1):
        parts.append(box((w - 0.12, 0.07, 0.022), wood, (0, h - top - 0.07, sz * (d / 2 - 0.045))))
    for sx in (-1, 1):
        parts.append(box((0.022, 0.07, d - 0.12), wood, (sx * (w / 2 - 0.045), h - top - 0.07, 0)))
    return [p.moved(*at) for p in parts]


def bench(length: float, at: Vector, turn: float = 0.0, height: float = 0.45, wood: Surface = DARK_WOOD) -> list[Mesh]:
    """A long bench with splayed legs."""
    parts = [box((length, 0.045, 0.22), wood, (0, height - 0.045, 0))]
    for sx in (-1, 1):
        for sz in (-1, 1):
            x = sx * (length / 2 - 0.14)
            parts.append(beam((x + sx * 0.06, 0, sz * 0.13), (x, height - 0.04, sz * 0.07), 0.045, 0.045, wood))
        parts.append(
            beam((sx * (length / 2 - 0.11), 0.16, -0.11), (sx * (length / 2 - 0.11), 0.16, 0.11), 0.03, 0.03, wood)
        )
    return [p.turned(turn).moved(*at) for p in parts]


def ladder(foot: Vector, head: Vector, width: float = 0.42, rungs: int = 8, wood: Surface = PALE_WOOD) -> list[Mesh]:
    """A pole ladder leaning from `foot` to `head`, narrower above."""
    a, b = np.array(foot, float), np.array(head, float)
    flat = np.array([-(b - a)[2], 0, (b - a)[0]])
    across = flat / np.linalg.norm(flat)
    parts = []
    for s in (-1, 1):
        parts.append(tube([a + across * s * width / 2, b + across * s * width * 0.36], (0.028, 0.028), wood, sides=10))
    for t in np.linspace(0.08, 0.94, rungs):
        half = width / 2 * (1 - t) + width * 0.36 * t
        middle = a + (b - a) * t
        parts.append(tube([middle - across * (half + 0.03), middle + across * (half + 0.03)], 0.017, wood, sides=8))
    return parts


def shovel(blade: Vector, grip: Vector) -> list[Mesh]:
    """A round-pointed spade; `blade` is the middle of its iron."""
    a, b = np.array(blade, np.float32), np.array(grip, np.float32)
    way = (b - a) / np.linalg.norm(b - a)
    side = np.cross(way, [0, 1, 0])
    side = side / max(float(np.linalg.norm(side)), 1e-6)
    dish = np.cross(side, way)
    rows = []
    for t in np.linspace(-0.15, 0.13, 9):
        half = 0.105 * np.clip((t + 0.155) / 0.12, 0, 1) ** 0.5
        rows.append([a + way * t + side * half * u - dish * 0.025 * u * u for u in np.linspace(-1, 1, 9)])
    iron = grid(np.array(rows, np.float32), IRON)
    return [iron, tube(np.array([a + way * 0.08, b]), 0.017, PALE_WOOD, sides=10)]


def roller(at: Vector, turn: float = 0.0, length: float = 0.85, radius: float = 0.26) -> list[Mesh]:
    """碌碡: a ribbed stone roller in its wooden frame, axle along x."""
    turns = np.linspace(0, 2 * np.pi, 73)
    rows = []
    for x in np.linspace(-length / 2, length / 2, 13):
        r = (radius - 0.05 * (x / length + 0.5)) * (1 + 0.06 * np.cos(12 * turns))
        rows.append(np.stack([np.full_like(turns, x), radius + r * np.cos(turns), r * np.sin(turns)], axis=1))
    stone = grid(np.array(rows, np.float32), GRANITE, ring=True)
    caps = []
    for x, row in ((-length / 2, rows[0]), (length / 2, rows[-1])):
        middle = np.broadcast_to(np.array([x, radius, 0]), row.shape)
        caps.append(grid(np.array([middle, row], np.float32), GRANITE, ring=True))
    frame = []
    out = length / 2 + 0.09
    for s in (-1, 1):
        frame.append(beam((s * out, radius, -0.55), (s * out, radius, 0.38), 0.07, 0.09, PALE_WOOD))
        frame.append(tube([(s * out, radius, 0), (s * length / 2, radius, 0)], 0.03, IRON, sides=10))
    frame.append(beam((-out - 0.05, radius, -0.50), (out + 0.05, radius, -0.50), 0.07, 0.08, PALE_WOOD))
    frame.append(beam((-out - 0.05, radius, 0.34), (out + 0.05, radius, 0.34), 0.06, 0.07, PALE_WOOD))
    return [p.turned(turn).moved(*at) for p in [stone, *caps, *frame]]


def fork(tip: Vector, grip: Vector) -> list[Mesh]:
    """A wooden hay fork with three tines."""
    a, b = np.array(tip, np.float32), np.array(grip, np.float32)
    way = (b - a) / np.linalg.norm(b - a)
    side = np.cross(way, [0, 1, 0.2])
    side = side / np.linalg.norm(side)
    neck = a + way * 0.42
    parts = [tube(np.array([neck, b]), 0.017, PALE_WOOD, sides=10)]
    for s in (-1, 0, 1):
        parts.append(
            tube(
                [neck, neck - way * 0.1 + side * 0.10 * s, a + side * 0.12 * s],
                [0.014, 0.012, 0.006],
                PALE_WOOD,
                sides=8,
            )
        )
    return parts


def drum(at: Vector, radius: float = 0.32, tall: float = 0.42, skin: Colour = (0.55, 0.47, 0.34)) -> list[Mesh]:
    """A barrel drum on a low stand, skin upward."""
    red = Plain((0.30, 0.03, 0.025), 0.12, gloss=0.12)
    r, h, up = radius, tall, 0.36
    parts = [
        lathe(
            [(r * 0.86, up), (r, up + h * 0.3), (r * 1.03, up + h * 0.5), (r, up + h * 0.72), (r * 0.88, up + h)],
            red,
            48,
        ),
        lathe([(r * 0.89, up + h), (0, up + h + 0.006)], Plain(skin, 0.15, soft=0.1), 48),
    ]
    nail = Plain((0.45, 0.36, 0.15), gloss=0.4)
    for a in np.linspace(0, 2 * np.pi, 30, endpoint=False):
        for y in (up + h * 0.94, up + h * 0.06):
            parts.append(ellipsoid((0.009, 0.009, 0.009), nail, (0.91 * r * np.sin(a), y, -0.91 * r * np.cos(a)), 8))
    for a in (0.6, 2.2, 3.8, 5.4):
        parts.append(
            beam(
                (r * 1.05 * np.sin(a), 0, r * 1.05 * np.cos(a)),
                (r * 0.8 * np.sin(a), up + 0.1, r * 0.8 * np.cos(a)),
                0.04,
                0.04,
                DARK_WOOD,
            )
        )
    parts.append(ring(r * 0.95, 0.14, 0.018, DARK_WOOD))
    return [p.moved(*at) for p in parts]


def gong(at: Vector, radius: float = 0.17, turn: float = 0.0) -> list[Mesh]:
    """A hand gong facing the viewer, hung on a short cord from above `at`."""
    brass = Metal((0.42, 0.30, 0.10), rust=0.1, gloss=0.5)
    r = radius
    disc = lathe(
        [(0, 0.0), (r * 0.3, 0.002), (r * 0.32, 0.014), (r * 0.9, 0.010), (r, -0.004), (r, -0.045), (r * 0.97, -0.045)],
        brass,
        48,
    ).pitched(-90)
    cord = tube(
        [(-r * 0.3, r * 0.92, 0.01), (0, r + 0.13, 0), (r * 0.3, r * 0.92, 0.01)],
        0.006,
        Cloth((0.3, 0.04, 0.03)),
        sides=6,
    )
    return [p.turned(turn).moved(at[0], at[1] - r - 0.13, at[2]) for p in (disc, cord)]


def stilt(foot: Vector, top: Vector, width: float = 0.045) -> list[Mesh]:
    """One stilt with its foot-rest at 0.9 m from the ground end."""
    a, b = np.array(foot, float), np.array(top, float)
    way = (b - a) / np.linalg.norm(b - a)
    rest = a + way * 0.9
    return [
        beam(tuple(a), tuple(b), width, width, PALE_WOOD),
        box((0.13, 0.035, 0.17), PALE_WOOD, (rest[0], rest[1] - 0.035, rest[2])),
    ]


def lantern(at: Vector, radius: float = 0.2, lit: float = 2.2, colour: Colour = (0.85, 0.10, 0.045)) -> list[Mesh]:
    """A round gauze lantern with ribs and tassel, hung from `at`."""
    shade = Glow(colour, lit) if lit > 0 else Cloth(colour, folds=0.002)
    steps = np.linspace(-1.2, 1.2, 15)
    turns = 16
    body = lathe([(radius * float(np.cos(s)), radius * 0.86 * float(np.sin(s))) for s in steps], shade, 48)
    ribs = []
    dark = Plain((0.10, 0.02, 0.012))
    for k in range(turns):
        a = 2 * np.pi * k / turns
        path = [
            (radius * 1.01 * np.cos(s) * np.sin(a), radius * 0.87 * np.sin(s), -radius * 1.01 * np.cos(s) * np.cos(a))
            for s in steps
        ]
        ribs.append(tube(path, 0.004, dark, sides=5))
    gold = Plain((0.55, 0.40, 0.12), gloss=0.3)
    caps = [
        lathe([(0, y), (radius * 0.38, y), (radius * 0.38, y + 0.035), (0, y + 0.035)], gold, 32)
        for y in (radius * 0.80, -radius * 0.80 - 0.035)
    ]
    tassel = tube(
        [(0, -radius * 0.83, 0), (0, -radius * 1.05, 0), (0, -radius * 1.9, 0)],
        [0.006, 0.02, 0.03],
        Cloth((0.5, 0.04, 0.03), 0.01),
        sides=12,
    )
    cord = tube([(0, radius * 0.83, 0), (0, radius * 0.83 + 0.25, 0)], 0.005, dark, sides=5)
    drop = -(radius * 0.83 + 0.25)
    return [p.moved(at[0], at[1] + drop, at[2]) for p in [body, *ribs, *caps, tassel, cord]]


def bell(at: Vector, height: float = 0.42) -> list[Mesh]:
    """A cast iron bell hung by its loop from `at`."""
    h = height
    body = lathe(
        [
            (h * 0.50, 0),
            (h * 0.52, 0.02),
            (h * 0.47, h * 0.12),
            (h * 0.40, h * 0.4),
            (h * 0.36, h * 0.7),
            (h * 0.28, h * 0.9),
            (h * 0.1, h * 1.0),
            (0, h * 1.01),
        ],
        IRON,
        56,
    )
    inside = lathe(
        [(h * 0.48, 0.004), (h * 0.36, h * 0.4), (h * 0.2, h * 0.85), (0, h * 0.9)], Plain((0.02, 0.02, 0.02)), 40
    )
    bands = [ring(h * w, h * y, h * 0.018, IRON) for w, y in ((0.475, 0.13), (0.385, 0.5), (0.335, 0.78))]
    loop = tube(
        [(-h * 0.09, h, 0), (-h * 0.09, h * 1.16, 0), (0, h * 1.24, 0), (h * 0.09, h * 1.16, 0), (h * 0.09, h, 0)],
        h * 0.032,
        IRON,
    )
    clapper = [
        tube([(0, h * 0.85, 0), (0, h * 0.05, 0)], h * 0.022, IRON),
        ellipsoid((h * 0.08,) * 3, IRON, (0, h * 0.04, 0), 16),
    ]
    return [p.moved(at[0], at[1] - h * 1.24, at[2]) for p in [body, inside, *bands, loop, *clapper]]


def rope(start: Vector, end: Vector, sag: float = 0.1, thick: float = 0.008, surface: Surface | None = None) -> Mesh:
    """A line that hangs between two points."""
    a, b = np.array(start, float), np.array(end, float)
    t = np.linspace(0, 1, 17)
    path = a + (b - a) * t[:, None]
    path[:, 1] -= sag * 4 * t * (1 - t)
    return tube(path, thick, surface or Cloth((0.26, 0.21, 0.13), 0.003), sides=8)


def sacks(at: Vector, count: int, rng: np.random.Generator, colour: Colour = (0.42, 0.36, 0.25)) -> list[Mesh]:
    """Filled sacks standing together."""
    cloth = Cloth(colour, folds=0.03)
    parts = []
    for k in range(count):
        x, z = 0.45 * (k % 3) + rng.normal(0, 0.03), 0.42 * (k // 3) + rng.normal(0, 0.03)
        body = lathe(
            [
                (0, 0),
                (0.20, 0.0),
                (0.235, 0.1),
                (0.235, 0.45),
                (0.19, 0.62),
                (0.07, 0.70),
                (0.05, 0.73),
                (0.10, 0.80),
                (0.04, 0.79),
            ],
            cloth,
            28,
        ).turned(rng.uniform(0, 360))
        parts.append(body.tilted(rng.normal(0, 4)).moved(x, 0, z))
    return [p.moved(*at) for p in parts]
