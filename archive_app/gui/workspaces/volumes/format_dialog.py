"""A volume's look: the template, chosen by a page of each, and what is otherwise in this volume."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from shiboken6 import isValid

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import VOLUME
from archive_app.domain.errors import UsageError
from archive_app.gui.dialogs.fitting import room_for
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, scrolled
from archive_app.gui.workspaces.volumes.cover_field import CoverField
from archive_app.gui.workspaces.volumes.painter import paint_page
from archive_app.services.specimens import specimen, template_names
from archive_app.typeset import templates
from archive_app.typeset.layout import Page
from archive_app.volumes import format as formats
from archive_app.volumes.compile import DEFAULT_TEMPLATE
from archive_app.volumes.format_words import COVER_IMAGE, Option, current, options

_NAME = Qt.ItemDataRole.UserRole
_TALL = 190
"""A specimen's height on the grid; the sheets keep their proportions to each other."""
_LEAST_TALL = 56
_BESIDE = 430
"""What stands under the specimens needs so much of a screen's height."""
_APART_FROM = 560
"""From this height of the screen on the specimens stay while the form below them scrolls, px at 100 %."""
_TALLEST_MM = 290.0
_COLUMNS = 3
_REST_MS = 250


def _icon(sheet: QPixmap) -> QIcon:
    """The same paper where it is chosen: Qt would lay the selection's colour over it."""
    made = QIcon(sheet)
    made.addPixmap(sheet, QIcon.Mode.Selected)
    return made


