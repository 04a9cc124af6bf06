"""Which recording some segments are of: chosen, or all of one recording given to another (a better copy of it)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from archive_app.domain import transcribing as does
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.gui.widgets.segments import Segments

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage

_CHOSEN, _FROM, _ALL = "chosen", "from", "all"


class RecordingDialog(Dialog):
    """Times stay as they are: they are those of the recording chosen from now on."""

    def __init__(self, parent: QWidget, page: OralPage) -> None:
        super().__init__(parent, _("是哪段录音的"), width=520)
        self._page = page
        view = page.view
        self._before = str(view.rows[view.current].get("file") or "")
        several = len(view.selected()) > 1
        self.which = Segments(
            [
                (_CHOSEN, _("选中的") if several else _("这一段"), ""),
                (_FROM, _("从这一段起"), ""),
                (_ALL, _("整段录音"), ""),
            ]
        )
        self.which.choose(_CHOSEN)
        self.which.chosen.connect(lambda _choice: self._say())
        self.to = CalmCombo()
        self.to.setAccessibleName(_("哪一段录音"))
        for one in page.player.listening.files:
            self.to.addItem(one.name, one.id)
        others = [at for at in range(self.to.count()) if str(self.to.itemData(at)) not in self._held()]
        self.to.setCurrentIndex(others[0] if others else 0)
        self.said = label("", tone="faint", wrap=True)
        foot = self.buttons(button(_("取消"), self.reject), button(_("归到这段录音"), self._keep, role="primary"))
        to = row(label(_("录音")), self.to)
        to.setStretch(1, 1)
        parts = (
            row(label(_("哪些段")), self.which, None),
            to,
            self.said,
            foot,
        )
        self.setLayout(column(*parts, spacing=12, around=(24, 20, 24, 20)))
        self._say()
        self.to.setFocus()

    def _held(self) -> tuple[str, ...]:
        """The recording they are of now, by its file."""
        return (self._before or next(iter(self._page.recordings), ""),)

    def _keys(self) -> list[str]:
        view = self._page.view
        if self.which.choice() == _CHOSEN:
            return view.selected()
        first = view.current if self.which.choice() == _FROM else 0
        return [str(one["id"]) for one in view.rows[first:] if str(one.get("file") or "") == self._before]

    def _say(self) -> None:
        self.said.setText(
            _("{n:,} 段。时间不变，从此是这段录音里的时间；对不上的，用“调整多段的时间”平移。").format(
                n=len(self._keys())
            )
        )

    def _keep(self) -> None:
        page, file = self._page, str(self.to.currentData())
        keys = self._keys()
        files = page.recordings
        made = does.with_recording(page.view.rows, set(keys), page.key_of(file), files)
        page.carry(
            made, _("转写 {n} 段归到录音“{name}”").format(n=len(keys), name=Path(self.to.currentText()).stem), stay=True
        )
        self.accept()
