"""Heads: faces as far as an old print shows them, hair, and what is worn on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from mesh import Mesh, ellipsoid, grid, lathe, tube
from noise import vec
from numpy.typing import NDArray
from surfaces import Cloth, Plain, Surface
from wardrobe import Dress

Array = NDArray[Any]


def skull(dress: Dress) -> list[Mesh]:
    """Head with hair, centred between the ears: 0.235 m from chin to crown."""
    sides, steps = 72, 54
    around = np.linspace(0, 2 * np.pi, sides + 1)
    upward = np.linspace(-np.pi / 2, np.pi / 2, steps + 1)
    x = np.cos(upward)[:, None] * np.sin(around)
    y = np.broadcast_to(np.sin(upward)[:, None], x.shape)
    z = -np.cos(upward)[:, None] * np.cos(around)
    front = np.clip(-z, 0, 1)
    low = np.clip(-y, 0, 1)

    def bump(px: float, py: float, wx: float, wy: float) -> Array:
        spot = np.exp(-(((np.abs(x) - px) / wx) ** 2) - ((y - py) / wy) ** 2) * (z < 0)
        result: Array = spot.astype(np.float32)
        return result

    wide = 0.076 * (1 - 0.30 * low**1.6) * (1 + 0.03 * bump(0.75, -0.15, 0.3, 0.25))
    deep = np.where(z < 0, 0.088 * (1 - 0.06 * front**3), 0.096 * (1 - 0.35 * low**1.3))
    tall = np.where(y > 0, 0.114, 0.122)
    nose = 0.018 * bump(0.0, -0.20, 0.15, 0.13) + 0.008 * bump(0.0, 0.02, 0.12, 0.2)
    face = nose - 0.011 * bump(0.38, 0.10, 0.19, 0.11) + 0.006 * bump(0.35, 0.28, 0.35, 0.08)
    face = (
        face
        + 0.006 * bump(0.0, -0.52, 0.25, 0.06)
        - 0.004 * bump(0.0, -0.62, 0.2, 0.04)
        + 0.008 * bump(0, -0.85, 0.25, 0.15)
    )
    face = face + 0.005 * bump(0.55, -0.18, 0.2, 0.18) - 0.003 * bump(0.0, -0.40, 0.3, 0.05)
    points = np.stack([x * wide, y * tall, z * deep - face], axis=-1)
    tint: Array = np.ones(points.shape, np.float32)
    dark = 0.58 * bump(0.38, 0.075, 0.14, 0.040) + 0.45 * bump(0.38, 0.235, 0.2, 0.035)
    dark = dark + 0.24 * bump(0.0, -0.535, 0.20, 0.024) + 0.10 * bump(0.09, -0.315, 0.06, 0.030)
    dark = dark + 0.14 * bump(0.38, 0.03, 0.26, 0.16)
    tint *= (1 - np.clip(dark, 0, 0.85))[..., None]
    if dress.beard:
        beard = np.clip(dress.beard * (bump(0.0, -0.75, 0.6, 0.28) * 1.4), 0, 1)[..., None]
        tint = tint * (1 - beard) + beard * 0.08
    line = {"short": 0.0, "bob": -0.45, "braids": -0.05, "bun": -0.02}[dress.hair]
    edge = np.where(z < -0.35, 0.58 - 0.25 * np.abs(x), np.where(z < 0.08, 0.10 + 1.2 * np.abs(z + 0.05), -0.35) + line)
    cover = np.clip((y - edge) * 9, 0, 1)
    hair = np.array(dress.hair_colour, np.float32) / np.array(dress.skin, np.float32)
    tint = tint + cover[..., None] * (hair - tint)
    thick = 0.012 if dress.hair == "short" else 0.018
    thick = 0.004 if dress.hat != "none" else thick
    points = points * (1 + cover * thick / 0.1)[..., None]
    surface = Plain(dress.skin, 0.05, gloss=0.012, soft=0.22, grain=0.04)
    mesh = grid(points.astype(np.float32), surface, ring=True)
    parts = [replace(mesh, tints=tint.reshape(-1, 3).astype(np.float32))]
    ear = Plain(dress.skin, 0.05, soft=0.3)
    if dress.hat not in ("scarf", "towel"):
        parts += [ellipsoid((0.010, 0.030, 0.018), ear, (s * 0.077, -0.012, 0.008), 12) for s in (-1, 1)]
    lock = Plain(dress.hair_colour, 0.2, gloss=0.03)
    if dress.hair == "braids":
        for s in (-1, 1):
            path = [
                (s * 0.065, -0.05, 0.045),
                (s * 0.082, -0.13, 0.02),
                (s * 0.085, -0.24, -0.055),
                (s * 0.083, -0.36, -0.085),
            ]
            parts.append(tube(path, [0.020, 0.018, 0.016, 0.008], lock, sides=10))
    if dress.hair == "bun":
        parts.append(ellipsoid((0.042, 0.038, 0.036), lock, (0, -0.02, 0.105), 14))
    return parts


def headgear(dress: Dress) -> list[Mesh]:
    """What is on the head, in the head's own axes."""
    cloth = Cloth(dress.hat_colour, folds=0.004)
    make = {
        "cap": _peaked_cap,
        "work_cap": _work_cap,
        "felt": _felt_hat,
        "straw": _straw_hat,
        "scarf": _scarf,
        "towel": _towel,
        "official": _official_hat,
        "fur": _fur_cap,
    }
    return make[dress.hat](cloth) if dress.hat in make else []


