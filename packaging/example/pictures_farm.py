"""The village's work: threshing floor, orchard in winter, the school's bell."""

from __future__ import annotations

from typing import Any

import numpy as np
from buildings import OLD_TIMBER, TIMBER, House, gable_end, gable_roof, lattice, panel, plank_door, wall_run
from darkroom import COOL_BLACK, WARM_BLACK, Print
from figures import Pose, hand_place, person
from grounds import Earth, Field, Snow
from landscape import ground, hills, rolling, scattered
from light import Sky, Sun
from mesh import Mesh, Vector, beam, box, ellipsoid, strands, tube
from noise import fractal, vec
from numpy.typing import NDArray
from plants import STRAW, fruit_tree, heap, poplar, stack, willow
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Brick, Foliage, Mixed, Plain, Surface, Tiles
from things import PALE_WOOD, bell, fork, ring, roller, rope, sacks
from wardrobe import BLACK, CLOTH_BLUE, GREY, NAVY, WHITE, Dress

Array = NDArray[Any]


def _on_floor(points: Array) -> Array:
    """Inside the ring of spread wheat."""
    edge = np.hypot(points[:, 0] + 1.0, (points[:, 2] - 10.5) * 1.0)
    return np.clip((6.2 + 0.4 * fractal(points, 1.2, 3, 5) - edge) * 2.0, 0, 1)


def threshing_floor() -> Scene:
    """ph-34: spread wheat, a ribbed roller in its frame, stacks, people with forks, the shed far off."""
    rng = np.random.default_rng(34)
    camera = Camera((0.9, 1.95, -1.6), (-0.25, 1.25, 10.0), 33, shift=0.02)
    sun = Sun(bearing=58, height=46, reach=20, centre=(0, 0, 9), strength=2.9)
    scene = Scene(camera, sun, Sky(clouds=0.42, seed=34))
    floor = Earth((0.46, 0.39, 0.28), lumps=0.006, stones=0.05)
    spread = Field((0.46, 0.37, 0.18), (0.36, 0.28, 0.15), height=0.06)
    scene.add(ground(camera, Mixed(floor, spread, _on_floor), rolling(0.03, 6.0)), hills(camera, 250, seed=5))
    scene.add(roller((-0.55, 0.0, 4.2), -28, 0.95, 0.29), rope((-1.0, 0.30, 3.75), (-2.2, 0.05, 3.0), 0.05, 0.014))
    scene.add(stack((-5.3, 0, 13.0), rng, 1.9, 3.3, 20000), stack((-8.4, 0, 16.0), rng, 2.0, 3.5, 14000))
    scene.add(stack((6.3, 0, 15.5), rng, 2.0, 3.4, 16000), stack((9.6, 0, 18.0), rng, 2.1, 3.7, 12000))
    scene.add(heap((2.7, 0, 10.2), rng, (1.9, 0.85, 1.3), 9000, (0.50, 0.41, 0.20)))
    straws = scattered(rng, 15000, (-7, 5.5), (2.5, 17), rolling(0.03, 6.0))
    straws = straws[_on_floor(straws) > 0.4]
    scene.add(_loose(straws, rng), _loose(scattered(rng, 900, (-4, 4), (0, 6), rolling(0.03, 6.0)), rng))
    shed = House(7.5, 3.6, 2.4, door=5.2, windows=(1.0, 3.0), eave=0.6)
    scene.add([part.turned(10).moved(0.2, 0, 24) for part in shed.build()])
    scene.add(
        wall_run([(-16, 26), (-6, 27.5), (0, 25)], 1.7, Adobe()),
        willow((10.5, 0, 24), rng, 9.0, 5.0, 620, (0.12, 0.15, 0.05)),
    )
    for k in range(5):
        scene.add(poplar((-13 + 2.1 * k + rng.normal(0, 0.3), 0, 31), rng, float(rng.uniform(10, 13)), 4200, leaf=0.10))
    scene.add(
        _turner((1.55, 0.02, 7.6), 52, NAVY, "straw", False, 1.68),
        _turner((-2.35, 0.02, 8.8), -38, (0.34, 0.33, 0.32), "towel", True, 1.58),
    )
    sweep = Dress(coat=(0.25, 0.28, 0.33), trousers=NAVY, hat="towel", hat_colour=WHITE, hair="bun", woman=True)
    scene.add(
        _turner((0.1, 0.02, 12.6), 20, CLOTH_BLUE, "cap", False, 1.70),
        person(Pose(turn=-65), sweep, (-0.9, 0, 13.8), 1.57),
    )
    scene.add(sacks((3.2, 0, 6.4), 5, rng))
    return scene


