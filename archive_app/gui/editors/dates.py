"""Dates as people say them: the words are kept; how the program would read them stands below, to be taken or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from archive_app.domain.fields import Field, FieldType
from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.editors.line import LineEditor
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, clear, column, label, margins, row, shown_if, tool
from archive_app.gui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from archive_app.hanzi.dating import Context, Dated, Reading

_OPEN_END, _OPEN_BEGIN = "9999-12-31", "0001-01-01"
_CHOICES_SHOWN = 12
AskContext = Callable[[Callable[["Context"], None]], None]
"""How an editor gets what is known beside the words: it is called back, at once or later, in the painting thread."""


def days_words(first: str, last: str) -> str:
    """The days that enclose a date, as they are shown: open ends in words."""
    if not first or not last:
        return ""
    if first == last:
        return first
    if last == _OPEN_END:
        return _("{day} 以后").format(day=first)
    if first == _OPEN_BEGIN:
        return _("{day} 以前").format(day=last)
    return f"{first} — {last}"


def reading_words(value: Any) -> str:
    """What the words are taken to mean: the days that enclose them, and on what ground."""
    if not isinstance(value, dict) or not (value.get("earliest") or value.get("edtf")):
        return ""
    days = days_words(value.get("earliest", ""), value.get("latest", "") or value.get("earliest", ""))
    parts = [days or _without_days(value), _calendar_words(value)]
    qualifier, basis = value.get("qualifier", ""), value.get("basis", "")
    parts += [_(word) for word in (qualifier if qualifier not in basis else "", basis) if word]
    return " · ".join(part for part in parts if part)


def _without_days(value: dict[str, str]) -> str:
    """A value that no days enclose: several years of a cycle, a year before the common era."""
    from archive_app.hanzi.dating import words

    members = value["edtf"].strip("[]").split(",")
    if len(members) > 1:
        return _("{first}、{second}…… {last}，共 {count} 个可能").format(
            first=members[0], second=members[1], last=members[-1], count=len(members)
        )
    return words(FuzzyDate(value["edtf"], value["edtf"]))


def _calendar_words(value: dict[str, str]) -> str:
    """The calendar; for a day that was reckoned from the lunar one, that day's name."""
    calendar, day = value.get("calendar", ""), value.get("earliest", "")
    if "农历" not in calendar or day != value.get("latest"):
        return _(calendar)
    from archive_app.hanzi.dating import lunar_name

    return f"{calendar.replace('+', ' · ')}{lunar_name(date.fromisoformat(day))}"


def _choice_words(one: Dated) -> str:
    """A candidate as a choice: its value and the calendar it was reckoned by."""
    calendar = one.calendar.rsplit("+", 1)[-1]
    named = calendar if calendar not in ("", "公历", "干支", "生肖", "藏历", "年号") else ""
    if one.edtf.count("-") == 2 and "/" not in one.edtf:
        return f"{one.edtf}（{_(calendar)}）" if calendar else one.edtf
    return f"{one.edtf}（{_(named)}）" if named else one.edtf


