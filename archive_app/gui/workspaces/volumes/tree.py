"""The volume's tree: sections and their articles, and where they are dragged."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QTreeWidget, QTreeWidgetItem

from archive_app.catalogue.catalogue import Catalogue, SectionNode
from archive_app.catalogue.store import Record
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import paint_elided
from archive_app.gui.workspaces.volumes.arranging import find, may_hold
from archive_app.volumes.freezing import changed_in, frozen_over

_RECORD = Qt.ItemDataRole.UserRole
_BYLINE = Qt.ItemDataRole.UserRole + 1
_LATE = Qt.ItemDataRole.UserRole + 2
_LEAST_BYLINE = 3
"""A byline with room for fewer characters than this is left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the tree: a section or an article, its words, who wrote it, and whether its material is another now
    than in the volume, which was frozen."""

    record: Record
    title: str
    byline: str
    children: tuple[Entry, ...] = ()
    changed: bool = False


def entries(catalogue: Catalogue, nodes: Sequence[SectionNode]) -> tuple[Entry, ...]:
    """The tree's lines; asked off the painting thread."""
    late = changed_in(catalogue, nodes)
    return tuple(_entry(catalogue, node, late) for node in nodes)


def _entry(catalogue: Catalogue, node: SectionNode, late: Container[str]) -> Entry:
    items = catalogue.load("item", [str(article["item"]) for article in node.articles if article["item"]])
    articles = tuple(
        Entry(
            article,
            _title(article, items.get(article["item"])),
            _first_of(article["author"].splitlines()) or _byline(items.get(article["item"])),
            changed=article.id in late,
        )
        for article in node.articles
    )
    parts = tuple(_entry(catalogue, child, late) for child in node.children)
    return Entry(node.section, node.section.title, "", (*articles, *parts))


def _title(article: Record, item: Record | None) -> str:
    """What is printed over it: the volume's own words, those it was frozen with, its material's."""
    frozen = (frozen_over(article) or {}).get("title", "")
    return str(article["title"] or frozen or (item.title if item is not None else "") or _("（没有题名）"))


def _byline(item: Record | None) -> str:
    return _first_of(row["name"] for row in item["responsibility"]) if item else ""


def _first_of(names: Iterable[str]) -> str:
    """The first name, and 等 where others stand beside it."""
    known = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    return "" if not known else known[0] if len(known) == 1 else _("{name} 等").format(name=known[0])


@dataclass(frozen=True, slots=True)
class Landing:
    """Where what is dragged would come to lie: in ``section`` (articles only), before a record or behind the last; a
    section ``into`` another one, as a part of it."""

    section: str = ""
    before: str = ""
    into: str = ""