class Specimens(QListWidget):
    """The templates as sheets side by side."""

    def __init__(self, ask: Callable[..., None], chosen: str) -> None:
        super().__init__()
        self.setAccessibleName(_("版式"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setWrapping(False)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSpacing(theme().dp(6))
        height = self._tall()
        self.setIconSize(QSize(round(2 * height * 0.78), height))
        words = {term.value: _(term.label) for term in VOLUME.field("template").terms}
        for name in template_names():
            item = QListWidgetItem(_icon(self._sheet(name, ())), words.get(name, templates.load(name).label or name))
            item.setData(_NAME, name)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            words_wide = self.fontMetrics().horizontalAdvance(item.text())
            wide = max(self._spread(name).width(), words_wide) + theme().dp(20)
            item.setSizeHint(QSize(wide, height + self.fontMetrics().height() + theme().dp(18)))
            self.addItem(item)
            if name == chosen:
                self.setCurrentItem(item)
            ask(lambda name=name: specimen(name), lambda pages, item=item: self._take(item, pages))
        self.setFixedHeight(height + self.fontMetrics().height() * 2 + theme().dp(34))

    def _tall(self) -> int:
        """Lower where the screen is: the form and the buttons have their room."""
        screen = self.screen()
        room = screen.availableGeometry().height() if screen is not None else theme().dp(768)
        return max(theme().dp(_LEAST_TALL), min(theme().dp(_TALL), room - theme().dp(_BESIDE)))

    def name(self) -> str:
        """The template that is chosen."""
        item = self.currentItem()
        return str(item.data(_NAME)) if item is not None else DEFAULT_TEMPLATE

    def _take(self, item: QListWidgetItem, pages: tuple[Page, ...]) -> None:
        if isValid(self):
            item.setIcon(_icon(self._sheet(str(item.data(_NAME)), pages)))

    def _spread(self, name: str) -> QSize:
        """The room of two facing pages of a template, as high as the highest of all."""
        height = self.iconSize().height()
        wide = templates.load(name).trim[0] * height / _TALLEST_MM
        return QSize(round(2 * wide) + 6, height)

    def _sheet(self, name: str, pages: tuple[Page, ...]) -> QPixmap:
        """Two facing pages of a template (blank before they are set), all templates at one scale."""
        ratio = self.devicePixelRatioF()
        size = self._spread(name)
        made = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        template = templates.load(name)
        scale = size.height() / (_TALLEST_MM * templates.MM)
        wide, high = (part * scale for part in template.page_size)
        painter = QPainter(made)
        left, top = (size.width() - 2 * wide - 2) / 2, (size.height() - high) / 2
        right_bound = template.direction == "vertical"
        for number in range(2):
            at = left + (1 - number if right_bound else number) * (wide + 2)
            painter.fillRect(round(at) - 1, round(top) - 1, round(wide) + 2, round(high) + 2, theme().colour("line"))
            if number < len(pages):
                painter.drawPixmap(round(at), round(top), paint_page(pages[number], scale, ratio))
            else:
                painter.fillRect(round(at), round(top), round(wide), round(high), theme().colour("sheet"))
        painter.end()
        return made


class OptionField(QWidget):
    """One option: its words, its value (empty: as the template has it), and what is wrong with it."""

    def __init__(self, option: Option, edited: Callable[[], None]) -> None:
        super().__init__()
        self.option = option
        self._wrong = label("", tone="danger", voice="small", wrap=True)
        self._wrong.hide()
        unit = f"（{option.unit}）" if option.unit else ""
        self.words: QLabel = label(f"{_(option.label)}{unit}", tone="faint")
        self.choice: QComboBox | None = None
        self.entry: QLineEdit | None = None
        editor: QWidget
        if option.choices():
            self.choice = QComboBox()
            self.choice.setAccessibleName(_(option.label))
            self.choice.addItem("", None)
            for value, words in option.choices():
                self.choice.addItem(_(words), value)
            self.choice.currentIndexChanged.connect(lambda _index: edited())
            editor = self.choice
        else:
            self.entry = QLineEdit()
            self.entry.setAccessibleName(_(option.label))
            self.entry.textChanged.connect(lambda _text: edited())
            editor = self.entry
        self.words.setBuddy(editor)
        self.setLayout(column(self.words, editor, self._wrong, spacing=3))

    def show_default(self, value: Any) -> None:
        """What the template says."""
        words = dict((known, text) for known, text in self.option.choices()).get(value, _shown(value))
        if self.choice is not None:
            self.choice.setItemText(0, _("照版式：{words}").format(words=_(words)))
        elif self.entry is not None:
            self.entry.setPlaceholderText(words)

    def show_value(self, value: Any) -> None:
        """What the volume says; None for nothing."""
        if self.choice is not None:
            self.choice.setCurrentIndex(max(0, self.choice.findData(value)) if value is not None else 0)
        elif self.entry is not None:
            self.entry.setText("" if value is None else _shown(value))

    def value(self) -> Any:
        """What was written: a number, a pair, words; None for nothing. What is no number stays words, and is found
        wrong where it is checked."""
        if self.choice is not None:
            return self.choice.currentData()
        assert self.entry is not None
        words = self.entry.text().strip()
        if not words:
            return None
        if self.option.size > 1:
            return [formats.read(part) for part in words.replace("×", " ").replace("x", " ").replace("，", " ").split()]
        return formats.read(words) if self.option.type is not str else words

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self._wrong.text())

    def say(self, error: UsageError | None) -> None:
        """What is wrong, beside the field."""
        words = ""
        if error is not None:
            what = error.message.partition("：")[2] or error.message
            words = f"{what}。{error.remedy}"
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))


