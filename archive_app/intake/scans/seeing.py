"""A page as it is read: which way it stands, where its lines are, what each says. The recogniser is behind a protocol.

Lines are looked for in the page made small, and where its print is then too small to be found, in parts of it that
overlap. They are read in the page itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from statistics import median

from PIL import Image

from archive_app.domain.scanned.joining import Piece, joined_pieces
from archive_app.domain.scanned.lines import Corners, ScanLine, ScanPage
from archive_app.domain.scanned.order import in_order
from archive_app.domain.scanned.turning import turned
from archive_app.frozen import dataclass
from archive_app.intake.scans.recogniser import Recogniser, Words

SMALL = 2000
"""Pixels at which a page is looked at whole."""
_FINE = 22
"""Pixels that a line must be high to be found well; where the page has finer ones, parts of it are looked at."""
_LOW = 0.3
"""Below that a strip holds no words: a rule, a stain, an ornament."""
_FAIR = 0.85
"""Below that a strip is read again, another way."""
_SAMPLES, _SHORTEST = 3, 3
"""Lines by which is seen which way a page stands, and characters that such a line has at the least."""
_MARGIN = 0.06
"""Of a line's height, that is taken in around it."""
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_SURE_TURN = 0.12
"""By how much another way up must read better than the way the page lies."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line cut out, lying; ``down``: it ran down the page, and its characters lie on their left side."""

    picture: Image.Image
    down: bool


def page_of(
    picture: Image.Image, number: int, recogniser: Recogniser, progress: Progress = lambda share: None
) -> ScanPage:
    """Everything that stands on a page, in the order in which it is read. ``progress`` is told shares, from 0 to 1."""
    picture = picture if picture.mode in ("L", "RGB") else _on_white(picture)
    found = _found(picture, recogniser)
    progress(0.25)
    turn = which_turn(picture, found, recogniser)
    if turn:
        picture = picture.transpose(_TURNS[turn])
        found = [turned(corners, turn, picture.size) for corners in found]
    lines = []
    for at, corners in enumerate(found):
        words, down = _read(picture, corners, recogniser)
        if words.text and words.mean >= _LOW:
            lines.append(ScanLine(corners, words.text, words.sure, upright=down))
        progress(0.3 + 0.7 * (at + 1) / len(found))
    return ScanPage(number, turn, picture.size, in_order(lines, picture.size))


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands():
        return picture.convert("RGB")
    whole = Image.new("RGB", picture.size, "white")
    whole.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return whole


# — where lines are —


def _found(picture: Image.Image, recogniser: Recogniser) -> list[Corners]:
    share = min(1.0, SMALL / max(picture.size))
    small = picture if share == 1 else picture.resize(_scaled(picture.size, share), Image.Resampling.LANCZOS)
    found = recogniser.find(small)
    if share < 1:
        high = median([min(_sides(corners)) for corners in found] or [0.0])
        if not found or high < _FINE:
            fine = min(1.0, share * 1.5 * _FINE / high) if found else min(1.0, 3 * share)
            found = _in_parts(picture, fine, recogniser)
            share = fine
    return [_times(righted(corners), 1 / share) for corners in found if min(_sides(corners)) >= 4]


def _in_parts(picture: Image.Image, share: float, recogniser: Recogniser) -> list[Corners]:
    whole = picture if share == 1 else picture.resize(_scaled(picture.size, share), Image.Resampling.LANCZOS)
    pieces = []
    for left, top, right, bottom in parts(whole.size):
        for corners in recogniser.find(whole.crop((left, top, right, bottom))):
            moved = _moved(righted(corners), left, top)
            edges = (left and left + 3, top and top + 3, right - 3 if right < whole.width else 0,
                     bottom - 3 if bottom < whole.height else 0)  # fmt: skip
            pieces.append(Piece(moved, edges))
    return joined_pieces(pieces)


