"""The picture on the table turned, cropped and toned: what it looks like now, and writing it into its file's record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from archive_app.catalogue.commands import SetFields
from archive_app.domain.adjustment import AS_IT_IS, TONES, WHOLE, Adjustment, Box, picture_key
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, margins, pane, row
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.materials.photo.crop import CropLayer
from archive_app.gui.workspaces.materials.photo.view import Layer, PhotoView
from archive_app.gui.workspaces.materials.thumbs import SCREEN, Thumbnails
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_SLIDERS = (
    ("brightness", "亮度"),
    ("contrast", "对比"),
    ("gamma", "中间调"),
    ("black", "黑场"),
    ("white", "白场"),
)
_RATIOS = (
    ("0", "任意"),
    ("own", "同原图"),
    ("1:1", "1:1"),
    ("3:2", "3:2"),
    ("4:3", "4:3"),
    ("2:3", "2:3"),
    ("3:4", "3:4"),
)


class Adjusting(QObject):
    """Turning at once; cropping and toning with a bar of their own, which ``bar_wanted`` shows (None: none)."""

    bar_wanted = Signal(object)

    def __init__(self, shell: Shell, view: PhotoView, thumbs: Thumbnails) -> None:
        super().__init__(view)
        self._shell = shell
        self._session = shell.session
        self._view = view
        self._thumbs = thumbs
        self._file: Record | None = None
        self._under: Layer | None = None  # the layer that lies there when nothing is being adjusted
        self._tones: dict[str, int] = {}
        self._plain: QPixmap | None = None  # the picture without its tones, while they are moved
        self.read_only = False
        self.mode = ""
        self.crop = CropLayer(view)
        self.crop.accepted.connect(self._cropped)
        self.crop.cancelled.connect(self.leave)
        self.crop_bar = self._make_crop_bar()
        self.tone_bar = self._make_tone_bar()
        thumbs.arrived.connect(self._arrived)

    @property
    def adjustment(self) -> Adjustment:
        """As the file's record says it."""
        return Adjustment.of(self._file.values) if self._file is not None else AS_IT_IS

    def show_file(self, file: Record) -> None:
        """Another picture, or the same after a change; what was being adjusted of another one is left as it was."""
        if self._file is not None and self._file.id != file.id:
            self.leave()
        self._file = file

    # — writing —

    def _write(self, made: Adjustment, words: str) -> None:
        file = self._file
        if file is None or self.read_only:
            return
        now = self.adjustment
        if made == now:
            return
        changed = {name: value for name, value in made.values().items() if value != now.values()[name]}
        self._session.execute(SetFields(file.id, changed, words=words), None, self._shell.show_error)

    def turn(self, by: int) -> None:
        """Turn clockwise by so many degrees."""
        if self._file is None or self.read_only:
            return
        file = self._session.record(self._file.id)  # with the turn of a moment ago
        if file is not None:
            self._file = file
            self.leave()
            self._write(self.adjustment.turned(by), _("照片：向右转") if by == 90 else _("照片：向左转"))

    def reset(self) -> None:
        """The master as it is."""
        self.leave()
        self._write(AS_IT_IS, _("照片：恢复原样"))

    # — cropping —

    def begin_crop(self) -> None:
        """Show the whole picture with a frame on what is left of it now."""
        if self._file is None or self.read_only:
            return
        self._enter("crop")
        adjustment = self.adjustment
        whole = adjustment.uncropped()
        self._view.show_photo(picture_key({**self._file.values, **whole.values()}), whole, self._lying())
        self._show_whole()
        self._view.layer = self.crop
        self.crop.begin(whole.to_shown(adjustment.crop))
        self._view.setFocus()

    def _show_whole(self) -> None:
        found = self._thumbs.pixmap(self._view.key, SCREEN) or self._thumbs.pixmap(self._view.key, 512)
        self._view.show_level(found, _("正在打开…"))

    def _arrived(self, key: str) -> None:
        if key == self._view.key and self.mode == "crop":
            self._show_whole()
        elif self.mode == "tone" and key == self._plain_key():
            self._take_plain()

    def _lying(self) -> tuple[int, int] | None:
        file = self._file
        return (
            (int(file["width"]), int(file["height"])) if file is not None and file["width"] and file["height"] else None
        )

    def _cropped(self, box: Box) -> None:
        seen = self.adjustment.uncropped()
        nearly = all(abs(one - whole) < 0.002 for one, whole in zip(box, WHOLE, strict=True))
        made = seen if nearly else seen.cropped(box)
        self.leave()
        self._write(made, _("照片：裁切"))

    def _make_crop_bar(self) -> QWidget:
        ratios = Segments([(name, _(words), "") for name, words in _RATIOS])
        ratios.chosen.connect(self._ratio)
        self.ratios = ratios
        done = button(_("裁好了"), lambda: self.crop.accepted.emit(self.crop.box), role="primary")
        whole = button(_("不裁"), lambda: self.crop.accepted.emit(WHOLE))
        head = row(label(_("裁切"), voice="section"), None, button(_("取消"), self.leave), whole, done)
        return pane(column(head, row(ratios, None), spacing=6, around=(16, 6, 12, 6)))

    def _ratio(self, name: str) -> None:
        full = self._view.full
        if name == "own":
            ratio = full.width() / max(1.0, full.height())
        elif ":" in name:
            across, down = name.split(":")
            ratio = int(across) / int(down)
        else:
            ratio = 0.0
        self.crop.set_ratio(ratio)
        self._view.setFocus()

    # — toning —

    def begin_tone(self) -> None:
        """Show the sliders; the picture follows them, and nothing is written before 好了."""
        if self._file is None or self.read_only:
            return
        self._enter("tone")
        self._tones = dict(self.adjustment.tone)
        self._say_tones()
        self._take_plain()

    def _plain_key(self) -> str:
        file = self._file
        return picture_key({**file.values, "tone": []}) if file is not None else ""

    def _take_plain(self) -> None:
        self._plain = self._thumbs.pixmap(self._plain_key(), SCREEN)
        self._preview()

    def _preview(self) -> None:
        """The same curve that lists and books get, on the pixels of the screen."""
        if self._plain is None or self.mode != "tone":
            return
        self._view.replace_level(toned_pixmap(self._plain, AS_IT_IS.toned(self._tones)))

    def _make_tone_bar(self) -> QWidget:
        grid = QGridLayout()
        margins(grid, (0, 0, 0, 0), 10)
        self.sliders: dict[str, QSlider] = {}
        for number, (name, words) in enumerate(_SLIDERS):
            least, most, none = TONES[name]
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(least, most)
            slider.setValue(none)
            slider.setPageStep(10)
            slider.setAccessibleName(_(words))
            slider.setMinimumWidth(theme().dp(96))
            slider.valueChanged.connect(partial(self._slid, name))
            self.sliders[name] = slider
            grid.addWidget(label(_(words), voice="small"), number // 3, number % 3 * 2)
            grid.addWidget(slider, number // 3, number % 3 * 2 + 1)
        self.looks = Segments([("", _("原色"), ""), ("grey", _("灰度"), ""), ("negative", _("负片"), "")])
        self.looks.chosen.connect(self._look)
        acts = (button(_("取消"), self.leave), button(_("归零"), self._none))
        done = button(_("好了"), self._toned, role="primary")
        head = row(label(_("调色"), voice="section"), self.looks, None, *acts, done)
        return pane(column(head, grid, spacing=8, around=(16, 6, 12, 6)))

    def _say_tones(self) -> None:
        for name, slider in self.sliders.items():
            slider.blockSignals(True)
            slider.setValue(self._tones.get(name, TONES[name][2]))
            slider.blockSignals(False)
        self.looks.choose("negative" if self._tones.get("negative") else "grey" if self._tones.get("grey") else "")

    def _slid(self, name: str, value: int) -> None:
        self._tones[name] = value
        self._preview()

    def _look(self, name: str) -> None:
        self._tones |= {"grey": int(name == "grey"), "negative": int(name == "negative")}
        self._preview()

    def _none(self) -> None:
        self._tones = {}
        self._say_tones()
        self._preview()

    def _toned(self) -> None:
        made = self.adjustment.toned(self._tones)
        self.leave()
        self._write(made, _("照片：调色"))

    # — coming and going —

    def _enter(self, mode: str) -> None:
        self.leave()
        self.mode = mode
        self._under = self._view.layer
        self.bar_wanted.emit(self.crop_bar if mode == "crop" else self.tone_bar)

    def leave(self) -> None:
        """Stop adjusting; the picture is seen as its record says."""
        if not self.mode:
            return
        self.mode, self._plain = "", None
        self._view.layer = self._under
        self._view.setCursor(Qt.CursorShape.ArrowCursor)
        self.bar_wanted.emit(None)


def toned_pixmap(plain: QPixmap, adjustment: Adjustment) -> QPixmap:
    """A pixmap with these tones."""
    from PIL import Image

    from archive_app.derived.pictures.adjusting import toned

    if not adjustment.tone:
        return plain
    image = plain.toImage().convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(image.constBits())
    whole = Image.frombuffer("RGB", (image.width(), image.height()), data, "raw", "RGB", image.bytesPerLine(), 1)
    made = toned(whole, adjustment).convert("RGB")
    pixels = made.tobytes()
    shown = QImage(pixels, made.width, made.height, 3 * made.width, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(shown)
