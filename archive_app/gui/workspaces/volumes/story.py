"""The text of one article beside its pages: what is written here is set as it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from archive_app.catalogue.store import Record
from archive_app.domain.entities import ARTICLE, ITEM
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.domain.workflow import FROZEN, State
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.manuscript.fixed import insert_behind, put_again
from archive_app.gui.manuscript.margin.beside import Margin
from archive_app.gui.manuscript.measuring import Measuring
from archive_app.gui.manuscript.naming import Naming
from archive_app.gui.manuscript.small_pictures import SmallPictures
from archive_app.gui.manuscript.tracking.modes import TrackingModes
from archive_app.gui.records.page_field import PageField
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, column, label, line, pane, row, set_property, tool
from archive_app.gui.workflow.standing import Standing
from archive_app.gui.workspaces.workspace import Shell

_LOW = 260
"""Height on the grid below which the text has lines of what is said over it."""
_ANY = 16_777_215
"""Qt's own greatest height."""
_WRITTEN_MS = 1
"""What is written goes to the pages when the keys that are waiting have been taken."""
_PLACE_MS = 120
"""The pages follow the cursor when it has stayed so long."""


class TextPlace(NamedTuple):
    """Characters of a block's text, or of the ``note`` (its id) that is called in it; ``write`` puts the keyboard into
    the note."""

    block: str
    start: int = 0
    end: int = 0
    note: str = ""
    write: bool = False


