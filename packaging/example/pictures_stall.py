"""ph-31: sweet fermented barley sold at the mouth of the lane."""

from __future__ import annotations

import numpy as np
from buildings import House
from darkroom import FADED_COLOUR, Print
from figures import Pose, hand_place, person
from grounds import Earth
from landscape import ground, rolling
from lanes import lane_walls
from lettering import FONT, face
from light import Sky, Sun
from mesh import Colour, Mesh, Vector, beam, box, ellipsoid, lathe, polygon, tube
from noise import vec
from PIL import Image, ImageDraw
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Brick, Decal, Plain, Wood
from things import DARK_WOOD, ENAMEL, IRON, PALE_WOOD, RIM, TIN, bench, bowl, mug, ring
from wardrobe import CLOTH_BLUE, GREY, NAVY, OLIVE, WHITE, Dress


def stall() -> Scene:
    """ph-31: folding table by the pole at the mouth of the lane, lidded enamel pail, bowls, stools, a child eating."""
    camera = Camera((0.15, 1.50, -1.9), (-0.15, 1.02, 5.0), 35, shift=0.0)
    sun = Sun(bearing=48, height=52, reach=15, centre=(0, 0, 5), strength=2.7)
    scene = Scene(camera, sun, Sky(clouds=0.3, seed=31), haze=0.3)
    earth = Earth((0.40, 0.34, 0.26), lumps=0.008, stones=0.15)
    scene.add(
        ground(camera, earth, rolling(0.015, 3.0)), lane_walls(-2.45, 2.75, 24.0, Adobe(), Adobe((0.46, 0.39, 0.29)))
    )
    for k in range(3):
        house = House(7, 5, 3.2 + 0.3 * k, door=2.5, eave=0.5, wall=Brick((0.27, 0.25, 0.23)))
        scene.add([p.moved(-3.2 + 0.6 * k, 0, 23.0 + 6 * k) for p in house.build()])
    scene.add(tube([(1.75, 0, 4.3), (1.78, 7.5, 4.3)], [0.13, 0.10], Wood((0.24, 0.19, 0.14), contrast=1.5), sides=16))
    top = 0.70
    scene.add(_folding_table((0.1, 0, 3.55), 1.25, 0.62, top), _pail((-0.16, top, 3.68)))
    scene.add(
        bowl((0.28, top, 3.40), 0.072, filled=(0.50, 0.38, 0.18)),
        bowl((0.50, top, 3.52), 0.072, filled=(0.50, 0.38, 0.18)),
    )
    for k in range(5):
        scene.add(bowl((0.56, top + 0.030 * k, 3.76), 0.070), bowl((0.36, top + 0.030 * k, 3.80), 0.070))
    scene.add(mug((-0.42, top, 3.36), 40), mug((-0.27, top, 3.30), -30, filled=None), mug((0.05, top, 3.32), 75))
    for x, z, turn in ((-0.75, 2.75, 20), (0.55, 2.62, -15), (1.05, 3.25, 70)):
        scene.add([p.turned(turn).moved(x, 0, z) for p in _stool()])
    scene.add(
        bench(1.15, (-1.62, 0, 4.60), 62, 0.36),
        _basin((-1.52, 0.36, 4.33), (0.62, 0.61, 0.57)),
        _basin((-1.74, 0.36, 4.86), (0.40, 0.47, 0.50)),
    )
    keeper = Dress(
        coat=(0.27, 0.28, 0.31),
        trousers=NAVY,
        hat="work_cap",
        hat_colour=WHITE,
        hair="bun",
        hair_colour=(0.10, 0.10, 0.10),
        woman=True,
        apron=WHITE,
    )
    pose = Pose(
        turn=-6,
        lean=(9, 0),
        head=(12, 12, 0),
        right_hand=(-0.15, 1.06, -0.38),
        left_hand=(0.26, 0.84, -0.22),
        fists=(True, True),
    )
    scene.add(person(pose, keeper, (0.14, 0, 4.26), 1.57))
    hand = hand_place(pose, -1, (0.14, 0, 4.26), 1.57) + vec([0.0, 0.02, -0.06])
    dip = vec([0.26, top + 0.13, 3.44])
    scene.add(
        tube([hand + (hand - dip) * 0.25, hand, dip], 0.007, TIN, sides=8),
        ellipsoid((0.04, 0.025, 0.04), TIN, tuple(dip), 18),
    )
    child = Dress(
        coat=(0.46, 0.10, 0.08),
        trousers=(0.09, 0.13, 0.22),
        hat="none",
        hair="bob",
        woman=True,
        buttons=True,
        bulk=0.95,
    )
    eat = Pose(
        turn=-62,
        hips=(0, 0.915, 0),
        head=(6, 12, 0),
        right_hand=(-0.06, 1.24, -0.27),
        left_hand=(0.05, 1.22, -0.27),
        fists=(True, True),
        elbows=((-1, -0.7, 0.1), (1, -0.7, 0.1)),
    )
    scene.add(person(eat, child, (-0.92, 0, 3.42), 1.08))
    grip = np.array([-0.92, 0, 3.42]) + np.array([0.19, 0.83, 0.07])
    scene.add(mug((float(grip[0]), 0.80, float(grip[2])), 120, 0.95))
    sit = Pose(
        turn=118,
        hips=(0, 0.34, 0.05),
        lean=(16, 0),
        head=(0, 12, 0),
        right_foot=(-0.12, 0, -0.34),
        left_foot=(0.12, 0, -0.36),
        right_hand=(-0.05, 0.76, -0.30),
        left_hand=(0.07, 0.73, -0.30),
        fists=(True, True),
        elbows=((-1, -0.5, 0.2), (1, -0.5, 0.2)),
    )
    scene.add(person(sit, Dress(coat=OLIVE, trousers=GREY, hat="cap", hat_colour=OLIVE), (1.12, 0, 3.18), 1.66))
    scene.add(bowl((0.80, 0.735, 3.06), 0.07, filled=(0.50, 0.38, 0.18)))
    walker = Pose(turn=176, left_foot=(0.1, 0, -0.24), right_foot=(-0.1, 0.03, 0.24), hips=(0, 0.89, 0), lean=(4, 0))
    scene.add(person(walker, Dress(coat=CLOTH_BLUE, trousers=NAVY, hat="none"), (0.95, 0, 10.5), 1.69))
    scene.add(
        person(
            Pose(turn=10),
            Dress(coat=(0.40, 0.38, 0.34), trousers=GREY, hat="none", hair="braids", woman=True),
            (-1.1, 0, 12.5),
            1.58,
        )
    )
    board = Image.new("RGBA", (700, 300), "#d8cdb4")
    pen = ImageDraw.Draw(board)
    pen.text((350, 140), "甜  醅", font=face(FONT, 190), fill="#8e1d18", anchor="mm")
    card = polygon(
        [(-0.24, 0, 0), (0.24, 0, 0), (0.24, 0.2, 0.02), (-0.24, 0.2, 0.02)],
        Decal(board),
        uv=[(0, 0), (1, 0), (1, 1), (0, 1)],
    )
    scene.add(card.moved(0.28, top - 0.23, 3.225))
    return scene


