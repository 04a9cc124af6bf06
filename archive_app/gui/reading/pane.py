"""The reading pane: what an item says, its sound and its pictures, and the large buttons to the next place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QSplitter, QWidget
from shiboken6 import isValid

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.reading.faces import Faces
from archive_app.gui.reading.item import PictureFile, ReadableItem
from archive_app.gui.reading.kept import KeptPlaces
from archive_app.gui.reading.looks import ReadingLooks
from archive_app.gui.reading.picture import FramedPicture, face_of
from archive_app.gui.reading.taking import Cite, Taking
from archive_app.gui.reading.text import ReadingText
from archive_app.gui.reading.volume import ReadableVolume
from archive_app.gui.sound.player import PlayerBar
from archive_app.gui.sound.sounding import Sound
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, line, pane, row, tool
from archive_app.search.results import Match

if TYPE_CHECKING:
    from archive_app.gui.workspaces.workspace import Shell

_PICTURE_EDGE = 1600
"""The longer side of a picture read beside its words, in pixels."""
_WORDS_FROM = 400
"""Width on the grid from which the buttons have words."""
PEOPLE = "people"


class ReadingPane(QWidget):
    """Shows one item at a time; ``beyond`` when the next place is in another item."""

    beyond = Signal(int)
    open_wanted = Signal()
    search_wanted = Signal(str)
    alone_wanted = Signal(bool)
    """All the room for reading, or beside the list again."""

    def __init__(self, shell: Shell, sound: Sound | None = None) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        settings = shell.settings
        self._looks = ReadingLooks(int(settings.get("reading_percent")), str(settings.get("reading_light")))
        self._kept = KeptPlaces(self._session.archive.label.id)
        self.text = ReadingText(self._looks)
        self.taking = Taking(self, shell, self.text)
        self.player = PlayerBar(self._session.archive, sound, settings=self._shell.settings)
        self.picture = FramedPicture()
        self._picture_file: PictureFile | None = None
        self._build()
        self.text.second_wanted.connect(self.player.play_in)
        self.text.pictures_wanted.connect(self._fetch_pictures)
        self.text.hit_changed.connect(self._say_where)
        self.player.moved.connect(self._follow)
        self.player.stopped.connect(self.text.silence)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.text.customContextMenuRequested.connect(self._menu_at)
        self.taking.elsewhere = self.faces.printed_at
        self.faces.turned.connect(self._say_face)
        self.faces.asked.connect(lambda at: self.menu().exec(at))

    def _build(self) -> None:
        self._title = ElidedLabel("", voice="section")
        self._smaller = tool("zoom-out", _("正文小一些"), lambda: self.resize_type(-1), token="ink")
        self._larger = tool("zoom-in", _("正文大一些"), lambda: self.resize_type(1), token="ink")
        self._light = tool("moon", "", self.turn_light, token="ink")
        self._quote = tool("quote", _("复制并注明出处（Ctrl+Shift+C）"), self.copy_cited, token="ink")
        self.alone = tool("arrows-maximize", "", None, token="ink")
        self.alone.setCheckable(True)
        self.alone.setToolTip(_("只看正文（F9）"))
        self.alone.setAccessibleName(_("只看正文（F9）"))
        self.alone.toggled.connect(self.alone_wanted)
        self.open_button = button(
            _("打开资料"), self.open_wanted.emit, icon="external-link", tip=_("打开这件资料（回车）")
        )
        tools = (self._smaller, self._larger, self._light, self._quote, self.alone)
        for made in tools:
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.faces = Faces(self._session, self.text, self.parts)
        head = row(self._title, self.faces.segments, *tools, self.open_button, spacing=2, around=(24, 8, 12, 8))
        head.setStretch(0, 100)
        self.back_to_kept = button(_("回到上次读到的地方"), self._return, role="link", icon="bookmark")
        self.back_to_kept.hide()
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.picture)
        self.parts.addWidget(self.text)
        self.parts.setStretchFactor(0, 3)
        self.parts.setStretchFactor(1, 2)
        self.picture.hide()
        self.text.setMinimumHeight(theme().dp(72))
        self.earlier = button(_("上一处"), lambda: self.step(-1), icon="chevron-left", tip=_("上一处（Shift+F3）"))
        self.later = button(_("下一处"), lambda: self.step(1), icon="chevron-right", tip=_("下一处（F3）"))
        for large in (self.earlier, self.later):
            large.setMinimumHeight(theme().dp(40))
            large.setMinimumWidth(theme().dp(96))
        self.where = label("", tone="faint")
        self.where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        foot = row(self.earlier, self.where, self.later, spacing=8, around=(16, 6, 16, 6))
        foot.setStretch(1, 1)
        kept = pane(row(self.back_to_kept, None, around=(16, 2, 16, 2)))
        lay = column(head, line(), self.player, kept, self.parts, line(), foot, spacing=0)
        lay.setStretch(4, 1)
        self.setLayout(lay)
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._say_light()

    # — what is read —

    @property
    def item(self) -> ReadableItem | None:
        """What is being read."""
        return self.text.item

    def cite_with(self, cite: Cite) -> None:
        """How what is read is cited; asked off the painting thread."""
        self.taking.cite = cite

    def show_item(
        self, item: ReadableItem, matches: Sequence[Match], match: Match | None = None, *, arriving: int = 0
    ) -> None:
        """Read an item with all its ``matches`` marked, at one of them. Without one where reading stopped, else at the
        first place. ``arriving`` from another item: 1 at its first place, -1 at its last."""
        fresh = self.item is None or self.item.id != item.id
        if fresh:
            self.keep_place()
        kept = self._kept.get(item.id)
        aim = match if match is not None else arriving or (kept[0] if kept is not None and fresh else None)
        self.text.show_item(item, matches, aim)
        self._title.setText(item.document.title)
        self.player.show_sounds(item.sounds)
        if fresh:
            self._show_picture(item)
            self.faces.show()
        self.back_to_kept.setVisible(fresh and kept is not None and match is not None)
        if match is not None:
            self.show_match(match)
        elif arriving and self.text.hits:
            self.text.go_to(0 if arriving > 0 else len(self.text.hits) - 1)
        elif fresh and kept is not None:
            self.text.restore(*kept)
        elif fresh:
            self.text.step(1)
        self._say_where()
        self.faces.follow()

    def show_match(self, match: Match) -> None:
        """Go to a place: its words, its second, its face."""
        self.text.show_match(match)
        second = match.place.get("seconds")
        if isinstance(second, int | float):
            self.player.wait_in(str(match.place.get("file") or ""), float(second))
        self._frame(match)

    def _follow(self, second: float) -> None:
        """The words that are heard are tinted."""
        files = self.player.listening.files
        if self.player.file is not None and files:
            self.text.follow_second(second, self.player.file.id, files[0].id)

    def play_match(self, match: Match) -> None:
        """Play the second of a place, where it has one."""
        second = match.place.get("seconds")
        if isinstance(second, int | float) and self.item is not None and self.item.sounds:
            self.player.play_in(str(match.place.get("file") or ""), float(second))

    def play_here(self) -> None:
        """Play what is spoken where one is, or pause."""
        if self.player.sound.playing:
            self.player.toggle()
            return
        here = self.text.second_here()
        if here is not None:
            self.player.play_in(*here)
        else:
            self.player.toggle()

    def clear(self) -> None:
        """Nothing to read."""
        self.keep_place()
        self.text.clear_item()
        self.faces.show()
        self.player.show_sounds(())
        self.picture.hide()
        self._title.setText("")
        self._say_where()

    # — pictures —

    def _show_picture(self, item: ReadableItem) -> None:
        shown = item.pictures[:1] if not len(item.manuscript) else ()
        self.picture.setVisible(bool(shown))
        self._picture_file = shown[0] if shown else None
        self.picture.show_faces(())
        self.picture.show_picture(None, _("正在打开…"))
        if shown:
            self._fetch_pictures(list(shown))
            self._frame(None)

    def _frame(self, match: Match | None) -> None:
        """Frame the faces that are marked in the photograph, those that were found the strongest."""
        item = self.item
        if item is None or self._picture_file is None:
            return
        rows = item.record.values.get(PEOPLE) or []
        shown = self._picture_file
        own = ((number, one) for number, one in enumerate(rows) if one.get("file") in (None, "", shown.id))
        found = [(number, face_of(one, shown.adjusted)) for number, one in own]
        faces = [(number, face) for number, face in found if face is not None]
        looked_for = {spot.placed.place.get("row") for spot in self.text.hits if spot.placed.field == PEOPLE}
        if match is not None and match.field == PEOPLE:
            looked_for = {match.place.get("row")}
        chosen = [place for place, (number, _face) in enumerate(faces) if number in looked_for]
        self.picture.show_faces([face for _number, face in faces], chosen)

    def _fetch_pictures(self, wanted: list[PictureFile]) -> None:
        archive = self._session.archive

        def fetch(file: PictureFile) -> QImage:
            try:
                return QImage(str(archive.thumbnail(file.key, _PICTURE_EDGE)))
            except ArchiveError:
                return QImage()

        for file in wanted:
            self._session.ask(partial(fetch, file), partial(self._take_picture, file))

    def _take_picture(self, file: PictureFile, image: QImage) -> None:
        if not isValid(self):
            return
        self.text.take_picture(file.key, image)
        if self._picture_file is not None and file.key == self._picture_file.key:
            there = not image.isNull()
            self.picture.show_picture(
                QPixmap.fromImage(image) if there else None, "" if there else _("这张图片打不开，原件仍在。")
            )

    # — from place to place —

    def step(self, by: int) -> None:
        """To the next or the last place, in this item or beyond it."""
        if self.item is None or not self.text.step(by):
            self.beyond.emit(by)
            return
        spot = self.text.hits[self.text.current]
        if spot.placed.field == PEOPLE:
            row_number = spot.placed.place.get("row")
            self._frame(Match(PEOPLE, "", "", (), {"row": row_number}))
        second = spot.placed.place.get("seconds")
        if isinstance(second, int | float):
            self.player.wait_in(str(spot.placed.place.get("file") or ""), float(second))
        self.faces.follow()

    def _say_where(self) -> None:
        count, current = len(self.text.hits), self.text.current
        if not count:
            words = ""
        elif current < 0:
            words = _("共 {n} 处").format(n=count)
        else:
            words = _("第 {k} 处，共 {n} 处").format(k=current + 1, n=count)
        self.where.setText(words)

    # — the place one is at —

    def keep_place(self) -> None:
        """Note where reading stopped."""
        if self.item is not None:
            self._kept.keep(self.item.id, *self.text.place())

    def save(self) -> None:
        """Note it on the disk, for the next start."""
        self.keep_place()
        self._kept.save()

    def _return(self) -> None:
        kept = self._kept.get(self.item.id) if self.item is not None else None
        self.back_to_kept.hide()
        if kept is not None:
            self.text.restore(*kept)
            self.text.setFocus()

    def release(self) -> None:
        """The window is done with it."""
        self.save()
        self.player.close_sound()

    # — size and light —

    def resize_type(self, by: int) -> None:
        """The next larger or smaller type."""
        self._take_looks(self._looks.stepped(by))

    def turn_light(self) -> None:
        """Night for day, day for night."""
        self._take_looks(self._looks.turned())

    def _take_looks(self, looks: ReadingLooks) -> None:
        self._looks = looks
        self._shell.settings.set("reading_percent", looks.percent)
        self._shell.settings.set("reading_light", looks.light)
        self.text.set_looks(looks)
        self._say_light()

    def _say_light(self) -> None:
        night = self._looks.tokens.dark
        words = _("换成白天的浅色") if night else _("换成夜里的深色")
        self._light.setIcon(theme().icon("sun" if night else "moon", "ink"))
        self._light.setToolTip(words)
        self._light.setAccessibleName(words)
        percent = self._looks.percent
        self._smaller.setEnabled(percent > 100)
        self._larger.setEnabled(percent < 200)
        self._larger.setToolTip(_("正文大一些（现在 {n}%）").format(n=percent))

    def _say_face(self) -> None:
        for made in (self._smaller, self._larger, self._light):
            made.setVisible(not self.faces.on_page)
        self._say_open()

    def _say_open(self) -> None:
        volume = isinstance(self.item, ReadableVolume)
        words = _("打开书卷") if volume else _("打开资料")
        self.open_button.setText(words if self.width() >= theme().dp(_WORDS_FROM) else "")
        tip = _("在“编纂”里打开这一卷（回车）") if volume else _("打开这件资料（回车）")
        self.open_button.setToolTip(tip)
        self.open_button.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons give up their words where there is no room."""
        super().resizeEvent(event)
        self._say_open()
        self.where.setVisible(self.width() >= theme().dp(320))

    # — taking words along —

    def copy_cited(self) -> None:
        """Copy what is selected, or the sentence one is at, with its source behind it."""
        self.taking.copy_cited()

    def copy_citation(self) -> None:
        """Copy how it is cited, alone."""
        self.taking.copy_citation()

    def _menu_at(self, at: QPoint) -> None:
        self.menu().exec(self.text.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the text."""
        made = QMenu(self)
        selected = self.text.selected().strip()
        copy = made.addAction(theme().icon("copy"), _("复制"), self.text.copy)
        copy.setEnabled(bool(selected))
        for icon, words, do in self.taking.acts():
            made.addAction(theme().icon(icon), words, do)
        if selected and len(selected) <= 40:
            words = _("检索“{words}”").format(words=selected)
            made.addAction(theme().icon("search"), words, lambda: self.search_wanted.emit(selected))
        if self.item is not None and self.item.sounds:
            made.addAction(theme().icon("player-play"), _("从这里听"), self.play_here)
        made.addSeparator()
        volume = isinstance(self.item, ReadableVolume)
        made.addAction(
            theme().icon("external-link"), _("打开这一卷") if volume else _("打开这件资料"), self.open_wanted.emit
        )
        return made

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu by the keyboard's menu key."""
        self.menu().exec(event.globalPos())
