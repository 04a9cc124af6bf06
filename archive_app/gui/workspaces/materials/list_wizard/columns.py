"""Each column of a list with a choice of what it fills."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, badge, clear, label, margins
from archive_app.gui.widgets.basics import column as column_of
from archive_app.gui.workspaces.materials.list_wizard.preview import MOST_COLUMNS
from archive_app.intake.lists.heads import unnamed
from archive_app.intake.lists.mapping import targets_of
from archive_app.intake.lists.rows import ListedTable
from archive_app.intake.lists.targets import IGNORED, UNMAPPED

_SURE = 0.9
_WIDTH = 8
"""Room for four Chinese characters and their brackets, in widths of an X."""


class ColumnsPanel(QWidget):
    """``chosen`` carries a column's label and the target a person gave it."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        margins(self._grid, (16, 8, 12, 12), 6)
        self._grid.setColumnMinimumWidth(0, theme().dp(72))  # four characters of a column's name
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.combos: dict[str, CalmCombo] = {}

    def show_table(self, table: ListedTable, samples: list[str]) -> None:
        """A row for each column that has a name or is filled; ``samples`` is a word of each."""
        clear(self._grid)
        self.combos = {}
        choices = [(UNMAPPED, _("（待定，不收）")), (IGNORED, _("（不要）"))]
        choices += targets_of(table.mapping.entity, "")
        choices += [(name, field.label) for name, field in table.mapping.own_fields().items()]
        line = 0
        for at, name in enumerate(table.head.labels[:MOST_COLUMNS]):
            sample = samples[at] if at < len(samples) else ""
            if unnamed(name, at) and not sample:
                continue
            self._row(line, table, name, sample, choices)
            line += 1
        self._grid.setRowStretch(line, 1)

    def _row(self, line: int, table: ListedTable, name: str, sample: str, choices: list[tuple[str, str]]) -> None:
        column = table.mapping.target_of(name)
        combo = CalmCombo()
        combo.setMinimumContentsLength(_WIDTH)
        combo.setAccessibleName(_("“{column}”一列填到").format(column=name))
        for target, words in choices:
            combo.addItem(_(words), target)
        found = combo.findData(column.target)
        if found < 0:
            combo.addItem(column.target, column.target)
            found = combo.count() - 1
        combo.setCurrentIndex(found)
        combo.setEditable(True)  # so that one can type 摄影 and Enter
        combo.setInsertPolicy(CalmCombo.InsertPolicy.NoInsert)
        combo.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        combo.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        combo.completer().popup().setProperty("role", "popup")
        theme().dress(combo.completer().popup())
        combo.activated.connect(lambda index, made=combo, of=name: self.chosen.emit(of, made.itemData(index)))
        combo.lineEdit().editingFinished.connect(lambda made=combo: _settle(made))
        combo.lineEdit().setCursorPosition(0)
        heading = ElidedLabel(name)
        heading.setBuddy(combo)
        self._grid.addLayout(column_of(heading, ElidedLabel(sample, tone="faint", voice="small"), spacing=0), line, 0)
        self._grid.addWidget(combo, line, 1)
        self._grid.addWidget(self._mark(column.target, column.certainty), line, 2)
        self.combos[name] = combo

    def _mark(self, target: str, certainty: float) -> QWidget:
        """How sure the proposal is, in a word."""
        if target == UNMAPPED:
            return badge(_("待定"), "amber")
        return label() if certainty >= _SURE else badge(_("请核对"), "amber")


def _settle(combo: CalmCombo) -> None:
    """Half a word typed is no choice: what is chosen stands again, from its beginning."""
    combo.setEditText(combo.itemText(combo.currentIndex()))
    combo.lineEdit().setCursorPosition(0)
