"""校样批注 taken in by the window: rows with what they propose and why they cannot, kept when a person says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.tracking.marks_dialog import MarksDialog
from archive_app.services.corrections.marked_lists import read_marked
from archive_app.services.corrections.standing import open_of
from tests.gui.acting import item_titled


def test_rows_are_shown_and_kept(opened: MainWindow, tmp_path: Path, settle: Callable[..., None], qtbot: Any) -> None:
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    text = paragraphs(["柜台是松木的，掌柜姓王。"]).to_json()
    archive.execute(SetFields(key, {"manuscript": text, "state": "proof1"}, by_program=True, type="state"))
    volume = Create("volume", {"title": "城东文史", "number": 24})
    section = Create("section", {"volume": volume.id, "title": "亲历", "position": 1})
    for one in (volume, section, Create("article", {"section": section.id, "item": key, "position": 1})):
        archive.execute(one)
    path = tmp_path / "批注.csv"
    path.write_text("面,行,原文,改为,依据\n,,松木,柏木,作者\n,,没有的字,字,\n", "utf-8")
    dialog = MarksDialog(opened, opened, path.name, read_marked(archive, volume.id, path))
    dialog.show()
    said = [dialog.list.item(n).text() for n in range(dialog.list.count())]
    assert said[0] == "第 2 行　《供销社的柜台》“松”改为“柏”" and "没有“没有的字”" in said[1]
    dialog.by.setText("老马")
    dialog.act.click()
    settle(opened)
    assert [(one.new, one.by, one.why) for one in open_of(archive.catalogue.record(key))] == [("柏", "老马", "作者")]
    assert dialog.result()
