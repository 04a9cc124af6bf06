"""What the layout could not do as asked: the first in a line, all of them in a list, each leading to its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QSizePolicy, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, icon_size, label
from archive_app.typeset.layout import Layout
from archive_app.typeset.problems import Problem

_BY_PLACE = "文件第"
"""How a problem names a side that has no folio."""


def page_of(layout: Layout, problem: Problem) -> int:
    """The page a problem is on, counted from 0; -1 where it names none."""
    named = problem.page
    if named.startswith(_BY_PLACE) and named.removeprefix(_BY_PLACE).isdecimal():
        return min(len(layout.pages), int(named.removeprefix(_BY_PLACE))) - 1
    for number, page in enumerate(layout.pages):
        if named and page.label == named:
            return number
    for number, page in enumerate(layout.pages):
        if problem.article and any(
            line.article == problem.article and problem.block in ("", line.block) for line in page.lines
        ):
            return number
    return -1


def page_words(problem: Problem) -> str:
    """``第 12 页``, ``图版一``, ``文件第 3 面``, or nothing."""
    if problem.page.startswith(("图版", "插页")):
        return problem.page
    if problem.page.startswith(_BY_PLACE):
        return _("文件第 {n} 面").format(n=problem.page.removeprefix(_BY_PLACE))
    return _("第 {n} 页").format(n=problem.page) if problem.page else ""


class ProblemLine(QPushButton):
    """One line in amber, cut to the room there is; pressed, it opens the list. Hidden while there is nothing."""

    def __init__(self, chosen: Callable[[Problem], object]) -> None:
        super().__init__()
        self.setProperty("role", "link")
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet(f"QPushButton {{ color: {theme().tokens.amber}; }}")
        self.setIcon(theme().icon("alert-triangle", "amber"))
        self.setIconSize(icon_size())
        self.problems: tuple[Problem, ...] = ()
        self._chosen = chosen
        self._whole = ""
        self.clicked.connect(self.open)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say the first and how many there are."""
        self.problems = tuple(problems)
        if self.problems:
            count = len(self.problems)
            head = _("{n} 条提示：").format(n=count) if count > 1 else ""
            self._whole = head + self.problems[0].message
            self.setAccessibleName(self._whole)
            self.setToolTip(_("看全部提示，点一条翻到那一页"))
            self._fit()
        self.setVisible(bool(self.problems))

    def words(self) -> str:
        """What is said, uncut."""
        return self._whole if self.problems else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - self.iconSize().width() - theme().dp(20))
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    def open(self) -> ProblemList:
        """The list below the line."""
        shown = ProblemList(self.problems, self._chosen, self)
        below = self.mapToGlobal(QPoint(0, self.height() + theme().dp(4)))
        window = self.window().frameGeometry()
        shown.move(max(window.left(), min(below.x(), window.right() - shown.width())), below.y())
        shown.show()
        shown.list.setFocus()
        return shown


class ProblemList(QFrame):
    """Every problem with its page; Enter or a click goes there, Esc closes."""

    def __init__(self, problems: Sequence[Problem], chosen: Callable[[Problem], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._problems = tuple(problems)
        self._chosen = chosen
        self.list = QListWidget()
        self.list.setAccessibleName(_("排版提示"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for problem in self._problems:
            place = page_words(problem)
            words = f"{place}　{problem.message}" if place else problem.message
            self.list.addItem(QListWidgetItem(f"{words}。{problem.remedy}"))
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        heading = label(_("排版提示"), voice="section")
        self.setLayout(column(heading, self.list, spacing=8, around=(16, 14, 12, 12)))
        self.setFixedWidth(min(theme().dp(520), parent.window().width() - theme().dp(32)))
        self.list.setCurrentRow(0)
        self.adjustSize()
        self.layout().activate()  # the list has its width now, and its rows break at it
        self.list.doItemsLayout()
        tall = self.list.visualItemRect(self.list.item(self.list.count() - 1)).bottom() + theme().dp(8)
        self.list.setFixedHeight(min(theme().dp(320), max(theme().dp(44), tall)))
        self.adjustSize()

    def _take(self, line: QListWidgetItem) -> None:
        problem = self._problems[self.list.row(line)]
        self.close()
        self._chosen(problem)
