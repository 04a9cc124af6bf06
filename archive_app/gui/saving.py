"""「保存」: all is saved as it is typed; who asks for it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.workspace import Place

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.main_window import MainWindow


class Saving:
    """What the window says of what is stored, and of what could not be."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def save(self) -> None:
        """Hand everything to the writer, and answer when it is on the disk."""
        window = self._window
        if not window.is_open:
            return
        window.flush()
        if window.session.archive.read_only:
            window.toast(_("馆藏是只读打开的，没有改动要保存。"))
            return
        window.session.when_written(self._say_saved)

    def say_held(self, words: str) -> bool:
        """Say in which items something waits that could not be stored; whether there is any."""
        waiting = self._held_items()
        if not waiting:
            return False
        there, record = next(iter(waiting.items()))
        told = words.format(n=len(waiting), title=record.title)
        self._window.toast(told, _("去看"), lambda: self._window.go("materials", Place(there)))
        return True

    def _say_saved(self) -> None:
        window = self._window
        if not window.is_open:
            return
        wrong = next(filter(None, (made.unsaved() for made in window.desk.made.values())), "")
        if wrong:
            window.toast(_("还没有全部存上：{what}").format(what=wrong))
        elif window.session.failure is not None:
            window.show_error(window.session.failure)
        elif not self.say_held(_("已保存。还有 {n} 件里写的字没有存上，如《{title}》")):
            window.toast(_("已保存。"))

    def _held_items(self) -> dict[str, Record]:
        """The items in which something was typed that could not be stored; those in the trash aside."""
        if not self._window.is_open or not (waiting := self._window.session.held.records()):
            return {}
        found = self._window.session.archive.catalogue.load("item", waiting)
        return {key: record for key, record in found.items() if not record.trashed}
