"""Who is on a photograph, written down: boxes and names go into the item's record, each act one step to be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.domain.adjustment import Adjustment, Box
from archive_app.domain.depicted import (
    UNKNOWN,
    Person,
    arranged,
    goes_through_rows,
    is_arranged,
    moved,
    of_file,
    people_words,
    region_from,
    with_rows,
)
from archive_app.gui.dialogs.message import Message, ask
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.photo.faces import FacesLayer
from archive_app.gui.workspaces.materials.photo.view import PhotoView
from archive_app.gui.workspaces.materials.photo.who import WhoBox
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

Change = Callable[[list[Person]], list[Person]]
"""What an act makes of the people of one picture."""


class People(QObject):
    """The people of the picture on the table. ``told`` brings the words that go through the rows, and whether they are
    in the order of the boxes."""

    told = Signal(str, bool)

    def __init__(self, shell: Shell, view: PhotoView, host: QWidget) -> None:
        super().__init__(host)
        self._shell = shell
        self._session = shell.session
        self._view = view
        self._host = host
        self._item = ""
        self._file = ""
        self._first = True
        self._people: list[Person] = []
        self.layer = FacesLayer(view)
        self.who = WhoBox(shell.session, host)
        self.layer.drawn.connect(self._drawn)
        self.layer.changed.connect(self._moved)
        self.layer.removed.connect(self._removed)
        self.layer.opened.connect(self.name)
        self.layer.chosen_changed.connect(lambda _number: self.who.dismiss())
        self.who.named.connect(self._named)
        self.who.closed.connect(view.setFocus)

    @property
    def words(self) -> str:
        """The rows in words, ？ for who is not known."""
        return people_words(self._people, UNKNOWN)

    def show_item(self, item: Record, file: str, *, first: bool) -> None:
        """Another picture (by its file's id), or the same after a change. ``first``: the item's first one."""
        another = (item.id, file) != (self._item, self._file)
        self._item, self._file, self._first = item.id, file, first
        if another:
            self.who.dismiss()
            self.layer.choose(-1)
        # what was asked for a moment ago may be older than what was drawn since
        record = self._session.record(item.id) or item
        self._show(record["people"])

    def _show(self, people: Sequence[Person]) -> None:
        chosen = self._people[self.layer.chosen] if 0 <= self.layer.chosen < len(self._people) else None
        self._people = of_file(people, self._file, self._first)
        self.layer.show_people(self._people)
        if chosen is not None:  # the rows may stand in another order now
            self._choose_again(chosen)
        self.told.emit(self.words, is_arranged(self._people, self._seen()))

    def _choose_again(self, person: Person) -> None:
        same = [n for n, one in enumerate(self._people) if one.get("region") == person.get("region")]
        self.layer.choose(same[0] if same else -1)

    def _seen(self) -> Adjustment:
        return self._view.adjustment

    # — what a person does —

    def _drawn(self, box: Box) -> None:
        region = region_from(box)
        fresh: dict[str, Any] = {"region": region, **({} if self._first else {"file": self._file})}
        self._write(lambda people: [*people, fresh], _("照片：框出一人"))
        self._choose_again(fresh)
        self.name(self.layer.chosen)

    def frame(self, boxes: Sequence[Box]) -> None:
        """Boxes that were suggested, and taken: people whose names are still to be written."""
        from archive_app.services.faces.deciding import accepted_words, framed

        fresh = framed(boxes, self._file, first=self._first)
        self._write(lambda people: [*people, *fresh], accepted_words(len(boxes)))

    def choose_unnamed(self) -> None:
        """The first in the rows whose name nobody has written."""
        left = [n for n, one in enumerate(self._people) if one.get("region") and not one.get("name")]
        self.layer.choose(left[0] if left else -1)

    def _moved(self, number: int, box: Box) -> None:
        person, region = self._people[number], region_from(box)

        def change(people: list[Person]) -> list[Person]:
            return [{**one, "region": region} if _same(one, person) else one for one in people]

        self._write(change, _("照片：移动人物框"))
        self._choose_again({"region": region})

    def _removed(self, number: int) -> None:
        person = self._people[number]
        self.layer.choose(-1)
        name = str(person.get("name") or UNKNOWN)
        words = _("照片：去掉“{name}”").format(name=name)
        self._write(lambda people: [one for one in people if not _same(one, person)], words)
        self._shell.toast(
            _("去掉了“{name}”").format(name=name), _("撤销"), self._shell.actions_table["edit.undo"].trigger
        )

    def name(self, number: int) -> None:
        """Ask who a person is."""
        if self.layer.read_only or not 0 <= number < len(self._people):
            return
        place = self.layer.place_of(number)
        offset = self._view.mapTo(self._host, self._view.rect().topLeft())
        self.who.open_for(self._people[number], QRectF(place).translated(offset))

    def _named(self, name: str, card: str, certainty: str) -> None:
        number = self.layer.chosen
        if not 0 <= number < len(self._people):
            return
        person = self._people[number]
        made = Create("person", {"name": name}) if card == "new" else None
        link = made.id if made is not None else card
        told = {**person, "name": name, "person": link, "certainty": certainty}

        def change(people: list[Person]) -> list[Person]:
            return [told if _same(one, person) else one for one in people]

        words = _("照片：这是{name}").format(name=name or UNKNOWN)
        self._write(change, words, before=[made] if made is not None else [])
        self._choose_again(person)
        self._view.setFocus()

    def arrange(self) -> None:
        """Rows and order as the boxes stand, whatever was put by hand."""
        self._write(lambda people: list(arranged(people, self._seen())), _("照片：按位置排人物"), keep=True)

    def into_caption(self) -> None:
        """Propose the caption with the rows behind it; a caption that says them already is left to the person."""
        record = self._session.record(self._item)
        words = people_words(self._people, self._session.archive.catalogue.nameless)
        if record is None or not words:
            return
        caption = str(record["caption"] or "")
        if goes_through_rows(caption):
            heading = _("说明里已经写了“左起”，没有改")
            message = Message(self._host, heading, words, (_("知道了"), _("复制这一句")))
            if message.exec() and message.chosen == 1:
                QGuiApplication.clipboard().setText(words)
            return
        wanted = with_rows(caption, words)
        if ask(self._host, _("把人物写进说明？"), wanted, _("不写"), _("写进说明")):
            self._shell.flush()
            command = SetFields(self._item, {"caption": wanted}, words=_("照片：人物写进说明"))
            self._session.execute(command, None, self._shell.show_error)

    def _write(self, change: Change, words: str, *, before: Sequence[Command] = (), keep: bool = False) -> None:
        """Write what ``change`` makes of the people as they stand now, those of other pictures left alone.

        ``keep``: the order is what was asked for; otherwise it follows the boxes, as long as nobody has put another.
        """
        self._shell.flush()
        record = self._session.record(self._item)
        if record is None or self._session.archive.read_only:
            return
        own = of_file(record["people"], self._file, self._first)
        others = [one for one in record["people"] if one not in own]
        made = change(list(own))
        people = made if keep else moved(own, made, self._seen())
        ordered = [*people, *others] if self._first else [*others, *people]
        value = [{key: part for key, part in one.items() if part not in ("", None)} for one in ordered]
        command: Command = SetFields(self._item, {"people": value}, words=words)
        if before:
            command = Batch(words, (*before, command))
        archive = self._session.archive
        # noted as typed into the item, so that the next act reads what this one wrote
        self._session.write(lambda: archive.execute(command), None, self._failed, typed=self._item)
        self._show(value)

    def _failed(self, error: Exception) -> None:
        """It was refused: what stands is shown again."""
        record = self._session.record(self._item)
        if record is not None:
            self._show(record["people"])
        self._shell.show_error(error)


def _same(one: Person, other: Person) -> bool:
    """Whether two rows say the same; what is empty may be missing."""
    return {key: value for key, value in one.items() if value} == {key: value for key, value in other.items() if value}
