"""Solid shapes as triangles: boxes, turned and drawn-out forms, sheets, leaves.

World axes: x to the right, y up, z away from the viewer; metres. A shape carries the surface it is made
of and, for each corner, a direction, a place on that surface (`uv`, metres where the shape unrolls) and a tint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from surfaces import Surface

Array = NDArray[Any]
Index = NDArray[np.int32]
Vector = Sequence[float]
Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles of one surface. `points`, `normals`, `tints` are (N, 3), `uv` (N, 2), `faces` (M, 3)."""

    points: Array
    faces: Index
    normals: Array
    uv: Array
    tints: Array
    surface: Surface

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
        """The same shape elsewhere."""
        return replace(self, points=self.points + np.array([x, y, z], np.float32))

    def scaled(self, x: float, y: float | None = None, z: float | None = None) -> Mesh:
        """Stretched along the axes; one number stretches evenly."""
        factors = np.array([x, x if y is None else y, x if z is None else z], np.float32)
        return replace(self, points=self.points * factors, normals=_unit(self.normals / factors))

    def rotated(self, matrix: ArrayLike) -> Mesh:
        """Turned by a 3 × 3 rotation about the origin."""
        turn = np.asarray(matrix, np.float32)
        return replace(self, points=self.points @ turn.T, normals=self.normals @ turn.T)

    def turned(self, degrees: float) -> Mesh:
        """Turned about the vertical through the origin; positive is clockwise seen from above."""
        return self.rotated(yaw(degrees))

    def tilted(self, degrees: float) -> Mesh:
        """Turned about the z axis; positive leans to the left."""
        return self.rotated(roll(degrees))

    def pitched(self, degrees: float) -> Mesh:
        """Turned about the x axis; positive leans away from the viewer."""
        return self.rotated(pitch(degrees))

    def tinted(self, colour: Colour) -> Mesh:
        """The surface's own colour multiplied by `colour`."""
        return replace(self, tints=self.tints * np.array(colour, np.float32))

    def warped(self, change: Callable[[Array], Array]) -> Mesh:
        """Every corner moved by `change`; directions are taken anew."""
        points = change(self.points.copy()).astype(np.float32)
        return replace(self, points=points, normals=vertex_normals(points, self.faces))


def yaw(degrees: float) -> Array:
    """Rotation about y."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32)


def roll(degrees: float) -> Array:
    """Rotation about z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32)


