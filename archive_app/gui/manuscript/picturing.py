"""Pictures of an item's text: chosen from the archive, dragged from a list, pasted or dropped from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.pasting import insert

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.manuscript.editor import ManuscriptEditor
    from archive_app.gui.workspaces.workspace import Shell
    from archive_app.intake.pasting.html import Pasted
    from archive_app.services.importing import ImportReport
    from archive_app.services.jobs import Reporter

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".avif", ".bmp", ".gif")


def are_pictures(paths: Sequence[Path]) -> bool:
    """Whether all of these are pictures, by their names."""
    return bool(paths) and all(path.suffix.lower() in _PICTURES for path in paths)


class Picturing(QObject):
    """Puts pictures into the text of ``editor``. What comes from outside becomes a file of the item first (as 插图),
    and is kept in the archive like any other; putting it into the text is a step of its own."""

    def __init__(self, shell: Shell, editor: ManuscriptEditor, item: Callable[[], Record | None]) -> None:
        super().__init__(editor)
        self._shell, self._session, self._editor, self._item = shell, shell.session, editor, item
        editor.take_pictures()
        editor.picture_wanted.connect(self.ask)
        page = editor.page
        page.setAcceptDrops(True)
        page.pictures_offered.connect(self.put_files)
        page.files_offered.connect(self.take_in)
        page.image_offered.connect(self.take_image)
        page.text_offered.connect(self.take_text)

    def ask(self, block: Block | None) -> None:
        """Have a picture chosen and put it behind the paragraph one is in, or another place and words given to one."""
        from archive_app.gui.manuscript.picture_dialog import PictureDialog

        item = self._item()
        dialog = PictureDialog(self._editor, self._session, item.id if item is not None else "", block)
        if dialog.exec():
            self._editor.put(dialog.block(), block)
        dialog.deleteLater()

    def put_files(self, ids: Sequence[str]) -> None:
        """Put pictures of the archive where the cursor is, with what is said of them."""
        if self._editor.read_only or not ids:
            return
        catalogue = self._session.archive.catalogue

        def read() -> list[Block]:
            from archive_app.volumes.photographs import photograph_text

            made: list[Block] = []
            files = catalogue.load("file", ids)
            for file in (files[key] for key in ids if key in files):
                if not str(file["mime"] or "").startswith("image/"):
                    continue
                item = catalogue.load("item", [str(file["item"])]).get(str(file["item"])) if file["item"] else None
                said = None
                if item is not None and item["kind"] == "photograph":
                    said = next(iter(photograph_text(catalogue, item)), None)
                picture = Picture(file.id)
                if said is not None and said.picture is not None:
                    picture = Picture(file.id, credit=said.picture.credit, people=said.picture.people)
                words = said.text if said is not None else ""
                made.append(Block(BlockKind.PICTURE, words, picture=picture))
            return made

        self._session.ask(read, self._put, self._shell.show_error)

    def _put(self, blocks: list[Block]) -> None:
        if not blocks:
            self._shell.toast(_("这里只能放图片"))
            return
        if self._editor.read_only:
            return
        self._editor.step_ended.emit()
        insert(self._editor.page, Manuscript(tuple(blocks)))
        self._editor.step_ended.emit()
        self._editor.page.setFocus()

    def take_image(self) -> None:
        """The picture on the clipboard, as a file."""
        from archive_app.gui.workspaces.materials.incoming import pasted

        if paths := pasted(self._session):
            self.take_in(paths)

    def take_text(self, pasted: Pasted) -> None:
        """A text that was pasted with pictures: these become files of the item, then all of it stands where the cursor
        is. A picture that cannot be taken is left out, and that is said."""
        from archive_app.intake.pasting.pictures import suffix_of

        folder = self._session.archive.root / "derived" / "pasted"
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now().strftime(_("粘贴的图片 %Y-%m-%d %H%M%S"))
        paths: dict[str, Path] = {}
        for number, (key, data) in enumerate(pasted.pictures.items(), start=1):
            if suffix := suffix_of(data):
                paths[key] = folder / f"{stamp} {number}{suffix}"
                paths[key].write_bytes(data)
        keys = list(paths)

        def taken(ids: Sequence[str]) -> None:
            self._insert(pasted, dict(zip(keys, ids, strict=True)))

        self._take_in([paths[key] for key in keys], taken, lambda: self._insert(pasted, {}))

    def _insert(self, pasted: Pasted, ids: Mapping[str, str]) -> None:
        """Put a pasted text where the cursor is, with the pictures that have an id."""
        if self._editor.read_only:
            return
        made: list[Block] = []
        lost = 0
        for block in pasted.manuscript:
            if block.picture is not None:
                source = ids.get(block.picture.source, "")
                lost += not source
                if not source:
                    made += [Block(BlockKind.PARAGRAPH, block.text)] if block.text else []
                    continue
                block = replace(block, picture=replace(block.picture, source=source))
            made.append(block)
        self._editor.step_ended.emit()
        insert(self._editor.page, Manuscript(tuple(made)))
        self._editor.step_ended.emit()
        said = "".join(pasted.said)
        if lost:
            said += _("图片 {n} 幅没有粘进来；要用的请另存，再用“插图”放进去。").format(n=lost)
        if said:
            self._editor.page.said.emit(said)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Pictures from outside become files of the item, then stand in its text."""
        self._take_in(list(paths), lambda ids: self.put_files([one for one in ids if one]), lambda: None)

    def _take_in(
        self, wanted: list[Path], then: Callable[[Sequence[str]], None], otherwise: Callable[[], None]
    ) -> None:
        """Make files of the item of these; ``then`` gets the id of each (nothing for one that was refused)."""
        item = self._item()
        if item is None or self._editor.read_only:
            return
        archive = self._session.archive

        def work(reporter: Reporter) -> tuple[ImportReport, list[str]]:
            import hashlib

            from archive_app.intake.proposal import ILLUSTRATION
            from archive_app.services.importing import add_to_item

            report = add_to_item(
                archive, item.id, wanted, role=ILLUSTRATION, progress=reporter.progress, cancelled=reporter.cancelled
            )
            found = (archive.catalogue.file_with(hashlib.sha256(path.read_bytes()).hexdigest()) for path in wanted)
            return report, [file.id if file is not None else "" for file in found]

        def added(result: tuple[ImportReport, list[str]]) -> None:
            report, ids = result
            if report.refused:
                first = report.refused[0]
                self._shell.toast(_("{name} 没有收：{why}").format(name=Path(first.source).name, why=first.reason))
            now = self._item()
            if now is not None and now.id == item.id:
                then(ids)
            else:
                self._shell.toast(_("换了一件资料，粘贴的没有放进正文；图片已加入原来那一件。"))

        title = _("给《{title}》加插图").format(title=item.title)

        def failed(error: Exception) -> None:
            otherwise()
            self._shell.show_error(error)

        self._shell.jobs.in_thread(title, work, then=added, failed=failed)
