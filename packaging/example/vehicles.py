"""What rolls: lorry, handcart, bus, bicycle."""

from __future__ import annotations

import numpy as np
from grounds import Snow
from lettering import plate, sign
from mesh import Mesh, Vector, beam, box, ellipsoid, extrude, lathe, polygon, tube
from surfaces import Cloth, Glow, Plain, Surface, Wood
from things import IRON, PALE_WOOD, TIN, ring

GLASS = Plain((0.05, 0.06, 0.065), 0.1, gloss=0.45)


def _wheel(radius: float, width: float, tyre: Surface, hub: Surface) -> list[Mesh]:
    r = radius
    rubber = lathe(
        [(r * 0.62, 0), (r * 0.95, 0), (r, width * 0.2), (r, width * 0.8), (r * 0.95, width), (r * 0.62, width)],
        tyre,
        36,
    )
    disc = lathe([(r * 0.64, width * 0.2), (r * 0.3, width * 0.4), (r * 0.2, width * 0.15), (0, width * 0.15)], hub, 30)
    return [p.tilted(90).moved(width / 2, r, 0) for p in (rubber, disc)]


def truck(at: Vector, turn: float) -> list[Mesh]:
    """A four-ton lorry with a round-nosed bonnet and a slatted bed."""
    green = Plain((0.10, 0.125, 0.08), 0.1, gloss=0.2)
    tyre, hub = Plain((0.025, 0.025, 0.025), 0.2), Plain((0.10, 0.11, 0.08))
    parts = []
    for x in (-0.82, 0.82):
        for z in (0.95, 4.55):
            parts += [p.moved(x, 0, z) for p in _wheel(0.47, 0.25, tyre, hub)]
        arch = [(x, 0.55 + 0.52 * np.sin(a), 0.95 - 0.62 * np.cos(a)) for a in np.linspace(0.15, 2.9, 11)]
        parts.append(tube(arch, (0.17, 0.025), green, sides=8))
        parts.append(
            lathe([(0, 0), (0.13, 0.02), (0.13, 0.16), (0, 0.18)], Plain((0.62, 0.61, 0.55), gloss=0.5), 20)
            .pitched(-90)
            .moved(x * 0.72, 1.12, 0.40)
        )
    hood = tube(
        [(0, 1.08, 0.32), (0, 1.13, 0.5), (0, 1.2, 1.65)], [(0.40, 0.30), (0.48, 0.36), (0.64, 0.42)], green, sides=24
    )
    parts.append(hood)
    for k in range(7):
        parts.append(box((0.03, 0.55, 0.03), IRON, (-0.27 + 0.09 * k, 0.80, 0.30)))
    parts.append(box((1.75, 0.14, 0.08), IRON, (0, 0.52, 0.18)))
    parts.append(box((1.62, 0.95, 1.25), green, (0, 0.70, 2.2)))
    cab = (
        extrude([(1.58, 1.6), (1.80, 2.28), (2.83, 2.28), (2.83, 1.6)], 1.62, green)
        .rotated([[0, 0, 1], [0, 1, 0], [1, 0, 0]])
        .moved(-0.81, 0, 0)
    )
    parts.append(cab)
    parts.append(polygon([(-0.70, 1.66, 1.585), (0.70, 1.66, 1.585), (0.68, 2.2, 1.765), (-0.68, 2.2, 1.765)], GLASS))
    for x in (-0.825, 0.825):
        parts.append(polygon([(x, 1.62, 1.85), (x, 1.62, 2.6), (x, 2.16, 2.6), (x, 2.16, 1.98)], GLASS))
    bed = Wood((0.17, 0.15, 0.10), board=0.16)
    parts.append(box((2.1, 0.1, 3.4), bed, (0, 1.05, 4.7)))
    for x in (-1.05, 1.05):
        for y in (1.2, 1.42, 1.64):
            parts.append(box((0.04, 0.17, 3.4), bed, (x, y, 4.7)))
    for z in (3.0, 6.4):
        for y in (1.2, 1.42, 1.64):
            parts.append(box((2.1, 0.17, 0.04), bed, (0, y, z)))
    parts.append(box((0.8, 0.25, 5.6), IRON, (0, 0.66, 3.6)))
    return [p.moved(0, 0, -3.2).turned(turn).moved(*at) for p in parts]


