"""Order by pinyin and by strokes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.hanzi.collation import pinyin_key, stroke_key, title_key
from archive_app.hanzi.pinyin import Kind
from archive_app.hanzi.strokes import strokes_of

BY_STROKES = (
    "丁 卜 刁 于 万 马 王 韦 毛 方 孔 邓 甘 古 石 龙 叶 田 史 白 冯 司 皮 吕 朱 任 刘 齐 江 许 孙 苏 杜 李 杨 吴 何 "
    "余 汪 沈 宋 张 陈 范 林 郁 欧 罗 周 郑 单 孟 赵 胡 查 柳 姚 贺 秦 袁 徐 高 郭 唐 黄 曹 梁 韩 程 曾 谢 雷 解 蔡 "
    "廖 翟 潘 薛 戴 魏"
)
"""Surnames as printed lists 按姓氏笔画为序 have them."""

BY_PINYIN = (
    "艾 安 敖 白 包 毕 边 卞 卜 蔡 曹 岑 陈 种 崔 邓 丁 杜 冯 盖 郭 韩 华 黄 纪 李 林 卢 鲁 吕 栾 罗 马 万俟 区 欧 朴 "
    "祁 覃 仇 任 单 折 沈 王 冼 解 燕 尉迟 乐 员 曾 查 翟 张 章 长孙"
)

COUNTS = {
    "草": 9, "辶": 3, "阝": 2, "艹": 3, "马": 3, "䶮": 9, "𠮷": 6, "𬱟": 12, "趙": 14, "鼎": 12, "凸": 5, "凹": 5,
    "那": 6, "〇": 1, "龟": 7, "考": 6, "鬼": 9, "瓦": 4, "巨": 4, "卸": 9, "录": 8, "象": 11, "贰": 9, "舞": 14,
}  # fmt: skip

ORDERS = {
    "火": "4334", "万": "153", "方": "4153", "九": "35", "力": "53", "乃": "53", "母": "55414", "忄": "442", "丁": "12",
    "里": "2511211", "垂": "31212211", "非": "21112111", "比": "1535", "北": "21135", "字": "445521", "凹": "25251",
    "凸": "21251", "车": "1512", "辆": "15211253434", "成": "135534", "必": "45434", "与": "151", "讠": "45",
    "红": "551121", "铁": "3111531134",
}  # fmt: skip


def shuffled(names: list[str]) -> list[str]:
    mixed = list(names)
    random.Random(7).shuffle(mixed)
    return mixed


def test_surnames_by_strokes_as_printed_lists_have_them() -> None:
    names = BY_STROKES.split()
    assert len(names) >= 60
    assert sorted(shuffled(names), key=stroke_key) == names


def test_surnames_by_pinyin_with_their_own_readings() -> None:
    names = BY_PINYIN.split()
    assert len(names) >= 40
    assert sorted(shuffled(names), key=pinyin_key) == names


@pytest.mark.parametrize(("character", "count"), COUNTS.items())
def test_counts_are_the_mainlands(character: str, count: int) -> None:
    strokes = strokes_of(character)
    assert strokes is not None and strokes.count == count


@pytest.mark.parametrize(("character", "order"), ORDERS.items())
def test_orders_are_the_mainlands(character: str, order: str) -> None:
    strokes = strokes_of(character)
    assert strokes is not None and strokes.order == order


def test_characters_of_the_same_strokes_stand_as_the_standard_has_them() -> None:
    for row in ("三 干 于 亏 工 土 士", "甲 申", "田 由", "未 末", "己 已 巳", "八 人 入"):
        assert sorted(shuffled(row.split()), key=stroke_key) == row.split()


def test_all_of_the_basic_block_has_strokes_and_nearly_all_an_order() -> None:
    block = [strokes_of(chr(code)) for code in range(0x4E00, 0x9FA6)]
    assert all(block)
    assert sum(not (strokes and strokes.order) for strokes in block) < 60


def test_within_a_surname_single_given_names_come_first() -> None:
    names = "丁来杭 丁薛祥 马飚 马伟明 王宁 王军 王勇 王毅 王小洪 王玉普 欧明 欧阳坚 欧阳淞"
    assert " ".join(sorted(shuffled(names.split()), key=stroke_key)) == names


def test_places_are_ordered_character_by_character() -> None:
    names = ["王一", "王一口", "王口", "王沟"]
    assert sorted(shuffled(names), key=lambda name: stroke_key(name, Kind.PLACE)) == names


def test_one_surname_stays_together_by_pinyin() -> None:
    names = ["张安", "张卓", "章安", "章卓"]
    assert sorted(shuffled(names), key=pinyin_key) == names


def test_umlaut_comes_after_u_and_before_what_goes_on() -> None:
    names = ["卢文", "鲁文", "吕文", "栾文", "罗文"]
    assert sorted(shuffled(names), key=pinyin_key) == names


def test_an_editors_reading_moves_a_name() -> None:
    assert pinyin_key("单明") > pinyin_key("任明") > pinyin_key("单明", "Dān Míng")
    assert pinyin_key("单明", "Dan Ming") == pinyin_key("单明", "dān míng")


def test_digits_letters_characters() -> None:
    names = ["2号院", "12号院", "A队", "Dolma", "阿吉寿", "仇英"]
    assert sorted(shuffled(names), key=pinyin_key) == names
    assert sorted(shuffled([*names[:4], "仇英", "阿吉寿"]), key=stroke_key) == [*names[:4], "仇英", "阿吉寿"]


@given(st.lists(st.text(alphabet="王仇单𠮷䶮A9·（） 々尉迟𪚥\u200d", max_size=6), max_size=8))
def test_the_order_is_total_and_does_not_depend_on_where_it_began(names: list[str]) -> None:
    for key in (pinyin_key, stroke_key):
        assert sorted(names, key=key) == sorted(names[::-1], key=key)
        assert all((key(a) == key(b)) == (a == b) for a in names for b in names)


def test_marks_that_combine_with_nothing_stop_no_list() -> None:
    def sound(name: str) -> str:
        return pinyin_key(name).partition("\t")[0]

    assert sound("\u0301\u0302") == sound("\u0301")
    assert sound("祁\u0301\u0302垚") == sound("祁垚")


def test_a_title_is_read_as_words_and_places_are_not_as_surnames() -> None:
    for title, begins in (("秘密的水磨", ["mi", "mi", "de"]), ("单家渡口", ["shan", "jia"]), ("着了凉", ["zh", "le"])):
        key = title_key(title).partition("\t")[0].split(" ")
        assert [part[1:].startswith(begin) for part, begin in zip(key, begins, strict=False)] == [True] * len(begins)
    assert title_key("").partition("\t")[0] == ""
    assert sorted(["曾家沟", "单家渡口", "秘密", "1号楼", "Café"], key=title_key) == [
        "1号楼", "Café", "秘密", "单家渡口", "曾家沟",
    ]  # fmt: skip
    assert title_key("秘密") != title_key("祕密")
