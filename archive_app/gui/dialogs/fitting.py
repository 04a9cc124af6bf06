"""A dialog on a low screen: what stands between its head and its foot scrolls, its buttons are always there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QLayoutItem, QScrollArea, QVBoxLayout

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import LeastHigh, margins, scrolled

_EDGE = QSize(40, 60)
"""What is left of the screen around a dialog: its frame, and a rim that tells it from the window behind, pixels."""
_WITHOUT_SCREEN = QSize(1366, 768)
_LEAST_BODY = 72
"""A body that scrolls shows at least two lines, px at 100 %."""


def room_for(dialog: QDialog) -> QSize:
    """How large the dialog can be on its screen, pixels."""
    screen = dialog.screen()
    return (screen.availableGeometry().size() if screen is not None else _WITHOUT_SCREEN) - _EDGE


def least_height(layout: QBoxLayout, width: int) -> int:
    """The height below which something in the layout is cut off, at this width, pixels."""
    if layout.hasHeightForWidth():
        return max(layout.minimumHeightForWidth(width), layout.totalMinimumSize().height())
    return layout.totalMinimumSize().height()


def keep_on_screen(dialog: QDialog) -> None:
    """Let the body scroll where the screen is lower than what the dialog must show, and bring its size onto it.

    The last part of the dialog's column is its foot and stays; a dialog that fits is left as it is.
    """
    layout, room = dialog.layout(), room_for(dialog)
    if isinstance(layout, QVBoxLayout):
        width = min(max(dialog.width(), dialog.minimumWidth()), room.width())
        layout.activate()
        if layout.count() > 1 and least_height(layout, width) > room.height():
            area = _let_body_scroll(layout)
            around = layout.contentsMargins()
            bar = area.verticalScrollBar().sizeHint().width() + around.left() + around.right()
            needed = area.widget().minimumSizeHint().width() + bar
            if needed > room.width():
                area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            dialog.resize(min(max(width, needed), room.width()), room.height())
    dialog.resize(dialog.size().boundedTo(room))


def _let_body_scroll(layout: QVBoxLayout) -> QScrollArea:
    body = QVBoxLayout()
    margins(body, (0, 0, 12, 0), 0)
    body.setSpacing(layout.spacing())
    for number in range(layout.count() - 1):
        stretch = layout.stretch(0)
        item = layout.takeAt(0)
        _move(item, body)
        body.setStretch(number, stretch)
    area = scrolled(LeastHigh(body))
    area.setMinimumHeight(theme().dp(_LEAST_BODY))
    layout.insertWidget(0, area, 1)
    layout.activate()  # the least size asked for before is forgotten
    return area


def _move(item: QLayoutItem, body: QVBoxLayout) -> None:
    widget, inner = item.widget(), item.layout()
    if widget is not None:
        body.addWidget(widget, 0, item.alignment())
    elif inner is not None:
        inner.setParent(None)
        body.addLayout(inner)
    else:
        body.addItem(item)
