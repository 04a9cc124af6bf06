"""人名 and 地名 in a text: marked, and linked to the card of whom or what they mean, by characters, pinyin or
initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.manuscript import SpanStyle
from archive_app.gui.composition import composing
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.records.links import ArchiveLinks
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row, shown_if

if TYPE_CHECKING:
    from archive_app.gui.manuscript.editor import ManuscriptEditor
    from archive_app.gui.workspaces.workspace import Shell

ENTITIES = {SpanStyle.PERSON: "person", SpanStyle.PLACE: "place"}
_ID = Qt.ItemDataRole.UserRole
_NEW, _NONE = "new", ""


class NameDialog(Dialog):
    """``card`` is the id of the card that was chosen, empty where only the words are marked; ``off`` where no mark is
    wanted any more."""

    def __init__(self, parent: QWidget | None, links: ArchiveLinks, style: SpanStyle, words: str, card: str) -> None:
        """``words`` are those that are marked; ``card`` is the one they are linked to, where they are."""
        kind = _("人名") if style is SpanStyle.PERSON else _("地名")
        super().__init__(parent, _("标{kind}").format(kind=kind), width=440)
        self._links, self._entity, self._words = links, ENTITIES[style], words
        self.card, self.off = "", False
        self.line = QLineEdit(words)
        self.line.setPlaceholderText(_("名字、拼音或首字母"))
        self.line.setAccessibleName(kind)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._ask)
        self.list = QListWidget()
        self.list.setAccessibleName(_("卡片"))
        self.list.setMinimumHeight(theme().dp(200))
        self.list.itemActivated.connect(lambda _line: self.accept())
        self._now = label("", tone="faint", wrap=True)
        shown_if(self._now, bool(card))
        if card:
            links.title(self._entity, card, lambda title: self._now.setText(_("现在连着：{title}").format(title=title)))
        away = button(_("去掉标记"), self._take_off, role="link")
        act = button(_("就这样"), self.accept, role="primary")
        act.setDefault(True)
        foot = row(away, None, button(_("取消"), self.reject), act, spacing=12)
        head = label(f"“{words}”", voice="title", wrap=True)
        self.setLayout(column(head, self._now, self.line, self.list, foot, spacing=10, around=(24, 20, 24, 20)))
        self._away = away
        self._ask()
        self.line.setFocus()
        self.line.selectAll()

    def offer_removal(self, marked: bool) -> None:
        """Only what is marked can be unmarked."""
        self._away.setVisible(marked)

    def _ask(self) -> None:
        words = self.line.text().strip()
        if not words:
            self._show(words, [])
            return
        self._links.suggest(self._entity, words, lambda found: self._show(words, found))

    def _show(self, words: str, found: list[tuple[str, str]]) -> None:
        if words != self.line.text().strip():
            return
        self.list.clear()

        def add(text: str, key: str) -> None:
            made = QListWidgetItem(text)
            made.setData(_ID, key)
            self.list.addItem(made)

        for key, title in found:
            add(title, key)
        add(_("只标记，不连卡片"), _NONE)
        if self._links.can_create(self._entity) and words and not words.isascii():
            add(_("新建卡片“{words}”").format(words=words), _NEW)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down go through the list while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not composing():
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
                return True
        return super().eventFilter(watched, event)

    def _take_off(self) -> None:
        self.off = True
        super().accept()

    def accept(self) -> None:
        """The card that is chosen; a new one is made first."""
        chosen = self.list.currentItem()
        key = str(chosen.data(_ID)) if chosen is not None else _NONE
        if key == _NEW:
            self._links.create(self._entity, self.line.text().strip(), self._made)
            return
        self.card = key
        super().accept()

    def _made(self, card: str) -> None:
        self.card = card
        super().accept()


class Naming(QObject):
    """Marks names in the text of ``editor``, with the cards of the archive."""

    def __init__(self, shell: Shell, editor: ManuscriptEditor) -> None:
        super().__init__(editor)
        self._shell, self._editor = shell, editor
        self._links = ArchiveLinks(shell.session, self)
        editor.take_names()
        editor.name_wanted.connect(self.ask)

    def ask(self, style: SpanStyle) -> None:
        """Mark what is selected, or change the mark that the cursor is in."""
        page = self._editor.page
        stretch = page.stretch(style)
        if stretch is None:
            self._shell.toast(_("先选中名字，再标。"))
            return
        start, end, words, value = stretch
        dialog = NameDialog(self._editor, self._links, style, words, value or "")
        dialog.offer_removal(value is not None)
        if dialog.exec():
            self._editor.step_ended.emit()
            page.set_mark(start, end, style, None if dialog.off else dialog.card)
            self._editor.step_ended.emit()
        dialog.deleteLater()
