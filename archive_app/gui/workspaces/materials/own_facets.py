"""The archive's own fields among the filters: values with their numbers; numbers and times from where to where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from archive_app.catalogue.own_values import YES, Within
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.errors import ArchiveError
from archive_app.domain.own_fields import LINKING
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, pane, row
from archive_app.services.list_filters import span_of
from archive_app.services.own_fields import OwnField

if TYPE_CHECKING:
    from archive_app.gui.workspaces.materials.filters import FilterPanel

VALUED = ("choice", "choices", "tags", "flag", *LINKING)
"""Types whose values are chosen one by one."""
RANGED = ("number", "date")
"""Types of which one says from where to where."""
_SPAN = "(span)"
"""In place of a value: the range of a field."""


def with_own_value(wanted: ItemFilter, field: str, value: str, *, on: bool) -> ItemFilter:
    """The filter with a value of an own field chosen or given up; its range is given up as the value ``(span)``."""
    if value == _SPAN:
        return replace(wanted, within=tuple(one for one in wanted.within if one.field != field))
    chosen = [one for one in dict(wanted.own).get(field, ()) if one != value]
    if on:
        chosen.append(value)
    rest = tuple(pair for pair in wanted.own if pair[0] != field)
    return replace(wanted, own=(*rest, (field, tuple(chosen))) if chosen else rest)


class OwnFacets:
    """What the panel of filters asks for them."""

    def __init__(self, panel: FilterPanel) -> None:
        self._panel = panel

    @property
    def _fields(self) -> list[OwnField]:
        return [one for one in self._panel.own_fields() if one.of_items and (not one.withdrawn or self._chosen(one))]

    def _chosen(self, one: OwnField) -> bool:
        name, wanted = one.field.name, self._panel.wanted
        return name in dict(wanted.own) or any(span.field == name for span in wanted.within)

    def counted(self) -> tuple[str, ...]:
        """The fields whose values are to be counted."""
        return tuple(one.field.name for one in self._fields if one.type in VALUED)

    def draw(self) -> None:
        """Each field that anything stands in, or that restricts."""
        for one in self._fields:
            name = one.field.name
            if one.type in VALUED:
                chosen = dict(self._panel.wanted.own).get(name, ())
                values = [(value, self._words(one, value, told), n) for value, told, n in self._panel.values_of(name)]
                self._panel.draw_values(name, one.field.label, values, chosen)
            elif one.type in RANGED:
                self._panel.draw_head(one.field.label)
                self._panel.draw_part(SpanLine(self._panel, one))

    @staticmethod
    def _words(one: OwnField, value: str, told: str) -> str:
        return _("是") if one.type == "flag" and value == YES else told

    def _told(self, one: OwnField, value: str) -> str:
        """What a chosen value is called; of one that links, though it is not among those counted."""
        counted = {key: told for key, told, _n in self._panel.values_of(one.field.name)}
        if one.type in LINKING and value not in counted:
            return self._panel.name_of(one.field.target, value)
        return counted.get(value, value)

    def words(self) -> list[tuple[str, str, str]]:
        """(field, value, words) of every choice, for the chips."""
        known = {one.field.name: one for one in self._panel.own_fields()}
        found: list[tuple[str, str, str]] = []
        for name, values in self._panel.wanted.own:
            if (one := known.get(name)) is not None:
                for value in values:
                    words = self._words(one, value, self._told(one, value)) if value else _("没有填")
                    found.append((name, value, f"{one.field.label}：{words}"))
        for span in self._panel.wanted.within:
            if (one := known.get(span.field)) is not None:
                low, high = (_shown(end, dated=span.dated) for end in (span.low, span.high))
                found.append((span.field, _SPAN, f"{one.field.label}：{low}—{high}"))
        return found


def _shown(end: str, *, dated: bool) -> str:
    """An end of a range as it was meant: a day that begins or ends a year is that year."""
    return end[:4] if dated and end[4:] in ("-01-01", "-12-31") else end


class SpanLine(QWidget):
    """From … to …: a number, or a time as people say it; it holds from Enter on, or when one goes on."""

    def __init__(self, panel: FilterPanel, one: OwnField) -> None:
        super().__init__()
        self._panel, self._one = panel, one
        span = next((span for span in panel.wanted.within if span.field == one.field.name), Within(""))
        self.low, self.high = (self._edit(end, dated=span.dated) for end in (span.low, span.high))
        hints = (_("从"), _("到"))
        if one.type == "date":
            hints = (_("从 1950"), _("到 60年代"))
        for edit, hint in zip((self.low, self.high), hints, strict=True):
            edit.setPlaceholderText(hint)
            edit.setAccessibleName(f"{one.field.label}，{hint}")
        self._note = label("", tone="danger", voice="small", wrap=True)
        self._note.hide()
        line = pane(row(self.low, label("—", tone="faint"), self.high, spacing=4))
        self.setLayout(column(line, self._note, spacing=2, around=(10, 0, 10, 0)))

    def _edit(self, words: str, *, dated: bool) -> QLineEdit:
        made = QLineEdit(_shown(words, dated=dated))
        made.setMinimumWidth(theme().dp(48))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the panel is as wide as it was
        made.editingFinished.connect(self.take)
        return made

    def take(self) -> None:
        """Restrict the list to it; what cannot be read is said and restricts nothing."""
        name = self._one.field.name
        try:
            span = span_of(self._one, self.low.text(), self.high.text())
        except ArchiveError as error:
            self._note.setText(f"{error.message}。{error.remedy}")
            self._note.show()
            return
        self._note.hide()
        wanted = self._panel.wanted
        rest = tuple(one for one in wanted.within if one.field != name)
        within = (*rest, span) if span is not None else rest
        if span not in wanted.within and within != tuple(wanted.within):
            self._panel.set_wanted(replace(wanted, within=within))
