"""Water: the canal's sluice, the spring."""

from __future__ import annotations

from typing import Any

import numpy as np
from buildings import OLD_TIMBER, House, slab, wall_run
from darkroom import WARM_BLACK, Print
from figures import Pose, hand_place, person
from grounds import Earth, Field
from landscape import ground, hills, river, scattered, tufts
from light import Sky, Sun
from mesh import Mesh, Vector, box, ellipsoid, tube
from noise import fractal, vec
from numpy.typing import NDArray
from plants import poplar, willow
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Brick, Metal, Mixed, Plain, Stone
from things import IRON, PALE_WOOD, bucket, shovel
from wardrobe import GREY, NAVY, WHITE, Dress

Array = NDArray[Any]


def _wavering(z: Array, amount: float, size: float, seed: int) -> Array:
    place = np.stack([np.zeros(z.size), np.zeros(z.size), z.ravel()], axis=1).astype(np.float32)
    return amount * fractal(place, size, 3, seed).reshape(z.shape)


def _canal_bed(x: Array, z: Array) -> Array:
    """A canal along z, 2.6 m wide at the water, with a spoil bank on each side."""
    away = np.abs(x - 0.10 * np.clip(z - 14, 0, None) - _wavering(z, 0.12, 3.0, 2))
    bank = 0.42 * np.exp(-(((away - 2.5) / 0.75) ** 2))
    cut = -1.25 * np.clip(1.0 - (away - 0.9) / 1.0, 0.0, 1.0)
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    lumps = 0.05 * fractal(place, 1.6, 4, 9).reshape(x.shape)
    return (bank + cut + lumps).astype(np.float32)


def sluice() -> Scene:
    """ph-33: iron gate between stone walls, the keeper's hut on the left, poplars along the canal."""
    rng = np.random.default_rng(33)
    camera = Camera((1.15, 2.05, -3.2), (-0.05, 1.05, 9.0), 33, shift=0.02)
    scene = Scene(camera, Sun(bearing=62, height=40, reach=20, centre=(0, 0, 9)), Sky(clouds=0.45, seed=5))
    soil = Mixed(Earth((0.37, 0.30, 0.21), lumps=0.03), Field((0.21, 0.22, 0.09)), _grassy)
    scene.add(ground(camera, soil, _canal_bed), river(camera, -0.62, 0.0035, 0.28), hills(camera, 240, seed=12))
    stone = Brick((0.37, 0.355, 0.32), (0.25, 0.235, 0.21), length=0.62, course=0.30, joint=0.014, rough=0.006)
    for side in (-1, 1):
        wall = slab((0.75, 2.0, 2.2), stone, 0.05, 3 + side)
        scene.add(wall.moved(side * 1.55, -1.25, 7.2))
        for wing in range(3):
            block = slab((0.5, 1.6 - 0.28 * wing, 0.75), stone, 0.05, 20 + wing + 5 * side)
            scene.add(block.turned(-side * 24).moved(side * (1.62 + 0.30 * wing), -1.25, 5.75 - 0.62 * wing))
        scene.add(box((0.12, 2.15, 0.16), IRON, (side * 1.12, -0.5, 7.1)))
    gate_iron = Metal((0.10, 0.10, 0.10), rust=0.75, gloss=0.1)
    scene.add(box((2.2, 1.05, 0.05), gate_iron, (0, -0.42, 7.12)))
    for y in (-0.22, 0.12, 0.46):
        scene.add(box((2.2, 0.07, 0.09), gate_iron, (0, y, 7.06)))
    for x in (-0.7, 0, 0.7):
        scene.add(box((0.07, 1.05, 0.08), gate_iron, (x, -0.42, 7.06)))
    scene.add(box((2.75, 0.18, 0.22), OLD_TIMBER, (0, 1.62, 7.1)), tube([(0, 0.6, 7.1), (0, 2.32, 7.1)], 0.035, IRON))
    scene.add(_hand_wheel((0, 2.12, 7.1)))
    scene.add(box((3.9, 0.07, 0.5), PALE_WOOD, (0, 0.78, 7.75)))
    fall = Plain((0.55, 0.55, 0.53), 0.5, soft=0.4, grain=0.06)
    for _ in range(420):
        x, z, size = rng.uniform(-1.0, 1.0), 7.02 - abs(rng.normal(0, 0.26)), rng.uniform(0.012, 0.040)
        scene.add(ellipsoid((size * 1.5, size * 0.5, size), fall, (x, -0.612, z), 8))
    hut = House(3.4, 2.8, 2.05, door=2.0, windows=(0.45,), window=(0.75, 0.7), eave=0.35, rough=0.05)
    scene.add([part.turned(28).moved(-6.1, 0.15, 8.2) for part in hut.build()])
    pose = Pose(
        turn=34,
        lean=(4, 1),
        head=(16, 6, 0),
        right_hand=(-0.19, 1.13, -0.30),
        left_hand=(-0.08, 1.03, -0.30),
        fists=(True, True),
        left_foot=(0.16, 0.0, -0.10),
        right_foot=(-0.10, 0, 0.04),
    )
    keeper = Dress(coat=NAVY, trousers=GREY, hat="straw", hat_colour=WHITE, leg_taper=0.9, extras=("pockets",))
    at = (2.42, 0.34, 5.0)
    scene.add(person(pose, keeper, at, 1.68))
    grip = hand_place(pose, -1, at, 1.68)
    blade = grip + vec([-0.20, 0, -0.22])
    blade[1] = float(_canal_bed(blade[None, :1], blade[None, 2:])[0, 0]) + 0.10
    scene.add(shovel(tuple(blade), tuple(grip + (grip - blade) * 0.14)))
    for k in range(9):
        z = 10.5 + 3.4 * k
        bend = 0.10 * max(0.0, z - 14)
        for side, gap in ((1, 3.6), (-1, 4.3)):
            if side < 0 and k < 2:
                continue
            scene.add(poplar((side * gap + bend + rng.normal(0, 0.2), 0, z), rng, float(rng.uniform(10, 13))))
    banks = scattered(rng, 7000, (-9, 9), (-1.8, 26), _canal_bed)
    scene.add(tufts(banks[banks[:, 1] > -0.35], rng, 0.17, 10, (0.22, 0.22, 0.09)))
    return scene