def pitch(degrees: float) -> Array:
    """Rotation about x."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], np.float32)


def _unit(vectors: Array) -> Array:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Array = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return result


def vertex_normals(points: Array, faces: Index) -> Array:
    """Directions of the corners, averaged over the triangles that meet there by their areas."""
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    flat = np.cross(b - a, c - a).astype(np.float64)
    total = np.zeros((len(points), 3))
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(faces[:, corner], flat[:, axis], len(points))
    return _unit(total.astype(np.float32))


def assemble(points: ArrayLike, faces: ArrayLike, surface: Surface, uv: ArrayLike | None = None) -> Mesh:
    """A mesh of shared corners with smooth directions."""
    corners = np.asarray(points, np.float32).reshape(-1, 3)
    triangles = np.asarray(faces, np.int32).reshape(-1, 3)
    place = np.zeros((len(corners), 2), np.float32) if uv is None else np.asarray(uv, np.float32).reshape(-1, 2)
    tints = np.ones((len(corners), 3), np.float32)
    return Mesh(corners, triangles, vertex_normals(corners, triangles), place, tints, surface)


def facets(points: ArrayLike, surface: Surface, uv: ArrayLike | None = None) -> Mesh:
    """Separate flat triangles, `points` (M, 3, 3)."""
    corners = np.asarray(points, np.float32).reshape(-1, 3)
    return assemble(corners, np.arange(len(corners)), surface, uv)


def grid(points: Array, surface: Surface, uv: Array | None = None, ring: bool = False) -> Mesh:
    """A net of corners (rows, columns, 3); with `ring` the last column meets the first."""
    rows, cols = points.shape[:2]
    if uv is None:
        along = np.cumsum(np.r_[0.0, np.linalg.norm(np.diff(points.mean(axis=1), axis=0), axis=1)])
        around = np.cumsum(np.r_[0.0, np.linalg.norm(np.diff(points[rows // 2], axis=0), axis=1)])
        uv = np.stack(np.broadcast_arrays(around[None, :], along[:, None]), axis=-1).astype(np.float32)
    number = np.arange(rows * cols, dtype=np.int32).reshape(rows, cols)
    a, b = number[:-1, :-1].ravel(), number[:-1, 1:].ravel()
    c, d = number[1:, :-1].ravel(), number[1:, 1:].ravel()
    faces = np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)])
    flat = points.reshape(-1, 3).astype(np.float32)
    mesh = assemble(flat, faces, surface, uv.reshape(-1, 2))
    if not ring:
        return mesh
    normals = mesh.normals.reshape(rows, cols, 3).copy()
    seam = _unit(normals[:, 0] + normals[:, -1])
    normals[:, 0] = seam
    normals[:, -1] = seam
    return replace(mesh, normals=normals.reshape(-1, 3))


def polygon(outline: Sequence[Vector], surface: Surface, uv: ArrayLike | None = None) -> Mesh:
    """A flat convex polygon in space."""
    corners = np.asarray(outline, np.float32)
    fan = [(0, i, i + 1) for i in range(1, len(corners) - 1)]
    if uv is None:
        side = _unit(corners[1] - corners[0])
        normal = np.cross(side, corners[2] - corners[0])
        up = _unit(np.cross(normal, side).astype(np.float32))
        uv = np.stack([(corners - corners[0]) @ side, (corners - corners[0]) @ up], axis=1)
    return assemble(corners, fan, surface, uv)


def box(size: Vector, surface: Surface, at: Vector = (0.0, 0.0, 0.0)) -> Mesh:
    """A box standing on `at`: the middle of its underside."""
    w, h, d = (float(v) for v in size)
    x, y, z = w / 2, h, d / 2
    sides: list[list[tuple[float, float, float]]] = [
        [(-x, 0, -z), (x, 0, -z), (x, y, -z), (-x, y, -z)],
        [(x, 0, z), (-x, 0, z), (-x, y, z), (x, y, z)],
        [(-x, 0, z), (-x, 0, -z), (-x, y, -z), (-x, y, z)],
        [(x, 0, -z), (x, 0, z), (x, y, z), (x, y, -z)],
        [(-x, y, -z), (x, y, -z), (x, y, z), (-x, y, z)],
        [(-x, 0, z), (x, 0, z), (x, 0, -z), (-x, 0, -z)],
    ]
    return join([polygon(side, surface) for side in sides]).moved(*at)


def beam(start: Vector, end: Vector, width: float, depth: float, surface: Surface) -> Mesh:
    """A square timber from one point to another; `depth` is its upright side where it lies flat."""
    return tube([start, end], (width / 2, depth / 2), surface, sides=4, square=True)


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Several shapes of one surface as one."""
    starts = np.cumsum([0] + [len(m.points) for m in meshes[:-1]])
    return Mesh(
        np.concatenate([m.points for m in meshes]),
        np.concatenate([m.faces + np.int32(s) for m, s in zip(meshes, starts, strict=True)]),
        np.concatenate([m.normals for m in meshes]),
        np.concatenate([m.uv for m in meshes]),
        np.concatenate([m.tints for m in meshes]),
        meshes[0].surface,
    )


def lathe(profile: Sequence[tuple[float, float]], surface: Surface, sides: int = 48) -> Mesh:
    """A turned form from (radius, height) pairs, bottom to top; repeat a pair for a sharp edge."""
    outline = np.asarray(profile, np.float32)
    angle = np.linspace(0.0, 2 * np.pi, sides + 1)
    radius, height = outline[:, :1], outline[:, 1:]
    points = np.stack(np.broadcast_arrays(radius * np.sin(angle), height, -radius * np.cos(angle)), axis=-1)
    along = np.cumsum(np.r_[0.0, np.hypot(*np.diff(outline, axis=0).T)])
    around = angle * float(outline[:, 0].max())
    uv = np.stack(np.broadcast_arrays(around[None, :], along[:, None]), axis=-1)
    return grid(points.astype(np.float32), surface, uv.astype(np.float32), ring=True)


