"""Where the pages lie: facing pages beside each other, a spread under another; pure reckoning in pixels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize

from archive_app.frozen import dataclass
from archive_app.typeset.layout import Page

_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a page lies on the desk."""

    number: int
    rect: QRect


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on a page (shares of its width and height) and where it is in the view."""

    number: int
    x: float
    y: float
    at: QPoint


@dataclass(frozen=True, slots=True)
class Desk:
    """All pages in their places, and how large the desk is."""

    slots: tuple[Slot, ...]
    size: QSize

    def in_window(self, window: QRect) -> list[Slot]:
        """The pages of which something is in ``window``."""
        first = bisect_right(self.slots, window.top(), key=lambda slot: slot.rect.top())
        first = max(0, first - _BEFORE)  # the row that reaches into it from above: two pages at most
        found = []
        for slot in self.slots[first:]:
            if slot.rect.top() > window.bottom():
                break
            if slot.rect.intersects(window):
                found.append(slot)
        return found

    def facing(self, number: int) -> tuple[int, ...]:
        """The pages that lie beside each other where ``number`` is, in order."""
        if not 0 <= number < len(self.slots):
            return ()
        top = self.slots[number].rect.top()
        return tuple(slot.number for slot in self.slots[max(0, number - 1) : number + 2] if slot.rect.top() == top)

    def anchor(self, here: QPoint, near: Sequence[Slot], at: QPoint) -> Anchor | None:
        """The place of the nearest page (of ``near``) that is at ``here`` on the desk and ``at`` in the view."""
        if not near:
            return None
        slot = min(near, key=lambda one: _distance(one.rect, here))
        offset = here - slot.rect.topLeft()
        return Anchor(slot.number, offset.x() / slot.rect.width(), offset.y() / slot.rect.height(), at)

    def place(self, anchor: Anchor) -> QPoint | None:
        """Where an anchor is on the desk now; None on an empty one."""
        if not self.slots:
            return None
        rect = self.slots[min(anchor.number, len(self.slots) - 1)].rect
        return rect.topLeft() + QPoint(round(anchor.x * rect.width()), round(anchor.y * rect.height()))


def laid_out(
    pages: Sequence[Page], scale: float, gap: int, view: QSize, *, zoomed: bool, right_bound: bool, loose: bool = False
) -> Desk:
    """Rectos at the right (at the left in a book bound at the right): page 1 lies alone, then 2 and 3 face each
    other. Where two have no room beside each other, and nobody ``zoomed``, a page a row; ``loose`` sheets always so."""
    slots: list[Slot] = []
    width = max((round(page.width * scale) for page in pages), default=0)
    facing = not loose and (2 * width + 2 * gap <= view.width() or zoomed)
    across = max(view.width(), (2 if facing else 1) * width + 2 * gap)
    y, row_height = gap, 0
    for number, page in enumerate(pages):
        size = QSize(round(page.width * scale), round(page.height * scale))
        recto = number % 2 == 0
        left = (0 if recto is not right_bound else size.width()) if facing else size.width() // 2
        slots.append(Slot(number, QRect(QPoint(across // 2 - left, y), size)))
        row_height = max(row_height, size.height())
        if recto or not facing:
            y += row_height + gap
            row_height = 0
    if row_height:
        y += row_height + gap
    return Desk(tuple(slots), QSize(across, y))


def _distance(rect: QRect, at: QPoint) -> int:
    """From a point to the nearest edge of a rectangle; 0 inside."""
    across = max(rect.left() - at.x(), 0, at.x() - rect.right())
    return across + max(rect.top() - at.y(), 0, at.y() - rect.bottom())
