"""定稿 in the window: frozen and let go in 校样, a material's later words compared with what is printed, taken over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from archive_app.catalogue.store import Record
from archive_app.gui.dialogs.message import Dialog, ask
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.workflow.difference import difference_html
from archive_app.gui.workspaces.volumes.arranging import walk
from archive_app.services.freezing import SourceChange, accept, change_of, freeze, standing_words, unfreeze

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.proofs import ProofsPane
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace


class CompareDialog(Dialog):
    """What is printed beside what the material says now; accepted, the latter is printed."""

    def __init__(self, parent: QWidget | None, change: SourceChange) -> None:
        super().__init__(parent, _("比较来源"), width=680)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(_("定稿以后来源改了什么"))
        self.page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.page.setHtml(difference_html(change.fields))
        self.page.setMinimumHeight(theme().dp(260))
        text = next((one for one in change.fields if one.is_text), None)
        same_words = text is not None and all(what == "same" for what, _words in text.pieces())
        note = _("划掉的是书里印的，加底色的是资料里现在的。")
        if same_words:
            note = _("正文的字没有变：改的是注、图片、着重号一类。") + note
        self.keep = button(_("仍照定稿的印"), self.reject)
        self.take = button(_("改用新的"), self.accept, role="primary")
        self.setLayout(
            column(
                label(_("《{title}》定稿以后来源已改").format(title=change.title), voice="section", wrap=True),
                label(change.words, tone="faint", wrap=True),
                4,
                self.page,
                label(note, tone="faint", voice="small", wrap=True),
                8,
                self.buttons(self.keep, self.take),
                spacing=6,
                around=(24, 16, 24, 16),
            )
        )
        self.keep.setFocus()


class Freezing(QObject):
    """Freezes the volume that is shown, lets it go, and brings the pieces up to date that are wanted to be."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._pane: ProofsPane | None = None
        workspace.plan.compare_wanted.connect(self.compare)

    def take_pane(self, pane: ProofsPane) -> None:
        """Where the volume is frozen."""
        self._pane = pane
        pane.freeze_wanted.connect(self._freeze)
        pane.thaw_wanted.connect(self._unfreeze)
        self.follow()

    def follow(self) -> None:
        """Say how the volume stands."""
        workspace, pane = self._workspace, self._pane
        volume, catalogue = workspace.volume, workspace.session.archive.catalogue
        if not volume or pane is None:
            return

        def show(record: Record) -> None:
            late = sum(entry.changed for entry in walk(workspace.tree.entries))
            pane.show_standing(standing_words(record), late)

        workspace.ask(lambda: catalogue.record(volume), show, key="frozen")

    def _freeze(self) -> None:
        archive, volume = self._workspace.session.archive, self._workspace.volume
        words = _(
            "文字和篇目照现在的样子定下来：以后资料再改，书里不跟着变，篇目里标出“来源已改”，一篇一篇地比较、接受。"
        )
        if ask(self._workspace, _("这一卷定稿？"), words, _("先不定"), _("定稿")):
            self._carry_out(lambda: freeze(archive, volume), _("定稿了。"))

    def _unfreeze(self) -> None:
        archive, volume = self._workspace.session.archive, self._workspace.volume
        words = _("书里的文字又照资料现在的印，没有接受的改动也会进来；篇目可以再改。可以撤销。")
        if ask(self._workspace, _("解除定稿？"), words, _("不解除"), _("解除定稿")):
            self._carry_out(lambda: unfreeze(archive, volume), _("解除了定稿。"))

    def compare(self, article: str) -> None:
        """What is otherwise in a piece's material, and whether it is to be printed."""
        archive = self._workspace.session.archive

        def show(change: SourceChange | None) -> None:
            if change is not None and CompareDialog(self._workspace, change).exec():
                self.take_over([article])

        self._workspace.ask(lambda: change_of(archive, article), show, key="compare")

    def take_over(self, articles: list[str]) -> None:
        """Print what the materials of these pieces say now."""
        archive = self._workspace.session.archive
        self._carry_out(lambda: accept(archive, articles), _("改用了资料里现在的文字。"))

    def _carry_out(self, act: Callable[[], Any], words: str) -> None:
        shell = self._workspace.shell

        def done(_result: Any) -> None:
            shell.toast(words, _("撤销"), lambda: shell.actions_table["edit.undo"].trigger())

        self._workspace.session.write(act, done, shell.show_error)
