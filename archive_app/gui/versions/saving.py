"""A comparison written as a Word document, where a person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside

if TYPE_CHECKING:
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.texts.comparing import Comparison
    from archive_app.services.versions import Version


def save_comparison(
    parent: QWidget, shell: Shell, title: str, comparison: Comparison, pair: tuple[Version, Version]
) -> None:
    """Ask where, and write it."""
    name = Path.home() / _("{title} 两版对照.docx").format(title="".join(c for c in title if c not in '\\/:*?"<>|'))
    kind = _("Word 文档") + " (*.docx)"
    where, _filter = QFileDialog.getSaveFileName(parent, _("存成 Word"), str(name), kind)
    if not where:
        return
    out = Path(where)
    out = out if out.suffix.lower() == ".docx" else out.with_name(out.name + ".docx")
    heads = tuple(f"{one.at:%Y-%m-%d %H:%M} {one.by} {one.words}" for one in pair)

    def work() -> None:
        from archive_app.services.texts.comparison_out import write_comparison

        write_comparison(comparison, title, (heads[0], heads[1]), out)

    def written(_nothing: object) -> None:
        shell.toast(_("已写到“{name}”。").format(name=out.name), _("打开"), lambda: open_outside(shell, out))

    shell.session.ask(work, written, shell.show_error)
