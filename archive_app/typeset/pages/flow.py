"""An article down its pages, and what is done where a page ends badly.

The grid keeps the feet of facing pages level, so a line that should not stand alone is not bought with a short page:
a paragraph of the same page is set again with a line less or a line more, where that can be had without lines that
are too tight or too loose. Only a last page of a single line (单行不成面) may shorten the page before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.fill import fill
from archive_app.typeset.pages.filled import Cursor, Filled
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetText

Variant = Callable[[SetText, int], tuple[SetLine, ...] | None]
"""The lines of a paragraph with so many more (or fewer) than its best setting; None where that cannot be had."""

_MOST_TRIES = 14
_MOST_PAGES = 20000


def flow(material: Sequence[Material], grid: Grid, variant: Variant, start_row: int = 0) -> list[Filled]:
    """The pages of ``material``, the first one from grid row ``start_row`` on."""
    pages: list[Filled] = []
    starts: list[Cursor] = []
    cursor = Cursor(row=start_row)
    lines: dict[int, tuple[SetLine, ...]] = {}
    while not cursor.done(len(material)) and len(pages) < _MOST_PAGES:
        starts.append(cursor)
        page = fill(material, cursor, grid, lines)
        if page.stranded:
            mended = _mend(material, cursor, grid, variant, page, lambda trial: not trial.stranded)
            if mended is None and len(pages) > 0:
                mended = _mend_before(material, grid, variant, pages, starts)
            page = mended or page
        lines = {**lines, **page.variants}
        pages.append(page)
        cursor = page.end
    if len(pages) > 1 and _single_line(material, pages[-1]):
        _mend_last(material, grid, variant, pages, starts)
    return pages


def _single_line(material: Sequence[Material], page: Filled) -> bool:
    return page.text_lines == 1 and len(page.places) == 1


def _mend(
    material: Sequence[Material],
    cursor: Cursor,
    grid: Grid,
    variant: Variant,
    page: Filled,
    good: Callable[[Filled], bool],
) -> Filled | None:
    """The page again, one of its paragraphs a line shorter or longer, so that it is ``good``."""
    tries = 0
    for place in reversed(page.places):
        block = material[place.block]
        if not isinstance(block, SetText) or place.start or place.block in page.variants or block.source.tight:
            continue
        for delta in (-1, 1):
            lines = variant(block, delta)
            if lines is None:
                continue
            tries += 1
            trial = fill(material, cursor, grid, {**page.variants, place.block: lines})
            if good(trial):
                return trial
            if tries >= _MOST_TRIES:
                return None
    return None


def _mend_before(
    material: Sequence[Material], grid: Grid, variant: Variant, pages: list[Filled], starts: list[Cursor]
) -> Filled | None:
    """This page again after the page before it was set a line shorter or longer; that page is replaced."""
    found: list[Filled] = []

    def good(trial: Filled) -> bool:
        if trial.stranded or trial.end.done(len(material)):
            return False
        page = fill(material, trial.end, grid, trial.variants)
        if not page.stranded:
            found.append(page)
        return bool(found)

    before = _mend(material, starts[-2], grid, variant, pages[-1], good)
    if before is None:
        return None
    pages[-1] = before
    starts[-1] = before.end
    return found[0]


def _mend_last(
    material: Sequence[Material], grid: Grid, variant: Variant, pages: list[Filled], starts: list[Cursor]
) -> None:
    """Bring the single line of a last page back, or bring it company."""
    size = len(material)
    cursor, before = starts[-2], pages[-2]
    mended = _mend(material, cursor, grid, variant, before, lambda trial: trial.end.done(size))
    if mended is not None:
        pages[-2:] = [mended]
        return

    def has_company(trial: Filled) -> bool:
        rest = fill(material, trial.end, grid, trial.variants)
        return rest.end.done(size) and not _single_line(material, rest) and not trial.stranded

    mended = _mend(material, cursor, grid, variant, before, has_company)
    if mended is None:
        mended = fill(material, cursor, grid, before.variants, grid.rows - 1)
    pages[-2:] = [mended]
    cursor = mended.end
    while not cursor.done(size) and len(pages) < _MOST_PAGES:
        pages.append(fill(material, cursor, grid, mended.variants))
        cursor = pages[-1].end