def _grassy(points: Array) -> Array:
    patch = fractal(points, 1.8, 3, 44)
    return np.clip((patch + 0.25) * 3, 0, 1) * np.clip((points[:, 1] + 0.3) * 4, 0, 1)


def _hand_wheel(at: Vector) -> list[Mesh]:
    rim = [(0.32 * np.cos(a), 0, 0.32 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 37)]
    parts = [tube(rim, 0.02, IRON, sides=8, closed=False)]
    for a in np.linspace(0, np.pi, 3, endpoint=False):
        parts.append(
            tube([(0.32 * np.cos(a), 0, 0.32 * np.sin(a)), (-0.32 * np.cos(a), 0, -0.32 * np.sin(a))], 0.016, IRON)
        )
    return [part.pitched(12).moved(*at) for part in parts]


def _spring_ground(x: Array, z: Array) -> Array:
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    lumps = 0.05 * fractal(place, 1.4, 4, 15).reshape(x.shape)
    bowl = np.hypot(x + 0.9, (z - 3.6) * 1.15)
    dip = -0.75 * np.clip(1.0 - (bowl - 0.75) / 0.35, 0.0, 1.0)
    run = np.abs(x + 0.9 + 1.15 * np.clip(3.2 - z, 0, 4) ** 0.8 * 0.7)
    rill = -0.42 * np.clip(1.25 - run / 0.32, 0, 1) * (z < 3.4)
    slope = 0.16 * np.clip(z - 5.0, 0, 14) ** 1.05 + 0.05 * np.clip(-x - 2.0, 0, 8)
    return (lumps + np.minimum(dip, rill) + slope).astype(np.float32)


