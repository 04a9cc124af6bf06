"""加一个栏目: the archive's own fields under the form, added, changed, put in order and withdrawn without a restart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListView, QVBoxLayout, QWidget

from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.domain.kinds import KINDS
from archive_app.domain.own_fields import CARDS, LINKING, LONGEST_NAME, TARGETS, TYPES, type_words
from archive_app.gui.dialogs.message import Dialog, without_commands
from archive_app.gui.editors.choice import CalmCombo, chip
from archive_app.gui.i18n import _
from archive_app.gui.records.words import value_words
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    button,
    clear,
    column,
    label,
    margins,
    pane,
    row,
    set_property,
    tool,
)
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.cards.rows import CardList, CardRow, CardRows
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services import own_fields as own
from archive_app.services.linked import names_in, said
from archive_app.services.own_types import uses

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_PARTED = re.compile(r"[、，,;；\n]+")


class OwnFieldsLine(QWidget):
    """Under the form: what stands in fields that are not filled any more, and the way to add one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._session = shell, shell.session
        self._of = ""
        self._rest = QVBoxLayout()
        margins(self._rest, (0, 0, 0, 0), 4)
        self.add_button = button(_("加一个栏目…"), self.add, role="link", icon="plus")
        self.add_button.setToolTip(_("表里没有的，自己加一栏；马上就能填"))
        self.manage_button = button(_("管理栏目…"), self.manage, role="link")
        self._foot = pane(row(self.add_button, self.manage_button, None, spacing=8))
        self.setLayout(column(self._rest, self._foot, spacing=4, around=(0, 0, 0, 12)))
        self._foot.setVisible(not self._session.archive.read_only)

    def show_record(self, record: Record) -> None:
        """Another item or card, or the same as it is now."""
        self._of = record.entity if record.entity in CARDS else ""
        clear(self._rest)
        archive = self._session.archive
        for field, open_ in own.shown_in(archive, record):
            if not open_:
                value = record.values[field.name]
                names = names_in(archive, [(field, value)])
                words = value_words(field, said(value, names) if field.target else value, str)
                form = (
                    _("{field}（已停用）：{value}")
                    if field.terms or _known(archive, field.name)
                    else _("{field}：{value}")
                )
                told = form.format(field=field.label, value=words)
                self._rest.addWidget(label(told, tone="faint", voice="small", wrap=True, select=True))
        self.manage_button.setVisible(bool(archive.own_fields))

    def add(self) -> None:
        """A new field."""
        self._shell.flush()
        dialog = FieldDialog(self.window(), self._session.archive, of=self._of)
        if dialog.exec() and dialog.command is not None:
            name = str(dialog.values["name"])
            self._session.execute(
                dialog.command,
                lambda _done: self._tell(_("加了栏目“{name}”").format(name=name)),
                self._shell.show_error,
            )
        dialog.deleteLater()

    def manage(self) -> None:
        """All of them."""
        self._shell.flush()
        dialog = OwnFieldsDialog(self.window(), self._shell)
        dialog.exec()
        dialog.deleteLater()

    def _tell(self, words: str) -> None:
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)


def _known(archive: Archive, name: str) -> bool:
    return any(one.field.name == name for one in archive.own_fields)