def _loose(places: Array, rng: np.random.Generator) -> Mesh:

    turn = rng.uniform(0, 2 * np.pi, len(places))
    way = np.stack([np.cos(turn), rng.normal(0.08, 0.1, len(places)), np.sin(turn)], axis=1)
    steps = way[:, None, :] * rng.uniform(0.06, 0.13, (len(places), 1, 1)) + rng.normal(0, 0.008, (len(places), 2, 3))
    made = strands(places + vec([0, 0.012, 0]), steps.astype(np.float32), 0.009, Foliage(STRAW), (0.0, 1.0, -0.4))
    shade = np.repeat(rng.uniform(0.6, 1.3, (len(places), 1)), len(made.points) // len(places), axis=0).astype(
        np.float32
    )
    return Mesh(made.points, made.faces, made.normals, made.uv, made.tints * shade, made.surface)


def _turner(
    at: Vector, turn: float, coat: tuple[float, float, float], hat: str, woman: bool, stature: float
) -> list[Mesh]:
    """Somebody turning the wheat with a wooden fork."""
    pose = Pose(
        turn=turn,
        hips=(0, 0.89, 0.04),
        lean=(20, 0),
        head=(0, 12, 0),
        right_hand=(-0.16, 1.02, -0.40),
        left_hand=(0.10, 0.82, -0.58),
        fists=(True, True),
        left_foot=(0.14, 0, -0.26),
        right_foot=(-0.12, 0, 0.16),
    )
    dress = Dress(
        coat=coat,
        trousers=GREY if woman else NAVY,
        hat=hat,
        hat_colour=WHITE if hat != "cap" else NAVY,
        hair="bun" if woman else "short",
        woman=woman,
        leg_taper=0.9,
    )
    upper, lower = hand_place(pose, -1, at, stature), hand_place(pose, 1, at, stature)
    ahead = (lower - upper) * np.array([1.0, 0.0, 1.0])
    tip = lower + 0.95 * ahead / np.linalg.norm(ahead)
    tip[1] = 0.07
    way = (lower - tip) / np.linalg.norm(lower - tip)
    return [*person(pose, dress, at, stature), *fork(tuple(tip), tuple(lower + way * 0.75))]


def _orchard_snow(x: Array, z: Array) -> Array:
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    drift = 0.06 * fractal(place, 2.6, 4, 35).reshape(x.shape)
    path = np.abs(x - 0.9 - 0.35 * np.sin(z / 2.3))
    trodden = -0.07 * np.clip(1.0 - path / 0.30, 0, 1) * (0.7 + 0.3 * np.sin(z * 8.5))
    return (drift + trodden + 0.04 * np.clip(z - 8, 0, 40)).astype(np.float32)


