"""A text out to Word and back, asked for in the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.domain.errors import Refused
from archive_app.domain.withholding import Audience
from archive_app.domain.workflow import FROZEN, State
from archive_app.gui.dialogs.choose import choose_files
from archive_app.gui.dialogs.message import ask
from archive_app.gui.i18n import _
from archive_app.gui.outside import open_outside

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.texts.word_back import WordBack
    from archive_app.services.texts.word_out import WordWritten

_FORBIDDEN = '\\/:*?"<>|'


def ask_out(parent: QWidget, shell: Shell, record: Record) -> None:
    """Ask where the document is to be, and write it."""
    name = "".join(c for c in record.title if c not in _FORBIDDEN) or _("正文")
    kind = _("Word 文档") + " (*.docx)"
    where, _filter = QFileDialog.getSaveFileName(parent, _("写成 Word 给人改"), str(Path.home() / f"{name}.docx"), kind)
    if not where:
        return
    out = Path(where)
    out = out if out.suffix.lower() == ".docx" else out.with_name(out.name + ".docx")
    archive = shell.session.archive

    def work(audience: Audience = Audience.INTERNAL) -> WordWritten:
        from archive_app.services.texts.word_out import write_word

        return write_word(archive, record.id, out, audience=audience)

    def written(made: WordWritten) -> None:
        words = _("已写到“{name}”，打开就是修订状态；改好了用“取回 Word 稿…”。").format(name=out.name)
        shell.toast(words + "".join(made.remarks[:1]), _("打开"), lambda: open_outside(shell, out))

    def refused(error: Exception) -> None:
        if kept_in_house(parent, shell, error):
            shell.session.ask(lambda: work(Audience.OWN), written, shell.show_error)

    shell.session.ask(work, written, refused)


def kept_in_house(parent: QWidget, shell: Shell, error: Exception) -> bool:
    """Whether what may not leave is to be written all the same, for the house alone; any other error is shown."""
    if not isinstance(error, Refused):
        shell.show_error(error)
        return False
    words = _("{why}。只在本单位里用，不给别人，可以写。").format(why=error.message)
    return ask(parent, _("这一件不能拿出去"), words, _("不写"), _("本单位留存，写出"))


def ask_back(parent: QWidget, shell: Shell, record: Record) -> None:
    """Ask which document comes back."""
    if chosen := choose_files(parent, _("取回 Word 稿：选改好的那一份"), Path.home(), _("对照")):
        bring_back(parent, shell, record, chosen[0])


def bring_back(parent: QWidget, shell: Shell, record: Record, path: Path) -> None:
    """Hold a document against the text, and ask what of it is taken."""
    archive = shell.session.archive

    def work() -> WordBack:
        from archive_app.services.texts.word_back import read_word

        return read_word(archive, record.id, path)

    def read(back: WordBack) -> None:
        from archive_app.gui.versions.word_dialog import WordDialog

        if not back.comparison.differing and not back.comments:
            told = "".join(back.remarks[:1])
            shell.toast(_("“{name}”与现在的正文没有不同。").format(name=path.name) + told)
            back.close()
            return
        frozen = State(back.item["state"]) in FROZEN
        WordDialog(parent, shell, back, frozen=frozen).exec()

    shell.jobs.in_thread(
        _("对照“{name}”").format(name=path.name), lambda _reporter: work(), then=read, failed=shell.show_error
    )
