"""People, made of what they wear and how they stand.

A figure faces the viewer (−z) at the origin; its own right hand is at −x. Measures are those of a person 1.66 m tall
and are scaled to the stature asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from heads import headgear, skull
from mesh import Mesh, Vector, ellipsoid, grid, pitch, roll, tube, yaw
from noise import vec
from numpy.typing import ArrayLike, NDArray
from surfaces import Cloth, Plain, Surface
from wardrobe import Dress

Array = NDArray[Any]

_UPPER_ARM, _FOREARM, _THIGH, _SHIN = 0.285, 0.255, 0.412, 0.402


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the body is. Points in metres; `lean` is (forward, to own left) and `head` (turn, nod, tilt), in degrees.

    `turn` is the way the figure faces: 0 to the viewer, 90 to the viewer's left. `elbows` and `knees` say which way
    the joints point, right then left.
    """

    turn: float = 0.0
    hips: Vector = (0.0, 0.915, 0.0)
    lean: tuple[float, float] = (2.0, 0.0)
    twist: float = 0.0
    head: tuple[float, float, float] = (0.0, 0.0, 0.0)
    right_hand: Vector = (-0.245, 0.79, -0.06)
    left_hand: Vector = (0.245, 0.79, -0.06)
    right_foot: Vector = (-0.11, 0.0, 0.02)
    left_foot: Vector = (0.12, 0.0, -0.02)
    elbows: tuple[Vector, Vector] = ((-0.35, -0.2, 1.0), (0.35, -0.2, 1.0))
    knees: tuple[Vector, Vector] = ((-0.06, 0.0, -1.0), (0.06, 0.0, -1.0))
    fists: tuple[bool, bool] = (False, False)
    toes: tuple[float, float] = (-14.0, 14.0)


def person(pose: Pose, dress: Dress, at: Vector = (0.0, 0.0, 0.0), stature: float = 1.66) -> list[Mesh]:
    """One figure standing (or sitting, bending) with its feet's ground at `at`."""
    body = _Body(pose, dress)
    parts = body.legs() + body.trunk() + body.arms() + body.head()
    scale = stature / 1.66
    return [part.scaled(scale).turned(pose.turn).moved(*at) for part in parts]


def hand_place(pose: Pose, side: int, at: Vector, stature: float = 1.66) -> Array:
    """Where a hand of the figure is in the world: `side` −1 for its right, 1 for its left."""
    local = np.array(pose.right_hand if side < 0 else pose.left_hand, np.float32) * (stature / 1.66)
    place: Array = yaw(pose.turn) @ local + np.array(at, np.float32)
    return place


def joint(root: Array, tip: ArrayLike, upper: float, lower: float, towards: Vector) -> tuple[Array, Array]:
    """Middle joint and reachable end of a two-part limb from `root` to `tip`, bent `towards`."""
    way = np.asarray(tip, np.float32) - root
    reach = float(np.linalg.norm(way))
    far = min(reach, (upper + lower) * 0.995)
    straight = way / max(reach, 1e-6)
    along = (upper**2 - lower**2 + far**2) / (2 * far)
    out = np.sqrt(max(upper**2 - along**2, 0.0))
    bend = np.asarray(towards, np.float32)
    bend = bend - (bend @ straight) * straight
    bend /= max(float(np.linalg.norm(bend)), 1e-6)
    return (root + straight * along + bend * out).astype(np.float32), (root + straight * far).astype(np.float32)


def _limb(root: Array, middle: Array, tip: Array, radii: Sequence[float], surface: Surface, flat: float = 1.0) -> Mesh:
    """A sleeve or trouser leg: a rounded bend at the joint; `radii` at root, joint and tip."""
    first = [root + (middle - root) * t for t in (0.0, 0.3, 0.62, 0.86)]
    second = [middle + (tip - middle) * t for t in (0.14, 0.38, 0.7, 1.0)]
    path = np.array([*first, middle * 0.84 + 0.08 * (first[-1] + second[0]), *second], np.float32)
    spread = np.interp([0, 0.3, 0.62, 0.86, 1, 1.14, 1.38, 1.7, 2.0], [0, 1, 2], list(radii))
    fuller = spread * np.array([1, 1.0, 1, 1, 1, 1.02, 1.05, 1.03, 0.97])
    return tube(path, np.stack([fuller, fuller * flat], axis=1), surface, sides=20)


