"""版面字数 and 计酬字数 of one text, held against the rule of three."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.services.archive import Archive
from archive_app.services.texts.measuring import Measure, measured, measures

OWN = Measure("16k", "16 开")
K = BlockKind


def text(*blocks: Block) -> Manuscript:
    return Manuscript(blocks)


def one(manuscript: Manuscript, measure: Measure = OWN):
    [found] = measured([manuscript], measure)
    return found


def test_a_part_of_a_line_counts_as_a_line() -> None:
    for characters, lines in ((1, 1), (34, 1), (35, 2), (70, 2), (71, 3)):  # two characters of indentation
        found = one(text(Block(K.PARAGRAPH, "字" * characters)))
        assert (found.columns, found.lines, found.fee) == (36, lines, 36 * lines)


def test_verse_by_its_own_rule() -> None:
    found = one(text(Block(K.VERSE, "\n".join(["月儿弯弯"] * 10))))
    assert (found.lines, found.verse_line, found.fee) == (10, 100, 1000)


def test_pages_that_are_begun_count_whole() -> None:
    found = one(text(*(Block(K.PARAGRAPH, "字" * 34) for _line in range(40))))
    assert (found.rows, found.pages, found.area, found.fee) == (32, 2, 36 * 32 * 2, 36 * 40)


def test_notes_at_the_measure_of_their_own_type() -> None:
    plain, noted = (one(text(Block(K.PARAGRAPH, "字", notes=notes))) for notes in ((), (Note(1, "今东关大街。"),)))
    assert noted.lines == plain.lines + 1 and noted.fee > plain.fee + 36


def test_a_volumes_own_measure() -> None:
    found = one(text(Block(K.PARAGRAPH, "字" * 40)), Measure("16k", "", {"measure": [20, 30]}))
    assert (found.columns, found.rows, found.lines, found.fee) == (20, 30, 3, 60)


def test_nothing_is_nothing_and_pictures_are_not_waited_for() -> None:
    empty = one(text())
    assert (empty.lines, empty.pages, empty.area, empty.fee) == (0, 0, 0, 0)
    assert one(text(Block(K.PICTURE, "图说", picture=Picture("gone")), Block(K.PARAGRAPH, "字"))).lines == 1


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="测试", actor="王文史") as made:
        yield made


def test_the_measure_of_the_volume_it_is_in_comes_first(archive: Archive) -> None:
    item = Create("item", {"kind": "contribution", "title": "柜台"})
    archive.execute(item)
    keys = []
    for title, rows in (("第二十三辑", []), ("第二十四辑", [{"key": "measure", "value": "[30, 28]"}])):
        volume = Create("volume", {"title": title, "template": "32k", "layout": rows})
        section = Create("section", {"volume": volume.id, "title": "一", "position": 0})
        archive.execute(volume)
        archive.execute(section)
        keys.append(section.id)
    assert [one.words for one in measures(archive)][:2] == ["《第二十四辑》", "《第二十三辑》"]
    archive.execute(Create("article", {"section": keys[0], "item": item.id, "position": 0}))
    found = measures(archive, item.id)
    assert [one.words for one in found][:2] == ["《第二十三辑》", "《第二十四辑》"]
    assert found[1].layout == {"measure": [30, 28]} and found[1].template == "32k"
    assert found[2].template == "16k" and len(found) > 6
