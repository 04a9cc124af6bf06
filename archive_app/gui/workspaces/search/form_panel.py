"""高级检索: the query as a form, unfolded over the results, which follow while it is filled in.

It fills itself from what stands in the search box, and what it asks for goes into the box: so one sees how the same is
typed. What was in the box before can always be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from archive_app.domain.fields import Term
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, scrolled
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.search.form_row import FormRow
from archive_app.gui.workspaces.search.form_terms import TermsButton
from archive_app.gui.workspaces.search.form_words import Names
from archive_app.gui.workspaces.search.form_years import YearsBoxes
from archive_app.search.language.fields import fields
from archive_app.search.language.form import Form, Row
from archive_app.search.language.reading import Query, read
from archive_app.search.language.saying import said
from archive_app.search.results import Results
from archive_app.services.field_names import FieldNames

_REST_MS = 400
_TERMS = ("kind", "state", "access", "commissioner", "town")
_EMPTY = (Row(""), Row("", field="person"), Row("", field="place"))
"""What an empty form begins with: so one sees that there are fields."""
_SHORT = 40
_HAIRLINES = 2
"""Above the form and below it, in pixels."""
_LEAST = 96
"""Height of the rows, scrolled, where the window is very low."""


class FormPanel(QWidget):
    """``asked`` while it is filled in, ``entered`` by 检索 or Enter, ``left`` by 收起 or Esc."""

    asked = Signal(str)
    entered = Signal(str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._offered = FieldNames(session.search, session.names)
        self._before = ""  # what stood in the box when the form was opened
        self._text = ""  # what the form asked for last, or was filled from
        self._room = 1 << 14
        self.rows: list[FormRow] = []
        self.years = YearsBoxes()
        self.terms = {name: TermsButton(name, _(fields()[name].label)) for name in _TERMS}
        self._build()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.years.changed.connect(self._changed)
        for terms in self.terms.values():
            terms.changed.connect(self._changed)
        self._show(Form())
        self.hide()

    # — what it consists of —

    def _build(self) -> None:
        self._note = label(tone="amber", voice="small", wrap=True)
        self._note.hide()
        self._lines = column(spacing=6)
        self.add = button(_("添一行"), lambda: self._add_row(Row("")).words.setFocus(), role="link", icon="plus")
        limits = QWidget()
        limits.setProperty("ground", "none")
        flow = FlowLayout(limits, spacing=8)
        flow.addWidget(self.years)
        for terms in self.terms.values():
            flow.addWidget(terms)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        limits.setSizePolicy(policy)
        add = row(self.add, None)
        self._content = pane(
            column(self._note, self._lines, add, limits, self.years.remark, None, spacing=6, around=(16, 10, 16, 8))
        )
        for made in (self._note, self.years.remark, limits):
            made.setMinimumHeight(1)  # or what it would need in the narrowest room counts, and it scrolls
        self._scroll = scrolled(self._content)
        self._content.installEventFilter(self)
        self._said = label(tone="faint", voice="small", wrap=True)
        self._count = label(voice="section")
        self.search = button(_("检索"), self._enter, role="primary", icon="search")
        self.empty = button(_("清空"), self.clear)
        self.close_button = button(_("收起"), self.left.emit, tip=_("收起这张表，结果留着（Esc）"))
        self.back = button(_("换回原来的"), self._take_back, role="link")
        self.back.hide()
        acts = QWidget()
        acts.setProperty("ground", "none")
        flow = FlowLayout(acts, spacing=8)
        for part in (self.search, self.empty, self.close_button, self.back, self._count):
            flow.addWidget(part)
        acts.setSizePolicy(policy)
        self._foot = pane(column(self._said, acts, spacing=6, around=(16, 6, 16, 10)))
        lay = column(line(), self._scroll, self._foot, spacing=0)
        self.setLayout(lay)
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setAccessibleName(_("高级检索"))

    def _add_row(self, filled: Row) -> FormRow:
        made = FormRow(self._names, first=not self.rows)
        made.show_row(filled)
        made.changed.connect(self._changed)
        made.removed.connect(partial(self._remove, made))
        made.words.stepped.connect(partial(self._step, made))
        self.rows.append(made)
        self._lines.addWidget(made)
        self._order_keys()
        return made

    def _remove(self, gone: FormRow) -> None:
        """The last row is only emptied; the keyboard goes to the row that took the place."""
        if len(self.rows) == 1:
            gone.show_row(Row(""))
            gone.words.setFocus()
            self._changed()
            return
        at = self.rows.index(gone)
        self._drop(gone)
        self.rows[0].set_first(True)
        self.rows[min(at, len(self.rows) - 1)].words.setFocus()
        self._order_keys()
        self._changed()

    def _drop(self, gone: FormRow) -> None:
        self.rows.remove(gone)
        self._lines.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def _order_keys(self) -> None:
        """From the top to the bottom, a row from left to right."""
        order: list[QWidget] = []
        for made in self.rows:
            order += [made.join, made.field, made.words, made.how, made.distance, made.remove]
        order += [self.add, self.years.begin, self.years.end, *self.terms.values()]
        order += [self.search, self.empty, self.close_button, self.back]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _names(self, field: str, typed: str, then: Callable[[Names], None]) -> None:
        self._session.ask(lambda: self._offered.offer(field, typed), then, key=("form", field))

    # — opening and closing —

    def open_with(self, text: str) -> None:
        """Unfold, filled from what stands in the search box, the keyboard in the first row."""
        self._before = text
        self._learn_terms()
        self._fill(text)
        self.show()
        self._fit()
        self.rows[0].words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rows[0].words.selectAll()

    def follow(self, text: str) -> None:
        """Something else was searched for, in the box or by its history."""
        if self.isVisible() and text != self._text:
            self._fill(text)

    def _learn_terms(self) -> None:
        """The choices that are the archive's own."""
        for name in ("kind", "state", "access"):
            self.terms[name].show_terms(fields()[name].terms)
        session, search = self._session, self._session.search

        def look() -> tuple[list[str], list[str]]:
            who = [hit.name for hit in session.names.ordered("commissioner")]
            return list(dict.fromkeys(who)), [] if search.needs_rebuild else sorted(search.filed("town"))

        session.ask(look, lambda found: self._learnt(*found) if isValid(self) else None, key="form-terms")

    def _learnt(self, commissioners: list[str], towns: list[str]) -> None:
        for name, values in (("commissioner", commissioners), ("town", towns)):
            self.terms[name].show_terms([Term(value, value) for value in values])
            self._show_terms(name)

    def _show_terms(self, name: str) -> None:
        """A list that is empty is not there."""
        self.terms[name].setVisible(bool(self.terms[name].terms()))

    # — what it says —

    def form(self) -> Form:
        """What is filled in; years that cannot be read limit nothing."""
        terms = tuple((name, made.values()) for name, made in self.terms.items() if made.values())
        return Form(tuple(made.row() for made in self.rows), self.years.years(), terms)

    def text(self) -> str:
        """The query of the form."""
        return Query.of(self.form().tree()).to_text()

    def _fill(self, text: str) -> None:
        """Fill the form from a query; one that says more than a form can is left in the box."""
        self._rest.stop()
        query = read(text)
        form = Form.of(query.tree)
        self._text = text
        note = ""
        if form is None:
            short = text if len(text) <= _SHORT else f"{text[:_SHORT]}……"
            note = _("框里的“{text}”写得比这张表细，填不进来，还在框里。下面填了什么，就改成找什么；原来的可以换回来。")
            note = note.format(text=short)
        elif query.hint:
            note = query.hint
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show(form or Form())
        self._say()

    def _show(self, form: Form) -> None:
        rows = form.rows or (_EMPTY if not form.years and not form.terms else _EMPTY[:1])
        while len(self.rows) > len(rows):
            self._drop(self.rows[-1])
        for number, filled in enumerate(rows):
            if number < len(self.rows):
                self.rows[number].show_row(filled)
            else:
                self._add_row(filled)
        self.years.show_years(form.years)
        chosen = dict(form.terms)
        for name, made in self.terms.items():
            made.choose(chosen.get(name, ()))
            self._show_terms(name)

    def clear(self) -> None:
        """An empty form, and nothing searched for; what stood in the box can be taken back."""
        self._note.hide()
        self._show(Form())
        self._rest.stop()
        self._ask()
        self.rows[0].words.setFocus()

    def flush(self) -> None:
        """What was just written is looked for without a rest."""
        if self._rest.isActive():
            self._rest.stop()
            self._ask()

    def _take_back(self) -> None:
        self._fill(self._before)
        self.asked.emit(self._before)
        self.rows[0].words.setFocus()

    # — asking —

    def _changed(self) -> None:
        self._say()
        self._rest.start()

    def _ask(self) -> None:
        """What is filled in is looked for, where that is something else than before."""
        text = self.text()
        if text != self._text:
            self._text = text
            self._say()
            self.asked.emit(text)

    def _enter(self) -> None:
        self._rest.stop()
        text = self.text()
        if text or not self._before:
            self._text = text
            self.entered.emit(text)
        else:
            self.entered.emit(self._before)  # nothing was filled in: what stands in the box stays

    def _say(self) -> None:
        sentence = said(self.form())
        self._said.setText(sentence or _("填一行就可以找；几行都填，就都要合上。"))
        other = bool(self._before) and self._text != self._before
        self.back.setVisible(other)
        if other:
            short = self._before if len(self._before) <= 12 else f"{self._before[:12]}……"
            self.back.setText(_("换回原来的“{text}”").format(text=short).replace("&", "&&"))

    def say_count(self, results: Results, asked: str) -> None:
        """How many there are of what is filled in."""
        words = ""
        if asked and results.total:
            words = _("共 {items} 件，{places} 处").format(items=results.total, places=results.occurrences)
        elif asked:
            words = results.hint or _("没有找到")
        self._count.setText(words)

    @property
    def count(self) -> str:
        """How many it says there are."""
        return self._count.text()

    @property
    def note(self) -> str:
        """What it says of the words that stood in the box."""
        return self._note.text() if not self._note.isHidden() else ""

    @property
    def sentence(self) -> str:
        """What is looked for, in plain words."""
        return self._said.text()

    # — keys —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches, Esc folds the form up."""
        key = event.key()
        if composing():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, start: FormRow, by: int) -> None:
        at = self.rows.index(start) + by
        if 0 <= at < len(self.rows):
            self.rows[at].words.setFocus()

    # — room —

    def limit(self, height: int) -> None:
        """Take at most so much height; what does not fit is scrolled."""
        if height != self._room:
            self._room = height
            self._fit()

    def _fit(self) -> None:
        for made in (self._content, self._foot):
            made.layout().activate()
        wanted = _height(self._content, self.width())
        foot = _height(self._foot, self.width())
        self._foot.setFixedHeight(foot)
        self._scroll.setFixedHeight(min(wanted, max(theme().dp(_LEAST), self._room - foot - _HAIRLINES)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content has become taller or lower."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return False


def _height(made: QWidget, width: int) -> int:
    """What a widget needs in this width."""
    return made.heightForWidth(width) if made.hasHeightForWidth() else made.sizeHint().height()