def ellipsoid(radii: Vector, surface: Surface, at: Vector = (0.0, 0.0, 0.0), sides: int = 24) -> Mesh:
    """A ball stretched to three radii about `at`."""
    steps = np.linspace(-np.pi / 2, np.pi / 2, sides // 2 + 1)
    ball = lathe([(float(np.cos(s)), float(np.sin(s))) for s in steps], surface, sides)
    return ball.scaled(*(float(r) for r in radii)).moved(*at)


def tube(
    path: ArrayLike,
    radii: ArrayLike,
    surface: Surface,
    sides: int = 14,
    up: Vector = (0.0, 1.0, 0.0),
    square: bool = False,
    closed: bool = True,
) -> Mesh:
    """A drawn-out form along `path` (N, 3).

    `radii` is one number, a pair (sideways, upright), or a value or a pair for every point. `closed` puts flat
    ends on it.
    """
    spine = np.asarray(path, np.float32)
    spread = np.asarray(radii, np.float32)
    if spread.ndim == 0 or (spread.ndim == 1 and len(spread) == 2 and len(spine) != 2):
        spread = np.broadcast_to(spread, (len(spine), 2))
    elif spread.ndim == 1 and len(spread) == 2:
        spread = np.broadcast_to(spread if square else spread[:, None], (2, 2))
    elif spread.ndim == 1:
        spread = np.repeat(spread[:, None], 2, axis=1)
    forward = _unit(np.gradient(spine, axis=0).astype(np.float32))
    reference = np.asarray(up, np.float32)
    if abs(float(forward[0] @ reference)) > 0.95 * float(np.linalg.norm(reference)):
        reference = np.array([0.0, 0.0, -1.0], np.float32)
    side, lift = _carried(forward, reference)
    angle = np.linspace(0, 2 * np.pi, sides + 1) + (np.pi / 4 if square else 0.0)
    reach = np.float32(2.0**0.5 if square else 1.0)
    across = (spread[:, :1] * np.cos(angle))[..., None] * side[:, None, :]
    upright = (spread[:, 1:] * np.sin(angle))[..., None] * lift[:, None, :]
    points = spine[:, None, :] + reach * (across + upright)
    if closed:
        first, last = np.broadcast_to(spine[0], points[:1].shape), np.broadcast_to(spine[-1], points[:1].shape)
        points = np.concatenate([first, points[:1], points, points[-1:], last])
    if not square:
        return grid(points.astype(np.float32), surface, ring=True)
    soft = grid(points.astype(np.float32), surface)
    return facets(soft.points[soft.faces], surface, soft.uv[soft.faces])


def _carried(forward: Array, reference: Array) -> tuple[Array, Array]:
    """Sideways and upright directions along a path, carried on without twisting."""
    side = np.empty_like(forward)
    current = np.cross(forward[0], reference)
    for i, way in enumerate(forward):
        current = current - (current @ way) * way
        current = current / max(float(np.linalg.norm(current)), 1e-9)
        side[i] = current
    return side, np.cross(side, forward).astype(np.float32)


def curve(points: Sequence[Vector], steps: int) -> Array:
    """A smooth path through `points` (Catmull and Rom), `steps` places on it."""
    p = np.asarray(points, np.float32)
    at = np.linspace(0, len(p) - 1, steps)
    low = np.clip(np.floor(at).astype(int), 0, len(p) - 2)
    t = (at - low)[:, None]
    p0, p1, p2, p3 = p[np.clip(low - 1, 0, None)], p[low], p[low + 1], p[np.clip(low + 2, None, len(p) - 1)]
    path = 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
    result: Array = path.astype(np.float32)
    return result


def extrude(outline: Sequence[tuple[float, float]], depth: float, surface: Surface) -> Mesh:
    """An outline in x and y (any simple polygon) given thickness from z = 0 to `depth`."""
    flat = np.asarray(outline, np.float32)
    if _area(flat) < 0:
        flat = flat[::-1]
    triangles = _ears(flat)
    front = np.c_[flat, np.zeros(len(flat))]
    back = np.c_[flat, np.full(len(flat), depth)]
    pieces = [
        facets(front[triangles], surface, flat[triangles]),
        facets(back[triangles], surface, flat[triangles]),
    ]
    for i in range(len(flat)):
        j = (i + 1) % len(flat)
        pieces.append(polygon([front[i], front[j], back[j], back[i]], surface))
    return join(pieces)


def _area(flat: Array) -> float:
    x, y = flat[:, 0], flat[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def _ears(flat: Array) -> NDArray[np.int64]:
    """Triangles of a simple polygon given anticlockwise, by clipping ears."""
    left = list(range(len(flat)))
    found: list[tuple[int, int, int]] = []
    while len(left) > 3:
        for k in range(len(left)):
            a, b, c = left[k - 1], left[k], left[(k + 1) % len(left)]
            if _area(flat[[a, b, c]]) > 1e-12 and not any(
                _inside(flat[p], flat[[a, b, c]]) for p in left if p not in (a, b, c)
            ):
                found.append((a, b, c))
                left.pop(k)
                break
        else:
            left.pop()
    found.append((left[0], left[1], left[2]))
    return np.array(found)


def _inside(point: Array, triangle: Array) -> bool:
    nxt = np.roll(triangle, -1, axis=0)
    cross = (nxt[:, 0] - triangle[:, 0]) * (point[1] - triangle[:, 1]) - (nxt[:, 1] - triangle[:, 1]) * (
        point[0] - triangle[:, 0]
    )
    return bool((cross > 0).all())


def scatter(
    centres: Array, size: ArrayLike, outward: Array, surface: Surface, rng: np.random.Generator, slim: float = 0.5
) -> Mesh:
    """Small blades or leaves: one triangle pair at each centre, turned at random, lit as part of a mass.

    `outward` gives each leaf the direction of the mass it belongs to, so that a crown has a bright and a dark side.
    """
    n = len(centres)
    a = _unit(rng.normal(size=(n, 3)).astype(np.float32))
    b = _unit(np.cross(a, rng.normal(size=(n, 3))).astype(np.float32))
    reach = np.broadcast_to(np.asarray(size, np.float32), (n,))[:, None]
    a, b = a * reach, b * reach * np.float32(slim)
    corners = np.stack([centres - a, centres - b, centres + a, centres + b], axis=1)
    faces = (np.arange(n)[:, None, None] * 4 + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)
    normals = _unit(outward + 0.5 * rng.normal(size=(n, 3)).astype(np.float32))
    shade = rng.uniform(0.75, 1.2, (n, 1)).astype(np.float32)
    return Mesh(
        corners.reshape(-1, 3).astype(np.float32),
        faces.astype(np.int32),
        np.repeat(normals, 4, axis=0),
        np.zeros((n * 4, 2), np.float32),
        np.repeat(np.repeat(shade, 3, axis=1), 4, axis=0),
        surface,
    )


def strands(starts: Array, steps: Array, width: float, surface: Surface, facing: Vector = (0.0, 0.0, -1.0)) -> Mesh:
    """Thin ribbons that face the viewer: straw, twigs, hair, hanging willow. `steps` is (N, K, 3) displacements."""
    points = starts[:, None, :] + np.cumsum(np.concatenate([np.zeros_like(steps[:, :1]), steps], axis=1), axis=1)
    n, k = points.shape[:2]
    along = np.gradient(points, axis=1)
    side = _unit(np.cross(along, np.asarray(facing, np.float32)).astype(np.float32))
    taper = np.linspace(1.0, 0.35, k, dtype=np.float32)[None, :, None] * np.float32(width / 2)
    corners = np.stack([points - side * taper, points + side * taper], axis=2)
    base = (np.arange(n)[:, None] * k + np.arange(k - 1)).reshape(-1, 1, 1) * 2
    faces = (base + np.array([[0, 1, 2], [1, 3, 2]])).reshape(-1, 3)
    flat = corners.reshape(-1, 3).astype(np.float32)
    normals = np.broadcast_to(_unit(np.array([facing], np.float32) + [[0.0, 0.6, 0.0]]), flat.shape)
    return Mesh(
        flat,
        faces.astype(np.int32),
        np.ascontiguousarray(normals, np.float32),
        np.zeros((len(flat), 2), np.float32),
        np.ones((len(flat), 3), np.float32),
        surface,
    )
