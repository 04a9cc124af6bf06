"""Material coming in: what became an item, what was there already, what could not be taken and why, as it happens.

A list is looked over first (``list_wizard``); anything can be tried first, which writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QProgressBar,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)

from archive_app.domain.entities import entity_named
from archive_app.domain.kinds import KINDS, kind_named
from archive_app.gui.i18n import _
from archive_app.gui.jobs import Job
from archive_app.gui.theme import theme
from archive_app.gui.thread_line import Line
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, line, pane, row, set_property
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.materials.paint import draw_line
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.facet_labels import kind_icon
from archive_app.services.jobs import JobState, Reporter

if TYPE_CHECKING:
    from archive_app.gui.workspaces.materials.list_wizard import ListWizard
    from archive_app.intake.proposal import TakenList
    from archive_app.services.archive import Archive
    from archive_app.services.importing import ImportReport, Outcome
    from archive_app.services.lists import ListOptions

IN, JOINED, KNOWN, REFUSED = "in", "joined", "known", "refused"
_ICONS = {
    IN: ("circle-check", "celadon"),
    JOINED: ("link", "celadon"),
    KNOWN: ("copy", "amber"),
    REFUSED: ("circle-x", "danger"),
}
_KINDS = frozenset(kind.name for kind in KINDS)
_Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole + 1


def take_in(
    reporter: Reporter,
    archive: Archive,
    paths: list[Path],
    tell: Callable[[Outcome], None],
    lists: ListOptions | None = None,
    dry: bool = False,
    unit: str = "",
) -> ImportReport:
    """The job: the service does the reading in a process of its own and the writing here."""
    from archive_app.services.importing import import_paths
    from archive_app.services.lists import ListOptions

    return import_paths(
        archive, paths,
        lists=lists or ListOptions(), dry_run=dry, unit=unit,
        progress=reporter.progress, cancelled=reporter.cancelled, on_outcome=tell,
    )  # fmt: skip


def read_lists(reporter: Reporter, archive: Archive, paths: list[Path]) -> list[TakenList]:
    """The job before: the lists among what comes, to be looked over."""
    from archive_app.services.lists.opening import open_lists

    return open_lists(archive, paths, reporter.cancelled)


def entry_of(outcome: Any) -> tuple[str, str, str, str, str]:
    """(sort, item id, file, words, kind) of an outcome."""
    name = type(outcome).__name__
    source = source_words(str(outcome.source))
    if name == "Imported":
        warned = _together(outcome.warnings)
        is_item = outcome.kind in _KINDS
        kind = _((kind_named(outcome.kind) if is_item else entity_named(outcome.kind)).label)
        words = _("收入为{kind}“{title}”").format(kind=kind, title=outcome.title)
        shown = f"{words}　{warned}" if warned else words
        return IN, outcome.id if is_item else "", source, shown, outcome.kind if is_item else ""
    if name == "Attached":
        return (
            JOINED,
            outcome.id,
            source,
            "　".join((_("并入同名或已有的资料"), _together(outcome.warnings))).rstrip(),
            "",
        )
    if name == "Duplicate":
        return KNOWN, outcome.id, source, _("已经收过：“{title}”").format(title=outcome.title), ""
    return REFUSED, "", source, str(outcome.reason), ""


def source_words(source: str) -> str:
    """A file's own name; inside a container the container's too."""
    outer, bang, inner = source.partition("!")
    name = Path(outer).name
    return f"{name} ▸ {inner.replace('!', ' ▸ ')}" if bang else name


def _together(remarks: Sequence[str]) -> str:
    """Sentences one after the other, with one full stop at the end."""
    *before, last = (*remarks,) or ("",)
    return "；".join([*(one.removesuffix("。") for one in before), last])


class OutcomeModel(QAbstractListModel):
    """What has come of each file, the newest last; ``only`` shows one sort."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[tuple[str, str, str, str, str]] = []
        self._shown: list[tuple[str, str, str, str, str]] = []
        self._only = ""

    def begin(self) -> None:
        """Nothing yet."""
        self.beginResetModel()
        self._all, self._shown, self._only = [], [], ""
        self.endResetModel()

    def add(self, entries: list[tuple[str, str, str, str, str]]) -> None:
        """More outcomes."""
        self._all += entries
        fresh = [entry for entry in entries if self._only in ("", entry[0])]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(fresh) - 1)
            self._shown += fresh
            self.endInsertRows()

    def only(self, sort: str) -> None:
        """Show one sort, or all."""
        self.beginResetModel()
        self._only = sort
        self._shown = [entry for entry in self._all if sort in ("", entry[0])]
        self.endResetModel()

    def count(self, sort: str) -> int:
        """How many of a sort."""
        return sum(1 for entry in self._all if entry[0] == sort)

    def entries(self) -> list[tuple[str, str, str, str, str]]:
        """All of them."""
        return list(self._all)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, and the entry for the delegate."""
        entry = self._shown[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{entry[2]}：{entry[3]}"
        return None


class OutcomeDelegate(QStyledItemDelegate):
    """A file's name, and what came of it under it."""

    def sizeHint(self, _option: Any, _index: _Index) -> QSize:
        """Two lines."""
        return QSize(theme().dp(200), theme().dp(54))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """Icon, name, words."""
        look = theme()
        dp = look.dp
        rect: QRect = option.rect
        sort, _id, source, words, kind = index.data(_ENTRY)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("selected"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        icon, token = _ICONS[sort]
        painter.drawPixmap(rect.left() + dp(16), rect.center().y() - dp(10), look.pixmap(icon, token, 20))
        inside = rect.adjusted(dp(50), dp(5), -dp(48), -dp(5))
        painter.setFont(look.font())
        painter.setPen(look.colour("ink"))
        draw_line(painter, inside.adjusted(0, 0, 0, -inside.height() // 2), source)
        painter.setFont(look.small())
        painter.setPen(look.colour("danger" if sort == REFUSED else "faint"))
        draw_line(painter, inside.adjusted(0, inside.height() // 2, 0, 0), words)
        if kind:
            painter.drawPixmap(
                rect.right() - dp(34), rect.center().y() - dp(9), look.pixmap(kind_icon(kind), "ghost", 18)
            )
        painter.restore()


class OutcomeList(QListView):
    """Enter or a double click opens the item a file became."""

    opened = Signal(str)

    def __init__(self, model: OutcomeModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(OutcomeDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("收进来的文件"))
        self.doubleClicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and (item := index.data(_ENTRY)[1]):
            self.opened.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class IntakeView(QWidget):
    """One import, live; it goes on when one looks elsewhere."""

    closed = Signal()
    opened = Signal(str)
    taken_in = Signal()
    """An import ended that brought something in."""
    _told = Signal(object)

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__()
        self._shell = shell
        self.job: Job | None = None
        self.model = OutcomeModel()
        self._coming: list[tuple[str, str, str, str, str]] = []
        self._paths: list[Path] = []
        self._unit = ("", "")
        self._options: ListOptions | None = None
        self.dry = False
        self.wizard: ListWizard | None = None
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.heading = label(voice="title", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._now = ElidedLabel(tone="faint", voice="small")
        self._left = label(tone="faint", voice="small")
        self._cancel = button(_("停止"), self._stop)
        self._undo = button(_("撤销这次加入"), self._take_back, icon="arrow-back-up")
        self._back = button(_("回到对应"), self._look_again)
        self._really = button(_("就这样加入"), lambda: self._start(dry=False), role="primary")
        self._done = button(_("回到列表"), self.closed.emit, role="primary")
        self.sorts = Segments([("", _("全部"), ""), (IN, "", ""), (JOINED, "", ""), (KNOWN, "", ""), (REFUSED, "", "")])
        self.sorts.chosen.connect(self.model.only)
        self.list = OutcomeList(self.model)
        self.list.opened.connect(self.opened)
        progress = row(self._now, self._left, spacing=12)
        progress.setStretch(0, 1)
        head = row(self.heading, self._cancel, self._undo, self._back, self._really, self._done, spacing=8)
        head.setStretch(0, 1)
        lay = column(
            column(
                head,
                self._bar,
                progress,
                row(self.sorts, None),
                spacing=8,
                around=(20, 14, 16, 10),
            ),
            line(),
            self.list,
            spacing=0,
        )
        lay.setStretch(2, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(pane(lay))
        self._flow = QTimer(self)
        self._flow.setInterval(60)
        self._flow.timeout.connect(self._take)
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._line = Line(self, self._told.emit)

    @property
    def running(self) -> bool:
        """Whether material is still coming in."""
        return self.job is not None and self.job.running

    def begin(self, paths: list[Path], *, dry: bool = False, unit: tuple[str, str] = ("", "")) -> None:
        """Take these files and folders in, or only say what would be (``dry``); lists are looked over first. ``unit``:
        id and words of where they go."""
        from archive_app.services.lists.opening import is_list

        self._paths, self._options, self.dry, self._unit = paths, None, dry, unit
        if not any(is_list(path) for path in paths):
            self._start(dry=dry)
            return
        self._clear(_("正在读清单“{names}”"))
        self.job = self._shell.jobs.in_thread(
            _("读清单"), read_lists, self._shell.session.archive, paths,
            then=self._look_over, failed=self._shell.show_error,
        )  # fmt: skip
        self.job.ended.connect(self._ended)

    def _start(self, *, dry: bool) -> None:
        self.dry = dry
        self._clear(_("看看“{names}”会怎样") if dry else _("正在加入“{names}”"))
        self.job = self._shell.jobs.in_thread(
            _("试着加入") if dry else _("加入材料"),
            take_in,
            self._shell.session.archive,
            self._paths,
            self._line,
            self._options,
            dry,
            self._unit[0],
            then=lambda _report: None,
            failed=self._shell.show_error,
        )
        self.job.progressed.connect(self._progress)
        self.job.ended.connect(self._ended)
        self._flow.start()
        self._count()

    def _clear(self, heading: str) -> None:
        """Nothing has come yet."""
        paths = self._paths
        self._pages.setCurrentIndex(0)
        self.model.begin()
        self.sorts.choose("")
        self._coming = []
        names = paths[0].name if len(paths) == 1 else _("{name}等 {n} 项").format(name=paths[0].name, n=len(paths))
        words = heading.format(names=names)
        self.heading.setText(
            _("{words}，收到{unit}").format(words=words, unit=self._unit[1]) if self._unit[0] else words
        )
        self._bar.show()
        self._bar.setRange(0, 0)
        self._cancel.show()
        self._cancel.setEnabled(True)
        for made in (self._undo, self._back, self._really):
            made.hide()
        self._done.setFocus()  # an impatient Enter goes back to the list, and stops nothing

    # — lists —

    def _look_over(self, lists: list[TakenList]) -> None:
        """The lists were read: a person says what each column means; where none could be, the import says why."""
        if not lists:
            self._start(dry=self.dry)
            return
        if self.wizard is None:
            from archive_app.gui.workspaces.materials.list_wizard import ListWizard

            self.wizard = ListWizard(self._shell)
            self.wizard.taken.connect(self._decided)
            self.wizard.left.connect(self.closed)
            self._pages.addWidget(self.wizard)
        self.wizard.show_lists(lists)
        self._pages.setCurrentWidget(self.wizard)

    def _decided(self, options: ListOptions, dry: bool) -> None:
        self._options = options
        self._start(dry=dry)

    def _look_again(self) -> None:
        if self.wizard is not None:
            self._pages.setCurrentWidget(self.wizard)

    def _hear(self, outcome: Any) -> None:
        self._coming.append(entry_of(outcome))

    def _take(self) -> None:
        """Sixteen times a second at most: a thousand files a second must not paint a thousand times."""
        coming, self._coming = self._coming, []
        if not coming:
            return
        bar = self.list.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - theme().dp(80)
        self.model.add(coming)
        self._count()
        if at_end:
            self.list.scrollToBottom()

    def _count(self) -> None:
        words = {IN: _("收入 {n}"), JOINED: _("并入 {n}"), KNOWN: _("重复 {n}"), REFUSED: _("不能收 {n}")}
        for sort, text in words.items():
            number = self.model.count(sort)
            self.sorts.button(sort).setText(text.format(n=number))
            self.sorts.set_shown(sort, number > 0 or sort == IN)

    def _progress(self) -> None:
        job = self.job
        if job is None:
            return
        if job.share >= 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(int(job.share * 1000))
        self._now.setText(source_words(job.words))
        self._left.setText(job.time_left_words())

    @property
    def newest(self) -> str:
        """The item that came in last, where something did."""
        if self.dry:
            return ""
        return next((entry[1] for entry in reversed(self.model.entries()) if entry[0] == IN and entry[1]), "")

    def _stop(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self._cancel.setEnabled(False)

    def _ended(self, job: Job) -> None:
        if job is not self.job:
            return
        self._flow.stop()
        self._take()
        self._bar.hide()
        self._cancel.hide()
        number = self.model.count(IN)
        self._undo.setVisible(number > 0 and not self.dry)
        self._back.setVisible(self.dry and self._options is not None)
        self._really.setVisible(self.dry and number + self.model.count(JOINED) > 0)
        set_property(self._done, "role", "" if self._really.isVisible() else "primary")
        if self.dry and job.state is JobState.DONE:
            self.heading.setText(_("会收进 {n} 件；现在什么也没有写入").format(n=number))
            self._remark()
            (self._really if self._really.isVisible() else self._done).setFocus()
            return
        heading = {
            JobState.DONE: _("收进 {n} 件").format(n=number) if number else _("没有新的材料"),
            JobState.CANCELLED: _("停下了，已收进 {n} 件").format(n=number),
        }.get(job.state, _("没有做完，已收进 {n} 件").format(n=number))
        if number and self._unit[0]:
            heading = _("{words}，在{unit}").format(words=heading, unit=self._unit[1])
        self.heading.setText(heading)
        self._remark()
        self._done.setFocus()
        if number + self.model.count(JOINED):
            self.taken_in.emit()

    def _remark(self) -> None:
        remarks = []
        if known := self.model.count(KNOWN):
            remarks.append(_("{n} 项以前收过，不再收").format(n=known))
        if refused := self.model.count(REFUSED):
            remarks.append(_("{n} 项不能收，原因写在下面").format(n=refused))
        self._now.setText("；".join(remarks))
        self._left.setText("")

    def _take_back(self) -> None:
        self._undo.hide()
        self._shell.actions_table["edit.undo"].trigger()
        self.closed.emit()
