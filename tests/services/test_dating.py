"""Dates read with what an archive knows; `cunshi date` as a command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.hanzi.dating import Dated, read
from archive_app.services.archive import Archive
from archive_app.services.dating import context_of, local_events, taken

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "date.json").read_text(encoding="utf-8"))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive that knows when the train came, and a narrator born in 1947 who spoke on a day of 2026."""
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))
    with Archive.create(tmp_path / "馆藏", name="测试", actor="王文史") as opened:
        opened.execute(
            Create(
                "event",
                {
                    "name": "西宁站通车运营",
                    "aliases": ["火车通车那年"],
                    "date": {
                        "display": "1959年10月1日",
                        "edtf": "1959-10-01",
                        "earliest": "1959-10-01",
                        "latest": "1959-10-01",
                    },
                },
            )
        )
        opened.execute(Create("event", {"name": "修水渠", "date": {"display": "六二年春"}}))
        yield opened


def told(archive: Archive) -> str:
    """An interview; its id."""
    who = Create("person", {"name": "祁垚", "birth": {"display": "1947年", "edtf": "1947"}})
    archive.execute(who)
    made = Create(
        "item",
        {
            "kind": "oral_history",
            "title": "水磨",
            "created": {
                "display": "2026年3月18日",
                "edtf": "2026-03-18",
                "earliest": "2026-03-18",
                "latest": "2026-03-18",
            },
            "responsibility": [
                {"role": "采访者", "name": "李晓棠"},
                {"role": "口述者", "name": "祁垚", "person": who.id},
            ],
        },
    )
    archive.execute(made)
    return made.id


def test_the_fields_of_a_reading_are_those_that_records_store() -> None:
    assert [one.name for one in fields(Dated)] == [one.name for one in fields(FuzzyDate)]


def test_a_record_gives_birth_day_of_telling_and_events(archive: Archive) -> None:
    context = context_of(archive.catalogue, archive.catalogue.record(told(archive)))
    assert (context.born, context.as_of) == ("1947", date(2026, 3, 18))
    assert read("我十六七岁上", context).date.edtf == "[1962..1965]"
    assert read("去年", context).date.edtf == "2025"
    assert read("火车通车那年", context).date.edtf == "1959"
    assert read("火车通车第二年", context).date.edtf == "1960"
    assert read("火车通车以前", context).date.latest == "1959-10-01"


def test_an_event_whose_date_is_only_words_is_read_from_them(archive: Archive) -> None:
    events = {one.name: one for one in local_events(archive.catalogue)}
    assert events["修水渠"].words == "六二年春"
    context = context_of(archive.catalogue, archive.catalogue.record(told(archive)))
    assert read("修水渠那年", context).date.edtf == "1962"


def test_words_that_are_set_get_no_reading_of_their_own(archive: Archive) -> None:
    item = told(archive)
    archive.execute(SetFields(item, {"created": "五八年春上", "dates": ["民国廿六年", "龙年"]}))
    record = archive.catalogue.record(item)
    assert record["created"] == {"display": "五八年春上"}
    assert record["dates"] == [{"display": "民国廿六年"}, {"display": "龙年"}]


def test_lists_go_by_the_reading_that_was_taken_and_keep_the_unknown_last(archive: Archive) -> None:
    ids = []
    for words in ("1958年", "老二刚会走路那年", "光绪廿三年四月", "五十年代初"):
        made = Create("item", {"kind": "document", "title": words})
        archive.execute(made)
        reading = read(words)
        stored = taken(words, reading.date).to_json() if reading.read else {"display": words}
        archive.execute(SetFields(made.id, {"created": stored}))
        ids.append(made.id)
    year, unknown, reign, decade = ids
    assert archive.catalogue.item_ids(order="created") == [reign, decade, year, unknown]
    assert archive.catalogue.item_ids(order="created", descending=True) == [year, decade, reign, unknown]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The document of ``cunshi date``."""
    assert main(["date", *arguments, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    return dict(document)


def test_the_command_answers_with_one_document(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "光緒廿三年四月")["earliest"] == "1897-05-02"
    assert said(capsys, "次年", "--context", "1958年冬")["edtf"] == "1959"
    assert said(capsys, "前年", "--as-of", "2026-03-18")["edtf"] == "2024"
    assert said(capsys, "虚岁十八", "--born", "1947年")["edtf"] == "1964"
    nothing = said(capsys, "火车通车那年")
    assert (nothing["edtf"], nothing["earliest"], nothing["confirm"]) == (None, None, True)
    assert said(capsys, "1958年2月30日")["problem"]
    archive.close()
    event = said(capsys, "火车通车那年", "--archive", str(archive.root))
    assert (event["edtf"], event["basis"]) == ("1959", "事件")


def test_the_command_speaks_to_people_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["date", "戊戌年", "--as-of", "2026-11-24"]) == 0
    out = capsys.readouterr().out
    assert "可能：1958 · 1958-02-18 至 1959-02-07" in out
    assert "须由人确认" in out
    assert main(["date", "去年", "--as-of", "三月"]) == 2
    assert "讲述日期" in capsys.readouterr().err


def test_a_photograph_s_own_day_is_no_day_of_telling(archive: Archive) -> None:
    """龙年 under a photograph once dated to 1958 is still any year of the dragon up to now."""
    made = Create("item", {"kind": "photograph", "title": "合影", "created": read("1958年9月27日").date.to_json()})
    archive.execute(made)
    context = context_of(archive.catalogue, archive.catalogue.record(made.id))
    assert context.as_of is None or context.as_of.year > 2000
    assert not read("去年", context).date.edtf.startswith("1957")
