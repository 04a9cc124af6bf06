"""ph-12: the square before the old railway station."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from buildings import DARK, gable_end, gable_roof, panel
from darkroom import WARM_BLACK
from figures import Pose, person
from grounds import Cobbles, Earth
from landscape import ground, hills, rolling
from lettering import plate, sign
from light import Sky, Sun
from mesh import Mesh, Vector, box, extrude, facets, polygon, tube
from PIL import Image, ImageDraw
from plants import poplar
from railway import telegraph_pole, wires
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Brick, Cloth, Mixed, Plain, Surface, Tiles, Wood
from things import ring, sacks
from vehicles import GLASS, handcart, truck
from wardrobe import BLACK, CLOTH_BLUE, GREY, NAVY, OLIVE, WHITE, Dress


def _waiting_hall() -> list[Mesh]:
    """The provisional waiting room: a long low brick hall with a raised middle."""
    brick = Brick((0.30, 0.285, 0.265))
    render = Adobe((0.58, 0.55, 0.48), patches=0.15)
    windows = [(x, 1.1, 1.5, 1.6) for x in (1.2, 4.0, 6.8, 16.2, 19.0, 21.8)]
    doors = [(10.6, 0.15, 1.6, 2.6), (12.9, 0.15, 1.6, 2.6)]
    parts = [
        panel(25.0, 3.9, [*windows, *doors], brick, 0.4),
        panel(25.0, 0.9, [(x, 0.15, w, 0.75) for x, _, w, _ in doors], render, 0.1).moved(0, 0, -0.05),
    ]
    parts.append(box((24.6, 3.6, 0.05), DARK, (12.5, 0, 0.7)))
    frame = Plain((0.45, 0.43, 0.38))
    for x, y, w, h in windows:
        parts.append(polygon([(x, y, 0.2), (x + w, y, 0.2), (x + w, y + h, 0.2), (x, y + h, 0.2)], GLASS))
        for k in range(4):
            parts.append(box((0.05, h, 0.05), frame, (x + w * k / 3, y, 0.17)))
        for k in range(4):
            parts.append(box((w, 0.05, 0.05), frame, (x + w / 2, y + h * k / 3, 0.17)))
        parts.append(box((w + 0.3, 0.12, 0.2), render, (x + w / 2, y - 0.12, -0.05)))
    for x, y, w, h in doors:
        parts.append(
            polygon(
                [(x, y, 0.25), (x + w, y, 0.25), (x + w, y + h, 0.25), (x, y + h, 0.25)],
                Wood((0.13, 0.10, 0.08), board=0.18),
            )
        )
        parts.append(box((w / 2 - 0.15, 1.0, 0.03), GLASS, (x + w * 0.25, y + 1.3, 0.22)))
        parts.append(box((w / 2 - 0.15, 1.0, 0.03), GLASS, (x + w * 0.75, y + 1.3, 0.22)))
    for x in (0.0, 25.0):
        parts.append(panel(8.0, 3.9, [], brick).turned(-90).moved(x, 0, 0))
        parts.append(gable_end(8.0, 1.9, brick).moved(x, 3.9, 0))
    parts += [p.moved(0, 3.9, 0) for p in gable_roof(25.0, 8.0, 1.9, Tiles((0.19, 0.185, 0.18)), 0.6)]
    parts += [part.moved(0, 0, -0.55) for part in _portal(render, brick)]
    return parts


def _portal(render: Surface, brick: Surface) -> list[Mesh]:
    outline = [
        (-2.9, 0),
        (2.9, 0),
        (2.9, 4.9),
        (2.0, 4.9),
        (2.0, 5.5),
        (0.9, 5.5),
        (0.9, 5.95),
        (-0.9, 5.95),
        (-0.9, 5.5),
        (-2.0, 5.5),
        (-2.0, 4.9),
        (-2.9, 4.9),
    ]
    front = extrude([(x, y) for x, y in outline], 0.4, render)
    keep = front.moved(12.55, 0, -0.35)
    corners = keep.points[keep.faces].mean(axis=1)
    hole = corners[:, 1] < -1
    parts = [facets(keep.points[keep.faces[~hole]], render)]
    door = Wood((0.12, 0.095, 0.075), board=0.2)
    for x in (-1.45, 1.45):
        parts.append(box((1.7, 2.7, 0.06), door, (12.55 + x, 0.12, -0.38)))
        for k in (-0.42, 0.42):
            parts.append(box((0.6, 1.0, 0.03), GLASS, (12.55 + x + k, 1.5, -0.42)))
        parts.append(box((1.9, 0.16, 0.5), render, (12.55 + x, 2.86, -0.45)))
    for x in (-2.75, 0, 2.75):
        parts.append(box((0.32, 4.9 if x else 3.2, 0.16), brick, (12.55 + x, 0, -0.42)))
    board = sign("西宁车站", (1600, 360), "#e8e2cf", "#3a1512", 250)
    parts.append(plate(board, 4.2, 0.95).moved(12.55, 3.45, -0.44))
    clock = Image.new("RGBA", (400, 400), "#ddd6c4")
    pen = ImageDraw.Draw(clock)
    pen.ellipse((8, 8, 392, 392), outline="#222222", width=16)
    for k in range(12):
        a = k * np.pi / 6
        pen.line(
            [(200 + 150 * np.sin(a), 200 - 150 * np.cos(a)), (200 + 176 * np.sin(a), 200 - 176 * np.cos(a))],
            fill="#222222",
            width=12,
        )
    pen.line([(200, 200), (120, 150)], fill="#111111", width=16)
    pen.line([(200, 200), (248, 70)], fill="#111111", width=11)
    parts.append(plate(clock, 0.85, 0.85).moved(12.55, 4.72, -0.38))
    parts.append(box((7.2, 0.16, 1.6), render, (12.55, 0, -1.0)))
    return parts


def station_square() -> Scene:
    """ph-12: the square from afar, the provisional waiting room in the middle, the goods yard's wall on the right."""
    rng = np.random.default_rng(12)
    camera = Camera((-1.6, 3.0, -9.5), (-1.1, 2.7, 20.0), 36, shift=0.03)
    sun = Sun(bearing=-52, height=36, reach=40, centre=(0, 0, 12), strength=2.6)
    scene = Scene(camera, sun, Sky(clouds=0.25, seed=12), haze=0.22)
    earth = Earth((0.42, 0.36, 0.28), lumps=0.014, stones=0.2)
    paving = Mixed(
        earth,
        Cobbles(0.35, (0.40, 0.38, 0.34), 0.05),
        lambda p: np.clip((p[:, 2] - 19.5) * 2, 0, 1) * np.clip(9 - np.abs(p[:, 0]), 0, 1),
    )
    scene.add(ground(camera, paving, rolling(0.04, 7.0)), hills(camera, 300, start=500, seed=3))
    scene.add([part.moved(-15.0, 0, 26.0) for part in _waiting_hall()])
    wall = Brick((0.28, 0.26, 0.24))
    yard = panel(34.0, 2.6, [], wall).turned(99)
    scene.add(
        yard.moved(10.9, 0, 28.0),
        yard.moved(11.15, 0, 28.0),
        box((34.2, 0.14, 0.5), wall, (17, 2.6, 0.1)).turned(99).moved(10.9, 0, 28.0),
    )
    for k in range(13):
        post = box((0.42, 2.95, 0.42), wall, (2.7 * k, 0, 0)).turned(99)
        scene.add(post.moved(10.9, 0, 28.0))
    shed = [p.turned(90).moved(13.5, 0, 33.0) for p in _goods_shed()]
    scene.add(shed)
    for x, z in ((-13.5, 9.0), (-14.5, 17.0), (9.2, 23.0), (-15.5, 25.0)):
        scene.add(telegraph_pole((x, 0, z), 7.6))
    scene.add(wires((-13.5, 7.2, 9.0), (-14.5, 7.2, 17.0)), wires((-14.5, 7.2, 17.0), (-15.5, 7.2, 25.0)))
    scene.add(truck((-6.6, 0, 13.5), 24), handcart((4.6, 0, 11.0)))
    for k in range(5):
        scene.add(poplar((-27 + 3.0 * k, 0, 36 + rng.normal(0, 1)), rng, float(rng.uniform(9, 12)), 3000, leaf=0.13))
    coats = (NAVY, GREY, BLACK, (0.30, 0.28, 0.25), OLIVE, CLOTH_BLUE)
    for number in range(34):
        x, z = float(rng.uniform(-11, 9)), float(rng.uniform(5.5, 24))
        if number < 12:
            x, z = float(rng.normal(-2.4, 2.6)), float(rng.uniform(20.5, 24.3))
        if (abs(x + 6.6) < 2.6 and abs(z - 13.5) < 3.4) or (abs(x - 4.6) < 2.4 and abs(z - 11.0) < 2.8) or x > 6.0:
            continue
        step = float(rng.uniform(0.0, 0.26))
        woman = bool(rng.random() < 0.4)
        pose = Pose(
            turn=float(rng.uniform(0, 360)),
            left_foot=(0.1, 0, -step),
            right_foot=(-0.1, 0, step),
            hips=(0, 0.91 - step * 0.12, 0),
        )
        dress = Dress(
            coat=coats[int(rng.integers(0, 6))],
            trousers=(NAVY, BLACK, GREY)[int(rng.integers(0, 3))],
            woman=woman,
            bulk=1.08,
            hat=("none", "scarf")[int(rng.integers(0, 2))]
            if woman
            else ("cap", "none", "cap")[int(rng.integers(0, 3))],
            hair="braids" if woman else "short",
            hat_colour=WHITE if woman else NAVY,
        )
        scene.add(person(pose, dress, (x, 0, z), float(rng.normal(1.58 if woman else 1.68, 0.04))))
        if rng.random() < 0.45:
            scene.add(box((0.42, 0.3, 0.26), Plain((0.16, 0.13, 0.10)), (x + 0.45, 0, z - 0.1)))
    scene.add(_porter((2.0, 0, 4.6)), sacks((6.6, 0, 14.2), 6, rng))
    return scene


