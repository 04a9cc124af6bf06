"""The road so far: who did what, when, with which words; the forms of the reviews and the answers from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.domain.workflow import Stage, State
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import badge, clear, column, label, line, margins, pane, row
from archive_app.services.workflow.status import action_label

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


class WorkflowPanel(QWidget):
    """Newest first; reviews and referrals below."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        margins(self._column, (0, 4, 0, 24), 12)

    def show_record(self, record: Record | None) -> None:
        """The road of another item."""
        clear(self._column)
        if record is None:
            return
        entries = list(record["workflow_log"])
        if not entries:
            self._column.addWidget(label(_("还没有提交。按上面的“提交”，它就交到编辑部。"), tone="faint", wrap=True))
        for number, entry in enumerate(reversed(entries)):
            if number:
                self._column.addWidget(line())
            self._column.addWidget(_entry(entry))
        self._section(_("审稿意见"), [_form(form) for form in reversed(record["reviews"])])
        self._section(_("送审与答复"), [_referral(one) for one in reversed(record["referrals"])])
        self._column.addStretch(1)

    def _section(self, heading: str, parts: list[QWidget]) -> None:
        if not parts:
            return
        self._column.addSpacing(8)
        self._column.addWidget(label(heading, voice="section"))
        for number, part in enumerate(parts):
            if number:
                self._column.addWidget(line())
            self._column.addWidget(part)


def _entry(entry: Mapping[str, Any]) -> QWidget:
    words = action_label(str(entry.get("action", "")), str(entry.get("from", "")))
    goal = str(entry.get("to", ""))
    seal = badge(_(State(goal).label)) if goal in set(State) else badge("")
    seal.setVisible(bool(goal))
    return _block(_(words), f"{entry.get('by', '')} · {_when(entry.get('at'))}", str(entry.get("comment", "")), seal)


def _form(form: Mapping[str, Any]) -> QWidget:
    stage = str(form.get("stage", ""))
    words = _("{stage} · {aspect}").format(
        stage=_(Stage(stage).label) if stage in set(Stage) else "", aspect=form.get("aspect")
    )
    favourable = form.get("conclusion") in ("通过", "修改后通过")
    seal = badge(_(str(form.get("conclusion", ""))), "celadon" if favourable else "amber")
    return _block(words, f"{form.get('reviewer', '')} · {form.get('day', '')}", str(form.get("opinion", "")), seal)


def _referral(one: Mapping[str, Any]) -> QWidget:
    answered = bool(one.get("answer"))
    seal = badge(_("已答复") if answered else _("等答复"), "celadon" if answered else "amber")
    words = str(one.get("question", ""))
    if answered:
        words += "\n" + _("答复：{words}").format(words=one.get("answer"))
    days = " — ".join(str(one[name]) for name in ("asked_on", "answered_on") if one.get(name))
    return _block(_("送{office}").format(office=one.get("to") or _("审")), days, words, seal)


def _block(head: str, when: str, words: str, seal: QWidget) -> QWidget:
    parts: list[Any] = [row(label(head, wrap=False), None, seal, spacing=8), label(when, tone="faint", voice="small")]
    if words:
        parts.append(label(words, wrap=True, select=True))
    return pane(column(*parts, spacing=2))


def _when(at: Any) -> str:
    return str(at or "")[:16].replace("T", " ")
