"""The bar above the form: what can be done with the item now. What cannot be done yet says why.

Its dialogs are loaded when they are asked for: the window's first list would wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from archive_app.domain.workflow import FROZEN, Action, Gate, Stage, State
from archive_app.gui.dialogs.message import Message, ask, without_commands
from archive_app.gui.i18n import _
from archive_app.gui.reports.out import ReportOut
from archive_app.gui.reports.papers import papers_button
from archive_app.gui.widgets.basics import button, clear
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.issuing import issue_here
from archive_app.services.versions import FieldChange
from archive_app.services.workflow.correcting import correct_words, correctable
from archive_app.services.workflow.moving import COMPARED, Moved, Offer, Workflow
from archive_app.services.workflow.reviewing import write_review
from archive_app.services.workflow.versions import changes_since_return
from archive_app.services.workflow.volumes import note_lists

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

_AT_ONCE = {Action.SUBMIT, Action.RESUBMIT, Action.REVIEW, Action.PROOF, Action.RESUME}
"""Moves that need no words: one press, and they can be undone."""
_MATTERS = {"item", "staff", "commissioner", "consent", "file", "article", "volume"}
"""Entities a condition may hang on."""


class WorkflowBar(QWidget):
    """One item's next steps; ``drawn`` when they are there to be seen."""

    drawn = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._record: Record | None = None
        self._offers: list[Offer] = []
        self._answered = False
        self._actor = shell.session.archive.actor
        self._line = FlowLayout(self, spacing=8)
        self._session.changed.connect(self._on_change)
        self.hide()

    @property
    def offers(self) -> list[Offer]:
        """What can be done, and what stands against it."""
        return self._offers

    @property
    def filled(self) -> bool:
        """Whether there is a button to press."""
        return self._line.count() > 0

    def show_record(self, record: Record | None) -> None:
        """Another item, or the same as it stands now."""
        if record is None or self._record is None or record.id != self._record.id:
            self._draw([])
        self._record = record
        if record is None or record.entity != "item" or record.trashed or self._session.archive.read_only:
            self._draw([])
            return
        archive = self._session.archive
        self._actor = archive.actor
        self._session.ask(
            lambda: Workflow(archive).offers(record.id), partial(self._take, record.id), key=("offers", id(self))
        )

    def event(self, event: QEvent) -> bool:
        """Who comes back from the settings under another name may do other things."""
        if event.type() == QEvent.Type.WindowActivate and self._actor != self._session.archive.actor:
            self.show_record(self._record)
        return super().event(event)

    def _on_change(self, done: Done) -> None:
        record = self._record
        if record is None or not any(change.entity in _MATTERS for change in done.changes):
            return
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.load("item", [record.id]).get(record.id), self._again, key=("offers-of", id(self))
        )

    def _again(self, record: Record | None) -> None:
        if isValid(self) and record is not None and self._record is not None and record.id == self._record.id:
            self.show_record(record)

    def _take(self, record_id: str, offers: list[Offer]) -> None:
        # the window may have been built anew meanwhile
        if isValid(self) and self._record is not None and self._record.id == record_id:
            self._draw(offers, answered=True)

    # — drawing —

    def _draw(self, offers: list[Offer], *, answered: bool = False) -> None:
        self._offers = offers
        self._answered = answered
        clear(self._line)
        for made in self._buttons(offers):
            self._line.addWidget(made)
        self.setVisible(self._line.count() > 0)
        self.updateGeometry()
        self.drawn.emit()

    def _buttons(self, offers: list[Offer]) -> list[QPushButton]:
        made = [self._button(offer, first=number == 0) for number, offer in enumerate(offers)]
        for one in made:
            one.setProperty("step", True)
        stage = self._stage()
        if offers and stage is not None:
            words = _("{stage}意见…").format(stage=_(stage.label))
            waits = any(one.gate == Gate.REVIEW_FORM for one in offers[0].unmet)
            made.insert(0, button(words, self.review, icon="clipboard-check", role="primary" if waits else ""))
        if self._record is not None and offers and self._record["returned_count"] and self._state() in COMPARED:
            made.append(button(_("对照改动…"), self.compare, icon="versions", tip=_("退改以后改了什么")))
        if self._record is not None and self._state() in FROZEN and correctable(self._record):
            made.append(button(_("改样…"), self.correct, icon="edit"))
        if self._record is not None and self._answered:
            made.append(papers_button(self._record, self._show_paper))
        return made

    def _show_paper(self, report: str) -> None:
        """One of the item's papers, as it stands with what was just typed."""
        record = self._record
        if record is not None:
            self._shell.flush()
            ReportOut(self, self._shell).ask([record.id], report=report)

    def _button(self, offer: Offer, *, first: bool) -> QPushButton:
        dots = "" if offer.move.action in _AT_ONCE else "…"
        words = _(offer.move.label) + dots
        if offer.open:
            role = "primary" if first else ""
            tip = _("下一步：{state}").format(state=_(offer.to))
            return button(words, lambda: self.go(offer), role=role, tip=tip)
        tip = "\n".join(f"· {one.message}" for one in offer.unmet)
        made = button(words, lambda: self.explain(offer), icon="lock", tip=_("还不行：") + "\n" + tip)
        made.setAccessibleDescription(tip)
        return made

    def _state(self) -> State:
        assert self._record is not None
        return State(self._record["state"])

    def _stage(self) -> Stage | None:
        if self._record is None:
            return None
        return next((stage for stage in Stage if stage.state is self._state()), None)

    # — doing —

    def take_step(self) -> bool:
        """Take the only step there is; of several the keyboard goes to the first. Whether there is any."""
        found: Any = self.findChildren(QPushButton)
        shown = [one for one in found if one.isVisibleTo(self)]
        steps = [one for one in shown if one.property("step")]
        if len(steps) == 1 and len(self._offers) == 1:
            steps[0].click()
        elif shown:
            shown[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(shown)

    def explain(self, offer: Offer) -> None:
        """Say which conditions fail, and what to do about each."""
        words = "\n\n".join(f"{one.message}。\n{without_commands(one.remedy)}" for one in offer.unmet)
        heading = _("现在还不能“{action}”").format(action=_(offer.move.label))
        gates = {one.gate for one in offer.unmet}
        found = next(((says, do) for gate, says, do in self._cures() if gate in gates), None)
        choices = (found[0], _("知道了")) if found else ()
        message = Message(self.window(), heading, words, choices, tone="amber", icon="alert-triangle")
        if message.exec() and found and message.chosen == 0:
            found[1]()

    def _cures(self) -> tuple[tuple[Gate, str, Callable[[], object]], ...]:
        """Conditions that can be met on the spot: which, in which words, how."""
        return (
            (Gate.ISSUING_MACHINE, _("改由这台电脑发号"), self._issue_here),
            (Gate.LISTS_MADE, _("两张表都造好了，记今天的日期"), self._lists_are_made),
            (Gate.REVIEW_FORM, _("填审稿意见…"), self.review),
        )

    def _issue_here(self) -> None:
        archive = self._session.archive
        self._session.write(lambda: issue_here(archive), self._issues_here, self._shell.show_error)

    def _lists_are_made(self) -> None:
        record, archive = self._record, self._session.archive
        if record is not None:
            self._session.write(
                lambda: note_lists(archive, record.id),
                lambda _done: self._shell.toast(_("记下了：稿费表、样书分送表已经造好。")),
                self._shell.show_error,
            )

    def _issues_here(self, _issuer: Any) -> None:
        self._shell.toast(_("以后由这台电脑发正式编号。"))
        self.show_record(self._record)

    def compare(self) -> None:
        """What changed since the item was sent back."""
        self._differences(lambda changes, files: self._show_difference(changes, files, ""))

    def _differences(self, then: Callable[[list[FieldChange], list[str]], object]) -> None:
        def show(found: tuple[list[FieldChange], list[str]]) -> None:
            then(*found)

        record, archive = self._record, self._session.archive
        if record is not None:
            self._shell.flush()
            self._session.write(  # behind what has just been typed, which may not be written yet
                lambda: changes_since_return(archive, archive.catalogue.record(record.id)),
                show,
                self._shell.show_error,
            )

    def _show_difference(self, changes: list[FieldChange], files: list[str], act: str) -> bool:
        from archive_app.gui.workflow.difference import DifferenceDialog

        record = self._record
        return record is not None and bool(DifferenceDialog(self.window(), record, changes, files, act).exec())

    def go(self, offer: Offer) -> None:
        """Take the step, after its words where it takes some."""
        record = self._record
        if record is None:
            return
        self._shell.flush()
        if self._session.held.of(record.id) and not ask(
            self.window(),
            _("《{title}》里有写了没存上的字").format(title=record.title),
            _("表的上面说明是哪一栏、为什么。现在就{act}，办的是存着的内容。").format(act=_(offer.move.label)),
            _("先去改"),
            _(offer.move.label),
        ):
            return
        if offer.move.action is Action.RESUBMIT:
            self._differences(lambda changes, files: self._hand_in_again(offer, changes, files))
            return
        comment, office, file = "", "", None
        if offer.move.action not in _AT_ONCE or offer.unmet:
            from archive_app.gui.workflow.dialogs import MoveDialog

            dialog = MoveDialog(self.window(), record.title, offer)
            if not dialog.exec():
                return
            comment, office, file = dialog.comment, dialog.office, dialog.file
        self._move(offer, comment, office, file)

    def _hand_in_again(self, offer: Offer, changes: list[FieldChange], files: list[str]) -> None:
        if self._show_difference(changes, files, _(offer.move.label)):
            self._move(offer)

    def _move(self, offer: Offer, comment: str = "", office: str = "", file: Path | None = None) -> None:
        record, archive, action = self._record, self._session.archive, offer.move.action.value
        if record is not None:
            self._session.write(
                lambda: Workflow(archive).move(record.id, action, comment=comment, to=office, file=file),
                self._moved,
                self._shell.show_error,
            )

    def _moved(self, moved: Moved) -> None:
        words = _("《{title}》：{state}").format(title=moved.item.title, state=_(moved.now.label))
        if moved.number:
            words += _("，编号 {number}").format(number=moved.number)
        changed = [
            *(change.words() for change in moved.changes),
            *(_("新文件“{name}”").format(name=n) for n in moved.files),
        ]
        if changed:
            words += "（" + "；".join(changed[:3]) + ("……" if len(changed) > 3 else "") + "）"
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)

    def review(self) -> None:
        """The three forms of the review the item is in."""
        from archive_app.gui.workflow.dialogs import ReviewDialog

        record, stage = self._record, self._stage()
        if record is None or stage is None:
            return
        dialog = ReviewDialog(self.window(), record, stage)
        if not dialog.exec() or not dialog.forms:
            return
        archive, forms = self._session.archive, dialog.forms

        def write() -> Any:
            for aspect, conclusion, opinion in forms:
                write_review(
                    archive, record.id, stage=stage.value, aspect=aspect, conclusion=conclusion, opinion=opinion
                )

        self._session.write(write, failed=self._shell.show_error)

    def correct(self) -> None:
        """One place of the text that stands."""
        from archive_app.gui.versions.correcting import CorrectTextDialog
        from archive_app.gui.workflow.dialogs import CorrectDialog

        record = self._record
        if record is None:
            return
        dialog = CorrectDialog(self.window(), record)
        if not dialog.exec():
            if dialog.in_text:
                CorrectTextDialog(self.window(), self._shell, record).exec()
            return
        archive, field = self._session.archive, dialog.field
        old, new, why = dialog.old.text(), dialog.new.text(), dialog.why.text()
        self._session.write(
            lambda: correct_words(archive, record.id, old, new, why, field),
            lambda _done: self._shell.toast(_("已改样，记入流程记录。")),
            self._shell.show_error,
        )