def parts(size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Boxes that cover a picture, each at most ``SMALL`` pixels long, and overlap by an eighth."""
    across, down = (_spans(length) for length in size)
    for top, bottom in down:
        for left, right in across:
            yield left, top, right, bottom


def _spans(length: int) -> list[tuple[int, int]]:
    if length <= SMALL:
        return [(0, length)]
    step = SMALL * 7 // 8
    count = math.ceil((length - SMALL) / step) + 1
    apart = (length - SMALL) / (count - 1)
    return [(round(one * apart), min(length, round(one * apart) + SMALL)) for one in range(count)]


def righted(corners: Corners) -> Corners:
    """The corners with the left upper one first, clockwise: of what leans, finders begin with any."""
    points = list(zip(corners[0::2], corners[1::2], strict=True))
    area = sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True))
    if area < 0:
        points.reverse()
    sides = [(u - x, v - y) for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True)]
    first = max(range(4), key=lambda at: _unit(*sides[at])[0])  # the side that goes most to the right is the upper one
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[first:] + points[:first]
    return x0, y0, x1, y1, x2, y2, x3, y3


def _scaled(size: tuple[int, int], share: float) -> tuple[int, int]:
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _times(corners: Corners, by: float) -> Corners:
    x0, y0, x1, y1, x2, y2, x3, y3 = (one * by for one in corners)
    return x0, y0, x1, y1, x2, y2, x3, y3


def _moved(corners: Corners, left: float, top: float) -> Corners:
    x0, y0, x1, y1, x2, y2, x3, y3 = corners
    return x0 + left, y0 + top, x1 + left, y1 + top, x2 + left, y2 + top, x3 + left, y3 + top


def _sides(corners: Corners) -> tuple[float, float]:
    """Width and height of a line."""
    x0, y0, x1, y1, x2, y2, x3, y3 = corners
    return max(math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x3, y2 - y3)), max(
        math.hypot(x3 - x0, y3 - y0), math.hypot(x2 - x1, y2 - y1)
    )


# — which way the page stands —


def which_turn(picture: Image.Image, found: list[Corners], recogniser: Recogniser) -> int:
    """By how many degrees the page must be turned, clockwise, to stand upright: what its longest lines say.

    A recogniser reads characters that stand, and about as well such as lie on their left side, as those of a column do
    once it is laid down. So the characters of a line are cut apart and turned each by itself: the way up is the one
    that reads well both standing and lying.
    """
    longest = sorted(found, key=lambda corners: -max(_sides(corners)) / max(1.0, min(_sides(corners))))
    score = dict.fromkeys((0, 90, 180, 270), 0.0)
    seen = 0
    for corners in longest[: 3 * _SAMPLES]:
        cells = _cells(_strip(picture, corners), recogniser)
        if len(cells) < _SHORTEST:
            continue
        sure = {turn: recogniser.read(_laid([_turn(cell, turn) for cell in cells])).mean for turn in score}
        for turn in score:
            score[turn] += sure[turn] + sure[(turn + 270) % 360]
        seen += 1
        if seen == _SAMPLES:
            break
    best = max(score, key=lambda turn: score[turn])
    return best if seen and score[best] - score[0] > _SURE_TURN * seen else 0


def _cells(strip: _Strip, recogniser: Recogniser) -> list[Image.Image]:
    """The characters of a line, each a picture as it stands on the page."""
    long = strip.picture
    if long.width > 14 * long.height:
        long = long.crop((0, 0, 14 * long.height, long.height))
    back = long.transpose(Image.Transpose.ROTATE_180)
    ahead, behind = recogniser.read(long), recogniser.read(back)
    words, long, flipped = (ahead, long, False) if ahead.mean >= behind.mean else (behind, back, True)
    if not words.places:
        return []
    cells = []
    half = long.height / 2
    for place in words.places[:12]:
        middle = place * long.width
        box = (max(0, round(middle - half)), 0, min(long.width, round(middle + half)), long.height)
        if box[2] - box[0] < half:
            continue
        cell = long.crop(box)
        if flipped:
            cell = cell.transpose(Image.Transpose.ROTATE_180)
        cells.append(cell.transpose(Image.Transpose.ROTATE_270) if strip.down else cell)
    return cells


def _turn(cell: Image.Image, turn: int) -> Image.Image:
    return cell.transpose(_TURNS[turn]) if turn else cell


def _laid(cells: list[Image.Image]) -> Image.Image:
    """Characters beside each other, as a line."""
    high = max(cell.height for cell in cells)
    line = Image.new("RGB", (sum(cell.width for cell in cells), high), "white")
    at = 0
    for cell in cells:
        line.paste(cell.convert("RGB"), (at, (high - cell.height) // 2))
        at += cell.width
    return line


# — what a line says —


def _read(picture: Image.Image, corners: Corners, recogniser: Recogniser) -> tuple[Words, bool]:
    """The words of a line, and whether it runs down. What is about square may run either way."""
    strip = _strip(picture, corners)
    words = recogniser.read(strip.picture)
    if words.mean >= _FAIR:
        return words, strip.down
    tried = [(words, strip.down)]
    if strip.down:
        again = _upright_cells(strip)
        if again is not None:
            tried.append((recogniser.read(again), True))
    width, height = _sides(corners)
    if max(width, height) < 2.2 * min(width, height):
        other = _strip(picture, corners, down=not strip.down)
        tried.append((recogniser.read(other.picture), other.down))
    return max(tried, key=lambda one: one[0].mean)


def _upright_cells(strip: _Strip) -> Image.Image | None:
    """The characters of a column, cut apart evenly, standing beside each other: another way to read it."""
    high, count = strip.picture.height, round(strip.picture.width / strip.picture.height)
    if not 1 <= count <= 60:
        return None
    wide = strip.picture.width / count
    cells = [strip.picture.crop((round(one * wide), 0, round((one + 1) * wide), high)) for one in range(count)]
    return _laid([cell.transpose(Image.Transpose.ROTATE_270) for cell in cells])


def _strip(picture: Image.Image, corners: Corners, down: bool | None = None) -> _Strip:
    """A line cut out and straightened; one that runs down is laid to the left, as recognisers learn it."""
    x0, y0, x1, y1, x2, y2, x3, y3 = corners
    width, height = _sides(corners)
    if down is None:
        down = height >= 1.5 * width
    out = _MARGIN * min(width, height)
    across = _unit(x1 - x0 + x2 - x3, y1 - y0 + y2 - y3)
    along = _unit(x3 - x0 + x2 - x1, y3 - y0 + y2 - y1)
    grown = []
    for (x, y), right, below in zip(
        ((x0, y0), (x3, y3), (x2, y2), (x1, y1)), (-1, -1, 1, 1), (-1, 1, 1, -1), strict=True
    ):
        grown += [x + out * (right * across[0] + below * along[0]), y + out * (right * across[1] + below * along[1])]
    size = (max(1, round(width + 2 * out)), max(1, round(height + 2 * out)))
    cut = picture.transform(size, Image.Transform.QUAD, tuple(grown), Image.Resampling.BICUBIC, fillcolor="white")
    return _Strip(cut.transpose(Image.Transpose.ROTATE_90) if down else cut, down)


def _unit(x: float, y: float) -> tuple[float, float]:
    length = math.hypot(x, y) or 1.0
    return x / length, y / length
