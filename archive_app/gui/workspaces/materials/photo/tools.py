"""The bar over a photograph: how large it is seen, and what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import label, row, tool
from archive_app.gui.workspaces.materials.photo.view import PhotoView


class PhotoTools(QWidget):
    """Buttons with the same words as the keys of the picture."""

    def __init__(self, view: PhotoView) -> None:
        super().__init__()
        self._view = view
        self.fit = tool(
            "arrows-maximize", _("整张放进画面（0）"), lambda: view.set_zoom(1.0), text=_("整张"), token="ink"
        )
        self.actual = tool(
            "zoom-reset", _("原大：一个像素对一个像素（1，或双击）"), view.show_actual, text=_("原大"), token="ink"
        )
        self._size = label(tone="faint", voice="small")
        self.bar = row(self.fit, self.actual, self._size, None, spacing=2, around=(12, 4, 12, 4))
        self.setLayout(self.bar)
        view.magnified.connect(self._say)

    def _say(self, _magnification: float) -> None:
        self._size.setText(self._view.words_of_size())
