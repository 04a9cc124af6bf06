"""统计: the figures of the archive, as a page of charts and lists; whatever is chosen, all of it follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.kinds import KINDS
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.reports.out import ReportOut
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, margins, pane, row, scrolled
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.widgets.year_bars import YearBars
from archive_app.gui.workspaces.figures.bars import BarsPanel
from archive_app.gui.workspaces.figures.lines import Cell, LinesModel, LinesPanel, LinesView
from archive_app.gui.workspaces.workspace import Place, Shell, Workspace
from archive_app.services.authorities.commissioners import MEASURES, amount_words
from archive_app.services.figures import Amounts, Figures, Share, Within
from archive_app.services.overdue import Late, overdue

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_TWO_FROM = 860
"""With so much width on the grid two panels stand beside each other."""
_DAYS = (7, 14, 30, 60, 90, 180)
_REST_MS = 400
MEASURE_WORDS = (
    ("items", _("件")),
    ("characters", _("字数")),
    ("pictures", _("照片")),
    ("duration", _("录音")),
    ("adopted", _("采用")),
)


def said(measure: str) -> Callable[[Amounts], str]:
    """How a measure is said."""
    if measure in ("items", "adopted"):
        return lambda amounts: _("{n:,} 件").format(n=int(amounts.of(measure)))
    return lambda amounts: amount_words(measure, amounts.of(measure))


class Tile(QPushButton):
    """A large number and what it is of; it opens the list behind it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._words = words
        self._number, under = QLabel(), label(words, tone="faint", voice="small")
        self._number.setProperty("voice", "title")
        for one in (self._number, under):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        self.setLayout(column(self._number, under, spacing=0, around=(14, 8, 14, 8)))

    def say(self, number: str) -> None:
        """Another number."""
        self._number.setText(number)
        self.setAccessibleName(f"{self._words}：{number}")
        size = self.layout().sizeHint()
        self.setFixedSize(max(size.width(), theme().dp(92)), size.height())

    @property
    def number(self) -> str:
        """The number it says."""
        return self._number.text()


