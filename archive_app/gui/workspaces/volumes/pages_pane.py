"""The right side: where one is, what is to be said of the pages, the pages themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QStackedWidget, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, margins, row, tool
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.volumes.pictures import Ask
from archive_app.gui.workspaces.volumes.problems import ProblemLine
from archive_app.gui.workspaces.volumes.spreads import SpreadView
from archive_app.services.typesetting import counted
from archive_app.typeset.layout import Layout

_ONE_ROW_FROM = 560
"""Width on the grid from which the bar above the pages is one row."""


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


class PagesPane(QWidget):
    """The spreads with their bar; what is pressed is said by signals."""

    output_wanted = Signal()
    articles_wanted = Signal()
    problem_chosen = Signal(object)

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.view = SpreadView(ask)
        self.view.page_shown.connect(self._say_page)
        self.no_articles: EmptyState | None = None
        self.sheets = QStackedWidget()
        self.sheets.addWidget(self.view)
        self.where = label("", tone="faint", voice="small")
        self.said = label("", tone="faint", voice="small")
        self.problem_line = ProblemLine(self.problem_chosen.emit)
        keeps_room = self.problem_line.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.problem_line.setSizePolicy(keeps_room)
        self.smaller = tool("zoom-out", _("缩小（Ctrl 和滚轮）"), lambda: self.view.zoom(1 / 1.2))
        self.fit = tool("book", _("整幅"), lambda: self.view.zoom(0))
        self.larger = tool("zoom-in", _("放大（Ctrl 和滚轮）"), lambda: self.view.zoom(1.2))
        self.make = button(_("输出…"), self.output_wanted.emit, role="primary", icon="file-type-pdf")
        words = row(self.where, self.said, self.problem_line, spacing=8)
        words.setStretch(2, 1)
        tools = row(self.smaller, self.fit, self.larger, 8, self.make, None, spacing=6)
        self._lay = column(_Bar(words, tools), line(), self.sheets, spacing=0)
        self._lay.setStretch(2, 1)
        self.setLayout(self._lay)
        self._statistics: Mapping[str, Any] = {}

    def put_below(self, widget: QWidget) -> None:
        """Something that stands under the pages."""
        self._lay.addWidget(widget)

    def tab_order(self) -> tuple[QWidget, ...]:
        """Its parts as the Tab key goes through them."""
        return (self.problem_line, self.smaller, self.fit, self.larger, self.make, self.view)

    def say_empty(self) -> None:
        """There are no pages while there is no article."""
        if self.no_articles is None:
            self.no_articles = EmptyState(
                "volumes",
                _("这一卷还没有文章"),
                _("在左边选一个栏目，把资料编进去，书页就排在这里。"),
                ((_("编入文章…"), "file-plus", self.articles_wanted.emit),),
            )
            self.sheets.addWidget(self.no_articles)
        self.sheets.setCurrentWidget(self.no_articles)

    def show_layout(self, layout: Layout) -> None:
        """Other pages, their problems and their counts."""
        self.view.show_layout(layout)
        self.problem_line.show_problems(layout.problems)
        self._statistics = layout.statistics
        self._say_page(self.view.shown)
        if layout.pages:
            self.sheets.setCurrentWidget(self.view)

    def _say_page(self, number: int) -> None:
        pages, beside = self.view.pages, self.view.facing(number)
        self.where.setToolTip(counted(self._statistics))
        if not beside:
            self.where.setText("")
            return
        sides = "–".join(str(n + 1) for n in beside)
        labels = "–".join(pages[n].label for n in beside if pages[n].label)
        folio = _("（第 {n} 页）").format(n=labels) if labels else ""
        self.where.setText(_("{at} / {all} 面{folio}").format(at=sides, all=len(pages), folio=folio))
