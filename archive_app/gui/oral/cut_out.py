"""录音剪去不外传的段: what will be cut stands in the dialog; sound and transcript are written together."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QListWidget, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.domain.media import is_heard
from archive_app.domain.segments import clock
from archive_app.domain.withholding import Audience
from archive_app.gui.dialogs.message import Dialog, Message, without_commands
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, set_property
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.jobs import Reporter
    from archive_app.services.oral.cutting import Cut, Plan, Wish

_SILENT, _TAKEN = "silent", "taken"
_ROWS = 4
_LONGEST = 40


class CutDialog(Dialog):
    """``wish`` and ``file`` are what was chosen; what would be cut is looked up beside the window."""

    last: Wish | None = None
    """What was asked for before, while the program runs."""

    def __init__(self, parent: QWidget | None, shell: Shell, record: Record) -> None:
        super().__init__(parent, _("录音剪去不外传的段"), 600)
        from archive_app.services.oral.cutting import Wish
        from archive_app.services.oral.forms import FORMS

        self._shell, self._record = shell, record
        wish = self.last or Wish(forms=(FORMS[0],))
        self.audience_of = Segments([(one.value, _(one.label), "") for one in (Audience.INTERNAL, Audience.PUBLIC)])
        self.audience_of.choose(wish.audience.value)
        self.audience_of.chosen.connect(lambda _name: self._look())
        self.how = Segments([(_SILENT, _("静音，时间不变"), ""), (_TAKEN, _("拿掉，后面接上来"), "")])
        self.how.choose(_SILENT if wish.silent else _TAKEN)
        self.chooser = CalmCombo()
        self.chooser.setAccessibleName(_("哪一段录音"))
        self.chooser.currentIndexChanged.connect(lambda _row: self._look())
        self._chooser_label = label(_("录音"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("要剪去的段"))
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(theme().dp(33 * _ROWS))
        self.note = label(_("正在看要剪哪里…"), tone="faint", wrap=True)
        self.note.setMinimumHeight(theme().dp(44))
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.forms = {form: QCheckBox(_(form.label)) for form in FORMS}
        boxes = QWidget()
        flow = FlowLayout(boxes, spacing=12)
        for form, box in self.forms.items():
            box.setChecked(form in wish.forms)
            flow.addWidget(box)
        self.act = button(_("选位置…"), self.accept, role="primary")
        self.act.setEnabled(False)
        parts = (
            label(_("声音和转写稿在同样的地方剪，写成新文件；原件不动。"), tone="faint", wrap=True),
            4,
            row(label(_("给谁")), self.audience_of, None, spacing=12),
            row(label(_("怎么剪")), self.how, None, spacing=12),
            row(self._chooser_label, self.chooser, spacing=12),
            self.list,
            self.note,
            label(_("旁边再存转写稿")),
            boxes,
        )
        whole = (
            label(_("录音剪去不外传的段"), voice="title"),
            pane(column(*parts, spacing=8)),
            4,
            self.buttons(button(_("取消"), self.reject), self.act),
        )
        self.setLayout(column(*whole, spacing=8, around=(24, 20, 24, 20)))
        for part in (self._chooser_label, self.chooser):
            part.hide()
        archive = shell.session.archive
        shell.session.ask(lambda: archive.catalogue.files_of(record.id), self._show_files)

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        from archive_app.services.oral.cutting import Wish

        forms = tuple(form for form, box in self.forms.items() if box.isChecked())
        return Wish(Audience(self.audience_of.choice()), self.how.choice() == _SILENT, forms=forms)

    @property
    def file(self) -> str:
        """The recording's file record; empty for the first."""
        return str(self.chooser.currentData() or "")

    def accept(self) -> None:
        """Remember what was asked for, for the next time."""
        CutDialog.last = self.wish
        super().accept()

    def _show_files(self, files: list[Record]) -> None:
        sounds = [one for one in files if is_heard(str(one["mime"]))]
        self.chooser.blockSignals(True)
        for one in sounds:
            self.chooser.addItem(str(one["name"]), one.id)
        self.chooser.blockSignals(False)
        for part in (self._chooser_label, self.chooser):
            part.setVisible(len(sounds) > 1)
        self._look()

    def _look(self) -> None:
        """Look up what would be cut."""
        from archive_app.services.oral.cutting import plan

        archive, item, wish, file = self._shell.session.archive, self._record.id, self.wish, self.file
        self.act.setEnabled(False)
        self._shell.session.ask(
            lambda: plan(archive, item, wish, file), self._show_plan, self._refused, key=("cut-plan", id(self))
        )

    def _show_plan(self, planned: Plan) -> None:
        self.list.clear()
        for one in planned.staying:
            end = f"—{clock(one.end)[:8]}" if one.end is not None else ""
            speaker = f"{one.speaker}：" if one.speaker else ""
            words = " ".join(one.text.split())
            short = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
            self.list.addItem(f"{clock(one.start or 0)[:8]}{end}　{speaker}{short}")
        said = [_("没有不外传的段：写出来的录音是完整的。")]
        if planned.cut:
            opened = any(not math.isfinite(end) for _begin, end in planned.cut)
            seconds = planned.seconds
            said = [_("剪去 {n:,} 段，{m:,} 处").format(n=len(planned.staying), m=len(planned.cut))]
            said = [said[0] + (_("，直到录音结束。") if opened else _("，共 {s:.1f} 秒。").format(s=seconds))]
        self._say([*said, *planned.remarks], "faint")
        self.act.setEnabled(True)
        self.act.setDefault(True)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, ArchiveError):
            raise error
        self.list.clear()
        remedy = without_commands(error.remedy)
        self._say([f"{error.message}。{remedy}"], "danger")

    def _say(self, words: list[str], tone: str) -> None:
        self.note.setText("\n".join(words))
        set_property(self.note, "tone", tone)


class CutOut(QObject):
    """Asks how and where; cuts beside the window, with progress, and may be stopped."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, record: Record) -> None:
        """Ask how an item's recording is to be cut, and where the file is to be; once what was typed is saved."""
        self._shell.session.when_written(lambda: self._ask(record))

    def _ask(self, record: Record) -> None:
        dialog = CutDialog(self._window, self._shell, record)
        if dialog.exec():
            name = "".join("_" if one in '\\/:*?"<>|' or one < " " else one for one in record.title)[:80].strip(" .")
            start = str(Path.home() / f"{name or '录音'}.wav")
            where, _filter = QFileDialog.getSaveFileName(
                self._window, _("录音剪去不外传的段"), start, _("录音") + " (*.wav)"
            )
            if where:
                out = Path(where)
                out = out if out.suffix.lower() == ".wav" else out.with_name(out.name + ".wav")
                self.write(record.id, out, dialog.wish, dialog.file)
        dialog.deleteLater()

    def write(self, item: str, out: Path, wish: Wish, file: str = "") -> None:
        """Cut an item's recording and write it at ``out``."""
        from archive_app.services.oral.cutting import cut

        archive = self._shell.session.archive

        def work(reporter: Reporter) -> Cut:
            return cut(archive, item, out, wish, file, reporter.progress, reporter.cancelled)

        self._shell.jobs.in_thread(_("剪录音"), work, then=self._written, failed=self._shell.show_error)

    def _written(self, done: Cut) -> None:
        words = _("录音已写到“{name}”，剪去 {n:,} 段。").format(name=done.path.name, n=done.withheld)
        remarks = [*done.remarks, *(said for one in done.transcripts for said in one.remarks)]
        if remarks:
            Message(self._window, words, "\n".join(dict.fromkeys(remarks))).exec()
        else:
            self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, done.path.parent))
