"""The workspace: which volume, its plan, text, adjustments and proofs at the left, its pages at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget
from shiboken6 import isValid

from archive_app.catalogue.commands import Command
from archive_app.catalogue.store import Record
from archive_app.gui.checking.remarks_asked import Checking as TextsChecked
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.replacing.opening import Replacing
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.volumes import arranging
from archive_app.gui.workspaces.volumes.acts import VolumeActs
from archive_app.gui.workspaces.volumes.adjusting import Adjusting
from archive_app.gui.workspaces.volumes.checks import Checking, ChecksPane
from archive_app.gui.workspaces.volumes.composing import Composing
from archive_app.gui.workspaces.volumes.earlier import Earlier
from archive_app.gui.workspaces.volumes.freezing import Freezing
from archive_app.gui.workspaces.volumes.hand import HandPane
from archive_app.gui.workspaces.volumes.heard import HeardLine
from archive_app.gui.workspaces.volumes.left import CHECKS, HAND, PLAN, PROOFS, STORY, LeftSide
from archive_app.gui.workspaces.volumes.pages_pane import PagesPane
from archive_app.gui.workspaces.volumes.problems import page_of
from archive_app.gui.workspaces.volumes.proofing import Proofing
from archive_app.gui.workspaces.volumes.proofs import ProofsPane
from archive_app.gui.workspaces.volumes.showing import VOLUME, Showing
from archive_app.gui.workspaces.volumes.story import StoryPane, TextPlace
from archive_app.gui.workspaces.volumes.tracing import Tracing
from archive_app.gui.workspaces.volumes.trash import VolumeTrash
from archive_app.gui.workspaces.volumes.writing import Writer
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import Options
from archive_app.typeset.problems import Problem

_REST_MS = 30
"""What is written elsewhere is followed when nothing more came for so long."""


class VolumesWorkspace(Workspace):
    """One volume at a time; its pages follow what is written anywhere in the archive."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._volume = ""
        self._reading: tuple[str, TextPlace | None] = ("", None)  # what 文稿 shows when it is opened
        self.composing = Composing(self)
        self.setter = self.composing.setter
        self.acts = VolumeActs(self)
        self.trash = VolumeTrash(self)
        self.replacing = Replacing(self, shell)
        self.texts_checked = TextsChecked(self, shell)
        self.pages = QStackedWidget()
        self._empty: EmptyState | None = None
        self.earlier = Earlier(self)
        self.pages.addWidget(self._desk())
        self.setLayout(column(self.pages, spacing=0))
        self.writer = Writer(shell, self.ask, self._while_alive, self)
        self.writer.busy_changed.connect(self.refresh_make)
        self.showing = Showing(self)
        self.tracing = Tracing(self, self.pages_view, self.tree)
        self.heard = HeardLine(self)
        self.sheets_pane.put_below(self.heard)
        self.adjusting = Adjusting(self, self.pages_view)
        self.checking = Checking(self)
        self.freezing = Freezing(self)
        self.proofing = Proofing(self, self.writer)
        for before, after in pairwise((*self.left.tab_order(), *self.sheets_pane.tab_order())):
            self.setTabOrder(before, after)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._follow)
        self.session.changed.connect(self._on_change)
        self.refresh_make()

    def _on_change(self, _done: object) -> None:
        # a method of the widget, not a lambda: the connection ends with the widget
        self._rest.start()
        self.checking.pages_set()

    # — what it is made of —

    def _desk(self) -> QSplitter:
        self.left = LeftSide(
            self.shell,
            self.ask,
            {
                STORY: self._make_story,
                HAND: self._make_hand,
                CHECKS: self._make_checks,
                PROOFS: self._make_proofs,
            },
        )
        self.left.volume_chosen.connect(self._take_volume)
        self.left.new_wanted.connect(self.acts.ask_new)
        self.left.format_wanted.connect(self.acts.ask_format)
        self.left.titles_wanted.connect(self.acts.ask_titles)
        self.left.report_wanted.connect(self.acts.report)
        self.left.tab_wanted.connect(self.show_tab)
        self.choice, self.tabs, self.plan = self.left.choice, self.left.tabs, self.left.plan
        self.tree = self.plan.tree
        self.plan.chosen.connect(self._go_to)
        self.plan.written.connect(self._follow)
        self.plan.to_write.connect(self._write_matter)
        self.sheets_pane = PagesPane(self.ask)
        self.sheets_pane.output_wanted.connect(self.ask_output)
        self.sheets_pane.articles_wanted.connect(self.plan.add_articles)
        self.sheets_pane.problem_chosen.connect(self.show_problem)
        self.pages_view = self.sheets_pane.view
        self.pages_view.looked.connect(self.setter.look)
        self.where, self.said = self.sheets_pane.where, self.sheets_pane.said
        self.make, self.problem_line = self.sheets_pane.make, self.sheets_pane.problem_line
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.left)
        split.addWidget(self.sheets_pane)
        split.setStretchFactor(1, 1)
        split.setSizes([theme().dp(348), theme().dp(800)])
        return split

    def _make_story(self) -> StoryPane:
        made = StoryPane(self.shell)
        made.written.connect(self.composing.written)
        made.place_changed.connect(self.tracing.show_on_page)
        made.place_changed.connect(self.heard.look_at)
        made.material_wanted.connect(lambda item: self.shell.go("materials", Place(item, field="manuscript")))
        made.show_article(*self._reading)
        return made

    def _make_hand(self) -> HandPane:
        made = HandPane()
        self.adjusting.take_pane(made)
        return made

    def _make_checks(self) -> ChecksPane:
        made = ChecksPane()
        self.checking.take_pane(made)
        return made

    def _make_proofs(self) -> ProofsPane:
        made = ProofsPane()
        self.proofing.take_pane(made)
        self.freezing.take_pane(made)
        made.enable(self._able)
        made.marks_wanted.connect(self.acts.take_marks)
        made.changes_wanted.connect(lambda: self.acts.report("proof-changes"))
        return made

    @property
    def story(self) -> StoryPane:
        """文稿."""
        return cast(StoryPane, self.left.pane(STORY))

    @property
    def hand(self) -> HandPane:
        """手工."""
        return cast(HandPane, self.left.pane(HAND))

    @property
    def checks(self) -> ChecksPane:
        """检查."""
        return cast(ChecksPane, self.left.pane(CHECKS))

    @property
    def proofs(self) -> ProofsPane:
        """校样."""
        return cast(ProofsPane, self.left.pane(PROOFS))

    def read_text(self, article: str, place: TextPlace | None = None) -> None:
        """Have 文稿 show an article, at a place; now, or when it is opened."""
        self._reading = (article, place)
        if self.left.has(STORY):
            self.story.show_article(article, place)

    def show_tab(self, name: str) -> None:
        """篇目, 文稿, 手工, 检查 or 校样 at the left."""
        current = self.tree.current()
        if name == STORY and not self._reading[0] and current is not None and current.entity == "article":
            self.read_text(current.id)
        self.left.show_pane(name)
        if name == PROOFS:
            self.proofing.follow()
        elif name == CHECKS:
            self.checking.check()

    @property
    def tab(self) -> str:
        """Which of them is shown."""
        return self.tabs.choice()

    # — the shell —

    def activate(self) -> None:
        """The keyboard begins in the tree."""
        self.tree.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was written while it could not be seen."""
        super().showEvent(event)
        self.setter.prepare()
        self._follow()

    def open_place(self, place: Place) -> None:
        """An article or a section by its id; a place in the text of an item that is in the volume, on its page; a place
        in a printed volume, which is shown if another one is."""
        if place.field == VOLUME:
            self.earlier.look_for(place)
            self.showing.show(place)
        elif not self.tree.choose(place.record_id):
            self.tracing.open_item(place)

    def show_volume(self, volume: str) -> None:
        """Show another volume, or what is shown as it is now."""
        self._volume = volume
        self._follow()

    def flush(self) -> None:
        """Save what was written in the text."""
        if self.left.has(STORY):
            self.story.flush()

    def release(self) -> None:
        """End the process that sets the pages, and the sound."""
        self.setter.close()
        self.heard.close_sound()

    def remember(self) -> dict[str, Any]:
        return {"volume": self._volume, "tab": self.tab, "page": self.pages_view.shown}

    def recall(self, state: dict[str, Any]) -> None:
        self._volume = str(state.get("volume", ""))
        self.show_tab(str(state.get("tab", PLAN)))
        self._follow()

    def ask(
        self,
        question: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """A question whose answer finds nobody where the window was built anew meanwhile."""
        self.session.ask(question, self._while_alive(then), self._while_alive(failed) if failed else None, key=key)

    def _while_alive(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*answer: Any) -> None:
            if isValid(self):
                act(*answer)

        return guarded

    # — which volume —

    @property
    def volume(self) -> str:
        """The id of the volume that is shown; empty where there is none."""
        return self._volume

    @property
    def book(self) -> Book | None:
        """The volume as it was compiled last."""
        return self.composing.book

    @property
    def layout_shown(self) -> Layout:
        """Its pages as far as they are there."""
        return self.setter.layout

    @property
    def busy(self) -> bool:
        """Whether pages are still to come."""
        return self.setter.busy

    def _follow(self) -> None:
        """Only what is seen is kept up to date."""
        if self.isVisible():
            self._rest.stop()
            self.ask(lambda: self.session.archive.catalogue.records("volume"), self._show_volumes, key="volumes")

    def _show_volumes(self, volumes: list[Record]) -> None:
        words = [_(" 第{n}辑").format(n=volume["number"]) if volume["number"] else "" for volume in volumes]
        listed = [(f"{volume['title']}{number}", volume.id) for volume, number in zip(volumes, words, strict=True)]
        chosen = self.left.choice.offer(listed, self._volume)
        if volumes and self.earlier.show(volumes, listed, chosen):
            self._volume = chosen
            self.showing.shown_elsewhere()
            return
        if volumes:
            self.pages.setCurrentIndex(0)
            self.showing.chosen(chosen)
            self._take_volume(chosen)
            return
        self.showing.chosen("")
        self.pages.setCurrentWidget(self._no_volumes())
        self._volume = self.plan.volume = ""
        self.left.road.show_volume("")
        self.tree.show_entries(())

    def _no_volumes(self) -> EmptyState:
        if self._empty is None:
            self._empty = EmptyState(
                "volumes",
                _("还没有书卷"),
                _("新建一卷，分好栏目，把审定的资料编进去，右边就是印出来的样子。"),
                ((_("新建书卷…"), "plus", self.acts.ask_new), (_("收入往辑…"), "books", self.earlier.take)),
            )
            self.pages.addWidget(self._empty)
        return self._empty

    def _take_volume(self, volume: str) -> None:
        if self.earlier.is_one(volume):
            self.show_volume(volume)
            return
        if volume != self.plan.volume:
            self.flush()
            self.read_text("")
            self.heard.another_volume()
            self.composing.forget()
        self._volume = self.plan.volume = volume
        self.left.road.show_volume(volume)
        self.plan.follow(self._tree_shown)
        self.composing.follow()
        self.adjusting.follow()
        self.proofing.follow()
        if self.left.has(STORY) and self.story.article:
            self.story.show_article(self.story.article)

    def _tree_shown(self) -> None:
        current = self.tree.current()
        if current is not None and current.entity == "article":
            self.pages_view.mark(current.id)
        self.freezing.follow()
        self.showing.plan_there()

    def create_volume(self, values: dict[str, object]) -> None:
        """A volume with a first section; both are one step of undo."""
        self._volume, command = self.acts.new_volume(values)
        self.execute(command)

    def execute(self, command: Command) -> None:
        """Carry out, and show it at once."""
        self.session.execute(command, self._while_alive(lambda _done: self._follow()))

    def create_section(self, title: str) -> None:
        """A section behind the last of the body."""
        self.plan.create_section(title)

    def put_in(self, section: str, items: list[str]) -> None:
        """Items become articles behind the last one of a section."""
        self.plan.put_in(section, items)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Its reports; looking for words in 文稿, counting them, writing beside them."""
        return {
            **self.heard.handlers(),
            "earlier.take": self.earlier.take,
            "volume.trash": self.trash.ask,
            "volume.restore": self.trash.ask_back,
            "item.report": self.acts.report,
            "item.check": self._check_texts,
            "item.replace": lambda: self.replacing.ask((), volume=self._volume),
            "edit.find": lambda: self._in_story(lambda text: text.find()),
            "text.replace": lambda: self._in_story(lambda text: text.find(replacing=True)),
            "text.count": lambda: self._in_story(lambda text: text.show_figures()),
            "text.comment": lambda: self._in_story(lambda _text: self.story.margin.write()),
            "text.comments": lambda: self._in_story(lambda _text: self.story.margin.toggle()),
            "text.next_comment": lambda: self._in_story(lambda _text: self.story.margin.step(1)),
            "text.track": lambda: self._in_story(lambda _text: self.story.tracking.toggle()),
            "text.next_remark": lambda: self._in_story(lambda _text: self.story.tracking.step(1)),
            "text.previous_remark": lambda: self._in_story(lambda _text: self.story.tracking.step(-1)),
            "text.accept": lambda: self._in_story(lambda _text: self.story.tracking.decide(True)),
            "text.refuse": lambda: self._in_story(lambda _text: self.story.tracking.decide(False)),
            "text.previous_comment": lambda: self._in_story(lambda _text: self.story.margin.step(-1)),
            "search.next": lambda: self._in_story(lambda text: text.find_step(1)),
            "search.previous": lambda: self._in_story(lambda text: text.find_step(-1)),
        }

    def can(self, action: str) -> bool:
        """What is done with the sound wants a paragraph that is tied to it."""
        return self.heard.can(action) if action in self.heard.handlers() else super().can(action)

    def _check_texts(self) -> None:
        """The texts of the volume."""
        if self._volume:
            self.texts_checked.ask(volume=self._volume)
        else:
            self.shell.toast(_("先选一卷书"))

    def _in_story(self, act: Callable[[ManuscriptEditor], object]) -> None:
        """In the text that is read at the left, brought to the front."""
        self.show_tab(STORY)
        if self.story.article:
            act(self.story.text)

    def _write_matter(self, article: str) -> None:
        self.read_text(article)
        self.show_tab(STORY)
        self.story.text.page.setFocus()

    def _go_to(self, record: Record) -> None:
        if record.entity == "article":
            self.pages_view.mark(record.id)
            self.pages_view.show_article(record.id)
            self.read_text(record.id)
            return
        self.pages_view.mark("")
        page = self._section_page(record)
        if page >= 0:
            self.pages_view.show_page(page)

    def _section_page(self, record: Record) -> int:
        """The page that bears a section's title, else the one its first article begins on."""
        layout = self.layout_shown
        for found in layout.outline:
            if found.title == record.title and layout.pages[found.page].kind == "section":
                return found.page
        entry = arranging.find(self.tree.entries, record.id)
        inside = arranging.walk(entry.children) if entry is not None else ()
        pages = (self.pages_view.first_page_of(e.record.id) for e in inside if e.record.entity == "article")
        return next((page for page in pages if page >= 0), -1)

    # — the pages —

    def show_problem(self, problem: Problem) -> None:
        """Go to the page and the text a problem is about."""
        page = page_of(self.layout_shown, problem)
        self.pages_view.mark(problem.article, problem.block)
        if problem.article:
            self.tree.choose(problem.article, quietly=True)
            self.read_text(problem.article, TextPlace(problem.block) if problem.block else None)
        if page >= 0:
            self.pages_view.show_page(page)
        self.pages_view.setFocus()

    # — the outputs —

    @property
    def _able(self) -> bool:
        return not self.writer.busy and bool(self.pages_view.pages)

    def refresh_make(self) -> None:
        """Whether something can be made of the pages now."""
        self.make.setEnabled(self._able)
        if self.left.has(PROOFS):
            self.proofs.enable(self._able)

    def ask_output(self) -> None:
        """Ask what for and where, and write it; the window stays usable."""
        self.writer.ask_output(self._volume, self.choice.currentText(), self.layout_shown)

    def write_out(
        self, out: Path, output: str = "screen", options: Options | None = None, layout_json: Path | None = None
    ) -> None:
        """Write the volume to ``out`` in a process of its own."""
        self.writer.write(self._volume, out, output, options, layout_json)
