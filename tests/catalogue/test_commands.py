from __future__ import annotations

import pytest

from archive_app.catalogue.catalogue import Catalogue, ItemFilter
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create, Restore, SetFields, SetMany, Trash
from archive_app.domain.errors import Conflict, UnknownRecord, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, paragraphs


def item(title: str = "东关早点铺", **values: object) -> Create:
    return Create("item", {"kind": "oral_history", "title": title, **values})


def test_an_item_keeps_every_kind_of_value(catalogue: Catalogue, author: Author) -> None:
    person = Create("person", {"name": "马䶮", "aliases": ["马师傅"]})
    place = Create("place", {"name": "东关大街"})
    text = Manuscript((Block(BlockKind.QUESTION, "您是哪一年到店里的？", label="问"),)).to_json()
    created = item(
        persons=[person.id],
        places=[place.id],
        responsibility=[{"role": "口述者", "name": "马䶮", "person": person.id}, {"role": "采访者", "name": "祁垚"}],
        created={"display": "约1958年春", "edtf": "1958-21", "earliest": "1958-02-01", "latest": "1958-05-31"},
        keywords=["杂碎", "酿皮"],
        duration="00:52:10",
        narrator_reviewed="是",
        index_points=[{"at": 65, "title": "学徒：七道水"}],
        manuscript=text,
        people=[{"row": "前排", "order": 1, "name": "王家灯官", "certainty": "推测", "region": [0.1, 0.5, 0.1, 0.2]}],
    )
    catalogue.execute(Batch("登记", (person, place, created)), author)

    record = catalogue.record(created.id)

    assert record["persons"] == [person.id]
    assert record["responsibility"] == [
        {"role": "口述者", "name": "马䶮", "person": person.id},
        {"role": "采访者", "name": "祁垚"},
    ]
    assert record["duration"] == 3130.0
    assert record["narrator_reviewed"] is True
    assert record["people"][0]["region"] == [0.1, 0.5, 0.1, 0.2]
    assert record["manuscript"] == text
    assert (record["state"], record["access"]) == ("draft", "internal")
    assert catalogue.pointing_to(person.id) == [("item", created.id)]


def test_numbers_are_issued_once_even_when_the_item_is_undone(catalogue: Catalogue, author: Author) -> None:
    first = item("甲")
    catalogue.execute(first, author)
    catalogue.undo(author)
    second = item("乙")
    catalogue.execute(second, author)

    assert catalogue.record(first.id)["accession_no"] == "T-0001"
    assert catalogue.record(second.id)["accession_no"] == "T-0002"
    assert catalogue.resolve("T-0002") == second.id


def test_a_failing_part_of_a_batch_leaves_nothing(catalogue: Catalogue, author: Author) -> None:
    good = item("好的")
    before = catalogue.sequence

    with pytest.raises(UsageError, match="没有字段"):
        catalogue.execute(Batch("一起", (good, SetFields(good.id, {"颜色": "红"}))), author)

    assert catalogue.sequence == before
    assert catalogue.item_ids() == []
    catalogue.execute(item("后来"), author)
    assert catalogue.item_rows(catalogue.item_ids())[0].accession_no == "T-0001", "a rolled-back number is given back"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "题名”不能为空"),
        ({"kind": "录像"}, "填以下之一"),
        ({"received": "昨天"}, "填日期"),
        ({"sessions": "两次"}, "填整数"),
        ({"responsibility": [{"who": "甲"}]}, "可用的键"),
        ({"persons": ["no-such-person"]}, "不存在"),
        ({"manuscript": {"blocks": [{}]}}, "分块 JSON"),
        ({"state": "approved"}, "由程序填写"),
        ({"颜色": "红"}, "没有字段"),
    ],
)
def test_a_wrong_value_is_refused_in_words(
    catalogue: Catalogue, author: Author, values: dict[str, object], words: str
) -> None:
    created = item()
    catalogue.execute(created, author)

    with pytest.raises(UsageError) as caught:
        catalogue.execute(SetFields(created.id, values), author)

    assert words in str(caught.value)


def test_a_write_against_an_old_version_is_refused(catalogue: Catalogue, author: Author) -> None:
    created = item()
    catalogue.execute(created, author)
    seen = catalogue.record(created.id).version
    catalogue.execute(SetFields(created.id, {"title": "别人改的"}), author)

    with pytest.raises(Conflict, match="已被别处改过"):
        catalogue.execute(SetFields(created.id, {"title": "我改的"}, expected_version=seen), author)


def test_the_same_id_is_never_overwritten(catalogue: Catalogue, author: Author) -> None:
    created = item("原来的")
    catalogue.execute(created, author)

    with pytest.raises(Conflict, match="已经有了记录"):
        catalogue.execute(Create("item", {"kind": "photograph", "title": "冒名的"}, id=created.id), author)

    assert catalogue.record(created.id).title == "原来的"


