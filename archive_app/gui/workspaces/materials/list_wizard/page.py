"""The page on which a list is looked over before it comes in."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSpinBox, QSplitter, QTableView, QWidget

from archive_app.domain.entities import entity_named
from archive_app.domain.kinds import KINDS
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    ElidedLabel,
    button,
    column,
    label,
    line,
    pane,
    row,
    scrolled,
)
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.materials.list_wizard.columns import ColumnsPanel
from archive_app.gui.workspaces.materials.list_wizard.preview import PreviewModel
from archive_app.gui.workspaces.workspace import Shell
from archive_app.intake.lists.grid import Sheet
from archive_app.intake.lists.mapping import ListMapping
from archive_app.intake.lists.rows import ListedTable
from archive_app.intake.lists.targets import ENTITIES
from archive_app.intake.proposal import TakenList
from archive_app.services.lists import ListOptions, save_mapping
from archive_app.services.lists.opening import (
    checked,
    first_table,
    remarks,
    with_entity,
    with_head,
    with_mapping,
)

CHECKED = 2000
"""Rows that are checked while a person chooses; the import checks all."""
_LISTED = 200  # errors shown at once, and warnings


class ListWizard(QWidget):
    """The sheets of the lists that were chosen, one at a time.

    ``taken`` carries the decided ``ListOptions`` and whether only to try; ``left`` says that nothing is wanted.
    """

    taken = Signal(object, bool)
    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._sheets: list[tuple[str, Sheet]] = []
        self._tables: dict[int, ListedTable | None] = {}
        self._said: dict[str, tuple[str, ...]] = {}  # source → what the file as a whole has to be said of
        self.heading = ElidedLabel(voice="title")
        self.sheet = _combo(_("工作表"), self._another_sheet)
        self.entity = _combo(_("一行是"), self._another_entity)
        self.kind = _combo(_("没有写种类的按"), self._another_kind)
        self.head_row = QSpinBox()
        self.head_row.setRange(1, 1)
        self.head_row.setAccessibleName(_("表头在第几行"))
        self.head_row.setKeyboardTracking(False)
        self.head_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.head_row.setToolTip(_("上下键改"))
        self.head_row.valueChanged.connect(self._another_head)
        self.columns = ColumnsPanel()
        self.columns.chosen.connect(self._map)
        self.model = PreviewModel()
        self.table = QTableView()
        self.errors = QListWidget()
        self.summary = label(wrap=True)
        self._keep = button(_("保存这套对应"), self.save, tip=_("以后表头相同的清单都这样读"))
        self._try = button(_("先看看会怎样"), lambda: self._take(dry=True))
        self._go = button(_("加入"), lambda: self._take(dry=False), role="primary")
        self._fill_choices()
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._check)

    def _fill_choices(self) -> None:
        for entity in ENTITIES:
            self.entity.addItem(_(entity_named(entity).label), entity)
        for kind in KINDS:
            self.kind.addItem(_(kind.label), kind.name)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setAccessibleName(_("清单的内容"))
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setDefaultSectionSize(theme().dp(110))
        self.table.verticalHeader().setDefaultSectionSize(theme().dp(28))
        self.errors.setFrameShape(QFrame.Shape.NoFrame)
        self.errors.setAccessibleName(_("不能收的行，和要核对的地方"))
        self.errors.setWordWrap(True)
        self.errors.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.errors.setMinimumHeight(theme().dp(40))
        self.table.setMinimumHeight(theme().dp(110))
        self.errors.itemActivated.connect(lambda item: self._show_row(item.data(Qt.ItemDataRole.UserRole)))
        self.errors.itemClicked.connect(lambda item: self._show_row(item.data(Qt.ItemDataRole.UserRole)))
        kind_label = label(_("种类"), tone="faint")
        kind_label.setToolTip(_("清单里没有写种类的，都算这一种"))
        chosen = QWidget()
        flow = FlowLayout(chosen, spacing=8)  # a narrow window breaks the line, and cuts no choice
        self._sheet_part = pane(row(label(_("工作表"), tone="faint"), self.sheet, spacing=6))
        self._kind_part = pane(row(kind_label, self.kind, spacing=6))
        head = (label(_("表头第"), tone="faint"), self.head_row, label(_("行"), tone="faint"))
        for part in (
            self._sheet_part,
            pane(row(*head, spacing=6)),
            pane(row(label(_("一行是"), tone="faint"), self.entity, spacing=6)),
            self._kind_part,
        ):
            flow.addWidget(part)
        buttons = row(self.heading, button(_("不加了"), self.left.emit), self._keep, self._try, self._go, spacing=8)
        buttons.setStretch(0, 1)
        right = column(self.table, line(), pane(column(self.summary, around=(14, 8, 14, 2))), self.errors, spacing=0)
        right.setStretch(0, 3)
        right.setStretch(3, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(scrolled(self.columns))
        split.addWidget(pane(right, ground="paper"))
        split.setSizes([560, 540])  # shares of the width there is
        split.setChildrenCollapsible(False)
        lay = column(column(buttons, chosen, spacing=10, around=(20, 14, 16, 12)), line(), split, spacing=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)

    # — what is shown —

    def show_lists(self, lists: list[TakenList]) -> None:
        """Begin with the first sheet of these lists that has a head."""
        archive = self._shell.session.archive
        self._sheets = [(taken.source, sheet) for taken in lists for sheet in taken.book.sheets if sheet.rows]
        self._said = {taken.source: taken.book.remarks for taken in lists}
        self._tables = {at: first_table(archive, source, sheet) for at, (source, sheet) in enumerate(self._sheets)}
        self.sheet.clear()
        for source, sheet in self._sheets:
            name = Path(source).name
            self.sheet.addItem(f"{name} ▸ {sheet.name}" if len(lists) > 1 and sheet.name else sheet.name or name)
        several = len(self._sheets) > 1
        self._sheet_part.setVisible(several)
        longest = max((len(self.sheet.itemText(at)) for at in range(self.sheet.count())), default=0)
        self.sheet.setMinimumContentsLength(2 * min(longest, _LONGEST))
        names = "、".join(dict.fromkeys(Path(source).name for source, _sheet in self._sheets))
        self.heading.setText(_("清单：{names}").format(names=names))
        first = next((at for at, table in self._tables.items() if table is not None), 0)
        self.sheet.setCurrentIndex(first)
        self._another_sheet(first)
        self._go.setFocus()

    @property
    def current(self) -> ListedTable | None:
        """The sheet that is shown with its head and mapping, or None where it has no head."""
        return self._tables.get(self.sheet.currentIndex())

    def _another_sheet(self, at: int) -> None:
        if not 0 <= at < len(self._sheets):
            return
        table = self._tables[at]
        sheet = self._sheets[at][1]
        self.head_row.blockSignals(True)
        self.head_row.setRange(1, max(1, len(sheet.rows)))
        self.head_row.setValue(table.head.top + 1 if table else 1)
        self.head_row.blockSignals(False)
        if table is None:
            self._another_head(1)
        else:
            self._show(table)

    def _another_head(self, number: int) -> None:
        at = self.sheet.currentIndex()
        table = with_head(self._shell.session.archive, self._sheets[at][1], number)
        if table is not None:
            self._tables[at] = table
            self._show(table)

    def _show(self, table: ListedTable) -> None:
        mapping = table.mapping
        self.entity.setCurrentIndex(self.entity.findData(mapping.entity))
        is_item = mapping.entity == "item"
        self._kind_part.setVisible(is_item)
        if is_item:
            self.kind.setCurrentIndex(self.kind.findData(mapping.kind))
        self.model.show(table)
        self.table.scrollToTop()
        self.columns.show_table(table, _samples(table))
        self._order_tabs()
        self._check()

    def _order_tabs(self) -> None:
        """From the choices above to the columns, then to the rows: the columns are made anew for each sheet."""
        chain: list[QWidget] = [self.kind, *self.columns.combos.values(), self.table, self.errors]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _another_entity(self, _at: int) -> None:
        table = self.current
        if table is not None and self.entity.currentData() != table.mapping.entity:
            self._put(with_entity(table, self.entity.currentData()), anew=True)

    def _another_kind(self, _at: int) -> None:
        table = self.current
        if table is not None:
            self._put(with_mapping(table, replace(table.mapping, kind=self.kind.currentData())))

    def _map(self, name: str, target: str) -> None:
        table = self.current
        if table is not None:
            self._put(with_mapping(table, table.mapping.with_target(name, target)))

    def _put(self, table: ListedTable, *, anew: bool = False) -> None:
        self._tables[self.sheet.currentIndex()] = table
        if anew:
            self._show(table)
        else:
            self._soon.start()

    def _check(self) -> None:
        """What the rows come to now."""
        table = self.current
        if table is None:
            return
        reading = checked(table, CHECKED)
        self.model.mark(reading.errors)
        self.errors.clear()
        for error in reading.errors[:_LISTED]:
            self._list(_("第 {row} 行　{words}").format(row=error.row, words=error.words), error.row, "danger")
        said = self._said.get(self._sheets[self.sheet.currentIndex()][0], ())
        for words in (*said, *remarks(table, reading, CHECKED)):
            self._list(words, 0, "ink")
        odd = [(record.row, words) for record in reading.records for words in record.warnings]
        for number, words in odd[:_LISTED]:
            self._list(_("第 {row} 行　{words}").format(row=number, words=words), number, "faint")
        wrong = len({error.row for error in reading.errors})
        counts = [_("{n:,} 行可以收").format(n=len(reading.records))]
        if wrong:
            counts.append(_("{n:,} 行不能收，原因在下面").format(n=wrong))
        if odd:
            counts.append(_("{n:,} 行有要核对的地方").format(n=len({number for number, _words in odd})))
        if reading.skipped:
            counts.append(_("跳过 {n} 行（合计、分组、说明）").format(n=len(reading.skipped)))
        if len(table.sheet.rows) > table.head.first_row + CHECKED:
            counts.append(_("这里只查了前 {n:,} 行").format(n=CHECKED))
        self.summary.setText("；".join(counts) + "。")
        self.errors.setVisible(bool(self.errors.count()))

    def _list(self, words: str, number: int, tone: str) -> None:
        """A line under the rows; ``number`` is the row it is about, 0 for the whole sheet."""
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, number)
        item.setForeground(theme().colour(tone))
        self.errors.addItem(item)

    def _show_row(self, number: int) -> None:
        if not number:
            return
        self.table.scrollTo(self.model.index(number - 1, 0))
        self.table.selectRow(number - 1)

    # — what is decided —

    def options(self) -> ListOptions:
        """Every sheet's mapping as it stands."""
        chosen: dict[str, ListMapping] = {}
        for at, table in self._tables.items():
            if table is not None:
                source, sheet = self._sheets[at]
                chosen[f"{source}!{sheet.name}"] = table.mapping
        return ListOptions(by_sheet=chosen)

    def save(self) -> None:
        """Keep the mapping in the archive for the next list with this head."""
        table = self.current
        if table is None:
            return
        mapping = table.mapping
        name = mapping.name or Path(self._sheets[self.sheet.currentIndex()][0]).stem
        save_mapping(self._shell.session.archive.root, replace(mapping, name=name))
        self._shell.toast(_("存下了对应“{name}”，以后表头相同的清单都这样读。").format(name=name))

    def _take(self, *, dry: bool) -> None:
        self.taken.emit(self.options(), dry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


_LONGEST = 14
"""Characters of a sheet's name that its choice has room for; Qt counts in widths of an X, half of one."""


def _combo(name: str, chosen) -> CalmCombo:
    made = CalmCombo()
    made.setAccessibleName(name)
    made.activated.connect(chosen)
    return made


def _samples(table: ListedTable) -> list[str]:
    """The first words of each column, two at the most."""
    found: list[list[str]] = [[] for _ in table.head.labels]
    for number in range(table.head.first_row, min(len(table.sheet.rows), table.head.first_row + 40)):
        for at, words in enumerate(found):
            cell = table.sheet.at(number, at).replace("\n", " ")
            if cell and len(words) < 2 and cell not in words:
                words.append(cell)
    return ["　".join(words) for words in found]
