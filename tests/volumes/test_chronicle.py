from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.hanzi.dating import read
from archive_app.volumes.chronicle import Happening, chronicle, happenings, manuscript
from archive_app.volumes.compile import compile_volume


def at(words: str, edtf: str, earliest: str, latest: str, calendar: str = "公历") -> FuzzyDate:
    return FuzzyDate(words, edtf, earliest, latest, calendar)


YEAR = (
    (at("1958年", "1958", "1958-01-01", "1958-12-31"), "修渠"),
    (at("五八年端午（农历）", "1958-06-21", "1958-06-21", "1958-06-21", "农历"), "赛花儿"),
    (at("约1958年", "1958~", "1957-01-01", "1959-12-31"), "办磨坊"),
    (at("1958年3月", "1958-03", "1958-03-01", "1958-03-31"), "开学"),
    (at("五十年代", "195X", "1950-01-01", "1959-12-31"), "种菜"),
    (at("1958年9月", "1958-09", "1958-09-01", "1958-09-30"), "收秋"),
    (at("1958年3月5日", "1958-03-05", "1958-03-05", "1958-03-05"), "通车"),
    (at("1958年冬", "1958-24", "1958-11-01", "1959-02-28"), "积肥"),
    (at("1958年3月上旬", "1958-03-01/1958-03-10", "1958-03-01", "1958-03-10"), "浇水"),
    (at("光绪二十三年", "1897-02-02/1898-01-21", "1897-02-02", "1898-01-21", "农历"), "立碑"),
    (at("解放前", "../1949-09-04", "0001-01-01", "1949-09-04"), "无渠"),
    (at("1960年起", "1960/..", "1960-01-01", "9999-12-31"), "用电"),
    (at("年代不详", "XXXX", "0001-01-01", "9999-12-31"), "不知何时"),
    (at("同年", "", "", ""), "更不知何时"),
)


def told(found: list[Happening], since: str = "", until: str = "") -> list[tuple[str, list[str]]]:
    years = chronicle(found, since, until)
    return [(year.heading, [f"{e.label}：{e.happening.text}" for e in year.entries]) for year in years]


def test_words_that_are_read_stand_where_they_belong() -> None:
    """What a person takes from the reader: a year of the Republic, lunar days, spans, reigns, open ends, cycles."""
    told_words = (
        "民国三十八年", "民国三十八年九月", "1949年10月1日", "解放前", "1958年10月—1959年3月",
        "1958年冬", "1958年12月31日", "1958年以前", "自1958年起", "一九四七年腊月二十三",
        "同治、光绪年间", "明洪武年间", "公元前121年", "戊戌年", "1956年至1958年",
    )  # fmt: skip
    found = [
        Happening(words, FuzzyDate.from_json(read(words).date.to_json()), f"事{number}")
        for number, words in enumerate(told_words)
    ]
    assert [(year, [line.split("：")[0] for line in lines]) for year, lines in told(found)] == [
        ("公元前121年", ["是年（公元前121年）"]),
        ("1398年", ["明洪武年间"]),
        ("1908年", ["同治、光绪年间"]),
        ("1948年", ["2月2日（一九四七年腊月二十三）"]),
        ("1949年", ["解放前", "9月（民国三十八年九月）", "10月1日", "是年（民国三十八年）"]),
        ("1958年", ["12月31日", "1958年冬", "1958年以前", "1956年至1958年", "自1958年起"]),
        ("1959年", ["1958年10月—1959年3月"]),
    ]


def test_what_has_no_day_or_month_follows_what_has_one() -> None:
    found = [Happening(str(number), when, text) for number, (when, text) in enumerate(YEAR)]

    assert told(found) == [
        ("1897年", ["是年（光绪二十三年）：立碑"]),
        ("1949年", ["解放前：无渠"]),
        (
            "1958年",
            [
                "3月5日：通车", "1958年3月上旬：浇水", "是月：开学", "6月21日（五八年端午）：赛花儿", "9月：收秋",
                "1958年冬：积肥", "是年：修渠", "约1958年：办磨坊",
            ],
        ),
        ("1959年", ["五十年代：种菜"]),
        ("1960年", ["1960年起：用电"]),
    ]  # fmt: skip


def test_only_what_touches_the_asked_years_is_told() -> None:
    found = [Happening(str(number), when, text) for number, (when, text) in enumerate(YEAR)]

    assert [heading for heading, _ in told(found, "1959-01-01", "1959-12-31")] == ["1958年", "1959年"]
    assert told(found, "1959-01-01", "1959-12-31")[0][1] == ["1958年冬：积肥", "约1958年：办磨坊"]


_DAYS = st.dates().map(lambda day: day.isoformat())


@given(st.lists(st.tuples(_DAYS, _DAYS, st.text(max_size=3)), max_size=12))
def test_every_dated_happening_stands_once_and_years_ascend(spans: list[tuple[str, str, str]]) -> None:
    found = [Happening(str(n), at("某时", "", min(a, b), max(a, b)), t) for n, (a, b, t) in enumerate(spans)]
    years = chronicle(found)

    told_ids = [entry.happening.record_id for year in years for entry in year.entries]
    assert sorted(told_ids) == sorted(
        h.record_id for h in found if (h.when.earliest, h.when.latest) != ("0001-01-01", "9999-12-31")
    )
    assert [year.year for year in years] == sorted({year.year for year in years})


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(tmp_path / "catalogue.sqlite")
    yield opened
    opened.close()


def test_a_volume_prints_the_events_its_items_point_to(catalogue: Catalogue) -> None:
    trains, bridge, doubtful, item, volume, body, back = (new_id() for _ in range(7))
    date = {"display": "1959年10月1日", "edtf": "1959-10-01", "earliest": "1959-10-01", "latest": "1959-10-01"}
    text = Manuscript((Block(BlockKind.PARAGRAPH, "那一年通了火车。"),)).to_json()
    catalogue.execute(
        Batch(
            "备料",
            (
                Create("event", {"name": "火车通车", "date": date}, id=trains),
                Create("event", {"name": "别处架桥", "date": date}, id=bridge),
                Create("event", {"name": "开工", "date": date, "status": "待考：两说不一"}, id=doubtful),
                Create(
                    "item",
                    {"kind": "contribution", "title": "站台", "events": [trains, doubtful], "manuscript": text},
                    id=item,
                ),
                Create("volume", {"title": "试卷"}, id=volume),
                Create("section", {"volume": volume, "position": 1, "title": "亲历", "matter": "body"}, id=body),
                Create("section", {"volume": volume, "position": 2, "title": "后", "matter": "back"}, id=back),
                Create("article", {"section": body, "position": 1, "item": item}),
                Create("article", {"section": back, "position": 1, "role": "chronicle", "title": "大事记"}),
            ),
        ),
        Author("甲", "dev"),
    )

    assert [h.text for h in happenings(catalogue)] == ["火车通车", "别处架桥"]
    book = compile_volume(catalogue, volume, lambda sha256: Path(sha256))
    (matter,) = book.back
    assert matter.kind == "chronicle" and matter.article is not None
    assert [block.text for block in matter.article.manuscript] == ["1959年", "10月1日　火车通车"]


def test_the_text_marks_each_date() -> None:
    years = chronicle([Happening("a", YEAR[6][0], "通车")])
    (head, line) = manuscript(years)
    assert (head.kind, head.text) == (BlockKind.HEADING, "1958年")
    assert line.text[line.spans[0].start : line.spans[0].end] == "3月5日"
