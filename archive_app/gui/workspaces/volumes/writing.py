"""Writing a volume to a file: what for, where, and what is said of it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.workspaces.volumes.output_dialog import OutputDialog
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.typesetting import Typeset, checked_for, typeset_apart, volume_book
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import Options, Output

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')

Ask = Callable[..., None]
Guard = Callable[[Callable[..., Any]], Callable[..., Any]]


class Writer(QObject):
    """One file at a time. ``busy_changed`` when one begins or ends."""

    busy_changed = Signal()

    def __init__(self, shell: Shell, ask: Ask, alive: Guard, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._session, self._ask, self._alive = shell, shell.session, ask, alive
        self._window = parent
        self.busy = False

    def ask_output(self, volume: str, name: str, layout: Layout) -> None:
        """Ask what for and where, and write it; the window stays usable."""
        dialog = OutputDialog(self._window, layout)
        if not volume or not dialog.exec():
            return
        output = dialog.output()
        out = self.ask_where(name, output)
        if out is not None:
            self.write(volume, out, output.name, dialog.options(), dialog.layout_beside(out))

    def ask_where(self, name: str, output: Output, suffix: str = "") -> Path | None:
        """Where a file of this volume is to be; None where nowhere."""
        folder = self._session.archive.root / "volumes"
        with suppress(OSError):  # a place to begin looking; where it cannot be made another is chosen
            folder.mkdir(exist_ok=True)
        purpose = suffix or ("" if output.name == "screen" else f"-{output.name}")
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window,
            _("存为"),
            str(folder / f"{file_name(name)}{purpose}{output.suffix}"),
            _("{suffix} 文件").format(suffix=output.suffix[1:].upper()) + f" (*{output.suffix})",
        )
        return Path(chosen) if chosen else None

    def write(
        self,
        volume: str,
        out: Path,
        output: str = "screen",
        options: Options | None = None,
        layout_json: Path | None = None,
        then: Callable[[Typeset], object] | None = None,
    ) -> None:
        """Write the volume to ``out`` in a process of its own."""
        if self.busy:
            return
        self._set_busy(True)
        told = options or Options()

        def go(checked: tuple[Book, tuple[str, ...]]) -> None:
            book, said = checked
            job = self._shell.jobs.in_process(
                _("输出"),
                typeset_apart,
                book,
                out,
                output,
                told,
                layout_json,
                then=self._alive(lambda done: self._written(replace(done, remarks=(*said, *done.remarks)), then)),
                failed=self._alive(self._shell.show_error),
            )
            job.ended.connect(lambda _job: self._set_busy(False))

        def checked() -> tuple[Book, tuple[str, ...]]:
            archive = self._session.archive
            return checked_for(archive, volume, volume_book(archive, volume), output)

        self._ask(checked, go, self._no_book)

    def _no_book(self, error: Exception) -> None:
        self._set_busy(False)
        self._shell.show_error(error)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _written(self, done: Typeset, then: Callable[[Typeset], object] | None) -> None:
        if then is not None:
            then(done)
        said = _("排好了 {n} 面：{name}") if done.pages else _("写好了：{name}")
        words = "　".join((said.format(n=done.pages, name=done.out.name), *done.remarks))
        self._shell.toast(
            words,
            _("打开"),
            lambda: open_outside(self._shell, done.out),
            _("打开所在文件夹"),
            lambda: open_outside(self._shell, done.out.parent),
        )


def file_name(name: str) -> str:
    """A volume's name as a file may bear it."""
    return _NOT_IN_NAMES.sub("", name) or _("书卷")
