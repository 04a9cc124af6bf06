"""ph-42: the medicine box."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from darkroom import POCKET
from lettering import BOLD, face
from light import Sky, Sun
from mesh import Colour, Mesh, Vector, box, curve, ellipsoid, grid, lathe, polygon, tube
from noise import fractal, vec
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scene import Camera, Scene
from studio import CAMERA, Picture
from surfaces import Adobe, Cloth, Decal, Metal, Mixed, Plain, Surface, Wood
from things import DARK_WOOD, ENAMEL, RIM, TIN

Array = NDArray[Any]


def medicine_box() -> Scene:
    """ph-42: a wooden medicine box with shoulder strap, bottles in the open lid's light, on a low table on the kang."""
    camera = Camera((0.20, 0.98, -0.98), (0.03, 0.44, 0.42), 46, shift=0.0)
    sun = Sun(
        bearing=-68, height=34, reach=2.2, centre=(0, 0.4, 0.4), strength=2.6, colour=(1.0, 0.93, 0.82), size=0.07
    )
    sky = Sky(zenith=(0.6, 0.62, 0.66), horizon=(0.7, 0.68, 0.64), ambient=0.36, bounce=(0.30, 0.24, 0.18))
    scene = Scene(camera, sun, sky, corner=0.10)
    felt = Cloth((0.33, 0.28, 0.22), folds=0.004, check=0.0)
    scene.add(polygon([(-3, 0.02, -1.5), (3, 0.02, -1.5), (3, 0.02, 1.7), (-3, 0.02, 1.7)], felt))
    scene.add(
        polygon([(-3, 0, 1.6), (3, 0, 1.6), (3, 2.4, 1.6), (-3, 2.4, 1.6)], Adobe((0.56, 0.52, 0.44), patches=0.15))
    )
    news = Plain((0.50, 0.47, 0.38), 0.10)
    scene.add(polygon([(-3, 0.0, 1.59), (3, 0.0, 1.59), (3, 0.72, 1.59), (-3, 0.72, 1.59)], news))
    scene.add(_kang_table(), _box_open(), _bottles(), _tray(), _stethoscope())
    quilt_colours = ((0.07, 0.11, 0.10), (0.36, 0.10, 0.10), (0.12, 0.15, 0.22), (0.40, 0.12, 0.10))
    for k, colour in enumerate(quilt_colours):
        scene.add(_folded_quilt(colour, 50 + k).moved(-0.85 + 0.02 * (k % 2), 0.02 + 0.115 * k, 1.22))
    bars = [box((0.05, 2.4, 0.05), DARK_WOOD, (x, -0.2, 0)) for x in (-0.5, -0.17, 0.17, 0.5)] + [
        box((1.2, 0.05, 0.05), DARK_WOOD, (0, y, 0)) for y in (0.6, 1.0, 1.4, 1.8)
    ]
    scene.add([b.turned(68).moved(-1.55, 0.55, -0.35) for b in bars])
    return scene


TABLE_TOP = 0.30


def _folded_quilt(colour: Colour, seed: int) -> Mesh:
    """A quilt folded in a soft flat bundle, 1 m by 0.55 m."""
    steps = np.linspace(0, 1, 40)
    angle = np.linspace(0, 2 * np.pi, 49)
    rows = []
    for t in steps:
        swell = np.clip(np.sin(np.pi * t), 0, 1) ** 0.12
        y = 0.0575 + 0.058 * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.45 * swell
        z = 0.275 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.35 * swell
        rows.append(np.stack([np.full_like(angle, t - 0.5), y, z], axis=1))
    soft = grid(np.array(rows, np.float32), Cloth(colour, folds=0.010), ring=True)
    return soft.warped(lambda p: p + 0.012 * np.stack([fractal(p, 0.2, 2, seed + k) for k in range(3)], axis=1))


def _kang_table() -> list[Mesh]:
    wood = Wood((0.20, 0.095, 0.055), along=0, gloss=0.10, lift=0.0004)
    parts = [
        box((1.10, 0.035, 0.66), wood, (0, TABLE_TOP - 0.035, 0.40)),
        box((1.02, 0.06, 0.58), wood, (0, TABLE_TOP - 0.095, 0.40)),
    ]
    for x in (-0.49, 0.49):
        for z in (0.12, 0.68):
            parts.append(box((0.06, TABLE_TOP - 0.03, 0.06), wood, (x, 0.02, z)))
    return parts


