"""从转写稿做整理稿: which segments, how, and which fillers go; nothing is taken out that was not ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from archive_app.domain.edited.making import LONGEST, Labels
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, set_property, shown_if
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.oral.edited import Edited, Proposed, Wanted

_PLACE = Qt.ItemDataRole.UserRole
_LENGTHS = (("150", "约 150 字"), (str(LONGEST), f"约 {LONGEST} 字"), ("600", "约 600 字"), ("0", "一口气一段"))
_ALL, _CHOSEN = "all", "chosen"
_BEHIND, _INSTEAD = "behind", "instead"
_REST_MS = 250


class EditedDialog(Dialog):
    """``wanted`` is what was chosen; ``append`` where the text that is there stays."""

    last = (Labels.ASKED, str(LONGEST))
    """Labels and length that were chosen before, while the program runs."""

    def __init__(self, parent: QWidget | None, record: Record, rows: Sequence[int]) -> None:
        super().__init__(parent, _("从转写稿做整理稿"), 640)
        self._record, self._rows = record, tuple(rows)
        spoken = record.values.get("transcript") or ()
        self._bilingual = any(str(one.get("mandarin") or "").strip() for one in spoken)
        self._written = bool((record["manuscript"] or {}).get("blocks"))
        self.scope = Segments(
            [
                (_ALL, _("全部 {n:,} 段").format(n=len(spoken)), ""),
                (_CHOSEN, _("选中的 {n:,} 段").format(n=len(rows)), ""),
            ]
        )
        self.scope.choose(_CHOSEN if len(rows) > 1 else _ALL)
        self.words_of = Segments([("spoken", _("原话"), ""), ("mandarin", _("普通话"), "")])
        self.labels_of = Segments([(one.value, _(one.label), "") for one in Labels])
        self.labels_of.choose(self.last[0].value)
        self.length = Segments([(name, _(words), "") for name, words in _LENGTHS])
        self.length.choose(self.last[1])
        self.where = Segments([(_BEHIND, _("接在正文后面"), ""), (_INSTEAD, _("换掉原来的正文"), "")])
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._count)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("可以去掉的字眼"))
        self.tree.setFixedHeight(theme().dp(190))
        self.tree.itemChanged.connect(lambda *_changed: self._rest.start())
        self.note = label("", tone="faint", wrap=True)
        self.act = button(_("做整理稿"), self.accept, role="primary")
        self.act.setDefault(True)
        scope = row(label(_("哪些段")), self.scope, None, spacing=12)
        words = pane(row(label(_("哪种话")), self.words_of, None, spacing=12))
        where = pane(row(label(_("已有正文")), self.where, None, spacing=12))
        parts = (
            scope,
            words,
            row(label(_("怎么写")), self.labels_of, None, spacing=12),
            row(label(_("一段多长")), self.length, None, spacing=12),
            where,
            4,
            label(_("要去掉的字眼（打了勾的才去掉）")),
            self.tree,
            self.note,
        )
        whole = (
            label(_("从转写稿做整理稿"), voice="title"),
            pane(column(*parts, spacing=8)),
            4,
            self.buttons(button(_("取消"), self.reject), self.act),
        )
        self.setLayout(column(*whole, spacing=8, around=(24, 20, 24, 20)))
        self.scope.set_shown(_CHOSEN, bool(rows))
        shown_if(words, self._bilingual)
        shown_if(where, self._written)
        for part in (self.scope, self.words_of):
            part.chosen.connect(lambda _name: self._find())
        for part in (self.labels_of, self.length, self.where):
            part.chosen.connect(lambda _name: self._count())
        self._find()

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        from archive_app.services.oral.edited import Wanted

        drop = frozenset(leaf.data(0, _PLACE) for leaf in self._leaves() if leaf.checkState(0) is Qt.CheckState.Checked)
        base = self._base
        return Wanted(base.rows, base.words, Labels(self.labels_of.choice()), int(self.length.choice()), drop)

    @property
    def append(self) -> bool:
        """Whether the text that is there stays."""
        return self._written and self.where.choice() == _BEHIND

    def accept(self) -> None:
        """Remember how, for the next time."""
        EditedDialog.last = (Labels(self.labels_of.choice()), self.length.choice())
        super().accept()

    @property
    def _base(self) -> Wanted:
        from archive_app.services.oral.edited import Wanted
        from archive_app.services.oral.forms import Words

        rows = self._rows if self.scope.choice() == _CHOSEN else None
        return Wanted(rows, Words(self.words_of.choice()) if self._bilingual else Words.SPOKEN)

    def _leaves(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount())]
        return [top.child(at) for top in tops for at in range(top.childCount())]

    def _find(self) -> None:
        """List what may be taken out, by word; none of it is ticked."""
        from archive_app.services.oral.edited import proposals

        by_word: dict[str, list[Proposed]] = {}
        for one in proposals(self._record, self._base):
            by_word.setdefault(one.filler.word, []).append(one)
        self.tree.blockSignals(True)
        self.tree.clear()
        for word, places in sorted(by_word.items(), key=lambda pair: -len(pair[1])):
            top = QTreeWidgetItem(self.tree, [_("{word}　{n:,} 处").format(word=word, n=len(places))])
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
            for one in places:
                words = _("第 {n:,} 段　{before}【{word}】{after}").format(
                    n=one.row + 1, before=one.before, word=word, after=one.after
                )
                leaf = QTreeWidgetItem(top, [words])
                leaf.setData(0, _PLACE, (one.row, one.filler.start))
                leaf.setCheckState(0, Qt.CheckState.Unchecked)
        if not by_word:
            none = QTreeWidgetItem(self.tree, [_("没有找到嗯、呃、那个……这样的字眼")])
            none.setFlags(Qt.ItemFlag.NoItemFlags)
        self.tree.expandAll()
        self.tree.blockSignals(False)
        self._count()

    def _count(self) -> None:
        """Say what will be made."""
        from archive_app.services.oral.edited import text_of

        self._rest.stop()
        text, back = text_of(self._record, self.wanted)
        words = _("做成 {n:,} 段、{m:,} 字，每一段都记着出自录音的哪几段。").format(
            n=len(text), m=text.character_count()
        )
        if back:
            words += _("有 {n:,} 段的级别比全件严，不写进去。").format(n=back)
        if self._written and not self.append:
            words += _("原来的正文换掉以后，可以撤销，也在“版本”里找得回来。")
        self.note.setText(words if len(text) else _("这些段里没有能写进整理稿的话。"))
        set_property(self.note, "tone", "faint" if len(text) else "danger")
        self.act.setEnabled(bool(len(text)))


class EditedText(QObject):
    """Asks how, then writes the item's text: one step of undo."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell

    def ask(self, record: Record, rows: Sequence[int] = ()) -> None:
        """Ask how an item's text is to be made of its transcript; ``rows`` are those selected in it."""
        if not record.values.get("transcript"):
            self._shell.toast(_("还没有转写稿：先听写，或加入转写稿"))
            return
        dialog = EditedDialog(self._window, record, rows)
        if dialog.exec():
            self.make(record.id, dialog.wanted, append=dialog.append)
        dialog.deleteLater()

    def make(self, item: str, wanted: Wanted, *, append: bool) -> None:
        """Make it."""
        from archive_app.services.oral.edited import make_text

        archive, session = self._shell.session.archive, self._shell.session
        session.write(
            lambda: make_text(archive, item, wanted, append=append, instead=not append),
            self._made,
            self._shell.show_error,
        )

    def link(self, record: Record) -> None:
        """Tie the text that is there to the recording."""
        from archive_app.services.oral.edited import link_text

        archive, session = self._shell.session.archive, self._shell.session
        session.write(lambda: link_text(archive, record.id), self._linked, self._shell.show_error)

    def _made(self, done: Edited) -> None:
        words = _("整理稿 {n:,} 段、{m:,} 字，写进正文了；光标在哪一段，按 F8 就听那一段。")
        self._shell.toast(words.format(n=done.paragraphs, m=done.characters))

    def _linked(self, done: Edited) -> None:
        words = _("正文 {n:,} 段，{m:,} 段连到了录音；光标在哪一段，按 F8 就听那一段。")
        self._shell.toast(words.format(n=done.paragraphs, m=done.told))
