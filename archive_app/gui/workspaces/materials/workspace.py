"""资料: filters, list or cards or the opened item, and the form beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.catalogue.commands import Restore, Trash
from archive_app.catalogue.queries import ItemFilter
from archive_app.gui.checking.lacks_dialog import Lacking
from archive_app.gui.checking.remarks_asked import Checking
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _
from archive_app.gui.records.links import ArchiveLinks
from archive_app.gui.replacing.opening import Replacing
from archive_app.gui.reports.out import ReportOut
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, pane
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.widgets.tab_order import Paned
from archive_app.gui.workflow.standing import Standing
from archive_app.gui.workspaces.materials.acts import MaterialActs
from archive_app.gui.workspaces.materials.arrangement import Arrangement
from archive_app.gui.workspaces.materials.batch.pane import BatchPane
from archive_app.gui.workspaces.materials.filters import FilterPanel
from archive_app.gui.workspaces.materials.incoming import Incoming
from archive_app.gui.workspaces.materials.intake_view import IntakeView
from archive_app.gui.workspaces.materials.list_out import ListOut
from archive_app.gui.workspaces.materials.listing import ItemListing
from archive_app.gui.workspaces.materials.making import Making
from archive_app.gui.workspaces.materials.material import MaterialView
from archive_app.gui.workspaces.materials.panes import Panes
from archive_app.gui.workspaces.materials.photo.alike_watch import AlikeWatch
from archive_app.gui.workspaces.materials.record_pane import RecordPane
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.materials.units.acts import UnitActs
from archive_app.gui.workspaces.workspace import IN_LIST, Place, Shell, Workspace

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

ON_PAGE = ("", "manuscript", "transcript", "index_points")
"""Fields a place of which is shown on a page, not in the form."""
_WARM_MS, _FIRST = 1_500, 40
"""When, after the list is there, what makes pictures is started; it is asked of so many of the first items."""
_MANY = 20
"""From so many items on, the trash asks first."""


class MaterialsWorkspace(Paned, Workspace):
    """What is selected in the list is shown in the form, or opened where the list was."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._current = ""
        self._wish: Place | None = None  # to go to once the list is there
        self._unnamed = ""  # the item that was just made: what is typed takes the place of its title
        self._place: Place | None = None  # to show once the record is there
        self.opened = False
        self._fresh = True
        self.links = ArchiveLinks(self.session, self)
        self.thumbs = Thumbnails(self.session, self)
        self.incoming = Incoming(self, self.session)
        self.list_out = ListOut(self, self.shell)
        self.report_out = ReportOut(self, self.shell)
        self.lacking = Lacking(self, self.shell)
        self.replacing = Replacing(self, self.shell)
        self.checking = Checking(self, self.shell)
        self.standing = Standing(self.session, self)
        self._make_parts()
        self.alike = AlikeWatch(self, self.shell, self.thumbs)
        self.unit_acts = UnitActs(self)
        self.acts = MaterialActs(self)
        self._connect()
        bar = self.listing.bar
        self.making = Making(self, self.shell, bar.new_menu, self._before_making, self._created)
        self.making.unit = lambda: self.filters.unit
        self.arrangement = Arrangement(self.shell, self.listing, self)
        self._last = self.arrangement.take_up()
        self.listing.requery()
        self._idle = self._timer(1_200, self._prepare)
        self._idle.start()

    def _prepare(self) -> None:
        """While nobody waits, build the form that will be asked for next."""
        if self.pane.prepare_next():
            self._idle.start(150)

    # — building —

    def _make_parts(self) -> None:
        begin: list[tuple[str, str, Callable[[], object]]] = [
            (_("加入材料…"), "file-import", self.incoming.choose_files),
            (_("加入文件夹…"), "folder-plus", self.incoming.choose_folder),
        ]
        self.filters = FilterPanel(self.session)
        self.listing = ItemListing(self.shell, self.filters, self.thumbs, begin)
        self.material = MaterialView(self.shell, self.thumbs, self.standing)
        self.intake = IntakeView(self.shell)
        self.pane = RecordPane(self.shell, self.links, self.thumbs, self.standing)
        self.batch = BatchPane(self.shell, self.links)
        self.nothing_selected = EmptyState("photos", _("选一件资料"), _("它的著录和历史就在这里。回车打开大图或稿纸。"))
        self.nothing_selected.setProperty("ground", "sheet")
        self.nothing_selected.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        listing = pane(column(self.listing, spacing=0), ground="paper")
        self.panes = Panes(
            self.filters,
            (listing, self.material, self.intake),
            (self.nothing_selected, self.pane, self.batch),
            self.intake,
        )
        self.panes.resized.connect(self._fit)
        self.setLayout(column(self.panes, spacing=0))

    def _connect(self) -> None:
        listing, bar = self.listing, self.listing.bar
        listing.listed.connect(self._listed)
        bar.finder.left.connect(self.activate)
        bar.finder.entered.connect(lambda _text: self.activate())
        bar.add_wanted.connect(self.incoming.choose_files)
        bar.kind_wanted.connect(self.create)
        bar.mode_chosen.connect(self.show_mode)
        bar.filters_toggled.connect(self.toggle_filters)
        for view in listing.views():
            view.carried.connect(self.acts.drag_out)
            view.opened.connect(self.open_item)
            view.trashed.connect(self.trash)
        self.incoming.came.connect(self._came)
        self.incoming.item_at = listing.item_at
        self.incoming.onto.connect(self.pane.files.acts.add_to)
        self.material.left.connect(self.back)
        self.material.stepped.connect(self.step)
        self.material.form_wanted.connect(self.show_side)
        self.material.page_changed.connect(self.actions_changed)
        self.material.player.seen_changed.connect(self.actions_changed)
        acts, nothing = self.pane.files.acts, self.material.nothing
        for wanted in (self.material.transcript_page.files_wanted, nothing.wanted):
            wanted.connect(acts.choose)
        nothing.given.connect(acts.add)
        nothing.pasted.connect(acts.paste)
        self.pane.files.loaded.connect(lambda _files: nothing.let_add(self.pane.files.acts.writable))
        self.pane.back_wanted.connect(self.back)
        self.intake.closed.connect(self.back)
        self.intake.taken_in.connect(self.alike.look_soon)
        self.intake.opened.connect(self._open_from_intake)
        self.pane.restore_wanted.connect(self.restore)
        self.pane.unit.wanted.connect(lambda key: self.show_list(ItemFilter(units=(key,))))
        self.pane.open_wanted.connect(self.open_item)
        listing.form_wanted.connect(self.focus_form)
        self.batch.back_wanted.connect(self.back)
        self.batch.trash_wanted.connect(self.trash)
        self.batch.restore_wanted.connect(self.restore)
        self.session.changed.connect(self._on_change)
        self._soon = self._timer(30, self._show_selected)
        listing.selected.connect(self._selected)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        self._stale = self._timer(120, self._refresh)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(act)
        return made

    # — the list —

    def _listed(self) -> None:
        self.actions_changed.emit()
        ids = self.listing.model.ids
        if self._fresh and ids:
            self._fresh = False
            self._timer(_WARM_MS, self._warm).start()
            chosen = self._wish is not None or bool(self.listing.selected_ids())
            if not chosen and not self.listing.select(self._last):
                self.listing.select(ids[0])
        if self._wish is not None:
            wish, self._wish = self._wish, None
            self._go_to(wish)

    def _warm(self) -> None:
        """Where there are photographs one will be opened: the first must not wait for the start of a process."""
        rows = (self.listing.model.row_at(number) for number in range(min(_FIRST, len(self.listing.model.ids))))
        if any(row is not None and row.thumb for row in rows):
            self.thumbs.warm()

    def _on_change(self, done: Done) -> None:
        if any(change.entity in ("item", "file", "commissioner", "unit") for change in done.changes):
            self._stale.start()
        if any(change.entity == "own_field" for change in done.changes):
            self.listing.fields_changed()
            self.filters.refresh()

    def _refresh(self) -> None:
        self.listing.model.refresh()
        self.listing.requery()

    def show_mode(self, mode: str) -> None:
        """List or cards."""
        self.listing.set_mode(mode)
        self.back()
        self.listing.bring_current()
        self.actions_changed.emit()

    def toggle_filters(self) -> None:
        """Open or close the side."""
        self.panes.toggle_filters()
        self._fit()
        self.actions_changed.emit()

    # — what is selected —

    def selected_ids(self) -> list[str]:
        """What is selected, in the list's order."""
        return self.listing.selected_ids()

    def _selected(self) -> None:
        """What is selected is shown once nobody goes on to another; its photograph is made meanwhile."""
        self._soon.start()
        ids = self.selected_ids() if self.opened else []
        row = self.listing.model.row_at(self.listing.model.place_of(ids[0])) if len(ids) == 1 else None
        if row is not None:
            self.material.picture.expect(row.thumb)

    def _show_now(self) -> None:
        """Before a key can be typed into the form of what was selected before."""
        if self._soon.isActive():
            self._soon.stop()
            self._show_selected()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.panes.side.isAncestorOf(new):
            self._show_now()

    def _show_selected(self) -> None:
        ids = self.selected_ids()
        if len(ids) > 1:
            self.flush()
            self._current = ""
            self.batch.show_items(ids, trashed=self.filters.wanted.trashed)
            self.panes.side.setCurrentWidget(self.batch)
        elif ids:
            self._load(ids[0])
        else:
            self.flush()
            self._current = ""
            self.panes.side.setCurrentWidget(self.nothing_selected)
        self._fit()
        self.actions_changed.emit()

    def _load(self, item_id: str) -> None:
        self._current = item_id
        record = self.session.record(item_id)
        if record is not None:
            self._show_record(record)

    def _show_record(self, record: Record) -> None:
        self.panes.side.setCurrentWidget(self.pane)
        if self.pane.record is None or self.pane.record.id != record.id or self.pane.record.trashed != record.trashed:
            self.pane.show_record(record)
        place = self._taken_place(record.id)
        if self.opened:
            self.material.show_record(record, place)
            self._make_beside_ahead()
        self._fit()
        if place is not None and place.field not in ON_PAGE:
            self.show_side()
            self.pane.show_field(place.field, select=place.record_id == self._unnamed)
            self._unnamed = ""

    def _make_beside_ahead(self) -> None:
        """The photographs before and after, while this one is looked at."""
        model = self.listing.model
        beside = (model.row_at(model.place_of(key)) for key in (self.listing.beside(1), self.listing.beside(-1)) if key)
        self.material.picture.make_ahead([row.thumb for row in beside if row is not None])

    def _taken_place(self, item_id: str) -> Place | None:
        place, self._place = self._place, None
        return place if place is not None and place.record_id == item_id else None

    # — opening —

    def open_item(self) -> None:
        """Show the material itself where the list was."""
        ids = self.selected_ids()
        if len(ids) != 1:
            return
        self.opened = True
        self.panes.form_alone = False
        self.panes.centre.setCurrentWidget(self.material)
        self._fit()
        if self.pane.record is not None and self.pane.record.id == ids[0]:
            self.material.show_record(self.pane.record, self._taken_place(ids[0]))
        self._load(ids[0])
        QTimer.singleShot(0, self.material, self.material.focus_material)
        self.actions_changed.emit()

    def back(self) -> None:
        """To the list; from the form alone to what it belongs to; from an import to what came in last."""
        self.flush()
        came = self.intake.newest if self.panes.centre.currentWidget() is self.intake else ""
        if self.panes.form_alone:
            self.panes.form_alone = False
        else:
            self.opened = False
            self.panes.to_list()
        self._fit()
        if came:
            self.listing.select(came)
        self.activate()
        self.actions_changed.emit()

    def step(self, by: int) -> None:
        """The item before or after."""
        if beside := self.listing.beside(by):
            self.flush()
            self.listing.select(beside)
            self._show_now()

    def show_list(self, wanted: ItemFilter) -> None:
        """What a filter lets through, as a list, whatever was open."""
        self.flush()
        self.opened = False
        self.panes.form_alone = False
        self.panes.to_list()
        self.listing.bar.finder.set_quietly(wanted.text)
        self.filters.set_wanted(wanted)
        self._fit()
        self.listing.take_focus()

    def open_place(self, place: Place) -> None:
        """Show an item, and a place in it; filters that hide it are given up."""
        if self.listing.model.place_of(place.record_id) >= 0:
            self._go_to(place)
        else:
            self._wish = place
            self.listing.reset_filters()

    def _go_to(self, place: Place) -> None:
        if not self.listing.select(place.record_id) or place.field == IN_LIST:
            return
        self._place = place
        if place.field in ON_PAGE:
            self.open_item()
        else:
            self._soon.stop()
            self._show_selected()  # its form comes, and then the field in it

    def _open_from_intake(self, item_id: str) -> None:
        self.panes.to_list()
        self.open_place(Place(item_id))

    # — writing —

    def create(self, kind: str) -> None:
        """A new item of a kind, with the keyboard in its title."""
        self.making.of_kind(kind)

    def _before_making(self) -> None:
        self.flush()
        self.listing.take_focus()  # what is typed before its form is there is nobody's

    def _created(self, item_id: str) -> None:
        self._wish, self._unnamed = Place(item_id, field="title"), item_id
        if self.filters.wanted not in (ItemFilter(), ItemFilter(units=self.filters.wanted.units)):
            self.listing.reset_filters()
        else:
            self.listing.requery()

    def choose_kind(self) -> None:
        """Ctrl+N: the menu of kinds, with the keyboard."""
        bar = self.listing.bar
        bar.new_menu.popup(bar.new_button.mapToGlobal(bar.new_button.rect().bottomLeft()))
        bar.new_menu.setActiveAction(bar.new_menu.actions()[0])

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
        after = self.listing.neighbour(ids)
        self.session.execute(
            Trash(tuple(ids)),
            lambda _done: self._told_trash(len(ids), after),
            self.shell.show_error,
        )

    def _told_trash(self, number: int, after: str) -> None:
        self.shell.toast(
            _("移到回收站 {n:,} 件").format(n=number), _("撤销"), self.shell.actions_table["edit.undo"].trigger
        )
        self.opened = False
        self.panes.to_list()
        if after:
            self.listing.select(after)

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

    def _came(self, paths: list[Path], dry: bool) -> None:
        """Material, unless it is the text in front, come back from Word."""
        if dry or not (self.opened and self.material.checking_possible and self.material.text_page.asks_back(paths)):
            self.take_in(paths, dry=dry)

    def take_in(self, paths: list[Path], *, dry: bool = False, unit: tuple[str, str] = ("", "")) -> None:
        """Begin an import (``dry``: a trial; ``unit``: id and words of where) and show it; a second one waits for the
        first."""
        if self.intake.running:
            self.shell.toast(_("上一批还没收完，请等它做完再加。"))
        else:
            self.flush()
            self.intake.begin(paths, dry=dry, unit=unit)
        self.opened = False
        self.panes.centre.setCurrentWidget(self.intake)
        self._fit()

    # — the window —

    def activate(self) -> None:
        """The keyboard on the list, or on what is opened."""
        if self.panes.centre.currentWidget() is self.material:
            self.material.focus_material()
        else:
            self.listing.take_focus()

    def search(self, words: str) -> None:
        """The window's box filters the list as long as nothing better takes it."""
        self.listing.bar.finder.set_quietly(words)
        self.filters.set_text(words)

    def unsaved(self) -> str:
        """What its form cannot store."""
        return self.pane.form.unsaved() if self.pane.form is not None else ""

    def flush(self) -> None:
        """Form, manuscript and transcript hand over what is pending."""
        self.pane.flush()
        self.material.flush()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return self.acts.handlers()

    def can(self, action: str) -> bool:
        return self.acts.can(action)

    def checked(self, action: str) -> bool:
        return self.acts.checked(action)

    def focus_find(self) -> None:
        """The keyboard into the list's own filter."""
        if not self.panes.listing:
            self.back()
        self.listing.bar.finder.setFocus()
        self.listing.bar.finder.selectAll()

    def show_side(self) -> None:
        """The form, also where there is room for one pane only."""
        if not self.panes.side.isVisible():
            self.panes.form_alone = True
            self._fit()

    def focus_form(self) -> None:
        """The keyboard into the form, or to what is to be changed of many."""
        self._show_now()
        self.show_side()
        if self.panes.side.currentWidget() is self.batch:
            self.batch.begin()
        else:
            self.pane.focus_form()

    def focus_files(self) -> None:
        """The keyboard on the files of the item."""
        self.show_side()
        self.pane.focus_files()

    def show_history(self) -> None:
        """Who changed what, beside the list."""
        self.show_side()
        self.pane.show_tab("history")

    def tab_panes(self) -> Sequence[QWidget]:
        """The filters, the list or what is open, the form."""
        return (self.filters, self.panes.centre, self.panes.side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back; Ctrl+V takes in."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
            return
        pasting = event.key() == Qt.Key.Key_V and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if pasting and self.incoming.paste():
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        panes, listing = self.panes, self.listing
        panes.fit(empty=not listing.model.ids)
        listing.bar.show_filters(panes.filters_shown)
        self.material.to_form.setVisible(not panes.side_shown)
        self.pane.show_way_back(panes.only_form)
        self.batch.show_way_back(panes.only_form)
        listing.offer_form(0 if panes.side_shown else len(self.selected_ids()))
        self.pane.preview.set_wanted(panes.listing and listing.mode == "list" and not panes.only_form)

    def minimumSizeHint(self) -> QSize:
        """The panes step aside by themselves."""
        return QSize(theme().dp(300), theme().dp(240))

    def release(self) -> None:
        """No more thumbnails; where one was is kept."""
        self.arrangement.keep(self._current)
        self.thumbs.close()
        self.material.picture.release()
        self.material.player.close_sound()

    def remember(self) -> dict[str, Any]:
        """What one was looking at."""
        ids = self.selected_ids()
        return {
            "filter": self.filters.wanted,
            "order": (self.listing.order, self.listing.descending),
            "mode": self.listing.mode,
            "item": ids[0] if len(ids) == 1 else "",
            "opened": self.opened,
            "filters": self.panes.filters_wanted,
        }

    def recall(self, state: dict[str, Any]) -> None:
        """Look at it again."""
        self.panes.filters_wanted = state["filters"]
        self.listing.bar.modes.choose(state["mode"])
        self.listing.bar.finder.set_quietly(state["filter"].text)
        if state["item"]:
            self._wish = Place(state["item"], field="" if state["opened"] else IN_LIST)
        self.filters.set_wanted(state["filter"])
        self.listing.order_by(*state["order"])
