"""What is done to segments by key, button or menu: each act is one command with its words, and one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from archive_app.domain import transcribing as does
from archive_app.domain.access import Access
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import seconds
from archive_app.domain.segments import Segment, clock
from archive_app.domain.speakers import spoken
from archive_app.gui.actions import ACTIONS
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.oral.fields import WordsEdit

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage

_NUDGE_S = 0.1
_HERE_S = 0.3
"""A segment nobody has written in yet is not followed by another one so soon."""
_NO_KEYPAD = ~Qt.KeyboardModifier.KeypadModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class OralActs:
    """The page is told what to show; the operations are ``domain.transcribing``'s."""

    def __init__(self, page: OralPage) -> None:
        self._page = page
        self._keys = {
            _pressed(QKeySequence(key)): spec.id
            for spec in ACTIONS
            if spec.id.startswith("oral.") and spec.local
            for key in spec.keys
        }

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table, each with what it does here."""
        page = self._page
        return {
            "oral.segment": self.new_segment,
            "oral.time": self.stamp,
            "oral.point": page.new_point,
            "oral.split": self.split,
            "oral.join": self.join,
            "oral.up": lambda: self.move(-1),
            "oral.down": lambda: self.move(1),
            "oral.delete": self.delete,
            "oral.start": lambda: self.set_now("start"),
            "oral.end": lambda: self.set_now("end"),
            "oral.earlier": lambda: self.nudge("start", -_NUDGE_S),
            "oral.later": lambda: self.nudge("start", _NUDGE_S),
            "oral.end_earlier": lambda: self.nudge("end", -_NUDGE_S),
            "oral.end_later": lambda: self.nudge("end", _NUDGE_S),
            "oral.retime": page.ask_retime,
            "oral.speakers": page.ask_speakers,
            "oral.recording": page.ask_recording,
            "oral.public": lambda: self.set_level(Access.PUBLIC),
            "oral.internal": lambda: self.set_level(Access.INTERNAL),
            "oral.restricted": lambda: self.set_level(Access.RESTRICTED),
            "oral.note": page.ask_note,
            "oral.mandarin": page.toggle_mandarin,
            "oral.index": page.toggle_points,
            "oral.click": page.hearing.toggle_click,
        }

    def can(self, action: str) -> bool:
        """Whether it makes sense now."""
        page = self._page
        if action in ("oral.mandarin", "oral.index", "oral.click"):
            return True
        if page.closed:
            return False
        if action in ("oral.segment", "oral.point", "oral.time"):
            return True
        if action == "oral.recording" and not page.recordings:
            return False
        return bool(page.view.rows) and (action in ("oral.retime", "oral.speakers") or page.view.current >= 0)

    # — keys —

    def key(self, widget: QWidget, event: QKeyEvent) -> bool:
        """A key pressed in a segment; whether it was one of the list's."""
        act = self._keys.get((event.key(), (event.modifiers() & _NO_KEYPAD).value))
        if act == "oral.join":
            return isinstance(widget, WordsEdit) and self._backwards(widget)
        if act is not None:
            if self.can(act):
                self.handlers()[act]()
            return True
        mods = event.modifiers() & _NO_KEYPAD
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_V and mods == both and isinstance(widget, WordsEdit):
            self.paste_here()
            return True
        with_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if mods == with_alt and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.choose_speaker(event.key() - Qt.Key.Key_1.value)
            return True
        return isinstance(widget, WordsEdit) and self._in_words(widget, event, mods)

    def _in_words(self, editor: WordsEdit, event: QKeyEvent, mods: Qt.KeyboardModifier) -> bool:
        key, view = event.key(), self._page.view
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mods == _PLAIN:
            self._enter(editor)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            down = key == Qt.Key.Key_Down
            if mods not in (_PLAIN, control, control | shift) or (mods == _PLAIN and not editor.on_edge(down)):
                return False
            where = 0 if down else -1
            view.go(
                view.current + (1 if down else -1), offset=where, column=editor.column, extend=mods == control | shift
            )
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and mods == _PLAIN:
            self._page.turn_page(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and mods == control:
            first = key == Qt.Key.Key_Home
            view.go(0 if first else len(view.rows) - 1, offset=0 if first else -1, column=editor.column)
        elif key == Qt.Key.Key_Backspace and mods == _PLAIN:
            # an empty one goes; of words nothing is joined by a key that is held down a little too long
            return not editor.toPlainText() and not event.isAutoRepeat() and self._backwards(editor)
        elif key == Qt.Key.Key_Delete and mods == control and editor.textCursor().atEnd():
            self._join_next()
        else:
            return False
        return True

    def _enter(self, editor: WordsEdit) -> None:
        """At the end on to the next segment, or a new one where one is writing on; inside the words they are parted."""
        view = self._page.view
        if self._page.closed:
            return
        offset, words = editor.offset, editor.toPlainText()
        if editor.column != "text":
            view.go(view.current + 1, offset=-1, column=editor.column)
        elif not words:
            self.new_segment()  # one that is empty begins now
        elif offset == 0:
            self._carry(
                does.made_beside(view.rows, view.current_id, below=False, speaker=_speaker(view.rows, view.current)),
                _("加一段转写"),
            )
        elif offset < len(words):
            self.split()
        elif view.current == len(view.rows) - 1 or self._page.writing_on == view.current_id:
            self.new_segment()
        else:
            view.go(view.current + 1, offset=-1)

    def _backwards(self, editor: WordsEdit) -> bool:
        """Ctrl+Backspace at the beginning of the words."""
        if editor.column != "text" or not editor.textCursor().atStart() or editor.textCursor().hasSelection():
            return False
        if self._page.closed:
            return True
        if self._page.view.current == 0 and not editor.toPlainText() and len(self._page.view.rows) > 1:
            self.delete()
        else:
            self.join()
        return True

    # — segments come and go —

    def new_segment(self) -> None:
        """F12: from this second on somebody speaks. An empty segment that one is in begins now instead."""
        page, view = self._page, self._page.view
        if page.closed:
            return
        second = page.second
        row = view.rows[view.current] if view.current >= 0 else None
        if row is not None and not row.get("text") and not row.get("mandarin") and not composing():
            start = row.get("start")
            if second is not None and (start is None or abs(float(start) - second) > _HERE_S):
                self._try(lambda: does.with_time(view.rows, view.current_id, "start", second), _("起点记为现在"))
            view.words.setFocus()
            return
        if second is None:
            made = does.made_beside(
                view.rows, view.current_id, below=True, speaker=does.other_speaker(view.rows, view.current)
            )
        else:
            at = view.row_at_second(second)
            files, file = page.recordings, page.recording
            made = does.made_at(
                view.rows,
                second,
                speaker=does.other_speaker(view.rows, at),
                after=view.current_id,
                file=page.key_of(file),
                ahead=["", *files[: files.index(file)]] if file in files[1:] else (),
            )
        page.writing_on = made.at
        self._carry(made, _("加一段转写"))

    def split(self) -> None:
        """Two segments of one, at the cursor."""
        view = self._page.view
        editor = self._page.editor
        made = does.split(view.rows, view.current_id, editor.offset, self._page.second, column=editor.column)
        if self._page.writing_on == view.current_id:
            self._page.writing_on = made.at
        self._carry(made, _("拆开一段转写"))

    def join(self) -> None:
        """With the one before."""
        view = self._page.view
        self._try(lambda: does.join(view.rows, view.current_id), _("并入上一段"))

    def _join_next(self) -> None:
        view = self._page.view
        if view.current + 1 < len(view.rows):
            key = str(view.rows[view.current + 1]["id"])
            self._try(lambda: does.join(view.rows, key), _("并入下一段"))

    def paste(self, words: str) -> None:
        """Lines that were written elsewhere, 问：… 答：… or with times before them: a segment for each turn."""
        from archive_app.domain.stamped import looks_stamped, read_stamped

        view = self._page.view
        if self._page.closed:
            return
        captions = read_stamped(words) if looks_stamped(words) else None
        lines = [Segment(line.strip()) for line in words.split("\n") if line.strip()]
        whole = captions is not None and captions.segments and not captions.problems  # else a line would be left out
        said = list(captions.segments) if captions is not None and whole else spoken(lines)
        cursor = view.words.textCursor()
        if cursor.hasSelection():
            cursor.removeSelectedText()
            view.words.setTextCursor(cursor)
        made = does.pasted(view.rows, view.current_id, view.words.offset, said)
        self._carry(made, _("粘贴转写 {n} 段").format(n=len(said)))
        self._page.say(_("粘贴成 {n} 段；想都留在一段里，撤销后按 Ctrl+Shift+V").format(n=len(said)))

    def paste_here(self) -> None:
        """The same, all of it into the segment one is in."""
        if not self._page.closed:
            self._page.editor.insertPlainText(QGuiApplication.clipboard().text())

    def delete(self) -> None:
        """Those that are selected."""
        view = self._page.view
        keys = view.selected()
        made = does.removed(view.rows, keys)
        self._carry(made, _("删除转写 {n} 段").format(n=len(keys)))
        self._page.say(_("删除了 {n} 段").format(n=len(keys)))

    def move(self, by: int) -> None:
        """Its words up or down; the times stay."""
        view = self._page.view
        self._carry(
            does.moved(view.rows, view.current_id, by), _("上移一段转写") if by < 0 else _("下移一段转写"), stay=True
        )

    # — times —

    def stamp(self) -> None:
        """F11: at the beginning of a segment that begins now; inside its words the time is written there."""
        page, view = self._page, self._page.view
        second = page.second
        if page.closed or second is None or view.current < 0:
            if second is None and not page.closed:
                page.say(_("这件没有录音，没有时间可记"))
            return
        editor = page.editor
        if editor.column == "text" and editor.offset == 0 and not editor.textCursor().hasSelection():
            self.set_now("start")
        else:
            page.insert(f"[{clock(second)[:8]}]")

    def set_now(self, which: str) -> None:
        """Begin or end at the sound's second."""
        view, second = self._page.view, self._page.second
        if second is None:
            self._page.say(_("这件没有录音，没有时间可记"))
            return
        words = _("起点记为现在") if which == "start" else _("止点记为现在")
        self._try(lambda: does.with_time(view.rows, view.current_id, which, second), words, stay=True)

    def give_time(self, which: str, typed: str) -> None:
        """A time as it was typed into its field."""
        view = self._page.view
        typed = typed.strip().replace("：", ":")
        try:
            second = seconds(typed) if typed else None
        except ValueError:
            self._page.say(_("“{words}”不是时间，请写成 0:12:03 这样").format(words=typed))
            self._page.reshow()
            return
        words = _("改起点") if which == "start" else _("改止点")
        self._try(lambda: does.with_time(view.rows, view.current_id, which, second), words, stay=True)

    def nudge(self, which: str, by: float) -> None:
        """A tenth of a second earlier or later."""
        view = self._page.view
        words = {
            ("start", True): _("起点早 0.1 秒"), ("start", False): _("起点晚 0.1 秒"),
            ("end", True): _("止点早 0.1 秒"), ("end", False): _("止点晚 0.1 秒"),
        }[which, by < 0]  # fmt: skip
        self._try(lambda: does.nudged(view.rows, view.current_id, which, by), words, stay=True)

    # — who, and for whom —

    def choose_speaker(self, number: int) -> None:
        """One of those who speak here, by his number."""
        speakers = self._page.speakers
        if not self._page.closed and number < len(speakers):
            self.set_speaker(speakers[number].label, "")

    def set_speaker(self, label: str, card: str) -> None:
        """Of the segments that are selected; with a card, the label has it from now on."""
        view = self._page.view
        if self._page.closed or view.current < 0:
            return
        keys = view.selected()
        words = _("说话人改为“{who}”").format(who=label) if label else _("去掉说话人")
        self._carry(
            does.with_speaker(view.rows, keys, label), words, stay=True, also=self._page.voices.with_card(label, card)
        )

    def set_level(self, level: Access) -> None:
        """Of the segments that are selected."""
        view = self._page.view
        made = does.with_level(view.rows, view.selected(), level.value)
        closed = any(row.get("access") for row in made.rows if row["id"] in view.selected())
        words = _("转写 {n} 段定为{level}") if closed else _("转写 {n} 段随全件")
        said = words.format(n=len(view.selected()), level=_(level.label))
        self._carry(made, said, stay=True)
        self._page.say(said)

    # — carrying out —

    def _try(self, act: Callable[[], does.Changed], words: str, *, stay: bool = False) -> None:
        try:
            made = act()
        except UsageError as refused:
            self._page.say(f"{refused.message}。{refused.remedy}")
            self._page.reshow()
            return
        self._carry(made, words, stay=stay)

    def _carry(
        self, made: does.Changed, words: str, *, stay: bool = False, also: Mapping[str, object] | None = None
    ) -> None:
        self._page.carry(made, words, stay=stay, also=also)

    def retime(self, keys: Collection[str], act: Callable[[], does.Changed], words: str) -> str:
        """Many at once; why it cannot be, or nothing."""
        try:
            made = act()
        except UsageError as refused:
            return f"{refused.message}。{refused.remedy}"
        self._carry(made, words.format(n=len(keys)), stay=True)
        return ""


def _pressed(sequence: Any) -> tuple[int, int]:
    combination = sequence[0]
    return combination.key(), combination.keyboardModifiers().value


def _speaker(rows: list[dict], at: int) -> str:
    return str(rows[at].get("speaker") or "") if 0 <= at < len(rows) else ""
