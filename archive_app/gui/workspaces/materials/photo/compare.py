"""Two photographs beside or over each other, at the same size and place: which scan is better, what was retouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSlider, QWidget

from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import Adjustment, picture_key
from archive_app.domain.entities import ITEM
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.records.words import value_words
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, pane, row
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.materials.file_rows import size_words
from archive_app.gui.workspaces.materials.photo.parts import Parts
from archive_app.gui.workspaces.materials.photo.view import PhotoView
from archive_app.gui.workspaces.materials.thumbs import SCREEN, Thumbnails

_BESIDE, _OVER = "beside", "over"
_SMALL = 512


@dataclass(frozen=True, slots=True)
class Compared:
    """A picture and the item it belongs to."""

    item: Record
    file: Record


def pair_of(session: Session, items: Sequence[str], shown: str = "") -> tuple[Compared, Compared] | None:
    """What is to be compared: the first pictures of two items, or of one item the picture that is shown (by its file's
    id) and the next; None where there are not two."""
    catalogue = session.archive.catalogue
    found: list[Compared] = []
    for key in items[:2]:
        item = catalogue.record(key)
        pictures = [one for one in catalogue.files_of(key) if str(one["mime"]).startswith("image/")]
        if len(items) == 1 and len(pictures) > 1:
            at = next((n for n, one in enumerate(pictures) if one.id == shown), 0)
            pictures = [pictures[at], pictures[(at + 1) % len(pictures)]]
        found += [Compared(item, one) for one in pictures[: 2 if len(items) == 1 else 1]]
    return (found[0], found[1]) if len(found) == 2 else None


def about(one: Compared) -> str:
    """Pixels, bytes, when it was taken and when it came: what tells a scan from its copy."""
    file = one.file
    parts = [
        f"{file['width']}×{file['height']}" if file["width"] else "",
        size_words(int(file["bytes"] or 0)),
        value_words(ITEM.field("created"), one.item["created"]),
        _("{day} 收到").format(day=str(file["received_at"])[:10]) if file["received_at"] else "",
    ]
    return " · ".join(part for part in parts if part)


class _Over(QObject):
    """A ``Layer`` that lets another view's picture shine through."""

    def __init__(self, view: PhotoView, other: PhotoView) -> None:
        super().__init__(view)
        self._view, self._other = view, other
        self.share = 0.5

    def paint(self, painter: QPainter) -> None:
        """The other picture, over this one, as much of it as is wanted."""
        picture = self._other.level
        if picture is not None:
            painter.setOpacity(self.share)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self._view.picture_area(), picture, QRectF(picture.rect()))

    def pressed(self, _event: QMouseEvent) -> bool:
        """The picture's own."""
        return False

    def moved(self, _event: QMouseEvent) -> bool:
        """The picture's own."""
        return False

    def released(self, _event: QMouseEvent) -> bool:
        """The picture's own."""
        return False

    def double_clicked(self, _event: QMouseEvent) -> bool:
        """The picture's own."""
        return False

    def key(self, _event: QKeyEvent) -> bool:
        """The picture's own."""
        return False

    def step(self, _forward: bool) -> bool:
        """Nothing lies here to go through."""
        return False


class CompareDialog(Dialog):
    """Both pictures follow each other's size and place; over each other a slider mixes them."""

    def __init__(self, parent: QWidget | None, session: Session, thumbs: Thumbnails, pair: Sequence[Compared]) -> None:
        super().__init__(parent, _("对比两张照片"), 980)
        self._thumbs = thumbs
        self._pair = tuple(pair)
        self._parts = [Parts(session, self) for _one in self._pair]
        self.views = [PhotoView(parts) for parts in self._parts]
        self._following = False
        for view, one in zip(self.views, self._pair, strict=True):
            view.setMinimumHeight(theme().dp(300))
            file = one.file
            size = (int(file["width"]), int(file["height"])) if file["width"] and file["height"] else None
            view.show_photo(picture_key(file.values), Adjustment.of(file.values), size)
            view.place_changed.connect(self._follow)
        self._over = _Over(self.views[0], self.views[1])
        self.modes = Segments([(_BESIDE, _("并排"), "columns"), (_OVER, _("叠看"), "versions")])
        self.modes.chosen.connect(self.show_mode)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setValue(50)
        self.slider.setAccessibleName(_("两张各露多少"))
        self.slider.valueChanged.connect(self._mix)
        sides = [self._side(view, one) for view, one in zip(self.views, self._pair, strict=True)]
        self._second = sides[1]
        both = row(*sides, spacing=8)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        keys = label(_("滚轮放大，1 看原大，0 看整张；两张一起动"), tone="faint", voice="small")
        foot = row(self.modes, self.slider, keys, None, button(_("关上"), self.accept), spacing=12)
        lay = column(both, foot, spacing=12, around=(16, 16, 16, 16))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self.resize(theme().dp(1200), theme().dp(680))
        self.show_mode(_BESIDE)
        thumbs.arrived.connect(self._arrived)
        for view in self.views:
            self._show(view)
        self.views[0].setFocus()

    def _side(self, view: PhotoView, one: Compared) -> QWidget:
        name = ElidedLabel(one.item.title if self._pair[0].item.id != self._pair[1].item.id else one.file.title)
        words = ElidedLabel(about(one), tone="faint", voice="small")
        made = column(view, name, words, spacing=4)
        made.setStretch(0, 1)
        return pane(made)

    def show_mode(self, mode: str) -> None:
        """Beside each other or over each other."""
        self.modes.choose(mode)
        over = mode == _OVER
        self._second.setVisible(not over)
        self.slider.setVisible(over)
        self.views[0].layer = self._over if over else None
        self.views[0].update()

    def _mix(self, share: int) -> None:
        self._over.share = share / 100
        self.views[0].update()

    def _show(self, view: PhotoView) -> None:
        found = self._thumbs.pixmap(view.key, SCREEN) or self._thumbs.pixmap(view.key, _SMALL)
        gone = found is None and self._thumbs.failed(view.key, _SMALL)
        view.show_level(found, _("这张图片打不开，原件仍在。") if gone else _("正在打开…"))

    def _arrived(self, key: str) -> None:
        for view in self.views:
            if view.key == key:
                self._show(view)

    def _follow(self, zoom: float, x: float, y: float) -> None:
        """The other one goes where this one went."""
        if self._following:
            return
        self._following = True
        for view in self.views:
            if view is not self.sender():
                view.show_place(zoom, x, y)
        self._following = False

    def done(self, result: int) -> None:
        """Make no more."""
        for parts in self._parts:
            parts.close()
        super().done(result)