def _panelled(size: Vector, thick: float, wood: Surface) -> list[Mesh]:
    """A box without a top."""
    w, h, d = size
    return [
        box((w, thick, d), wood),
        box((w, h, thick), wood, (0, 0, -d / 2 + thick / 2)),
        box((w, h, thick), wood, (0, 0, d / 2 - thick / 2)),
        box((thick, h, d), wood, (-w / 2 + thick / 2, 0, 0)),
        box((thick, h, d), wood, (w / 2 - thick / 2, 0, 0)),
    ]


def _chipped(points: Array) -> Array:
    """Where the white paint has gone: spots, scratches along the length, worn places."""
    spot = fractal(points, 0.030, 4, 421)
    scratch = fractal(points * vec([0.25, 1.0, 1.0]), 0.012, 3, 422)
    worn = fractal(points, 0.20, 3, 423)
    return np.clip((np.maximum(spot, 0.9 * scratch) + 0.55 * worn - 0.98) * 9.0, 0.0, 1.0)


def _pasted_page(w: float, h: float, d: float) -> Mesh:
    """Two yellowed pages of the handbook pasted inside the lid."""
    page = Image.new("RGBA", (1200, 560), "#cdb98a")
    pen = ImageDraw.Draw(page)
    pen.line((600, 0, 600, 560), fill="#a08a5c", width=6)
    for side in (0, 1):
        left = 60 + 600 * side
        if side == 0:
            pen.text((left + 240, 60), "小儿肺炎", font=face(BOLD, 58), fill="#2d2720", anchor="mm")
        for k in range(9):
            y = 120 + 46 * k if side == 0 else 60 + 52 * k
            pen.line((left, y, left + (480 if k % 4 != 3 else 300), y), fill="#4a4134", width=14)
    lean = np.radians(16)
    up = np.array([0.0, np.cos(lean), np.sin(lean)])
    out = np.array([0.0, -np.sin(lean), np.cos(lean)]) * -0.0
    base = np.array([0.0, h + 0.004, d / 2 + 0.0]) + np.array([0.0, np.sin(lean), -np.cos(lean)]) * 0.0
    corners = [
        base + up * v + out + np.array([u, 0.0, -0.004])
        for u, v in ((-0.15, 0.03), (0.15, 0.03), (0.15, 0.165), (-0.15, 0.165))
    ]
    return polygon(
        [tuple(float(c) for c in corner) for corner in corners], Decal(page), uv=[(0, 0), (1, 0), (1, 1), (0, 1)]
    )


def _box_open() -> list[Mesh]:
    """The box with its lid thrown back, partitions, brass corners, painted cross, strap laid round it."""
    bare = Wood((0.34, 0.22, 0.12), along=0, gloss=0.06, contrast=0.7, lift=0.0005)
    wood = Mixed(Plain((0.66, 0.64, 0.57), 0.05, gloss=0.10), bare, _chipped)
    w, h, d = 0.37, 0.21, 0.19
    parts = _panelled((w, h, d), 0.011, wood)
    lid = [p.moved(0, -0.06, 0) for p in _panelled((w, 0.06, d), 0.011, wood)]
    parts += [
        p.pitched(180).moved(0, 0, d / 2).pitched(-74).moved(0, h + 0.002, d / 2)
        for p in [q.moved(0, 0.06, 0) for q in lid]
    ]
    for x in (-0.06, 0.07):
        parts.append(box((0.008, h * 0.8, d - 0.02), wood, (x, 0, 0)))
    cross = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    pen = ImageDraw.Draw(cross)
    pen.polygon([(242, 108), (352, 112), (356, 488), (246, 492)], fill="#b3201c")
    pen.polygon([(112, 242), (540, 250), (538, 352), (110, 356)], fill="#b3201c")
    mark = polygon(
        [
            (-0.062, 0.045, -d / 2 - 0.0015),
            (0.062, 0.045, -d / 2 - 0.0015),
            (0.062, 0.169, -d / 2 - 0.0015),
            (-0.062, 0.169, -d / 2 - 0.0015),
        ],
        Decal(cross, base=wood),
        uv=[(0, 0), (1, 0), (1, 1), (0, 1)],
    )
    parts.append(mark)
    parts.append(_pasted_page(w, h, d))
    brass = Metal((0.42, 0.31, 0.12), rust=0.15, gloss=0.6)
    for x in (-1, 1):
        for y in (0.012, h - 0.012):
            parts.append(box((0.034, 0.024, 0.004), brass, (x * (w / 2 - 0.015), y - 0.012, -d / 2 - 0.001)))
    parts.append(box((0.036, 0.044, 0.010), brass, (0, h - 0.040, -d / 2 - 0.003)))
    leather = Cloth((0.14, 0.075, 0.04), folds=0.003)
    for s in (-1, 1):
        parts.append(box((0.003, 0.05, 0.026), brass, (s * (w / 2 + 0.002), h - 0.07, 0)))
    strap = [
        (w / 2 + 0.006, h - 0.03, 0.0),
        (w / 2 + 0.035, h - 0.06, -0.01),
        (w / 2 + 0.05, 0.06, -0.05),
        (w / 2 + 0.06, 0.012, -0.12),
        (w / 2 - 0.02, 0.008, -0.20),
        (0.06, 0.008, -0.235),
        (-0.08, 0.008, -0.215),
        (-w / 2 - 0.02, 0.008, -0.16),
        (-w / 2 - 0.055, 0.02, -0.07),
        (-w / 2 - 0.035, 0.10, -0.02),
        (-w / 2 - 0.006, h - 0.03, 0),
    ]
    smooth = curve(strap, 60)
    parts.append(_ribbon(smooth, 0.026, leather))
    return [p.turned(-13).moved(-0.04, TABLE_TOP, 0.44) for p in parts]


