"""The years in the form of a search: one box, or from one to another, as people write them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import label, row, set_property
from archive_app.search.language.dates import Span, spans_of

_WIDTH = 150
_FIRST, _LAST = "0001", "9999"


class YearsBoxes(QWidget):
    """What cannot be read is remarked, and limits nothing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.begin, self.end = QLineEdit(), QLineEdit()
        for box, name, hint in (
            (self.begin, _("年代"), _("如 1949、50年代")),
            (self.end, _("年代，到哪一年为止"), _("可以不填")),
        ):
            box.setAccessibleName(name)
            box.setPlaceholderText(hint)
            box.setAcceptDrops(False)
            box.setFixedWidth(theme().dp(_WIDTH))
            box.textChanged.connect(self._edited)
        tip = _("照平常的写法：1949、1949-1956、50年代、民国、民国三十八年、1949年以前、抗战时期")
        self.begin.setToolTip(tip)
        self.end.setToolTip(tip)
        self.remark = label(tone="faint", voice="small", wrap=True)
        """How the boxes were read, or what is wrong with them: to be put below."""
        self.remark.hide()
        self.setLayout(row(label(_("年代")), self.begin, label(_("到")), self.end, spacing=6))

    @property
    def said(self) -> str:
        """What stands below the boxes: how they were read, or what is wrong."""
        return self.remark.text() if not self.remark.isHidden() else ""

    def text(self) -> str:
        """What the boxes hold, as a query names it."""
        begin, end = self.begin.text().strip(), self.end.text().strip()
        return f"{begin}-{end}" if end else begin

    def years(self) -> str:
        """The same where it can be read, else nothing."""
        return "" if self._problem()[1] else self.text()

    def show_years(self, text: str) -> None:
        """Put years that a query names into the boxes, without telling."""
        if text.strip() == self.text():
            return
        begin, end = _parted(text.strip())
        blocked = self.blockSignals(True)
        self.begin.setText(begin)
        self.end.setText(end)
        self.blockSignals(blocked)

    def _edited(self) -> None:
        wrong, problem = self._problem()
        for box in (self.begin, self.end):
            set_property(box, "wrong", box is wrong)
        spans = spans_of(self.text()) if self.text() and not problem else ()
        self.remark.setText(problem or (_("读作 {what}").format(what=_words(spans)) if spans else ""))
        set_property(self.remark, "tone", "amber" if problem else "faint")
        self.remark.setVisible(bool(self.remark.text()))
        self.changed.emit()

    def _problem(self) -> tuple[QLineEdit | None, str]:
        """The box that is wrong, and what is wrong with it."""
        for box in (self.begin, self.end):
            text = box.text().strip()
            if text and not spans_of(text):
                said = _("“{text}”读不成时间，先没有按年代找。可以写 1949、1949-1956、50年代、民国三十八年。")
                return box, said.format(text=text if len(text) <= 12 else f"{text[:12]}……")
        begin, end, whole = self.begin.text().strip(), self.end.text().strip(), spans_of(self.text())
        if begin and end and spans_of(begin)[0][0] > spans_of(end)[-1][1]:
            return self.end, _("后一个时间比前一个早，先没有按年代找。")
        if self.text() and not whole:
            return self.end, _("两个时间合不到一起，先没有按年代找。只用前一个框，写成 1949-1956。")
        return None, ""


def _parted(text: str) -> tuple[str, str]:
    """1949-1956 as its two ends; what has none as it stands."""
    for at, sign in enumerate(text):
        begin, end = text[:at], text[at + 1 :]
        if sign != "-" or not end.strip() or begin != begin.strip() or end != end.strip():
            continue
        first, last, whole = spans_of(begin), spans_of(end), spans_of(text)
        whole_is_parts = first and last and len(whole) == 1 and whole[0] == (first[0][0], last[-1][1])
        if whole_is_parts or (not begin and last):
            return begin, end
    return text, ""


def _words(spans: tuple[Span, ...]) -> str:
    """What was read: whole years as years, else days."""
    said = _span_words(*spans[0])
    return said if len(spans) == 1 else _("{first}等 {n} 个时间，都找").format(first=said, n=len(spans))


def _span_words(first: str, last: str) -> str:
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = _("{year} 年").format(year=first[:4]), _("{year} 年").format(year=last[:4])
    if first == last:
        return first
    if last.startswith(_LAST):
        return _("{day}起").format(day=first)
    return _("{day}为止").format(day=last) if first.startswith(_FIRST) else _("{a}到 {b}").format(a=first, b=last)
