"""识别扫描件上的字: read beside the window, looked through beside the scan, taken as one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _
from archive_app.gui.scans.dialog import AGAIN, TAKE, ScanDialog
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.jobs import Reporter
    from archive_app.services.scans.drafts import FileDraft
    from archive_app.services.scans.reading import ScanReader


class ScanReading(QObject):
    """Asks; reads with progress, and may be stopped; shows the draft, and puts it into the item where it is taken."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, record: Record) -> None:
        """Show what is there already, or ask and begin."""
        archive = self._shell.session.archive
        self._shell.session.ask(lambda: archive.catalogue.files_of(record.id), partial(self._ask, record))

    def _ask(self, record: Record, files: list[Record]) -> None:
        from archive_app.services.scans.drafts import scans_of
        from archive_app.services.scans.reading import ScanReader

        if not scans_of(files):
            self._shell.toast(_("这件资料没有图片或 PDF"))
            return
        try:
            reader = ScanReader(self._shell.session.archive)
        except ArchiveError as error:
            self._shell.show_error(error)
            return
        self.begin(reader, record, files)

    def begin(self, reader: ScanReader, record: Record, files: list[Record]) -> None:
        """Show the drafts that are whole, or ask whether to read, and go on where it was stopped."""
        drafts = reader.drafts(files)
        if all(draft.whole for draft in drafts):
            self.show(reader, drafts, record)
            return
        pages = sum(max(1, int(draft.file["pages"] or 1) - len(draft.pages)) for draft in drafts if not draft.whole)
        words = _(
            "图不出这台电脑，也不从网上取东西。要认的约 {n:,} 页，一页几秒到几十秒，随时可以停下，下次接着认。\n"
            "认印刷字；手写的字认不好。认出来的只是草稿，先给您对着扫描件看，您点“采用”才放进资料。"
        ).format(n=pages)
        heading = _("识别《{title}》扫描件上的字").format(title=record.title)
        if ask(self._window, heading, words, _("取消"), _("开始识别")):
            self.read(reader, record, files)

    def read(self, reader: ScanReader, record: Record, files: list[Record]) -> None:
        """Read the scans; the draft is shown when that is done, or stopped."""

        def work(reporter: Reporter) -> tuple[FileDraft, ...]:
            return reader.read(reporter, files)

        title = _("识别“{title}”").format(title=record.title)
        then = partial(self._read, reader, record.id)
        self._shell.jobs.in_thread(title, work, then=then, failed=self._shell.show_error)

    def _read(self, reader: ScanReader, item: str, drafts: tuple[FileDraft, ...]) -> None:
        if not any(draft.pages or draft.failed for draft in drafts):
            return  # stopped before anything was read
        session = self._shell.session
        catalogue = session.archive.catalogue
        session.when_written(lambda: session.ask(lambda: catalogue.record(item), partial(self.show, reader, drafts)))

    def show(self, reader: ScanReader, drafts: tuple[FileDraft, ...], record: Record) -> None:
        """Have the draft looked through; what was written in it is kept, whatever becomes of it."""
        from archive_app.services.scans.drafts import picture_of
        from archive_app.services.scans.taking import filled, targets

        archive = self._shell.session.archive
        into = targets(archive, str(record["kind"]))
        dialog = ScanDialog(
            self._window,
            record.title,
            drafts,
            lambda draft, number: picture_of(archive.root, draft.file, reader.engine, number),
            into,
            frozenset(name for name in into if filled(record, name)),
        )
        dialog.exec()
        if dialog.wish == TAKE:
            self._take(reader, record, dialog)
        elif dialog.wish == AGAIN:
            self._again(reader, record, dialog)
        else:
            self._keep(dialog)
        dialog.deleteLater()

    def _keep(self, dialog: ScanDialog) -> None:
        from archive_app.services.scans.drafts import keep

        session = self._shell.session
        for draft in dialog.drafts:
            command = keep(session.archive, draft.file, list(dialog.changed.get(draft.file.id, {}).values()))
            if command is not None:
                session.execute(command, failed=self._shell.show_error)

    def _take(self, reader: ScanReader, record: Record, dialog: ScanDialog) -> None:
        from archive_app.services.scans.taking import take

        field = str(dialog.into.currentData())
        try:
            command = take(
                self._shell.session.archive, record, dialog.drafts, field, engine=reader.engine, instead=dialog.instead
            )
        except ArchiveError as error:
            self._keep(dialog)
            self._shell.show_error(error)
            return
        words = _("识别的字已放进“{field}”").format(field=dialog.into.currentText())

        def refused(error: Exception) -> None:
            self._keep(dialog)  # the text may stand by now: what was written in the draft stays all the same
            self._shell.show_error(error)

        self._shell.session.execute(command, lambda _done: self._shell.toast(words), failed=refused)

    def _again(self, reader: ScanReader, record: Record, dialog: ScanDialog) -> None:
        from archive_app.catalogue.commands import Batch
        from archive_app.services.scans.drafts import discard, forget

        session = self._shell.session
        files = [draft.file for draft in dialog.drafts]
        words = _("改过的字都不要，从头再认一遍。")
        heading = _("重新识别《{title}》").format(title=record.title)
        written = dialog.changed or any(file["reading"] for file in files)
        if written and not ask(self._window, heading, words, _("取消"), _("重新识别")):
            self._keep(dialog)
            return
        for file in files:
            discard(session.archive.root, file, reader.engine)
        commands = [command for file in files if (command := forget(file)) is not None]
        if commands:
            session.execute(Batch(heading, tuple(commands)), failed=self._shell.show_error)
        catalogue = session.archive.catalogue
        session.when_written(
            lambda: session.ask(lambda: catalogue.files_of(record.id), partial(self.read, reader, record))
        )
