"""ph-40: a window flower."""

from __future__ import annotations

import numpy as np
from buildings import TIMBER, panel
from darkroom import FADED_COLOUR, Print
from grounds import Snow
from light import Sky, Sun
from mesh import Mesh, Vector, beam, box, polygon, tube
from paper_cut import corner_flower, round_flower
from PIL import Image
from scene import Camera, Scene
from studio import FLATBED, Picture
from surfaces import Adobe, Decal, Plain, Wood


def window_flower() -> Scene:
    """ph-40: a round red paper-cut in the middle of a papered lattice window, small ones in the corners, low sun."""
    camera = Camera((0.22, 1.46, -2.75), (0.0, 1.42, 0.0), 42, shift=0.0)
    sun = Sun(bearing=-40, height=31, reach=3.0, centre=(0, 1.4, 0), strength=2.5, colour=(1.0, 0.92, 0.78), size=0.02)
    scene = Scene(camera, sun, Sky(ambient=0.50, bounce=(0.5, 0.5, 0.52)), corner=0.12)
    wall = Adobe((0.44, 0.36, 0.265), patches=0.4)
    wide, tall = 1.30, 1.14
    low = 0.83
    scene.add(
        panel(4.0, 2.8, [(2.0 - wide / 2 - 0.06, low - 0.06, wide + 0.12, tall + 0.12)], wall, 0.25).moved(-2.0, 0, 0)
    )
    wood = Wood((0.20, 0.135, 0.085), contrast=1.4)
    paper = Image.new("RGBA", (2400, round(2400 * tall / wide)), "#e9e2cf")
    flower = round_flower(1000).resize((1080, 1080), Image.Resampling.LANCZOS)
    middle = (paper.width // 2, paper.height // 2)
    paper.alpha_composite(flower, (middle[0] - 540, middle[1] - 540))
    spot = corner_flower(420)
    for x in (0.105, 0.895):
        for y in (0.125, 0.875):
            piece = spot.rotate(
                {(0.105, 0.125): 0, (0.895, 0.125): 270, (0.895, 0.875): 180, (0.105, 0.875): 90}[(x, y)]
            )
            paper.alpha_composite(piece, (round(paper.width * x) - 210, round(paper.height * y) - 210))
    sheet = polygon(
        [(-wide / 2, low, 0.12), (wide / 2, low, 0.12), (wide / 2, low + tall, 0.12), (-wide / 2, low + tall, 0.12)],
        Decal(paper, through=0.12),
        uv=[(0, 0), (1, 0), (1, 1), (0, 1)],
    )
    scene.add(box((wide + 0.14, tall + 0.14, 0.02), Plain((0.03, 0.03, 0.03)), (0, low - 0.07, 0.15)))
    scene.add(sheet, _window_bars(wide, tall, low, wood))
    scene.add(
        box((wide + 0.5, 0.10, 0.34), wood, (0, low - 0.17, 0.02)),
        box((wide + 0.5, 0.03, 0.30), Snow(drift=0.012), (0, low - 0.075, -0.02)),
    )
    scene.add(beam((-wide / 2 - 0.12, low - 0.06, 0.02), (-wide / 2 - 0.12, low + tall + 0.06, 0.02), 0.13, 0.10, wood))
    scene.add(beam((wide / 2 + 0.12, low - 0.06, 0.02), (wide / 2 + 0.12, low + tall + 0.06, 0.02), 0.13, 0.10, wood))
    scene.add(box((wide + 0.6, 0.14, 0.2), wood, (0, low + tall + 0.02, 0.02)))
    scene.add(_chillies((-0.98, 1.95, -0.05)), _chillies((0.99, 1.98, -0.05)))
    return scene


def _window_bars(wide: float, tall: float, low: float, wood: Wood) -> list[Mesh]:
    """步步锦-like lattice: an open square in the middle, bars stepping outward."""
    bar, z = 0.024, 0.10
    parts = [box((wide, 0.05, 0.06), wood, (0, y, z - 0.02)) for y in (low, low + tall - 0.05)]
    parts += [box((0.05, tall - 0.10, 0.06), wood, (s * (wide / 2 - 0.025), low + 0.05, z - 0.02)) for s in (-1, 1)]
    half = 0.335
    mid = low + tall / 2
    for s in (-1, 1):
        parts.append(box((bar, tall, 0.03), wood, (s * half, low, z)))
        parts.append(box((wide, bar, 0.03), wood, (0, mid + s * half - bar / 2, z + 0.006)))
        parts.append(box((bar, tall, 0.03), wood, (s * (half + 0.135), low, z)))
        parts.append(box((wide, bar, 0.03), wood, (0, mid + s * (half + 0.115) - bar / 2, z + 0.006)))
        for x in (-0.17, 0.0, 0.17):
            parts.append(box((bar, tall / 2 - half, 0.03), wood, (x, low if s < 0 else mid + half, z)))
            parts.append(
                box((wide / 2 - half, bar, 0.03), wood, (s * (wide / 2 + half) / 2, mid + x - bar / 2, z + 0.006))
            )
    return parts


def _chillies(at: Vector) -> list[Mesh]:
    """A string of dried chillies beside the window."""
    rng = np.random.default_rng(int(abs(at[0]) * 1000) + 5)
    skin = Plain((0.30, 0.030, 0.018), 0.2, gloss=0.35)
    parts = [tube([at, (at[0], at[1] - 0.72, at[2])], 0.005, TIMBER, sides=6)]
    for k in range(46):
        y = at[1] - 0.06 - 0.0145 * k
        a = rng.uniform(0, 2 * np.pi)
        out = np.array([np.cos(a), 0, np.sin(a) * 0.6 - 0.3])
        base = np.array([at[0], y, at[2]])
        tip = base + out * 0.055 + [0, -0.075, 0]
        parts.append(tube([base, base + out * 0.045 + [0, -0.02, 0], tip], [0.006, 0.009, 0.002], skin, sides=8))
    return parts


PICTURES = [
    Picture(
        "ph-40",
        "ph-40.jpg",
        "PH-40_窗花.jpg",
        "窗花",
        "1987年",
        "2026:02:15 11:36:52",
        FLATBED,
        40,
        FADED_COLOUR,
        ratio=1.4,
        sheet=Print(border=75, deckle=0.0, paper=(0.93, 0.915, 0.87)),
        scene=window_flower,
    ),
]
