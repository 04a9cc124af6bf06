"""What is done with units in 资料: made, changed, moved, taken apart; items moved in by key, menu or dragging."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.units.dialog import UnitDialog
from archive_app.gui.workspaces.materials.units.merge_dialog import MergeUnitDialog
from archive_app.gui.workspaces.materials.units.move_dialog import MoveDialog, words_of_plan
from archive_app.services.units.acts import MovePlan, dissolving, moving, placing
from archive_app.services.units.tree import UnitTree

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.commands import Command
    from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace

ACTS = ("unit.new", "unit.edit", "unit.merge", "unit.remove", "unit.up", "unit.down")


class UnitActs(QObject):
    """The workspace's hand for units; ``handlers`` go into its own."""

    def __init__(self, desk: MaterialsWorkspace) -> None:
        super().__init__(desk)
        self._desk, self._shell, self._session = desk, desk.shell, desk.session
        section = desk.filters.units
        lines = self._lines = section.lines
        section.new_wanted.connect(self.new)
        lines.dropped.connect(self.move)
        lines.files_dropped.connect(self.take_in)
        lines.placed.connect(self.place)
        lines.shifted.connect(self.shift)
        lines.asked.connect(lambda act: self.handlers()[act]())
        lines.menu_wanted.connect(self._menu)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table, each with what it does."""
        return {
            "item.unit": self.ask_move,
            "unit.new": self.new,
            "unit.edit": self.edit,
            "unit.merge": self.merge,
            "unit.remove": self.remove,
            "unit.up": lambda: self.shift(-1),
            "unit.down": lambda: self.shift(1),
        }

    def can(self, action: str) -> bool | None:
        """Whether it makes sense now; None for what is not of units."""
        if action not in (*ACTS, "item.unit"):
            return None
        if self._session.archive.read_only:
            return False
        if action == "item.unit":
            return bool(self._desk.selected_ids()) and not self._desk.filters.wanted.trashed
        if action == "unit.merge":
            return bool(self._unit) and len(self._lines.tree.rows) > 1
        return action == "unit.new" or bool(self._unit)

    @property
    def _unit(self) -> str:
        """The unit the keyboard is at in the tree, else the one whose items are listed."""
        return (self._lines.current if self._lines.hasFocus() else "") or self._desk.filters.unit or self._lines.current

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self._lines)
        for name in ACTS:
            if self.can(name):
                menu.addAction(self._shell.actions_table[name])
        menu.exec(self._lines.viewport().mapToGlobal(at))
        menu.deleteLater()

    # — units —

    def new(self) -> None:
        """A new unit, below the one that is chosen."""
        self._fill(None, self._unit)

    def edit(self) -> None:
        """The unit that is chosen."""
        if self._unit:
            self._fill(self._unit, "")

    def _fill(self, unit: str | None, within: str, then: Callable[[str], None] | None = None) -> None:
        self._desk.flush()
        tree = UnitTree.of(self._session.archive.catalogue, counted=True)
        record = self._session.record(unit) if unit else None
        dialog = UnitDialog(
            self._desk.window(), self._shell, self._desk.links, tree, record, within if within in tree.rows else ""
        )
        if dialog.exec() and dialog.command is not None:
            made = dialog.made or (unit or "")
            self._lines.wished = made
            self._do(dialog.command, lambda: then(made) if then is not None else None)
        dialog.deleteLater()

    def remove(self) -> None:
        """Take the unit apart: what is in it goes to the one above, after that was said."""
        unit, archive = self._unit, self._session.archive
        if not unit:
            return
        self._desk.flush()

        def ask_first(found) -> None:
            if ask(
                self._desk.window(), _("撤掉这一级？"), found.sentence, _("不撤"), _("撤掉"), danger=bool(found.looser)
            ):
                if self._desk.filters.unit == unit:
                    self._desk.filters.choose_unit("", on=False)
                self._do(found.command)

        self._session.ask(lambda: dissolving(archive, unit), ask_first)

    def merge(self) -> None:
        """Put what is in the unit into another, which is chosen, and the empty one into the trash."""
        unit, tree = self._unit, UnitTree.of(self._session.archive.catalogue)
        if unit not in tree.rows:
            return
        self._desk.flush()
        dialog = MergeUnitDialog(self._desk.window(), self._shell, tree, unit)
        if dialog.exec() and (plan := dialog.plan) is not None:
            if self._desk.filters.unit == unit:
                self._desk.filters.choose_unit(plan.into)
            self._lines.wished = plan.into
            self._do(plan.command)
        dialog.deleteLater()

    def place(self, unit: str, parent: str, before: str) -> None:
        """Put a unit below another, or before one."""
        archive = self._session.archive
        self._write(lambda: placing(archive, unit, parent, before))

    def shift(self, by: int) -> None:
        """Up or down among its own."""
        unit, tree = self._unit, self._lines.tree
        if unit not in tree.rows:
            return
        parent = tree.rows[unit].parent
        beside = tree.children(parent)
        at = beside.index(unit) + by
        if 0 <= at < len(beside):
            behind = at + (1 if by > 0 else 0)
            self.place(unit, parent, beside[behind] if behind < len(beside) else "")

    # — items —

    def ask_move(self) -> None:
        """移入案卷: of what is selected."""
        ids = self._desk.selected_ids()
        if not ids:
            return
        self._desk.flush()
        dialog = MoveDialog(self._desk.window(), self._shell, ids)
        accepted = bool(dialog.exec())
        plan, new = dialog.plan, dialog.new
        dialog.deleteLater()
        if accepted and plan is not None:
            self._carry_out(plan)
        elif new:
            self._fill(None, self._unit, lambda made: self.move(ids, made))

    def move(self, ids: Sequence[str], unit: str) -> None:
        """Items let go on a unit."""
        archive, chosen = self._session.archive, list(ids)
        self._desk.flush()
        self._session.when_written(
            lambda: self._session.ask(lambda: moving(archive, chosen, unit), self._carry_out)
        )  # fmt: skip

    def take_in(self, paths: list[Path], unit: str) -> None:
        """Files let go on a unit: new items that stand in it, with what it gives."""
        rows = self._lines.tree.rows
        self._desk.take_in(paths, unit=(unit, rows[unit].words) if unit in rows else ("", ""))

    def _carry_out(self, plan: MovePlan) -> None:
        words = words_of_plan(plan, self._session.archive)
        if plan.steps:
            self._session.execute(plan.command(), lambda _done: self._tell(words), self._shell.show_error)
        else:
            self._shell.toast(words)

    # — writing —

    def _write(self, make: Callable[[], Command]) -> None:
        """Plan and carry out in one go, on the writer's thread."""
        archive = self._session.archive
        self._session.write(lambda: archive.execute(make()), self._told, self._shell.show_error)

    def _do(self, command: Command, then: Callable[[], None] | None = None) -> None:
        def done(told: Done) -> None:
            self._told(told)
            if then is not None:
                then()

        self._session.execute(command, done, self._shell.show_error)

    def _told(self, done: Done) -> None:
        if done.changes:
            self._tell(done.label)

    def _tell(self, words: str) -> None:
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)
