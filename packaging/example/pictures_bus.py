"""ph-37: bus number two, the first of the day."""

from __future__ import annotations

from typing import Any

import numpy as np
from buildings import House
from darkroom import WARM_BLACK, Print
from effects import halos
from figures import Pose, person
from grounds import Earth, Snow
from landscape import ground, hills
from lettering import BOLD, face, plate
from light import Lamp, Sky, Sun
from mesh import Mesh, Vector, box, ellipsoid, lathe, tube
from noise import fractal
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from plants import poplar
from scene import Camera, Rendered, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Brick, Mixed, Plain
from vehicles import bicycle, bus
from wardrobe import BLACK, GREY, NAVY, Dress

Array = NDArray[Any]


def _street_snow(points: Array) -> Array:
    wheel = np.minimum(np.abs(points[:, 0] + 2.6), np.abs(points[:, 0] + 0.75))
    rut = np.exp(-((wheel / 0.34) ** 2))
    return np.clip(rut * 0.85 + 0.35 * fractal(points, 0.8, 3, 37) - 0.2, 0, 1)


def bus_stop() -> Scene:
    """ph-37: before sunrise in January, snow, the first bus with its lamps lit coming to the stop, people waiting."""
    rng = np.random.default_rng(37)
    camera = Camera((0.9, 1.58, -3.4), (-0.35, 1.35, 8.0), 36, shift=0.02)
    sun = Sun(bearing=-112, height=16, reach=24, centre=(0, 0, 9), strength=0.85, colour=(0.9, 0.93, 1.0), size=0.25)
    sky = Sky(
        zenith=(0.40, 0.45, 0.55),
        horizon=(0.80, 0.80, 0.80),
        clouds=0.7,
        seed=37,
        ambient=0.62,
        bounce=(0.4, 0.4, 0.42),
        bright=1.0,
    )
    lamps = [
        Lamp((-2.45, 0.95, 6.2), (1.0, 0.92, 0.75), 3.5, 0.3),
        Lamp((-0.95, 0.95, 6.2), (1.0, 0.92, 0.75), 3.5, 0.3),
        Lamp((-1.7, 2.0, 9.5), (1.0, 0.85, 0.6), 0.9, 0.3),
    ]
    scene = Scene(camera, sun, sky, lamps, haze=2.6, haze_colour=(0.72, 0.73, 0.75))
    road = Mixed(
        Snow(bare=0.10, drift=0.015, ground=(0.16, 0.15, 0.14)),
        Earth((0.19, 0.185, 0.18), lumps=0.006, stones=0.1),
        _street_snow,
    )
    scene.add(ground(camera, road), hills(camera, 300, start=520, seed=4, snow=0.8))
    kerb = Snow(bare=0.16, drift=0.02, ground=(0.30, 0.28, 0.26))
    scene.add(box((5.0, 0.16, 140.0), kerb, (3.55, 0, 66.0)), box((5.0, 0.16, 140.0), kerb, (-8.4, 0, 66.0)))
    scene.add([p.moved(-1.7, 0, 6.4) for p in bus()])
    scene.add(_stop_sign((1.62, 0.16, 3.15)))
    for k, x in enumerate((5.7, 6.1)):
        shop = House(
            12.0,
            6,
            3.3,
            door=5.2,
            windows=(0.8, 2.9, 7.2, 9.6),
            window=(1.5, 1.5),
            wall=Brick((0.30, 0.29, 0.27)),
            eave=0.5,
            roof=Snow(drift=0.02),
        )
        scene.add([p.turned(90).moved(x, 0.1, 17.5 + 13.0 * k) for p in shop.build()])
    for k in range(2):
        block = House(
            14.0,
            6,
            3.4,
            door=6.0,
            windows=(1.0, 3.4, 8.4, 11.0),
            window=(1.5, 1.5),
            wall=Adobe((0.40, 0.35, 0.28)),
            roof=Snow(drift=0.02),
        )
        scene.add([p.turned(-90).moved(-10.4, 0.1, 7.0 + 16.0 * k) for p in block.build()])
    for k in range(7):
        scene.add(poplar((5.2, 0.1, 7.0 + 6.0 * k), rng, float(rng.uniform(8, 9.5)), bare=True))
        scene.add(poplar((-6.8, 0.1, 8.0 + 6.0 * k), rng, float(rng.uniform(8, 9.5)), bare=True))
    waiting = [
        ((2.35, 4.1), 62, NAVY, "fur", False),
        ((2.85, 5.0), 70, (0.13, 0.15, 0.08), "cap", False),
        ((2.2, 5.6), 66, (0.24, 0.13, 0.12), "scarf", True),
        ((2.75, 6.6), 58, GREY, "fur", False),
        ((2.1, 7.3), 75, NAVY, "scarf", True),
        ((2.65, 8.2), 70, BLACK, "cap", False),
    ]
    for (x, z), turn, coat, hat, woman in waiting:
        tall = float(rng.normal(1.59 if woman else 1.69, 0.03))
        pose = Pose(
            turn=turn,
            head=(float(rng.normal(0, 8)), 2, 0),
            right_hand=(-0.03, 1.0, -0.23),
            left_hand=(0.03, 1.0, -0.25),
            fists=(True, True),
            elbows=((-1, -0.6, 0.5), (1, -0.6, 0.5)),
            left_foot=(0.1, 0, -0.05),
        )
        dress = Dress(
            coat=coat,
            trousers=NAVY if woman else BLACK,
            hat=hat,
            hat_colour=(0.30, 0.28, 0.27) if woman else coat,
            bulk=1.22,
            quilt=0.07 if not woman else 0,
            hair="bun" if woman else "short",
            woman=woman,
            skirt=0.3,
            buttons=True,
        )
        scene.add(person(pose, dress, (x, 0.16, z), tall))
    scene.add(_bag((2.05, 0.16, 3.95)), bicycle((4.6, 0.16, 5.5)))
    return scene