class FiguresWorkspace(Workspace):
    """Counted off the painting thread when it comes to the front and when something was written."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._figures: Figures | None = None
        self._years: tuple[int, int] | None = None
        self._days = 30
        self._stale = True
        self.report_out = ReportOut(self, shell)
        self._make_parts()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._count)
        self.session.changed.connect(self._outdated)

    # — building —

    def _make_parts(self) -> None:
        kinds = [("", _("全部"), ""), *((kind.name, _(kind.label), kind.icon) for kind in KINDS)]
        self.kinds = Segments(kinds)
        self.kinds.setAccessibleName(_("哪些资料"))
        self.kinds.chosen.connect(lambda _kind: self._draw())
        self.measures = Segments([(name, words, "") for name, words in MEASURE_WORDS])
        self.measures.setAccessibleName(_("数什么"))
        self.measures.chosen.connect(lambda _measure: self._draw())
        reports = button(
            _("报表…"), self._report, icon="printer", tip=_("征集统计表、年度履职表……，印出来或存成 Excel")
        )
        choices = QWidget()
        flow = FlowLayout(choices, spacing=12)
        flow.addWidget(self.kinds)
        flow.addWidget(self.measures)
        head = column(row(label(_("统计"), voice="title"), None, reports), choices, spacing=8)
        self.page = pane(self._page(head), ground="paper")
        self._scroll = scrolled(self.page)
        self._nothing = EmptyState(
            "photos", _("还没有可以数的"), _("收进资料、登记了专员，这里就有按年、按人、按片区的数目。")
        )
        self._nothing.hide()
        self.setLayout(column(self._scroll, self._nothing, spacing=0))

    def _page(self, head: QVBoxLayout) -> QVBoxLayout:
        self.tiles = {
            name: Tile(words)
            for name, words in (
                ("items", _("件")),
                ("pieces", _("篇")),
                ("characters", _("字")),
                ("pictures", _("幅照片")),
                ("duration", _("录音")),
                ("artefacts", _("件实物")),
                ("rate", _("采用率")),
                ("late", _("逾期")),
            )
        }
        tiles = QWidget()
        flow = FlowLayout(tiles, spacing=12)
        for name, tile in self.tiles.items():
            flow.addWidget(tile)
            tile.clicked.connect(lambda _checked=False, name=name: self._open_tile(name))
        self.years = YearBars()
        self.years.chosen.connect(self._choose_years)
        self.years_words = label("", tone="faint", voice="small")
        self.all_years = button(_("看各年"), lambda: self._choose_years(0, 0), role="link")
        self.all_years.hide()
        years = pane(
            column(
                row(label(_("按收到的年份"), voice="section"), self.years_words, self.all_years, None, spacing=12),
                self.years,
                spacing=6,
                around=(16, 12, 16, 10),
            ),
            ground="sheet",
        )
        self.panels = {
            "kind": BarsPanel(_("按种类"), _("没有资料。")),
            "state": BarsPanel(_("按状态"), _("没有资料。")),
            "area": BarsPanel(_("按片区"), _("专员的卡片上还没有填片区。")),
            "place": BarsPanel(_("按地名"), _("资料上还没有填地名。")),
        }
        for panel in self.panels.values():
            panel.opened.connect(lambda share: self.shell.list_items(share.items))
        self.people = LinesPanel(_("按征集人"), _("还没有登记专员。"), self._people_view())
        self.late = LinesPanel(_("逾期和停着没有下文的"), _("没有。"), self._late_view(), self._days_box())
        self._grid = QGridLayout()
        margins(self._grid, (0, 0, 0, 0), 16)
        self._columns = 0
        page = column(head, tiles, years, self._grid, self.people, self.late, None, spacing=16, around=(24, 16, 24, 24))
        self._place_panels(2)
        return page

    def _place_panels(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for number, panel in enumerate(self.panels.values()):
                self._grid.addWidget(panel, number // columns, number % columns)
            for at in range(2):
                self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def _people_view(self) -> LinesView:
        heads = [(_("专员"), False), (_("片区"), False), (_("件"), True)]
        heads += [(words, True) for words in (_("篇"), _("字"), _("照片"), _("录音"), _("实物"))]
        view = LinesView(LinesModel([*heads, (_("采用率"), True)]), _("按征集人"), widest=1)
        view.opened.connect(lambda share: self.shell.list_items(share.items))
        return view

    def _late_view(self) -> LinesView:
        heads = [
            (_("停了"), True),
            (_("什么事"), False),
            (_("题名、知情人"), False),
            (_("谁"), False),
            (_("从哪天起"), False),
        ]
        view = LinesView(LinesModel(heads), _("逾期和停着没有下文的"), widest=2)
        view.opened.connect(self._open_late)
        return view

    def _days_box(self) -> CalmCombo:
        box = CalmCombo()
        box.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        box.setAccessibleName(_("停了多少天算逾期"))
        for days in _DAYS:
            box.addItem(_("停了 {n} 天以上").format(n=days), days)
        box.setCurrentIndex(_DAYS.index(self._days))
        box.activated.connect(lambda _row: self._choose_days(box.currentData()))
        self.days = box
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One panel beside another where there is room for two."""
        super().resizeEvent(event)
        self._place_panels(2 if self.width() >= theme().dp(_TWO_FROM) else 1)

    # — counting —

    def activate(self) -> None:
        """The keyboard on the years; what was written meanwhile is counted."""
        self.years.setFocus()
        if self._stale:
            self._count()

    def _outdated(self) -> None:
        self._stale = True
        if self.isVisible():
            self._rest.start()

    def _count(self) -> None:
        archive, days = self.session.archive, self._days
        self._stale = False
        self.session.ask(lambda: _counted(archive, days), self._take, self.shell.show_error, key=("figures", id(self)))

    def _take(self, found: tuple[Figures, list[Late]]) -> None:
        self._figures, late = found
        self.tiles["late"].say(f"{len(late):,}")
        self.late.show_lines([(_late_cells(one), one) for one in late])
        something = bool(self._figures.years or self._figures.commissioners or late)
        self._scroll.setVisible(something)
        self._nothing.setVisible(not something)
        self._draw()

    @property
    def within(self) -> Within:
        """What is looked at."""
        kind = self.kinds.choice()
        years = tuple(y for y in self._figures.years if self._within_years(y)) if self._figures and self._years else ()
        return Within(years, (kind,) if kind else ())

    def _within_years(self, year: int) -> bool:
        return self._years is not None and self._years[0] <= year <= self._years[1]

    def _choose_years(self, first: int, last: int) -> None:
        self._years = (first, last) if first else None
        self._draw()

    def _choose_days(self, days: int) -> None:
        self._days = days
        self._count()

    # — showing —

    def _draw(self) -> None:
        figures = self._figures
        if figures is None:
            return
        within, measure = self.within, self.measures.choice()
        self._draw_years(figures, within)
        whole = figures.whole(within)
        self.tiles["items"].say(f"{whole.items:,}")
        for name in MEASURES:
            amount = whole.measures[name]
            self.tiles[name].say(amount_words(name, amount) if name == "duration" else f"{int(amount):,}")
        self.tiles["rate"].say("—" if whole.rate is None else f"{100 * whole.rate:.0f}%")
        say = said(measure)
        for name, shares in (
            ("kind", figures.by_kind(within)), ("state", figures.by_state(within)),
            ("area", figures.by_area(within)), ("place", figures.by_place(within)),
        ):  # fmt: skip
            self.panels[name].show_shares(shares, measure, say)
        areas = {who.id: "、".join(who["areas"] or ()) for who in figures.commissioners}
        asked = {who.id: figures.asked(who, within.years) for who in figures.commissioners}
        self.people.show_lines(
            [
                (_people_cells(share, areas.get(share.value, ""), asked.get(share.value, {})), share)
                for share in figures.by_commissioner(within)
            ]
        )

    def _draw_years(self, figures: Figures, within: Within) -> None:
        found = figures.by_year(within)
        undated = found[0].items if 0 in found else 0
        self.years.show_years({year: amounts.items for year, amounts in found.items() if year}, self._years)
        if self._years is not None:
            first, last = self._years
            words = _("只看 {a} 年").format(a=first) if first == last else _("只看 {a}—{b} 年").format(a=first, b=last)
        else:
            words = _("有 {n:,} 件没有填收到日期").format(n=undated) if undated else ""
        self.years_words.setText(words)
        self.all_years.setVisible(self._years is not None)

    # — the lists behind the numbers —

    def _open_tile(self, name: str) -> None:
        if name == "late":
            self._scroll.ensureWidgetVisible(self.late)
            self.late.view.setFocus()
            return
        found = self.within.to_filter()
        kinds = {"pictures": ("photograph",), "artefacts": ("artefact",), "duration": ("oral_history",)}.get(name)
        if kinds and not found.kinds:
            found = ItemFilter(received=found.received, kinds=kinds)
        self.shell.list_items(found)

    def _open_late(self, late: Late) -> None:
        self.shell.go("materials" if late.entity == "item" else "office", Place(late.record))

    def _report(self) -> None:
        self.report_out.ask((), self.session.archive.catalogue.item_ids(self.within.to_filter()))

    # — the window —

    def remember(self) -> dict[str, Any]:
        """What was looked at."""
        return {
            "kind": self.kinds.choice(), "measure": self.measures.choice(), "years": self._years, "days": self._days,
            "at": self._scroll.verticalScrollBar().value(),
        }  # fmt: skip

    def recall(self, state: dict[str, Any]) -> None:
        """Look at it again."""
        self.kinds.choose(state["kind"])
        self.measures.choose(state["measure"])
        self._years, self._days = state["years"], state["days"]
        self.days.setCurrentIndex(_DAYS.index(self._days))
        self._count()
        QTimer.singleShot(0, self, lambda: self._scroll.verticalScrollBar().setValue(state["at"]))


