"""A layout that breaks its line: chips and tags side by side, as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from archive_app.gui.theme import theme


class FlowLayout(QLayout):
    """Left to right, then the next line. A widget with the property ``grows`` takes what is left of its line."""

    def __init__(self, parent: QWidget | None = None, spacing: float = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme().dp(spacing))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def insert(self, index: int, widget: QWidget) -> None:
        """Add a widget before the one at ``index``."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Asked many times for every change above it, so it is kept."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        inside = rect.marginsRemoved(self.contentsMargins())
        x, y, height = inside.x(), inside.y(), 0
        line: list[tuple[QLayoutItem, int, QSize]] = []

        def end_line() -> None:
            for item, left, size in line if place else ():
                item.setGeometry(QRect(QPoint(left, y + (height - size.height()) // 2), size))
            line.clear()

        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().boundedTo(QSize(max(1, inside.width()), 1 << 20))
            if x > inside.x() and x + hint.width() > inside.right() + 1:
                end_line()
                x, y, height = inside.x(), y + height + self.spacing(), 0
            widget = item.widget()
            if widget is not None and widget.property("grows"):
                hint.setWidth(inside.right() + 1 - x)
            line.append((item, x, hint))
            x += hint.width() + self.spacing()
            height = max(height, hint.height())
        end_line()
        return y + height - rect.y() + self.contentsMargins().bottom()
