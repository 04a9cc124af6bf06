"""The volume's plan: its tree and what is done with it. Everything is a command; nothing is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.catalogue.queries import ItemFilter, ItemRow
from archive_app.catalogue.store import Record
from archive_app.domain.entities import SECTION
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, line, row, tool
from archive_app.gui.workspaces.volumes import arranging
from archive_app.gui.workspaces.volumes.binder import Clip, Pasting, PieceDialog, pasted
from archive_app.gui.workspaces.volumes.dialogs import ChooseItemsDialog, NameDialog
from archive_app.gui.workspaces.volumes.tree import Entry, Landing, VolumeTree, entries
from archive_app.gui.workspaces.workspace import Shell
from archive_app.volumes import matter
from archive_app.volumes.photographs import photograph_text

Ask = Callable[..., None]


class PlanPane(QWidget):
    """``chosen`` carries the record one has come to; ``written`` after a command; ``to_write`` the id of a piece of
    辅文 that was made to be written."""

    chosen = Signal(object)
    written = Signal()
    to_write = Signal(str)
    compare_wanted = Signal(str)
    """The id of a piece whose material is another now."""

    def __init__(self, shell: Shell, ask: Ask) -> None:
        super().__init__()
        self._shell, self._session, self._ask = shell, shell.session, ask
        self.volume = ""
        self._add = button(_("添加"), icon="plus", tip=_("栏目、文章、序、大事记、索引、后记……"))
        self._add.setProperty("menued", True)
        self._add.setMenu(self._add_menu())
        self._up = tool("arrow-up", _("上移（Ctrl+↑）"), lambda: self.step(-1))
        self._down = tool("arrow-down", _("下移（Ctrl+↓）"), lambda: self.step(1))
        self._remove = tool("trash", _("从书卷中拿掉（Delete 键）"), self.remove_current)
        self.tree = VolumeTree()
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._tree_menu)
        self.tree.chosen.connect(self.chosen)
        self.tree.dropped.connect(self._drop)
        self.tree.stepped.connect(self.step)
        self.tree.shifted.connect(self.shift)
        self.tree.removed.connect(self.remove_current)
        self.tree.renamed.connect(self.rename)
        self.tree.clipped.connect(self.clip)
        self.tree.pasted.connect(self.paste)
        self._clip: Clip | None = None
        acts = row(self._add, None, self._up, self._down, self._remove, spacing=6, around=(16, 8, 12, 10))
        self.setLayout(column(acts, line(), self.tree, spacing=0))

    def tab_order(self) -> tuple[QWidget, ...]:
        """Its parts as the Tab key goes through them."""
        return (self._add, self._up, self._down, self._remove, self.tree)

    # — the tree —

    def follow(self, then: Callable[[], None] | None = None) -> None:
        """Show the tree as it is stored."""
        volume, catalogue = self.volume, self._session.archive.catalogue
        if not volume:
            self.tree.show_entries(())
            return

        def take(found: tuple[Entry, ...]) -> None:
            self.tree.show_entries(found)
            if then is not None:
                then()

        self._ask(lambda: entries(catalogue, catalogue.sections_of(volume)), take, key="tree")

    def _execute(self, command: Command, then: Callable[[], None] | None = None) -> None:
        def done(_done: Any) -> None:
            self.written.emit()
            if then is not None:
                then()

        self._session.execute(command, done, self._shell.show_error)

    def _tree_menu(self, at: QPoint) -> None:
        found = self.tree.itemAt(at)
        record = self.tree.current() if found is not None else None
        if record is None:
            return
        self.menu_of(record).exec(self.tree.viewport().mapToGlobal(at))

    def menu_of(self, record: Record) -> QMenu:
        """What can be done with a line of the tree."""
        menu = QMenu(self.tree)
        section = record.entity == "section"
        menu.addAction(_("改名…") if section else _("印出的题名、署名…")).triggered.connect(self.rename)
        entry = arranging.find(self.tree.entries, record.id)
        if entry is not None and entry.changed:
            menu.addAction(_("来源已改：比较、接受…")).triggered.connect(lambda: self.compare_wanted.emit(record.id))
        if section:
            self._choices(menu.addMenu(_("排向")), record, "direction", _("照全书"))
            self._choices(menu.addMenu(_("分栏")), record, "columns", _("照全书"))
            if (record["matter"] or "body") == "body" and not record["parent"]:
                menu.addAction(_("加下级栏目…")).triggered.connect(lambda: self.new_section(record.id))
            if arranging.section_shifted(self.tree.entries, record.id, 1) is not None:
                menu.addAction(_("并入上一栏，作它的下级")).triggered.connect(lambda: self.shift(1))
            if record["parent"]:
                menu.addAction(_("升为单独的栏目")).triggered.connect(lambda: self.shift(-1))
        menu.addSeparator()
        menu.addAction(_("上移")).triggered.connect(partial(self.step, -1))
        menu.addAction(_("下移")).triggered.connect(partial(self.step, 1))
        menu.addSeparator()
        if not section:
            menu.addAction(_("剪下")).triggered.connect(lambda: self.clip(cut=True))
            menu.addAction(_("复制")).triggered.connect(lambda: self.clip(cut=False))
        menu.addAction(_("粘贴在后面")).triggered.connect(self.paste)
        menu.actions()[-1].setEnabled(self._clip is not None)
        menu.addAction(_("从书卷中拿掉")).triggered.connect(self.remove_current)
        return menu

    def _choices(self, menu: QMenu, section: Record, name: str, unset: str) -> None:
        """An entry for each value a field of the section may have, and one (``unset``) for none."""
        known = [("", unset), *((term.value, _(term.label)) for term in SECTION.field(name).terms)]
        for value, words in known:
            act = menu.addAction(words)
            act.setCheckable(True)
            act.setChecked((section[name] or "") == value)
            act.triggered.connect(partial(self.set_look, section.id, name, value))

    def set_look(self, section: str, name: str, value: str, _checked: bool = False) -> None:
        """Which way the lines of a section run (``direction``), or in how many ``columns``; empty: as the volume's."""
        self._execute(SetFields(section, {name: value}))

    def rename(self, _checked: bool = False) -> None:
        """Another name for a section; what is printed over a piece."""
        record = self.tree.current()
        entry = arranging.find(self.tree.entries, record.id) if record is not None else None
        if record is None or entry is None:
            return
        if record.entity == "article":
            piece = PieceDialog(self, record, entry.title)
            command = piece.command() if piece.exec() else None
            if command is not None:
                self._execute(command)
            return
        dialog = NameDialog(self, _("栏目名"), _("如：饮食风味"), record.title)
        if dialog.exec() and dialog.name() != record.title:
            self._execute(SetFields(record.id, {"title": dialog.name()}))

    # — adding —

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("文章…")).triggered.connect(lambda: self.add_articles())
        menu.addAction(_("栏目…")).triggered.connect(lambda: self.new_section())
        menu.addAction(_("下级栏目…")).triggered.connect(self._new_part)
        for title, roles in ((_("正文前"), matter.FRONT), (_("正文后"), matter.BACK)):
            menu.addSection(title)
            for role in roles:
                words = _(matter.label(role)) + ("…" if role == "plates" else "")
                menu.addAction(words).triggered.connect(partial(self.add_matter, role))
        return menu

    def new_section(self, parent: str = "") -> None:
        """Ask for a name and put a section behind the last, or behind the parts of another one."""
        heading, hint = (_("新下级栏目"), _("如：韵家口镇")) if parent else (_("新栏目"), _("如：饮食风味"))
        dialog = NameDialog(self, heading, hint)
        if self.volume and dialog.exec():
            if parent:
                self.create_part(parent, dialog.name())
            else:
                self.create_section(dialog.name())

    def _new_part(self, _checked: bool = False) -> None:
        section = self.tree.section()
        if section is None or (section["matter"] or "body") != "body":
            self._shell.toast(_("请先在左边选一个正文的栏目"))
            return
        self.new_section(str(section["parent"] or section.id))

    def create_part(self, parent: str, title: str) -> None:
        """A part of a section, behind its parts."""
        home = arranging.find(self.tree.entries, parent)
        there = [entry for entry in home.children if entry.record.entity == "section"] if home is not None else []
        values = {"volume": self.volume, "parent": parent, "title": title, "matter": "body"}
        self._execute(Create("section", {**values, "position": len(there) + 1}))

    def create_section(self, title: str) -> None:
        """A section behind the last of the body; what comes after the body moves on by one."""
        order = list(self.tree.entries)
        body = [n for n, entry in enumerate(order) if (entry.record["matter"] or "body") == "body"]
        at = body[-1] + 1 if body else len(order)
        values = {"volume": self.volume, "title": title, "matter": "body", "position": at + 1}
        numbers = [(entry, n + 1 if n < at else n + 2) for n, entry in enumerate(order)]
        moved = (SetFields(entry.record.id, {"position": n}) for entry, n in numbers if entry.record["position"] != n)
        self._execute(Batch(_("新建栏目“{n}”").format(n=title), (Create("section", values), *moved), type="create"))

    def add_matter(self, role: str, _checked: bool = False) -> None:
        """A piece of 辅文: made by the program where it can be, else to be written; 图版 of photographs that are
        chosen."""
        if not self.volume:
            return
        if role == "plates":
            self._ask(self._photographs, self._ask_for_plates, key="free")
            return
        self._put_matter(role)

    def _put_matter(self, role: str, values: dict[str, object] | None = None) -> None:
        volume, catalogue = self.volume, self._session.archive.catalogue

        def put(nodes: Any) -> None:
            command = matter.add(volume, nodes, role, values)
            made = matter.article_of(command)
            to_write = role not in matter.MADE and values is None
            self._execute(command, (lambda: self.to_write.emit(made)) if to_write else None)

        self._ask(lambda: catalogue.sections_of(volume), put, key="matter")

    def _photographs(self) -> list[ItemRow]:
        catalogue = self._session.archive.catalogue
        return catalogue.item_rows(catalogue.item_ids(ItemFilter(kinds=("photograph",)), "title"))

    def _ask_for_plates(self, rows: list[ItemRow]) -> None:
        dialog = ChooseItemsDialog(self, rows, _("图版"), _("勾选要排进图版的照片。"))
        if dialog.exec():
            self.put_plates(dialog.chosen())

    def put_plates(self, items: list[str]) -> None:
        """图版 of these photographs, in this order."""
        catalogue = self._session.archive.catalogue

        def read() -> Manuscript:
            found = catalogue.load("item", items)
            return Manuscript(tuple(self._plate(found[key]) for key in items if key in found))

        self._ask(read, lambda text: self._put_matter("plates", {"manuscript": text.to_json()}), key="plates")

    def _plate(self, item: Record) -> Block:
        words = str(item["caption"] or item.title)
        printed = next(iter(photograph_text(self._session.archive.catalogue, item)), None)
        picture = (printed and printed.picture) or Picture("", credit=str(item["credit_line"] or ""))
        return Block(BlockKind.PICTURE, words, picture=replace(picture, place="plate"))

    def add_articles(self) -> None:
        """Choose items and put them behind the last article of the section one is in."""
        section = self.tree.section()
        if section is None:
            self._shell.toast(_("请先在左边选一个栏目"))
            return
        self._ask(self._free_items, lambda rows: self._ask_for_articles(section, rows), key="free")

    def _free_items(self) -> list[ItemRow]:
        catalogue = self._session.archive.catalogue
        taken = {article["item"] for article in catalogue.records("article")}
        rows = catalogue.item_rows(catalogue.item_ids(ItemFilter(), "title"))
        return [r for r in rows if r.id not in taken and (r.characters or r.kind == "photograph")]

    def _ask_for_articles(self, section: Record, rows: list[ItemRow]) -> None:
        dialog = ChooseItemsDialog(self, rows)
        if dialog.exec():
            self.put_in(section.id, dialog.chosen())

    def put_in(self, section: str, items: list[str]) -> None:
        """Items become articles behind the last one of a section."""
        home = arranging.find(self.tree.entries, section)
        there = [int(e.record["position"] or 0) for e in home.children if e.record.entity == "article"] if home else []
        begin = max(there, default=0) + 1
        made = tuple(
            Create("article", {"section": section, "item": key, "position": begin + number})
            for number, key in enumerate(items)
        )
        self._execute(Batch(_("编入 {n} 篇").format(n=len(made)), made))

    # — moving and removing —

    def step(self, by: int, _checked: bool = False) -> None:
        """The current line one place up (-1) or down (1)."""
        current = self.tree.current()
        if current is not None:
            self._carry_out(arranging.stepped(self.tree.entries, current.id, by))

    def shift(self, by: int, _checked: bool = False) -> None:
        """A section becomes a part of the one before it (1), or a section of its own again (-1)."""
        current = self.tree.current()
        if current is not None and current.entity == "section":
            self._carry_out(arranging.section_shifted(self.tree.entries, current.id, by))

    def _drop(self, record_id: str, landing: Landing) -> None:
        tree = self.tree.entries
        if landing.into:
            self._carry_out(arranging.section_into(tree, record_id, landing.into))
        elif landing.section:
            chosen = self._pieces()
            moving = chosen if record_id in chosen else [record_id]
            self._carry_out(arranging.articles_moved(tree, moving, landing.section, landing.before))
        else:
            self._carry_out(arranging.section_moved(tree, record_id, landing.before))

    def _pieces(self) -> list[str]:
        """The pieces that are chosen."""
        return [record.id for record in self.tree.together() if record.entity == "article"]

    def clip(self, cut: bool) -> None:
        """Cut or copy the pieces that are chosen; those that are cut stay until they are put in elsewhere."""
        pieces = self._pieces()
        if pieces:
            self._clip = Clip(self.volume, tuple(pieces), cut)
            words = _("剪下了 {n} 篇：到要放的地方按 Ctrl+V") if cut else _("复制了 {n} 篇：到要放的地方按 Ctrl+V")
            self._shell.toast(words.format(n=len(pieces)))

    def paste(self, _checked: bool = False) -> None:
        """Put what was cut or copied behind the piece one is at, or at the end of the section."""
        clip, section, current = self._clip, self.tree.section(), self.tree.current()
        if clip is None or section is None or current is None:
            return
        before = ""
        if current.entity == "article":
            home = arranging.find(self.tree.entries, section.id)
            ids = [e.record.id for e in home.children if e.record.entity == "article"] if home is not None else []
            before = next(iter(ids[ids.index(current.id) + 1 :]), "")
        catalogue, tree, volume = self._session.archive.catalogue, self.tree.entries, self.volume

        def put(command: Batch) -> None:
            if clip.cut:
                self._clip = None
            self._execute(command)

        def refused(error: Exception) -> None:
            if not isinstance(error, Pasting):
                raise error
            self._shell.toast(str(error))

        self._ask(lambda: pasted(catalogue, clip, volume, tree, section.id, before), put, refused, key="paste")

    def _carry_out(self, move: Batch | None) -> None:
        if move is not None:
            self._execute(move)

    def remove_current(self, _checked: bool = False) -> None:
        """Take what is chosen, sections with all in them, out of the volume; the items stay in the archive."""
        chosen = (arranging.find(self.tree.entries, record.id) for record in self.tree.together())
        gone = dict.fromkeys(inside.record.id for entry in chosen if entry for inside in arranging.walk((entry,)))
        if not gone:
            return
        self._execute(Trash(tuple(gone)))
        self._shell.toast(
            _("已从书卷中拿掉，资料本身还在"), _("撤销"), lambda: self._shell.actions_table["edit.undo"].trigger()
        )