def winter_pruning() -> Scene:
    """ph-35: bare apple trees with white-washed trunks, a trestle ladder, a man pruning, another tying up twigs."""
    rng = np.random.default_rng(35)
    camera = Camera((0.9, 1.6, -2.4), (0.1, 1.5, 6.0), 34, shift=0.02)
    sun = Sun(bearing=78, height=27, reach=18, centre=(0, 0, 6), strength=2.2, colour=(1.0, 0.93, 0.82))
    sky = Sky(zenith=(0.40, 0.46, 0.56), clouds=0.5, seed=2, ambient=0.55, bounce=(0.55, 0.55, 0.58))
    scene = Scene(camera, sun, sky)
    snow = Snow(bare=0.04, drift=0.03)
    scene.add(ground(camera, snow, _orchard_snow), hills(camera, 240, seed=17, snow=0.75))
    white = Plain((0.66, 0.66, 0.62), 0.15, soft=0.2)
    lying = Snow(drift=0.0)
    places = [
        (-1.75, 5.0, 3.9),
        (3.3, 6.4, 3.7),
        (-5.2, 8.4, 3.8),
        (0.5, 10.5, 3.7),
        (5.8, 11.0, 3.7),
        (-3.2, 13.5, 3.7),
        (2.8, 15.5, 3.6),
        (-7.4, 15.0, 3.7),
        (8.2, 16.0, 3.6),
        (-0.6, 19.0, 3.6),
        (5.2, 20.5, 3.6),
        (-5.4, 20.0, 3.6),
    ]
    for x, z, tall in places:
        base = float(_orchard_snow(np.array([[x]]), np.array([[z]]))[0, 0])
        scene.add(fruit_tree((x, base - 0.05, z), rng, tall, lying if z < 12 else None, 6, white))
        skirt = ellipsoid((0.42, 0.09, 0.42), Snow(drift=0.01), (x, base, z), 24)
        scene.add(skirt)
    scene.add(_trestle((-0.62, 0.0, 4.55), 2.35))
    scene.add(_pruner())
    helper = Dress(coat=BLACK, trousers=GREY, hat="fur", bulk=1.2, quilt=0.06, belt=(0.16, 0.14, 0.11), woman=False)
    pose = Pose(
        turn=-48,
        hips=(0, 0.70, 0.08),
        lean=(46, 0),
        head=(0, -8, 0),
        right_hand=(-0.12, 0.40, -0.50),
        left_hand=(0.14, 0.36, -0.46),
        left_foot=(0.16, 0, -0.12),
        right_foot=(-0.14, 0, 0.12),
        fists=(True, True),
    )
    scene.add(
        person(pose, helper, (1.85, 0.02, 4.6), 1.64),
        _bundle((1.35, 0.10, 4.05), rng, 20),
        _bundle((2.5, 0.05, 5.4), rng, -35),
    )
    scene.add(_bundle((2.8, 0.06, 5.15), rng, 60), wall_run([(-14, 27), (-4, 28), (6, 27), (14, 29)], 1.6, Adobe()))
    for k in range(7):
        scene.add(poplar((-12 + 3.6 * k + rng.normal(0, 0.4), 0.7, 31), rng, float(rng.uniform(9, 12)), bare=True))
    return scene


def _trestle(at: Vector, height: float) -> list[Mesh]:
    """人字梯: two ladders hinged at the top and tied below."""
    parts: list[Mesh] = []
    for way in (-1, 1):
        for s in (-1, 1):
            parts.append(tube([(way * 0.72, 0, s * 0.30), (0.02 * way, height, s * 0.19)], 0.032, PALE_WOOD, sides=10))
        for t in np.linspace(0.12, 0.92, 7):
            x, half = way * (0.72 * (1 - t) + 0.02), 0.30 * (1 - t) + 0.19 * t
            parts.append(tube([(x, height * t, -half - 0.04), (x, height * t, half + 0.04)], 0.019, PALE_WOOD, sides=8))
    parts.append(rope((-0.5, 0.7, -0.25), (0.5, 0.7, -0.25), 0.06, 0.009))
    return [part.turned(14).moved(*at) for part in parts]


