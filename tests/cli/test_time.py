"""Time on the command line: lists by when things were, and the chronicle."""

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


def day(words: str, iso: str) -> dict[str, Any]:
    return {"display": words, "edtf": iso, "earliest": iso, "latest": iso}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "馆藏"
    with Archive.create(root, name="试", actor="甲") as archive:
        for title, iso in (("水磨", "1958-03-05"), ("车站", "1959-10-01"), ("果园", "1971-06-01")):
            archive.execute(Create("item", {"kind": "photograph", "title": title, "created": day(title, iso)}))
        archive.execute(Create("event", {"name": "通车", "date": day("1959年10月1日", "1959-10-01")}))
        archive.execute(Create("event", {"name": "没有时间的事"}))
    return root


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_a_list_is_bounded_by_time_in_words_and_ordered_by_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(
        capsys,
        "list",
        str(root),
        "--from",
        "五十年代",
        "--to",
        "一九五九年",
        "--order",
        "created",
        "--descending",
        "--json",
    )
    assert [item["title"] for item in json.loads(told)["items"]] == ["车站", "水磨"]


def test_a_bound_without_a_year_is_refused_in_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(root), "--from", "开春"]) == 2
    assert "“开春”读不成一段时间" in capsys.readouterr().err


def test_the_chronicle_tells_what_has_a_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "chronicle", str(root), "--json"))
    jsonschema.validate(told, json.loads((SCHEMAS / "chronicle.json").read_text(encoding="utf-8")))
    assert [(year["year"], [entry["text"] for entry in year["entries"]]) for year in told] == [(1959, ["通车"])]
    assert "10月1日" in said(capsys, "chronicle", str(root))
    assert "这段时间里没有事件" in said(capsys, "chronicle", str(root), "--from", "2000年")


def test_an_archive_without_dated_events_says_where_to_enter_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Archive.create(tmp_path / "空", name="空", actor="甲").close()
    assert "还没有写明时间的事件" in said(capsys, "chronicle", str(tmp_path / "空"))


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [("1960", "1950", "起止颠倒"), ("1958年2月30日", "", "没有30日"), ("民国五十年", "", "止于")],
)
def test_bounds_that_cannot_be_are_refused_with_the_reason(
    root: Path, capsys: pytest.CaptureFixture[str], since: str, until: str, why: str
) -> None:
    for command in ("list", "chronicle"):
        assert main([command, str(root), "--from", since, *(["--to", until] if until else [])]) == 2
        assert why in capsys.readouterr().err


def test_a_date_typed_in_words_is_found_in_its_span(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "new", str(root), "资料", "kind=photograph", "title=合影", "created=约1958年秋")
    assert "“约1958年秋”读作 1958-08-01 至 1958-11-30。" in told
    within = said(capsys, "list", str(root), "--from", "1958年9月", "--to", "1958年9月", "--json")
    found = json.loads(within)["items"]
    assert [item["title"] for item in found] == ["合影"]
    key = found[0]["id"]
    told = said(capsys, "set", str(root), key, "created=光绪二十八年三月初五")
    assert "像是 1902-04-12，须由人确认" in told
    shown = json.loads(said(capsys, "show", str(root), key, "--json"))
    assert "光绪二十八年三月初五" in str(shown) and "1902" not in str(shown), "kept as said until somebody takes it"
    assert "不成立" in said(capsys, "set", str(root), key, "created=1958年2月30日")
    assert "没有读出" in said(capsys, "set", str(root), key, "created=修桥那年")
