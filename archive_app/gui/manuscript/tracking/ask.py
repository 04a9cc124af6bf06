"""A proposal by its words: for what is not written in the page — a title, a byline, a note, a caption, a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from archive_app.domain.corrections.proposal import KINDS
from archive_app.domain.entities import ARTICLE, ITEM
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label
from archive_app.services.corrections.proposing import propose_words
from archive_app.services.corrections.standing import articles_of, lines_of

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell

_TEXT = "manuscript"


class ProposeDialog(Dialog):
    """``record`` is an item in 校."""

    def __init__(self, parent: QWidget | None, shell: Shell, record: Record) -> None:
        super().__init__(parent, _("提一条改动"), width=520)
        self._shell, self._record = shell, record
        self.where = QComboBox()
        self.where.setAccessibleName(_("改哪一项"))
        self.where.addItem(_("正文（注、图注、表格也在内）"), (record.id, _TEXT))
        articles = articles_of(shell.session.archive.catalogue, record.id)
        for (article, part), words in lines_of(record, articles).items():
            if words:
                name = part.partition(":")[0]
                declared = (ARTICLE if article else ITEM).field(name)
                head = _("书卷里的{label}") if article else "{label}"
                shown = words if len(words) <= 16 else f"{words[:15]}…"
                self.where.addItem(f"{head.format(label=declared.label)}：{shown}", (article or record.id, name))
        self.old, self.new, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        self.kind = QComboBox()
        self.kind.addItems(["", *KINDS])
        self.kind.setEditable(True)
        rows: list[QWidget] = []
        for field, words in (
            (self.where, _("改哪一项")),
            (self.old, _("原文：印出的几个字，只在一处有")),
            (self.new, _("改为：空着是删去")),
            (self.why, _("依据")),
            (self.kind, _("类型：空着由程序看")),
        ):
            field.setAccessibleName(words)
            rows += [label(words, tone="faint", voice="small"), field]
        self.act = button(_("提出"), self._accept, role="primary")
        self.old.textChanged.connect(lambda _words: self.act.setEnabled(bool(self.old.text())))
        self.act.setEnabled(False)
        around = (20, 14, 20, 14)
        self.setLayout(
            column(
                label(_("提一条改动"), voice="section"),
                *rows,
                self.buttons(button(_("不提了"), self.reject), self.act),
                spacing=4,
                around=around,
            )
        )
        self.old.setFocus()

    def _accept(self) -> None:
        target, field = self.where.currentData()
        archive, old, new = self._shell.session.archive, self.old.text(), self.new.text()
        why, kind = self.why.text(), self.kind.currentText().strip()
        self.act.setEnabled(False)
        self._shell.session.write(
            lambda: propose_words(archive, target, old, new, field=field, why=why, kind=kind),
            lambda _made: self.accept(),
            self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self.act.setEnabled(True)
        self._shell.show_error(error)
