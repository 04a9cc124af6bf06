"""改样 by writing: a frozen text to write in above, what becomes of it below, struck and on a tint, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from archive_app.domain.manuscript import Manuscript
from archive_app.gui.composition import composing
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.theme import theme
from archive_app.gui.versions.drawn import Manner
from archive_app.gui.versions.page import ComparisonPage
from archive_app.gui.widgets.basics import button, column, label, pane, row, shown_if, tool
from archive_app.services.texts.comparing import Comparison
from archive_app.services.workflow.text_corrections import correct_text, corrected_places

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell

_REST_MS = 350


class CorrectTextDialog(Dialog):
    """``record`` is an item whose text stands; nothing of it changes before a person gives the reason and says so."""

    def __init__(
        self,
        parent: QWidget | None,
        shell: Shell,
        record: Record,
        picture: Callable[[str], QPixmap | None] = lambda _source: None,
    ) -> None:
        super().__init__(parent, _("在正文里改样"), width=980)
        self._shell, self._record = shell, record
        self._was = Manuscript.from_json(record["manuscript"])
        self.comparison = Comparison(self._was, self._was)
        self.editor = ManuscriptEditor(picture)
        self.editor.show_manuscript(self._was)
        self.editor.edited.connect(self._edited)
        self.page = ComparisonPage()
        self.page.pressed.connect(self._pressed)
        self.page.stood_at.connect(lambda _row: self._refresh())
        self.why = QLineEdit()
        self.why.setPlaceholderText(_("为什么（必填），如：作者核稿、二校"))
        self.why.setAccessibleName(_("为什么"))
        self.why.textChanged.connect(lambda _words: self._refresh())
        self._where = label(tone="faint", voice="small")
        before = tool("chevron-up", _("上一处（Alt+PgUp）"), lambda: self.page.step(-1), token="ink")
        after = tool("chevron-down", _("下一处（Alt+PgDn）"), lambda: self.page.step(1), token="ink")
        for key, by in (("Alt+PgDown", 1), ("Alt+PgUp", -1)):
            QShortcut(QKeySequence(key), self, lambda step=by: self.page.step(step))
        self.act = button("", self._accept, role="primary")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.compare)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.editor)
        below = row(label(_("改了什么")), before, after, self._where, None, spacing=8)
        parts.addWidget(pane(column(below, self.page, spacing=4)))
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        self.page.setMinimumHeight(theme().dp(40))
        screen = self.screen()
        low = screen is not None and screen.availableGeometry().height() < theme().dp(520)
        head = _("已经定稿：在上面照印出的样子改，每一处改动和原因都记在流程记录里，存了才算。")
        told = label(head, tone="faint", voice="small", wrap=True)
        shown_if(told, not low)
        self.setLayout(
            column(
                label(_("改样《{title}》").format(title=record.title), voice="section", wrap=True),
                told,
                parts,
                self.why,
                self.buttons(button(_("不改了"), self.reject), self.act),
                spacing=4 if low else 8,
                around=(20, 8, 20, 8) if low else (20, 14, 20, 14),
            )
        )
        self.layout().setStretch(2, 1)
        self.compare()
        self.editor.setFocus()

    def sizeHint(self) -> QSize:
        """As much of the screen as there is: text and changes are seen together."""
        return QSize(theme().dp(1040), theme().dp(820)).boundedTo(room_for(self))

    def showEvent(self, event: QShowEvent) -> None:
        """The writing surface asks for more room before it knows its width: the dialog is as large as it should be."""
        super().showEvent(event)
        for soon in (0, 80):  # its bar, then what stands under the bar
            QTimer.singleShot(soon, self, self._fit)

    def _fit(self) -> None:
        screen = self.screen()
        self.resize(self.sizeHint())
        if screen is not None:
            room = screen.availableGeometry()
            self.move(room.center() - self.rect().center())

    def _edited(self) -> None:
        self.act.setEnabled(False)  # what is shown below is not what stands above
        self._rest.start()

    def compare(self) -> None:
        """Show what is otherwise now; not while a word is being composed."""
        if composing():
            self._rest.start()
            return
        self.comparison = Comparison(self._was, self.editor.manuscript())
        self.page.show_comparison(self.comparison, Manner(link=self._link), stay=True)
        self._refresh()

    @staticmethod
    def _link(number: int) -> str:
        return f"<a href='leave:{number}'>{_('这一处不改')}</a>"

    def _pressed(self, link: str) -> None:
        word, _colon, number = link.partition(":")
        if word == "leave" and number.isdigit() and not self._rest.isActive():
            self.editor.update_manuscript(self.comparison.without([int(number)]))
            self.compare()

    def _refresh(self) -> None:
        self._where.setText(self.page.words())
        number = len(corrected_places(self._record, self.comparison))
        self.act.setText(_("改样 {n} 处").format(n=number))
        self.act.setEnabled(bool(number and self.why.text().strip()) and not self._rest.isActive())

    def _accept(self) -> None:
        archive, record, why = self._shell.session.archive, self._record, self.why.text()
        made = self.editor.manuscript()
        self.act.setEnabled(False)
        self._shell.session.write(
            lambda: correct_text(archive, record.id, made, why, version=record.version), self._written, self._refused
        )

    def _written(self, _done: object) -> None:
        undo = self._shell.actions_table["edit.undo"].trigger
        self._shell.toast(_("已改样，记入流程记录。"), _("撤销"), undo)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._refresh()
        self._shell.show_error(error)
