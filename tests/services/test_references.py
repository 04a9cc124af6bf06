"""How things are cited: by hand from the clauses and examples of GB/T 7714—2015."""

from __future__ import annotations

from typing import Any

import pytest

from archive_app.services.references import (
    CHINESE,
    WESTERN,
    article_reference,
    item_reference,
    page_span,
    responsible,
    volume_reference,
    year_of,
)


def date(display: str, first: str, last: str = "", qualifier: str = "") -> dict[str, str]:
    return {
        "display": display,
        "earliest": f"{first}-01-01",
        "latest": f"{last or first}-12-31",
        "qualifier": qualifier,
    }


def people(*rows: str) -> list[dict[str, str]]:
    """口述者 李兰芳 → a row."""
    return [dict(zip(("role", "name"), row.split(" ", 1), strict=True)) for row in rows]


ITEMS: list[tuple[str, dict[str, Any], str, str]] = [
    # what the item is, its fields, the reference, its mark
    (
        "a recording told by one, asked and put in order by others",
        {
            "title": "沙塘川的三盘水磨", "ref_code": "J019-LY·2019·Y-001", "carrier": "电子：wav 1件",
            "responsibility": people("口述者 李兰芳", "采访者 李晓棠", "整理者 李晓棠"),
            "created": date("2026年6月2日", "2026"),
        },
        "李兰芳. 沙塘川的三盘水磨：J019-LY·2019·Y-001[A/DK]. 李晓棠，采访整理. 城东文史馆，2026.", "A/DK",
    ),
    (
        "a recording on a tape, copied since",
        {
            "title": "渡口", "carrier": "录音带 2盘；电子：wav 2件", "created": date("一九八三年", "1983"),
            "responsibility": people("口述者 祁大魁", "采访者 甲", "整理者 乙"),
        },
        "祁大魁. 渡口[A/MT]. 甲，采访. 乙，整理. 城东文史馆，1983.", "A/MT",
    ),
    (
        "a photograph without a title of its own, by somebody unknown",
        {
            "title": "沙塘川水磨房旧影", "title_source": "自拟", "accession_no": "征〔2026〕0014号",
            "carrier": "黑白照片；电子：jpg 1件", "responsibility": people("摄影者 不详", "翻拍者 李晓棠"),
            "created": date("解放前", "1900", "1949"),
        },
        "[沙塘川水磨房旧影]：征〔2026〕0014号[A]. 李晓棠，翻拍. 城东文史馆，[1900—1949].", "A",
    ),
    (
        "a photograph whose photographer stands in a field of its own",
        {"title": "老车站", "photographer": "王昪", "created": date("六十年代初", "1960", "1963")},
        "王昪. 老车站[A]. 城东文史馆，[1960—1963].", "A",
    ),
    (
        "an old deed, dated in another calendar",
        {"title": "合股修磨约", "carrier": "纸质", "created": date("民國三十六年三月", "1947")},
        "合股修磨约[A]. 城东文史馆，1947（民國三十六年）.", "A",
    ),
    (
        "a rubbing of the Qing",
        {"title": "重修龙王庙碑", "created": date("康熙四十四年", "1705"), "responsibility": people("录文者 丁一")},
        "丁一. 重修龙王庙碑[A]. 城东文史馆，1705（康熙四十四年）.", "A",
    ),
    (
        "a manuscript by four, with a temporary number, of a year that is guessed",
        {
            "title": "河湟  旧事*", "accession_no": "T-0007", "created": date("约1958年", "1958", qualifier="约"),
            "responsibility": people("作者 甲甲", "作者 乙乙", "作者 丙丙", "作者 丁丁", "作者 甲甲"),
        },
        "甲甲，乙乙，丙丙，等. 河湟 旧事[A]. 城东文史馆，[1958].", "A",
    ),
    (
        "names in one cell, 等 behind the last, dated by when it was written",
        {"title": "打庄廓", "responsibility": people("作者 祁垚、王昪等"), "written": date("1962年", "1962")},
        "祁垚，王昪，等. 打庄廓[A]. 城东文史馆，1962.", "A",
    ),
    (
        "who told it is not to be named, and no date",
        {"title": "匿名的话", "anonymous": True, "responsibility": people("口述者 某人", "采访者 某甲")},
        "匿名的话[A]. 城东文史馆，[年代不详].", "A",
    ),
    (
        "four who put it in order",
        {
            "title": "题", "carrier": "光盘 1张", "created": date("2001", "2001"),
            "responsibility": people("整理者 甲,乙，丙；丁"),
        },
        "题[A/CD]. 甲，乙，丙，等整理. 城东文史馆，2001.", "A/CD",
    ),
    (
        "a letter in another language",
        {
            "title": "Letter to the mission", "responsibility": people("作者 A B", "作者 C D", "作者 E F", "作者 G H"),
            "created": date("民国二十六年", "1937"),
        },
        "A B, C D, E F, et al. Letter to the mission[A]. 城东文史馆, 1937(民国二十六年).", "A",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "values", "text", "kind"), ITEMS, ids=[row[0] for row in ITEMS])
