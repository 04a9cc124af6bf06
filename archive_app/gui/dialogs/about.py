"""What this is, in which version, and whose work is in it."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QLabel, QWidget

from archive_app import __version__
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row


class AboutDialog(Dialog):
    """The seal, the version, the licences."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("关于存史"), width=460)
        seal = QLabel()
        seal.setPixmap(theme().art("seal", 72))
        about = _(
            "存史按 Apache-2.0 许可发布，可以自由使用、复制和修改。"
            "字体：思源黑体、思源宋体、霞鹜文楷（SIL OFL 1.1）。图标：Tabler Icons（MIT）。"
        )
        self.setLayout(
            column(
                row(
                    seal,
                    column(
                        label(_("存史"), voice="title"),
                        label(_("文史资料的征集、整理、检索与成书"), tone="faint"),
                        label(_("版本 {version} · Qt {qt}").format(version=__version__, qt=qVersion()), tone="faint"),
                        spacing=2,
                    ),
                    None,
                    spacing=16,
                ),
                label(about, wrap=True),
                self.buttons(button(_("知道了"), self.accept, role="primary")),
                spacing=16,
                around=(24, 24, 24, 20),
            )
        )
