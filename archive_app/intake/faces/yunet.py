"""What YuNet's answers mean: boxes of faces in pixels of what it was shown.

The model (``face_detection_yunet_2023mar.onnx`` and later, OpenCV Zoo, MIT) looks at a grid of every 8, 16 and 32
pixels. For each place of a grid it says ``cls`` (it is a face) and ``obj`` (its box is good), both from 0 to 1, and
``bbox``: where the middle is from there, in steps of the grid, and the logarithms of width and height likewise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from archive_app.domain.adjustment import Box
from archive_app.domain.found_faces import Found

GRIDS = (8, 16, 32)
"""Pixels from one place of a grid to the next."""
ANSWERS = tuple(f"{part}_{step}" for part in ("cls", "obj", "bbox") for step in GRIDS)
"""What the model must answer by these names; the places of eyes, nose and mouth (``kps``) are not asked for."""
_MOST = 8.0
"""Logarithm of a side above which an answer is nonsense."""


def boxes_of(answers: Mapping[str, Sequence[float]], size: tuple[int, int], least: float) -> list[Found]:
    """The faces in a picture of this ``size`` (width, height) of which the model is at ``least`` so sure; in pixels.

    ``answers`` holds those of ``ANSWERS``, each as one row of numbers. Nothing that is no number gets through."""
    found = []
    floor = least * least
    for step in GRIDS:
        across = size[0] // step
        boxes = answers[f"bbox_{step}"]
        for place, (face, good) in enumerate(zip(answers[f"cls_{step}"], answers[f"obj_{step}"], strict=True)):
            if not face * good >= floor:
                continue
            sure = math.sqrt(min(1.0, max(0.0, face)) * min(1.0, max(0.0, good)))
            box = _box(boxes[4 * place : 4 * place + 4], place % across, place // across, step)
            if sure >= least and box is not None:
                found.append(Found(box, sure))
    return found


def _box(told: Sequence[float], column: int, row: int, step: int) -> Box | None:
    if not all(math.isfinite(one) for one in told) or max(told[2:]) > _MOST:
        return None
    x, y = (column + told[0]) * step, (row + told[1]) * step
    width, height = math.exp(told[2]) * step, math.exp(told[3]) * step
    return x - width / 2, y - height / 2, width, height
