"""检查 over many texts: the remarks on those of a volume or a list, each leading to its place, let stand with a reason;
what was let stand can be seen, with who did it and why, and told again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.remarks import Remark
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label, row
from archive_app.gui.workspaces.workspace import Place, Shell
from archive_app.services.checking.rules import RULES, label_of

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_LINE = Qt.ItemDataRole.UserRole
_SHOWN = 3_000
_PASSED = "passed"
Line = tuple["Record", Remark | None, Mapping[str, Any]]
"""(item, its remark, nothing), or (item, none, the row by which something was let stand)."""


class RemarksDialog(Dialog):
    """Stays beside the window: one mends, comes back, and goes on."""

    def __init__(self, parent: QWidget, shell: Shell, found: Sequence[Line], looked: int) -> None:
        super().__init__(parent, _("检查文字"), width=760)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell, self._looked = shell, looked
        self._found = list(found)
        self.head = label("", voice="title")
        self.which = CalmCombo()
        self.which.setAccessibleName(_("看哪一项"))
        self.which.setMinimumContentsLength(10)
        self.list = QListWidget()
        self.list.setAccessibleName(_("检查出来的"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(max(theme().dp(90), self.height_beside(240, 300)))
        self.told = label("", tone="faint", wrap=True)
        self.why = QLineEdit()
        self.why.setPlaceholderText(_("为什么不改（可以不写），如“原件如此”"))
        self.why.setAccessibleName(_("为什么不改"))
        self.here = button(_("这里不再提"), lambda: self._pass(everywhere=False))
        self.all = button(_("这一篇不再提"), lambda: self._pass(everywhere=True))
        self.again = button(_("重新提"), self._ask_again)
        self.act = button(_("去看这一处"), self.open_place, role="primary", icon="external-link")
        for made in (self.here, self.all, self.again, self.act):
            made.setAutoDefault(False)  # the return key is the list's
        answer = row(self.why, self.here, self.all, self.again, spacing=8)
        answer.setStretch(0, 1)
        foot = self.buttons(button(_("关闭"), self.reject), self.act)
        top = row(self.head, None, self.which, spacing=8)
        whole = column(top, self.list, self.told, answer, foot, spacing=10, around=(24, 18, 24, 18))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.which.currentIndexChanged.connect(lambda _at: self._draw())
        self.list.itemActivated.connect(lambda _line: self.open_place())
        self.list.currentItemChanged.connect(lambda _now, _before: self._look())
        self._count()
        self._draw()
        self.resize(self.sizeHint())
        self.list.setFocus()

    def sizeHint(self) -> QSize:
        """A wide sheet, as far as the screen has room."""
        return QSize(theme().dp(820), theme().dp(600)).boundedTo(room_for(self))

    def _count(self) -> None:
        """How many there are of each rule, beside its name."""
        open_ones = [(record, remark) for record, remark, _row in self._found if remark is not None]
        items = len({record.id for record, _remark in open_ones})
        said = _("{items:,} 篇、{n:,} 处").format(items=items, n=len(open_ones)) if open_ones else _("没有要说的")
        self.head.setText(said)
        before = self.which.currentData()
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItem(_("全部 {n:,}").format(n=len(open_ones)), "")
        for rule in RULES:
            if number := sum(remark.rule == rule.name for _record, remark in open_ones):
                self.which.addItem(_("{what} {n:,}").format(what=_(rule.label), n=number), rule.name)
        if passed := sum(remark is None for _record, remark, _row in self._found):
            self.which.addItem(_("不再提的 {n:,}").format(n=passed), _PASSED)
        self.which.setCurrentIndex(max(0, self.which.findData(before)))
        self.which.blockSignals(False)

    def _draw(self) -> None:
        """The lines of what is chosen; one stays where one was."""
        at = self.list.currentRow()
        wanted = self.which.currentData()
        shown = [
            line
            for line in self._found
            if (line[1] is None if wanted == _PASSED else line[1] is not None and wanted in ("", line[1].rule))
        ]
        self.list.clear()
        for line in shown[:_SHOWN]:
            made = QListWidgetItem(theme().icon("alert-triangle", "amber"), _words(line))
            made.setData(_LINE, line)
            self.list.addItem(made)
        if len(shown) > _SHOWN:
            more = QListWidgetItem(_("还有 {n:,} 处没有列出。").format(n=len(shown) - _SHOWN))
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(more)
        self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
        self._look()

    def current(self) -> Line | None:
        """The line that is chosen."""
        line = self.list.currentItem()
        return line.data(_LINE) if line is not None else None

    def _look(self) -> None:
        line = self.current()
        remark = line[1] if line is not None else None
        self.told.setText(
            _("在 {n:,} 篇里查过正文、转写稿和照片说明。").format(n=self._looked) if line is None else _more(line)
        )
        writable = not self._shell.session.archive.read_only
        self.act.setEnabled(remark is not None)
        for made in (self.here, self.all, self.why):
            made.setEnabled(remark is not None and writable)
        self.again.setEnabled(line is not None and remark is None and writable)

    def open_place(self) -> None:
        """Show the place in its text; the list stays."""
        line = self.current()
        if line is None or line[1] is None:
            return
        self._shell.go("materials", place_of(line[0], line[1]))

    def _pass(self, *, everywhere: bool) -> None:
        """Let it stand, with whose word that is and why."""
        from archive_app.services.checking.passing import passing

        line, session = self.current(), self._shell.session
        record = session.record(line[0].id) if line is not None else None
        if line is None or line[1] is None or record is None:
            return
        remark, by = line[1], session.archive.actor
        command = passing(record, remark, everywhere=everywhere, by=by, why=self.why.text())
        session.execute(command, failed=self._shell.show_error)
        rows = command.values["passed"]
        self._found = [
            one
            for one in self._found
            if one[0].id != record.id
            or one[1] is None
            or (one[1].rule, one[1].words) != (remark.rule, remark.words)
            or not (everywhere or one[1].near == remark.near)
        ]
        self._found.append((record, None, rows[-1]))
        self.why.clear()
        self._count()
        self._draw()
        self.list.setFocus()

    def _ask_again(self) -> None:
        """What was let stand is told again the next time one looks."""
        from archive_app.services.checking.passing import asking_for

        line, session = self.current(), self._shell.session
        record = session.record(line[0].id) if line is not None else None
        if line is None or record is None:
            return
        session.execute(asking_for(record, line[2]), failed=self._shell.show_error)
        self._found.remove(line)
        self._count()
        self._draw()
        self.told.setText(_("再查一遍时会提。"))


def place_of(record: Record, remark: Remark) -> Place:
    """Where a remark stands, as the window goes there."""
    if remark.part in ("said", "mandarin"):
        rows = record["transcript"]
        number = next((at for at, one in enumerate(rows) if str(one.get("id") or "") == remark.block), -1)
        column_name = "text" if remark.part == "said" else "mandarin"
        return Place(record.id, "transcript", row=number, column=column_name, start=remark.start, end=remark.end)
    if remark.part == "caption":
        return Place(record.id, "caption", start=remark.start, end=remark.end)
    note = remark.part.removeprefix("note:") if remark.part.startswith("note:") else ""
    return Place(record.id, "manuscript", remark.block, note, start=remark.start, end=remark.end)


def _words(line: Line) -> str:
    record, remark, passed = line
    if remark is None:
        who = "　".join(str(passed[key]) for key in ("by", "on", "why") if passed.get(key))
        rule = _(label_of(str(passed["rule"])))
        return f"《{record.title}》　{rule}　“{passed['words']}”" + (f"　{who}" if who else "")
    from archive_app.services.checking.run import in_words

    near = " ".join(remark.near.split())
    return f"《{record.title}》　…{near}…\n{_(label_of(remark.rule))}：{in_words(remark, ground=False)}"


def _more(line: Line) -> str:
    record, remark, passed = line
    if remark is None:
        return _("只是这一处") if passed.get("near") else _("这一篇里都不提")
    where = {"said": _("转写稿"), "mandarin": _("转写稿的普通话"), "caption": _("照片说明")}.get(remark.part, _("正文"))
    number = str(record.values.get("accession_no") or "")
    return "　".join(filter(None, (number, where, _(remark.ground))))