class StoryPane(QWidget):
    """``written`` carries an article's id and its text as it stands; ``place_changed`` its id, a block and the code
    point the cursor is at."""

    written = Signal(str, object)
    place_changed = Signal(str, str, int)
    material_wanted = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._session = shell, shell.session
        self._article: Record | None = None
        self._item: Record | None = None
        self._place: TextPlace | None = None
        self._then: Callable[[], object] | None = None
        self._standing = Standing(self._session, self)
        self._standing.changed.connect(self._say_standing)
        self._title = ElidedLabel(voice="section")
        self._open = tool("external-link", _("打开这件资料"), self._open_material)
        self._why = label("", tone="amber", voice="small", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pictures = SmallPictures(self._session, self)
        self.text = ManuscriptEditor(self._pictures.picture)
        self._pictures.arrived.connect(self.text.page.viewport().update)
        self.text.take_pictures()
        self.text.picture_wanted.connect(self._ask_picture)
        set_property(self.text.page, "accessibleName", _("文稿"))
        self._nothing = label(
            _("在书页上点一行字，或在篇目里选一篇，这里就是它的文稿；在这里改，书页跟着变。"), tone="faint", wrap=True
        )
        self._stack = QStackedWidget()
        head = row(self._title, self._open, spacing=6, around=(16, 8, 12, 8))
        head.setStretch(0, 1)
        self._why_line = pane(column(self._why, around=(16, 0, 16, 8)))
        self.tracking = TrackingModes(shell, self.text, self.text.page, self._pictures.picture)
        whole = column(head, self._why_line, line(), self.tracking, spacing=0)
        whole.setStretch(3, 1)
        self._stack.addWidget(pane(column(self._nothing, None, around=(20, 24, 20, 0))))
        self._stack.addWidget(pane(whole))
        self.setLayout(column(self._stack))
        self._of_item = self._field(ITEM)
        self._of_article = self._field(ARTICLE)
        self._soon = self._timer(_WRITTEN_MS, self._tell)
        self._moved = self._timer(_PLACE_MS, self._tell_place)
        self.text.edited.connect(self._edited)
        self.text.page.place_changed.connect(self._moved.start)
        self.text.page.said.connect(self._shell.toast)
        self.margin = Margin(shell, self.text)
        self._names = Naming(shell, self.text)
        self.text.take_measures(Measuring(self._session, lambda: self._item.id if self._item is not None else "", self))

    def _field(self, entity: Any) -> PageField:
        made = PageField(self._session, entity.field("manuscript"), self.text, self._value, self._show)
        made.failed.connect(self._shell.show_error)
        self.text.step_ended.connect(made.save)
        return made

    def _timer(self, rest: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(rest)
        made.timeout.connect(act)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the text has the lines of all but the first of why nothing can be written."""
        super().resizeEvent(event)
        low = self.height() < theme().dp(_LOW)
        self._why.setMaximumHeight(self._why.fontMetrics().lineSpacing() if low else _ANY)

    # — which —

    @property
    def article(self) -> str:
        """The id of the article that is shown; empty where there is none."""
        return self._article.id if self._article is not None else ""

    @property
    def pending(self) -> bool:
        """Whether something is written that is not saved."""
        return self._of_item.pending or self._of_article.pending or self.tracking.pending

    def show_article(
        self, article: str, place: TextPlace | None = None, then: Callable[[], object] | None = None
    ) -> None:
        """Another article, or the same as it stands now; ``place`` is where to go, ``then`` what to do there."""
        self._place, self._then = place or self._place, then or self._then
        catalogue = self._session.archive.catalogue

        def read() -> tuple[Record | None, Record | None]:
            found = catalogue.load("article", [article]).get(article) if article else None
            item = catalogue.load("item", [found["item"]]).get(found["item"]) if found and found["item"] else None
            return found, item

        self._session.ask(read, lambda found: self._take(*found), key=("story", id(self)))

    def _take(self, article: Record | None, item: Record | None) -> None:
        if article is None or article.trashed:
            self._article = self._item = None
            self._of_item.show_record(None)
            self._of_article.show_record(None)
            self._stack.setCurrentIndex(0)
            return
        self._article, self._item = article, item
        self._title.setText(article["title"] or (item.title if item is not None else "") or _("（没有题名）"))
        self._open.setVisible(item is not None)
        if article["frozen"]:  # the volume's own text, as it was taken in
            self._of_item.show_record(None)
            self._of_article.show_record(None)
            self.text.show_manuscript(Manuscript.from_json(article["frozen"]))
        elif item is not None:
            self._of_article.show_record(None)
            self._of_item.show_record(item)
        else:
            self._of_item.show_record(None)
            self._of_article.show_record(article)
        if item is not None:
            self.tracking.show_record(item, article["frozen"] or None)
        else:
            self.tracking.show_nothing()
        if item is not None and not article["frozen"]:
            self.margin.show_record(item)
        else:
            self.margin.show_nothing()
        self._say_standing()
        self._stack.setCurrentIndex(1)
        if self._place is not None:
            place, self._place = self._place, None
            if self.tracking.on:
                self.tracking.show_place(place.block, place.start, place.end)
            elif place.note:
                self.text.show_note(place.note, place.start, write=place.write)
            else:
                self.text.page.show_place(place.block, place.start, place.end)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _say_standing(self) -> None:
        """What cannot be written in says so before anybody types."""
        if self._article is None:
            return
        closed, why = self._session.archive.read_only, ""
        if self._item is not None:
            why = self._standing.why_read_only(self._item)
            shut = closed or bool(self._standing.why_closed(self._item))
            self.margin.set_closed(read_only=shut)
            self.tracking.set_closed(closed=closed)
            closed = closed or bool(why) or State(self._item["state"]) in FROZEN
        if self._article["frozen"]:
            closed, why = True, why or _("这一卷已经定稿，这是定稿的文字。要改请在资料里改，再在篇目里右键比较、接受。")
        self.text.set_read_only(closed)
        self._why.setText(why)
        self._why.setToolTip(why)
        self._why_line.setVisible(bool(why))

    def _open_material(self) -> None:
        if self._item is not None:
            self.material_wanted.emit(self._item.id)

    def _ask_picture(self, block: Block | None) -> None:
        """Have a picture chosen and put it behind the paragraph one is in, or another place and words given to one."""
        from archive_app.gui.manuscript.picture_dialog import PictureDialog

        item = self._item.id if self._item is not None else ""
        dialog = PictureDialog(self, self._session, item, block)
        if not dialog.exec():
            return
        if block is None:
            insert_behind(self.text.page, dialog.block())
        else:
            put_again(self.text.page, dialog.block())

    # — what is written —

    def _edited(self) -> None:
        (self._of_item if self._item is not None else self._of_article).edited()
        self._soon.start()

    def _tell(self) -> None:
        if self._article is not None:
            self.written.emit(self._article.id, self.text.manuscript())

    def _tell_place(self) -> None:
        if self._article is None or not self.text.page.hasFocus():
            return
        cursor = self.text.page.textCursor()
        block = cursor.block()
        key = str(block.blockFormat().property(pages.ID) or "")
        if key:
            self.place_changed.emit(self._article.id, key, pages.point_at(block, cursor.positionInBlock()))

    def _value(self) -> Any:
        made = self.text.manuscript()
        return made.to_json() if len(made) else None

    def _show(self, value: Any, same: bool) -> None:
        manuscript = Manuscript.from_json(value)
        if same:
            self.text.update_manuscript(manuscript)
        else:
            self.text.show_manuscript(manuscript)

    def flush(self) -> None:
        """Save what is pending."""
        self.margin.flush()
        self.tracking.flush()
        self._of_item.save()
        self._of_article.save()
