"""Lists into an archive: rows, duplicates, files joined, commissioners, mappings kept, nothing written when dry."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
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


# — rows whose files are in the archive already —


def picture(path: Path, colour: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (32, 24), (colour, colour, colour)).save(path)
    return path


CATALOGUE = [
    ["题名", "拍摄时间", "摄影者", "文件名"],
    ["水磨前合影", "1958年3月", "单德胜", "IMG_1.png"],
    ["油坊", "约1960年", "", "IMG_2"],
    ["还没有", "", "", "IMG_9.png"],
]


def test_a_row_fills_the_item_that_holds_its_file(archive: Archive, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        picture(tmp_path / "上周" / f"IMG_{number}.png", 40 * number)
    before = {entry.title: entry.id for entry in import_paths(archive, [tmp_path / "上周"]).imported}
    archive.execute(SetFields(before["IMG_2"], {"created": "1961年"}))
    path = xlsx(tmp_path / "照片目录.xlsx", CATALOGUE)
    sequence = archive.catalogue.sequence

    foreseen = import_paths(archive, [path], dry_run=True)
    assert archive.catalogue.sequence == sequence, "a dry run writes nothing"
    report = import_paths(archive, [path])
    assert {**report.to_json(), "imported": []} == {**foreseen.to_json(), "imported": []}
    jsonschema.validate(report.to_json(), SCHEMA)

    first, second = report.attached
    assert [entry.id for entry in report.attached] == [before["IMG_1"], before["IMG_2"]]
    assert first.source.endswith("!目录!第 2 行") and second.source.endswith("!目录!第 3 行")
    assert first.warnings == ("题名 “水磨前合影” 与馆藏的 “IMG_1” 不同，没有改。",)
    assert "形成时间 “约1960年” 与馆藏的 “1961年” 不同，没有改。" in second.warnings
    filled = archive.catalogue.record(before["IMG_1"])
    assert filled["created"]["display"] == "1958年3月" and filled["title"] == "IMG_1"
    assert [row["name"] for row in filled["responsibility"]] == ["单德胜"]
    assert archive.catalogue.record(before["IMG_2"])["created"]["display"] == "1961年"
    [alone] = report.imported
    assert alone.title == "还没有" and "IMG_9.png" in alone.warnings[-1] and not report.duplicates

    archive.undo()
    assert not archive.catalogue.record(before["IMG_1"])["created"], "one undo takes all of it back"
    assert archive.catalogue.record(alone.id).trashed


def test_a_row_that_says_what_its_item_says_is_there_already(archive: Archive, tmp_path: Path) -> None:
    import_paths(archive, [picture(tmp_path / "水磨.png", 9)])
    rows = [["题名", "拍摄时间", "文件"], ["水磨", "1958年", "水磨.png"], ["水磨", "1958年", "水磨.png"]]
    path = xlsx(tmp_path / "单" / "照片目录.xlsx", rows)
    once = import_paths(archive, [path])
    assert [len(part) for part in (once.imported, once.attached, once.duplicates)] == [0, 1, 1]
    again = import_paths(archive, [path])
    assert [len(part) for part in (again.imported, again.attached, again.duplicates)] == [0, 0, 2]
    assert len(archive.catalogue.item_ids()) == 1


def test_files_beside_the_list_are_known_by_their_bytes(archive: Archive, tmp_path: Path) -> None:
    [there] = import_paths(archive, [picture(tmp_path / "上周" / "IMG_1.png", 70)]).imported
    picture(tmp_path / "来" / "水磨.png", 70)
    rows = [["题名", "拍摄时间", "文件名"], ["水磨前合影", "1958年", "水磨.png"]]
    path = xlsx(tmp_path / "来" / "照片目录.xlsx", rows)
    for brought in ([path], [tmp_path / "来"]):
        foreseen = import_paths(archive, brought, dry_run=True)
        assert [entry.id for entry in foreseen.attached] == [there.id] and not foreseen.imported
        assert [(Path(known.source).name, known.id) for known in foreseen.duplicates] == [("水磨.png", there.id)]
    import_paths(archive, [path])
    assert archive.catalogue.record(there.id)["created"]["display"] == "1958年"


def test_another_picture_of_the_same_name_is_an_item_of_its_own(archive: Archive, tmp_path: Path) -> None:
    [there] = import_paths(archive, [picture(tmp_path / "上周" / "IMG_1.png", 70)]).imported
    picture(tmp_path / "来" / "IMG_1.png", 71)
    rows = [["题名", "拍摄时间", "文件名"], ["水磨", "1958年", "IMG_1.png"]]
    path = xlsx(tmp_path / "来" / "照片目录.xlsx", rows)
    report = import_paths(archive, [path])
    [fresh] = report.imported
    assert [entry.id for entry in report.attached] == [fresh.id] and "《IMG_1》的文件也叫“IMG_1.png”" in fresh.warnings[
        0
    ]
    assert not archive.catalogue.record(there.id)["created"]


def test_of_several_with_the_name_none_is_chosen_unless_the_folder_tells(archive: Archive, tmp_path: Path) -> None:
    for place, colour in (("东", 10), ("西", 20)):
        picture(tmp_path / place / "IMG_1.png", colour)
    east, west = import_paths(archive, [tmp_path / "东", tmp_path / "西"]).imported
    rows = [["题名", "拍摄时间", "文件名"], ["甲", "1958年", "IMG_1.png"], ["乙", "1959年", "西/IMG_1.png"]]
    report = import_paths(archive, [xlsx(tmp_path / "单" / "照片目录.xlsx", rows)])
    [alone] = report.imported
    assert alone.title == "甲" and "2 件都有叫“IMG_1.png”的文件（《IMG_1》《IMG_1》）" in alone.warnings[0]
    assert [entry.id for entry in report.attached] == [west.id]
    assert archive.catalogue.record(west.id)["created"]["display"] == "1959年"
    assert not archive.catalogue.record(east.id)["created"]


def test_a_row_of_an_item_that_is_closed_is_refused_by_name(archive: Archive, tmp_path: Path) -> None:
    [there] = import_paths(archive, [picture(tmp_path / "IMG_1.png", 70)]).imported
    mine, other = (Create("commissioner", {"name": name}) for name in ("李晓棠", "吴某"))
    for command in (Create("staff", {"name": "主编甲", "roles": ["主编"]}), mine, other):
        archive.execute(command)
    archive.execute(SetFields(there.id, {"commissioner": other.id}))
    archive.act_as("李晓棠")
    rows = [["题名", "拍摄时间", "文件名"], ["水磨", "1958年", "IMG_1.png"], ["磨房", "", ""]]
    report = import_paths(archive, [xlsx(tmp_path / "单" / "照片目录.xlsx", rows)])
    [refusal] = report.refused
    assert refusal.source.endswith("第 2 行") and "《IMG_1》是专员“吴某”征集的" in refusal.reason
    assert [entry.title for entry in report.imported] == ["磨房"] and not report.attached


def test_words_that_stand_are_not_filled_and_the_rest_comes_in(archive: Archive, tmp_path: Path) -> None:
    [there] = import_paths(archive, [picture(tmp_path / "IMG_1.png", 70)]).imported
    archive.execute(SetFields(there.id, {"state": "published"}, by_program=True, type="state"))
    rows = [["题名", "图片说明", "拍摄时间", "文件名"], ["IMG_1", "水磨前", "1958年", "IMG_1.png"]]
    report = import_paths(archive, [xlsx(tmp_path / "单" / "照片目录.xlsx", rows)])
    assert archive.catalogue.undoable()[0].label == "导入，并入 1 个"
    [attached] = report.attached
    assert "已经定稿" in attached.warnings[0] and "“水磨前”" in attached.warnings[0]
    item = archive.catalogue.record(there.id)
    assert item["created"]["display"] == "1958年" and not item["caption"]


def test_a_second_text_of_an_item_is_kept_and_does_not_replace_the_first(archive: Archive, tmp_path: Path) -> None:
    for name in ("上.txt", "下.txt"):
        (tmp_path / name).write_text(f"{name}：那一年水磨还在。", encoding="utf-8")
    rows = [["题名", "种类", "文件名"], ["水磨忆旧", "来稿", "上.txt、下.txt"], ["一年、两年", "来稿", "一、二.txt"]]
    report = import_paths(archive, [xlsx(tmp_path / "稿件登记.xlsx", rows)])
    item, other = report.imported
    assert "“一、二.txt”没有找到" in other.warnings[-1], "a comma alone does not part names"
    assert len(report.attached) == 2 and "没有覆盖" in report.attached[1].warnings[0]
    assert "上.txt" in json.dumps(archive.catalogue.record(item.id)["manuscript"], ensure_ascii=False)


def test_a_list_read_after_its_files_foresees_what_it_does(archive: Archive, tmp_path: Path) -> None:
    picture(tmp_path / "来" / "a.png", 10)
    xlsx(tmp_path / "单.xlsx", [["题名", "拍摄时间", "文件名"], ["水磨", "1958年", "a.png"]])
    with zipfile.ZipFile(tmp_path / "来" / "b.zip", "w") as zipped:
        zipped.write(tmp_path / "单.xlsx", "单.xlsx")
    foreseen = import_paths(archive, [tmp_path / "来"], dry_run=True)
    report = import_paths(archive, [tmp_path / "来"])
    told = [
        [(e.title, e.warnings) for e in found.imported] + [e.source for e in found.attached]
        for found in (foreseen, report)
    ]
    assert told[0] == told[1]


def test_a_picture_inside_a_text_holds_no_row(archive: Archive, tmp_path: Path) -> None:
    [there] = import_paths(archive, [picture(tmp_path / "IMG_1.png", 70)]).imported
    [file] = archive.catalogue.files_of(there.id)
    archive.execute(SetFields(file.id, {"role": "插图"}, by_program=True))
    rows = [["题名", "文件名"], ["水磨", "IMG_1.png"]]
    report = import_paths(archive, [xlsx(tmp_path / "单" / "照片目录.xlsx", rows)])
    assert [entry.title for entry in report.imported] == ["水磨"] and not report.attached
