"""ph-14: the water mill, on a page of an old album."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from buildings import OLD_TIMBER, House, slab
from darkroom import WARM_BLACK, Print, aged, expose, halved, mounted, toned
from figures import Pose, person
from grounds import Cobbles, Earth
from landscape import ground, hills, river, scattered, tufts
from light import Sky, Sun
from mesh import Mesh, Vector, beam, box, ellipsoid, lathe, tube
from noise import blur, fractal
from numpy.typing import NDArray
from PIL import Image
from plants import poplar, willow
from scene import Camera, Scene
from studio import PHONE, Picture
from surfaces import Adobe, Mixed, Plain, Stone
from wardrobe import BLACK, CLOTH_BLUE, GREY, Dress

Array = NDArray[Any]


def _mill_ground(x: Array, z: Array) -> Array:
    place = np.stack([x.ravel(), 0 * x.ravel(), z.ravel()], axis=1).astype(np.float32)
    lumps = 0.07 * fractal(place, 1.8, 4, 25).reshape(x.shape)
    stream = x - 0.6 + 0.16 * z - 0.5 * np.sin(z / 4.0)
    cut = -1.2 * np.clip(1.35 - np.abs(stream + 2.1) / 1.75, 0, 1)
    rise = 0.10 * np.clip(z - 12, 0, 30) + 0.16 * np.clip(x - 3.2, 0, 6)
    return (lumps + cut + rise).astype(np.float32)


def mill() -> Scene:
    """ph-14: a water mill on its river bank, the flume on wooden trestles still standing."""
    rng = np.random.default_rng(14)
    camera = Camera((-2.4, 1.9, -5.2), (0.4, 1.75, 9.0), 34, shift=0.05)
    scene = Scene(camera, Sun(bearing=-48, height=42, reach=20, centre=(0, 0, 9)), Sky(clouds=0.5, seed=14))
    soil = Mixed(Earth((0.36, 0.30, 0.22), lumps=0.03), Cobbles(0.15), lambda p: np.clip((-p[:, 1] - 0.02) * 5, 0, 1))
    scene.add(ground(camera, soil, _mill_ground), river(camera, -0.42, 0.0045, 0.30), hills(camera, 260, seed=33))
    mud = Adobe((0.40, 0.33, 0.25), patches=0.9)
    house = House(
        4.6, 3.8, 2.5, door=1.3, windows=(3.1,), window=(0.7, 0.7), sill=1.05, wall=mud, eave=0.45, rough=0.06
    )
    scene.add([part.turned(24).moved(0.8, 0.42, 8.0) for part in house.build()])
    pit = slab((4.7, 1.5, 0.7), Stone((0.36, 0.34, 0.31), 0.02), 0.07, 4)
    scene.add(
        pit.turned(24).moved(2.6, -0.98, 6.85),
        slab((0.8, 1.7, 3.6), Stone((0.36, 0.34, 0.31), 0.02), 0.08, 6).turned(24).moved(0.9, -1.05, 9.3),
    )
    scene.add(_flume(rng), _flat_wheel((-0.35, -0.18, 8.35)))
    for x, z, size in (
        (-4.8, 2.0, 0.4),
        (-3.9, 3.4, 0.28),
        (-0.6, 1.6, 0.33),
        (0.4, 2.9, 0.45),
        (-5.3, 5.2, 0.5),
        (1.2, 1.0, 0.25),
    ):
        stone = ellipsoid((size, size * 0.6, size * 0.8), Stone(pits=0.012), sides=24).turned(
            float(rng.uniform(0, 180))
        )
        base = float(_mill_ground(np.array([[x]]), np.array([[z]]))[0, 0])
        scene.add(stone.moved(x, base + size * 0.1, z))
    scene.add(willow((-6.6, 0.1, 9.5), rng, 7.0, 3.4, 460), willow((7.4, 1.2, 13.5), rng, 7.5, 3.4, 420))
    scene.add(
        poplar((-8.5, 0.6, 17), rng, 12, 4200),
        poplar((-10.5, 0.7, 19), rng, 13, 4200),
        poplar((5.2, 1.4, 20), rng, 12, 4200),
    )
    miller = Dress(
        coat=(0.28, 0.27, 0.25),
        trousers=BLACK,
        hat="felt",
        hat_colour=GREY,
        folds=0.03,
        skirt=0.45,
        belt=(0.2, 0.18, 0.15),
    )
    scene.add(
        person(
            Pose(turn=16, right_hand=(-0.2, 0.82, -0.12), left_hand=(0.22, 0.98, -0.16)),
            miller,
            (2.15, 0.40, 6.9),
            1.64,
        )
    )
    boy = Dress(coat=CLOTH_BLUE, trousers=GREY, hat="none", folds=0.02)
    scene.add(person(Pose(turn=-22), boy, (2.75, 0.46, 6.75), 1.18))
    grass = scattered(rng, 2400, (-10, 9), (-2, 22), _mill_ground)
    scene.add(tufts(grass[grass[:, 1] > 0.0], rng, 0.17, 9, (0.22, 0.21, 0.09)))
    return scene


def _flume(rng: np.random.Generator) -> list[Mesh]:
    """The trough from the head race on the left bank down to the wheel, on crossed legs."""
    parts: list[Mesh] = []
    start, end = np.array([-6.4, 2.55, 12.2]), np.array([-0.1, 1.05, 8.6])
    way = end - start
    side = np.array([way[2], 0, -way[0]]) / np.hypot(way[0], way[2])
    for offset, lift in ((0.26, 0.16), (-0.26, 0.16)):
        parts.append(
            beam(
                tuple(start + side * offset + [0, lift, 0]),
                tuple(end + side * offset + [0, lift, 0]),
                0.05,
                0.34,
                OLD_TIMBER,
            )
        )
    parts.append(beam(tuple(start), tuple(end), 0.52, 0.05, OLD_TIMBER))
    water = Plain((0.42, 0.43, 0.43), 0.3, gloss=0.4, grain=0.05)
    parts.append(beam(tuple(start + [0, 0.1, 0]), tuple(end + [0, 0.1, 0]), 0.46, 0.03, water))
    for share in (0.08, 0.36, 0.64, 0.92):
        top = start + way * share
        for s in (-1, 1):
            foot = top + side * s * 0.62
            parts.append(
                tube([tuple(top + side * s * 0.30 + [0, 0.35, 0]), (foot[0], -1.0, foot[2])], 0.055, OLD_TIMBER)
            )
        parts.append(
            beam(tuple(top + side * 0.5 - [0, 0.06, 0]), tuple(top - side * 0.5 - [0, 0.06, 0]), 0.09, 0.11, OLD_TIMBER)
        )
        parts.append(
            beam(tuple(top + side * 0.42 - [0, 0.2, 0]), tuple(top - side * 0.60 - [0, 1.1, 0]), 0.05, 0.06, OLD_TIMBER)
        )
    spray = Plain((0.62, 0.62, 0.60), 0.4, soft=0.5, grain=0.04)
    for t in np.linspace(0, 1, 26):
        p = end + way / np.linalg.norm(way) * 0.7 * t + [0, -1.35 * t * t, 0]
        parts.append(ellipsoid((0.2 + 0.05 * t, 0.07, 0.12), spray, tuple(p + rng.normal(0, 0.02, 3)), 12))
    return parts


def _flat_wheel(at: Vector) -> list[Mesh]:
    """The lying wheel under the house: hub, upright shaft, slanting wooden blades."""
    parts = [
        lathe([(0, 0), (0.2, 0), (0.2, 0.3), (0, 0.3)], OLD_TIMBER, 24),
        tube([(0, 0.2, 0), (0, 1.6, 0)], 0.09, OLD_TIMBER),
    ]
    for a in np.linspace(0, 360, 14, endpoint=False):
        blade = box((0.75, 0.04, 0.20), OLD_TIMBER, (0.55, 0.12, 0)).pitched(0).rotated(np.eye(3))
        parts.append(blade.turned(float(a)))
    rim = [(0.93 * np.cos(a), 0.14, 0.93 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 41)]
    parts.append(tube(rim, (0.03, 0.05), OLD_TIMBER, sides=8, closed=False))
    return [part.moved(*at) for part in parts]


def album_page(width: int, height: int) -> Array:
    """The mill's print on a page of an old album, photographed by hand: corners, a page edge, leaning light."""
    sampling = 2 if width > 2000 else 1
    inner_w, inner_h = round(width * 0.76), round(width * 0.76 / 1.44)
    light = mill().render(inner_w * sampling, inner_h * sampling).light
    film = replace(
        WARM_BLACK, black=0.13, white=0.86, cast=((0.06, 0.03, 0.0), (0.98, 0.93, 0.80)), softness=1.6, grain=0.035
    )
    tone = aged(expose(halved(light) if sampling == 2 else light, film, 14), 14, dust=120, scratches=9, stain=0.06)
    picture = mounted(
        toned(tone, film), Print(border=70, margin=1, deckle=0.0, paper=(0.87, 0.83, 0.72)), inner_w, inner_h, 14
    )
    flat = _on_album(picture, width, height)
    leaned = _by_hand(flat, width, height)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    fall = 0.80 + 0.30 * (1 - x / width) * 0.8 + 0.10 * (1 - y / height)
    shine = 0.16 * np.exp(-(((x / width - 0.80) / 0.16) ** 2) - ((y / height - 0.12) / 0.22) ** 2)
    rng = np.random.default_rng(140)
    noise = blur(rng.normal(size=(height, width, 3)).astype(np.float32), 0.7) * 0.02
    return np.clip(leaned * fall[..., None] + shine[..., None] + noise, 0, 1).astype(np.float32)


