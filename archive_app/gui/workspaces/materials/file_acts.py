"""What is done with the files of an item, by keys, menu and mouse; the same in the list and in the strip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.choose import choose_files
from archive_app.gui.dialogs.message import Dialog, Message
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.workspaces.materials.choose_item import ChooseItem
from archive_app.gui.workspaces.materials.drag_out import DragOut
from archive_app.gui.workspaces.materials.file_views import FileView
from archive_app.gui.workspaces.materials.incoming import pasted
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record
    from archive_app.services.handing_out import Handed
    from archive_app.services.importing import ImportReport
    from archive_app.services.jobs import Reporter

_SHOWN = 8
"""So many that could not be taken are named; of the others their number."""


class FileActs(QObject):
    """``opened`` where Enter means something else than the system's own program: it is told the file's id."""

    parted = Signal(str)

    def __init__(self, view: FileView, shell: Shell, drag_out: DragOut) -> None:
        super().__init__(view)
        self._view, self._shell, self._drag_out = view, shell, drag_out
        self._session = shell.session
        self.item: Record | None = None
        self.files: list[Record] = []
        self.off: list[Record] = []
        self._select: list[str] = []
        view.acted.connect(self.act)
        view.menu_wanted.connect(self.show_menu)
        view.rows.placed.connect(self.place)
        view.rows.came.connect(self.add)
        view.rows.fetched.connect(self.fetch)

    @property
    def writable(self) -> bool:
        """Whether anything may be changed."""
        return self._view.rows.writable

    def show_files(self, item: Record, files: Sequence[Record], shown: Sequence[Record]) -> bool:
        """All files of the item, and those the view shows; whether the view changed."""
        other = self.item is None or self.item.id != item.id
        self.item, self.files = item, list(files)
        kept = [] if other else self._select or self._view.selected_ids()
        changed = self._view.rows.show_files(item, shown)
        if changed and kept:
            self._view.select_ids(kept)
            self._select = []
        return changed

    def act(self, name: str) -> None:
        """One of ``FileView.acted``."""
        reading: dict[str, Callable[[], object]] = {
            "open": self.open,
            "copy": self.copy,
        }
        writing: dict[str, Callable[[], object]] = {
            "earlier": lambda: self.shift(-1),
            "later": lambda: self.shift(1),
            "first": lambda: self.place(self.chosen(), 0),
            "last": lambda: self.place(self.chosen(), len(self._view.rows.files)),
            "off": self.take_off,
            "paste": self.paste,
        }
        act = reading.get(name) or (writing.get(name) if self.writable else None)
        if act is not None:
            act()

    def chosen(self) -> list[str]:
        """The files that are selected."""
        return self._view.selected_ids()

    def _records(self) -> list[Record]:
        wanted = set(self.chosen())
        return [one for one in self.files if one.id in wanted]

    # — order —

    def shift(self, by: int) -> None:
        """One place earlier or later."""
        ids = self.chosen()
        rows = sorted(self._view.rows.place_of(key) for key in ids)
        if rows:
            self.place(ids, rows[0] - 1 if by < 0 else rows[-1] + 2)

    def place(self, ids: Sequence[str], before: int) -> None:
        """Put files before a row of the view. Where it shows only pictures, the other files stay where they are."""
        shown = [one.id for one in self._view.rows.files]
        if not ids or self.item is None:
            return
        moving = set(ids)
        head = [key for key in shown[: max(0, before)] if key not in moving]
        tail = [key for key in shown[max(0, before) :] if key not in moving]
        order = [*head, *(key for key in shown if key in moving), *tail]
        slots = iter(order)
        whole = [next(slots) if one.id in set(shown) else one.id for one in self.files]
        item = self.item.id
        self._select = [key for key in order if key in moving]

        def plan() -> Command | None:
            from archive_app.services.item_files import ordered

            return ordered(self._session.archive, item, whole)

        self._run(plan)

    def ask_place(self) -> None:
        """The number of the place is asked for."""
        dialog = _PlaceDialog(self._view, len(self._view.rows.files))
        if dialog.exec():
            ids = set(self.chosen())
            rest = [one.id for one in self._view.rows.files if one.id not in ids]
            at = min(dialog.number - 1, len(rest))
            before = self._view.rows.place_of(rest[at]) if at < len(rest) else len(self._view.rows.files)
            self.place(self.chosen(), before)
        dialog.deleteLater()

    def make_front(self) -> None:
        """The one the keyboard is on is the picture by which the item is known."""
        if ids := self.chosen():
            self._select = ids[:1]

            def plan() -> Command | None:
                from archive_app.services.item_files import front

                return front(self._session.archive, ids[0])

            self._run(plan)

    def set_role(self, role: str) -> None:
        """What they are for."""
        ids = self.chosen()

        def plan() -> Command | None:
            from archive_app.services.item_files import in_role

            return in_role(self._session.archive, ids, role)

        self._run(plan)

    # — coming and going —

    def choose(self) -> None:
        """Files chosen by hand become files of this item."""
        if self.item is not None and self.writable:
            title = _("加到《{title}》：选文件（可以多选）").format(title=self.item.title)
            if paths := choose_files(self._view, title, Path.home()):
                self.add(paths)

    def paste(self) -> None:
        """What is on the clipboard."""
        if paths := pasted(self._session):
            self.add(paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Files and folders from elsewhere."""
        if self.item is not None and self.writable:
            self.add_to(self.item.id, self.item.title, paths)

    def add_to(self, item: str, title: str, paths: Sequence[Path]) -> None:
        """Files and folders from elsewhere become files of this item, be it shown or not."""
        archive, wanted = self._session.archive, list(paths)

        def work(reporter: Reporter) -> ImportReport:
            from archive_app.services.importing import add_to_item

            return add_to_item(archive, item, wanted, progress=reporter.progress, cancelled=reporter.cancelled)

        words = _("给《{title}》加文件").format(title=title)
        self._shell.jobs.in_thread(words, work, then=self._added, failed=self._shell.show_error)

    def _added(self, report: ImportReport) -> None:
        words = _("加了 {n} 个文件").format(n=len(report.attached)) if report.attached else _("没有加进文件")
        if report.duplicates:
            first = report.duplicates[0]
            words += _("；{n} 个馆藏里已有，在《{title}》").format(n=len(report.duplicates), title=first.title)
        notes = [warning for one in report.attached for warning in one.warnings]
        lines = [f"{Path(one.source).name}：{one.reason}" for one in report.refused[:_SHOWN]] + notes[:_SHOWN]
        if len(report.refused) > _SHOWN:
            lines.append(_("还有 {n} 个").format(n=len(report.refused) - _SHOWN))
        if lines:
            heading = _("{n} 个没有收").format(n=len(report.refused)) if report.refused else words
            body = "\n".join([*lines, "", words]) if report.refused else "\n".join(lines)
            Message(self._view, heading, body, tone="amber", icon="alert-triangle").exec()
        elif report.duplicates:
            there = Place(report.duplicates[0].id)
            self._shell.toast(words, _("看那一件"), lambda: self._shell.go("materials", there))
        else:
            self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)

    def fetch(self, ids: Sequence[str]) -> None:
        """Files of another item, let go here."""
        if self.item is not None:
            self._to(ids, self.item.id)

    def ask_other(self) -> None:
        """Which item they belong to is asked for."""
        ids = self.chosen()
        if self.item is None or not ids:
            return
        words = _("选中的 {n} 个文件移过去，框在上面的人一起去。").format(n=len(ids))
        heading = _("移到哪一件？")
        dialog = ChooseItem(self._view, self._session, heading, words, _("移过去"), (self.item.id,))
        if dialog.exec() and dialog.item:
            self._to(ids, dialog.item)
        dialog.deleteLater()

    def _to(self, ids: Sequence[str], item: str) -> None:
        def plan() -> Command:
            from archive_app.services.item_files import moved_to

            return moved_to(self._session.archive, ids, item)

        told = _("移了 {n} 个文件").format(n=len(ids))
        self._run(plan, told)

    def part(self) -> None:
        """They become an item of their own, which is shown with the keyboard in its title."""
        ids = self.chosen()
        if self.item is None or not ids:
            return
        item = self.item.id

        def work() -> str:
            from archive_app.services.item_files import parted

            command, made = parted(self._session.archive, item, ids)
            self._session.archive.execute(command)
            return made

        def done(made: str) -> None:
            self._shell.go("materials", Place(made, field="title"))

        self._session.write(work, done, self._shell.show_error)

    def take_off(self) -> None:
        """Off the item, into the trash."""
        ids = self.chosen()
        if self.item is None or not ids:
            return
        item = self.item.id

        def plan() -> Command:
            from archive_app.services.item_files import taken_off

            return taken_off(self._session.archive, item, ids)

        self._run(plan, _("去掉了 {n} 个文件，可以取回").format(n=len(ids)))

    def take_back(self, ids: Sequence[str]) -> None:
        """Back to where they stood."""

        def plan() -> Command:
            from archive_app.services.item_files import taken_back

            return taken_back(self._session.archive, ids)

        self._run(plan)

    # — out —

    def open(self) -> None:
        """In the system's own program."""
        for record in self._records()[:1]:
            try:
                path = self._session.archive.original(record.id)
            except ArchiveError as error:
                self._shell.show_error(error)
            else:
                open_outside(self._shell, path)

    def copy(self) -> None:
        """Copies on the clipboard."""
        if number := self._drag_out.to_clipboard(self._records()):
            self._shell.toast(_("{n} 个副本在剪贴板上，可以粘贴到文件夹、微信").format(n=number))

    def write_out(self) -> None:
        """Copies into a folder."""
        files = self._records()
        folder = QFileDialog.getExistingDirectory(self._view, _("副本放在哪里"), str(Path.home()))
        if not folder or not files:
            return
        archive, out = self._session.archive, Path(folder)

        def work(reporter: Reporter) -> Handed:
            from archive_app.services.handing_out import write_out

            return write_out(archive, files, out, reporter.progress)

        def done(written: Handed) -> None:
            words = _("{n} 个副本已写到“{name}”。").format(n=len(written.paths), name=out.name)
            for kept in written.kept[:1]:
                words += _("“{name}”没有写：{why}。").format(name=kept.name, why=kept.why)
            self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, out))

        self._shell.jobs.in_thread(_("另存副本"), work, then=done, failed=self._shell.show_error)

    def _run(self, plan: Callable[[], Command | None], told: str = "") -> None:
        """Plan and carry out on the writing thread."""
        archive = self._session.archive

        def work() -> Any:
            command = plan()
            return archive.execute(command) if command is not None else None

        def done(result: Any) -> None:
            if result is not None and told:
                self._shell.toast(told, _("撤销"), self._shell.actions_table["edit.undo"].trigger)

        self._session.write(work, done, self._shell.show_error)

    # — the menu —

    def show_menu(self, at: QPoint) -> None:
        """What can be done with what is selected."""
        menu = QMenu(self._view)
        self.fill(menu)
        menu.exec(at)
        menu.deleteLater()

    def fill(self, menu: QMenu) -> None:
        """The menu, as things stand."""
        files = self._records()
        number, shown = len(files), len(self._view.rows.files)
        write = self.writable and number > 0

        def add(to: QMenu, words: str, act: Callable[[], object], enabled: bool) -> None:
            entry = to.addAction(words)
            entry.setEnabled(enabled)
            entry.triggered.connect(lambda _checked=False: act())

        add(menu, _("加文件…"), self.choose, self.writable)
        add(menu, _("打开原件（回车）"), self.open, number == 1)
        add(menu, _("复制（Ctrl+C）"), self.copy, number > 0)
        add(menu, _("另存副本…"), self.write_out, number > 0)
        menu.addSeparator()
        movable = write and number < shown
        add(menu, _("前移（Alt+Shift+↑）"), partial(self.act, "earlier"), movable)
        add(menu, _("后移（Alt+Shift+↓）"), partial(self.act, "later"), movable)
        add(menu, _("排到第几个…"), self.ask_place, movable)
        picture = number == 1 and str(files[0]["mime"] or "").startswith("image/")
        add(menu, _("作首张：列表里认这一张"), self.make_front, write and picture)
        roles = menu.addMenu(_("用途"))
        roles.setEnabled(write)
        from archive_app.services.item_files import roles as known

        now = {str(one["role"] or "") for one in files}
        for role in (*known(), *sorted(now - {*known(), ""}), ""):
            entry = roles.addAction(role or _("（不写）"))
            entry.setCheckable(True)
            entry.setChecked(now == {role})
            entry.triggered.connect(partial(self._role_chosen, role))
        menu.addSeparator()
        add(menu, _("移到另一件…"), self.ask_other, write)
        add(menu, _("分出成另一件…"), self.part, write and number < len(self.files))
        add(menu, _("去掉（Delete）"), self.take_off, write)
        if self.off:
            back = menu.addMenu(_("取回去掉的"))
            back.setEnabled(self.writable)
            for one in self.off:
                add(back, one.title, partial(self.take_back, [one.id]), True)
            if len(self.off) > 1:
                back.addSeparator()
                add(back, _("全部取回"), partial(self.take_back, [one.id for one in self.off]), True)

    def _role_chosen(self, role: str, _checked: bool = False) -> None:
        self.set_role(role)


class _PlaceDialog(Dialog):
    """Which place: a number."""

    def __init__(self, parent: QWidget | None, most: int) -> None:
        super().__init__(parent, _("排到第几个"), 360)
        self._line = QLineEdit()
        self._line.setAccessibleName(_("第几个"))
        self._line.setValidator(QIntValidator(1, max(1, most), self))
        self._line.setPlaceholderText(_("1 到 {n}").format(n=most))
        self._act = button(_("排过去"), self.accept, role="primary")
        self._act.setDefault(True)
        self._line.textChanged.connect(lambda _text: self._act.setEnabled(self._line.hasAcceptableInput()))
        self._act.setEnabled(False)
        foot = self.buttons(button(_("取消"), self.reject), self._act)
        head = label(_("排到第几个？"), voice="title")
        self.setLayout(column(head, 8, self._line, 16, foot, spacing=6, around=(24, 20, 24, 20)))

    @property
    def number(self) -> int:
        """The place, from 1."""
        return int(self._line.text() or 1)
