"""The bar above the form: what can be done with the item now. What cannot be done yet says why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from archive_app.domain.workflow import FROZEN, Action, Gate, Stage, State
from archive_app.gui.dialogs.message import Message
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, clear
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workflow.dialogs import CorrectDialog, MoveDialog, ReviewDialog
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.workflow.moving import Moved, Offer, Workflow
from archive_app.services.workflow.reviewing import correct_words, write_review

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
        self._line = FlowLayout(self, spacing=8)
        self._session.changed.connect(self._on_change)
        self.hide()

    @property
    def offers(self) -> list[Offer]:
        """What can be done, and what stands against it."""
        return self._offers

    def show_record(self, record: Record | None) -> None:
        """Another item, or the same as it stands now."""
        if record is None or self._record is None or record.id != self._record.id:
            self._draw([])
        self._record = record
        if record is None or record.entity != "item" or record.trashed or self._session.archive.read_only:
            self._draw([])
            return
        archive = self._session.archive
        self._session.ask(
            lambda: Workflow(archive).offers(record.id), partial(self._take, record.id), key=("offers", id(self))
        )

    def _on_change(self, done: Done) -> None:
        record = self._record
        if record is None or not any(change.entity in _MATTERS for change in done.changes):
            return
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.load("item", [record.id]).get(record.id), self._again, key=("offers-of", id(self))
        )

    def _again(self, record: Record | None) -> None:
        if record is not None and self._record is not None and record.id == self._record.id:
            self.show_record(record)

    def _take(self, record_id: str, offers: list[Offer]) -> None:
        if self._record is not None and self._record.id == record_id:
            self._draw(offers)

    # — drawing —

    def _draw(self, offers: list[Offer]) -> None:
        self._offers = offers
        clear(self._line)
        for made in self._buttons(offers):
            self._line.addWidget(made)
        self.setVisible(self._line.count() > 0)
        self.updateGeometry()
        self.drawn.emit()

    def _buttons(self, offers: list[Offer]) -> list[QPushButton]:
        made = [self._button(offer, first=number == 0) for number, offer in enumerate(offers)]
        stage = self._stage()
        if offers and stage is not None:
            words = _("{stage}意见…").format(stage=_(stage.label))
            waits = any(one.gate == Gate.REVIEW_FORM for one in offers[0].unmet)
            made.insert(0, button(words, self.review, icon="clipboard-check", role="primary" if waits else ""))
        if self._record is not None and offers and self._state() in FROZEN and self._record["manuscript"]:
            made.append(button(_("改样…"), self.correct, icon="edit"))
        return made

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

    def explain(self, offer: Offer) -> None:
        """Say which conditions fail, and what to do about each."""
        words = "\n\n".join(f"{one.message}。\n{one.remedy}" for one in offer.unmet)
        heading = _("现在还不能“{action}”").format(action=_(offer.move.label))
        Message(self.window(), heading, words, tone="amber", icon="alert-triangle").exec()

    def go(self, offer: Offer) -> None:
        """Take the step, after its words where it takes some."""
        record = self._record
        if record is None:
            return
        self._shell.flush()
        comment, office = "", ""
        if offer.move.action not in _AT_ONCE or offer.unmet:
            dialog = MoveDialog(self.window(), record.title, offer)
            if not dialog.exec():
                return
            comment, office = dialog.comment, dialog.office
        archive, action = self._session.archive, offer.move.action.value
        self._session.write(
            lambda: Workflow(archive).move(record.id, action, comment=comment, to=office),
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
        record = self._record
        if record is None:
            return
        dialog = CorrectDialog(self.window(), record)
        if not dialog.exec():
            return
        archive, old, new, why = self._session.archive, dialog.old.text(), dialog.new.text(), dialog.why.text()
        self._session.write(
            lambda: correct_words(archive, record.id, old, new, why),
            lambda _done: self._shell.toast(_("已改样，记入流程记录。")),
            self._shell.show_error,
        )
