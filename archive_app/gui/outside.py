"""Files and folders that another program shows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.workspace import Shell


def open_outside(shell: Shell, path: Path) -> None:
    """Hand a file or a folder to the system; where nothing opens it, that is said."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        shell.toast(_("这台电脑上没有能打开它的程序：{path}").format(path=path))
