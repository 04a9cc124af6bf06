"""The villages of the second volume: the well and its windlass, ramming a wall, mending the road."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from buildings import OLD_TIMBER, House, slab, wall_run
from darkroom import COOL_BLACK, WARM_BLACK, Print
from figures import Pose, hand_place, person
from grounds import Earth, Field
from landscape import ground, hills, rolling, scattered, tufts
from light import Sky, Sun
from mesh import Mesh, Vector, box, ellipsoid, lathe, tube
from noise import fractal, vec
from numpy.typing import NDArray
from pictures_water import pole_and_buckets
from plants import poplar, willow
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Mixed, Plain, Stone
from things import PALE_WOOD, bucket, rope, shovel
from vehicles import handcart
from wardrobe import BLACK, CLOTH_BLUE, GREY, NAVY, WHITE, Colour, Dress

Array = NDArray[Any]


def well() -> Scene:
    """ph-45: the village well: a man at the windlass, a woman with her pole, a girl waiting with a pail."""
    rng = np.random.default_rng(45)
    camera = Camera((0.4, 1.7, -1.5), (-0.05, 1.02, 5.0), 37, shift=0.03)
    sun = Sun(bearing=-50, height=42, reach=16, centre=(0, 0, 5))
    scene = Scene(camera, sun, Sky(clouds=0.4, seed=45))
    earth = Earth((0.42, 0.35, 0.26), lumps=0.015, stones=0.15)
    scene.add(ground(camera, earth, rolling(0.03, 5.0)), hills(camera, 250, seed=45))
    rock = Stone((0.42, 0.405, 0.37), pits=0.006)
    for k, (x, z, wide, deep, turn) in enumerate(
        ((-1.0, 4.3, 1.3, 1.0, 6), (0.35, 4.1, 1.3, 0.9, -4), (-0.9, 5.5, 1.4, 1.0, -7), (0.5, 5.4, 1.3, 1.1, 5))
    ):
        scene.add(slab((wide, 0.20, deep), rock, 0.03, 60 + k).turned(turn).moved(x, -0.02, z))
    curb = lathe([(0.62, 0.0), (0.62, 0.30), (0.58, 0.34), (0.44, 0.34), (0.42, 0.28), (0.42, 0.0)], rock, 48)
    scene.add(
        curb.moved(-0.25, 0.15, 4.8),
        lathe([(0.43, 0.31), (0, 0.31)], Plain((0.01, 0.01, 0.01)), 32).moved(-0.25, 0.15, 4.8),
    )
    scene.add(_windlass((-0.25, 0.18, 4.8)), _hauler((1.0, 0.18, 4.85)))
    carrier = Dress(
        coat=CLOTH_BLUE,
        trousers=NAVY,
        hat="scarf",
        hat_colour=WHITE,
        hair="bun",
        woman=True,
        leg_taper=0.85,
        folds=0.022,
    )
    at = (-2.05, 0.0, 4.1)
    step = Pose(
        turn=-58,
        lean=(3, 0),
        head=(18, 4, 0),
        right_hand=(-0.12, 1.27, -0.34),
        left_hand=(0.27, 0.82, 0.06),
        elbows=((-0.8, -0.8, 0.2), (0.4, -0.2, 0.8)),
        fists=(True, False),
        right_foot=(-0.10, 0, -0.18),
        left_foot=(0.10, 0, 0.16),
    )
    scene.add(person(step, carrier, at, 1.58), pole_and_buckets(at, -58, rng))
    girl = Dress(coat=(0.34, 0.15, 0.13), trousers=NAVY, hat="none", hair="braids", woman=True)
    wait = Pose(
        turn=38, head=(-14, 4, 0), right_hand=(-0.16, 0.84, -0.16), left_hand=(0.14, 0.84, -0.16), fists=(True, True)
    )
    scene.add(person(wait, girl, (1.95, 0.0, 5.7), 1.30), bucket((1.72, 0.0, 5.35), 0.30))
    scene.add(bucket((0.55, 0.34, 4.35), 0.28), bucket((-1.25, 0.17, 5.35), 0.30, water=False))
    scene.add(willow((3.4, 0, 8.0), rng, 7.4, 3.6, 520, (0.14, 0.17, 0.06), leaves=20))
    house = House(8, 4, 2.6, door=3.2, windows=(0.9, 5.4), eave=0.7)
    scene.add([part.turned(9).moved(-8.6, 0, 12.6) for part in house.build()])
    scene.add(
        wall_run([(-14, 14), (-8.5, 12.6)], 1.9, Adobe()), wall_run([(-0.6, 11.4), (5, 12.4), (12, 12)], 1.9, Adobe())
    )
    for k in range(6):
        scene.add(poplar((-6 + 3.1 * k + rng.normal(0, 0.3), 0, 22), rng, float(rng.uniform(9, 12)), 4600, leaf=0.09))
    return scene


def _windlass(at: Vector) -> list[Mesh]:
    """辘轳: a drum on an axle laid over two crossed legs on each side, rope wound, a crank at the right."""
    parts: list[Mesh] = []
    axle = 1.02
    for x in (-0.78, 0.66):
        for s in (-1, 1):
            parts.append(tube([(x, -0.1, s * 0.46), (x * 0.98, axle + 0.16, -s * 0.07)], 0.045, OLD_TIMBER, sides=12))
    parts.append(tube([(-0.95, axle, 0), (0.86, axle, 0)], 0.035, PALE_WOOD, sides=12))
    drum = tube([(-0.34, axle, 0), (0.34, axle, 0)], 0.125, OLD_TIMBER, sides=28)
    parts.append(drum)
    for x in np.linspace(-0.16, 0.22, 12):
        turns = np.linspace(0, 2 * np.pi, 25)
        coil = [(x + 0.03 * a / 6.28, axle + 0.138 * np.cos(a), 0.138 * np.sin(a)) for a in turns]
        parts.append(tube(coil, 0.014, Plain((0.33, 0.27, 0.17)), sides=8))
    parts.append(rope((-0.02, axle, -0.14), (-0.02, 0.34, -0.10), 0.0, 0.014))
    parts += [p.moved(-0.02, 0.06, -0.10) for p in bucket((0, 0, 0), 0.27, surface=PALE_WOOD)]
    parts.append(tube([(0.86, axle, 0), (0.88, axle + 0.10, -0.30)], 0.03, PALE_WOOD, sides=10))
    parts.append(tube([(0.88, axle + 0.10, -0.30), (1.16, axle + 0.10, -0.30)], 0.024, PALE_WOOD, sides=10))
    return [part.moved(*at) for part in parts]


def _hauler(at: Vector) -> list[Mesh]:
    pose = Pose(
        turn=72,
        hips=(0, 0.90, 0),
        lean=(14, 0),
        head=(-12, 10, 0),
        right_hand=(-0.02, 1.06, -0.46),
        left_hand=(0.14, 1.02, -0.44),
        fists=(True, True),
        right_foot=(-0.12, 0, 0.20),
        left_foot=(0.14, 0, -0.20),
    )
    dress = Dress(
        coat=NAVY, trousers=GREY, hat="felt", hat_colour=(0.10, 0.09, 0.08), belt=(0.30, 0.26, 0.2), leg_taper=0.9
    )
    return person(pose, dress, at, 1.67)


def ramming() -> Scene:
    """ph-46: a yard wall being rammed: poles lashed as formwork, three men on the wall, earth thrown up from below."""
    rng = np.random.default_rng(46)
    camera = Camera((-1.6, 1.75, -2.6), (0.15, 1.30, 6.0), 39, shift=0.02)
    sun = Sun(bearing=56, height=44, reach=18, centre=(0, 0, 6), strength=2.8)
    scene = Scene(camera, sun, Sky(clouds=0.35, seed=46))
    loess = Earth((0.47, 0.38, 0.26), lumps=0.04, stones=0.05)
    scene.add(ground(camera, loess, rolling(0.06, 3.0)), hills(camera, 270, seed=46))
    clay = (0.47, 0.375, 0.25)
    layers: list[Mesh] = []
    for k in range(8):
        thick, tone = 0.92 - 0.022 * k, 1.0 + 0.06 * (-1) ** k
        colour: Colour = (clay[0] * tone, clay[1] * tone, clay[2] * tone)
        layers.append(slab((7.4, 0.185, thick), Adobe(colour, 0.1), 0.022, 70 + k).moved(0.6, 0.18 * k, 6.4))
    scene.add([part.turned(-7) for part in layers])
    top = 1.44
    frame: list[Mesh] = []
    for y in (top - 0.05, top + 0.07, top + 0.19):
        for z in (5.93, 6.87):
            frame.append(tube([(-3.2, y, z), (4.5, y + 0.02, z)], 0.062, PALE_WOOD, sides=12))
    for x in (-2.7, 0.6, 4.0):
        for z in (5.80, 7.0):
            frame.append(tube([(x, 0.0, z), (x, top + 0.62, z)], 0.05, OLD_TIMBER, sides=10))
        frame.append(rope((x, top + 0.46, 5.80), (x, top + 0.46, 7.0), 0.03, 0.014))
    scene.add([part.turned(-7) for part in frame])
    for x, turn, lift, coat, hat in (
        (-1.5, 12, 0.10, NAVY, "towel"),
        (1.5, -20, 0.30, (0.36, 0.34, 0.31), "cap"),
        (3.2, 30, 0.18, GREY, "none"),
    ):
        place = vec([x, top + 0.02, 6.4]) @ _turned(-7)
        scene.add(_rammer((float(place[0]), float(place[1]), float(place[2])), turn, lift, coat, hat))
    scene.add(_thrower((-2.7, 0.0, 4.3), 150, CLOTH_BLUE), _thrower((2.4, 0.0, 4.5), -155, (0.30, 0.29, 0.28)))
    for at, size in (
        ((-3.6, -0.05, 4.0), (1.3, 0.55, 0.9)),
        ((3.3, -0.05, 4.1), (1.2, 0.5, 0.9)),
        ((0.2, -0.05, 3.9), (0.8, 0.25, 0.5)),
    ):
        mound = ellipsoid(size, loess, at, 40).warped(lambda p: p + 0.10 * fractal(p, 0.5, 3, 61)[:, None])
        scene.add(mound)
    house = House(7, 4, 2.5, door=2.8, windows=(0.8, 4.8), eave=0.6)
    scene.add([part.turned(-16).moved(3.8, 0, 14.5) for part in house.build()])
    scene.add(wall_run([(-13, 15), (-5, 14.2), (2.6, 14.8)], 2.2, Adobe(clay, 0.2)))
    for k in range(5):
        scene.add(poplar((-9 + 2.8 * k + rng.normal(0, 0.3), 0, 21), rng, float(rng.uniform(8, 11)), 4200, leaf=0.10))
    return scene


def _turned(degrees: float) -> Array:
    turn = np.radians(degrees)
    return np.array([[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]], np.float32)


def _rammer(at: Vector, turn: float, lift: float, coat: Colour, hat: str) -> list[Mesh]:
    """A man with a stone-headed rammer held upright before him, `lift` metres above the earth."""
    pose = Pose(
        turn=turn,
        hips=(0, 0.88, 0.02),
        lean=(16 - 20 * lift, 0),
        head=(0, 20, 0),
        right_hand=(-0.05, 1.02 + lift, -0.40),
        left_hand=(0.06, 0.86 + lift, -0.40),
        fists=(True, True),
        right_foot=(-0.17, 0, 0.02),
        left_foot=(0.17, 0, -0.02),
        elbows=((-0.9, -0.2, 0.4), (0.9, -0.2, 0.4)),
    )
    dress = Dress(
        coat=coat,
        trousers=(NAVY, GREY)[hat == "towel"],
        hat=hat,
        hat_colour=WHITE if hat == "towel" else NAVY,
        leg_taper=0.9,
    )
    grip = hand_place(pose, -1, at, 1.68)
    foot = (float(grip[0]), at[1] + lift, float(grip[2]))
    head = lathe(
        [(0.0, 0.0), (0.10, 0.0), (0.13, 0.05), (0.115, 0.20), (0.05, 0.25), (0.0, 0.26)], Stone((0.36, 0.35, 0.33)), 28
    )
    staff = tube([(foot[0], foot[1] + 0.2, foot[2]), (foot[0], foot[1] + 1.35, foot[2])], 0.024, PALE_WOOD, sides=10)
    bar = tube(
        [(foot[0] - 0.2, foot[1] + 1.30, foot[2]), (foot[0] + 0.2, foot[1] + 1.30, foot[2])], 0.02, PALE_WOOD, sides=10
    )
    return [*person(pose, dress, at, 1.68), head.moved(*foot), staff, bar]


def _thrower(at: Vector, turn: float, coat: Colour) -> list[Mesh]:
    """Somebody lifting a shovel of earth."""
    pose = Pose(
        turn=turn,
        hips=(0, 0.89, 0),
        lean=(12, 4),
        head=(0, -10, 0),
        right_hand=(-0.14, 0.98, -0.26),
        left_hand=(0.06, 1.16, -0.56),
        fists=(True, True),
        left_foot=(0.15, 0, -0.24),
        right_foot=(-0.13, 0, 0.18),
    )
    dress = Dress(coat=coat, trousers=NAVY, hat="straw", hat_colour=WHITE, leg_taper=0.9)
    upper, lower = hand_place(pose, -1, at, 1.67), hand_place(pose, 1, at, 1.67)
    blade = lower + (lower - upper) * 1.3
    earth = ellipsoid(
        (0.12, 0.07, 0.12), Earth((0.42, 0.33, 0.22)), (float(blade[0]), float(blade[1]) + 0.05, float(blade[2])), 14
    )
    return [*person(pose, dress, at, 1.67), *shovel(tuple(blade), tuple(upper + (upper - lower) * 0.25)), earth]


def _verge(points: Array) -> Array:
    """How far the road's verge has grass: none on the carriageway."""
    away = np.abs(points[:, 0] - 0.05 * np.clip(points[:, 2] - 6, 0, None))
    return np.clip((away - 2.3 + 0.4 * fractal(points, 1.5, 3, 47)) * 2, 0, 1)


