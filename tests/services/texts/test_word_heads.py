"""What an author changes in Word over and under the text comes back as proposals for the item's fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive
from archive_app.services.texts.word_back import read_word, take_word
from archive_app.services.texts.word_heads import HeadProposal, head_proposals
from archive_app.services.texts.word_out import write_word
from tests.end2end.test_word_command import retyped

ROWS = [
    {"role": "口述者", "name": "马文山"},
    {"role": "采访者", "name": "李晓棠"},
    {"role": "整理者", "name": "李晓棠"},
]
VALUES = {
    "kind": "contribution",
    "title": "湟水渡口",
    "responsibility": ROWS,
    "written": {"display": "1985年3月"},
    "manuscript": paragraphs(["渡工是三个兄弟。", "后来通了火车。"]).to_json(),
}
AS_SENT = [
    ("title", "湟水渡口"), ("byline1", "马文山　口述"), ("byline2", "李晓棠　采访、整理"), ("written", "1985年3月"),
]  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王编辑") as made:
        yield made


@pytest.fixture
def item(archive: Archive) -> str:
    made = Create("item", VALUES)
    archive.execute(made)
    return made.id


def proposed(
    archive: Archive, item: str, heads: list[tuple[str, str]], **base: Any
) -> tuple[dict[str, HeadProposal], list[str]]:
    record = archive.catalogue.record(item)
    found, remarks = head_proposals(archive, record, {**record.values, **base}, heads)
    return {one.field: one for one in found}, remarks


def changed(name: str, words: str) -> list[tuple[str, str]]:
    return [(key, words if key == name else was) for key, was in AS_SENT]


def test_what_nobody_touched_is_no_proposal_however_it_is_spaced(archive: Archive, item: str) -> None:
    assert proposed(archive, item, AS_SENT) == ({}, [])
    spaced = [(name, f" {words.replace('　', ' ')}\u00a0") for name, words in AS_SENT]
    assert proposed(archive, item, spaced) == ({}, [])
    assert proposed(archive, item, changed("written", "（1985年3月）")) == ({}, [])


def test_a_title_and_a_subtitle_are_the_title(archive: Archive, item: str) -> None:
    found, _ = proposed(archive, item, changed("title", "湟水上的渡口"))
    assert (found["title"].was, found["title"].value, found["title"].doubt) == ("湟水渡口", "湟水上的渡口", "")
    found, _ = proposed(archive, item, [*AS_SENT, ("subtitle", "——三兄弟的故事")])
    assert found["title"].value == "湟水渡口——三兄弟的故事"


@pytest.mark.parametrize(
    ("line", "words", "rows"),
    [
        ("byline1", "马文珊　口述", [{"role": "口述者", "name": "马文珊"}, *ROWS[1:]]),
        ("byline2", "李晓棠　整理", [ROWS[0], ROWS[2]]),
        ("byline2", "采访：李晓棠", [ROWS[0], ROWS[1]]),
        ("byline2", "李晓棠、赵吉甫 采访", [ROWS[0], ROWS[1], {"role": "采访者", "name": "赵吉甫"}]),
        ("byline1", "王大年", [{"role": "作者", "name": "王大年"}, *ROWS[1:]]),
    ],
)
def test_a_line_of_the_byline_is_read_as_names_and_parts(
    archive: Archive, item: str, line: str, words: str, rows: list[dict[str, str]]
) -> None:
    found, _ = proposed(archive, item, changed(line, words))
    assert found.keys() == {"responsibility"} and found["responsibility"].value == rows
    archive.execute(SetFields(item, {"responsibility": found["responsibility"].value}))


def test_a_line_added_or_gone_is_a_name_more_or_less_and_cards_stay(archive: Archive, item: str) -> None:
    card = Create("person", {"name": "马文山"})
    archive.execute(card)
    linked = [{**ROWS[0], "person": card.id}, *ROWS[1:]]
    archive.execute(SetFields(item, {"responsibility": linked}))
    more = [*AS_SENT[:3], ("byline3", "赵吉甫　录文"), AS_SENT[3]]
    found, _ = proposed(archive, item, more)
    assert found["responsibility"].value == [*linked, {"role": "录文者", "name": "赵吉甫"}]
    found, _ = proposed(archive, item, [AS_SENT[0], AS_SENT[1], AS_SENT[3]])
    assert found["responsibility"].value == linked[:1]
    found, _ = proposed(archive, item, changed("byline1", "马文山　口述、整理"))
    assert found["responsibility"].value[1] == {"role": "整理者", "name": "马文山", "person": card.id}


def test_a_day_is_read_where_it_can_be_and_kept_as_written_where_not(archive: Archive, item: str) -> None:
    found, _ = proposed(archive, item, changed("written", "一九八六年春"))
    assert found["written"].value["display"] == "一九八六年春" and found["written"].value["edtf"].startswith("1986")
    found, _ = proposed(archive, item, changed("written", "1986年2月30日"))
    assert "不成立" in found["written"].doubt and found["written"].value == {"display": "1986年2月30日"}


def test_what_the_office_changed_too_is_doubtful_and_lines_that_are_gone_are_said(archive: Archive, item: str) -> None:
    found, _ = proposed(archive, item, changed("title", "湟水上的渡口"), title="渡口")
    assert found["title"].doubt == "编辑部后来也改过这一栏"
    found, remarks = proposed(archive, item, [])
    assert found == {} and [one[:12] for one in remarks] == [
        "Word 稿里没有题名一",
        "Word 稿里没有署名了",
        "Word 稿里没有写作时",
    ]


def test_who_wants_no_name_is_not_named_by_the_way(archive: Archive, item: str) -> None:
    archive.execute(SetFields(item, {"anonymous": True}))
    heads = [("title", "湟水渡口"), ("byline1", "马文山　口述"), ("byline2", "李晓棠　采访、整理"), AS_SENT[3]]
    found, _ = proposed(archive, item, heads)
    assert "隐名" in found["responsibility"].doubt


@pytest.mark.parametrize("fields", [["title", "responsibility"], ["title"], []])
def test_through_a_document_what_is_taken_is_one_step(
    archive: Archive, item: str, fields: list[str], tmp_path: Path
) -> None:
    out, came = tmp_path / "渡口.docx", tmp_path / "渡口（马）.docx"
    write_word(archive, item, out)
    retyped(out, came, ("湟水渡口", "湟水上的渡口"), ("马文山", "马文珊"), ("三个兄弟", "四个兄弟"))
    back = read_word(archive, item, came)
    assert {one.field: one.becomes for one in back.heads} == {
        "title": "湟水上的渡口",
        "responsibility": "马文珊　口述；李晓棠　采访、整理",
    }
    assert back.fields_at_first == ["title", "responsibility"] and not back.remarks
    take_word(archive, back, back.taken_at_first, fields=fields)
    back.close()
    now = archive.catalogue.record(item)
    assert now.title == ("湟水上的渡口" if "title" in fields else "湟水渡口")
    assert now["responsibility"][0]["name"] == ("马文珊" if "responsibility" in fields else "马文山")
    archive.undo()
    now = archive.catalogue.record(item)
    assert (now.title, now["responsibility"], now["manuscript"]) == ("湟水渡口", ROWS, VALUES["manuscript"])


def test_a_title_alone_can_be_taken(archive: Archive, item: str, tmp_path: Path) -> None:
    out, came = tmp_path / "渡口.docx", tmp_path / "改.docx"
    write_word(archive, item, out)
    retyped(out, came, ("湟水渡口", "老渡口"))
    back = read_word(archive, item, came)
    assert back.taken_at_first == []
    take_word(archive, back, [], fields=["title"])
    back.close()
    assert archive.catalogue.record(item).title == "老渡口"
