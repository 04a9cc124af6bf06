"""The rules over an archive: its own people and words, and what a person let stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive
from archive_app.services.checking.passing import asking_again, passing
from archive_app.services.checking.rules import check
from archive_app.services.checking.run import all_remarks, in_words, remarks_of
from archive_app.services.house_style import FILE, from_csv, read_list, to_csv, write_list
from archive_app.services.names import Names

TEXT = ["解放前王建国当校长。", "王健国和王建国，解放前都在。1958年2月30日。"]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="试") as made:
        yield made


def new_item(archive: Archive, texts: list[str], kind: str = "contribution") -> Record:
    command = Create("item", {"kind": kind, "title": "稿", "manuscript": paragraphs(texts).to_json()})
    archive.execute(command)
    return archive.catalogue.record(command.id)


def told(archive: Archive, item: Record) -> list[str]:
    fresh = archive.catalogue.record(item.id)
    return [remark.words for remark in remarks_of(archive, Names(archive), fresh)]


def test_what_is_let_stand_is_not_told_again_until_it_is_undone(archive: Archive) -> None:
    archive.execute(Create("person", {"name": "王建国"}))
    item = new_item(archive, TEXT)
    assert told(archive, item) == ["解放前", "王健国", "解放前", "1958年2月30日"]
    first = remarks_of(archive, Names(archive), item)[0]
    archive.execute(passing(item, first))
    assert told(archive, item) == ["王健国", "解放前", "1958年2月30日"], "only here"
    again = archive.catalogue.record(item.id)
    archive.execute(passing(again, first, everywhere=True))
    assert told(archive, item) == ["王健国", "1958年2月30日"], "in the whole text"
    archive.undo()
    assert told(archive, item) == ["王健国", "解放前", "1958年2月30日"]
    archive.execute(asking_again(archive.catalogue.record(item.id)))
    assert len(told(archive, item)) == 4


def test_a_place_is_known_again_though_the_text_before_it_grew(archive: Archive) -> None:
    item = new_item(archive, TEXT)
    archive.execute(passing(item, remarks_of(archive, Names(archive), item)[0]))
    longer = paragraphs(["新的一段。", *TEXT, "又解放前。"])
    archive.execute(SetFields(item.id, {"manuscript": longer.to_json()}))
    assert told(archive, item) == ["解放前", "1958年2月30日", "解放前"]


def test_what_is_let_stand_is_in_the_records_and_comes_back_from_them(archive: Archive) -> None:
    from archive_app.services.maintenance import rebuild

    item = new_item(archive, TEXT)
    archive.execute(passing(item, remarks_of(archive, Names(archive), item)[0]))
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root) as opened:
        assert opened.catalogue.record(item.id)["passed"][0]["words"] == "解放前"


def test_only_items_with_remarks_are_listed(archive: Archive) -> None:
    item = new_item(archive, TEXT)
    clean = new_item(archive, ["新中国成立以后，他当了校长。"])
    spoken = new_item(archive, ["解放前我扛活。"], "oral_history")
    found = all_remarks(archive, Names(archive), [clean.id, spoken.id, item.id])
    assert [record.id for record, _remarks in found] == [item.id]


def test_the_list_is_kept_with_the_archive_and_goes_out_and_in_as_a_table(archive: Archive) -> None:
    item = new_item(archive, ["社员和老社员，解放前。"])
    table = "不写,写作,理由,例外\r\n社员,村民,今称,老社员、社员证\r\n,,,\r\n村长,,斟酌\r\n"
    usages = write_list(archive.root, from_csv(table.encode("gb18030")))
    assert [(one.write, one.instead, one.unless) for one in usages] == [
        ("社员", "村民", ("老社员", "社员证")), ("村长", "", ()),
    ]  # fmt: skip
    assert told(archive, item) == ["社员"], "what comes with the program is replaced"
    assert tuple(from_csv(to_csv(read_list(archive.root)))) == usages
    with pytest.raises(UsageError, match="第 2 行"):
        from_csv("不写,写作\n社员,社员".encode())
    (archive.root / FILE).write_text("usage = 3", encoding="utf-8")
    with pytest.raises(UsageError, match="读不出来"):
        read_list(archive.root)


def test_a_remark_in_words_says_everything_once() -> None:
    remarks = check(paragraphs(["解放前來的国家,发达了农业"]), "contribution")
    said = [in_words(remark) for remark in remarks]
    assert said[0].count("新中国成立前") == 1 and "通行写法" in said[0]
    assert "通行写法" not in in_words(remarks[0], ground=False)
    assert "可写作“，”" in said[2]