def road() -> Scene:
    """ph-47: the village road being gravelled: carts, people with shovels, poplars, the village at the end."""
    rng = np.random.default_rng(47)
    camera = Camera((-0.5, 1.9, -2.4), (0.15, 1.25, 10.0), 38, shift=0.02)
    sun = Sun(bearing=62, height=40, reach=20, centre=(0, 0, 9))
    scene = Scene(camera, sun, Sky(clouds=0.45, seed=47))
    gravel = Earth((0.43, 0.39, 0.33), lumps=0.02, stones=0.9, tracks=0.025)
    scene.add(
        ground(camera, Mixed(gravel, Field((0.23, 0.22, 0.10)), _verge), rolling(0.05, 5.0)),
        hills(camera, 260, seed=47),
    )
    scene.add(handcart((1.9, 0, 9.6)))
    stones = Stone((0.40, 0.385, 0.35), pits=0.004)
    for at, count in (((-1.6, 0, 6.2), 520), ((1.3, 0, 12.5), 420)):
        for _ in range(count):
            out = rng.normal(0, 0.42, 2)
            high = max(0.03, 0.42 - 0.42 * float(np.hypot(*out)))
            r = float(rng.uniform(0.022, 0.06))
            pebble = ellipsoid(
                (r, r * 0.75, r * 0.9), stones, (at[0] + out[0], float(rng.uniform(0.0, high)), at[2] + out[1]), 9
            )
            scene.add(pebble)
    crew = (
        ((-2.45, 0, 6.9), 60, NAVY, "cap", False),
        ((-0.55, 0, 6.9), -110, (0.34, 0.33, 0.31), "straw", False),
        ((0.3, 0, 8.6), 40, CLOTH_BLUE, "scarf", True),
        ((-1.2, 0, 10.4), -60, GREY, "cap", False),
        ((0.35, 0, 12.3), 75, BLACK, "none", False),
        ((-1.7, 0, 14.2), 20, (0.33, 0.15, 0.13), "towel", True),
    )
    for at, turn, coat, hat, woman in crew:
        scene.add(_spreader(at, turn, coat, hat, woman))
    planner = Dress(coat=(0.16, 0.18, 0.20), trousers=NAVY, hat="cap", extras=("pockets",))
    point = Pose(
        turn=-18,
        head=(14, 0, 0),
        right_hand=(-0.42, 1.30, -0.46),
        left_hand=(0.22, 0.82, -0.05),
        elbows=((-0.7, -0.5, 0.3), (0.4, -0.2, 0.9)),
    )
    scene.add(person(point, planner, (1.25, 0, 6.1), 1.70))
    for k in range(10):
        z = 7.5 + 3.3 * k
        bend = 0.05 * max(0.0, z - 6)
        for side, gap in ((1, 3.9), (-1, 3.9)):
            scene.add(
                poplar((side * gap + bend + float(rng.normal(0, 0.2)), 0, z), rng, float(rng.uniform(9, 12)), 5200)
            )
    for x, z in ((-4.5, 46.0), (5.0, 48.0)):
        house = House(8, 4, 2.6, door=3.2, windows=(0.9, 5.4), eave=0.7)
        scene.add([part.moved(x, 0, z) for part in house.build()])
    places = scattered(rng, 6000, (-9, 9), (-1.5, 26))
    scene.add(tufts(places[_verge(places) > 0.7], rng, 0.16, 10, (0.23, 0.22, 0.09)))
    scene.add(box((0.5, 0.02, 0.4), Plain((0.5, 0.49, 0.45)), (1.5, 0.0, 5.9)))
    return scene


