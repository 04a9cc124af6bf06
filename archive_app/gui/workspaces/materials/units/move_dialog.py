"""移入案卷: which one, found by number, title or pinyin; what would become of the items is said before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, row
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.materials.units.finding import UnitDialog, unit_rows
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.archive import Archive
from archive_app.services.units.acts import MovePlan, moving
from archive_app.services.units.defaults import words_of
from archive_app.services.units.tree import UnitTree

OUT = "-"
"""The line by which items are taken out of their unit."""


class MoveDialog(UnitDialog):
    """``plan`` is what was decided; ``new`` whether a unit is to be made first."""

    def __init__(self, parent: QWidget | None, shell: Shell, ids: Sequence[str]) -> None:
        self._ids = list(ids)
        self.plan: MovePlan | None = None
        self.new = False
        heading = _("把 {n:,} 件移入案卷").format(n=len(ids))
        words = _("写案卷的编号、题名或拼音；一件只在一个案卷里，一步就能撤销。")
        make = button(_("新建案卷…"), lambda: self._new(), role="link", icon="plus")  # there is no dialog yet to bind
        super().__init__(parent, shell.session, heading, words, _("移入"), self._look, row(make, None))

    def _look(self, words: str) -> list[CardRow]:
        """The units that fit; before anything is typed all of them, in their order."""
        tree = UnitTree.of(self._session.archive.catalogue, counted=True)
        out = [CardRow(OUT, _("移出案卷"), _("不再属于任何案卷"))] if tree and not words else []
        return [*unit_rows(tree, words), *out]

    def known(self) -> str:
        return "" if self.plan is None else self.plan.unit or OUT

    def forget(self) -> None:
        self.plan = None

    def preview(self, key: str) -> None:
        unit, ids, archive = "" if key == OUT else key, self._ids, self._session.archive
        self._session.ask(lambda: moving(archive, ids, unit), self._told, key=("move-items", id(self)))

    def _told(self, plan: MovePlan) -> None:
        self.plan = plan
        self.act.setText(_("移入") if plan.unit else _("移出"))
        self.say(words_of_plan(plan, self._session.archive), "faint", possible=bool(plan.steps))

    def _new(self) -> None:
        self.new = True
        self.reject()


def words_of_plan(plan: MovePlan, archive: Archive) -> str:
    """What a plan comes to, in a line or two."""
    where = _("移入{unit}").format(unit=plan.words) if plan.unit else _("移出案卷")
    parts = [_("{where} {n:,} 件").format(where=where, n=len(plan.steps))]
    if plan.same:
        parts.append(_("原来就在的 {n:,} 件").format(n=plan.same))
    if plan.barred:
        _key, title, why = plan.barred[0]
        parts.append(_("不能移的 {n:,} 件，如《{title}》：{why}").format(n=len(plan.barred), title=title, why=why))
    for name, number in plan.filled.items():
        field = words_of(archive, "document", [name]) or name.removeprefix("own:")
        parts.append(_("{n:,} 件照填“{field}”").format(n=number, field=field))
    if plan.tighter:
        parts.append(_("{n:,} 件的级别会变严").format(n=plan.tighter))
    if plan.looser:
        parts.append(_("{n:,} 件的级别会变宽").format(n=plan.looser))
    return "；".join(parts) + "。"
