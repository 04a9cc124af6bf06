"""印前检查 in the window: what stands against printing the volume, each line leading to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label, row
from archive_app.gui.workspaces.volumes.problems import page_words
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.preflight.faults import GROUPS, Fault
from archive_app.services.preflight.run import Preflight, preflight

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace

_FAULT = Qt.ItemDataRole.UserRole
_REST_MS = 1500
"""While the pages change under it, the volume is checked again when they have stayed so long."""


class ChecksPane(QWidget):
    """Every fault under its group: Enter or a click goes to its place. ``material_wanted`` asks for the record that is
    to be mended, ``again`` for another look."""

    chosen = Signal(object)
    material_wanted = Signal(object)
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: Preflight | None = None
        self.said = label(_("正在检查…"), voice="section", wrap=True)
        self.grave = QCheckBox(_("只看必须改的"))
        self.grave.toggled.connect(lambda _on: self._fill())
        self.list = QListWidget()
        self.list.setAccessibleName(_("印前检查"))
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(16))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # rows break anew where the scroll bar takes its room
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_material())
        self.material = button(_("打开资料"), self._open_material, icon="external-link")
        self._again = button(_("再查一遍"), self.again.emit, icon="refresh")
        lay = column(
            self.said, self.grave, self.list, row(self.material, self._again, None, spacing=8), spacing=8,
            around=(16, 12, 12, 12),
        )  # fmt: skip
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self._show_material()

    def show_found(self, found: Preflight) -> None:
        """What was found; one stays at the line one was at."""
        self.said.setText(found.words)
        if found != self.found:
            self.found = found
            self._fill()

    def say_waiting(self) -> None:
        """The pages are not there yet."""
        self.said.setText(_("书页排好以后就检查…"))

    def faults(self) -> list[Fault]:
        """Those in the list, in its order."""
        lines = (self.list.item(number).data(_FAULT) for number in range(self.list.count()))
        return [fault for fault in lines if fault is not None]

    def _fill(self) -> None:
        if self.found is None:
            return
        before = self._current()
        self.list.clear()
        for group, words in GROUPS.items():
            own = [f for f in self.found.faults if f.group == group and (f.serious or not self.grave.isChecked())]
            if own:
                self._add_heading(_("{group}　{n} 处").format(group=_(words), n=len(own)))
            for fault in own:
                self._add(fault, fault == before)
        self.grave.setVisible(bool(self.found.faults))
        self._show_material()

    def _add_heading(self, words: str) -> None:
        line = QListWidgetItem(words)
        line.setFlags(Qt.ItemFlag.ItemIsEnabled)
        line.setFont(theme().font(bold=True))
        self.list.addItem(line)

    def _add(self, fault: Fault, current: bool) -> None:
        place = page_words(fault.problem())
        words = "　".join(filter(None, (place, fault.message)))
        line = QListWidgetItem(f"{words}。\n{fault.remedy}")
        name, tone = ("alert-circle", "danger") if fault.serious else ("alert-triangle", "amber")
        line.setIcon(theme().icon(name, tone))
        grave = _("必须改") if fault.serious else _("请看一看")
        line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{grave}，{words}。{fault.remedy}")
        line.setData(_FAULT, fault)
        self.list.addItem(line)
        if current:
            self.list.setCurrentItem(line)

    def _current(self) -> Fault | None:
        line = self.list.currentItem()
        return line.data(_FAULT) if line is not None else None

    def _show_material(self) -> None:
        fault = self._current()
        self.material.setEnabled(fault is not None and bool(fault.item))

    def _go(self, line: QListWidgetItem) -> None:
        if line.data(_FAULT) is not None:
            self.chosen.emit(line.data(_FAULT))

    def _open_material(self) -> None:
        fault = self._current()
        if fault is not None and fault.item:
            self.material_wanted.emit(fault)


class Checking(QObject):
    """Checks the volume that is shown, as long as anyone looks at what is found."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._pane: ChecksPane | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.check)

    def take_pane(self, pane: ChecksPane) -> None:
        """The list, from the moment it is wanted."""
        self._pane = pane
        pane.chosen.connect(self._go)
        pane.material_wanted.connect(self._open)
        pane.again.connect(self.check)

    def pages_set(self) -> None:
        """The pages, or the records behind them, are others now."""
        if self._pane is not None and self._pane.isVisible():
            self._rest.start()

    def check(self) -> None:
        """Look through everything, off the window's thread."""
        workspace, pane = self._workspace, self._pane
        self._rest.stop()
        if pane is None or not workspace.volume:
            return
        volume, book, layout = workspace.volume, workspace.book, workspace.layout_shown
        if book is None or workspace.busy or not layout.pages:
            pane.say_waiting()
            return
        archive = workspace.session.archive
        workspace.ask(
            lambda: preflight(archive, volume, book, layout),
            pane.show_found,
            workspace.shell.show_error,
            key="preflight",
        )

    def _go(self, fault: Fault) -> None:
        workspace = self._workspace
        if fault.group == "imprint":
            workspace.acts.ask_titles("imprint")
            return
        workspace.show_problem(fault.problem())
        if fault.place >= 0:
            workspace.tracing.show_on_page(fault.article, fault.block, fault.place)

    def _open(self, fault: Fault) -> None:
        start = max(0, fault.place)
        block = fault.block if fault.field == "manuscript" else ""
        end = start + 1 if fault.place >= 0 else start
        self._workspace.shell.go(
            "materials", Place(fault.item, field=fault.field or "title", block=block, start=start, end=end)
        )