def _spreader(at: Vector, turn: float, coat: Colour, hat: str, woman: bool) -> list[Mesh]:
    """Somebody spreading gravel with a shovel, bent."""
    pose = Pose(
        turn=turn,
        hips=(0, 0.87, 0.05),
        lean=(26, 0),
        head=(0, 8, 0),
        right_hand=(-0.14, 0.98, -0.36),
        left_hand=(0.10, 0.74, -0.58),
        fists=(True, True),
        left_foot=(0.15, 0, -0.26),
        right_foot=(-0.13, 0, 0.17),
    )
    tall = 1.58 if woman else 1.68
    dress = Dress(
        coat=coat,
        trousers=NAVY if woman else GREY,
        hat=hat,
        hat_colour=NAVY if hat == "cap" else WHITE,
        hair="bun" if woman else "short",
        woman=woman,
        leg_taper=0.9,
    )
    upper, lower = hand_place(pose, -1, at, tall), hand_place(pose, 1, at, tall)
    way = (lower - upper) / np.linalg.norm(lower - upper)
    blade = lower + way * float(lower[1] - 0.06) / max(0.15, -float(way[1]))
    return [*person(pose, dress, at, tall), *shovel(tuple(blade), tuple(upper - way * 0.15))]


PICTURES = [
    Picture(
        "ph-45",
        "ph-45.jpg",
        "PH-45_井台.jpg",
        "杏花湾井台",
        "1978年5月",
        "2026:05:21 09:58:12",
        FLATBED,
        45,
        WARM_BLACK,
        ratio=1.42,
        sheet=Print(border=92, deckle=0.0),
        scene=well,
    ),
    Picture(
        "ph-46",
        "ph-46.jpg",
        "PH-46_打庄廓.jpg",
        "打庄廓",
        "约1971年4月",
        "2026:06:16 14:22:35",
        FLATBED,
        46,
        replace(WARM_BLACK, contrast=1.55),
        ratio=1.44,
        sheet=Print(border=96, deckle=11.0),
        scene=ramming,
    ),
    Picture(
        "ph-47",
        "ph-47.jpg",
        "PH-47_修村路.jpg",
        "柳树台修路工地",
        "1984年10月",
        "2026:03:25 10:40:51",
        FLATBED,
        47,
        COOL_BLACK,
        ratio=1.5,
        sheet=Print(border=84, deckle=0.0),
        scene=road,
    ),
]
