"""From a printed paragraph to its second of the recording, and back: under the pages, where a text tells an interview.

Nothing of the sound is loaded before somebody points at such a paragraph.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from archive_app.domain.edited.timing import moment, offset_of
from archive_app.domain.manuscript import Block
from archive_app.domain.segments import Segment, clock
from archive_app.frozen import dataclass
from archive_app.gui.composition import claim
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, column, icon_label, line, pane, row, tool
from archive_app.gui.workspaces.workspace import Place

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.sound.player import PlayerBar
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace

_KEYS = ("sound.toggle", "sound.back", "sound.on", "sound.slower", "sound.faster", "sound.loop")
_WORDS_FROM = 420
"""Width on the grid from which the buttons have words."""
_LEFT_ALONE_S = 3.0
"""Whoever pointed somewhere so lately is not taken away by the sound."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a place of a text tells: the segment's row, its recording (empty: the first) and the second."""

    row: int
    recording: str
    second: float


class HeardLine(QWidget):
    """Hidden until a paragraph that is tied to a recording is pointed at; then its second, and the player."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.player: PlayerBar | None = None
        self._item: Record | None = None
        self._article = ""
        self._spoken: list[Segment] = []
        self._told: Told | None = None
        self._shown = ("", -1)
        self._touched = 0.0
        self.said = ElidedLabel(tone="faint", voice="small")
        self.hear = tool("player-play", _("从这里听录音（F8）"), self.play, text=_("听这一处"), token="ink")
        self.see = tool("messages", _("看这一段的原话（Ctrl+F8）"), self.go, text=_("看原话"), token="ink")
        words = row(
            icon_label("microphone", "faint", 14), self.said, self.hear, self.see, spacing=6, around=(16, 2, 12, 2)
        )
        words.setStretch(1, 1)
        self._words = pane(words)
        self._lay = column(line(), self._words, spacing=0)
        self.setLayout(self._lay)
        claim(self, {Qt.Key.Key_F8: self.play})
        self.hide()

    # — what was pointed at —

    def look_at(self, article: str, block: str, offset: int) -> None:
        """A character of a text was pointed at, or the cursor stands there."""
        self._touched = time.monotonic()
        book_article = self._workspace.tracing.article(article)
        found = next((one for one in book_article.manuscript if one.id == block), None) if book_article else None
        record = self._workspace.tracing.record_of(article)
        item = str(record["item"] or "") if record is not None and record.entity == "article" else ""
        if found is None or not item or not found.segments:
            self._nothing()
            return
        catalogue = self._workspace.session.archive.catalogue
        self._workspace.ask(
            lambda: (catalogue.record(item), catalogue.files_of(item)),
            lambda answer: self._take(article, found, offset, *answer),
            key="heard",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons give up their words where the second would have no room."""
        super().resizeEvent(event)
        wide = self.width() >= theme().dp(_WORDS_FROM)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
        for made in (self.hear, self.see):
            made.setToolButtonStyle(style)

    def _nothing(self) -> None:
        """A paragraph of which nothing is known: what plays goes on."""
        self._told = None
        playing = self.player is not None and self.player.sound.playing
        self.hear.setEnabled(playing)
        self.see.setEnabled(False)
        self.said.setText(_("这一段没有连到录音"))
        if not playing:
            self._show(shown=False)

    def _take(self, article: str, block: Block, offset: int, item: Record, files: list[Record]) -> None:
        from archive_app.gui.sound.files import sounds_of

        self._item, self._article = item, article
        self._spoken = [Segment.from_json(one) for one in item.values.get("transcript") or ()]
        rows = {one.id: (at, one) for at, one in enumerate(self._spoken) if one.id}
        told = [rows[key] for key in block.segments if key in rows]
        when = moment(block.text, offset, [one for _at, one in told])
        sounds = sounds_of(files)
        if when is None:
            self._nothing()
            return
        at, segment = told[when.row]
        self._told = Told(at, segment.file, when.second)
        player = self._ready()
        player.show_sounds(sounds)
        player.wait_in(segment.file, when.second)
        name = next((one.name for one in sounds if one.id == segment.file), sounds[0].name if sounds else "")
        if segment.file and segment.file not in {one.id for one in sounds}:
            name = _("录音不在了")
        speaker = f"　{segment.speaker}" if segment.speaker else ""
        here = clock(when.second)[:8]
        words = _("{here}　{name}{speaker}　《{title}》")
        self.said.setText(words.format(here=here, name=name, speaker=speaker, title=item.title))
        self.hear.setEnabled(bool(sounds))
        self.see.setEnabled(True)
        self._show(shown=True)

    def _show(self, *, shown: bool) -> None:
        if shown == self.isHidden():
            self.setVisible(shown)
            self._workspace.actions_changed.emit()

    def _ready(self) -> PlayerBar:
        if self.player is None:
            from archive_app.gui.sound.player import PlayerBar

            self.player = PlayerBar(self._workspace.session.archive, settings=self._workspace.shell.settings)
            self.player.moved.connect(self._heard)
            self.player.seen_changed.connect(self._workspace.actions_changed)
            self._lay.addWidget(self.player)
        return self.player

    # — what is done —

    def play(self) -> None:
        """Have it heard from what was pointed at; again, and it is still."""
        if self.player is not None and self.player.sound.playing:
            self.player.toggle()
        elif self.player is not None and self._told is not None:
            self._touched = 0.0
            if not self.player.play_in(self._told.recording, self._told.second):
                self._workspace.shell.toast(_("这一段的录音不在这件资料里了"))

    def go(self) -> None:
        """To the words as they were said."""
        if self._item is not None and self._told is not None:
            self._workspace.shell.go("materials", Place(self._item.id, field="transcript", row=self._told.row))

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The keys of the sound, as in 资料."""
        sound = {name: partial(self._press, name) for name in _KEYS}
        return {**sound, "search.play": self.play, "spoken.across": self.go}

    def _press(self, name: str) -> None:
        if self.player is not None:
            self.player.handlers()[name]()

    def can(self, action: str) -> bool:
        """Whether one of these makes sense now."""
        if action == "spoken.across":
            return self._told is not None and self.isVisible()
        if action == "search.play":
            return self.isVisible() and self.hear.isEnabled()
        return self.player is not None and self.player.isVisible()

    # — and back —

    def _heard(self, second: float) -> None:
        """The line that tells what is heard is shown, unless somebody points elsewhere."""
        player = self.player
        if player is None or player.file is None or not player.sound.playing:
            return
        first = player.listening.files[0].id
        begun = [
            (one.start, at)
            for at, one in enumerate(self._spoken)
            if one.start is not None and one.start <= second + 0.05 and (one.file or first) == player.file.id
        ]
        if not begun or time.monotonic() - self._touched < _LEFT_ALONE_S:
            return
        segment = self._spoken[max(begun)[1]]
        place = self._place(segment, second)
        if place is not None and place != self._shown:
            self._shown = place
            self._workspace.tracing.show_on_page(self._article, *place)

    def _place(self, segment: Segment, second: float) -> tuple[str, int] | None:
        """The block and the character at which a second is told in the text that is heard."""
        article = self._workspace.tracing.article(self._article)
        known = {one.id: one for one in self._spoken}
        for block in article.manuscript if article is not None and segment.id else ():
            if segment.id in block.segments:
                told = [known[key] for key in block.segments if key in known]
                return block.id, offset_of(block.text, [one.id for one in told].index(segment.id), second, told)
        return None

    def close_sound(self) -> None:
        """Fall silent for good."""
        if self.player is not None:
            self.player.close_sound()

    def another_volume(self) -> None:
        """What was pointed at is in another volume."""
        self._told = self._item = None
        if self.player is not None:
            self.player.show_sounds(())
        self._show(shown=False)
