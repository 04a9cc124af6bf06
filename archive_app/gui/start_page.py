"""The first page: open, create, or look at the example; below, the archives used last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QMenuBar, QProgressBar, QPushButton, QVBoxLayout, QWidget

from archive_app import __version__
from archive_app.domain.errors import ArchiveError
from archive_app.gui.background import Background
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    ElidedLabel,
    column,
    icon_label,
    label,
    line,
    margins,
    pane,
    row,
    scrolled,
)
from archive_app.gui.widgets.jobs_panel import JobLine

_ART_FROM = 900
"""Width on the grid from which the drawing has room beside the choices."""


class Choice(QPushButton):
    """A large button: icon, words, and a sentence under them."""

    def __init__(self, icon: str, words: str, help: str, *, first: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = label(words, voice="section")
        self._help = ElidedLabel(help, tone="faint", voice="small")
        for part in (self._title, self._help):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark = icon_label(icon, "cinnabar_ink" if first else "faint", 26)
        arrow = icon_label("chevron-right", "ghost", 18)
        lay = row(mark, column(self._title, self._help, spacing=1), arrow, spacing=16, around=(18, 10, 14, 10))
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.setMinimumHeight(theme().dp(72))


class StartPage(QWidget):
    """Signals say what was chosen; the window does it."""

    open_wanted = Signal()
    new_wanted = Signal()
    example_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, recent: list[Path], menu: QMenuBar) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._reader = Background(1, "recent", self)
        self._art = QLabel()
        self._art.setPixmap(theme().art("mill", 400))
        self._art.setAlignment(Qt.AlignmentFlag.AlignCenter)
        motto = label(_("存史、资政、团结、育人"), tone="faint")
        motto.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._left = pane(column(None, self._art, 8, motto, None, around=(24, 24, 24, 24)), ground="rail")

        seal = QLabel()
        seal.setPixmap(theme().art("seal", 56))
        name = label(_("存史"), voice="title")
        name.setFont(theme().font(24, serif=True, bold=True))
        name.setStyleSheet(f"font-size: {24 * theme().scale:.1f}pt;")
        self._choices = {
            "open": Choice("folder-open", _("打开馆藏"), _("选一个已有的馆藏文件夹"), first=True),
            "new": Choice("folder-plus", _("新建馆藏"), _("从空的开始，收照片、口述和文稿"), first=True),
            "example": Choice("book", _("看示例"), _("一份虚构的馆藏，可以随意改动"), first=True),
        }
        self._choices["open"].clicked.connect(lambda _checked=False: self.open_wanted.emit())
        self._choices["new"].clicked.connect(lambda _checked=False: self.new_wanted.emit())
        self._choices["example"].clicked.connect(lambda _checked=False: self.example_wanted.emit())
        self._recent = QVBoxLayout()
        margins(self._recent, (0, 0, 0, 0), 0)
        self._recent_head = label(_("最近打开"), tone="faint", voice="small")
        self._job_slot = QVBoxLayout()
        inner = column(
            None,
            row(
                seal,
                column(name, label(_("文史资料的征集、整理、检索与成书"), tone="faint"), spacing=0),
                None,
                spacing=16,
            ),
            20,
            *self._choices.values(),
            self._job_slot,
            20,
            self._recent_head,
            self._recent,
            None,
            None,
            label(_("存史 {version} · 不需要账号，也不联网").format(version=__version__), tone="faint", voice="small"),
            spacing=10,
            around=(40, 24, 40, 20),
        )
        body = pane(inner)
        body.setMaximumWidth(theme().dp(600))
        centred = pane(row(None, body, None, spacing=0))
        centred.layout().setStretch(1, 10)
        self._split = row(self._left, scrolled(centred), spacing=0)
        self._split.setStretch(0, 5)
        self._split.setStretch(1, 6)
        bar = pane(row(menu, None, around=(8, 4, 8, 4)), ground="rail")
        lay = column(bar, line(), self._split, spacing=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self.show_recent(recent)

    def choice(self, name: str) -> QPushButton:
        """One of open, new, example."""
        return self._choices[name]

    def show_recent(self, recent: list[Path]) -> None:
        """List the archives used last; their names are read off the painting thread."""
        self._recent_head.setVisible(bool(recent))
        # also where there are none: what opening needs is read in while a person looks at the page
        self._reader.ask(lambda: _names_of(recent[:5]), self._list)

    def _list(self, found: list[tuple[Path, str]]) -> None:
        for path, name in found:
            entry = QPushButton()
            entry.setProperty("role", "recent")
            words = ElidedLabel(name or path.name, tone="" if name else "ghost")
            where = ElidedLabel(
                str(path.parent) if name else _("找不到了：{path}").format(path=path), tone="faint", voice="small"
            )
            entry.setAccessibleName(name or path.name)
            lay = row(
                icon_label("archive", "faint" if name else "ghost", 18),
                column(words, where, spacing=0),
                spacing=12,
                around=(6, 2, 6, 2),
            )
            lay.setStretch(1, 1)
            for part in (words, where):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            entry.setLayout(lay)
            entry.setEnabled(bool(name))
            entry.clicked.connect(lambda _checked=False, chosen=path: self.recent_wanted.emit(chosen))
            self._recent.addWidget(entry)
            if name and self._choices["open"].hasFocus():
                entry.setFocus()  # Enter goes on where one left off; one who has moved on is not disturbed

    def activate(self) -> None:
        """The keyboard where one begins."""
        self._choices["open"].setFocus()

    def say_busy(self, words: str) -> None:
        """An archive is being opened: say so, and take nothing else meanwhile."""
        for choice in self._choices.values():
            choice.setEnabled(False)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        self._job_slot.addLayout(column(label(words, tone="faint"), bar, spacing=6, around=(0, 8, 0, 0)))

    def show_job(self, job) -> None:
        """The building of the example, while it runs."""
        for choice in self._choices.values():
            choice.setEnabled(False)
        self._job_slot.addWidget(JobLine(job))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawing steps aside where there is no room."""
        super().resizeEvent(event)
        self._left.setVisible(self.width() >= theme().dp(_ART_FROM))

    def release(self) -> None:
        """Stop reading names."""
        self._reader.close(wait=False)


def _names_of(paths: list[Path]) -> list[tuple[Path, str]]:
    """(path, the archive's name, or nothing where it is not to be found)."""
    import archive_app.gui.workspaces.materials.workspace  # noqa: F401 (read in now, needed in a moment)
    from archive_app.services.archive import read_label

    found: list[tuple[Path, str]] = []
    for path in paths:
        try:
            found.append((path, read_label(path).name))
        except ArchiveError:
            found.append((path, ""))
    return found
