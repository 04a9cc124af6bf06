"""The transcript of an opened item, in step with the player above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from archive_app.domain.entities import ITEM
from archive_app.gui.i18n import _
from archive_app.gui.records.page_field import PageField
from archive_app.gui.sound.player import PlayerBar
from archive_app.gui.widgets.basics import column
from archive_app.gui.workspaces.materials.page import MaterialPage
from archive_app.gui.workspaces.materials.transcript import TranscriptView
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workflow.standing import Standing


class TranscriptPage(MaterialPage):
    """``view`` shows the segments; the player is told where they begin, and tells what is heard."""

    name, words, icon, fields = "transcript", _("转写稿"), "messages", ("transcript",)

    def __init__(self, shell: Shell, player: PlayerBar) -> None:
        super().__init__()
        self._player = player
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.view = TranscriptView()
        self.setLayout(column(self.view))
        self._field = PageField(
            shell.session, ITEM.field("transcript"), self.view, self.view.segments, self._show_segments
        )
        self._field.failed.connect(shell.show_error)
        self.view.edited.connect(self._field.edited)
        player.moved.connect(self.view.follow_second)
        player.stopped.connect(self.view.silence)
        self.view.went_to.connect(player.wait_at)

    def has(self, record: Record, _files: list[Record]) -> bool:
        """Where something was written down of what was said."""
        return bool(record.values.get("transcript"))

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now."""
        self._field.show_record(record)

    def show_files(self, record: Record, _files: list[Record]) -> None:
        """The player has its sounds by now: mark on them where the segments begin."""
        self._mark_segments(record["transcript"])

    def close_to(self, *, closed: bool, frozen: bool) -> None:
        """A transcript is not printed: it may be set right as long as the item may."""
        self.view.set_read_only(closed)

    def why(self, record: Record, standing: Standing) -> str:
        """What closes the item closes its transcript."""
        return standing.why_closed(record)

    def open_at(self, place: Place) -> None:
        """Show a segment, and have the player where it begins: one key, and it is heard."""
        self.view.show_segment(place.row)
        segments = self.view.segments()
        start = segments[place.row].get("start") if 0 <= place.row < len(segments) else None
        if start is not None:
            self._player.wait_at(float(start))

    def flush(self) -> None:
        """Save what is pending."""
        self._field.save()

    @property
    def keyboard(self) -> QWidget:
        """The segments."""
        return self.view

    def _show_segments(self, value: Any, _same: bool) -> None:
        self.view.show_segments(list(value or []))
        self._mark_segments(value)

    def _mark_segments(self, segments: Any) -> None:
        starts = (segment.get("start") for segment in segments or ())
        self._player.line.show_marks([float(start) for start in starts if start is not None])
