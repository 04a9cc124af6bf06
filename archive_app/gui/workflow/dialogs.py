"""The words of a move, the three forms of a review, a correction: each a dialog with one thing to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QWidget

from archive_app.catalogue.store import Record
from archive_app.domain.workflow import ASPECTS, CONCLUSIONS, Action, Stage
from archive_app.domain.workflow.reviews import forms_of
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.editors.long_text import GrowingText
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import Part, button, column, label, pane
from archive_app.gui.widgets.segments import Segments
from archive_app.services.workflow.moving import Offer

OFFICES = ("统战", "民宗", "党史", "其他")
"""To whom an item is usually referred."""


class MoveDialog(Dialog):
    """A move and its words. ``comment`` and ``office`` hold what was written."""

    def __init__(self, parent: QWidget | None, title: str, offer: Offer) -> None:
        super().__init__(parent, _(offer.move.label), width=520)
        self._needed = offer.move.comment or bool(offer.unmet)
        self._text = GrowingText(4, 10)
        self._text.setAccessibleName(_("意见"))
        self._text.textChanged.connect(self._refresh)
        self._office = _combo(OFFICES, _("送给"))
        self.act = button(_(offer.move.label), self.accept, role="primary")
        remarks = [label(str(one), tone="amber", wrap=True, select=True) for one in offer.unmet]
        referred = offer.move.action is Action.REFER
        asked: list[Part] = [label(_("送给")), self._office, 4] if referred else []
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

    def _asks(self, offer: Offer) -> str:
        if offer.move.action is Action.ANSWER:
            return _("答复的内容（必填）")
        return _("意见（必填）") if self._needed else _("意见（可以不写）")

    def _refresh(self) -> None:
        self.act.setEnabled(bool(self.comment) or not self._needed)

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


def _combo(words: tuple[str, ...], name: str) -> QComboBox:
    made = CalmCombo()
    made.addItems(list(words))
    made.setAccessibleName(name)
    return made


class ReviewDialog(Dialog):
    """政治, 史实, 文字 side by side as tabs; ``forms`` holds those that are filled and changed."""

    def __init__(self, parent: QWidget | None, record: Record, stage: Stage) -> None:
        super().__init__(parent, _("{stage}意见").format(stage=_(stage.label)), width=560)
        self._known = forms_of(record["reviews"], stage, int(record["returned_count"] or 0))
        self._tabs = Segments([(aspect, _(aspect), "") for aspect in ASPECTS])
        self._stack = QStackedWidget()
        self._fields: dict[str, tuple[QComboBox, GrowingText]] = {}
        for aspect in ASPECTS:
            self._stack.addWidget(self._page(aspect, self._known.get(aspect, {})))
        self._tabs.chosen.connect(self.show_aspect)
        self.act = button(_("存下意见"), self.accept, role="primary")
        self.setLayout(
            column(
                label(_("{stage}意见").format(stage=_(stage.label)), voice="title"),
                label(record.title, tone="faint", wrap=True),
                8,
                self._tabs,
                self._stack,
                label(self._asks(stage), tone="faint", voice="small", wrap=True),
                12,
                self.buttons(button(_("取消"), self.reject), self.act),
                spacing=8,
                around=(24, 20, 24, 20),
            )
        )
        self.show_aspect(next((aspect for aspect in ASPECTS if aspect not in self._known), ASPECTS[0]))

    @staticmethod
    def _asks(stage: Stage) -> str:
        if stage is Stage.FIRST:
            return _("三栏都写了结论和意见，才能通过。")
        return _("可以只写有话要说的一栏；通过时还可以另写意见。")

    def _page(self, aspect: str, form: Mapping[str, Any]) -> QWidget:
        conclusion = _combo(CONCLUSIONS, _("{aspect}的结论").format(aspect=_(aspect)))
        conclusion.setCurrentIndex(
            CONCLUSIONS.index(form["conclusion"]) if form.get("conclusion") in CONCLUSIONS else -1
        )
        conclusion.setPlaceholderText(_("选结论"))
        opinion = GrowingText(5, 10)
        opinion.setAccessibleName(_("{aspect}的意见").format(aspect=_(aspect)))
        opinion.setPlainText(str(form.get("opinion", "")))
        self._fields[aspect] = (conclusion, opinion)
        by = _("{name} 填于 {day}").format(name=form["reviewer"], day=form["day"]) if form else ""
        parts: list[Part] = [
            label(_("结论")),
            conclusion,
            6,
            label(_("意见")),
            opinion,
            label(by, tone="faint", voice="small"),
            None,
        ]
        return pane(column(*parts, spacing=4))

    def show_aspect(self, aspect: str) -> None:
        """Bring a form to the front."""
        self._tabs.choose(aspect)
        self._stack.setCurrentIndex(ASPECTS.index(aspect))

    def fill(self, aspect: str, conclusion: str, opinion: str) -> None:
        """Write into a form."""
        chosen, text = self._fields[aspect]
        chosen.setCurrentIndex(CONCLUSIONS.index(conclusion))
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
    """One place of a text that stands: what is printed there, what it becomes, and why."""

    def __init__(self, parent: QWidget | None, record: Record) -> None:
        super().__init__(parent, _("改样"), width=520)
        self.old, self.new, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        rows: list[Part] = []
        for words, editor in ((_("原文"), self.old), (_("改成"), self.new), (_("为什么（必填）"), self.why)):
            editor.setAccessibleName(words)
            editor.textChanged.connect(self._refresh)
            rows += [label(words), editor, 6]
        self.act = button(_("改样"), self.accept, role="primary")
        self.setLayout(
            column(
                label(_("改样《{title}》").format(title=record.title), voice="section", wrap=True),
                label(_("文稿已经定稿，只能一处一处地改；改动和原因会留在流程记录里。"), tone="faint", wrap=True),
                8,
                *rows,
                10,
                self.buttons(button(_("取消"), self.reject), self.act),
                spacing=4,
                around=(24, 20, 24, 20),
            )
        )
        self._refresh()

    def _refresh(self) -> None:
        self.act.setEnabled(bool(self.old.text() and self.why.text().strip() and self.old.text() != self.new.text()))