def _ribbon(path: Array, width: float, surface: Cloth) -> Mesh:
    """A flat band lying along a path, its flat side up where it lies level and outward where it hangs."""
    return tube(path, np.tile([width / 2, 0.0022], (len(path), 1)), surface, sides=12)


def _bottle(
    at: Vector, radius: float, height: float, glass: Colour, label: str, stopper: Colour = (0.40, 0.30, 0.18)
) -> list[Mesh]:
    r, h = radius, height
    body = Plain(glass, 0.04, gloss=0.85)
    parts = [
        lathe(
            [
                (0, 0),
                (r * 0.94, 0),
                (r, 0.004),
                (r, h * 0.66),
                (r * 0.9, h * 0.73),
                (r * 0.40, h * 0.82),
                (r * 0.38, h * 0.93),
                (r * 0.48, h * 0.94),
                (r * 0.48, h * 0.97),
                (0, h * 0.97),
            ],
            body,
            40,
        ),
        lathe([(0, h * 0.96), (r * 0.36, h * 0.96), (r * 0.40, h * 1.04), (0, h * 1.05)], Plain(stopper), 24),
    ]
    paper = Image.new("RGBA", (300, 260), "#e9e0c6")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((10, 10, 289, 249), outline="#8b1c1a", width=6)
    pen.text((150, 100), label, font=face(BOLD, 84 if len(label) < 3 else 62), fill="#221d1a", anchor="mm")
    for y in (172, 200, 226):
        pen.line((50, y, 250, y), fill="#55504a", width=5)
    angle = np.linspace(-1.05, 1.05, 15)
    rows = [[(np.sin(a) * r * 1.015, y, -np.cos(a) * r * 1.015) for a in angle] for y in (h * 0.18, h * 0.54)]
    uv = [[((a + 1.05) / 2.1, v) for a in angle] for v in (0.0, 1.0)]
    parts.append(grid(np.array(rows, np.float32), Decal(paper), np.array(uv, np.float32)))
    return [p.moved(*at) for p in parts]


def _bottles() -> list[Mesh]:
    brown, clear, blue = (0.085, 0.036, 0.012), (0.22, 0.25, 0.24), (0.02, 0.05, 0.14)
    parts: list[Mesh] = []
    for x, z, r, h, glass, label in (
        (0.265, 0.34, 0.030, 0.135, brown, "碘酒"),
        (0.345, 0.40, 0.034, 0.155, clear, "酒精"),
        (0.275, 0.47, 0.028, 0.12, blue, "红药水"),
        (0.36, 0.53, 0.030, 0.14, brown, "甘草片"),
    ):
        parts += _bottle((x, TABLE_TOP, z), r, h, glass, label)
    inside = [
        (-0.13, 0.45, 0.024, 0.16, brown, "止痛"),
        (-0.075, 0.49, 0.022, 0.15, clear, "碱"),
        (0.02, 0.44, 0.026, 0.17, brown, "阿司"),
        (0.09, 0.42, 0.022, 0.155, blue, "安乃"),
        (-0.10, 0.39, 0.020, 0.15, clear, "盐水"),
    ]
    for x, z, r, h, glass, label in inside:
        parts += _bottle((x - 0.01, TABLE_TOP + 0.085, z), r, h, glass, label)
    roll = lathe([(0.008, 0), (0.032, 0), (0.032, 0.07), (0.008, 0.07)], Cloth((0.66, 0.64, 0.58), 0.002), 30)
    parts.append(roll.tilted(90).turned(30).moved(0.30, TABLE_TOP + 0.032, 0.235))
    return parts


