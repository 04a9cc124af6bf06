"""The list's columns, an archive's own fields among them: chosen, ordered by, filtered by, kept for who chose them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.columns_dialog import ColumnsDialog
from archive_app.gui.workspaces.materials.own_facets import SpanLine
from archive_app.gui.workspaces.materials.type_ahead import begins
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services import own_fields as own
from archive_app.services.kept_views import KeptView, columns_in
from archive_app.services.list_columns import STANDARD, columns_of
from archive_app.services.settings import Settings


def _filled(window: MainWindow) -> list[str]:
    archive = window.session.archive
    archive.execute(own.adding(archive, {"name": "开本", "type": "choice", "terms": ["八开", "十六开"]}))
    archive.execute(own.adding(archive, {"name": "张数", "type": "number"}))
    ids = archive.catalogue.item_ids()
    for number, key in enumerate(ids[:3]):
        archive.execute(SetFields(key, {"own:开本": ("八开", "十六开")[number % 2], "own:张数": (30, 4, 200)[number]}))
    return ids


def _cells(materials: MaterialsWorkspace, column: int) -> list[str]:
    return [materials.listing.model.words(row, column) for row in range(3)]


def test_own_and_declared_fields_are_columns_that_order_and_filter(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    ids = _filled(opened)
    settle(opened)
    listing, archive = materials.listing, opened.session.archive
    listing.select(ids[1])
    dialog = ColumnsDialog(opened, columns_of(archive), listing.model.columns)
    for words, name in (("kb", "own:开本"), ("zhangshu", "own:张数"), ("语言", "language")):
        dialog.finder.setText(words)
        QTest.keyClick(dialog.finder, Qt.Key.Key_Return)
        assert dialog.columns[-1].name == name
    dialog.shown.moved.emit(-1)
    assert [one.name for one in dialog.columns][-3:] == ["own:开本", "language", "own:张数"]
    listing.arrange([(one.name, one.width) for one in dialog.columns if one.name not in ("kind", "access")])
    settle(opened)
    assert listing.selected_ids() == [ids[1]], "what was selected stays so"

    at = [one.name for one in listing.model.columns].index("own:张数")
    listing.table._head_clicked(at)
    settle(opened)
    assert (listing.model.ids[:3], _cells(materials, at)) == ([ids[1], ids[0], ids[2]], ["4", "30", "200"])
    assert listing.bar._order.text() == "张数" and listing.table.horizontalHeader().sortIndicatorSection() == at
    listing.table._head_clicked(at)
    settle(opened)
    assert listing.model.ids[:3] == [ids[2], ids[0], ids[1]]

    rows = {row.text(): row for row in materials.filters.rows()}
    rows["十六开"].click()
    settle(opened)
    assert listing.model.ids == [ids[1]]
    assert ("own:开本", "十六开", "开本：十六开") in materials.filters.words()
    materials.filters.choose("own:开本", "十六开", on=False)
    settle(opened)
    span = materials.filters.findChildren(SpanLine)[-1]
    span.low.setText("一百")
    span.take()
    assert span._note.text(), "what is no number is said"
    span.low.setText("10")
    span.high.setText("100")
    span.take()
    settle(opened)
    assert listing.model.ids == [ids[0]]
    materials.filters.reset()
    settle(opened)

    field = own.own_field(archive, "张数")
    opened.session.execute(own.changing(archive, field, {"name": "页数"}))
    settle(opened)
    assert listing.model.columns[at].label == "页数" and _cells(materials, at)[0] == "200"
    opened.session.execute(own.withdrawing(own.own_field(archive, "页数")))
    settle(opened)
    assert listing.model.columns[at].label == "页数（已停用）" and _cells(materials, at)[0] == "200"


def test_a_list_stands_as_it_was_left(opened: MainWindow, materials: MaterialsWorkspace, settle, archive_root) -> None:
    ids = _filled(opened)
    materials.listing.table.arranged.emit([("title", 300), ("own:开本", 120), ("gone", 50)])
    materials.listing.order_by("own:开本", True)
    materials.listing.select(ids[2])
    settle(opened)
    opened.open_archive(archive_root)
    settle(opened)
    again = opened.desk.current
    assert isinstance(again, MaterialsWorkspace) and again is not materials
    assert [one.name for one in again.listing.model.columns] == ["title", "own:开本"]
    assert (again.listing.order, again.listing.descending) == ("own:开本", True)
    assert again.listing.selected_ids() == [ids[2]]
    opened.session.act_as("李晓棠")
    settle(opened)
    assert again.listing.model.columns == STANDARD, "whoever else acts has columns of his own"
    assert again.listing.order == "added"


def test_a_number_that_is_written_leads_to_its_item(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    from archive_app.gui.workspaces.materials.choose_item import ChooseItem

    archive = opened.session.archive
    ids = archive.catalogue.item_ids()
    number = str(archive.catalogue.record(ids[3])["accession_no"])
    dialog = ChooseItem(opened, opened.session, "跳到哪一件？", "", "去那一件", ())
    dialog.found.search(number)
    settle(opened)
    assert dialog.found.rows.rows[0].id == ids[3]
    dialog.found.take()
    assert dialog.item == ids[3]
    assert opened.actions_table["list.go"].shortcut().toString() == "Ctrl+G"


def test_what_is_kept_bears_with_what_somebody_wrote_into_the_settings(tmp_path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    kept = KeptView(settings, "甲", "王文史")
    kept.keep(columns=[["title", 200], ["own:开本", 90]], order="title")
    assert columns_in(KeptView(Settings(settings.path), "甲", "王文史").get()) == [("title", 200), ("own:开本", 90)]
    assert KeptView(settings, "甲", "别人").get() == {} == KeptView(settings, "乙", "王文史").get()
    settings.set("list_views", {"甲": {"王文史": {"columns": [["title"], 3, ["x", "wide"], ["y", 0]]}}})
    assert columns_in(kept.get()) == []
    settings.set("list_views", {"甲": 3})
    assert kept.get() == {}


def test_letters_on_the_list_lead_to_the_next_title_that_begins_so(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    archive, listing = opened.session.archive, materials.listing
    for title in ("《水磨》旧事", "水渠闸口", "Zhao 的信", "重庆路上"):
        archive.execute(Create("item", {"kind": "document", "title": title}))
    listing.order_by("title", False)
    settle(opened)

    def type_on(letters: str) -> str:
        listing._ahead._forget()
        for letter in letters:
            QTest.keyClick(listing.view, letter)
            settle(opened)
        return archive.catalogue.record(listing.selected_ids()[0]).title

    listing.select(listing.model.ids[0])
    for mode in ("list", "grid"):
        listing.set_mode(mode)
        settle(opened)
        assert type_on("shuiq") == "水渠闸口"
        assert type_on("sm") == "《水磨》旧事"
        assert type_on("zh") == "Zhao 的信"
        assert type_on("cq") == "重庆路上"
        assert type_on("xx") == "重庆路上", "where nothing begins so one stays"
    assert begins("《水磨》旧事", "水磨") and not begins("旧水磨", "sm")
