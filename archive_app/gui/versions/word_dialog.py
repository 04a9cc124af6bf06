"""取回 Word 稿: what was changed in a document that comes back, held against the text now; each place taken or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.versions.drawn import Manner
from archive_app.gui.versions.page import ComparisonPage
from archive_app.gui.widgets.basics import button, column, label, shown_if, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.services.corrections.standing import in_proof
from archive_app.services.texts.word_back import WordBack, take_word

if TYPE_CHECKING:
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.corrections.proposing import Proposed


class WordDialog(Dialog):
    """``back`` is what came back; it is closed with the dialog. ``frozen``: the text stands, so it is a 改样."""

    def __init__(self, parent: QWidget | None, shell: Shell, back: WordBack, *, frozen: bool = False) -> None:
        super().__init__(parent, _("取回 Word 稿"), width=1100)
        self._shell, self.back, self._frozen = shell, back, frozen
        self.taken = set(back.taken_at_first)
        self.page = ComparisonPage()
        self.page.setMinimumSize(theme().dp(320), theme().dp(110))
        self.page.pressed.connect(self._pressed)
        self.page.stood_at.connect(lambda _row: self._refresh())
        self.beside = QCheckBox(_("并排"))
        self.beside.toggled.connect(lambda _on: self._show(stay=True))
        self.comments = QCheckBox(_("批注 {n} 条也取").format(n=len(back.comments)))
        self.comments.setChecked(True)
        self.comments.toggled.connect(lambda _on: self._refresh())
        shown_if(self.comments, bool(back.comments))
        self.heads: dict[str, QCheckBox] = {}
        for one in back.heads:
            words = _("{field}：{was} → {now}").format(field=_(one.label), was=one.was or _("（空）"), now=one.becomes)
            box = self.heads[one.field] = QCheckBox(words + (f"　{_(one.doubt)}" if one.doubt else ""))
            box.setToolTip(_("取了就写进著录的“{field}”").format(field=_(one.label)))
            box.setChecked(not one.doubt)
            box.toggled.connect(lambda _on: self._refresh())
        before = tool("chevron-up", _("上一处（Alt+PgUp）"), lambda: self.page.step(-1), token="ink")
        after = tool("chevron-down", _("下一处（Alt+PgDn）"), lambda: self.page.step(1), token="ink")
        for key, act in (
            ("Alt+PgDown", lambda: self.page.step(1)),
            ("Alt+PgUp", lambda: self.page.step(-1)),
            ("Alt+Return", self._turn_here),
        ):
            QShortcut(QKeySequence(key), self, act)
        self.turn = button(_("取／不取这一处（Alt+回车）"), self._turn_here)
        every = button(_("全取"), lambda: self._take(back.comparison.differing))
        none = button(_("全不取"), lambda: self._take([]))
        self._where = label(tone="faint", voice="small")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("已经定稿，取回是改样：写明为什么，如“作者核稿”"))
        self.reason.setAccessibleName(_("为什么"))
        self.reason.textChanged.connect(lambda _words: self._refresh())
        shown_if(self.reason, frozen)
        self.act = button("", self._accept, role="primary")
        tip = _("不改正文：每一处记在修订的人名下，等人采纳")
        self.propose = button(_("作为改动建议"), self._propose, tip=tip)
        shown_if(self.propose, in_proof(back.item))
        bar = QWidget()
        flow = FlowLayout(bar, spacing=8)
        for part in (self.beside, before, after, self._where, self.turn, every, none, self.comments):
            flow.addWidget(part)
        self.setLayout(
            column(
                label(_("“{name}”改了什么").format(name=back.path.name), voice="section", wrap=True),
                label(self._about(), tone="faint", wrap=True),
                *self.heads.values(),
                bar,
                self.page,
                self.reason,
                self.buttons(button(_("不取回"), self.reject), self.propose, self.act),
                spacing=8,
                around=(20, 14, 20, 14),
            )
        )
        self.layout().setStretch(3 + len(self.heads), 1)
        self.finished.connect(lambda _result: back.close())
        self._show(stay=False)
        self.page.setFocus()

    def sizeHint(self) -> QSize:
        """As much of the screen as there is."""
        return QSize(theme().dp(1160), theme().dp(820)).boundedTo(room_for(self))

    def _about(self) -> str:
        base, title = self.back.base, self.back.item.title
        when = f"{base.at:%Y-%m-%d %H:%M}"
        words = _("《{title}》{when} 写出的那一版，改动合到现在的正文里：{what}。")
        if not self.back.sure:
            words = _("看不出是《{title}》的哪一版，按最接近的 {when} 的算；改动合到现在的正文里：{what}。")
        return words.format(title=title, when=when, what=_(self.back.comparison.summary()))

    def _doubts(self) -> list[str]:
        number = len(self.back.doubtful)
        return [_("有 {n} 处编辑部后来也改过，先不取，请看过再定。").format(n=number)] if number else []

    # — what is taken —

    def _link(self, number: int) -> str:
        taken = number in self.taken
        words = _("☑ 取（按这里改为不取）") if taken else _("☐ 不取（按这里改为取）")
        why = f"　{_(self.back.doubtful[number])}" if number in self.back.doubtful else ""
        who = "　".join(self._who(number))
        return f"<a href='turn:{number}'>{words}</a>{why}{f'　{who}' if who else ''}"

    def _who(self, number: int) -> list[str]:
        """Who tracked what in the row, and when."""
        found = []
        for change in self.back.tracked_in(number):
            sign = _("增") if change.what == "new" else _("删")
            found.append(f"{change.by} {change.at[:10]} {sign}“{_escaped(change.text[:20])}”")
        return found[:4]

    def _show(self, *, stay: bool) -> None:
        manner = Manner(beside=self.beside.isChecked(), heads=(_("现在的"), _("取回以后")), link=self._link)
        told = [*self._doubts(), *self.back.remarks]
        self.page.show_comparison(self.back.comparison, manner, told=told, stay=stay)
        self._refresh()

    def _pressed(self, link: str) -> None:
        word, _colon, number = link.partition(":")
        if word == "turn" and number.isdigit():
            self.page.go(int(number))
            self._turn(int(number))

    def _turn_here(self) -> None:
        if self.page.row >= 0:
            self._turn(self.page.row)

    def _turn(self, number: int) -> None:
        self.taken ^= {number}
        self._show(stay=True)

    def _take(self, rows: list[int]) -> None:
        self.taken = set(rows)
        self._show(stay=True)

    def _refresh(self) -> None:
        self._where.setText(self.page.words())
        self.turn.setEnabled(self.page.row >= 0)
        said = bool(self.back.comments) and self.comments.isChecked()
        number = len(self.taken) + len(self._fields)
        self.act.setText(_("取回 {n} 处").format(n=number) if number or not said else _("只取批注"))
        reason = not self._frozen or not number or bool(self.reason.text().strip())
        self.act.setEnabled((bool(number) or said) and reason)
        self.propose.setEnabled(bool(self.taken) or said)

    @property
    def _fields(self) -> list[str]:
        """The fields that are ticked."""
        return [name for name, box in self.heads.items() if box.isChecked()]

    def _propose(self) -> None:
        from archive_app.services.corrections.word_in import propose_word

        archive, back, rows = self._shell.session.archive, self.back, sorted(self.taken)
        comments = self.comments.isChecked()
        self.propose.setEnabled(False)
        self._shell.session.write(
            lambda: propose_word(archive, back, rows, comments=comments), self._proposed, self._refused
        )

    def _proposed(self, made: Proposed) -> None:
        words = _("提了 {n} 处改动，等人采纳。").format(n=len(made.proposals))
        if made.known:
            words += _("{n} 处已经有人提过。").format(n=made.known)
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)
        self.accept()

    def _accept(self) -> None:
        archive, back, rows = self._shell.session.archive, self.back, sorted(self.taken)
        comments, reason, fields = self.comments.isChecked(), self.reason.text(), self._fields
        self.act.setEnabled(False)
        self._shell.session.write(
            lambda: take_word(archive, back, rows, comments=comments, reason=reason, fields=fields),
            self._written,
            self._refused,
        )

    def _written(self, _done: object) -> None:
        undo = self._shell.actions_table["edit.undo"].trigger
        self._shell.toast(_("已从“{name}”取回。").format(name=self.back.path.name), _("撤销"), undo)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._refresh()
        self._shell.show_error(error)


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)
