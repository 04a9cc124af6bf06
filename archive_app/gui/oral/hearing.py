"""The transcript and the player in step: the text follows the sound, and what is clicked is heard."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from archive_app.domain.transcribing import until
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage

_LEFT_ALONE_S = 3.0
"""Whoever wrote or looked elsewhere so lately is not taken away by the sound."""


class Hearing(QObject):
    """Between a page's segments and its player."""

    def __init__(self, page: OralPage) -> None:
        super().__init__(page)
        self._page = page
        self._touched = 0.0
        self._marked: list[float] | None = None
        page.view.hear_wanted.connect(self.hear)
        page.view.current_changed.connect(self.went)
        page.view.verticalScrollBar().sliderMoved.connect(self.touch)
        page.player.moved.connect(self._heard)
        page.player.stopped.connect(page.view.silence)
        page.points.went_to.connect(page.player.play_in)
        page.player.listening.chosen.connect(self.other_recording)
        page.flags.asked.connect(self._to_point)

    def touch(self, *_about: object) -> None:
        """A person does something here: nothing is scrolled away now."""
        self._touched = time.monotonic()

    @property
    def second(self) -> float | None:
        """What is heard now; None without a recording."""
        player = self._page.player
        return player.second if player.file is not None else None

    def hear(self, at: int, share: float) -> None:
        """From a place of a segment on; −1: it was clicked, and is heard if that is wanted."""
        rows, player = self._page.view.rows, self._page.player
        if rows[at].get("start") is None or (share < 0 and not self.by_click and not player.sound.playing):
            return
        start, end = float(rows[at]["start"]), until(rows, at)
        if not player.play_in(recording_of(rows[at]), start + max(0.0, share) * ((end or start) - start)):
            self._page.say(_("这一段的录音不在这件资料里了；可在“更多”里改它是哪段录音的"))

    def hear_here(self) -> None:
        """F8: from the word the cursor is at; again, and it is still."""
        view, editor = self._page.view, self._page.editor
        if self._page.player.sound.playing:
            self._page.player.toggle()
        elif view.current >= 0:
            words = editor.toPlainText()
            self.hear(view.current, editor.offset / len(words) if editor.offset < len(words) else 0.0)

    @property
    def by_click(self) -> bool:
        """Whether a segment that is clicked is heard."""
        return bool(self._page.shell.settings.get("click_hears"))

    def toggle_click(self) -> None:
        """Have it heard, or not."""
        self._page.shell.settings.set("click_hears", not self.by_click)
        words = _("点一段话，就从那里放") if self.by_click else _("点一段话，只把光标放过去；点时间才放")
        self._page.say(words)

    def went(self) -> None:
        """Where one is in the text one is in the recording, unless it plays."""
        self.touch()
        page = self._page
        page.bar.refresh()
        row = page.view.rows[page.view.current] if page.view.current >= 0 else {}
        if row.get("start") is not None:
            page.player.wait_in(recording_of(row), float(row["start"]))

    def mark(self) -> None:
        """Where segments begin and index points are, along the recording."""
        page = self._page
        page.flags.show_points(
            page.points.seconds(page.recording), page.player.line.seconds if page.player.file else 0.0
        )
        starts = page.view.starts
        if starts != self._marked:  # two thousand of them are not painted anew for every word
            self._marked = starts
            page.player.line.show_marks(starts)

    def other_recording(self) -> None:
        """Another one is in hand: what is followed, and what stands along it, is its own."""
        page = self._page
        page.view.hear_recording(page.keys_of(page.recording) if len(page.recordings) > 1 else None)
        self._marked = None
        self.mark()

    def _heard(self, second: float) -> None:
        left_alone = time.monotonic() - self._touched > _LEFT_ALONE_S
        self._page.view.follow(second, bring=left_alone and not composing())
        self._page.points.follow(second, self._page.recording)

    def _to_point(self, second: float) -> None:
        self._page.player.play_from(second)
        self._page.points.show_row(self._page.points.row_at(second, self._page.recording))


def recording_of(row: Mapping[str, Any]) -> str:
    """The id of the recording a row is of; empty for the first."""
    return str(row.get("file") or "")