class FieldDialog(Dialog):
    """One field: its name, what is filled in, of which kinds it is. ``command`` is what was decided."""

    def __init__(
        self, parent: QWidget | None, archive: Archive, field: own.OwnField | None = None, *, of: str = ""
    ) -> None:
        """``of``: the card under whose form it is added; else it is of items."""
        heading = _("改栏目“{name}”").format(name=field.field.label) if field else _("加一个栏目")
        super().__init__(parent, heading, 520)
        self._archive, self._field = archive, field
        self.command: Command | None = None
        declared = field.field if field else None
        self.name = QLineEdit(declared.label if declared else "")
        self.name.setMaxLength(2 * LONGEST_NAME)
        self.name.setPlaceholderText(_("如 开本、完残、拍摄角度"))
        self.type = CalmCombo()
        for name, (words, _how) in TYPES.items():
            self.type.addItem(_(words), name)
        self.type.setCurrentIndex(max(0, self.type.findData(field.type if field else "text")))
        self.terms = QLineEdit("、".join(term.label for term in declared.terms) if declared else "")
        self.terms.setPlaceholderText(_("用顿号隔开，如 完好、破损、残缺"))
        self._terms = pane(column(label(_("可选的词")), self.terms, spacing=4))
        self.target = CalmCombo()
        for name, words in TARGETS.items():
            self.target.addItem(_(words), name)
        self.target.setCurrentIndex(max(0, self.target.findData(declared.target if declared else "")))
        self._target = pane(column(label(_("关联到")), self.target, spacing=4))
        self.kinds = {name: chip(_(words)) for name, words in (*((k.name, k.label) for k in KINDS), *CARDS.items())}
        flow = FlowLayout()
        for name, made in self.kinds.items():
            made.setChecked(
                (name == of if of else name not in CARDS)
                if field is None
                else (name in field.kinds if field.kinds else name not in CARDS)
            )
            made.clicked.connect(lambda _checked=False: self._look())
            flow.addWidget(made)
        self.required = QCheckBox(_("必填：没有填的不能提交"))
        self.required.setChecked(bool(declared and declared.required))
        self.help = QLineEdit(declared.help if declared else "")
        self.help.setPlaceholderText(_("写在栏目下面的一句话，可以不写"))
        for widget, words in (
            (self.name, "栏目名"),
            (self.type, "填什么"),
            (self.terms, "可选的词"),
            (self.target, "关联到"),
            (self.help, "提示"),
        ):
            widget.setAccessibleName(_(words))
        self._note = label("", tone="danger", voice="small", wrap=True)
        self.act = button(_("改好") if field else _("加上"), self.accept, role="primary")
        self.act.setDefault(True)
        body = column(
            label(_("栏目名")), self.name, label(_("填什么")), self.type, self._terms, self._target,
            label(_("哪些资料、哪些卡片有这一栏")), pane(flow), self.required,
            label(_("提示")), self.help, self._note, spacing=6,
        )  # fmt: skip
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        self.setLayout(column(label(heading, voice="title"), 4, body, 8, foot, spacing=8, around=(24, 20, 24, 20)))
        self.name.textChanged.connect(lambda _text: self._look())
        self.terms.textChanged.connect(lambda _text: self._look())
        self.type.currentIndexChanged.connect(lambda _index: self._look())
        self.target.currentIndexChanged.connect(lambda _index: self._look())
        self._look()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def values(self) -> dict[str, Any]:
        """What was written."""
        chosen = [name for name, made in self.kinds.items() if made.isChecked()]
        return {
            "name": self.name.text(),
            "type": self.type.currentData(),
            "target": self.target.currentData() if self.type.currentData() in LINKING else "",
            "kinds": [] if chosen == [kind.name for kind in KINDS] else chosen,
            "terms": _PARTED.split(self.terms.text()),
            "required": self.required.isChecked(),
            "help": self.help.text().strip(),
        }

    def _look(self) -> None:
        """Say what is still wrong, while it is written."""
        self._terms.setVisible(self.type.currentData() in own.CHOOSING)
        self._target.setVisible(self.type.currentData() in LINKING)
        wrong = self._wrong()
        self._note.setText(wrong if self.name.text().strip() else "")
        self.act.setEnabled(not wrong)

    def _wrong(self) -> str:
        if not any(made.isChecked() for made in self.kinds.values()):
            return _("请至少选一种资料或卡片。")
        try:
            own.checked(self._archive, self.values, self._field.id if self._field else "")
        except UsageError as error:
            return f"{error.message}。{error.remedy}"
        return ""

    def accept(self) -> None:
        """Where the values that stand in items are in the way, that is said and the dialog stays."""
        try:
            values = self.values
            if self._field is None:
                self.command = own.adding(self._archive, values)
            else:
                self.command = own.changing(self._archive, self._field, values)
        except UsageError as error:
            self._note.setText(f"{error.message}。{error.remedy}")
            return
        super().accept()


