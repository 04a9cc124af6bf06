"""缺项检查: every planted fault is found, by its check, and what is whole is passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.cli.main import main
from archive_app.reports.table import Table
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.lacking import CHECKS, Lack, lacks, summary
from archive_app.services.reporting import Wanted, gather, report_named

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "lacks.json"
TEXT = {"format": 1, "blocks": [{"id": "b", "kind": "paragraph", "text": "湟水河边有磨坊。"}]}
WHEN = {"display": "1958年", "edtf": "1958", "earliest": "1958-01-01", "latest": "1958-12-31"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str = "item", /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def whole(archive: Archive, **more: Any) -> str:
    """An item that lacks nothing."""
    person = new(archive, "person", name="马䶮")
    rows = [{"role": "作者", "name": "马䶮", "person": person}]
    about = {"kind": "contribution", "title": "水磨", "responsibility": rows, "manuscript": TEXT, "created": WHEN}
    key = new(archive, **{**about, **more})
    archive.execute(SetFields(key, {"state": "registered"}, by_program=True))
    new(archive, "consent", holder="马䶮", items=[key], grant="捐赠", signed_on="2025-01-01")
    return key


def found(archive: Archive, key: str) -> list[tuple[str, str]]:
    return [(one.check, one.field) for one in lacks(archive, [key])]


def test_what_lacks_nothing_is_passed_over(archive: Archive) -> None:
    whole(archive)
    assert lacks(archive) == [] and summary([]) == "没有缺项"


@pytest.mark.parametrize(
    ("planted", "check", "field"),
    [
        ({"responsibility": []}, "required", "responsibility"),
        ({"responsibility": [{"role": "作者", "name": " "}]}, "required", "responsibility"),
        ({"created": None}, "required", "created"),
        ({"manuscript": None}, "required", ""),
        ({"responsibility": [{"role": "作者", "name": "没有卡片的人"}]}, "card", "responsibility"),
    ],
)
def test_a_planted_fault_is_found(archive: Archive, planted: dict[str, Any], check: str, field: str) -> None:
    key = whole(archive, **planted)
    assert (check, field) in found(archive, key)


def test_links_to_what_is_gone(archive: Archive) -> None:
    place, person = new(archive, "place", name="沙塘川"), new(archive, "person", name="李𠮷庆")
    other = whole(archive)
    key = whole(
        archive, places=[place], related=[other], responsibility=[{"role": "作者", "name": "李", "person": person}]
    )
    assert found(archive, key) == []
    for gone in (place, person, other):
        archive.execute(Trash((gone,)))
    assert {field for check, field in found(archive, key) if check == "link"} == {"places", "related", "responsibility"}
    assert all("已删除或不存在" in one.words for one in lacks(archive, [key], ["link"]))


def test_a_picture_of_a_text_whose_file_is_gone(archive: Archive) -> None:
    picture = {
        "id": "p",
        "kind": "picture",
        "text": "图",
        "picture": {"source": "01a22c06-0000-7000-8000-000000000000"},
    }
    key = whole(archive, manuscript={"format": 1, "blocks": [*TEXT["blocks"], picture]})
    assert found(archive, key) == [("link", "manuscript")]


def test_an_original_that_is_not_there(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "记.txt").write_text("湟水河边有磨坊。" * 9, encoding="utf-8")
    key = import_paths(archive, [tmp_path / "记.txt"]).imported[0].id
    assert lacks(archive, [key], ["file"]) == []
    path = archive.vault.path_of(str(archive.catalogue.files_of(key)[0]["sha256"]))
    path.chmod(0o644)
    path.unlink()
    (one,) = lacks(archive, [key], ["file"])
    assert "“记.txt”不在馆藏里" in one.words


def test_permission_is_asked_of_what_is_registered_and_not_put_aside(archive: Archive) -> None:
    key = new(archive, kind="contribution", title="水磨")
    for state, number in (("draft", 0), ("submitted", 0), ("registered", 1), ("declined", 0), ("approved", 1)):
        archive.execute(SetFields(key, {"state": state}, by_program=True))
        assert len(lacks(archive, [key], ["consent"])) == number, state


def test_the_six_elements_of_a_photograph(archive: Archive) -> None:
    key = new(archive, kind="photograph", title="社火", caption="社火队过桥")
    (one,) = lacks(archive, [key], ["six"])
    assert (one.words, one.field) == ("缺时间、地点、人物、背景、摄影者", "created")
    about = {"created": WHEN, "place_taken": "韵家口", "background": "元宵", "photographer": "吴𬱟"}
    archive.execute(SetFields(key, {**about, "people": [{"row": "前排", "name": "？", "certainty": "不详"}]}))
    assert lacks(archive, [key], ["six", "card"]) == []


def test_commissioners_and_offices_need_no_card_of_a_person(archive: Archive) -> None:
    new(archive, "commissioner", name="祁垚")
    new(archive, "organisation", name="毛纺厂")
    rows = [{"role": "整理者", "name": "祁垚"}, {"role": "责任者", "name": "毛纺厂"}, {"role": "作者", "name": "不详"}]
    assert lacks(archive, [whole(archive, responsibility=rows)], ["card"]) == []


def test_an_own_field_that_is_required(archive: Archive) -> None:
    key = whole(archive)
    new(archive, "own_field", key="开本", name="开本", type="text", required=True)
    assert found(archive, key) == [("required", "own:开本")]
    archive.execute(SetFields(key, {"own:开本": "十六开"}))
    assert found(archive, key) == []


def test_the_report_and_the_command_say_the_same(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    whole(archive)
    bad = whole(archive, responsibility=[])
    table = gather(archive, report_named("缺项检查表"), Wanted())
    assert isinstance(table, Table) and table.rows[0][4] == "必填项"
    assert "1 件、1 处" in table.about
    root = archive.root
    archive.close()
    assert main(["lacks", str(root), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [(one["id"], one["check"]) for one in told["lacks"]] == [(bad, "required")]
    assert main(["lacks", str(root), "--only", "人物卡"]) == 0
    assert "没有缺项" in capsys.readouterr().out
    assert main(["lacks", str(root), "--only", "错字"]) == 2
    assert "没有“错字”这一项检查" in capsys.readouterr().err


def test_every_check_has_its_word() -> None:
    made = [Lack("a", "", "", "", name, "", "") for name in CHECKS]
    assert summary(made) == "、".join(f"{words} 1" for words in CHECKS.values())
