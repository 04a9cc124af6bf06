"""The archive's state at the lower left: 已保存, and when it was last backed up."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLabel, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, icon_label, label, row


def day_words(moment: datetime, now: datetime | None = None) -> str:
    """``今天 10:32``, ``昨天 18:05``, ``3月18日``, ``2025年3月18日``."""
    now = now or datetime.now().astimezone()
    moment = moment.astimezone()
    days = (now.date() - moment.date()).days
    if days == 0:
        return _("今天 {time}").format(time=moment.strftime("%H:%M"))
    if days == 1:
        return _("昨天 {time}").format(time=moment.strftime("%H:%M"))
    words = f"{moment.month}月{moment.day}日"
    return words if moment.year == now.year else f"{moment.year}年{words}"


class SaveState(QWidget):
    """Follows a session; a failure stays until the next write succeeds."""

    def __init__(self, session: Session, backed_up: datetime | None) -> None:
        super().__init__()
        self._session = session
        self._icon = QLabel()
        self._words = label(voice="small")
        self._backup = ElidedLabel(tone="faint", voice="small")
        self._icon = icon_label("check", "celadon", 16)
        self.setLayout(row(self._icon, self._words, self._backup, spacing=6))
        self.layout().setStretch(2, 1)
        session.state_changed.connect(self.refresh)
        self.set_backup(backed_up)
        self.refresh()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def set_backup(self, moment: datetime | None) -> None:
        """Say when the last backup was made."""
        said = _("备份于 {when}").format(when=day_words(moment)) if moment else _("还没有备份")
        self._backup.setText(f"·  {said}")

    def refresh(self) -> None:
        """Say how things stand."""
        session = self._session
        if session.archive.read_only:
            words, icon, tone = _("只读打开"), "lock", "faint"
        elif session.saving:
            words, icon, tone = _("正在保存…"), "loader-2", "faint"
        elif session.failure is not None:
            words, icon, tone = _("上一步没有存上"), "alert-triangle", "danger"
        else:
            words, icon, tone = _("已保存"), "check", "celadon"
        self._words.setText(words)
        self._icon.setPixmap(theme().pixmap(icon, tone, 16))
