"""Festivals people date things by: days of the lunar calendar, of the civil calendar, and those of other calendars."""

from __future__ import annotations

from functools import cache

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.text import normal_name

LAST = 0
"""As a day of the month: its last one."""

_LUNAR: dict[tuple[int, int], str] = {
    (1, 1): "春节 过年 大年初一 正月初一 年初一 新春 旧历年 阴历年 农历年",
    (1, 5): "破五",
    (1, 7): "人日",
    (1, 15): "元宵 元宵节 上元 上元节 灯节 正月十五元宵节",
    (2, 2): "龙抬头 二月二龙抬头 春龙节",
    (3, 3): "上巳 上巳节",
    (4, 8): "浴佛节 佛诞",
    (5, 5): "端午 端午节 端阳 端阳节 五月端午 五月端阳 重五 五月节",
    (6, 6): "天贶节 六月六花儿会",
    (7, 7): "七夕 七夕节 乞巧节 乞巧",
    (7, 15): "中元 中元节 鬼节 盂兰盆节",
    (8, 15): "中秋 中秋节 八月节 团圆节 仲秋节",
    (9, 9): "重阳 重阳节 重九 登高节",
    (10, 1): "寒衣节 十月朝 十来一",
    (10, 15): "下元 下元节",
    (12, 8): "腊八 腊八节",
    (12, 23): "小年 小年夜 祭灶 祭灶节 送灶 灶王节",
    (12, LAST): "除夕 除夕夜 大年三十 大年夜 年三十 三十晚上 年三十晚上 大年三十晚上 岁除",
}
_SOLAR: dict[tuple[int, int], str] = {
    (1, 1): "元旦 元旦节 阳历年 新历年",
    (2, 14): "情人节",
    (3, 8): "三八 三八节 妇女节 三八妇女节",
    (3, 12): "植树节",
    (4, 1): "愚人节",
    (5, 1): "五一 五一节 劳动节 五一劳动节 国际劳动节",
    (5, 4): "五四 五四青年节 青年节",
    (6, 1): "六一 六一节 儿童节 六一儿童节",
    (7, 1): "七一 建党节 党的生日",
    (8, 1): "八一 八一节 建军节 八一建军节",
    (9, 10): "教师节",
    (10, 1): "国庆 国庆节 十一 十一国庆节 十一国庆 十一节",
    (10, 10): "双十节 双十",
    (12, 24): "平安夜",
    (12, 25): "圣诞 圣诞节",
}
SINCE: dict[str, int] = {"教师节": 1985, "建军节": 1933, "八一建军节": 1933, "建党节": 1938}
"""Since which year a festival has been kept on its day."""

_OTHER = {
    "伊斯兰历": "开斋节 尔德 尔德节 大尔德 小尔德 肉孜节 古尔邦节 古尔邦 宰牲节 "
    "圣纪节 圣纪 圣忌 斋月 封斋 登霄节 盖德尔夜 阿舒拉",
    "藏历": "藏历年 藏历新年 藏历春节 洛萨 雪顿节 望果节 酥油花灯节 萨嘎达瓦 萨噶达瓦 沐浴节 燃灯节",
    "其他历法": "火把节 泼水节 那达慕 纳顿 纳顿节 热贡六月会",
}


@dataclass(frozen=True, slots=True)
class Festival:
    """A day of the year: month and day of the lunar or the civil calendar."""

    name: str
    month: int
    day: int
    lunar: bool


@cache
def festivals() -> dict[str, Festival]:
    """Every festival by its name in the reader's form."""
    found: dict[str, Festival] = {}
    for table, lunar in ((_LUNAR, True), (_SOLAR, False)):
        for (month, day), names in table.items():
            for name in names.split():
                found[normal_name(name)] = Festival(name, month, day, lunar)
    return found


@cache
def other_festivals() -> dict[str, str]:
    """Festivals that are not converted: name → calendar."""
    return {normal_name(name): calendar for calendar, names in _OTHER.items() for name in names.split()}
