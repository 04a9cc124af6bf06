"""收入往辑: which files are the pages, and which volume it is; read beside the window, and told what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, row
from archive_app.services.earlier.taking import pages_in, take_in, volume_values

if TYPE_CHECKING:
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.services.earlier.taking import TakenIn
    from archive_app.services.jobs import Reporter

_PATTERN = "PDF (*.pdf);;TIFF、JPEG (*.tif *.tiff *.jpg *.jpeg *.png)"


class TakeInDialog(Dialog):
    """``paths`` are the files or the folder, ``values`` the fields of the volume."""

    def __init__(self, parent: QWidget | None, title: str = "", compiler: str = "") -> None:
        super().__init__(parent, _("收入往辑"), 560)
        self.paths: list[Path] = []
        self._fields: dict[str, QLineEdit] = {}
        self._chosen = label(_("还没有选书页。一卷一个 PDF，或一个放着各页图片的文件夹。"), tone="faint", wrap=True)
        self._take = button(_("收入"), self._accept, role="primary")
        self._take.setDefault(True)
        choose = row(
            button(_("选 PDF…"), self._choose_file, icon="file-type-pdf"),
            button(_("选文件夹…"), self._choose_folder, icon="folder-open"),
            None,
        )
        number = self._field("number", _("辑次"), _("如：7"))
        number.setValidator(QIntValidator(1, 9999, self))
        pairs = (
            (self._labelled(_("书名"), self._field("title", _("书名"), _("如：城东政协文史资料"), title)), 3),
            (self._labelled(_("辑次"), number), 1),
        )
        more = (
            (self._labelled(_("出版年月"), self._field("year", _("出版年月"), _("如：1988年5月"))), 1),
            (self._labelled(_("准印证号"), self._field("permit", _("准印证号"), _("内部资料的"))), 1),
            (self._labelled("ISBN", self._field("isbn", "ISBN", _("公开出版的"))), 1),
        )
        self.setLayout(
            column(
                label(_("收入往辑"), voice="title"),
                label(
                    _("以前印的书扫描以后收进来：书页照原样看，文字能检索，目录编进总目录。"), tone="faint", wrap=True
                ),
                8,
                choose,
                self._chosen,
                8,
                self._beside(pairs),
                self._beside(more),
                self._labelled(_("副题"), self._field("subtitle", _("副题"), _("没有就不填"))),
                self._labelled(_("编者"), self._field("compiler", _("编者"), "", compiler)),
                16,
                self.buttons(button(_("取消"), self.reject), self._take),
                spacing=6,
                around=(24, 20, 24, 20),
            )
        )
        self._refresh()

    def _field(self, name: str, words: str, hint: str, text: str = "") -> QLineEdit:
        made = QLineEdit(text)
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        made.textChanged.connect(self._refresh)
        self._fields[name] = made
        return made

    @staticmethod
    def _labelled(words: str, field: QLineEdit) -> Any:
        return column(label(words), field, spacing=4)

    @staticmethod
    def _beside(parts: tuple[tuple[Any, int], ...]) -> Any:
        made = row(spacing=12)
        for part, stretch in parts:
            made.addLayout(part, stretch)
        return made

    def _choose_file(self) -> None:
        found, _filter = QFileDialog.getOpenFileNames(self, _("选书页"), str(Path.home()), _PATTERN)
        if found:
            self.choose([Path(one) for one in found])

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, _("各页的图片在哪个文件夹"), str(Path.home()))
        if found:
            self.choose([Path(found)])

    def choose(self, paths: list[Path]) -> None:
        """These are the pages; says how many files, or why it cannot be."""
        try:
            files = pages_in(paths)
        except ArchiveError as error:
            self.paths = []
            self._chosen.setText(str(error))
        else:
            self.paths = paths
            words = files[0].name if len(files) == 1 else _("{first} 到 {last}，{n} 个文件，照文件名的次序")
            self._chosen.setText(words.format(first=files[0].name, last=files[-1].name, n=len(files)))
        self._refresh()

    def _refresh(self) -> None:
        self._take.setEnabled(bool(self.paths) and bool(self._fields["title"].text().strip()))

    def _accept(self) -> None:
        if self._take.isEnabled():
            self.accept()

    def values(self) -> dict[str, Any]:
        """The fields of the volume."""
        said = {name: field.text().strip() for name, field in self._fields.items()}
        number = said.pop("number")
        title = said.pop("title")
        return volume_values(title, int(number) if number else None, **said)


class TakingIn(QObject):
    """Asks, takes in with progress, and shows the volume."""

    def __init__(self, window: QWidget, shell: Shell, then: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window, self._shell, self._then = window, shell, then

    def ask(self, title: str = "", compiler: str = "") -> None:
        """Which volume; ``title`` and ``compiler`` are what was typed for the one before."""
        dialog = TakeInDialog(self._window, title, compiler)
        if dialog.exec():
            self.begin(dialog.paths, dialog.values())
        dialog.deleteLater()

    def begin(self, paths: list[Path], values: dict[str, Any]) -> None:
        """Take it in beside the window."""
        archive = self._shell.session.archive

        def work(reporter: Reporter) -> TakenIn:
            return take_in(archive, paths, values, reporter)

        title = _("收入《{title}》").format(title=values["title"])
        self._shell.jobs.in_thread(title, work, then=self._taken, failed=self._failed)

    def _taken(self, made: TakenIn) -> None:
        rules = " ".join(str(rule) for rule in made.rules)
        words = _("收进 {n} 页，{k} 页有文字。").format(n=made.pages, k=made.written)
        words += _("页码照页上的数字推算（{rules}），请核对。").format(rules=rules) if rules else _("页码还没有定。")
        self._shell.toast("".join((words, *made.remarks)))
        self._then(made.volume)

    def _failed(self, error: Exception) -> None:
        if getattr(error, "code", "") != "cancelled":
            self._shell.show_error(error)
