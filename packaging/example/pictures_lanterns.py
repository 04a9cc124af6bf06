"""ph-39: fourteen lanterns in a lane."""

from __future__ import annotations

from typing import Any

import numpy as np
from buildings import DARK, OLD_TIMBER, panel
from darkroom import Film, Print
from effects import halos
from figures import Pose, person
from grounds import Earth, Snow
from landscape import ground, rolling
from lanes import lane_walls
from lettering import FONT, face
from light import Lamp, Sky, Sun
from mesh import Mesh, Vector, beam, box, lathe, polygon, tube
from noise import fractal, vec
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scene import Camera, Rendered, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Brick, Cloth, Decal, Glow, Mixed
from wardrobe import BLACK, GREY, NAVY, OLIVE, Dress

Array = NDArray[Any]

SURNAMES = "李王马陈刘张赵孙周祁韩谢杨沈"


def _named(surname: str, square: bool) -> Image.Image:
    """A red paper with a surname in black on it, repeated so that it shows from any side."""
    sheet = Image.new("RGBA", (1280, 256), "#d8321f" if not square else "#e8d9b0")
    pen = ImageDraw.Draw(sheet)
    for k in range(5):
        pen.text(
            (128 + 256 * k, 128),
            surname,
            font=face(FONT, 190 if not square else 170),
            fill="#1c0a06" if not square else "#a31610",
            anchor="mm",
        )
    return sheet


def _surname_lantern(at: Vector, surname: str, radius: float, square: bool) -> list[Mesh]:
    shade = Decal(_named(surname, square), through=0.75 if square else 1.7)
    r = radius
    if square:
        corners = [(-r, -r), (r, -r), (r, r), (-r, r)]
        sides = []
        for k in range(4):
            (ax, az), (bx, bz) = corners[k], corners[(k + 1) % 4]
            sides.append(
                polygon(
                    [(ax, -r * 1.1, az), (bx, -r * 1.1, bz), (bx, r * 1.1, bz), (ax, r * 1.1, az)],
                    shade,
                    uv=[(0.2 * k, 0), (0.2 * k + 0.2, 0), (0.2 * k + 0.2, 1), (0.2 * k, 1)],
                )
            )
        body = sides
        frame = [box((0.014, r * 2.2, 0.014), OLD_TIMBER, (x, -r * 1.1, z)) for x, z in corners]
        frame += [box((2 * r, 0.016, 2 * r), OLD_TIMBER, (0, y, 0)) for y in (-r * 1.12, r * 1.1)]
    else:
        steps = np.linspace(-1.25, 1.25, 19)
        ball = lathe([(r * float(np.cos(s)) ** 0.8, r * 0.95 * float(np.sin(s))) for s in steps], shade, 64)
        turn = np.linspace(0.125, 1.125, 65)
        uv = np.stack(np.broadcast_arrays(turn[None, :] * 0.8, np.linspace(0, 1, 19)[:, None]), axis=-1).reshape(-1, 2)
        ball = Mesh(ball.points, ball.faces, ball.normals, uv.astype(np.float32), ball.tints, shade)
        body = [ball]
        frame = [
            lathe([(0, y), (r * 0.36, y), (r * 0.36, y + 0.03), (0, y + 0.03)], OLD_TIMBER, 24)
            for y in (-r * 0.94, r * 0.90)
        ]
    tassel = tube(
        [(0, -r, 0), (0, -r * 1.25, 0), (0, -r * 2.0, 0)],
        [0.005, 0.018, 0.026],
        Cloth((0.55, 0.05, 0.03), 0.01),
        sides=10,
    )
    cord = tube([(0, r, 0), (0, r + 0.22, 0)], 0.005, DARK, sides=5)
    return [p.moved(at[0], at[1] - r - 0.22, at[2]) for p in [*body, *frame, tassel, cord]]


def _lantern_places() -> list[tuple[Vector, float, bool]]:
    places: list[tuple[Vector, float, bool]] = []
    for k in range(14):
        side = -1 if k % 2 == 0 else 1
        z = 3.2 + 1.75 * k + (0.5 if side > 0 else 0.0)
        places.append(((1.70 * side + 0.05 * side * (k % 3), 2.78, z), 0.20 + 0.012 * (k % 3), k % 4 == 3))
    return places


