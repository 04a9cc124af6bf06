"""The places of a plan as a list with ticks: each text with its places, what goes struck, what comes behind it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.emphasis import units
from archive_app.services.texts.everywhere import Place, Plan, Text

_Index = QModelIndex | QPersistentModelIndex
_CHECKED, _PART, _OPEN = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked
_ROLE = Qt.ItemDataRole


class PlacesModel(QAbstractListModel):
    """Rows are texts and their places, in one list: (text, −1) or (text, place)."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self.chosen: set[tuple[int, int]] = set()
        self._rows: list[tuple[int, int]] = []

    def show_plan(self, plan: Plan | None) -> None:
        """Another plan, ticked as is usual; or none."""
        self.beginResetModel()
        self.plan = plan
        self.chosen = plan.usual() if plan is not None else set()
        self._rows = []
        for number, text in enumerate(plan.texts if plan is not None else ()):
            self._rows.append((number, -1))
            self._rows += [(number, at) for at in range(len(text.places))]
        self.endResetModel()
        self.ticked.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """Texts and places."""
        return 0 if parent.isValid() else len(self._rows)

    def at(self, row: int) -> tuple[Text, Place | None]:
        """The text of a row, and its place where it is one."""
        assert self.plan is not None
        number, at = self._rows[row]
        text = self.plan.texts[number]
        return text, text.places[at] if at >= 0 else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """What cannot be changed takes no tick."""
        made = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return made if self.at(index.row())[0].why else made | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Words for whoever hears the list, and the ticks."""
        text, place = self.at(index.row())
        if role == _ROLE.CheckStateRole and not text.why:
            return self._state(index.row())
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            if place is None:
                return head_words(text)
            kept = _("（{why}）").format(why=_(place.kept_words)) if place.kept else ""
            return f"{_(place.label)}{kept}　{place.before}{place.words}{place.behind}"
        return None

    def _state(self, row: int) -> Qt.CheckState:
        number, at = self._rows[row]
        if at >= 0:
            return _CHECKED if (number, at) in self.chosen else _OPEN
        own = self._of(number)
        having = len(own & self.chosen)
        return _OPEN if not having else _CHECKED if having == len(own) else _PART

    def _of(self, number: int) -> set[tuple[int, int]]:
        assert self.plan is not None
        return {(number, at) for at in range(len(self.plan.texts[number].places))}

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """A tick: of a place, or of all places of a text."""
        text, _place = self.at(index.row())
        if role != _ROLE.CheckStateRole or text.why:
            return False
        number, at = self._rows[index.row()]
        own = self._of(number) if at < 0 else {(number, at)}
        on = self._state(index.row()) is not _CHECKED
        self.chosen = self.chosen | own if on else self.chosen - own
        first = self._rows.index((number, -1))
        self.dataChanged.emit(self.index(first), self.index(first + len(text.places)))
        self.ticked.emit()
        return True

    def tick_all(self, chosen: set[tuple[int, int]]) -> None:
        """These and no others."""
        self.chosen = chosen
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.ticked.emit()


def head_words(text: Text) -> str:
    """A text's line."""
    number = _("{n} 处").format(n=len(text.places))
    said = _("不能改：{why}").format(why=_(text.why)) if text.why else _(text.warning)
    return f"《{text.title}》　{number}" + (f"　{said}" if said else "")


class _Lines(QStyledItemDelegate):
    """A place in one line, cut on both sides of its words so that they are always seen."""

    def __init__(self, view: PlacesView) -> None:
        super().__init__(view)
        self._model = view.places

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All lines are as high."""
        return QSize(0, theme().dp(30))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """The box as the style draws it; the words by hand."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        text, place = self._model.at(index.row())
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        left = option.rect.left() + theme().dp(34 if place is None else 42)
        room = QRect(left, option.rect.top(), option.rect.right() - left - theme().dp(8), option.rect.height())
        painter.save()
        painter.setClipRect(room)
        if place is None:
            self._head(painter, room, text)
        else:
            self._place(painter, room, text, place)
        painter.restore()

    def _head(self, painter: QPainter, room: QRect, text: Text) -> None:
        painter.setFont(theme().font(bold=True))
        painter.setPen(theme().colour("faint" if text.why else "ink"))
        words = painter.fontMetrics().elidedText(head_words(text), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

    def _place(self, painter: QPainter, room: QRect, text: Text, place: Place) -> None:
        by = self._model.plan.wish.by if self._model.plan is not None and not text.why else ""
        kept = _("（{why}）").format(why=_(place.kept_words)) if place.kept else ""
        pieces = [
            (_(place.label), "faint", ""),
            (kept, "amber", ""),
            ("　", "ink", ""),
            (place.before, "ink", ""),
            (place.words, "faint" if by else "ink", "struck"),
        ]
        pieces += [(by, "cinnabar_ink", "new"), (place.behind, "ink", "")]
        words = "".join(part for part, _tone, _how in pieces)
        layout = QTextLayout(words, theme().font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        formats: list[Any] = []
        at = 0
        for part, tone, how in pieces:
            made: Any = QTextLayout.FormatRange()
            made.start, made.length = at, units(part)
            looks = QTextCharFormat()
            looks.setForeground(theme().colour("faint" if text.why else tone))
            looks.setFontStrikeOut(how == "struck" and not text.why)
            if how:
                looks.setFontWeight(QFont.Weight.Bold)
            made.format = looks
            formats.append(made)
            at += made.length
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        layout.endLayout()
        layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2))


class PlacesView(QListView):
    """The list. Space ticks, Enter goes to the place."""

    def __init__(self) -> None:
        super().__init__()
        self.places = PlacesModel()
        self.setModel(self.places)
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("找到的各处"))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
