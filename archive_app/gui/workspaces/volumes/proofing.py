"""Proof rounds in the window: made in a process, written down, compared with the pages as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from archive_app.domain.errors import ArchiveError
from archive_app.gui.workspaces.volumes.proofs import ProofsPane
from archive_app.gui.workspaces.volumes.writing import Writer
from archive_app.services.proofs import changed_since, note_round, options_of, round_name, rounds
from archive_app.services.typesetting import Typeset
from archive_app.typeset.outputs import Options, output_named

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace


class Proofing(QObject):
    """The proofs of the volume that is shown."""

    def __init__(self, workspace: VolumesWorkspace, writer: Writer) -> None:
        super().__init__(workspace)
        self._workspace, self._writer = workspace, writer
        self._pane: ProofsPane | None = None

    def take_pane(self, pane: ProofsPane) -> None:
        """The list, from the moment it is wanted."""
        self._pane = pane
        pane.wanted.connect(self._ask_where)
        pane.since_wanted.connect(self._compare)
        pane.page_chosen.connect(self._workspace.pages_view.show_page)
        self.follow()

    def follow(self) -> None:
        """Show the rounds that were made."""
        workspace, pane = self._workspace, self._pane
        volume, archive = workspace.volume, workspace.session.archive
        if volume and pane is not None:
            workspace.ask(lambda: rounds(archive, volume), pane.show_rounds, key="rounds")

    def _compare(self, number: int) -> None:
        workspace, pane = self._workspace, self._pane
        volume, archive, layout = workspace.volume, workspace.session.archive, workspace.layout_shown
        if volume and pane is not None and layout.pages and not workspace.busy:
            workspace.ask(
                lambda: changed_since(archive, volume, number, layout),
                lambda since: pane.show_since(since, layout),
                workspace.shell.show_error,
                key="since",
            )

    def _ask_where(self, number: int, options: Options) -> None:
        name = self._workspace.choice.currentText()
        out = self._writer.ask_where(name, output_named("proof"), f"-{round_name(number)}样")
        if out is not None:
            self.make(number, options, out)

    def make(self, number: int, options: Options, out: Any) -> None:
        """Write the proof of a round, and note it when it is there."""
        volume, archive = self._workspace.volume, self._workspace.session.archive
        show_error = self._workspace.shell.show_error
        try:
            told, own = options_of(archive, volume, number, options)
        except ArchiveError as error:
            show_error(error)
            return

        def note(done: Typeset) -> None:
            self._workspace.session.write(lambda: note_round(archive, volume, number, done), failed=show_error)

        self._writer.write(volume, out, "proof", told, own, note)
