"""``cunshi report`` , called as it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.services.archive import Archive
from archive_app.services.binding import new_volume

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def checked(words: str, schema: str) -> Any:
    value = json.loads(words)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as archive:
        for kind, title in (("photograph", "社火"), ("document", "地契")):
            archive.execute(Create("item", {"kind": kind, "title": title}))
    return tmp_path / "馆藏"


def test_the_reports_are_listed_without_an_archive(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--list", "--json"]) == 0
    names = [one["name"] for one in checked(capsys.readouterr().out, "report-list")["reports"]]
    assert names[:3] == ["items", "dossiers", "photographs"]
    assert main(["report", "--list"]) == 0
    assert "件目录" in capsys.readouterr().out


def test_a_report_is_written_and_said(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "目录.pdf"
    assert main(["report", str(place), "件目录", "-o", str(out), "--json"]) == 0
    told = checked(capsys.readouterr().out, "report")
    assert (told["name"], told["rows"], told["pages"], told["path"]) == ("items", 2, 1, str(out))
    assert out.read_bytes().startswith(b"%PDF-")


def test_of_some_items_only(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.open(place) as archive:
        one = archive.catalogue.item_ids()[0]
    for more, rows in (([one], 1), (["--kind", "文献"], 1), (["--state", "draft"], 2), (["--kind", "实物"], 0)):
        assert main(["report", str(place), "items", *more, "-o", str(tmp_path / "a.xlsx"), "--json"]) == 0
        assert checked(capsys.readouterr().out, "report")["rows"] == rows


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["items"], "请写明馆藏、报表和 -o 文件"),
        (["花名册", "-o", "a.pdf"], "没有“花名册”这种报表"),
        (["items", "-o", "a.doc"], "不能写成"),
        (["items", "没有这件", "-o", "a.pdf"], "没有编号为"),
        (["items", "--year", "2026", "-o", "a.pdf"], "不是按年的"),
        (["items", "--volume", "24", "-o", "a.pdf"], "不是一卷书的"),
        (["items", "--commissioner", "01", "-o", "a.pdf"], "不是一位专员的"),
        (["items", "--blank", "-o", "a.pdf"], "不是可以空着要的"),
        (["items", "--mark", "-o", "a.pdf"], "不用记造册日期"),
        (["fees", "-o", "a.pdf"], "没有说是哪一卷书"),
        (["fees", "--kind", "照片", "-o", "a.pdf"], "不是按件的"),
        (["reviews", "-o", "a.xlsx"], "不能写成"),
        (["commissioners", "--commissioner", "99", "-o", "a.pdf"], "没有聘号或姓名为"),
        (["--set", "fee_rate=很多"], "请填 0 到 10000 的整数"),
        (["--set", "fee_rate"], "要写成 设置=值"),
        (["--set", "没有=1"], "没有“没有”这一项设置"),
    ],
)
def test_wrong_use_is_said(place: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str) -> None:
    assert main(["report", str(place), *more]) == 2
    assert words in capsys.readouterr().err


def test_options_may_stand_between(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.open(place) as archive:
        one = archive.catalogue.item_ids()[0]
    out = ["-o", str(tmp_path / "a.xlsx"), "--json"]
    for words, rows in (
        ([str(place), "items", *out, one], 1),
        ([str(place), *out, "items", one], 1),
        ([str(place), *out, "items"], 2),
        ([*out, str(place), "items", one], 1),
    ):
        assert main(["report", *words]) == 0
        assert checked(capsys.readouterr().out, "report")["rows"] == rows


def test_a_list_of_a_volume_and_that_it_is_made(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive.open(place) as archive:
        key = new_volume(archive, {"title": "城东政协文史资料", "number": 24})
        section = archive.catalogue.sections_of(key)[0].section.id
        text = {"format": 1, "blocks": [{"id": "b", "kind": "paragraph", "text": "湟水河边有磨坊。" * 40}]}
        about = {"manuscript": text, "responsibility": [{"role": "作者", "name": "李𠮷庆"}]}
        item = Create("item", {"kind": "contribution", "title": "水磨", **about})
        archive.execute(item)
        archive.execute(Create("article", {"section": section, "item": item.id, "position": 1}))
    out = tmp_path / "稿费.xlsx"
    assert main(["report", str(place), "--set", "单位名称=某区政协", "--set", "fee_rate=100", "--json"]) == 0
    told = {one["key"]: one["value"] for one in checked(capsys.readouterr().out, "report-settings")["settings"]}
    assert (told["unit"], told["fee_rate"]) == ("某区政协", 100)
    assert main(["report", str(place), "稿费签领表", "--volume", "24", "--mark", "-o", str(out), "--json"]) == 0
    assert checked(capsys.readouterr().out, "report")["rows"] == 1
    with Archive.open(place, read_only=True) as archive:
        assert archive.catalogue.record(key)["fees_listed_on"]
    assert main(["report", str(place), "样书分送表", "-o", str(out)]) == 0  # the only volume there is
    assert main(["report", str(place), "授权书", "--blank", "-o", str(tmp_path / "空白.pdf")]) == 0
    assert "1 份" in capsys.readouterr().out
