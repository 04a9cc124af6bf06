"""Whom another program framed: taken from the head of the form, he stands framed on the photograph, in his row."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.records.suggested import SuggestedLines
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import import_paths

REGIONS = Path(__file__).parents[1] / "intake" / "files" / "regions"


def test_who_is_framed_by_another_program_is_taken_onto_a_photograph_that_was_turned(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    archive = opened.session.archive
    before = set(archive.catalogue.item_ids())
    import_paths(archive, [REGIONS / "microsoft.jpg"])
    (key,) = set(archive.catalogue.item_ids()) - before
    (file,) = archive.catalogue.files_of(key)
    archive.execute(SetFields(file.id, {"turn": 180}))
    settle(opened)
    materials.listing.select(key)
    settle(opened)
    lines = materials.pane.findChild(SuggestedLines)
    assert [(offer.value, bool(offer.region)) for offer in lines.offers()] == [
        ("祁垚", True), ("马生福", True), ("没有框", False), ("韩生元", False),
    ]  # fmt: skip
    grounds = [one.text() for one in lines.findChildren(QLabel) if "依据" in one.text()]
    assert [("采用就框在照片上" in one) for one in grounds] == [True, True, False, False]
    materials.open_item()
    settle(opened)
    lines.take(lines.offers()[:2])
    settle(opened)
    people = archive.catalogue.record(key)["people"]
    assert [(one["name"], one["order"]) for one in people] == [("马生福", 1), ("祁垚", 2)], (
        "as they are seen from the left"
    )
    assert materials.material.picture.people.words == "左起：马生福、祁垚"
    assert [offer.value for offer in lines.offers()] == ["没有框", "韩生元"]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert archive.catalogue.record(key)["people"] == [] and len(lines.offers()) == 4
