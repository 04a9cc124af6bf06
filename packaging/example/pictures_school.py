"""ph-44: two rows before a village school; where every head falls is worked out, for the record's regions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from buildings import DARK, MUD_ROOF, TIMBER, lattice, panel, plank_door, slab
from darkroom import WARM_BLACK, Print, picture_size
from figures import Pose, person
from grounds import Earth
from landscape import ground, hills, rolling
from light import Sky, Sun
from mesh import Mesh, Vector, box, tube
from plants import poplar
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Plain
from things import bench
from wardrobe import BLACK, CLOTH_BLUE, GREY, NAVY, Colour, Dress

_RATIO = 1.42
_SHEET = Print(border=100, deckle=11.0)


@dataclass(frozen=True, slots=True)
class Sitter:
    """One of the group: which row, where from the left, how tall, what is worn."""

    front: bool
    x: float
    tall: float
    coat: Colour
    hair: str
    hat: str = "none"
    hat_colour: Colour = NAVY
    turn: float = 0.0
    head: tuple[float, float, float] = (0.0, 0.0, 0.0)
    woman: bool = False

    @property
    def rise(self) -> float:
        """What the feet stand on, in metres."""
        return 0.0 if self.front else 0.16

    @property
    def place(self) -> Vector:
        """The ground under the feet."""
        return (self.x, self.rise, 5.9 if self.front else 6.75)

    @property
    def face(self) -> Vector:
        """The middle of the head."""
        hips = 0.485 if self.front else 0.915
        scale = self.tall / 1.66
        return (self.x, self.rise + (hips + 0.655) * scale, self.place[2] - 0.05)


SITTERS = (
    Sitter(True, -1.62, 1.40, (0.33, 0.32, 0.31), "braids", turn=8, head=(-6, 0, 3), woman=True),
    Sitter(True, -0.83, 1.60, (0.20, 0.22, 0.25), "bob", turn=3, head=(2, -2, 0), woman=True),
    Sitter(True, 0.0, 1.68, NAVY, "short", "cap", turn=0, head=(0, -1, 0)),
    Sitter(True, 0.83, 1.66, (0.30, 0.28, 0.26), "short", turn=-4, head=(4, 2, -2)),
    Sitter(True, 1.60, 1.38, (0.36, 0.16, 0.14), "braids", turn=-8, head=(7, 0, 2), woman=True),
    Sitter(False, -1.95, 1.47, CLOTH_BLUE, "short", "cap", turn=9, head=(-5, 2, 0)),
    Sitter(False, -1.18, 1.44, (0.42, 0.41, 0.38), "braids", turn=4, head=(3, 0, -3), woman=True),
    Sitter(False, -0.42, 1.52, GREY, "short", turn=2, head=(-3, -2, 2)),
    Sitter(False, 0.40, 1.50, (0.26, 0.29, 0.33), "bob", turn=-2, head=(0, 1, 0), woman=True),
    Sitter(False, 1.20, 1.54, NAVY, "short", "cap", turn=-6, head=(6, 0, 3)),
    Sitter(False, 1.98, 1.43, (0.35, 0.34, 0.32), "short", turn=-9, head=(-4, 3, -2)),
)
"""Front row, then back row, each from the left of the picture."""


def _camera() -> Camera:
    return Camera((0.0, 1.62, 0.0), (0.0, 1.20, 6.3), 47.0, shift=0.035)


def school_group() -> Scene:
    """Five seated on a bench, six standing behind them on a plank, before the schoolroom's wall."""
    rng = np.random.default_rng(44)
    sun = Sun(bearing=-34, height=46, reach=12, centre=(0, 0, 6.5), strength=2.6, size=0.06)
    scene = Scene(_camera(), sun, Sky(clouds=0.5, seed=44))
    yard = Earth((0.44, 0.37, 0.28), lumps=0.010, stones=0.1)
    scene.add(ground(scene.camera, yard, rolling(0.02, 4.0)), hills(scene.camera, 250, seed=44))
    scene.add(bench(1.9, (-0.95, 0, 5.98), 0, 0.44), bench(1.9, (0.97, 0, 5.98), 0, 0.44))
    scene.add(bench(2.3, (-1.15, 0, 6.82), 0, 0.16), bench(2.3, (1.18, 0, 6.82), 0, 0.16))
    for sitter in SITTERS:
        scene.add(_figure(sitter))
    scene.add(_schoolroom())
    for k in range(4):
        scene.add(poplar((-10.5 + 2.3 * k, 0, 19), rng, float(rng.uniform(9, 11)), 4200, leaf=0.09))
    return scene


