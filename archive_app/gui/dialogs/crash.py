"""A fault of the program: said in Chinese, written to a log, with the archive closed safely."""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from archive_app import __version__
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_label, label, row
from archive_app.services.diagnosis import log_path


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a developer needs: versions and the trace; no word of the archive's content is added."""
    head = (
        f"{datetime.now().astimezone().isoformat(timespec='seconds')}  存史 {__version__}  "
        f"Python {platform.python_version()}  Qt {qVersion()}  {platform.platform()}"
    )
    return f"{head}\n{''.join(traceback.format_exception(kind, error, trace))}"


def write_down(report: str) -> Path | None:
    """Append to the log; None where even that cannot be done."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as handle:
            handle.write(report + "\n")
    except OSError:
        return None
    return path


class CrashDialog(Dialog):
    """What happened, that what was saved is safe, where the log is, and the report to copy."""

    def __init__(self, parent: QWidget | None, report: str, log: Path | None) -> None:
        super().__init__(parent, _("存史出了差错"), width=560)
        self._report = report
        where = _("差错已记在：{path}").format(path=log) if log else _("差错没能写进记录文件，请复制下面的内容。")
        words = label(
            _(
                "程序遇到了没有料到的情况，刚才那一步可能没有做成。显示过“已保存”的内容都在，馆藏会安全关闭，再打开就能接着用。"
            ),
            wrap=True,
        )
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setFixedHeight(theme().dp(180))
        text.setAccessibleName(_("差错的详情"))
        copy = button(_("复制"), self.copy, icon="copy")
        close = button(_("关闭馆藏"), self.accept, role="primary")
        self.setLayout(
            column(
                row(
                    icon_label("alert-circle", "danger", 24), label(_("存史出了差错"), voice="title"), None, spacing=12
                ),
                words,
                label(where, tone="faint", wrap=True, select=True),
                text,
                self.buttons(copy, close),
                spacing=12,
                around=(24, 24, 24, 20),
            )
        )

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
