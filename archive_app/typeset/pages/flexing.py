"""A picture, a heading or an article's title with a line of the grid more or less: what a page with a bad foot may ask
of it."""

from __future__ import annotations

from dataclasses import replace

from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import BoxImage, SetBox

_LEAST = 0.9
"""The share of its size to which a picture may be brought down for a page's sake."""

_LEAST_TITLE = 4  # rows


def flex(box: SetBox, delta: int, grid: Grid) -> SetBox | None:
    """The box one row higher (1: more white in it) or lower (-1: the picture smaller, less white over the title).

    None where it holds neither a title, nor a heading in more than a line, nor one picture with its caption, where the
    picture would become too small, or where the box would be higher than a page.
    """
    rows = box.rows + delta
    if box.level:
        return _heading(box, delta, grid)
    if box.opens:
        moved = _lowered(replace(box, rows=rows, rows_top=box.rows_top + delta), delta * grid.leading / 2)
        return moved if _LEAST_TITLE <= rows <= grid.rows // 2 and moved.insets[0].y > 0 else None
    if not box.images or not 1 < rows <= grid.rows:
        return None
    if delta > 0:
        return _lowered(replace(box, rows=rows, rows_top=min(grid.rows, box.rows_top + 1)), grid.leading / 2)
    if len(box.images) != 1:
        return None
    image = box.images[0]
    height = image.height - grid.leading
    share = height / image.height
    if share < _LEAST:
        return None
    width = image.width * share
    smaller = replace(image, x=image.x + (image.width - width) / 2, width=width, height=height)
    insets = tuple(
        replace(inset, y=inset.y - grid.leading) if inset.y > image.y + image.height else inset for inset in box.insets
    )
    return replace(box, rows=rows, rows_top=max(1, box.rows_top - 1), images=(smaller,), insets=insets)


def _heading(box: SetBox, delta: int, grid: Grid) -> SetBox | None:
    """A heading with its white: as much less as leaves it a line, never more than half as much again."""
    if box.rows < 2 or box.rows + delta < 2 or not box.insets:
        return None
    lines = len(box.insets)
    if delta < 0 and 1 < lines >= box.rows + delta:
        return None  # a heading of several lines takes more rows than it has lines
    height = box.insets[-1].y - box.insets[0].y + box.insets[0].size
    top = max(grid.rows_for(height), box.rows_top + delta)  # at a page's head it has no white to give
    lowered = _lowered(replace(box, rows=box.rows + delta, rows_top=top), delta * grid.leading / 2)
    return lowered if lowered.insets[0].y > 0 and lowered.lift >= 0 else None


def _lowered(box: SetBox, by: float) -> SetBox:
    images = tuple(_moved(image, by) for image in box.images)
    insets = tuple(replace(inset, y=inset.y + by) for inset in box.insets)
    rules = tuple(rule._replace(y0=rule.y0 + by, y1=rule.y1 + by) for rule in box.rules)
    return replace(box, images=images, insets=insets, rules=rules, lift=box.lift + by)


def _moved(image: BoxImage, by: float) -> BoxImage:
    return replace(image, y=image.y + by)
