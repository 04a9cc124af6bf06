"""The files of an item: what came, how large, and a way to open it in the system's own program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.domain.print_size import pixels_across, print_words
from archive_app.gui.i18n import _
from archive_app.gui.records.sections import SectionHead
from archive_app.gui.widgets.basics import ElidedLabel, clear, column, icon_label, label, margins, row, tool
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record


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
    if mime.startswith("audio/"):
        return "headphones"
    if "pdf" in mime:
        return "file-type-pdf"
    if "word" in mime:
        return "file-type-docx"
    if "sheet" in mime or "csv" in mime:
        return "file-spreadsheet"
    return "file-text"


class FileList(QWidget):
    """A section under the form; hidden where an item has no files."""

    loaded = Signal(list)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._item: Record | None = None
        self._ids: set[str] = set()
        self._head = SectionHead(_("文件"))
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        margins(self._column, (0, 4, 0, 12), 6)
        self._head.toggled.connect(self._body.setVisible)
        self.setLayout(column(self._head, self._body, spacing=0))
        self.hide()
        self._session.changed.connect(self._on_change)

    def show_item(self, record: Record) -> None:
        """The files of another item."""
        self._item = record
        catalogue = self._session.archive.catalogue
        self._session.ask(lambda: catalogue.files_of(record.id), self._show, key=("files", id(self)))

    def _on_change(self, done: Done) -> None:
        """A file of this item was changed, came or went."""
        item = self._item
        if item is not None and any(
            change.record_id in self._ids or item.id in (change.after.get("item"), (change.before or {}).get("item"))
            for change in done.changes
            if change.entity == "file"
        ):
            self.show_item(item)

    def _show(self, files: list[Record]) -> None:
        clear(self._column)
        self._ids = {record.id for record in files}
        for number, record in enumerate(files):
            self._column.addWidget(self._line(record, made_of=number == 0))
        self.setVisible(bool(files))
        self.loaded.emit(files)
        self._head.set_remark(_("{n} 个").format(n=len(files)))

    def _line(self, record: Record, *, made_of: bool) -> QWidget:
        """One file. ``made_of``: it is the first, whose EXIF the item holds."""
        about = [size_words(int(record["bytes"] or 0))]
        if record["width"] and record["height"]:
            about.append(f"{record['width']}×{record['height']}")
        if record["role"]:
            about.insert(0, str(record["role"]))
        said = [ElidedLabel(record.title), label(" · ".join(about), tone="faint", voice="small")]
        if across := self._printed_across(record, made_of=made_of):
            words, coarse = print_words(across)
            said.append(label(words, tone="amber" if coarse else "faint", voice="small", wrap=True))
        made = QWidget()
        lay = row(
            icon_label(file_icon(str(record["mime"])), "faint", 18),
            column(*said, spacing=0),
            tool(
                "external-link", _("用系统里的程序打开“{name}”").format(name=record.title), lambda: self._open(record)
            ),
            spacing=10,
        )
        lay.setStretch(1, 1)
        made.setLayout(lay)
        return made

    def _printed_across(self, record: Record, *, made_of: bool) -> int:
        """The pixels across of a photograph that a book may print; 0 for what is none."""
        item = self._item
        if item is None or item["kind"] != "photograph" or not str(record["mime"]).startswith("image/"):
            return 0
        return pixels_across(record.values, (item.values.get("exif") or ()) if made_of else ())

    def _open(self, record: Record) -> None:
        try:
            path = self._session.archive.original(record.id)
        except ArchiveError as error:
            self._shell.show_error(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
