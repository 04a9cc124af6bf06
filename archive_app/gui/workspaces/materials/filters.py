"""The filters at the side: what there is of each kind, state, level, commissioner and section, with counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from archive_app.catalogue.lacking import LACKS
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.kinds import kind_named
from archive_app.domain.own_fields import is_own
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, clear, column, label, margins, pane, row, scrolled
from archive_app.gui.workspaces.materials.own_facets import OwnFacets, with_own_value
from archive_app.gui.workspaces.materials.units.section import UnitSection
from archive_app.gui.workspaces.materials.units.tree import NOWHERE
from archive_app.services.facet_labels import kind_icon

if TYPE_CHECKING:
    from archive_app.catalogue.counting import Facets
    from archive_app.catalogue.facets import Counted
    from archive_app.services.own_fields import OwnField

FACETS = (
    ("kind", "种类", "kinds"),
    ("state", "状态", "states"),
    ("access", "级别", "access"),
    ("commissioner", "征集人", "commissioners"),
    ("category", "栏目", "categories"),
    ("decade", "年代", "decades"),
    ("lacking", "照片还缺什么", "lacking"),
)
_SHOWN = 8
_ALL_SHOWN = ("lacking",)
"""Facets of a few values that belong together."""


class FilterRow(QAbstractButton):
    """A line that can be chosen: words at the left, how many at the right."""

    def __init__(self, words: str, number: int, *, icon: str = "", chosen: bool = False) -> None:
        super().__init__()
        self._icon = icon
        self._number = number
        self.setText(words)
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setAccessibleName(f"{words}，{number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """A little lower than a row of the list."""
        return QSize(theme().dp(120), theme().dp(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the chosen one, words, number."""
        look = theme()
        dp = look.dp
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "selected" if self.isChecked() else "hover" if self.underMouse() else ""
        area = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ground))
            painter.drawRoundedRect(area, dp(5), dp(5))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("focus"))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), dp(5), dp(5))
        left = dp(10)
        token = "cinnabar_ink" if self.isChecked() else "ink"
        if self._icon:
            mark = look.pixmap(self._icon, "cinnabar_ink" if self.isChecked() else "faint", 16)
            painter.drawPixmap(left, (self.height() - dp(16)) // 2, mark)
            left += dp(24)
        painter.setFont(look.small())
        count = f"{self._number:,}"
        width = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(look.colour("faint"))
        inside = self.rect().adjusted(left, 0, -dp(10), 0)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        painter.setFont(look.font(bold=self.isChecked()))
        painter.setPen(look.colour(token))
        room = inside.adjusted(0, 0, -width - dp(8), 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class FilterPanel(QWidget):
    """``changed`` when a person chose another filter; ``wanted`` is the filter."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.wanted = ItemFilter()
        self._expanded: set[str] = set()
        self._facets: dict[str, list[tuple[str, str, int]]] = {}
        self._totals = (0, 0)
        self._shown: tuple[Facets, ItemFilter, object] | None = None
        self.own = OwnFacets(self)
        self.setProperty("ground", "paper")
        self._column = QVBoxLayout()
        margins(self._column, (12, 10, 8, 16), 0)
        self.units = UnitSection(session)
        self.units.chosen.connect(lambda key: self.choose_unit("" if key == NOWHERE else key, on=bool(key)))
        area = scrolled(pane(self._column))
        holder = column(self.units, area, spacing=0)
        holder.setStretchFactor(area, 1)
        self.setLayout(holder)
        self._draw()

    # — the filter —

    def set_text(self, text: str) -> None:
        """Restrict to titles and numbers that hold these words."""
        if text != self.wanted.text:
            self.wanted = replace(self.wanted, text=text)
            self._tell()

    def set_wanted(self, wanted: ItemFilter) -> None:
        """Take a filter as a whole."""
        self.wanted = wanted
        self._tell()

    def reset(self) -> None:
        """Everything, trash aside."""
        self.set_wanted(ItemFilter(text=self.wanted.text))

    @property
    def restricted(self) -> bool:
        """Whether anything but the words restricts."""
        return replace(self.wanted, text="") != ItemFilter()

    def choose(self, facet: str, value: str, *, on: bool) -> None:
        """Choose a value of a facet, or give it up; so of what has no facet but restricts the list."""
        if facet == "unit":
            self.choose_unit(value, on=on)
            return
        if facet == "about":
            self.set_wanted(replace(self.wanted, places=(), only=None, about=""))
            return
        if is_own(facet):
            self.set_wanted(with_own_value(self.wanted, facet, value, on=on))
            return
        if facet == "received":
            self.set_wanted(replace(self.wanted, received=tuple(y for y in self.wanted.received if str(y) != value)))
            return
        member = next(member for name, _label, member in FACETS if name == facet)
        kept = [one for one in getattr(self.wanted, member) if one != value]
        self.wanted = _restricted(self.wanted, member, tuple([*kept, value] if on else kept))
        self._tell()

    def choose_unit(self, key: str, *, on: bool = True) -> None:
        """Choose one unit (empty: what stands in none) and what is below it, or give it up."""
        self.set_wanted(replace(self.wanted, units=(key,) if on else ()))

    @property
    def unit(self) -> str:
        """The unit whose items are listed; empty for none."""
        return self.wanted.units[0] if len(self.wanted.units) == 1 else ""

    def show_trash(self, on: bool) -> None:
        """The trash, or what is not in it."""
        self.set_wanted(ItemFilter(trashed=on))

    def _tell(self) -> None:
        """The list asks anew, and then for the numbers."""
        self.changed.emit()

    # — the counts —

    def refresh(self) -> None:
        """Count again, off the painting thread."""
        wanted, catalogue = self.wanted, self._session.archive.catalogue
        own = self.own.counted()
        self._session.ask(lambda: catalogue.facets(wanted, own), self._take, key=("facets", id(self)))
        self.units.refresh(wanted)

    def _take(self, found: Facets) -> None:
        self._facets, self._totals = found.values, (found.total, found.trashed)
        shown = (found, self.wanted, self._session.archive.own_fields)
        if shown != self._shown:
            self._shown = shown
            self._draw()

    # — drawing —

    def _draw(self) -> None:
        focused = self._focused_words()
        clear(self._column)
        everything = FilterRow(
            _("全部资料"), self._totals[0], icon="archive", chosen=not self.restricted and not self.wanted.trashed
        )
        everything.clicked.connect(lambda _checked=False: self.set_wanted(ItemFilter(text=self.wanted.text)))
        self._column.addWidget(everything)
        for name, words, member in FACETS:
            self._draw_facet(name, words, getattr(self.wanted, member))
        self.own.draw()
        self._column.addSpacing(theme().dp(14))
        trash = FilterRow(_("回收站"), self._totals[1], icon="trash", chosen=self.wanted.trashed)
        trash.clicked.connect(lambda checked=False: self.show_trash(checked))
        self._column.addWidget(trash)
        self._column.addStretch(1)
        if focused:
            for made in self.rows():
                if made.text() == focused:
                    made.setFocus()

    def own_fields(self) -> tuple[OwnField, ...]:
        """The archive's own fields as they are now."""
        return self._session.archive.own_fields

    def name_of(self, entity: str, key: str) -> str:
        """What a record is called by which the list is restricted."""
        return self._session.archive.catalogue.names_of(entity, [key]).get(key, _("（已不在）"))

    def draw_head(self, words: str) -> None:
        """The name of a facet, over its values."""
        head = label(words, tone="faint", voice="small")
        self._column.addSpacing(theme().dp(14))
        self._column.addLayout(row(head, None, around=(10, 0, 0, 2)))

    def draw_part(self, part: QWidget) -> None:
        """Something else than values under a head."""
        self._column.addWidget(part)

    def _draw_facet(self, name: str, words: str, chosen: tuple[str, ...]) -> None:
        self.draw_values(name, _(words), self._facets.get(name, []), chosen)

    def values_of(self, name: str) -> Counted:
        """What was counted of a facet."""
        return self._facets.get(name, [])

    def draw_values(self, name: str, words: str, values: Counted, chosen: tuple[str, ...]) -> None:
        """A facet: its head, its values with their numbers; nothing where it has none."""
        if not values and not chosen:
            return
        self.draw_head(words)
        shown = values if name in self._expanded or name in _ALL_SHOWN else values[:_SHOWN]
        for value, text, number in shown:
            icon = kind_icon(value) if name == "kind" else ""
            made = FilterRow(_(text), number, icon=icon, chosen=value in chosen)
            made.clicked.connect(lambda checked, v=value: self.choose(name, v, on=checked))
            self._column.addWidget(made)
        if len(values) > len(shown):
            more = button(_("还有 {n} 个").format(n=len(values) - len(shown)), lambda: self._expand(name), role="link")
            self._column.addLayout(row(more, None, around=(6, 0, 0, 0)))

    def _expand(self, name: str) -> None:
        self._expanded.add(name)
        self._draw()

    def _focused_words(self) -> str:
        return next((made.text() for made in self.rows() if made.hasFocus()), "")

    def rows(self) -> list[FilterRow]:
        """The lines to be seen."""
        found: Any = self.findChildren(FilterRow)
        return [made for made in found if made.parent() is not None]

    # — in words —

    def words(self) -> list[tuple[str, str, str]]:
        """(facet, value, words) of every choice, for the chips above the list."""
        labels = {(name, value): text for name, values in self._facets.items() for value, text, _n in values}
        found: list[tuple[str, str, str]] = []
        for name, _words, member in FACETS:
            for value in getattr(self.wanted, member):
                found.append((name, value, _(labels.get((name, value), _fallback(name, value)))))
        for key in self.wanted.units:
            row = self.units.lines.tree.rows.get(key)
            found.append(("unit", key, row.words if row is not None else _("案卷") if key else _("不在案卷里")))
        for year in self.wanted.received:
            words = _("{year} 年收到").format(year=year) if year else _("没有填收到日期")
            found.append(("received", str(year), words))
        found += self.own.words()
        if self.wanted.about:
            found.append(("about", "", _(self.wanted.about)))
        return found


def _fallback(facet: str, value: str) -> str:
    """What a value is called while it is not among those counted."""
    if not value:
        return "没有填"
    if facet == "lacking":
        return LACKS[value]
    return kind_named(value).label if facet == "kind" else f"{value}年代" if facet == "decade" else value


def _restricted(wanted: ItemFilter, member: str, values: tuple[str, ...]) -> ItemFilter:
    """The filter with another choice for one facet."""
    changes: dict[str, Any] = {member: values}
    return replace(wanted, **changes)
