"""Words looked for in the segments of a transcript, and others put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive_app.domain.transcribing import Changed
from archive_app.gui.i18n import _
from archive_app.gui.widgets.find_bar import FindBar
from archive_app.services.texts.spoken import COLUMNS, Spoken, places, replaced

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage


class SpokenFindBar(FindBar):
    """The line over the segments, as over 正文."""

    def __init__(self, page: OralPage) -> None:
        self._page = page
        super().__init__(page, _("在转写稿里找"))
        self.hide()

    @property
    def read_only(self) -> bool:
        """As the transcript is."""
        return self._page.closed

    def chosen(self) -> str:
        """What is selected in the segment that is written in."""
        if self._page.view.current < 0:
            return ""
        return self._page.editor.textCursor().selectedText().replace("\u2029", "\n")

    def find_places(self) -> Sequence[Spoken]:
        """In the columns that are seen."""
        view = self._page.view
        columns = COLUMNS if view.mandarin_shown else COLUMNS[:1]
        return places(view.rows, self.words, exact=self.exact.isChecked(), columns=columns)

    def key_of(self, place: Spoken) -> tuple[int, ...]:
        """Segment, column, and where in it."""
        return place.row, COLUMNS.index(place.column), place.start

    def here(self) -> tuple[int, ...]:
        """The segment one is at."""
        return max(0, self._page.view.current), 0, 0

    def show_place(self, place: Spoken) -> None:
        """Its segment, the cursor at the words."""
        view = self._page.view
        view.go(place.row, column=place.column)
        (view.mandarin if place.column == "mandarin" else view.words).put_offset(place.start)

    def current_changed(self) -> None:
        """Every place marked, the one that is shown more than the others."""
        rows = self._page.view.rows
        marks: dict[tuple[str, str], list[tuple[int, int, bool]]] = {}
        for number, one in enumerate(self.places):
            key = str(rows[one.row]["id"]), one.column
            marks.setdefault(key, []).append((one.start, one.end, number == self.current))
        self._page.view.mark(marks)

    def to_page(self) -> None:
        """The segments."""
        self._page.view.setFocus()

    def replace(self, found: Sequence[Spoken]) -> None:
        """One or several, said so in the history."""
        number = len(found)
        words = _("替换转写里的一处") if number == 1 else _("替换转写里的 {n} 处").format(n=number)
        self._page.carry(Changed(replaced(self._page.view.rows, list(found), self.other.text())), words, stay=True)