def _pruner() -> list[Mesh]:
    at = (-0.60, 1.02, 4.50)
    pose = Pose(
        turn=62,
        hips=(0, 0.88, 0),
        lean=(4, 3),
        head=(-6, -22, 0),
        right_hand=(-0.16, 1.52, -0.38),
        left_hand=(0.24, 1.60, -0.36),
        right_foot=(-0.12, -0.02, -0.04),
        left_foot=(0.10, 0.30, -0.20),
        fists=(True, True),
        elbows=((-1, -0.4, 0.2), (1, -0.4, 0.2)),
    )
    dress = Dress(coat=NAVY, trousers=BLACK, hat="fur", bulk=1.18, quilt=0.06, leg_taper=0.9)
    hand = hand_place(pose, -1, at, 1.68)
    steel = Plain((0.2, 0.2, 0.2), gloss=0.4)
    shears = [
        tube(
            [hand + [0, -0.02, 0], hand + [0.04, 0.12, -0.06], hand + [0.09, 0.21, -0.07]], [0.012, 0.014, 0.006], steel
        ),
        tube(
            [hand + [0.03, -0.02, -0.03], hand + [0.06, 0.12, -0.07], hand + [0.06, 0.22, -0.10]],
            [0.012, 0.012, 0.005],
            steel,
        ),
    ]
    return [*person(pose, dress, at, 1.66), *shears]


def _bundle(at: Vector, rng: np.random.Generator, turn: float) -> list[Mesh]:
    """Cut twigs tied in a bundle."""
    parts = []
    bark = Foliage((0.16, 0.11, 0.08))
    for _ in range(46):
        y, z = rng.normal(0, 0.055, 2)
        bend = rng.normal(0, 0.03, 4)
        parts.append(
            tube(
                [(-0.5 + bend[0], y, z), (0, y * 0.7, z * 0.7), (0.5 + bend[1], y * 1.9 + bend[2], z * 1.9 + bend[3])],
                [0.008, 0.007, 0.003],
                bark,
                sides=5,
            )
        )
    loop = [(0.02, 0.085 * np.cos(a), 0.085 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 17)]
    parts.append(tube(loop, 0.009, Foliage((0.4, 0.33, 0.2)), sides=6, closed=False))
    return [part.turned(turn).moved(at[0], at[1] + 0.07, at[2]) for part in parts]


def school_bell() -> Scene:
    """ph-41: the cast bell in its timber frame, the pupil on duty striking it, children running."""
    rng = np.random.default_rng(41)
    camera = Camera((0.3, 1.5, -2.2), (0.0, 1.75, 8.0), 33, shift=0.06)
    scene = Scene(camera, Sun(bearing=-52, height=40, reach=19, centre=(0, 0, 7)), Sky(clouds=0.35, seed=6))
    yard = Earth((0.40, 0.33, 0.24), lumps=0.010, stones=0.1)
    scene.add(ground(camera, yard, rolling(0.03, 5.0)), hills(camera, 250, seed=8))
    scene.add(_schoolhouse())
    scene.add(_bell_frame((0.25, 0.0, 4.4)), _striker((-0.33, 0.0, 4.28)))
    scene.add(willow((-3.6, -0.05, 8.4), rng, 8.2, 3.8, 520, (0.13, 0.16, 0.06), leaves=24, leaf=0.04))
    teacher = Dress(coat=(0.16, 0.18, 0.21), trousers=NAVY, hat="none", extras=("pockets",))
    watch = Pose(turn=62, head=(0, 22, 0), left_hand=(0.05, 1.12, -0.26), right_hand=(-0.24, 0.80, -0.05))
    scene.add(person(watch, teacher, (1.75, 0, 4.9), 1.69))
    runs = [
        ((-1.35, 6.3), 80, 1.22, CLOTH_BLUE, "short"),
        ((-0.6, 8.0), 75, 1.28, (0.35, 0.34, 0.33), "braids"),
        ((2.6, 6.3), -100, 1.20, NAVY, "short"),
        ((3.3, 8.4), -100, 1.30, (0.36, 0.16, 0.14), "braids"),
        ((-2.7, 9.2), 75, 1.25, GREY, "short"),
        ((1.2, 9.0), -20, 1.27, (0.40, 0.40, 0.38), "bob"),
    ]
    for (x, z), turn, tall, coat, hair in runs:
        stride = float(rng.uniform(0.8, 1.1))
        run = Pose(
            turn=turn,
            hips=(0, 0.88, 0),
            lean=(12, 0),
            head=(0, -6, 0),
            right_foot=(-0.08, 0.0, -0.34 * stride),
            left_foot=(0.08, 0.22, 0.36 * stride),
            right_hand=(-0.2, 1.0, 0.22),
            left_hand=(0.18, 1.12, -0.34),
            fists=(True, True),
        )
        girl = hair != "short"
        pupil = Dress(coat=coat, trousers=NAVY if girl else GREY, hat="none", hair=hair, woman=girl, buttons=True)
        scene.add(person(run, pupil, (x, 0, z), tall), _satchel(x, z, turn, tall))
    still = Dress(coat=(0.30, 0.30, 0.32), trousers=NAVY, hat="none", hair="bob", woman=True)
    scene.add(person(Pose(turn=-120, head=(0, -18, 0)), still, (-1.55, 0, 4.7), 1.24))
    for k in range(6):
        scene.add(poplar((-15 + 2.4 * k, 0, 22 + rng.normal(0, 1)), rng, float(rng.uniform(9, 12)), 5000, leaf=0.09))
    scene.add(wall_run([(-16, 17), (-6.3, 15.5)], 1.8, Adobe()), wall_run([(6.5, 15), (15, 17)], 1.8, Adobe()))
    return scene


