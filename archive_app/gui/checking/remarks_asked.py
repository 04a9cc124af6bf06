"""Looks texts through for 检查 over many, beside the window, and shows the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive_app.gui.dialogs.beside import Beside
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.checking.remarks_dialog import Line
    from archive_app.services.jobs import Reporter


class Checking(Beside):
    """Looks texts through beside the window, and shows the list."""

    def ask(self, ids: Sequence[str] = (), *, volume: str = "") -> None:
        """Look through these items, or those of a volume, with what was just typed."""
        from archive_app.services.checking.run import all_remarks
        from archive_app.services.jobs import stopping
        from archive_app.services.texts.everywhere import items_of

        session = self._shell.session
        archive, names = session.archive, session.names

        def work(reporter: Reporter) -> tuple[list[Line], int]:
            wanted = items_of(archive, volume) if volume else list(ids)
            found: list[Line] = [
                (record, remark, {})
                for record, remarks in all_remarks(archive, names, wanted, stopping(reporter))
                for remark in remarks
            ]
            records = archive.catalogue.load("item", wanted).values()
            found += [(record, None, row) for record in records for row in record.values.get("passed") or ()]
            return found, len(wanted)

        def begin() -> None:
            self._shell.jobs.in_thread(_("检查文字"), work, then=self.show, failed=self._shell.show_error)

        self._shell.flush()
        session.when_written(begin)

    def show(self, found: tuple[list[Line], int]) -> None:
        """The list, in place of one that is still open."""
        from archive_app.gui.checking.remarks_dialog import RemarksDialog

        self.put_away()
        self.put(RemarksDialog(self._window, self._shell, *found))
