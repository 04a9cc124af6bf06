"""照片另存副本: how large and under which names, then copies for others are written beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from archive_app.domain.errors import UsageError
from archive_app.gui.dialogs.message import Dialog, Message
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.widgets.basics import button, column, label, row, set_property
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.services.jobs import Reporter
    from archive_app.services.photo_copies import Copies, Wish

_EDGES = ("0", "3000", "1600")
_SHOWN = 8
"""So many that stayed here are named; of the others their number."""


class CopiesDialog(Dialog):
    """``wish`` is what was asked for."""

    last: Wish | None = None
    """What was asked for before, while the program runs."""

    def __init__(self, parent: QWidget | None, number: int) -> None:
        super().__init__(parent, _("照片另存副本"), 520)
        from archive_app.services.photo_copies import AS_SEEN

        wish = self.last or AS_SEEN
        told = label(
            _(
                "题名、说明、摄影者、谁在画面哪里都写进副本，别的看图软件认得；原件不动。副本照看到的样子：转正、裁切过的照转正、裁切过的。"
            ),
            tone="faint",
            wrap=True,
        )
        self.edge = Segments(
            [
                (_EDGES[0], _("原来的大小"), ""),
                (_EDGES[1], _("长边 3000，印刷"), ""),
                (_EDGES[2], _("长边 1600，传看"), ""),
            ]
        )
        self.edge.choose(str(wish.edge) if str(wish.edge) in _EDGES else _EDGES[0])
        self.pattern = QLineEdit(wish.pattern)
        self.pattern.setAccessibleName(_("副本的名字"))
        self.note = label("", tone="faint", voice="small", wrap=True)
        self.as_master = QCheckBox(_("不管转正、裁切、调整，照原件的样子"))
        self.as_master.setChecked(wish.as_master)
        self.camera = QCheckBox(_("留着相机写下的拍摄地点、机型"))
        self.camera.setChecked(wish.camera)
        self.act = button(_("选文件夹…"), self.accept, role="primary")
        self.act.setDefault(True)
        parts = (
            label(_("把 {n:,} 件照片另存副本").format(n=number), voice="title"),
            told,
            8,
            row(label(_("大小")), self.edge, None, spacing=12),
            row(label(_("名字")), self.pattern, spacing=12),
            self.note,
            self.as_master,
            self.camera,
            12,
            self.buttons(button(_("取消"), self.reject), self.act),
        )
        self.setLayout(column(*parts, spacing=8, around=(24, 20, 24, 20)))
        self.pattern.textChanged.connect(self._typed)
        self._typed()

    @property
    def wish(self) -> Wish:
        """How the copies are to be."""
        from archive_app.services.photo_copies import PATTERN, Wish

        pattern = self.pattern.text().strip() or PATTERN
        return Wish(pattern, int(self.edge.choice()), self.as_master.isChecked(), self.camera.isChecked())

    def accept(self) -> None:
        """Remember what was asked for, for the next time."""
        CopiesDialog.last = self.wish
        super().accept()

    def _typed(self) -> None:
        wrong = ""
        try:
            self.wish.check()
        except UsageError as error:
            wrong = f"{error.message}。{error.remedy}"
        self.note.setText(wrong or _("可用 {编号}、{题名}、{原名}、{序}；已有的文件不会被覆盖。"))
        set_property(self.note, "tone", "danger" if wrong else "faint")
        self.act.setEnabled(not wrong)


class CopiesOut(QObject):
    """Asks how and where, and writes on a thread."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, ids: Sequence[str], file: str = "") -> None:
        """Ask how the copies of these items are to be (of one item, of the picture with the id ``file``), and where."""
        dialog = CopiesDialog(self._window, len(ids))
        if dialog.exec():
            folder = QFileDialog.getExistingDirectory(self._window, _("副本放在哪里"), str(Path.home()))
            if folder:
                self.write(Path(folder), ids, dialog.wish, file)
        dialog.deleteLater()

    def write(self, folder: Path, ids: Sequence[str], wish: Wish, file: str = "") -> None:
        """Write the copies into a folder; the window stays usable."""
        archive, wanted = self._shell.session.archive, list(ids)

        def work(reporter: Reporter) -> Copies:
            from archive_app.services.photo_copies import write_copies  # seldom asked for

            return write_copies(archive, wanted, folder, wish, reporter.progress, file)

        def written(done: Copies) -> None:
            self._written(done, folder)

        self._shell.jobs.in_thread(_("照片另存副本"), work, then=written, failed=self._shell.show_error)

    def _written(self, done: Copies, folder: Path) -> None:
        words = _("{n:,} 件副本已写到“{name}”。").format(n=len(done.written), name=folder.name)
        internal = sum(bool(one.remark) for one in done.written)
        if internal:
            words += _("其中 {n:,} 件没有有效的授权书，只能内部使用。").format(n=internal)
        if not done.barred:
            self._shell.toast(words, _("打开"), lambda: open_outside(self._shell, folder))
            return
        lines = [_("《{title}》：{why}").format(title=one.title, why=one.why) for one in done.barred[:_SHOWN]]
        if len(done.barred) > _SHOWN:
            lines.append(_("还有 {n:,} 件").format(n=len(done.barred) - _SHOWN))
        heading = _("{n:,} 件没有写").format(n=len(done.barred))
        Message(self._window, heading, "\n".join([*lines, "", words]), tone="amber", icon="alert-triangle").exec()