def _on_album(picture: Array, width: int, height: int) -> Array:
    """The print with four paper corners on dark grey-brown board."""
    rng = np.random.default_rng(141)
    fibre = blur(rng.normal(size=(height, width)).astype(np.float32), 1.1) * 0.10
    cloud = blur(rng.normal(size=(height, width)).astype(np.float32), width / 60) * 6.0
    board = np.array([0.235, 0.205, 0.180], np.float32) * (1 + fibre + cloud * 0.15)[..., None]
    tall, wide = picture.shape[:2]
    left, top = round(width * 0.115), round((height - tall) * 0.46)
    mask = np.zeros((height, width), np.float32)
    mask[top : top + tall, left : left + wide] = 1.0
    shift = max(2, width // 330)
    shadow = blur(np.roll(mask, (shift, shift), (0, 1)), width / 300)
    board = board * (1 - 0.55 * shadow * (1 - mask))[..., None]
    board[top : top + tall, left : left + wide] = picture
    reach = round(width * 0.052)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    right, low, out = left + wide, top + tall, width // 160
    for cx, cy in ((left, top), (right, top), (left, low), (right, low)):
        dx = (x - cx) * (1 if cx == left else -1) + out
        dy = (y - cy) * (1 if cy == top else -1) + out
        corner = np.clip(reach - dx - dy, 0, 1) * np.clip(dx, 0, 1) * np.clip(dy, 0, 1)
        edge = np.exp(-(((reach - dx - dy) / (width / 900)) ** 2)) * corner
        paper = np.array([0.115, 0.100, 0.092], np.float32) * (1 + fibre * 0.8)[..., None] + 0.10 * edge[..., None]
        lip = blur(corner, width / 500) * (1 - corner)
        board = board * (1 - 0.35 * lip)[..., None]
        board = board + corner[..., None] * (paper - board)
    gutter = np.exp(-x / (width * 0.03)) * 0.75
    return np.clip(board * (1 - gutter)[..., None], 0, 1).astype(np.float32)


def _by_hand(page: Array, width: int, height: int) -> Array:
    """The page seen not quite from above, on a table whose edge shows."""
    rng = np.random.default_rng(142)
    grain = blur(rng.normal(size=(height, width)).astype(np.float32), 1.0)
    lines = np.repeat(blur(rng.normal(size=(height, 1)).astype(np.float32), 1.5), width, axis=1)
    table = np.array([0.46, 0.33, 0.22], np.float32) * (1 + 0.06 * lines + 0.03 * grain)[..., None]
    w, h = float(width), float(height)
    corners = [(-0.02 * w, 0.045 * h), (0.955 * w, 0.018 * h), (0.985 * w, 0.962 * h), (-0.03 * w, 0.985 * h)]
    source = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]
    rows, target = [], []
    for (px, py), (qx, qy) in zip(corners, source, strict=True):
        rows.append([px, py, 1, 0, 0, 0, -qx * px, -qx * py])
        rows.append([0, 0, 0, px, py, 1, -qy * px, -qy * py])
        target += [qx, qy]
    numbers = [float(v) for v in np.linalg.solve(np.array(rows), np.array(target))]
    layers = []
    for plane in (page[..., 0], page[..., 1], page[..., 2], np.ones((height, width), np.float32)):
        band = Image.fromarray(plane.astype(np.float32))
        layers.append(
            np.asarray(band.transform((width, height), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC))
        )
    cover = np.clip(layers[3], 0, 1)
    shadow = blur(np.roll(cover, (height // 90, width // 110), (0, 1)), width / 130)
    ground = table * (1 - 0.6 * shadow * (1 - cover))[..., None]
    whole = ground + cover[..., None] * (np.stack(layers[:3], axis=-1) - ground)
    return np.clip(whole, 0, 1).astype(np.float32)


PICTURES = [
    Picture(
        "ph-14",
        "ph-14.jpg",
        "PH-14.jpg",
        "沙塘川水磨房旧影（翻拍）",
        "解放前",
        "2026:06:11 16:08:33",
        PHONE,
        14,
        WARM_BLACK,
        dpi=72,
        page=album_page,
    ),
]
