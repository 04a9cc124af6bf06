"""A picture for a text: which one of the archive, where it stands on the page, what is said under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)
from shiboken6 import isValid

from archive_app.catalogue.queries import ItemFilter, ItemRow
from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import picture_key
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Block, BlockKind, Picture
from archive_app.domain.rights import credit_of
from archive_app.frozen import dataclass
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_size, label, pane, row, scrolled
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.hanzi.names import name_fold
from archive_app.volumes.adjusting import PLACES, SIDES
from archive_app.volumes.photographs import photograph_text

_KEY = Qt.ItemDataRole.UserRole
_PICTURE = _KEY + 1
"""The picture key of a line whose small picture is still to come."""
_THUMB = 44
_MOST_LISTED = 500
_PREVIEW = 512
_REST_MS = 150
_WIDTHS = (0, 30, 40, 50, 60, 70, 80, 100)


@dataclass(frozen=True, slots=True)
class Found:
    """A material's pictures: the files, and what a volume prints under the first of them."""

    item: Record
    files: tuple[Record, ...]
    printed: Block | None


class PlacingForm(QWidget):
    """Where a picture stands, how wide, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.place = QComboBox()
        self.place.setAccessibleName(_("位置"))
        self.place.addItem(_("照版式"), ("", ""))
        for name, words in PLACES.items():
            if name == "beside":
                for side, side_words in SIDES.items():
                    self.place.addItem(_("文旁，排在{side}").format(side=_(side_words)), (name, side))
            else:
                self.place.addItem(_(words), (name, ""))
        self.width_ = QComboBox()
        self.width_.setAccessibleName(_("宽度"))
        for share in _WIDTHS:
            self.width_.addItem(_("版心的 {n}%").format(n=share) if share else _("照版式"), share / 100)
        for choice in (self.place, self.width_):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(6)
        self.caption, self.people = QPlainTextEdit(), QPlainTextEdit()
        self.credit, self.alt = QLineEdit(), QLineEdit()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().dp(12))
        grid.setVerticalSpacing(theme().dp(8))
        grid.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("位置"), self.place),
            (_("宽度"), self.width_),
            (_("图说"), self.caption),
            (_("人物"), self.people),
            (_("署名"), self.credit),
            (_("替代文字"), self.alt),
        )
        for number, (words, field) in enumerate(fields):
            field.setAccessibleName(words)
            said = label(words, tone="faint")
            said.setBuddy(field)
            grid.addWidget(said, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, number, 1)
        for words_ in (self.caption, self.people):
            words_.setTabChangesFocus(True)
            words_.setMinimumWidth(theme().dp(80))
            words_.setFixedHeight(theme().dp(58))
        self.people.setPlaceholderText(_("前排左起：……"))
        self.alt.setPlaceholderText(_("给看不见图的人听的话；不填就用图说"))
        self.setLayout(grid)

    def show_block(self, block: Block) -> None:
        """A picture as it stands."""
        picture = block.picture or Picture("")
        side = picture.side or ("outer" if picture.place == "beside" else "")
        at = next((n for n in range(self.place.count()) if tuple(self.place.itemData(n)) == (picture.place, side)), 0)
        self.place.setCurrentIndex(at)
        share = round(picture.width, 2)
        if share and self.width_.findData(share) < 0:
            self.width_.addItem(_("版心的 {n}%").format(n=round(share * 100)), share)
        self.width_.setCurrentIndex(max(0, self.width_.findData(share)))
        self.show_words(block)

    def show_words(self, block: Block) -> None:
        """What is said under a picture."""
        picture = block.picture or Picture("")
        self.caption.setPlainText(block.text)
        self.people.setPlainText(picture.people)
        self.credit.setText(picture.credit)
        self.alt.setText(picture.alt)

    def on(self, block: Block) -> Block:
        """The block with what is written here."""
        place, side = self.place.currentData()
        picture = replace(
            block.picture or Picture(""),
            place=place,
            side=side if place == "beside" else "",
            width=float(self.width_.currentData()),
            people=self.people.toPlainText().strip(),
            credit=self.credit.text().strip(),
            alt=self.alt.text().strip(),
        )
        words = " ".join(self.caption.toPlainText().split())
        if words == " ".join(block.text.split()):
            return replace(block, picture=picture)
        return replace(block, text=words, spans=(), picture=picture)  # marks would stand on other words


class PictureDialog(Dialog):
    """Choose a picture and say where it stands; with a block that is there, only the latter. `block` is the result."""

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        item: str = "",
        block: Block | None = None,
        *,
        words: bool = True,
    ) -> None:
        """``item`` is the material that is written: the pictures it brought come first. Without ``words`` only the
        picture is chosen."""
        heading = (_("插图") if words else _("选图片")) if block is None else _("图片")
        super().__init__(parent, heading, width=820 if block is None else 520)
        self._session, self._item, self._given = session, item, block
        self._words = words
        self._rows: list[ItemRow] = []
        self._found: Found | None = None
        self.form = PlacingForm()
        act = _("就这样") if block is not None else _("插入") if words else _("就用这幅")
        self._make = button(act, self.accept, role="primary")
        self._make.setDefault(True)
        if block is not None:
            self.form.show_block(block)
        content = scrolled(self.form) if block is not None else self._choosing()
        whole = column(
            label(heading, voice="title"),
            content,
            self.buttons(button(_("取消"), self.reject), self._make),
            spacing=12,
            around=(24, 20, 24, 20),
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(self.minimumWidth(), theme().dp(620 if block is None else 440))
        if block is None:
            self._make.setEnabled(False)
            self._read_rows()

    def _choosing(self) -> QWidget:
        self.filter = QLineEdit()
        self.filter.setAccessibleName(_("筛选"))
        self.filter.setPlaceholderText(_("输入题名里的字"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._list_rows)
        self.filter.textChanged.connect(lambda _text: self._rest.start())
        self.list = QListWidget()
        self.list.setAccessibleName(_("有图片的资料"))
        self.list.setMinimumHeight(theme().dp(120))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda line, _before: self._look_at(line))
        self.list.setIconSize(icon_size(_THUMB))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.verticalScrollBar().valueChanged.connect(self._show_small)
        self._small = Thumbnails(self._session, self)
        self._small.arrived.connect(lambda _key: self._show_small())
        self._preview = QLabel()
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setFixedHeight(theme().dp(170))
        self._preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.files = QComboBox()
        self.files.setAccessibleName(_("哪一幅"))
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.files.setMinimumContentsLength(6)
        self.files.currentIndexChanged.connect(lambda _index: self._show_preview())
        self.files.hide()
        left = pane(column(self.filter, self.list, spacing=8))
        asked = (self.form,) if self._words else ()
        right = scrolled(pane(column(self._preview, self.files, *asked, None, spacing=8, around=(0, 0, 12, 0))))
        lay = row(left, right, spacing=16)
        lay.setStretch(0, 1)
        lay.setStretch(1, 1)
        return pane(lay)

    # — which —

    def _read_rows(self) -> None:
        catalogue, own = self._session.archive.catalogue, self._item

        def read() -> list[ItemRow]:
            rows = [one for one in catalogue.item_rows(catalogue.item_ids(ItemFilter(), "title")) if one.thumb]
            return sorted(rows, key=lambda one: (one.id != own, one.kind != "photograph"))

        self._ask(read, self._take_rows)

    def _ask(self, question: Callable[[], Any], then: Callable[[Any], None], key: str = "") -> None:
        def answered(found: Any) -> None:
            if isValid(self):
                then(found)

        self._session.ask(question, answered, key=(key, id(self)) if key else None)

    def _take_rows(self, rows: list[ItemRow]) -> None:
        self._rows = rows
        self._list_rows()

    def _list_rows(self) -> None:
        words = self.filter.text().strip()
        shown = [one for one in self._rows if self._matches(one, words)]
        blank = QIcon(_empty(icon_size(_THUMB)))
        self.list.clear()
        for one in shown[:_MOST_LISTED]:
            about = _("本篇带来的图") if one.id == self._item else kind_named(one.kind).label
            line = QListWidgetItem(f"{one.title}　·　{about}")
            line.setData(_KEY, one.id)
            line.setData(_PICTURE, one.thumb)
            line.setIcon(blank)
            self.list.addItem(line)
        if len(shown) > _MOST_LISTED:
            more = QListWidgetItem(_("……还有 {n} 件，请输入题名里的字").format(n=len(shown) - _MOST_LISTED))
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(more)
        if self.list.count():
            self.list.setCurrentRow(0)
        QTimer.singleShot(0, self, self._show_small)

    @staticmethod
    def _matches(one: ItemRow, words: str) -> bool:
        """By the characters of its title, whichever script, or by a number of it."""
        wanted = name_fold(words)
        return wanted in name_fold(one.title) or any(words in number for number in (one.accession_no, one.ref_code))

    def _show_small(self) -> None:
        """The small pictures of the lines that are seen."""
        bottom = self.list.viewport().height()
        number = max(0, self.list.indexAt(QPoint(1, 1)).row())
        while number < self.list.count():
            line = self.list.item(number)
            if self.list.visualItemRect(line).top() > bottom:
                return
            key = line.data(_PICTURE)
            picture = self._small.pixmap(key) if key else None
            if picture is not None:
                line.setIcon(QIcon(picture))
                line.setData(_PICTURE, "")
            number += 1

    def done(self, result: int) -> None:
        """No more small pictures are made."""
        if self._given is None:
            self._small.close()
        super().done(result)

    def _look_at(self, line: QListWidgetItem | None) -> None:
        key = line.data(_KEY) if line is not None else None
        if not key:
            self._take(None)
            return
        catalogue = self._session.archive.catalogue

        def read() -> Found:
            item = catalogue.record(key)
            files = tuple(one for one in catalogue.files_of(key) if str(one["mime"]).startswith("image/"))
            printed = next(iter(photograph_text(catalogue, item)), None) if item["kind"] == "photograph" else None
            return Found(item, files, printed)

        self._ask(read, self._take, "picture-of")

    def _take(self, found: Found | None) -> None:
        self._found = found
        self.files.blockSignals(True)
        self.files.clear()
        for file in found.files if found is not None else ():
            self.files.addItem(str(file["name"]), file.id)
        self.files.blockSignals(False)
        self.files.setVisible(self.files.count() > 1)
        if found is not None:
            words = found.printed or Block(BlockKind.PICTURE, _caption(found), picture=_plain(found))
            self.form.show_words(words)
        self._make.setEnabled(self.files.count() > 0)
        self._show_preview()

    def _show_preview(self) -> None:
        self._preview.setPixmap(QPixmap())
        file = self._file()
        self._preview.setText(_("正在看这幅图…") if file is not None else "")
        if file is None:
            return
        archive, key = self._session.archive, picture_key(file.values)
        self._ask(lambda: QImage(str(archive.thumbnail(key, _PREVIEW))), self._take_preview, "preview")

    def _take_preview(self, image: QImage) -> None:
        room, ratio = QSize(self._preview.width(), self._preview.height()), self.devicePixelRatioF()
        scaled = image.scaled(
            room * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown = QPixmap.fromImage(scaled)
        shown.setDevicePixelRatio(ratio)
        self._preview.setPixmap(shown)

    def _file(self) -> Record | None:
        files: Sequence[Record] = self._found.files if self._found is not None else ()
        return next((file for file in files if file.id == self.files.currentData()), None)

    # — what came of it —

    def block(self) -> Block:
        """The picture as a block of a text."""
        if self._given is not None:
            return self.form.on(self._given)
        file = self._file()
        return self.form.on(Block(BlockKind.PICTURE, "", picture=Picture(file.id if file is not None else "")))


def _caption(found: Found) -> str:
    return "" if kind_named(str(found.item["kind"])).has_text else found.item.title


def _plain(found: Found) -> Picture:
    return Picture("", credit=credit_of(found.item.values))


def _empty(size: QSize) -> QPixmap:
    """The room of a small picture that is still to come."""
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    return made
