"""A draft beside its scan: the line in hand framed on the scan, what is doubtful marked, taken or kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QMouseEvent, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from archive_app.domain.scanned.lines import ScanPage
from archive_app.gui.composition import composing
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.scans.picture import ScanView
from archive_app.gui.scans.text import LinesEdit
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, tool
from archive_app.services.scans.drafts import FileDraft, with_page

TAKE, AGAIN = "take", "again"
"""What a person wants when the dialog closes; nothing: the draft is kept as it is."""


class _View(ScanView):
    """The scan; a click goes to the line."""

    def __init__(self, clicked: Callable[[int], None]) -> None:
        super().__init__()
        self._clicked = clicked
        self.setMinimumSize(theme().dp(220), theme().dp(160))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A line that was clicked is gone to."""
        super().mouseReleaseEvent(event)
        number = self.line_at(event.position())
        if number is not None:
            self._clicked(number)


class ScanDialog(Dialog):
    """``drafts`` are what is written now; ``changed`` the pages that a person has written or looked at, by file.

    ``pictures`` says where the picture of a file's page is; ``into`` where the words may go: field and label;
    ``filled`` in which of these there are words already."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        drafts: Sequence[FileDraft],
        pictures: Callable[[FileDraft, int], Path],
        into: Mapping[str, str],
        filled: frozenset[str],
    ) -> None:
        super().__init__(parent, _("识别稿：{title}").format(title=title), 1000)
        self.drafts = list(drafts)
        self.changed: dict[str, dict[int, ScanPage]] = {}
        self.wish = ""
        self._pictures, self._filled = pictures, filled
        self._pages = [(one, at) for one, draft in enumerate(self.drafts) for at in range(len(draft.pages))]
        self._shown = -1
        self._build(into)
        self._keys()
        self.go(0)
        first = self._next_with_doubts(-1)
        if first is not None:
            self.go(first)
        self.text.next_doubt()
        self.text.setFocus()
        room = room_for(self)
        self.resize(min(theme().dp(1180), room.width()), min(theme().dp(800), room.height()))

    def _build(self, into: Mapping[str, str]) -> None:
        self.view = _View(self._clicked)
        self.text = LinesEdit()
        self.text.edited.connect(self._edited)
        self.text.moved.connect(self._moved)
        self.where = CalmCombo()
        self.where.setAccessibleName(_("第几页"))
        for one, at in self._pages:
            self.where.addItem(self._page_words(self.drafts[one], at))
        self.where.activated.connect(self.go)
        back = tool("chevron-left", _("上一页（Ctrl+PgUp）"), partial(self._turn, -1))
        on = tool("chevron-right", _("下一页（Ctrl+PgDn）"), partial(self._turn, 1))
        nearer = tool("zoom-in", _("放大（Ctrl++）"), partial(self._zoom, 1.25))
        farther = tool("zoom-out", _("缩小（Ctrl+-）"), partial(self._zoom, 0.8))
        whole = tool("zoom-reset", _("看整页（Ctrl+0）"), self._whole)
        bar = row(back, self.where, on, None, farther, whole, nearer, spacing=6, around=(12, 8, 12, 6))
        self.said = label("", tone="faint", wrap=True)
        self.next_button = button(_("下一处存疑"), self.next_doubt, tip=_("到下一个拿不准的字（F3，退回 Shift+F3）"))
        self.right_button = button(_("这个字对"), self.settle, tip=_("不再标它，到下一处（F2）"))
        self.part_button = button(_("另起一段"), self.text.part, tip=_("这一行是一段的开头，或者不是（Ctrl+回车）"))
        acts = row(self.next_button, self.right_button, self.part_button, None, spacing=8, around=(12, 8, 12, 6))
        left = pane(column(bar, self.view, spacing=0))
        left.layout().setStretch(1, 1)
        right = pane(column(acts, self.text, spacing=0))
        right.layout().setStretch(1, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setChildrenCollapsible(False)
        parts.setSizes([520, 480])
        foot = self._foot(into)
        self.setLayout(column(parts, pane(row(self.said, around=(16, 6, 16, 0))), foot, spacing=0))
        self.layout().setStretch(0, 1)
        self.where.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        self._say_where()

    def _foot(self, into: Mapping[str, str]) -> QHBoxLayout:
        """What is done with the draft."""
        self.into = CalmCombo()
        self.into.setAccessibleName(_("放进哪一栏"))
        for name, words in into.items():
            self.into.addItem(words, name)
        self.into.currentIndexChanged.connect(lambda _index: self._say_where())
        self.how = CalmCombo()
        self.how.setAccessibleName(_("那一栏里已有的字"))
        self.how.addItem(_("接在已有的后面"), False)
        self.how.addItem(_("换掉已有的"), True)
        self.take_button = button(_("采用"), partial(self._leave, TAKE), role="primary", tip=_("放进资料，可以撤销"))
        self.take_button.setEnabled(any(page.lines for draft in self.drafts for page in draft.pages))
        for chooser in (self.into, self.how):
            chooser.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        return row(
            button(_("重新识别"), partial(self._leave, AGAIN), tip=_("改过的不要，从头再认一遍")),
            None,
            label(_("放进")),
            self.into,
            self.how,
            button(_("先留着"), self.accept, tip=_("改过的都留着，下次接着核对")),
            self.take_button,
            spacing=10,
            around=(16, 6, 16, 12),
        )

    def _page_words(self, draft: FileDraft, at: int) -> str:
        """How a page of a draft is called."""
        name = f"{draft.file['name']}　" if len(self.drafts) > 1 else ""
        number = draft.pages[at].number + 1
        return _("{name}第 {n}/{of} 页").format(name=name, n=number, of=max(draft.count, number))

    def _keys(self) -> None:
        for keys, act in (
            ("F3", self.next_doubt),
            ("Shift+F3", partial(self.next_doubt, back=True)),
            ("F2", self.settle),
            ("Ctrl+Return", self.text.part),
            ("Ctrl+Enter", self.text.part),
            ("Ctrl+PgUp", partial(self._turn, -1)),
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl++", partial(self._zoom, 1.25)),
            ("Ctrl+=", partial(self._zoom, 1.25)),
            ("Ctrl+-", partial(self._zoom, 0.8)),
            ("Ctrl+0", self._whole),
        ):
            QShortcut(QKeySequence(keys), self, act)

    # — pages —

    @property
    def page(self) -> ScanPage | None:
        """The page that is shown, as it is written now."""
        if not 0 <= self._shown < len(self._pages):
            return None
        one, at = self._pages[self._shown]
        return self.drafts[one].pages[at]

    def go(self, number: int) -> None:
        """Show another page."""
        if not 0 <= number < len(self._pages):
            self.text.show_page(None)
            self.text.setEnabled(False)
            self.view.show_picture(None, _("没有认出字来"))
            self._say()
            return
        self._shown = number
        self.where.setCurrentIndex(number)
        one, _at = self._pages[number]
        page = self.page
        assert page is not None
        self.view.show_page(page)
        self._show_picture(self.drafts[one], page)
        self.text.show_page(page)
        self.view.come_near()
        self._moved()
        self._say()

    def _show_picture(self, draft: FileDraft, page: ScanPage) -> None:
        """The scan of a page."""
        picture = QPixmap(str(self._pictures(draft, page.number)))
        self.view.show_picture(None if picture.isNull() else picture, _("这一页的图不在了，重新识别就有"))

    def _turn(self, by: int) -> None:
        if 0 <= self._shown + by < len(self._pages):
            self.go(self._shown + by)
            self.text.setFocus()

    def _next_with_doubts(self, after: int) -> int | None:
        for number in range(after + 1, len(self._pages)):
            one, at = self._pages[number]
            if self.drafts[one].pages[at].doubts:
                return number
        return None

    def next_doubt(self, back: bool = False) -> None:
        """To the next doubtful character, on a later page where this one has no more."""
        self.text.setFocus()
        if self.text.next_doubt(back) or back:
            return
        later = self._next_with_doubts(self._shown)
        if later is not None:
            self.go(later)
            self.text.next_doubt()

    def settle(self) -> None:
        """The doubtful character under the cursor is right: on to the next."""
        if self.text.settle():
            self.next_doubt()

    # — writing —

    def _edited(self) -> None:
        page = self.page
        if page is None:
            return
        one, _at = self._pages[self._shown]
        now = replace(page, lines=tuple(self.text.lines))
        self.drafts[one] = with_page(self.drafts[one], now)
        self.changed.setdefault(self.drafts[one].file.id, {})[now.number] = now
        self.view.page = now
        self._moved()
        self._say()

    def _moved(self) -> None:
        at = self.text.at
        doubt = self.text.doubt
        self.view.mark(self.text.lines[at] if 0 <= at < len(self.text.lines) else None, doubt)
        self.right_button.setEnabled(doubt is not None)

    def _clicked(self, number: int) -> None:
        self.text.go_to(number)
        self.text.setFocus()

    def _zoom(self, by: float) -> None:
        self.view.set_zoom(self.view.zoom * by)

    def _whole(self) -> None:
        self.view.set_zoom(1.0)

    def resizeEvent(self, event) -> None:
        """The scan stays as near as is needed to read it."""
        super().resizeEvent(event)
        self.view.come_near()

    # — words —

    def _say(self) -> None:
        page = self.page
        here = page.doubts if page is not None else 0
        whole = sum(draft.doubts for draft in self.drafts)
        words = [_("本页存疑 {here:,} 字，全部 {whole:,} 字。").format(here=here, whole=whole)]
        left = sum(max(0, draft.count - len(draft.pages) - len(draft.failed)) for draft in self.drafts)
        if left:
            words.append(_("还有 {n:,} 页没有识别；再来一次，从停下的地方接着认。").format(n=left))
        words += [
            _("{name}第 {n} 页没有识别：{why}").format(name=draft.file["name"], n=number + 1, why=why)
            for draft in self.drafts
            for number, why in draft.failed[:3]
        ]
        words.append(_("认出来的只是草稿，标出来的字拿不准，没标的也会有错，请对着扫描件看过再采用。"))
        self.said.setText("".join(words))
        self.next_button.setEnabled(bool(whole))

    def _say_where(self) -> None:
        self.how.setVisible(self.into.currentData() in self._filled)

    @property
    def instead(self) -> bool:
        """Whether what stands in the field is to go."""
        return self.into.currentData() in self._filled and bool(self.how.currentData())

    def _leave(self, wish: str) -> None:
        if composing():
            return
        self.wish = wish
        self.accept()

    def reject(self) -> None:
        """Esc keeps what was written, as closing does."""
        self.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing that was written is lost."""
        self.accept()
        event.accept()
