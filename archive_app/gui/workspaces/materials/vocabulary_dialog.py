"""The words of a field with their numbers: some are chosen and written another way in all items, as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.errors import UsageError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.workspaces.workspace import Shell
from archive_app.hanzi.names import name_fold
from archive_app.services.vocabulary import renaming, terms, vocabularies

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.domain.fields import Field
    from archive_app.services.batch import BatchPlan
    from archive_app.services.vocabulary import VocabularyTerm

_WORD = Qt.ItemDataRole.UserRole


class VocabularyDialog(Dialog):
    """Several words chosen become one; what would change is said before the button is pressed."""

    def __init__(self, parent: QWidget | None, shell: Shell) -> None:
        super().__init__(parent, _("词表"), 520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell, self._session = shell, shell.session
        self._terms: list[VocabularyTerm] = []
        self.plan: BatchPlan | None = None
        self.which = CalmCombo()
        self.which.setAccessibleName(_("哪一栏"))
        for field in vocabularies(self._session.archive):
            self.which.addItem(_(field.label), field)
        self.which.currentIndexChanged.connect(lambda _at: self._read())
        self.finder = SearchBox(_("找词"))
        self.finder.searched.connect(lambda _words: self._draw())
        self.list = QListWidget()
        self.list.setAccessibleName(_("用过的词"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(theme().dp(280))
        self.list.itemSelectionChanged.connect(self._chosen)
        self.by = QLineEdit()
        self.by.setAccessibleName(_("改成"))
        self.by.setPlaceholderText(_("改成什么；空着就是去掉"))
        self.by.textChanged.connect(lambda _text: self._look())
        self.told = label("", tone="faint", wrap=True)
        self.act = button(_("改"), self.apply, role="primary", icon="checks")
        foot = self.buttons(button(_("关闭"), self.reject), self.act)
        top = row(self.which, self.finder, spacing=8)
        top.setStretch(1, 1)
        hint = label(_("选一个词改名；按住 Ctrl 选几个，并成一个。回收站里的不算。"), tone="faint", wrap=True)
        parts = (
            label(_("词表"), voice="title"),
            hint,
            6,
            top,
            self.list,
            label(_("改成")),
            self.by,
            self.told,
            10,
            foot,
        )
        self.setLayout(column(*parts, spacing=6, around=(24, 20, 24, 20)))
        self._session.changed.connect(self._on_change)
        self._read()

    @property
    def field(self) -> Field:
        """The field whose words are shown."""
        return self.which.currentData()

    def words(self) -> list[str]:
        """The words that are chosen."""
        return [str(entry.data(_WORD)) for entry in self.list.selectedItems()]

    def choose(self, *words: str) -> None:
        """Choose these words."""
        for at in range(self.list.count()):
            entry = self.list.item(at)
            entry.setSelected(entry.data(_WORD) in words)

    def _on_change(self, _done: Done) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        archive, field = self._session.archive, self.field
        self._session.ask(lambda: terms(archive, field), self._show, key=("vocabulary", id(self)))

    def _show(self, found: list[VocabularyTerm]) -> None:
        self._terms = found
        self._draw()

    def _draw(self) -> None:
        wanted = name_fold(self.finder.text().strip())
        self.list.clear()
        for term in self._terms:
            if wanted in name_fold(term.word):
                entry = QListWidgetItem(_("{word}　{n:,} 件").format(word=term.word, n=term.items))
                entry.setData(_WORD, term.word)
                self.list.addItem(entry)
        self._chosen()

    def _chosen(self) -> None:
        words = self.words()
        if words and not self.by.hasFocus():
            self.by.blockSignals(True)
            self.by.setText(words[0])  # of several the one that stands most often is likeliest what all are to be
            self.by.blockSignals(False)
        self._look()

    def _look(self) -> None:
        """Work out what would change."""
        words, by = self.words(), self.by.text()
        self.plan = None
        self.act.setEnabled(False)
        if not words or self._session.archive.read_only:
            empty = _("这一栏还没有用过词。") if not self._terms else ""
            self.told.setText(empty)
            return
        archive, field = self._session.archive, self.field
        self._session.ask(
            lambda: renaming(archive, field, words, by), self._planned, self._gone, key=("renaming", id(self))
        )

    def _gone(self, error: Exception) -> None:
        """A word that was chosen is no longer there: the list is read anew."""
        if not isinstance(error, UsageError):
            raise error
        self._read()

    def _planned(self, made: BatchPlan) -> None:
        self.plan = made
        self.act.setEnabled(bool(made.steps or made.also))
        parts = [_("会改 {n:,} 件").format(n=len(made.steps))]
        if made.barred:
            parts.append(_("{n:,} 件不能改").format(n=len(made.barred)))
        self.told.setText("，".join(parts) + "。" if made.steps or made.barred or made.also else _("写法没有变。"))

    def apply(self) -> None:
        """Write it, as one step."""
        made, self.plan = self.plan, None
        if made is None or not (made.steps or made.also):
            return
        self.act.setEnabled(False)
        words = _("改了 {n:,} 件的“{field}”").format(n=len(made.steps), field=_(made.field.label))
        undo = self._shell.actions_table["edit.undo"].trigger
        self._session.execute(
            made.command(), lambda _done: self._shell.toast(words, _("撤销"), undo), self._shell.show_error
        )
