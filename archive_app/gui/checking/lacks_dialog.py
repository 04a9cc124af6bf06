"""缺项检查 in the window: what lacks, by check; a line opens its item while the list stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archive_app.gui.dialogs.beside import Beside
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label, row
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.services.jobs import Reporter
    from archive_app.services.lacking import Lack

_LACK = Qt.ItemDataRole.UserRole
_SHOWN = 2_000
"""Lines of the list; more are for the report."""


class LacksDialog(Dialog):
    """Stays beside the window: one mends, comes back, and goes on."""

    def __init__(self, parent: QWidget, shell: Shell, found: Sequence[Lack]) -> None:
        super().__init__(parent, _("缺项检查"), width=640)
        from archive_app.services.lacking import CHECKS, summary

        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell = shell
        self._found = list(found)
        items = len({one.item for one in found})
        words = _("{items:,} 件、{n:,} 处").format(items=items, n=len(found)) if found else _("没有缺项")
        self.which = CalmCombo()
        self.which.setAccessibleName(_("看哪一项"))
        self.which.addItem(_("全部 {n:,}").format(n=len(found)), "")
        for name, said in CHECKS.items():
            number = sum(one.check == name for one in found)
            if number:
                self.which.addItem(_("{what} {n:,}").format(what=_(said), n=number), name)
        self.which.setMinimumContentsLength(10)
        self.which.currentIndexChanged.connect(lambda _at: self._draw())
        self.list = QListWidget()
        self.list.setAccessibleName(_("缺项"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(self.height_beside(240, 240))
        self.list.itemActivated.connect(lambda _line: self.open_item())
        self.list.currentItemChanged.connect(lambda _now, _before: self._look())
        self.told = label("", tone="faint", wrap=True)
        self.act = button(_("去看这一件"), self.open_item, role="primary", icon="external-link")
        self.act.setAutoDefault(False)  # the list takes the return key
        about = label(summary(found) + "。", tone="faint", wrap=True)
        top = row(label(words, voice="title"), None, self.which, spacing=8)
        foot = self.buttons(button(_("关闭"), self.reject), self.act)
        whole = column(top, about, self.list, self.told, foot, spacing=10, around=(24, 20, 24, 20))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._draw()
        self.list.setFocus()

    def _draw(self) -> None:
        """The lines of the check that is chosen."""
        wanted = self.which.currentData()
        shown = [one for one in self._found if wanted in ("", one.check)]
        self.list.clear()
        for one in shown[:_SHOWN]:
            line = QListWidgetItem(theme().icon("alert-triangle", "amber"), f"{one.title}　{one.words}")
            line.setData(_LACK, one)
            self.list.addItem(line)
        if len(shown) > _SHOWN:
            more = QListWidgetItem(_("还有 {n:,} 处没有列出，用报表“缺项检查表”全列。").format(n=len(shown) - _SHOWN))
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(more)
        self.list.setCurrentRow(0)
        self._look()

    def current(self) -> Lack | None:
        """The line that is chosen."""
        line = self.list.currentItem()
        return line.data(_LACK) if line is not None else None

    def _look(self) -> None:
        one = self.current()
        self.told.setText("" if one is None else "　".join(filter(None, (one.number, one.kind, one.remedy))))
        self.act.setEnabled(one is not None)

    def open_item(self) -> None:
        """Show the item, at the field that lacks something; the list stays."""
        one = self.current()
        if one is not None:
            self._shell.go("materials", Place(one.item, field=one.field))


class Lacking(Beside):
    """Looks through items beside the window, and shows the list."""

    def ask(self, ids: Sequence[str]) -> None:
        """Look through these items."""
        from archive_app.services.jobs import stopping
        from archive_app.services.lacking import lacks

        archive, wanted = self._shell.session.archive, list(ids)

        def work(reporter: Reporter) -> list[Lack]:
            return lacks(archive, wanted, progress=stopping(reporter))

        self._shell.jobs.in_thread(_("缺项检查"), work, then=self.show, failed=self._shell.show_error)

    def show(self, found: list[Lack]) -> None:
        """The list, in place of one that is still open."""
        self.put_away()
        self.put(LacksDialog(self._window, self._shell, found))