def _satchel(x: float, z: float, turn: float, tall: float) -> list[Mesh]:
    bag = box((0.06, 0.2, 0.26), Plain((0.19, 0.20, 0.10), soft=0.2), (0.2, 0.66, 0.06)).scaled(tall / 1.5)
    return [bag.turned(turn).moved(x, 0, z)]


def _schoolhouse() -> list[Mesh]:
    wall: Surface = Adobe((0.50, 0.44, 0.35), patches=0.3)
    base = Brick()
    windows = [(x, 1.0, 1.35, 1.25) for x in (0.9, 3.0, 7.3, 9.4)]
    parts = [
        panel(11.6, 3.0, [*windows, (5.15, 0.1, 1.3, 2.15)], wall, 0.4),
        panel(11.6, 0.7, [(5.15, 0.1, 1.3, 0.6)], base, 0.1).moved(0, 0, -0.04),
    ]
    parts.append(box((11.2, 2.9, 0.05), Plain((0.02, 0.02, 0.02)), (5.8, 0, 0.6)))
    for x, y, w, h in windows:
        parts += [
            p.moved(x, y, 0.12) for p in lattice(w, h, 4, 3, 0.03, TIMBER, Plain((0.10, 0.11, 0.12), 0.2, gloss=0.35))
        ]
    parts += [p.moved(5.15, 0.1, 0.15) for p in plank_door(1.3, 2.15)]
    for x in (0.0, 11.6):
        parts.append(panel(4.8, 3.0, [], wall).turned(-90).moved(x, 0, 0))
        parts.append(gable_end(4.8, 1.25, wall).moved(x, 3.0, 0))
    parts += [p.moved(0, 3.0, 0) for p in gable_roof(11.6, 4.8, 1.25, Tiles((0.17, 0.165, 0.16)))]
    parts.append(box((2.0, 0.12, 1.0), base, (5.8, 0, -0.45)))
    return [part.turned(7).moved(-5.2, 0, 13.0) for part in parts]


