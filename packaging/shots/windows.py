"""Windows that a task opens beside the list: photographs compared, cropped, copied; many items; units; cards; words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms import titled
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.manuscript.tracking.ask import ProposeDialog
from archive_app.gui.manuscript.tracking.marks_dialog import MarksDialog
from archive_app.gui.versions.word import kept_in_house
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.corrections.marked_lists import read_marked

if TYPE_CHECKING:
    from walk import Walk


def all_windows(here: Walk) -> None:
    """Each of them as it opens; nothing is changed by it."""
    for names, do in (
        (("new-item",), _new_item),
        (("compare", "crop", "tone", "copies"), _photographs),
        (("batch-preview",), _batch),
        (("unit-new", "unit-move"), _units),
        (("template", "vocabulary", "own-field", "columns-go"), _words),
        (("propose", "marks", "kept-in-house"), _corrections),
        (("doubles", "odd-dates", "split"), _cards),
    ):
        here.stop(names, do)


def opened(here: Walk, name: str, act: Callable[[], Any], prepare: Callable[[Any], Any] = lambda dialog: None) -> None:
    """Picture the dialog that ``act`` opens in its own time; then close it without a change."""
    if not here.wants(name):
        return
    there: list[bool] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(200, look)
            return
        prepare(dialog)
        here.rest(900)
        here.picture(name)
        there.append(True)
        dialog.close()

    QTimer.singleShot(200, look)
    act()
    here.until(lambda: bool(there) and QApplication.activeModalWidget() is None)
    here.window.activateWindow()  # no window manager gives it the keyboard back
    here.settle()


def _new_item(here: Walk) -> None:
    """A photograph that has been made and has no file yet."""
    here.materials.create("photograph")
    here.settle()
    here.materials.open_item()
    here.settle()
    here.picture("new-item")
    here.materials.back()
    here.window.session.archive.undo(1)
    here.settle()


def _photographs(here: Walk) -> None:
    materials, acts = here.materials, here.window.actions_table
    one, other = titled(here, "社火高跷队合影（示例）"), titled(here, "社火高跷队合影（补扫）")
    materials.listing.select(one)
    here.settle()
    materials.listing.view.selectionModel().select(
        materials.listing.model.index(materials.listing.model.place_of(other), 0),
        materials.listing.view.selectionModel().SelectionFlag.Select
        | materials.listing.view.selectionModel().SelectionFlag.Rows,
    )
    here.settle()
    opened(here, "compare", acts["photo.compare"].trigger, lambda _dialog: here.rest(1_500))
    opened(here, "copies", acts["photo.copies"].trigger)
    here.select(one)
    materials.open_item()
    here.settle()
    page = materials.material.picture
    here.until(lambda: page.view._picture is not None)
    for name, begin in (("crop", page.adjusting.begin_crop), ("tone", page.adjusting.begin_tone)):
        begin()
        here.settle()
        here.rest(600)
        here.picture(name)
        page.adjusting.leave()
    materials.back()
    here.settle()


def _batch(here: Walk) -> None:
    """What would become of each of many, before anything is changed."""
    materials = here.materials
    materials.listing.view.selectAll()
    here.settle()
    editor = materials.batch.choose_field("photographer")
    editor.line.setText("李明")
    editor.edited.emit()
    here.until(lambda: materials.batch.plan is not None)
    here.settle()
    here.picture("batch-preview")
    materials.listing.view.clearSelection()
    here.settle()


def _units(here: Walk) -> None:
    acts = here.window.actions_table
    here.select(titled(here, "杏花湾小学师生合影"))
    opened(here, "unit-new", acts["unit.new"].trigger)
    archive = here.window.session.archive
    from archive_app.services.units.acts import making

    fonds = making(archive, {"tier": "fonds", "number": "J019", "title": "城东政协文史资料", "parent": ""})
    archive.execute(fonds)
    archive.execute(making(archive, {"tier": "series", "number": "ZP", "title": "照片", "parent": fonds.id}))
    here.settle()
    opened(here, "unit-move", acts["item.unit"].trigger)
    archive.undo(2)
    here.settle()


def _words(here: Walk) -> None:
    acts = here.window.actions_table
    here.select(titled(here, "杏花湾小学师生合影"))
    for name, act in (
        ("template", "item.template"),
        ("vocabulary", "item.vocabulary"),
        ("own-field", "item.own_fields"),
        ("columns-go", "list.go"),
    ):
        opened(here, name, acts[act].trigger)


def _corrections(here: Walk) -> None:
    """A change proposed by its words, a table of them taken in, the question before what may not leave is written."""
    archive, window = here.window.session.archive, here.window
    text = paragraphs(["一九五八年春，供销社搬到了十字路口。柜台是松木的，掌柜姓王。"]).to_json()
    item = Create("item", {"kind": "contribution", "title": "供销社的柜台（示例）", "manuscript": text})
    archive.execute(item)
    archive.execute(SetFields(item.id, {"state": "proof1"}, by_program=True, type="example"))
    volume = Create("volume", {"title": "城东文史（示例）", "number": 25})
    section = Create("section", {"volume": volume.id, "title": "亲历", "position": 1})
    for one in (volume, section, Create("article", {"section": section.id, "item": item.id, "position": 1})):
        archive.execute(one)
    here.settle()
    for name, dialog in (
        ("propose", lambda: ProposeDialog(window, window, archive.catalogue.record(item.id))),
        ("marks", lambda: _marks(here, volume.id)),
    ):
        made = dialog()
        made.open()
        here.settle()
        here.picture(name)
        made.close()
        window.activateWindow()
    why = Refused("《水磨坊》的级别是控制，不能拿出去", "要给别人，请编辑先放宽级别。")
    opened(here, "kept-in-house", lambda: kept_in_house(window, window, why))
    archive.undo(5)
    here.settle()


def _marks(here: Walk, volume: str) -> MarksDialog:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "批注.csv"
        path.write_text("面,行,原文,改为,依据\n,,松木,柏木,作者核稿\n,,十字路口,大十字,县志\n,,没有的字,字,\n", "utf-8")
        return MarksDialog(here.window, here.window, path.name, read_marked(here.window.session.archive, volume, path))


def _cards(here: Walk) -> None:
    """Cards that may be one; lives that cannot be; a card that was put into another and can be split off."""
    archive, acts = here.window.session.archive, here.window.actions_table
    made = [
        Create("person", {"name": "王德泉", "aliases": ["油把式"], "birth": {"display": "1939年"}}),
        Create("person", {"name": "马老七", "birth": {"display": "1950年"}, "death": {"display": "1940年"}}),
    ]
    for one in made:
        archive.execute(one)
    people: Any = here.window.desk.show_workspace("authorities")
    people.segments.button("person").click()
    here.settle()
    opened(here, "doubles", acts["card.doubles"].trigger)
    opened(here, "odd-dates", acts["card.dates"].trigger)
    from archive_app.services.authorities.cards import merge

    keep = next(one for one in archive.catalogue.records("person") if one.title.startswith("王德全"))
    merge(archive, keep, [archive.catalogue.record(made[0].id)])
    here.settle()
    people.open_place(Place(keep.id))
    here.settle()
    area = people.side.findChild(QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    here.picture("split")
    archive.undo(3)
    here.window.desk.show_workspace("materials")
    here.settle()
