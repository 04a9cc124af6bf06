"""An earlier volume in 编纂: its contents at the left, its scans at the right, what can be done to it above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.earlier.folios import rules_of
from archive_app.gui.earlier.reading import LeavesReading
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.reading.sheet_pane import SheetPane
from archive_app.gui.scans.there import recogniser_there
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, tool
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.volume_choice import VolumeChoice

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.gui.reading.sheets import Found
    from archive_app.gui.reading.volume import ReadableVolume
    from archive_app.gui.workspaces.workspace import Place, Shell
    from archive_app.services.earlier.laying import Entry
    from archive_app.services.earlier.leaves import Leaf
    from archive_app.services.jobs import Reporter

_ABOUT = frozenset({"volume", "section", "article", "leaf", "file", "item"})


class EarlierDesk(QSplitter):
    """``volume_chosen`` carries the id of another volume, ``new_wanted`` and ``take_wanted`` ask for one more."""

    volume_chosen = Signal(str)
    new_wanted = Signal()
    take_wanted = Signal()
    titles_wanted = Signal()
    trash_wanted = Signal()

    def __init__(self, shell: Shell, ask: Callable[..., None]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._shell, self._ask = shell, ask
        self._record: Record | None = None
        self._item: ReadableVolume | None = None
        self.leaves: Sequence[Leaf] = ()
        """The pages without their lines, which are many."""
        self.entries: Sequence[Entry] = ()
        self._wanted = -1  # the page to be shown once the volume is there
        self._place: Place | None = None
        self._found: dict[int, Found] = {}  # what is marked on the pages
        self._stale = True
        self.choice = VolumeChoice()
        self.choice.chosen.connect(self.volume_chosen)
        new = tool("plus", _("新建书卷"), self.new_wanted.emit)
        titles = tool("certificate", _("书名、版权页、编委会"), self.titles_wanted.emit)
        take = tool("books", _("再收一卷往辑…"), self.take_wanted.emit)
        head = row(self.choice, titles, take, new, spacing=6, around=(16, 12, 12, 8))
        head.setStretch(0, 1)
        self.acts = FlowLayout(spacing=6)
        self.add_act(_("页码…"), self.ask_folios, _("扫描的哪一页印着第几页"))
        self.add_act(_("目录…"), self.ask_contents, _("这一辑有哪些文章，各在第几页"))
        if recogniser_there():
            self.add_act(_("识别文字…"), self.recognise, _("没有文字的各页，在这台电脑上识别"))
        self.add_act(_("核对文字…"), self.look_through, _("从眼前这一页起，对着扫描件看"))
        self.add_act(_("总目录…"), self.ask_general, _("一套书各辑的文章，按辑次、作者、栏目"))
        self.add_act(_("移到回收站…"), self.trash_wanted.emit, _("这一卷不要了；扫描件留着，可以取回"))
        self.reading = LeavesReading(self, shell, self.again)
        self.said = label("", tone="faint", wrap=True)
        self.level = CalmCombo()
        self.level.setAccessibleName(_("全书的级别"))
        self.level.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        self.level.addItem(_("级别照版权页"), "")
        for level in Access:
            self.level.addItem(_("级别：{level}").format(level=level.label), level.value)
        self.level.activated.connect(lambda _at: self._set_level())
        self.acts.addWidget(self.level)
        self.contents = _table()
        self.contents.currentCellChanged.connect(lambda at, *_rest: self._go_to(at))
        held = QWidget()
        held.setLayout(self.acts)
        left = pane(
            column(
                head,
                pane(column(held, self.said, spacing=8, around=(16, 0, 12, 8))),
                line(),
                self.contents,
                spacing=0,
            ),
            ground="paper",
        )
        left.layout().setStretch(3, 1)
        left.setMinimumWidth(theme().dp(300))
        self.sheet = SheetPane(shell.session)
        self.sheet.view.page_shown.connect(lambda _page: self._say_page())
        self.page_said = label("", tone="faint")
        self.turn = tool("rotate-clockwise", _("这一页躺着：向右转 90 度（原件不动，可以撤销）"), self.turn_page)
        self.instead = tool("file-import", _("换这一页：扫得更好的（原来的留着，可以撤销）…"), self.ask_instead)
        self.foot = row(self.page_said, None, self.instead, self.turn, spacing=8, around=(16, 4, 12, 4))
        right = pane(column(self.sheet, line(), self.foot, spacing=0))
        right.layout().setStretch(0, 1)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(1, 1)
        self.setSizes([theme().dp(380), theme().dp(800)])
        shell.session.changed.connect(self._changed)

    def add_act(self, words: str, do: Callable[[], object], tip: str = "") -> Any:
        """A button above the contents."""
        made = button(words, do, tip=tip)
        self.acts.addWidget(made)
        return made

    # — which volume —

    @property
    def volume(self) -> str:
        """The id of the volume that is shown; empty where there is none."""
        return self._record.id if self._record is not None else ""

    def show_volume(self, record: Record, place: Place | None = None) -> None:
        """Show a volume, at a place that was found in it where one is wanted."""
        another = record.id != self.volume
        self._record = record
        if another or place is not None:
            self._wanted, self._place, self._found = 0, place, {}
        if another or self._stale:
            self._bring()
        elif place is not None:
            self._show_sheets()

    def _changed(self, done: Done) -> None:
        if any(change.entity in _ABOUT for change in done.changes):
            self._stale = True

    def _bring(self) -> None:
        record = self._record
        if record is None:
            return
        self._stale = False
        archive = self._shell.session.archive

        def read() -> tuple[Any, ...]:
            from archive_app.gui.reading.volume import readable_volume
            from archive_app.services.earlier.laying import entries_of
            from archive_app.services.earlier.leaves import leaves_of

            leaves = leaves_of(archive.catalogue, archive.root, archive.catalogue.record(record.id))
            entries = entries_of(archive.catalogue.sections_of(record.id), leaves)
            light = [replace(leaf, page=replace(leaf.page, lines=())) for leaf in leaves]
            return readable_volume(archive, record.id), light, entries

        self._ask(read, self._take, self._shell.show_error, key="earlier")

    def _take(self, found: tuple[Any, ...]) -> None:
        item, leaves, entries = found
        if self._record is None or item.id != self._record.id:
            return
        if self._wanted < 0:
            self._wanted = max(0, self.sheet.page)
        self._item, self.leaves, self.entries = item, leaves, entries
        volume = self._record = item.record
        self.level.setCurrentIndex(max(0, self.level.findData(str(volume["access"] or ""))))
        self._say()
        self._list()
        self._show_sheets()

    def _show_sheets(self) -> None:
        if self._item is None:
            return
        page, self._wanted = self._wanted, -1
        place, self._place = self._place, None
        if place is not None:
            key = (place.article, place.block)
            text = next((one for one in self._item.printed.texts if (one.article, one.block) == key), None)
            if text is not None:
                page = text.page_at(place.start)[0] - 1
                self._found = {0: (text, place.start, place.end)} if place.end > place.start else {}
        self.sheet.show_volume(self._item, self._found, 0 if place is not None else -1, max(0, page))

    # — what is said of it —

    def _say(self) -> None:
        from archive_app.services.earlier.leaves import STANDINGS, standings

        counts = standings(self.leaves)
        words = "，".join(_("{what} {n:,} 页").format(what=STANDINGS[name], n=n) for name, n in counts.items() if n)
        numbered = sum(bool(leaf.label) for leaf in self.leaves)
        folios = _("{n:,} 页有页码").format(n=numbered) if numbered else _("页码还没有定")
        said = _("{n:,} 页：{words}；{folios}。").format(n=len(self.leaves), words=words, folios=folios)
        self.said.setText(said if self.entries else said + _("还没有目录，点“目录…”粘贴或填写。"))
        self._say_page()

    def _list(self) -> None:
        table = self.contents
        table.blockSignals(True)
        table.setRowCount(len(self.entries))
        for at, entry in enumerate(self.entries):
            label_of = str(entry.article["first_page"] or "")
            cells = (label_of, entry.article.title, str(entry.article["author"] or ""))
            for place, words in enumerate(cells):
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                if not place:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(at, place, cell)
        table.blockSignals(False)

    def _go_to(self, at: int) -> None:
        if 0 <= at < len(self.entries) and self.entries[at].first:
            self.sheet.view.show_page(self.entries[at].first - 1)

    @property
    def leaf(self) -> Leaf | None:
        """The page that is looked at."""
        page = self.sheet.page
        return self.leaves[page] if 0 <= page < len(self.leaves) else None

    def _say_page(self) -> None:
        from archive_app.services.earlier.leaves import STANDINGS

        leaf = self.leaf
        self.page_said.setText(f"{leaf.name}　{STANDINGS[leaf.standing]}" if leaf is not None else "")

    # — what is done to it —

    def ask_folios(self) -> None:
        """Which page bears which number."""
        from archive_app.catalogue.commands import SetFields
        from archive_app.gui.earlier.folios import FoliosDialog
        from archive_app.services.earlier.taking import read_folios

        record = self._record
        if record is None or not self.leaves:
            return
        archive = self._shell.session.archive
        here = max(1, self.sheet.page + 1)
        dialog = FoliosDialog(
            self,
            record.title,
            len(self.leaves),
            rules_of(record["folios"]),
            lambda: read_folios(archive, record.id),
            here,
        )
        if dialog.exec():
            rows = [rule.row() for rule in dialog.rules]
            words = _("《{title}》的页码").format(title=record.title)
            self.execute(SetFields(record.id, {"folios": rows}, words=words))
        dialog.deleteLater()

    def _set_level(self) -> None:
        """The level of the whole volume; an article may have a stricter one."""
        from archive_app.catalogue.commands import SetFields

        volume, level = self._record, str(self.level.currentData() or "")
        if volume is not None and level != str(volume["access"] or ""):
            words = _("《{title}》的级别").format(title=volume.title)
            self.execute(SetFields(volume.id, {"access": level}, words=words))

    def ask_contents(self) -> None:
        """The articles of the volume."""
        record = self._record
        if record is None or not self.leaves:
            return
        archive = self._shell.session.archive

        def read() -> Any:
            from archive_app.services.earlier.contents import rows_of
            from archive_app.services.earlier.leaves import leaves_of

            return rows_of(archive, record.id), leaves_of(archive.catalogue, archive.root, record)

        self._ask(read, self._contents, self._shell.show_error, key="contents")

    def _contents(self, found: Any) -> None:
        from archive_app.gui.earlier.contents import ContentsDialog
        from archive_app.services.earlier.contents import read_pages, remarks, set_contents

        record = self._record
        if record is None:
            return
        rows, leaves = found
        here = max(0, self.sheet.page)
        dialog = ContentsDialog(
            self,
            record.title,
            rows,
            lambda written: remarks(leaves, written),
            lambda: read_pages(leaves[here : here + 1]),
        )
        if dialog.exec():
            command = set_contents(self._shell.session.archive, record.id, dialog.rows)
            if command is not None:
                self.execute(command)
        dialog.deleteLater()

    def recognise(self) -> None:
        """Read what is printed on the pages without words."""
        if self._record is not None:
            self.reading.recognise(self._record)

    def look_through(self) -> None:
        """The words beside the scans, from the page one is at."""
        if self._record is not None:
            self.reading.look_through(self._record, max(1, self.sheet.page + 1))

    def turn_page(self) -> None:
        """The page one is at by a quarter, clockwise; its words turn with it."""
        from archive_app.services.earlier.taking import turned

        leaf = self.leaf
        if self._record is None or leaf is None or self._shell.session.archive.read_only:
            return
        archive, volume = self._shell.session.archive, self._record.id
        self._ask(lambda: turned(archive, volume, [leaf]), self.execute, self._shell.show_error, key="turn")

    def ask_instead(self) -> None:
        """A better scan of the page one is at."""
        from archive_app.gui.dialogs.choose import choose_files

        leaf = self.leaf
        if leaf is None or self._shell.session.archive.read_only:
            return
        title = _("换{page}：选扫得更好的那一页").format(page=leaf.name)
        paths = choose_files(self, title, Path.home(), _("换上"))
        if paths:
            self.put_instead(paths, leaf)

    def put_instead(self, paths: list[Path], leaf: Leaf) -> None:
        """These scans take the place of a page, beside the window."""
        archive, volume = self._shell.session.archive, self.volume

        def work(reporter: Reporter) -> int:
            from archive_app.services.earlier.mending import put_pages

            return put_pages(archive, volume, paths, leaf.number, reporter)

        def done(_count: int) -> None:
            undo = self._shell.actions_table["edit.undo"].trigger
            self._shell.toast(_("{page}换好了。").format(page=leaf.name), _("撤销"), undo)
            self.again()

        def failed(error: Exception) -> None:
            if getattr(error, "code", "") != "cancelled":
                self._shell.show_error(error)

        self._shell.jobs.in_thread(_("换{page}").format(page=leaf.name), work, then=done, failed=failed)

    def ask_general(self) -> None:
        """总目录 of the series."""
        from archive_app.gui.reports.out import ReportOut

        ReportOut(self, self._shell).ask(report="general-contents", volume=self.volume)

    def execute(self, command: Any) -> None:
        """Carry out, and show it; one stays at the page one is at."""
        self._wanted = max(0, self.sheet.page)
        self._shell.session.execute(command, lambda _done: self.again(), failed=self._shell.show_error)

    def again(self) -> None:
        """Show it as it is now, where one is."""
        if self._record is not None and self.isVisible():
            self._wanted = max(0, self.sheet.page)
            self._bring()
        else:
            self._stale = True


def _table() -> QTableWidget:
    made = QTableWidget(0, 3)
    made.setAccessibleName(_("目录"))
    made.setHorizontalHeaderLabels([_("页"), _("题名"), _("署名")])
    made.verticalHeader().hide()
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    head = made.horizontalHeader()
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    head.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
    made.setColumnWidth(2, theme().dp(110))
    return made