class DateEditor(LineEditor):
    """The words in a line. A taken reading stands below and can be dropped; words without one get a proposal."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.line.setPlaceholderText(_(field.label) if compact else _("照原话写，如 约1958年春、民国二十六年"))
        self.line.textEdited.connect(lambda _text: self._say())
        self._ask: AskContext | None = None

    def _arranged(self) -> QLayout:
        self._reading = label(tone="faint", voice="small", wrap=True)
        self._trouble = label(tone="amber", voice="small", wrap=True)
        self.take = button(_("采用"), self._take_main, role="link", tip=_("把这个读法记下来；原话不变"))
        self.drop = button(_("不要这个读法"), self._drop_reading, role="link", tip=_("只留原话"))
        self._choices = QWidget()
        self._choices.setProperty("ground", "none")
        self._choice_flow = FlowLayout(self._choices)
        for widget in (self._reading, self._trouble, self.take, self.drop, self._choices):
            widget.hide()
        said = row(self._reading, self.take, self.drop, spacing=6)
        said.setStretch(0, 1)
        self._proposed: Reading | None = None
        return column(self._layout, self._trouble, said, self._choices, spacing=2)

    def context_from(self, ask: AskContext) -> None:
        """Where to get the birth, the day of the telling and the local events that belong to the record."""
        self._ask = ask

    def words(self, value: Any) -> str:
        return str(value.get("display", "")) if isinstance(value, dict) else str(value or "")

    def read(self, text: str) -> Any:
        return {"display": text.strip()} if text.strip() else None

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._say()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._say()

    # — the reading below the words —

    def _say(self) -> None:
        value = self.value()
        said = reading_words(value)
        if said or not value or self.line.isReadOnly():
            self._proposed = None
            self._show(said, taken=bool(said))
            return
        words = self.words(value)
        if self._proposed is None or self._proposed.date.display != words:
            self._proposed = None
            self._show("", taken=False)
        if self._ask is None:
            self._propose(words, None)
        else:
            self._ask(lambda context: self._answered(words, context))  # may answer at once

    def _answered(self, words: str, context: Context) -> None:
        value = self.value()
        if value and self.words(value) == words and not reading_words(value) and not self.line.isReadOnly():
            self._propose(words, context)

    def _propose(self, words: str, context: Context | None) -> None:
        from archive_app.hanzi.dating import Context, read

        reading = read(words, context or Context())
        if reading == self._proposed:
            return  # it stands there already; to hide it for a moment would take the keyboard from 采用
        self._proposed = reading
        said = reading_words(reading.date.to_json())
        if said:
            why = reading.date.note.split("；")[0] if reading.confirm and not reading.problem else ""
            self._show(_("读作 {what}").format(what=said) + (f"（{why}）" if why else ""), taken=False)
        else:
            self._show("" if reading.problem else reading.date.note, taken=False)
        self._reading.setToolTip(reading.date.note)
        self._trouble.setText(reading.problem)
        self._trouble.setVisible(bool(reading.problem))
        self._offer(reading)

    def _show(self, said: str, *, taken: bool) -> None:
        editable = not self.line.isReadOnly()
        clear(self._choice_flow)
        self._choices.hide()
        self._trouble.hide()
        self._reading.setText(_("已读作 {what}").format(what=said) if taken else said)
        self._reading.setToolTip("")
        self._reading.setVisible(bool(said))
        self.drop.setVisible(taken and editable)
        self.take.hide()

    def _offer(self, reading: Reading) -> None:
        """What a person can choose: the reading itself, and where there are several, each of them."""
        self.take.setVisible(reading.read)
        others = [one for one in reading.candidates if one.edtf != reading.date.edtf][:_CHOICES_SHOWN]
        if not others:
            return
        self._choice_flow.addWidget(label(_("或者：") if reading.read else _("可能是："), tone="faint", voice="small"))
        for one in others:
            choice = button(_choice_words(one), partial(self._take, one), role="link")
            choice.setToolTip(days_words(one.earliest, one.latest))
            self._choice_flow.addWidget(choice)
        self._choices.show()

    def _take_main(self) -> None:
        if self._proposed is not None:
            self._take(self._proposed.date)

    def _take(self, chosen: Dated) -> None:
        self._become({**chosen.to_json(), "display": self.line.text().strip()})

    def _drop_reading(self) -> None:
        self._become({"display": self.line.text().strip()})

    def _become(self, value: dict[str, str]) -> None:
        """A person's choice: the value is another, the words are the same."""
        self.line.setFocus()  # the link that was pressed goes away
        self.show_value(value)
        self.edited.emit()
        self.finished.emit()


class DatesEditor(FieldEditor):
    """Several dates, a line each."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self._one = Field(field.name, field.label, FieldType.DATE)
        self._editors: list[DateEditor] = []
        self._ask: AskContext | None = None
        self._rows = QVBoxLayout()
        margins(self._rows, (0, 0, 0, 0), 6)
        self._add = button(_("加一个时间"), self._add_empty, role="link", icon="plus")
        self.setLayout(column(self._rows, row(self._add, None), spacing=4))
        self.setFocusProxy(self._add)
        self._read_only = False

    def context_from(self, ask: AskContext) -> None:
        """As for one date."""
        self._ask = ask
        for editor in self._editors:
            editor.context_from(ask)

    def _append(self, value: Any) -> DateEditor:
        editor = DateEditor(self._one)
        if self._ask is not None:
            editor.context_from(self._ask)
        editor.set_read_only(self._read_only)
        editor.show_value(value)
        editor.edited.connect(self.edited)
        editor.finished.connect(self.finished)
        remove = tool("x", _("去掉这一个时间"), lambda: self._remove(editor), role="icon")
        shown_if(remove, not self._read_only)
        lay = row(editor, column(remove, None, spacing=0), spacing=4)
        lay.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(lay)
        self._rows.addWidget(holder)
        self._editors.append(editor)
        return editor

    def _add_empty(self) -> None:
        self._append(None).setFocus()

    def _remove(self, editor: DateEditor) -> None:
        self._editors.remove(editor)
        self._drop(editor)
        self.edited.emit()
        self.finished.emit()

    @staticmethod
    def _drop(editor: DateEditor) -> None:
        holder = editor.parentWidget()
        holder.hide()
        holder.deleteLater()

    def value(self) -> Any:
        return [value for editor in self._editors if (value := editor.value())]

    def show_value(self, value: Any) -> None:
        if value == self.value():
            return
        wanted = list(value or [])
        while len(self._editors) > len(wanted):
            self._drop(self._editors.pop())
        for number, one in enumerate(wanted):
            if number < len(self._editors):
                self._editors[number].show_value(one)
            else:
                self._append(one)

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._add.setVisible(not read_only)
        for editor in self._editors:
            editor.set_read_only(read_only)
