"""obj-16: the raft's skins and the oil dipper."""

from __future__ import annotations

from typing import Any

import numpy as np
from darkroom import DIGITAL
from lettering import BOLD, face
from light import Sky, Sun
from mesh import Mesh, Vector, curve, grid, lathe, polygon, tube
from noise import fractal, vec
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scene import Camera, Scene
from studio import CAMERA, Picture
from surfaces import Cloth, Decal, Look, Metal, Plain, Samples
from things import ring

Array = NDArray[Any]


def raft_skins() -> Scene:
    """obj-16: a pair of stiff inflated sheepskins and a one-jin oil dipper, with a scale bar, on grey cloth."""
    camera = Camera((0.0, 1.18, -1.66), (0.02, 0.12, 0.46), 43, shift=0.0)
    sun = Sun(
        bearing=-48, height=48, reach=2.6, centre=(0, 0.1, 0.5), strength=1.9, colour=(1.0, 0.98, 0.95), size=0.14
    )
    sky = Sky(zenith=(0.85, 0.87, 0.9), horizon=(0.9, 0.9, 0.9), clouds=0.0, ambient=0.55, bounce=(0.35, 0.35, 0.35))
    scene = Scene(camera, sun, sky, corner=0.20)
    sweep = [
        [(x, 0.0 if t < 0.62 else 1.25 * ((t - 0.62) / 0.38) ** 2, -1.5 + 4.2 * t) for x in np.linspace(-3.5, 3.5, 41)]
        for t in np.linspace(0, 1, 60)
    ]
    scene.add(grid(np.array(sweep, np.float32), Cloth((0.30, 0.31, 0.32), folds=0.003)))
    scene.add(
        [p.turned(8).moved(-0.30, 0.0, 0.84) for p in _skin(161)],
        [p.turned(-5).moved(-0.17, 0.0, 0.30) for p in _skin(162)],
    )
    scene.add([p.turned(-28).moved(0.66, 0.0, 0.42) for p in _dipper()])
    scene.add(_scale_bar((-0.06, 0.0, -0.24)), _card((0.60, 0.0, -0.20)))
    return scene


def _skin(seed: int) -> list[Mesh]:
    """One skin 90 × 45 cm: belly, neck and one leg tied off, three leg stumps, hair side in."""
    rng = np.random.default_rng(seed)
    hide = Hide()
    t = np.linspace(0, 1, 46)
    width = 0.215 * np.clip(np.sin(np.pi * np.clip(t, 0.0, 1.0) ** 0.85), 0, 1) ** 0.42 * (1 - 0.16 * t)
    width = np.maximum(width, 0.03)
    path = np.stack([-0.45 + 0.90 * t, 0.155 + 0.012 * np.sin(7 * t), 0.02 * np.sin(5 * t + seed)], axis=1)

    def sag(points: Array) -> Array:
        lumps = fractal(points, 0.22, 3, seed)
        out = points + vec([0, 0.010, 0.014]) * lumps[:, None]
        out[:, 1] = np.where(out[:, 1] < 0.03, 0.002 + 0.25 * np.maximum(out[:, 1], 0.0), out[:, 1])
        return out

    parts = [tube(path, np.stack([width, width * 0.80], axis=1), hide, sides=44).warped(sag)]
    cord = Cloth((0.46, 0.40, 0.28), 0.004)
    for x, z, way, tied in (
        (-0.30, -0.17, (-0.16, -0.03, -0.14), True),
        (-0.28, 0.19, (-0.14, 0.02, 0.13), False),
        (0.26, -0.16, (0.15, -0.03, -0.13), False),
        (0.27, 0.17, (0.15, 0.0, 0.12), False),
    ):
        root = np.array([x * 0.92, 0.13, z * 0.75])
        tip = root + np.array(way) * 1.05 + [0, 0.03, 0]
        middle = (root + tip) / 2 + rng.normal(0, 0.008, 3)
        parts.append(
            tube(
                curve([tuple(root), tuple(middle), tuple(tip)], 14), np.linspace(0.062, 0.020, 14), hide, sides=20
            ).warped(lambda p: p + 0.004 * fractal(p, 0.05, 2, 9)[:, None])
        )
        knot = tip - (tip - root) * 0.14
        parts += [
            ring(0.023, 0, 0.006, cord)
            .pitched(90)
            .turned(float(np.degrees(np.arctan2(way[0], way[2]))))
            .moved(*(knot + [0, 0, k * 0.006]))
            for k in range(2)
        ]
        if tied:
            parts.append(
                tube(
                    curve(
                        [
                            tuple(knot),
                            tuple(knot + [-0.05, -0.05, -0.03]),
                            (float(knot[0]) - 0.09, 0.006, float(knot[2]) - 0.09),
                            (float(knot[0]) - 0.02, 0.006, float(knot[2]) - 0.14),
                        ],
                        24,
                    ),
                    0.0042,
                    cord,
                    sides=8,
                )
            )
    neck = [(-0.36, 0.155, 0), (-0.46, 0.165, 0.0), (-0.545, 0.195, 0.0), (-0.58, 0.200, 0.0)]
    parts.append(
        tube(
            curve(neck, 14),
            [0.105, 0.10, 0.092, 0.082, 0.070, 0.058, 0.047, 0.038, 0.031, 0.027, 0.028, 0.034, 0.040, 0.036],
            hide,
            sides=24,
        )
    )
    parts += [ring(0.031, 0, 0.0055, cord).tilted(90).moved(-0.532 + 0.009 * k, 0.193, 0) for k in range(3)]
    return parts


