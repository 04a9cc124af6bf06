"""ph-36: the woollen mill's spinning room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from buildings import TIMBER, panel
from darkroom import COOL_BLACK, Print
from figures import Pose, person
from light import Lamp, Sky, Sun
from mesh import Mesh, Vector, box, lathe, polygon, tube
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Cloth, Glow, Metal, Plain, Wood
from things import IRON, ring
from wardrobe import NAVY, WHITE, Dress


def spinning_room() -> Scene:
    """ph-36: long spinning frames in perspective, women in caps and aprons on their rounds, light from tall windows."""
    rng = np.random.default_rng(36)
    camera = Camera((0.30, 1.72, -2.6), (-0.16, 1.22, 9.0), 31, shift=0.03)
    sun = Sun(bearing=-82, height=40, reach=24, centre=(0, 0, 12), strength=4.2, colour=(1.0, 0.97, 0.92), size=0.10)
    sky = Sky(zenith=(0.75, 0.78, 0.82), horizon=(0.9, 0.9, 0.9), clouds=0.0, ambient=0.34, bounce=(0.30, 0.28, 0.25))
    lamps = [Lamp((x, 3.5, z), (1.0, 0.96, 0.88), 1.1, 0.4) for z in (1.0, 6.0, 11.0, 17.0, 24.0) for x in (0.0,)]
    scene = Scene(camera, sun, sky, lamps, haze=4.5, haze_colour=(0.60, 0.60, 0.59), corner=0.4)
    floor = Wood((0.30, 0.25, 0.19), board=0.14, contrast=0.7, gloss=0.12)
    scene.add(
        polygon([(-8, 0, -4), (8, 0, -4), (8, 0, 44), (-8, 0, 44)], floor, uv=[(-8, -4), (8, -4), (8, 44), (-8, 44)])
    )
    wall = Plain((0.60, 0.60, 0.57), 0.1)
    openings = [(1.2 + 3.4 * k, 1.1, 1.9, 2.6) for k in range(14)]
    scene.add(panel(48.0, 4.4, openings, wall, 0.35).turned(-90).moved(-6.6, 0, -4.0))
    bright = Glow((0.95, 0.97, 1.0), 1.6)
    for x, y, w, h in openings:
        pane = polygon([(x, y, 0.6), (x + w, y, 0.6), (x + w, y + h, 0.6), (x, y + h, 0.6)], bright)
        bars = [box((0.05, h, 0.05), TIMBER, (x + w * k / 3, y, 0.3)) for k in range(4)] + [
            box((w, 0.05, 0.05), TIMBER, (x + w / 2, y + h * k / 4, 0.3)) for k in range(5)
        ]
        scene.add([p.turned(-90).moved(-6.6, 0, -4.0) for p in [pane, *bars]])
    scene.add(
        panel(48.0, 4.4, [], wall).turned(90).moved(6.6, 0, 44.0),
        panel(13.2, 4.4, [(5.6, 0, 2.0, 2.6)], wall).moved(-6.6, 0, 42.0),
    )
    scene.add(_ceiling())
    for x in (-4.55, -1.62, 1.72, 4.75):
        scene.add(_frame(x, rng))
    apron = (0.60, 0.59, 0.55)
    women = [
        ((-0.66, 2.9), 66, (0.30, 0.31, 0.34), True),
        ((0.80, 6.4), -62, (0.22, 0.24, 0.28), True),
        ((-0.25, 10.8), 8, (0.33, 0.33, 0.35), False),
        ((0.35, 16.0), 190, (0.26, 0.28, 0.32), False),
        ((-2.62, 6.5), -70, (0.30, 0.30, 0.33), True),
        ((2.75, 8.0), 66, (0.28, 0.30, 0.34), True),
    ]
    for (x, z), turn, coat, piecing in women:
        dress = Dress(
            coat=coat,
            trousers=NAVY,
            hat="work_cap",
            hat_colour=WHITE,
            hair="bob",
            woman=True,
            apron=apron,
            sleeve=0.9,
            folds=0.018,
        )
        step = 0.0 if piecing else 0.2
        hands = ((-0.13, 1.10, -0.40), (0.16, 1.18, -0.40)) if piecing else ((-0.24, 0.84, -0.14), (0.24, 0.86, 0.06))
        pose = Pose(
            turn=turn,
            lean=(8 if piecing else 3, 0),
            head=(0, 12 if piecing else 2, 0),
            right_hand=hands[0],
            left_hand=hands[1],
            left_foot=(0.09, 0, -step - 0.04),
            right_foot=(-0.09, 0, step),
            hips=(0, 0.915 - 0.08 * step, 0),
        )
        scene.add(person(pose, dress, (x, 0, z), float(rng.normal(1.60, 0.02))))
    scene.add(_bobbin_cart((1.0, 0, 3.6), rng))
    return scene


def _ceiling() -> list[Mesh]:
    white = Plain((0.52, 0.52, 0.50), 0.08)
    parts: list[Mesh] = [box((13.4, 0.2, 48.0), white, (0, 4.4, 20.0))]
    for z in np.arange(-1.0, 42.0, 4.0):
        parts.append(box((13.2, 0.34, 0.26), white, (0, 4.08, float(z))))
        for x in (-3.1, 3.2):
            parts.append(
                tube(
                    [(x, 0, float(z) + 2.0), (x, 4.3, float(z) + 2.0)],
                    0.09,
                    Plain((0.40, 0.42, 0.40), gloss=0.1),
                    sides=14,
                )
            )
    tin = Plain((0.45, 0.45, 0.43), gloss=0.2)
    tubes = Glow((1.0, 0.98, 0.93), 3.0)
    for x in (-1.7, 0.05, 1.8):
        for z in np.arange(0.5, 38.0, 2.6):
            parts.append(box((0.22, 0.06, 1.3), tin, (x, 3.42, float(z))))
            parts.append(box((0.05, 0.05, 1.2), tubes, (x, 3.37, float(z))))
            parts.append(tube([(x, 3.45, float(z)), (x, 4.4, float(z))], 0.008, IRON, sides=4))
    return parts


def _frame(x: float, rng: np.random.Generator) -> list[Mesh]:
    """A ring spinning frame along z: headstock, creel, rovings, rollers, threads, spindles, both sides."""
    green = Plain((0.19, 0.235, 0.20), 0.1, gloss=0.2)
    steel = Metal((0.30, 0.30, 0.30), rust=0.05, gloss=0.7)
    yarn, roving = Cloth((0.64, 0.61, 0.54), 0.004), Cloth((0.60, 0.56, 0.48), 0.01)
    z0, z1 = 0.6, 17.5
    parts = [
        box((0.86, 1.45, 0.9), green, (x, 0, z0 - 0.45)),
        box((0.5, 0.34, 0.02), Plain((0.62, 0.6, 0.52)), (x, 0.95, z0 - 0.91)),
        box((0.70, 0.30, z1 - z0), green, (x, 0.10, (z0 + z1) / 2)),
    ]
    for side in (-1, 1):
        parts.append(box((0.08, 0.06, z1 - z0), steel, (x + side * 0.33, 0.62, (z0 + z1) / 2)))
        parts.append(box((0.05, 0.10, z1 - z0), green, (x + side * 0.30, 0.46, (z0 + z1) / 2)))
        for y, out, r in ((1.08, 0.27, 0.022), (1.15, 0.24, 0.026), (1.22, 0.21, 0.022)):
            parts.append(tube([(x + side * out, y, z0), (x + side * out, y, z1)], r, steel, sides=10))
        parts.append(box((0.16, 0.05, z1 - z0), green, (x + side * 0.20, 1.02, (z0 + z1) / 2)))
        cop = [
            lathe(
                [(0, 0), (0.016, 0.0), (0.019, 0.05), (0.017, 0.14), (0.007, 0.2), (0.006, 0.24), (0, 0.24)], yarn, 10
            )
        ]
        for z in np.arange(z0 + 0.10, z1, 0.105):
            spot = (x + side * 0.33, 0.56, float(z))
            parts += [c.moved(*spot) for c in cop]
            parts.append(tube([(spot[0], 0.80, spot[2]), (x + side * 0.28, 1.06, spot[2])], 0.0022, yarn, sides=4))
            parts.append(
                tube([(x + side * 0.20, 1.22, spot[2]), (x + side * 0.15, 1.62, spot[2])], 0.0035, roving, sides=4)
            )
    for y in (1.52, 2.05):
        for side in (-1, 1):
            parts.append(box((0.04, 0.03, z1 - z0), green, (x + side * 0.16, y + 0.42, (z0 + z1) / 2)))
    bobbin = lathe(
        [(0, 0), (0.02, 0), (0.05, 0.03), (0.058, 0.16), (0.05, 0.29), (0.02, 0.32), (0.015, 0.37), (0, 0.37)],
        roving,
        14,
    )
    for z in np.arange(z0 + 0.15, z1, 0.21):
        for side in (-1, 1):
            for y in (1.55, 2.06):
                parts.append(bobbin.tilted(rng.normal(0, 1.5)).moved(x + side * 0.15, y, float(z)))
    for z in np.arange(z0, z1, 2.1):
        parts.append(box((0.07, 1.45, 0.07), green, (x, 1.05, float(z))))
        parts.append(box((0.5, 0.05, 0.05), green, (x, 2.46, float(z))))
    return parts


def _bobbin_cart(at: Vector, rng: np.random.Generator) -> list[Mesh]:
    wicker = Wood((0.34, 0.25, 0.15), contrast=1.5)
    parts = [lathe([(0, 0.10), (0.26, 0.10), (0.31, 0.62), (0.28, 0.62), (0.25, 0.14), (0, 0.14)], wicker, 36)]
    parts += [ring(0.26 + 0.05 * t, 0.10 + 0.52 * t, 0.012, wicker) for t in (0.0, 0.33, 0.66, 1.0)]
    yarn = Cloth((0.64, 0.61, 0.54), 0.004)
    for _ in range(46):
        a, r = rng.uniform(0, 2 * np.pi), 0.25 * rng.uniform(0, 1) ** 0.5
        cop = lathe([(0, 0), (0.018, 0.0), (0.022, 0.06), (0.018, 0.15), (0.006, 0.22), (0, 0.22)], yarn, 10)
        cop = cop.tilted(float(rng.uniform(50, 130))).turned(float(rng.uniform(0, 360)))
        parts.append(cop.moved(r * np.cos(a), 0.56 + 0.07 * rng.random(), r * np.sin(a)))
    return [p.moved(*at) for p in parts]


PICTURES = [
    Picture(
        "ph-36",
        "ph-36.jpg",
        "PH-36_毛纺车间.jpg",
        "毛纺车间",
        "1979年10月",
        "2026:04:14 09:48:20",
        FLATBED,
        36,
        replace(COOL_BLACK, contrast=1.75, key=0.5),
        ratio=1.45,
        sheet=Print(deckle=0.0, border=90),
        scratches=2,
        scene=spinning_room,
    ),
]
