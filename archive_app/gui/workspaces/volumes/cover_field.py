"""The picture on the cover, chosen among those of the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from archive_app.domain.errors import UsageError
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.picture_dialog import PictureDialog
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import ElidedLabel, button, column, label, row, tool
from archive_app.volumes.format_words import Option


class CoverField(QWidget):
    """As an option's field: what is chosen, a button to choose, one to have none."""

    def __init__(self, option: Option, edited: Callable[[], None], session: Session) -> None:
        super().__init__()
        self.option = option
        self._edited, self._session, self._value = edited, session, ""
        self.words = label(_(option.label), tone="faint")
        self._name = ElidedLabel()
        self.choose = button(_("选图片…"), self._choose)
        self.none = tool("x", _("不用这一幅"), lambda: self.take(""))
        self._wrong = label("", tone="danger", voice="small", wrap=True)
        self._wrong.hide()
        chosen = row(self._name, self.choose, self.none, spacing=6)
        chosen.setStretch(0, 1)
        self.setLayout(column(self.words, chosen, self._wrong, spacing=3))
        self.show_value(None)

    def show_default(self, value: Any) -> None:
        """A template brings no picture: there is nothing to show."""

    def show_value(self, value: Any) -> None:
        """What the volume says; None for nothing."""
        self._value = str(value or "")
        self.none.setVisible(bool(self._value))
        self._name.setText(_("还没有选") if not self._value else "…")
        catalogue, key = self._session.archive.catalogue, self._value
        if not key:
            return

        def name() -> str:
            file = catalogue.load("file", [key]).get(key)
            return str(file["name"]) if file is not None else key

        self._session.ask(name, lambda words: self._name.setText(words) if isValid(self) else None)

    def value(self) -> Any:
        """The id of the file; None for none."""
        return self._value or None

    def say(self, error: UsageError | None) -> None:
        """What is wrong, beside the field."""
        words = f"{error.message.partition('：')[2] or error.message}。{error.remedy}" if error is not None else ""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self._wrong.text())

    def take(self, file: str) -> None:
        """Another picture, or none."""
        self.show_value(file)
        self._edited()

    def _choose(self) -> None:
        dialog = PictureDialog(self, self._session, words=False)
        if dialog.exec():
            picture = dialog.block().picture
            self.take(picture.source if picture is not None else "")
