"""An item's files: order, roles, to another item and apart from it, off and back; two items that become one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.services import item_files
from archive_app.services.archive import Archive
from archive_app.services.importing import add_to_item, import_paths
from archive_app.services.joining_items import joining, words_of
from archive_app.services.maintenance import rebuild


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as opened:
        yield opened


def pages(folder: Path, number: int, shade: int = 0) -> list[Path]:
    folder.mkdir(exist_ok=True)
    made = []
    for at in range(number):
        path = folder / f"页{at + 1:02d}.png"
        Image.new("RGB", (30, 40), (at, shade, 7)).save(path)
        made.append(path)
    return made


def item(archive: Archive, kind: str = "photograph", **values: object) -> str:
    command = Create("item", {"kind": kind, "title": "老照片", **values})
    archive.execute(command)
    return command.id


def names(archive: Archive, key: str) -> list[str]:
    return [one.title for one in archive.catalogue.files_of(key)]


def ids(archive: Archive, key: str) -> list[str]:
    return [one.id for one in archive.catalogue.files_of(key)]


def run(archive: Archive, command: object) -> None:
    assert command is not None
    archive.execute(command)  # type: ignore[arg-type]


def snapshot(archive: Archive) -> dict[str, tuple[bool, object]]:
    found = [*archive.catalogue.records("item", trashed=None), *archive.catalogue.records("file", trashed=None)]
    return {one.id: (one.trashed, one.to_json()) for one in found}


def test_fifty_pages_are_added_and_put_in_order_and_the_order_is_kept(archive: Archive, tmp_path: Path) -> None:
    key = item(archive, "document", title="账簿")
    report = add_to_item(archive, key, pages(tmp_path / "扫描", 50))
    assert len(report.attached) == 50 and not report.imported and not report.refused
    assert names(archive, key) == [f"页{at + 1:02d}.png" for at in range(50)]
    run(archive, item_files.moved_before(archive, key, [ids(archive, key)[49]], 1))
    assert names(archive, key)[:3] == ["页01.png", "页50.png", "页02.png"]
    shuffled = ids(archive, key)
    random.Random(3).shuffle(shuffled)
    run(archive, item_files.ordered(archive, key, shuffled))
    assert ids(archive, key) == shuffled
    assert item_files.ordered(archive, key, shuffled) is None
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root) as again:
        assert ids(again, key) == shuffled
        assert ids(again, key) != sorted(shuffled)


def test_adding_is_one_step_and_what_the_archive_has_stays_where_it_is(archive: Archive, tmp_path: Path) -> None:
    first, second = item(archive), item(archive, title="另一张")
    paths = pages(tmp_path / "扫描", 3)
    add_to_item(archive, first, paths[:2])
    report = add_to_item(archive, second, paths)
    assert [one.id for one in report.duplicates] == [first, first] and len(report.attached) == 1
    assert names(archive, second) == ["页03.png"]
    archive.undo()
    assert names(archive, second) == [] and names(archive, first) == ["页01.png", "页02.png"]


def test_a_file_that_comes_after_one_was_taken_off_is_the_last(archive: Archive, tmp_path: Path) -> None:
    key = item(archive)
    paths = pages(tmp_path / "扫描", 6)
    add_to_item(archive, key, paths[:5])
    run(archive, item_files.taken_off(archive, key, ids(archive, key)[:4]))
    add_to_item(archive, key, paths[5:])
    assert names(archive, key) == ["页05.png", "页06.png"]
    run(archive, item_files.taken_back(archive, [archive.catalogue.files_of(key, trashed=True)[1].id]))
    assert names(archive, key) == ["页02.png", "页05.png", "页06.png"]
    assert (archive.root / "originals").exists() and len(archive.catalogue.files_of(key, trashed=True)) == 3


def test_a_box_stays_on_the_picture_it_was_drawn_on(archive: Archive, tmp_path: Path) -> None:
    boxed = {"name": "马文山", "order": 1, "region": [0.5, 0.5, 0.1, 0.1]}
    key = item(archive, people=[boxed, {"name": "无框的", "order": 2}])
    add_to_item(archive, key, pages(tmp_path / "扫描", 3))
    first, second, third = ids(archive, key)
    run(archive, item_files.front(archive, third))
    assert ids(archive, key) == [third, first, second]
    people = archive.catalogue.record(key)["people"]
    assert people == [{**boxed, "file": first}, {"name": "无框的", "order": 2}]
    other = item(archive, title="分开的")
    run(archive, item_files.moved_to(archive, [first], other))
    assert archive.catalogue.record(other)["people"] == [{**boxed, "file": first}]
    assert archive.catalogue.record(key)["people"] == [{"name": "无框的", "order": 2}]
    archive.undo(3)
    assert archive.catalogue.record(key)["people"][0] == boxed
    run(archive, item_files.taken_off(archive, key, [first]))
    assert archive.catalogue.record(key)["people"][0]["file"] == first


def test_the_back_that_becomes_the_front_is_no_back_any_more(archive: Archive, tmp_path: Path) -> None:
    key = item(archive)
    add_to_item(archive, key, pages(tmp_path / "扫描", 2))
    first, second = ids(archive, key)
    archive.execute(SetFields(second, {"side": "背面"}))
    run(archive, item_files.front(archive, second))
    assert archive.catalogue.record(second)["side"] == ""
    assert archive.catalogue.item_rows([key])[0].thumb == archive.catalogue.record(second)["sha256"]
    assert item_files.front(archive, second) is None
    assert first in ids(archive, key)


def test_roles_of_several_are_one_step(archive: Archive, tmp_path: Path) -> None:
    key = item(archive)
    add_to_item(archive, key, pages(tmp_path / "扫描", 4))
    run(archive, item_files.in_role(archive, ids(archive, key)[1:], "扫描件"))
    assert [one["role"] for one in archive.catalogue.files_of(key)] == ["原始", "扫描件", "扫描件", "扫描件"]
    assert item_files.in_role(archive, ids(archive, key)[1:], "扫描件") is None
    archive.undo()
    assert {one["role"] for one in archive.catalogue.files_of(key)} == {"原始"}


def test_chosen_pages_become_an_item_of_their_own(archive: Archive, tmp_path: Path) -> None:
    key = item(archive, "document", title="地契", category="乡村记忆", access="restricted", abstract="三间房")
    add_to_item(archive, key, pages(tmp_path / "扫描", 5))
    command, made = item_files.parted(archive, key, ids(archive, key)[3:])
    archive.execute(command)
    record = archive.catalogue.record(made)
    assert (record.title, record["kind"], record["category"], record["access"]) == (
        "地契（二）", "document", "乡村记忆", "restricted",
    )  # fmt: skip
    assert record["abstract"] == "" and record["related"] == [key] and "《地契》" in record["notes"]
    assert names(archive, made) == ["页04.png", "页05.png"] and len(ids(archive, key)) == 3
    again, other = item_files.parted(archive, key, ids(archive, key)[2:])
    archive.execute(again)
    assert archive.catalogue.record(other).title == "地契（三）"
    archive.undo(2)
    assert len(ids(archive, key)) == 5 and archive.catalogue.record(made).trashed
    with pytest.raises(UsageError, match="全部"):
        item_files.parted(archive, key, ids(archive, key))


def test_a_picture_that_the_text_places_stays(archive: Archive, tmp_path: Path) -> None:
    key = item(archive, "contribution", title="供销社")
    add_to_item(archive, key, pages(tmp_path / "扫描", 2))
    one, two = ids(archive, key)
    text = Manuscript((Block(BlockKind.PICTURE, "柜台", picture=Picture(one)),))
    archive.execute(SetFields(key, {"manuscript": text.to_json()}))
    with pytest.raises(UsageError, match="正文里放着"):
        item_files.taken_off(archive, key, [one, two])
    with pytest.raises(UsageError, match="正文里放着"):
        item_files.moved_to(archive, [one], item(archive))
    run(archive, item_files.taken_off(archive, key, [two]))


# — joining —


def test_two_items_become_one_and_nothing_is_lost(archive: Archive, tmp_path: Path) -> None:
    keep = item(archive, title="社火", photographer="王五", keywords=["社火"], access="internal", notes="原有附注")
    other = item(
        archive, title="社火高跷", photographer="李四", keywords=["高跷", "社火"], occasion="正月", access="restricted",
        abstract="两人合影", anonymous=True, use_levels=["编辑部"],
        people=[{"name": "马文山", "order": 1, "region": [0.5, 0.5, 0.2, 0.2]}],
    )  # fmt: skip
    add_to_item(archive, keep, pages(tmp_path / "甲", 2, 10))
    add_to_item(archive, other, pages(tmp_path / "乙", 2, 20))
    third = ids(archive, other)[0]
    consent = Create("consent", {"holder": "马文山", "items": [other, keep]})
    lead = Create("lead", {"witness": "赵吉甫", "item": other})
    friend = item(archive, title="相关的", related=[other])
    volume, section = Create("volume", {"title": "第一辑"}), None
    archive.execute(volume)
    section = Create("section", {"volume": volume.id, "title": "乡村"})
    archive.execute(section)
    article = Create("article", {"section": section.id, "item": other})
    for command in (consent, lead, article):
        archive.execute(command)
    before = snapshot(archive)
    plan = joining(archive, keep, [other])
    assert plan.files == 2 and {"事由", "提要", "级别", "匿名"} <= set(plan.filled) and "主题词" in plan.added
    assert ("摄影者", "王五", "李四") in plan.differ and "李四" in words_of(archive, plan)
    assert snapshot(archive) == before, "a plan writes nothing"
    archive.execute(plan.command())
    record = archive.catalogue.record(keep)
    assert record["photographer"] == "王五" and record["occasion"] == "正月" and record["abstract"] == "两人合影"
    assert record["keywords"] == ["社火", "高跷"] and record["access"] == "restricted"
    assert record["anonymous"] and record["use_levels"] == ["编辑部"]
    assert record["notes"].startswith("原有附注\n") and "《社火高跷》" in record["notes"] and "李四" in record["notes"]
    assert record["people"] == [{"name": "马文山", "order": 1, "region": [0.5, 0.5, 0.2, 0.2], "file": third}]
    assert len(ids(archive, keep)) == 4 and archive.catalogue.record(other).trashed
    assert archive.catalogue.record(consent.id)["items"] == [keep]
    assert archive.catalogue.record(lead.id)["item"] == keep
    assert archive.catalogue.record(friend)["related"] == [keep]
    assert archive.catalogue.record(article.id)["item"] == keep
    archive.undo()
    assert snapshot(archive) == before
    archive.redo()
    assert len(ids(archive, keep)) == 4


def test_a_volume_that_has_both_has_the_one_once(archive: Archive) -> None:
    keep, other = item(archive), item(archive, title="又一张")
    volume = Create("volume", {"title": "第一辑"})
    archive.execute(volume)
    section = Create("section", {"volume": volume.id, "title": "乡村"})
    archive.execute(section)
    articles = [Create("article", {"section": section.id, "item": key}) for key in (keep, other)]
    for command in articles:
        archive.execute(command)
    archive.execute(joining(archive, keep, [other]).command())
    (node,) = archive.catalogue.sections_of(volume.id)
    assert [one["item"] for one in node.articles] == [keep]


def test_texts_follow_each_other_and_two_transcripts_are_refused(archive: Archive) -> None:
    def text(words: str) -> dict[str, object]:
        return Manuscript((Block(BlockKind.PARAGRAPH, words),)).to_json()

    keep = item(archive, "oral_history", title="一", manuscript=text("上"), duration=60.0)
    other = item(archive, "oral_history", title="二", manuscript=text("下"), duration=30.0)
    archive.execute(joining(archive, keep, [other]).command())
    record = archive.catalogue.record(keep)
    assert Manuscript.from_json(record["manuscript"]).plain_text().split() == ["上", "下"]
    assert record["duration"] == 90.0
    third = item(archive, "oral_history", title="三")
    for key in (keep, third):
        segment = {"id": "s1", "start": 0.0, "end": 1.0, "text": key}
        archive.execute(SetFields(key, {"transcript": [segment]}))
    with pytest.raises(UsageError, match="转写稿"):
        joining(archive, keep, [third])


def test_of_another_kind_what_has_no_place_stands_in_the_notes(archive: Archive) -> None:
    keep = item(archive, "document", title="地契")
    other = item(archive, "photograph", title="地契照片", photographer="王五", caption="残角")
    plan = joining(archive, keep, [other])
    archive.execute(plan.command())
    notes = archive.catalogue.record(keep)["notes"]
    assert "摄影者 王五" in notes and "文字说明 残角" in notes
    assert "种类不同" in words_of(archive, plan)
    with pytest.raises(UsageError, match="回收站"):
        joining(archive, keep, [other])


def test_what_was_changed_meanwhile_is_not_joined(archive: Archive) -> None:
    keep, other = item(archive), item(archive, title="又一张")
    plan = joining(archive, keep, [other])
    archive.execute(SetFields(other, {"abstract": "刚写的"}))
    with pytest.raises(Exception, match="改过"):
        archive.execute(plan.command())
    assert not archive.catalogue.record(other).trashed


def test_a_folder_is_not_made_one_item_by_the_way(archive: Archive, tmp_path: Path) -> None:
    """Joining many photographs that came in one by one, in the order they are named."""
    import_paths(archive, [*pages(tmp_path / "扫描", 7)])
    came = archive.catalogue.item_ids()
    archive.execute(joining(archive, came[0], came[1:]).command())
    assert names(archive, came[0]) == [f"页{at + 1:02d}.png" for at in range(7)]
    record: Record = archive.catalogue.record(came[0])
    assert record["notes"].count("并入") == 6
    archive.undo()
    assert len(archive.catalogue.item_ids()) == 7


def test_a_text_with_times_that_an_interview_is_given_is_its_transcript(archive: Archive, tmp_path: Path) -> None:
    one = item(archive, "oral_history", duration=60.0)
    first, second = tmp_path / "讯飞.txt", tmp_path / "飞书.txt"
    first.write_text("录音信息\n祁垚 00:05\n您好。\n马䶮 01:09\n好好好。\n", encoding="utf-8")
    second.write_text("祁垚 00:06\n又来。\n马䶮 01:10\n好。\n", encoding="utf-8")
    told = add_to_item(archive, one, [first]).attached[0].warnings
    rows = archive.catalogue.record(one)["transcript"]
    assert [(row["speaker"], row["start"], row["text"]) for row in rows] == [
        ("祁垚", 5.0, "您好。"),
        ("马䶮", 69.0, "好好好。"),
    ]
    assert not archive.catalogue.record(one)["manuscript"]
    assert "作为转写稿收下" in told[0] and "在录音结束以后" in " ".join(told)
    again = add_to_item(archive, one, [second]).attached[0].warnings
    assert archive.catalogue.record(one)["transcript"] == rows
    assert any("没有覆盖" in words for words in again)
