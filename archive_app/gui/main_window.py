"""The one window: the start page or an open archive, and what the actions of the table do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.errors import ArchiveError
from archive_app.gui.actions import Actions
from archive_app.gui.asides import Asides
from archive_app.gui.background import Background
from archive_app.gui.care import Care
from archive_app.gui.desk import Desk
from archive_app.gui.dialogs.choose import choose_folder
from archive_app.gui.dialogs.message import ask, show_archive_error
from archive_app.gui.finder import finder
from archive_app.gui.i18n import _
from archive_app.gui.jobs import JobBoard
from archive_app.gui.saving import Saving
from archive_app.gui.session import Session
from archive_app.gui.start_page import StartPage
from archive_app.gui.theme import theme
from archive_app.gui.undo import Undo
from archive_app.gui.workspaces.registry import HERE_AHEAD, WORKSPACES, load_ahead
from archive_app.gui.workspaces.workspace import Place, Workspace
from archive_app.services.settings import Settings

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_AHEAD_MS = 900
"""After opening an archive: its first list has been drawn by then."""
_BETWEEN_MS = 20


class MainWindow(QMainWindow):
    """A ``Shell`` for its workspaces."""

    session: Session

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        theme().dress(self)
        self.settings = settings
        self.jobs = JobBoard(self)
        self.setMinimumSize(640, 480)
        self.actions_table = Actions(self, self._dispatch)
        finder().read(settings)
        self._recent_menu = QMenu(self)
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        self._open: Session | None = None
        self.opening = False
        self._opener = Background(1, "opener", self)
        self._undo: Undo | None = None
        self._desk: Desk | None = None
        self._start: StartPage | None = None
        self.care = Care(self)
        self.saving = Saving(self)
        self.asides = Asides(self)
        self._own: dict[str, Callable[[], object]] = self._own_handlers()
        theme().changed.connect(self._rebuild)
        self._restore_geometry()
        self.show_start()

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "archive.open": self.open_dialog,
            "archive.new": self.new_dialog,
            "archive.example": self.open_example,
            "archive.backup": self.care.backup,
            "archive.verify": self.care.verify,
            "archive.close": self.close_archive,
            "app.quit": self.close,
            "edit.save": self.saving.save,
            "edit.undo": lambda: self._undo and self._undo.undo(),
            "edit.redo": lambda: self._undo and self._undo.redo(),
            "edit.search": self._focus_search,
            "search.form": self._search_form,
            **{f"go.{spec.id}": partial(self._go_to, spec.id) for spec in WORKSPACES},
            **self.asides.handlers(),
        }

    # — the two faces —

    @property
    def is_open(self) -> bool:
        """Whether an archive is open."""
        return self._open is not None

    @property
    def desk(self) -> Desk:
        """The open archive's face; only while one is open."""
        assert self._desk is not None
        return self._desk

    @property
    def start(self) -> StartPage:
        """The start page; only while no archive is open."""
        assert self._start is not None
        return self._start

    def _menu_bar(self) -> QMenuBar:
        bar = QMenuBar()
        self.actions_table.fill(bar, {"archive.recent": self._recent_menu})
        return bar

    def show_start(self) -> None:
        """The start page."""
        if self._start is not None:
            self._start.release()
        self.setWindowTitle(_("存史"))
        recent = [Path(path) for path in self.settings.get("recent_archives")]
        self._start = StartPage(recent, self._menu_bar())
        self._start.open_wanted.connect(self.open_dialog)
        self._start.new_wanted.connect(self.new_dialog)
        self._start.example_wanted.connect(self.open_example)
        self._start.recent_wanted.connect(self.open_archive)
        self._desk = None
        self.setCentralWidget(self._start)
        self._start.activate()
        self._refresh_actions()

    def _show_desk(self) -> None:
        assert self._open is not None
        if self._start is not None:
            self._start.release()
            self._start = None
        self._desk = Desk(self, self._open, self._menu_bar(), self.care.backed_up())
        self._desk.workspace_changed.connect(self._refresh_actions)
        self.setCentralWidget(self._desk)
        self.setWindowTitle(f"{self._open.archive.name} — {_('存史')}")
        self._desk.show_workspace(WORKSPACES[0].id)
        self._refresh_actions()

    def _rebuild(self) -> None:
        """Another palette or text size: build the face anew and find what was being looked at."""
        if self._start is not None:
            self.show_start()
        if self._desk is None:
            return
        old = self._desk
        old.flush()
        remembered = {name: made.remember() for name, made in old.made.items()}
        current = old.current_id
        old.release()
        self._show_desk()
        for name, state in remembered.items():
            self.desk.workspace(name).recall(state)
        self.desk.show_workspace(current)

    # — archives —

    def open_dialog(self) -> None:
        """Choose an archive's folder and open it."""
        last = str(self.settings.get("last_archive"))
        where = Path(last).parent if last else Path.home()
        chosen = choose_folder(self, _("打开馆藏：选馆藏文件夹"), where, _("打开"))
        if chosen is not None:
            self.open_archive(chosen)

    def new_dialog(self) -> None:
        """Ask for a name and make an archive."""
        from archive_app.gui.dialogs.new_archive import NewArchiveDialog

        dialog = NewArchiveDialog(self, str(self.settings.get("actor")))
        if dialog.exec():
            if dialog.actor:
                self.settings.set("actor", dialog.actor)
            self.create_archive(dialog.root, dialog.name)

    def create_archive(self, root: Path, name: str) -> None:
        """Make an archive and open it; the window stays alive meanwhile."""

        def make() -> Archive:
            from archive_app.services.archive import Archive

            return Archive.create(root, name=name, settings=self.settings)

        self._take(make, name)

    def open_archive(self, root: Path) -> None:
        """Open an archive; the window stays alive meanwhile."""

        def take() -> Archive:
            from archive_app.services.archive import Archive

            return Archive.open(root, settings=self.settings)

        self._take(take, root.name)

    def _take(self, opened: Callable[[], Archive], name: str) -> None:
        if self.opening or not self._leave():
            return
        self.opening = True
        self.show_start()
        self.start.say_busy(_("正在打开“{name}”…").format(name=name))
        self._opener.ask(opened, self._opened, self._not_opened)

    def _opened(self, archive: Archive) -> None:
        self.opening = False
        self.settings.remember_archive(archive.root)
        self._open = self.session = Session(archive, self)
        self._undo = Undo(self, self.actions_table["edit.undo"], self.actions_table["edit.redo"], self)
        self._show_desk()
        left = bool(self._open.held.records())  # before anybody has typed: what is of this time is said as it happens
        QTimer.singleShot(_AHEAD_MS, self, lambda: self._load_ahead(left=left))

    def _load_ahead(self, *, left: bool) -> None:
        """Once the first list stands: what takes long to be read is read on a reading thread."""
        if self._open is not None:
            self._open.ask(load_ahead, lambda _nothing: self._import_ahead(0))
            if left:
                self.saving.say_held(_("上次有 {n} 件里写的字没有存上，替您留着，如《{title}》"))

    def _import_ahead(self, number: int) -> None:
        """One module, and the next when the window has had its turn: nobody notices a few milliseconds."""
        if self._open is not None and number < len(HERE_AHEAD):
            import_module(HERE_AHEAD[number])
            QTimer.singleShot(_BETWEEN_MS, self, lambda: self._import_ahead(number + 1))

    def _not_opened(self, error: Exception) -> None:
        self.opening = False
        self.show_start()
        self.show_error(error)

    def open_example(self) -> None:
        """Build the example archive where it is not there yet, and open it."""
        from archive_app.gui.example import build_example, example_folder

        folder = example_folder()
        if (folder / "archive.toml").exists():
            self.open_archive(folder)
            return
        job = self.jobs.in_thread(
            _("准备示例馆藏"), build_example, folder, then=self._later(self.open_archive), failed=self._example_failed
        )
        if self._start is not None:
            self._start.show_job(job)

    def _later(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        """Not inside the delivery of a job's end: what follows may close the board that delivers."""
        return lambda result: QTimer.singleShot(0, self, lambda: act(result))

    def _example_failed(self, error: Exception) -> None:
        self.show_error(error)
        if self._start is not None:
            self.show_start()

    def close_archive(self) -> bool:
        """Back to the start page; False where a person would rather wait for a job."""
        if not self._leave():
            return False
        self.settings.set("last_archive", "")
        self.show_start()
        return True

    def _leave(self) -> bool:
        """Close what is open; False where running work is to be waited for."""
        if self._open is None:
            return True
        running = self.jobs.running()
        if running:
            words = _("“{title}”还没做完。现在关闭会停下它，已经做好的部分都在。").format(title=running[0].title)
            if not ask(self, _("还有事没做完"), words, _("再等等"), _("停下并关闭")):
                return False
        self.release()
        return True

    def release(self) -> None:
        """Everything pending is written, jobs are stopped, the archive is closed. Safe to call twice."""
        if self._open is None:
            return
        if self._desk is not None:
            self._desk.flush()
            self._desk.release()
            self._desk = None
        self.jobs.close()
        self._open.close()
        self._open = None
        self._undo = None
        self.jobs = JobBoard(self)

    def abandon(self) -> None:
        """After a fault: close the archive without handing over what may be broken."""
        if self._open is not None:
            self._desk = None
            self.release()
            self.show_start()

    # — the shell —

    def toast(
        self,
        words: str,
        act: str = "",
        do: Callable[[], object] | None = None,
        other: str = "",
        do_other: Callable[[], object] | None = None,
    ) -> None:
        """Say something in passing, with at most two things to do about it."""
        if self._desk is not None:
            self._desk.toast.say(words, act, do, other, do_other)

    def go(self, workspace: str, place: Place | None = None) -> None:
        """Show a workspace, and a place in it."""
        shown = self.desk.show_workspace(workspace)
        if place is not None:
            shown.open_place(place)

    def list_items(self, wanted: ItemFilter) -> None:
        """Show the materials that a filter lets through, as a list."""
        self.desk.show_workspace("materials").show_list(wanted)

    def search_for(self, words: str, *, quietly: bool = False) -> None:
        """Put words into the search box and search for them; ``quietly`` only puts them there."""
        if self._desk is not None:
            self._desk.search_for(words, quietly=quietly)

    def _go_to(self, workspace: str) -> None:
        """Show a workspace, with the keyboard in it."""
        self.desk.show_workspace(workspace).activate()

    def show_error(self, error: Exception) -> None:
        """What a person can do something about as a message; the rest to the crash dialog."""
        if isinstance(error, ArchiveError):
            show_archive_error(self, error)
        else:
            raise error

    def flush(self) -> None:
        """Hand every pending edit to the writer."""
        if self._desk is not None:
            self._desk.flush()

    # — actions —

    def _dispatch(self, name: str) -> None:
        if name in self._own:
            self._own[name]()
            return
        current = self._desk.current if self._desk is not None else None
        if current is not None and name in (handlers := current.handlers()):
            handlers[name]()

    def _refresh_actions(self) -> None:
        current: Workspace | None = self._desk.current if self._desk is not None else None
        handlers = current.handlers() if current is not None else {}
        needs_archive = {"archive.backup", "archive.verify", "archive.close"}
        needs_archive |= {"edit.save", "edit.search", "search.form", "road.turn"}
        needs_archive |= {f"go.{spec.id}" for spec in WORKSPACES}
        for spec in self.actions_table:
            action = self.actions_table[spec.id]
            if spec.id in ("edit.undo", "edit.redo"):
                if self._open is None:
                    action.setEnabled(False)
            elif spec.id in self._own:
                action.setEnabled(self._open is not None or spec.id not in needs_archive)
            elif spec.id == "archive.recent":
                continue
            else:
                action.setEnabled(spec.id in handlers and current is not None and current.can(spec.id))
            if spec.checkable and spec.id not in self._own and current is not None:
                action.setChecked(current.checked(spec.id))
        self.actions_table["view.dark"].setChecked(theme().tokens.dark)

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        paths = [Path(path) for path in self.settings.get("recent_archives")]
        for path in paths:
            entry = self._recent_menu.addAction(f"{path.name}    {path.parent}")
            entry.triggered.connect(lambda _checked=False, chosen=path: self.open_archive(chosen))
        if not paths:
            self._recent_menu.addAction(_("还没有打开过馆藏")).setEnabled(False)

    def _focus_search(self) -> None:
        if self._desk is not None:
            self._desk.focus_search()

    def _search_form(self) -> None:
        """The form of the search, filled from what stands in the box."""
        if self._desk is not None:
            words = self._desk.top.search.text().strip()
            workspace = self._desk.show_workspace("search")
            workspace.search(words)
            workspace.handlers()["search.form"]()

    # — the window itself —

    def _restore_geometry(self) -> None:
        kept = str(self.settings.get("window_geometry"))
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            screen = self.screen().availableGeometry()
            self.resize(min(1360, round(screen.width() * 0.92)), min(860, round(screen.height() * 0.9)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is pending, then close."""
        if not self._leave():
            event.ignore()
            return
        if self._start is not None:
            self._start.release()
        self.jobs.close()
        self._opener.close(wait=False)
        self.settings.set("window_geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        event.accept()
