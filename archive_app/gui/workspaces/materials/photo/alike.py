"""像是同一张: pictures that look like one beside each other, two at a time, and what is to become of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from archive_app.domain.adjustment import picture_key
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, pane, row
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.materials.photo.compare import Compared, CompareDialog, about
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.likeness import deciding
from archive_app.services.likeness.finding import Group, Member, alike

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command

_SMALL = 512


@dataclass(frozen=True, slots=True)
class Question:
    """The larger picture, one that looks like it, and how much (0 to 1)."""

    large: Member
    small: Member
    likeness: float


def questions_of(groups: list[Group]) -> list[Question]:
    """Each group two by two: its largest picture and each of the others."""
    return [Question(one.members[0], other, one.likeness) for one in groups for other in one.members[1:]]


class _Shown(QWidget):
    """A small picture, whole, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Another picture, or none yet."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """Room for two beside a list on a small screen."""
        return QSize(theme().dp(300), theme().dp(260))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """On the ground of the table."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("paper"))
        if self._picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        painter.drawPixmap(area, self._picture)


class _Side(QWidget):
    """One of the two: the picture, its item's title, what tells it from the other."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = _Shown()
        self.title = ElidedLabel("")
        self.words = ElidedLabel("", tone="faint", voice="small")
        lay = column(self.picture, self.title, self.words, spacing=4)
        lay.setStretch(0, 1)
        self.setLayout(lay)

    def show_member(self, one: Member) -> None:
        """What stands below."""
        number = str(one.item["ref_code"] or one.item["accession_no"] or "")
        self.title.setText(f"{one.item.title}　{number}".rstrip())
        self.words.setText(" · ".join((str(one.file["name"]), about(Compared(one.item, one.file)))))


class AlikeDialog(Dialog):
    """The list of pairs at the left, the two pictures beside it, the answers below; 1 to 4 answer, too."""

    def __init__(self, parent: QWidget | None, shell: Shell, thumbs: Thumbnails, items: Collection[str] = ()) -> None:
        super().__init__(parent, _("像是同一张"), 980)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell, self._session, self._thumbs = shell, shell.session, thumbs
        self._items = tuple(items)
        self.questions: list[Question] = []
        self.list = QListWidget()
        self.list.setAccessibleName(_("像是同一张的"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setMinimumWidth(theme().dp(220))
        self.list.setMaximumWidth(theme().dp(300))
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.sides = (_Side(), _Side())
        self.told = label("", tone="faint", wrap=True)
        self.answers = [
            button(_("以大替小（1）"), self.replace, role="primary"),
            button(_("归为一件（2）"), self.join),
            button(_("版本关系（3）"), self.link),
            button(_("不是同一张（4）"), self.differ),
        ]
        for made, words in zip(
            self.answers,
            (
                _("两件并成一件：大的在前、印书用，小的留作副本"),
                _("两件并成一件，两张都是它的文件"),
                _("两件都留着，记下小的由大的翻拍、裁剪而来"),
                _("以后不再问"),
            ),
            strict=True,
        ):
            made.setToolTip(words)
            made.setAutoDefault(False)
        self.closer = button(_("放大对比…"), self.compare)
        self.closer.setAutoDefault(False)
        both = row(*self.sides, spacing=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        desk = row(self.list, pane(both), spacing=16)
        desk.setStretch(1, 1)
        foot = FlowLayout(spacing=8)
        close = pane(row(None, button(_("关闭"), self.reject)))
        close.setProperty("grows", True)
        for part in (self.closer, *self.answers, close):
            foot.addWidget(part)
        lay = column(desk, self.told, pane(foot), spacing=12, around=(20, 16, 20, 16))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self.resize(theme().dp(1180), theme().dp(600))
        thumbs.arrived.connect(self._draw_pictures)
        self._session.changed.connect(self._on_change)
        self._read()

    @property
    def question(self) -> Question | None:
        """The pair that is looked at."""
        at = self.list.currentRow()
        return self.questions[at] if 0 <= at < len(self.questions) else None

    def _on_change(self, _done: object) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        archive, items = self._session.archive, self._items
        self._session.ask(lambda: alike(archive, items), self._take, self._shell.show_error, key=("alike", id(self)))

    def _take(self, groups: list[Group]) -> None:
        at = max(0, self.list.currentRow())
        self.questions = questions_of(groups)
        self.list.clear()
        for one in self.questions:
            words = _("{first}\n{second}").format(first=one.large.item.title, second=one.small.item.title)
            entry = QListWidgetItem(words)
            entry.setToolTip(_("像 {share} %").format(share=round(one.likeness * 100)))
            self.list.addItem(entry)
        self.list.setCurrentRow(min(at, len(self.questions) - 1))
        self._show()

    def _show(self) -> None:
        question = self.question
        writable = question is not None and not self._session.archive.read_only
        for made in self.answers:
            made.setEnabled(writable)
        self.closer.setEnabled(question is not None)
        for side in self.sides:
            side.setVisible(question is not None)
        if question is None:
            self.told.setText(_("没有像是同一张的照片了。新收进来的会自己比对，有像的再告诉您。"))
            return
        larger = question.large.pixels > question.small.pixels
        self.answers[0].setEnabled(writable and larger)
        self.told.setText(
            _("左边的大。图上有字、有人动过的，请放大看清再定；每一步都可以撤销。")
            if larger
            else _("两张一样大，不能以大替小。请放大看清再定；每一步都可以撤销。")
        )
        for side, one in zip(self.sides, (question.large, question.small), strict=True):
            side.show_member(one)
        self._draw_pictures()

    def _draw_pictures(self, _arrived: str = "") -> None:
        question = self.question
        if question is None:
            return
        for side, one in zip(self.sides, (question.large, question.small), strict=True):
            side.picture.show_picture(self._thumbs.pixmap(picture_key(one.file.values), _SMALL))

    # — the answers —

    def replace(self) -> None:
        """The large one takes the place of the small one."""
        if self.answers[0].isEnabled():
            archive = self._session.archive
            self._decide(lambda one: deciding.replaced(archive, one.large, one.small))

    def join(self) -> None:
        """Two pictures of one item."""
        archive = self._session.archive
        self._decide(lambda one: deciding.together(archive, one.large, [one.small]))

    def link(self) -> None:
        """The small one was made from the large one."""
        self._decide(lambda one: deciding.version_of(one.small, one.large))

    def differ(self) -> None:
        """Not one picture."""
        self._decide(lambda one: deciding.different(one.large, one.small))

    def _decide(self, made: Callable[[Question], Command]) -> None:
        """Write the answer; the list is read anew, and the next pair stands where this one stood."""
        question = self.question
        if question is None or self._session.archive.read_only:
            return
        archive = self._session.archive
        self._session.write(lambda: archive.execute(made(question)), None, self._shell.show_error)

    def compare(self) -> None:
        """Both in their own pixels."""
        question = self.question
        if question is not None:
            pair = [Compared(one.item, one.file) for one in (question.large, question.small)]
            CompareDialog(self, self._session, self._thumbs, pair).exec()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 are the answers."""
        acts = {Qt.Key.Key_1: self.replace, Qt.Key.Key_2: self.join, Qt.Key.Key_3: self.link, Qt.Key.Key_4: self.differ}
        act = acts.get(Qt.Key(event.key())) if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else None
        if act is not None:
            act()
            return
        super().keyPressEvent(event)
