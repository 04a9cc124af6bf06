"""The workspace: how many, every place, and the text it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter
from shiboken6 import isValid

from archive_app.domain.errors import UnknownRecord
from archive_app.gui.composition import claim
from archive_app.gui.i18n import _
from archive_app.gui.reading.item import ReadableItem, readable
from archive_app.gui.reading.pane import ReadingPane
from archive_app.gui.reading.volume import readable_volume
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, line
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.widgets.pages import Pages
from archive_app.gui.workspaces.search.acts import ResultActs
from archive_app.gui.workspaces.search.asking import Asking, ask, matches_in
from archive_app.gui.workspaces.search.bar import SearchBar
from archive_app.gui.workspaces.search.chips import ChipLine
from archive_app.gui.workspaces.search.facets import FacetPanel
from archive_app.gui.workspaces.search.form_acts import FormActs
from archive_app.gui.workspaces.search.keeping import IndexKeeper
from archive_app.gui.workspaces.search.narrowing import chips_of
from archive_app.gui.workspaces.search.opening import opened_at
from archive_app.gui.workspaces.search.results_pane import ResultsPane
from archive_app.gui.workspaces.search.rows import ResultRow
from archive_app.gui.workspaces.search.saved_acts import SavedActs
from archive_app.gui.workspaces.workspace import Shell, Workspace
from archive_app.search.results import Hit, Match, Results
from archive_app.services.printed import KIND as VOLUME

_SIDE_FROM = 1080
"""Width on the grid from which the filters stand beside the list without being asked for."""
LAST_ROW = 1 << 30
_SIDE, _LIST, _READ = 232, 420, 640


class SearchWorkspace(Workspace):
    """Filters, results, and the text at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._search = self.session.search
        self.asking = Asking()
        self._results = Results(0, 0, ())
        self._arriving = 0  # from another item: 1 at the first place, -1 at the last; 0 at the one that is chosen
        self._side_asked: bool | None = None
        self._to_play: ResultRow | None = None
        self.bar = SearchBar()
        self.form = FormActs(self, shell, self.bar, lambda: self.asking.words)
        self.chips = ChipLine()
        self.facets = FacetPanel()
        self.results = ResultsPane()
        self.reading = ReadingPane(shell)
        self.acts = ResultActs(self, shell, self._search, lambda: self.asking, self.results.together)
        self.saved = SavedActs(self, shell, lambda: self.asking, self.facets.words)
        self.bar.layout().addWidget(self.saved.button)
        self.keeper = IndexKeeper(self, shell)
        self._build()
        self._connect()

    # — what it consists of —

    def _build(self) -> None:
        self._hint = self.saved.start
        self._none = EmptyState("nothing", _("没有找到"), _("换个说法试试：少写几个字，或只写名字。"))
        self.pages = Pages()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        for made, least in ((self.facets, 168), (self.results, 220), (self.reading, 360)):
            made.setMinimumWidth(theme().dp(least))
            self.split.addWidget(made)
        self.split.setSizes([theme().dp(width) for width in (_SIDE, _LIST, _READ)])
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setStretchFactor(2, 2)
        for page in (self._hint, self._none, self.split):
            self.pages.addWidget(page)
        self._over = column(self.bar, self.form.panel, self.chips, line(), spacing=0)
        self.chips.setContentsMargins(theme().dp(12), 0, theme().dp(12), theme().dp(8))
        lay = column(self._over, self.pages, None, spacing=0)
        lay.setStretch(1, 1)
        lay.setStretch(2, 0)
        self.form.stand_over(self.chips, self.pages)
        self.setLayout(lay)
        order = (
            self.bar.side, self.bar.exact, self.bar.within, self.bar.order, self.bar.more, self.saved.button,
            self.results.list, self.reading.text, self.reading.earlier, self.reading.later,
        )  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.keeper.fresh.connect(self._ask)
        self.keeper.fresh.connect(self.session.kept.count_soon)
        self.saved.asked.connect(self._ask_saved)
        self.saved.marked.connect(self.results.mark_new)
        self.saved.turned_to.connect(self._turn_to)
        self.results.new_wanted.connect(self.saved.next_new)
        self.keeper.noted.connect(lambda words: self.results.say(self.results.count.text(), words))
        step = self.reading.step
        claim(self, {Qt.Key.Key_F3: lambda: step(1), Qt.Key.Key_F8: self.reading.play_here})
        self.bar.side_wanted.connect(self._show_side)
        self.bar.order_wanted.connect(lambda order: self._change(order=order, page=0))
        self.bar.exact_wanted.connect(lambda on: self._change(exact=on, page=0))
        self.bar.within_wanted.connect(self._look_within)
        self.bar.set_acts(self.acts.menu())
        self.bar.more.menu().aboutToShow.connect(lambda: self.bar.set_acts(self.acts.menu()))
        self.results.menu_wanted.connect(self._show_menu)
        self.reading.cite_with(self.acts.cited)
        self.reading.player.seen_changed.connect(self.actions_changed)
        self.facets.toggled.connect(lambda name, value, on: self._ask_for(self.asking.toggled(name, value, on)))
        self.facets.years_chosen.connect(lambda first, last: self._ask_for(self.asking.between(first, last)))
        self.results.chosen.connect(self._chosen)
        self.results.pressed.connect(self._pressed)
        self.results.opened.connect(self.open_current)
        self.results.turned.connect(lambda page: self._change(page=page))
        self.reading.beyond.connect(self._beyond)
        self.reading.open_wanted.connect(self.open_current)
        self.reading.search_wanted.connect(self.shell.search_for)
        self.reading.alone_wanted.connect(self._read_alone)
        self.reading.text.hit_changed.connect(self._follow_reading)

    # — the shell —

    def activate(self) -> None:
        """Bring the index up to what was written meanwhile."""
        self.keeper.catch_up()
        if self.results.rows.rows:
            self.results.list.setFocus()
        elif not self.asking.words:
            self._hint.take_focus()

    def search(self, words: str) -> None:
        """Search as the box is typed in."""
        if words != self.asking.words:
            self._ask_for(self.asking.with_words(words))
        else:
            self._ask()

    def found(self, words: str) -> bool:
        return words == self.asking.words and bool(self._results.total)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "search.next": lambda: self.reading.step(1),
            "search.previous": lambda: self.reading.step(-1),
            "search.read_alone": self.reading.alone.toggle,
            "search.copy_cited": self.reading.copy_cited,
            "search.play": self.reading.play_here,
            "search.save": self.saved.save,
            "view.filters": self.bar.side.toggle,
            "search.form": self.bar.form.toggle,
            **self.reading.player.handlers(),
        }

    def can(self, action: str) -> bool:
        if action == "search.form":
            return True
        if action.startswith("sound."):
            return self.reading.player.isVisible()
        return bool(self.asking.words if action == "search.save" else self.results.rows.rows)

    def checked(self, action: str) -> bool:
        return self.bar.side.isChecked() if action == "view.filters" else self.reading.alone.isChecked()

    def remember(self) -> dict[str, Any]:
        row = self.results.list.currentIndex().row()
        return {**self.asking.to_json(), "form": self.bar.form.isChecked(), "row": row, "saved": self.saved.remember()}

    def recall(self, state: dict[str, Any]) -> None:
        self.asking = Asking.from_json(state)
        self.bar.show_asking(self.asking)
        self.shell.search_for(self.asking.words, quietly=True)
        self.saved.recall(state.get("saved", {}))
        self._ask(then_row=int(state.get("row", -1)))
        self.bar.form.setChecked(bool(state.get("form")))

    def flush(self) -> None:
        """Where reading stopped is kept, too."""
        self.reading.save()

    def release(self) -> None:
        """Fall silent, keep the place."""
        self.reading.release()

    # — asking —

    def _ask_for(self, asking: Asking) -> None:
        begun = bool(asking.words) != bool(self.asking.words)
        self.asking = asking
        if begun:  # it can be kept before it is answered
            self.actions_changed.emit()
        self._ask()

    def _change(self, **changes: Any) -> None:
        wanted = replace(self.asking, **changes)
        if wanted != self.asking:
            self._ask_for(wanted)

    def _look_within(self, words: str) -> None:
        """What is written looks within the results there are, which become a chip."""
        before = self.asking
        if not before.words:
            self.shell.search_for(words)
            return
        self.asking = replace(before, words=words, within=(*before.within, before.words), page=0)
        self.shell.search_for(words, quietly=True)
        self._ask()

    def _ask_saved(self, asking: Asking) -> None:
        """What was kept is asked, whatever stands in the box and the bar."""
        self.bar.show_asking(asking)
        self.shell.search_for(asking.words, quietly=True)
        self._ask_for(asking)
        self.results.list.setFocus()

    def _turn_to(self, page: int, item: str) -> None:
        """To an item on whichever page."""
        if page != self.asking.page or not self.results.choose_result(item):
            self.results.wish_for(item)
            self._ask_for(replace(self.asking, page=page))

    def _ask(self, then_row: int = -1) -> None:
        asking, search = self.asking, self._search
        if not asking.words:
            self._show(Results(0, 0, ()), then_row)
            return
        self.session.ask(
            lambda: ask(search, asking),
            lambda results: self._show(results, then_row) if isValid(self) and asking == self.asking else None,
            key="search",
        )

    # — the answer —

    def _show(self, results: Results, then_row: int) -> None:
        chosen = self.results.current()
        self._results = results
        self.results.show_results(results, self.asking.page)
        if not self.asking.words:
            self.pages.setCurrentWidget(self._hint)
        elif not results.total and not self.keeper.building and not self.asking.narrowed:
            self._none.words.setText(results.hint or _("换个说法试试：少写几个字，或只写名字。"))
            self.pages.setCurrentWidget(self._none)
        else:
            self.pages.setCurrentWidget(self.split)
        self._say_count(results)
        self._show_facets(results)
        self._show_chips()
        self._fit_side()
        self.form.answered(results)
        if results.hits:
            self.results.choose_again(None if self._arriving else chosen, LAST_ROW if self._arriving < 0 else then_row)
        else:
            self.reading.clear()
        self.saved.show()
        self.actions_changed.emit()

    def _say_count(self, results: Results) -> None:
        if results.total:
            words = _("共 {items} 件，{places} 处").format(items=results.total, places=results.occurrences)
        elif self.asking.narrowed and self.asking.words:
            words = _("这样一限定就没有了，去掉上面的一两项试试。")
        else:
            words = _("“{words}”").format(words=self.asking.words)
        self.results.say(words, self.keeper.note or results.hint)

    def _show_facets(self, results: Results) -> None:
        labels = {(name, value): words for name, named in results.labels.items() for value, words in named.items()}
        self.facets.show_counts(results.facets, self.asking.chosen, labels)
        known = results.histogram
        self.facets.show_years(
            known.years if known is not None else {},
            self.asking.years,
            undated=known.undated if known is not None else 0,
            wide=known.wide if known is not None else 0,
        )

    def _show_chips(self) -> None:
        self.chips.show_chips(chips_of(self.asking, self._results, self.facets.words, self._ask_for))

    def _show_menu(self, at: QPoint) -> None:
        """What can be done with the chosen result and with all of them."""
        menu = QMenu(self)
        for act in self.acts.menu():
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(theme().icon(act[1]), act[0], act[2])
        menu.popup(at)

    def _chosen_hit(self) -> Hit | None:
        row = self.results.current()
        return row.hit if row is not None else None

    # — the side —

    def _show_side(self, on: bool) -> None:
        self._side_asked = on
        self.facets.setVisible(on and not self.reading.alone.isChecked())
        self.actions_changed.emit()

    def _fit_side(self) -> None:
        """The filters stand open where there is room, unless somebody said otherwise."""
        wanted = self._side_asked if self._side_asked is not None else self.width() >= theme().dp(_SIDE_FROM)
        blocked = self.bar.side.blockSignals(True)
        self.bar.side.setChecked(wanted)
        self.bar.side.blockSignals(blocked)
        self.facets.setVisible(wanted and not self.reading.alone.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has the filters put away."""
        super().resizeEvent(event)
        self._fit_side()

    def _read_alone(self, on: bool) -> None:
        self.results.setVisible(not on)
        self.bar.setVisible(not on)
        self.form.put_aside(on)
        self._fit_side()
        (self.reading.text if on else self.results.list).setFocus()

    # — reading —

    def _chosen(self, row: ResultRow) -> None:
        arriving, self._arriving = self._arriving, 0
        archive, search, asking = self.session.archive, self._search, self.asking
        before = self.reading.item
        self.session.ask(
            lambda: (
                readable_volume(archive, row.hit.id, before)
                if row.hit.kind == VOLUME
                else readable(archive, row.hit.id, search.document),
                matches_in(search, asking, row.hit.id),
            ),
            lambda found: self._read(row, found[0], found[1], arriving) if isValid(self) else None,
            self._not_read,
            key="reading",
        )

    def _not_read(self, error: Exception) -> None:
        """An item that went between the answer and the choice is no more in the next answer."""
        if isinstance(error, UnknownRecord):
            self.keeper.catch_up_soon()
            return
        self.reading.clear()  # a volume without its pages
        self.shell.show_error(error)

    def _read(self, row: ResultRow, item: ReadableItem, matches: tuple[Match, ...], arriving: int) -> None:
        now = self._chosen_hit()
        if now is None or now.id != item.id:  # another row was chosen meanwhile
            return
        self.reading.show_item(item, matches, None if arriving else row.match, arriving=arriving)
        to_play, self._to_play = self._to_play, None
        if to_play is not None and to_play == row and row.match is not None:
            self.reading.play_match(row.match)

    def _pressed(self, row: ResultRow | None) -> None:
        """One click opens the place; what was spoken is heard."""
        if row is None or row.match is None or "seconds" not in row.match.place:
            return
        if self.reading.item is not None and self.reading.item.id == row.hit.id:
            self.reading.play_match(row.match)
        else:
            self._to_play = row  # when its text has come

    def _beyond(self, by: int) -> None:
        """The next place stands in another item, or on another page."""
        self._arriving = 1 if by > 0 else -1
        if self.results.choose_item(by):
            return
        if not self.results.turn(by):
            self._arriving = 0

    def _follow_reading(self) -> None:
        text = self.reading.text
        if 0 <= text.current < len(text.hits):
            spot = text.hits[text.current]
            self.results.choose_place(spot.placed.field, dict(spot.placed.place), spot.begin)

    def open_current(self) -> None:
        """Open the item where the chosen place stands; a printed volume on its page."""
        opened = opened_at(self.results.current(), self.reading)
        if opened is not None:
            self.shell.go(*opened)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The items of this page."""
        return self._results.hits
