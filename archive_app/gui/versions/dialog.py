"""版本: the states of a text in a list, any two beside each other, a state or one paragraph of it taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QSplitter, QWidget

from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.versions.drawn import Manner
from archive_app.gui.versions.page import ComparisonPage
from archive_app.gui.versions.saving import save_comparison
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, pane, row, shown_if, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.save_state import day_words
from archive_app.services.texts.comparing import Comparison
from archive_app.services.versions import FieldChange, Version, changes_between, taking_back, versions

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell


class VersionsDialog(Dialog):
    """The older state is chosen in the list, the newer one beside 与. ``why`` says why nothing can be taken back;
    ``command`` is the one whose text is looked at first, beside what stood before it."""

    def __init__(
        self, parent: QWidget | None, shell: Shell, record: Record, why: str = "", *, command: str = ""
    ) -> None:
        super().__init__(parent, _("正文的版本"), width=1180)
        self._shell, self._session, self._record = shell, shell.session, record
        self._why = why
        self._command = command
        self._versions: list[Version] = []
        self._comparison: Comparison | None = None
        self._fields: list[FieldChange] = []
        self.list = QListWidget()
        self.list.setAccessibleName(_("各版，新的在上"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # lines break anew at another width
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(theme().dp(2))
        self.list.setMinimumWidth(theme().dp(210))
        self.list.currentRowChanged.connect(lambda _row: self._compare())
        self.newer = CalmCombo()
        self.newer.setAccessibleName(_("与哪一版比"))
        self.newer.setMinimumContentsLength(18)
        self.newer.currentIndexChanged.connect(lambda _index: self._compare())
        self.page = ComparisonPage()
        self.page.setMinimumSize(theme().dp(360), theme().dp(180))
        self.page.pressed.connect(self._pressed)
        self.page.stood_at.connect(lambda _row: self._refresh())
        self._summary = ElidedLabel(tone="faint")
        self._where = label(tone="faint", voice="small")
        self.beside = self._switch(_("并排"), _("两版并排，不勾就写在一起"), on=True)
        self.whole = self._switch(_("全文"), _("没有改的段落也显示"))
        self.every = self._switch(_("每次保存"), _("每存一次算一版"), on=bool(command))
        self.every.toggled.connect(self._count_otherwise)
        for switch in (self.beside, self.whole):
            switch.toggled.connect(lambda _on: self._show(stay=True))
        before = tool("chevron-up", _("上一处不同（Alt+PgUp）"), lambda: self.page.step(-1), token="ink")
        after = tool("chevron-down", _("下一处不同（Alt+PgDn）"), lambda: self.page.step(1), token="ink")
        for key, by in (("Alt+PgDown", 1), ("Alt+PgUp", -1)):
            QShortcut(QKeySequence(key), self, lambda step=by: self.page.step(step))
        self.one = button(_("取回这一段"), self._take_row)
        self.all = button(_("取回整版"), self._take_all)
        self.save = button(_("存成 PDF、Word…"), self._save)
        close = button(_("关闭"), self.reject, role="primary")
        self._says = label(why, tone="amber", voice="small", wrap=True)
        shown_if(self._says, bool(why))
        bar = QWidget()
        flow = FlowLayout(bar, spacing=8)
        for part in (label(_("与")), self.newer, label(_("相比")), self.beside, self.whole, before, after, self._where):
            flow.addWidget(part)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(
            pane(column(row(label(_("这一版")), None, self.every), self.list, spacing=6, around=(0, 0, 8, 0)))
        )
        parts.addWidget(pane(column(bar, self._summary, self.page, spacing=6, around=(12, 0, 0, 0))))
        parts.setStretchFactor(1, 1)
        self.setLayout(
            column(
                label(_("《{title}》的版本").format(title=record.title), voice="section", wrap=True),
                parts,
                self._says,
                self.buttons(self.save, self.one, self.all, close),
                spacing=8,
                around=(20, 14, 20, 14),
            )
        )
        self.layout().setStretch(1, 1)
        self._session.changed.connect(self._on_change)
        self._load()

    def sizeHint(self) -> QSize:
        """As much of the screen as there is: two texts stand beside each other."""
        return QSize(theme().dp(1240), theme().dp(820)).boundedTo(room_for(self))

    @staticmethod
    def _switch(words: str, tip: str, *, on: bool = False):

        made = QCheckBox(words)
        made.setToolTip(tip)
        made.setChecked(on)
        return made

    # — the states —

    def _on_change(self, done: Done) -> None:
        if self._record.id in done.record_ids:
            self._load()

    def _load(self) -> None:
        """Read the states; which of them is looked at stays."""
        archive, key, every = self._session.archive, self._record.id, self.every.isChecked()
        self._session.ask(
            lambda: (archive.catalogue.record(key), versions(archive, key, every_step=every)),
            self._take,
            key=("versions", id(self)),
        )

    def _count_otherwise(self, _on: bool) -> None:
        self._versions = []  # the numbers mean others now
        self._load()

    def _take(self, found: tuple[Record, list[Version]]) -> None:
        at = self.list.currentRow()
        number = self._versions[at].number if 0 <= at < len(self._versions) else 0
        self._record, self._versions = found
        for widget in (self.list, self.newer):
            widget.blockSignals(True)
            widget.clear()
        for version in self._versions:
            name = _("现在的") if version.current else _(version.words)
            also = f"{_(version.words)} · " if version.current else ""
            when = _when(version)
            count = _("{n} 字").format(n=f"{version.manuscript.character_count():,}")
            self.list.addItem(QListWidgetItem(f"{name}　{count}\n{also}{version.by} · {when}"))
            self.newer.addItem(f"{name} · {when}")
        same = [row for row, version in enumerate(self._versions) if row and version.number == number]
        first = [row for row, version in enumerate(self._versions) if version.command == self._command]
        if first and first[0] + 1 < len(self._versions):
            self.list.setCurrentRow(first[0] + 1)
            self.newer.setCurrentIndex(first[0])
        else:
            self.list.setCurrentRow(same[0] if same else min(1, len(self._versions) - 1))
            self.newer.setCurrentIndex(0)
        self._command = ""
        for widget in (self.list, self.newer):
            widget.blockSignals(False)
        self.list.setFocus()
        self._compare()

    @property
    def pair(self) -> tuple[Version, Version] | None:
        """(the older state, the newer one) that are compared."""
        one, other = self.list.currentRow(), self.newer.currentIndex()
        if not (0 <= one < len(self._versions) and 0 <= other < len(self._versions)):
            return None
        first, second = self._versions[one], self._versions[other]
        return (first, second) if first.number <= second.number else (second, first)

    def _compare(self) -> None:
        pair = self.pair
        if pair is None:
            self._summary.setText(_("这一件还没有正文。"))
            self._refresh()
            return

        def work() -> tuple[Comparison, list[FieldChange], str]:
            made = Comparison(pair[0].manuscript, pair[1].manuscript)
            return made, changes_between(*pair), made.summary()

        self._session.ask(work, self._compared, key=("compare", id(self)))

    def _compared(self, found: tuple[Comparison, list[FieldChange], str]) -> None:
        self._comparison, self._fields, words = found
        self._summary.setText(_(words))
        self._show(stay=False)

    def _show(self, *, stay: bool) -> None:
        pair = self.pair
        if self._comparison is not None and pair is not None:
            heads = tuple(_("第 {n} 版 {words}").format(n=one.number, words=_(one.words)) for one in pair)
            link = self._link if self._takeable else None
            manner = Manner(self.beside.isChecked(), self.whole.isChecked(), (heads[0], heads[1]), link)
            self.page.show_comparison(self._comparison, manner, self._fields, stay=stay)
        self._refresh()

    @property
    def _takeable(self) -> bool:
        """Whether what is shown can be taken back: against what stands now, where it may be written."""
        pair = self.pair
        return pair is not None and pair[1].current and not pair[0].current and not self._why

    def _link(self, number: int) -> str:
        return f"<a href='back:{number}'>{_('取回这一段')}</a>"

    def _refresh(self) -> None:
        self._where.setText(self.page.words() if self._comparison is not None else "")
        self.one.setEnabled(self._takeable and self.page.row >= 0)
        different = self._comparison is not None and bool(self._comparison.differing)
        self.all.setEnabled(self._takeable and different)
        self.save.setEnabled(different)

    # — taking back —

    def _pressed(self, link: str) -> None:
        word, _colon, number = link.partition(":")
        if word == "back" and number.isdigit():
            self._take_rows([int(number)])

    def _take_row(self) -> None:
        if self.page.row >= 0:
            self._take_rows([self.page.row])

    def _take_all(self) -> None:
        self._take_rows(None)

    def _take_rows(self, rows: list[int] | None) -> None:
        pair = self.pair
        if pair is None or not self._takeable:
            return
        try:
            command = taking_back(self._record, pair[0], rows)
        except Exception as error:
            self._shell.show_error(error)
            return
        self._session.execute(command, lambda _done: self._taken(command.label), self._shell.show_error)

    def _taken(self, words: str) -> None:
        undo = self._shell.actions_table["edit.undo"].trigger
        self._shell.toast(_("已{what}").format(what=words), _("撤销"), undo)

    def _save(self) -> None:
        pair = self.pair
        if pair is not None and self._comparison is not None:
            whole = self.whole.isChecked()
            save_comparison(self, self._shell, self._record, self._comparison, pair, whole=whole)


def _when(version: Version) -> str:
    """The day and the time: several states are of one day."""
    words = day_words(version.at)
    time = f"{version.at:%H:%M}"
    return words if time in words else f"{words} {time}"
