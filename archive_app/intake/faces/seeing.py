"""The faces of a whole photograph: looked for at several sizes, in squares that overlap, each face told once.

A detector sees faces from some twenty pixels to some hundreds. So a scan is looked at whole, made small, and again
twice as large each time, up to its own pixels, in squares of the detector's size; last, where its people are small or
nobody was found yet, larger than it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from statistics import median

from PIL import Image

from archive_app.domain.adjustment import Box
from archive_app.domain.found_faces import Found, each_once
from archive_app.intake.faces.models import Detector

LEAST = 0.7
"""How sure the detector must be."""
_LAP = 0.25
"""Of a square, that the next one shows again: faces larger than that are found in the smaller picture."""
_SMALLEST = 12.0
"""Pixels of what was looked at, below which no face is believed."""
_ENLARGED, _SMALL_ENLARGED, _SMALL = 1.5, 2.0, 1600
"""How much larger a picture is looked at, last; and one whose longer side has less than so many pixels."""
_FAR = 64.0
"""Pixels of the picture itself: where the smallest face that was found is larger, nobody stands so far away that the
picture had to be looked at larger than it is."""
_FLAT = 12
"""A square whose lightest and darkest pixels are no further apart holds nobody: a margin, a clear sky."""
_DOUBTED, _ODD, _ENOUGH = 0.85, 4.0, 3
"""What the detector is not so sure of, and so many times smaller than a face is on this photograph (if it has enough of
them), is a badge, a poster, a knot in the wood."""

Progress = Callable[[float], None]


def faces_in(picture: Image.Image, detector: Detector, progress: Progress = lambda share: None) -> list[Found]:
    """The faces in a picture, boxes in shares of it. ``progress`` is told shares, from 0 to 1."""
    whole = picture if picture.mode == "RGB" else picture.convert("RGB")
    sizes = looks(whole.size, detector.edge)
    count = sum(len(list(squares(size, detector.edge))) for size in sizes)
    found: list[Found] = []
    ready = 0
    for size in sizes:
        if max(size) > max(whole.size) >= _SMALL and not _far(found, whole.height):
            break
        seen = whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS)
        for left, top in squares(size, detector.edge):
            found += _in_square(seen, left, top, detector)
            ready += 1
            progress(ready / count)
    return _believed(each_once(found))


def looks(size: tuple[int, int], edge: int) -> list[tuple[int, int]]:
    """The sizes at which a picture is looked at: the smallest is one square, the last is larger than the picture."""
    longest = max(size)
    last = _SMALL_ENLARGED if longest < _SMALL else _ENLARGED
    shares = [min(last, edge / longest)]
    while shares[-1] * 2 < 0.8:
        shares.append(shares[-1] * 2)
    if shares[-1] < 0.8:
        shares.append(1.0)
    if shares[-1] < last * 0.8:
        shares.append(last)
    return [(max(1, round(size[0] * share)), max(1, round(size[1] * share))) for share in shares]


def _far(found: list[Found], height: int) -> bool:
    return not found or min(one.box[3] for one in found) * height < _FAR


def _believed(found: list[Found]) -> list[Found]:
    sure = [one.box[3] for one in found if one.sure >= _DOUBTED]
    if len(sure) < _ENOUGH:
        return found
    least = median(sure) / _ODD
    return [one for one in found if one.sure >= _DOUBTED or one.box[3] >= least]


def squares(size: tuple[int, int], edge: int) -> Iterator[tuple[int, int]]:
    """Left and top of squares that cover a picture, and overlap."""
    for top in _starts(size[1], edge):
        for left in _starts(size[0], edge):
            yield left, top


def _starts(length: int, edge: int) -> list[int]:
    if length <= edge:
        return [0]
    count = math.ceil((length - edge) / (edge * (1 - _LAP))) + 1
    return [round(one * (length - edge) / (count - 1)) for one in range(count)]


def _in_square(picture: Image.Image, left: int, top: int, detector: Detector) -> list[Found]:
    edge = detector.edge
    right, bottom = min(picture.width, left + edge), min(picture.height, top + edge)
    cut = picture.crop((left, top, right, bottom))
    if _is_flat(cut):
        return []
    if cut.size != (edge, edge):
        square = Image.new("RGB", (edge, edge))
        square.paste(cut)
        cut = square
    found = []
    for one in detector.look(cut, LEAST):
        x, y, width, height = one.box
        if min(width, height) < _SMALLEST or _cut_off(one, left, top, right, bottom, picture.size):
            continue
        found.append(Found(_shares(left + x, top + y, width, height, picture.size), one.sure))
    return found


def _is_flat(cut: Image.Image) -> bool:
    tones = cut.histogram()  # of an RGB picture: 256 of each band
    for band in range(3):
        there = [tone for tone, count in enumerate(tones[256 * band : 256 * band + 256]) if count]
        if there[-1] - there[0] > _FLAT:
            return False
    return True


def _cut_off(one: Found, left: int, top: int, right: int, bottom: int, size: tuple[int, int]) -> bool:
    """Whether a face reaches an edge at which the picture goes on: another square shows it whole."""
    x, y, width, height = one.box
    return bool(
        (left and x < 1)
        or (top and y < 1)
        or (right < size[0] and left + x + width > right - 1)
        or (bottom < size[1] and top + y + height > bottom - 1)
    )


def _shares(x: float, y: float, width: float, height: float, size: tuple[int, int]) -> Box:
    """Within the picture, in shares of it."""
    left, top = min(max(0.0, x), size[0] - 1.0), min(max(0.0, y), size[1] - 1.0)
    right, bottom = min(float(size[0]), x + width), min(float(size[1]), y + height)
    return left / size[0], top / size[1], max(1.0, right - left) / size[0], max(1.0, bottom - top) / size[1]
