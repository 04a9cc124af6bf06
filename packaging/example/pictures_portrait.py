"""ph-11: the stilt walkers' group portrait, as a messenger passed it on; ph-49: the same print scanned later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from buildings import wall_run
from darkroom import WARM_BLACK
from figures import Pose, hand_place, person
from grounds import Earth
from landscape import ground, hills, rolling, scattered
from light import Sky, Sun
from mesh import Mesh, beam, ellipsoid, strands, tube
from noise import vec
from plants import STRAW, poplar, stack
from scene import Camera, Scene
from studio import FLATBED, PHONE, Picture
from surfaces import Adobe, Cloth, Foliage
from things import PALE_WOOD, bench, drum, gong, ring, roller, stilt
from wardrobe import BLACK, RED, SASH, WHITE, Dress


def group_portrait() -> Scene:
    """ph-11: three seated before, two on stilts behind; the heads fall where the record's name regions are."""
    rng = np.random.default_rng(11)
    camera = Camera((0.0, 1.865, 0.0), (0.0, 1.865, 8.0), 47.4, shift=-0.08)
    sun = Sun(bearing=-38, height=44, reach=12, centre=(0, 0, 7), strength=2.7, size=0.06)
    scene = Scene(camera, sun, Sky(clouds=0.4, seed=11))
    floor = Earth((0.43, 0.36, 0.27), lumps=0.010, stones=0.1)
    scene.add(ground(camera, floor, rolling(0.02, 4.0)), hills(camera, 250, seed=29))
    scene.add(bench(2.6, (-0.78, 0, 6.12), 0, 0.45))
    scene.add(
        _seated(-1.56, _plain_elder(), 8.0, (-11, -3, 3)),
        _seated(-0.735, _lamp_official(), -3.0, (2, -2, 0), 0.02),
        _seated(0.068, _young_player(), -9.0, (3, -4, -4)),
    )
    scene.add(_on_stilts((-1.315, 6.95), _tall_player(), False), _on_stilts((-0.155, 6.95), _gong_player(), True))
    scene.add(drum((1.02, 0, 6.5), 0.34, 0.46))
    scene.add(
        [
            tube([(0.80, 0.83, 6.3), (1.2, 0.87, 6.42)], 0.014, PALE_WOOD),
            tube([(0.86, 0.83, 6.62), (1.24, 0.90, 6.45)], 0.014, PALE_WOOD),
        ]
    )
    for k in range(4):
        scene.add(stilt((1.62 + 0.16 * k, 0.0, 7.25 - 0.03 * k), (1.50 + 0.20 * k, 1.85, 8.35)))
    scene.add(
        stack((3.1, 0, 9.6), rng, 1.35, 2.6, 16000),
        stack((-4.6, 0, 12.5), rng, 1.6, 2.9, 12000),
        roller((2.15, 0, 6.7), 28, 0.8, 0.25),
    )
    scene.add(wall_run([(-12, 15), (0.5, 14.4), (12, 15.5)], 1.9, Adobe()))
    for k in range(5):
        scene.add(poplar((-5.5 + 2.6 * k + rng.normal(0, 0.3), 0, 19), rng, float(rng.uniform(8, 10)), bare=True))
    straws = scattered(rng, 1600, (-3, 4), (4.6, 12))
    turn = rng.uniform(0, 2 * np.pi, len(straws))
    way = np.stack([np.cos(turn), 0 * turn + 0.05, np.sin(turn)], axis=1)[:, None, :] * np.full((1, 2, 1), 0.06)
    scene.add(strands(straws + vec([0, 0.02, 0]), way.astype(np.float32), 0.006, Foliage(STRAW), (0.0, 1.0, -0.4)))
    return scene


def _seated(x: float, dress: Dress, turn: float, head: tuple[float, float, float], rise: float = 0.0) -> list[Mesh]:
    pose = Pose(
        turn=turn,
        hips=(0, 0.485 + rise, 0.0),
        lean=(4, 0),
        head=head,
        right_foot=(-0.14, 0.0, -0.40),
        left_foot=(0.15, 0.0, -0.38),
        right_hand=(-0.15, 0.62 + rise, -0.34),
        left_hand=(0.16, 0.62 + rise, -0.34),
        elbows=((-0.8, 0.0, 0.8), (0.8, 0.0, 0.8)),
    )
    return person(pose, dress, (x, 0.0, 6.02), 1.66)


def _plain_elder() -> Dress:
    return Dress(
        coat=(0.055, 0.055, 0.06),
        trousers=BLACK,
        hat="felt",
        hat_colour=(0.09, 0.085, 0.08),
        beard=0.55,
        bulk=1.18,
        quilt=0.0,
        belt=SASH,
        folds=0.024,
    )