def _counted(archive: Archive, days: int) -> tuple[Figures, list[Late]]:
    return Figures(archive), overdue(archive, days)


def _people_cells(share: Share, area: str, asked: Mapping[str, float]) -> list[Cell]:
    amounts = share.amounts
    cells = [Cell(share.label, share.label), Cell(area, area, "faint"), Cell(f"{amounts.items:,}", amounts.items)]
    for name in MEASURES:
        done, wanted = amounts.measures[name], asked.get(name)
        words = _short(name, done) if done or wanted else ""
        if wanted:
            words = f"{words}／{_short(name, wanted)}"
        tone = ("celadon" if done >= wanted else "amber") if wanted else "ink"
        cells.append(Cell(words, done, tone))
    rate = amounts.rate
    cells.append(Cell("" if rate is None else f"{100 * rate:.0f}%", -1.0 if rate is None else rate))
    return cells


def _short(name: str, value: float) -> str:
    return amount_words(name, value) if name == "duration" else f"{int(value):,}"


def _late_cells(late: Late) -> list[Cell]:
    return [
        Cell(_("{n} 天").format(n=late.days), late.days),
        Cell(_(late.what), late.what, "amber"),
        Cell(late.title, late.title),
        Cell(late.who, late.who, "faint"),
        Cell(late.since, late.since, "faint"),
    ]
