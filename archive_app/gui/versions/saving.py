"""A comparison written as PDF, Word or a workbook, where a person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.domain.withholding import Audience
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside
from archive_app.gui.versions.word import kept_in_house

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.texts.comparing import Comparison
    from archive_app.services.versions import Version

_KINDS = (("PDF", ".pdf"), ("Word 文档", ".docx"), ("Excel 工作簿", ".xlsx"))


def save_comparison(
    parent: QWidget,
    shell: Shell,
    record: Record,
    comparison: Comparison,
    pair: tuple[Version, Version],
    *,
    whole: bool = True,
) -> None:
    """Ask where and as what, and write it; ``whole``: in print with the paragraphs that stayed."""
    title = "".join(c for c in record.title if c not in '\\/:*?"<>|')
    name = Path.home() / _("{title} 两版对照.pdf").format(title=title)
    kinds = [f"{_(words)} (*{suffix})" for words, suffix in _KINDS]
    where, chosen = QFileDialog.getSaveFileName(parent, _("对照写成"), str(name), ";;".join(kinds))
    if not where:
        return
    out = Path(where)
    if out.suffix.lower() not in [suffix for _words, suffix in _KINDS]:
        suffix = next((suffix for (_w, suffix), words in zip(_KINDS, kinds, strict=True) if words == chosen), ".pdf")
        out = out.with_name(out.name + suffix)
    archive = shell.session.archive

    def work(audience: Audience = Audience.INTERNAL) -> None:
        from archive_app.services.texts.comparison_out import about_pair, write_comparison

        write_comparison(comparison, about_pair(archive, record, pair, audience), out, whole=whole)

    def written(_nothing: object) -> None:
        shell.toast(_("已写到“{name}”。").format(name=out.name), _("打开"), lambda: open_outside(shell, out))

    def refused(error: Exception) -> None:
        if kept_in_house(parent, shell, error):
            shell.session.ask(lambda: work(Audience.OWN), written, shell.show_error)

    shell.session.ask(work, written, refused)
