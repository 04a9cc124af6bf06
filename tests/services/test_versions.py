"""The states of a text, read off the log: what they are called, what they say, and how one is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.domain.workflow import Locked
from archive_app.services.archive import Archive
from archive_app.services.texts.comparing import Comparison
from archive_app.services.versions import changes_between, take_back, taking_back, versions

FIRST = Manuscript((Block(BlockKind.PARAGRAPH, "柜台是松木的。"), Block(BlockKind.PARAGRAPH, "掌柜姓王。")))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="城东文史", actor="王昪") as made:
        yield made


@pytest.fixture
def item(archive: Archive) -> str:
    made = Create("item", {"kind": "contribution", "title": "供销社", "manuscript": FIRST.to_json()})
    archive.execute(made)
    return made.id


def write(archive: Archive, item: str, number: int, words: str) -> None:
    now = Manuscript.from_json(archive.catalogue.record(item)["manuscript"])
    blocks = [replace(block, text=words) if n == number else block for n, block in enumerate(now)]
    archive.execute(SetFields(item, {"manuscript": Manuscript(tuple(blocks)).to_json()}))


def move(archive: Archive, item: str, state: str, words: str) -> None:
    archive.execute(SetFields(item, {"state": state}, by_program=True, type="state", words=f"流程：{words}"))


def test_a_days_writing_is_one_state_and_steps_of_the_road_have_names(archive: Archive, item: str) -> None:
    write(archive, item, 0, "柜台是杨木的。")
    write(archive, item, 0, "柜台是杨木的，漆成绿色。")
    move(archive, item, "submitted", "提交")
    archive.act_as("编辑甲")
    write(archive, item, 1, "掌柜姓冶。")
    found = versions(archive, item)
    assert [(one.number, one.by, one.words) for one in found] == [
        (3, "编辑甲", "修改"),
        (2, "王昪", "提交（已提交）"),
        (1, "王昪", "新建"),
    ]
    assert found[1].steps == 2 and found[1].manuscript.blocks[0].text == "柜台是杨木的，漆成绿色。"
    assert found[0].current and found[2].manuscript == FIRST
    assert [one.steps for one in versions(archive, item, every_step=True)] == [1, 1, 1, 1]


def test_what_is_printed_over_a_text_is_compared_with_it(archive: Archive, item: str) -> None:
    archive.execute(SetFields(item, {"title": "东关供销社"}))
    write(archive, item, 0, "柜台是杨木的。")
    found = versions(archive, item)
    changes = changes_between(found[-1], found[0])
    assert [(one.field, one.before if one.field == "title" else "") for one in changes] == [
        ("manuscript", ""),
        ("title", "供销社"),
    ]


def test_a_state_is_taken_back_whole_or_by_a_paragraph_and_undone(archive: Archive, item: str) -> None:
    write(archive, item, 0, "柜台是杨木的。")
    move(archive, item, "submitted", "提交")
    write(archive, item, 1, "掌柜姓冶。")
    first = versions(archive, item)[-1]
    now = Manuscript.from_json(archive.catalogue.record(item)["manuscript"])
    differing = Comparison(first.manuscript, now).differing
    take_back(archive, item, first, [differing[0]])
    half = Manuscript.from_json(archive.catalogue.record(item)["manuscript"])
    assert [one.text for one in half] == ["柜台是松木的。", "掌柜姓冶。"]
    assert [one.id for one in half] == [one.id for one in FIRST], "paragraphs stay who they are"
    assert versions(archive, item)[0].words.startswith("取回正文的一段")
    archive.undo()
    assert Manuscript.from_json(archive.catalogue.record(item)["manuscript"]) == now
    take_back(archive, item, first)
    assert Manuscript.from_json(archive.catalogue.record(item)["manuscript"]) == FIRST
    with pytest.raises(UsageError):
        taking_back(archive.catalogue.record(item), first)


def test_a_text_that_stands_is_not_taken_back(archive: Archive, item: str) -> None:
    write(archive, item, 0, "柜台是杨木的。")
    move(archive, item, "included", "编入")
    with pytest.raises(Locked):
        take_back(archive, item, versions(archive, item)[-1])


def test_an_item_without_a_text_has_no_states(archive: Archive) -> None:
    made = Create("item", {"kind": "photograph", "title": "渡口"})
    archive.execute(made)
    assert versions(archive, made.id) == []
