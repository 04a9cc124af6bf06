"""The workspace: which volume, its tree, its pages, and the button that writes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QLayout,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QWidget,
)
from shiboken6 import isValid

from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.catalogue.queries import ItemFilter, ItemRow
from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.jobs import Job
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, margins, pane, row, tool
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workflow.volume_road import VolumeRoad
from archive_app.gui.workspaces.volumes import arranging
from archive_app.gui.workspaces.volumes.dialogs import ChooseItemsDialog, NameDialog, NewVolumeDialog
from archive_app.gui.workspaces.volumes.output_dialog import OutputDialog
from archive_app.gui.workspaces.volumes.problems import ProblemLine, page_of
from archive_app.gui.workspaces.volumes.spreads import SpreadView
from archive_app.gui.workspaces.volumes.tree import Entry, Landing, VolumeTree, entries
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace
from archive_app.services.jobs import JobState
from archive_app.services.typesetting import Typeset, compose_apart, typeset_apart, volume_book
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import Options
from archive_app.typeset.problems import Problem

_REST_MS = 600
"""The pages are set anew when nothing was written for so long."""
_ONE_ROW_FROM = 560
"""Width on the grid from which the bar above the pages is one row."""
_EMPTY_VOLUME = "empty-volume"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


class _Bar(QWidget):
    """Words at the left, tools at the right; one above the other where there is no room for both."""

    def __init__(self, words: QLayout, tools: QLayout) -> None:
        super().__init__()
        self._lay = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        margins(self._lay, (16, 9, 16, 9), 6)
        self._lay.addLayout(words, 1)
        self._lay.addLayout(tools)
        self.setLayout(self._lay)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().dp(_ONE_ROW_FROM)
        self._lay.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.BottomToTop)


class VolumesWorkspace(Workspace):
    """One volume at a time; its pages follow what is written anywhere in the archive."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._volume = ""
        self._layout: Layout | None = None
        self._setting = False
        self._writing = False
        self._again = False
        self._book_seen: Book | None = None
        self.pages = QStackedWidget()
        self._empty = EmptyState(
            "volumes",
            _("还没有书卷"),
            _("新建一卷，分好栏目，把审定的资料编进去，右边就是印出来的样子。"),
            ((_("新建书卷…"), "plus", self.new_volume),),
        )
        self.pages.addWidget(self._empty)
        self.pages.addWidget(self._desk())
        self.setLayout(column(self.pages, spacing=0))
        self._set_tab_order()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._follow)
        self.session.changed.connect(self._on_change)

    def _on_change(self, _done: object) -> None:
        # a method of the widget, not a lambda: the connection ends with the widget
        self._rest.start()

    def _desk(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._plan())
        split.addWidget(self._sheets())
        split.setStretchFactor(1, 1)
        split.setSizes([theme().dp(340), theme().dp(800)])
        return split

    def _plan(self) -> QWidget:
        """The left side: which volume, what is done with its tree, the tree."""
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("书卷"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(6)
        self.choice.currentIndexChanged.connect(self._choose_volume)
        self._new = tool("plus", _("新建书卷"), self.new_volume)
        self._up = tool("arrow-up", _("上移（Ctrl+↑）"), lambda: self.step(-1))
        self._down = tool("arrow-down", _("下移（Ctrl+↓）"), lambda: self.step(1))
        self._remove = tool("trash", _("从书卷中拿掉（Delete 键）"), self.remove_current)
        self._section = button(_("栏目"), self.new_section, icon="folder-plus", tip=_("加一个栏目"))
        self._article = button(_("文章"), self.add_articles, icon="file-plus", tip=_("把资料编进当前栏目"))
        self.tree = VolumeTree()
        self.tree.chosen.connect(self._go_to)
        self.tree.dropped.connect(self._drop)
        self.tree.stepped.connect(self.step)
        self.tree.removed.connect(self.remove_current)
        head = row(self.choice, self._new, spacing=8, around=(16, 12, 12, 8))
        head.setStretch(0, 1)
        acts = row(
            self._section, self._article, None, self._up, self._down, self._remove, spacing=6, around=(16, 0, 12, 10)
        )
        self.road = VolumeRoad(self.shell)
        road = row(self.road, around=(16, 0, 12, 10))
        return pane(column(head, road, acts, line(), self.tree, spacing=0), ground="paper")

    def _sheets(self) -> QWidget:
        """The right side: where one is, what is to be said, the pages."""
        self.pages_view = SpreadView(self._ask)
        self.pages_view.page_shown.connect(self._say_page)
        self.pages_view.clicked.connect(self._clicked)
        self._no_articles = EmptyState(
            "volumes",
            _("这一卷还没有文章"),
            _("在左边选一个栏目，把资料编进去，书页就排在这里。"),
            ((_("编入文章…"), "file-plus", self.add_articles),),
        )
        self.sheets = QStackedWidget()
        self.sheets.addWidget(self.pages_view)
        self.sheets.addWidget(self._no_articles)
        self.where = label("", tone="faint", voice="small")
        self.said = label("", tone="faint", voice="small")
        self.problem_line = ProblemLine(self._show_problem)
        keeps_room = self.problem_line.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.problem_line.setSizePolicy(keeps_room)
        self._smaller = tool("zoom-out", _("缩小（Ctrl 和滚轮）"), lambda: self.pages_view.zoom(1 / 1.2))
        self._fit = tool("book", _("整幅"), lambda: self.pages_view.zoom(0))
        self._larger = tool("zoom-in", _("放大（Ctrl 和滚轮）"), lambda: self.pages_view.zoom(1.2))
        self.make = button(_("输出…"), self.ask_output, role="primary", icon="file-type-pdf")
        words = row(self.where, self.said, self.problem_line, spacing=8)
        words.setStretch(2, 1)
        tools = row(self._smaller, self._fit, self._larger, 8, self.make, None, spacing=6)
        bar = _Bar(words, tools)
        right = pane(column(bar, line(), self.sheets, spacing=0), ground="paper")
        self._refresh_make()
        return right

    def _set_tab_order(self) -> None:
        order: tuple[QWidget, ...] = (
            self.choice, self._new, self._section, self._article, self._up, self._down, self._remove, self.tree,
            self.problem_line, self._smaller, self._fit, self._larger, self.make, self.pages_view,
        )  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    # — the shell —

    def activate(self) -> None:
        """The keyboard begins in the tree."""
        self.tree.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was written while it could not be seen."""
        super().showEvent(event)
        self._follow()

    def open_place(self, place: Place) -> None:
        """An article or a section by its id."""
        self.tree.choose(place.record_id)

    def remember(self) -> dict[str, Any]:
        return {"volume": self._volume}

    def recall(self, state: dict[str, Any]) -> None:
        self._volume = str(state.get("volume", ""))
        self._follow()

    def _ask(
        self,
        question: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """A question whose answer finds nobody where the window was built anew meanwhile."""
        self.session.ask(question, self._while_alive(then), self._while_alive(failed) if failed else None, key=key)

    def _while_alive(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        def guarded(answer: Any) -> None:
            if isValid(self):
                act(answer)

        return guarded

    # — which volume —

    def _follow(self) -> None:
        """Only what is seen is kept up to date."""
        if self.isVisible():
            self._rest.stop()
            self._ask(lambda: self.session.archive.catalogue.records("volume"), self._show_volumes, key="volumes")

    def _show_volumes(self, volumes: list[Record]) -> None:
        self._list(volumes)
        self.pages.setCurrentIndex(1 if volumes else 0)
        if not volumes:
            self._volume = ""
            self.road.show_volume("")
            self.tree.show_entries(())
            return
        wanted = self.choice.findData(self._volume)
        self.choice.blockSignals(True)
        self.choice.setCurrentIndex(max(0, wanted))
        self.choice.blockSignals(False)
        self._volume = str(self.choice.currentData())
        self.road.show_volume(self._volume)
        self._show_tree()
        self._set_pages()

    def _list(self, volumes: list[Record]) -> None:
        found = []
        for volume in volumes:
            number = _(" 第{n}辑").format(n=volume["number"]) if volume["number"] else ""
            found.append((f"{volume['title']}{number}", volume.id))
        if found != [(self.choice.itemText(n), self.choice.itemData(n)) for n in range(self.choice.count())]:
            self.choice.blockSignals(True)
            self.choice.clear()
            for words, key in found:
                self.choice.addItem(words, key)
            self.choice.blockSignals(False)

    def _choose_volume(self, _index: int) -> None:
        self._volume = str(self.choice.currentData() or "")
        self._book_seen = None
        self.road.show_volume(self._volume)
        self._show_tree()
        self._set_pages()

    def new_volume(self) -> None:
        """Ask for its title and make it, with a first section to begin in."""
        dialog = NewVolumeDialog(self)
        if dialog.exec():
            self.create_volume(dialog.values())

    def create_volume(self, values: dict[str, object]) -> None:
        """A volume with a first section; both are one step of undo."""
        volume = Create("volume", values)
        first = Create("section", {"volume": volume.id, "title": _("第一栏"), "matter": "body", "position": 1})
        self._volume = volume.id
        self._book_seen = None
        self._execute(Batch(_("新建书卷"), (volume, first), type="create"))

    def _execute(self, command: Command) -> None:
        """Carry out, and show it at once."""
        self.session.execute(command, self._while_alive(lambda _done: self._follow()))

    # — the tree —

    def _show_tree(self) -> None:
        volume, catalogue = self._volume, self.session.archive.catalogue
        if volume:
            self._ask(lambda: entries(catalogue, catalogue.sections_of(volume)), self._take_tree, key="tree")

    def _take_tree(self, found: tuple[Entry, ...]) -> None:
        self.tree.show_entries(found)
        current = self.tree.current()
        if current is not None and current.entity == "article":
            self.pages_view.mark(current.id)

    def new_section(self) -> None:
        """Ask for a name and put a section behind the last."""
        dialog = NameDialog(self, _("新栏目"), _("如：饮食风味"))
        if self._volume and dialog.exec():
            self.create_section(dialog.name())

    def create_section(self, title: str) -> None:
        """A section behind the last of the body; what comes after the body moves on by one."""
        order = list(self.tree.entries)
        body = [n for n, entry in enumerate(order) if (entry.record["matter"] or "body") == "body"]
        at = body[-1] + 1 if body else len(order)
        values = {"volume": self._volume, "title": title, "matter": "body", "position": at + 1}
        numbers = [(entry, n + 1 if n < at else n + 2) for n, entry in enumerate(order)]
        moved = (SetFields(e.record.id, {"position": n}) for e, n in numbers if e.record["position"] != n)
        self._execute(Batch(_("新建栏目“{n}”").format(n=title), (Create("section", values), *moved), type="create"))

    def add_articles(self) -> None:
        """Choose items and put them behind the last article of the section one is in."""
        section = self.tree.section()
        if section is None:
            self.shell.toast(_("请先在左边选一个栏目"))
            return
        self._ask(self._free_items, lambda rows: self._ask_for_articles(section, rows), key="free")

    def _free_items(self) -> list[ItemRow]:
        catalogue = self.session.archive.catalogue
        taken = {article["item"] for article in catalogue.records("article")}
        rows = catalogue.item_rows(catalogue.item_ids(ItemFilter(), "title"))
        return [r for r in rows if r.id not in taken and (r.characters or r.kind == "photograph")]

    def _ask_for_articles(self, section: Record, rows: list[ItemRow]) -> None:
        dialog = ChooseItemsDialog(self, rows)
        if dialog.exec():
            self.put_in(section.id, dialog.chosen())

    def put_in(self, section: str, items: list[str]) -> None:
        """Items become articles behind the last one of a section."""
        home = arranging.find(self.tree.entries, section)
        there = [int(e.record["position"] or 0) for e in home.children if e.record.entity == "article"] if home else []
        begin = max(there, default=0) + 1
        made = tuple(
            Create("article", {"section": section, "item": key, "position": begin + number})
            for number, key in enumerate(items)
        )
        self._execute(Batch(_("编入 {n} 篇").format(n=len(made)), made))

    def step(self, by: int) -> None:
        """The current line one place up (-1) or down (1)."""
        current = self.tree.current()
        if current is not None:
            self._carry_out(arranging.stepped(self.tree.entries, current.id, by))

    def _drop(self, record_id: str, landing: Landing) -> None:
        if landing.section:
            self._carry_out(arranging.article_moved(self.tree.entries, record_id, landing.section, landing.before))
        else:
            self._carry_out(arranging.section_moved(self.tree.entries, record_id, landing.before))

    def _carry_out(self, move: Batch | None) -> None:
        if move is not None:
            self._execute(move)

    def remove_current(self) -> None:
        """Take the current article or section out of the volume; the item itself stays in the archive."""
        current = self.tree.current()
        entry = arranging.find(self.tree.entries, current.id) if current is not None else None
        if entry is None:
            return
        self._execute(Trash(tuple(inside.record.id for inside in arranging.walk((entry,)))))
        self.shell.toast(
            _("已从书卷中拿掉，资料本身还在"), _("撤销"), lambda: self.shell.actions_table["edit.undo"].trigger()
        )

    def _go_to(self, record: Record) -> None:
        if record.entity == "article":
            self.pages_view.mark(record.id)
            self.pages_view.show_article(record.id)
            return
        self.pages_view.mark("")
        page = self._section_page(record)
        if page >= 0:
            self.pages_view.show_page(page)

    def _section_page(self, record: Record) -> int:
        """The page that bears a section's title, else the one its first article begins on."""
        if self._layout is not None:
            for found in self._layout.outline:
                if found.title == record.title and self._layout.pages[found.page].kind == "section":
                    return found.page
        entry = arranging.find(self.tree.entries, record.id)
        inside = arranging.walk(entry.children) if entry is not None else ()
        pages = (self.pages_view.first_page_of(e.record.id) for e in inside if e.record.entity == "article")
        return next((page for page in pages if page >= 0), -1)

    # — the pages —

    def _set_pages(self) -> None:
        if not self._volume:
            return
        if self._setting:
            self._again = True
            return
        volume = self._volume
        self._ask(lambda: volume_book(self.session.archive, volume), self._compose, self._not_ready, key="book")

    def _compose(self, book: Book) -> None:
        if book == self._book_seen:
            return
        if self._setting:
            self._again = True
            return
        self._book_seen = book
        self._setting = True
        self.said.setText(_("正在排版…"))
        job = self.shell.jobs.in_process(
            _("排版"),
            compose_apart,
            book,
            then=self._while_alive(self._composed),
            failed=self._while_alive(self.shell.show_error),
        )
        job.ended.connect(self._compose_ended)

    def _compose_ended(self, job: Job) -> None:
        """However it ended: done, failed or stopped by hand; the pages there were stay."""
        self._setting = False
        self.said.setText("")
        if job.state is not JobState.DONE:
            self._book_seen = None
            self.said.setText(_("没有排完"))
        if self._again:
            self._again = False
            self._set_pages()

    def _composed(self, layout: Layout) -> None:
        self._show_layout(layout)
        self.sheets.setCurrentWidget(self.pages_view)

    def _not_ready(self, error: Exception) -> None:
        self._book_seen = None
        self._show_layout(Layout("", ()))
        if not isinstance(error, ArchiveError):
            raise error
        if error.code == _EMPTY_VOLUME:
            self.sheets.setCurrentWidget(self._no_articles)
        else:
            self.said.setText(str(error))

    def _show_layout(self, layout: Layout) -> None:
        self._layout = layout
        self.pages_view.show_layout(layout)
        self.problem_line.show_problems(layout.problems)
        self._say_page(self.pages_view.shown)
        self._refresh_make()

    def _show_problem(self, problem: Problem) -> None:
        if self._layout is None:
            return
        page = page_of(self._layout, problem)
        self.pages_view.mark(problem.article, problem.block)
        if problem.article:
            self.tree.choose(problem.article, quietly=True)
        if page >= 0:
            self.pages_view.show_page(page)
        self.pages_view.setFocus()

    def _say_page(self, number: int) -> None:
        pages, beside = self.pages_view.pages, self.pages_view.facing(number)
        if not beside:
            self.where.setText("")
            return
        sides = "–".join(str(n + 1) for n in beside)
        labels = "–".join(pages[n].label for n in beside if pages[n].label)
        folio = _("（第 {n} 页）").format(n=labels) if labels else ""
        self.where.setText(_("{at} / {all} 面{folio}").format(at=sides, all=len(pages), folio=folio))

    def _clicked(self, article: str, block: str, offset: int) -> None:
        if not self.tree.choose(article, quietly=True):
            return
        self.pages_view.mark(article, block)
        entry = arranging.find(self.tree.entries, article)
        if entry is not None and entry.record["item"]:
            place = Place(entry.record["item"], field="manuscript", block=block, start=offset, end=offset)
            self.shell.toast(
                _("《{title}》").format(title=entry.title),
                _("打开原文"),
                lambda: self.shell.go("materials", place),
            )

    # — the outputs —

    def _refresh_make(self) -> None:
        self.make.setEnabled(not self._writing and bool(self.pages_view.pages))

    def ask_output(self) -> None:
        """Ask what for and where, and write it; the window stays usable."""
        if not self._volume:
            return
        dialog = OutputDialog(self)
        if not dialog.exec():
            return
        folder = self.session.archive.root / "volumes"
        with suppress(OSError):  # a place to begin looking; where it cannot be made another is chosen
            folder.mkdir(exist_ok=True)
        output = dialog.output()
        name = _NOT_IN_NAMES.sub("", self.choice.currentText()) or _("书卷")
        purpose = "" if output.name == "screen" else f"-{output.name}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self,
            _("存为"),
            str(folder / f"{name}{purpose}{output.suffix}"),
            _("{suffix} 文件").format(suffix=output.suffix[1:].upper()) + f" (*{output.suffix})",
        )
        if chosen:
            out = Path(chosen)
            self.write_out(out, output.name, dialog.options(), dialog.layout_beside(out))

    def write_out(
        self, out: Path, output: str = "screen", options: Options | None = None, layout_json: Path | None = None
    ) -> None:
        """Write the volume to ``out`` in a process of its own."""
        if self._writing:
            return
        self._writing = True
        self._refresh_make()
        volume = self._volume
        told = options or Options()
        self._ask(
            lambda: volume_book(self.session.archive, volume),
            lambda book: self._write(book, out, output, told, layout_json),
            self._no_book,
        )

    def _write(self, book: Book, out: Path, output: str, options: Options, layout_json: Path | None) -> None:
        job = self.shell.jobs.in_process(
            _("输出"),
            typeset_apart,
            book,
            out,
            output,
            options,
            layout_json,
            then=self._while_alive(self._written),
            failed=self._while_alive(self.shell.show_error),
        )
        job.ended.connect(self._write_ended)

    def _no_book(self, error: Exception) -> None:
        self._write_ended()
        self.shell.show_error(error)

    def _write_ended(self, _job: object = None) -> None:
        self._writing = False
        self._refresh_make()

    def _written(self, done: Typeset) -> None:
        said = _("排好了 {n} 面：{name}") if done.pages else _("写好了：{name}")
        words = "　".join((said.format(n=done.pages, name=done.out.name), *done.remarks))
        self.shell.toast(
            words,
            _("打开"),
            lambda: self._open_outside(done.out),
            _("打开所在文件夹"),
            lambda: self._open_outside(done.out.parent),
        )

    def _open_outside(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.shell.toast(_("这台电脑上没有能打开它的程序：{path}").format(path=path))
