"""移入案卷: which one, found by number, title or pinyin; what would become of the items is said before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.gui.workspaces.cards.found import FoundCards
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.archive import Archive
from archive_app.services.units.acts import MovePlan, moving
from archive_app.services.units.defaults import words_of
from archive_app.services.units.tree import UnitTree

OUT = "-"
"""The line by which items are taken out of their unit."""
_FOUND = 200


class MoveDialog(Dialog):
    """``plan`` is what was decided; ``new`` whether a unit is to be made first."""

    def __init__(self, parent: QWidget | None, shell: Shell, ids: Sequence[str]) -> None:
        heading = _("把 {n:,} 件移入案卷").format(n=len(ids))
        super().__init__(parent, heading, 560)
        self._session, self._ids = shell.session, list(ids)
        self.plan: MovePlan | None = None
        self.new = False
        self._wanted = ""  # the unit that was meant before what it comes to was known
        self.found = FoundCards(
            self._session, self._look, hint=_("编号、题名、拼音首字母"), called=_("案卷"), nothing=_("没有这样的案卷。")
        )
        self.found.list.setMinimumHeight(self.height_beside(260, 290))
        self.told = label("", tone="faint", voice="small", wrap=True)
        self.act = button(_("移入"), self.found.take, role="primary")
        self.act.setEnabled(False)
        self.found.taken.connect(self._take)
        self.found.shown.connect(self._preview)
        self.found.list.selectionModel().currentChanged.connect(lambda *_args: self._preview())
        words = _("写案卷的编号、题名或拼音；一件只在一个案卷里，一步就能撤销。")
        make = button(_("新建案卷…"), self._new, role="link", icon="plus")
        self.setLayout(
            column(
                label(heading, voice="title", wrap=True),
                label(words, tone="faint", wrap=True),
                4,
                self.found,
                row(make, None),
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
        """The units that fit; before anything is typed all of them, in their order."""
        tree = UnitTree.of(self._session.archive.catalogue, counted=True)
        found = [
            CardRow(key, tree.rows[key].words, tree.words(key), aside=_("{n:,} 件").format(n=tree.counts[key]))
            for key in tree.find(words, _FOUND)
        ]
        out = [CardRow(OUT, _("移出案卷"), _("不再属于任何案卷"))] if tree and not words else []
        return [*found, *out]

    def _chosen(self) -> str | None:
        """The unit the list stands at; empty for out of any."""
        index, rows = self.found.list.currentIndex(), self.found.rows.rows
        if not index.isValid() or index.row() >= len(rows):
            return None
        key = rows[index.row()].id
        return "" if key == OUT else key

    def _preview(self) -> None:
        """What moving them there would do, worked out beside the painting thread."""
        unit, ids, archive = self._chosen(), self._ids, self._session.archive
        if unit is None:
            self.plan = None
            self.told.setText("")
            self.act.setEnabled(False)
        elif self.plan is None or self.plan.unit != unit:
            self._session.ask(lambda: moving(archive, ids, unit), self._say, key=("move-items", id(self)))

    def _say(self, plan: MovePlan) -> None:
        self.plan = plan
        self.told.setText(words_of_plan(plan, self._session.archive))
        self.act.setEnabled(bool(plan.steps))
        self.act.setText(_("移入") if plan.unit else _("移出"))
        if self._wanted == (plan.unit or OUT):
            self._take(self._wanted)

    def _take(self, key: str) -> None:
        """Enter, a double click, or the button; where it is not known yet what it comes to, once it is."""
        if self.plan is None or (self.plan.unit or OUT) != key:
            self._wanted = key
            self._preview()
        elif self.plan.steps:
            self.accept()

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
