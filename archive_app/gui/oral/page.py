"""The transcript of an opened item: segments in step with the player above, index points beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget

from archive_app.domain.entities import ITEM
from archive_app.domain.recordings import key_for
from archive_app.domain.transcribing import Changed, with_ids
from archive_app.gui.composition import claim, composing
from archive_app.gui.i18n import _
from archive_app.gui.oral.acts import OralActs
from archive_app.gui.oral.bar import OralBar
from archive_app.gui.oral.fields import WordsEdit
from archive_app.gui.oral.hearing import Hearing
from archive_app.gui.oral.point_line import PointLine
from archive_app.gui.oral.points import PointsPanel
from archive_app.gui.oral.speaker_line import Speaker, SpeakerLine
from archive_app.gui.oral.view import SegmentView
from archive_app.gui.oral.voices import Voices
from archive_app.gui.records.page_field import PageField
from archive_app.gui.sound.player import PlayerBar
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, line
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.materials.page import MaterialPage
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.oral.find_bar import SpokenFindBar
    from archive_app.gui.workflow.standing import Standing

_LEFT_ALONE_S = 3.0
"""Whoever wrote or looked elsewhere so lately is not taken away by the sound."""
_BESIDE_FROM = 600
"""Width on the grid from which the index stands beside the segments, and does not take their place."""
_LOW = 260
"""Less height than this is for the segments alone."""


class OralPage(MaterialPage):
    """Shown for every oral history, also where nothing is written down yet."""

    name, words, icon, fields = "transcript", _("转写稿"), "messages", ("transcript", "index_points")

    files_wanted = Signal()
    """A recording or captions are to become files of this item."""

    def __init__(self, shell: Shell, player: PlayerBar) -> None:
        super().__init__()
        self.shell = shell
        self.session = shell.session
        self.player = player
        self.closed = False
        self.writing_on = ""
        """The segment that was made last: whoever ends it with Enter goes on with another."""
        self.speakers: list[Speaker] = []
        self._record: Record | None = None
        self._waiting = ""  # a segment to go to when the input method is done
        self._to_insert = ""
        self._find: SpokenFindBar | None = None
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.acts = OralActs(self)
        self.speaker = SpeakerLine(self.session, self)
        self.view = SegmentView(self.acts.key, self.speaker)
        self.points = PointsPanel(shell, self)
        self.flags = PointLine()
        self.hearing = Hearing(self)
        self.voices = Voices(self.session, self)
        self.voices.named.connect(self._say_speakers)
        self.bar = OralBar(shell.actions_table, self.handlers(), self.can)
        self._build()
        self.field = PageField(
            self.session, ITEM.field("transcript"), self.view, lambda: self.view.rows, self._show_rows
        )
        self._connect()

    def _build(self) -> None:
        begin = [
            (_("从这里起第一段（F12）"), "plus", self.acts.new_segment),
            (_("加入录音、字幕…"), "file-import", self.files_wanted.emit),
        ]
        self._empty = EmptyState("nothing", _("还没有转写"), "", begin)
        self._segments = QStackedWidget()
        self._segments.addWidget(self._empty)
        self._segments.addWidget(self.view)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self._segments)
        self._split.addWidget(self.points)
        self._split.setStretchFactor(0, 1)
        self.points.hide()
        self._over = column(spacing=0)
        lay = column(self.flags, self.bar, line(), self._over, self._split, spacing=0)
        lay.setStretch(4, 1)
        self.setLayout(lay)

    def _connect(self) -> None:
        view, field = self.view, self.field
        field.failed.connect(self.shell.show_error)
        view.edited.connect(self._typed)
        view.time_given.connect(self.acts.give_time)
        view.composed.connect(self._composed)
        view.words.lines_pasted.connect(self.acts.paste)
        view.menu_wanted.connect(self.bar.open_menu)
        view.level_wanted.connect(lambda place: self.bar.open_menu(place, levels=True))
        self.speaker.chosen.connect(self.acts.set_speaker)
        self.speaker.left.connect(lambda: self.view.words.setFocus())
        self.points.left.connect(self._back_to_segments)
        self.points.changed.connect(self._mark_player)
        key = Qt.Key
        claim(
            self, {key.Key_F11: self.acts.stamp, key.Key_F12: self.acts.new_segment, key.Key_F8: self.hearing.hear_here}
        )

    # — the item —

    def has(self, record: Record, _files: list[Record]) -> bool:
        """Every oral history has a transcript, or is to have one."""
        return str(record["kind"]) == "oral_history" or bool(record.values.get("transcript"))

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now."""
        fresh = self._record is None or self._record.id != record.id
        self._record = record
        if fresh:
            self.writing_on = self._waiting = self._to_insert = ""
            if self._find is not None:
                self._find.close_bar()
        self.voices.take(record.values.get("speakers") or ())
        if fresh:
            held = record.values.get("transcript") or ()
            self.view.show_mandarin(any(row.get("mandarin") for row in held) or self.bar.mandarin.isChecked())
            self.bar.mandarin.setChecked(self.view.mandarin_shown)
        self.field.show_record(record)
        self.points.show_record(record)
        if fresh:
            rows = self.view.rows
            if rows:
                self.view.go(0, offset=0)
                self.view.verticalScrollBar().setValue(0)
            self._show_points(bool(self.points.rows) and self._roomy)
        self._say_speakers()

    def show_files(self, record: Record, files: list[Record]) -> None:
        """The player has its sounds by now: mark on them where the segments begin."""
        has_sound = self.player.file is not None
        self._empty.words.setText(
            _(
                "放录音（F4），听到有人开口就按 F12，第一段从那一秒起；写完他说的，按回车接着下一段。"
                "已经有字幕文件的，加入就行。"
            )
            if has_sound
            else _("加入录音，就能边听边写；已经有字幕文件的，加入就行。没有录音也能写：按 F12 加一段。")
        )
        self._show_recordings()
        self.hearing.other_recording()
        self._fit()
        self.bar.refresh()

    def close_to(self, *, closed: bool, frozen: bool) -> None:
        """A transcript is not printed: it may be set right as long as the item may."""
        self.closed = closed
        self.view.set_read_only(closed)
        self.points.set_read_only(closed)
        for made in self._empty.buttons:
            made.setVisible(not closed)
        self.bar.refresh()

    def why(self, record: Record, standing: Standing) -> str:
        """What closes the item closes its transcript."""
        return standing.why_closed(record)

    def open_at(self, place: Place) -> None:
        """Show a segment, and have the player where it begins: one key, and it is heard."""
        if place.field == "index_points":
            self._show_points(True)
            self.points.show_row(place.row)
            return
        if 0 <= place.row < len(self.view.rows):
            self.view.go(place.row, offset=place.start, column=place.column or "text")
            start = self.view.rows[place.row].get("start")
            if start is not None:
                self.player.wait_in(str(self.view.rows[place.row].get("file") or ""), float(start))

    def flush(self) -> None:
        """Save what is pending."""
        if self.speaker.hasFocus() and self.speaker.label != self._shown_speaker():
            self.acts.set_speaker(self.speaker.label, "")
        self.field.save()
        self.points.flush()

    def _shown_speaker(self) -> str:
        row = self.view.rows[self.view.current] if self.view.current >= 0 else {}
        return str(row.get("speaker") or "")

    @property
    def keyboard(self) -> QWidget:
        """The segments, or the button that begins."""
        return self.view if self.view.rows else self._empty.buttons[0]

    # — the field —

    def _show_rows(self, value: Any, same: bool) -> None:
        before, rows = self.view.rows, with_ids(value or ())
        self.view.show_rows(rows)
        self._after_rows()
        changed = next((at for at, row in enumerate(rows) if at >= len(before) or row != before[at]), -1)
        if same and before and changed >= 0:
            self.view.go(changed)  # what was taken back, or done again, is what one looks at

    def _after_rows(self) -> None:
        self._segments.setCurrentWidget(self.view if self.view.rows else self._empty)
        self._show_recordings()
        self._say_speakers()
        self._mark_player()
        self.bar.refresh()
        if self._find is not None:
            self._find.look_again()

    def _typed(self, _column: str) -> None:
        self.hearing.touch()
        self.field.edited()
        if self._find is not None:
            self._find.look_again()

    def carry(self, made: Changed, words: str, *, stay: bool = False, also: Mapping[str, Any] | None = None) -> None:
        """Show what was done and save it as one step; the keyboard goes where it says, unless a word is composed."""
        if self.closed:
            return
        self.hearing.touch()
        self.field.save()  # what was typed before is a step of its own
        if composing() and not self.view.fields.focused:
            stay = True  # a word is being written elsewhere
        later = not stay and bool(made.at) and composing() and made.at != self.view.current_id
        here = self.view.current_id
        self.view.show_rows(made.rows, current=here if stay or later else made.at)
        self._after_rows()
        if later:
            self._waiting = made.at
        elif not stay and made.at:
            self._go_to(made.at, made.offset)
        self.field.edited()
        self.field.save(words, also)

    def reshow(self) -> None:
        """The fields say again what stands in the segment."""
        self.view.show_rows(self.view.rows)

    def _go_to(self, key: str, offset: int) -> None:
        at = next((number for number, row in enumerate(self.view.rows) if row["id"] == key), -1)
        if at < 0:
            return
        self._segments.setCurrentWidget(self.view)
        self.view.go(at, offset=offset)
        self.view.words.setFocus()
        self.hearing.went()

    def _composed(self) -> None:
        """A word is done: what waited for it is done now."""
        if self._to_insert or self._waiting:
            QTimer.singleShot(0, self, self._after_composition)

    def _after_composition(self) -> None:
        if composing():
            return
        insert, self._to_insert = self._to_insert, ""
        waiting, self._waiting = self._waiting, ""
        if insert:
            self.editor.insertPlainText(insert)
        if waiting:
            self._go_to(waiting, 0)

    def insert(self, words: str) -> None:
        """Words at the cursor; behind the word that is being composed."""
        if composing() and self.view.fields.focused:
            self._to_insert += words
        else:
            self.editor.insertPlainText(words)

    @property
    def editor(self) -> WordsEdit:
        """The one of the two texts that one writes in."""
        return self.view.mandarin if self.view.mandarin.hasFocus() else self.view.words

    def say(self, words: str) -> None:
        """In passing."""
        self.shell.toast(words)

    # — the sound —

    @property
    def recording(self) -> str:
        """The file of the recording that the player has in hand."""
        return self.player.file.id if self.player.file is not None else ""

    @property
    def recordings(self) -> list[str]:
        """The item's recordings, the ids of their files."""
        return [one.id for one in self.player.listening.files]

    def key_of(self, file: str) -> str:
        """What a segment of this recording holds."""
        first = next(iter(self.recordings), "")
        return key_for((*self.view.rows, *self.points.rows), file, first) if file else ""

    def keys_of(self, file: str) -> frozenset[str]:
        """All that segments of this recording may hold: those of the first one may hold nothing."""
        return frozenset((file, "")) if file == next(iter(self.recordings), "") else frozenset((file,))

    def _show_recordings(self) -> None:
        """Which recording a segment is of is said where there are several, or where one is of none that is there."""
        files = self.player.listening.files
        there = {one.id for one in files}
        several = len(files) > 1 or any(row.get("file") and row["file"] not in there for row in self.view.rows)
        names = {one.id: Path(one.name).stem for one in files} if several else {}
        first = files[0].id if files else ""
        self.view.show_recordings({**names, "": names[first]} if first in names else names)
        self.points.show_recordings(names, first)

    def ask_recording(self) -> None:
        """Which recording the segments that are selected are of."""
        from archive_app.gui.oral.recording_dialog import RecordingDialog

        self.field.save()
        if self.view.current >= 0 and self.recordings:
            RecordingDialog(self, self).exec()

    @property
    def second(self) -> float | None:
        """What is heard now; None without a recording."""
        return self.hearing.second

    def turn_page(self, by: int) -> None:
        """A screen of segments up or down."""
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() * 9 // 10)
        self.view.go_into_view(by)

    def _mark_player(self) -> None:
        self.hearing.mark()
        self._fit()

    # — who speaks —

    def _say_speakers(self) -> None:
        self.speakers = self.voices.speakers(self.view.rows)
        self.speaker.show_speakers(self.speakers, self.voices.called())
        self.view.show_names(self.voices.called())

    def ask_speakers(self) -> None:
        """Who speaks: what they are called, and their cards."""
        from archive_app.gui.oral.speakers_dialog import SpeakersDialog

        self.field.save()
        SpeakersDialog(self, self).exec()

    def save_speakers(self, rows: Sequence[Mapping[str, Any]], made: Changed, words: str) -> None:
        """Labels and cards as they are to be, the segments with them, as one step."""
        self.voices.take(rows)
        self.carry(made, words, stay=True, also={"speakers": self.voices.rows})

    # — what stands beside —

    def new_point(self) -> None:
        """Ctrl+F12: the talk comes to something else here."""
        if not self.closed:
            self._show_points(True)
            self.points.add(self.second or 0.0, self.key_of(self.recording))

    def _back_to_segments(self) -> None:
        if self._segments.isHidden():
            self._show_points(False)
        self.keyboard.setFocus()

    def toggle_points(self) -> None:
        """Index points, or not."""
        self._show_points(self.points.isHidden())

    def _show_points(self, shown: bool) -> None:
        self.points.setVisible(shown)
        self.bar.index.setChecked(shown)
        self._fit()

    def toggle_mandarin(self) -> None:
        """普通话 beside what was said, or not."""
        self.view.show_mandarin(not self.view.mandarin_shown)
        self.bar.mandarin.setChecked(self.view.mandarin_shown)

    def _fit(self) -> None:
        """Where there is little room the segments have it, and the index takes their place while it is open."""
        low = self.height() < theme().dp(_LOW)
        self.flags.setVisible(self.flags.of_use and not low)
        self.view.show_head(not low)
        self.bar.set_low(low)
        self._segments.setHidden(not self.points.isHidden() and not self._roomy)

    @property
    def _roomy(self) -> bool:
        return self.width() >= theme().dp(_BESIDE_FROM) and self.height() >= theme().dp(_LOW)

    def showEvent(self, event: Any) -> None:
        """Whoever turns to this page writes in it: the keyboard is not on whatever button stands first."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._take_keyboard)

    def _take_keyboard(self) -> None:
        focused = QApplication.focusWidget()
        if self.isVisible() and focused is not None and self.bar.isAncestorOf(focused):
            self.keyboard.setFocus()

    def resizeEvent(self, event: Any) -> None:
        """Beside each other, or under each other."""
        super().resizeEvent(event)
        self._fit()

    def ask_retime(self) -> None:
        """Many segments' times at once."""
        from archive_app.gui.oral.retime_dialog import RetimeDialog

        self.field.save()
        if self.view.rows:
            RetimeDialog(self, self).exec()

    def ask_note(self) -> None:
        """What is to be known of a segment: a word of the dialect, a place that could not be understood."""
        from archive_app.gui.oral.note_dialog import NoteDialog

        self.field.save()
        NoteDialog(self, self).exec()

    # — finding —

    def find(self, *, replacing: bool = False) -> None:
        """Words in the segments; others in their place."""
        if self._find is None:
            from archive_app.gui.oral.find_bar import SpokenFindBar

            self._find = SpokenFindBar(self)
            self._over.addWidget(self._find)
        self._find.open(replacing=replacing)

    def find_step(self, by: int) -> None:
        """To the next place, or the one before."""
        if self._find is None or self._find.isHidden():
            self.find()
        else:
            self._find.step(by)

    # — actions —

    def handlers(self) -> dict[str, Any]:
        """The actions of the table it does while it is in front."""
        return {**self.acts.handlers(), "search.play": self.hearing.hear_here}

    def can(self, action: str) -> bool:
        """Whether one makes sense now."""
        if action == "search.play":
            return self.view.current >= 0 and self.player.file is not None
        return self.acts.can(action)

    def checked(self, action: str) -> bool:
        """What is on."""
        return {
            "oral.mandarin": self.view.mandarin_shown,
            "oral.index": not self.points.isHidden(),
            "oral.click": self.hearing.by_click,
        }.get(action, False)
