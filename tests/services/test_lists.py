"""Lists into an archive: rows, duplicates, files joined, commissioners, mappings kept, nothing written when dry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from PIL import Image

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.intake.lists.mapping import Column, ListMapping
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.lists import ListOptions, save_mapping
from archive_app.services.maintenance import verify

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "import.json").read_text(encoding="utf-8"))


def xlsx(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "目录") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="试") as made:
        yield made


def test_the_same_list_twice_is_all_there(archive: Archive, tmp_path: Path) -> None:
    rows = [
        ["档号", "题名", "作者"],
        ["1", "水磨", "马文山"],
        ["2", "水磨", "马文山"],
        ["", "油坊", ""],
        ["", "油坊", ""],
    ]
    path = xlsx(tmp_path / "来" / "清单.xlsx", rows)
    first = import_paths(archive, [path])
    assert [(entry.title, entry.source.partition("!")[2]) for entry in first.imported] == [
        ("水磨", "目录!第 2 行"), ("水磨", "目录!第 3 行"), ("油坊", "目录!第 4 行"),
    ]  # fmt: skip
    assert len(first.duplicates) == 1, "a row that says nothing more than another is that one again"
    item = archive.catalogue.record(first.imported[0].id)
    assert item["received_no"] == "1" and item["accession_no"].startswith("T-") and not item["ref_code"]
    moved = path.rename(tmp_path / "清单.xlsx")
    again = import_paths(archive, [moved])
    assert not again.imported and len(again.duplicates) == 4 and not again.refused
    assert [record["role"] for record in archive.catalogue.records("file")] == ["清单"]
    assert verify(archive).sound
    archive.undo()
    assert not archive.catalogue.item_ids()


def test_files_join_the_rows_that_name_them(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "来"
    rows = [["题名", "文件名"], ["水磨", "照片/a.png"], ["油坊", "b"], ["柜台", "没有.jpg"], ["外面", "../c.png"]]
    path = xlsx(folder / "照片目录.xlsx", rows)
    (folder / "照片").mkdir()
    for name, colour in (("照片/a.png", 10), ("b.png", 20), ("另外.png", 30), ("../c.png", 40)):
        Image.new("RGB", (32, 24), (colour, colour, colour)).save(folder / name)
    foreseen = import_paths(archive, [path], dry_run=True)
    assert [entry.id for entry in foreseen.attached] == ["", ""]
    alone = import_paths(archive, [path])
    files = {archive.catalogue.record(e.id).title: archive.catalogue.files_of(e.id) for e in alone.imported}
    assert {title: [file["name"] for file in found] for title, found in files.items()} == {
        "水磨": ["a.png"], "油坊": ["b.png"], "柜台": [], "外面": [],
    }  # fmt: skip
    assert files["水磨"][0]["width"] == 32
    waiting = {entry.title: entry.warnings for entry in alone.imported}
    assert "没有.jpg" in waiting["柜台"][-1] and "../c.png" in waiting["外面"][-1] and not waiting["水磨"]

    Image.new("RGB", (32, 24), (50, 50, 50)).save(folder / "没有.jpg")
    batch = import_paths(archive, [folder])
    found = {record.id: record.title for record in archive.catalogue.records("item")}
    assert [found[entry.id] for entry in batch.attached] == ["柜台"], "a file that was missing joins when it comes"
    assert [entry.title for entry in batch.imported] == ["另外"] and len(batch.duplicates) == 4 + 2


def test_commissioners_are_found_or_the_row_is_refused(archive: Archive, tmp_path: Path) -> None:
    who = Create("commissioner", {"name": "李晓棠", "number": "07"})
    archive.execute(who)
    path = xlsx(tmp_path / "清单.xlsx", [["题名", "征集人"], ["甲", "李晓棠"], ["乙", "07"], ["丙", "无此人"]])
    report = import_paths(archive, [path])
    assert [archive.catalogue.record(entry.id)["commissioner"] for entry in report.imported] == [who.id, who.id]
    [refusal] = report.refused
    assert refusal.source.endswith("!目录!第 4 行") and "“无此人”" in refusal.reason and "征集人" in refusal.reason
    whole = import_paths(archive, [path], lists=ListOptions(all_or_nothing=True))
    assert not whole.imported and not whole.duplicates and len(whole.refused) == 2


def test_a_cell_that_cannot_be_read_is_named_and_its_row_comes_in(archive: Archive, tmp_path: Path) -> None:
    # openpyxl writes formulas without their values, as some exporters do
    path = xlsx(
        tmp_path / "目录.xlsx", [["题名", "摄影者", "备注"], ["水磨", "单德胜", "=1+1"], ["=A2", "单德胜", "旧照"]]
    )
    report = import_paths(archive, [path])

    assert [(one.title, len(one.warnings)) for one in report.imported] == [("水磨", 1)]
    assert "“备注”这一格是公式" in report.imported[0].warnings[0]
    assert archive.catalogue.record(report.imported[0].id)["notes"] == ""
    assert [refusal.source.rpartition("!")[2] for refusal in report.refused] == ["第 3 行"]
    assert "题名" in report.refused[0].reason and "公式" in report.refused[0].reason


def test_lists_of_people_and_commissioners(archive: Archive, tmp_path: Path) -> None:
    rows = [
        ["姓名", "别名", "生年", "籍贯"],
        ["赵𠮷甫", "吉甫、赵先生", "约1901年", "湟中"],
        ["马文山", None, None, None],
    ]
    people = xlsx(tmp_path / "人物.xlsx", rows)
    staff = xlsx(tmp_path / "专员名册.xlsx", [["聘号", "姓名", "片区"], ["0007", "李晓棠", "乐家湾、韵家口"]])
    report = import_paths(archive, [people, staff])
    assert [entry.kind for entry in report.imported] == ["person", "person", "commissioner"]
    person = archive.catalogue.record(report.imported[0].id)
    assert person["aliases"] == ["吉甫", "赵先生"] and person["birth"] == {"display": "约1901年"}
    assert archive.catalogue.record(report.imported[2].id)["areas"] == ["乐家湾", "韵家口"]
    assert len(import_paths(archive, [people, staff]).duplicates) == 3
    other = xlsx(tmp_path / "再来.xlsx", [["姓名", "籍贯", "性别"], ["马文山", "大通", "男"]])
    [namesake] = import_paths(archive, [other]).imported
    assert "同名" in namesake.warnings[0], "a namesake is never merged alone"


def test_a_saved_mapping_serves_the_next_list_with_its_head(archive: Archive, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "怪表.xlsx", [["甲栏", "乙栏"], ["水磨", "吴某"]])
    [refusal] = import_paths(archive, [path]).refused
    assert "没有找到表头" in refusal.reason
    columns = (Column("甲栏", "title"), Column("乙栏", "responsibility.摄影者"))
    mapping = ListMapping(columns, kind="photograph", name="怪表", head_row=1)
    save_mapping(archive.root, mapping)
    named = import_paths(archive, [path], lists=ListOptions(mapping), dry_run=True)
    kept = import_paths(archive, [path])
    assert [entry.kind for entry in named.imported] == ["photograph"] == [entry.kind for entry in kept.imported]
    assert any("怪表" in remark for remark in kept.lists[0].remarks)


def test_the_command_line_says_what_would_be_as_its_schema_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))
    root = str(tmp_path / "馆藏")
    path = xlsx(
        tmp_path / "清单.xlsx", [["题名", "时间", "天气"], ["水磨", "约1958年春", "晴"], ["油坊", "1958-02-30", ""]]
    )
    assert main(["init", root]) == 0
    capsys.readouterr()
    saved = tmp_path / "对应.toml"
    assert main(["import", root, str(path), "--dry-run", "--json", "--save-mapping", str(saved)]) == 1
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, SCHEMA)
    [about] = report["lists"]
    assert {"column": "天气", "field": "", "certainty": 0.0} in about["mapping"]
    assert any("天气" in remark for remark in about["remarks"]), "a column nobody mapped is named"
    assert about["rows"] == 2 and [error["row"] for error in about["errors"]] == [3]
    assert report["imported"][0]["id"] == "" and report["refused"][0]["source"].endswith("!目录!第 3 行")

    saved.write_text(saved.read_text(encoding="utf-8").replace('"天气" = ""', '"天气" = "notes"'), encoding="utf-8")
    assert main(["import", root, str(path), "--mapping", str(saved), "--json"]) == 1
    done = json.loads(capsys.readouterr().out)
    jsonschema.validate(done, SCHEMA)
    assert main(["show", root, done["imported"][0]["id"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == "天气：晴"
    assert main(["mappings", root, "--add", str(saved)]) == 0
    capsys.readouterr()
    assert main(["mappings", root, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["columns"]["天气"] == "notes"


@pytest.mark.parametrize("dry", [True, False])
def test_a_commissioner_of_the_same_workbook_is_known_to_the_sheets_that_follow(
    archive: Archive, tmp_path: Path, dry: bool
) -> None:
    path = xlsx(tmp_path / "全套.xlsx", [["聘号", "姓名", "片区"], ["0007", "李晓棠", "乐家湾"]], sheet="专员名册")
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("稿件登记表")
    sheet.append(["来稿编号", "稿件题目", "征集人"])
    sheet.append(["LG-1", "放筏记", "李晓棠"])
    book.save(path)
    report = import_paths(archive, [path], dry_run=dry)
    assert [entry.title for entry in report.imported] == ["李晓棠", "放筏记"]
    assert not report.refused
    if not dry:
        who, item = (archive.catalogue.record(entry.id) for entry in report.imported)
        assert item["commissioner"] == who.id
