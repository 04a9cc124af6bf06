"""页码: which page of the scans bears which printed number, rule by rule, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from archive_app.domain.earlier.folios import ARABIC, NONE, ROMAN, FolioRule, from_roman, labels, rules_of
from archive_app.domain.errors import UsageError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, scrolled, tool

_STYLES = ((ARABIC, "1、2、3"), (ROMAN, "i、ii、iii"), (NONE, "没有页码"))
_SHOWN = 8


class _Rule(QWidget):
    """One rule."""

    def __init__(
        self, rule: FolioRule, count: int, changed: Callable[[], object], gone: Callable[[_Rule], object]
    ) -> None:
        super().__init__()
        self.scan = QSpinBox()
        self.scan.setRange(1, max(1, count))
        self.scan.setValue(rule.scan)
        self.scan.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.scan.setAccessibleName(_("从扫描的第几页起"))
        self.style_choice = CalmCombo()
        self.style_choice.setAccessibleName(_("页码写法"))
        self.style_choice.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        for name, words in _STYLES:
            self.style_choice.addItem(_(words), name)
        self.style_choice.setCurrentIndex(max(0, self.style_choice.findData(rule.style)))
        self.printed = QLineEdit(rule.label(rule.scan))
        self.printed.setAccessibleName(_("印的是第几页"))
        self.printed.setMaximumWidth(self.printed.fontMetrics().horizontalAdvance("0") * 12)
        remove = tool("x", _("去掉这一条"), lambda: gone(self))
        parts = (label(_("扫描第")), self.scan, label(_("页起，印的是")), self.printed, self.style_choice, None, remove)
        made = row(*parts, spacing=6)
        made.setContentsMargins(0, 2, 0, 2)
        self.setLayout(made)
        self.scan.valueChanged.connect(lambda _value: changed())
        self.printed.textChanged.connect(lambda _text: changed())
        self.style_choice.currentIndexChanged.connect(lambda _index: changed())

    def rule(self) -> FolioRule:
        """As it is written; raises ``UsageError`` where it cannot be."""
        style = str(self.style_choice.currentData())
        self.printed.setEnabled(style != NONE)
        said = self.printed.text().strip()
        if style == NONE:
            return FolioRule(self.scan.value(), 1, NONE)
        if style == ROMAN and not said.isdecimal():
            return FolioRule(self.scan.value(), from_roman(said), ROMAN)
        if not said.isdecimal() or not int(said):
            raise UsageError(_("“{said}”不是页码").format(said=said), _("请写 1、2、3……"), code="wrong-folio")
        return FolioRule(self.scan.value(), int(said), style)


class FoliosDialog(Dialog):
    """``rules`` are what stands there when it closes with 好. ``read`` tells what the pages' own numbers say."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        count: int,
        rules: Sequence[FolioRule],
        read: Callable[[], Sequence[FolioRule]],
        here: int = 1,
    ) -> None:
        super().__init__(parent, _("页码：{title}").format(title=title), 560)
        self._count, self._read, self._here = count, read, here
        self._rows: list[_Rule] = []
        self.rules: tuple[FolioRule, ...] = tuple(rules)
        self._said = label("", tone="faint", wrap=True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._good = button(_("好"), self._accept, role="primary")
        self._good.setDefault(True)
        acts: QHBoxLayout = row(
            button(_("加一条"), self._add, icon="plus"),
            button(_("照页上的数字推算"), self._guess, tip=_("看页眉页脚上认得出的数字")),
            None,
        )
        area = scrolled(pane(column(self._list, None, spacing=0)))
        area.setMinimumHeight(theme().dp(180))
        self.setLayout(
            column(
                label(_("扫描的哪一页印着第几页"), voice="title"),
                label(
                    _("插图页、扉页没有页码，序言用另外的页码：各写一条，一条管到下一条为止。"), tone="faint", wrap=True
                ),
                8,
                area,
                acts,
                8,
                self._said,
                16,
                self.buttons(button(_("取消"), self.reject), self._good),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self.show_rules(rules or (FolioRule(here),))

    def show_rules(self, rules: Sequence[FolioRule]) -> None:
        """Other rules."""
        for one in self._rows:
            one.setParent(None)
            one.deleteLater()
        self._rows = []
        for rule in rules:
            self._put(rule)
        self._refresh()

    def _put(self, rule: FolioRule) -> _Rule:
        made = _Rule(rule, self._count, self._refresh, self._remove)
        self._rows.append(made)
        self._list.addWidget(made)
        return made

    def _add(self) -> None:
        last = self._rows[-1].scan.value() if self._rows else 0
        made = self._put(FolioRule(min(self._count, max(self._here, last + 1))))
        made.printed.setFocus()
        made.printed.selectAll()
        self._refresh()

    def _remove(self, gone: _Rule) -> None:
        self._rows.remove(gone)
        gone.setParent(None)
        gone.deleteLater()
        self._refresh()

    def _guess(self) -> None:
        found = self._read()
        if found:
            self.show_rules(found)
        else:
            self._said.setText(_("页上没有认得出的页码，请翻到印着“1”的那一页，看它是扫描的第几页。"))

    def _refresh(self) -> None:
        try:
            rules = rules_of([one.rule().row() for one in self._rows])
        except UsageError as error:
            self._said.setText(str(error))
            self._good.setEnabled(False)
            return
        self._good.setEnabled(True)
        self.rules = rules
        known = labels(self._count, rules)
        shown = sorted({*(rule.scan for rule in rules), self._count})[:_SHOWN]
        words = (_("扫描 {scan} → {label}").format(scan=scan, label=known[scan - 1] or _("无")) for scan in shown)
        twice = len([one for one in known if one]) - len({one for one in known if one})
        doubled = _("　有 {n} 个页码出现两次。").format(n=twice) if twice else ""
        self._said.setText(_("共 {n} 页：").format(n=self._count) + "，".join(words) + doubled)

    def _accept(self) -> None:
        if self._good.isEnabled():
            self.accept()