def handcart(at: Vector) -> list[Mesh]:
    """A two-wheeled handcart loaded with bales, its shafts resting on a prop."""
    tyre = Plain((0.03, 0.03, 0.03))
    parts = []
    for x in (-0.78, 0.78):
        parts += [p.moved(x, 0, 0) for p in _wheel(0.40, 0.14, tyre, PALE_WOOD)]
    parts.append(box((1.35, 0.08, 2.5), PALE_WOOD, (0, 0.52, 0)))
    for x in (-0.55, 0.55):
        parts.append(beam((x, 0.56, -1.2), (x * 0.8, 0.62, -2.6), 0.07, 0.07, PALE_WOOD))
    parts.append(beam((0, 0.56, -2.2), (0, 0.0, -2.1), 0.06, 0.06, PALE_WOOD))
    bale = Cloth((0.44, 0.40, 0.33), 0.03)
    for x, y, z in ((-0.33, 0.60, 0.6), (0.33, 0.60, 0.6), (-0.33, 0.60, -0.5), (0.33, 0.60, -0.5), (0.0, 1.08, 0.1)):
        parts.append(ellipsoid((0.34, 0.27, 0.52), bale, (x, y + 0.25, z), 22))
    return [p.turned(-58).moved(*at) for p in parts]


def bicycle(at: Vector) -> list[Mesh]:
    black = Plain((0.02, 0.02, 0.02), gloss=0.3)
    parts = []
    for x in (-0.55, 0.55):
        parts.append(ring(0.34, 0, 0.02, Plain((0.03, 0.03, 0.03))).pitched(90).moved(x, 0.36, 0))
        for a in np.linspace(0, np.pi, 12, endpoint=False):
            d = np.array([np.cos(a), np.sin(a), 0]) * 0.33
            parts.append(tube([np.array([x, 0.36, 0]) - d, np.array([x, 0.36, 0]) + d], 0.0025, TIN, sides=4))
    for a, b in (
        ((-0.55, 0.36), (-0.12, 0.36)),
        ((-0.12, 0.36), (-0.28, 0.86)),
        ((-0.55, 0.36), (-0.26, 0.78)),
        ((-0.26, 0.80), (0.36, 0.84)),
        ((-0.12, 0.36), (0.38, 0.74)),
        ((0.55, 0.36), (0.36, 0.95)),
    ):
        parts.append(tube([(a[0], a[1], 0), (b[0], b[1], 0)], 0.016, black, sides=8))
    parts.append(
        tube([(0.22, 0.98, -0.25), (0.36, 0.98, -0.1), (0.36, 0.98, 0.1), (0.22, 0.98, 0.25)], 0.012, TIN, sides=8)
    )
    parts.append(ellipsoid((0.14, 0.04, 0.08), Plain((0.05, 0.04, 0.03)), (-0.30, 0.90, 0), 16))
    parts.append(box((0.35, 0.02, 0.14), black, (-0.58, 0.72, 0)))
    return [p.turned(-72).moved(*at) for p in parts]


