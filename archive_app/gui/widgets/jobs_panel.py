"""The jobs at the lower right: what runs, how far, how long still, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QToolButton, QVBoxLayout, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.jobs import Job, JobBoard
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, clear, column, icon_label, label, margins, row, tool
from archive_app.services.jobs import JobState

_STEPS = 1000
_ENDED = {
    JobState.DONE: ("circle-check", "celadon", _("完成")),
    JobState.CANCELLED: ("ban", "faint", _("已停止")),
    JobState.FAILED: ("alert-circle", "danger", _("没有做成")),
}


class JobLine(QWidget):
    """One job: title, bar, words, time left, cancel."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words = ElidedLabel(tone="faint", voice="small")
        self._left = label(tone="faint", voice="small")
        self._cancel = button(_("停止"), job.cancel, role="link")
        self._icon = icon_label("loader-2", "faint", 16)
        self.setLayout(
            column(
                row(self._icon, ElidedLabel(job.title), self._cancel, spacing=8),
                self._bar,
                row(self._words, self._left, spacing=8),
                spacing=4,
            )
        )
        self.layout().itemAt(0).layout().setStretch(1, 1)
        self.layout().itemAt(2).layout().setStretch(0, 1)
        job.progressed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the job as it stands."""
        job = self._job
        if job.running and job.share < 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(int(max(0.0, job.share) * _STEPS))
        self._bar.setVisible(job.running)
        self._cancel.setVisible(job.running)
        self._cancel.setEnabled(not job.cancelling)
        self._words.setText(job.words)
        self._left.setText(job.time_left_words())
        if job.state in _ENDED:
            icon, token, words = _ENDED[job.state]
            self._words.setText(words)
            self._icon.setPixmap(theme().pixmap(icon, token, 16))


class JobsPanel(QFrame):
    """The list that opens above the corner."""

    def __init__(self, board: JobBoard, host: QWidget) -> None:
        super().__init__(host)
        self._board = board
        self.setProperty("role", "popover")
        self.setFixedWidth(theme().dp(360))
        self._list = QVBoxLayout()
        margins(self._list, (0, 0, 0, 0), 12)
        self._clear = button(_("清除已结束的"), board.forget_ended, role="link")
        head = row(label(_("任务"), voice="section"), None, self._clear, tool("x", _("收起"), self.hide, role="tiny"))
        self.setLayout(column(head, self._list, spacing=12, around=(16, 12, 16, 14)))
        board.began.connect(self._rebuild)
        board.ended.connect(self._rebuild)
        board.changed.connect(self._maybe_rebuild)
        self._shown: list[Job] = []
        self._rebuild()
        self.hide()

    def _maybe_rebuild(self) -> None:
        if self._shown != self._board.jobs:
            self._rebuild()

    def _rebuild(self, _job: object = None) -> None:
        clear(self._list)
        self._shown = list(self._board.jobs)
        for job in reversed(self._shown[-6:]):
            self._list.addWidget(JobLine(job))
        if not self._shown:
            self._list.addWidget(label(_("现在没有任务。"), tone="faint"))
        self._clear.setVisible(any(not job.running for job in self._shown))
        if self.isVisible():
            self.place()

    def place(self) -> None:
        """Stand in the lower right corner of the host."""
        self.layout().activate()
        self.adjustSize()
        host = self.parentWidget()
        edge = theme().dp(12)
        self.move(QPoint(host.width() - self.width() - edge, host.height() - self.height() - theme().dp(40)))

    def toggle(self) -> None:
        """Open or close."""
        if self.isVisible():
            self.hide()
        else:
            self.place()
            self.show()
            self.raise_()


class JobsCorner(QWidget):
    """The line in the bar: the newest running job, small; a click opens the panel."""

    def __init__(self, board: JobBoard, panel: JobsPanel) -> None:
        super().__init__()
        self._board = board
        self._button = QToolButton()
        self._button.setText(_("任务"))
        self._button.setToolTip(_("看正在做的事"))
        self._button.clicked.connect(lambda _checked=False: panel.toggle())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme().dp(120))
        self._left = label(tone="faint", voice="small")
        self._cancel = tool("x", _("停止这件事"), self._stop, role="tiny")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(row(self._left, self._button, self._bar, self._cancel, spacing=8))
        board.changed.connect(self.refresh)
        self.refresh()

    def _stop(self) -> None:
        if running := self._board.running():
            running[-1].cancel()

    def refresh(self) -> None:
        """Show what runs, or nothing."""
        running = self._board.running()
        self._bar.setVisible(bool(running))
        self._cancel.setVisible(bool(running))
        self._button.setVisible(bool(self._board.jobs))
        if not running:
            self._left.setText("")
            self._button.setText(_("任务"))
            return
        job = running[-1]
        more = f"（{len(running)}）" if len(running) > 1 else ""
        self._button.setText(f"{job.title}{more}")
        self._left.setText(job.time_left_words())
        if job.share < 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(int(job.share * _STEPS))
