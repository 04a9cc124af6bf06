"""Tab goes through a page as it is read.

Qt's own chain goes by when a widget was made: what is added later (a row of a form, a number of the filters) stands at
its end, whatever it stands beside. A page of several panes says which they are, from the left; within a pane it is from
above and then from the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from archive_app.gui.theme import theme


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops at it, as far as it can be seen."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return widget.isEnabled() and widget.focusProxy() is None and policy == Qt.FocusPolicy.TabFocus


def stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at within ``root``: by lines, then from the left; what scrolls is in its place however far."""
    # a row that has just been added stands nowhere yet
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    line = theme().dp(14)

    def places(widget: QWidget) -> list[tuple[int, int]]:
        """Where it is, within each thing that scrolls, from the outside."""
        found: list[tuple[int, int]] = []
        at: QWidget | None = widget
        inner = widget.rect().center()
        while at is not None and at is not root:
            above = at.parentWidget()
            area = above.parentWidget() if above is not None else None
            if isinstance(area, QScrollArea) and area.widget() is at:
                found.append((inner.y() // line, inner.x()))
                at, inner = area, QPoint()
            else:
                inner, at = at.mapToParent(inner), above
        found.append((inner.y() // line, inner.x()))
        return found[::-1]

    children: Any = root.findChildren(QWidget)
    return sorted((widget for widget in children if widget.isVisibleTo(root) and takes_tab(widget)), key=places)


def reason(forward: bool) -> Qt.FocusReason:
    """Why the keyboard comes to a widget."""
    return Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason


def go_on(panes: Sequence[QWidget], forward: bool) -> bool:
    """The keyboard from the widget that has it to the next of the same pane, or into the next pane; False where it
    is in none of them, or goes out of the last."""
    focused = QApplication.focusWidget()
    shown = [pane for pane in panes if pane.isVisible()]
    at = next((at for at, pane in enumerate(shown) if focused is not None and pane.isAncestorOf(focused)), -1)
    if at < 0 or focused is None:
        return False
    here = stops(shown[at])
    if focused not in here:
        return False
    rest = here[here.index(focused) + 1 :] if forward else here[: here.index(focused)]
    for pane in shown[at + 1 :] if forward else reversed(shown[:at]):
        if rest:
            break
        rest = stops(pane)
    if not rest:
        return False
    to = rest[0] if forward else rest[-1]
    to.setFocus(reason(forward))
    above = to.parentWidget()
    while above is not None and above not in shown:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(to, 0, theme().dp(60))
        above = above.parentWidget()
    return True


def go_out(page: QWidget, forward: bool) -> bool:
    """The keyboard to the first of what the window has beside ``page``, or to the last of it.

    Not along Qt's chain: PySide takes what ``nextInFocusChain`` returns for a child, and lets it go with its parent.
    """
    outside = [one for one in stops(page.window()) if not page.isAncestorOf(one)]
    if not outside:
        return False
    (outside[0] if forward else outside[-1]).setFocus(reason(forward))
    return True


class Paned:
    """What a widget is beside, whose panes Tab goes through from the left."""

    def tab_panes(self) -> Sequence[QWidget]:
        """The panes."""
        raise NotImplementedError

    def focusNextPrevChild(self, forward: bool) -> bool:
        """On as the page is read, and after its last pane out of it."""
        assert isinstance(self, QWidget)
        return go_on(self.tab_panes(), forward) or go_out(self, forward)


def page_of(widget: QWidget) -> Paned | None:
    """The page of panes that a widget stands in."""
    page: Any = widget.parentWidget()
    while page is not None and not isinstance(page, Paned):
        page = page.parentWidget()
    return page
