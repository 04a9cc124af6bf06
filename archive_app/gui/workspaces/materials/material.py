"""An opened item: its photographs, its text, its transcript, each as large as the pane allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QStackedWidget, QWidget

from archive_app.domain.adjustment import picture_key
from archive_app.domain.entities import ITEM
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import FROZEN, State
from archive_app.gui.checking.beside import CheckedText
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.records.page_field import PageField
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
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workflow.standing import Standing
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.materials.transcript import TranscriptView
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_PICTURE, _TEXT, _TRANSCRIPT, _NOTHING = "picture", "text", "transcript", "nothing"


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
        self._hashes: dict[str, str] = {}
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._title = ElidedLabel(voice="section")
        self.pages = Segments(
            [(_PICTURE, _("照片"), "photo"), (_TEXT, _("正文"), "file-text"), (_TRANSCRIPT, _("转写稿"), "messages")]
        )
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
        head = row(
            back, up, down, self._title, self.pages, self.to_check, self.to_form, spacing=4, around=(8, 7, 12, 7)
        )
        head.setStretch(3, 1)
        self.picture = PicturePage(shell, thumbs)
        self.text = ManuscriptEditor(self._picture_of)
        self.checked = CheckedText(shell, self.text)
        self.to_check.clicked.connect(lambda _checked=False: self.checked.toggle())
        self.checked.opened.connect(self.to_check.setChecked)
        self.checked.opened.connect(self.page_changed)
        self.transcript = TranscriptView()
        self._nothing = EmptyState(
            "nothing", _("没有可看的原件"), _("这件资料只有著录。把照片或文稿拖进窗口，就能加进来。")
        )
        self._stack = QStackedWidget()
        for page in (self.picture, self.checked, pane(column(self.transcript), ground="sheet"), self._nothing):
            self._stack.addWidget(page)
        self.player = PlayerBar(self._session.archive, roomy=True)
        self._why = ElidedLabel(tone="amber", voice="small")
        self._why_line = pane(column(row(icon_label("lock", "amber", 14), self._why, spacing=6, around=(16, 5, 16, 5))))
        self._why_line.hide()
        lay = column(head, line(), self._why_line, self.player, self._stack, spacing=0)
        lay.setStretch(4, 1)
        self.setLayout(lay)
        self._text_field = PageField(
            self._session, ITEM.field("manuscript"), self.text, self._text_value, self._show_text
        )
        self._segments_field = PageField(
            self._session, ITEM.field("transcript"), self.transcript, self.transcript.segments, self._show_segments
        )
        self.text.edited.connect(self._text_field.edited)
        self.text.step_ended.connect(self._text_field.save)
        self.transcript.edited.connect(self._segments_field.edited)
        self.player.moved.connect(self.transcript.follow_second)
        self.player.stopped.connect(self.transcript.silence)
        self.transcript.went_to.connect(self.player.wait_at)
        for field in (self._text_field, self._segments_field):
            field.failed.connect(shell.show_error)
        self._session.changed.connect(self._on_change)
        thumbs.arrived.connect(lambda _sha256: self.text.page.viewport().update())

    # — the item —

    def show_record(self, record: Record, place: Place | None = None) -> None:
        """Open an item, at a place of it."""
        self.record, self._place = record, place or self._place
        self._title.setText(record.title)
        self._say_standing()
        self._text_field.show_record(record)
        self._segments_field.show_record(record)
        self.checked.show_record(record)
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
        self.text.set_read_only(frozen)
        self.checked.set_closed(read_only=closed, frozen=frozen)
        self.picture.set_read_only(closed or State(record["state"]) in FROZEN)
        self.transcript.set_read_only(closed)
        self._say_why()

    def _say_why(self) -> None:
        """The reason stands over what it is true of: a transcript is not printed, a picture not written in."""
        shown = self._stack.currentIndex()
        why = ""
        if self.record is not None and shown in (1, 2):
            why = (self._standing.why_read_only if shown == 1 else self._standing.why_closed)(self.record)
        self._why.setText(why)
        self._why.setToolTip(why)
        self._why_line.setVisible(bool(why))

    def _show_files(self, record: Record, files: list[Record]) -> None:
        if self.record is None or self.record.id != record.id:
            return
        fresh, self._shown_id = self._shown_id != record.id, record.id
        has = {
            _PICTURE: any(str(one["mime"]).startswith("image/") for one in files),
            _TEXT: kind_named(str(record["kind"])).has_text or bool(record["manuscript"]),
            _TRANSCRIPT: bool(record.values.get("transcript")),
        }
        self.picture.show_item(record, files)
        self.player.show_sounds(sounds_of(files))
        self._mark_segments(record["transcript"])
        for name, there in has.items():
            self.pages.set_shown(name, there)
        self.pages.setVisible(sum(has.values()) > 1)
        if fresh or self._place is not None:
            self._open_first(record, has)

    def _open_first(self, record: Record, has: dict[str, bool]) -> None:
        place, self._place = self._place, None
        wanted = ""
        if place is not None:
            wanted = {"manuscript": _TEXT, "transcript": _TRANSCRIPT}.get(place.field, "")
        if not wanted:
            order = (_TEXT, _TRANSCRIPT, _PICTURE) if record["manuscript"] else (_TRANSCRIPT, _PICTURE, _TEXT)
            wanted = next((name for name in order if has[name]), _NOTHING)
        self._choose(wanted)
        if place is not None and wanted == _TEXT:
            self.text.page.show_place(place.block, place.start, place.end)
        elif place is not None and wanted == _TRANSCRIPT:
            self.transcript.show_segment(place.row)
            self._wait_at(place.row)

    def _mark_segments(self, segments: Any) -> None:
        starts = (segment.get("start") for segment in segments or ())
        self.player.line.show_marks([float(start) for start in starts if start is not None])

    def _wait_at(self, number: int) -> None:
        """Have the player where a segment begins: one key, and it is heard."""
        segments = self.transcript.segments()
        start = segments[number].get("start") if 0 <= number < len(segments) else None
        if start is not None:
            self.player.wait_at(float(start))

    def _choose(self, name: str) -> None:
        self.flush()
        number = (_PICTURE, _TEXT, _TRANSCRIPT, _NOTHING).index(name)
        if name != _NOTHING:
            self.pages.choose(name)
        self._stack.setCurrentIndex(number)
        self.to_check.setVisible(self.checking_possible)
        self.page_changed.emit()
        self._say_why()

    @property
    def checking_possible(self) -> bool:
        """Whether a text is in front."""
        return self._stack.currentWidget() is self.checked

    def focus_material(self) -> None:
        """Put the keyboard on the page."""
        (self.picture.view, self.text, self.transcript, self)[self._stack.currentIndex()].setFocus()

    def _on_change(self, done) -> None:
        record = self.record
        for key in done.record_ids:
            self._hashes.pop(key, None)  # a picture in a text may be seen another way now
        if record is None or not self.isVisible():
            return
        if record.id not in done.record_ids and not self.picture.holds(done.record_ids):
            return
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.load("item", [record.id]).get(record.id), self._reloaded, key=("material", id(self))
        )

    def _reloaded(self, record: Record | None) -> None:
        if record is not None and self.record is not None and record.id == self.record.id:
            self.show_record(record)

    # — text and transcript —

    def _text_value(self) -> Any:
        made = self.text.manuscript()
        return made.to_json() if len(made) else None

    def _show_text(self, value: Any, same: bool) -> None:
        manuscript = Manuscript.from_json(value)
        if same:
            self.text.update_manuscript(manuscript)
        else:
            self.text.show_manuscript(manuscript)

    def _show_segments(self, value: Any, _same: bool) -> None:
        self.transcript.show_segments(list(value or []))
        self._mark_segments(value)

    def _picture_of(self, source: str) -> QPixmap | None:
        """A picture placed in a text, by its file's id; None while it is being looked up or made."""
        if source not in self._hashes:
            self._hashes[source] = ""
            catalogue = self._session.archive.catalogue
            self._session.ask(lambda: catalogue.load("file", [source]), self._found_files)
        sha256 = self._hashes[source]
        return self._thumbs.pixmap(sha256, 512) if sha256 else None

    def _found_files(self, files: dict[str, Record]) -> None:
        self._hashes.update({key: picture_key(record.values) for key, record in files.items()})
        self.text.page.viewport().update()

    def flush(self) -> None:
        """Save what is pending."""
        self._text_field.save()
        self._segments_field.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
