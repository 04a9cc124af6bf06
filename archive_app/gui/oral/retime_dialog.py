"""Many segments' times at once: all of them later or earlier, or spread between two points that were heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.domain import transcribing as does
from archive_app.domain.fields import seconds
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, pane, row
from archive_app.gui.widgets.segments import Segments

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage

_FROM, _CHOSEN, _ALL = "from", "chosen", "all"
_SHIFT, _STRETCH = "shift", "stretch"


class RetimeDialog(Dialog):
    """Which segments, and how; why it cannot be stands here, and nothing is changed."""

    def __init__(self, parent: QWidget, page: OralPage) -> None:
        super().__init__(parent, _("调整多段的时间"), width=560)
        self._page = page
        several = len(page.view.selected()) > 1
        self.which = Segments([(_FROM, _("从这一段起"), ""), (_CHOSEN, _("选中的"), ""), (_ALL, _("全部"), "")])
        self.which.set_shown(_CHOSEN, several)
        self.which.choose(_CHOSEN if several else _FROM if page.view.current > 0 else _ALL)
        self.which.chosen.connect(lambda _choice: self._say())
        self.how = Segments([(_SHIFT, _("平移"), ""), (_STRETCH, _("按两点拉伸"), "")])
        self.how.chosen.connect(lambda _choice: self._say())
        self.by = QLineEdit("0.0")
        self.by.setAccessibleName(_("移几秒"))
        self.first, self.last = QLineEdit(), QLineEdit()
        self.first.setAccessibleName(_("第一段应在"))
        self.last.setAccessibleName(_("最后一段应在"))
        self._first_words, self._last_words = label(), label()
        now = button(_("对准现在"), self._to_now, tip=_("让第一段从录音现在的这一秒起"))
        now.setEnabled(page.second is not None)
        shift = row(label(_("移")), self.by, label(_("秒（负数是提前）")), now, None)
        self._shift = pane(shift)
        self._stretch = pane(column(row(self._first_words, self.first), row(self._last_words, self.last), spacing=8))
        self.said = label("", tone="faint", wrap=True)
        self.wrong = label("", tone="danger", wrap=True)
        self.wrong.hide()
        foot = self.buttons(button(_("取消"), self.reject), button(_("调整"), self._keep, role="primary"))
        self.setLayout(
            column(
                row(label(_("哪些段")), self.which, None), row(label(_("怎样调")), self.how, None),
                self._shift, self._stretch, self.said, self.wrong, foot, spacing=12, around=(24, 20, 24, 20),
            )
        )  # fmt: skip
        self._say()
        self.by.setFocus()
        self.by.selectAll()

    def _keys(self) -> list[str]:
        view = self._page.view
        if self.which.choice() == _CHOSEN:
            return view.selected()
        first = max(0, view.current) if self.which.choice() == _FROM else 0
        here = view.rows[max(0, view.current)]  # times of another recording are not told by this one
        return [str(one["id"]) for one in view.rows[first:] if (one.get("file") or "") == (here.get("file") or "")]

    def _starts(self) -> list[float]:
        keys = set(self._keys())
        return [
            float(one["start"]) for one in self._page.view.rows if one["id"] in keys and one.get("start") is not None
        ]

    def _say(self) -> None:
        shifting = self.how.choice() == _SHIFT
        self._shift.setVisible(shifting)
        self._stretch.setVisible(not shifting)
        starts = self._starts()
        self.wrong.hide()
        if not starts:
            self.said.setText(_("这些段都还没有时间。"))
            return
        self.said.setText(
            _("{n:,} 段，现在从 {first} 到 {last}。会让次序乱掉的，不改。").format(
                n=len(self._keys()), first=clock(round(starts[0], 1)), last=clock(round(starts[-1], 1))
            )
        )
        self._first_words.setText(_("第一段 {at} 应在").format(at=clock(round(starts[0], 1))))
        self._last_words.setText(_("最后一段 {at} 应在").format(at=clock(round(starts[-1], 1))))
        self.first.setText(clock(round(starts[0], 1)))
        self.last.setText(clock(round(starts[-1], 1)))
        self.adjustSize()

    def _to_now(self) -> None:
        second, starts = self._page.second, self._starts()
        if second is not None and starts:
            self.by.setText(f"{second - starts[0]:.1f}")

    def _keep(self) -> None:
        keys, rows = set(self._keys()), self._page.view.rows
        try:
            if self.how.choice() == _SHIFT:
                by = float(self.by.text().strip().replace("－", "-").replace("−", "-"))
                words = _("转写 {n} 段晚 {by:g} 秒") if by >= 0 else _("转写 {n} 段早 {by:g} 秒")
                said = words.replace("{by:g}", f"{abs(by):g}")
                wrong = self._page.acts.retime(keys, lambda: does.shifted(rows, keys, by), said)
            else:
                first, last = (seconds(one.text().strip().replace("：", ":")) for one in (self.first, self.last))
                wrong = self._page.acts.retime(
                    keys, lambda: does.stretched(rows, keys, first, last), _("拉伸转写 {n} 段的时间")
                )
        except ValueError:
            wrong = _("时间没有读懂：秒写成 2.5，时刻写成 0:12:03。")
        if wrong:
            self.wrong.setText(wrong)
            self.wrong.show()
            self.adjustSize()
        else:
            self.accept()
