"""A new archive: its name and where it shall stand. The rest the program knows."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.gui.dialogs.choose import choose_folder
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, row

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def documents() -> Path:
    """The person's own documents folder."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()


class NewArchiveDialog(Dialog):
    """``name`` and ``root`` hold what was chosen; ``actor`` the name for the history where none was known."""

    def __init__(self, parent: QWidget | None, actor: str, folder: Path | None = None) -> None:
        super().__init__(parent, _("新建馆藏"), width=520)
        self._folder = folder or documents()
        self._name = QLineEdit(_("我的文史馆藏"))
        self._name.setAccessibleName(_("馆藏的名字"))
        self._name.textChanged.connect(self._refresh)
        self._actor = QLineEdit(actor)
        self._actor.setAccessibleName(_("我的姓名"))
        self._actor.setPlaceholderText(_("可以不填，以后在设置里改"))
        self._where = label(tone="faint", wrap=True, select=True)
        self._wrong = label(tone="danger", wrap=True)
        choose = button(_("换一处…"), self._choose, icon="folder-open")
        place = row(self._where, choose, spacing=12)
        place.setStretch(0, 1)
        self._make = button(_("新建"), self.accept, role="primary")
        self._make.setDefault(True)
        self.setLayout(
            column(
                label(_("新建馆藏"), voice="title"),
                label(_("馆藏是一个文件夹，目录、原件和历史都在里面，整个复制走就是备份。"), tone="faint", wrap=True),
                8,
                label(_("名字")),
                self._name,
                8,
                label(_("放在")),
                place,
                self._wrong,
                8,
                label(_("我的姓名")),
                self._actor,
                label(_("写进修改历史：谁在什么时候改了什么。"), tone="faint", voice="small", wrap=True),
                16,
                self.buttons(button(_("取消"), self.reject), self._make),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """The proposed name is there to be typed over."""
        super().showEvent(event)
        self._name.setFocus()
        QTimer.singleShot(0, self._name, self._name.selectAll)

    @property
    def name(self) -> str:
        """The archive's name."""
        return self._name.text().strip()

    @property
    def actor(self) -> str:
        """Who works here."""
        return self._actor.text().strip()

    @property
    def root(self) -> Path:
        """The folder the archive will be."""
        return self._folder / (_NOT_IN_NAMES.sub(" ", self.name).strip(" .") or _("馆藏"))

    def _choose(self) -> None:
        chosen = choose_folder(self, _("把馆藏放在哪个文件夹里"), self._folder)
        if chosen is not None:
            self._folder = chosen
            self._refresh()

    def _refresh(self) -> None:
        self._where.setText(str(self.root))
        taken = self.root.exists() and (not self.root.is_dir() or any(self.root.iterdir()))
        self._wrong.setText(_("这里已经有一个同名的文件夹，请换个名字或换一处。") if taken else "")
        self._wrong.setVisible(taken)
        self._make.setEnabled(bool(self.name) and not taken)
