"""From the words of a printed volume to its pages and back: which page one is at, and where a page begins."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from archive_app.gui.reading.placed import Placed
from archive_app.gui.reading.text import ReadingText
from archive_app.gui.reading.volume import ReadableVolume
from archive_app.gui.theme import theme

_MARK = 34
"""The height of the line that says which page begins, on the grid."""
Character = tuple[Placed | None, int]
"""A text and a code point of it."""
_TOP = 56
"""So far below the upper edge of the pane, on the grid, stands what is read first."""


def printed_at(text: ReadingText) -> tuple[str, tuple[str, ...]]:
    """The article one is at, and the printed numbers of the pages: of what is selected, of the place looked for, else
    of what stands at the top."""
    item = text.item
    if not isinstance(item, ReadableVolume):
        return "", ()
    ends = [(text.printed_text(placed.order), at) for placed, at in _ends(text) if placed is not None]
    known = [(printed, printed.page_at(at)[0]) for printed, at in ends if printed is not None]
    if not known:
        return "", ()
    pages = item.printed.pages[known[0][1] - 1 : max(known[0][1], known[-1][1])]
    return known[0][0].article, tuple(page.label for page in pages if page.label)


def printed_on(item: ReadableVolume, page: int) -> tuple[str, tuple[str, ...]]:
    """The first article on a page (counted from 0), and its printed number."""
    here = item.printed.pages[page]
    article = next((key for key in here.articles if key in item.printed.titles), "")
    return article, (here.label,) if here.label else ()


def page_at_top(text: ReadingText) -> int:
    """The page, counted from 0, that is read first in the pane; -1 where it is none of a printed volume."""
    placed, at = _at(text, _top(text))
    printed = text.printed_text(placed.order) if placed is not None else None
    return printed.page_at(at)[0] - 1 if printed is not None else -1


def pages_of_current(text: ReadingText) -> set[int]:
    """The pages, counted from 0, on which the place one is at is printed."""
    if not 0 <= text.current < len(text.hits):
        return set()
    spot = text.hits[text.current]
    printed = text.printed_text(spot.placed.order)
    if printed is None:
        return set()
    return {printed.page_at(at)[0] - 1 for at in (spot.begin, max(spot.begin, spot.end - 1))}


def show_page(text: ReadingText, page: int) -> None:
    """Bring the beginning of a page (counted from 0) to the top."""
    for placed in text.places.texts:
        printed = text.printed_text(placed.order)
        if printed is None or placed.place.get("part", "").startswith("note:"):
            continue
        for offset, number, _label in printed.breaks:
            if number > page:
                text.restore(placed.key(), offset)
                if offset == 0:  # what page it is stands above it
                    bar = text.verticalScrollBar()
                    bar.setValue(bar.value() - theme().dp(_MARK))
                return


def _top(text: ReadingText) -> int:
    return text.cursorForPosition(QPoint(1, theme().dp(_TOP))).position()


def _at(text: ReadingText, position: int) -> Character:
    placed = text.places.at(position)
    return placed, placed.offset(position) if placed is not None else 0


def _ends(text: ReadingText) -> tuple[Character, Character]:
    """The first and the last character of what is taken along."""
    cursor = text.textCursor()
    if cursor.hasSelection():
        return _at(text, cursor.selectionStart()), _at(text, cursor.selectionEnd() - 1)
    if 0 <= text.current < len(text.hits):
        spot = text.hits[text.current]
        return (spot.placed, spot.begin), (spot.placed, max(spot.begin, spot.end - 1))
    return _at(text, _top(text)), _at(text, _top(text))