class FormatDialog(Dialog):
    """Template and overrides of a volume; ``command`` is what is to be done."""

    def __init__(self, parent: Any, volume: Record) -> None:
        super().__init__(parent, _("版式"), width=1060)
        self._volume = volume
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.check)
        self.specimens = Specimens(parent.session.ask, str(volume["template"] or DEFAULT_TEMPLATE))
        self.fields: dict[str, OptionField | CoverField] = {
            one.key: CoverField(one, self._cover_chosen, parent.session)
            if one.key == COVER_IMAGE
            else OptionField(one, self._edited)
            for one in options()
        }
        stored = {str(row_["key"]): formats.read(str(row_.get("value", ""))) for row_ in volume["layout"]}
        self._others = {key: value for key, value in stored.items() if key not in self.fields}
        for key, value in stored.items():
            if key in self.fields:
                self.fields[key].show_value(value)
        self._said = label("", tone="danger", voice="small", wrap=True)
        self._make = button(_("就用这个"), self.accept, role="primary")
        self._make.setDefault(True)
        body: tuple[QWidget, ...]
        if room_for(self).height() < theme().dp(_APART_FROM):
            body = (scrolled(pane(column(self.specimens, line(), self._form(), spacing=10))),)
        else:
            body = (self.specimens, line(), scrolled(self._form()))
        body[-1].setMinimumHeight(theme().dp(110))
        whole = column(
            label(_("版式"), voice="title"),
            *body,
            self._said,
            self.buttons(button(_("都照版式"), self._clear), button(_("取消"), self.reject), self._make),
            spacing=10,
            around=(24, 18, 24, 18),
        )
        whole.setStretch(len(body), 1)
        self.setLayout(whole)
        self.resize(self.minimumWidth(), theme().dp(760))
        self.specimens.currentItemChanged.connect(lambda _now, _before: self._show_defaults())
        self._show_defaults()

    def _form(self) -> QWidget:
        """Groups under their headings, three fields beside each other."""
        grid = QGridLayout()
        grid.setContentsMargins(0, theme().dp(4), theme().dp(14), theme().dp(4))
        grid.setHorizontalSpacing(theme().dp(20))
        grid.setVerticalSpacing(theme().dp(10))
        line_ = 0
        for group in dict.fromkeys(one.option.group for one in self.fields.values()):
            own = [one for one in self.fields.values() if one.option.group == group]
            grid.addWidget(label(_(group), voice="section"), line_, 0, 1, _COLUMNS)
            for number, one in enumerate(own):
                grid.addWidget(one, line_ + 1 + number // _COLUMNS, number % _COLUMNS, Qt.AlignmentFlag.AlignTop)
            line_ += 2 + (len(own) - 1) // _COLUMNS
        for number in range(_COLUMNS):
            grid.setColumnStretch(number, 1)
        grid.setRowStretch(line_, 1)
        return pane(grid)

    # — what was chosen —

    def values(self) -> dict[str, Any]:
        """The overrides by their keys, those that the form does not show among them."""
        written = {key: one.value() for key, one in self.fields.items()}
        return {**self._others, **{key: value for key, value in written.items() if value is not None}}

    def command(self) -> SetFields | None:
        """The change of the volume; None where nothing is another."""
        template = self.specimens.name()
        changed: dict[str, Any] = {}
        if template != (self._volume["template"] or DEFAULT_TEMPLATE):
            changed["template"] = template
        rows = formats.rows(self.values())
        if rows != list(self._volume["layout"]):
            changed["layout"] = rows
        return SetFields(self._volume.id, changed, words=_("书卷：版式")) if changed else None

    def check(self) -> bool:
        """Say what is wrong beside its field; whether nothing is."""
        wrong = formats.check(self.specimens.name(), self.values())
        for key, one in self.fields.items():
            one.say(wrong.pop(key, None))
        self._said.setText("　".join(f"{error.message}。{error.remedy}" for error in wrong.values()))
        self._said.setVisible(bool(wrong))
        right = not wrong and not any(one.wrong for one in self.fields.values())
        self._make.setEnabled(right)
        return right

    def _edited(self) -> None:
        self._rest.start()

    def _cover_chosen(self) -> None:
        """A picture that is chosen is to be seen."""
        design, image = self.fields["cover.design"], self.fields[COVER_IMAGE]
        if image.value() is not None and design.value() != "image":
            design.show_value("image")
        elif image.value() is None and design.value() == "image":
            design.show_value(None)
        self._edited()

    def _show_defaults(self) -> None:
        template = templates.load(self.specimens.name())
        for key, one in self.fields.items():
            one.show_default(current(template, key))
        self.check()

    def _clear(self) -> None:
        self._others = {}
        for one in self.fields.values():
            one.show_value(None)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " × ".join(_shown(part) for part in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return f"{round(value, 1):g}" if isinstance(value, int | float) and value >= 10 else _plain(value)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value) or _("（没有）")
