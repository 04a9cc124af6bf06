"""``cunshi search`` with all it can be asked, ``suggest``, ``cite``, ``searches``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from archive_app.catalogue.commands import Create
from archive_app.cli.main import main
from archive_app.services.archive import Archive

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
Run = Callable[..., str]


@pytest.fixture
def cunshi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))

    def run(*words: str, status: int = 0) -> str:
        assert main(words) == status
        told = capsys.readouterr()
        return told.out if status == 0 else told.err

    return run


@pytest.fixture
def archive(cunshi: Run, tmp_path: Path) -> str:
    root = tmp_path / "馆藏"
    with Archive.create(root, name="测试馆藏") as opened:
        person = Create("person", {"name": "祁大魁"})
        opened.execute(person)
        year = {"display": "五八年", "earliest": "1958-01-01", "latest": "1958-12-31"}
        span = {"display": "五九到六一年", "earliest": "1959-01-01", "latest": "1961-12-31"}
        made: list[dict[str, Any]] = [
            {"kind": "document", "title": "王家庄水磨", "persons": [person.id], "created": span, "access": "public"},
            {"kind": "photograph", "title": "水磨旧影", "photographer": "祁大魁", "created": year, "access": "public"},
            {"kind": "photograph", "title": "秘密的水磨", "access": "restricted"},
        ]
        for values in made:
            opened.execute(Create("item", values))
    return str(root)


def document(text: str, schema: str) -> Any:
    value = json.loads(text)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    return value


def titles(told: Any) -> list[str]:
    return [hit["title"] for hit in told["hits"]]


def test_facets_are_counted_named_and_chosen(cunshi: Run, archive: str) -> None:
    told = document(cunshi("search", archive, "水磨", "--facets", "--json"), "search")
    assert told["facets"]["kind"] == {"photograph": 2, "document": 1}
    assert told["labels"]["kind"] == {"photograph": "照片", "document": "文献"}
    assert told["histogram"] == {
        "years": {"1958": 1, "1959": 1, "1960": 1, "1961": 1}, "dated": 2, "spread": 1, "wide": 0, "undated": 1,
    }  # fmt: skip
    assert sorted(told["labels"]["person"].values()) == ["祁大魁", "祁大魁（没有卡片）"]
    for facet, counts in told["facets"].items():
        for value, number in counts.items():
            assert (
                json.loads(cunshi("search", archive, "水磨", "--only", f"{facet}={value}", "--json"))["total"] == number
            )
    for only, right in (
        ("种类=照片", 2),
        ("人物=祁大魁", 2),
        ("person=祁大魁", 1),
        ("年=1960年", 1),
        ("年代=1950年代", 2),
        ("state=草稿", 3),
    ):
        assert json.loads(cunshi("search", archive, "水磨", "--only", only, "--json"))["total"] == right, only
    printed = cunshi("search", archive, "水磨", "--facets")
    assert "种类：照片 2，文献 1" in printed and "各年：1958—1961 1" in printed
    assert "facets" in json.loads(cunshi("search", archive, "水磨", "--json"))


def test_orders_earlier_results_and_levels(cunshi: Run, archive: str) -> None:
    def found(*words: str) -> list[str]:
        return titles(document(cunshi("search", archive, "水磨", "--json", *words), "search"))

    assert found("--order", "date") == ["水磨旧影", "王家庄水磨", "秘密的水磨"]
    assert found("--order=-date") == ["王家庄水磨", "水磨旧影", "秘密的水磨"]
    assert found("--order", "pinyin") == ["秘密的水磨", "水磨旧影", "王家庄水磨"]
    assert found("--in", "旧影 或 王家", "--in", "影") == ["水磨旧影"]
    assert set(found("--access", "internal")) == {"王家庄水磨", "水磨旧影"}
    told = document(cunshi("search", archive, "水磨", "--facets", "--json", "--access", "public"), "search")
    assert told["facets"]["kind"] == {"photograph": 1, "document": 1}
    assert "不能按“颜色”排" in cunshi("search", archive, "水磨", "--order", "颜色", status=2)
    assert "不是“分面=值”" in cunshi("search", archive, "水磨", "--only", "颜色=红", status=2)


def test_suggestions_and_what_they_do_not_tell(cunshi: Run, archive: str) -> None:
    told = document(cunshi("suggest", archive, "wjz", "--json"), "suggest")
    assert [each["text"] for each in told["suggestions"]] == ["王家庄水磨"]
    told = document(cunshi("suggest", archive, "mimi", "--json", "--access", "internal"), "suggest")
    assert told["suggestions"] == []
    assert "[题名] 秘密的水磨" in cunshi("suggest", archive, "mimi")
    assert "没有找到" in cunshi("suggest", archive, "xyz")


def test_a_citation(cunshi: Run, archive: str) -> None:
    key = json.loads(cunshi("search", archive, "王家庄", "--json"))["hits"][0]["id"]
    told = document(cunshi("cite", archive, key, "--json"), "cite")
    assert told == {"text": "王家庄水磨[A]. 测试馆藏，[1959—1961].", "type": "A", "id": key}
    assert cunshi("cite", archive, key).strip() == told["text"]
    assert "没有书卷" in cunshi("cite", archive, "没有的", status=2)


def test_results_go_out(cunshi: Run, archive: str, tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    assert str(out) in cunshi("search", archive, "水磨", "--limit", "1", "-o", str(out), "--access", "public")
    rows = list(openpyxl.load_workbook(out)["检索结果"].iter_rows(min_row=2))
    assert {row[1].value for row in rows} == {"王家庄水磨", "水磨旧影"}
    assert ".xlsx 或 .docx" in cunshi("search", archive, "水磨", "-o", str(tmp_path / "a.txt"), status=2)


def test_searches_are_kept_and_say_what_is_new(cunshi: Run, archive: str) -> None:
    assert "没有存下的检索" in cunshi("searches", archive)
    cunshi("search", archive, "水磨", "--only", "种类=照片", "--order=-date", "--save", "旧照")
    with Archive.open(Path(archive)) as opened:
        opened.execute(Create("item", {"kind": "photograph", "title": "水磨又一张"}))
    told = document(cunshi("searches", archive, "--json"), "searches")["searches"]
    assert [(one["name"], one["query"], one["order"], one["chosen"]) for one in told] == [
        ("旧照", "水磨", "-date", {"kind": ["photograph"]})
    ]
    assert [new["title"] for new in told[0]["new"]] == ["水磨又一张"]
    assert "水磨又一张" in cunshi("searches", archive, "旧照", "--seen")
    assert "没有新的" in cunshi("searches", archive)
    cunshi("searches", archive, "旧照", "--remove")
    assert json.loads(cunshi("searches", archive, "--json"))["searches"] == []
    assert "没有存下叫“旧照”的检索" in cunshi("searches", archive, "旧照", status=2)