class _Body:
    """The joints of a pose and the garments hung on them."""

    def __init__(self, pose: Pose, dress: Dress) -> None:
        self.pose, self.dress = pose, dress
        forward, side = pose.lean
        self.hips = np.array(pose.hips, np.float32)
        self.frame = (yaw(pose.twist) @ pitch(-forward) @ roll(-side)).astype(np.float32)
        self.cloth = Cloth(dress.coat, folds=dress.folds, quilt=dress.quilt, check=dress.check)
        self.skin = Plain(dress.skin, 0.05, gloss=0.015, soft=0.25, grain=0.05)
        self.neck = self.spine(0.50)

    def spine(self, height: float, x: float = 0.0, z: float = 0.0) -> Array:
        """A point of the trunk: `height` above the hips along the back, which bends with the lean."""
        share = float(np.clip(height / 0.30, 0.0, 1.0))
        turn = np.eye(3, dtype=np.float32) * (1 - share) + self.frame * share
        base = self.hips + (np.eye(3) * (1 - share) + self.frame * share) @ np.array([0, height, 0])
        point: Array = (base + turn @ np.array([x, 0, z])).astype(np.float32)
        return point

    def girth(self, height: float) -> tuple[float, float, float]:
        """Half width, half depth and set-back of the coat at a height above the hips."""
        dress = self.dress
        flare = 1.0 + 0.55 * max(0.0, dress.skirt - 0.14)
        chest, waist, seat = (0.95, 0.91, 1.06) if dress.woman else (1.0, 1.0, 1.0)
        table = np.array(
            [
                (-max(dress.skirt, 0.15), 0.186 * flare * seat, 0.140 * flare, 0.0),
                (-0.12, 0.184 * seat * (1 + (flare - 1) * 0.25), 0.136, 0.0),
                (0.0, 0.178 * seat, 0.131, 0.0),
                (0.09, 0.164 * waist, 0.121, 0.0),
                (0.20, 0.170 * chest, 0.124, -0.004),
                (0.32, 0.184 * chest, 0.126, -0.006),
                (0.385, 0.188 * chest, 0.116, 0.0),
                (0.425, 0.180 * chest, 0.100, 0.004),
                (0.455, 0.150 * chest, 0.086, 0.008),
                (0.482, 0.104, 0.074, 0.010),
                (0.505, 0.070, 0.064, 0.008),
                (0.520, 0.060, 0.060, 0.006),
            ]
        )
        thick = 1.0 + (dress.bulk - 1.0) * float(np.clip((0.5 - height) / 0.2, 0.15, 1.0))
        a, b, back = (float(np.interp(height, table[:, 0], table[:, k])) for k in (1, 2, 3))
        return a * thick, b * thick, back

    def on_coat(self, height: float, angle: float, out: float = 0.0) -> Array:
        """A point on the coat: `angle` in degrees from the middle of the front towards its own left."""
        a, b, back = self.girth(height)
        turn = np.radians(angle)
        x, z = np.sin(turn), -np.cos(turn)
        drape = 1.0 + 0.08 * np.cos(7 * turn + 1.0) * max(0.0, -height - 0.08)
        wide, deep = (a * drape + out) * abs(x) ** 0.82 * np.sign(x), (b * drape + out) * abs(z) ** 0.82 * np.sign(z)
        return self.spine(height, float(wide), float(deep + back))

    def _patch(self, heights: ArrayLike, angles: ArrayLike, out: float, cloth: Surface) -> Mesh:
        rows = [[self.on_coat(float(h), float(a), out) for a in np.asarray(angles)] for h in np.asarray(heights)]
        return grid(np.array(rows, np.float32), cloth)

    def trunk(self) -> list[Mesh]:
        heights = np.r_[np.linspace(-self.dress.skirt, 0.36, 24), np.linspace(0.38, 0.52, 12)]
        coat = self._patch(heights, np.linspace(0, 360, 57), 0.0, self.cloth)
        return [coat, *self._fittings()]

    def _fittings(self) -> list[Mesh]:
        dress = self.dress
        parts: list[Mesh] = []
        collar = self.cloth if dress.collar is None else Cloth(dress.collar, 0.004)
        gap = np.linspace(14, 346, 33)
        rows = []
        for height, wide in ((0.505, 0.060), (0.540, 0.058), (0.545, 0.063), (0.525, 0.072), (0.500, 0.084)):
            ring = [
                self.spine(
                    height - 0.018 * float(np.cos(np.radians(a))),
                    wide * float(np.sin(np.radians(a))),
                    0.008 - wide * float(np.cos(np.radians(a))),
                )
                for a in gap
            ]
            rows.append(ring)
        parts.append(grid(np.array(rows, np.float32), collar))
        low = max(-dress.skirt, -0.30) + 0.01
        if dress.buttons and dress.apron is None:
            parts.append(self._patch(np.linspace(low, 0.49, 24), (-1.0, 3.0, 7.0), 0.004, self.cloth))
            dark = tuple(0.35 * v + 0.02 for v in dress.coat)
            button = Plain((dark[0], dark[1], dark[2]), gloss=0.25)
            for height in (0.45, 0.35, 0.24, 0.13, 0.02):
                parts.append(ellipsoid((0.009, 0.009, 0.006), button, tuple(self.on_coat(height, 3.0, 0.006)), 10))
        if "pockets" in dress.extras:
            for middle in (-34.0, 40.0):
                parts.append(
                    self._patch(np.linspace(0.24, 0.33, 5), np.linspace(middle - 14, middle + 14, 7), 0.006, self.cloth)
                )
                parts.append(
                    self._patch(
                        np.linspace(-0.09, 0.04, 5), np.linspace(middle - 18, middle + 18, 7), 0.007, self.cloth
                    )
                )
        if "badge" in dress.extras:
            parts.append(
                self._patch(
                    np.linspace(0.16, 0.40, 9), np.linspace(-44, 44, 15), 0.007, Cloth((0.60, 0.56, 0.46), 0.004)
                )
            )
            parts.append(
                self._patch(
                    np.linspace(0.20, 0.36, 7),
                    np.linspace(-30, 30, 11),
                    0.010,
                    Cloth((0.16, 0.17, 0.22), 0.004, check=0.03),
                )
            )
        if dress.belt is not None:
            parts.append(
                self._patch((0.055, 0.07, 0.10, 0.115), np.linspace(0, 360, 49), 0.008, Cloth(dress.belt, 0.006))
            )
        if dress.apron is not None:
            parts += self._apron(Cloth(dress.apron, 0.014))
        return parts

    def _apron(self, cloth: Surface) -> list[Mesh]:
        rows = []
        for height in np.linspace(0.36, -0.46, 22):
            half = 42.0 if height > 0.12 else 82.0
            drop = max(0.0, -float(height) - 0.06)
            ring = [
                self.on_coat(max(float(height), -0.06), float(a), 0.010 + 0.10 * drop)
                for a in np.linspace(-half, half, 25)
            ]
            rows.append([p - vec([0, drop, 0.04 * drop]) for p in ring])
        band = self._patch((0.085, 0.10, 0.12), np.linspace(0, 360, 49), 0.013, cloth)
        straps = [
            tube(
                [
                    self.on_coat(0.36, s * 40, 0.01),
                    self.on_coat(0.45, s * 45, 0.012),
                    self.spine(0.515, s * 0.062, 0.01),
                ],
                (0.010, 0.004),
                cloth,
            )
            for s in (-1, 1)
        ]
        return [grid(np.array(rows, np.float32), cloth), band, *straps]

    def legs(self) -> list[Mesh]:
        pose, dress = self.pose, self.dress
        cloth = Cloth(dress.trousers, folds=dress.folds)
        wide = 1.0 + (dress.bulk - 1.0) * 0.7
        parts = [ellipsoid((0.168 * wide, 0.15, 0.125 * wide), cloth, tuple(self.hips + vec([0, -0.03, 0])))]
        feet = (pose.right_foot, pose.left_foot)
        for side, foot, towards, toe in zip((-1, 1), feet, pose.knees, pose.toes, strict=True):
            root = self.hips + vec([side * 0.085, -0.03, 0.0])
            ankle = np.array(foot, np.float32) + vec([0, 0.085, 0])
            knee, end = joint(root, ankle, _THIGH, _SHIN, towards)
            hem = end + (knee - end) * 0.02
            taper = dress.leg_taper
            parts.append(_limb(root, knee, hem, (0.094 * wide, 0.074 * wide, 0.070 * wide * taper), cloth))
            shoe = self._shoe(Plain(dress.shoes, gloss=0.02))
            parts.append(shoe.turned(toe).moved(*(end - vec([0, 0.085, 0]))))
        return parts

    @staticmethod
    def _shoe(surface: Surface) -> Mesh:
        path = [
            (0, 0.085, 0.03),
            (0, 0.045, 0.045),
            (0, 0.042, 0.0),
            (0, 0.038, -0.07),
            (0, 0.03, -0.135),
            (0, 0.02, -0.175),
        ]
        radii = [(0.040, 0.040), (0.040, 0.042), (0.042, 0.048), (0.045, 0.036), (0.042, 0.028), (0.022, 0.016)]
        return tube(path, radii, surface, up=(1.0, 0.0, 0.0), sides=16).warped(
            lambda p: np.c_[p[:, 0], np.maximum(p[:, 1], 0.0), p[:, 2]]
        )

    def arms(self) -> list[Mesh]:
        pose, dress = self.pose, self.dress
        wide = 1.0 + (dress.bulk - 1.0) * 0.8
        width = 0.148 if dress.woman else 0.165
        parts = []
        for side, tip, towards, fist in zip(
            (-1, 1), (pose.right_hand, pose.left_hand), pose.elbows, pose.fists, strict=True
        ):
            root = self.spine(0.392, side * width, 0.004)
            elbow, wrist = joint(root, tip, _UPPER_ARM, _FOREARM, towards)
            cuff = 0.046 * wide * dress.sleeve
            parts.append(ellipsoid((0.062 * wide, 0.060 * wide, 0.070 * wide), self.cloth, tuple(root), 20))
            parts.append(_limb(root, elbow, wrist, (0.064 * wide, 0.056 * wide, cuff), self.cloth))
            parts += self._hand(elbow, wrist, side, fist)
        return parts

    def _hand(self, elbow: Array, wrist: Array, side: int, fist: bool) -> list[Mesh]:
        way = wrist - elbow
        way = way / max(float(np.linalg.norm(way)), 1e-6)
        if fist:
            return [ellipsoid((0.040, 0.042, 0.044), self.skin, tuple(wrist + way * 0.045), 16)]
        drop = vec([0, -0.3, -0.15])
        path = [
            wrist - way * 0.02,
            wrist + way * 0.03,
            wrist + way * 0.08,
            wrist + way * 0.125 + drop * 0.05,
            wrist + way * 0.165 + drop * 0.12,
        ]
        radii = [(0.026, 0.024), (0.022, 0.036), (0.018, 0.042), (0.015, 0.036), (0.008, 0.018)]
        palm = tube(path, radii, self.skin, up=(1.0, 0.0, 0.0), sides=14)
        inner = vec([-side * 0.020, 0, -0.026])
        thumb = tube(
            [path[1] + inner * 0.4, path[2] + inner * 1.3, path[3] + inner * 1.25], [0.014, 0.012, 0.007], self.skin, 10
        )
        return [palm, thumb]

    def head(self) -> list[Mesh]:
        turn, nod, tilt = self.pose.head
        frame = self.frame @ yaw(turn) @ pitch(-nod) @ roll(tilt)
        if abs(self.pose.lean[0]) > 25:
            frame = pitch(-self.pose.lean[0] * 0.45 - nod) @ yaw(turn) @ roll(tilt)
        centre = self.neck + frame @ vec([0, 0.150, -0.018])
        throat = tube(
            [self.spine(0.47, z=0.01), self.neck, centre + frame @ vec([0, -0.06, 0.02])],
            [0.060, 0.052, 0.050],
            self.skin,
        )
        parts = skull(self.dress) + headgear(self.dress)
        return [throat, *(part.scaled(1.07).rotated(frame).moved(*centre) for part in parts)]