def _bell_frame(at: Vector) -> list[Mesh]:
    """Two elm posts and a crossbeam, braced, with the bell hung from the middle."""
    parts: list[Mesh] = []
    for x in (-0.78, 0.78):
        parts.append(tube([(x, -0.05, 0), (x * 0.99, 2.18, 0.0)], [0.085, 0.075], OLD_TIMBER, sides=14))
        parts.append(beam((x * 1.02, 0.0, 0.55), (x, 1.15, 0.04), 0.06, 0.06, OLD_TIMBER))
        parts.append(beam((x * 0.97, 1.72, 0), (x * 0.45, 2.12, 0), 0.055, 0.055, OLD_TIMBER))
    parts.append(tube([(-1.05, 2.20, 0), (1.05, 2.22, 0)], 0.075, OLD_TIMBER, sides=14))
    parts += [ring(0.082, 0, 0.010, Plain((0.05, 0.05, 0.05))).tilted(90).moved(x, 2.21, 0) for x in (-0.03, 0.03)]
    parts += bell((0.0, 2.16, 0), 0.40)
    return [part.turned(-10).moved(*at) for part in parts]


def _striker(at: Vector) -> list[Mesh]:
    """The pupil on duty, standing on a stool to reach, hammer lifted to the bell's rim."""
    rise = 0.34
    spot = (at[0], at[1] + rise, at[2])
    pose = Pose(
        turn=-68,
        lean=(3, 0),
        head=(6, -20, 0),
        right_hand=(-0.08, 1.50, -0.40),
        left_hand=(0.22, 1.02, -0.12),
        fists=(True, False),
        elbows=((-1.0, -0.4, 0.2), (0.5, -0.4, 0.8)),
        left_foot=(0.10, 0.0, -0.06),
    )
    dress = Dress(coat=(0.44, 0.43, 0.40), trousers=NAVY, hat="none", hair="braids", woman=True)
    hand = hand_place(pose, -1, spot, 1.36)
    head = hand + np.array([0.17, 0.06, -0.01])
    parts = person(pose, dress, spot, 1.36)
    parts.append(tube(np.array([hand - (head - hand) * 0.4, head]), 0.012, PALE_WOOD, sides=8))
    parts.append(
        tube(np.array([head + [0.0, 0.05, 0], head - [0.0, 0.05, 0]]), 0.026, Plain((0.06, 0.06, 0.06)), sides=12)
    )
    parts.append(box((0.46, 0.035, 0.30), PALE_WOOD, (at[0] + 0.02, rise - 0.035, at[2])))
    for x in (-0.18, 0.18):
        for z in (-0.10, 0.10):
            parts.append(
                beam(
                    (at[0] + 0.02 + x, 0, at[2] + z),
                    (at[0] + 0.02 + x * 0.9, rise, at[2] + z * 0.9),
                    0.04,
                    0.04,
                    PALE_WOOD,
                )
            )
    return parts


PICTURES = [
    Picture(
        "ph-34",
        "ph-34.jpg",
        "PH-34_打麦场与碌碡.jpg",
        "打麦场与碌碡",
        "约1976年8月",
        "2026:02:24 09:31:40",
        FLATBED,
        34,
        WARM_BLACK,
        ratio=1.45,
        sheet=Print(border=90, deckle=0.0),
        scene=threshing_floor,
    ),
    Picture(
        "ph-35",
        "ph-35.jpg",
        "PH-35_果园冬剪.jpg",
        "果园冬剪",
        "约1962年2月",
        "2026:01:19 14:05:26",
        FLATBED,
        35,
        COOL_BLACK,
        ratio=1.38,
        sheet=Print(border=105, deckle=12.0),
        scene=winter_pruning,
    ),
    Picture(
        "ph-41",
        "ph-41.jpg",
        "PH-41_村小的钟.jpg",
        "村小的钟",
        "1978年9月",
        "2026:05:07 11:12:58",
        FLATBED,
        41,
        WARM_BLACK,
        ratio=1.43,
        sheet=Print(border=95, deckle=12.0),
        scene=school_bell,
    ),
]
