"""找人脸: looked for beside the window, shown as dashed boxes, taken or refused by a person; each act can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.depicted import of_file
from archive_app.domain.found_faces import Found, refused_of, undecided
from archive_app.gui.dialogs.own_model import keep_model
from archive_app.gui.finder import finder
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.photo.people import People
from archive_app.gui.workspaces.materials.photo.suggested_layer import SuggestedLayer
from archive_app.gui.workspaces.materials.photo.view import PhotoView
from archive_app.gui.workspaces.workspace import Place, Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.jobs import Job
    from archive_app.services.faces.finding import Looked
    from archive_app.services.faces.many import Seen
    from archive_app.services.jobs import Reporter
    from archive_app.services.settings import Settings


def choose_model(parent: QWidget, settings: Settings) -> bool:
    """Ask for the file of a model; whether there is one now. What is none is said, and nothing changes."""
    from archive_app.intake.faces.models import find

    def ask(start: str) -> str:
        return QFileDialog.getOpenFileName(parent, _("找人脸用的模型是哪个文件"), start, _("模型 (*.onnx)"))[0]

    return keep_model(parent, settings, "faces_model", ask, find)


class Suggesting(QObject):
    """The faces that are suggested on the picture on the table. ``told`` brings how many are to be decided about."""

    told = Signal(int)

    def __init__(self, shell: Shell, view: PhotoView, people: People) -> None:
        super().__init__(view)
        self._shell = shell
        self._session = shell.session
        self._people = people
        self._view = view
        self._item: Record | None = None
        self._file: Record | None = None
        self._first = True
        self._looked: tuple[Found, ...] = ()
        self._job: Job | None = None
        self.layer = SuggestedLayer(view, people.layer)
        self.layer.taken.connect(self.take)
        self.layer.refused.connect(self.refuse)
        self.layer.wanted.connect(self.look)
        people.told.connect(self._people_changed)
        finder().changed.connect(self._model_changed)
        self.layer.can_look = finder().there

    # — what is shown —

    def show_item(self, item: Record, file: Record, *, first: bool) -> None:
        """Another picture, or the same after a change; what was found on it before is asked for."""
        if self._file is None or self._file.id != file.id:
            self._looked = ()
            self.layer.choose(-1)
        self._item, self._file, self._first = item, file, first
        self._show()
        self._ask()

    def _ask(self) -> None:
        file, model, archive = self._file, finder().model, self._session.archive
        if file is None or model is None:
            return

        def question() -> Looked | None:
            from archive_app.services.faces.finding import FaceFinder

            return FaceFinder(archive, model).known(file)

        self._session.ask(question, partial(self._known, file.id), key=("faces", id(self)))

    def _known(self, file: str, looked: Looked | None) -> None:
        if self._file is not None and self._file.id == file:
            self._looked = looked.found if looked is not None else ()
            self._show()

    def _people_changed(self, _words: str, _arranged: bool) -> None:
        self._show()

    def _model_changed(self) -> None:
        self.layer.can_look = finder().there
        self._looked = ()
        self._show()
        self._ask()

    def _show(self) -> None:
        found: list[Found] = []
        if self._looked and self._file is not None and self._item is not None and finder().there:
            # what was asked for a moment ago may be older than what was decided since
            file = self._session.record(self._file.id) or self._file
            item = self._session.record(self._item.id) or self._item
            found = undecided(self._looked, of_file(item["people"], file.id, self._first), refused_of(file.values))
            found = [one for one in found if self._in_sight(one)]
        self.layer.show_found(found)
        self.told.emit(0 if self._people.layer.read_only else len(found))

    def _in_sight(self, one: Found) -> bool:
        """Whether it is on what is left of the picture: who was cropped away cannot be decided about."""
        x, y, width, height = self._view.adjustment.to_shown(one.box)
        return 0 <= x + width / 2 <= 1 and 0 <= y + height / 2 <= 1

    # — looking —

    def look(self) -> None:
        """Look at the picture on the table, beside the window."""
        model, item, file, archive = finder().model, self._item, self._file, self._session.archive
        if model is None or item is None or file is None or self._people.layer.read_only:
            return
        if self._job is not None and self._job.running:
            self._shell.toast(_("正在找，右下角看得到"))
            return
        self._people.layer.set_shown(True)

        def work(reporter: Reporter) -> tuple[Looked, ...]:
            from archive_app.services.faces.finding import FaceFinder

            return FaceFinder(archive, model).find(reporter, [file])

        title = _("找“{title}”上的人脸").format(title=item.title)
        then = partial(self._found, item, file.id)
        self._job = self._shell.jobs.in_thread(title, work, then=then, failed=self._shell.show_error)

    def _found(self, item: Record, file: str, looked: tuple[Looked, ...]) -> None:
        if not looked:
            return  # stopped
        (one,) = looked
        if one.failed:
            self._shell.toast(_("没有看成：{why}").format(why=one.failed))
            return
        if self._file is None or self._file.id != file or not self._view.isVisible():
            words = _("“{title}”上找到 {n:,} 张人脸").format(title=item.title, n=len(one.found))
            self._shell.toast(words, _("看看"), lambda: self._shell.go("materials", Place(item.id)))
            return
        self._looked = one.found
        self._show()
        if self.layer.found:
            self.layer.choose(0)
            self._view.setFocus()
        elif one.found:
            self._shell.toast(_("找到的都已经框过，或者说过不要"))
        else:
            self._shell.toast(_("没有找到人脸；看得见的，请用“框人”框上"))

    # — deciding —

    def take(self, numbers: Sequence[int]) -> None:
        """These become boxes of people whose names are still to be written."""
        boxes = [self.layer.found[number].box for number in numbers]
        if not boxes:
            return
        self._people.frame(boxes)
        if not self.layer.found:  # all is decided: on to the names
            self._people.choose_unnamed()
            self._view.setFocus()

    def take_all(self) -> None:
        """All that are to be decided about."""
        self.take(range(len(self.layer.found)))

    def refuse(self, numbers: Sequence[int]) -> None:
        """These places are not suggested again."""
        from archive_app.services.faces.deciding import refuse

        boxes = [self.layer.found[number].box for number in numbers]
        file = self._session.record(self._file.id) if self._file is not None else None
        if not boxes or file is None or self._session.archive.read_only:
            return
        self._session.execute(refuse(file, boxes), None, self._failed)
        self._show()
        if len(boxes) > 1:
            words = _("{n:,} 处不再提了").format(n=len(boxes))
            self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)
        self._view.setFocus()

    def refuse_all(self) -> None:
        """All that are to be decided about."""
        self.refuse(range(len(self.layer.found)))

    def _failed(self, error: Exception) -> None:
        self._show()
        self._shell.show_error(error)


class LookingThrough(QObject):
    """Many photographs, one after another, beside the window; which of them have faces is listed at the end."""

    def __init__(self, parent: QObject, shell: Shell) -> None:
        super().__init__(parent)
        self._shell = shell

    def begin(self, ids: Sequence[str]) -> Job | None:
        """Look at the photographs of these items; nothing where there is no model."""
        model, archive = finder().model, self._shell.session.archive
        if model is None:
            return None
        wanted = list(ids)

        def work(reporter: Reporter) -> Seen:
            from archive_app.services.faces.many import look_through

            return look_through(archive, model, reporter, wanted)

        title = _("在 {n:,} 件资料的照片上找人脸").format(n=len(wanted))
        return self._shell.jobs.in_thread(title, work, then=self._seen, failed=self._shell.show_error)

    def _seen(self, seen: Seen) -> None:
        words = _("看了 {n:,} 幅照片，").format(n=seen.photographs)
        if seen.failed:
            words += _("{n:,} 幅打不开，").format(n=seen.failed)
        if not seen.items:
            self._shell.toast(words + _("没有要定的人脸"))
            return
        words += _("{n:,} 件上有 {m:,} 张人脸待定").format(n=len(seen.items), m=seen.faces)
        listed = ItemFilter(only=seen.items, about=_("有人脸待定"))
        self._shell.toast(words, _("看看"), lambda: self._shell.list_items(listed))
