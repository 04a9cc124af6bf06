"""A unit made or changed: what it is called and where it stands, who may see what is in it, what new items take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.domain.access import Access
from archive_app.domain.entities import ITEM, UNIT
from archive_app.domain.errors import ArchiveError
from archive_app.domain.fields import Field
from archive_app.domain.units import TIERS, may_stand
from archive_app.gui.dialogs.message import Dialog, without_commands
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.editors.editor import FieldEditor, Links
from archive_app.gui.editors.registry import make_editor
from archive_app.gui.i18n import _
from archive_app.gui.records.sections import SectionHead
from archive_app.gui.widgets.basics import button, column, label, margins, pane, scrolled
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.units.acts import changing, making
from archive_app.services.units.defaults import GIVEN, rows_of, said_by
from archive_app.services.units.tree import UnitTree

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record

_FIRST = ("number", "title")
_PLAIN = ("retention", "access", "access_until", "created")
_MORE = (
    "creator", "history", "scope", "location", "pages", "situation", "arranged_by", "arranged_on", "inspected_by",
    "inspected_on", "note",
)  # fmt: skip


class UnitDialog(Dialog):
    """``command`` is what was decided; of a new unit ``made`` is the id."""

    def __init__(
        self, parent: QWidget | None, shell: Shell, links: Links, tree: UnitTree, record: Record | None, within: str
    ) -> None:
        """``record`` None: a new one, below ``within`` (empty: at the top) where it may stand there."""
        heading = tree.rows[record.id].words if record is not None else _("新建全宗、类或案卷")
        super().__init__(parent, heading, 600)
        self._archive, self._tree, self._record = shell.session.archive, tree, record
        self.command: Command | None = None
        self.made = ""
        self._editors: dict[str, FieldEditor] = {}
        self._given: dict[str, FieldEditor] = {}
        self.tier, self.parent_box = CalmCombo(), CalmCombo()
        for name, one in TIERS.items():
            self.tier.addItem(_(one.label), name)
        self.tier.setAccessibleName(_("层级"))
        self.parent_box.setAccessibleName(_("上级"))
        self._fill_tiers(within)
        self.told = label("", tone="faint", voice="small", wrap=True)
        self.wrong = label("", tone="danger", voice="small", wrap=True)
        self.act = button(_("存好") if record is not None else _("新建"), self._save, role="primary")
        self.act.setDefault(True)
        lay = QVBoxLayout()
        margins(lay, (0, 0, 8, 0), 6)
        lay.addWidget(self._under(_("层级"), self.tier))
        lay.addWidget(self._under(_("上级"), self.parent_box))
        self._add(lay, links, _FIRST)
        self._add(lay, links, _PLAIN)
        lay.addWidget(self.told)
        self._fold(lay, _("新放进来的件照填"), lambda inner: self._add_given(inner, links))
        self._fold(lay, _("沿革、整理、备考"), lambda inner: self._add(inner, links, _MORE))
        lay.addStretch(1)
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        room = scrolled(pane(lay))
        room.setMinimumHeight(self.height_beside(500, 165))
        self.setLayout(
            column(label(heading, voice="title", wrap=True), room, self.wrong, 6, foot, spacing=8,
                   around=(24, 20, 24, 20))
        )  # fmt: skip
        self.layout().setStretchFactor(room, 1)
        self.tier.currentIndexChanged.connect(lambda _at: self._fill_parents(str(self.parent_box.currentData() or "")))
        self._editors["access"].edited.connect(self._say_level)
        self._say_level()
        self._editors["title"].setFocus()

    # — building —

    def _under(self, words: str, editor: QWidget) -> QWidget:
        named = label(words, tone="faint", voice="small")
        named.setBuddy(editor)
        return pane(column(named, editor, spacing=2))

    def _add(self, lay: QVBoxLayout, links: Links, names: tuple[str, ...]) -> None:
        for name in names:
            field = UNIT.field(name)
            editor = self._editor(field, links, self._record[name] if self._record is not None else field.empty())
            self._editors[name] = editor
            lay.addWidget(self._under(_(field.label), editor))

    def _add_given(self, lay: QVBoxLayout, links: Links) -> None:
        said = said_by(self._record) if self._record is not None else {}
        lay.addWidget(label(_("空着的不管；已在里面的件不受影响。"), tone="faint", voice="small", wrap=True))
        for name in GIVEN:
            field = ITEM.field(name)
            if not field.type.links and name != "retention":
                self._given[name] = self._editor(field, links, said.get(name, field.empty()))
                lay.addWidget(self._under(_(field.label), self._given[name]))

    def _editor(self, field: Field, links: Links, value: Any) -> FieldEditor:
        editor = make_editor(field, links)
        editor.show_value(value)
        editor.setAccessibleName(_(field.label))
        editor.setToolTip(_(field.help))
        editor.set_read_only(self._archive.read_only)
        return editor

    def _fold(self, lay: QVBoxLayout, words: str, fill: Any) -> None:
        """A part that opens; it is built when it does."""
        head = SectionHead(words)
        inner = QVBoxLayout()
        margins(inner, (0, 0, 0, 8), 6)
        body = pane(inner)
        fill(inner)
        body.hide()
        head.setChecked(False)
        head.toggled.connect(body.setVisible)
        lay.addWidget(head)
        lay.addWidget(body)

    def _fill_tiers(self, within: str) -> None:
        record = self._record
        above = str(record["parent"] or "") if record is not None else within
        if record is not None:
            self.tier.setCurrentIndex(self.tier.findData(record["tier"]))
        elif above:
            tier = "file" if self._tree.rows[above].tier == "series" else "series"
            self.tier.setCurrentIndex(self.tier.findData(tier))
            if not may_stand(tier, self._tree.rows[above].tier):  # beside the one that is chosen
                self.tier.setCurrentIndex(self.tier.findData(self._tree.rows[above].tier))
                above = self._tree.rows[above].parent
        self._fill_parents(above)

    def _fill_parents(self, chosen: str) -> None:
        tier = str(self.tier.currentData())
        own = set(self._tree.below(self._record.id)) if self._record is not None else set()
        self.parent_box.clear()
        self.parent_box.addItem(_("（最上一级）"), "")
        for key, depth in self._tree.walk():
            if key not in own and may_stand(tier, self._tree.rows[key].tier):
                self.parent_box.addItem("　" * depth + self._tree.rows[key].words, key)
        self.parent_box.setCurrentIndex(max(0, self.parent_box.findData(chosen)))

    def _say_level(self) -> None:
        """What the level does to what is in it."""
        level = str(self._editors["access"].value() or "")
        words = _("级别空着的不加限制。")
        if level:
            words = _("以下各级、各件至少按“{level}”；件自己更严的照旧。").format(level=_(Access(level).label))
        self.told.setText(words)

    # — deciding —

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in."""
        found: dict[str, Any] = {
            "tier": str(self.tier.currentData()), "parent": str(self.parent_box.currentData() or ""),
        }  # fmt: skip
        for name, editor in self._editors.items():
            editor.finish()
            found[name] = UNIT.field(name).check(editor.value())
        given = {}
        for name, editor in self._given.items():
            editor.finish()
            value = ITEM.field(name).check(editor.value())
            if value != ITEM.field(name).empty():
                given[name] = value
        kept = said_by(self._record) if self._record is not None else {}
        others = {name: value for name, value in kept.items() if name not in self._given and name != "retention"}
        return {**found, "defaults": rows_of({**others, **given})}

    def _save(self) -> None:
        try:
            values = self.values
            if self._record is None:
                made = making(self._archive, values)
                self.command, self.made = made, made.id
            else:
                changed = {name: value for name, value in values.items() if value != self._record[name]}
                self.command = changing(self._archive, self._record, changed) if changed else None
        except ArchiveError as error:
            self.wrong.setText(without_commands(f"{error.message}。{error.remedy}"))
            return
        self.accept()
