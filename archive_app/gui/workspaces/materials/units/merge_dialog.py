"""并卷: into which unit this one goes, found as for items; what becomes of what is in it is said before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.materials.units.finding import UnitDialog, unit_rows
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.units.acts import Dissolving, dissolving
from archive_app.services.units.tree import UnitTree


class MergeUnitDialog(UnitDialog):
    """``plan`` is what was decided: one command, one step of undo."""

    def __init__(self, parent: QWidget | None, shell: Shell, tree: UnitTree, unit: str) -> None:
        self._unit, self._within = unit, frozenset(tree.below(unit))
        self.plan: Dissolving | None = None
        heading = _("把{unit}并入……").format(unit=tree.rows[unit].words)
        words = _("里面的件排到那一卷的后面，下级照旧在那下面；空了的这一卷进回收站。一步就能撤销。")
        super().__init__(parent, shell.session, heading, words, _("并入"), self._look)

    def _look(self, words: str) -> list[CardRow]:
        """The units that fit, but for itself and what is below it."""
        tree = UnitTree.of(self._session.archive.catalogue, counted=True)
        return [one for one in unit_rows(tree, words) if one.id not in self._within]

    def known(self) -> str:
        return self.plan.into if self.plan is not None else ""

    def forget(self) -> None:
        self.plan = None

    def preview(self, key: str) -> None:
        unit, archive = self._unit, self._session.archive

        def look() -> Dissolving | ArchiveError:
            try:
                return dissolving(archive, unit, key)
            except ArchiveError as error:  # it may not stand there: said where one chooses
                return error

        self._session.ask(look, self._told, key=("merge-units", id(self)))

    def _told(self, found: Dissolving | ArchiveError) -> None:
        if isinstance(found, ArchiveError):
            self.plan = None
            self.say(f"{found.message}。{found.remedy}", "danger", possible=False)
        else:
            self.plan = found
            self.say(found.sentence, "amber" if found.looser else "faint", possible=True)
