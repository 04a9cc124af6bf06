"""What was found, by kind, decade, person, place …: each value with its count, several chosen at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, clear, column, label, margins, pane, row, scrolled
from archive_app.gui.widgets.year_bars import YearBars
from archive_app.gui.workspaces.materials.filters import FilterRow
from archive_app.services.facet_labels import NAMES, kind_icon

YEAR = "year"
"""The facet that is shown as bars."""
_SHOWN = 6
_MORE = 40

Counts = Mapping[str, Mapping[str, int]]


class FacetPanel(QWidget):
    """``toggled`` tells a facet, a value and whether it is chosen; ``years_chosen`` a stretch of years."""

    toggled = Signal(str, str, bool)
    years_chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, dict[str, int]] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._chosen: dict[str, frozenset[str]] = {}
        self._expanded: set[str] = set()
        self._drawn: object = None
        self.years = YearBars()
        self.years.chosen.connect(self.years_chosen)
        self._undated = label("", tone="faint", voice="small", wrap=True)
        self._column = QVBoxLayout()
        margins(self._column, (0, 0, 0, 0), 0)
        self._years_head = label(_("年份（拖过几根柱子，只看那几年）"), tone="faint", voice="small", wrap=True)
        self._years = pane(column(self._years_head, self.years, self._undated, spacing=2, around=(10, 0, 8, 0)))
        inside = column(self._years, self._column, None, spacing=4, around=(8, 10, 4, 16))
        self.setLayout(column(scrolled(pane(inside)), spacing=0))
        self.setProperty("ground", "paper")

    def show_counts(
        self, counts: Counts, chosen: Mapping[str, frozenset[str]], labels: Mapping[tuple[str, str], str]
    ) -> None:
        """Other counts. ``labels`` are the words of values that are not words themselves, by (facet, value)."""
        self._counts = {name: dict(values) for name, values in counts.items()}
        self._chosen = {name: frozenset(values) for name, values in chosen.items() if values}
        self._labels = dict(labels)
        self._draw()

    def show_years(
        self, years: Mapping[int, int], chosen: tuple[int, int] | None, *, undated: int = 0, wide: int = 0
    ) -> None:
        """The years of what was found; ``undated`` items have none, ``wide`` ones a date of more than a lifetime."""
        self.years.show_years(years, chosen)
        parts = [
            _("{n} 件没有年份").format(n=undated) if undated else "",
            _("{n} 件的年份太宽，不计").format(n=wide) if wide else "",
        ]
        said = "，".join(part for part in parts if part)
        self._undated.setText(said)
        self._undated.setVisible(bool(said))
        self._years.setVisible(bool(years) or chosen is not None)

    def words(self, facet: str, value: str) -> str:
        """What a value is called."""
        known = self._labels.get((facet, value))
        if known:
            return known
        return _("{year}年代").format(year=value) if facet == "decade" else value

    def rows(self) -> list[FacetRow]:
        """The lines to be seen."""
        found: Any = self.findChildren(FacetRow)
        return [made for made in found if made.parent() is not None]

    def _draw(self) -> None:
        state = (self._counts, self._chosen, self._labels, frozenset(self._expanded), theme().scale)
        if state == self._drawn:
            return
        self._drawn = state
        focused = next(((made.facet, made.value) for made in self.rows() if made.hasFocus()), None)
        clear(self._column)
        for name, words in NAMES.items():
            if name != YEAR:
                self._draw_facet(name, _(words))
        for made in self.rows():
            if focused is not None and (made.facet, made.value) == focused:
                made.setFocus()

    def _draw_facet(self, name: str, words: str) -> None:
        values = dict(self._counts.get(name, {}))
        chosen = self._chosen.get(name, frozenset())
        for value in sorted(chosen - set(values)):
            values[value] = 0
        if not values or (len(values) == 1 and not chosen and name in ("access", "state")):
            return
        self._column.addLayout(row(label(words, tone="faint", voice="small"), None, around=(10, 12, 0, 2)))
        first = [value for value in values if value in chosen]
        rest = [value for value in values if value not in chosen]
        most = _MORE if name in self._expanded else max(_SHOWN, len(first))
        shown = (list(values) if name == "decade" else [*first, *rest])[:most]
        for value in shown:
            icon = kind_icon(value) if name == "kind" else ""
            made = FacetRow(name, value, self.words(name, value), values[value], icon=icon, chosen=value in chosen)
            made.clicked.connect(lambda on, made=made: self.toggled.emit(made.facet, made.value, on))
            self._column.addWidget(made)
        left = len(values) - len(shown)
        if left > 0 and name not in self._expanded:
            more = button(_("还有 {n} 个").format(n=left), lambda: self._expand(name), role="link")
            self._column.addLayout(row(more, None, around=(6, 0, 0, 0)))
        elif left > 0:
            rest_words = _("另有 {n} 个，件数更少").format(n=left)
            self._column.addLayout(row(label(rest_words, tone="faint", voice="small"), None, around=(10, 0, 0, 0)))

    def _expand(self, name: str) -> None:
        self._expanded.add(name)
        self._draw()
        first = next((made for made in self.rows() if made.facet == name), None)
        if first is not None:
            first.setFocus()


class FacetRow(FilterRow):
    """A value of a facet."""

    def __init__(self, facet: str, value: str, words: str, number: int, *, icon: str = "", chosen: bool = False):
        super().__init__(words, number, icon=icon, chosen=chosen)
        self.facet = facet
        self.value = value
        self.setToolTip(words)
