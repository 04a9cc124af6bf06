"""A scene: things, light and a camera; `render` gives the picture in linear light.

The way is: project and find what is seen (`raster`), see the scene once from the sun for shadows and once mirrored
where there is water, then light every pixel strip by strip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from grounds import Water
from light import Lamp, ShadowMap, Sky, Sun, occlusion
from mesh import Mesh
from numpy.typing import NDArray
from raster import rasterise
from surfaces import Decal, Look, Samples, Surface

Array = NDArray[Any]
Index = NDArray[np.int32]
Vector = tuple[float, float, float]

_NEAR = 0.08
_STRIP = 160


@dataclass(frozen=True, slots=True)
class Camera:
    """`focal` as for 35 mm film; `shift` moves the frame up (fractions of its height) and keeps uprights upright."""

    eye: Vector
    target: Vector
    focal: float = 40.0
    shift: float = 0.0
    roll: float = 0.0

    def axes(self) -> Array:
        """Rows: right, up, forward."""
        forward = np.subtract(self.target, self.eye).astype(np.float32)
        forward /= np.linalg.norm(forward)
        right = np.cross([0.0, 1.0, 0.0], forward)
        right /= np.linalg.norm(right)
        up = np.cross(forward, right)
        c, s = np.cos(np.radians(self.roll)), np.sin(np.radians(self.roll))
        return np.array([c * right + s * up, c * up - s * right, forward], np.float32)


@dataclass(slots=True)
class Soup:
    """All triangles of a scene in one."""

    points: Array
    normals: Array
    uv: Array
    tints: Array
    faces: Index
    surface: Index


@dataclass(slots=True)
class Rendered:
    """The picture and what went into it. `light` (H, W, 3), `distance` (H, W) in metres, infinite for the sky."""

    light: Array
    distance: Array


@dataclass(slots=True)
class Scene:
    """Things in light. `haze` is the share of a thing's colour lost in a kilometre's air, as exp(−haze × km)."""

    camera: Camera
    sun: Sun = field(default_factory=Sun)
    sky: Sky = field(default_factory=Sky)
    lamps: list[Lamp] = field(default_factory=list)
    haze: float = 0.16
    haze_colour: Vector | None = None
    corner: float = 0.5
    seed: int = 1
    meshes: list[Mesh] = field(default_factory=list)

    def add(self, *things: Mesh | Iterable[Mesh]) -> None:
        """Put things in the scene."""
        for thing in things:
            if isinstance(thing, Mesh):
                self.meshes.append(thing)
            else:
                self.meshes.extend(thing)

    def render(self, width: int, height: int) -> Rendered:
        """The scene on `width` × `height` pixels."""
        soup, surfaces = _gather(self.meshes)
        fine = 4096 if width > 2000 else 2048
        shadows = ShadowMap(self.sun, soup.points[soup.faces], fine)
        view = _View(self, soup, surfaces, shadows, width, height, mirror=None)
        level = next((float(m.points[0, 1]) for m in self.meshes if isinstance(m.surface, Water)), None)
        mirrored = None
        if level is not None:
            dry = [m for m in self.meshes if not isinstance(m.surface, Water)]
            wet_soup, wet_surfaces = _gather(dry)
            above = wet_soup.points[wet_soup.faces][:, :, 1].max(axis=1) > level + 1e-4
            wet_soup.faces, wet_soup.surface = wet_soup.faces[above], wet_soup.surface[above]
            wet_soup.points[:, 1] = np.maximum(wet_soup.points[:, 1], level)
            mirrored = _View(self, wet_soup, wet_surfaces, shadows, width, height, mirror=level).shade(None)
        return Rendered(view.shade(mirrored), view.distance())

    def project(self, point: Vector, width: int, height: int) -> tuple[float, float]:
        """Where a point of the world falls in the picture, in pixels."""
        local = self.camera.axes() @ (np.array(point, np.float32) - np.array(self.camera.eye, np.float32))
        focal = self.camera.focal / 36.0 * width
        x = width / 2 + focal * local[0] / local[2]
        y = height / 2 + self.camera.shift * height - focal * local[1] / local[2]
        return float(x), float(y)


def _gather(meshes: list[Mesh]) -> tuple[Soup, list[Surface]]:
    surfaces: list[Surface] = []
    numbers: dict[object, int] = {}
    owner = []
    for mesh in meshes:
        key = id(mesh.surface) if isinstance(mesh.surface, Decal) else mesh.surface
        if key not in numbers:
            numbers[key] = len(surfaces)
            surfaces.append(mesh.surface)
        owner.append(np.full(len(mesh.faces), numbers[key], np.int32))
    starts = np.cumsum([0] + [len(m.points) for m in meshes[:-1]])
    soup = Soup(
        np.concatenate([m.points for m in meshes]),
        np.concatenate([m.normals for m in meshes]),
        np.concatenate([m.uv for m in meshes]),
        np.concatenate([m.tints for m in meshes]),
        np.concatenate([m.faces + np.int32(s) for m, s in zip(meshes, starts, strict=True)]),
        np.concatenate(owner),
    )
    return soup, surfaces


def _clip(soup: Soup, depth: Array) -> tuple[Soup, Array]:
    """Cut triangles that reach behind the camera at the near plane."""
    behind = depth[soup.faces] < _NEAR
    count = behind.sum(axis=1)
    whole = soup.faces[count == 0]
    owner = [soup.surface[count == 0]]
    faces = [whole]
    extra: list[list[Array]] = [[], [], [], []]
    new_depth: list[float] = []
    total = len(soup.points)
    tables = (soup.points, soup.normals, soup.uv, soup.tints)
    for number in np.flatnonzero((count == 1) | (count == 2)):
        ring: list[int] = []
        corners = soup.faces[number]
        for k in range(3):
            a, b = int(corners[k]), int(corners[(k + 1) % 3])
            if depth[a] >= _NEAR:
                ring.append(a)
            if (depth[a] >= _NEAR) != (depth[b] >= _NEAR):
                share = (_NEAR - depth[a]) / (depth[b] - depth[a])
                for table, store in zip(tables, extra, strict=True):
                    store.append(table[a] + share * (table[b] - table[a]))
                new_depth.append(_NEAR)
                ring.append(total + len(new_depth) - 1)
        fan = np.array([(ring[0], ring[i], ring[i + 1]) for i in range(1, len(ring) - 1)], np.int32)
        faces.append(fan)
        owner.append(np.full(len(fan), soup.surface[number], np.int32))
    if new_depth:
        grown = [
            np.concatenate([table, np.array(store, np.float32)]) for table, store in zip(tables, extra, strict=True)
        ]
        depth = np.concatenate([depth, np.array(new_depth, np.float32)])
    else:
        grown = list(tables)
    return Soup(grown[0], grown[1], grown[2], grown[3], np.concatenate(faces), np.concatenate(owner)), depth


class _View:
    """One look at the soup, straight or mirrored in a level of water."""

    def __init__(
        self,
        scene: Scene,
        soup: Soup,
        surfaces: list[Surface],
        shadows: ShadowMap,
        width: int,
        height: int,
        mirror: float | None,
    ) -> None:
        self.scene, self.surfaces, self.shadows = scene, surfaces, shadows
        self.width, self.height, self.mirrored = width, height, mirror is not None
        self.axes = scene.camera.axes()
        self.eye = np.array(scene.camera.eye, np.float32)
        if mirror is not None:
            self.axes = self.axes * np.array([1, -1, 1], np.float32)
            self.eye = self.eye * np.array([1, -1, 1], np.float32) + np.array([0, 2 * mirror, 0], np.float32)
        self.focal = scene.camera.focal / 36.0 * width
        self.centre = (width / 2, height / 2 + scene.camera.shift * height)
        local = (soup.points - self.eye) @ self.axes.T
        self.soup, depth = _clip(soup, local[:, 2])
        local = (self.soup.points - self.eye) @ self.axes.T
        near = np.maximum(depth, _NEAR)
        pixels = np.stack(
            [self.centre[0] + self.focal * local[:, 0] / near, self.centre[1] - self.focal * local[:, 1] / near], axis=1
        )
        faces = self.soup.faces
        self.buffer = rasterise(pixels[faces].astype(np.float32), (1.0 / near)[faces], width, height, 1e-7)
        self.open = self._openness()

    def distance(self) -> Array:
        """Depth along the view for every pixel."""
        return np.where(self.buffer.triangle >= 0, 1.0 / self.buffer.depth, np.inf).astype(np.float32)

    def _openness(self) -> Array:
        step = 2
        depth = 1.0 / self.buffer.depth[::step, ::step]
        seen = self.buffer.triangle[::step, ::step] >= 0
        y, x = np.mgrid[0 : depth.shape[0], 0 : depth.shape[1]].astype(np.float32) * step
        depth = np.where(seen, depth, 1e5).astype(np.float32)
        points = np.stack(
            [(x - self.centre[0]) / self.focal * depth, -(y - self.centre[1]) / self.focal * depth, depth], axis=-1
        )
        small = occlusion(points, seen, self.focal / step, self.scene.corner)
        large = np.repeat(np.repeat(small, step, axis=0), step, axis=1)
        return large[: self.height, : self.width]

    def shade(self, reflection: Array | None) -> Array:
        """Light at every pixel."""
        picture = np.empty((self.height, self.width, 3), np.float32)
        rng = np.random.default_rng(self.scene.seed)
        for top in range(0, self.height, _STRIP):
            low = min(self.height, top + _STRIP)
            start = max(0, top - 1)
            strip = self._strip(start, min(self.height, low + 1), reflection, rng)
            picture[top:low] = strip[top - start : top - start + low - top]
        return picture

    def _rays(self, top: int, low: int) -> Array:
        y, x = np.mgrid[top:low, 0 : self.width].astype(np.float32)
        plane = np.stack(
            [(x + 0.5 - self.centre[0]) / self.focal, (self.centre[1] - y - 0.5) / self.focal, np.ones_like(x)], axis=-1
        )
        return plane

    def _strip(self, top: int, low: int, reflection: Array | None, rng: np.random.Generator) -> Array:
        plane = self._rays(top, low)
        rays = plane.reshape(-1, 3) @ self.axes
        length = np.linalg.norm(rays, axis=1)
        unit = (rays / length[:, None]).astype(np.float32)
        triangle = self.buffer.triangle[top:low].ravel()
        hit = triangle >= 0
        out = np.empty((len(unit), 3), np.float32)
        if not hit.all():
            out[~hit] = self.scene.sky.seen(unit[~hit])
        if not hit.any():
            return out.reshape(low - top, self.width, 3)
        depth = 1.0 / self.buffer.depth[top:low].ravel()
        points = self.eye + rays * depth[:, None]
        found = self._attributes(triangle[hit], points[hit], unit[hit])
        foot = depth[hit] / self.focal
        looks = self._looks(triangle[hit], points[hit], found, foot.astype(np.float32))
        relief = np.zeros(len(unit), np.float32)
        relief[hit] = looks["relief"]
        kind = np.full(len(unit), -1, np.int32)
        kind[hit] = self.soup.surface[triangle[hit]]
        normals = np.zeros((len(unit), 3), np.float32)
        normals[hit] = found["normal"]
        normals = self._bumped(points, normals, relief, kind, low - top)
        light = self._lit(points[hit], normals[hit], unit[hit], looks, self.open[top:low].ravel()[hit], rng)
        out[hit] = self._hazed(light, unit[hit], (depth * length)[hit])
        if reflection is not None:
            self._reflect(out, kind, normals, unit, reflection, top)
        return out.reshape(low - top, self.width, 3)

    def _attributes(self, triangle: Index, points: Array, unit: Array) -> dict[str, Array]:
        soup = self.soup
        corners = soup.faces[triangle]
        a, b, c = (soup.points[corners[:, k]] for k in range(3))
        u, v, w = b - a, c - a, points - a
        uu, uv, vv = (np.einsum("ij,ij->i", p, q) for p, q in ((u, u), (u, v), (v, v)))
        wu, wv = np.einsum("ij,ij->i", w, u), np.einsum("ij,ij->i", w, v)
        area = uu * vv - uv * uv
        area = np.where(np.abs(area) < 1e-20, 1e-20, area)
        s = np.clip((vv * wu - uv * wv) / area, 0, 1)
        t = np.clip((uu * wv - uv * wu) / area, 0, 1)
        shares = (np.clip(1 - s - t, 0, 1)[:, None], s[:, None], t[:, None])

        def blend(table: Array) -> Array:
            mixed: Array = sum(table[corners[:, k]] * shares[k] for k in range(3))
            return mixed.astype(np.float32)

        normal = blend(soup.normals)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
        flat = np.cross(u, v)
        away = np.einsum("ij,ij->i", flat, unit) > 0
        mass = np.array([s.mass for s in self.surfaces], bool)[soup.surface[triangle]]
        flip = np.where(away & ~mass, -1.0, 1.0).astype(np.float32)
        return {"normal": normal * flip[:, None], "uv": blend(soup.uv), "tint": blend(soup.tints)}

    def _looks(self, triangle: Index, points: Array, found: dict[str, Array], foot: Array) -> dict[str, Array]:
        n = len(points)
        looks = {name: np.zeros(n, np.float32) for name in ("relief", "gloss", "soft")}
        looks["colour"], looks["glow"] = np.zeros((n, 3), np.float32), np.zeros((n, 3), np.float32)
        kind = self.soup.surface[triangle]
        order = np.argsort(kind, kind="stable")
        starts = np.searchsorted(kind[order], np.arange(len(self.surfaces) + 1))
        for number in range(len(self.surfaces)):
            at = order[starts[number] : starts[number + 1]]
            if not len(at):
                continue
            samples = Samples(points[at], found["normal"][at], found["uv"][at], found["tint"][at], foot[at])
            look: Look = self.surfaces[number].look(samples)
            for name in ("relief", "gloss", "soft", "colour", "glow"):
                looks[name][at] = getattr(look, name)
        return looks

    def _bumped(self, points: Array, normals: Array, relief: Array, kind: Index, rows: int) -> Array:
        """Directions bent by the relief, after Mikkelsen (2010): no tangents needed."""
        shape = (rows, self.width)
        place, height, same = points.reshape(*shape, 3), relief.reshape(shape), kind.reshape(shape)
        bent = normals.reshape(*shape, 3)
        across = np.diff(place, axis=1, append=place[:, -1:])
        down = np.diff(place, axis=0, append=place[-1:])
        rise_x = np.diff(height, axis=1, append=height[:, -1:])
        rise_y = np.diff(height, axis=0, append=height[-1:])
        rise_x = rise_x * (np.diff(same, axis=1, append=same[:, -1:]) == 0)
        rise_y = rise_y * (np.diff(same, axis=0, append=same[-1:]) == 0)
        first = np.cross(down, bent)
        second = np.cross(bent, across)
        area = np.einsum("ijk,ijk->ij", across, first)
        slope = np.sign(area)[..., None] * (rise_x[..., None] * first + rise_y[..., None] * second)
        limit = np.abs(area)[..., None] * 1.1
        size = np.linalg.norm(slope, axis=-1, keepdims=True)
        slope = slope * np.minimum(1.0, limit / np.maximum(size, 1e-12))
        bent = np.abs(area)[..., None] * bent - slope
        bent /= np.maximum(np.linalg.norm(bent, axis=-1, keepdims=True), 1e-12)
        return np.where(np.abs(area).reshape(-1, 1) > 1e-14, bent.reshape(-1, 3), normals).astype(np.float32)

    def _lit(
        self,
        points: Array,
        normals: Array,
        unit: Array,
        looks: dict[str, Array],
        openness: Array,
        rng: np.random.Generator,
    ) -> Array:
        scene, soft = self.scene, looks["soft"]
        sun = scene.sun.towards()
        facing = np.clip((normals @ sun + soft) / (1.0 + soft), 0.0, 1.0)
        reaching = self.shadows.lit(points, normals, rng)
        direct = (scene.sun.strength * facing * reaching)[:, None] * np.array(scene.sun.colour, np.float32)
        total = direct * (0.55 + 0.45 * openness)[:, None] + scene.sky.falling(normals) * openness[:, None]
        for lamp in scene.lamps:
            total += lamp.falling(points, normals, soft) * (0.4 + 0.6 * openness)[:, None]
        light = looks["colour"] * total
        half = sun - unit
        half /= np.linalg.norm(half, axis=1, keepdims=True)
        shine = looks["gloss"] * reaching * np.clip(np.einsum("ij,ij->i", normals, half), 0, 1) ** 60
        light += (scene.sun.strength * 1.5 * shine)[:, None]
        bounce = unit - 2 * np.einsum("ij,ij->i", unit, normals)[:, None] * normals
        mirror = scene.sky.ambient * (0.3 + 0.7 * np.clip(bounce[:, 1] * 2 + 0.3, 0, 1))
        rim = 0.25 + 0.75 * (1 - np.abs(np.einsum("ij,ij->i", unit, normals))) ** 3
        light += (looks["gloss"] * mirror * rim * openness)[:, None] * np.array(scene.sky.horizon, np.float32)
        return (light + looks["glow"]).astype(np.float32)

    def _hazed(self, light: Array, unit: Array, distance: Array) -> Array:
        scene = self.scene
        share = (1.0 - np.exp(-scene.haze * distance / 1000.0))[:, None]
        if scene.haze_colour is None:
            level = unit * np.array([1, 0, 1], np.float32) + np.array([0, 0.03, 0], np.float32)
            air = replace(scene.sky, clouds=0.0).seen(level)
        else:
            air = np.array(scene.haze_colour, np.float32)[None, :]
        return (light + share * (air - light)).astype(np.float32)

    def _reflect(self, out: Array, kind: Index, normals: Array, unit: Array, reflection: Array, top: int) -> None:
        for number, surface in enumerate(self.surfaces):
            at = np.flatnonzero(kind == number)
            if not isinstance(surface, Water) or not len(at):
                continue
            line, column = at // self.width + top, at % self.width
            bend = normals[at]
            sway = 0.5 * self.height
            x = np.clip(column + bend[:, 0] * sway * 0.6, 0, self.width - 1).astype(np.int32)
            y = np.clip(line + bend[:, 2] * sway, 0, self.height - 1).astype(np.int32)
            graze = 1.0 - np.clip(-np.einsum("ij,ij->i", unit[at], bend), 0.0, 1.0)
            share = (0.10 + 0.85 * graze**3)[:, None]
            out[at] = out[at] + share * (reflection[y, x] - out[at])