def lantern_lane() -> Scene:
    """ph-39: a lane at nightfall, snow on the walls, fourteen lanterns each with a household's name, children below."""
    camera = Camera((0.35, 1.50, -1.4), (-0.05, 1.62, 9.0), 35, shift=0.02)
    sun = Sun(bearing=-150, height=30, reach=18, centre=(0, 0, 8), strength=0.10, colour=(0.55, 0.68, 1.0), size=0.3)
    sky = Sky(
        zenith=(0.030, 0.055, 0.14),
        horizon=(0.16, 0.20, 0.34),
        clouds=0.0,
        seed=39,
        ambient=0.30,
        bounce=(0.05, 0.06, 0.10),
        bright=1.0,
    )
    lamps = [Lamp((x * 0.93, y - 0.42, z), (1.0, 0.42, 0.16), 0.55, 0.25) for (x, y, z), _, _ in _lantern_places()]
    scene = Scene(camera, sun, sky, lamps, haze=5.0, haze_colour=(0.10, 0.11, 0.17))
    path = Mixed(
        Snow(bare=0.12, drift=0.02),
        Earth((0.20, 0.17, 0.14), lumps=0.012),
        lambda p: np.clip(1.1 - np.abs(p[:, 0]) * 1.1 + 0.5 * fractal(p, 0.7, 3, 39), 0, 1) * 0.75,
    )
    scene.add(ground(camera, path, rolling(0.03, 2.5)), lane_walls(-2.3, 2.3, 30.0, Adobe(), Adobe((0.46, 0.39, 0.29))))
    snow = Snow(drift=0.02)
    scene.add(box((0.9, 0.10, 30.0), snow, (-2.06, 3.20, 13.5)), box((0.62, 0.10, 30.0), snow, (2.4, 3.13, 13.5)))
    for side in (-1, 1):
        steps = np.arange(-1.5, 27.5, 0.5)
        heap = tube([(side * 2.28, -0.10, float(z)) for z in steps], 0.34, snow, sides=18)
        scene.add(heap.warped(lambda p: p + vec([0, 1, 0]) * (0.10 * fractal(p, 1.1, 3, 61))[:, None]))
    scene.add(
        panel(6.0, 2.4, [], Brick((0.25, 0.22, 0.20))).moved(-3.0, 0, 27.5), box((6.0, 0.1, 0.5), snow, (0, 2.4, 27.6))
    )
    lit = Glow((1.0, 0.62, 0.25), 0.9)
    for x in (2.6, 8.2, 14.5):
        scene.add(
            polygon(
                [(x + 0.04, 1.24, 0.11), (x + 1.16, 1.24, 0.11), (x + 1.16, 2.36, 0.11), (x + 0.04, 2.36, 0.11)], lit
            )
            .turned(-90)
            .moved(-2.3, 0, -1.5)
        )
    for (place, radius, square), surname in zip(_lantern_places(), SURNAMES, strict=True):
        scene.add(_surname_lantern(place, surname, radius, square))
        side = 1 if place[0] > 0 else -1
        scene.add(
            beam(
                (side * 2.35, place[1] + 0.02, place[2]),
                (place[0] - side * 0.08, place[1] + 0.02, place[2]),
                0.035,
                0.035,
                OLD_TIMBER,
            )
        )
    scene.add(_strollers())
    return scene


def _strollers() -> list[Mesh]:
    """Children with small lanterns and grown-ups further in."""
    parts: list[Mesh] = []
    lantern_hand = Pose(
        turn=150, head=(0, -14, 0), right_hand=(-0.20, 1.02, -0.36), left_hand=(0.22, 0.82, -0.04), fists=(True, False)
    )
    kids = [
        ((-0.62, 4.3), 150, (0.42, 0.10, 0.09), "braids", 1.15),
        ((0.12, 5.1), 188, (0.10, 0.15, 0.26), "short", 1.24),
        ((0.72, 6.6), 20, (0.36, 0.13, 0.10), "braids", 1.20),
    ]
    for (x, z), turn, coat, hair, tall in kids:
        from_pose = Pose(
            turn=turn,
            head=lantern_hand.head,
            right_hand=lantern_hand.right_hand,
            left_hand=lantern_hand.left_hand,
            fists=lantern_hand.fists,
        )
        dress = Dress(
            coat=coat,
            trousers=NAVY,
            hat="fur" if hair == "short" else "none",
            hair=hair,
            bulk=1.25,
            quilt=0.07,
            woman=hair != "short",
        )
        parts += person(from_pose, dress, (x, 0.02, z), tall)
    grown = [
        ((-0.75, 9.5), 10, NAVY, False),
        ((-0.1, 9.9), -12, GREY, True),
        ((0.8, 12.5), 170, OLIVE, False),
        ((0.2, 16.0), 5, NAVY, False),
        ((-0.6, 16.4), 0, BLACK, True),
    ]
    for (x, z), turn, coat, woman in grown:
        dress = Dress(
            coat=coat,
            trousers=NAVY,
            hat="scarf" if woman else "cap",
            hat_colour=(0.35, 0.16, 0.14) if woman else coat,
            hair="bun" if woman else "short",
            bulk=1.2,
            woman=woman,
        )
        parts += person(Pose(turn=turn), dress, (x, 0.02, z), 1.58 if woman else 1.69)
    parts += _surname_lantern((-0.40, 1.00, 4.05), "福", 0.085, False)
    parts += _surname_lantern((0.30, 1.05, 4.85), "春", 0.085, True)
    stick = tube([(-0.52, 0.72, 4.18), (-0.40, 1.02, 4.05)], 0.008, OLD_TIMBER, sides=6)
    return [*parts, stick]


def lantern_glow(scene: Scene, rendered: Rendered) -> Array:
    """A halo round every lantern."""
    spots = [
        ((x, y - radius - 0.22, z), (1.0, 0.30, 0.10), 0.30, 0.05 / max(1.0, z * 0.25))
        for (x, y, z), radius, _ in _lantern_places()
    ]
    return halos(scene, rendered, spots)


DUSK = Film(
    contrast=1.12,
    key=0.34,
    black=0.06,
    white=0.96,
    saturation=0.92,
    grain=0.030,
    halation=0.10,
    vignette=0.25,
    cast=((0.03, 0.0, 0.02), (1.0, 0.97, 0.90)),
)


PICTURES = [
    Picture(
        "ph-39",
        "ph-39.jpg",
        "PH-39_巷口灯笼.jpg",
        "巷口灯笼",
        "1981年元宵节前后",
        "2026:02:27 20:11:09",
        FLATBED,
        39,
        DUSK,
        ratio=1.44,
        sheet=Print(deckle=0.0, border=75, paper=(0.93, 0.915, 0.87)),
        scene=lantern_lane,
        effect=lantern_glow,
    ),
]
