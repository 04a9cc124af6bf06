"""The text of an opened item, with its remarks and the pictures that stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from archive_app.domain.adjustment import picture_key
from archive_app.domain.entities import ITEM
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.checking.beside import CheckedText
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.manuscript.margin.beside import Margin
from archive_app.gui.manuscript.measuring import Measuring
from archive_app.gui.manuscript.naming import Naming
from archive_app.gui.manuscript.picturing import Picturing
from archive_app.gui.manuscript.tracking.modes import BASE, TrackingModes
from archive_app.gui.oral.told_line import ToldLine
from archive_app.gui.records.page_field import PageField
from archive_app.gui.widgets.basics import column
from archive_app.gui.workspaces.materials.page import MaterialPage
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workflow.standing import Standing


class TextPage(MaterialPage):
    """``editor`` is the writing surface, ``checked`` the same with the remarks beside it, ``margin`` its comments."""

    name, words, icon, fields = "text", _("正文"), "file-text", ("manuscript",)

    def __init__(self, shell: Shell, thumbs: Thumbnails) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._record: Record | None = None
        self._closed = self._frozen = False
        self._thumbs = thumbs
        self._hashes: dict[str, str] = {}
        self.editor = ManuscriptEditor(self._picture_of)
        self.checked = CheckedText(shell, self.editor)
        self.margin = Margin(shell, self.editor)
        self.checked.opened.connect(self.margin.make_way)
        self.pictures = Picturing(shell, self.editor, lambda: self._record)
        self.names = Naming(shell, self.editor)
        measuring = Measuring(shell.session, lambda: self._record.id if self._record is not None else "", self)
        self.editor.take_measures(measuring)
        self.told = ToldLine(self.editor)
        self.tracking = TrackingModes(shell, self.checked, self.editor.page, self._picture_of)
        lay = column(self.told, self.tracking, spacing=0)
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self._field = PageField(
            self._session, ITEM.field("manuscript"), self.editor, self._value, self._show_manuscript
        )
        self._field.failed.connect(shell.show_error)
        self.editor.edited.connect(self._field.edited)
        self.editor.step_ended.connect(self._field.save)
        self.editor.page.said.connect(shell.toast)
        thumbs.arrived.connect(lambda _sha256: self.editor.page.viewport().update())

    @property
    def pending(self) -> bool:
        """Whether something is written that is not saved."""
        return self._field.pending or self.tracking.pending

    def has(self, record: Record, _files: list[Record]) -> bool:
        """A kind that is written has a page from the start."""
        return kind_named(str(record["kind"])).has_text or bool(record["manuscript"])

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now."""
        self._record = record
        self._field.show_record(record)
        self.checked.show_record(record)
        self.told.show_record(record)
        self.margin.show_record(record)
        self.tracking.show_record(record)

    def close_to(self, *, closed: bool, frozen: bool) -> None:
        """A text with the printer may be looked through, not written."""
        self._closed, self._frozen = closed, frozen
        self.editor.set_read_only(frozen)
        self.checked.set_closed(read_only=closed, frozen=frozen)
        self.margin.set_closed(read_only=closed)
        # who may change nothing of it may still propose
        gone = self._record is not None and self._record.trashed
        self.tracking.set_closed(closed=self._session.archive.read_only or gone)

    def why(self, record: Record, standing: Standing) -> str:
        """A frozen text says so."""
        return standing.why_read_only(record)

    def open_at(self, place: Place) -> None:
        """Show a place of the text."""
        if self.tracking.on:
            self.tracking.show_face(BASE)
        self.editor.page.show_place(place.block, place.start, place.end)

    def flush(self) -> None:
        """Save what is pending."""
        self.margin.flush()
        self.tracking.flush()
        self._field.save()

    def show_versions(self) -> None:
        """The states of the text, any two beside each other; what was just typed is the newest."""
        from archive_app.gui.versions.dialog import VersionsDialog

        if self._record is None:
            return
        self.flush()
        why = ""
        if self._closed:
            why = _("这一件不能改，所以只能看，不能取回。")
        elif self._frozen:
            why = _("已经定稿，所以只能看，不能取回；要改请用“改样…”。")
        record = self._record

        def open_dialog() -> None:
            VersionsDialog(self, self._shell, record, why).exec()

        self._session.when_written(open_dialog)

    def write_word(self) -> None:
        """The text as a document for somebody to work on, with what was just typed."""
        from archive_app.gui.versions.word import ask_out

        if self._record is not None:
            record = self._record
            self.flush()
            self._session.when_written(lambda: ask_out(self, self._shell, record))

    def ask_word(self) -> None:
        """Ask for the document that comes back."""
        from archive_app.gui.versions.word import ask_back

        if self._record is not None and not self._says_closed():
            record = self._record
            self.flush()
            self._session.when_written(lambda: ask_back(self, self._shell, record))

    def asks_back(self, paths: list[Path]) -> bool:
        """Whether one document was let go on a text, and a person says that it is this text, worked on."""
        from archive_app.services.texts.word_back import WORD_SUFFIXES

        record = self._record
        word = len(paths) == 1 and paths[0].suffix.lower() in WORD_SUFFIXES
        if not word or record is None or not record["manuscript"] or self._closed:
            return False
        mine = ask(
            self,
            _("“{name}”是《{title}》改好的稿子吗？").format(name=paths[0].name, title=record.title),
            _("是的，就对照改了什么，一处一处取；不是，就作为新的材料加入。"),
            _("作为新材料加入"),
            _("对照、取回"),
        )
        if mine:
            self.take_word(paths[0])
        return mine

    def take_word(self, path: Path) -> None:
        """A document was let go on the text: is it this one, come back?"""
        from archive_app.gui.versions.word import bring_back

        if self._record is not None and not self._says_closed():
            record = self._record
            self.flush()
            self._session.when_written(lambda: bring_back(self, self._shell, record, path))

    def _says_closed(self) -> bool:
        if self._closed:
            self._shell.toast(_("这一件不能改，不能取回 Word 稿。"))
        return self._closed

    @property
    def keyboard(self) -> QWidget:
        """The writing surface."""
        return self.tracking.keyboard if self.tracking.on else self.editor

    def forget_pictures(self, record_ids: set[str]) -> None:
        """A picture in the text may be seen another way now."""
        for key in record_ids:
            self._hashes.pop(key, None)

    def _value(self) -> Any:
        made = self.editor.manuscript()
        return made.to_json() if len(made) else None

    def _show_manuscript(self, value: Any, same: bool) -> None:
        manuscript = Manuscript.from_json(value)
        if same:
            self.editor.update_manuscript(manuscript)
        else:
            self.editor.show_manuscript(manuscript)

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
        self.editor.page.viewport().update()
