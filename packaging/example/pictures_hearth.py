"""ph-32: the iron pot in its ashes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from buildings import wall_run
from darkroom import POCKET
from grounds import Earth
from landscape import ground, scattered
from light import Lamp, Sky, Sun
from mesh import Mesh, Vector, grid, lathe, strands, tube
from noise import blur, fractal, vec
from numpy.typing import NDArray
from PIL import Image
from plants import STRAW, broom, heap
from scene import Camera, Rendered, Scene
from studio import CAMERA, Picture
from surfaces import Adobe, Foliage, Look, Metal, Mixed, Samples
from things import fork

Array = NDArray[Any]


class Ash:
    """White ash with fire under it: where it has cracked the glow comes through, most of all near `centre`."""

    mass = False

    def __init__(self, centre: tuple[float, float], reach: float) -> None:
        """`reach` metres round the centre still glow."""
        self._centre, self._reach = centre, reach

    def look(self, at: Samples) -> Look:
        """Grey flakes; in the cracks orange light."""
        fine = fractal(at.points, 0.035, 4, 151, at.foot, 0.7)
        broad = fractal(at.points, 0.16, 4, 152, at.foot)
        away = np.hypot(at.points[:, 0] - self._centre[0], at.points[:, 2] - self._centre[1])
        hot = np.clip(1.15 - np.abs(away - self._reach) / (0.55 * self._reach), 0, 1)
        crack = np.clip((0.5 * broad + 0.65 * fine - 0.50 + 0.26 * hot) * 3.2, 0, 1) * hot
        shade = 1.0 + 0.16 * broad + 0.20 * fine
        colour = np.array([0.46, 0.44, 0.42], np.float32) * shade[:, None] * (1 - 0.8 * crack[:, None])
        glow = crack[:, None] ** 1.6 * np.array([2.3, 0.55, 0.09], np.float32)
        return Look(
            colour.astype(np.float32), 0.018 * broad + 0.010 * fine - 0.02 * crack, glow=glow.astype(np.float32)
        )


def _yard(x: Array, z: Array) -> Array:
    """A square pit two 尺 across, its edges worn, filled nearly to the brim."""
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    lumps = 0.012 * fractal(place, 0.5, 4, 32).reshape(x.shape)
    away = (
        np.maximum(np.abs(x + 0.05), np.abs(z - 1.55) * 1.05)
        - 0.40
        - 0.03 * fractal(place, 0.35, 3, 33).reshape(x.shape)
    )
    rim = 0.045 * np.exp(-((away / 0.10) ** 2))
    return (lumps + rim - 0.16 * np.clip(-away / 0.05, 0, 1)).astype(np.float32)


def baking_pot() -> Scene:
    """ph-32: the iron pot buried in ash in its pit, embers, smoke, a lid turned over on the right, straw."""
    rng = np.random.default_rng(32)
    camera = Camera((0.12, 1.22, -0.55), (0.05, 0.06, 1.62), 38, shift=0.0)
    sun = Sun(bearing=-46, height=33, reach=4.5, centre=(0, 0, 1.6), strength=1.9, colour=(1.0, 0.90, 0.74), size=0.05)
    lamps = [
        Lamp((-0.05, 0.10, 1.28), (1.0, 0.36, 0.10), 0.05, 0.12),
        Lamp((-0.36, 0.08, 1.5), (1.0, 0.36, 0.10), 0.04, 0.12),
        Lamp((0.25, 0.08, 1.5), (1.0, 0.36, 0.10), 0.04, 0.12),
    ]
    scene = Scene(camera, sun, Sky(ambient=0.5), lamps, corner=0.25)
    soil = Mixed(
        Earth((0.36, 0.29, 0.215), lumps=0.006, stones=0.4),
        Earth((0.17, 0.145, 0.12), lumps=0.006),
        lambda p: np.clip(1.25 - np.hypot(p[:, 0] + 0.05, p[:, 2] - 1.55) / 0.62, 0, 1) ** 0.6,
    )
    scene.add(ground(camera, soil, _yard, near=0.15, far=30.0))
    ash = Ash((-0.05, 1.55), 0.27)
    x, z = np.meshgrid(np.linspace(-0.52, 0.42, 150), np.linspace(1.10, 2.0, 150))
    away = np.hypot(x + 0.05, z - 1.55)
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    mound = -0.055 + 0.10 * np.exp(-((away / 0.30) ** 2)) + 0.016 * fractal(place, 0.12, 4, 34).reshape(x.shape)
    scene.add(grid(np.stack([x, mound, z], axis=-1).astype(np.float32), ash))
    scene.add([p.moved(-0.05, 0.015, 1.55) for p in _pot_lid()])
    cover = heap((-0.05, 0.11, 1.56), rng, (0.17, 0.02, 0.15), 700, (0.30, 0.27, 0.24), 0.07, 0.003)
    scene.add(cover[1])
    scene.add(
        [
            p.pitched(180).moved(0, 0.135, 0).tilted(-9).turned(25).moved(0.72, 0.045, 1.52)
            for p in _pot_lid(inside=True)
        ]
    )
    scene.add(
        heap((-1.05, 0, 2.30), rng, (0.62, 0.42, 0.42), 5200, length=0.28, width=0.0055),
        heap((0.95, 0, 2.75), rng, (0.75, 0.50, 0.45), 5200, length=0.28, width=0.0055),
    )
    scene.add(fork((-0.58, 0.03, 1.12), (-1.05, 0.10, 0.05)))
    loose = scattered(rng, 1500, (-1.5, 1.6), (0.2, 2.6), _yard)
    loose = loose[np.hypot(loose[:, 0] + 0.05, loose[:, 2] - 1.55) > 0.5]
    turn = rng.uniform(0, 2 * np.pi, len(loose))
    way = np.stack([np.cos(turn), rng.normal(0.05, 0.1, len(loose)), np.sin(turn)], axis=1)[:, None, :] * np.full(
        (1, 3, 1), 0.035
    )
    straw = strands(loose + vec([0, 0.012, 0]), way.astype(np.float32), 0.0045, Foliage(STRAW), (0.0, 1.0, -0.5))
    shade = np.repeat(rng.uniform(0.6, 1.3, (len(loose), 1)), len(straw.points) // len(loose), axis=0).astype(
        np.float32
    )
    scene.add(Mesh(straw.points, straw.faces, straw.normals, straw.uv, straw.tints * shade, straw.surface))
    scene.add(wall_run([(-3.0, 3.4), (3.0, 3.5)], 1.6, Adobe(), rough=0.04))
    scene.add(_small_broom((0.30, 0.03, 0.86), (0.68, 0.05, 0.72)))
    return scene


def _pot_lid(inside: bool = False) -> list[Mesh]:
    """One half of the cast iron pot: a low dome, 30 cm across, with rim, ribs and a ring handle."""
    iron = Metal((0.050, 0.048, 0.047), rust=0.25, gloss=0.22)
    parts = [
        lathe(
            [
                (0.150, 0.0),
                (0.156, 0.004),
                (0.156, 0.018),
                (0.148, 0.024),
                (0.140, 0.060),
                (0.115, 0.095),
                (0.07, 0.118),
                (0.03, 0.126),
                (0, 0.127),
            ],
            iron,
            56,
        )
    ]
    if inside:
        parts.append(
            lathe(
                [(0.147, 0.002), (0.130, 0.055), (0.105, 0.086), (0.06, 0.106), (0, 0.114)],
                Metal((0.07, 0.06, 0.05), rust=0.1, gloss=0.5),
                48,
            )
        )
    for a in np.linspace(0, 360, 12, endpoint=False):
        rib = [(0.152 * np.cos(t) ** 0.9, 0.016 + 0.113 * np.sin(t), 0.0) for t in np.linspace(0.0, 1.45, 12)]
        parts.append(tube(rib, 0.0055, iron, sides=8).turned(float(a)))
    handle = [(0.035 * np.cos(t), 0.122 + 0.035 * np.sin(t), 0) for t in np.linspace(0, np.pi, 13)]
    parts.append(tube(handle, 0.008, iron, sides=10))
    for s in (-1, 1):
        ear = [(s * (0.152 + 0.03 * np.sin(t)), 0.012, 0.03 * np.cos(t)) for t in np.linspace(0, np.pi, 9)]
        parts.append(tube(ear, 0.006, iron, sides=8))
    return parts


def _small_broom(at: Vector, tip: Vector) -> list[Mesh]:
    return broom(at, tip, np.random.default_rng(321))


def pot_smoke(scene: Scene, rendered: Rendered) -> Array:
    """Smoke rising from the ash, thin and drifting to the right."""
    tall, wide = rendered.light.shape[:2]
    step = 4
    y, x = np.mgrid[0:tall:step, 0:wide:step].astype(np.float32)
    base_x, base_y = scene.project((-0.05, 0.12, 1.55), wide, tall)
    up = np.clip((base_y - y) / tall, 0, 1)
    sway = 0.05 * np.sin(up * 9.0 + 0.7) + 0.16 * up**1.4
    across = (x - base_x) / wide - sway
    width = 0.035 + 0.16 * up
    column = np.exp(-((across / width) ** 2)) * np.clip(up * 14, 0, 1) * np.exp(-up * 1.5)
    place = np.stack([(across * 9 / (0.6 + up * 2)).ravel(), (up * 5.0).ravel(), np.full(up.size, 0.3)], axis=1).astype(
        np.float32
    )
    billow = fractal(place, 0.9, 5, 322, rough=0.6).reshape(x.shape)
    density = np.clip(column * (0.45 + 0.75 * billow), 0, 0.62)
    density = blur(density.astype(np.float32), 3.0)
    big = np.asarray(Image.fromarray(density).resize((wide, tall), Image.Resampling.BICUBIC))[..., None]
    smoke = np.array([1.15, 1.12, 1.08], np.float32)
    return (rendered.light * (1 - big) + smoke * big).astype(np.float32)


PICTURES = [
    Picture(
        "ph-32",
        "ph-32.jpg",
        "PH-32_焜锅与麦草火.jpg",
        "焜锅与麦草火",
        "2026年5月",
        "2026:05:09 10:36:18",
        CAMERA,
        32,
        replace(POCKET, saturation=0.76),
        ratio=1.5,
        dust=0,
        scratches=0,
        dpi=300,
        scene=baking_pot,
        effect=pot_smoke,
    ),
]
