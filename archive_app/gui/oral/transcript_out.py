"""转写稿导出: in which form, in which words, for whom; what has to stay is told before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.withholding import Audience, parted
from archive_app.gui.dialogs.message import Dialog, Message
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, set_property
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.jobs import Reporter
    from archive_app.services.oral.forms import Form, Words
    from archive_app.services.oral.written_out import Written

_FORM = Qt.ItemDataRole.UserRole
AUDIENCES = (Audience.INTERNAL, Audience.PUBLIC, Audience.OWN)


class TranscriptDialog(Dialog):
    """``form``, ``words`` and ``audience`` are what was chosen."""

    last = ("vtt", "", Audience.INTERNAL)
    """What was chosen before, while the program runs."""

    def __init__(self, parent: QWidget | None, record: Record) -> None:
        super().__init__(parent, _("转写稿导出"), 560)
        from archive_app.services.oral.forms import FORMS
        from archive_app.services.oral.interview import segments_of
        from archive_app.services.oral.written_out import level_of

        self._segments, self._level = segments_of(record), level_of(record)
        self._bilingual = any(one.mandarin.strip() for one in self._segments)
        self.list = QListWidget()
        self.list.setAccessibleName(_("存成什么"))
        for form in FORMS:
            entry = QListWidgetItem(_(form.label))
            entry.setData(_FORM, form)
            self.list.addItem(entry)
        self.list.setFixedHeight(theme().dp(33 * len(FORMS)))
        self.list.itemActivated.connect(lambda _entry: self.accept())
        self.told = label("", tone="faint", wrap=True)
        self.words_of = Segments([(one, _(words), "") for one, words in _words()])
        self._picked = self.last[1] or "both"
        self.words_of.chosen.connect(self._pick)
        self.audience_of = Segments([(one.value, _(one.label), "") for one in AUDIENCES])
        self.audience_of.choose(self.last[2].value)
        self.audience_of.chosen.connect(lambda _name: self._look())
        self.note = label("", tone="faint", voice="small", wrap=True)
        self.note.setMinimumHeight(theme().dp(40))
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.act = button(_("选位置…"), self.accept, role="primary")
        self.act.setDefault(True)
        self._words_label = label(_("写哪种话"))
        parts = (
            self.list,
            self.told,
            4,
            row(self._words_label, self.words_of, None, spacing=12),
            row(label(_("给谁")), self.audience_of, None, spacing=12),
            self.note,
        )
        whole = (
            label(_("转写稿导出"), voice="title"),
            pane(column(*parts, spacing=8)),
            4,
            self.buttons(button(_("取消"), self.reject), self.act),
        )
        self.setLayout(column(*whole, spacing=8, around=(24, 20, 24, 20)))
        names = [form.name for form in FORMS]
        self.list.currentRowChanged.connect(lambda _row: self._look())
        self.list.setCurrentRow(names.index(self.last[0]) if self.last[0] in names else 0)
        self._look()
        self.list.setFocus()

    @property
    def form(self) -> Form:
        """The form chosen."""
        return self.list.currentItem().data(_FORM)

    @property
    def words(self) -> Words:
        """The words chosen; both where the form has room and nobody chose."""
        from archive_app.services.oral.forms import Words

        if not self._bilingual:
            return Words.SPOKEN
        return Words(self.words_of.choice())

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return Audience(self.audience_of.choice())

    def accept(self) -> None:
        """Remember what was chosen for the next time."""
        TranscriptDialog.last = (self.form.name, self._picked if self._bilingual else self.last[1], self.audience)
        super().accept()

    def _pick(self, name: str) -> None:
        """Words that a person chose; a form that has no room for both does not make him choose again."""
        self._picked = name

    def _look(self) -> None:
        """Say what the form is for, and how many segments will be in it."""
        self.told.setText(_(self.form.help) + "。")
        for part in (self._words_label, self.words_of):
            part.setVisible(self._bilingual)
        self.words_of.set_shown("both", self.form.both)
        self.words_of.choose("spoken" if self._picked == "both" and not self.form.both else self._picked)
        kept, staying = parted(self._segments, self._level, self.audience)
        words = _("写 {n:,} 段。").format(n=len(kept))
        if staying:
            words = _("写 {n:,} 段；级别不够的 {m:,} 段不写，它们里面的索引点也不写。").format(
                n=len(kept), m=len(staying)
            )
        if not kept:
            words = _("没有一段可以给{whom}：级别不够。").format(whom=_(self.audience.label))
        self.note.setText(words)
        set_property(self.note, "tone", "faint" if kept else "danger")
        self.act.setEnabled(bool(kept))


def _words() -> list[tuple[str, str]]:
    from archive_app.services.oral.forms import Words

    return [(one.value, one.label) for one in (Words.BOTH, Words.SPOKEN, Words.MANDARIN)]


class TranscriptOut(QObject):
    """Asks what and where, then writes beside the window."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, record: Record) -> None:
        """Ask in which form an item's transcript is to be, and where."""
        dialog = TranscriptDialog(self._window, record)
        if dialog.exec():
            self._ask_where(record, dialog)
        dialog.deleteLater()

    def _ask_where(self, record: Record, dialog: TranscriptDialog) -> None:
        from archive_app.services.oral.written_out import plain_name, with_suffix

        form = dialog.form
        kind = f"{_(form.label)} (*{form.suffix})"
        start = str(Path.home() / plain_name(record.title, form))
        where, _filter = QFileDialog.getSaveFileName(self._window, _("转写稿导出"), start, kind)
        if where:
            self.write(record.id, with_suffix(Path(where), form), form, dialog.words, dialog.audience)

    def write(self, item: str, out: Path, form: Form, words: Words, audience: Audience) -> None:
        """Write an item's transcript at ``out``, once what was typed is saved."""
        from archive_app.services.oral.written_out import write_transcript

        archive, jobs = self._shell.session.archive, self._shell.jobs

        def work(_reporter: Reporter) -> Written:
            return write_transcript(archive, item, out, form, words, audience)

        def start() -> None:
            jobs.in_thread(_("转写稿导出"), work, then=self._written, failed=self._shell.show_error)

        self._shell.session.when_written(start)

    def _written(self, done: Written) -> None:
        words = _("转写稿 {n:,} 段，已写到“{name}”。").format(n=done.segments, name=done.path.name)
        remarks = list(done.remarks)
        if done.untimed:
            remarks.insert(0, _("有 {n:,} 段没有时间，没有写进去。").format(n=done.untimed))
        if done.withheld:
            remarks.insert(0, _("有 {n:,} 段级别不够，没有写进去。").format(n=done.withheld))
        if remarks:
            Message(self._window, words, "\n".join(remarks)).exec()
        else:
            self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path.parent))
