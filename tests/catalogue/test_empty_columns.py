"""A row of which a part was taken away can be given back by undo, as any other change."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Create, SetFields

AUTHOR = Author("甲", "dev")


@pytest.mark.parametrize("field", ["people", "responsibility"])
def test_a_card_taken_out_of_a_row_comes_back_by_undo(tmp_path: Path, field: str) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    card = Create("person", {"name": "祁垚"})
    rows = {
        "people": {"name": "祁垚", "person": card.id, "row": "前排", "order": 1},
        "responsibility": {"role": "摄影者", "name": "祁垚", "person": card.id},
    }
    item = Create("item", {"kind": "photograph", "title": "合影", field: [rows[field]]})
    catalogue.execute(card, AUTHOR)
    catalogue.execute(item, AUTHOR)
    before = catalogue.record(item.id)[field]
    emptied = {**rows[field], "person": "", **({"order": None} if field == "people" else {})}
    done = catalogue.execute(SetFields(item.id, {field: [emptied]}), AUTHOR)
    assert done.changes[0].after[field] == catalogue.record(item.id)[field], "what is logged is what is read"
    catalogue.undo(AUTHOR)
    assert catalogue.record(item.id)[field] == before
    catalogue.redo(AUTHOR)
    assert "person" not in catalogue.record(item.id)[field][0]
    catalogue.close()