def _tray() -> list[Mesh]:
    """A kidney of white enamel with a glass syringe and tweezers."""
    angle = np.linspace(0, 2 * np.pi, 61)
    x, z = 0.115 * np.cos(angle), 0.058 * np.sin(angle) + 0.035 * np.cos(angle) ** 2
    rows = [
        np.stack([x * f, np.full_like(x, y), z * f], axis=1)
        for f, y in ((0.0, 0.006), (0.84, 0.006), (0.96, 0.026), (1.0, 0.032), (1.02, 0.030))
    ]
    parts = [grid(np.array(rows, np.float32), ENAMEL)]
    parts.append(
        tube(np.stack([x * 1.01, np.full_like(x, 0.032), z * 1.01], axis=1), 0.0025, RIM, sides=6, closed=False)
    )
    glass = Plain((0.34, 0.37, 0.37), gloss=0.8)
    parts += [
        tube([(-0.055, 0.020, 0.03), (0.02, 0.020, 0.022)], 0.0075, glass),
        tube([(0.02, 0.020, 0.022), (0.062, 0.020, 0.018)], 0.0009, TIN),
        tube([(-0.085, 0.020, 0.033), (-0.055, 0.020, 0.03)], 0.005, glass),
        tube([(-0.088, 0.020, 0.018), (-0.082, 0.020, 0.048)], 0.003, glass),
    ]
    for s in (-1, 1):
        parts.append(
            tube(
                [(-0.05, 0.013, 0.052 + s * 0.001), (0.01, 0.014, 0.050 + s * 0.007), (0.06, 0.013, 0.046 + s * 0.001)],
                0.0018,
                TIN,
                sides=6,
            )
        )
    return [p.turned(24).moved(-0.36, TABLE_TOP, 0.24) for p in parts]


def _stethoscope() -> list[Mesh]:
    rubber = Plain((0.028, 0.026, 0.025), gloss=0.15)
    t = TABLE_TOP + 0.008
    left = curve(
        [(-0.47, t, 0.52), (-0.40, t, 0.60), (-0.30, t, 0.62), (-0.27, t, 0.52), (-0.33, t, 0.44), (-0.42, t, 0.42)], 40
    )
    right = curve(
        [(-0.44, t, 0.55), (-0.38, t + 0.012, 0.55), (-0.33, t + 0.012, 0.50), (-0.36, t, 0.40), (-0.46, t, 0.37)], 40
    )
    parts = [tube(left, 0.006, rubber, sides=10), tube(right, 0.006, rubber, sides=10)]
    parts.append(
        lathe([(0, 0), (0.022, 0), (0.024, 0.006), (0.010, 0.012), (0.007, 0.024), (0, 0.025)], TIN, 32).moved(
            -0.455, TABLE_TOP, 0.535
        )
    )
    for x, z in ((-0.42, 0.42), (-0.46, 0.37)):
        parts.append(tube([(x, t, z), (x - 0.05, t, z - 0.02), (x - 0.075, t, z - 0.05)], 0.003, TIN, sides=8))
        parts.append(
            ellipsoid((0.006, 0.006, 0.009), Plain((0.6, 0.58, 0.52), gloss=0.2), (x - 0.078, t, z - 0.055), 10)
        )
    return parts


PICTURES = [
    Picture(
        "ph-42",
        "ph-42.jpg",
        "PH-42_药箱.jpg",
        "药箱",
        "2026年4月",
        "2026:04:19 15:44:09",
        CAMERA,
        42,
        replace(POCKET, key=0.42),
        ratio=1.5,
        dust=0,
        scratches=0,
        dpi=300,
        scene=medicine_box,
    ),
]
