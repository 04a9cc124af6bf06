"""A lane between two rows of mud walls."""

from __future__ import annotations

import numpy as np
from buildings import TIMBER, lattice, panel, plank_door
from mesh import Mesh, box, tube
from surfaces import Adobe, Surface


def lane_walls(left: float, right: float, far: float, wall: Surface, other: Surface) -> list[Mesh]:
    """Two facing rows of mud walls with gates, receding along z."""
    parts: list[Mesh] = []
    gates = [(4.6, 0.1, 1.3, 2.1), (11.6, 0.1, 1.2, 2.0), (19.0, 0.1, 1.3, 2.1)]
    near = panel(far, 3.0, gates, wall, 0.4).turned(90).moved(right, 0, far - 1.5)
    parts.append(near)
    for x, y, w, h in gates:
        parts += [p.moved(x, y, 0.18).turned(90).moved(right, 0, far - 1.5) for p in plank_door(w, h)]
        parts.append(
            box((w + 0.7, 0.16, 0.6), TIMBER, (x + w / 2, y + h + 0.02, -0.2)).turned(90).moved(right, 0, far - 1.5)
        )
    windows = [(2.6, 1.2, 1.2, 1.2), (8.2, 1.2, 1.2, 1.2), (14.5, 1.2, 1.2, 1.2)]
    doors = [(5.6, 0.1, 1.1, 2.0), (11.6, 0.1, 1.1, 2.0)]
    parts.append(panel(far, 2.9, [*windows, *doors], other, 0.35).turned(-90).moved(left, 0, -1.5))
    for x, y, w, h in windows:
        parts += [p.moved(x, y, 0.12).turned(-90).moved(left, 0, -1.5) for p in lattice(w, h, 5, 5)]
    for x, y, w, h in doors:
        parts += [p.moved(x, y, 0.16).turned(-90).moved(left, 0, -1.5) for p in plank_door(w, h)]
    for x in np.arange(0.4, far, 0.7):
        parts.append(tube([(left + 0.1, 2.92, x - 1.5), (left + 0.62, 2.92, x - 1.5)], 0.055, TIMBER, sides=8))
    parts.append(box((0.85, 0.22, far), Adobe((0.36, 0.29, 0.21), patches=0.0), (left + 0.25, 2.98, far / 2 - 1.5)))
    parts.append(box((0.6, 0.16, far), Adobe((0.38, 0.31, 0.22), patches=0.0), (right + 0.1, 2.98, far / 2 - 1.5)))
    return parts