def _folding_table(at: Vector, width: float, depth: float, top: float) -> list[Mesh]:
    wood = Wood((0.33, 0.20, 0.11), board=0.155)
    parts = [
        box((width, 0.025, depth), wood, (0, top - 0.025, 0)),
        box((width + 0.01, 0.04, depth + 0.01), Plain((0.2, 0.12, 0.07)), (0, top - 0.06, 0)),
    ]
    for x in (-width / 2 + 0.1, width / 2 - 0.1):
        parts.append(beam((x, 0, -depth / 2), (x, top - 0.05, depth / 2 - 0.05), 0.03, 0.045, DARK_WOOD))
        parts.append(beam((x + 0.03, 0, depth / 2), (x + 0.03, top - 0.05, -depth / 2 + 0.05), 0.03, 0.045, DARK_WOOD))
    for z in (-depth / 2 + 0.05, depth / 2 - 0.05):
        parts.append(beam((-width / 2 + 0.1, 0.12, z), (width / 2 - 0.1, 0.12, z), 0.025, 0.03, DARK_WOOD))
    return [p.moved(*at) for p in parts]


def _pail(at: Vector) -> list[Mesh]:
    """The white enamel pail with a lid, 26 cm across."""
    r, h = 0.135, 0.30
    parts = [
        lathe([(0, 0), (r * 0.9, 0), (r, 0.02), (r * 1.04, h), (r * 1.0, h)], ENAMEL, 48),
        ring(r * 1.04, h, 0.006, RIM),
        ring(r * 0.95, 0.012, 0.005, RIM),
    ]
    half = lathe(
        [
            (r * 1.02, h + 0.004),
            (r * 0.8, h + 0.03),
            (r * 0.15, h + 0.045),
            (r * 0.12, h + 0.06),
            (r * 0.17, h + 0.08),
            (0, h + 0.09),
        ],
        ENAMEL,
        48,
    )
    parts.append(half.moved(0, -h, 0).tilted(-13).moved(-0.03, h + 0.018, 0.02))
    for s in (-1, 1):
        parts.append(
            tube(
                [(s * r * 1.02, h * 0.80, -0.03), (s * r * 1.32, h * 0.80, 0), (s * r * 1.02, h * 0.80, 0.03)],
                0.007,
                IRON,
                sides=8,
            )
        )
    flower = Plain((0.45, 0.08, 0.08), gloss=0.2)
    for a in np.linspace(0, 2 * np.pi, 6, endpoint=False):
        spot = (0.10 * 0 + 0.030 * np.cos(a), h * 0.52 + 0.030 * np.sin(a), -r * 1.025)
        parts.append(ellipsoid((0.018, 0.018, 0.004), flower, spot, 12))
    return [p.moved(*at) for p in parts]


def _stool() -> list[Mesh]:
    parts = [box((0.34, 0.03, 0.2), PALE_WOOD, (0, 0.29, 0))]
    for x in (-0.13, 0.13):
        for z in (-0.07, 0.07):
            parts.append(beam((x * 1.2, 0, z * 1.3), (x, 0.29, z), 0.035, 0.035, PALE_WOOD))
    return parts


def _basin(at: Vector, water: Colour) -> list[Mesh]:
    r = 0.22
    parts = [
        lathe(
            [
                (0, 0),
                (r * 0.62, 0),
                (r * 0.72, 0.02),
                (r * 0.95, 0.11),
                (r * 1.06, 0.115),
                (r * 1.05, 0.11),
                (r * 0.9, 0.10),
                (r * 0.66, 0.02),
                (0, 0.015),
            ],
            ENAMEL,
            44,
        ),
        lathe([(r * 0.86, 0.075), (0, 0.078)], Plain(water, 0.1, gloss=0.6), 36),
        ring(r * 1.06, 0.113, 0.005, RIM),
    ]
    return [p.moved(*at) for p in parts]


PICTURES = [
    Picture(
        "ph-31",
        "ph-31.jpg",
        "PH-31_甜醅摊.jpg",
        "甜醅摊",
        "约1984年夏",
        "2026:03:16 15:02:37",
        FLATBED,
        31,
        FADED_COLOUR,
        ratio=1.42,
        sheet=Print(deckle=0.0, border=80),
        scene=stall,
    ),
]
