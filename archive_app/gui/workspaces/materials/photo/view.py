"""A photograph sharp at every size: the small picture at once, one of the screen's size, then the master's own pixels
of what is looked at. It is turned and cropped as its file says; where something is on it is said in shares of the
upright master.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent

from archive_app.domain.adjustment import AS_IT_IS, Adjustment, Box
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.photo.parts import Part, Parts
from archive_app.gui.workspaces.materials.picture import PictureView

_ROUND_ABOUT = 0.3
"""So much more than what is seen is decoded on each side, that a little dragging needs nothing new."""
_REST_MS = 40
_MOST_PART = 6_000
"""Pixels along a part's longer side: more than any screen has."""
_CLOSE = 4.0
"""Screen pixels for one of the master's from which its pixels are seen as squares."""
_PAN = 80


class Layer(Protocol):
    """What lies over the picture and takes the mouse and the keys first; each says whether it took them."""

    def paint(self, painter: QPainter) -> None:
        """Draw over the picture."""

    def pressed(self, event: QMouseEvent) -> bool:
        """A button went down."""

    def moved(self, event: QMouseEvent) -> bool:
        """The mouse moved, with or without a button."""

    def released(self, event: QMouseEvent) -> bool:
        """A button came up."""

    def double_clicked(self, event: QMouseEvent) -> bool:
        """Two clicks in a row."""

    def key(self, event: QKeyEvent) -> bool:
        """A key."""

    def step(self, forward: bool) -> bool:
        """Tab or Shift+Tab: on to the next thing that lies here; False lets the keyboard go on."""


