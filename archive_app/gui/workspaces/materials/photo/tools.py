"""The bar over a photograph: how large it is seen, and what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from archive_app.gui.finder import finder
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import label, row, tool
from archive_app.gui.workspaces.materials.photo.adjust import Adjusting
from archive_app.gui.workspaces.materials.photo.faces import FacesLayer
from archive_app.gui.workspaces.materials.photo.finding import Suggesting
from archive_app.gui.workspaces.materials.photo.view import PhotoView


class PhotoTools(QWidget):
    """Buttons with the same words as the keys of the picture."""

    def __init__(self, view: PhotoView, faces: FacesLayer, adjusting: Adjusting, suggesting: Suggesting) -> None:
        super().__init__()
        self._view = view
        self._faces = faces
        whole = _("整张放进画面（0）")
        self.fit = tool("arrows-maximize", whole, lambda: view.set_zoom(1.0), text=_("整张"), token="ink")
        self.actual = tool(
            "zoom-in", _("原大：一个像素对一个像素（1，或双击）"), view.show_actual, text=_("原大"), token="ink"
        )
        self._size = label(tone="faint", voice="small")
        self.shown = _toggle("users", _("看不看人物的框"), _("人物"))
        self.shown.setChecked(True)
        self.shown.clicked.connect(faces.set_shown)
        self.draw = _toggle("user-plus", _("在照片上框出一个人（B）"), _("框人"))
        self.draw.clicked.connect(self._draw)
        faces.drawing_changed.connect(self._drawing)
        self.faces = tool(
            "face-id", _("找人脸（Shift+B）：先画好虚线框，由您定"), suggesting.look, text=_("找人脸"), token="ink"
        )
        finder().changed.connect(self._show_finder)
        suggesting.told.connect(lambda _number: self.shown.setChecked(faces.shown))
        self.left = tool("rotate-2", _("向左转（Shift+R）；原件不动"), lambda: adjusting.turn(270), token="ink")
        self.right = tool("rotate-clockwise", _("向右转（R）；原件不动"), lambda: adjusting.turn(90), token="ink")
        self.crop = tool("crop", _("裁切；原件不动"), adjusting.begin_crop, text=_("裁切"), token="ink")
        self.tone = tool("sun", _("调色；原件不动"), adjusting.begin_tone, text=_("调色"), token="ink")
        unchanged = _("恢复原样：不转、不裁、不调色")
        self.reset = tool("arrow-back-up", unchanged, adjusting.reset, text=_("原样"), token="ink")
        self._read_only = False
        self._writing = (self.draw, self.left, self.right, self.crop, self.tone, self.reset)
        view.turn_wanted.connect(adjusting.turn)
        people, seen = (self.shown, self.draw, self.faces), (self.left, self.right, self.crop, self.tone, self.reset)
        self.bar = row(self.fit, self.actual, self._size, None, *people, 8, *seen, spacing=2, around=(12, 4, 12, 4))
        self.setLayout(self.bar)
        view.magnified.connect(self._say)
        self._show_finder()

    def add(self, widget: QWidget) -> None:
        """Something more at the bar's end."""
        self.bar.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where the words have no room; their tips say the same."""
        super().resizeEvent(event)
        found: Any = self.findChildren(QToolButton)
        worded = [one for one in found if one.text()]
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for style in (beside, alone):
            for one in worded:
                one.setToolButtonStyle(style)
            self.bar.invalidate()
            if self.bar.sizeHint().width() <= self.width():
                break

    def minimumSizeHint(self) -> QSize:
        """The bar steps aside by itself."""
        return QSize(theme().dp(120), super().minimumSizeHint().height())

    def _say(self, _magnification: float) -> None:
        self._size.setText(self._view.words_of_size())

    def _draw(self, drawing: bool) -> None:
        if drawing:
            self._faces.set_shown(True)
        self._faces.set_drawing(drawing)
        self._view.setFocus()

    def _drawing(self, drawing: bool) -> None:
        self.draw.setChecked(drawing)
        self.shown.setChecked(self._faces.shown)

    def _show_finder(self) -> None:
        """Only where there is a model to look with."""
        self.faces.setVisible(finder().there and not self._read_only)

    def set_read_only(self, read_only: bool) -> None:
        """Only what changes nothing."""
        self._read_only = read_only
        self._show_finder()
        for one in self._writing:
            one.setVisible(not read_only)
        if read_only:
            self._faces.set_drawing(False)


def _toggle(icon: str, tip: str, text: str) -> QToolButton:
    made = tool(icon, tip, text=text, token="ink")
    made.setCheckable(True)
    return made
