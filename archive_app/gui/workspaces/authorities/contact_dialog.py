"""A person's telephone number and address, in a dialog of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_FIELDS = (("telephone", "电话"), ("address", "住址"), ("note", "备注"))


class ContactDialog(Dialog):
    """``command`` says what is to be stored."""

    def __init__(self, parent: QWidget | None, person: Record, contact: Record | None) -> None:
        super().__init__(parent, _("联系方式"), width=420)
        self._person, self._contact = person, contact
        self._lines: dict[str, QLineEdit] = {}
        heading = label(_("{name}的联系方式").format(name=person.title), voice="title", wrap=True)
        parts: list[QWidget | int] = [heading, 8]
        for name, words in _FIELDS:
            line = QLineEdit(str(contact[name]) if contact is not None else "")
            line.setAccessibleName(_(words))
            self._lines[name] = line
            parts += [label(_(words)), line, 4]
        keep = button(_("保存"), self.accept, role="primary")
        keep.setDefault(True)
        foot = self.buttons(button(_("取消"), self.reject), keep)
        self.setLayout(column(*parts, 8, foot, spacing=6, around=(24, 20, 24, 20)))

    def command(self) -> Create | SetFields:
        """What is to be stored."""
        values = {name: line.text().strip() for name, line in self._lines.items()}
        if self._contact is not None:
            return SetFields(self._contact.id, values)
        return Create("contact", {"person": self._person.id, **values})
