"""An article down its pages, and what is done where a page ends badly.

The grid keeps the feet of facing pages level, so a line that should not stand alone is not bought with a short page:
a paragraph of the same page, or of one before it, is set again with a line less or a line more, where that can be had
without lines that are too tight or too loose; or a picture is given a line of the grid, or gives one up. Only a last
page of a single line (单行不成面) may shorten the page before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive_app.typeset.pages.fill import fill
from archive_app.typeset.pages.filled import Cursor, Filled
from archive_app.typeset.pages.flexing import flex
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBox, SetText

Variant = Callable[[SetText, int], SetText | None]
"""A paragraph with so many lines more (or fewer) than its best setting; None where that cannot be had."""

_FAR = 6
"""How many pages back a paragraph is looked for that may give or take a line."""
_MOST_TRIES = 14
_MOST_PAGES = 20000


def flow(material: Sequence[Material], grid: Grid, variant: Variant, start_row: int = 0) -> list[Filled]:
    """The pages of ``material``, the first one from grid row ``start_row`` on."""
    pages: list[Filled] = []
    starts: list[Cursor] = []
    cursor = Cursor(row=start_row)
    changed: Mapping[int, Material] = {}
    while not cursor.done(len(material)) and len(pages) < _MOST_PAGES:
        starts.append(cursor)
        page = fill(material, cursor, grid, changed)
        if page.stranded:
            mended = _mend(material, cursor, grid, variant, page, _not_stranded)
            back = 0
            while mended is None and back < min(_FAR, len(pages)):
                back += 1
                mended = _mend_earlier(material, grid, variant, pages, starts, back)
            page = mended or page
        changed = page.variants
        pages.append(page)
        cursor = page.end
    if len(pages) > 1 and _single_line(material, pages[-1]):
        _mend_last(material, grid, variant, pages, starts)
    return pages


def _not_stranded(page: Filled) -> bool:
    return not page.stranded


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
    """The page again with one thing about it changed, so that it is ``good``."""
    for tries, (variants, rows) in enumerate(_changes(material, grid, variant, page)):
        trial = fill(material, cursor, grid, variants, rows)
        if good(trial):
            return trial
        if tries >= _MOST_TRIES:
            break
    return None


def _changes(
    material: Sequence[Material], grid: Grid, variant: Variant, page: Filled
) -> Iterator[tuple[Mapping[int, Material], int]]:
    """What may be changed about a page, the least visible first: (variants, rows).

    A paragraph that begins on it has a line less or more; a page with notes has a line less of text, for notes stand
    at the foot in any case; a picture, or the space of an article's title, has a line of the grid more or less.
    """
    variants = page.variants
    begun = [place for place in reversed(page.places) if not place.start and place.block not in variants]
    for place in begun:
        block = material[place.block]
        if isinstance(block, SetText) and not block.source.tight:
            for delta in (-1, 1):
                found = variant(block, delta)
                if found is not None:
                    yield {**variants, place.block: found}, grid.rows
    whole = all(not note.start and note.end == len(note.note.lines) for note in page.notes)
    if page.notes and whole and not any(_at_foot(material[place.block]) for place in page.places):
        yield variants, grid.rows - 1
        yield variants, grid.rows - 2
    for place in begun:
        block = material[place.block]
        if isinstance(block, SetBox) and (block.images or block.opens):
            for delta in (1, -1):
                flexed = flex(block, delta, grid)
                if flexed is not None:
                    yield {**variants, place.block: flexed}, grid.rows


def _at_foot(block: Material) -> bool:
    return isinstance(block, SetBox) and block.place == "foot"


def _mend_earlier(
    material: Sequence[Material],
    grid: Grid,
    variant: Variant,
    pages: list[Filled],
    starts: list[Cursor],
    back: int,
) -> Filled | None:
    """This page again after the page ``back`` pages before it was set a line shorter or longer.

    Every page from there on must be good; those before this one are replaced.
    """
    if back > len(pages):
        return None
    run: list[Filled] = []
    now = pages[-1].variants

    def good(trial: Filled) -> bool:
        if trial.stranded:
            return False
        run[:] = [replace(trial, variants={**now, **trial.variants})]
        while len(run) <= back:
            before = run[-1]
            if before.end.done(len(material)):
                return False
            page = fill(material, before.end, grid, before.variants)
            mended = _mend(material, before.end, grid, variant, page, _not_stranded) if page.stranded else page
            if mended is None:
                return False
            run.append(mended)
        return True

    first = pages[-back]
    if _mend(material, starts[-1 - back], grid, variant, first, good) is None:
        return None
    pages[-back:] = run[:-1]
    starts[-back:] = [page.end for page in run[:-1]]
    return run[-1]


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