def bus() -> list[Mesh]:
    """A bus built on a lorry's frame: short bonnet, riveted body in two colours, roof rack; its front at z = 0."""
    low, cream = Plain((0.24, 0.05, 0.04), 0.15, gloss=0.25), Plain((0.56, 0.53, 0.44), 0.12, gloss=0.25)
    tyre, hub = Plain((0.025, 0.025, 0.025), 0.2), Plain((0.3, 0.08, 0.06))
    parts = [box((2.42, 0.75, 8.0), low, (0, 0.55, 4.6)), box((2.42, 1.35, 8.0), cream, (0, 1.30, 4.6))]
    roof = [(-1.21, 2.65), (-1.1, 2.82), (-0.75, 2.93), (0, 2.97), (0.75, 2.93), (1.1, 2.82), (1.21, 2.65)]
    parts.append(
        extrude(roof, 8.0, cream).moved(0, 0, 0.6),
    )
    parts.append(box((2.3, 0.06, 7.6), Snow(drift=0.02), (0, 2.90, 4.6)))
    parts.append(box((2.5, 0.06, 8.04), Plain((0.5, 0.48, 0.42), gloss=0.3), (0, 1.28, 4.6)))
    for x in (-0.60, 0.60):
        parts.append(
            polygon(
                [(x - 0.54, 1.62, 0.592), (x + 0.54, 1.62, 0.592), (x + 0.54, 2.42, 0.592), (x - 0.54, 2.42, 0.592)],
                GLASS,
            )
        )
    lit = Glow((0.85, 0.70, 0.45), 0.75)
    for k in range(6):
        z = 1.1 + 1.22 * k
        for x in (-1.215, 1.215):
            parts.append(
                polygon([(x, 1.55, z), (x, 1.55, z + 1.0), (x, 2.35, z + 1.0), (x, 2.35, z)], lit if k else GLASS)
            )
            parts.append(
                polygon(
                    [
                        (x * 1.002, 1.93, z),
                        (x * 1.002, 1.93, z + 1.0),
                        (x * 1.002, 1.97, z + 1.0),
                        (x * 1.002, 1.97, z),
                    ],
                    cream,
                )
            )
    parts.append(
        polygon(
            [(1.22, 0.6, 1.9), (1.22, 0.6, 2.7), (1.22, 2.45, 2.7), (1.22, 2.45, 1.9)],
            Plain((0.18, 0.05, 0.04), gloss=0.2),
        )
    )
    outline = [
        (-0.60, 0.58),
        (0.60, 0.58),
        (0.60, 1.16),
        (0.54, 1.30),
        (0.40, 1.40),
        (0.20, 1.45),
        (-0.20, 1.45),
        (-0.40, 1.40),
        (-0.54, 1.30),
        (-0.60, 1.16),
    ]
    parts.append(extrude(outline, 0.9, low).moved(0, 0, -0.22))
    parts.append(
        extrude([(x * 0.66, 0.62 + (y - 0.58) * 0.86) for x, y in outline], 0.06, Plain((0.03, 0.03, 0.03))).moved(
            0, 0, -0.26
        )
    )
    for k in range(9):
        parts.append(box((0.035, 0.66, 0.04), TIN, (-0.32 + 0.08 * k, 0.66, -0.29)))
    parts.append(box((1.9, 0.5, 0.4), Plain((0.02, 0.02, 0.02)), (0, 0.2, 0.3)))
    parts.append(box((2.3, 0.18, 0.1), Plain((0.35, 0.34, 0.31), gloss=0.3), (0, 0.48, -0.35)))
    for x in (-0.75, 0.75):
        lens = lathe([(0, 0.05), (0.14, 0.02), (0.15, 0.0), (0.13, -0.06)], Glow((1.0, 0.94, 0.78), 9.0), 24).pitched(
            -90
        )
        parts.append(lens.moved(x, 0.98, -0.10))
        parts.append(ring(0.155, 0, 0.02, TIN).pitched(-90).moved(x, 0.98, -0.10))
        arch = [(x * 1.3, 0.50 + 0.55 * np.sin(a), 0.55 - 0.66 * np.cos(a)) for a in np.linspace(0.1, 2.6, 11)]
        parts.append(tube(arch, (0.18, 0.03), low, sides=8))
    for x in (-1.0, 1.0):
        for z in (0.55, 6.4):
            parts += [p.moved(x, 0, z) for p in _wheel(0.47, 0.26, tyre, hub)]
    parts.append(plate(sign("2 路  百货大楼", (900, 170), "#f4efdd", "#5a1512", 118), 1.5, 0.28).moved(0, 2.50, 0.585))
    parts.append(plate(sign("01-20201", (520, 150), "#f2efe6", "#1c2c44", 100), 0.52, 0.15).moved(0, 0.495, -0.405))
    driver = Plain((0.04, 0.04, 0.05))
    parts.append(ellipsoid((0.22, 0.3, 0.15), driver, (-0.55, 1.75, 0.9), 16))
    parts.append(ellipsoid((0.1, 0.13, 0.1), Plain((0.15, 0.1, 0.08)), (-0.55, 2.12, 0.9), 14))
    return parts
