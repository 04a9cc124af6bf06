"""ph-13: the procession on the bridge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from darkroom import WARM_BLACK
from figures import Pose, hand_place, person
from grounds import Earth, Snow
from landscape import ground, hills, river
from light import Sky, Sun
from mesh import Mesh, Vector, beam, box, ellipsoid, grid, lathe, tube
from noise import fractal, vec
from numpy.typing import NDArray
from plants import poplar
from scene import Camera, Scene
from studio import FILM_SCANNER, Picture
from surfaces import Brick, Cloth, Metal, Mixed, Plain, Wood
from things import DARK_WOOD, PALE_WOOD, ring
from wardrobe import BLACK, CLOTH_BLUE, GREY, NAVY, RED, SASH, WHITE, Dress

Array = NDArray[Any]


def _river_ground(x: Array, z: Array) -> Array:
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    lumps = 0.08 * fractal(place, 1.7, 4, 13).reshape(x.shape)
    near = np.clip((z - 1.2) / 3.2, 0, 1)
    far = np.clip((z - 13.5) / 4.0, 0, 1)
    return (lumps + 0.35 - 1.2 * near + 2.6 * far).astype(np.float32)


def bridge_procession() -> Scene:
    """ph-13: the stilt walkers cross the bridge, the leader dressed as 黑虎灵官, drums and onlookers behind."""
    rng = np.random.default_rng(13)
    camera = Camera((0.0, 1.95, -1.0), (0.0, 1.95, 8.0), 47.5, shift=0.215)
    sun = Sun(bearing=-44, height=36, reach=17, centre=(0, 1, 8.5), strength=2.4, size=0.04)
    scene = Scene(camera, sun, Sky(clouds=0.3, seed=23, zenith=(0.36, 0.47, 0.68)))
    bank = Mixed(
        Snow(bare=0.30, drift=0.03),
        Earth((0.30, 0.25, 0.19), lumps=0.03, stones=0.5),
        lambda p: np.clip(fractal(p, 0.9, 3, 131) * 1.6 + 0.1, 0, 1),
    )
    scene.add(
        ground(camera, bank, _river_ground),
        river(camera, -0.55, 0.0016, 0.3),
        hills(camera, 330, start=300, seed=31, snow=0.5),
    )
    scene.add(_bridge())
    deck = 2.32
    scene.add(_leader((-0.17, deck, 8.2)))
    robes = [
        ((1.35, 8.35), (0.45, 0.40, 0.36), "towel", WHITE),
        ((2.55, 8.1), RED, "official", BLACK),
        ((3.75, 8.4), (0.20, 0.26, 0.36), "towel", RED),
        ((5.0, 8.15), (0.50, 0.48, 0.44), "scarf", (0.32, 0.10, 0.10)),
    ]
    for number, ((x, z), coat, hat, colour) in enumerate(robes):
        woman = hat == "scarf"
        dress = Dress(
            coat=coat,
            trousers=(0.44, 0.42, 0.40),
            hat=hat,
            hat_colour=colour,
            belt=RED if number % 2 == 0 else SASH,
            skirt=0.42,
            woman=woman,
            hair="bun" if woman else "short",
            buttons=False,
            folds=0.026,
            beard=0.9 if hat == "official" else 0.0,
        )
        scene.add(_walker((x, deck, z), dress, number))
    coats = (NAVY, BLACK, GREY, CLOTH_BLUE, (0.13, 0.14, 0.08), (0.28, 0.12, 0.11))
    for k in range(34):
        x = -6.6 + 0.40 * k + float(rng.normal(0, 0.10))
        child = bool(rng.random() < 0.3)
        woman = bool(rng.random() < 0.4)
        dress = Dress(
            coat=coats[int(rng.integers(0, 6))],
            trousers=BLACK,
            hat="scarf" if woman else ("fur", "cap", "none")[int(rng.integers(0, 3))],
            hat_colour=(0.42, 0.40, 0.38) if woman else NAVY,
            hair="bun" if woman else "short",
            woman=woman,
            bulk=1.18,
        )
        look = Pose(turn=float(rng.normal(0, 38)), head=(float(rng.normal(0, 15)), -14, 0))
        scene.add(
            person(
                look,
                dress,
                (x, deck, 9.45 + 0.5 * (k % 2) + float(rng.normal(0, 0.08))),
                1.22 if child else float(rng.normal(1.64, 0.05)),
            )
        )
    scene.add(_musicians(deck))
    for k in range(6):
        scene.add(poplar((-15 + 2.0 * k, 1.8, 24 + rng.normal(0, 1)), rng, float(rng.uniform(7, 9)), bare=True))
        scene.add(poplar((6.5 + 2.0 * k, 1.8, 26 + rng.normal(0, 1)), rng, float(rng.uniform(7, 9)), bare=True))
    for k in range(13):
        x, z = (-3.9, -1.9, 2.9)[k % 3] + float(rng.normal(0, 0.55)), 15.2 + float(rng.normal(0, 0.5))
        base = float(_river_ground(np.array([[x]]), np.array([[z]]))[0, 0])
        tall = float(rng.uniform(1.0, 1.28))
        look = Pose(turn=float(rng.normal(0, 30)), head=(float(rng.normal(0, 20)), -20, 0))
        small = Dress(
            coat=coats[int(rng.integers(0, 6))],
            trousers=NAVY,
            hat=("fur", "none", "scarf")[k % 3],
            hat_colour=(0.35, 0.14, 0.12),
            hair="bob",
            bulk=1.22,
        )
        scene.add(person(look, small, (x, base - 0.03, z), tall))
    return scene


def _bridge() -> list[Mesh]:
    """A timber bridge on stone piers with a low rail."""
    stone = Brick((0.34, 0.33, 0.31), (0.24, 0.23, 0.21), length=0.58, course=0.26, joint=0.014, rough=0.006)
    wood = Wood((0.20, 0.155, 0.115), contrast=1.5)
    parts: list[Mesh] = [box((26.0, 0.14, 3.2), wood, (0, 2.18, 8.9))]
    for z in (7.5, 8.6, 9.7):
        parts.append(beam((-13, 2.02, z), (13, 2.02, z), 0.22, 0.28, wood))
    for x in np.arange(-13, 13, 0.27):
        parts.append(box((0.24, 0.06, 3.35), wood, (float(x), 2.27, 8.9)))
    for x in (-4.4, 0.9, 6.2):
        pier = [box((1.15 - 0.06 * k, 0.52, 2.9), stone, (x, -0.9 + 0.5 * k, 8.9)) for k in range(5)]
        parts += pier
        parts.append(box((1.6, 0.26, 3.0), wood, (x, 1.64, 8.9)))
        for s in (-1, 1):
            parts.append(beam((x + s * 0.5, 1.2, 7.55), (x + s * 1.5, 1.95, 7.55), 0.14, 0.16, wood))
    for x in np.arange(-12.5, 13, 1.6):
        for z in (7.42, 10.4):
            parts.append(box((0.09, 0.46, 0.09), wood, (float(x), 2.30, z)))
    for z in (7.42, 10.4):
        parts.append(beam((-13, 2.74, z), (13, 2.74, z), 0.08, 0.06, wood))
    parts.append(box((26.0, 0.025, 0.09), Snow(drift=0.0), (0, 2.77, 7.42)))
    return parts


def _walker(at: Vector, dress: Dress, number: int, rise: float = 0.70) -> list[Mesh]:
    """A stilt walker in mid-step, moving to the left."""
    stride = 0.17 if number % 2 == 0 else -0.14
    swing = (0.16, -0.10) if number % 2 == 0 else (-0.12, 0.18)
    pose = Pose(
        turn=66,
        hips=(0, 0.90, 0),
        lean=(3, 0),
        head=(-14, 0, 0),
        right_foot=(-0.10, 0.02, -stride),
        left_foot=(0.10, 0.02, stride),
        right_hand=(-0.34, 1.10 + swing[0], -0.16),
        left_hand=(0.34, 1.06 + swing[1], -0.12),
        elbows=((-0.6, -0.8, 0.3), (0.6, -0.8, 0.3)),
        fists=(True, False),
    )
    spot = (at[0], at[1] + rise, at[2])
    parts = person(pose, dress, spot, 1.66)
    angle = np.radians(66)
    for x, z in ((-0.10, -stride), (0.10, stride)):
        wx = np.cos(angle) * x + np.sin(angle) * z
        wz = -np.sin(angle) * x + np.cos(angle) * z
        foot = (at[0] + wx * 1.15, at[1], at[2] + wz * 1.15)
        parts.append(beam(foot, (at[0] + wx, at[1] + rise + 0.34, at[2] + wz), 0.045, 0.045, PALE_WOOD))
        parts.append(ring(0.085, 0, 0.014, Cloth(WHITE, 0.004)).moved(at[0] + wx, at[1] + rise + 0.2, at[2] + wz))
    fan = hand_place(pose, -1, spot)
    if number % 2 == 0:
        parts.append(_fan(fan))
    else:
        parts.append(_ribbon(fan))
    return parts


def _fan(at: Array) -> Mesh:
    angle = np.linspace(-0.9, 0.9, 13)
    rows = [
        [at + vec([np.sin(a) * r, np.cos(a) * r, -0.03 - 0.012 * (k % 2)]) for k, a in enumerate(angle)]
        for r in (0.03, 0.13, 0.24)
    ]
    return grid(np.array(rows, np.float32), Cloth((0.60, 0.56, 0.48), 0.002))


def _ribbon(at: Array) -> Mesh:
    t = np.linspace(0, 1, 15)
    path = at + np.stack(
        [0.25 * np.sin(5 * t) * t + 0.25 * t, 0.18 * t - 0.75 * t**2, 0.06 * np.cos(6 * t) * t], axis=1
    )
    return tube(path.astype(np.float32), (0.004, 0.035), Cloth(RED, 0.004), sides=8)


def _leader(at: Vector, rise: float = 0.66) -> list[Mesh]:
    """黑虎灵官: dark painted face, helmet with pompoms, four flags at the back, iron whip raised."""
    pose = Pose(
        turn=40,
        hips=(0, 0.905, 0),
        lean=(0, 0),
        head=(4, 0, 0),
        right_foot=(-0.12, 0.0, -0.15),
        left_foot=(0.12, 0.05, 0.12),
        right_hand=(-0.36, 1.52, -0.12),
        left_hand=(0.30, 1.12, -0.26),
        fists=(True, True),
        elbows=((-1, -0.4, 0.0), (0.9, -0.6, 0.1)),
    )
    dress = Dress(
        coat=(0.045, 0.045, 0.055),
        trousers=(0.30, 0.04, 0.035),
        hat="none",
        skin=(0.060, 0.045, 0.040),
        beard=1.0,
        belt=(0.5, 0.38, 0.16),
        skirt=0.48,
        collar=(0.45, 0.36, 0.18),
        bulk=1.12,
        buttons=False,
        folds=0.026,
    )
    spot = (at[0], at[1] + rise, at[2])
    parts = person(pose, dress, spot, 1.70)
    gold = Metal((0.45, 0.34, 0.12), rust=0.1, gloss=0.5)
    extras: list[Mesh] = []
    scale = 1.70 / 1.66
    head = vec([0.0, 1.575, -0.01])
    extras.append(
        lathe(
            [(0.094, 0.03), (0.106, 0.05), (0.10, 0.10), (0.06, 0.155), (0.02, 0.175), (0.018, 0.24), (0, 0.25)],
            gold,
            36,
        ).moved(*head)
    )
    for a in np.linspace(-2.0, 2.0, 9):
        extras.append(
            ellipsoid(
                (0.028,) * 3,
                Cloth((0.50, 0.07, 0.06), 0.004),
                (head[0] + 0.125 * np.sin(a), head[1] + 0.09 + 0.035 * np.cos(2 * a), head[2] - 0.115 * np.cos(a)),
                12,
            )
        )
    extras.append(ellipsoid((0.05,) * 3, Cloth((0.55, 0.08, 0.06), 0.004), (head[0], head[1] + 0.285, head[2]), 16))
    for s in (-1, 1):
        extras.append(ellipsoid((0.085, 0.06, 0.085), gold, (s * 0.20, 1.375, 0.0), 18))
    extras.append(_breastplate(gold))
    for k, lean in enumerate((-34, -13, 13, 34)):
        extras += _back_flag(lean, k)
    hand = np.array(pose.right_hand, np.float32) + vec([-0.02, 0.03, -0.03])
    iron = Metal((0.10, 0.10, 0.10), rust=0.2, gloss=0.4)
    tip = hand + vec([0.36, 0.50, 0.06])
    extras.append(tube([hand - (tip - hand) * 0.2, hand, tip], [0.014, 0.016, 0.011], iron, sides=10))
    extras += [
        ellipsoid((0.024, 0.024, 0.024), iron, tuple(hand + (tip - hand) * t), 10) for t in np.linspace(0.2, 0.95, 8)
    ]
    parts += [p.scaled(scale).turned(40).moved(*spot) for p in extras]
    angle = np.radians(40)
    for x, z, lift in ((-0.12, -0.15, 0.0), (0.12, 0.12, 0.05)):
        wx, wz = np.cos(angle) * x + np.sin(angle) * z, -np.sin(angle) * x + np.cos(angle) * z
        parts.append(
            beam(
                (at[0] + wx * 1.2, at[1] + lift, at[2] + wz * 1.2),
                (at[0] + wx, at[1] + rise + 0.34, at[2] + wz),
                0.048,
                0.048,
                PALE_WOOD,
            )
        )
        parts.append(ring(0.088, 0, 0.014, Cloth(WHITE, 0.004)).moved(at[0] + wx, at[1] + rise + 0.2, at[2] + wz))
    return parts


def _breastplate(gold: Metal) -> Mesh:
    plate = lathe([(0.115, 0), (0.10, 0.012), (0.06, 0.03), (0, 0.036)], gold, 32).pitched(-90)
    return plate.moved(0, 1.20, -0.145)


def _back_flag(lean: float, number: int) -> list[Mesh]:
    """One of the four pennants behind the shoulders."""
    cloth = Cloth(((0.40, 0.05, 0.04), (0.55, 0.50, 0.38))[number % 2], 0.012)
    pole = tube([(0, 0, 0), (0, 0.92, 0)], 0.010, PALE_WOOD, sides=8)
    t = np.linspace(0, 1, 9)
    side = 1 if lean > 0 else -1
    rows = [
        [(side * 0.40 * (1 - u) * v, 0.90 - 0.55 * u - 0.06 * v, 0.05 * np.sin(5 * v + number) * v) for v in t]
        for u in t
    ]
    flag = grid(np.array(rows, np.float32), cloth)
    tip = ellipsoid((0.018, 0.045, 0.018), PALE_WOOD, (0, 0.95, 0), 10)
    return [p.tilted(-lean).moved(0.03 * lean / 30, 1.30, 0.13) for p in (pole, flag, tip)]


def _musicians(deck: float) -> list[Mesh]:
    """Big drum on a carrying frame and two with cymbals, behind the stilt walkers."""
    parts: list[Mesh] = []
    red = Plain((0.30, 0.03, 0.025), 0.12, gloss=0.1)
    barrel = [
        lathe([(0.30, -0.2), (0.36, -0.1), (0.37, 0), (0.36, 0.1), (0.30, 0.2)], red, 40),
        lathe([(0.31, 0.2), (0, 0.205)], Plain((0.55, 0.48, 0.36)), 40),
    ]
    parts += [p.moved(6.6, deck + 0.95, 8.3) for p in barrel]
    parts.append(beam((6.0, deck + 0.75, 8.3), (7.2, deck + 0.75, 8.3), 0.05, 0.05, DARK_WOOD))
    for x, turn, up in ((7.35, 75, 0.0), (6.0, -60, 0.1), (8.3, 60, 0.0)):
        pose = Pose(
            turn=turn,
            right_hand=(-0.12, 1.22 + up, -0.34),
            left_hand=(0.12, 1.18 + up, -0.34),
            fists=(True, True),
            left_foot=(0.1, 0, -0.12),
        )
        parts += person(
            pose,
            Dress(coat=NAVY, trousers=BLACK, hat="towel", hat_colour=WHITE, belt=RED, bulk=1.12),
            (x, deck, 8.75),
            1.68,
        )
    for k in range(3):
        x = 7.9 + 1.1 * k
        parts.append(tube([(x, deck, 9.2), (x - 0.2, deck + 3.3, 9.2)], 0.02, PALE_WOOD, sides=8))
        t = np.linspace(0, 1, 12)
        rows = [
            [(x - 0.19 + 0.75 * v, deck + 3.25 - 0.95 * u, 9.2 + 0.09 * np.sin(6 * v + k) * v) for v in t] for u in t
        ]
        parts.append(
            grid(
                np.array(rows, np.float32),
                Cloth(((0.42, 0.05, 0.04), (0.55, 0.50, 0.30), (0.15, 0.25, 0.22))[k], 0.012),
            )
        )
    return parts


NEGATIVE = replace(WARM_BLACK, contrast=1.55, grain=0.026, black=0.05, white=0.95)


PICTURES = [
    Picture(
        "ph-13",
        "ph-13.tif",
        "PH-13_neg.tif",
        "壬戌年元宵社火过桥",
        "1982年2月8日",
        "2026:03:29 10:08:15",
        FILM_SCANNER,
        13,
        NEGATIVE,
        ratio=1.52,
        grey=True,
        dust=55,
        scratches=2,
        dpi=2400,
        scene=bridge_procession,
    ),
]
