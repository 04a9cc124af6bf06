"""What the volumes workspace asks: a new volume, a section's name, which items become articles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.catalogue.queries import ItemRow
from archive_app.domain.entities import VOLUME
from archive_app.domain.kinds import kind_named
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label

_ID = Qt.ItemDataRole.UserRole


class NewVolumeDialog(Dialog):
    """Title, number and format of a volume; the rest is filled in later."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("新建书卷"))
        self._title = QLineEdit()
        self._title.setAccessibleName(_("书名"))
        self._title.setPlaceholderText(_("如：城东政协文史资料"))
        self._title.textChanged.connect(self._refresh)
        self._number = QLineEdit()
        self._number.setAccessibleName(_("辑次"))
        self._number.setPlaceholderText(_("如：24；不分辑的可以不填"))
        self._number.setValidator(QIntValidator(1, 9999, self))
        self._template = QComboBox()
        self._template.setAccessibleName(_("版式"))
        for term in reversed(VOLUME.field("template").terms):
            self._template.addItem(term.label, term.value)
        self._make = button(_("新建"), self.accept, role="primary")
        self._make.setDefault(True)
        self.setLayout(
            column(
                label(_("新建书卷"), voice="title"),
                8,
                label(_("书名")),
                self._title,
                8,
                label(_("辑次")),
                self._number,
                8,
                label(_("版式")),
                self._template,
                16,
                self.buttons(button(_("取消"), self.reject), self._make),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self._refresh()

    def values(self) -> dict[str, object]:
        """The fields of the new volume."""
        number = self._number.text().strip()
        return {
            "title": self._title.text().strip(),
            "template": self._template.currentData(),
            **({"number": int(number)} if number else {}),
        }

    def _refresh(self) -> None:
        self._make.setEnabled(bool(self._title.text().strip()))


class NameDialog(Dialog):
    """One name."""

    def __init__(self, parent: QWidget | None, heading: str, hint: str, name: str = "") -> None:
        super().__init__(parent, heading, width=420)
        self._name = QLineEdit(name)
        self._name.setAccessibleName(heading)
        self._name.setPlaceholderText(hint)
        self._make = button(_("好"), self.accept, role="primary")
        self._make.setDefault(True)
        self._name.textChanged.connect(lambda text: self._make.setEnabled(bool(text.strip())))
        self._make.setEnabled(bool(name))
        buttons = self.buttons(button(_("取消"), self.reject), self._make)
        self.setLayout(
            column(label(heading, voice="title"), 8, self._name, 16, buttons, spacing=6, around=(24, 20, 24, 20))
        )
        self._name.selectAll()

    def name(self) -> str:
        """What was typed."""
        return self._name.text().strip()


class ChooseItemsDialog(Dialog):
    """Which items become articles: a list that narrows as one types, several at once."""

    def __init__(self, parent: QWidget | None, rows: Sequence[ItemRow], heading: str = "", words: str = "") -> None:
        """``heading`` and ``words`` say what they are chosen for, where it is not the section one is in."""
        heading = heading or _("加入文章")
        super().__init__(parent, heading, width=560)
        self._filter = QLineEdit()
        self._filter.setAccessibleName(_("筛选"))
        self._filter.setPlaceholderText(_("输入题名里的字"))
        self._filter.textChanged.connect(self._narrow)
        self._list = QListWidget()
        self._list.setAccessibleName(_("可以加入的资料"))
        self._list.setMinimumHeight(theme().dp(300))
        for row in rows:
            line = QListWidgetItem(f"{row.title}　·　{kind_named(row.kind).label}")
            line.setData(_ID, row.id)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            line.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(line)
        self._list.itemChanged.connect(lambda _line: self._refresh())
        self._list.itemActivated.connect(self._toggle)
        self._make = button(_("加入"), self.accept, role="primary")
        self.setLayout(
            column(
                label(heading, voice="title"),
                label(words or _("勾选要编进这个栏目的资料。"), tone="faint"),
                8,
                self._filter,
                self._list,
                16,
                self.buttons(button(_("取消"), self.reject), self._make),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self._refresh()

    def chosen(self) -> list[str]:
        """Ids of the ticked items, in the list's order."""
        lines = (self._list.item(number) for number in range(self._list.count()))
        return [line.data(_ID) for line in lines if line.checkState() == Qt.CheckState.Checked]

    def _narrow(self, text: str) -> None:
        for number in range(self._list.count()):
            line = self._list.item(number)
            line.setHidden(text.strip() not in line.text())

    @staticmethod
    def _toggle(line: QListWidgetItem) -> None:
        ticked = line.checkState() == Qt.CheckState.Checked
        line.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _refresh(self) -> None:
        number = len(self.chosen())
        self._make.setEnabled(number > 0)
        self._make.setText(_("加入 {n} 篇").format(n=number) if number else _("加入"))