def _figure(sitter: Sitter) -> list[Mesh]:
    dress = Dress(
        coat=sitter.coat,
        trousers=BLACK if sitter.front else NAVY,
        hat=sitter.hat,
        hat_colour=sitter.hat_colour,
        hair=sitter.hair,
        woman=sitter.woman,
        folds=0.022,
        extras=("pockets",) if sitter.tall > 1.6 and not sitter.woman else (),
    )
    if sitter.front:
        pose = Pose(
            turn=sitter.turn,
            hips=(0, 0.485, 0.0),
            lean=(3, 0),
            head=sitter.head,
            right_foot=(-0.12, 0.0, -0.38),
            left_foot=(0.13, 0.0, -0.37),
            right_hand=(-0.13, 0.62, -0.33),
            left_hand=(0.14, 0.62, -0.33),
            elbows=((-0.8, 0.0, 0.8), (0.8, 0.0, 0.8)),
        )
    else:
        pose = Pose(turn=sitter.turn, head=sitter.head)
    return person(pose, dress, sitter.place, sitter.tall)


def _schoolroom() -> list[Mesh]:
    wall = Adobe((0.50, 0.43, 0.33), patches=0.35)
    windows = [(x, 1.0, 1.4, 1.2) for x in (1.1, 3.2, 8.0, 10.2)]
    parts = [
        panel(12.8, 2.9, [*windows, (5.75, 0.1, 1.3, 2.1)], wall, 0.4),
        box((12.4, 2.8, 0.05), DARK, (6.4, 0, 0.6)),
    ]
    glass = Plain((0.10, 0.11, 0.12), 0.2, gloss=0.35)
    for x, y, w, h in windows:
        parts += [p.moved(x, y, 0.12) for p in lattice(w, h, 4, 3, 0.03, TIMBER, glass)]
    parts += [p.moved(5.75, 0.1, 0.15) for p in plank_door(1.3, 2.1)]
    parts += [tube([(x, 2.84, 0.1), (x, 2.84, -0.65)], 0.06, TIMBER, sides=10) for x in np.arange(0.3, 12.7, 0.62)]
    parts.append(slab((13.2, 0.26, 5.4), MUD_ROOF, 0.05, 5).moved(6.4, 2.9, 2.0))
    return [part.moved(-6.5, 0, 9.3) for part in parts]


def regions(long_edge: int = 3000) -> list[list[float]]:
    """For each sitter the head's place in the finished scan: middle x and y, width and height as shares of it."""
    width, height, inner_w, inner_h = picture_size(long_edge, _RATIO, _SHEET)
    scene = Scene(_camera())
    found = []
    for sitter in SITTERS:
        x, y, z = sitter.face
        half = 0.145 * sitter.tall / 1.66
        mid_x, mid_y = scene.project((x, y, z), inner_w, inner_h)
        right, _ = scene.project((x + half, y, z), inner_w, inner_h)
        _, top = scene.project((x, y + half * 1.2, z), inner_w, inner_h)
        left, up = (width - inner_w) / 2, (height - inner_h) / 2
        box_w, box_h = 2 * (right - mid_x) / width, 2 * (mid_y - top) / height
        found.append([round(v, 3) for v in ((mid_x + left) / width, (mid_y + up) / height, box_w, box_h)])
    return found


PICTURES = [
    Picture(
        "ph-44",
        "ph-44.jpg",
        "PH-44_杏花湾小学合影.jpg",
        "杏花湾小学师生合影",
        "1975年7月",
        "2026:05:21 10:12:30",
        FLATBED,
        44,
        WARM_BLACK,
        ratio=_RATIO,
        sheet=_SHEET,
        scene=school_group,
    ),
]
