"""The workspace: how many, every place, and the text it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QSplitter, QStackedWidget, QWidget
from shiboken6 import isValid

from archive_app.domain.errors import ArchiveError
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import BlockKind, Manuscript
from archive_app.gui.i18n import _
from archive_app.gui.jobs import Job
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, line, pane, row
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.search.delegate import ResultDelegate
from archive_app.gui.workspaces.search.reading import ReadingPane
from archive_app.gui.workspaces.search.rows import ROW_ROLE, ResultRow, ResultRows
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace
from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument
from archive_app.search.query import parse
from archive_app.search.results import Results
from archive_app.services.jobs import JobState
from archive_app.services.searching import Search, build_index

_ITEMS = 200
"""Items whose places are listed; the count above the list is of all."""
_PLACES = 50
"""Places listed for an item."""
_REST_MS = 400
_WORDS_FROM = 440
"""Width on the grid from which the bar says where one is."""
_PICTURE_EDGE = 1024
"""The longer side of the picture above a caption, in pixels."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the reading pane needs of an item, brought from the catalogue at once."""

    document: SearchDocument
    kinds: dict[str, BlockKind]
    picture: QImage | None


class _Bar(QWidget):
    """Where one is, and the buttons; the words give way where there is no room for both."""

    def __init__(self, where: QWidget, buttons: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._where = where
        lay = row(where, None, *buttons, around=(24, 10, 16, 10))
        lay.setStretch(0, 100)
        self.setLayout(lay)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._where.setVisible(self.width() >= theme().dp(_WORDS_FROM))


class SearchWorkspace(Workspace):
    """Results at the left, the text at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._search = Search(self.session.archive)
        self._words = ""
        self._building = False
        self._results = Results(0, 0, ())
        self.rows = ResultRows()
        self._build_list()
        self._build_reading()
        self.pages = QStackedWidget()
        self._hint = EmptyState(
            "mill",
            _("找一句话，一个名字"),
            _("在上面的框里写两个字以上。繁体简体都能找到，空格表示“并且”，-词 表示“不含”。"),
        )
        self._none = EmptyState("nothing", _("没有找到"), _("换个说法试试：少写几个字，或只写名字。"))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._left)
        self.split.addWidget(self._right)
        self.split.setSizes([theme().dp(440), theme().dp(640)])
        for page in (self._hint, self._none, self.split):
            self.pages.addWidget(page)
        self.setLayout(column(self.pages, spacing=0))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._catch_up)
        self.session.changed.connect(self._on_change)
        self._set_tab_order()

    def _on_change(self, _done: object) -> None:
        # a method of the widget, not a lambda: the connection ends with the widget
        self._rest.start()

    def _set_tab_order(self) -> None:
        order = (self.list, self._earlier, self._later, self.open_button, self.reading)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _build_list(self) -> None:
        self.count = label("", voice="section")
        self.note = label("", tone="faint", voice="small", wrap=True)
        self.note.hide()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(ResultDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setWordWrap(True)  # rows are measured anew when the list becomes wider or narrower
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setAccessibleName(_("检索结果"))
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.activated.connect(lambda _index: self.open_current())
        head = column(self.count, self.note, spacing=2, around=(16, 12, 16, 10))
        self._left = pane(column(head, self.list, spacing=0), ground="paper")
        self._left.setMinimumWidth(theme().dp(220))

    def _build_reading(self) -> None:
        self.reading = ReadingPane()
        self._where = ElidedLabel("", tone="faint", voice="small")
        self.open_button = button(_("打开资料"), self.open_current, icon="external-link", tip=_("打开这件资料（回车）"))
        self._earlier = button(_("上一处"), lambda: self.step(-1), icon="chevron-up", tip=_("上一处（Shift+F3）"))
        self._later = button(_("下一处"), lambda: self.step(1), icon="chevron-down", tip=_("下一处（F3）"))
        bar = _Bar(self._where, (self._earlier, self._later, self.open_button))
        self._right = pane(column(bar, line(), self.reading, spacing=0), ground="sheet")

    # — the shell —

    def activate(self) -> None:
        """Bring the index up to what was written meanwhile."""
        self._catch_up()
        if self.rows.rows:
            self.list.setFocus()

    def search(self, words: str) -> None:
        """Search as the box is typed in."""
        self._words = words
        self._ask()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"search.next": lambda: self.step(1), "search.previous": lambda: self.step(-1)}

    def can(self, action: str) -> bool:
        return bool(self.rows.rows)

    def remember(self) -> dict[str, Any]:
        return {"words": self._words, "row": self.list.currentIndex().row()}

    def recall(self, state: dict[str, Any]) -> None:
        self._words = str(state.get("words", ""))
        self._ask(then_row=int(state.get("row", -1)))

    # — index —

    def _catch_up(self) -> None:
        if self._building:
            return
        if self._search.needs_rebuild:
            self._building = True
            self._say_note(_("正在建立检索索引，建好后会自动显示结果。"))
            job = self.shell.jobs.in_process(
                _("建立检索索引"), build_index, self.session.archive.root, then=self._built, failed=self._not_built
            )
            job.ended.connect(self._build_ended)
            self._show(self._results, -1)
        else:
            self.session.ask(
                self._search.follow, lambda taken: self._ask() if taken and isValid(self) else None, key="follow"
            )

    def _build_ended(self, job: Job) -> None:
        """However it ended: done, failed or stopped by hand."""
        self._building = False
        self._say_note("" if job.state is JobState.DONE else _("索引没有建成，再次进入检索时会重试。"))

    def _built(self, _count: object) -> None:
        if isValid(self):  # the window may have been built anew meanwhile
            self._search.reload()
            self._ask()

    def _not_built(self, error: Exception) -> None:
        self.shell.show_error(error)

    def _say_note(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

    # — results —

    def _ask(self, then_row: int = -1) -> None:
        words = self._words
        if not words:
            self._show(Results(0, 0, ()), then_row)
            return
        self.session.ask(
            lambda: self._search.search(words, limit=_ITEMS, matches=_PLACES),
            lambda results: self._show(results, then_row) if isValid(self) else None,
            key="search",
        )

    def _show(self, results: Results, then_row: int) -> None:
        chosen = self._current()
        self._results = results
        self.rows.show_results(results)
        if not self._words:
            self.pages.setCurrentWidget(self._hint)
        elif not results.total and not self._building:
            self._none.words.setText(results.hint or _("换个说法试试：少写几个字，或只写名字。"))
            self.pages.setCurrentWidget(self._none)
        else:
            self.pages.setCurrentWidget(self.split)
        self.count.setText(
            _("共 {items} 件，{places} 处").format(items=results.total, places=results.occurrences)
            if results.total
            else _("“{words}”").format(words=self._words)
        )
        if not self._building:
            cut = results.total > len(results.hits)
            self._say_note(_("列出最相关的 {n} 件。").format(n=len(results.hits)) if cut else "")
        self._choose_again(chosen, then_row)
        self.actions_changed.emit()

    def _choose_again(self, chosen: ResultRow | None, then_row: int) -> None:
        rows = self.rows.rows
        wanted = then_row
        if wanted < 0 and chosen is not None:
            same = (
                n for n, r in enumerate(rows) if r.hit.id == chosen.hit.id and r.number == chosen.number and r.match
            )
            wanted = next(same, -1)
        if wanted < 0:
            wanted = next((number for number, r in enumerate(rows) if r.match), 0)
        if rows:
            self.list.setCurrentIndex(self.rows.index(min(wanted, len(rows) - 1), 0))

    def _current(self) -> ResultRow | None:
        index = self.list.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def step(self, by: int) -> None:
        """To the next or the last place, from item to item."""
        rows = self.rows.rows
        at = self.list.currentIndex().row() + by
        while 0 <= at < len(rows):
            if rows[at].match is not None:
                self.list.setCurrentIndex(self.rows.index(at, 0))
                return
            at += by

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        row: ResultRow | None = index.data(ROW_ROLE) if index.isValid() else None
        if row is not None:
            self.session.ask(
                lambda: self._document(row.hit.id),
                lambda found: self._read(row, found) if isValid(self) else None,
                key="reading",
            )

    def _document(self, item_id: str) -> _Read:
        archive = self.session.archive
        record = archive.catalogue.record(item_id)
        blocks = {block.id: block.kind for block in Manuscript.from_json(record["manuscript"])}
        picture = None if kind_named(record["kind"]).has_text else self._picture(item_id)
        return _Read(self._search.document(record), blocks, picture)

    def _picture(self, item_id: str) -> QImage | None:
        """The item's first picture; None where there is none or it cannot be read."""
        archive = self.session.archive
        rows = archive.catalogue.item_rows([item_id])
        if not rows or not rows[0].thumb:
            return None
        try:
            image = QImage(str(archive.thumbnail(rows[0].thumb, _PICTURE_EDGE)))
        except ArchiveError:
            return None
        return None if image.isNull() else image

    def _read(self, wanted: ResultRow, found: _Read) -> None:
        terms = [fold(term.text) for term in parse(self._words).positive()]
        self.reading.show_document(found.document, found.kinds, terms, found.picture)
        match = wanted.match
        if match is None and wanted.hit.matches:
            match = wanted.hit.matches[0]
        if match is not None:
            self.reading.show_place(match)
        self._where.setText(_("{title}　{n} 处").format(title=found.document.title, n=wanted.hit.occurrences))

    def open_current(self) -> None:
        """Open the item where the chosen place stands."""
        chosen = self._current()
        if chosen is None:
            return
        match = chosen.match or (chosen.hit.matches[0] if chosen.hit.matches else None)
        if match is None:
            self.shell.go("materials", Place(chosen.hit.id))
            return
        begin, end = match.spans[0]
        offset = int(match.place.get("offset", 0))
        part = str(match.place.get("part", ""))
        self.shell.go(
            "materials",
            Place(
                chosen.hit.id,
                field=match.field,
                block=str(match.place.get("block", "")),
                note=part.removeprefix("note:") if part.startswith("note:") else "",
                row=int(match.place.get("row", -1)),
                start=offset + begin,
                end=offset + end,
                words=match.snippet[begin:end],
            ),
        )
