"""What a verification found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_label, label, row, shown_if

if TYPE_CHECKING:
    from archive_app.services.maintenance import Report


class VerifiedDialog(Dialog):
    """Sound, or every fault by name; remarks that harm nothing below."""

    def __init__(self, parent: QWidget | None, report: Report) -> None:
        super().__init__(parent, _("体检"), width=560)
        sound = not report.faults
        heading = _("馆藏完好") if sound else _("发现 {n} 处问题").format(n=len(report.faults))
        words = _("核对了 {records:,} 条记录、{originals:,} 个原件。").format(
            records=report.records, originals=report.originals
        )
        lines = [str(fault["message"]) for fault in report.faults] + list(report.remarks)
        text = QPlainTextEdit("\n".join(lines))
        text.setReadOnly(True)
        text.setMinimumHeight(theme().dp(120))
        shown_if(text, bool(lines))
        icon, tone = ("shield-check", "celadon") if sound else ("alert-triangle", "danger")
        self.setLayout(
            column(
                row(icon_label(icon, tone, 26), label(heading, voice="title"), None, spacing=12),
                label(words, tone="faint", wrap=True),
                text,
                self.buttons(button(_("知道了"), self.accept, role="primary")),
                spacing=12,
                around=(24, 20, 24, 20),
            )
        )
