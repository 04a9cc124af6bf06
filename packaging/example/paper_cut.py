"""窗花: paper-cuts folded and cut, drawn as red paper with holes."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw

RED = (186, 26, 30)


def _turned(mask: Image.Image, times: int) -> Image.Image:
    """One cut repeated as if the paper had been folded `times` ways."""
    whole = mask
    for k in range(1, times):
        whole = ImageChops.lighter(whole, mask.rotate(360 * k / times, Image.Resampling.BICUBIC))
    return whole


def _point(centre: float, radius: float, degrees: float) -> tuple[float, float]:
    a = np.radians(degrees)
    return centre + radius * float(np.sin(a)), centre - radius * float(np.cos(a))


def _drop(pen: ImageDraw.ImageDraw, centre: float, inner: float, outer: float, degrees: float, width: float) -> None:
    """A tear-shaped hole pointing outwards."""
    edge = []
    for t in np.linspace(0, 1, 21):
        half = width * np.sin(np.pi * t**0.75)
        edge.append((inner + (outer - inner) * t, half))
    left = [_point(centre, r, degrees - np.degrees(h / max(r, 1))) for r, h in edge]
    right = [_point(centre, r, degrees + np.degrees(h / max(r, 1))) for r, h in reversed(edge)]
    pen.polygon(left + right, fill=255)


def _teeth(
    pen: ImageDraw.ImageDraw, centre: float, radius: float, first: float, last: float, count: int, length: float
) -> None:
    """锯齿纹: a comb of fine pointed cuts along an arc."""
    step = (last - first) / count
    for k in range(count):
        a = first + step * (k + 0.5)
        swell = 0.55 + 0.45 * np.sin(np.pi * (k + 0.5) / count)
        pen.polygon(
            [
                _point(centre, radius, a - step * 0.30),
                _point(centre, radius + length * swell, a),
                _point(centre, radius, a + step * 0.30),
            ],
            fill=255,
        )


def _crescent(
    pen: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, towards: float, thick: float
) -> None:
    """月牙纹: a crescent hole round `middle`, fullest in the direction `towards` (degrees)."""
    angles = np.linspace(-80, 80, 25)
    outer = [
        (middle[0] + radius * np.sin(np.radians(towards + a)), middle[1] - radius * np.cos(np.radians(towards + a)))
        for a in angles
    ]
    inner = []
    for a in angles[::-1]:
        r = radius - thick * np.cos(np.radians(a * 90 / 80)) ** 1.0
        inner.append((middle[0] + r * np.sin(np.radians(towards + a)), middle[1] - r * np.cos(np.radians(towards + a))))
    pen.polygon(outer + inner, fill=255)


def _blank(size: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    mask = Image.new("L", (size, size), 0)
    return mask, ImageDraw.Draw(mask)


def _paper(size: int, outline: Image.Image, holes: Image.Image) -> Image.Image:
    cover = ImageChops.subtract(outline, holes)
    fold = Image.effect_noise((size // 8, size // 8), 26).resize((size, size), Image.Resampling.BICUBIC)
    shade = fold.point(lambda v: 236 + (v - 128) // 5)
    red = Image.merge("RGB", [shade.point(lambda v, c=c: min(255, v * c // 240)) for c in RED])
    red.putalpha(cover)
    return red


def round_flower(size: int) -> Image.Image:
    """A round flower folded eight ways: peony in the middle, leaves, a scalloped rim."""
    side = size * 2
    c = side / 2
    unit = side / 2000
    outline, pen = _blank(side)
    pen.ellipse((c - 930 * unit, c - 930 * unit, c + 930 * unit, c + 930 * unit), fill=255)
    for k in range(32):
        x, y = _point(c, 920 * unit, 360 * k / 32)
        pen.ellipse((x - 72 * unit, y - 72 * unit, x + 72 * unit, y + 72 * unit), fill=255)
    cut, pen = _blank(side)
    pen.ellipse((c - 34 * unit, c - 34 * unit, c + 34 * unit, c + 34 * unit), fill=255)
    for a, inner, outer, width in ((0, 80, 215, 34), (22.5, 245, 360, 30)):
        _drop(pen, c, inner * unit, outer * unit, a, width * unit)
    _teeth(pen, c, 385 * unit, -19, 19, 11, 85 * unit)
    for a in (-13, 13):
        _crescent(pen, _point(c, 300 * unit, a), 70 * unit, a * 0.4, 26 * unit)
    leaf = _point(c, 610 * unit, 22.5)
    for s in (-1, 1):
        _drop(pen, c, 505 * unit, 690 * unit, 22.5 + s * 7.5, 26 * unit)
        _crescent(pen, leaf, 120 * unit, 22.5 + s * 96, 34 * unit)
    _teeth(pen, c, 560 * unit, -9, 9, 7, 120 * unit)
    _crescent(pen, _point(c, 600 * unit, 0), 150 * unit, 0, 40 * unit)
    for s in (-1, 1):
        _drop(pen, c, 520 * unit, 600 * unit, s * 4.0, 12 * unit)
    for a in (5.6, 16.9, 28.1, 39.4):
        x, y = _point(c, 905 * unit, a)
        pen.ellipse((x - 26 * unit, y - 26 * unit, x + 26 * unit, y + 26 * unit), fill=255)
        _crescent(pen, (x, y), 58 * unit, a, 16 * unit)
    for a in (4, 15, 30, 41):
        _drop(pen, c, 772 * unit, 836 * unit, a, 22 * unit)
    holes = _turned(cut, 8)
    ring_gap, pen = _blank(side)
    for k in range(16):
        a = 360 * k / 16 + 2.5
        pen.arc(
            (c - 760 * unit, c - 760 * unit, c + 760 * unit, c + 760 * unit),
            a,
            a + 17.5,
            fill=255,
            width=round(24 * unit),
        )
        pen.arc(
            (c - 245 * unit, c - 245 * unit, c + 245 * unit, c + 245 * unit),
            a + 2,
            a + 15.5,
            fill=255,
            width=round(13 * unit),
        )
    holes = ImageChops.lighter(holes, ring_gap)
    return _paper(side, outline, holes).resize((size, size), Image.Resampling.LANCZOS)


def corner_flower(size: int) -> Image.Image:
    """A quarter flower for the corner of a window, its root at the upper left."""
    side = size * 2
    outline, pen = _blank(side)
    unit = side / 1000
    root = (60 * unit, 60 * unit)
    for a, reach, half in ((135, 900, 105), (105, 660, 95), (165, 660, 95)):
        way = np.radians(a)
        edge = []
        for t in np.linspace(0, 1, 25):
            edge.append((t * reach * unit, half * unit * np.sin(np.pi * t**0.8)))
        f = np.array([np.sin(way), -np.cos(way)])
        n = np.array([f[1], -f[0]])
        pen.polygon(
            [tuple(root + f * r + n * h) for r, h in edge] + [tuple(root + f * r - n * h) for r, h in reversed(edge)],
            fill=255,
        )
    for k in range(5):
        x, y = root[0] + (170 + 20 * k) * unit * np.cos(k * 0.39), root[1] + (170 + 20 * k) * unit * np.sin(k * 0.39)
        pen.ellipse((x - 90 * unit, y - 90 * unit, x + 90 * unit, y + 90 * unit), fill=255)
    holes, pen = _blank(side)
    for a, reach in ((135, 820), (105, 590), (165, 590)):
        way = np.radians(a)
        f = np.array([np.sin(way), -np.cos(way)])
        n = np.array([f[1], -f[0]])
        for t in np.linspace(0.35, 0.92, 8):
            p = np.array(root) + f * reach * unit * t
            for s in (-1, 1):
                tip = p + n * s * 58 * unit * np.sin(np.pi * t) + f * 34 * unit
                pen.polygon(
                    [
                        tuple(p - f * 7 * unit + n * s * 9 * unit),
                        tuple(tip),
                        tuple(p + f * 9 * unit + n * s * 9 * unit),
                    ],
                    fill=255,
                )
    return _paper(side, outline, holes).resize((size, size), Image.Resampling.LANCZOS)