def spring() -> Scene:
    """ph-43: a stone-rimmed spring under willows, a woman with carrying pole and two buckets."""
    rng = np.random.default_rng(43)
    camera = Camera((0.25, 1.85, -2.5), (0.1, 0.98, 4.0), 36, shift=0.0)
    sun = Sun(bearing=-58, height=44, reach=16, centre=(0, 0, 5), strength=2.7)
    scene = Scene(camera, sun, Sky(clouds=0.3, seed=9))
    soil = Mixed(Earth((0.35, 0.28, 0.20), lumps=0.025), Field((0.20, 0.22, 0.09)), _grassy)
    scene.add(ground(camera, soil, _spring_ground), river(camera, -0.13, 0.0012, 0.22), hills(camera, 230, seed=21))
    rock = Stone((0.40, 0.385, 0.35), pits=0.006)
    for k in range(19):
        angle = 2 * np.pi * k / 19
        if abs(angle - 1.75) < 0.2:
            continue
        r = 1.03 + rng.normal(0, 0.02)
        size = (rng.uniform(0.26, 0.32), rng.uniform(0.24, 0.28), rng.uniform(0.22, 0.28))
        piece = slab(size, rock, 0.035, 40 + k, 0.06).turned(-float(np.degrees(angle)) + rng.normal(0, 5))
        scene.add(piece.moved(-0.9 + r * np.sin(angle), -0.13, 3.6 - r * 0.88 * np.cos(angle)))
    flag = slab((1.5, 0.14, 0.8), rock, 0.04, 8)
    scene.add(
        flag.turned(-14).moved(0.75, -0.04, 3.35),
        slab((1.1, 0.12, 0.7), rock, 0.04, 9).turned(20).moved(1.75, -0.04, 4.0),
    )
    woman = Dress(
        coat=(0.30, 0.32, 0.36),
        trousers=NAVY,
        hat="scarf",
        hat_colour=WHITE,
        hair="bun",
        woman=True,
        buttons=True,
        leg_taper=0.85,
        folds=0.022,
    )
    at = (1.0, 0.08, 3.55)
    pose = Pose(
        turn=34,
        hips=(0, 0.905, 0),
        lean=(3, 0),
        head=(-6, 6, 0),
        right_hand=(-0.12, 1.27, -0.34),
        left_hand=(0.27, 0.82, 0.06),
        elbows=((-0.8, -0.8, 0.2), (0.4, -0.2, 0.8)),
        fists=(True, False),
        right_foot=(-0.10, 0, -0.20),
        left_foot=(0.10, 0, 0.16),
    )
    scene.add(person(pose, woman, at, 1.58))
    scene.add(pole_and_buckets(at, 34, rng))
    scene.add(
        willow((-3.1, 0.25, 6.6), rng, 6.2, 3.0, 520, leaves=20),
        willow((2.9, 0.45, 8.6), rng, 7.0, 3.4, 520, leaves=20),
    )
    scene.add(
        willow((-7.5, 0.9, 13.0), rng, 7.0, 3.2, 360),
        poplar((6.5, 1.3, 17), rng, 11, 3600),
        poplar((8.2, 1.6, 19), rng, 12, 3600),
    )
    house = House(7, 4, 2.5, door=3.0, windows=(0.9, 4.8), eave=0.6)
    scene.add([part.turned(-8).moved(-3.6, 2.15, 20.0) for part in house.build()])
    scene.add([part.moved(0, 2.0, 0) for part in wall_run([(-9, 20), (-3.7, 19.7)], 1.9, Adobe())])
    grass = scattered(rng, 3200, (-8, 8), (-1.2, 17), _spring_ground)
    clear = np.hypot(grass[:, 0] - 0.9, grass[:, 2] - 3.4) > 1.1
    scene.add(tufts(grass[clear & (grass[:, 1] > -0.12)], rng, 0.15, 10, (0.20, 0.22, 0.08)))
    return scene


def pole_and_buckets(at: Vector, turn: float, rng: np.random.Generator) -> list[Mesh]:
    """A carrying pole over the right shoulder with a bucket hung from each end, along the way she faces."""
    parts: list[Mesh] = []
    reach, height = 0.88, 1.335
    t = np.linspace(-1, 1, 15)
    path = np.stack([np.full_like(t, -0.13), height + 0.02 - 0.10 * t**2, -reach * t], axis=1)
    parts.append(
        tube(path, np.stack([0.030 - 0.010 * np.abs(t), 0.016 - 0.003 * np.abs(t)], axis=1), PALE_WOOD, sides=12)
    )
    for side in (-1, 1):
        z = side * (reach - 0.06)
        top, low = height - 0.08, 0.78
        parts.append(tube([(-0.13, top, z), (-0.13, low, z)], 0.006, IRON, sides=6))
        pail = bucket((0, 0, 0), 0.30, surface=PALE_WOOD)
        parts += [part.turned(float(rng.uniform(0, 90))).moved(-0.13, low - 0.525, z) for part in pail]
    return [part.turned(turn).moved(*at) for part in parts]


PICTURES = [
    Picture(
        "ph-33",
        "ph-33.jpg",
        "PH-33_水渠闸口.jpg",
        "水渠闸口",
        "七十年代末",
        "2026:05:18 10:42:07",
        FLATBED,
        33,
        WARM_BLACK,
        ratio=1.42,
        sheet=Print(border=95, deckle=0.0),
        scene=sluice,
    ),
    Picture(
        "ph-43",
        "ph-43.jpg",
        "PH-43_泉边挑水.jpg",
        "泉边挑水",
        "六十年代",
        "2026:06:03 15:20:51",
        FLATBED,
        43,
        WARM_BLACK,
        ratio=1.4,
        sheet=Print(border=100, deckle=12.0),
        scene=spring,
    ),
]
