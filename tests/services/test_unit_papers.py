"""The papers of an 案卷, its numbers, and what the command line says and does of units."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.errors import UsageError
from archive_app.reports.forms import Fields, Forms
from archive_app.reports.table import Table
from archive_app.services import numbers
from archive_app.services.archive import Archive
from archive_app.services.number_note import NumberSettings
from archive_app.services.numbers import REF_CODE, Pattern, issue
from archive_app.services.reporting import Wanted, gather, report_named
from archive_app.services.units.acts import making, moving, ordering

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "units.json").read_text(encoding="utf-8"))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def unit(archive: Archive, tier: str, number: str, title: str, parent: str = "", **values: Any) -> str:
    command = making(archive, {"tier": tier, "number": number, "title": title, "parent": parent, **values})
    archive.execute(command)
    return command.id


def item(archive: Archive, title: str, pages: int = 0, **values: Any) -> str:
    command = Create("item", {"kind": "document", "title": title, **values})
    archive.execute(command)
    if pages:
        about = {"item": command.id, "name": f"{title}.pdf", "mime": "application/pdf", "pages": pages}
        archive.execute(Create("file", about))
    return command.id


def year(number: int) -> dict[str, str]:
    return {
        "display": f"{number}年", "edtf": str(number), "earliest": f"{number}-01-01", "latest": f"{number}-12-31",
    }  # fmt: skip


@pytest.fixture
def filled(archive: Archive) -> list[str]:
    """全宗 J019 › 文书 WS › two 案卷: three items in one, one in the other, one item in none."""
    fonds = unit(archive, "fonds", "J019", "城东政协")
    series = unit(archive, "series", "WS", "文书", fonds)
    first = unit(archive, "file", "3", "水磨调查", series, retention="Y", note="两盒", arranged_by="李晓棠")
    second = unit(archive, "file", "10", "渡口", series)
    keys = [item(archive, "甲", 2, created=year(1958)), item(archive, "乙", 1), item(archive, "丙", created=year(1953))]
    archive.execute(moving(archive, keys, first).command())
    archive.execute(moving(archive, [item(archive, "丁", 4, retention="D30")], second).command())
    item(archive, "散件")
    return [first, second, *keys]


def test_the_three_papers_follow_units_and_the_order_within(archive: Archive, filled: list[str]) -> None:
    table = gather(archive, report_named("案卷目录"), Wanted())
    assert isinstance(table, Table)
    assert [row[1:] for row in table.rows] == [
        ("J019-WS-3", "文书 水磨调查", "1953-01-01—1958-12-31", 3, 3, "永久", "两盒"),
        ("J019-WS-10", "文书 渡口", "", 1, 4, "30年", ""),
    ]
    archive.execute(ordering(archive, filled[0], [filled[4]]))
    inside: Any = gather(archive, report_named("unit-contents"), Wanted())
    titles = [column.head for column in inside.columns].index("题名")
    assert [row[titles] for row in inside.rows] == ["案卷 3「水磨调查」", "丙", "甲", "乙", "案卷 10「渡口」", "丁"]
    assert any("另有 1 件不在案卷里" in note for note in inside.notes)
    one: Any = gather(archive, report_named("卷内文件目录"), Wanted(items=archive.catalogue.items_below([filled[0]])))
    assert [(row[0], row[titles], row[7]) for row in one.rows] == [(1, "丙", ""), (2, "甲", ""), (3, "乙", "")]
    archive.execute(ordering(archive, filled[0], [filled[2], filled[3]]))
    one = gather(archive, report_named("卷内文件目录"), Wanted(items=archive.catalogue.items_below([filled[0]])))
    assert [row[7] for row in one.rows] == ["1—2", "3", ""], "pages are counted on until one is not known"
    notes = gather(archive, report_named("备考表"), Wanted())
    assert isinstance(notes, Forms) and [form.number for form in notes.rows] == ["J019-WS-3", "J019-WS-10"]
    said = [
        field.words for part in notes.rows[0].parts if isinstance(part, Fields) for row in part.rows for field in row
    ]
    assert {"水磨调查", "永久", "李晓棠"} <= set(said)


def test_numbers_count_by_file_are_never_given_twice_and_missing_ones_are_told_by_unit(
    archive: Archive, filled: list[str]
) -> None:
    settings = NumberSettings(archive.root)
    settings.set("ref_pattern", "{全宗号}-{类别号}-{案卷号:3}-{件号:3}")
    pattern = Pattern.of(REF_CODE, settings)
    parts = {"fonds": "J019", "series": "WS", "file": "3", "group": "", "year": "2026", "category": "WS"}
    made = [issue(archive, key, pattern, parts) for key in filled[2:]]
    assert made == ["J019-WS-003-001", "J019-WS-003-002", "J019-WS-003-003"]
    other = item(archive, "戊")
    assert issue(archive, other, pattern, {**parts, "file": "10"}) == "J019-WS-010-001"
    archive.execute(SetFields(filled[3], {"ref_code": ""}, by_program=True))
    archive.execute(moving(archive, [other], filled[1]).command())
    told = {one.unit: one.missing for one in numbers.report(archive, REF_CODE).series}
    assert told == {"案卷 3「水磨调查」": ["J019-WS-003-002"], "案卷 10「渡口」": []}
    assert issue(archive, item(archive, "己"), pattern, parts) == "J019-WS-003-004"
    assert pattern.lacking({**parts, "file": ""}) == ("案卷号",)


@pytest.mark.parametrize(
    ("written", "values", "number"),
    [
        ("{fonds}-[{series}-][{file:2}-]{item:3}", {"series": "WS", "file": "7"}, "J-WS-07-001"),
        ("{fonds}-[{series}-][{file:2}-]{item:3}", {"series": "WS"}, "J-WS-001"),
        ("{fonds}-[{series}-][{file:2}-]{item:3}", {}, "J-001"),
        ("{全宗号}[·{组号:3}]-{流水号:2}", {"group": "25"}, "J·025-01"),
    ],
)
def test_what_an_item_is_without_is_left_out_with_its_brackets(
    written: str, values: dict[str, str], number: str
) -> None:
    pattern = Pattern.read(REF_CODE, written)
    whole = {"fonds": "J", "group": "", "series": "", "file": "", **values}
    assert pattern.number(whole, 1) == number
    assert pattern.taken_apart(number) is not None
    with pytest.raises(UsageError, match="要有一个"):
        Pattern.read(REF_CODE, "{全宗号}-{案卷号}")


def told(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    assert main(["units", *words, "--json"]) == status
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, SCHEMA)
    return found


def test_the_command_line_makes_fills_orders_and_takes_apart(
    archive: Archive, filled: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    root, loose = str(archive.root), archive.catalogue.item_ids()[-1]
    archive.close()
    paths = [(one["path"], one["items_below"]) for one in told(capsys, root)["units"]]
    assert paths == [("J019", 4), ("J019/WS", 4), ("J019/WS/3", 3), ("J019/WS/10", 1)]
    made = told(capsys, root, "add", "--tier", "组", "--number", "5", "照片组", "--in", "J019/WS")
    assert made["written"] and made["units"][-1]["path"] == "J019/WS/5"
    dry = told(capsys, root, "move", "照片组", loose, filled[2], "--dry-run")
    assert not dry["written"] and [one["order"] for one in dry["plan"]["moved"]] == [1, 2]
    assert told(capsys, root, "set", "J019/WS/5", "级别=控制", "defaults.language=汉语")["written"]
    moved = told(capsys, root, "move", "照片组", loose)["plan"]["moved"]
    assert (moved[0]["taken"], moved[0]["access"]) == (["language"], "restricted")
    assert told(capsys, root, "order", "J019/WS/3", "--by", "created")["written"]
    shown = told(capsys, root, "show", "J019/WS/3")
    assert [one["title"] for one in shown["contents"]] == ["丙", "甲", "乙"]
    assert told(capsys, root, "move", "J019/WS/10", "--before", "J019/WS/3")["written"]
    gone = told(capsys, root, "remove", "J019/WS/10", "--into", "J019/WS/3")
    assert [one["path"] for one in gone["units"]] == ["J019", "J019/WS", "J019/WS/3", "J019/WS/5"]
    assert gone["units"][2]["items"] == 4
    assert main(["units", root, "add", "--tier", "全宗", "又一个", "--in", "J019"]) == 2
    assert main(["units", root, "show", "没有"]) == 2
    capsys.readouterr()
    assert main(["undo", root, "2"]) == 0
    capsys.readouterr()
    assert ("J019/WS/10", 1) in [(one["path"], one["items"]) for one in told(capsys, root)["units"]]
