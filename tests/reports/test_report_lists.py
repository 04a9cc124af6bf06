"""What the lists of items say of an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create
from archive_app.reports.catalogues import ITEMS, PHOTOGRAPHS, RECORDINGS
from archive_app.reports.held import held
from archive_app.reports.lists import ItemList
from archive_app.reports.registers import ACCESSIONS, MANUSCRIPTS
from archive_app.services.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str, /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def file(archive: Archive, item: str, name: str, mime: str, **more: Any) -> None:
    new(archive, "file", item=item, name=name, mime=mime, role="原始", bytes=1, sha256=name, **more)


def rows(archive: Archive, listed: ItemList) -> list[Mapping[str, Any]]:
    table = listed.table(held(archive.catalogue, archive.catalogue.item_ids()))
    heads = [column.head for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


def test_items_go_by_their_number_as_people_count_and_those_without_one_last(archive: Archive) -> None:
    for title, number in (("丁", ""), ("丙", "K021-WX-10"), ("甲", "K021-WX-2"), ("乙", "K021-WX-9")):
        new(archive, "item", kind="document", title=title, ref_code=number)
    assert [(row["序号"], row["题名"]) for row in rows(archive, ITEMS)] == [(1, "甲"), (2, "乙"), (3, "丙"), (4, "丁")]


def test_pages_are_those_of_the_scans_and_add_up(archive: Archive) -> None:
    first = new(archive, "item", kind="document", title="地契", secrecy="非密", received_no="城档12号")
    file(archive, first, "a.pdf", "application/pdf", pages=12)
    file(archive, first, "b.jpg", "image/jpeg")
    file(archive, first, "c.mp3", "audio/mpeg")
    new(archive, "item", kind="artefact", title="磨盘")
    table = ITEMS.table(held(archive.catalogue, archive.catalogue.item_ids()))
    assert [row[7] for row in table.rows] == [13, ""]
    assert table.totals[7] == 13
    assert table.rows[0][2] == "城档12号" and table.rows[0][6] == "非密"


def test_a_photograph_says_who_stands_where_who_took_it_and_whether_it_is_open(archive: Archive) -> None:
    people = [
        {"row": "前排", "order": 2, "name": "王德全"},
        {"row": "前排", "order": 1, "name": "祁大叔"},
        {"row": "后排", "order": 1, "name": ""},
    ]
    new(
        archive, "item", kind="photograph", title="社火", people=people, place_taken="柳树台", negative_no="底-003",
        responsibility=[{"role": "摄影者", "name": "吴颜"}], open_status="开放", access="internal",
        created="约1958年春",
    )  # fmt: skip
    new(archive, "item", kind="photograph", title="车站", photographer="佚名", access="restricted")
    new(archive, "item", kind="document", title="不是照片")
    first, second = rows(archive, PHOTOGRAPHS)
    assert first["人物"].startswith("前排左起：祁大叔、王德全")
    assert (first["时间"], first["地点"], first["摄影者"], first["底片号"], first["开放"]) == (
        "约1958年春", "柳树台", "吴颜", "底-003", "开放",
    )  # fmt: skip
    assert (second["摄影者"], second["开放"]) == ("佚名", "控制")


def test_recordings_have_their_length_and_format_and_whether_they_are_written_down(archive: Archive) -> None:
    who = new(archive, "commissioner", name="祁垚", number="01")
    told = new(
        archive, "item", kind="oral_history", title="水磨", commissioner=who,
        responsibility=[{"role": "口述者", "name": "马文山"}], interview_place="家中",
        transcript=[{"id": "1", "start": 0, "end": 1, "speaker": "马", "text": "那年……"}],
    )  # fmt: skip
    file(archive, told, "一.mp3", "audio/mpeg", duration=3600.0)
    file(archive, told, "二.MP3", "audio/mpeg", duration=153.4)
    filmed = new(archive, "item", kind="document", title="社火录像")
    file(archive, filmed, "x.mp4", "video/mp4", duration=61)
    new(archive, "item", kind="document", title="没有录音")
    first, second = rows(archive, RECORDINGS)
    assert (first["时长"], first["格式"], first["转写"]) == ("1:02:33", "MP3", "有")
    assert (first["口述者"], first["采集者"], first["地点"]) == ("马文山", "祁垚", "家中")
    assert (second["题名"], second["时长"], second["格式"], second["转写"]) == ("社火录像", "1:01", "MP4", "无")


def test_manuscripts_say_who_did_what_how_long_and_for_which_volume(archive: Archive) -> None:
    text = {"version": 1, "blocks": [{"id": "b", "kind": "paragraph", "text": "湟水河边有磨坊。"}]}
    roles = [
        {"role": "口述者", "name": "马文山"}, {"role": "整理者", "name": "王文史"}, {"role": "整理者", "name": "李晓"},
    ]  # fmt: skip
    item = new(
        archive, "item", kind="oral_history", title="水磨", responsibility=roles, manuscript=text, received="2026-03-01"
    )
    new(archive, "item", kind="photograph", title="不是稿件")
    volume = new(archive, "volume", title="文史资料", number=24)
    section = new(archive, "section", volume=volume, title="亲历", position=1)
    new(archive, "article", section=section, item=item, position=1)
    (row,) = rows(archive, MANUSCRIPTS)
    assert row["作者/口述/整理"] == "口述：马文山；整理：王文史、李晓"
    assert (row["字数"], row["收稿日期"], row["拟用辑"]) == (8, "2026-03-01", "第24辑")
    assert row["状态"]


def test_the_register_says_how_much_came_and_from_whom_and_no_telephone(archive: Archive) -> None:
    person = new(archive, "person", name="马文山")
    new(archive, "contact", person=person, telephone="0971-1234567", address="韵家口12号")
    item = new(
        archive, "item", kind="photograph", title="合影", sanqin=["亲历", "亲见"], original_location="退还本人",
        responsibility=[{"role": "提供者", "name": "马文山", "person": person}], source_channel="借用",
    )  # fmt: skip
    file(archive, item, "a.jpg", "image/jpeg")
    file(archive, item, "b.jpg", "image/jpeg")
    new(archive, "item", kind="artefact", title="磨盘", quantity="1 扇", acquisition="捐赠")
    table = ACCESSIONS.table(held(archive.catalogue, archive.catalogue.item_ids()))
    first, second = rows(archive, ACCESSIONS)
    assert (first["数量"], first["提供者"], first["来源方式"], first["三亲"]) == (
        "2 幅",
        "马文山",
        "借用",
        "亲历、亲见",
    )
    assert (second["类别"], second["数量"], second["来源方式"]) == ("实物", "1 扇", "捐赠")
    assert "0971" not in str(table) and "12号" not in str(table)
    assert table.signed


def test_the_length_is_the_one_the_item_says_where_only_a_part_was_kept(archive: Archive) -> None:
    item = new(archive, "item", kind="oral_history", title="水磨", duration=6720)
    file(archive, item, "节录.ogg", "audio/ogg", duration=106.0)
    (row,) = rows(archive, RECORDINGS)
    assert row["时长"] == "1:52:00"