class OwnFieldsDialog(Dialog):
    """The list of own fields; what is done is done at once, each a step of undo."""

    def __init__(self, parent: QWidget | None, shell: Shell) -> None:
        super().__init__(parent, _("自定栏目"), 620)
        self._shell, self._session = shell, shell.session
        self._wanted = ""
        self.rows = CardRows()
        self.list: QListView = CardList(self.rows, _("自定栏目"))
        self.list.setProperty("ground", "sheet")
        self.list.setMinimumHeight(theme().dp(220))
        self.list.activated.connect(lambda _index: self._change())
        self._none = label(
            _("还没有自定栏目。馆里要记、表里没有的，如开本、完残、拍摄角度，在这里加；加了马上就能填、能查、能导出。"),
            tone="faint", wrap=True,
        )  # fmt: skip
        self._note = label("", tone="danger", voice="small", wrap=True)
        self.add_button = button(_("加一个…"), self._add, icon="plus")
        self.change_button = button(_("改…"), self._change)
        self.up = tool("chevron-up", _("上移"), lambda: self._move(-1))
        self.down = tool("chevron-down", _("下移"), lambda: self._move(1))
        self.withdraw_button = button(_("停用"), self._withdraw)
        self.remove_button = button(_("去掉"), self._remove, role="danger")
        acts = FlowLayout()
        for made in (self.add_button, self.change_button, self.up, self.down, self.withdraw_button, self.remove_button):
            acts.addWidget(made)
        foot = self.buttons(button(_("关闭"), self.accept, role="primary"))
        parts = (label(_("自定栏目"), voice="title"), self._none, self.list, pane(acts), self._note, None, 8, foot)
        whole = column(*parts, spacing=8, around=(24, 20, 24, 20))
        whole.setStretchFactor(self.list, 9)  # while there is none, what is there stands together above
        self.setLayout(whole)
        self.list.selectionModel().currentChanged.connect(lambda *_args: self._fit())
        self._session.changed.connect(self._on_change)
        self.reload()

    def reload(self) -> None:
        """Read them again; the same one stays chosen."""
        archive = self._session.archive

        def look() -> list[tuple[own.OwnField, int]]:
            return [(one, len(uses(archive, one))) for one in archive.own_fields]

        self._session.ask(look, self._show, key=("own-fields", id(self)))

    def _show(self, found: list[tuple[own.OwnField, int]]) -> None:
        chosen = self._wanted or self._chosen_id()
        self._wanted = ""
        self.rows.show_rows([_card(one, number) for one, number in found])
        self.list.setCurrentIndex(self.rows.index(max(0, self.rows.place_of(chosen)), 0))
        self._none.setVisible(not found)
        self.list.setVisible(bool(found))
        self._fit()

    def _chosen_id(self) -> str:
        index = self.list.currentIndex()
        return self.rows.rows[index.row()].id if index.isValid() and index.row() < len(self.rows.rows) else ""

    @property
    def chosen(self) -> own.OwnField | None:
        """The field that is chosen."""
        key = self._chosen_id()
        return next((one for one in self._session.archive.own_fields if one.id == key), None)

    def _fit(self) -> None:
        one = self.chosen
        for made in (self.change_button, self.withdraw_button, self.remove_button, self.up, self.down):
            made.setEnabled(one is not None)
        self.withdraw_button.setText(_("恢复") if one is not None and one.withdrawn else _("停用"))
        self._note.setText("")

    def _on_change(self, done: Done) -> None:
        if any(change.entity in ("own_field", "item") for change in done.changes):
            self.reload()

    # — acts —

    def _do(self, plan: Callable[[], Command | None]) -> None:
        archive = self._session.archive

        def work() -> object:
            command = plan()
            return archive.execute(command) if command is not None else None

        self._session.write(work, None, self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, ArchiveError):
            raise error
        self._note.setText(f"{error.message}。{without_commands(error.remedy)}")
        set_property(self._note, "tone", "danger")

    def _add(self) -> None:
        self._ask(None)

    def _change(self) -> None:
        if self.chosen is not None:
            self._ask(self.chosen)

    def _ask(self, field: own.OwnField | None) -> None:
        dialog = FieldDialog(self, self._session.archive, field)
        if dialog.exec() and (command := dialog.command) is not None:
            self._wanted = str(getattr(command, "id", "") or getattr(command, "record_id", ""))
            self._do(lambda: command)
        dialog.deleteLater()

    def _move(self, by: int) -> None:
        one = self.chosen
        if one is not None:
            self._do(lambda: own.moving(self._session.archive, one, by))

    def _withdraw(self) -> None:
        one = self.chosen
        if one is not None:
            self._do(lambda: own.withdrawing(one, withdrawn=not one.withdrawn))

    def _remove(self) -> None:
        one = self.chosen
        if one is not None:
            self._do(lambda: own.removing(self._session.archive, one))


def _card(one: own.OwnField, number: int) -> CardRow:
    kinds: Sequence[str] = [_(own.bearer_named(kind)[1]) for kind in one.kinds] or [_("全部种类")]
    about = [_(type_words(one.type, one.field.target)), "、".join(kinds), *([_("必填")] if one.field.required else [])]
    mark, tone = (_("已停用"), "amber") if one.withdrawn else ("", "")
    return CardRow(one.id, one.field.label, " · ".join(about), mark, tone, _("填了 {n} 件").format(n=number))
