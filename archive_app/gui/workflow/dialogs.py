"""The words of a move, the three forms of a review, a correction: each a dialog with one thing to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QStackedWidget, QToolButton, QWidget

from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM
from archive_app.domain.workflow import ASPECTS, CONCLUSIONS, Action, Stage
from archive_app.domain.workflow.reviews import FURTHER, forms_of
from archive_app.gui.dialogs.choose import choose_files
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog, without_commands
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.editors.long_text import GrowingText
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import Part, button, column, icon_size, label, margins, pane, row, set_property
from archive_app.gui.widgets.segments import Segments
from archive_app.services.workflow.correcting import correctable, places
from archive_app.services.workflow.moving import Offer

_SHEET = (*ASPECTS, *FURTHER)
OFFICES = ("统战", "民宗", "党史", "其他")
"""To whom an item is usually referred."""


class MoveDialog(Dialog):
    """A move and its words. ``comment`` and ``office`` hold what was written."""

    def __init__(self, parent: QWidget | None, title: str, offer: Offer) -> None:
        super().__init__(parent, _(offer.move.label), width=520)
        self._needed = offer.move.comment or bool(offer.unmet)
        self._text = GrowingText(fitting_lines(self, 4, around=290), fitting_lines(self, 10, around=290))
        self._text.setAccessibleName(_("意见"))
        self._text.textChanged.connect(self._refresh)
        self._office = _combo(OFFICES, _("送给"))
        self.act = button(_(offer.move.label), self.accept, role="primary")
        remarks = [label(without_commands(str(one)), tone="amber", wrap=True, select=True) for one in offer.unmet]
        referred = offer.move.action is Action.REFER
        asked: list[Part] = [label(_("送给")), self._office, 4] if referred else []
        self.file: Path | None = None
        if offer.move.action is Action.ANSWER:
            self._paper = label(_("复函的扫描件（可以不附）"), tone="faint", voice="small")
            asked = [
                row(button(_("附上复函…"), self._choose_paper, icon="file-plus"), self._paper, None, spacing=12),
                4,
            ]
        self.setLayout(
            column(
                label(
                    _("{action}《{title}》").format(action=_(offer.move.label), title=title), voice="section", wrap=True
                ),
                label(_("下一步：{state}").format(state=_(offer.to)), tone="faint"),
                *remarks,
                8,
                *asked,
                label(self._asks(offer)),
                self._text,
                16,
                self.buttons(button(_("取消"), self.reject), self.act),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self._office.setVisible(referred)
        self._text.setFocus()
        self._refresh()

    def _choose_paper(self) -> None:
        if chosen := choose_files(self, _("选复函的扫描件或文件"), Path.home()):
            self.attach(chosen[0])

    def attach(self, paper: Path) -> None:
        """Take this file as the answer as it came."""
        self.file = paper
        self._paper.setText(paper.name)
        self._refresh()

    def _asks(self, offer: Offer) -> str:
        if offer.move.action is Action.ANSWER:
            return _("答复的内容（附了复函可以不写）")
        return _("意见（必填）") if self._needed else _("意见（可以不写）")

    def _refresh(self) -> None:
        self.act.setEnabled(bool(self.comment or self.file) or not self._needed)

    @property
    def text(self) -> GrowingText:
        """Where the words are written."""
        return self._text

    @property
    def comment(self) -> str:
        """What was written."""
        return self._text.toPlainText().strip()

    @property
    def office(self) -> str:
        """To whom it is referred."""
        return self._office.currentText() if self._office.isVisibleTo(self) else ""


def fitting_lines(dialog: QDialog, wanted: int, *, around: float) -> int:
    """As many lines as are wanted, or as fit on a low screen beside ``around`` (on the grid) of other things."""
    left = room_for(dialog).height() - theme().dp(around)
    return max(1, min(wanted, left // max(1, dialog.fontMetrics().lineSpacing())))


def conclusions_of(aspect: str) -> tuple[str, ...]:
    """The conclusions a form offers: 采用 is for what becomes of the whole, 通过 for one side of it."""
    if aspect == "处理意见":
        return tuple(word for word in CONCLUSIONS if not word.endswith("通过"))
    return tuple(word for word in CONCLUSIONS if word != "采用")


def _combo(words: tuple[str, ...], name: str) -> QComboBox:
    made = CalmCombo()
    made.addItems(list(words))
    made.setAccessibleName(name)
    return made


class ReviewDialog(Dialog):
    """The sheet of a review (审稿单): 政治, 史实, 文字 and what else there is to say, each behind its own word.

    A form that is filled has a tick. ``forms`` holds those that are filled and changed.
    """

    def __init__(self, parent: QWidget | None, record: Record, stage: Stage) -> None:
        super().__init__(parent, _("{stage}意见").format(stage=_(stage.label)), width=600)
        self._known = forms_of(record["reviews"], stage, int(record["returned_count"] or 0))
        self._asked = ASPECTS if stage is Stage.FIRST else ()
        self._tabs = Segments([(aspect, _(aspect), "") for aspect in _SHEET])
        self._stack = QStackedWidget()
        self._fields: dict[str, tuple[QComboBox, GrowingText]] = {}
        for aspect in _SHEET:
            self._stack.addWidget(self._page(aspect, self._known.get(aspect, {})))
        self._tabs.chosen.connect(self.show_aspect)
        self._says = label(tone="faint", voice="small", wrap=True)
        self._next = button(_("下一栏"), self._show_next)
        self.act = button(_("存下意见"), self.accept, role="primary")
        self.setLayout(
            column(
                label(_("{stage}意见").format(stage=_(stage.label)), voice="title"),
                label(record.title, tone="faint", wrap=True),
                4,
                self._tabs,
                self._stack,
                self._says,
                8,
                self.buttons(button(_("取消"), self.reject), self._next, self.act),
                spacing=8,
                around=(24, 16, 24, 16),
            )
        )
        self._refresh()
        self.show_aspect(next((aspect for aspect in ASPECTS if aspect not in self._known), ASPECTS[0]))

    def _page(self, aspect: str, form: Mapping[str, Any]) -> QWidget:
        words = conclusions_of(aspect)
        said = str(form.get("conclusion", ""))
        conclusion = _combo(
            words if said in ("", *words) else (*words, said), _("{aspect}的结论").format(aspect=_(aspect))
        )
        conclusion.setCurrentIndex(conclusion.findText(said) if said else -1)
        conclusion.setPlaceholderText(_("选结论"))
        opinion = GrowingText(fitting_lines(self, 5, around=305), fitting_lines(self, 10, around=305))
        opinion.setAccessibleName(_("{aspect}的意见").format(aspect=_(aspect)))
        opinion.setPlainText(str(form.get("opinion", "")))
        conclusion.currentIndexChanged.connect(self._refresh)
        opinion.textChanged.connect(self._refresh)
        self._fields[aspect] = (conclusion, opinion)
        by = _("{name} 填于 {day}").format(name=form["reviewer"], day=form["day"]) if form else ""
        parts: list[Part] = [
            row(label(_("结论")), None, label(by, tone="faint", voice="small")),
            conclusion,
            4,
            label(_("意见")),
            opinion,
            None,
        ]
        return pane(column(*parts, spacing=4))

    def _refresh(self) -> None:
        if len(self._fields) < len(_SHEET):
            return
        half = []
        for aspect, (conclusion, opinion) in self._fields.items():
            filled = (conclusion.currentIndex() >= 0, bool(opinion.toPlainText().strip()))
            self._tick(self._tabs.button(aspect), aspect, all(filled))
            if any(filled) and not all(filled):
                half.append(aspect)
        left = [aspect for aspect in self._asked if not self._filled(aspect)]
        if half:
            says = _("“{aspects}”只填了一半：结论和意见都要写。").format(aspects=_("、").join(map(_, half)))
        elif left:
            says = _("还要填{aspects}，才能通过；其余几栏可以不填。").format(aspects=_("、").join(map(_, left)))
        elif self._asked:
            says = _("政治、史实、文字都填好了。")
        else:
            says = _("可以只写有话要说的一栏；通过时还可以另写意见。")
        self._says.setText(says)
        self.act.setEnabled(not half)

    @staticmethod
    def _tick(tab: QToolButton, aspect: str, filled: bool) -> None:
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonTextOnly
        tab.setIcon(theme().icon("check", "celadon", 16) if filled else QIcon())
        tab.setIconSize(icon_size(16))
        tab.setToolButtonStyle(beside if filled else alone)
        tab.setAccessibleName(_("{aspect}，已填").format(aspect=_(aspect)) if filled else _(aspect))

    def _filled(self, aspect: str) -> bool:
        conclusion, opinion = self._fields[aspect]
        return conclusion.currentIndex() >= 0 and bool(opinion.toPlainText().strip())

    def _show_next(self) -> None:
        at = self._stack.currentIndex()
        order = [*_SHEET[at + 1 :], *_SHEET[:at]]
        self.show_aspect(next((one for one in order if one in ASPECTS and not self._filled(one)), order[0]))
        self._fields[_SHEET[self._stack.currentIndex()]][0].setFocus()

    def show_aspect(self, aspect: str) -> None:
        """Bring a form to the front."""
        self._tabs.choose(aspect)
        self._stack.setCurrentIndex(_SHEET.index(aspect))

    def fill(self, aspect: str, conclusion: str, opinion: str) -> None:
        """Write into a form."""
        chosen, text = self._fields[aspect]
        chosen.setCurrentIndex(chosen.findText(conclusion))
        text.setPlainText(opinion)

    @property
    def forms(self) -> list[tuple[str, str, str]]:
        """(aspect, conclusion, opinion) of the forms that were filled and are not as they were."""
        found = []
        for aspect, (conclusion, opinion) in self._fields.items():
            chosen, text = conclusion.currentText(), opinion.toPlainText().strip()
            known = self._known.get(aspect, {})
            if (chosen or text) and (chosen, text) != (known.get("conclusion"), known.get("opinion")):
                found.append((aspect, chosen, text))
        return found


class CorrectDialog(Dialog):
    """One place of what stands: what is printed there, what it becomes, and why; where it is found is shown at once."""

    def __init__(self, parent: QWidget | None, record: Record) -> None:
        super().__init__(parent, _("改样"), width=560)
        self._record = record
        self._names = correctable(record)
        self._where = _combo(tuple(_(ITEM.field(name).label) for name in self._names), _("改哪一项"))
        self.old, self.new, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        self._found = label(tone="faint", voice="small", wrap=True)
        lines = QGridLayout()
        margins(lines, (0, 4, 0, 4), 8)
        asked = ((_("改哪一项"), self._where), (_("原文"), self.old), (_("改成"), self.new), (_("为什么"), self.why))
        for number, (words, editor) in enumerate(asked):
            editor.setAccessibleName(words)
            at = number + (number > 1)  # where the words were found stands below 原文
            lines.addWidget(label(words), at, 0)
            lines.addWidget(editor, at, 1)
        lines.addWidget(self._found, 2, 1)
        lines.setColumnStretch(1, 1)
        for line in (self.old, self.new, self.why):
            line.textChanged.connect(self._refresh)
        self.why.setPlaceholderText(_("必填，如：作者核稿"))
        self._where.currentIndexChanged.connect(self._refresh)
        self.act = button(_("改样"), self.accept, role="primary")
        self.in_text = False
        """Whether the text itself is to be written in instead."""
        write = button(_("在正文里改…"), self._write_in_text)
        write.setVisible("manuscript" in self._names)
        head = _("已经定稿，只能一处一处地改；改动和原因会留在流程记录里。")
        self.setLayout(
            column(
                label(_("改样《{title}》").format(title=record.title), voice="section", wrap=True),
                label(head, tone="faint", voice="small", wrap=True),
                lines,
                self.buttons(write, button(_("取消"), self.reject), self.act),
                spacing=4,
                around=(24, 16, 24, 16),
            )
        )
        self.old.setFocus()
        self._refresh()

    def _write_in_text(self) -> None:
        self.in_text = True
        self.reject()

    @property
    def field(self) -> str:
        """The field that is corrected."""
        return self._names[max(0, self._where.currentIndex())]

    def choose(self, name: str) -> None:
        """Correct another field."""
        self._where.setCurrentIndex(self._names.index(name))

    def _refresh(self) -> None:
        old = self.old.text()
        found = places(self._record, self.field, old)
        one = len(found) == 1
        if not old:
            says = _("照印出的样子写几个字，让它只在一处出现。")
        elif one:
            says = _("就是这一处：{words}").format(words=found[0])
        elif found:
            says = _("有 {n} 处，请多写几个字：{words}").format(n=len(found), words=_("；").join(found[:2]))
        else:
            says = _("没有这几个字，请核对。")
        self._found.setText(says)
        set_property(self._found, "tone", "celadon" if one else "amber" if old else "faint")
        self.act.setEnabled(bool(one and self.why.text().strip() and old != self.new.text()))
