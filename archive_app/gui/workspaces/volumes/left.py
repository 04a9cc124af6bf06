"""The left side: which volume, its road, its plan, and beside the plan what else is looked at of it.

A pane is made when it is first wanted: a workspace that comes up does not wait for what nobody looks at yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, line, pane, row, tool
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.widgets.volume_choice import VolumeChoice
from archive_app.gui.workflow.volume_road import VolumeRoad
from archive_app.gui.workspaces.volumes.plan import Ask, PlanPane
from archive_app.gui.workspaces.workspace import Shell

PLAN, STORY, HAND, CHECKS, PROOFS = "plan", "story", "hand", "checks", "proofs"


_LOW = 360
"""Height on the grid below which the road of the volume stands over its plan only."""


class LeftSide(QWidget):
    """``volume_chosen`` carries the id of a volume, ``tab_wanted`` the name of a pane."""

    volume_chosen = Signal(str)
    new_wanted = Signal()
    titles_wanted = Signal()
    format_wanted = Signal()
    report_wanted = Signal()
    tab_wanted = Signal(str)

    def __init__(self, shell: Shell, ask: Ask, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        """``makers`` make the panes beside the plan."""
        super().__init__()
        self._makers = makers
        self._made: dict[str, QWidget] = {}
        self.choice = VolumeChoice()
        self.choice.chosen.connect(self.volume_chosen)
        self._new = tool("plus", _("新建书卷"), self.new_wanted.emit)
        self._titles = tool("certificate", _("书名、版权页、编委会"), self.titles_wanted.emit)
        self._format = tool("text-size", _("版式：开本、字数行数、书眉、页码……"), self.format_wanted.emit)
        self._report = tool("printer", _("报表：稿费、样书、名单、勘误……（Ctrl+P）"), self.report_wanted.emit)
        tabs = ((PLAN, _("篇目")), (STORY, _("文稿")), (HAND, _("手工")), (CHECKS, _("检查")), (PROOFS, _("校样")))
        self.tabs = Segments([(name, words, "") for name, words in tabs])
        self.tabs.button(HAND).setToolTip(_("手工调整过的地方"))
        self.tabs.button(CHECKS).setToolTip(_("印前检查：授权、级别、审稿、图片、文字、版权页、版面"))
        self.tabs.chosen.connect(self.tab_wanted)
        self.plan = PlanPane(shell, ask)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plan)
        head = row(self.choice, self._titles, self._format, self._report, self._new, spacing=6, around=(16, 12, 12, 8))
        head.setStretch(0, 1)
        self.road = VolumeRoad(shell)
        self._road = pane(row(self.road, around=(16, 0, 12, 8)))
        chosen = row(self.tabs, None, around=(16, 0, 12, 8))
        self.setLayout(column(pane(column(head, self._road, chosen, line(), self._stack, spacing=0), ground="paper")))
        self.setMinimumWidth(theme().dp(300))

    def tab_order(self) -> tuple[QWidget, ...]:
        """Its parts as the Tab key goes through them."""
        return (self.choice, self._titles, self._format, self._report, self._new, self.tabs, *self.plan.tab_order())

    # — panes —

    def pane(self, name: str) -> QWidget:
        """A pane, made where it is not there yet."""
        if name == PLAN:
            return self.plan
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._stack.addWidget(self._made[name])
        return self._made[name]

    def has(self, name: str) -> bool:
        """Whether a pane is there."""
        return name in self._made

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front."""
        self.tabs.choose(name)
        self._stack.setCurrentWidget(self.pane(name))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window a text, a list of faults have the lines that the volume's own road takes."""
        low = self.height() < theme().dp(_LOW)
        self._road.setVisible(not low or self._stack.currentWidget() is self.plan)
