"""A new item begins where another left off: what is the same for a batch is carried over, what is its own is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, Trash
from archive_app.cli.main import main
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.services.archive import Archive
from archive_app.services.entry_templates import OWN, carried, create, keeping, template, templates


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


FILLED = {
    "kind": "photograph", "title": "社火高跷队", "caption": "前排左起", "received_no": "老-7", "category": "老街",
    "received": "2024-05-01", "access": "restricted", "keywords": ["社火"], "photographer": "李明", "notes": "左下有折",
    "created": {"display": "约1958年春", "earliest": "1957-01-01", "latest": "1959-12-31"},
    "responsibility": [{"role": "提供者", "name": "马文山"}],
    "people": [{"name": "甲", "region": [0.1, 0.1, 0.1, 0.1]}],
    "suggestions": [{"field": "created", "value": "1999", "basis": "EXIF"}],
}  # fmt: skip


def item(archive: Archive, **more: Any) -> str:
    archive.execute(made := Create("item", {**FILLED, **more}))
    return made.id


def test_what_a_batch_shares_is_carried_over_and_what_is_its_own_is_not(archive: Archive) -> None:
    first = archive.catalogue.record(item(archive))
    archive.execute(made := create("photograph", carried(first), "照上一件新建"))
    record = archive.catalogue.record(made.id)

    same = {"category", "received", "access", "keywords", "photographer", "created", "responsibility"}
    assert {name for name in same if record[name] != first[name]} == set()
    assert (record["title"], record["caption"], record["received_no"], record["notes"]) == ("未题名的照片", "", "", "")
    assert not record["people"] and not record["suggestions"]
    assert record["state"] == "draft" and record["accession_no"] != first["accession_no"]
    archive.undo(1)
    assert len(archive.catalogue.item_ids()) == 1


def test_every_field_that_is_ones_own_is_a_field() -> None:
    declared = {name for kind in KINDS for name in fields_of(kind.name)}
    assert declared >= OWN


def test_a_template_is_kept_under_its_name_and_changed_by_it(archive: Archive) -> None:
    archive.execute(keeping(archive, " 老照片  翻拍 ", archive.catalogue.record(item(archive))))
    (kept,) = templates(archive)
    assert (kept.name, kept.kind, kept.values["category"]) == ("老照片 翻拍", "photograph", "老街")
    archive.execute(keeping(archive, "老照片 翻拍", archive.catalogue.record(item(archive, category="学校"))))
    (changed,) = templates(archive)
    assert (changed.id, changed.values["category"]) == (kept.id, "学校")
    archive.execute(
        keeping(archive, "老照片 翻拍", archive.catalogue.record(item(archive, kind="document", people=[])))
    )
    assert [one.kind for one in templates(archive)].count("document") == 1, "one of another kind is another"
    archive.undo(3)
    assert [one.values["category"] for one in templates(archive)] == ["老街"]
    archive.execute(Trash((kept.id,)))
    assert templates(archive) == []


def test_a_template_is_rebuilt_from_the_records(archive: Archive) -> None:
    archive.execute(keeping(archive, "翻拍", archive.catalogue.record(item(archive))))
    (kept,) = templates(archive)
    root = archive.root
    archive.close()
    (root / "catalogue.sqlite").unlink()
    assert main(["rebuild", str(root), "catalogue"]) == 0
    with Archive.open(root) as opened:
        assert templates(opened) == [kept]


def test_a_field_that_is_gone_or_a_value_that_cannot_stand_is_left_out(archive: Archive) -> None:
    rows = [
        {"field": "gone", "value": '"x"'},
        {"field": "state", "value": '"published"'},
        {"field": "received", "value": '"昨天"'},
        {"field": "keywords", "value": "no json"},
        {"field": "category", "value": '"老街"'},
    ]
    archive.execute(Create("entry_template", {"name": "旧的", "kind": "photograph", "values": rows}))
    assert template(archive, "旧的").values == {"category": "老街"}
    with pytest.raises(UnknownRecord, match="没有叫“新的”"):
        template(archive, "新的")


@pytest.mark.parametrize(("name", "words"), [("  ", "还没有名称"), ("长" * 41, "太长")])
def test_a_name_that_cannot_be_is_refused(archive: Archive, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        keeping(archive, name, archive.catalogue.record(item(archive)))


def test_an_empty_item_makes_no_template(archive: Archive) -> None:
    archive.execute(made := Create("item", {"kind": "photograph", "title": "空"}))
    with pytest.raises(UsageError, match="还没有填"):
        keeping(archive, "空的", archive.catalogue.record(made.id))


def test_the_command_makes_one_like_another_and_from_a_template(archive: Archive, capsys: Any) -> None:
    first = item(archive)
    archive.execute(keeping(archive, "翻拍", archive.catalogue.record(first)))
    archive.execute(person := Create("person", {"name": "马文山"}))
    root = str(archive.root)
    archive.close()
    for words in (["--like", first], ["--template", "翻拍"]):
        assert main(["new", root, "资料", "title=第二张", "category=学校", *words, "--json"]) == 0
        made = json.loads(capsys.readouterr().out)["id"]
        with Archive.open(Path(root)) as opened:
            record = opened.catalogue.record(made)
            assert (record.title, record["category"], record["photographer"]) == ("第二张", "学校", "李明")
    assert main(["new", root, "人物", "name=乙", "--like", first]) == 2
    assert main(["new", root, "资料", "--like", person.id]) == 2
    assert "不是资料" in capsys.readouterr().err