def test_an_item(what: str, values: dict[str, Any], text: str, kind: str) -> None:
    assert item_reference(values, values["title"], "城东文史馆") == (text, kind)


def test_a_keeper_is_placed_where_its_name_says_so() -> None:
    values = {"title": "旧信", "created": date("1931年", "1931")}
    text, _ = item_reference(values, "旧信", "西宁市城东区政协文史馆")
    assert text == "旧信[A]. 西宁：西宁市城东区政协文史馆，1931."


INTERNAL = {"variant": "internal", "print_date": "2026年12月", "permit": "（青）出准印字"}
PUBLIC = {"variant": "public", "publisher": "青海人民出版社", "address": "青海省西宁市五四西路71号"}
VOLUMES: list[tuple[str, dict[str, Any], dict[str, str], str, str]] = [
    # what it is, the volume's fields, its imprint, pages, the reference
    (
        "an 内部资料: whoever compiled it is where it is from",
        {"title": "城东政协文史资料", "number": 24, "subtitle": "乡村记忆", "compiler": "政协西宁市城东区委员会"},
        INTERNAL, "",
        "政协西宁市城东区委员会. 城东政协文史资料：第二十四辑 乡村记忆[G]. 西宁：政协西宁市城东区委员会，2026.",
    ),
    (
        "one of which neither place nor year is known",
        {"title": "文史资料", "compiler": "某区政协"}, {}, "17",
        "某区政协. 文史资料[G]. [出版地不详]：某区政协，[年代不详]：17.",
    ),
    (
        "a published book, of its first edition",
        {"title": "回望城东", "number": 3, "compiler": "政协西宁市城东区委员会"},
        {**PUBLIC, "edition": "2025年3月第1版第1次印刷"}, "12-15",
        "政协西宁市城东区委员会. 回望城东：第三辑[M]. 西宁：青海人民出版社，2025：12-15.",
    ),
    (
        "of the second, by another way of writing it",
        {"title": "回望城东"}, {**PUBLIC, "edition": "2027年1月第二版"}, "",
        "回望城东[M]. 2版. 西宁：青海人民出版社，2027.",
    ),
    (
        "of a revised one, the place told by itself",
        {"title": "回望城东"}, {**PUBLIC, "place": "兰州", "edition": "2027年1月修订版"}, "",
        "回望城东[M]. 修订版. 兰州：青海人民出版社，2027.",
    ),
    (
        "one of which only the printing is dated",
        {"title": "回望城东"}, {**PUBLIC, "print_date": "1995年5月"}, "",
        "回望城东[M]. 西宁：青海人民出版社，1995印刷.",
    ),
    (
        "one without a publisher",
        {"title": "回望城东", "compiler": "甲"}, {"variant": "public", "edition": "2013年1版", "place": "哈尔滨"}, "",
        "甲. 回望城东[M]. 哈尔滨：[出版者不详]，2013.",
    ),
    (
        "a page of the preface, with a number of its own",
        {"title": "回望城东"}, {**PUBLIC, "edition": "2025年"}, "序2-序3",
        "回望城东[M]. 西宁：青海人民出版社，2025：序2-序3.",
    ),
    (
        "one in another language",
        {"title": "East of the city", "compiler": "The Committee"}, {"variant": "public", "edition": "1964"}, "7",
        "The Committee. East of the city[M]. [S.l.]: [s.n.], 1964: 7.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "values", "imprint", "pages", "text"), VOLUMES, ids=[row[0] for row in VOLUMES])
def test_a_volume(what: str, values: dict[str, Any], imprint: dict[str, str], pages: str, text: str) -> None:
    rows = [{"key": key, "value": value} for key, value in imprint.items()]
    kind = "M" if imprint.get("variant") == "public" else "G"
    assert volume_reference({**values, "imprint": rows}, values["title"], pages) == (text, kind)


def test_what_stands_in_a_volume() -> None:
    rows = [{"key": key, "value": value} for key, value in {**PUBLIC, "edition": "2025年第2版"}.items()]
    volume = {"compiler": "政协西宁市城东区委员会", "number": 24, "imprint": rows}
    text, kind = article_reference("李兰芳", "三盘水磨*", volume, "文史资料", "31-36")
    assert kind == "M"
    assert text == (
        "李兰芳. 三盘水磨[M]//政协西宁市城东区委员会. 文史资料：第二十四辑. 2版. 西宁：青海人民出版社，2025：31-36."
    )
    assert article_reference("", "前言", {"imprint": []}, "文史资料") == (
        "前言[G]//文史资料. [出版地不详]：[出版者不详]，[年代不详].",
        "G",
    )


# The standard's own: §8.1.2, §8.4.3.1, §8.4.3.3, §8.5.1.
@pytest.mark.parametrize(
    ("names", "main"),
    [
        ("钱学森、刘再复", "钱学森，刘再复"),
        ("李四光、华罗庚、茅以升", "李四光，华罗庚，茅以升"),
        ("印森林、吴胜和、李俊飞、冯文杰", "印森林，吴胜和，李俊飞，等"),
        ("佚名", ""),
        ("照相馆摄影师（姓名待考）", "照相馆摄影师"),
        ("才让·卓玛", "才让·卓玛"),
        ("等等", "等等"),
    ],
)
def test_who_is_named(names: str, main: str) -> None:
    assert responsible({"responsibility": people(f"作者 {names}")}) == (main, [])


def test_whoever_translated_stands_behind_the_title_as_in_the_standard() -> None:
    roles = {"responsibility": people("作者 罗杰斯", "整理者 潘惠霞、魏婧、杨艳、甲")}
    assert responsible(roles) == ("罗杰斯", ["潘惠霞，魏婧，杨艳，等整理"])
    assert responsible({"responsibility": people("作者 哈里森、沃尔德伦", "整理者 谢远涛")})[1] == ["谢远涛，整理"]


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (date("民国三十六年", "1947"), "1947（民国三十六年）"),
        (date("康熙四十四年", "1705"), "1705（康熙四十四年）"),
        (date("约1936年", "1936", qualifier="约"), "[1936]"),
        (date("戊戌年（1898）", "1898"), "1898（戊戌年）"),
        (date("民国三十一二年", "1942", "1943"), "[1942—1943]（民国三十一二年）"),
        (date("民国三十六年秋，次年又修", "1947"), "1947（民国三十六年）"),
        (date("公元800年", "0800"), "800"),
        (date("早年间", "0001", "9999"), "[年代不详]"),
        (date("清代", "1644", "1911"), "[年代不详]"),
        (date("不晚于一九四九年", "0001", "1949"), "[1949以前]"),
        (date("1951年以后", "1951", "9999"), "[1951以后]"),
        ({"display": "火车通车那年", "earliest": "", "latest": ""}, "[年代不详]"),
        (None, "[年代不详]"),
    ],
)
def test_a_year(when: dict[str, str] | None, text: str) -> None:
    assert year_of(when) == text


def test_marks_are_those_of_the_language() -> None:
    assert year_of(date("民国三十六年", "1947"), WESTERN) == "1947(民国三十六年)"
    assert responsible({"responsibility": people("作者 A,B,C,D")}, WESTERN)[0] == "A, B, C, et al."
    assert responsible({"responsibility": people("作者 A,B")}, CHINESE)[0] == "A，B"


def test_pages() -> None:
    assert [page_span(pages) for pages in ([], ["7"], ["7", "7"], ["7", "8", "11"])] == ["", "7", "7", "7-11"]
