"""ph-48: felt being rolled under the feet of two men on a bench, the third beating wool with his bow."""

from __future__ import annotations

import numpy as np
from buildings import OLD_TIMBER, House, wall_run
from darkroom import WARM_BLACK, Print
from figures import Pose, person
from grounds import Earth
from landscape import ground, hills, rolling
from light import Sky, Sun
from mesh import Mesh, Vector, lathe, tube
from plants import poplar, shaggy
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Foliage, Plain
from things import PALE_WOOD, bench, bucket, rope
from wardrobe import BLACK, GREY, NAVY, WHITE, Colour, Dress

_WOOL: Colour = (0.55, 0.52, 0.45)


def felt_making() -> Scene:
    """The reed mat with the felt in it under four feet, ropes in the hands; wool and bow on the right."""
    rng = np.random.default_rng(48)
    camera = Camera((1.1, 1.65, -0.6), (0.25, 0.80, 5.6), 43, shift=0.03)
    sun = Sun(bearing=48, height=45, reach=14, centre=(0, 0, 5.5), strength=2.7)
    scene = Scene(camera, sun, Sky(clouds=0.35, seed=48))
    yard = Earth((0.43, 0.36, 0.27), lumps=0.010, stones=0.08)
    scene.add(ground(camera, yard, rolling(0.02, 4.0)), hills(camera, 240, seed=48))
    scene.add(bench(2.6, (-0.5, 0, 5.7), 0, 0.46), _roll((-0.5, 0.0, 5.12)))
    for x, coat, hat, turn in ((-1.1, NAVY, "towel", 4.0), (0.1, (0.30, 0.29, 0.27), "cap", -5.0)):
        scene.add(_roller((x, 0.0, 5.68), coat, hat, turn))
    scene.add(_bowman((2.05, 0.0, 5.9)), _wool((2.05, 0.0, 5.0), rng), _wool((-3.0, 0.0, 6.6), rng, 0.8))
    scene.add(bucket((-2.1, 0, 4.9), 0.30), bucket((0.95, 0, 4.6), 0.26, water=False))
    scene.add([part.moved(-3.6, 0, 9.2) for part in House(8.4, 4, 2.6, door=3.3, windows=(1.0, 5.6), eave=0.7).build()])
    scene.add(wall_run([(-14, 9.6), (-3.6, 9.2)], 2.0, Adobe()), wall_run([(4.8, 9.2), (13, 9.8)], 2.0, Adobe()))
    for k in range(6):
        scene.add(poplar((-9 + 3.6 * k + float(rng.normal(0, 0.3)), 0, 17), rng, 10.5, 4200, leaf=0.09))
    return scene


def _roll(at: Vector) -> list[Mesh]:
    """The rolled reed mat, tied in three places, its ropes leading up to the hands."""
    reed = Plain((0.48, 0.41, 0.24), 0.1)
    parts: list[Mesh] = []
    for ring_radius, count in ((0.145, 30), (0.10, 16)):
        for a in np.linspace(0, 2 * np.pi, count, endpoint=False):
            y, z = 0.16 + ring_radius * np.cos(a), ring_radius * np.sin(a)
            parts.append(tube([(-1.25, y, z), (1.25, y, z)], 0.015, reed, sides=6))
    parts.append(tube([(-1.28, 0.16, 0), (1.28, 0.16, 0)], 0.085, Plain(_WOOL, 0.1), sides=20))
    for x in (-0.95, 0.0, 0.95):
        turns = np.linspace(0, 2 * np.pi, 25)
        parts.append(
            tube([(x, 0.16 + 0.168 * np.cos(a), 0.168 * np.sin(a)) for a in turns], 0.014, OLD_TIMBER, sides=8)
        )
    for x in (-0.78, -0.46, 0.44, 0.76):
        parts.append(rope((x, 0.30, 0.06), (x, 0.80, 0.22), -0.01, 0.011))
    return [part.moved(*at) for part in parts]


def _roller(at: Vector, coat: Colour, hat: str, turn: float) -> list[Mesh]:
    pose = Pose(
        turn=turn,
        hips=(0, 0.50, 0.0),
        lean=(-8, 0),
        head=(0, 14, 0),
        right_foot=(-0.15, 0.27, -0.54),
        left_foot=(0.16, 0.29, -0.50),
        right_hand=(-0.17, 0.80, -0.34),
        left_hand=(0.17, 0.80, -0.34),
        fists=(True, True),
        elbows=((-0.8, -0.2, 0.7), (0.8, -0.2, 0.7)),
    )
    colour = WHITE if hat == "towel" else NAVY
    return person(pose, Dress(coat=coat, trousers=GREY, hat=hat, hat_colour=colour, leg_taper=0.9), at, 1.67)


def _bowman(at: Vector) -> list[Mesh]:
    """A man bent over the wool with the beater's bow, as long as himself, its string in the fleece."""
    pose = Pose(
        turn=-24,
        hips=(0, 0.87, 0.05),
        lean=(26, 0),
        head=(0, 10, 0),
        right_hand=(-0.10, 0.80, -0.50),
        left_hand=(0.16, 0.92, -0.46),
        fists=(True, True),
        left_foot=(0.17, 0, -0.16),
        right_foot=(-0.15, 0, 0.14),
    )
    dress = Dress(coat=BLACK, trousers=NAVY, hat="towel", hat_colour=WHITE, apron=(0.36, 0.35, 0.33), leg_taper=0.9)
    stave = [(-0.95, 0.42, -0.80), (-0.3, 0.80, -0.62), (0.25, 0.95, -0.52), (0.85, 0.62, -0.50)]
    parts = [
        *person(pose, dress, (0.0, 0.0, 0.0), 1.67),
        tube(stave, [0.02, 0.03, 0.03, 0.02], PALE_WOOD, sides=10),
        tube([stave[0], stave[-1]], 0.005, Plain((0.5, 0.46, 0.38)), sides=6),
    ]
    return [part.moved(*at) for part in parts]


def _wool(at: Vector, rng: np.random.Generator, size: float = 1.0) -> list[Mesh]:
    """A heap of beaten wool."""
    dome = lathe([(1.0, 0.0), (0.96, 0.25), (0.7, 0.7), (0.35, 0.93), (0.0, 1.0)], Foliage(_WOOL), 36)
    dome = dome.scaled(0.72 * size, 0.34 * size, 0.52 * size)
    return [dome.moved(*at), shaggy(dome, 7000, rng, 0.10, (0.62, 0.59, 0.52), 0.006, 0.1, 0.6).moved(*at)]


PICTURES = [
    Picture(
        "ph-48",
        "ph-48.jpg",
        "PH-48_擀毡.jpg",
        "上崖村擀毡",
        "约1966年9月",
        "2026:07:02 11:05:19",
        FLATBED,
        48,
        WARM_BLACK,
        ratio=1.42,
        sheet=Print(border=94, deckle=12.0),
        scene=felt_making,
    ),
]
