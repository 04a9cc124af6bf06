"""资料: filters, list or cards or the opened item, and the form beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSplitter, QStackedWidget, QWidget

from archive_app.catalogue.commands import Create, Restore, Trash
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.kinds import kind_named
from archive_app.gui.dialogs.choose import choose_files, choose_folder
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _
from archive_app.gui.records.links import ArchiveLinks
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, pane
from archive_app.gui.widgets.basics import line as hairline
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.materials.bars import ChoiceChips, ListBar
from archive_app.gui.workspaces.materials.batch import BatchPane
from archive_app.gui.workspaces.materials.filters import FilterPanel
from archive_app.gui.workspaces.materials.grid import ItemGrid
from archive_app.gui.workspaces.materials.intake_view import IntakeView
from archive_app.gui.workspaces.materials.material import MaterialView
from archive_app.gui.workspaces.materials.model import ItemModel
from archive_app.gui.workspaces.materials.record_pane import RecordPane
from archive_app.gui.workspaces.materials.table import ItemTable
from archive_app.gui.workspaces.materials.thumbs import FirstWords, Thumbnails
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

_THREE_PANES_FROM = 1060
_TWO_PANES_FROM = 760
"""Widths on the grid: filters, list and form beside each other; list and form; one at a time."""
ON_PAGE = ("", "manuscript", "transcript")
"""Fields a place of which is shown on a page, not in the form."""
_LIST = "(list)"
"""Not a field: the item is to be selected in the list, and nothing opened."""
_MANY = 20
"""From so many items on, the trash asks first."""


class MaterialsWorkspace(Workspace):
    """What is selected is always one list of ids; list, cards and the opened item share it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.setAcceptDrops(True)
        self._order, self._descending = "added", True
        self._current = ""
        self._wish: Place | None = None
        self._opened = False
        self._form_alone = False
        self._filters_wanted = True
        self._filters_open = False
        self._fresh = True
        self._chosen: list[str] | None = None
        self._place: Place | None = None
        self.links = ArchiveLinks(self.session, self)
        self.thumbs = Thumbnails(self.session, self)
        self.model = ItemModel(self.session, self)
        self.selection = QItemSelectionModel(self.model, self)
        self._make_parts()
        self._arrange()
        self._connect()
        self._show_order()
        self._requery()
        self.filters.refresh()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._prepare)
        self._idle.start(1_200)

    def _prepare(self) -> None:
        """While nobody waits, build the form that will be asked for next."""
        if self.pane.prepare_next():
            self._idle.start(150)

    # — building —

    def _make_parts(self) -> None:
        self.filters = FilterPanel(self.session)
        self.bar = ListBar(self.shell.actions_table)
        self.bar.set_writable(not self.session.archive.read_only)
        self.chips = ChoiceChips(self.filters)
        self.table = ItemTable(self.model)
        self.words = FirstWords(self.session, self)
        self.grid = ItemGrid(self.model, self.thumbs, self.words)
        for view in self.views():
            view.setSelectionModel(self.selection)
        self.material = MaterialView(self.shell, self.thumbs)
        self.intake = IntakeView(self.shell)
        self.pane = RecordPane(self.shell, self.links, self.thumbs)
        self.batch = BatchPane(self.shell, self.links)
        self.nothing_selected = EmptyState("photos", _("选一件资料"), _("它的著录和历史就在这里。回车打开大图或稿纸。"))
        self.nothing_selected.setProperty("ground", "sheet")
        self.nothing_selected.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.empty = EmptyState(
            "photos",
            _("从第一批材料开始"),
            _("把装着照片和 Word 文稿的文件夹整个拖进来，或者点下面的按钮。原件会照原样收好，不会改动。"),
            [
                (_("加入材料…"), "file-import", self.import_files),
                (_("加入文件夹…"), "folder-plus", self.import_folder),
            ],
        )
        self.no_match = EmptyState(
            "nothing",
            _("没有符合的资料"),
            _("换个词，或去掉几项筛选再看。"),
            [(_("去掉全部筛选"), "filter-off", self._reset_filters)],
        )
        self.empty_trash = EmptyState("nothing", _("回收站是空的"), _("删掉的资料会先到这里，随时可以取回。"))

    def _arrange(self) -> None:
        self._lists = QStackedWidget()
        lists: tuple[QWidget, ...] = (self.table, self.grid, self.empty, self.no_match, self.empty_trash)
        for one in lists:
            self._lists.addWidget(one)
        list_column = column(self.bar, self.chips, hairline(), self._lists, spacing=0)
        list_column.setStretch(3, 1)
        self._centre = QStackedWidget()
        for centre in (pane(list_column, ground="paper"), self.material, self.intake):
            self._centre.addWidget(centre)
        self._side = QStackedWidget()
        for side in (self.nothing_selected, self.pane, self.batch):
            self._side.addWidget(side)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        for column_part in (self.filters, self._centre, self._side):
            self._split.addWidget(column_part)
        dp = theme().dp
        self.filters.setMinimumWidth(dp(168))
        self.filters.setMaximumWidth(dp(300))
        self._side.setMinimumWidth(dp(320))
        self._split.setStretchFactor(1, 1)
        self._sized = False
        lay = column(self._split, spacing=0)
        self.setLayout(lay)
        self._drop = QFrame(self)
        self._drop.setProperty("role", "drop")
        words = label(_("松开，就加入这些材料"), voice="title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._drop.setLayout(column(None, words, None))
        self._drop.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._drop.hide()

    def _connect(self) -> None:
        self.filters.changed.connect(self._requery)
        self.bar.finder.searched.connect(self._filter_text)
        self.bar.finder.left.connect(self.activate)
        self.bar.finder.entered.connect(lambda _text: self.activate())
        self.bar.add_wanted.connect(self.import_files)
        self.bar.kind_wanted.connect(self.create)
        self.bar.ordered.connect(self.order_by)
        self.bar.mode_chosen.connect(self.show_mode)
        self.bar.filters_toggled.connect(self.toggle_filters)
        self.table.ordered.connect(self.order_by)
        for view in self.views():
            view.opened.connect(self.open_item)
            view.trashed.connect(self.trash)
        self.selection.selectionChanged.connect(lambda *_args: self._selected())
        self.selection.currentChanged.connect(lambda *_args: self._selected())
        self.material.left.connect(self.back)
        self.material.stepped.connect(self.step)
        self.intake.closed.connect(self.back)
        self.intake.opened.connect(self._open_from_intake)
        self.pane.restore_wanted.connect(self.restore)
        self.pane.open_wanted.connect(self.open_item)
        self.batch.trash_wanted.connect(self.trash)
        self.batch.restore_wanted.connect(self.restore)
        self.session.changed.connect(self._on_change)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(30)
        self._soon.timeout.connect(self._show_selected)
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(120)
        self._stale.timeout.connect(self._refresh)

    def views(self) -> tuple[ItemTable, ItemGrid]:
        """The two views of the list."""
        return self.table, self.grid

    @property
    def mode(self) -> str:
        """``list`` or ``grid``."""
        return self.bar.modes.choice()

    @property
    def view(self) -> QAbstractItemView:
        """The view in front."""
        return self.grid if self.mode == "grid" else self.table

    # — the list —

    def _requery(self) -> None:
        wanted, order, descending = self.filters.wanted, self._order, self._descending
        catalogue = self.session.archive.catalogue
        self.session.ask(
            lambda: catalogue.item_ids(wanted, order, descending=descending), self._take_ids, key=("ids", id(self))
        )

    def _take_ids(self, ids: list[str]) -> None:
        kept = self.selected_ids()
        top = self._top_id()
        if self.model.set_ids(ids):
            self._chosen = None
            self._reselect(kept, top)
        self.chips.refresh(len(ids))
        self._show_list()
        self.actions_changed.emit()
        if self._fresh and ids:
            self._fresh = False
            if self._wish is None and not kept:
                self.select(ids[0])
        if self._wish is not None:
            wish, self._wish = self._wish, None
            self._go_to(wish)

    def _top_id(self) -> str:
        index = self.view.indexAt(self.view.viewport().rect().topLeft() + self.view.viewport().rect().topLeft())
        return self.model.ids[index.row()] if index.isValid() else ""

    def _reselect(self, kept: list[str], top: str) -> None:
        """After the order changed: the same items are selected, the same item stands at the top."""
        if (place := self.model.place_of(top)) >= 0:
            self.view.scrollTo(self.model.index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        rows = [place for key in kept if (place := self.model.place_of(key)) >= 0]
        flags = QItemSelectionModel.SelectionFlag
        for row in rows[:500]:
            self.selection.select(self.model.index(row, 0), flags.Select | flags.Rows)
        if rows:
            self.selection.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
        self._selected()

    def _show_list(self) -> None:
        wanted = self.filters.wanted
        if self.model.ids:
            shown: QWidget = self.view
        elif wanted.trashed:
            shown = self.empty_trash
        elif wanted == ItemFilter():
            shown = self.empty
        else:
            shown = self.no_match
        self._lists.setCurrentWidget(shown)

    def _on_change(self, done: Done) -> None:
        if any(change.entity in ("item", "file", "commissioner") for change in done.changes):
            self._stale.start()

    def _refresh(self) -> None:
        self.model.refresh()
        self.filters.refresh()
        self._requery()

    def _filter_text(self, text: str) -> None:
        self.filters.set_text(text)

    def _reset_filters(self) -> None:
        self.bar.finder.set_quietly("")
        self.filters.set_wanted(ItemFilter())

    def order_by(self, name: str, descending: bool) -> None:
        """Order the list."""
        self._order, self._descending = name, descending
        self._show_order()
        self._requery()

    def _show_order(self) -> None:
        self.bar.show_order(self._order, self._descending)
        self.table.show_order(self._order, self._descending)

    def show_mode(self, mode: str) -> None:
        """List or cards."""
        self.bar.modes.choose(mode)
        self._show_list()
        self.back()
        current = self.selection.currentIndex()
        if current.isValid():
            self._bring(current.row())
        self.actions_changed.emit()

    def toggle_filters(self) -> None:
        """Open or close the side; where it would stand in the way it is closed until it is asked for."""
        if self.width() >= theme().dp(_THREE_PANES_FROM):
            self._filters_wanted = not self._filters_wanted
        else:
            self._filters_open = not self._filters_open
        self._fit()
        self.actions_changed.emit()

    # — selection —

    def selected_ids(self) -> list[str]:
        """What is selected, in the list's order."""
        if self._chosen is None:
            ids = self.model.ids
            stretches = sorted((part.top(), part.bottom()) for part in _ranges(self.selection) if part.left() == 0)
            chosen: dict[str, None] = {}
            for top, bottom in stretches:
                chosen.update(dict.fromkeys(ids[top : bottom + 1]))
            self._chosen = list(chosen)
        return self._chosen

    def _selected(self) -> None:
        self._chosen = None
        self._soon.start()

    def _show_selected(self) -> None:
        ids = self.selected_ids()
        if len(ids) > 1:
            self.flush()
            self._current = ""
            self.batch.show_items(ids, trashed=self.filters.wanted.trashed)
            self._side.setCurrentWidget(self.batch)
        elif ids:
            self._load(ids[0])
        else:
            self.flush()
            self._current = ""
            self._side.setCurrentWidget(self.nothing_selected)
        self._fit()
        self.actions_changed.emit()

    def _load(self, item_id: str) -> None:
        self._current = item_id
        catalogue = self.session.archive.catalogue
        self.session.ask(
            lambda: catalogue.load("item", [item_id]).get(item_id), self._show_record, key=("record", id(self))
        )

    def _show_record(self, record: Record | None) -> None:
        if record is None or record.id != self._current:
            return
        self._side.setCurrentWidget(self.pane)
        if self.pane.record is None or self.pane.record.id != record.id or self.pane.record.trashed != record.trashed:
            self.pane.show_record(record)
        place = self._taken_place(record.id)
        if self._opened:
            self.material.show_record(record, place)
        self._fit()
        if place is not None and place.field not in ON_PAGE:
            self._show_side()
            self.pane.show_field(place.field)

    def _taken_place(self, item_id: str) -> Place | None:
        place, self._place = self._place, None
        return place if place is not None and place.record_id == item_id else None

    def select(self, item_id: str) -> bool:
        """Select an item of the list; whether it is there."""
        row = self.model.place_of(item_id)
        if row < 0:
            return False
        flags = QItemSelectionModel.SelectionFlag
        self.selection.setCurrentIndex(self.model.index(row, 0), flags.ClearAndSelect | flags.Rows)
        self._bring(row)
        return True

    def _bring(self, row: int) -> None:
        """Scroll to a row; many cards are laid out in parts, so theirs may not be known yet."""
        self.view.scrollTo(self.model.index(row, 0))
        if self.mode == "grid" and not self.grid.laid_out(row):
            QTimer.singleShot(60, self, lambda: self._bring(row))

    # — opening —

    def open_item(self) -> None:
        """Show the material itself where the list was."""
        ids = self.selected_ids()
        if len(ids) != 1:
            return
        self._opened = True
        self._form_alone = False
        self._centre.setCurrentWidget(self.material)
        self._fit()
        if self.pane.record is not None and self.pane.record.id == ids[0]:
            self.material.show_record(self.pane.record, self._taken_place(ids[0]))
        self._load(ids[0])
        QTimer.singleShot(0, self.material, self.material.focus_material)
        self.actions_changed.emit()

    def back(self) -> None:
        """To the list; from the form alone to what it belongs to."""
        self.flush()
        if self._form_alone:
            self._form_alone = False
        else:
            self._opened = False
            self._centre.setCurrentIndex(0)
        self._fit()
        self.activate()
        self.actions_changed.emit()

    def step(self, by: int) -> None:
        """The item before or after."""
        ids = self.selected_ids()
        row = self.model.place_of(ids[0]) if ids else -1
        if 0 <= row + by < len(self.model.ids):
            self.flush()
            self.select(self.model.ids[row + by])

    def open_place(self, place: Place) -> None:
        """Show an item, and a place in it; filters that hide it are given up."""
        if self.model.place_of(place.record_id) >= 0:
            self._go_to(place)
        else:
            self._wish = place
            self._reset_filters()

    def _go_to(self, place: Place) -> None:
        if not self.select(place.record_id) or place.field == _LIST:
            return
        self._place = place
        if place.field in ON_PAGE:
            self.open_item()
        else:
            self._soon.stop()
            self._show_selected()  # its form comes, and then the field in it

    def _open_from_intake(self, item_id: str) -> None:
        self._centre.setCurrentIndex(0)
        self.open_place(Place(item_id))

    # — writing —

    def create(self, kind: str) -> None:
        """A new item of a kind, with the keyboard in its title."""
        self.flush()
        command = Create(
            "item",
            {"kind": kind, "title": _("未题名的{kind}").format(kind=_(kind_named(kind).label))},
            words=_("新建{kind}").format(kind=_(kind_named(kind).label)),
        )
        self.session.execute(command, lambda _done: self._created(command.id), self.shell.show_error)

    def _created(self, item_id: str) -> None:
        self._wish = Place(item_id, field="title")
        if self.filters.wanted != ItemFilter():
            self._reset_filters()
        else:
            self._requery()

    def choose_kind(self) -> None:
        """Ctrl+N: the menu of kinds, with the keyboard."""
        button = self.bar.new_button
        self.bar.new_menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        self.bar.new_menu.setActiveAction(self.bar.new_menu.actions()[0])

    def trash(self) -> None:
        """To the trash; it can be taken back."""
        ids = self.selected_ids()
        if not ids or self.filters.wanted.trashed or self.session.archive.read_only:
            return
        if len(ids) >= _MANY and not ask(
            self,
            _("把 {n:,} 件资料移到回收站？").format(n=len(ids)),
            _("可以从回收站取回，也可以撤销。"),
            _("不移"),
            _("移到回收站"),
        ):
            return
        self.flush()
        after = self._neighbour(ids)
        self.session.execute(
            Trash(tuple(ids)),
            lambda _done: self._told_trash(len(ids), after),
            self.shell.show_error,
        )

    def _neighbour(self, ids: list[str]) -> str:
        rows = sorted(self.model.place_of(key) for key in ids)
        below, above = rows[-1] + 1, rows[0] - 1
        if below < len(self.model.ids):
            return self.model.ids[below]
        return self.model.ids[above] if above >= 0 else ""

    def _told_trash(self, number: int, after: str) -> None:
        self.shell.toast(
            _("移到回收站 {n:,} 件").format(n=number), _("撤销"), self.shell.actions_table["edit.undo"].trigger
        )
        self._opened = False
        self._centre.setCurrentIndex(0)
        if after:
            self.select(after)

    def restore(self) -> None:
        """Out of the trash."""
        ids = self.selected_ids()
        if ids and self.filters.wanted.trashed:
            self.session.execute(
                Restore(tuple(ids)),
                lambda _done: self.shell.toast(_("取回 {n:,} 件").format(n=len(ids))),
                self.shell.show_error,
            )

    # — taking in —

    def import_files(self) -> None:
        """Choose files."""
        chosen = choose_files(self, _("加入材料：选文件（可以多选）"), Path.home())
        if chosen:
            self.take_in(chosen)

    def import_folder(self) -> None:
        """Choose a folder."""
        chosen = choose_folder(self, _("加入材料：选文件夹"), Path.home(), _("加入"))
        if chosen is not None:
            self.take_in([chosen])

    def try_files(self) -> None:
        """Choose files, and only see what would become of them."""
        chosen = choose_files(self, _("先看看会怎样：选文件（可以多选）"), Path.home(), _("看看"))
        if chosen:
            self.take_in(chosen, dry=True)

    def take_in(self, paths: list[Path], *, dry: bool = False) -> None:
        """Begin an import (``dry``: a trial) and show it; a second one waits for the first."""
        if self.intake.running:
            self.shell.toast(_("上一批还没收完，请等它做完再加。"))
            self._show_intake()
            return
        self.flush()
        self.intake.begin(paths, dry=dry)
        self._show_intake()

    def _show_intake(self) -> None:
        self._opened = False
        self._centre.setCurrentWidget(self.intake)
        self._fit()

    def paste(self) -> bool:
        """A picture or files on the clipboard come in as material; whether there were any."""
        data = QGuiApplication.clipboard().mimeData()
        paths = _local_paths(data.urls()) if data is not None and data.hasUrls() else []
        if not paths and data is not None and data.hasImage():
            paths = self._pasted_image(data.imageData())
        if paths:
            self.take_in(paths)
        return bool(paths)

    def _pasted_image(self, image: Any) -> list[Path]:
        from datetime import datetime

        if not isinstance(image, QImage) or image.isNull():
            return []
        folder = self.session.archive.root / "derived" / "pasted"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now().strftime(_('粘贴的图片 %Y-%m-%d %H%M%S'))}.png"
        return [path] if image.save(str(path), format=b"PNG") else []

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be let go anywhere on the workspace."""
        if not self.session.archive.read_only and _local_paths(event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._drop.setGeometry(self.rect().adjusted(12, 12, -12, -12))
            self._drop.show()
            self._drop.raise_()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Gone again."""
        self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        self._drop.hide()
        paths = _local_paths(event.mimeData().urls())
        event.acceptProposedAction()
        # not inside the drag: the program that gave the files waits for its end
        QTimer.singleShot(0, self, lambda: self.take_in(paths))

    # — the window —

    def activate(self) -> None:
        """The keyboard on the list, on its first item where none is current."""
        if self._centre.currentWidget() is self.material:
            self.material.focus_material()
            return
        self.view.setFocus()
        if not self.selection.currentIndex().isValid() and self.model.ids:
            self.selection.setCurrentIndex(self.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def search(self, words: str) -> None:
        """The window's box filters the list as long as nothing better takes it."""
        self.bar.finder.set_quietly(words)
        self.filters.set_text(words)

    def flush(self) -> None:
        """Form, manuscript and transcript hand over what is pending."""
        self.pane.flush()
        self.material.flush()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table this workspace does."""
        return {
            "edit.select_all": self.view.selectAll,
            "edit.find": self._focus_find,
            "item.new": self.choose_kind,
            "item.import": self.import_files,
            "item.import_folder": self.import_folder,
            "item.try": self.try_files,
            "item.open": self.open_item,
            "item.back": self.back,
            "item.previous": lambda: self.step(-1),
            "item.next": lambda: self.step(1),
            "item.form": self._focus_form,
            "item.history": self._show_history,
            "item.trash": self.trash,
            "item.restore": self.restore,
            "view.list": lambda: self.show_mode("list"),
            "view.grid": lambda: self.show_mode("grid"),
            "view.filters": self.toggle_filters,
        }

    def can(self, action: str) -> bool:
        """Whether it makes sense now."""
        number = len(self.selected_ids())
        writable = not self.session.archive.read_only
        trashed = self.filters.wanted.trashed
        return {
            "item.new": writable,
            "item.import": writable,
            "item.import_folder": writable,
            "item.try": writable,
            "item.open": number == 1,
            "item.back": self._centre.currentIndex() != 0 or self._form_alone,
            "item.previous": number == 1,
            "item.next": number == 1,
            "item.form": number == 1,
            "item.history": number == 1,
            "item.trash": number > 0 and writable and not trashed,
            "item.restore": number > 0 and writable and trashed,
        }.get(action, True)

    def checked(self, action: str) -> bool:
        """The mode, and whether the filters are open."""
        return {
            "view.list": self.mode == "list",
            "view.grid": self.mode == "grid",
            "view.filters": not self.filters.isHidden(),
        }.get(action, False)

    def _focus_find(self) -> None:
        if self._centre.currentIndex() != 0:
            self.back()
        self.bar.finder.setFocus()
        self.bar.finder.selectAll()

    def _show_side(self) -> None:
        """The form, also where there is room for one pane only."""
        if not self._side.isVisible():
            self._form_alone = True
            self._fit()

    def _focus_form(self) -> None:
        self._show_side()
        self.pane.focus_form()

    def _show_history(self) -> None:
        self._show_side()
        self.pane.show_tab("history")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back; Ctrl+V takes in."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
            return
        if event.key() == Qt.Key.Key_V and event.modifiers() == Qt.KeyboardModifier.ControlModifier and self.paste():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three panes, two, or one."""
        super().resizeEvent(event)
        if not self._sized and self.isVisible():
            self._sized = True
            dp = theme().dp
            side = min(dp(480), max(dp(352), self.width() * 29 // 100))
            self._split.setSizes([dp(190), self.width() - dp(190) - side, side])
        self._fit()

    def _fit(self) -> None:
        width, dp = self.width(), theme().dp
        three, two = width >= dp(_THREE_PANES_FROM), width >= dp(_TWO_PANES_FROM)
        listing = self._centre.currentIndex() == 0
        taking_in = self._centre.currentWidget() is self.intake
        filters = listing and (self._filters_wanted if three else self._filters_open)
        alone = self._form_alone and not two
        beside = (three or (two and not filters)) and not taking_in and bool(self.model.ids or not listing)
        self.filters.setVisible(filters and not alone)
        self.bar.show_filters(filters)
        self._centre.setVisible(not alone)
        self._side.setVisible(alone or beside)
        self.pane.preview.set_wanted(listing and self.mode == "list" and not alone)

    def minimumSizeHint(self) -> QSize:
        """The panes step aside by themselves."""
        return QSize(theme().dp(300), theme().dp(240))

    def release(self) -> None:
        """No more thumbnails."""
        self.thumbs.close()

    def remember(self) -> dict[str, Any]:
        """What one was looking at."""
        ids = self.selected_ids()
        return {
            "filter": self.filters.wanted,
            "order": (self._order, self._descending),
            "mode": self.mode,
            "item": ids[0] if len(ids) == 1 else "",
            "opened": self._opened,
            "filters": self._filters_wanted,
        }

    def recall(self, state: dict[str, Any]) -> None:
        """Look at it again."""
        self._order, self._descending = state["order"]
        self._filters_wanted = state["filters"]
        self._show_order()
        self.bar.modes.choose(state["mode"])
        self.bar.finder.set_quietly(state["filter"].text)
        if state["item"]:
            self._wish = Place(state["item"], field="" if state["opened"] else _LIST)
        self.filters.set_wanted(state["filter"])


def _ranges(selection: Any) -> Iterable[Any]:
    """The stretches of rows that are selected."""
    return list(selection.selection())


def _local_paths(urls) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
