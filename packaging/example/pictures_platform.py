"""ph-38: evening on the platform."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from buildings import panel
from darkroom import POCKET
from effects import halos
from figures import Pose, person
from grounds import Cobbles, Earth
from landscape import ground, hills
from light import Lamp, Sky, Sun
from mesh import Mesh, beam, box, ellipsoid, lathe, tube
from numpy.typing import NDArray
from railway import semaphore, telegraph_pole, track, wagon, wires
from scene import Camera, Rendered, Scene
from studio import CAMERA, Picture
from surfaces import Adobe, Glow, Metal, Mixed, Plain, Wood
from things import IRON, PALE_WOOD
from wardrobe import Dress

Array = NDArray[Any]


def platform() -> Scene:
    """ph-38: evening, rails to the vanishing point, a semaphore with its lamp, a three-colour hand lamp."""
    camera = Camera((0.15, 1.62, -2.0), (-0.75, 1.78, 12.0), 35, shift=0.03)
    sun = Sun(bearing=-152, height=9, reach=26, centre=(0, 0, 12), strength=1.1, colour=(1.0, 0.62, 0.36), size=0.06)
    sky = Sky(
        zenith=(0.16, 0.24, 0.42),
        horizon=(0.95, 0.62, 0.40),
        clouds=0.42,
        seed=38,
        ambient=0.42,
        bounce=(0.12, 0.10, 0.09),
        cloud_size=1.3,
        bright=0.85,
    )
    lamps = [
        Lamp((1.32, 1.06, 1.32), (1.0, 0.55, 0.22), 0.22, 0.08),
        Lamp((2.6, 3.3, 9.0), (1.0, 0.74, 0.42), 2.6, 0.2),
        Lamp((2.6, 3.3, 22.0), (1.0, 0.74, 0.42), 3.0, 0.2),
    ]
    scene = Scene(camera, sun, sky, lamps, haze=0.5)
    bed = Mixed(
        Earth((0.20, 0.17, 0.14), lumps=0.02),
        Cobbles(0.07, (0.22, 0.20, 0.185)),
        lambda p: np.clip((2.6 - np.abs(p[:, 0] + 4.2)) * 2, 0, 1),
    )
    scene.add(ground(camera, bed, lambda x, z: np.full_like(x + z, -1.0)), hills(camera, 300, start=380, seed=9))
    slabs = Cobbles(0.55, (0.31, 0.29, 0.27), 0.02)
    scene.add(
        box((12.0, 1.0, 240.0), slabs, (4.65, -1.0, 116.0)),
        box((0.42, 0.10, 240.0), Plain((0.52, 0.50, 0.45), 0.15), (-1.20, -0.06, 116.0)),
    )
    for centre in (-2.95, -6.6, -10.6):
        scene.add(track(centre))
    scene.add(semaphore((-4.75, -1.0, 11.0), 7.2, True), semaphore((-8.6, -1.0, 30.0), 7.2, False))
    scene.add(_canopy(), *[wagon((-10.6, -0.92, 27.0 + 11.6 * k)) for k in range(3)])
    scene.add(_crate_and_lamp())
    guard = Dress(
        coat=(0.045, 0.06, 0.10),
        trousers=(0.04, 0.05, 0.08),
        hat="cap",
        hat_colour=(0.045, 0.055, 0.09),
        extras=("pockets",),
        bulk=1.08,
    )
    pose = Pose(turn=200, right_hand=(-0.24, 0.80, -0.04), left_hand=(0.24, 0.80, -0.04))
    scene.add(person(pose, guard, (0.15, 0.0, 10.5), 1.70))
    scene.add(
        telegraph_pole((-9.6, -1.0, 8.0), 7.5),
        telegraph_pole((-9.6, -1.0, 30.0), 7.5),
        telegraph_pole((-9.6, -1.0, 52.0), 7.5),
    )
    scene.add(
        wires((-9.6, 6.1, -8.0), (-9.6, 6.1, 8.0)),
        wires((-9.6, 6.1, 8.0), (-9.6, 6.1, 30.0)),
        wires((-9.6, 6.1, 30.0), (-9.6, 6.1, 52.0)),
    )
    return scene


def _canopy() -> list[Mesh]:
    """The platform roof on the right: posts, beams, a lamp under each bay, the station building's wall behind."""
    paint = Plain((0.16, 0.19, 0.17), 0.1, gloss=0.1)
    parts = []
    for k in range(9):
        z = 5.5 + 6.5 * k
        parts.append(tube([(2.75, 0, z), (2.75, 3.7, z)], 0.09, paint, sides=14))
        parts.append(beam((0.7, 3.78, z), (7.0, 3.95, z), 0.12, 0.16, paint))
        parts.append(beam((2.75, 3.0, z), (1.6, 3.75, z), 0.08, 0.08, paint))
        if k < 4:
            lamp_z = z + 3.5
            parts.append(lathe([(0.20, 0), (0.05, 0.12), (0.02, 0.45)], IRON, 24).moved(2.6, 3.35, lamp_z))
            parts.append(ellipsoid((0.06, 0.08, 0.06), Glow((1.0, 0.80, 0.50), 8.0), (2.6, 3.30, lamp_z), 14))
    parts.append(box((6.6, 0.10, 62.0), Wood((0.13, 0.11, 0.09), board=0.2), (3.9, 3.95, 35.0)))
    starts = np.arange(3.0, 58.0, 4.2)
    wall = panel(62.0, 3.9, [(x, 1.0, 1.2, 1.7) for x in starts], Adobe((0.50, 0.43, 0.31), patches=0.1), 0.3)
    parts.append(wall.turned(-90).moved(6.2, 0, 4.0))
    for x in starts:
        bars = [box((0.07, 1.7, 0.06), paint, (x + w, 1.0, 0.15)) for w in (0.03, 0.6, 1.17)]
        bars += [box((1.2, 0.07, 0.06), paint, (x + 0.6, y, 0.15)) for y in (1.0, 1.6, 2.15, 2.63)]
        parts += [b.turned(-90).moved(6.2, 0, 4.0) for b in bars]
    parts.append(box((0.05, 3.6, 60.0), Glow((1.0, 0.72, 0.36), 0.5), (6.75, 0, 35.0)))
    return parts


