"""Every form of the table of readings the office agreed on: its value, its days, and what is left to a person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.hanzi.dating import Context, LocalEvent, Reading, read

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "rows.json").read_text(encoding="utf-8"))
FORMS = [(row, form) for row in ROWS for form in row["forms"]]
EVENTS = (LocalEvent("西宁站通车运营", ("火车通车那年", "通车那年"), "1959-10-01", "1959-10-01", "1959-10-01"),)
TODAY = date(2026, 11, 24)


def reading_of(form: str, **known: Any) -> Reading:
    """Read as of a fixed day where candidates end with the present, as every row but the relative ones is."""
    return read(form, Context(**known))


@pytest.mark.parametrize(("row", "form"), FORMS, ids=[form for _row, form in FORMS])
def test_a_form_reads_as_agreed(row: dict[str, Any], form: str) -> None:
    known: dict[str, Any] = {"events": EVENTS}
    if row["group"] in ("干支", "生肖", "农历", "他历"):
        known["as_of"] = TODAY
    said = reading_of(form, **known).to_json()
    assert (said["display"], said["edtf"], said["earliest"], said["latest"]) == (
        form,
        row["edtf"],
        row["earliest"],
        row["latest"],
    )


def _form(words: str) -> dict[str, Any]:
    return reading_of(words, as_of=TODAY).to_json()


@pytest.mark.parametrize(
    "words",
    ["58.3.5", "五八年", "58年", "五八年年跟前", "1958年以后", "1958年以前", "戊戌年", "龙年", "藏历铁牛年",
     "壬戌年元宵", "土改那年", "老二刚会走路那年", "我十六七岁上（生于1947年）", "五七、五八年", "某年开斋节（尔德）",
     "一九四七年腊月二十三", "同治以后、光绪以前"],
)  # fmt: skip
def test_what_the_table_leaves_to_a_person_asks_to_be_confirmed(words: str) -> None:
    assert _form(words)["confirm"] is True


@pytest.mark.parametrize("words", ["1958年3月5日", "一九五八年", "1958年春", "195×年", "民国廿六年", "1956至1958年"])
def test_what_is_plain_needs_no_confirming(words: str) -> None:
    assert _form(words)["confirm"] is False


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("[1958]", "basis", "考证"),
        ("[1958]", "qualifier", None),
        ("约1958年春", "qualifier", "约"),
        ("可能是1958年", "qualifier", "存疑"),
        ("我十六七岁上（生于1947年）", "basis", "年龄推算"),
        ("民国二十六年", "calendar", "民国"),
        ("民國二十六年夏曆四月初八日", "calendar", "民国+农历"),
        ("光緒廿三年四月", "calendar", "年号+农历"),
        ("戊戌年", "calendar", "干支"),
        ("一九四七年腊月二十三", "calendar", "农历"),
        ("一九七九年惊蛰前后", "calendar", "节气"),
        ("年代不详", "qualifier", "不详"),
    ],
)
def test_calendar_qualifier_and_basis_are_said(words: str, key: str, value: str | None) -> None:
    assert _form(words)[key] == value


def test_an_event_without_a_table_keeps_its_words() -> None:
    said = read("火车通车那年").to_json()
    assert (said["edtf"], said["confirm"], said["display"]) == (None, True, "火车通车那年")
    assert reading_of("火车通车那年", events=EVENTS).to_json()["basis"] == "事件"


def test_a_cycle_names_its_candidates_with_their_days() -> None:
    said = _form("戊戌年")
    assert [(one["edtf"], one["earliest"], one["latest"]) for one in said["candidates"]] == [
        ("1898", "1898-01-22", "1899-02-09"),
        ("1958", "1958-02-18", "1959-02-07"),
        ("2018", "2018-02-16", "2019-02-04"),
    ]


def test_what_cannot_be_is_said_and_not_set_right() -> None:
    reading = read("同治以后、光绪以前")
    assert "不成立" in reading.problem
    assert reading.date.display == "同治以后、光绪以前"
    assert reading.date.qualifier == "存疑"