def _bag(at: Vector) -> list[Mesh]:
    cloth = Plain((0.12, 0.13, 0.10), soft=0.2)
    parts = [ellipsoid((0.22, 0.15, 0.1), cloth, (0, 0.15, 0), 20)]
    parts += [
        tube([(-0.1, 0.26, s * 0.03), (0, 0.42, s * 0.03), (0.1, 0.26, s * 0.03)], 0.01, cloth, sides=6)
        for s in (-1, 1)
    ]
    return [p.turned(30).moved(*at) for p in parts]


def _stop_sign(at: Vector) -> list[Mesh]:
    """An iron post with a plate: the big 2, the line's name, the stops."""
    board = Image.new("RGBA", (620, 900), "#e9e4d4")
    pen = ImageDraw.Draw(board)
    pen.rectangle((0, 0, 619, 420), fill="#8c1f1a")
    pen.text((250, 205), "2", font=face(BOLD, 400), fill="#f2ecda", anchor="mm")
    pen.text((475, 250), "路", font=face(BOLD, 170), fill="#f2ecda", anchor="mm")
    for k, name in enumerate(("厂 区", "火车站", "东关大街", "百货大楼")):
        pen.text((310, 480 + 88 * k), name, font=face(BOLD, 74), fill="#26211d", anchor="mm")
    pen.text((310, 838), "首班5:40  末班22:10", font=face(BOLD, 48), fill="#26211d", anchor="mm")
    pen.rectangle((6, 6, 613, 893), outline="#26211d", width=12)
    paint = Plain((0.42, 0.41, 0.38), 0.2)
    parts = [
        tube([(0, 0, 0.03), (0, 2.55, 0.03)], 0.03, paint, sides=12),
        plate(board, 0.62, 0.90).moved(0, 1.62, -0.015),
        box((0.64, 0.92, 0.02), paint, (0, 1.61, 0.0)),
        lathe([(0.2, 0), (0.2, 0.06), (0.06, 0.1), (0, 0.1)], paint, 20),
    ]
    parts.append(box((0.66, 0.03, 0.05), Snow(drift=0.0), (0, 2.53, 0)))
    return [p.turned(-12).moved(*at) for p in parts]


def bus_glow(scene: Scene, rendered: Rendered) -> Array:
    """Head lamps in frosty air and breath over the waiting people."""
    spots = [((-1.7 + x, 0.98, 6.25), (1.0, 0.93, 0.78), 0.9, 0.028) for x in (-0.75, 0.75)]
    return halos(scene, rendered, spots)


PICTURES = [
    Picture(
        "ph-37",
        "ph-37.jpg",
        "PH-37_二路车站牌与公共汽车.jpg",
        "二路车站牌与公共汽车",
        "1978年1月",
        "2026:04:21 10:15:44",
        FLATBED,
        37,
        WARM_BLACK,
        ratio=1.47,
        sheet=Print(border=85, deckle=0.0),
        scene=bus_stop,
        effect=bus_glow,
    ),
]
