"""Events whose days are known everywhere alike: 辛亥革命, 抗战胜利, 香港回归. What came to each place in its own year
(土改, 公社化, 通车) is not here: the archive's own table has it, and that table goes before this one.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.numerals import NUMBER, number
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.text import Pattern, normal_name

_EVENTS = {
    # the day or days → what they are called
    "1840/1842": "鸦片战争 第一次鸦片战争",
    "1894-07-25/1895-04-17": "甲午战争 甲午中日战争 中日甲午战争",
    "1898-06-11/1898-09-21": "戊戌变法 百日维新",
    "1900": "庚子事变 庚子之变 八国联军进北京 八国联军侵华",
    "1905-09-02": "废科举 科举废除 废除科举",
    "1911-10-10": "辛亥革命 武昌起义",
    "1912-02-12": "清帝退位 宣统退位 宣统皇帝退位",
    "1919-05-04": "五四运动",
    "1920-12-16": "海原地震 海原大地震",
    "1921-07": "建党 中国共产党成立 共产党成立",
    "1926-07-09/1928": "北伐 北伐战争",
    "1927-05-23": "古浪地震 古浪大地震",
    "1931-09-18": "九一八事变 九一八",
    "1936-12-12": "西安事变 双十二事变",
    "1937-07-07": "七七事变 卢沟桥事变 芦沟桥事变 抗战爆发 抗日战争爆发 全面抗战爆发 抗战开始 抗日战争开始",
    "1945-08-15": "日本投降 日本无条件投降 鬼子投降 日本鬼子投降",
    "1945-09-02": "抗战胜利 抗日战争胜利 抗战结束 抗日战争结束 抗日胜利",
    "1949-10-01": "开国大典",
    "1950-10-25": "抗美援朝开始 志愿军入朝 志愿军出国",
    "1953-07-27": "朝鲜停战 抗美援朝结束 抗美援朝胜利",
    "1964-10-16": "原子弹爆炸 第一颗原子弹爆炸 原子弹爆炸成功",
    "1966-05-16": "文革开始 文化大革命开始 文革爆发 文化大革命爆发",
    "1970-04-24": "东方红一号上天 东方红卫星上天 卫星上天",
    "1976-01-08": "周总理逝世 周总理去世 周恩来逝世 周恩来总理逝世",
    "1976-07-06": "朱德逝世 朱老总逝世 朱委员长逝世",
    "1976-07-28": "唐山地震 唐山大地震",
    "1976-09-09": "毛主席逝世 毛主席去世 毛泽东逝世 毛主席老人家去世",
    "1976-10-06": "粉碎四人帮 打倒四人帮 四人帮倒台 文革结束 文化大革命结束",
    "1977": "恢复高考 高考恢复",
    "1978-12-18/1978-12-22": "十一届三中全会 中共十一届三中全会 党的十一届三中全会 三中全会召开",
    "1997-02-19": "邓小平逝世 小平同志逝世",
    "1997-07-01": "香港回归",
    "1999-12-20": "澳门回归",
    "2001-12-11": "加入世贸组织 加入世贸 入世",
    "2003": "非典 闹非典",
    "2008-05-12": "汶川地震 汶川大地震 五一二地震",
    "2008-08-08/2008-08-24": "北京奥运会 北京奥运",
    "2010-04-14": "玉树地震 玉树大地震",
    "2012-11-08/2012-11-14": "党的十八大 中共十八大 十八大",
}
_YEAR = Pattern(r"的?(?:那年|那一年|当年|之年|这年|这一年|年)\Z")
_TAIL = Pattern(r"(?:的?(?:那天|那一天|那日|当天|时|的?时候|之时|之际|那会儿?|那阵子?|时期|期间)|召开|发生)\Z")
_FOUNDING = Pattern(
    rf"(?:新中国成立|建国|国庆|共和国成立|中华人民共和国成立)(?P<n>{NUMBER})周?年"
    r"(?:大庆|庆典|纪念)?(?:那年|时|的时候)?\Z"
)


def national_event(text: str, _context: Context) -> Sense | None:
    """The year of an event where its year is spoken of (辛亥革命那年), else its days."""
    anniversary = _anniversary(text)
    if anniversary is not None:
        return anniversary
    by_year = _YEAR.search(text)
    core = text[: by_year.start()] if by_year else _TAIL.sub("", text)
    edtf = _names().get(core)
    if edtf is None:
        return None
    first, last = bounds(edtf) or (None, None)
    made = Sense(edtf, first, last, precision="日" if first == last else "时期", basis="事件")
    if not by_year or first is None or last is None:
        return made
    if first.year != last.year:
        return made.doubtful(f"前后{last.year - first.year + 1}年，须定是哪一年")
    year = first.year
    return Sense(f"{year}", date(year, 1, 1), date(year, 12, 31), precision="年", basis="事件").noting(
        f"{core}：{edtf.replace('/', '—')}"
    )


@cache
def _names() -> dict[str, str]:
    return {normal_name(name): edtf for edtf, names in _EVENTS.items() for name in names.split()}


def _anniversary(text: str) -> Sense | None:
    """建国十周年, 新中国成立七十周年: of the first of October 1949."""
    match = _FOUNDING.match(text)
    count = number(match["n"]) if match else None
    if match is None or count is None or not 1 <= count <= 150 or ("周年" not in text and "大庆" not in text):
        return None
    year = 1949 + count
    day = date(year, 10, 1)
    if "那年" in text:
        return Sense(f"{year}", date(year, 1, 1), date(year, 12, 31), precision="年", basis="事件")
    return Sense(day.isoformat(), day, day, precision="日", basis="事件")
