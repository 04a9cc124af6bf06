"""What a volume says of itself: its title, its 版权页, its 编委会; in one dialog, one step of undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import VOLUME
from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, scrolled
from archive_app.gui.widgets.segments import Segments
from archive_app.typeset.imprint import INTERNAL, PUBLIC
from archive_app.typeset.matter.board import Office, office_line, offices
from archive_app.volumes.compile import imprint_doubts

TITLES, IMPRINT, BOARD = "titles", "imprint", "board"
_TITLES = ("title", "series", "number", "subtitle", "compiler")
_COUNTED = frozenset({"sheets", "inserts", "words", "format"})
_FROM_TITLE = {"title": "title", "compiler": "compiler"}
_HINTS = {
    "permit": "如：青内准印第 0001 号",
    "recipients": "如：区政协委员、各乡镇街道",
    "print_date": "如：2026年5月",
    "copies": "如：1000册",
    "edition": "如：2026年5月第1版第1次印刷",
    "price": "如：58.00元",
    "isbn": "如：978-7-……",
}
_REST_MS = 250


class VolumeDialog(Dialog):
    """Titles, imprint and board of a volume; ``command`` is what is to be done."""

    def __init__(self, parent: QWidget | None, volume: Record, part: str = TITLES) -> None:
        super().__init__(parent, _("书名、版权页、编委会"), width=640)
        self._volume = volume
        self._given = {str(one["key"]): str(one.get("value", "")) for one in volume["imprint"]}
        self.titles: dict[str, QLineEdit] = {}
        self.lines: dict[str, dict[str, QLineEdit]] = {}
        self.more = QPlainTextEdit()
        self.board = QPlainTextEdit()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.check)
        self._said = label("", tone="amber", voice="small", wrap=True)
        self._make = button(_("就这样"), self.accept, role="primary")
        self._make.setDefault(True)
        names = ((TITLES, _("书名")), (IMPRINT, _("版权页")), (BOARD, _("编委会")))
        self.tabs = Segments([(name, words, "") for name, words in names])
        self._parts = QStackedWidget()
        for made in (self._title_page(), self._imprint_page(), self._board_page()):
            self._parts.addWidget(made)
        self.tabs.chosen.connect(self.show_part)
        whole = column(
            label(_("书名、版权页、编委会"), voice="title"),
            row(self.tabs, None),
            self._parts,
            self._said,
            self.buttons(button(_("取消"), self.reject), self._make),
            spacing=12,
            around=(24, 20, 24, 20),
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.resize(self.minimumWidth(), theme().dp(620))
        self.show_part(part)
        self.check()

    def show_part(self, name: str) -> None:
        """书名, 版权页 or 编委会."""
        self.tabs.choose(name)
        self._parts.setCurrentIndex((TITLES, IMPRINT, BOARD).index(name))

    # — the parts —

    def _title_page(self) -> QWidget:
        grid = _grid()
        for number, name in enumerate(_TITLES):
            made = self._entry(VOLUME.field(name).label, str(self._volume[name] or ""))
            if name == "number":
                made.setValidator(QIntValidator(1, 9999, self))
            self.titles[name] = made
            _put(grid, number, VOLUME.field(name).label, made)
        grid.setRowStretch(len(_TITLES), 1)
        return pane(grid)

    def _imprint_page(self) -> QWidget:
        """Both variants, one of them in front; what the other one says is kept while it may be wanted again."""
        self.variant = Segments((("internal", _("内部资料"), ""), ("public", _("公开出版"), "")))
        self.variant.choose("public" if self._given.get("variant") == "public" else "internal")
        self.variant.chosen.connect(lambda _name: self._show_variant())
        self._variants = QStackedWidget()
        for name, labels in (("internal", INTERNAL), ("public", PUBLIC)):
            grid = _grid()
            self.lines[name] = {}
            for number, (key, words) in enumerate(labels.items()):
                made = self._entry(words, self._given.get(key, ""))
                made.setPlaceholderText(self._hint(key))
                self.lines[name][key] = made
                _put(grid, number, words, made)
            grid.setRowStretch(len(labels), 1)
            self._variants.addWidget(pane(grid))
        known = {*INTERNAL, *PUBLIC, "variant"}
        rest = [f"{key}：{value}" for key, value in self._given.items() if key not in known]
        self._words(self.more, _("其他各行"), "\n".join(rest), _("一行一项，如：封面设计：马䶮"))
        self.more.setMaximumHeight(theme().dp(72))
        area = scrolled(self._variants)
        lay = column(row(self.variant, None), area, label(_("其他各行"), tone="faint"), self.more, spacing=8)
        lay.setStretch(1, 1)
        self._show_variant()
        return pane(lay)

    def _board_page(self) -> QWidget:
        lines = [office_line(str(one.get("role", "")), one.get("names") or ()) for one in self._volume["board"]]
        hint = _("一行一个职务，如：\n主任：祁大魁\n副主任：马䶮、李映雪\n委员（按姓氏笔画为序）：王德全、赵铁山")
        self._words(self.board, _("编委会名单"), "\n".join(lines), hint)
        note = _(
            "主任、副主任、主编等照写的先后排；委员后面写明“按姓氏笔画为序”的，由程序排次序。两个字的名字中间会空开。"
        )
        return pane(column(self.board, label(note, tone="faint", voice="small", wrap=True), spacing=8))

    def _entry(self, words: str, value: str) -> QLineEdit:
        made = QLineEdit(value)
        made.setAccessibleName(_(words))
        made.setCursorPosition(0)
        made.textChanged.connect(lambda _text: self._rest.start())
        return made

    def _words(self, made: QPlainTextEdit, name: str, value: str, hint: str) -> None:
        made.setAccessibleName(name)
        made.setPlainText(value)
        made.setPlaceholderText(hint)
        made.setTabChangesFocus(True)
        made.textChanged.connect(self._rest.start)

    def _hint(self, key: str) -> str:
        if key in _FROM_TITLE:
            return str(self._volume[_FROM_TITLE[key]] or "")
        return _("由程序算出") if key in _COUNTED else _(_HINTS.get(key, ""))

    def _show_variant(self) -> None:
        self._variants.setCurrentIndex(0 if self.variant.choice() == "internal" else 1)
        self._rest.start()

    # — what was written —

    def values(self) -> dict[str, Any]:
        """The fields as they are written. Raises ``ValueError``, in words, where a line of the board is none."""
        titles: dict[str, Any] = {name: made.text().strip() for name, made in self.titles.items()}
        titles["number"] = int(titles["number"]) if titles["number"] else None
        return {**titles, "imprint": self._imprint(), "board": read_board(self.board.toPlainText())}

    def _imprint(self) -> list[dict[str, str]]:
        variant = self.variant.choice()
        lines = {key: made.text().strip() for key, made in self.lines[variant].items()}
        found = {key: value for key, value in lines.items() if value}
        for line in self.more.toPlainText().splitlines():
            key, _colon, value = line.replace(":", "：", 1).partition("：")
            if key.strip() and value.strip():
                found[key.strip()] = value.strip()
        if not found and variant == "internal" and not self._given:
            return []
        return [{"key": "variant", "value": variant}, *({"key": k, "value": v} for k, v in found.items())]

    def command(self) -> SetFields | None:
        """The change of the volume; None where nothing is another."""
        changed = {name: value for name, value in self.values().items() if not _same(value, self._volume[name])}
        return SetFields(self._volume.id, changed, words=_("书卷：书名、版权页、编委会")) if changed else None

    def check(self) -> bool:
        """Say what is missing or cannot be; whether it can be taken as it is."""
        try:
            values = self.values()
            doubts = (
                imprint_doubts(replace(self._volume, values={**self._volume.values, **values}))
                if values["imprint"]
                else []
            )
        except (ValueError, ArchiveError) as error:
            self._say([str(error)])
            self._make.setEnabled(False)
            return False
        self._say([*doubts, *([] if values["title"] else [_("请写书名。")])])
        self._make.setEnabled(bool(values["title"]))
        return bool(values["title"])

    def _say(self, words: list[str]) -> None:
        self._said.setText("　".join(words))
        self._said.setVisible(bool(words))


def read_board(text: str) -> list[dict[str, Any]]:
    """The offices of a list, a line each. Raises ``ValueError``, in words, for a line that is no office with names."""
    found: list[dict[str, Any]] = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        read = next(offices(Manuscript((Block(BlockKind.PARAGRAPH, line),))))
        if not isinstance(read, Office):
            raise ValueError(_("编委会名单里“{line}”看不懂：请写成“职务：姓名、姓名”。").format(line=line[:20]))
        role = f"{read.role}（{read.aside}）" if read.aside else read.role
        found.append({"role": role, "names": [name for name, _at in read.names]})
    return found


def _same(new: Any, old: Any) -> bool:
    return new == old or (not new and not old)


def _grid() -> QGridLayout:
    made = QGridLayout()
    made.setContentsMargins(0, theme().dp(4), theme().dp(10), theme().dp(4))
    made.setHorizontalSpacing(theme().dp(14))
    made.setVerticalSpacing(theme().dp(8))
    made.setColumnStretch(1, 1)
    return made


def _put(grid: QGridLayout, number: int, words: str, made: QLineEdit) -> None:
    name = label(_(words), tone="faint")
    name.setBuddy(made)
    grid.addWidget(name, number, 0)
    grid.addWidget(made, number, 1)