class Hide:
    """Oiled and dried sheepskin: yellow brown, stiff wrinkles, darker where the hair was."""

    mass = False

    def look(self, at: Samples) -> Look:
        """Patches, wrinkles across the length, a dull shine."""
        broad = fractal(at.points, 0.16, 4, 161, at.foot)
        fine = fractal(at.points, 0.02, 4, 162, at.foot, 0.7)
        crease = 1.0 - np.abs(fractal(at.points * vec([1.8, 0.7, 0.7]), 0.07, 3, 163, at.foot))
        shade = 1.0 + 0.26 * broad + 0.14 * fine - 0.10 * crease
        colour = np.array([0.43, 0.315, 0.175], np.float32) * shade[:, None]
        stain = np.clip((broad - 0.25) * 2, 0, 1)[:, None]
        colour = colour + stain * (np.array([0.24, 0.155, 0.08], np.float32) - colour) * 0.6
        return Look(colour.astype(np.float32), 0.0045 * crease + 0.0005 * fine + 0.006 * broad, gloss=0.05, soft=0.2)


def _dipper() -> list[Mesh]:
    """The oil dipper: a tin cylinder for one jin, soldered seam, long flat handle ending in a hook."""
    tin = Metal((0.42, 0.42, 0.41), rust=0.30, gloss=0.55)
    dark = Plain((0.06, 0.055, 0.05), gloss=0.2)
    r, h = 0.045, 0.092
    cup = [
        lathe([(0, 0), (r, 0), (r, 0.003), (r, h), (r * 0.96, h)], tin, 48),
        lathe([(r * 0.96, h), (r * 0.95, 0.004), (0, 0.004)], dark, 40),
        ring(r, h, 0.0022, tin),
        ring(r * 1.0, 0.004, 0.002, tin),
        ring(r, h * 0.5, 0.0012, tin),
    ]
    handle = curve(
        [
            (r + 0.001, 0.01, 0),
            (r + 0.002, h, 0),
            (r + 0.002, h + 0.16, 0.0),
            (r + 0.001, h + 0.30, 0),
            (r - 0.004, h + 0.335, 0),
            (r - 0.025, h + 0.35, 0),
            (r - 0.045, h + 0.335, 0),
            (r - 0.050, h + 0.31, 0),
        ],
        60,
    )
    cup.append(tube(handle, np.tile([0.0065, 0.0016], (60, 1)), tin, sides=10, up=(1.0, 0.0, 0.0)))
    return [p.turned(-35) for p in cup]


def _scale_bar(at: Vector) -> list[Mesh]:
    """Half a metre in black and white decimetres with figures."""
    board = Image.new("RGBA", (2500, 300), "#f3f1ea")
    pen = ImageDraw.Draw(board)
    for k in range(5):
        if k % 2 == 0:
            pen.rectangle((500 * k, 0, 500 * k + 499, 120), fill="#141414")
        for c in range(10):
            pen.rectangle((500 * k + 50 * c, 120, 500 * k + 50 * c + 24, 150), fill="#141414")
    pen.rectangle((0, 0, 2499, 299), outline="#141414", width=8)
    for k in range(6):
        anchor = "lm" if k == 0 else ("rm" if k == 5 else "mm")
        pen.text(
            (500 * k + (14 if k == 0 else -14 if k == 5 else 0), 222),
            str(10 * k),
            font=face(BOLD, 96),
            fill="#141414",
            anchor=anchor,
        )
    pen.text((2290, 222), "cm", font=face(BOLD, 80), fill="#141414", anchor="rm")
    return [_lying(board, 0.50, 0.06, at)]


def _card(at: Vector) -> list[Mesh]:
    """The number card."""
    board = Image.new("RGBA", (900, 520), "#f5f3ec")
    pen = ImageDraw.Draw(board)
    pen.rectangle((12, 12, 887, 507), outline="#222222", width=8)
    pen.text((450, 150), "OBJ-16", font=face(BOLD, 170), fill="#181818", anchor="mm")
    pen.text((450, 310), "皮胎2 油提子1", font=face(BOLD, 96), fill="#181818", anchor="mm")
    pen.text((450, 425), "2026.5.6  示例", font=face(BOLD, 76), fill="#181818", anchor="mm")
    grey = [_lying(board, 0.20, 0.115, at)]
    for k, colour in enumerate(("#f4f4f2", "#c8c8c6", "#a0a09f", "#7a7a79", "#555554", "#343433")):
        chip = Image.new("RGBA", (40, 40), colour)
        grey.append(_lying(chip, 0.032, 0.032, (at[0] - 0.084 + 0.0335 * k, at[1], at[2] + 0.10)))
    return grey


def _lying(picture: Image.Image, width: float, depth: float, at: Vector) -> Mesh:
    x, z, y = width / 2, depth / 2, 0.004
    corners = [(-x, y, -z), (x, y, -z), (x, y, z), (-x, y, z)]
    return polygon(corners, Decal(picture), uv=[(0, 0), (1, 0), (1, 1), (0, 1)]).moved(*at)


PICTURES = [
    Picture(
        "obj-16",
        "obj-16.jpg",
        "OBJ-16_1.jpg",
        "羊皮筏皮胎一对附油提子一把",
        "2026年5月6日（拍摄）",
        "2026:05:06 11:20:30",
        CAMERA,
        16,
        DIGITAL,
        ratio=4 / 3,
        dust=0,
        scratches=0,
        dpi=300,
        scene=raft_skins,
    ),
]