def _porter(at: Vector) -> list[Mesh]:
    """A man with a bedding roll on his back walking towards the hall."""
    pose = Pose(
        turn=160,
        lean=(14, 0),
        left_foot=(0.1, 0, -0.26),
        right_foot=(-0.1, 0, 0.24),
        hips=(0, 0.89, 0),
        right_hand=(-0.14, 1.22, -0.22),
        left_hand=(0.26, 0.80, -0.1),
        fists=(True, False),
    )
    roll_cloth = Cloth((0.42, 0.40, 0.36), 0.03)
    roll = [tube([(-0.34, 1.28, 0.30), (0.34, 1.28, 0.30)], (0.17, 0.16), roll_cloth, sides=20)]
    roll += [ring(0.178, 0, 0.012, Plain((0.2, 0.16, 0.1))).tilted(90).moved(x, 1.28, 0.30) for x in (-0.2, 0.2)]
    return [
        *person(pose, Dress(coat=(0.20, 0.22, 0.26), trousers=BLACK, leg_taper=0.9), at, 1.68),
        *[p.turned(160).moved(*at) for p in roll],
    ]


def _goods_shed() -> list[Mesh]:
    wall = Brick((0.25, 0.24, 0.23))
    parts = [panel(18.0, 3.6, [(3, 0, 2.6, 2.8), (11, 0, 2.6, 2.8)], wall), box((17.5, 3.3, 0.1), DARK, (9, 0, 0.5))]
    parts.append(panel(9.0, 3.6, [], wall).turned(-90))
    parts.append(gable_end(9.0, 2.0, wall).moved(0, 3.6, 0))
    parts += [p.moved(0, 3.6, 0) for p in gable_roof(18.0, 9.0, 2.0, Tiles((0.17, 0.17, 0.165)), 0.5)]
    return parts


PICTURES = [
    Picture(
        "ph-12",
        "ph-12.tif",
        "PH-12.tif",
        "老火车站站前广场",
        "六十年代初",
        "2026:02:09 16:40:12",
        FLATBED,
        12,
        replace(WARM_BLACK, key=0.6),
        ratio=1.49,
        grey=True,
        dust=70,
        scratches=4,
        scene=station_square,
    ),
]
