"""并卷: into which unit this one goes, found as for items; what becomes of what is in it is said before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, set_property
from archive_app.gui.workspaces.cards.found import FoundCards
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.units.acts import Dissolving, dissolving
from archive_app.services.units.tree import UnitTree

_FOUND = 200


class MergeUnitDialog(Dialog):
    """``plan`` is what was decided: one command, one step of undo."""

    def __init__(self, parent: QWidget | None, shell: Shell, tree: UnitTree, unit: str) -> None:
        heading = _("把{unit}并入……").format(unit=tree.rows[unit].words)
        super().__init__(parent, heading, 560)
        self._session, self._unit = shell.session, unit
        self._within = frozenset(tree.below(unit))
        self.plan: Dissolving | None = None
        self._wanted = ""  # the unit that was meant before what it comes to was known
        self.found = FoundCards(
            self._session, self._look, hint=_("编号、题名、拼音首字母"), called=_("案卷"), nothing=_("没有这样的案卷。")
        )
        self.found.list.setMinimumHeight(self.height_beside(260, 300))
        self.told = label("", tone="faint", voice="small", wrap=True)
        self.act = button(_("并入"), self.found.take, role="primary")
        self.act.setEnabled(False)
        self.found.taken.connect(self._take)
        self.found.shown.connect(self._preview)
        self.found.list.selectionModel().currentChanged.connect(lambda *_args: self._preview())
        words = _("里面的件排到那一卷的后面，下级照旧在那下面；空了的这一卷进回收站。一步就能撤销。")
        self.setLayout(
            column(
                label(heading, voice="title", wrap=True),
                label(words, tone="faint", wrap=True),
                4,
                self.found,
                self.told,
                8,
                self.buttons(button(_("取消"), self.reject), self.act),
                spacing=8,
                around=(24, 20, 24, 20),
            )
        )
        self.found.search()
        self.found.setFocus()

    def _look(self, words: str) -> list[CardRow]:
        """The units that fit, but for itself and what is below it."""
        tree = UnitTree.of(self._session.archive.catalogue, counted=True)
        return [
            CardRow(key, tree.rows[key].words, tree.words(key), aside=_("{n:,} 件").format(n=tree.counts[key]))
            for key in tree.find(words, _FOUND)
            if key not in self._within
        ]

    def _chosen(self) -> str:
        """The unit the list stands at; empty for none."""
        index, rows = self.found.list.currentIndex(), self.found.rows.rows
        return rows[index.row()].id if index.isValid() and index.row() < len(rows) else ""

    def _preview(self) -> None:
        """What it would come to, worked out beside the painting thread."""
        into, unit, archive = self._chosen(), self._unit, self._session.archive
        if not into:
            self._say(None)
        elif self.plan is None or self.plan.into != into:

            def look() -> Dissolving | ArchiveError:
                try:
                    return dissolving(archive, unit, into)
                except ArchiveError as error:  # it may not stand there: said where one chooses
                    return error

            self._session.ask(look, self._say, key=("merge-units", id(self)))

    def _say(self, found: Dissolving | ArchiveError | None) -> None:
        self.plan = found if isinstance(found, Dissolving) else None
        wrong = f"{found.message}。{found.remedy}" if isinstance(found, ArchiveError) else ""
        self.told.setText(self.plan.sentence if self.plan is not None else wrong)
        set_property(self.told, "tone", "danger" if wrong else "amber" if self.plan and self.plan.looser else "faint")
        self.act.setEnabled(self.plan is not None)
        if self.plan is not None and self._wanted == self.plan.into:
            self._take(self._wanted)

    def _take(self, key: str) -> None:
        """Enter, a double click, or the button; where it is not known yet what it comes to, once it is."""
        if self.plan is None or self.plan.into != key:
            self._wanted = key
            self._preview()
        else:
            self.accept()