def _crate_and_lamp() -> list[Mesh]:
    """A luggage chest in the right foreground and on it the hand lamp: tin body, lens, three glasses, bail."""
    parts = [box((0.75, 0.72, 0.55), Wood((0.22, 0.155, 0.095), board=0.12), (1.35, 0, 1.45))]
    for x in (1.0, 1.35, 1.70):
        parts.append(box((0.05, 0.73, 0.56), Wood((0.15, 0.10, 0.065)), (x, 0, 1.45)))
    black = Metal((0.05, 0.055, 0.055), rust=0.2, gloss=0.35)
    brass = Metal((0.40, 0.28, 0.10), rust=0.15, gloss=0.6)
    body = [
        lathe(
            [
                (0.105, 0),
                (0.11, 0.012),
                (0.10, 0.02),
                (0.10, 0.20),
                (0.108, 0.21),
                (0.06, 0.27),
                (0.055, 0.31),
                (0.075, 0.315),
                (0.05, 0.35),
                (0, 0.355),
            ],
            black,
            40,
        )
    ]
    body.append(
        lathe([(0.074, 0), (0.078, 0.05), (0.070, 0.055), (0.066, 0.04)], brass, 36).pitched(-90).moved(0, 0.115, -0.06)
    )
    body.append(
        lathe([(0.066, 0), (0.05, 0.022), (0.0, 0.032)], Glow((1.0, 0.50, 0.16), 2.0), 32)
        .pitched(-90)
        .moved(0, 0.115, -0.095)
    )
    for a, colour in ((72, (1.0, 0.06, 0.03)), (-72, (0.06, 0.85, 0.35))):
        side = [
            lathe([(0.056, 0), (0.06, 0.03), (0.053, 0.034), (0.050, 0.02)], brass, 30)
            .pitched(-90)
            .moved(0, 0.115, -0.085),
            lathe([(0.05, 0), (0.0, 0.02)], Glow(colour, 1.6), 26).pitched(-90).moved(0, 0.115, -0.10),
        ]
        body += [p.turned(a) for p in side]
    bail = [(0.11 * np.cos(t), 0.20 + 0.26 * np.sin(t), 0) for t in np.linspace(0, np.pi, 21)]
    body.append(tube(bail, 0.006, black, sides=8))
    body.append(tube([(-0.05, 0.462, 0), (0.05, 0.462, 0)], 0.013, PALE_WOOD, sides=10))
    parts += [p.scaled(1.25).turned(22).moved(1.30, 0.72, 1.35) for p in body]
    return parts


def platform_glow(scene: Scene, rendered: Rendered) -> Array:
    """Halos of the signal, the hand lamp and the platform lamps."""
    return halos(
        scene,
        rendered,
        [
            ((-4.53, 5.63, 10.9), (1.0, 0.10, 0.05), 0.5, 0.020),
            ((1.30, 0.9, 1.2), (1.0, 0.5, 0.2), 0.22, 0.03),
            ((-8.1, 5.5, 29.9), (0.1, 0.9, 0.4), 0.3, 0.010),
            ((2.6, 3.3, 9.0), (1.0, 0.75, 0.4), 0.3, 0.02),
        ],
    )


PICTURES = [
    Picture(
        "ph-38",
        "ph-38.jpg",
        "PH-38_站台信号灯.jpg",
        "站台信号灯",
        "2026年5月",
        "2026:05:12 19:46:03",
        CAMERA,
        38,
        replace(POCKET, key=0.44, contrast=1.15, halation=0.08),
        ratio=1.46,
        dust=0,
        scratches=0,
        dpi=300,
        scene=platform,
        effect=platform_glow,
    ),
]
