"""Track, signals, wagons, telegraph poles."""

from __future__ import annotations

import numpy as np
from buildings import panel
from mesh import Mesh, Vector, box, extrude, lathe, tube
from surfaces import Glow, Metal, Plain, Wood
from things import IRON, ring


def telegraph_pole(at: Vector, height: float) -> list[Mesh]:
    wood = Wood((0.20, 0.16, 0.12))
    parts = [tube([(0, 0, 0), (0, height, 0)], [0.12, 0.08], wood, sides=12)]
    for y in (height - 0.35, height - 0.85):
        parts.append(box((1.5, 0.09, 0.08), wood, (0, y, 0)))
        parts += [
            lathe(
                [(0.03, 0), (0.045, 0.03), (0.03, 0.09), (0.045, 0.12), (0, 0.14)],
                Plain((0.5, 0.5, 0.48), gloss=0.3),
                12,
            ).moved(x, y + 0.09, 0)
            for x in (-0.65, -0.3, 0.3, 0.65)
        ]
    return [p.moved(*at) for p in parts]


def wires(start: Vector, end: Vector) -> list[Mesh]:
    lines = []
    t = np.linspace(0, 1, 17)[:, None]
    for x in (-0.65, -0.3, 0.3, 0.65):
        path = np.array(start) + (np.array(end) - np.array(start)) * t + [x, 0.18, 0]
        path[:, 1] -= (1.0 * 4 * t * (1 - t))[:, 0] * 0.35
        lines.append(tube(path, 0.008, IRON, sides=4))
    return lines


def track(centre: float) -> list[Mesh]:
    steel = Metal((0.16, 0.15, 0.15), rust=0.55, gloss=0.9)
    sleeper = Wood((0.10, 0.085, 0.07))
    parts = []
    for s in (-0.72, 0.72):
        parts.append(box((0.07, 0.14, 400.0), steel, (centre + s, -0.90, 196.0)))
        parts.append(box((0.14, 0.03, 400.0), steel, (centre + s, -0.92, 196.0)))
    for k in range(130):
        parts.append(box((2.4, 0.12, 0.23), sleeper, (centre, -1.04, -3.0 + 0.6 * k)))
    return parts


def semaphore(at: Vector, height: float, stop: bool) -> list[Mesh]:
    """A semaphore: lattice mast with footholds, arm, spectacle glasses, lamp case, finial."""
    white = Plain((0.50, 0.49, 0.46), 0.2)
    red = Plain((0.55, 0.05, 0.035), 0.1, gloss=0.1)
    parts = [
        tube([(0, 0, 0), (0, height, 0)], [0.11, 0.075], white, sides=14),
        box((0.7, 0.35, 0.7), Plain((0.3, 0.29, 0.27)), (0, 0, 0)),
    ]
    for k in range(15):
        y = 0.9 + 0.38 * k
        parts.append(tube([(-0.2, y, 0), (0.2, y, 0)], 0.014, IRON, sides=6))
    arm = [
        box((1.35, 0.27, 0.03), red, (-0.82, -0.135, -0.10)),
        box((0.10, 0.272, 0.035), Plain((0.7, 0.69, 0.66)), (-1.12, -0.136, -0.102)),
    ]
    arm.append(lathe([(0, 0), (0.16, 0.0), (0.16, 0.02), (0, 0.02)], red, 30).pitched(-90).moved(-1.48, 0, -0.085))
    glasses = [
        (0.16, Glow((1.0, 0.10, 0.05), 9.0) if stop else Plain((0.15, 0.01, 0.01))),
        (0.42, Plain((0.01, 0.10, 0.06)) if stop else Glow((0.15, 1.0, 0.45), 7.0)),
    ]
    for x, surface in glasses:
        arm.append(
            lathe([(0, 0), (0.105, 0), (0.105, 0.02), (0, 0.02)], surface, 28)
            .pitched(-90)
            .moved(x + 0.06, -0.02, -0.10)
        )
        arm.append(ring(0.115, 0, 0.018, IRON).pitched(-90).moved(x + 0.06, -0.02, -0.10))
    tilt = 0.0 if stop else -42.0
    parts += [p.tilted(tilt).moved(0, height - 0.55, 0) for p in arm]
    parts.append(box((0.24, 0.34, 0.24), IRON, (0.22, height - 0.75, 0.12)))
    parts.append(lathe([(0.10, 0), (0.13, 0.02), (0.02, 0.12), (0.05, 0.2), (0, 0.32)], IRON, 20).moved(0, height, 0))
    parts.append(box((0.9, 0.04, 0.5), IRON, (0.1, height - 1.55, 0.05)))
    return [p.moved(*at) for p in parts]


def wagon(at: Vector) -> list[Mesh]:
    """A covered goods wagon seen from the side, its length along z."""
    body = Wood((0.13, 0.085, 0.065), board=0.17)
    parts = [
        panel(10.6, 2.5, [], body).turned(-90).moved(1.45, 0.95, -5.3),
        box((2.9, 2.5, 10.6), Plain((0.10, 0.07, 0.055)), (0, 0.95, 0)),
    ]
    parts.append(box((0.06, 2.1, 2.2), Wood((0.16, 0.10, 0.075), board=0.22), (1.49, 1.0, 0)))
    roof = [(-1.5, 3.45), (-1.0, 3.72), (0, 3.82), (1.0, 3.72), (1.5, 3.45)]
    parts.append(extrude(roof, 10.7, Plain((0.16, 0.155, 0.15))).moved(0, 0, -5.35))
    for z in (-5.0, -1.3, 1.3, 5.0):
        parts.append(box((0.05, 2.5, 0.10), IRON, (1.48, 0.95, z)))
    for z in (-4.3, -2.6, 2.6, 4.3):
        parts.append(lathe([(0, 0), (0.46, 0), (0.46, 0.12), (0, 0.12)], IRON, 28).tilted(90).moved(0.86, 0.46, z))
    parts.append(box((2.6, 0.25, 10.8), IRON, (0, 0.70, 0)))
    return [p.moved(*at) for p in parts]
