"""An opened item: its photographs, its text, its transcript, each as large as the pane allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from archive_app.domain.workflow import FROZEN, State
from archive_app.gui.i18n import _
from archive_app.gui.oral.page import OralPage
from archive_app.gui.sound.files import sounds_of
from archive_app.gui.sound.player import PlayerBar
from archive_app.gui.widgets.basics import (
    ElidedLabel,
    column,
    icon_label,
    line,
    pane,
    row,
    tool,
)
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workflow.standing import Standing
from archive_app.gui.workspaces.materials.no_original import NoOriginal
from archive_app.gui.workspaces.materials.page import MaterialPage
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from archive_app.gui.workspaces.materials.text_page import TextPage
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


class MaterialView(QWidget):
    """``left`` on the way back to the list, ``stepped`` to the item before or after; ``form_wanted`` where there is no
    room for the form beside it."""

    left = Signal()
    stepped = Signal(int)
    form_wanted = Signal()
    page_changed = Signal()
    """Another page is in front, or what stands beside it."""

    def __init__(self, shell: Shell, thumbs: Thumbnails, standing: Standing) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._thumbs = thumbs
        self._standing = standing
        standing.changed.connect(self._say_standing)
        self.record: Record | None = None
        self._place: Place | None = None
        self._shown_id = ""
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._title = ElidedLabel(voice="section")
        self.player = PlayerBar(self._session.archive, roomy=True, settings=shell.settings)
        self.picture = PicturePage(shell, thumbs)
        self.text_page = TextPage(shell, thumbs)
        self.transcript_page = OralPage(shell, self.player)
        self._pages: tuple[MaterialPage, ...] = (self.picture, self.text_page, self.transcript_page)
        self.text, self.checked = self.text_page.editor, self.text_page.checked
        self.pages = Segments([(page.name, page.words, page.icon) for page in self._pages])
        self.pages.chosen.connect(self._choose)
        back = tool("arrow-left", _("回到列表（Esc）"), self.left.emit, text=_("列表"), token="ink")
        up = tool("chevron-up", _("上一件（Alt+↑）"), lambda: self.stepped.emit(-1), token="ink")
        down = tool("chevron-down", _("下一件（Alt+↓）"), lambda: self.stepped.emit(1), token="ink")
        self.to_form = tool("edit", _("著录和流程（F2）"), self.form_wanted.emit, text=_("著录"), token="ink")
        self.to_form.hide()
        self.to_check = tool(
            "checks", _("检查正文：繁简、标点、数字、日期、人名、用语（Ctrl+Shift+J）"), text=_("检查"), token="ink"
        )
        self.to_check.setCheckable(True)
        versions = _("正文的版本：任两版对照，取回一版或一段（Ctrl+Shift+H）")
        self.to_versions = tool("columns", versions, self.text_page.show_versions, text=_("版本"), token="ink")
        tools = row(self.to_versions, self.to_check, self.to_form, spacing=4)
        head = row(back, up, down, self._title, self.pages, tools, spacing=4, around=(8, 7, 12, 7))
        head.setStretch(3, 1)
        self.to_check.clicked.connect(lambda _checked=False: self.checked.toggle())
        self.checked.opened.connect(self.to_check.setChecked)
        self.checked.opened.connect(self.page_changed)
        self.text_page.margin.opened.connect(self.page_changed)
        self.nothing = NoOriginal()
        self._stack = QStackedWidget()
        for page in (*self._pages, self.nothing):
            self._stack.addWidget(page)
        self._why = ElidedLabel(tone="amber", voice="small")
        self._why_line = pane(column(row(icon_label("lock", "amber", 14), self._why, spacing=6, around=(16, 5, 16, 5))))
        self._why_line.hide()
        lay = column(head, line(), self._why_line, self.player, self._stack, spacing=0)
        lay.setStretch(4, 1)
        self.setLayout(lay)
        self._session.changed.connect(self._on_change)
        self.text_page.told.hear_wanted.connect(self._hear_told)
        self.text_page.told.segment_wanted.connect(self._see_said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The player gives way in a low window."""
        super().resizeEvent(event)
        self.player.fit_height()

    # — the item —

    def show_record(self, record: Record, place: Place | None = None) -> None:
        """Open an item, at a place of it."""
        self.record, self._place = record, place or self._place
        self._title.setText(record.title)
        self._say_standing()
        for page in self._pages:
            page.show_record(record)
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.files_of(record.id),
            lambda files: self._show_files(record, files),
            key=("material-files", id(self)),
        )

    def _say_standing(self) -> None:
        """What is read only, and why: before anybody types."""
        record = self.record
        if record is None:
            return
        closed = self._session.archive.read_only or record.trashed or bool(self._standing.why_closed(record))
        frozen = closed or State(record["state"]) in FROZEN
        for page in self._pages:
            page.close_to(closed=closed, frozen=frozen)
        self._say_why()

    def _say_why(self) -> None:
        """The reason stands over what it is true of: a transcript is not printed, a picture not written in."""
        page = self.shown_page
        why = page.why(self.record, self._standing) if page is not None and self.record is not None else ""
        self._why.setText(why)
        self._why.setToolTip(why)
        self._why_line.setVisible(bool(why))

    def _show_files(self, record: Record, files: list[Record]) -> None:
        if self.record is None or self.record.id != record.id:
            return
        fresh, self._shown_id = self._shown_id != record.id, record.id
        self.player.show_sounds(sounds_of(files))
        for page in self._pages:
            page.show_files(record, files)
        there = [page for page in self._pages if page.has(record, files)]
        for page in self._pages:
            self.pages.set_shown(page.name, page in there)
        self.pages.setVisible(len(there) > 1)
        if fresh or self._place is not None or (self.shown_page is None and there):
            self._open_first(record, there)

    def _open_first(self, record: Record, there: list[MaterialPage]) -> None:
        """The page the wanted place is on; else what tells most of the item."""
        place, self._place = self._place, None
        wanted = next((page for page in self._pages if place is not None and place.field in page.fields), None)
        if wanted is not None and place is not None:
            self._choose(wanted.name)
            wanted.open_at(place)
            return
        written = [self.text_page] if record["manuscript"] else []
        order = (*written, self.transcript_page, self.picture, self.text_page)
        self._choose(next((page.name for page in order if page in there), ""))

    def _choose(self, name: str) -> None:
        """Bring a page to the front; none where there is nothing to see."""
        self.flush()
        page = next((one for one in self._pages if one.name == name), None)
        if page is not None:
            self.pages.choose(name)
        self._stack.setCurrentWidget(page or self.nothing)
        self.to_check.setVisible(self.checking_possible)
        self.to_versions.setVisible(self.checking_possible)
        self.page_changed.emit()
        self._say_why()

    def _hear_told(self, recording: str, second: float) -> None:
        """What a paragraph tells, or silence where it is heard already."""
        if self.player.sound.playing:
            self.player.toggle()
        else:
            self.player.play_in(recording, second)

    def _see_said(self, row: int) -> None:
        """The words of a paragraph as they were said."""
        if self.record is not None:
            self._choose(self.transcript_page.name)
            self.transcript_page.open_at(Place(self.record.id, field="transcript", row=row))

    def see_told(self) -> bool:
        """The paragraph that tells the segment in front; False where none does."""
        key = self.transcript_page.view.current_id
        block = next((one for one in self.text.manuscript() if key and key in one.segments), None)
        if block is None:
            return False
        self._choose(self.text_page.name)
        self.text.page.show_place(block.id, 0, len(block.text))
        return True

    @property
    def shown_page(self) -> MaterialPage | None:
        """The page in front, None where there is nothing to see."""
        page = self._stack.currentWidget()
        return page if isinstance(page, MaterialPage) else None

    @property
    def transcribing(self) -> bool:
        """Whether a transcript is in front."""
        return self.shown_page is self.transcript_page

    @property
    def checking_possible(self) -> bool:
        """Whether a text is in front."""
        return self.shown_page is self.text_page

    def focus_material(self) -> None:
        """Put the keyboard on the page."""
        page = self.shown_page
        (page.keyboard if page is not None else self).setFocus()

    def _on_change(self, done) -> None:
        record = self.record
        self.text_page.forget_pictures(done.record_ids)
        if record is None or not self.isVisible():
            return
        came = any(record.id == change.after.get("item") for change in done.changes if change.entity == "file")
        if not came and record.id not in done.record_ids and not self.picture.holds(done.record_ids):
            return
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.load("item", [record.id]).get(record.id), self._reloaded, key=("material", id(self))
        )

    def _reloaded(self, record: Record | None) -> None:
        if record is not None and self.record is not None and record.id == self.record.id:
            self.show_record(record)

    def flush(self) -> None:
        """Save what is pending."""
        for page in self._pages:
            page.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
