"""Which triangle is seen at which pixel: a depth buffer in numpy.

Depth is any number that grows towards the viewer and is linear across a flat triangle on the picture plane: one over
the distance for a perspective view, minus the distance for the sun's view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_SMALL = (2, 4, 8, 16, 32)
_BATCH = 3_000_000


@dataclass(frozen=True, slots=True)
class Buffer:
    """For every pixel the nearest depth and the number of the triangle, −1 where there is none."""

    depth: Array
    triangle: NDArray[np.int32]


def rasterise(corners: Array, depths: Array, width: int, height: int, empty: float) -> Buffer:
    """Draw triangles given in pixels: `corners` (M, 3, 2), `depths` (M, 3); `empty` is the depth of nothing."""
    depth = np.full(width * height, empty, np.float32)
    owner = np.full(width * height, -1, np.int32)
    low = np.floor(corners.min(axis=1) - 0.5).astype(np.int64)
    high = np.ceil(corners.max(axis=1) + 0.5).astype(np.int64)
    seen = (high[:, 0] > 0) & (high[:, 1] > 0) & (low[:, 0] < width) & (low[:, 1] < height)
    extent = (high - low).max(axis=1)
    floor = 0
    for size in _SMALL:
        chosen = np.flatnonzero(seen & (extent > floor) & (extent <= size))
        step = max(1, _BATCH // (size * size))
        for start in range(0, len(chosen), step):
            _draw_small(chosen[start : start + step], size, corners, depths, low, depth, owner, width, height)
        floor = size
    for number in np.flatnonzero(seen & (extent > floor)):
        _draw_large(
            int(number), corners[number], depths[number], low[number], high[number], depth, owner, width, height
        )
    return Buffer(depth.reshape(height, width), owner.reshape(height, width))


def _draw_small(
    chosen: NDArray[np.int64],
    size: int,
    corners: Array,
    depths: Array,
    low: NDArray[np.int64],
    depth: Array,
    owner: NDArray[np.int32],
    width: int,
    height: int,
) -> None:
    """Many triangles that each fit in a square of `size` pixels, at once."""
    offset = np.arange(size)
    column = low[chosen, 0, None, None] + offset[None, None, :]
    line = low[chosen, 1, None, None] + offset[None, :, None]
    a, b, c = (corners[chosen, k].astype(np.float64)[:, None, None, :] for k in range(3))
    x, y = column + 0.5, line + 0.5
    area = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    area = np.where(np.abs(area) < 1e-9, np.inf, area)
    wb = ((x - a[..., 0]) * (c[..., 1] - a[..., 1]) - (y - a[..., 1]) * (c[..., 0] - a[..., 0])) / area
    wc = ((b[..., 0] - a[..., 0]) * (y - a[..., 1]) - (b[..., 1] - a[..., 1]) * (x - a[..., 0])) / area
    inside = (wb >= 0) & (wc >= 0) & (wb + wc <= 1) & np.isfinite(area)
    inside = inside & (column >= 0) & (column < width) & (line >= 0) & (line < height)
    which, row, col = np.nonzero(inside)
    number = chosen[which]
    share_b, share_c = wb[which, row, col], wc[which, row, col]
    z = depths[number, 0] * (1 - share_b - share_c) + depths[number, 1] * share_b + depths[number, 2] * share_c
    place = (low[number, 1] + row) * width + low[number, 0] + col
    nearer = z > depth[place]
    place, z, number = place[nearer], z[nearer], number[nearer]
    order = np.argsort(z, kind="stable")
    depth[place[order]] = z[order]
    owner[place[order]] = number[order]


def _draw_large(
    number: int,
    corners: Array,
    depths: Array,
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    depth: Array,
    owner: NDArray[np.int32],
    width: int,
    height: int,
) -> None:
    left, right = max(0, int(low[0])), min(width, int(high[0]) + 1)
    top, bottom = max(0, int(low[1])), min(height, int(high[1]) + 1)
    (ax, ay), (bx, by), (cx, cy) = corners.astype(np.float64)
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if left >= right or top >= bottom or abs(area) < 1e-9:
        return
    x = np.arange(left, right) + 0.5
    y = np.arange(top, bottom)[:, None] + 0.5
    wb = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
    wc = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
    z = (depths[0] + wb * (depths[1] - depths[0]) + wc * (depths[2] - depths[0])).astype(np.float32)
    view = depth.reshape(height, width)[top:bottom, left:right]
    hit = (wb >= 0) & (wc >= 0) & (wb + wc <= 1) & (z > view)
    view[hit] = z[hit]
    owner.reshape(height, width)[top:bottom, left:right][hit] = number
