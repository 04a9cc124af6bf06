"""核对文字: the words of an earlier volume's pages beside their scans, looked through one by one, or taken for
right all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from archive_app.domain.scanned.lines import ScanPage
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.scans.dialog import ScanDialog
from archive_app.gui.widgets.basics import button, row
from archive_app.services.earlier.leaves import CONFIRMED, DRAFT, STANDINGS, Leaf
from archive_app.services.scans.drafts import FileDraft

EDGE = 2880
"""Pixels of the longer side of a page as it is shown."""

Ask = Callable[..., None]


def drafts_of(leaves: Sequence[Leaf]) -> list[FileDraft]:
    """The pages that have words, file by file."""
    by_file: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if leaf.page.lines:
            by_file.setdefault(leaf.file.id, []).append(leaf)
    return [
        FileDraft(own[0].file, tuple(leaf.page for leaf in own), int(own[0].file["pages"] or 1))
        for own in by_file.values()
    ]


class LeavesDialog(ScanDialog):
    """``seen``: the pages that a person has found right, by file and page (from 0); those written in are among them.
    ``whole``: all are taken for right. ``bring`` gives the path of a leaf's picture; asked off the painting thread."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        leaves: Sequence[Leaf],
        ask: Ask,
        bring: Callable[[Leaf], Path],
        at: int = 1,
    ) -> None:
        """``at`` is the page of the scans (from 1) at which one begins."""
        self._ask_for, self._bring = ask, bring
        self._leaves = {(leaf.file.id, leaf.at): leaf for leaf in leaves}
        self.seen: set[tuple[str, int]] = set()
        self.whole = False
        super().__init__(parent, title, drafts_of(leaves), lambda _draft, _number: Path(), {}, frozenset())
        for keys in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
            QShortcut(QKeySequence(keys), self, self.right)
        first = next((n for n in range(len(self._pages)) if self._leaf_at(n).number >= at), 0)
        self.go(first)
        self.text.setFocus()

    def _leaf_at(self, number: int) -> Leaf:
        one, at = self._pages[number]
        draft = self.drafts[one]
        return self._leaves[draft.file.id, draft.pages[at].number]

    def _page_words(self, draft: FileDraft, at: int) -> str:
        leaf = self._leaves[draft.file.id, draft.pages[at].number]
        return _("{page}　{standing}").format(page=leaf.name, standing=STANDINGS[leaf.standing])

    def _foot(self, into: Mapping[str, str]) -> QHBoxLayout:
        self.here_button = button(
            _("这一页对了"), self.right, role="primary", tip=_("算核对过，到下一页没有核对过的（Ctrl+Shift+回车）")
        )
        return row(
            button(_("全部算核对过"), self._all, tip=_("没有看过的页也算；可以撤销")),
            None,
            button(_("关闭"), self.accept, tip=_("改过的页算核对过，都留着")),
            self.here_button,
            spacing=10,
            around=(16, 6, 16, 12),
        )

    def _say_where(self) -> None:
        """There is nowhere else for the words to go."""

    def _show_picture(self, draft: FileDraft, page: ScanPage) -> None:
        leaf = replace(self._leaves[draft.file.id, page.number], page=page)
        self.view.show_picture(None, _("正在打开…"))
        key = (draft.file.id, page.number)
        self._ask_for(
            partial(self._bring, leaf), partial(self._take_picture, key), partial(self._no_picture, key), key="leaf"
        )

    def _take_picture(self, key: tuple[str, int], path: Path) -> None:
        if key != self._here():
            return
        picture = QPixmap(str(path))
        self.view.show_picture(None if picture.isNull() else picture, _("这一页的图打不开"))
        self.view.come_near()
        self._moved()

    def _no_picture(self, key: tuple[str, int], error: Exception) -> None:
        if key == self._here():
            self.view.show_picture(None, str(error))

    def _here(self) -> tuple[str, int] | None:
        if not 0 <= self._shown < len(self._pages):
            return None
        one, at = self._pages[self._shown]
        return self.drafts[one].file.id, self.drafts[one].pages[at].number

    def right(self) -> None:
        """The page is right as it is written; on to the next that nobody has looked through."""
        here = self._here()
        if here is None or composing():
            return
        self.seen.add(here)
        following = next((n for n in range(self._shown + 1, len(self._pages)) if not self._is_seen(n)), None)
        if following is None:
            self._say()
            return
        self.go(following)
        self.text.setFocus()

    def _is_seen(self, number: int) -> bool:
        leaf = self._leaf_at(number)
        return leaf.standing == CONFIRMED or (leaf.file.id, leaf.at) in self.seen

    def _all(self) -> None:
        if not composing():
            self.whole = True
            self.accept()

    def _say(self) -> None:
        page = self.page
        if page is None:
            self.said.setText(_("没有带文字的页"))
            return
        left = sum(not self._is_seen(n) for n in range(len(self._pages)))
        state = _("已核对") if self._is_seen(self._shown) else STANDINGS[self._leaf_at(self._shown).standing]
        words = _("这一页：{state}，存疑 {here:,} 字。还有 {left:,} 页没有核对。").format(
            state=state, here=page.doubts, left=left
        )
        draft = self._leaf_at(self._shown).standing == DRAFT
        self.said.setText(words + _("没有核对的照样能检索，标着“识别稿”。") if draft else words)
        self.next_button.setEnabled(any(draft.doubts for draft in self.drafts))

    def results(self) -> list[Leaf]:
        """The pages that are to be kept as looked through, as they are written now."""
        found = []
        for draft in self.drafts:
            for page in draft.pages:
                key = (draft.file.id, page.number)
                leaf: Any = self._leaves[key]
                written = page.number in self.changed.get(draft.file.id, {})
                if written or key in self.seen or (self.whole and leaf.standing != CONFIRMED):
                    found.append(replace(leaf, page=page))
        return found
