"""Lines that were cut by the edges of overlapping parts of a page, put together again."""

from __future__ import annotations

from archive_app.domain.scanned.lines import Corners
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found in a part of a page. ``edges``: where that part was cut off from the page (left, top, right,
    below), 0 where it ends with it."""

    corners: Corners
    edges: tuple[float, float, float, float] = (0, 0, 0, 0)


def joined_pieces(pieces: list[Piece]) -> list[Corners]:
    """Each line once: of what was found twice the larger; what goes on in the next part, in one."""
    left = sorted(pieces, key=lambda piece: -_area(_box(piece.corners)))
    made: list[Corners] = []
    while left:
        corners = left.pop(0).corners
        grown = True
        while grown:
            grown = False
            for other in left:
                whole = _with(corners, other.corners)
                if whole is not None:
                    corners, grown = whole, True
                    left.remove(other)
                    break
        made.append(corners)
    return made


def _with(one: Corners, other: Corners) -> Corners | None:
    """Two pieces of one line as one; ``None`` where they are none."""
    a, b = _box(one), _box(other)
    wide, high = _shared(a[0], a[2], b[0], b[2]), _shared(a[1], a[3], b[1], b[3])
    if wide <= 0 or high <= 0:
        return None
    if wide * high > 0.6 * min(_area(a), _area(b)):
        return one if _area(a) >= _area(b) and wide * high > 0.9 * _area(b) else _around(one, other)
    across = a[2] - a[0] >= a[3] - a[1]
    if across != (b[2] - b[0] >= b[3] - b[1]):
        return None
    thin = min(a[3] - a[1], b[3] - b[1]) if across else min(a[2] - a[0], b[2] - b[0])
    thick = max(a[3] - a[1], b[3] - b[1]) if across else max(a[2] - a[0], b[2] - b[0])
    same = (high if across else wide) > 0.6 * thin and thin > 0.6 * thick
    return _around(one, other) if same else None


def _around(one: Corners, other: Corners) -> Corners:
    """What both cover, leaning as they do: the outer corners along the line."""
    a, b = _box(one), _box(other)
    if max(a[2], b[2]) - min(a[0], b[0]) >= max(a[3], b[3]) - min(a[1], b[1]):
        first, last = (one, other) if a[0] <= b[0] else (other, one)
        last = last if _box(last)[2] >= _box(first)[2] else first
        return (*first[0:2], *last[2:6], *first[6:8])
    first, last = (one, other) if a[1] <= b[1] else (other, one)
    last = last if _box(last)[3] >= _box(first)[3] else first
    return (*first[0:4], *last[4:8])


def _box(corners: Corners) -> tuple[float, float, float, float]:
    return min(corners[0::2]), min(corners[1::2]), max(corners[0::2]), max(corners[1::2])


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(begin: float, end: float, other: float, far: float) -> float:
    return min(end, far) - max(begin, other)
