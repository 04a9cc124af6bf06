"""New items: of a kind, like the one that is selected, or from a template that was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from archive_app.catalogue.commands import Create, Trash
from archive_app.domain.errors import UsageError
from archive_app.domain.kinds import kind_named
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, set_property
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.entry_templates import (
    ENTITY,
    LONGEST_NAME,
    EntryTemplate,
    carried,
    checked_name,
    create,
    keeping,
    templates,
)
from archive_app.services.facet_labels import kind_icon

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record

Made = Callable[[str], None]


class Making(QObject):
    """``made`` is told the id of what was made. The menu shows the archive's templates under the kinds."""

    def __init__(self, parent: QWidget, shell: Shell, menu: QMenu, before: Callable[[], None], made: Made) -> None:
        """``before`` saves what is being typed and takes the keyboard away from where it was."""
        super().__init__(parent)
        self._window, self._shell, self._session = parent, shell, shell.session
        self._menu, self._before, self._made = menu, before, made
        self._added: list = []
        self.templates: list[EntryTemplate] = []
        self.unit: Callable[[], str] = str
        """The unit a new item goes into; empty for none."""
        self._session.changed.connect(self._on_change)
        self._read()

    # — making —

    def of_kind(self, kind: str) -> None:
        """An empty one."""
        words = _("新建{kind}").format(kind=_(kind_named(kind).label))
        self._make(Create("item", {"kind": kind, "title": _untitled(kind)}, words=words))

    def like(self, record: Record) -> None:
        """One of the same kind, with what a batch shares."""
        self._before()  # what was typed a moment ago is carried over, too
        fresh = self._session.record(record.id) or record
        kind = str(fresh["kind"])
        self._make(create(kind, {**carried(fresh), "title": _untitled(kind)}, _("照上一件新建")))

    def from_template(self, chosen: EntryTemplate) -> None:
        """One that begins as the template says."""
        words = _("照模板“{name}”新建").format(name=chosen.name)
        self._make(create(chosen.kind, {**chosen.values, "title": _untitled(chosen.kind)}, words))

    def _make(self, command: Create) -> None:
        self._before()
        unit, archive = self.unit(), self._session.archive
        if not unit:
            self._session.execute(command, lambda _done: self._made(command.id), self._shell.show_error)
            return

        def work() -> tuple[str, ...]:
            """In the unit whose items are listed, with what that gives to a new one."""
            from archive_app.services.units.acts import entering

            values, taken = entering(archive, unit, str(command.values["kind"]), command.values)
            archive.execute(replace(command, values=values))
            return taken

        self._session.write(work, lambda taken: self._placed(command, taken), self._shell.show_error)

    def _placed(self, command: Create, taken: tuple[str, ...]) -> None:
        """What came from the unit is said; it can be changed as if it had been typed."""
        from archive_app.services.units.defaults import words_of

        self._made(command.id)
        if taken:
            words = words_of(self._session.archive, str(command.values["kind"]), taken)
            self._shell.toast(_("照案卷填好了：{fields}").format(fields=words))

    # — templates —

    def ask_name(self, record: Record) -> None:
        """Keep what this item would carry over, under a name."""
        dialog = TemplateName(self._window, record, self.templates)
        if dialog.exec():
            self.keep(dialog.given, record)

    def keep(self, name: str, record: Record) -> None:
        """Keep it under this name."""
        self._before()
        archive = self._session.archive

        def work() -> Done:
            return archive.execute(keeping(archive, name, archive.catalogue.record(record.id)))

        told = _("存了模板“{name}”，在“新建”里").format(name=checked_name(name))
        self._session.write(work, lambda _done: self._tell(told), self._shell.show_error)

    def drop(self, chosen: EntryTemplate) -> None:
        """Keep it no longer; it can be taken back."""
        command: Command = Trash((chosen.id,))
        told = _("去掉了模板“{name}”").format(name=chosen.name)
        self._session.execute(command, lambda _done: self._tell(told), self._shell.show_error)

    def _tell(self, words: str) -> None:
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)

    # — the menu —

    def _on_change(self, done: Done) -> None:
        if any(change.entity == ENTITY for change in done.changes):
            self._read()

    def _read(self) -> None:
        archive = self._session.archive
        self._session.ask(lambda: templates(archive), self._show, key=("templates", id(self)))

    def _show(self, found: list[EntryTemplate]) -> None:
        self.templates = found
        for entry in self._added:
            self._menu.removeAction(entry)
        self._added = []
        if not found:
            return
        self._added.append(self._menu.addSeparator())
        for one in found:
            words = _("照“{name}”").format(name=one.name)
            entry = self._menu.addAction(theme().icon(kind_icon(one.kind)), words)
            entry.setIconVisibleInMenu(True)
            entry.triggered.connect(partial(self._chosen, one))
            self._added.append(entry)
        away = QMenu(_("去掉模板"), self._menu)
        for one in found:
            away.addAction(one.name).triggered.connect(partial(self._dropped, one))
        self._added.append(self._menu.addMenu(away))

    def _chosen(self, one: EntryTemplate, _checked: bool = False) -> None:
        self.from_template(one)

    def _dropped(self, one: EntryTemplate, _checked: bool = False) -> None:
        self.drop(one)


def _untitled(kind: str) -> str:
    return _("未题名的{kind}").format(kind=_(kind_named(kind).label))


class TemplateName(Dialog):
    """A name for a template; says what is kept, and when it takes the place of another."""

    def __init__(self, parent: QWidget | None, record: Record, there: list[EntryTemplate]) -> None:
        super().__init__(parent, _("存为模板"))
        self._there = {one.name for one in there if one.kind == record["kind"]}
        self.name = QLineEdit()
        self.name.setAccessibleName(_("名称"))
        self.name.setMaxLength(2 * LONGEST_NAME)  # UTF-16 units: the check counts characters
        self.name.setPlaceholderText(_("如 老照片翻拍"))
        self.note = label("", tone="faint", voice="small", wrap=True)
        self.act = button(_("存下"), self.accept, role="primary")
        self.act.setDefault(True)
        told = label(
            _("征集人、栏目、来源、时间、地点这些照《{title}》填好的会存下来；题名、编号、正文、说明不存。").format(
                title=record.title
            ),
            tone="faint",
            wrap=True,
        )
        foot = self.buttons(button(_("取消"), self.reject), self.act)
        parts = (label(_("存为模板"), voice="title"), told, 8, label(_("名称")), self.name, self.note, 12, foot)
        self.setLayout(column(*parts, spacing=6, around=(24, 20, 24, 20)))
        self.name.textChanged.connect(self._typed)
        self._typed()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def given(self) -> str:
        """The name."""
        return " ".join(self.name.text().split())

    def _typed(self) -> None:
        wrong = ""
        try:
            checked_name(self.name.text())
        except UsageError as error:
            wrong = f"{error.message}。{error.remedy}"
        replaces = _("已经有这个模板，存下就改成这一件的。") if self.given in self._there else ""
        self.note.setText((wrong if self.name.text().strip() else "") or replaces)
        set_property(self.note, "tone", "danger" if wrong else "amber" if replaces else "faint")
        self.act.setEnabled(not wrong)
