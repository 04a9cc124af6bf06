"""A frozen text corrected by writing in it: each place is an entry of the log that the errata can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript
from archive_app.domain.workflow import GateRefused
from archive_app.services.archive import Archive
from archive_app.services.volume_reports.errata import CORRECTED
from archive_app.services.workflow.text_corrections import correct_text

TEXT = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜姓王。柜台后面是货架。"),
        Block(BlockKind.PARAGRAPH, "后来换了杨木的柜台。"),
        Block(BlockKind.TABLE, rows=((Cell("年"), Cell("户")), (Cell("1958"), Cell("32")))),
    )
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="城东文史", actor="编辑甲") as made:
        yield made


@pytest.fixture
def item(archive: Archive) -> str:
    made = Create("item", {"kind": "contribution", "title": "供销社", "manuscript": TEXT.to_json()})
    archive.execute(made)
    archive.execute(SetFields(made.id, {"state": "included"}, by_program=True, type="state"))
    return made.id


def said(archive: Archive, item: str) -> list[str]:
    return [str(entry["comment"]) for entry in archive.catalogue.record(item)["workflow_log"]]


def test_every_place_is_an_entry_and_the_whole_one_step(archive: Archive, item: str) -> None:
    one, two, table = TEXT.blocks
    rows = (table.rows[0], (Cell("1958"), Cell("33")))
    made = Manuscript((replace(one, text="柜台是杨木的，掌柜姓王。柜台前面是货架。"), two, replace(table, rows=rows)))
    correct_text(archive, item, made, "作者核稿")
    entries = said(archive, item)
    assert len(entries) == 3 and entries[2] == "表格第 2 行第 2 格“32”改为“33”：作者核稿"
    for entry, old, new in zip(entries, ("松", "后"), ("杨", "前"), strict=False):
        match = CORRECTED.fullmatch(entry)
        assert match is not None and match["why"] == "作者核稿"
        assert old in match["old"] and new in match["new"] and TEXT.plain_text().count(match["old"]) == 1
    assert Manuscript.from_json(archive.catalogue.record(item)["manuscript"]) == made
    archive.undo()
    assert Manuscript.from_json(archive.catalogue.record(item)["manuscript"]) == TEXT and said(archive, item) == []


def test_paragraphs_that_came_and_went_are_said(archive: Archive, item: str) -> None:
    made = Manuscript((TEXT.blocks[0], Block(BlockKind.PARAGRAPH, "盖了粮站。"), TEXT.blocks[2]))
    correct_text(archive, item, made, "二校")
    assert said(archive, item) == ["原第 2 段删去“后来换了杨木的柜台。”：二校", "第 2 段新写“盖了粮站。”：二校"]


def test_without_a_reason_a_change_or_the_newest_text_nothing_is_printed_otherwise(archive: Archive, item: str) -> None:
    made = Manuscript((TEXT.blocks[0].with_text("柜台是杨木的。"), *TEXT.blocks[1:]))
    version = archive.catalogue.record(item).version
    with pytest.raises(GateRefused):
        correct_text(archive, item, made, " ")
    with pytest.raises(UsageError):
        correct_text(archive, item, TEXT, "二校")
    correct_text(archive, item, made, "二校", version=version)
    with pytest.raises(Conflict):
        correct_text(archive, item, TEXT, "二校", version=version)
