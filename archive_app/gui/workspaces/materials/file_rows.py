"""The files of an item as rows: what the list under the form and the strip under a photograph share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from archive_app.domain.adjustment import picture_key
from archive_app.domain.print_size import pixels_across, print_words
from archive_app.domain.sides import pictures_of, sides
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.drag_out import HandedOut

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

FILES = "application/x-cunshi-files"
"""Ids of files of this archive, on their way from one place of the window to another."""
RECORD = Qt.ItemDataRole.UserRole + 1
ABOUT = Qt.ItemDataRole.UserRole + 2
"""Role, size and measures in one line."""
PRINTED = Qt.ItemDataRole.UserRole + 3
"""(how large it prints, whether that is coarse), or None."""
KEY = Qt.ItemDataRole.UserRole + 4
"""The picture key, or empty."""

_Index = QModelIndex | QPersistentModelIndex


def size_words(count: int) -> str:
    """``3.2 MB`` and the like."""
    size = float(count)
    for unit in ("字节", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "字节" else f"{size:.1f} {unit}"
        size /= 1024
    return ""


def file_icon(mime: str) -> str:
    """The icon of a format."""
    if mime.startswith("image/"):
        return "photo"
    if mime.startswith(("audio/", "video/")):
        return "headphones"
    if "pdf" in mime:
        return "file-type-pdf"
    if "word" in mime:
        return "file-type-docx"
    if "sheet" in mime or "csv" in mime:
        return "file-spreadsheet"
    return "file-text"


class FileRows(QAbstractListModel):
    """Files in their order. Dragged among themselves they are put in another order; files let go here come in."""

    placed = Signal(list, int)
    """Ids, and the row before which they are to stand."""
    came = Signal(list)
    """Paths from another program."""
    fetched = Signal(list)
    """Ids of files of another item."""

    def __init__(self, copies: Callable[[Sequence[Record]], list[Path]], parent=None) -> None:
        """``copies`` makes what other programs get when files are dragged out."""
        super().__init__(parent)
        self._copies = copies
        self.files: list[Record] = []
        self.writable = False
        self._item: Record | None = None
        self._sides: dict[str, str] = {}

    def show_files(self, item: Record | None, files: Sequence[Record]) -> bool:
        """Other files, or the same as they are now; whether anything is another than before."""
        self._item = item
        if [(one.id, one.version) for one in files] == [(one.id, one.version) for one in self.files]:
            return False
        same = [one.id for one in files] == [one.id for one in self.files]
        pictures = pictures_of(files)
        if not same:
            self.beginResetModel()
        self.files, self._sides = list(files), sides(pictures)
        if not same:
            self.endResetModel()
        elif files:
            self.dataChanged.emit(self.index(0), self.index(len(files) - 1))
        return True

    def place_of(self, file: str) -> int:
        """The row of a file, or −1."""
        return next((row for row, one in enumerate(self.files) if one.id == file), -1)

    # — Qt's questions —

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many there are."""
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A file in words, and itself for the delegates."""
        one = self.files[index.row()]
        if role == RECORD:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            number = _("第 {n} 个").format(n=index.row() + 1)
            return " · ".join(
                filter(None, (number, one.title, self._about(one), (self._printed(index.row()) or ("",))[0]))
            )
        if role == ABOUT:
            return self._about(one)
        if role == PRINTED:
            return self._printed(index.row())
        if role == KEY:
            return picture_key(one.values) if str(one["mime"] or "").startswith("image/") else ""
        return None

    def _about(self, one: Record) -> str:
        said = [str(one["role"] or ""), self._sides.get(one.id, ""), _("印书用") if one["printed"] else ""]
        said.append(size_words(int(one["bytes"] or 0)))
        if one["width"] and one["height"]:
            said.append(f"{one['width']}×{one['height']}")
        said.append(str(one["colours"] or ""))
        return " · ".join(filter(None, said))

    def _printed(self, row: int) -> tuple[str, bool] | None:
        """How large a photograph that a book may print prints; the item holds the EXIF of the first."""
        item, one = self._item, self.files[row]
        if item is None or item["kind"] != "photograph" or not str(one["mime"] or "").startswith("image/"):
            return None
        across = pixels_across(one.values, (item.values.get("exif") or ()) if row == 0 else ())
        return print_words(across) if across else None

    # — dragging —

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows are taken hold of; between them something may be let go."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled if self.writable else flag.NoItemFlags
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def supportedDragActions(self) -> Qt.DropAction:
        """Copies only: no program may take a file away."""
        return Qt.DropAction.CopyAction

    def supportedDropActions(self) -> Qt.DropAction:
        """What comes from another program is copied, too."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Own files, and those of other programs."""
        return [FILES, "text/uri-list"]

    def mimeData(self, indexes: Sequence[_Index]) -> QMimeData:
        """The ids for this window, and copies for other programs once they ask."""
        chosen = [self.files[row] for row in sorted({index.row() for index in indexes})]
        return handed(chosen, self._copies)

    def canDropMimeData(self, data: QMimeData, _action: Any, _row: int, _column: int, _parent: _Index) -> bool:
        """Files, where something may be written."""
        return self.writable and (data.hasFormat(FILES) or data.hasUrls())

    def dropMimeData(self, data: QMimeData, _action: Any, row: int, _column: int, parent: _Index) -> bool:
        """Own files are put in another order, another item's are fetched, other programs' come in."""
        if not self.writable:
            return False
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self.files)
        if data.hasFormat(FILES):
            ids = ids_in(data)
            if all(self.place_of(key) >= 0 for key in ids):
                self.placed.emit(ids, at)
            else:
                self.fetched.emit(ids)
        else:
            paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
            if paths:
                self.came.emit(paths)
        return False  # the rows change when the files have


def handed(files: Sequence[Record], copies: Callable[[Sequence[Record]], list[Path]]) -> HandedOut:
    """What is dragged: ids for this window, copies for the others."""
    made = HandedOut(lambda: copies(files))
    made.setData(FILES, ",".join(one.id for one in files).encode())
    return made


def ids_in(data: QMimeData) -> list[str]:
    """The ids of files that are dragged within the window."""
    return [key for key in bytes(data.data(FILES).data()).decode().split(",") if key]
