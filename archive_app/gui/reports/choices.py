"""What a report is of, as a person chooses it: items, a volume, a year, a commissioner; only what it needs is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QWidget

from archive_app.frozen import dataclass
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import label

if TYPE_CHECKING:
    from archive_app.services.report_columns import ColumnChoice
    from archive_app.services.reporting import Report, Wanted

_YEARS = 30
_OTHER = "other"
CHOSEN, LISTED, ALL, BLANK = "chosen", "listed", "all", "blank"


@dataclass(frozen=True, slots=True)
class Begin:
    """With what the dialog begins: the items selected and listed (None: the whole archive), a report, a volume, a
    commissioner, a consent."""

    chosen: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    report: str = ""
    volume: str = ""
    commissioner: str = ""
    consent: str = ""


class Choices(QWidget):
    """One line for each thing that the report needs to know; ``changed`` when another is chosen."""

    changed = Signal()
    columns_wanted = Signal()
    """Other columns are to be chosen for the list."""

    def __init__(
        self, begin: Begin, volumes: Sequence[tuple[str, str]], commissioners: Sequence[tuple[str, str]]
    ) -> None:
        """``volumes`` and ``commissioners`` are (id, name)."""
        super().__init__()
        self._begin = begin
        self._report: Report | None = None
        self._by_hand = False
        self.scope, self.volumes, self.years, self.commissioners, self.columns = (CalmCombo() for _n in range(5))
        self._columned: dict[str, ColumnChoice] = {}
        """Report → the columns chosen for it."""
        self._kept: Callable[[str], list[ColumnChoice]] = lambda _report: []
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(theme().dp(8))
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._names: dict[QComboBox, QLabel] = {}
        for combo, words in (
            (self.scope, _("列哪些")),
            (self.volumes, _("哪一卷书")),
            (self.years, _("哪一年")),
            (self.commissioners, _("哪位专员")),
            (self.columns, _("哪些栏")),
        ):
            combo.setAccessibleName(words)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._names[combo] = label(words)
            self._form.addRow(self._names[combo], combo)
            if combo is not self.columns:
                combo.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.columns.activated.connect(self._column)
        self.scope.activated.connect(lambda _at: setattr(self, "_by_hand", True))
        self._known = (list(volumes), list(commissioners))
        for year in (None, *range(date.today().year, date.today().year - _YEARS, -1)):
            self.years.addItem(_("各年") if year is None else _("{year} 年").format(year=year), year)

    def show_for(self, report: Report) -> None:
        """Ask what this report needs to know."""
        from archive_app.services.reporting import GROUPS, MUST

        was, self._report = self.blockSignals(True), report
        before = self.scope.currentData()
        self._fill(self.scope, self._scopes(report))
        papers = report.group == GROUPS[-1]
        usual = CHOSEN if self._begin.chosen and (papers or len(self._begin.chosen) > 1) else LISTED
        self._choose(self.scope, before if self._by_hand else usual)
        volumes, commissioners = self._known
        whole = [] if report.of_volume == MUST else [("", _("不限哪一卷"))]
        kept = self._begin.volume if whole else self.volumes.currentData() or self._begin.volume
        self._fill(self.volumes, [*whole, *volumes], kept)
        self._fill(
            self.commissioners, [("", _("各位专员")), *commissioners],
            self.commissioners.currentData() or self._begin.commissioner,
        )  # fmt: skip
        self._fill_columns()
        self._look()
        self.blockSignals(was)

    def keeps(self, kept: Callable[[str], list[ColumnChoice]]) -> None:
        """Where the columns come from that are kept for a list."""
        self._kept = kept

    def _fill_columns(self) -> None:
        """照规定, those that are kept, one that is not, and the way to others."""
        report = self._report
        if report is None or report.columned is None:
            return
        chosen = self._columned.get(report.name)
        self.columns.clear()
        self.columns.addItem(_("照定好的各栏"), None)
        for one in self._kept(report.name):
            self.columns.addItem(one.name, one)
        if chosen is not None and not chosen.name:
            self.columns.addItem(_("这一次选的 {n} 栏").format(n=len(chosen.columns)), chosen)
        self.columns.addItem(_("另选各栏…"), _OTHER)
        at = next((n for n in range(self.columns.count()) if self.columns.itemData(n) == chosen), 0)
        self.columns.setCurrentIndex(at)

    def _column(self, _at: int) -> None:
        """Somebody chose columns that are kept, or wants others."""
        report, data = self._report, self.columns.currentData()
        if report is None:
            return
        if data == _OTHER:
            self._fill_columns()
            self.columns_wanted.emit()
        elif data != self._columned.get(report.name):
            self.set_columns(data)

    @property
    def column_choice(self) -> ColumnChoice | None:
        """The columns chosen for the report; None for its own."""
        return self._columned.get(self._report.name) if self._report is not None else None

    def set_columns(self, choice: ColumnChoice | None) -> None:
        """Take these columns for the report."""
        report = self._report
        assert report is not None
        self._columned.pop(report.name, None)
        if choice is not None:
            self._columned[report.name] = choice
        self._fill_columns()
        self.changed.emit()

    def _look(self) -> None:
        report = self._report
        assert report is not None
        for combo, wanted in (
            (self.scope, report.of_items and not (report.of_volume and self.volumes.currentData())),
            (self.volumes, bool(report.of_volume)),
            (self.years, report.of_years),
            (self.commissioners, bool(report.of_commissioner)),
            (self.columns, report.columned is not None),
        ):
            self._form.setRowVisible(combo, wanted)

    def _scopes(self, report: Report) -> list[tuple[str, str]]:
        chosen, listed = self._begin.chosen, self._begin.listed
        found = [(CHOSEN, _("选中的 {n:,} 件").format(n=len(chosen)))] if chosen else []
        if listed is not None:
            found.append((LISTED, _("列表里的 {n:,} 件").format(n=len(listed))))
        found.append((ALL, _("整个馆藏")))
        return [*found, (BLANK, _("空白的一份，手填"))] if report.blank else found

    @staticmethod
    def _fill(combo: QComboBox, entries: Sequence[tuple[str, str]], choice: str | None = None) -> None:
        combo.clear()
        for key, words in entries:
            combo.addItem(words, key)
        if choice:
            Choices._choose(combo, choice)

    @staticmethod
    def _choose(combo: QComboBox, key: str) -> None:
        at = combo.findData(key)
        combo.setCurrentIndex(max(0, at))

    def again(self) -> None:
        """Show what is asked now: whether items are asked for hangs on the volume."""
        self._look()

    @property
    def count(self) -> int | None:
        """How many items it is of; None where nobody has counted, or it is not of items."""
        scope = self.scope.currentData()
        if self._report is None or not self._report.of_items or self.wanted().volume:
            return 0
        return {CHOSEN: len(self._begin.chosen), LISTED: len(self._begin.listed or ()), BLANK: 0}.get(scope)

    def wanted(self) -> Wanted:
        """What was chosen."""
        from archive_app.services.reporting import Wanted

        report = self._report
        assert report is not None
        volume = str(self.volumes.currentData() or "") if report.of_volume else ""
        scope = self.scope.currentData() if report.of_items and not volume else ALL
        items = {CHOSEN: self._begin.chosen, LISTED: self._begin.listed}.get(scope)
        return Wanted(
            items, self.years.currentData() if report.of_years else None, volume=volume,
            commissioner=str(self.commissioners.currentData() or "") if report.of_commissioner else "",
            consent=self._begin.consent if report.blank and scope != BLANK else "", blank=scope == BLANK, apart=True,
            columns=self.column_choice if report.columned is not None else None,
        )  # fmt: skip
