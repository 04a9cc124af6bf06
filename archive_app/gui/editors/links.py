"""Links to other records: found by typing a name, its initials or its pinyin; made where there is none yet."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field
from archive_app.gui.editors.editor import FieldEditor, Links
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column
from archive_app.gui.widgets.tags import TagBox

_ID = Qt.ItemDataRole.UserRole
_NEW = Qt.ItemDataRole.UserRole + 1


class LinksEditor(FieldEditor):
    """One link or several, as tags with the records' titles."""

    def __init__(self, field: Field, links: Links, *, many: bool, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self._links = links
        self._many = many
        self._entity = entity_named(field.target)
        hint = _(field.label) if compact else _("写{what}的名字").format(what=_(self._entity.label))
        self.box = TagBox(hint)
        self.box.free_words = False
        self.box.changed.connect(self._changed)
        self.box.typed.connect(self._typed)
        self._ids: list[str] = []
        self._titles: dict[str, str] = {}
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(9)
        view = QListView()
        view.setProperty("role", "popup")
        view.setMinimumWidth(theme().dp(240))
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._completer.setPopup(view)
        view.setProperty("role", "popup")
        self._completer.setWidget(self.box.line)
        activated: Any = self._completer.activated
        activated[QModelIndex].connect(self._chosen)
        self._name(self.box.line)
        self.setLayout(column(self.box))

    # — the list under the line —

    def _typed(self, text: str) -> None:
        words = text.strip()
        if not words:
            self._completer.popup().hide()
            return
        self._links.suggest(self.field.target, words, lambda found: self._show(words, found))

    def _show(self, words: str, found: list[tuple[str, str]]) -> None:
        if self.box.pending() != words or not self.box.line.hasFocus():
            return
        self._model.clear()
        for record_id, title in found[:8]:
            if record_id not in self._ids:
                entry = QStandardItem(title)
                entry.setData(record_id, _ID)
                self._model.appendRow(entry)
        # wjz is a way to say 王家庄, not the name of somebody new
        meant = bool(found) and words.isascii()
        known = words in (title for _id, title in found)
        if self._links.can_create(self.field.target) and not known and not meant:
            entry = QStandardItem(_("新建{what}“{words}”").format(what=_(self._entity.label), words=words))
            entry.setData(words, _NEW)
            self._model.appendRow(entry)
        if self._model.rowCount():
            theme().dress(self._completer.popup())
            self._completer.complete()
            self._make_room()
            self._completer.popup().setCurrentIndex(self._model.index(0, 0))
        else:
            self._completer.popup().hide()

    def _make_room(self) -> None:
        """The completer forgets what the stylesheet leaves round the rows: without it two rows would have to scroll."""
        popup = self._completer.popup()
        few = self._model.rowCount() <= self._completer.maxVisibleItems()
        short = popup.verticalScrollBar().maximum() if few else 0
        if short:
            above = popup.y() < self.box.line.mapToGlobal(self.box.line.rect().topLeft()).y()
            popup.setGeometry(popup.x(), popup.y() - (short if above else 0), popup.width(), popup.height() + short)

    def _chosen(self, index: QModelIndex) -> None:
        record_id, words, title = index.data(_ID), index.data(_NEW), index.data()
        # after the completer has written its own words into the line
        QTimer.singleShot(0, self, self.box.line.clear)
        if record_id:
            self._take(str(record_id), str(title))
            # the list said the alias that fitted; the tag says the name
            self._links.title(self.field.target, str(record_id), partial(self._named, str(record_id)))
        elif words:
            self._links.create(self.field.target, str(words), lambda made: self._take(made, str(words)))

    def _take(self, record_id: str, title: str) -> None:
        self._titles[record_id] = title
        if not self._many:
            self.box.show_tags([])
        self.box.add(record_id, title)

    def _changed(self) -> None:
        self._ids = self.box.keys()
        self.edited.emit()
        self.finished.emit()

    # — the value —

    def value(self) -> Any:
        return list(self._ids) if self._many else (self._ids[0] if self._ids else "")

    def show_value(self, value: Any) -> None:
        self._ids = list(value or []) if self._many else [value] if value else []
        self._redraw()
        for record_id in self._ids:
            if record_id not in self._titles:
                self._links.title(self.field.target, record_id, partial(self._named, record_id))

    def _named(self, record_id: str, title: str) -> None:
        self._titles[record_id] = title
        if record_id in self._ids:
            self._redraw()

    def _redraw(self) -> None:
        self.box.show_tags([(key, self._titles.get(key, "…")) for key in self._ids])

    def unfinished(self) -> Any:
        return self.box.pending() or None

    def show_unfinished(self, typed: Any) -> None:
        self.box.line.setText(str(typed or ""))

    def set_read_only(self, read_only: bool) -> None:
        self.box.set_read_only(read_only)
