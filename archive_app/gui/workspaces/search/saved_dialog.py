"""A name for a search that is to be kept, and whether one wants to be told of what is new in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from archive_app.domain.errors import UsageError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import Part, button, column, label, set_property
from archive_app.gui.workspaces.search.saved import KeptSearches
from archive_app.services.saved_searches import LONGEST_NAME, SavedSearch, checked_name


class SavedDialog(Dialog):
    """``given`` is the name and ``alert`` the answer once it was accepted. With ``renamed`` only the name is asked."""

    def __init__(
        self, parent: QWidget | None, kept: KeptSearches, name: str, told: str, renamed: SavedSearch | None = None
    ) -> None:
        title = _("存下这次检索") if renamed is None else _("改名")
        super().__init__(parent, title)
        self._kept, self._renamed = kept, renamed
        self.name = QLineEdit(name)
        self.name.setAccessibleName(_("名称"))
        self.name.setMaxLength(2 * LONGEST_NAME)  # UTF-16 units: the check counts characters
        self.name.selectAll()
        self.note = label("", tone="faint", voice="small", wrap=True)
        self._alert = QCheckBox(_("有新资料时提醒我"))
        self._alert.setChecked(True)
        self._alert.setVisible(False)
        self.act = button(_("存下") if renamed is None else _("改名"), self.accept, role="primary")
        self.act.setDefault(True)
        query = label(told, tone="faint", wrap=True)
        parts: list[Part] = [label(title, voice="title"), query, 8, label(_("名称")), self.name, self.note]
        if renamed is None:
            self._alert.setVisible(True)
            parts += [4, self._alert]
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        self.setLayout(column(*parts, 12, foot, spacing=6, around=(24, 20, 24, 20)))
        self.name.textChanged.connect(self._typed)
        self._typed()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def given(self) -> str:
        """The name."""
        return " ".join(self.name.text().split())

    @property
    def alert(self) -> bool:
        """Whether to say so when something is new."""
        return self._alert.isChecked()

    def _typed(self) -> None:
        """A name that cannot be is said at once, and one that is another's."""
        wrong, words = "", ""
        try:
            checked_name(self.name.text())
        except UsageError as error:
            wrong = f"{error.message}。{error.remedy}"
        there = self._kept.named(self.given)
        if self._renamed is not None and there is not None and there.id != self._renamed.id:
            wrong = _("你已经有一个叫“{name}”的检索，请换一个名称。").format(name=there.name)
        elif self._renamed is None and there is not None:
            told = self._kept.told.get(there.id, there.query)
            words = _("你已经有一个叫“{name}”的（{told}），存下就改成这一次的。").format(name=there.name, told=told)
        if self._renamed is None:
            self.act.setText(_("改成这一次的") if there is not None else _("存下"))
        self.note.setText(wrong or words or _("以后在“存下的检索”里认得出就行。"))
        set_property(self.note, "tone", "danger" if wrong else "amber" if words else "faint")
        self.act.setEnabled(not wrong)
