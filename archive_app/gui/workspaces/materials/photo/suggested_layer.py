"""Dashed boxes where a face may be, over the boxes of people: walked through, taken or refused by mouse and by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from archive_app.domain.depicted import rows_of
from archive_app.domain.found_faces import Found
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.photo.faces import FacesLayer
from archive_app.gui.workspaces.materials.photo.view import PhotoView

_DASHES = (3.0, 2.0)
_MOST_WORDS = 0.4
"""Of the picture's width, that the words at the chosen face may take."""
_TAKES, _REFUSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SuggestedLayer(QObject):
    """A ``Layer`` over the people's, which has whatever this one does not take. It keeps nothing: what a person decides
    is told, and comes back by ``show_found``."""

    taken = Signal(list)
    """These (by their numbers) become boxes of people."""
    refused = Signal(list)
    """These are nobody who is to be named."""
    wanted = Signal()
    """Faces are to be looked for."""

    def __init__(self, view: PhotoView, people: FacesLayer) -> None:
        super().__init__(view)
        self._view = view
        self._people = people
        self.found: list[Found] = []
        self.chosen = -1
        self.can_look = False

    # — what is shown —

    def show_found(self, found: Sequence[Found]) -> None:
        """Those nobody has decided about. They are walked through row by row, the front row first, from the left; the
        one after what was decided is chosen next."""
        shown = [self._view.adjustment.to_shown(one.box) for one in found]
        self.found = [found[number] for row in rows_of(shown) for number in row]
        if self.chosen >= 0:
            self.choose(min(self.chosen, len(self.found) - 1))
        self._view.update()

    def choose(self, number: int) -> None:
        """Choose one; −1 none."""
        self.chosen = number if number < len(self.found) else -1
        if self.chosen >= 0:
            self._people.choose(-1)
            self._view.bring_into_sight(self.found[self.chosen].box)
            self._view.setAccessibleDescription(_("找到的人脸，待定：回车采用，Delete 不要"))
        self._view.update()

    def place_of(self, number: int) -> QRectF:
        """Where one is on the widget."""
        return self._view.on_screen(self.found[number].box)

    @property
    def _seen(self) -> bool:
        return bool(self.found) and self._people.shown and not self._people.read_only

    # — drawing —

    def paint(self, painter: QPainter) -> None:
        """The people's boxes, and dashes round what may be a face."""
        self._people.paint(painter)
        if not self._seen:
            return
        for number in range(len(self.found)):
            if number != self.chosen:
                self._paint_box(painter, self.place_of(number), chosen=False)
        if self.chosen >= 0:
            self._paint_box(painter, self.place_of(self.chosen), chosen=True)
            self._paint_words(painter, self.place_of(self.chosen))

    def _paint_box(self, painter: QPainter, rect: QRectF, *, chosen: bool) -> None:
        look = theme()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dark = look.colour("shadow")
        dark.setAlpha(150)
        painter.setPen(QPen(dark, look.dp(3)))
        painter.drawRect(rect)
        pen = QPen(look.colour("cinnabar" if chosen else "on_cinnabar"), look.dp(2 if chosen else 1.5))
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawRect(rect)

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        look, words = theme(), _("回车采用 · Delete 不要")
        painter.setFont(look.small())
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words) + look.dp(12), metrics.height() + look.dp(4)
        if width > _MOST_WORDS * self._view.picture_area().width():
            return  # they would lie over other faces; the line under the picture says the same
        left = min(max(0.0, rect.center().x() - width / 2), max(0.0, self._view.width() - width))
        top = rect.bottom() + look.dp(3)
        if top + height > self._view.height():
            top = max(0.0, rect.top() - height - look.dp(3))
        plate = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("cinnabar"))
        painter.drawRoundedRect(plate, look.dp(3), look.dp(3))
        painter.setPen(look.colour("on_cinnabar"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), words)

    # — the mouse —

    def _at(self, point: QPointF) -> int:
        under = [n for n in range(len(self.found)) if self.place_of(n).contains(point)] if self._seen else []
        return min(under, key=lambda n: self.place_of(n).width() * self.place_of(n).height(), default=-1)

    def pressed(self, event: QMouseEvent) -> bool:
        """Choose the dashed box under the mouse, where no box of a person is being drawn."""
        number = -1 if self._people.drawing else self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.choose(number)
            return True
        self.choose(-1)
        return self._people.pressed(event)

    def moved(self, event: QMouseEvent) -> bool:
        """The people's."""
        return self._people.moved(event)

    def released(self, event: QMouseEvent) -> bool:
        """The people's."""
        return self._people.released(event)

    def double_clicked(self, event: QMouseEvent) -> bool:
        """Take it."""
        number = -1 if self._people.drawing else self._at(event.position())
        if number < 0:
            return self._people.double_clicked(event)
        self.choose(number)
        self.taken.emit([number])
        return True

    # — keys —

    def key(self, event: QKeyEvent) -> bool:
        """Enter takes the chosen one, Delete refuses it, with Shift all of them; Shift+B looks for faces."""
        if composing():
            return False
        key = Qt.Key(event.key())
        with_shift = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_B and with_shift and self.can_look and not self._people.read_only:
            self.wanted.emit()
            return True
        if self._seen and with_shift and key in (*_TAKES, *_REFUSES) and self._people.chosen < 0:
            (self.taken if key in _TAKES else self.refused).emit(list(range(len(self.found))))
            return True
        if not self._seen or self.chosen < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return self._people.key(event)
        if key in (*_TAKES, *_REFUSES):
            (self.taken if key in _TAKES else self.refused).emit([self.chosen])
            return True
        if key == Qt.Key.Key_Escape:
            self.choose(-1)
            return True
        return self._people.key(event)

    def step(self, forward: bool) -> bool:
        """Tab: the next dashed box, after them the people's; whether there was one."""
        if not self._seen:
            return self._people.step(forward)
        if self.chosen >= 0:
            at = self.chosen + (1 if forward else -1)
            inside = 0 <= at < len(self.found)
            self.choose(at if inside else -1)
            return inside or (forward and self._people.step(forward))
        if forward and self._people.chosen < 0:
            self.choose(0)
            return True
        if self._people.step(forward):
            return True
        if forward:
            return False
        self.choose(len(self.found) - 1)
        return True
