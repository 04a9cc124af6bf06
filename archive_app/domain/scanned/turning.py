"""A page of a scan turned by quarters: its size, and where its lines stand then."""

from __future__ import annotations

from dataclasses import replace

from archive_app.domain.scanned.lines import Corners, ScanLine, ScanPage

QUARTERS = (0, 90, 180, 270)


def turned_to(page: ScanPage, turn: int) -> ScanPage:
    """The page as it is when its picture is turned by ``turn`` degrees in all, clockwise; its lines turn with it.

    A line that ran across runs down when the page is turned by a quarter. Where it would be read from its end, which
    no line can say, where its characters begin is not kept.
    """
    by = (turn - page.turn) % 360
    if by not in QUARTERS[1:]:
        return page
    wide, high = page.size
    size = (wide, high) if by == 180 else (high, wide)
    return replace(page, turn=turn % 360, size=size, lines=tuple(_turned(line, by, size) for line in page.lines))


def _turned(line: ScanLine, by: int, size: tuple[int, int]) -> ScanLine:
    same_way = by == (270 if line.upright else 90)
    return replace(
        line,
        corners=turned(line.corners, by, size),
        upright=line.upright if by == 180 else not line.upright,
        stops=line.stops if same_way else (),
    )


def turned(corners: Corners, turn: int, size: tuple[int, int]) -> Corners:
    """Corners on the page turned clockwise by ``turn`` degrees; ``size`` is the page's then."""
    points = list(zip(corners[0::2], corners[1::2], strict=True))
    if turn == 90:
        points = [(size[0] - y, x) for x, y in points]
        points = [points[3], points[0], points[1], points[2]]
    elif turn == 180:
        points = [(size[0] - x, size[1] - y) for x, y in points]
        points = [points[2], points[3], points[0], points[1]]
    elif turn == 270:
        points = [(y, size[1] - x) for x, y in points]
        points = [points[1], points[2], points[3], points[0]]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return x0, y0, x1, y1, x2, y2, x3, y3