class VolumeTree(QTreeWidget):
    """Emits ``chosen`` with the record one has come to, ``dropped`` with a record's id and its ``Landing`` (with those
    that are chosen beside it, `together`)."""

    chosen = Signal(object)
    dropped = Signal(str, object)
    stepped = Signal(int)
    shifted = Signal(int)
    """A section is to be a part of the one before it (1), or a section of its own again (-1)."""
    removed = Signal()
    renamed = Signal()
    clipped = Signal(bool)
    """What is chosen is cut (True) or copied."""
    pasted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(1)
        self.setHeaderHidden(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setIndentation(theme().dp(18))
        self.setAccessibleName(_("书卷的栏目与文章"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setMouseTracking(True)
        self.setItemDelegate(_LineDelegate(self))
        self.entries: tuple[Entry, ...] = ()
        self._quiet = False
        self.currentItemChanged.connect(self._changed)

    # — lines —

    def show_entries(self, found: tuple[Entry, ...]) -> None:
        """Put another tree up and stay at the line one was at; what was folded stays folded."""
        if found == self.entries:
            return
        current = self.current()
        number = next((n for n, line in enumerate(self.lines()) if line is self.currentItem()), 0)
        folded = {line.data(0, _RECORD).id for line in self.lines() if line.childCount() and not line.isExpanded()}
        scrolled = self.verticalScrollBar().value()
        self.entries = found
        self._quiet = True
        self.clear()
        for entry in found:
            self.addTopLevelItem(self._made(entry))
        for line in self.lines():
            line.setExpanded(line.data(0, _RECORD).id not in folded)
        if current is None or not self._go(current.id):
            lines = list(self.lines())
            if lines:  # what one was at is gone: its neighbour
                self.setCurrentItem(lines[min(number, len(lines) - 1)])
        self.verticalScrollBar().setValue(scrolled)
        self._quiet = False

    def _made(self, entry: Entry) -> QTreeWidgetItem:
        line = QTreeWidgetItem([entry.title])
        section = entry.record.entity == "section"
        line.setData(0, _RECORD, entry.record)
        late = _("来源已改") if entry.changed else ""
        line.setData(0, _BYLINE, late or entry.byline)
        line.setData(0, _LATE, bool(late))
        line.setData(0, Qt.ItemDataRole.AccessibleTextRole, "，".join(filter(None, (entry.title, entry.byline, late))))
        line.setToolTip(0, "　".join(filter(None, (entry.title, entry.byline, late))))
        line.setFont(0, theme().font(serif=True, bold=section))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        line.setFlags(flags | Qt.ItemFlag.ItemIsDropEnabled if section else flags)
        for child in entry.children:
            line.addChild(self._made(child))
        return line

    def lines(self) -> Iterator[QTreeWidgetItem]:
        """Every line, from above."""
        waiting = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        while waiting:
            line = waiting.pop(0)
            if line is not None:
                yield line
                waiting[:0] = [line.child(number) for number in range(line.childCount())]

    def current(self) -> Record | None:
        """The record of the line one is at."""
        line = self.currentItem()
        return line.data(0, _RECORD) if line is not None else None

    def together(self) -> list[Record]:
        """Everything that is chosen, from above; at the least the line one is at."""
        found = [line.data(0, _RECORD) for line in self.lines() if line.isSelected() or line is self.currentItem()]
        return [record for record in found if record is not None]

    def section(self) -> Record | None:
        """The section one is in."""
        line = self.currentItem()
        while line is not None and line.data(0, _RECORD).entity != "section":
            line = line.parent()
        return line.data(0, _RECORD) if line is not None else None

    def choose(self, record_id: str, *, quietly: bool = False) -> bool:
        """Go to a record's line; whether there is one. ``quietly``: without ``chosen``."""
        self._quiet, before = quietly, self._quiet
        try:
            return self._go(record_id)
        finally:
            self._quiet = before

    def _go(self, record_id: str) -> bool:
        for line in self.lines():
            if line.data(0, _RECORD).id == record_id:
                if line is not self.currentItem():
                    self.setCurrentItem(line)
                self.scrollToItem(line)
                return True
        return False

    def _changed(self, line: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if line is not None and not self._quiet:
            self.chosen.emit(line.data(0, _RECORD))

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Where the program goes to a line, that line alone is chosen, whatever keys are held: Qt would let Ctrl, held
        for Ctrl+↑, add it to what was chosen."""
        if event is None:
            return QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+↑ and Ctrl+↓ move the line, Ctrl+→ and Ctrl+← put it a level lower or higher, Delete takes it out; F2
        gives it another name; what is chosen is cut, copied and put in with the keys for that everywhere."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.shifted.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif key == Qt.Key.Key_F2:
            self.renamed.emit()
        elif event.matches(QKeySequence.StandardKey.Cut) or event.matches(QKeySequence.StandardKey.Copy):
            self.clipped.emit(event.matches(QKeySequence.StandardKey.Cut))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        """The edge of the chosen row, and the ring where the keyboard is."""
        super().drawRow(painter, option, index)
        line = self.itemFromIndex(index)
        if line is not None and line is self.currentItem():
            rect = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
            painter.fillRect(QRect(0, rect.top(), theme().dp(3), rect.height()), theme().colour("cinnabar"))
            if self.hasFocus():
                painter.setPen(QPen(theme().colour("focus"), 1))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))

    # — dragging —

    def landing(self, moving: Record, at: QPoint) -> Landing | None:
        """Where ``moving`` would come to lie if it were let go at ``at``; None where it cannot."""
        line = self.itemAt(at)
        if moving.entity == "section":
            return self._section_landing(moving, line, at)
        return self._article_landing(line, at)

    def _article_landing(self, line: QTreeWidgetItem | None, at: QPoint) -> Landing | None:
        if line is None:
            last = self.topLevelItem(self.topLevelItemCount() - 1)
            return Landing(last.data(0, _RECORD).id) if last is not None else None
        record: Record = line.data(0, _RECORD)
        share = self._share(line, at)
        if record.entity == "article":
            before = record.id if share < 0.5 else self._next_article(line)
            return Landing(record["section"], before)
        if share < 0.2:
            above = self.itemAbove(line)
            if above is None:
                return None
            home = above.data(0, _RECORD)
            return Landing(home.id if home.entity == "section" else home["section"])
        if share > 0.8 and line.isExpanded():
            children = (line.child(n).data(0, _RECORD) for n in range(line.childCount()))
            return Landing(record.id, next((r.id for r in children if r.entity == "article"), ""))
        return Landing(record.id)

    def _section_landing(self, moving: Record, line: QTreeWidgetItem | None, at: QPoint) -> Landing | None:
        if line is None:
            return Landing()
        share = self._share(line, at)
        if line.data(0, _RECORD).entity == "article":
            line, share = line.parent(), 1.0
        while line.parent() is not None and line.data(0, _RECORD)["parent"] != moving["parent"]:
            line, share = line.parent(), 1.0
        record: Record = line.data(0, _RECORD)
        if 0.3 < share < 0.7 and self._may_hold(record, moving):
            return Landing(into=record.id)
        if record["parent"] != moving["parent"] or (record["matter"] or "body") != (moving["matter"] or "body"):
            return None
        if share < 0.5:
            return Landing(before=record.id)
        beside = line.parent() or self.invisibleRootItem()
        following = beside.child(beside.indexOfChild(line) + 1)
        return Landing(before=following.data(0, _RECORD).id if following is not None else "")

    def _may_hold(self, home: Record, moving: Record) -> bool:
        there, gone = find(self.entries, home.id), find(self.entries, moving.id)
        return there is not None and gone is not None and may_hold(there, gone) and moving["parent"] != home.id

    def _share(self, line: QTreeWidgetItem, at: QPoint) -> float:
        rect = self.visualItemRect(line)
        return (at.y() - rect.top()) / max(1, rect.height())

    @staticmethod
    def _next_article(line: QTreeWidgetItem) -> str:
        parent = line.parent()
        following = parent.child(parent.indexOfChild(line) + 1)
        record = following.data(0, _RECORD) if following is not None else None
        return record.id if record is not None and record.entity == "article" else ""

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accepted only where it can be let go."""
        super().dragMoveEvent(event)
        moving = self.current()
        if moving is None or self.landing(moving, event.position().toPoint()) is None:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Said, not done: the tree is shown anew when the archive has the move."""
        moving = self.current()
        landing = self.landing(moving, event.position().toPoint()) if moving is not None else None
        event.setDropAction(Qt.DropAction.IgnoreAction)  # or the view would take the line out by itself
        event.accept()
        if moving is not None and landing is not None:
            self.dropped.emit(moving.id, landing)


class _LineDelegate(QStyledItemDelegate):
    """Title in 宋; who wrote it behind, small, and the first to make room."""

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        section = index.data(_RECORD).entity == "section"
        return QSize(0, theme().dp(38 if section else 32))

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        painter.save()
        dp = theme().dp
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme().colour("selected" if selected else "hover"))
        rect = option.rect.adjusted(dp(6), 0, -dp(12), 0)
        title, byline = str(index.data()), str(index.data(_BYLINE) or "")
        font = index.data(Qt.ItemDataRole.FontRole)
        wide = QFontMetrics(font).horizontalAdvance(title)
        small = QFontMetrics(theme().small())
        room = rect.width() - wide - dp(12)
        align = Qt.AlignmentFlag.AlignVCenter
        if byline and room >= _LEAST_BYLINE * small.horizontalAdvance("一"):
            painter.setFont(theme().small())
            painter.setPen(theme().colour("amber" if index.data(_LATE) else "faint"))
            part = rect.adjusted(rect.width() - min(room, small.horizontalAdvance(byline) + 1), 0, 0, 0)
            paint_elided(painter, part, byline, align | Qt.AlignmentFlag.AlignRight)
        painter.setFont(font)
        painter.setPen(theme().colour("ink"))
        paint_elided(painter, rect, title, align | Qt.AlignmentFlag.AlignLeft)
        painter.restore()
