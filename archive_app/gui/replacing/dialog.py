"""多篇替换: words looked for in many texts; every place is seen and ticked before any is replaced, all as one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.replacing.places import PlacesView
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row, shown_if
from archive_app.gui.workspaces.workspace import Place as Spot
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.texts.everywhere import Place, Plan, Text, Wish
from archive_app.services.texts.finding import Found

if TYPE_CHECKING:
    from archive_app.gui.jobs import Job
    from archive_app.gui.replacing.opening import Scope
    from archive_app.services.jobs import Reporter


class ReplaceDialog(Dialog):
    """Stays beside the window: a place is looked at in its text, and the list is still there."""

    def __init__(self, parent: QWidget, shell: Shell, scopes: Sequence[Scope], words: str = "") -> None:
        super().__init__(parent, _("多篇替换"), width=760)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell, self._scopes = shell, list(scopes)
        self._job: Job | None = None
        self._volume = ""
        self._closed = False
        self.finished.connect(lambda _how: self._close())
        self.words = self._field(_("找"), words)
        self.by = self._field(_("换成（空着就是去掉）"))
        self.exact = QCheckBox(_("原字形"))
        self.exact.setToolTip(_("只找写成这样的：繁体简体、异体、大小写不互通"))
        self.whole = QCheckBox(_("整个数、整个词"))
        self.whole.setToolTip(_("数字、字母旁边没有别的：找 30，不找 1930 里的"))
        self.where = CalmCombo()
        self.where.setAccessibleName(_("在哪里找"))
        for scope in self._scopes:
            self.where.addItem(scope.words)
        self.where.setMinimumContentsLength(12)
        self.style_list = CalmCombo()
        self.style_list.setAccessibleName(_("照规范用语"))
        self.style_list.setMinimumContentsLength(10)
        self._usages = self._read_usages()
        self.style_list.addItem(_("照规范用语…"))
        for one in self._usages:
            self.style_list.addItem(f"{one.write} → {one.instead}")
        self.style_list.activated.connect(self._take_usage)
        shown_if(self.style_list, bool(self._usages))
        self.look = button(_("查找"), self.look_for, tip=_("列出每一处，先看再换"))
        self.stop = button(_("停下"), self._stop)
        self.stop.hide()
        self.told = label("", tone="faint", wrap=True)
        self.view = PlacesView()
        self.view.setMinimumHeight(max(theme().dp(90), self.height_beside(260, 300)))
        self.view.places.ticked.connect(self._count)
        self.view.activated.connect(lambda _index: self.open_place())
        self.all = button(_("全勾"), lambda: self._tick(kept=True))
        self.none = button(_("全不勾"), lambda: self.view.places.tick_all(set()))
        self.see = button(_("去看这一处"), self.open_place, icon="external-link")
        self.act = button("", self.replace, role="primary")
        for made in (self.look, self.stop, self.all, self.none, self.see, self.act):
            made.setAutoDefault(False)  # the return key is the field's and the list's
        first = row(self.words, self.by, self.look, self.stop, spacing=8)
        first.setStretch(0, 1)
        first.setStretch(1, 1)
        second = row(self.where, self.style_list, self.exact, self.whole, None, spacing=10)
        foot = row(self.all, self.none, self.see, None, button(_("关闭"), self.reject), self.act, spacing=10)
        whole = column(first, second, self.told, self.view, foot, spacing=10, around=(20, 16, 20, 16))
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._unless: tuple[str, ...] = ()
        self._forget()
        for field in (self.words, self.by):
            field.textChanged.connect(lambda _words: self._forget())
        for box in (self.exact, self.whole):
            box.toggled.connect(lambda _on: self._forget())
        self.where.currentIndexChanged.connect(lambda _at: self._forget())
        self.resize(self.sizeHint())
        self.words.setFocus()

    def sizeHint(self) -> QSize:
        """A wide sheet, as far as the screen has room."""
        return QSize(theme().dp(860), theme().dp(640)).boundedTo(room_for(self))

    def _field(self, hint: str, words: str = "") -> QLineEdit:
        made = QLineEdit(words)
        made.setPlaceholderText(hint)
        made.setAccessibleName(hint)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field looks; it is the input method's while one composes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not composing() and self.focusWidget() in (self.words, self.by):
            self.look_for()
            return
        super().keyPressEvent(event)

    def _read_usages(self):
        from archive_app.domain.errors import UsageError
        from archive_app.services.house_style import read_list

        try:
            return [one for one in read_list(self._shell.session.archive.root) if one.instead]
        except UsageError as error:
            self._shell.show_error(error)
            return []

    def _take_usage(self, at: int) -> None:
        """A word of the office's list, with the longer ones that are right."""
        if at < 1:
            return
        usage = self._usages[at - 1]
        self.words.setText(usage.write)
        self.by.setText(usage.instead)
        self._unless = (*usage.unless, *((usage.instead,) if usage.write in usage.instead else ()))
        self.told.setText("；".join(filter(None, (usage.reason, _("口述原话、引文里的照录，不勾")))))
        self.look.setFocus()

    # — looking —

    def _forget(self) -> None:
        """What was found is of other words."""
        self._unless = ()
        if self.view.places.plan is not None:
            self.view.places.show_plan(None)
        self.look.setEnabled(bool(self.words.text()) and self._job is None)
        self._count()

    def look_for(self) -> None:
        """List the places, beside the other work."""
        if not self.words.text() or self._job is not None:
            return
        from archive_app.services.jobs import stopping
        from archive_app.services.texts.everywhere import plan

        self._shell.flush()
        unless = self._unless
        wish = Wish(self.words.text(), self.by.text(), self.exact.isChecked(), self.whole.isChecked(), unless)
        scope, session = self._scopes[self.where.currentIndex()], self._shell.session
        self._volume = scope.volume

        def work(reporter: Reporter) -> Plan:
            search = session.search if session.search.ready else None
            progress = stopping(reporter)
            return plan(session.archive, scope.items(), wish, volume=scope.volume, search=search, progress=progress)

        def begin() -> None:
            if self._closed or self._job is not None:  # asked for twice before what was typed is written
                return
            self._job = self._shell.jobs.in_thread(_("多篇查找"), work, then=self._found, failed=self._failed)
            self._job.ended.connect(self._ended)
            self._show_busy()

        session.when_written(begin)

    def _show_busy(self) -> None:
        busy = self._job is not None
        self.stop.setVisible(busy)
        self.look.setVisible(not busy)
        self.look.setEnabled(bool(self.words.text()) and not busy)
        if busy:
            self.told.setText(_("正在找……"))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _close(self) -> None:
        self._closed = True
        self._stop()

    def _ended(self, _job: Job) -> None:
        self._job = None
        if not self._closed:
            self._show_busy()
            self.told.setText(_("停下了。"))

    def _failed(self, error: Exception) -> None:
        if not self._closed:
            self.told.setText("")
            self._shell.show_error(error)

    def _found(self, plan: Plan) -> None:
        if self._closed:
            return
        if plan.wish.find != self.words.text() or plan.wish.by != self.by.text():
            self.told.setText(_("找的词改了，请再按“查找”。"))
            return
        self._unless = plan.wish.unless
        self.view.places.show_plan(plan)
        self.told.setText(self._summary(plan))
        if plan.texts:
            self.view.setCurrentIndex(self.view.places.index(0))
            self.view.setFocus()

    @staticmethod
    def _summary(plan: Plan) -> str:
        if not plan.texts:
            return _("在 {n:,} 篇里没有找到。").format(n=plan.looked)
        number = sum(len(text.places) for text in plan.texts)
        said = [_("在 {n:,} 篇里找到 {texts:,} 篇 {places:,} 处").format(
            n=plan.looked, texts=len(plan.texts), places=number
        )]  # fmt: skip
        if kept := sum(bool(place.kept) for text in plan.free for place in text.places):
            said.append(_("口述原话、引文、引号里的 {n:,} 处先不勾").format(n=kept))
        if plan.barred:
            said.append(_("{n:,} 篇不能改，写明了为什么").format(n=len(plan.barred)))
        return "；".join(said) + "。"

    # — ticks, and the act —

    def _tick(self, *, kept: bool) -> None:
        plan = self.view.places.plan
        if plan is not None:
            self.view.places.tick_all(plan.usual(kept=kept))

    def _count(self) -> None:
        places = self.view.places
        number = len(places.chosen)
        texts = len({text for text, _at in places.chosen})
        self.act.setText(_("替换 {n:,} 处（{texts:,} 篇）").format(n=number, texts=texts) if number else _("替换"))
        self.act.setEnabled(bool(number) and not self._shell.session.archive.read_only)
        for made in (self.all, self.none, self.see):
            made.setEnabled(places.plan is not None and bool(places.plan.texts))

    def replace(self) -> None:
        """What is ticked, as one step; then it is looked for again, so that one sees what stays."""
        plan = self.view.places.plan
        if plan is None or not self.view.places.chosen:
            return
        command = plan.command(self.view.places.chosen)
        self.act.setEnabled(False)
        self._shell.session.execute(command, lambda _done: self._replaced(command.label), self._refused)

    def _replaced(self, words: str) -> None:
        self._shell.toast(_("已{what}").format(what=words))
        if self._closed:
            return
        self.view.places.show_plan(None)
        self.told.setText(_("{what}：已替换，按一次 Ctrl+Z 就全部撤销。").format(what=words))
        self.words.setFocus()

    def _refused(self, error: Exception) -> None:
        """Somebody changed one of the texts meanwhile: all is looked at once more."""
        if not self._closed:
            self._count()
        self._shell.show_error(error)

    def open_place(self) -> None:
        """Show the place in its text; the list stays."""
        index = self.view.currentIndex()
        if not index.isValid():
            return
        text, place = self.view.places.at(index.row())
        if text.record.entity != "item":
            self._shell.go("volumes", Spot(self._volume, article=text.record.id))
            return
        self._shell.go("materials", spot_of(text, place if place is not None else text.places[0]))


def spot_of(text: Text, place: Place) -> Spot:
    """Where a place stands, as the window goes there."""
    key, at = text.record.id, place.at
    if isinstance(at, Found):
        note = at.part.removeprefix("note:") if at.part.startswith("note:") else ""
        return Spot(key, place.field, at.block, note, start=at.start, end=at.end)
    if place.field == "transcript":
        return Spot(key, place.field, row=at.row, column=at.column, start=at.start, end=at.end)
    return Spot(key, place.field, start=at.start, end=at.end)