class PhotoView(PictureView):
    """``show_photo`` names the picture, ``show_level`` brings its pixels as they come. ``magnified`` tells of another
    size: screen pixels for one pixel of the master, 1 being its true size; ``turn_wanted`` of degrees clockwise."""

    magnified = Signal(float)
    turn_wanted = Signal(int)
    flip_wanted = Signal()
    place_changed = Signal(float, float, float)
    """How much larger than fitted, and which point (in shares of what is shown) is in the middle."""

    def __init__(self, parts: Parts | None = None) -> None:
        super().__init__()
        self._parts = parts
        self.key = ""
        self.adjustment: Adjustment = AS_IT_IS
        self._master = QSizeF()
        self._part: tuple[Part, QPixmap] | None = None
        self._told = (1.0, 0.5, 0.5)
        self._coming = 0
        self.layer: Layer | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._want)
        self.setMouseTracking(True)
        self.zoomed.connect(self._zoom_told)
        if parts is not None:
            parts.arrived.connect(self._part_arrived)

    # — the picture —

    def show_photo(self, key: str, adjustment: Adjustment, lying: tuple[int, int] | None) -> None:
        """Another photograph: its picture key, how it is seen, and its pixels as it lies in its file, where known.

        The place looked at stays where the same master is only toned otherwise.
        """
        same = key.partition("~")[0] == self.key.partition("~")[0]
        moved = (adjustment.turn, adjustment.crop) != (self.adjustment.turn, self.adjustment.crop)
        if key != self.key:
            self._part = None
            if not same or moved:
                self._zoom, self._shift = 1.0, QPointF()
                self._picture = None
        self.key, self.adjustment = key, adjustment
        self._master = QSizeF(*lying) if lying else QSizeF()
        self._rest.start()
        self.update()

    def show_level(self, picture: QPixmap | None, words: str = "", coming: int = 0) -> None:
        """The photograph as large as it has been made so far; a smaller one than is shown is no news.

        ``coming``: the longer side of one that is being made; where that is enough, no part is asked for meanwhile,
        which would have the same master decoded twice.
        """
        self._words, self._coming = words, coming
        if picture is not None and not (self._picture is not None and self._picture.width() > picture.width()):
            self._picture = picture
            self._rest.start()
            self.magnified.emit(self.magnification)
        self.update()

    def replace_level(self, picture: QPixmap | None, words: str = "") -> None:
        """Other pixels of the same photograph, whatever their size: its tones are moved just now."""
        self._words, self._part = words, None
        if picture is not None:
            self._picture = picture
        self.update()

    @property
    def level(self) -> QPixmap | None:
        """The whole picture as large as it has been made."""
        return self._picture

    @property
    def place(self) -> tuple[float, float, float]:
        """How much larger than fitted it is seen, and which point of it is in the middle."""
        target = self._target()
        middle = QRectF(self.rect()).center()
        x = (middle.x() - target.left()) / max(1.0, target.width())
        y = (middle.y() - target.top()) / max(1.0, target.height())
        return self._zoom, x, y

    def show_place(self, zoom: float, x: float, y: float) -> None:
        """Look at a point of the picture, so much larger than fitted; as near as the pane allows."""
        if self._picture is None:
            return
        least, most = self._bounds()
        self._zoom = min(most, max(least, zoom))
        fitted = self._fitted()
        self._shift = QPointF((0.5 - x) * fitted.width() * self._zoom, (0.5 - y) * fitted.height() * self._zoom)
        self._hold()
        self._told = self.place
        self._rest.start()
        self.magnified.emit(self.magnification)
        self.update()

    @property
    def full(self) -> QSizeF:
        """Pixels of what is shown, at the master's own resolution; those that there are where that is not known."""
        if self._picture is None:
            return QSizeF()
        made = QSizeF(self._picture.size())
        if self._master.isEmpty():
            return made
        # the file lies as its camera held it, what has been made is upright: whichever way fits is meant
        both = [
            QSizeF(*self.adjustment.size(size))
            for size in ((self._master.width(), self._master.height()), (self._master.height(), self._master.width()))
        ]
        shape = made.width() / made.height()
        return min(both, key=lambda size: abs(size.width() / max(1.0, size.height()) - shape))

    @property
    def magnification(self) -> float:
        """Screen pixels for one of the master's."""
        full = self.full
        return self._target().width() * self.devicePixelRatioF() / full.width() if full.width() else 1.0

    @property
    def sharp(self) -> bool:
        """Whether nothing more can be seen: as many pixels as the screen shows, or as the master has."""
        if self._picture is None:
            return False
        wanted = min(self._target().width() * self.devicePixelRatioF(), self.full.width())
        return self._picture.width() >= wanted - 1 or self._covered()

    # — zoom —

    def _fitted(self) -> QRectF:
        made = super()._fitted()
        full = self.full
        if not full.isEmpty():  # levels differ in shape by a rounded pixel: the picture must not move when one comes
            room = QRectF(self._room())
            size = full.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            middle = made.center()
            made = QRectF(middle.x() - size.width() / 2, middle.y() - size.height() / 2, size.width(), size.height())
        return made

    def _actual(self) -> float:
        """The zoom at which one pixel of the master is one of the screen."""
        return self.full.width() / max(1.0, self._fitted().width() * self.devicePixelRatioF())

    def _bounds(self) -> tuple[float, float]:
        if self._picture is None:
            return super()._bounds()
        actual = self._actual()
        return min(1.0, actual), max(8.0, 8.0 * actual)

    def show_actual(self, about: QPointF | None = None) -> None:
        """One pixel of the master on one of the screen, at the point given."""
        if self._picture is not None:
            self.set_zoom(self._actual(), about)

    def _target(self) -> QRectF:
        target = super()._target()
        if abs(self._zoom - self._actual()) < 1e-6 and self._picture is not None:
            ratio = self.devicePixelRatioF()  # on whole pixels of the screen, or each would be a mixture of four
            target.moveTo(round(target.left() * ratio) / ratio, round(target.top() * ratio) / ratio)
        return target

    def _zoom_told(self) -> None:
        self._rest.start()
        self.magnified.emit(self.magnification)

    # — the master's own pixels —

    def _seen(self) -> QRectF:
        """What of the picture is in sight, in shares of what is shown."""
        target = self._target()
        sight = target.intersected(QRectF(self.rect()))
        if sight.isEmpty():
            return QRectF()
        return QRectF(
            (sight.left() - target.left()) / target.width(),
            (sight.top() - target.top()) / target.height(),
            sight.width() / target.width(),
            sight.height() / target.height(),
        )

    def _covered(self) -> bool:
        """Whether the part that there is holds what is seen, as sharp as it can be."""
        if self._part is None or self._part[0].picture != self.key:
            return False
        part, pixels = self._part
        box, seen = QRectF(*part.box), self._seen()
        whole = self.full.width() * box.width()
        sharp = pixels.width() >= min(whole, self._target().width() * box.width() * self.devicePixelRatioF()) * 0.97
        grace = 1e-6
        return sharp and box.adjusted(-grace, -grace, grace, grace).contains(seen)

    def _want(self) -> None:
        """Ask for what is missing of what is seen."""
        if self._parts is None or self._picture is None or self._master.isEmpty() or not self.isVisible() or self.sharp:
            return
        seen, full = self._seen(), self.full
        if seen.isEmpty() or self._will_do():
            return
        more = seen.adjusted(
            -_ROUND_ABOUT * seen.width(),
            -_ROUND_ABOUT * seen.height(),
            _ROUND_ABOUT * seen.width(),
            _ROUND_ABOUT * seen.height(),
        ).intersected(QRectF(0, 0, 1, 1))
        width, height = round(full.width()), round(full.height())
        left, top = floor(more.left() * width), floor(more.top() * height)
        right, bottom = min(width, ceil(more.right() * width)), min(height, ceil(more.bottom() * height))
        longest = max(right - left, bottom - top)
        edge = min(_MOST_PART, longest, ceil(longest * min(1.0, self.magnification)))
        box = (left / width, top / height, (right - left) / width, (bottom - top) / height)
        self._parts.want(Part(self.key, box, max(1, edge)))

    def _will_do(self) -> bool:
        """Whether the level that is on its way will have every pixel that the screen can show."""
        target = self._target()
        return max(target.width(), target.height()) * self.devicePixelRatioF() <= self._coming + 1

    def _part_arrived(self, part: Part, image: QImage) -> None:
        if part.picture == self.key and not image.isNull():
            self._part = (part, QPixmap.fromImage(image))
            self.update()

    def _draw_picture(self, painter: QPainter, target: QRectF) -> None:
        super()._draw_picture(painter, target)
        if self._part is None or self._part[0].picture != self.key or self._picture is None:
            return
        part, pixels = self._part
        x, y, w, h = part.box
        place = QRectF(
            target.left() + x * target.width(),
            target.top() + y * target.height(),
            w * target.width(),
            h * target.height(),
        )
        if pixels.width() * self._target().width() < w * target.width() * self._picture.width():
            return  # it was asked for at a smaller size than there is by now
        near = self.magnification
        smooth = abs(near - 1) > 1e-6 and near < _CLOSE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawPixmap(place, pixels, QRectF(pixels.rect()))

    # — where things are —

    def on_screen(self, upright: Box) -> QRectF:
        """Where a box of the upright master is on this widget."""
        target = self._target() if self._picture is not None else QRectF()
        x, y, w, h = self.adjustment.to_shown(upright)
        return QRectF(
            target.left() + x * target.width(),
            target.top() + y * target.height(),
            w * target.width(),
            h * target.height(),
        )

    def on_master(self, place: QRectF) -> Box:
        """A rectangle of this widget as a box of the upright master."""
        target = self._target()
        width, height = max(1.0, target.width()), max(1.0, target.height())
        shown = (
            (place.left() - target.left()) / width,
            (place.top() - target.top()) / height,
            place.width() / width,
            place.height() / height,
        )
        return self.adjustment.to_upright(shown)

    def picture_area(self) -> QRectF:
        """Where the picture is on this widget; empty while there is none."""
        return self._target() if self._picture is not None else QRectF()

    def bring_into_sight(self, upright: Box) -> None:
        """Move so far that a box of the master is seen."""
        place = self.on_screen(upright)
        room = QRectF(self._room())
        if self._zoom > 1.0 and not room.contains(place):
            self._shift += room.center() - place.center()
            self._hold()
            self._rest.start()
            self.update()

    # — mouse and keys —

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and over it what lies there."""
        super().paintEvent(event)
        if self._picture is not None and self.place != self._told:
            self._told = self.place
            self.place_changed.emit(*self._told)
        if self.layer is not None and self._picture is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.layer.paint(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size of the pane is another size of the picture."""
        super().resizeEvent(event)
        if self._picture is not None:
            self._hold()
            self.magnified.emit(self.magnification)
        self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        super().wheelEvent(event)
        self._rest.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the layer, else take hold."""
        if self.layer is None or not self.layer.pressed(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """To the layer, else move."""
        if self._grabbed is not None or self.layer is None or not self.layer.moved(event):
            super().mouseMoveEvent(event)
            if self._grabbed is not None:
                self._rest.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """To the layer, else let go."""
        if self._grabbed is not None or self.layer is None or not self.layer.released(event):
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To the layer, else the true size at this point, or fitted again."""
        if self.layer is not None and self.layer.double_clicked(event):
            return
        if self._zoom == 1.0:
            self.show_actual(event.position())
        else:
            self.set_zoom(1.0)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through what lies on the picture before it goes on."""
        if self.layer is not None and self._picture is not None and self.layer.step(forward):
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The layer's keys, 1 for the true size, arrows to move where it is larger than the pane."""
        if self.layer is not None and self.layer.key(event):
            return
        if event.key() == Qt.Key.Key_1 and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.show_actual()
            return
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.flip_wanted.emit()
            return
        if event.key() == Qt.Key.Key_R and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self.turn_wanted.emit(90 if event.modifiers() == Qt.KeyboardModifier.NoModifier else 270)
            return
        way = {
            Qt.Key.Key_Left: QPointF(_PAN, 0),
            Qt.Key.Key_Right: QPointF(-_PAN, 0),
            Qt.Key.Key_Up: QPointF(0, _PAN),
            Qt.Key.Key_Down: QPointF(0, -_PAN),
        }.get(Qt.Key(event.key()))
        if way is not None and self._zoom > 1.0 and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._shift += way
            self._hold()
            self._rest.start()
            self.update()
            return
        super().keyPressEvent(event)

    def words_of_size(self) -> str:
        """How large it is seen, for a person: a share of the true size."""
        return "" if self._picture is None else _("{n}%").format(n=round(self.magnification * 100))
