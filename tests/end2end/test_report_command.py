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
    assert names[:3] == ["items", "photographs", "recordings"]
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
