"""The boxes round the faces of a photograph: drawn, moved and made larger by mouse and by keys."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from archive_app.domain.adjustment import Box
from archive_app.domain.depicted import UNKNOWN, Person, region_of
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.photo.boxes import INSIDE, Grip, cursor_of, dragged, grip_at, spanned
from archive_app.gui.workspaces.materials.photo.view import PhotoView

_REACH = 7
_SMALLEST = 10
"""Pixels on the grid: what is drawn smaller was a click."""
_SHARE = 0.12
"""Of the picture's height, a face that is made by the keys where there is none to compare with."""
_STEP = 2.0

_WAYS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}

_LEAST_NAME = 16
"""Of a name whose neighbours are near one character is seen at least, px at 100 %."""


class FacesLayer(QObject):
    """A ``Layer``. It keeps nothing: what a person did is told, and comes back by ``show_people``."""

    drawn = Signal(object)
    """A new box (of the upright master)."""
    changed = Signal(int, object)
    """The box of the person with this number is another."""
    removed = Signal(int)
    opened = Signal(int)
    """This person is to be named."""
    chosen_changed = Signal(int)
    drawing_changed = Signal(bool)

    def __init__(self, view: PhotoView) -> None:
        super().__init__(view)
        self._view = view
        self._people: list[Person] = []
        self._boxes: list[Box | None] = []
        self.chosen = -1
        self.drawing = False
        self.read_only = False
        self.shown = True
        self._start: QPointF | None = None  # of what is being drawn
        self._grip: Grip | None = None  # of the box that is being dragged
        self._from = QPointF()
        self._before = QRectF()
        self._live: QRectF | None = None  # on the screen, while the mouse is down

    # — what is shown —

    def show_people(self, people: Sequence[Person]) -> None:
        """The people on this picture; those without a box have no place here, but their numbers count."""
        self._people = list(people)
        self._boxes = [region_of(one) for one in people]
        if self.chosen >= len(people) or (self.chosen >= 0 and self._boxes[self.chosen] is None):
            self.choose(-1)
        self._view.update()

    def choose(self, number: int) -> None:
        """Choose a person; −1 nobody."""
        number = number if number < len(self._boxes) else -1
        if number != self.chosen:
            self.chosen = number
            self.chosen_changed.emit(number)
        if number >= 0 and (box := self._boxes[number]) is not None:
            self._view.bring_into_sight(box)
            name = str(self._people[number].get("name") or "") or UNKNOWN
            self._view.setAccessibleDescription(_("框着{name}").format(name=name))
        self._view.update()

    def set_drawing(self, drawing: bool) -> None:
        """Whether the mouse draws a box where there is none."""
        drawing = drawing and not self.read_only
        if drawing != self.drawing:
            self.drawing, self._start, self._live = drawing, None, None
            self.drawing_changed.emit(drawing)
            self._view.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor)
            self._view.update()

    def set_shown(self, shown: bool) -> None:
        """Whether the boxes are seen at all."""
        self.shown = shown
        if not shown:
            self.set_drawing(False)
            self.choose(-1)
        self._view.update()

    def place_of(self, number: int) -> QRectF:
        """Where a person's box is on the widget; empty where there is none."""
        box = self._boxes[number] if 0 <= number < len(self._boxes) else None
        return QRectF() if box is None else self._view.on_screen(box)

    def step(self, forward: bool) -> bool:
        """Tab: the next face; whether there was one."""
        if not self.shown:
            return False
        order = [number for number, box in enumerate(self._boxes) if box is not None]
        if self.chosen in order:
            at = order.index(self.chosen) + (1 if forward else -1)
        else:
            at = 0 if forward else len(order) - 1
        inside = 0 <= at < len(order)
        self.choose(order[at] if inside else -1)
        return inside

    # — drawing —

    def paint(self, painter: QPainter) -> None:
        """Hairlines round all, the names below, the chosen one in cinnabar with its grips."""
        if not self.shown:
            return
        for number, box in enumerate(self._boxes):
            if box is not None and number != self.chosen:
                self._paint_box(painter, self._view.on_screen(box), number)
        if self.chosen >= 0:
            rect = self._live if self._live is not None and self._grip is not None else self.place_of(self.chosen)
            self._paint_box(painter, rect, self.chosen)
        if self._start is not None and self._live is not None:
            painter.setPen(QPen(theme().colour("cinnabar"), theme().dp(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._live)

    def _paint_box(self, painter: QPainter, rect: QRectF, number: int) -> None:
        look = theme()
        chosen = number == self.chosen
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dark = look.colour("shadow")
        dark.setAlpha(150)
        painter.setPen(QPen(dark, look.dp(3)))
        painter.drawRect(rect)
        painter.setPen(QPen(look.colour("cinnabar" if chosen else "on_cinnabar"), look.dp(2 if chosen else 1)))
        painter.drawRect(rect)
        if chosen and not self.read_only:
            painter.setBrush(look.colour("on_cinnabar"))
            edge = look.dp(7)
            for x in (rect.left(), rect.center().x(), rect.right()):
                for y in (rect.top(), rect.center().y(), rect.bottom()):
                    if (x, y) != (rect.center().x(), rect.center().y()):
                        painter.drawRect(QRectF(x - edge / 2, y - edge / 2, edge, edge))
        self._paint_name(painter, rect, number)

    def _paint_name(self, painter: QPainter, rect: QRectF, number: int) -> None:
        look, chosen = theme(), number == self.chosen
        painter.setFont(look.font(bold=True) if chosen else look.small())
        metrics = painter.fontMetrics()
        name, height = str(self._people[number].get("name") or "") or UNKNOWN, metrics.height() + look.dp(2)
        if not chosen:  # whose name is looked at has it whole, over the others
            room = max(look.dp(_LEAST_NAME), self._beside(rect, number, height) - look.dp(12))
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(room))
            name = cut if cut.strip("…") else name[:1]
        width = metrics.horizontalAdvance(name) + look.dp(10)
        left = min(max(0.0, rect.center().x() - width / 2), max(0.0, self._view.width() - width))
        top = min(rect.bottom() + look.dp(3), self._view.height() - height)
        plate = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = look.colour("cinnabar" if chosen else "shadow")
        ground.setAlpha(255 if chosen else 165)
        painter.setBrush(ground)
        painter.drawRoundedRect(plate, look.dp(3), look.dp(3))
        painter.setPen(look.colour("on_cinnabar"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), name)

    def _beside(self, rect: QRectF, number: int, height: float) -> float:
        """How far it is to the nearest box whose name stands in the same line, pixels."""
        others = [self._view.on_screen(box) for at, box in enumerate(self._boxes) if box is not None and at != number]
        level = [one for one in others if abs(one.bottom() - rect.bottom()) < height]
        return min((abs(one.center().x() - rect.center().x()) for one in level), default=float(self._view.width()))

    # — the mouse —

    def _at(self, point: QPointF) -> tuple[int, Grip | None]:
        """The person under the mouse and what of the box: the chosen one first, then the smallest."""
        reach = theme().dp(_REACH)
        if self.chosen >= 0 and not self.read_only:
            grip = grip_at(self.place_of(self.chosen), point, reach)
            if grip is not None:
                return self.chosen, grip
        under = [n for n, box in enumerate(self._boxes) if box is not None and self.place_of(n).contains(point)]
        under.sort(key=lambda n: self.place_of(n).width() * self.place_of(n).height())
        return (under[0], INSIDE) if under else (-1, None)

    def pressed(self, event: QMouseEvent) -> bool:
        """Take hold of a box, or begin one."""
        if not self.shown or event.button() != Qt.MouseButton.LeftButton:
            return False
        number, grip = self._at(event.position())
        if number >= 0 and not (self.drawing and number != self.chosen and not self._mostly_one(number)):
            self.choose(number)
            if not self.read_only:
                self._grip, self._from, self._before = grip, event.position(), self.place_of(number)
            return True
        self.choose(-1)
        if self.drawing and self._view.picture_area().contains(event.position()):
            self._start = event.position()
            return True
        return False

    def _mostly_one(self, number: int) -> bool:
        """Whether a box is a face among others, not one round the whole group, within which faces are drawn."""
        area, place = self._view.picture_area(), self.place_of(number)
        return place.width() * place.height() < 0.25 * area.width() * area.height()

    def moved(self, event: QMouseEvent) -> bool:
        """Drag; without a button show what could be taken hold of."""
        if not self.shown:
            return False
        if self._start is not None:
            self._live = spanned(self._start, event.position(), self._view.picture_area())
            self._view.update()
            return True
        if self._grip is not None:
            bounds = self._view.picture_area()
            self._live = dragged(self._before, self._grip, event.position() - self._from, bounds)
            self._view.update()
            return True
        number, grip = self._at(event.position())
        idle = Qt.CursorShape.CrossCursor if self.drawing else Qt.CursorShape.ArrowCursor
        self._view.setCursor(cursor_of(grip) if number >= 0 and number == self.chosen else idle)
        return False

    def released(self, _event: QMouseEvent) -> bool:
        """What was drawn or dragged is told."""
        start, grip, live = self._start, self._grip, self._live
        self._start = self._grip = self._live = None
        if start is None and grip is None:
            return False
        if live is not None and start is not None:
            least = theme().dp(_SMALLEST)
            if live.width() >= least and live.height() >= least:
                self.drawn.emit(self._view.on_master(live))
        elif live is not None and live != self._before:
            self.changed.emit(self.chosen, self._view.on_master(live))
        self._view.update()
        return True

    def double_clicked(self, event: QMouseEvent) -> bool:
        """A face is to be named."""
        number, _grip = self._at(event.position()) if self.shown else (-1, None)
        if number >= 0:
            self.choose(number)
            self.opened.emit(number)
        return number >= 0

    # — keys —

    def key(self, event: QKeyEvent) -> bool:
        """B draws; on a chosen face arrows move it, with Shift make it larger, Enter names it, Delete takes it away."""
        if composing() or event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_B:
            if not self.read_only:
                self.set_shown(True)
                self.set_drawing(not self.drawing)
            return True
        if key == Qt.Key.Key_Escape and (self.drawing or self.chosen >= 0):
            if self.chosen >= 0:
                self.choose(-1)
            else:
                self.set_drawing(False)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter()
        if self.chosen < 0 or self.read_only:
            return False
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.chosen)
            return True
        if key in _WAYS:
            self._nudge(_WAYS[key] * _STEP, larger=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        return False

    def _enter(self) -> bool:
        if self.chosen >= 0:
            self.opened.emit(self.chosen)
            return True
        if not self.drawing:
            return False
        area = self._view.picture_area().intersected(QRectF(self._view.rect()))
        sizes = [self.place_of(n).height() for n, box in enumerate(self._boxes) if box is not None]
        height = median(sizes) if sizes else _SHARE * self._view.picture_area().height()
        middle = area.center()
        face = QRectF(middle.x() - 0.4 * height, middle.y() - height / 2, 0.8 * height, height)
        self.drawn.emit(self._view.on_master(face.intersected(self._view.picture_area())))
        return True

    def _nudge(self, by: QPointF, *, larger: bool) -> None:
        place = self.place_of(self.chosen)
        if not larger:
            place = dragged(place, INSIDE, by, self._view.picture_area())
        else:  # a height grows upwards and downwards alike: the face stays in the middle
            place = place.adjusted(-by.x(), by.y(), by.x(), -by.y()).intersected(self._view.picture_area())
            least = theme().dp(_SMALLEST) / 2
            if place.width() < least or place.height() < least:
                return
        self.changed.emit(self.chosen, self._view.on_master(place))
