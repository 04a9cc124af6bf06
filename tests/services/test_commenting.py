"""Comments on an item: written, answered, settled, taken away; undone tomorrow, read again after a rebuild."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.comments import answering, commenting
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.maintenance import rebuild
from archive_app.services.texts.commenting import comments_of, removing, rewriting, settling, writing

TEXT = Manuscript((Block(BlockKind.PARAGRAPH, "一九五八年春，供销社搬到了十字路口。", id="b0"),))


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="测试", actor="王文史") as made:
        made.execute(Create("item", {"kind": "contribution", "title": "柜台", "manuscript": TEXT.to_json()}))
        yield made


def item(archive: Archive):
    [record] = archive.catalogue.records("item")
    return record


def written(archive: Archive, text: str):
    comment = commenting(TEXT, "b0", 7, 10, text, by=archive.actor)
    archive.execute(writing(item(archive), comment))
    return comment


def test_a_comment_and_its_answer_come_and_go_together(archive: Archive) -> None:
    comment = written(archive, "哪一年？")
    archive.execute(writing(item(archive), answering(comment, "五八年，县志有载", by="李晓棠")))
    assert [one.text for one in comments_of(item(archive))] == ["哪一年？", "五八年，县志有载"]
    archive.execute(removing(item(archive), comment.id))
    assert comments_of(item(archive)) == ()
    archive.undo()
    assert [one.by for one in comments_of(item(archive))] == ["王文史", "李晓棠"]


def test_settled_and_open_again_and_said_otherwise(archive: Archive) -> None:
    comment = written(archive, "哪一年？")
    archive.execute(settling(item(archive), comment.id, done=True))
    assert comments_of(item(archive))[0].done
    archive.execute(settling(item(archive), comment.id, done=False))
    archive.execute(rewriting(item(archive), comment.id, " 哪一年春天？ "))
    [now] = comments_of(item(archive))
    assert (now.text, now.done, now.words) == ("哪一年春天？", False, "供销社")


def test_the_history_says_it_in_words(archive: Archive) -> None:
    comment = written(archive, "这一句和县志对不上，\n请问清楚是哪一年春天搬的，谁经手，还有没有人记得。")
    archive.execute(settling(item(archive), comment.id, done=True))
    labels = [entry.label for entry in archive.catalogue.history(item(archive).id)]
    assert labels[0].startswith("批注已办：这一句和县志对不上， 请问清楚")
    assert labels[1].startswith("写批注：") and labels[1].endswith("…")


def test_the_text_and_its_count_know_nothing_of_it(archive: Archive) -> None:
    before = item(archive)["manuscript"]
    written(archive, "哪一年？")
    assert item(archive)["manuscript"] == before


def test_a_comment_without_words_is_none(archive: Archive) -> None:
    with pytest.raises(UsageError):
        written(archive, "  \n ")
    comment = written(archive, "哪一年？")
    with pytest.raises(UsageError):
        archive.execute(rewriting(item(archive), comment.id, ""))


def test_what_is_gone_is_not_answered(archive: Archive) -> None:
    comment = written(archive, "哪一年？")
    archive.execute(removing(item(archive), comment.id))
    for command in (
        lambda: settling(item(archive), comment.id, done=True),
        lambda: writing(item(archive), answering(comment, "好", by="")),
        lambda: removing(item(archive), comment.id),
    ):
        with pytest.raises(UsageError):
            command()


def test_a_frozen_text_is_commented_all_the_same(archive: Archive) -> None:
    archive.execute(SetFields(item(archive).id, {"state": "included"}, by_program=True, type="state"))
    written(archive, "二校：这里少一字")
    assert comments_of(item(archive))[0].text == "二校：这里少一字"


def test_comments_are_in_the_plain_records(archive: Archive) -> None:
    comment = written(archive, "哪一年？")
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="王文史") as again:
        assert comments_of(item(again)) == (comment,)
