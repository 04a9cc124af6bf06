"""Choosing files and folders: the system's own dialog where there is one, else Qt's in our words and icons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileInfo, QStandardPaths, QUrl
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QToolButton, QTreeView, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_PLACES = (
    QStandardPaths.StandardLocation.HomeLocation,
    QStandardPaths.StandardLocation.DesktopLocation,
    QStandardPaths.StandardLocation.DocumentsLocation,
    QStandardPaths.StandardLocation.PicturesLocation,
)

_BUTTONS = {
    "backButton": "arrow-left",
    "forwardButton": "arrow-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "layout-grid",
    "detailModeButton": "list",
}
"""Qt's names of its dialog's buttons → our icons."""


class _Provider(QFileIconProvider):
    """Folders and files with the program's icons and Chinese words."""

    def icon(self, about: Any) -> QIcon:
        """The icon of a file, or of one of Qt's kinds of places."""
        if isinstance(about, QFileInfo):
            return theme().icon("folder" if about.isDir() else "file-text", "faint")
        file = QFileIconProvider.IconType.File
        return theme().icon("file-text" if about is file else "folder", "faint")

    def type(self, info: QFileInfo) -> str:
        """What the column 类型 says."""
        if info.isDir():
            return _("文件夹")
        return _("{suffix} 文件").format(suffix=info.suffix().upper()) if info.suffix() else _("文件")


def _dialog(parent: QWidget, title: str, where: Path) -> tuple[QFileDialog, _Provider]:
    made = QFileDialog(parent, title, str(where if where.exists() else Path.home()))
    provider = _Provider()
    made.setIconProvider(provider)
    if made.testOption(QFileDialog.Option.DontUseNativeDialog) or made.findChild(QTreeView) is not None:
        _tidy(made)
    return made, provider


def _tidy(dialog: QFileDialog) -> None:
    """Qt's own dialog: the places people keep things, and no more columns than they read."""
    found = [QStandardPaths.writableLocation(place) for place in _PLACES]
    urls = [QUrl.fromLocalFile(path) for path in dict.fromkeys(found) if path and Path(path).exists()]
    dialog.setSidebarUrls([*urls, QUrl.fromLocalFile("/media")] if Path("/media").exists() else urls)
    dialog.resize(theme().dp(760), theme().dp(480))
    tree: Any = dialog.findChild(QTreeView, "treeView")
    if tree is not None:
        tree.header().setSectionHidden(3, True)
        for number, width in enumerate((330, 100, 110)):
            tree.header().resizeSection(number, theme().dp(width))
    for name, icon in _BUTTONS.items():
        found_button: Any = dialog.findChild(QToolButton, name)
        if found_button is not None:
            found_button.setIcon(theme().icon(icon))


def choose_folder(parent: QWidget, title: str, where: Path, accept: str = "") -> Path | None:
    """A folder, or None where the person thought better of it."""
    dialog, _provider = _dialog(parent, title, where)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, accept or _("选这个文件夹"))
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def choose_files(parent: QWidget, title: str, where: Path, accept: str = "") -> list[Path]:
    """Any number of files."""
    dialog, _provider = _dialog(parent, title, where)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, accept or _("加入"))
    return [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