def _lamp_official() -> Dress:
    return Dress(
        coat=(0.30, 0.05, 0.045),
        trousers=BLACK,
        hat="official",
        hat_colour=(0.02, 0.02, 0.022),
        beard=0.95,
        bulk=1.12,
        skirt=0.16,
        belt=(0.5, 0.4, 0.2),
        collar=(0.62, 0.6, 0.55),
        buttons=False,
        folds=0.024,
        extras=("badge",),
    )


def _young_player() -> Dress:
    return Dress(
        coat=(0.42, 0.41, 0.39),
        trousers=(0.25, 0.25, 0.26),
        hat="towel",
        hat_colour=(0.20, 0.05, 0.05),
        belt=RED,
        bulk=1.06,
        folds=0.024,
    )


def _tall_player() -> Dress:
    return Dress(
        coat=(0.20, 0.22, 0.26),
        trousers=(0.45, 0.43, 0.40),
        hat="towel",
        hat_colour=(0.58, 0.56, 0.50),
        belt=RED,
        bulk=1.05,
        folds=0.024,
    )


def _gong_player() -> Dress:
    return Dress(
        coat=(0.065, 0.07, 0.08),
        trousers=(0.40, 0.39, 0.37),
        hat="cap",
        hat_colour=(0.07, 0.075, 0.085),
        belt=SASH,
        bulk=1.05,
        folds=0.024,
    )


def _on_stilts(place: tuple[float, float], dress: Dress, with_gong: bool) -> list[Mesh]:
    """A player 0.775 m above the ground, poles bound to the calves; `with_gong` in the right hand."""
    rise = 0.775
    at = (place[0], rise, place[1])
    right = (-0.30, 1.26, -0.22) if with_gong else (-0.22, 0.80, -0.10)
    left = (0.16, 1.06, -0.28) if with_gong else (0.20, 1.02, -0.20)
    pose = Pose(
        turn=6 if with_gong else -5,
        head=(-12, 2, 3) if with_gong else (8, -2, -3),
        lean=(1, 2) if with_gong else (1, -2),
        right_hand=right,
        left_hand=left,
        fists=(with_gong, with_gong),
        right_foot=(-0.12, 0, 0.0),
        left_foot=(0.12, 0, 0.0),
        elbows=((-0.9, -0.5, 0.3), (0.8, -0.4, 0.6)),
    )
    parts = person(pose, dress, at, 1.66)
    for x in (-0.12, 0.12):
        parts.append(
            beam(
                (place[0] + x * 1.25, 0, place[1] - 0.02),
                (place[0] + x * 1.02, rise + 0.36, place[1] + 0.07),
                0.062,
                0.062,
                PALE_WOOD,
            )
        )
        for y in (0.14, 0.26):
            parts.append(ring(0.074, rise + y, 0.014, Cloth(WHITE, 0.006)).moved(place[0] + x, 0, place[1] + 0.03))
    if with_gong:
        hand = hand_place(pose, -1, at)
        parts += gong((float(hand[0]), float(hand[1]) + 0.0, float(hand[2]) - 0.05), 0.16, 8)
        stick = hand_place(pose, 1, at)
        parts.append(tube([stick, stick + vec([-0.17, 0.05, -0.08])], 0.010, PALE_WOOD, sides=8))
        parts.append(ellipsoid((0.025, 0.025, 0.025), Cloth(RED), tuple(stick + vec([-0.18, 0.05, -0.08])), 12))
    return parts


MESSENGER = replace(WARM_BLACK, softness=2.2, grain=0.026, black=0.11, white=0.90)


PICTURES = [
    Picture(
        "ph-11",
        "ph-11.jpg",
        "微信图片_20260401.jpg",
        "社火高跷队合影",
        "约1958年春",
        "2026:04:01 21:17:45",
        PHONE,
        11,
        MESSENGER,
        ratio=1080 / 780,
        long_edge=2160,
        dust=60,
        scratches=3,
        dpi=72,
        quality=72,
        passed_on=(1080, 780),
        scene=group_portrait,
    ),
    Picture(
        "ph-49",
        "ph-49.jpg",
        "PH-11_600dpi补扫.jpg",
        "社火高跷队合影",
        "约1958年春",
        "2026:04:20 16:32:08",
        FLATBED,
        11,
        WARM_BLACK,
        ratio=1080 / 780,
        dust=60,
        scratches=3,
        scene=group_portrait,
    ),
]
