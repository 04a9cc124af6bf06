"""The index points of a recording beside its transcript: where the talk comes to something, what it is, who and where.

A list by time, and below it the point one is at. A key makes one at the sound's second; from there on everything is
typed, and Enter goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.entities import ITEM
from archive_app.domain.identity import new_id
from archive_app.domain.recordings import labelled
from archive_app.domain.transcribing import with_ids
from archive_app.gui.composition import composing
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.editors.line import checks, clock
from archive_app.gui.editors.registry import make_editor
from archive_app.gui.editors.tags import TagsEditor
from archive_app.gui.editors.word_help import WordHelp
from archive_app.gui.i18n import _
from archive_app.gui.records.links import ArchiveLinks
from archive_app.gui.records.page_field import PageField
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, scrolled, tool
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.known_words import KnownWords

_FIELD = ITEM.field("index_points")


class PointsPanel(QWidget):
    """``went_to`` tells recording and second of a point that was clicked; ``left`` that the keyboard is done here."""

    went_to = Signal(str, float)
    left = Signal()
    changed = Signal()

    def __init__(self, shell: Shell, host: QWidget) -> None:
        super().__init__(host)
        self._links = ArchiveLinks(shell.session, self)
        self.rows: list[dict[str, Any]] = []
        self._read_only = False
        self._at = -1
        self._heard = -1
        self._session = shell.session
        self._keywords: KnownWords | None = None
        self._recordings: dict[str, str] = {}
        self._first = ""
        self.setMinimumWidth(theme().dp(264))
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._build()
        self.field = PageField(shell.session, _FIELD, self, lambda: self.rows, self._show)
        self.field.failed.connect(shell.show_error)

    def _build(self) -> None:
        self.head = label(_("内容索引"), voice="section")
        self.add_button = tool("plus", _("在现在的这一秒立一个索引点（Ctrl+F12）"), text=_("加一点"), token="ink")
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("内容索引"))
        self.list.setMinimumHeight(theme().dp(96))
        self.list.itemClicked.connect(self._clicked)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.installEventFilter(self)
        self.editors: dict[str, FieldEditor] = {}
        self._form_at = column(spacing=0)
        self._none = label(
            _("听到讲起一件新的事，按 Ctrl+F12 立一个点：写标题、提要，人物和地点打拼音就能选。"),
            tone="faint",
            wrap=True,
        )
        self._none_pane = pane(column(self._none, None, around=(12, 8, 12, 8)))
        head = row(self.head, None, self.add_button, around=(12, 6, 8, 6))
        lay = column(head, self.list, line(), self._none_pane, self._form_at, spacing=0)
        lay.setStretch(1, 2)
        lay.setStretch(3, 3)
        lay.setStretch(4, 5)
        self.setLayout(lay)

    def _make_form(self) -> None:
        """The fields of a point: made when somebody looks at one, since few do."""
        if self.editors:
            return
        parts: list[Any] = []
        for one in _FIELD.columns:
            if one.by_program:
                continue
            editor = make_editor(one, self._links, compact=True)
            editor.edited.connect(self._edited)
            editor.finished.connect(self._finished)
            self.editors[one.name] = editor
            parts += [label(_(one.label), tone="faint", voice="small"), editor]
        keywords = self.editors["keywords"]
        if isinstance(keywords, TagsEditor):
            WordHelp(keywords.box, self._known_words)
        for editor in self.editors.values():
            for inside in (editor, *editor.findChildren(QWidget)):
                inside.installEventFilter(self)
        self._wrong = label("", tone="danger", voice="small", wrap=True)
        self._wrong.hide()
        self.gone = button(_("删除这一点"), self.remove, role="link", icon="trash")
        form = pane(column(*parts, self._wrong, row(self.gone, None), None, spacing=4, around=(12, 8, 12, 8)))
        self._area = scrolled(form)
        self._form_at.addWidget(self._area)
        for editor in self.editors.values():
            editor.set_read_only(self._read_only)
        self.gone.setVisible(not self._read_only)
        self._draw()
        self._fill()

    def _known_words(self, typed: str, then: Callable[[Sequence[str]], None]) -> None:
        """The keywords of the archive, and of this item's other points, that fit what is typed."""
        from archive_app.services.known_words import KnownWords

        if self._keywords is None:
            self._keywords = KnownWords(self._session.archive, "keywords")
        words, here = self._keywords, [word for one in self.rows for word in one.get("keywords") or ()]
        self._session.ask(lambda: words.find(typed, here), then, key=("keywords", id(self)))

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        self._make_form()
        super().showEvent(event)

    # — the field —

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now."""
        self.field.show_record(record)

    def _show(self, value: Any, same: bool) -> None:
        key = str(self.rows[self._at].get("id")) if same and 0 <= self._at < len(self.rows) else ""
        self.rows = with_ids(value or ())
        self._at = next((at for at, one in enumerate(self.rows) if one["id"] == key), 0 if self.rows else -1)
        self._draw()
        self._fill()
        self.changed.emit()

    def flush(self) -> None:
        """Save what is pending; a time that is none is left as it was."""
        self.field.save()

    def set_read_only(self, read_only: bool) -> None:
        """Whether points are there to be read only."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        if self.editors:
            self.gone.setVisible(not read_only)
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    def seconds(self, recording: str = "") -> list[tuple[float, str]]:
        """When the points of a recording (as the player has it) are, and what they are called."""
        return [
            (float(one["at"]), str(one.get("title") or ""))
            for one in self.rows
            if one.get("at") is not None and self._is_of(one, recording)
        ]

    def show_recordings(self, names: Mapping[str, str], first: str) -> None:
        """What the item's recordings are called by the ids of their files; nothing where there is only one."""
        if (dict(names), first) != (self._recordings, self._first):
            self._recordings, self._first = dict(names), first
            self._draw()

    def _is_of(self, one: dict[str, Any], recording: str) -> bool:
        return not self._recordings or (one.get("file") or self._first) == (recording or self._first)

    def _order(self, one: dict[str, Any]) -> tuple[int, float]:
        """Recording by recording, then by time."""
        names = list(self._recordings)
        file = str(one.get("file") or self._first)
        return names.index(file) if file in names else len(names) if names else 0, float(one.get("at") or 0.0)

    # — the list —

    def _draw(self) -> None:
        quiet = self.list.blockSignals(True)
        self.list.clear()
        for number, one in enumerate(self.rows):
            self.list.addItem(QListWidgetItem(self._words(one)))
            self.list.item(number).setToolTip(str(one.get("synopsis") or ""))
        self.list.setCurrentRow(self._at)
        self.list.blockSignals(quiet)
        there = bool(self.rows)
        self._none_pane.setVisible(not there)
        if self.editors:
            self._area.setVisible(there)
        self.list.setVisible(there)
        self.head.setText(_("内容索引　{n}").format(n=len(self.rows)) if there else _("内容索引"))

    def _words(self, one: dict[str, Any]) -> str:
        when = clock(int(float(one["at"]))) if one.get("at") is not None else _("没有时间")
        if self._recordings:
            name = self._recordings.get(str(one.get("file") or self._first)) or _("录音不在了")
            when = f"{name}　{when}"
        return f"{when}　{one.get('title') or _('（还没有标题）')}"

    def _redraw_current(self) -> None:
        if 0 <= self._at < self.list.count():
            self.list.item(self._at).setText(self._words(self.rows[self._at]))

    def row_at(self, second: float, recording: str = "") -> int:
        """The point that is at this second of a recording, or the last one before it."""
        own = [at for at, one in enumerate(self.rows) if self._is_of(one, recording)]
        return max((at for at in own if float(self.rows[at].get("at") or 0) <= second + 0.05), default=-1)

    def follow(self, second: float, recording: str = "") -> None:
        """The point that is heard is bold."""
        heard = self.row_at(second, recording)
        if heard == self._heard or self.isHidden():
            return
        self._heard = heard
        for number in range(self.list.count()):
            font = theme().font(bold=number == heard)
            self.list.item(number).setFont(font)

    def _clicked(self, entry: QListWidgetItem) -> None:
        one = self.rows[self.list.row(entry)]
        if one.get("at") is not None:
            self.went_to.emit(str(one.get("file") or ""), float(one["at"]))

    def _chosen(self, at: int) -> None:
        if at != self._at:
            self.field.save()
            self._at = at
            self._fill()

    def show_row(self, at: int) -> None:
        """One point."""
        if 0 <= at < len(self.rows):
            self.list.setCurrentRow(at)

    # — the point one is at —

    def _fill(self) -> None:
        values = self.rows[self._at] if 0 <= self._at < len(self.rows) else {}
        if self.editors:
            self._wrong.hide()
        for name, editor in self.editors.items():
            editor.set_wrong(False)
            editor.show_value(values.get(name, editor.field.empty()))

    def add(self, second: float, key: str = "") -> None:
        """A point at a second of a recording (its ``key`` as rows hold it), with the keyboard in its title; what it is
        about is written next."""
        self._make_form()
        self.field.save()
        fresh: dict[str, Any] = labelled({"id": new_id(), "at": round(second, 1), "title": ""}, key)
        at = sum(1 for one in self.rows if self._order(one) <= self._order(fresh))
        self.rows.insert(at, fresh)
        self._at = at
        self._draw()
        self._fill()
        self.editors["title"].setFocus()
        self.changed.emit()
        self.field.edited()
        self.field.save(_("加一个索引点"))

    def remove(self) -> None:
        """The point one is at goes."""
        if not 0 <= self._at < len(self.rows):
            return
        self.field.save()
        del self.rows[self._at]
        self._at = min(self._at, len(self.rows) - 1)
        self._draw()
        self._fill()
        self.changed.emit()
        self.field.edited()
        self.field.save(_("删除一个索引点"))
        self.left.emit()

    def _edited(self) -> None:
        if not 0 <= self._at < len(self.rows):
            return
        values = dict(self.rows[self._at])
        wrong = ""
        for name, editor in self.editors.items():
            value = editor.value()
            said = checks(editor.field, value)
            editor.set_wrong(bool(said))
            if said:
                wrong = said
                continue
            value = editor.field.check(value)
            if value != editor.field.empty():
                values[name] = value
            else:
                values.pop(name, None)
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if values != self.rows[self._at]:
            self.rows[self._at] = values
            self._redraw_current()
            self.field.edited()
            self.changed.emit()

    def _finished(self) -> None:
        self._edited()
        self.field.save()
        self._sort()

    def _sort(self) -> None:
        """By time, after one was given another."""
        ordered = sorted(self.rows, key=self._order)
        if [one["id"] for one in ordered] != [one["id"] for one in self.rows]:
            key = self.rows[self._at]["id"]
            self.rows = ordered
            self._at = next(at for at, one in enumerate(ordered) if one["id"] == key)
            self._draw()
            self.field.edited()

    # — keys —

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a line goes on to the next, Esc back to the segments, Delete in the list takes a point away."""
        if not self.editors:
            return False
        if event.type() == QEvent.Type.FocusOut and watched is self.editors["at"].focusProxy():
            self._sort()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or composing():
            return False
        key = event.key()
        if watched is self.list:
            return self._list_key(key)
        if key == Qt.Key.Key_Escape:
            self.field.save()
            self.left.emit()
            return True
        one_line = watched in (self.editors["at"].focusProxy(), self.editors["title"].focusProxy())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and one_line:
            self.focusNextChild()
            return True
        return False

    def _list_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Delete and not self._read_only:
            self.remove()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.editors["title"].setFocus()
        elif key == Qt.Key.Key_Space and self.list.currentItem() is not None:
            self._clicked(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True
