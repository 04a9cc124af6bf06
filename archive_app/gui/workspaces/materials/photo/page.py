"""The photographs of an opened item: one on the table, its caption, the others as a strip."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from archive_app.domain.adjustment import Adjustment, picture_key
from archive_app.domain.entities import ITEM
from archive_app.domain.rights import credit_of
from archive_app.domain.sides import first_of, other_side, pictures_of
from archive_app.gui.finder import finder
from archive_app.gui.i18n import _
from archive_app.gui.records.words import value_words
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, pane, row, set_property
from archive_app.gui.workspaces.materials.drag_out import DragOut
from archive_app.gui.workspaces.materials.file_acts import FileActs
from archive_app.gui.workspaces.materials.file_rows import FileRows
from archive_app.gui.workspaces.materials.file_views import FileStrip
from archive_app.gui.workspaces.materials.page import MaterialPage
from archive_app.gui.workspaces.materials.photo.adjust import Adjusting
from archive_app.gui.workspaces.materials.photo.finding import Suggesting
from archive_app.gui.workspaces.materials.photo.one_of_many import OneOfMany
from archive_app.gui.workspaces.materials.photo.parts import Parts
from archive_app.gui.workspaces.materials.photo.people import People
from archive_app.gui.workspaces.materials.photo.rows_line import RowsLine
from archive_app.gui.workspaces.materials.photo.suggested_line import SuggestedLine
from archive_app.gui.workspaces.materials.photo.tools import PhotoTools
from archive_app.gui.workspaces.materials.photo.view import PhotoView
from archive_app.gui.workspaces.materials.thumbs import EDGE, SCREEN, Thumbnails
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

SMALL = 512
"""Made when the file came in, so that it is there at once."""
_LOW = 480
"""Height on the grid below which the caption makes room for the picture."""
_LOWEST = 330
"""And below which it goes: it stands in the form, too."""


class PicturePage(MaterialPage):
    """The photograph, its tools, its caption, and the other pictures of the item as a strip."""

    name, words, icon = "picture", _("照片"), "photo"

    def __init__(self, shell: Shell, thumbs: Thumbnails) -> None:
        super().__init__()
        self._session = shell.session
        self._thumbs = thumbs
        self._files: list[Record] = []
        self._shown = 0
        self._record: Record | None = None
        self._said = ""
        self.parts = Parts(shell.session, self)
        self.view = PhotoView(self.parts)
        self.people = People(shell, self.view, self)
        self.suggesting = Suggesting(shell, self.view, self.people)
        self._lay()
        finder().changed.connect(self._draw)
        self.adjusting = Adjusting(shell, self.view, thumbs)
        self.adjusting.bar_wanted.connect(self._show_bar)
        self.tools = PhotoTools(self.view, self.people.layer, self.adjusting, self.suggesting)
        self.one = OneOfMany(shell)
        self.tools.add(self.one)
        self.one.flip_wanted.connect(self.flip)
        self.view.flip_wanted.connect(self.flip)
        self.rows = RowsLine(self.people)
        self.suggested = SuggestedLine(self.suggesting)
        self._caption = label(voice="reading", wrap=True, select=True)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._caption.setMaximumWidth(theme().dp(720))
        self._credit = label(tone="faint", voice="small", wrap=True, select=True)
        self._credit.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._drag_out = DragOut(self, shell)
        self._rows = FileRows(self._drag_out.copies, self)
        self.strip = FileStrip(self._rows, self._drag_out, thumbs)
        self.strip.chosen.connect(self._strip_chosen)
        self.file_acts = FileActs(self.strip, shell, self._drag_out)
        self._strip_pane = pane(column(self.strip, around=(20, 0, 20, 8)))
        words = pane(column(self._caption, self._credit, spacing=4))
        words.setMaximumWidth(self._caption.maximumWidth())
        centred = row(None, words, None, around=(24, 0, 24, 16))
        centred.setStretch(1, 8)
        self._under = pane(centred)
        self._bars = (self.adjusting.crop_bar, self.adjusting.tone_bar)
        lines = (self.suggested, self.rows)
        lay = column(self.tools, *self._bars, self.view, *lines, self._under, self._strip_pane, spacing=0)
        lay.setStretch(3, 1)
        self.setLayout(lay)
        self._show_bar(None)
        thumbs.arrived.connect(self._arrived)

    def _show_bar(self, bar: QWidget | None) -> None:
        """The bar of what is being adjusted instead of the tools."""
        for one in self._bars:
            one.setVisible(one is bar)
        self.tools.setVisible(bar is None)
        if bar is None:
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height it is the picture's."""
        super().resizeEvent(event)
        low = self.height() < theme().dp(_LOW)
        self.strip.set_low(low)
        set_property(self._caption, "voice", "small" if low else "reading")
        self._say_caption()
        self._credit.setVisible(bool(self._credit.text()) and not low)
        self._under.setVisible(self.height() >= theme().dp(_LOWEST))

    @property
    def file(self) -> Record | None:
        """The picture on the table."""
        return self._files[self._shown] if self._files else None

    def has(self, _record: Record, files: list[Record]) -> bool:
        """Where there is a picture to see."""
        return bool(pictures_of(files))

    @property
    def keyboard(self) -> QWidget:
        """The table."""
        return self.view

    def show_files(self, record: Record, files: list[Record]) -> None:
        """The pictures among an item's files."""
        pictures = pictures_of(files)
        was, now = [one.id for one in self._files], [one.id for one in pictures]
        other = self._record is None or self._record.id != record.id
        looked_at = "" if other or self.file is None else self.file.id
        self._files, self._record = pictures, record
        if looked_at in now:  # put in another order, or one more: the same picture stays on the table
            self._shown = now.index(looked_at)
        elif other or was != now:
            first = first_of(pictures)
            self._shown = pictures.index(first) if first is not None else 0
        self.file_acts.show_files(record, files, pictures)
        self._strip_pane.setVisible(len(pictures) > 1)
        self._mark_strip()
        self._draw_caption(record)
        self._draw()

    def close_to(self, *, closed: bool, frozen: bool) -> None:
        """A photograph that is with the printer is looked at only."""
        read_only = closed or frozen
        self.people.layer.read_only = read_only
        self.adjusting.read_only = read_only
        self.one.read_only = read_only
        self._rows.writable = not read_only
        self.tools.set_read_only(read_only)
        self.rows.set_read_only(read_only)

    def holds(self, ids: Collection[str]) -> bool:
        """Whether one of these is a picture of the item."""
        return any(one.id in ids for one in self._files)

    def expect(self, picture: str) -> None:
        """This picture (by its key) is going to be opened: it is made while its item is still being read."""
        if picture:
            self._thumbs.pixmap(picture, SCREEN)
            self._thumbs.pixmap(picture, SMALL)

    def make_ahead(self, pictures: list[str]) -> None:
        """Have these (by their picture keys) ready when they are asked for: those beside the one that is seen."""
        own = [picture_key(one.values) for one in self._files[self._shown + 1 : self._shown + 2]]
        self._thumbs.make_ahead([*own, *pictures], SCREEN)

    def _draw_caption(self, record: Record) -> None:
        values = record.values
        self._said = str(values.get("caption") or record.title)
        self._say_caption()
        when = value_words(ITEM.field("created"), values.get("created"))
        parts = [when, str(values.get("place_taken") or ""), credit_of(values)]
        said = " · ".join(part for part in parts if part)
        self._credit.setText(said)
        self._credit.setVisible(bool(said) and self.height() >= theme().dp(_LOW))

    def _say_caption(self) -> None:
        """The whole caption, or two lines of it where there is little height; the whole is its tool tip."""
        low = self.height() < theme().dp(_LOW)
        room = 2 * min(self._caption.maximumWidth(), self.width() - theme().dp(80)) - theme().dp(48)
        metrics = self._caption.fontMetrics()
        shown = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, room) if low else self._said
        self._caption.setText(shown)
        self._caption.setToolTip(self._said if shown != self._said else "")

    def _draw(self) -> None:
        file = self.file
        if file is None:
            return
        self.adjusting.show_file(file)
        self.one.show_files(self._files, file)
        if self.adjusting.mode:
            return  # it is shown otherwise until that is done
        key = picture_key(file.values)
        size = (int(file["width"]), int(file["height"])) if file["width"] and file["height"] else None
        self._lay()
        self.view.show_photo(key, Adjustment.of(file.values), size)
        self._show_levels(key)
        if self._record is not None:
            first = file is first_of(self._files)
            self.people.show_item(self._record, file.id, first=first)
            self.suggesting.show_item(self._record, file, first=first)

    def _lay(self) -> None:
        """People lie on the picture; what is suggested, where there is a model, over them."""
        self.view.layer = self.suggesting.layer if finder().there else self.people.layer

    def _show_levels(self, key: str) -> None:
        """The best there is; the last one asked for is made first."""
        screen = self._thumbs.pixmap(key, SCREEN)
        small = screen or self._thumbs.pixmap(key, SMALL) or self._thumbs.best(key, EDGE)
        if small is None and self._thumbs.failed(key, SMALL):
            self.view.show_level(None, _("这张图片打不开，原件仍在。"))
        else:
            coming = 0 if screen is not None or self._thumbs.failed(key, SCREEN) else SCREEN
            self.view.show_level(small, _("正在打开…"), coming)

    def _mark_strip(self) -> None:
        """The picture on the table is the one the strip stands at."""
        if self._files and self.strip.currentIndex().row() != self._shown:
            index = self._rows.index(self._shown)
            flags = self.strip.selectionModel().SelectionFlag
            self.strip.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
            self.strip.scrollTo(index)

    def _strip_chosen(self, row: int) -> None:
        if 0 <= row < len(self._files) and row != self._shown:
            self.choose(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn, Home and End go through the pictures of the item."""
        keys = Qt.Key
        last = len(self._files) - 1
        to = {
            keys.Key_PageUp: self._shown - 1, keys.Key_PageDown: self._shown + 1, keys.Key_Home: 0, keys.Key_End: last,
        }.get(keys(event.key()))  # fmt: skip
        if to is None or event.modifiers() or last < 1 or self.adjusting.mode:
            super().keyPressEvent(event)
        elif 0 <= to <= last and to != self._shown:
            self.choose(to)

    def flip(self) -> None:
        """Turn the print over."""
        file = self.file
        other = other_side(self._files, file) if file is not None else None
        if other is not None:
            self.choose(self._files.index(other))

    def choose(self, number: int) -> None:
        """Put another picture of the item on the table."""
        self._shown = number
        self._mark_strip()
        self._draw()

    def _arrived(self, key: str) -> None:
        if key == self.view.key and self._files and not self.adjusting.mode:
            self._show_levels(key)

    def release(self) -> None:
        """Make no more parts."""
        self.parts.close()
