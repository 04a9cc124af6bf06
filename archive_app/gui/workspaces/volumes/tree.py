"""The volume's tree: sections and their articles, and how they are moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from archive_app.catalogue.catalogue import Catalogue, SectionNode
from archive_app.catalogue.store import Record
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_RECORD = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the tree: a section or an article, its words, and who wrote it."""

    record: Record
    title: str
    byline: str
    children: tuple[Entry, ...] = ()


def entries(catalogue: Catalogue, nodes: Iterable[SectionNode]) -> tuple[Entry, ...]:
    """The tree's lines; asked off the painting thread."""
    return tuple(_entry(catalogue, node) for node in nodes)


def _entry(catalogue: Catalogue, node: SectionNode) -> Entry:
    items = catalogue.load("item", [str(article["item"]) for article in node.articles if article["item"]])
    articles = tuple(
        Entry(
            article,
            article["title"] or (items[article["item"]].title if article["item"] in items else _("（没有题名）")),
            article["author"] or _byline(items.get(article["item"])),
        )
        for article in node.articles
    )
    return Entry(node.section, node.section.title, "", (*articles, *entries(catalogue, node.children)))


def _byline(item: Record | None) -> str:
    return "、".join(dict.fromkeys(row["name"] for row in item["responsibility"])) if item else ""


class VolumeTree(QTreeWidget):
    """Emits ``chosen`` with the record one has come to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setIndentation(theme().dp(18))
        self.setAccessibleName(_("书卷的栏目与文章"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._changed)

    def show_entries(self, found: Iterable[Entry]) -> None:
        """Put another tree up and stay at the line one was at."""
        current = self.current()
        self.blockSignals(True)
        self.clear()
        for entry in found:
            self.addTopLevelItem(self._made(entry, top=True))
        self.expandAll()
        self.blockSignals(False)
        if current is not None:
            self.choose(current.id)

    def _made(self, entry: Entry, *, top: bool = False) -> QTreeWidgetItem:
        line = QTreeWidgetItem([entry.title, entry.byline])
        line.setData(0, _RECORD, entry.record)
        line.setToolTip(0, entry.title)
        section = entry.record.entity == "section"
        line.setFont(0, theme().font(serif=True, bold=section))
        line.setFont(1, theme().small())
        line.setForeground(1, theme().colour("faint"))
        line.setSizeHint(0, self._row(top))
        for child in entry.children:
            line.addChild(self._made(child))
        return line

    @staticmethod
    def _row(top: bool) -> QSize:
        return QSize(0, theme().dp(38 if top else 32))

    def current(self) -> Record | None:
        """The record of the line one is at."""
        line = self.currentItem()
        return line.data(0, _RECORD) if line is not None else None

    def siblings(self) -> list[Record]:
        """The records beside the current one that are of its entity, in order."""
        line = self.currentItem()
        if line is None:
            return []
        parent = line.parent() or self.invisibleRootItem()
        records = [parent.child(number).data(0, _RECORD) for number in range(parent.childCount())]
        own = line.data(0, _RECORD)
        return [r for r in records if r.entity == own.entity and r.values.get("matter") == own.values.get("matter")]

    def section(self) -> Record | None:
        """The section one is in."""
        line = self.currentItem()
        while line is not None and line.data(0, _RECORD).entity != "section":
            line = line.parent()
        return line.data(0, _RECORD) if line is not None else None

    def choose(self, record_id: str) -> bool:
        """Go to a record's line; whether there is one."""
        stack = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        while stack:
            line = stack.pop()
            if line is None:
                continue
            if line.data(0, _RECORD).id == record_id:
                if line is not self.currentItem():
                    self.setCurrentItem(line)
                return True
            stack += [line.child(number) for number in range(line.childCount())]
        return False

    def _changed(self, line: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if line is not None:
            self.chosen.emit(line.data(0, _RECORD))
