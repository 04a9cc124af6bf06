"""识别文字 and 核对文字 of an earlier volume: read beside the window, looked through beside the scans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.earlier.leaves import Leaf
    from archive_app.services.earlier.recognising import Recognised
    from archive_app.services.jobs import Reporter
    from archive_app.services.scans.reading import ScanReader


class LeavesReading(QObject):
    """``then`` is told when a volume's words are others."""

    def __init__(self, window: QWidget, shell: Shell, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._shell, self._then = window, shell, then
        self._under_way: set[str] = set()

    # — read —

    def recognise(self, record: Record) -> None:
        """Ask, and read the pages that have no words."""
        from archive_app.services.earlier.recognising import to_read
        from archive_app.services.scans.reading import ScanReader

        if record.id in self._under_way:
            self._shell.toast(_("这一卷正在识别，进度在右下角"))
            return
        archive = self._shell.session.archive
        try:
            reader = ScanReader(archive)
        except ArchiveError as error:
            self._shell.show_error(error)
            return
        self._shell.session.ask(
            lambda: to_read(archive, reader, record), partial(self._begin, reader, record), self._shell.show_error
        )

    def _begin(self, reader: ScanReader, record: Record, wanted: list[Leaf]) -> None:
        if not wanted:
            self._shell.toast(_("没有文字的页都识别过了"))
            return
        words = _(
            "图不出这台电脑，也不从网上取东西。要认的有 {n:,} 页，一页几秒到几十秒，窗口照常用；"
            "随时可以停下，关了程序也不要紧，下次再点，从停下的地方接着认。\n认出来的是识别稿，能检索，标着“识别稿”，等人核对。"
        ).format(n=len(wanted))
        heading = _("识别《{title}》的书页").format(title=record.title)
        if ask(self._window, heading, words, _("取消"), _("开始识别")):
            self.read(reader, record)

    def read(self, reader: ScanReader, record: Record) -> None:
        """Read beside the window."""
        from archive_app.services.earlier.recognising import recognise

        archive = self._shell.session.archive
        self._under_way.add(record.id)

        def work(reporter: Reporter) -> Recognised:
            return recognise(archive, reader, record.id, reporter)

        title = _("识别“{title}”{n}").format(title=record.title, n=record["number"] or "")
        self._shell.jobs.in_thread(
            title, work, then=partial(self._done, record.id), failed=partial(self._failed, record.id)
        )

    def _done(self, volume: str, made: Recognised) -> None:
        self._under_way.discard(volume)
        words = _("识别了 {n:,} 页").format(n=made.pages)
        words += _("，还有 {n:,} 页，再点“识别文字…”接着认。").format(n=made.left) if made.left else _("，都认完了。")
        if made.failed:
            number, why = made.failed[0]
            words += _("{n} 页没有认成，如扫描第 {at} 页：{why}").format(n=len(made.failed), at=number, why=why)
        self._shell.toast(words)
        self._then()

    def _failed(self, volume: str, error: Exception) -> None:
        self._under_way.discard(volume)
        self._shell.show_error(error)
        self._then()

    # — looked through —

    def look_through(self, record: Record, at: int = 1) -> None:
        """Have the words looked through, from a page (of the scans, from 1) on."""
        from archive_app.services.earlier.leaves import leaves_of

        archive = self._shell.session.archive
        self._shell.session.ask(
            lambda: leaves_of(archive.catalogue, archive.root, record),
            partial(self._show, record, at),
            self._shell.show_error,
            key="leaves",
        )

    def _show(self, record: Record, at: int, leaves: list[Leaf]) -> None:
        from archive_app.gui.earlier.checking import EDGE, LeavesDialog

        if not any(leaf.page.lines for leaf in leaves):
            self._shell.toast(_("还没有文字可以核对"))
            return
        archive = self._shell.session.archive
        dialog = LeavesDialog(
            self._window,
            record.title,
            leaves,
            self._shell.session.ask,
            lambda leaf: archive.thumbnail(leaf.picture, EDGE, leaf.at),
            at,
        )
        dialog.exec()
        self.keep(record.id, dialog.results())
        dialog.deleteLater()

    def keep(self, volume: str, leaves: list[Leaf]) -> None:
        """Keep these pages as looked through."""
        from archive_app.services.earlier.taking import confirmed

        command: Any = confirmed(self._shell.session.archive, volume, leaves)
        if command is not None:
            self._shell.session.execute(command, self._kept, failed=self._shell.show_error)

    def _kept(self, _done: Done) -> None:
        self._then()
