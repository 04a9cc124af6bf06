"""A photograph with the faces that were found in it framed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen

from archive_app.domain.adjustment import AS_IT_IS, Adjustment
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.picture import PictureView

_FACE_SHARE = 0.34
"""Of the pane's shorter side, a face that is brought near takes this much."""


@dataclass(frozen=True, slots=True)
class Face:
    """A person's place in a picture: the middle, width and height as shares of the picture (MWG regions)."""

    name: str
    x: float
    y: float
    width: float
    height: float


def face_of(row: Mapping[str, Any], adjusted: Adjustment = AS_IT_IS) -> Face | None:
    """The face of a row of the field ``people`` where it is in the picture as it is seen; None where nobody has marked
    it, or where its middle is cropped away."""
    region = row.get("region") or ()
    if len(region) < 4 or not all(isinstance(one, int | float) for one in region) or min(region[2:4]) <= 0:
        return None
    x, y, width, height = (float(one) for one in region[:4])
    left, top, width, height = adjusted.to_shown((x - width / 2, y - height / 2, width, height))
    x, y = left + width / 2, top + height / 2
    return Face(str(row.get("name") or ""), x, y, width, height) if 0 <= x <= 1 and 0 <= y <= 1 else None


class FramedPicture(PictureView):
    """All marked faces are framed in a hairline, those looked for in cinnabar with the name below."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(theme().dp(96), theme().dp(56))
        self.faces: tuple[Face, ...] = ()
        self.chosen: frozenset[int] = frozenset()

    def show_faces(self, faces: Sequence[Face], chosen: Sequence[int] = ()) -> None:
        """Frame these; ``chosen`` are the numbers of those looked for."""
        self.faces, self.chosen = tuple(faces), frozenset(chosen)
        names = "、".join(self.faces[number].name for number in sorted(self.chosen))
        self.setAccessibleName(_("照片，框出 {names}").format(names=names) if names else _("照片"))
        self.update()

    def come_near(self) -> None:
        """Bring the first face looked for near."""
        if not self.chosen or self._picture is None:
            self.set_zoom(1.0)
            return
        self.set_zoom(1.0)
        fitted = self._fitted()
        frame = self._frame(self.faces[min(self.chosen)], fitted)
        edge = max(frame.width(), frame.height(), 1.0)
        zoom = max(1.0, _FACE_SHARE * min(self.width(), self.height()) / edge)
        self.set_zoom(zoom)
        self._shift = (fitted.center() - frame.center()) * self._zoom
        self._hold()
        self.update()

    @staticmethod
    def _frame(face: Face, target: QRectF) -> QRectF:
        width, height = face.width * target.width(), face.height * target.height()
        middle = QPointF(target.left() + face.x * target.width(), target.top() + face.y * target.height())
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, dimmed but for what was looked for."""
        super().paintEvent(event)
        if self._picture is None or self._picture.isNull() or not self.faces:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = self._target()
        frames = [self._frame(face, target) for face in self.faces]
        if self.chosen:
            shade = QPainterPath()
            shade.addRect(target)
            for number in self.chosen:
                shade.addRect(frames[number])
            veil = theme().colour("shadow")
            veil.setAlpha(70)
            painter.fillPath(shade, veil)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, frame in enumerate(frames):
            if number not in self.chosen:
                pale = theme().colour("on_cinnabar")
                pale.setAlpha(150)
                painter.setPen(QPen(pale, 1))
                painter.drawRect(frame)
        for number in sorted(self.chosen):
            self._choose(painter, frames[number], self.faces[number].name)

    def _choose(self, painter: QPainter, frame: QRectF, name: str) -> None:
        painter.setPen(QPen(theme().colour("cinnabar"), theme().dp(3)))
        painter.drawRect(frame)
        if not name:
            return
        painter.setFont(theme().font(bold=True))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(name) + theme().dp(16), metrics.height() + theme().dp(6)
        left = min(max(0.0, frame.center().x() - width / 2), max(0.0, self.width() - width))
        top = min(frame.bottom() + theme().dp(4), self.height() - height)
        plate = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("cinnabar"))
        painter.drawRoundedRect(plate, theme().dp(4), theme().dp(4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme().colour("on_cinnabar"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), name)
