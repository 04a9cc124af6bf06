"""自选各栏: the columns of a list that is printed, their order and widths, and the name under which they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QSpinBox, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, pane, row
from archive_app.gui.workspaces.materials.columns_dialog import ColumnsDialog, Look
from archive_app.services.report_columns import WIDEST, Chosen, ColumnChoice, known_columns, usual

if TYPE_CHECKING:
    from archive_app.reports.lists import ItemList
    from archive_app.services.archive import Archive


class ReportColumnsDialog(ColumnsDialog):
    """``choice`` is what was chosen; its name is empty where it is not to be kept."""

    def __init__(self, parent: QWidget | None, archive: Archive, listed: ItemList, begun: ColumnChoice) -> None:
        known = known_columns(archive, listed)
        self._report = listed.name
        self._widths = {one.name: one.width for one in begun.columns if one.width}
        self.width_box = QSpinBox()
        self.width_box.setRange(0, WIDEST)
        self.width_box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.width_box.setSuffix(_(" 字宽"))
        self.width_box.setSpecialValueText(_("宽窄照内容"))
        self.width_box.setAccessibleName(_("这一栏几个字宽"))
        self.name = QLineEdit(begun.name)
        self.name.setMaxLength(30)
        self.name.setPlaceholderText(_("如 借阅用目录；空着只用这一次"))
        self.name.setAccessibleName(_("存成什么名称"))
        self.forgotten = False
        """Whether what is kept under the name is not to be kept any more."""
        self.forget_button = button(_("不再存着"), self._forget, role="link")
        self.forget_button.setVisible(bool(begun.name))
        look = Look(
            _("{list}的各栏").format(list=listed.label),
            "印出来的栏",
            "序号一栏总在最前。写了字宽的，印成 PDF、存成 Excel 都照它；没写的照内容分。存下的名称跟着馆藏走。",
            tuple(one.name for one in usual(listed).columns),
            "",
        )
        shown = [known[one.name] for one in begun.columns if one.name in known]
        super().__init__(parent, tuple(known.values()), shown or [known[name] for name in look.usual], look)
        self.width_box.valueChanged.connect(self._widen)
        self.shown.currentRowChanged.connect(lambda _row: self._show_width())
        self._show_width()

    def beside(self) -> tuple[QWidget, ...]:
        """How wide the column is that is chosen."""
        return (self.width_box,)

    def above(self) -> tuple[QWidget, ...]:
        """The name under which they are kept; it is the list's title, too."""
        named = row(self.name, self.forget_button, spacing=8)
        return (pane(column(label(_("存成（也是表的标题）")), named, spacing=4)),)

    def words(self, name: str) -> str:
        """A column with its width, where it was given one."""
        width = self._widths.get(name, 0)
        said = super().words(name)
        return _("{column}　{n} 字宽").format(column=said, n=width) if width else said

    def _forget(self) -> None:
        self.forgotten = True
        self.accept()

    def _show_width(self) -> None:
        was = self.width_box.blockSignals(True)
        self.width_box.setValue(self._widths.get(self.shown.chosen(), 0))
        self.width_box.setEnabled(bool(self.shown.chosen()))
        self.width_box.blockSignals(was)

    def _widen(self, ems: int) -> None:
        if name := self.shown.chosen():
            self._widths[name] = ems
            self.shown.currentItem().setText(self.words(name))

    @property
    def choice(self) -> ColumnChoice:
        """What was chosen."""
        chosen = tuple(Chosen(one.name, self._widths.get(one.name, 0)) for one in self.columns)
        return ColumnChoice(self._report, chosen, " ".join(self.name.text().split()))
