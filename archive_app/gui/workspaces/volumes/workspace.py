"""The workspace: which volume, its tree, its pages, and the button that makes the PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QStackedWidget

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.catalogue.queries import ItemFilter
from archive_app.catalogue.store import Record
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, line, pane, row, tool
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.volumes.dialogs import ChooseItemsDialog, NameDialog, NewVolumeDialog
from archive_app.gui.workspaces.volumes.spreads import SpreadView
from archive_app.gui.workspaces.volumes.tree import VolumeTree, entries
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace
from archive_app.services.typesetting import Typeset, compose_apart, typeset_apart, volume_book
from archive_app.typeset.layout import Layout

_REST_MS = 600
"""The pages are set anew when nothing was written for so long."""


class VolumesWorkspace(Workspace):
    """One volume at a time; its pages follow what is written anywhere in the archive."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._volume = ""
        self._layout: Layout | None = None
        self._setting = False
        self._again = False
        self._book_seen: object = None
        self.tree = VolumeTree()
        self.tree.chosen.connect(self._go_to)
        self.pages_view = SpreadView()
        self.pages_view.page_shown.connect(self._say_page)
        self.pages_view.clicked.connect(self._clicked)
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
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._follow)
        self.session.changed.connect(lambda _done: self._rest.start())
        self._list_volumes()

    def _desk(self) -> QSplitter:
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("书卷"))
        self.choice.currentIndexChanged.connect(self._choose_volume)
        new = tool("plus", _("新建书卷"), self.new_volume)
        self._up = tool("arrow-up", _("上移"), lambda: self._move(-1))
        self._down = tool("arrow-down", _("下移"), lambda: self._move(1))
        self._remove = tool("trash", _("从书卷中拿掉"), self.remove_current)
        section = button(_("栏目"), self.new_section, icon="folder-plus", tip=_("加一个栏目"))
        article = button(_("文章"), self.add_articles, icon="file-plus", tip=_("把资料编进当前栏目"))
        head = row(self.choice, new, spacing=8, around=(16, 12, 12, 8))
        head.setStretch(0, 1)
        acts = row(section, article, None, self._up, self._down, self._remove, spacing=6, around=(16, 0, 12, 10))
        left = pane(column(head, acts, line(), self.tree, spacing=0), ground="paper")
        left.setMinimumWidth(theme().dp(280))
        self.where = label("", tone="faint", voice="small")
        self.said = ElidedLabel("", tone="amber", voice="small")
        smaller = tool("zoom-out", _("缩小"), lambda: self.pages_view.zoom(1 / 1.2))
        fit = tool("book", _("整幅"), lambda: self.pages_view.zoom(0))
        larger = tool("zoom-in", _("放大"), lambda: self.pages_view.zoom(1.2))
        self.make = button(_("做成 PDF…"), self.make_pdf, role="primary", icon="file-type-pdf")
        bar = row(self.where, self.said, smaller, fit, larger, 8, self.make, spacing=6, around=(16, 9, 16, 9))
        bar.setStretch(1, 1)
        right = pane(column(bar, line(), self.pages_view, spacing=0), ground="paper")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([theme().dp(340), theme().dp(800)])
        return split

    # — the shell —

    def activate(self) -> None:
        self._follow()
        self.tree.setFocus()

    def open_place(self, place: Place) -> None:
        """An article or a volume by its id."""
        self.tree.choose(place.record_id)

    def remember(self) -> dict[str, Any]:
        return {"volume": self._volume}

    def recall(self, state: dict[str, Any]) -> None:
        self._volume = str(state.get("volume", ""))
        self._list_volumes()

    # — which volume —

    def _list_volumes(self) -> None:
        self.session.ask(lambda: self.session.archive.catalogue.records("volume"), self._show_volumes, key="volumes")

    def _show_volumes(self, volumes: list[Record]) -> None:
        self.choice.blockSignals(True)
        self.choice.clear()
        for volume in volumes:
            number = _("　第 {n} 辑").format(n=volume["number"]) if volume["number"] else ""
            self.choice.addItem(f"{volume['title']}{number}", volume.id)
        self.choice.blockSignals(False)
        self.pages.setCurrentIndex(1 if volumes else 0)
        if not volumes:
            self._volume = ""
            return
        wanted = self.choice.findData(self._volume)
        self.choice.setCurrentIndex(max(0, wanted))
        self._volume = str(self.choice.currentData())
        self._show_tree()
        self._set_pages()

    def _choose_volume(self, _index: int) -> None:
        self._volume = str(self.choice.currentData() or "")
        self._book_seen = None
        self._show_tree()
        self._set_pages()

    def new_volume(self) -> None:
        """Ask for its title and make it, with a first section to begin in."""
        dialog = NewVolumeDialog(self)
        if not dialog.exec():
            return
        volume = Create("volume", dialog.values())
        first = Create("section", {"volume": volume.id, "title": _("第一栏"), "matter": "body", "position": 1})
        self._volume = volume.id
        self.session.execute(Batch(_("新建书卷"), (volume, first), type="create"), lambda _done: self._list_volumes())

    # — the tree —

    def _show_tree(self) -> None:
        volume, catalogue = self._volume, self.session.archive.catalogue
        if volume:
            self.session.ask(
                lambda: entries(catalogue, catalogue.sections_of(volume)), self.tree.show_entries, key="tree"
            )

    def new_section(self) -> None:
        """Ask for a name and put a section behind the last."""
        dialog = NameDialog(self, _("新栏目"), _("如：饮食风味"))
        if self._volume and dialog.exec():
            values = {"volume": self._volume, "title": dialog.name(), "matter": "body", "position": self._last() + 1}
            self.session.execute(Create("section", values, words=_("新建栏目“{n}”").format(n=dialog.name())))

    def _last(self) -> int:
        sections = self.session.archive.catalogue.sections_of(self._volume)
        return max((int(n.section["position"] or 0) for n in sections if n.section["matter"] == "body"), default=0)

    def add_articles(self) -> None:
        """Choose items and put them behind the last article of the section one is in."""
        section = self.tree.section()
        if section is None:
            self.shell.toast(_("请先在左边选一个栏目"))
            return
        self.session.ask(self._free_items, lambda rows: self._ask_for_articles(section, rows), key="free")

    def _free_items(self):
        catalogue = self.session.archive.catalogue
        taken = {a["item"] for a in catalogue.records("article")}
        rows = catalogue.item_rows(catalogue.item_ids(ItemFilter(), "title"))
        return [r for r in rows if r.id not in taken and (r.characters or r.kind == "photograph")]

    def _ask_for_articles(self, section: Record, rows) -> None:
        dialog = ChooseItemsDialog(self, rows)
        if dialog.exec():
            begin = len(self.session.archive.catalogue.records("article"))
            made = tuple(
                Create("article", {"section": section.id, "item": key, "position": begin + number})
                for number, key in enumerate(dialog.chosen())
            )
            self.session.execute(Batch(_("编入 {n} 篇").format(n=len(made)), made))

    def _move(self, by: int) -> None:
        current, siblings = self.tree.current(), self.tree.siblings()
        ids = [record.id for record in siblings]
        if current is None or current.id not in ids:
            return
        at = ids.index(current.id)
        if not 0 <= at + by < len(ids):
            return
        ids[at], ids[at + by] = ids[at + by], ids[at]
        first = min(int(record["position"] or 0) for record in siblings)
        moved = tuple(SetFields(key, {"position": first + number}) for number, key in enumerate(ids))
        self.session.execute(Batch(_("移动“{title}”").format(title=current.title), moved))

    def remove_current(self) -> None:
        """Take the current article or section out of the volume; the item itself stays in the archive."""
        current = self.tree.current()
        if current is None:
            return
        line_ = self.tree.currentItem()
        inside = [line_.child(n).data(0, Qt.ItemDataRole.UserRole).id for n in range(line_.childCount())]
        self.session.execute(Trash((current.id, *inside)))
        self.shell.toast(_("已从书卷中拿掉，资料本身还在；可以撤销"))

    def _go_to(self, record: Record) -> None:
        if record.entity == "article":
            self.pages_view.show_article(record.id)
            return
        for number, page in enumerate(self.pages_view.pages):
            if page.kind == "section" and any(record.title in line_.text for line_ in page.lines):
                self.pages_view.show_page(number)
                return

    # — the pages —

    def _follow(self) -> None:
        if self.isVisible():
            self._list_volumes()

    def _set_pages(self) -> None:
        if not self._volume:
            return
        if self._setting:
            self._again = True
            return
        volume = self._volume
        self.session.ask(lambda: volume_book(self.session.archive, volume), self._compose, self._not_ready, key="book")

    def _compose(self, book: object) -> None:
        if book == self._book_seen:
            return
        self._book_seen = book
        self._setting = True
        self.said.setText(_("正在排版…"))
        self.shell.jobs.in_process(_("排版"), compose_apart, book, then=self._composed, failed=self._not_composed)

    def _not_ready(self, error: Exception) -> None:
        self._book_seen = None
        self.pages_view.show_layout(Layout("", ()))
        self.where.setText("")
        self.said.setText(str(error))
        self.make.setEnabled(False)

    def _composed(self, layout: Layout) -> None:
        self._setting = False
        self._layout = layout
        self.make.setEnabled(True)
        self.pages_view.show_layout(layout)
        self._say_problems(layout)
        self._say_page(0)
        if self._again:
            self._again = False
            self._set_pages()

    def _not_composed(self, error: Exception) -> None:
        self._setting = False
        self._book_seen = None
        self.said.setText("")
        self.shell.show_error(error)

    def _say_problems(self, layout: Layout) -> None:
        if not layout.problems:
            self.said.setText("")
            return
        first = str(layout.problems[0])
        more = _("（共 {n} 条）").format(n=len(layout.problems)) if len(layout.problems) > 1 else ""
        self.said.setText(f"{first}{more}")
        self.said.setToolTip("\n".join(str(problem) for problem in layout.problems))

    def _say_page(self, number: int) -> None:
        pages = self.pages_view.pages
        if 0 <= number < len(pages):
            printed = pages[number].label
            folio = _("（第 {n} 页）").format(n=printed) if printed else ""
            self.where.setText(_("{at} / {all} 面{folio}").format(at=number + 1, all=len(pages), folio=folio))

    def _clicked(self, article: str, block: str, offset: int) -> None:
        if self.tree.choose(article):
            record = self.tree.current()
            if record is not None and record["item"]:
                self.shell.toast(
                    _("《{title}》").format(title=self.tree.currentItem().text(0)),
                    _("打开原文"),
                    lambda: self.shell.go(
                        "materials", Place(record["item"], field="manuscript", block=block, start=offset, end=offset)
                    ),
                )

    # — the PDF —

    def make_pdf(self) -> None:
        """Ask where, and write it; the window stays usable."""
        if not self._volume:
            return
        folder = self.session.archive.root / "volumes"
        folder.mkdir(exist_ok=True)
        name = self.choice.currentText().replace("　", "").replace(" ", "")
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("做成 PDF：存为"), str(folder / f"{name}.pdf"), _("PDF 文件 (*.pdf)")
        )
        if chosen:
            self.write_pdf(Path(chosen))

    def write_pdf(self, out: Path) -> None:
        """Write the volume to ``out`` in a process of its own."""

        def begin(book: object) -> None:
            self.shell.jobs.in_process(_("做成 PDF"), typeset_apart, book, out, then=self._written)

        self.session.ask(lambda: volume_book(self.session.archive, self._volume), begin, self.shell.show_error)

    def _written(self, done: Typeset) -> None:
        words = _("排好了 {n} 面：{name}").format(n=done.pages, name=done.out.name)
        self.shell.toast(words, _("打开"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(done.out))))
