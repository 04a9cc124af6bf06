"""What has no surface: halos round lights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mesh import Colour
from numpy.typing import NDArray
from PIL import Image
from scene import Rendered, Scene

Array = NDArray[Any]


def halos(
    scene: Scene, rendered: Rendered, spots: Sequence[tuple[tuple[float, float, float], Colour, float, float]]
) -> Array:
    """Halos round lights: (place, colour, strength, radius in fractions of the width)."""
    tall, wide = rendered.light.shape[:2]
    light = rendered.light
    for place, colour, strength, radius in spots:
        x, y = scene.project(place, wide, tall)
        reach = radius * wide
        line, column = np.mgrid[0:tall:4, 0:wide:4].astype(np.float32)
        halo = np.exp(-np.hypot(column - x, line - y) / reach)
        big = np.asarray(Image.fromarray(halo.astype(np.float32)).resize((wide, tall), Image.Resampling.BILINEAR))
        light = light + strength * big[..., None] * np.array(colour, np.float32)
    return light.astype(np.float32)