def _peaked_cap(cloth: Surface) -> list[Mesh]:
    crown = lathe(
        [(0.084, 0.034), (0.086, 0.058), (0.099, 0.078), (0.104, 0.094), (0.098, 0.110), (0.070, 0.122), (0.0, 0.125)],
        cloth,
        40,
    )
    crown = crown.scaled(1.0, 1.0, 1.13).warped(lambda p: p + vec([0, -0.10, 0]) * np.clip(p[:, 2:], -0.1, 0.1) * 1.6)
    angle = np.linspace(-1.2, 1.2, 25)
    rows = []
    for t in np.linspace(0, 1, 6):
        reach = 0.088 + 0.062 * t * np.cos(angle) ** 0.6
        up = 0.048 - 0.030 * t * np.cos(angle) - 0.006 * t + 0.014 * (1 - np.cos(angle))
        rows.append(np.stack([np.sin(angle) * (0.083 + 0.008 * t), up, -np.cos(angle) * reach * 1.08], axis=1))
    peak = grid(np.array(rows, np.float32), cloth)
    return [crown.moved(0, 0.002, 0.006), peak, peak.moved(0, -0.005, 0)]


def _work_cap(cloth: Surface) -> list[Mesh]:
    band = lathe([(0.081, 0.035), (0.086, 0.038), (0.087, 0.068), (0.084, 0.070)], cloth, 40)
    puff = lathe(
        [(0.084, 0.066), (0.094, 0.078), (0.097, 0.096), (0.088, 0.118), (0.055, 0.132), (0.0, 0.136)], cloth, 40
    )
    return [part.scaled(1, 1, 1.14).pitched(12).moved(0, -0.004, 0.01) for part in (band, puff)]


def _felt_hat(cloth: Surface) -> list[Mesh]:
    crown = lathe([(0.085, 0.05), (0.083, 0.10), (0.072, 0.145), (0.05, 0.152), (0.0, 0.142)], cloth, 40)
    brim = lathe([(0.084, 0.055), (0.125, 0.046), (0.142, 0.052), (0.125, 0.042), (0.084, 0.05)], cloth, 40)
    return [part.scaled(1, 1, 1.13) for part in (crown, brim)]


def _straw_hat(cloth: Surface) -> list[Mesh]:
    del cloth
    straw = Cloth((0.42, 0.33, 0.17), folds=0.003, soft=0.2)
    crown = lathe([(0.086, 0.05), (0.084, 0.09), (0.07, 0.135), (0.0, 0.150)], straw, 40)
    brim = lathe([(0.085, 0.06), (0.15, 0.045), (0.21, 0.028), (0.21, 0.024), (0.085, 0.05)], straw, 40)
    return [part.scaled(1, 1, 1.1).pitched(-4) for part in (crown, brim)]