def test_an_edit_that_changes_nothing_is_not_logged(catalogue: Catalogue, author: Author) -> None:
    created = item("一样")
    catalogue.execute(created, author)
    before = catalogue.sequence

    done = catalogue.execute(SetFields(created.id, {"title": "一样"}), author)

    assert (done.changes, catalogue.sequence) == ((), before)


def test_trash_hides_from_lists_and_comes_back_with_its_links(catalogue: Catalogue, author: Author) -> None:
    person = Create("person", {"name": "李兰芳"})
    created = item("沙塘川", persons=[person.id])
    catalogue.execute(Batch("登记", (person, created)), author)
    catalogue.execute(Trash([created.id]), author)

    assert catalogue.item_ids() == []
    assert catalogue.item_ids(ItemFilter(trashed=True)) == [created.id]

    catalogue.execute(Restore([created.id]), author)

    assert catalogue.item_ids() == [created.id]
    assert catalogue.record(created.id)["persons"] == [person.id]


def test_a_batch_edit_is_one_step_back(catalogue: Catalogue, author: Author) -> None:
    created = [item(f"第{n}件") for n in range(500)]
    catalogue.execute(Batch("登记", created), author)
    catalogue.execute(SetMany([c.id for c in created], {"category": "饮食风味"}), author)
    assert catalogue.counts(by="category") == [("饮食风味", "饮食风味", 500)]

    catalogue.undo(author)

    assert catalogue.counts(by="category") == []
    assert len(catalogue.item_ids()) == 500


def test_filters_orders_and_counts_agree(catalogue: Catalogue, author: Author) -> None:
    catalogue.execute(
        Batch(
            "登记",
            (
                item("乙", created={"display": "一九六四年", "earliest": "1964-01-01", "latest": "1964-12-31"}),
                Create("item", {"kind": "photograph", "title": "甲", "access": "restricted"}),
                item("丙", created={"display": "民国", "earliest": "1912-01-01", "latest": "1949-09-30"}),
            ),
        ),
        author,
    )

    by_time = [row.title for row in catalogue.item_rows(catalogue.item_ids(order="created"))]
    photographs = catalogue.item_ids(ItemFilter(kinds=("photograph",)))

    assert by_time == ["丙", "乙", "甲"], "what has no date comes last"
    assert len(photographs) == 1
    assert catalogue.counts(by="kind") == [("oral_history", "口述史料", 2), ("photograph", "照片", 1)]
    assert catalogue.counts(ItemFilter(kinds=("photograph",)), by="access") == [("restricted", "控制", 1)]


def test_history_tells_each_field_newest_first(catalogue: Catalogue, author: Author) -> None:
    created = item("甲")
    catalogue.execute(created, author)
    catalogue.execute(SetFields(created.id, {"title": "乙"}), author)
    catalogue.execute(SetFields(created.id, {"title": "丙"}), Author("编辑甲", "dev-b"))

    titles = [(e.actor, e.before, e.after) for e in catalogue.history(created.id) if e.field == "title"]

    assert titles == [("编辑甲", "乙", "丙"), ("祁垚", "甲", "乙"), ("祁垚", None, "甲")]
    with pytest.raises(UnknownRecord):
        catalogue.history("01a20af0-ffd8-7b7a-87cd-00b78a00ed5e")


def test_a_manuscript_edit_logs_only_the_blocks_that_changed(catalogue: Catalogue, author: Author) -> None:
    text = paragraphs(["一段" * 50, "二段" * 50, "三段" * 50])
    created = item(manuscript=text.to_json())
    catalogue.execute(created, author)
    edited = Manuscript((text.blocks[0], text.blocks[1].with_text("改了"), text.blocks[2]))

    done = catalogue.execute(SetFields(created.id, {"manuscript": edited.to_json()}), author)

    (change,) = done.changes
    assert list(change.after["manuscript"]["$blocks"]) == [text.blocks[1].id]
    assert catalogue.record(created.id)["manuscript"] == edited.to_json()
    catalogue.undo(author)
    assert catalogue.record(created.id)["manuscript"] == text.to_json()


def test_edits_of_different_paragraphs_can_be_undone_apart(catalogue: Catalogue, author: Author) -> None:
    text = paragraphs(["一段", "二段"])
    created = item(manuscript=text.to_json())
    catalogue.execute(created, author)
    first = Manuscript((text.blocks[0].with_text("一段改"), text.blocks[1]))
    catalogue.execute(SetFields(created.id, {"manuscript": first.to_json()}), author)
    second = Manuscript((first.blocks[0], text.blocks[1].with_text("二段改")))
    catalogue.execute(SetFields(created.id, {"manuscript": second.to_json()}), author)

    catalogue.undo(author)
    catalogue.undo(author)

    assert catalogue.record(created.id)["manuscript"] == text.to_json()
