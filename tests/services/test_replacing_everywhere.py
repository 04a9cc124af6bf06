"""Words replaced in many texts: every place is told first, what stands or is somebody's own stays, one step back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.services.archive import Archive
from archive_app.services.searching import Search
from archive_app.services.texts.everywhere import Wish, items_of, plan, spoken

K = BlockKind


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def item(archive: Archive, title: str, kind: str = "contribution", **values: Any) -> str:
    command = Create("item", {"kind": kind, "title": title, **values})
    archive.execute(command)
    return command.id


def text(*blocks: Block | str) -> dict[str, Any]:
    made = tuple(Block(K.PARAGRAPH, one) if isinstance(one, str) else one for one in blocks)
    return Manuscript(made).to_json()


def words_of(archive: Archive, key: str) -> str:
    return Manuscript.from_json(archive.catalogue.record(key)["manuscript"]).plain_text()


@pytest.fixture
def filled(archive: Archive) -> dict[str, str]:
    """Texts of each sort: an editor's, a narrator's with its transcript, a photograph, one that stands."""
    table = Block(K.TABLE, rows=((Cell("解放前"),),))
    noted = Block(
        K.PARAGRAPH, "解放前有磨。", (Span(0, 3, SpanStyle.BOLD),), (Note(3, "解放前指1949年前。", id="n"),), id="p"
    )
    rows = [{"id": "a", "start": 0.0, "end": 4.0, "text": "解放前嘛。", "mandarin": "解放前"}]
    return {
        "essay": item(archive, "磨坊", manuscript=text(noted, "解放前夕，人说“解放前的事”。", table)),
        "talk": item(archive, "口述", "oral_history", manuscript=text("我解放前在磨坊。"), transcript=rows),
        "photo": item(archive, "旧影", "photograph", caption="解放前旧影"),
        "other": item(archive, "无关", manuscript=text("火车来了。")),
    }


def test_every_place_is_told_and_what_is_somebodys_own_is_not_ticked(archive: Archive, filled: dict[str, str]) -> None:
    made = plan(archive, list(filled.values()), Wish("解放前", "新中国成立前", unless=("解放前夕",)))
    found = {
        (one.title, place.label, place.kept): (place.before, place.words, place.behind)
        for one in made.texts
        for place in one.places
    }
    assert found == {
        ("磨坊", "正文", ""): ("", "解放前", "有磨。"),
        ("磨坊", "正文·注", ""): ("", "解放前", "指1949年前。"),
        ("磨坊", "正文", "quoted"): ("解放前夕，人说“", "解放前", "的事”。"),
        ("磨坊", "正文·表格", ""): ("", "解放前", ""),
        ("口述", "正文", "spoken"): ("我", "解放前", "在磨坊。"),
        ("口述", "转写稿", "spoken"): ("", "解放前", "嘛。"),
        ("口述", "转写稿·普通话", "spoken"): ("", "解放前", ""),
        ("旧影", "文字说明", ""): ("", "解放前", "旧影"),
    }
    assert made.looked == 4
    assert len(made.usual()) == 4 and len(made.usual(kept=True)) == 8


def test_what_is_ticked_is_one_step_in_the_history_of_each_and_one_undo(tmp_path: Path) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="王文史") as archive:
        keys = [item(archive, name, manuscript=text(f"{name}，解放前。")) for name in "甲乙丙"]
        made = plan(archive, keys, Wish("解放前", "新中国成立前"))
        archive.execute(made.command(made.usual() - {(1, 0)}))
        assert [words_of(archive, key) for key in keys] == ["甲，新中国成立前。", "乙，解放前。", "丙，新中国成立前。"]
        label = archive.catalogue.history(keys[2])[0].label
        assert label == "多篇文稿里“解放前”替换为“新中国成立前”（2 篇 2 处）"
    with Archive.open(root, actor="王文史") as archive:
        archive.undo()
        assert [words_of(archive, key) for key in keys] == ["甲，解放前。", "乙，解放前。", "丙，解放前。"]


def test_marks_and_notes_stay_and_transcripts_and_captions_are_written(
    archive: Archive, filled: dict[str, str]
) -> None:
    made = plan(archive, list(filled.values()), Wish("解放前", "新中国成立前", unless=("解放前夕",)))
    archive.execute(made.command(made.usual(kept=True)))
    block = Manuscript.from_json(archive.catalogue.record(filled["essay"])["manuscript"]).blocks[0]
    assert (block.text, block.spans, block.notes[0].at) == ("新中国成立前有磨。", (Span(0, 6, SpanStyle.BOLD),), 6)
    assert archive.catalogue.record(filled["photo"])["caption"] == "新中国成立前旧影"
    segment = archive.catalogue.record(filled["talk"])["transcript"][0]
    assert (segment["text"], segment["mandarin"]) == ("新中国成立前嘛。", "新中国成立前")


def test_what_stands_is_listed_last_with_its_reason_and_cannot_be_ticked(
    archive: Archive, filled: dict[str, str]
) -> None:
    state = SetFields(filled["essay"], {"state": "included"}, by_program=True, type="state")
    archive.execute(state)
    made = plan(archive, list(filled.values()), Wish("解放前", "建国前"))
    assert [one.title for one in made.barred] == ["磨坊"] == [made.texts[-1].title]
    assert "已经定稿" in made.barred[0].why
    assert all(made.texts[number].title != "磨坊" for number, _at in made.usual(kept=True))
    with pytest.raises(UsageError, match="不能改"):
        made.command({(len(made.texts) - 1, 0)})
    with pytest.raises(UsageError, match="还没有勾选"):
        made.command(set())


def test_another_commissioners_text_is_left_with_the_reason(tmp_path: Path) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root, actor="王文史") as archive:
        mine, theirs = (Create("commissioner", {"name": name}) for name in ("李晓棠", "马师傅"))
        for one in (mine, theirs, Create("staff", {"name": "王文史", "roles": ["editor"]})):
            archive.execute(one)
        own = item(archive, "我", commissioner=mine.id, manuscript=text("解放前"))
        other = item(archive, "他", commissioner=theirs.id, manuscript=text("解放前"))
    with Archive.open(root, actor="李晓棠") as archive:
        made = plan(archive, [other, own], Wish("解放前", "建国前"))
    assert [(one.title, bool(one.why)) for one in made.texts] == [("我", False), ("他", True)]
    assert "马师傅" in made.barred[0].why


def test_nothing_is_written_where_a_text_was_changed_meanwhile(archive: Archive) -> None:
    keys = [item(archive, name, manuscript=text("解放前")) for name in "甲乙"]
    made = plan(archive, keys, Wish("解放前", "建国前"))
    archive.execute(SetFields(keys[1], {"manuscript": text("解放前后")}))
    with pytest.raises(Conflict):
        archive.execute(made.command(made.usual()))
    assert words_of(archive, keys[0]) == "解放前"


def test_the_index_leads_to_the_same_places_as_reading_all(archive: Archive, filled: dict[str, str]) -> None:
    search = Search(archive)
    search.follow()
    keys = list(filled.values())
    for wish in (
        Wish("解放前", ""),
        Wish("磨", "碾"),
        Wish("解放前有磨。", ""),
        Wish("1949", "1950"),
        Wish("無關", "x"),
    ):
        assert plan(archive, keys, wish, search=search) == plan(archive, keys, wish)
    search.close()


def test_numbers_are_whole_trash_is_left_and_scripts_meet_unless_exact(archive: Archive) -> None:
    keys = [
        item(archive, "甲", manuscript=text("30斤，1930年，30。HP30马力")),
        item(archive, "乙", manuscript=text("30")),
    ]
    archive.execute(Trash([keys[1]]))
    made = plan(archive, keys, Wish("30", "三十", whole=True))
    assert [place.behind[:1] for one in made.texts for place in one.places] == ["斤", "。", "马"]
    old = item(archive, "丙", manuscript=text("解放前；解放前"))
    archive.execute(SetFields(old, {"manuscript": text("麵粉、面粉")}))
    assert [len(one.places) for one in plan(archive, [old], Wish("面粉", "白面")).texts] == [2]
    assert [len(one.places) for one in plan(archive, [old], Wish("面粉", "白面", exact=True)).texts] == [1]


def test_a_volume_is_its_items_and_what_was_written_for_it_alone(archive: Archive, filled: dict[str, str]) -> None:
    volume = Create("volume", {"title": "第一辑"})
    section = Create("section", {"volume": volume.id, "title": "序"})
    articles = [
        Create("article", {"section": section.id, "title": "序", "manuscript": text("解放前的城。")}),
        Create("article", {"section": section.id, "item": filled["essay"]}),
    ]
    for one in (volume, section, *articles):
        archive.execute(one)
    made = plan(archive, items_of(archive, volume.id), Wish("解放前的", "旧"), volume=volume.id)
    assert [one.title for one in made.texts] == ["磨坊", "序"]
    archive.execute(made.command(made.usual()))
    assert Manuscript.from_json(archive.catalogue.record(articles[0].id)["manuscript"]).plain_text() == "旧城。"


@pytest.mark.parametrize(("find", "by"), [("", "x"), ("同", "同")])
def test_a_wish_for_nothing_is_refused(archive: Archive, find: str, by: str) -> None:
    with pytest.raises(UsageError):
        plan(archive, [], Wish(find, by))


def test_a_word_may_span_a_caption_of_its_own_column_only(archive: Archive) -> None:
    key = item(archive, "照片", "photograph", caption="城里城里")
    made = plan(archive, [key], Wish("城里", "城内"))
    assert [place.at for place in made.texts[0].places] == [
        spoken.Spoken(0, "text", 0, 2),
        spoken.Spoken(0, "text", 2, 4),
    ]
    archive.execute(made.command({(0, 1)}))
    assert archive.catalogue.record(key)["caption"] == "城里城内"
