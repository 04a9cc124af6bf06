"""A table made or changed: how many rows and columns, its cells, its heads, its caption."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QSpinBox, QWidget

from archive_app.domain import tables
from archive_app.domain.manuscript import Block, BlockKind, Note, SpanStyle
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.tables.sheet import Sheet
from archive_app.gui.manuscript.text_bar import MARKS
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.gui.widgets.flow import FlowLayout

_ROWS, _COLUMNS = 3, 3
_LOW = 480
"""On a lower screen the cells need the room."""


class TableDialog(Dialog):
    """Without a ``block`` a new table. `block` is the result, also while it is open."""

    def __init__(self, parent: QWidget | None, block: Block | None = None) -> None:
        heading = _("表格") if block is not None else _("插入表格")
        super().__init__(parent, heading, width=760)
        self._given = block
        self.sheet = Sheet(tables.of_block(block) if block is not None else tables.empty(_ROWS, _COLUMNS))
        self.caption = QLineEdit(block.text if block is not None else "")
        self.caption.setAccessibleName(_("表题"))
        self.caption.setPlaceholderText(_("表题，可以不写"))
        self.rows, self.columns, self.heads = (self._number(name) for name in (_("行"), _("列"), _("表头行数")))
        self.rows.setRange(1, tables.MOST_ROWS)
        self.columns.setRange(1, tables.MOST_COLUMNS)
        self.rows.valueChanged.connect(self._resize)
        self.columns.valueChanged.connect(self._resize)
        self.heads.valueChanged.connect(lambda number: self._change(tables.with_heads, number))
        size = row(
            label(_("行")),
            self.rows,
            label(_("列")),
            self.columns,
            12,
            label(_("表头行数")),
            self.heads,
            None,
            *self._marks(),
            spacing=6,
        )
        self._full = label(
            _("不能再多了：一张表最多 {r} 行、{c} 列。").format(r=tables.MOST_ROWS, c=tables.MOST_COLUMNS)
        )
        self._full.setProperty("tone", "amber")
        self._full.hide()
        hint = label(
            _("Tab、方向键到别的格，Alt+回车换行，Shift+方向键选几格；Excel、Word、WPS 里的表格可以粘进来。"),
            tone="faint",
            voice="small",
            wrap=True,
        )
        off = button(_("取消"), self.reject)
        act = button(_("就这样") if block is not None else _("插入"), self.accept, role="primary", tip=_("Ctrl+Enter"))
        whole = column(
            self.caption,
            size,
            self._tools(),
            self._full,
            self.sheet,
            hint,
            row(button(_("撤销"), self.sheet.undo, tip=_("撤销表格里的上一步（Ctrl+Z）")), None, off, act, spacing=12),
            spacing=10,
            around=(24, 20, 24, 20),
        )
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self.sheet.changed.connect(self._follow)
        self.sheet.itemSelectionChanged.connect(self._offer)
        for keys, do in (
            (QKeySequence(QKeySequence.StandardKey.Undo), self.sheet.undo),
            (QKeySequence("Ctrl+Y"), self.sheet.redo),
            (QKeySequence("Ctrl+Return"), self.accept),
        ):
            QShortcut(keys, self, do)
        self.resize(self.minimumWidth(), theme().dp(620))
        hint.setVisible(room_for(self).height() >= theme().dp(_LOW))
        self._follow()
        self.sheet.setFocus()

    @staticmethod
    def _number(name: str) -> QSpinBox:
        made = QSpinBox()
        made.setAccessibleName(name)
        made.setKeyboardTracking(False)
        made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        return made

    def _tools(self) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held, spacing=4)

        def add(words: str, do: Callable[[], object], tip: str, keys: str = "") -> QPushButton:
            made = button(words, do, tip=f"{tip}（{keys}）" if keys else tip)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the selection must stay where it is
            if keys:
                QShortcut(QKeySequence(keys), self, do)
            flow.addWidget(made)
            return made

        sheet = self.sheet
        add(_("上面加行"), lambda: self._say(sheet.add_row(below=False)), _("在选中的上面加一行"), "Ctrl+Alt+Up")
        add(_("下面加行"), lambda: self._say(sheet.add_row(below=True)), _("在选中的下面加一行"), "Ctrl+Alt+Down")
        add(_("左边加列"), lambda: self._say(sheet.add_column(right=False)), _("在选中的左边加一列"), "Ctrl+Alt+Left")
        add(_("右边加列"), lambda: self._say(sheet.add_column(right=True)), _("在选中的右边加一列"), "Ctrl+Alt+Right")
        self.less_rows = add(_("删行"), sheet.remove_rows, _("删去选中的行"), "Ctrl+Shift+Delete")
        self.less_columns = add(_("删列"), sheet.remove_columns, _("删去选中的列"), "Alt+Shift+Delete")
        self.joining = add(_("合并"), sheet.join, _("选中的几格并成一格"), "Ctrl+Alt+M")
        self.parting = add(_("拆开"), sheet.part, _("并过的一格拆成单格"), "Ctrl+Alt+S")
        self._acts = held
        return held

    def _marks(self) -> list[QPushButton]:
        """What words of a cell bear, as over a text."""
        made: list[QPushButton] = []
        for style, word, name, keys in MARKS:
            one = button(_(word), self._marker(style), tip=f"{_(name)}（{keys}）")
            one.setAccessibleName(_(name))
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the selection must stay where it is
            QShortcut(QKeySequence(keys), self, self._marker(style))
            made.append(one)
        return made

    def _marker(self, style: SpanStyle) -> Callable[[], None]:
        """The act that marks words so."""
        return lambda: self.sheet.mark(style)

    def _say(self, room: bool) -> None:
        self._full.setVisible(not room)

    def _follow(self) -> None:
        """The numbers are those of the sheet."""
        grid = self.sheet.grid
        for made, value in ((self.rows, grid.height), (self.columns, grid.width)):
            made.blockSignals(True)
            made.setValue(value)
            made.blockSignals(False)
        self.heads.blockSignals(True)
        self.heads.setRange(0, grid.height)
        self.heads.setValue(grid.heads())
        self.heads.blockSignals(False)
        self._full.hide()
        self._offer()

    def _offer(self) -> None:
        self.joining.setEnabled(self.sheet.can_join)
        self.parting.setEnabled(self.sheet.can_part)
        self.less_rows.setEnabled(self.sheet.grid.height > 1)
        self.less_columns.setEnabled(self.sheet.grid.width > 1)

    def _change(self, made: Callable[..., tables.Grid], *about: object) -> None:
        self.sheet.finish()
        self.sheet.show_grid(made(self.sheet.grid, *about))

    def _resize(self) -> None:
        """So many rows and columns: the new ones at the end, those at the end go."""
        self.sheet.finish()
        grid, rows, columns = self.sheet.grid, self.rows.value(), self.columns.value()
        while grid.height < rows:
            grid = tables.with_row(grid, grid.height)
        while grid.width < columns:
            grid = tables.with_column(grid, grid.width)
        grid = tables.without_rows(grid, rows, grid.height - 1) if grid.height > rows else grid
        grid = tables.without_columns(grid, columns, grid.width - 1) if grid.width > columns else grid
        self.sheet.show_grid(grid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The acts have all their lines, and no more."""
        super().resizeEvent(event)
        lines = self._acts.layout()
        if lines is not None:
            self._acts.setFixedHeight(lines.heightForWidth(self.width() - 2 * theme().dp(24)))

    def accept(self) -> None:
        """What is being written in a cell is part of it."""
        self.sheet.finish()
        super().accept()

    def block(self) -> Block:
        """The table as a block of the text, with the id it had. Marks and notes on a caption that says something else
        now stay where they still fit."""
        from dataclasses import replace

        words = " ".join(self.caption.text().split())
        made = tables.to_block(self.sheet.grid, self._given or Block(BlockKind.TABLE))
        if words == made.text:
            return made
        kept: list[Note] = [
            note if note.cell is not None else replace(note, at=min(note.at, len(words))) for note in made.notes
        ]
        return replace(made, text=words, spans=(), notes=tuple(kept))