def _shell(cloth: Surface, low: float, front: float, out: float) -> Mesh:
    """Cloth wound over the hair, open at the face: down to `low` behind, to `front` above the brow."""
    around = np.linspace(0, 2 * np.pi, 57)
    rows = []
    for t in np.linspace(0, 1, 20):
        edge = front + (low - front) * np.clip((np.pi - np.abs(around - np.pi)) / 1.15, 0, 1) ** 1.6
        up = edge + t * (np.pi / 2 - edge)
        rows.append(
            np.stack(
                [
                    np.cos(up) * np.sin(around) * (0.077 + out),
                    np.sin(up) * (0.115 + out),
                    -np.cos(up) * np.cos(around) * np.where(np.cos(around) > 0, 0.089 + out, 0.098 + out),
                ],
                axis=1,
            )
        )
    return grid(np.array(rows, np.float32), cloth, ring=True)


def _scarf(cloth: Surface) -> list[Mesh]:
    shell = _shell(cloth, -1.02, 0.52, 0.018)
    knot = ellipsoid((0.030, 0.020, 0.020), cloth, (0, -0.128, -0.062), 14)
    side = [
        tube(
            [(s * 0.088, -0.015, -0.018), (s * 0.078, -0.075, -0.038), (s * 0.03, -0.125, -0.058)],
            (0.016, 0.026),
            cloth,
        )
        for s in (-1, 1)
    ]
    ends = [
        tube(
            [(s * 0.01, -0.13, -0.07), (s * 0.03, -0.17, -0.085), (s * 0.045, -0.215, -0.08)],
            [(0.014, 0.014), (0.022, 0.01), (0.030, 0.006)],
            cloth,
        )
        for s in (-1, 1)
    ]
    return [shell, knot, *side, *ends]


def _towel(cloth: Surface) -> list[Mesh]:
    shell = _shell(cloth, -0.15, 0.50, 0.016)
    ring = [
        (0.088 * np.sin(a), 0.052 + 0.006 * np.sin(2 * a), -0.100 * np.cos(a) + 0.004)
        for a in np.linspace(0, 2 * np.pi, 33)
    ]
    band = tube(ring, (0.014, 0.022), cloth, sides=10, closed=False)
    knot = ellipsoid((0.034, 0.026, 0.02), cloth, (0.02, 0.058, -0.108), 14)
    return [shell, band, knot]


def _official_hat(cloth: Surface) -> list[Mesh]:
    low = lathe([(0.082, 0.045), (0.086, 0.05), (0.086, 0.10), (0.080, 0.112), (0.0, 0.118)], cloth, 40).scaled(
        1, 1, 1.13
    )
    high = lathe([(0.062, 0.10), (0.064, 0.15), (0.055, 0.172), (0.0, 0.178)], cloth, 32).moved(0, 0, 0.03)
    wings = []
    for s in (-1, 1):
        wings.append(tube([(s * 0.08, 0.085, 0.06), (s * 0.13, 0.10, 0.06)], 0.006, cloth))
        wings.append(ellipsoid((0.075, 0.030, 0.006), cloth, (s * 0.195, 0.108, 0.06), 18))
    jade = ellipsoid((0.016, 0.016, 0.008), Plain((0.7, 0.7, 0.66), gloss=0.3), (0, 0.085, -0.098), 12)
    return [low, high, jade, *wings]


def _fur_cap(cloth: Surface) -> list[Mesh]:
    fur = Cloth((0.10, 0.075, 0.055), folds=0.018)
    crown = lathe([(0.086, 0.05), (0.096, 0.09), (0.093, 0.125), (0.070, 0.152), (0.0, 0.160)], cloth, 40).scaled(
        1, 1, 1.13
    )
    ring = [(0.092 * np.sin(a), 0.062, -0.106 * np.cos(a) + 0.006) for a in np.linspace(0, 2 * np.pi, 33)]
    band = tube(ring, (0.018, 0.032), fur, sides=12, closed=False)
    flaps = [
        tube(
            [(s * 0.092, 0.04, 0.012), (s * 0.090, -0.035, 0.006), (s * 0.078, -0.085, -0.005)],
            [(0.034, 0.018), (0.034, 0.015), (0.018, 0.010)],
            fur,
            up=(1.0, 0.0, 0.0),
        )
        for s in (-1, 1)
    ]
    return [crown, band, *flaps]
