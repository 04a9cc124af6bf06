"""Over an edited text: which seconds of the recording the paragraph with the cursor tells; hear it, or read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from archive_app.domain.edited.timing import moment
from archive_app.domain.segments import Segment, clock
from archive_app.gui.composition import claim
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.widgets.basics import ElidedLabel, column, icon_label, line, row, tool

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_REST_MS = 150


class ToldLine(QWidget):
    """Shown where a text is tied to its transcript. ``hear_wanted`` carries a recording (empty: the first) and
    its second, ``segment_wanted`` a row."""

    hear_wanted = Signal(str, float)
    segment_wanted = Signal(int)

    def __init__(self, editor: ManuscriptEditor) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "sheet")
        self._editor = editor
        self._spoken: dict[str, tuple[int, Segment]] = {}
        self._here: tuple[int, str, float] | None = None
        self.said = ElidedLabel(tone="faint", voice="small")
        self.hear = tool("player-play", _("从这里听录音（F8）"), self.play, text=_("听这一处"), token="ink")
        self.see = tool("messages", _("看这一段的原话（Ctrl+F8）"), self.go, text=_("看原话"), token="ink")
        for made in (self.hear, self.see):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the text: F8 and Ctrl+F8
        inside = row(
            icon_label("microphone", "faint", 14), self.said, self.hear, self.see, spacing=6, around=(16, 2, 12, 2)
        )
        inside.setStretch(1, 1)
        self.setLayout(column(inside, line(), spacing=0))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        editor.page.place_changed.connect(self._rest.start)
        editor.edited.connect(self._rest.start)
        claim(self, {Qt.Key.Key_F8: self.play})
        self.hide()

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now."""
        rows: list[dict[str, Any]] = record.values.get("transcript") or []
        spoken = [Segment.from_json(one) for one in rows]
        self._spoken = {one.id: (at, one) for at, one in enumerate(spoken) if one.id}
        blocks = (record["manuscript"] or {}).get("blocks", ())
        self.setVisible(bool(self._spoken) and any(block.get("segments") for block in blocks))
        self._look()

    @property
    def can(self) -> bool:
        """Whether the paragraph with the cursor leads to the recording."""
        if self._rest.isActive():
            self._look()
        return self.isVisible() and self._here is not None

    def play(self) -> None:
        """Have it heard from what the cursor is at."""
        if self.can and self._here is not None:
            self.hear_wanted.emit(*self._here[1:])

    def go(self) -> None:
        """To the words as they were said."""
        if self.can and self._here is not None:
            self.segment_wanted.emit(self._here[0])

    def _look(self) -> None:
        """Where in the recording the cursor is."""
        self._rest.stop()
        cursor = self._editor.page.textCursor()
        block = cursor.block()
        told = [self._spoken[key] for key in pages.told_of(block) if key in self._spoken]
        text = block.text().replace(pages.OBJECT, "")
        when = moment(text, pages.point_at(block, cursor.positionInBlock()), [one for _at, one in told])
        if when is not None:
            at, segment = told[when.row]
            self._here = (at, segment.file, when.second)
            told = [pair for pair in told if pair[1].file == segment.file]
        else:
            self._here = None
        self.said.setText(_words(told, when.second if when is not None else None))
        for made in (self.hear, self.see):
            made.setEnabled(self._here is not None)


def _words(told: list[tuple[int, Segment]], second: float | None) -> str:
    if second is None:
        return _("这一段没有连到录音")
    starts = [one.start for _at, one in told if one.start is not None]
    ends = [one.end for _at, one in told if one.end is not None]
    last = f"—{clock(max(ends))[:8]}" if ends else ""
    times = _("这一段出自录音 {start}{last}").format(start=clock(min(starts))[:8], last=last)
    return _("{times}，光标处约在 {here}").format(times=times, here=clock(second)[:8])
