"""What changed in an item since it was sent back: the fields by name, the text with what is gone and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from archive_app.domain.workflow import State
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.versions.drawn import Manner, comparison_html, fields_html
from archive_app.gui.widgets.basics import Part, button, column, label, shown_if
from archive_app.services.versions import FieldChange

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


class DifferenceDialog(Dialog):
    """The new version beside the one that was sent back; with ``act`` it is asked whether it is to be handed in."""

    def __init__(
        self, parent: QWidget | None, record: Record, changes: list[FieldChange], files: list[str], act: str = ""
    ) -> None:
        super().__init__(parent, _("对照改动"), width=680)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(_("退改以后改了什么"))
        self.page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.page.setHtml(difference_html(changes, files))
        self.page.setMinimumHeight(self.height_beside(340, 200))
        foot = [button(_("关闭") if not act else _("先不交"), self.reject, role="" if act else "primary")]
        if act:
            self.act = button(act, self.accept, role="primary")
            foot.append(self.act)
        times = _("退改过 {n} 次。").format(n=int(record["returned_count"] or 0))
        log = reversed(record["workflow_log"])
        why = next((str(one.get("comment") or "") for one in log if one.get("to") == State.RETURNED), "")
        asked = label(_("退改意见：{words}").format(words=why), tone="amber", wrap=True, select=True)
        shown_if(asked, bool(why))
        parts: list[Part] = [
            label(_("退改以后改了什么"), voice="section"),
            label(_("《{title}》").format(title=record.title) + times, tone="faint", wrap=True),
            asked,
            4,
            self.page,
            label(_("划掉的是删去的，加底色的是新写的。"), tone="faint", voice="small", wrap=True),
            8,
            self.buttons(*foot),
        ]
        self.setLayout(column(*parts, spacing=6, around=(24, 16, 24, 16)))
        (self.act if act else foot[0]).setFocus()


def difference_html(changes: Sequence[FieldChange], files: Sequence[str] = ()) -> str:
    """The fields by name, the text with what is gone and what is new, as a page shows them."""
    parts = [fields_html(changes)]
    for change in changes:
        if change.is_text:
            head = f"<p><b>{escape(change.words())}</b></p>"
            parts.append(head + comparison_html(change.comparison(), Manner()))
    parts += [f"<p>{escape(_('新来的文件：{name}').format(name=name))}</p>" for name in files]
    return "".join(parts) or f"<p>{escape(_('还没有改动。'))}</p>"
