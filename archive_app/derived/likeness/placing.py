"""Where one picture lies in another that is of the same print, so that what stands on it can stand on the other."""

from __future__ import annotations

from PIL import Image

from archive_app.derived.likeness.index import Index
from archive_app.derived.likeness.prints import TURNS, Box, print_of, tile_of
from archive_app.derived.likeness.registering import Fit, drawing_of, fit
from archive_app.domain.adjustment import WHOLE
from archive_app.frozen import dataclass

_QUARTERS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
_WHOLE_ENOUGH = 0.015
"""Shares of a side within which a picture is all of the other: laying them over each other is no finer."""


@dataclass(frozen=True, slots=True)
class Placed:
    """``turn`` (of ``TURNS``) makes the one stand as the other does; then it covers ``box`` of the other, which may
    reach beyond its edges where the other is a part of it. All in shares of upright pictures."""

    turn: int
    box: Box

    @property
    def quarters(self) -> int | None:
        """Quarter turns, counterclockwise, by which it stands as the other does; None where it is its mirror image."""
        way = TURNS[self.turn]
        return _QUARTERS.index(way) if way in _QUARTERS else None

    def there(self, box: Box) -> Box:
        """Where a box of the one is in the other."""
        x, y, w, h = _transposed(box, TURNS[self.turn])
        left, top, width, height = self.box
        return left + x * width, top + y * height, w * width, h * height


def placed(one: Image.Image, other: Image.Image) -> Placed | None:
    """Where ``one`` (a small upright picture, as lists have it) lies in ``other``; None where they are not certainly of
    one print."""
    own, theirs = tile_of(one), tile_of(other)
    if own is None or theirs is None:
        return None
    wanted, index = print_of(own), Index()
    index.add(print_of(theirs))
    found = [(candidate, False) for candidate in index.likely(wanted, index.search(wanted))]
    back = Index()
    back.add(wanted)
    there = print_of(theirs)
    found += [(candidate, True) for candidate in back.likely(there, back.search(there))]
    first, second = drawing_of(one), drawing_of(other)
    best: tuple[Fit, Placed] | None = None
    for candidate, swapped in found:
        inner, outer = (second, first) if swapped else (first, second)
        if candidate.inside:  # what was asked for holds the other
            way = TURNS[candidate.turn]
            fitting = fit(outer, inner if way is None else inner.transpose(way), 0, candidate.box)
            place = _inverse(_box_of(fitting), candidate.turn)
        else:
            fitting = fit(inner, outer, candidate.turn, candidate.box)
            place = Placed(candidate.turn, _box_of(fitting))
        if swapped:
            place = _swapped(place)
        if fitting.same and (best is None or fitting.whole > best[0].whole):
            best = fitting, place
    return _rounded(best[1]) if best is not None else None


def _box_of(fitting: Fit) -> Box:
    """The upright box in the middle of the four corners: a tilt of some degrees moves a face by little."""
    x1, y1, x2, y2, x3, y3, x4, y4 = fitting.quad
    left, top = (x1 + x4) / 2, (y1 + y2) / 2
    return left, top, (x2 + x3) / 2 - left, (y3 + y4) / 2 - top


def _inverse(box: Box, turn: int) -> Placed:
    """The other covers ``box`` of the turned one: where the turned one lies in the other."""
    left, top, width, height = box
    return Placed(turn, (-left / width, -top / height, 1 / width, 1 / height))


def _swapped(place: Placed) -> Placed:
    """Where the first lies in the second, of where the second lies in the first."""
    way = TURNS[place.turn]
    back = way if way is None else _BACK.get(way, way)
    turn = TURNS.index(back)
    left, top, width, height = _transposed(place.box, back)
    return Placed(turn, (-left / width, -top / height, 1 / width, 1 / height))


def _rounded(place: Placed) -> Placed:
    """All of it, where it is nearly that."""
    near = all(abs(one - other) <= _WHOLE_ENOUGH for one, other in zip(place.box, WHOLE, strict=True))
    return Placed(place.turn, WHOLE) if near else place


_BACK = {
    Image.Transpose.ROTATE_90: Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_270: Image.Transpose.ROTATE_90,
}


def _transposed(box: Box, way: Image.Transpose | None) -> Box:
    x, y, w, h = box
    turns = Image.Transpose
    return {
        None: box,
        turns.ROTATE_90: (y, 1 - x - w, h, w),
        turns.ROTATE_180: (1 - x - w, 1 - y - h, w, h),
        turns.ROTATE_270: (1 - y - h, x, h, w),
        turns.FLIP_LEFT_RIGHT: (1 - x - w, y, w, h),
        turns.FLIP_TOP_BOTTOM: (x, 1 - y - h, w, h),
        turns.TRANSPOSE: (y, x, h, w),
        turns.TRANSVERSE: (1 - y - h, 1 - x - w, h, w),
    }[way]
